"""What a file is, told by its content; the name is only compared with it."""

from __future__ import annotations

from pathlib import Path

import pytest

import hostile
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files.kind import find_kind, looks_utf16, mismatch

KINDS = {
    "xlsx": lambda: hostile.pack(hostile.parts()),
    "xls": hostile.xls_book,
    "xlsb": lambda: hostile.pack({**hostile.parts(), "xl/workbook.bin": b"x"}),
    "ods": lambda: hostile.open_document(hostile.ods_rows(hostile.ODS_ROWS)),
    "csv": lambda: hostile.CSV.encode(),
    "html": lambda: hostile.PAGE.encode(),
    "mhtml": hostile.mhtml,
    "xml2003": hostile.xml_2003,
}
TEXTS = [
    ("NAMA;NIK\nBUDI;1\n", "csv"),
    ("NAMA\tNIK\n", "csv"),
    ("NAMA\n", "csv"),
    ("1 < 2,x\n", "csv"),
    ("<5 tahun,3\n", "csv"),
    ("\ufeffNAMA,NIK\n", "csv"),
    ("\ufeff  <HTML><TABLE><TR><TD>x</TABLE>", "html"),
    ("<!-- dari SIAK --><table><tr><td>x</td></tr></table>", "html"),
    ("  \r\n<meta charset=utf-8><table border=1><tr><th>x</th></tr></table>", "html"),
    ("\n\n<style>td{}</style><table><tr><td>x</td></tr></table>", "html"),
    (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><table><tr><td>x',
        "html",
    ),
]
OTHERS = [
    (b"%PDF-1.7\n1 0 obj", "dokumen PDF"),
    (b"{\\rtf1\\ansi}", "dokumen RTF"),
    (b"\x89PNG\r\n\x1a\n" + bytes(50), "gambar"),
    (b"\xff\xd8\xff\xe0" + bytes(50), "gambar"),
    (b"Rar!\x1a\x07\x01\x00" + bytes(50), "arsip RAR"),
    (b"7z\xbc\xaf\x27\x1c" + bytes(50), "arsip 7-Zip"),
    (b"MZ" + bytes(200), "program"),
    (b'<?xml version="1.0"?><Order/>', "berkas XML jenis lain"),
    (hostile.pack({"catatan.txt": "x"}), "arsip ZIP"),
    (hostile.pack({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), "Word"),
    (hostile.pack({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), "presenta"),
]
NAMES = [
    ("a.xlsx", "xlsx", None),
    ("A.XLSM", "xlsx", None),
    ("a.xls", "html", "a.xls: namanya .xls, isinya halaman web."),
    ("a.xlsx", "csv", "a.xlsx: namanya .xlsx, isinya teks bertabel (CSV)."),
    ("a", "xls", "a: namanya tanpa akhiran, isinya buku kerja Excel lama (.xls)."),
    ("a.TXT", "csv", None),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".csv", ".dat", ""])
def test_content_decides_whatever_the_name(kind: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"peserta{suffix}"
    path.write_bytes(KINDS[kind]())
    assert find_kind(path) == kind


@pytest.mark.parametrize(("text", "kind"), TEXTS)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_text_and_markup(text: str, kind: str, codec: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(text.encode(codec))
    assert find_kind(path) == kind


@pytest.mark.parametrize(("data", "what"), OTHERS)
def test_what_is_no_workbook_is_named(data: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / "lampiran.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match=rf"lampiran\.xlsx bukan buku kerja: isinya.*{what}"):
        find_kind(path)


@pytest.mark.parametrize(("name", "kind", "note"), NAMES)
def test_a_wrong_name_is_said(name: str, kind: str, note: str | None) -> None:
    assert mismatch(Path("folder") / name, kind) == note  # type: ignore[arg-type]


def test_missing_and_too_large(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"hilang\.xlsx tidak dapat dibuka.*tidak ada"):
        find_kind(tmp_path / "hilang.xlsx")
    path = tmp_path / "besar.csv"
    path.write_bytes(b"A,B\n" * 1000)
    assert find_kind(path, most_bytes=4000) == "csv"
    with pytest.raises(UnreadableInput, match=r"besar\.csv terlalu besar"):
        find_kind(path, most_bytes=3999)


@pytest.mark.parametrize("name", ["~$peserta.xlsx", ".~lock.peserta.xlsx#"])
def test_owner_files_are_not_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(hostile.pack(hostile.parts()))
    with pytest.raises(UnreadableInput, match="sedang dibuka"):
        find_kind(tmp_path / name)


def test_utf16_is_told_by_its_zeros() -> None:
    assert looks_utf16("NAMA,NIK\n".encode("utf-16-le")) == "utf-16-le"
    assert looks_utf16("NAMA,NIK\n".encode("utf-16-be")) == "utf-16-be"
    assert looks_utf16(b"NAMA,NIK\n") is None
    assert looks_utf16(b"") is None
