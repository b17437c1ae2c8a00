"""What a file is, told by its content whatever its name says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import hostile
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files.kind import mismatch, open_kind

BOOK = hostile.pack(hostile.parts())
XLSB = hostile.pack({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"x"})
DOCX = hostile.pack({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
ODT = hostile.pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
ODS = hostile.open_document(hostile.ods_rows(hostile.ODS_ROWS))
LOCKED_ODS = hostile.open_document("x", {"META-INF/manifest.xml": "<a><encryption-data/></a>"})

KINDS = {
    "xlsx": BOOK,
    "xlsb": XLSB,
    "xls": hostile.xls_book(),
    "ods": ODS,
    "mhtml": hostile.mhtml(),
    "xml2003": hostile.xml_2003(),
}
TEXTS = [
    ("csv", "NAMA;NIK\nA;1\n"),
    ("csv", "PK;NAMA\n1;A\n"),
    ("csv", "MZ,NAMA\n1,A\n"),
    ("csv", "BUDI: KETUA,1\nANI,2\n"),
    ("csv", "<tidak tahu>,NIK\nA,1\n"),
    ("csv", "NAMA,KET\nA,suka <table> kayu\n"),
    ("csv", "hanya satu baris"),
    ("html", "\ufeff\n\n<table><tr><td>1</table>"),
    ("html", "<!DOCTYPE html><html></html>"),
    ("html", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'></html>"),
    ("html", "Warning: ekspor\n<TABLE border=1><TR><TD>1</TD></TR></TABLE>"),
]
NOT_WORKBOOKS = [
    (DOCX, "dokumen Word"),
    (ODT, "OpenDocument lain"),
    (hostile.pack({"a.txt": "x"}), "arsip ZIP"),
    (LOCKED_ODS, "kata sandi"),
    (b"%PDF-1.7\n%\xe2\xe3\n", "PDF"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "gambar"),
    (b"{\\rtf1\\ansi}", "RTF"),
    (b"<?xml version='1.0'?><faktur/>", "XML jenis lain"),
    (b"A,B\n" + bytes(range(9)) * 9, "data biner"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "rusak atau terpotong"),
]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv", "a", "a.DAT"])
@pytest.mark.parametrize("kind", KINDS)
def test_kind_by_content_under_any_name(kind: str, name: str, tmp_path: Path):
    assert open_kind(written(tmp_path, name, KINDS[kind]))[0] == kind


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("kind", "text"), TEXTS)
def test_texts_in_every_encoding(kind: str, text: str, codec: str, tmp_path: Path):
    assert open_kind(written(tmp_path, "a.xls", text.lstrip("\ufeff").encode(codec)))[0] == kind


@pytest.mark.parametrize(("data", "why"), NOT_WORKBOOKS)
def test_what_is_no_workbook_is_named(data: bytes, why: str, tmp_path: Path):
    path = written(tmp_path, "salah.xlsx", data)
    with pytest.raises(UnreadableInput, match=why) as caught:
        open_kind(path)
    assert str(caught.value).startswith("salah.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders there")
def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipa.xlsx")
    with pytest.raises(UnreadableInput, match="bukan berkas biasa"):
        open_kind(tmp_path / "pipa.xlsx")


@pytest.mark.parametrize(
    ("name", "kind", "note"),
    [
        ("a.xlsx", "xlsx", None),
        ("a.XLSM", "xlsx", None),
        ("a.txt", "csv", None),
        ("a.htm", "html", None),
        ("a.xlsx", "html", "a.xlsx: namanya .xlsx, isinya halaman web."),
        ("a.xls", "xml2003", "a.xls: namanya .xls, isinya lembar kerja XML 2003."),
        ("a", "csv", "a: namanya tanpa akhiran, isinya teks bertabel (CSV)."),
    ],
)
def test_mismatch_names_both(name: str, kind: str, note: str | None):
    assert mismatch(Path(name), kind) == note  # type: ignore[arg-type]
