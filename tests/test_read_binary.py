"""An .xlsb of a few records, written here by hand ([MS-XLSB]), comes in as stored."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import pytest

import hostile
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import CellError
from kepesertaan.files.childproc import run_limited
from kepesertaan.files.read import read_book


def record(kind: int, body: bytes = b"") -> bytes:
    """One record; bodies here are shorter than 128 bytes."""
    head = bytes((kind & 0x7F | 0x80, kind >> 7)) if kind > 127 else bytes((kind,))
    return head + bytes((len(body),)) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def workbook_bin() -> bytes:
    sheet = record(156, struct.pack("<2I", 0, 1) + wide("rId1") + wide("Data"))
    return record(131) + record(143) + sheet + record(144) + record(132)


def sheet_bin(last: tuple[int, int] = (2, 0)) -> bytes:
    """Two rows, a hidden one, and a text at ``last`` (row and column from 0)."""
    text, real, truth, short, error, formula = 6, 5, 4, 2, 3, 9
    cells = [
        [(text, wide("NAMA")), (text, wide("NIK")), (text, wide("UPAH"))],
        [
            (text, wide("BUDI")),
            (text, wide(hostile.NIK)),
            (real, struct.pack("<d", 4.5)),
            (truth, b"\1"),
            (short, struct.pack("<I", 33_102 << 2 | 2)),  # a whole number, of the date style
            (short, struct.pack("<I", 33_102 << 2 | 2)),
            (error, b"\x2a"),
            (formula, struct.pack("<d", 7.0) + bytes(10)),
        ],
    ]
    rows = b""
    for number, row in enumerate(cells):
        hidden = 0x10 if number == 1 else 0
        rows += record(0, struct.pack("<2I", number, 0) + bytes((0, 0, 0, hidden, 0, 0, 0, 0, 0)))
        for col, (kind, body) in enumerate(row):
            style = 1 if (kind, col) == (short, 4) else 0
            rows += record(kind, struct.pack("<2I", col, style) + body)
    rows += record(0, struct.pack("<2I", last[0], 0) + bytes(9))
    rows += record(text, struct.pack("<2I", last[1], 0) + wide("AKHIR"))
    area = record(148, struct.pack("<4I", 0, 1, 0, 3))
    return record(129) + area + record(145) + rows + record(146) + record(130)


def styles_bin() -> bytes:
    """Two cell styles; the second shows a date."""
    form = record(44, struct.pack("<H", 164) + wide("dd/mm/yyyy"))
    looks = record(47, bytes(16)) + record(47, struct.pack("<2H", 0, 164) + bytes(12))
    return (
        record(278)
        + record(615, struct.pack("<I", 1))
        + form
        + record(616)
        + record(617, struct.pack("<I", 2))
        + looks
        + record(618)
    )


def xlsb(last: tuple[int, int] = (2, 0)) -> bytes:
    content = hostile.parts()
    types = str(content["[Content_Types].xml"]).replace("/xl/workbook.xml", "/xl/workbook.bin")
    binary = '<Default Extension="bin" ContentType="application/vnd.ms-excel"/></Types>'
    content["[Content_Types].xml"] = types.replace("</Types>", binary)
    relations = str(content.pop("xl/_rels/workbook.xml.rels"))
    content["xl/_rels/workbook.bin.rels"] = relations.replace("1.xml", "1.bin").replace(
        "styles.xml", "styles.bin"
    )
    for name in ("xl/workbook.xml", hostile.SHEET, "xl/styles.xml"):
        del content[name]
    content["xl/styles.bin"] = styles_bin()
    content["xl/workbook.bin"] = workbook_bin()
    content["xl/worksheets/sheet1.bin"] = sheet_bin(last)
    return hostile.pack(content)


@pytest.mark.parametrize("name", ["peserta.xlsb", "peserta.xlsx"])
def test_binary_workbook(name: str, tmp_path: Path):
    path = tmp_path / name
    path.write_bytes(xlsb())
    book = read_book(path)
    assert book.kind == "xlsb"
    assert [sheet.name for sheet in book.sheets] == ["Data"]
    day = date(1990, 8, 17)
    assert book.sheets[0].rows == [
        ["NAMA", "NIK", "UPAH"],
        ["BUDI", hostile.NIK, 4.5, True, day, 33_102.0, CellError("#N/A"), 7.0],
        ["AKHIR"],
    ]
    assert book.sheets[0].fixed == {(2, 7): "sel ini berisi rumus"}
    assert book.sheets[0].hidden_rows == {2}


@pytest.mark.parametrize("end", [20, 200, 900])
def test_cut_binary_workbook(end: int, tmp_path: Path):
    path = tmp_path / "peserta.xlsb"
    path.write_bytes(xlsb()[:-end])
    with pytest.raises(UnreadableInput, match=r"^peserta\.xlsb tidak dapat dibaca"):
        read_book(path)


def test_a_far_corner_cell_ends_in_a_sentence(tmp_path: Path):
    """Calamine would abort its process on this file."""
    path = tmp_path / "peserta.xlsb"
    path.write_bytes(xlsb(last=(1_048_575, 16_383)))
    with pytest.raises(UnreadableInput, match=r"peserta\.xlsb lembar Data: isinya terlalu banyak"):
        run_limited(read_book, (path,), seconds=40)
