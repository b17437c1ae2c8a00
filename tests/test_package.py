"""The package reader: what passes comes out byte for byte, what is hostile is refused in words."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files import archive
from kepesertaan.files.limits import LIMITS, Limits
from kepesertaan.files.package import open_package

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CT = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{CT}"><Default Extension="xml" '
    f'ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.'
    f'openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    f'ContentType="{SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
    f'ContentType="{SHEET_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
    f'Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {NS} xmlns:r="{R}"><sheets><sheet name="Data" sheetId="1" '
    'r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
    f'Type="{R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet {NS}><sheetData><row r="1"><c r="A1"><v>1</v></c>'
    "</row></sheetData></worksheet>",
}


def packed(changes: dict[str, str | bytes | None] | None = None, **options: int) -> bytes:
    """A minimal workbook with some parts replaced, added, or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", options.get("method", zipfile.ZIP_DEFLATED)) as file:
        for name, body in {**PARTS, **(changes or {})}.items():
            if body is not None:
                file.writestr(name, body)
    return out.getvalue()


def read_all(data: bytes, tmp_path: Path, limits: Limits = LIMITS) -> None:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(data)
    with open_package(path, limits) as package:
        package.check_all()


class Unseekable(io.RawIOBase):
    """What makes ``zipfile`` write data descriptors."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self.data += piece
        return len(piece)


def with_descriptors() -> bytes:
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in PARTS.items():
            file.writestr(name, body)
    return bytes(out.data)


def with_zip64() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in PARTS.items():
            with file.open(name, "w", force_zip64=True) as entry:
                entry.write(body.encode())
    return out.getvalue()


def rewritten(data: bytes, tmp_path: Path, changed: dict[str, bytes | None] | None = None) -> bytes:
    path = tmp_path / "asal.xlsx"
    path.write_bytes(data)
    out = io.BytesIO()
    with open_package(path) as package:
        package.write(out, changed or {})
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_writing_without_change_is_identity(tmp_path: Path, method: int) -> None:
    data = packed(method=method)
    assert rewritten(data, tmp_path) == data


def test_comment_dates_and_extra_fields_stay(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.comment = b"catatan"
        for name, body in PARTS.items():
            info = zipfile.ZipInfo(name, (2019, 5, 6, 7, 8, 10))
            info.extra, info.comment = struct.pack("<2H4s", 0x9999, 4, b"abcd"), b"k"
            file.writestr(info, body)
    assert rewritten(out.getvalue(), tmp_path) == out.getvalue()
    changed = rewritten(out.getvalue(), tmp_path, {"xl/workbook.xml": b"<a/>"})
    with zipfile.ZipFile(io.BytesIO(changed)) as file:
        info = file.getinfo("xl/workbook.xml")
        assert file.comment == b"catatan"
        assert (info.date_time, info.comment, file.read(info)) == (
            (2019, 5, 6, 7, 8, 10),
            b"k",
            b"<a/>",
        )


@pytest.mark.parametrize("make", [with_descriptors, with_zip64])
def test_descriptors_and_zip64_are_resolved(tmp_path: Path, make: Callable[[], bytes]) -> None:
    once = rewritten(make(), tmp_path)
    with zipfile.ZipFile(io.BytesIO(once)) as file:
        assert file.testzip() is None
        assert all(not i.flag_bits & 8 for i in file.infolist())
        assert {i.filename: file.read(i).decode() for i in file.infolist()} == PARTS
    assert rewritten(once, tmp_path) == once


def test_dropped_and_added_parts(tmp_path: Path) -> None:
    path = tmp_path / "asal.xlsx"
    path.write_bytes(packed())
    out = io.BytesIO()
    with open_package(path) as package:
        package.write(out, {"_rels/.rels": None}, {"xl/tambahan.bin": b"x" * 9})
    with zipfile.ZipFile(out) as file:
        assert file.testzip() is None
        assert "_rels/.rels" not in file.namelist()
        assert file.namelist()[-1] == "xl/tambahan.bin"


def flipped(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        info = file.getinfo(name)
    at = info.header_offset + 30 + len(name) + info.compress_size // 2
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def renamed_locally(data: bytes) -> bytes:
    at = data.index(b"xl/workbook.xml")
    return data[:at] + b"xl/workbooX.xml" + data[at + 15 :]


def deep(levels: int) -> str:
    return f"<worksheet {NS}>" + "<a>" * levels + "</a>" * levels + "</worksheet>"


def doubled() -> bytes:
    return packed({"XL/Workbook.xml": PARTS["xl/workbook.xml"]})


def lying_size() -> bytes:
    """Declares 10 bytes, holds a million."""
    data = bytearray(packed({"xl/bom.xml": " " * 1_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            if struct.unpack_from("<I", data, start + at)[0] == 1_000_000:
                struct.pack_into("<I", data, start + at, 10)
            start += 4
    return bytes(data)


def flagged_encrypted() -> bytes:
    data = bytearray(packed())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


def lying_locally(at: int) -> bytes:
    """A number of the first local header is not what the directory says."""
    data = bytearray(packed())
    data[at] ^= 1
    return bytes(data)


SST = "xl/sharedStrings.xml"
HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("empty", lambda: b"", "kosong"),
    ("random", lambda: zlib.compress(b"halo" * 99), "bukan berkas .xlsx"),
    ("ole2", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "berkata sandi"),
    ("half", lambda: packed()[: len(packed()) // 2], "terpotong"),
    ("last 100 bytes gone", lambda: packed()[:-100], "terpotong"),
    ("one bit", lambda: flipped(packed(), "xl/worksheets/sheet1.xml"), "rusak"),
    ("bit in a part nobody reads", lambda: flipped(packed({"a.bin": b"q" * 99}), "a.bin"), "rusak"),
    ("local name", lambda: renamed_locally(packed()), "tidak cocok"),
    ("local checksum", lambda: lying_locally(14), "tidak cocok"),
    ("local packed size", lambda: lying_locally(18), "tidak cocok"),
    ("local size", lambda: lying_locally(22), "tidak cocok"),
    ("double name", doubled, "dua kali"),
    ("lying size", lying_size, "rusak"),
    ("encrypted flag", flagged_encrypted, "berkata sandi"),
    ("bzip2", lambda: packed(method=zipfile.ZIP_BZIP2), "cara mampat"),
    ("laughs", lambda: packed({SST: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "DTD"),
    ("dtd in rels", lambda: packed({"xl/_rels/x.rels": "<!DOCTYPE a><a/>"}), "DTD"),
    ("dtd in vml", lambda: packed({"xl/x.vml": "<!DOCTYPE a><a><br></a>"}), "DTD"),
    ("dtd in utf-16", lambda: packed({SST: "<!DOCTYPE a><a/>".encode("utf-16")}), "DTD"),
    ("deep", lambda: packed({"xl/worksheets/sheet1.xml": deep(300)}), "bersarang"),
    ("a level too deep", lambda: packed({"xl/a.xml": deep(256)}), "bersarang"),
    ("deep and declared", lambda: packed({"a.xml": f"<?xml ?>{deep(256)}"}), "bersarang"),
    (
        "deep behind much",
        lambda: packed({"a.xml": f"<a>{'<b/>' * 900}{deep(255)}</a>"}),
        "bersarang",
    ),
    ("deep and long", lambda: packed({"xl/worksheets/sheet1.xml": deep(900_000)}), "bersarang"),
    ("utf-7", lambda: packed({SST: '<?xml version="1.0" encoding="UTF-7"?><a/>'}), "pengodean"),
    ("control character", lambda: packed({SST: "<a>\x01</a>"}), "kendali"),
    ("control reference", lambda: packed({SST: "<a>&#x1;</a>"}), "kendali"),
    ("unknown entity", lambda: packed({SST: "<a>&nbsp;</a>"}), "bukan XML"),
    ("lone ampersand", lambda: packed({SST: "<a b='R&D'/>"}), "bukan XML"),
    ("no content types", lambda: packed({"[Content_Types].xml": None}), "bukan buku kerja"),
    ("no workbook", lambda: packed({"xl/workbook.xml": None}), "bukan buku kerja"),
]


@pytest.mark.parametrize(("make", "words"), [h[1:] for h in HOSTILE], ids=[h[0] for h in HOSTILE])
def test_hostile_files_are_refused(tmp_path: Path, make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(UnreadableInput, match=words) as caught:
        read_all(make(), tmp_path)
    assert "buku.xlsx" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    "limits", [Limits(entries=3), Limits(part=100), Limits(total=300)], ids=str
)
def test_limits(tmp_path: Path, limits: Limits) -> None:
    with pytest.raises(UnreadableInput):
        read_all(packed(), tmp_path, limits)


def test_what_is_only_odd_passes(tmp_path: Path) -> None:
    body = f"<worksheet {NS}><!-- <a> --><sheetData/><x><![CDATA[<b><c> R&D ]]>&lt;&#65;&#x41;</x></worksheet>"
    odd = {
        "../../luar.txt": "x",
        "xl/deep.xml": deep(200),
        "xl/declared.xml": '<?xml version="1.0"?>' + deep(255),
        "xl/many.xml": "<a>" + "<b c='/>'>d</b><e/>" * 2000 + "</a>",
        "xl/a.vml": "<a><br><b></a>",
        "xl/wide.xml": ("<a>" + "é" * 3_000_000 + "</a>").encode("utf-16"),
        "xl/worksheets/sheet1.xml": body,
    }
    read_all(packed(odd), tmp_path)
    assert not (tmp_path.parent.parent / "luar.txt").exists()


def test_targets_are_resolved_and_sheets_in_workbook_order(tmp_path: Path) -> None:
    sheets = (
        '<sheets><sheet name="Z" sheetId="9" r:id="b"/><sheet name="A" sheetId="2" '
        'state="hidden" r:id="a"/><sheet name="G" sheetId="3" r:id="c"/></sheets>'
    )
    relation = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    rels = "".join(
        (
            relation.format("a", R, "worksheet", "/xl/worksheets/sheet1.xml"),
            relation.format("b", R, "worksheet", r"..\xl\worksheets\sheet2.xml"),
            relation.format("c", R, "chartsheet", "chartsheets/g.xml"),
        )
    )
    parts: dict[str, str | bytes | None] = {
        "_rels/.rels": PARTS["_rels/.rels"].replace("xl/workbook.xml", "/buku/isi.xml"),
        "xl/workbook.xml": None,
        "buku/isi.xml": f'<x:workbook xmlns:x="{NS[7:-1]}" xmlns:r="{R}">'
        + sheets.replace("<sheet", "<x:sheet").replace("</sheet", "</x:sheet")
        + "</x:workbook>",
        "buku/_rels/isi.xml.rels": f'<Relationships xmlns="{RELS}">{rels}</Relationships>',
        "xl/Worksheets/Sheet2.xml": PARTS["xl/worksheets/sheet1.xml"],
        "buku/chartsheets/g.xml": f"<chartsheet {NS}/>",
    }
    path = tmp_path / "buku.xlsx"
    path.write_bytes(packed(parts))
    with open_package(path) as package:
        assert package.workbook_part == "buku/isi.xml"
        assert [(s.name, s.part, s.state, s.kind) for s in package.sheets] == [
            ("Z", "xl/Worksheets/Sheet2.xml", "visible", "worksheet"),
            ("A", "xl/worksheets/sheet1.xml", "hidden", "worksheet"),
            ("G", "buku/chartsheets/g.xml", "visible", "chartsheet"),
        ]


def test_the_standard_library_inflates_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(packed({"a.bin": b"abc" * 2_000_000}))
    with open_package(path) as package:
        ours = {n: package.read(n) for n in package.names}
    monkeypatch.setattr(archive, "fast", zlib)
    monkeypatch.setattr(archive, "_small_content", archive._content)
    with open_package(path) as package:
        assert {n: package.read(n) for n in package.names} == ours
        package.check_all()
