"""Editing in place: what was asked is done, nothing else changes, and all of it can be put back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kepesertaan.domain import edit as edit_values
from kepesertaan.domain.errors import CannotKeepWhole, UnreadableInput
from kepesertaan.domain.table import CellError, Raw, cell_name
from kepesertaan.files import celledit, cells, scan, sheetedit
from kepesertaan.files.edit import (
    KEEP,
    CellEdit,
    Edit,
    EditResult,
    Restore,
    SheetColumn,
    SheetSpec,
    check_result,
    edit_package,
)
from kepesertaan.files.package import open_package
from kepesertaan.files.readback import check_values
from kepesertaan.files.styles import read_styles
from test_package import CT, NS, PARTS, RELS, SHEET_TYPE, R, packed, with_descriptors

SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
TYPES, BOOK_RELS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STYLE_XML = (
    f'<styleSheet {NS}><numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\-mm"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFFFEB9C"/><bgColor indexed="64"/></patternFill></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1">'
    '<alignment horizontal="center"/></xf>'
    '<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><protection locked="0"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


STRINGS_TYPE = (
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET_TYPE}.sharedStrings+xml"/>'
)
STRINGS_RELATION = f'<Relationship Id="rId8" Type="{R}/sharedStrings" Target="sharedStrings.xml"/>'


def with_strings() -> dict[str, str | bytes | None]:
    rich = "<r><rPr><b/></rPr><t>te</t></r><r><t>bal</t></r>"
    return {
        "xl/sharedStrings.xml": f"<sst {NS}><si>{rich}</si></sst>",
        TYPES: PARTS[TYPES].replace("</Types>", STRINGS_TYPE + "</Types>"),
        BOOK_RELS: PARTS[BOOK_RELS].replace(
            "</Relationships>", STRINGS_RELATION + "</Relationships>"
        ),
    }


def with_styles() -> dict[str, str | bytes | None]:
    part = f'<Override PartName="/{STYLES}" ContentType="{SHEET_TYPE}.styles+xml"/>'
    relation = f'<Relationship Id="rId9" Type="{R}/styles" Target="styles.xml"/>'
    return {
        STYLES: STYLE_XML,
        **with_strings(),
        TYPES: PARTS[TYPES].replace("</Types>", part + STRINGS_TYPE + "</Types>"),
        BOOK_RELS: PARTS[BOOK_RELS].replace(
            "</Relationships>", relation + STRINGS_RELATION + "</Relationships>"
        ),
    }


def sheet_of(rows: str, head: str = "", tail: str = "") -> str:
    return f"<worksheet {NS}>{head}<sheetData>{rows}</sheetData>{tail}</worksheet>"


class Bench:
    """One workbook in a folder, edited again and again; every result is checked whole."""

    def __init__(self, folder: Path, data: bytes) -> None:
        self.path, self.target = folder / "asal.xlsx", folder / "hasil.xlsx"
        self.path.write_bytes(data)

    def edit(
        self,
        edits: Sequence[Edit],
        sheet: str = "Data",
        new: Sequence[SheetSpec] = (),
        drop: Sequence[str] = (),
    ) -> EditResult:
        with open_package(self.path) as package:
            wanted = {sheet: edits} if edits else {}
            result = edit_package(package, self.target, wanted, new, drop)
            check_result(package, self.target, result)
        check_values(self.target, wanted, result)
        return result

    def put_back(self, result: EditResult, among: set[tuple[int, int]] | None = None) -> None:
        """The result becomes the input, and what was done to it is undone."""
        self.path.write_bytes(self.target.read_bytes())
        edits = [
            Restore(row, col, before.xml)
            for (_, row, col), before in result.before.items()
            if among is None or (row, col) in among
        ]
        self.edit(edits)

    def part(self, name: str = SHEET) -> bytes:
        with zipfile.ZipFile(self.target) as file:
            return file.read(name)


def bench(
    folder: Path, sheet: str | bytes, more: dict[str, str | bytes | None] | None = None
) -> Bench:
    return Bench(folder, packed({**with_styles(), **(more or {}), SHEET: sheet}))


ROWS = (
    '<row r="2" spans="1:4" ht="20" customHeight="1"><c r="A2" s="1"><v>5</v></c>'
    '<c r="B2" t="s"><v>0</v></c><c r="D2" s="2" t="str"><v>x</v></c></row>'
    '<row r="3"/><row r="5"><c r="A5"><f>A2*2</f><v>10</v></c><c r="C5" s="1"/></row>'
)


def both(old: str, new: str) -> tuple[str, str]:
    return sheet_of(ROWS), sheet_of(ROWS.replace(old, new))


TEXT = '<is><t xml:space="preserve">{}</t></is></c>'
ONE_EDIT: dict[str, tuple[CellEdit, str, str]] = {
    "text over a number": (
        CellEdit(2, 0, "teks"),
        '<c r="A2" s="1"><v>5</v></c>',
        '<c r="A2" s="1" t="inlineStr">' + TEXT.format("teks"),
    ),
    "text over a shared string": (
        CellEdit(2, 1, "=1+1"),
        '<c r="B2" t="s"><v>0</v></c>',
        '<c r="B2" t="inlineStr">' + TEXT.format("=1+1"),
    ),
    "markup and blanks": (
        CellEdit(2, 1, ' <a> & "b" \n\t'),
        '<c r="B2" t="s"><v>0</v></c>',
        '<c r="B2" t="inlineStr">' + TEXT.format(' &lt;a&gt; &amp; "b" \n\t'),
    ),
    "control characters": (
        CellEdit(2, 1, "a\x01\r_x0041_ _x41_\ud800"),
        '<c r="B2" t="s"><v>0</v></c>',
        '<c r="B2" t="inlineStr">' + TEXT.format("a_x0001__x000D__x005F_x0041_ _x41_\ufffd"),
    ),
    "number over text": (
        CellEdit(2, 3, 2500000),
        '<c r="D2" s="2" t="str"><v>x</v></c>',
        '<c r="D2" s="2"><v>2500000</v></c>',
    ),
    "fraction": (
        CellEdit(2, 0, 0.1),
        "<v>5</v>",
        "<v>0.1</v>",
    ),
    "whole float": (CellEdit(2, 0, 7.0), "<v>5</v>", "<v>7</v>"),
    "truth": (
        CellEdit(2, 3, True),
        '<c r="D2" s="2" t="str"><v>x</v></c>',
        '<c r="D2" s="2" t="b"><v>1</v></c>',
    ),
    "error value": (
        CellEdit(2, 3, CellError("#N/A")),
        '<c r="D2" s="2" t="str"><v>x</v></c>',
        '<c r="D2" s="2" t="e"><v>#N/A</v></c>',
    ),
    "date in a date cell": (CellEdit(2, 0, date(2024, 2, 29)), "<v>5</v>", "<v>45351</v>"),
    "moment in a date cell": (
        CellEdit(2, 0, datetime(2024, 2, 29, 18, 0)),
        "<v>5</v>",
        "<v>45351.75</v>",
    ),
    "cleared": (CellEdit(2, 0, None), "><v>5</v></c>", "/>"),
    "emptied text": (CellEdit(2, 3, ""), ' t="str"><v>x</v></c>', "/>"),
    "colour only": (CellEdit(2, 1, KEEP, "C6E0B4"), '<c r="B2" t', '<c r="B2" s="4" t'),
    "colour on a formula": (CellEdit(5, 0, KEEP, "C6E0B4"), '<c r="A5">', '<c r="A5" s="4">'),
    "a colour that is there": (CellEdit(2, 3, KEEP, "ffeb9c"), "", ""),
    "colour taken away": (CellEdit(2, 3, KEEP, ""), 's="2" t="str"', 's="4" t="str"'),
    "a format that is there": (CellEdit(2, 0, KEEP, None, "dd\\-mm"), "", ""),
    "between two cells": (
        CellEdit(2, 2, 1),
        ' spans="1:4" ht="20" customHeight="1">{A}{B}',
        ' ht="20" customHeight="1">{A}{B}<c r="C2"><v>1</v></c>',
    ),
    "behind the last cell": (
        CellEdit(5, 5, 1),
        '<c r="C5" s="1"/>',
        '<c r="C5" s="1"/><c r="F5"><v>1</v></c>',
    ),
    "in a row that closes itself": (
        CellEdit(3, 1, 1),
        '<row r="3"/>',
        '<row r="3"><c r="B3"><v>1</v></c></row>',
    ),
    "in a new row between": (
        CellEdit(4, 1, 1),
        '<row r="5">',
        '<row r="4"><c r="B4"><v>1</v></c></row><row r="5">',
    ),
    "in a new first row": (
        CellEdit(1, 0, 1),
        '<row r="2"',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"',
    ),
    "in a new last row": (
        CellEdit(9, 701, 1),
        "</sheetData>",
        '<row r="9"><c r="ZZ9"><v>1</v></c></row></sheetData>',
    ),
    "nothing in no cell": (CellEdit(4, 1, None), "", ""),
    "colour in no cell": (
        CellEdit(5, 1, KEEP, "C6E0B4"),
        '<c r="C5"',
        '<c r="B5" s="4"/><c r="C5"',
    ),
    "no colour in no cell": (CellEdit(5, 1, KEEP, ""), "", ""),
    "a format alone in no cell": (CellEdit(5, 1, KEEP, None, "@"), "", ""),
}


@pytest.mark.parametrize(("edit", "old", "new"), ONE_EDIT.values(), ids=ONE_EDIT)
def test_one_edit_changes_one_place(tmp_path: Path, edit: CellEdit, old: str, new: str) -> None:
    a, b = re.findall(r"<c .*?</c>", ROWS)[:2]
    old, new = (text.replace("{A}", a).replace("{B}", b) for text in (old, new))
    work = bench(tmp_path, sheet_of(ROWS))
    result = work.edit([edit])
    assert work.part().decode() == sheet_of(ROWS).replace(old, new)
    assert not result.refused
    assert set(result.before) == ({("Data", edit.row, edit.col)} if old else set())
    if old:
        work.put_back(result)
    assert work.part().decode() == sheet_of(ROWS)


@pytest.mark.parametrize("columns", [(0, 2), (2, 0), (1, 2, 8), (2, 8), (0, 1, 2, 3, 4)], ids=str)
def test_cells_that_come_beside_others_of_their_row(
    tmp_path: Path, columns: tuple[int, ...]
) -> None:
    """The row's hint of its columns goes, whichever cell is edited first, and comes back."""
    work = bench(tmp_path, sheet_of(ROWS))
    result = work.edit([CellEdit(2, col, f"isi {col}", "C6E0B4") for col in columns])
    assert not result.refused
    assert b'<row r="2" ht="20"' in work.part()
    work.put_back(result)
    assert work.part().decode() == sheet_of(ROWS)


REFUSED: dict[str, tuple[Raw, str]] = {
    "32,768 letters": ("a" * 32_768, cells.TOO_LONG),
    "16,384 letters outside the plane": ("😀" * 16_384, cells.TOO_LONG),
    "16 digits": (3578011708459901, cells.TOO_PRECISE),
    "not a number": (float("nan"), cells.NO_NUMBER),
    "infinite": (float("inf"), cells.NO_NUMBER),
    "before the calendar": (date(1899, 12, 31), cells.NO_DATE),
}


@pytest.mark.parametrize(("value", "why"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("col", [0, 2], ids=["cell", "no cell"])
def test_values_excel_cannot_hold_are_refused(
    tmp_path: Path, value: Raw, why: str, col: int
) -> None:
    work = bench(tmp_path, sheet_of(ROWS))
    result = work.edit([CellEdit(2, col, value, "C6E0B4"), CellEdit(2, 1, "ya")])
    assert result.refused == [("Data", 2, col, why)]
    assert set(result.before) == {("Data", 2, 1)}


@pytest.mark.parametrize("value", ["a" * 32_767, "😀" * 16_383, 999_999_999_999_999, -0.5, 1e20])
def test_values_at_the_limit_are_written(tmp_path: Path, value: Raw) -> None:
    work = bench(tmp_path, sheet_of(ROWS))
    work.edit([CellEdit(2, 3, value)])
    assert openpyxl.load_workbook(work.target)["Data"]["D2"].value == value


SERIALS = [
    (date(1900, 1, 1), False, "1"),
    (date(1900, 2, 28), False, "59"),
    (date(1900, 3, 1), False, "61"),
    (date(9999, 12, 31), False, "2958465"),
    (date(1904, 1, 1), True, "0"),
    (date(2024, 2, 29), True, "43889"),
    (datetime(2024, 2, 29, 12), True, "43889.5"),
    (time(6), False, "0.25"),
]


@pytest.mark.parametrize(("value", "is_1904", "serial"), SERIALS)
def test_dates_are_serials_of_the_books_calendar(
    tmp_path: Path, value: Raw, is_1904: bool, serial: str
) -> None:
    book = PARTS[BOOK].replace("<sheets>", f'<workbookPr date1904="{int(is_1904)}"/><sheets>')
    work = bench(tmp_path, sheet_of(ROWS), {BOOK: book})
    work.edit([CellEdit(2, 0, value)])
    assert f"<v>{serial}</v>" in work.part().decode()


def test_a_date_is_shown_as_one(tmp_path: Path) -> None:
    work = bench(tmp_path, sheet_of(ROWS))
    work.edit([CellEdit(2, 3, date(2024, 2, 29)), CellEdit(2, 2, time(6, 30))])
    sheet = openpyxl.load_workbook(work.target)["Data"]
    assert (sheet["D2"].value, sheet["D2"].number_format) == (datetime(2024, 2, 29), "dd/mm/yyyy")
    assert sheet["D2"].fill.fgColor.rgb == "FFFFEB9C"
    assert sheet["C2"].value == time(6, 30)


def test_looks_are_clones_of_the_cells_own(tmp_path: Path) -> None:
    work = bench(tmp_path, sheet_of(ROWS))
    result = work.edit(
        [
            CellEdit(2, 0, "x", "C6E0B4", "@"),
            CellEdit(2, 1, "y", "C6E0B4"),
            CellEdit(5, 2, 3, "C6E0B4", "@"),
        ]
    )
    sheet = openpyxl.load_workbook(work.target)["Data"]
    for name, form, centred in (
        ("A2", "@", "center"),
        ("B2", "General", None),
        ("C5", "@", "center"),
    ):
        cell = sheet[name]
        assert cell.fill.fgColor.rgb == "FFC6E0B4"
        assert (cell.number_format, cell.alignment.horizontal) == (form, centred)
    assert [b[1:] for b in result.before.values()] == [
        ("", "dd\\-mm"),
        ("", "General"),
        ("", "dd\\-mm"),
    ]
    styles = work.part(STYLES).decode()
    assert 'fills count="4"' in styles
    assert 'cellXfs count="6"' in styles
    work.path.write_bytes(work.target.read_bytes())
    work.edit([CellEdit(2, 3, "z", "C6E0B4"), CellEdit(2, 1, "w", "C6E0B4")])
    assert work.part(STYLES).decode() == styles.replace('cellXfs count="6"', 'cellXfs count="6"'), (
        "a look that is there already is used again"
    )


def test_a_fill_of_another_kind_comes_back_by_description(tmp_path: Path) -> None:
    fill = '<fill><patternFill patternType="lightUp"><fgColor theme="4" tint="0.4"/></patternFill></fill>'
    styles = STYLE_XML.replace("</fills>", fill + "</fills>").replace('fillId="2"', 'fillId="3"')
    work = bench(tmp_path, sheet_of(ROWS), {STYLES: styles})
    result = work.edit([CellEdit(2, 3, KEEP, "C6E0B4")])
    before = result.before["Data", 2, 3]
    assert before.fill == fill
    work.path.write_bytes(work.target.read_bytes())
    work.edit([CellEdit(2, 3, KEEP, before.fill)])
    assert 's="2"' in work.part().decode()


def test_a_book_without_styles_gets_them(tmp_path: Path) -> None:
    work = Bench(
        tmp_path,
        packed({**with_strings(), SHEET: re.sub(r' s="."', "", sheet_of(ROWS))}),
    )
    result = work.edit([CellEdit(2, 0, "x", "C6E0B4", "@")])
    assert "xl/styles.xml" in result.parts
    cell = openpyxl.load_workbook(work.target)["Data"]["A2"]
    assert (cell.value, cell.fill.fgColor.rgb, cell.number_format) == ("x", "FFC6E0B4", "@")
    work.put_back(result)


@pytest.mark.parametrize(
    "styles",
    [
        f"<styleSheet {NS}/>",
        f'<styleSheet {NS}><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>',
        f'<styleSheet {NS}><fonts count="1"><font/></fonts><cellXfs/></styleSheet>',
        STYLE_XML.replace("<", "<q:").replace("<q:/", "</q:").replace("xmlns", "xmlns:q"),
        STYLE_XML.replace(' count="4"', ""),
    ],
)
def test_odd_styles_are_extended_in_place(tmp_path: Path, styles: str) -> None:
    work = bench(
        tmp_path,
        sheet_of(ROWS.replace(' s="1"', "").replace(' s="2"', ' s="77"')),
        {STYLES: styles},
    )
    work.edit([CellEdit(2, 0, "x", "C6E0B4", "@"), CellEdit(2, 3, 1, "C6E0B4", "0.0##")])
    with open_package(work.target) as package:
        done = read_styles(package)
        look = re.findall(r'<c r="[AD]2" s="(\d+)"', work.part().decode())
        assert [(done.fill_of(int(n)), done.format_of(int(n))) for n in look] == [
            ("C6E0B4", "@"),
            ("C6E0B4", "0.0##"),
        ]


def test_a_cell_whose_style_is_missing_keeps_its_look(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="6"><v>9</v></c><c r="B1"><v>1</v></c></row>'
    work = bench(tmp_path, sheet_of(rows), {STYLES: STYLE_XML.replace('fillId="2"', 'fillId="4"')})
    work.edit([CellEdit(1, 1, 2, "C6E0B4", "dd/mm/yyyy"), CellEdit(1, 2, 3, "FF0000")])
    with open_package(work.target) as package:
        done = read_styles(package)
    assert (done.fill_of(6), done.format_of(6)) == ("", "General")
    assert done.fill_of(2) == "", "a fill that was missing is still none"
    styles = [int(n) for n in re.findall(r'<c r="[BC]1" s="(\d+)"', work.part().decode())]
    assert [(done.fill_of(n), done.format_of(n)) for n in styles] == [
        ("C6E0B4", "dd/mm/yyyy"),
        ("FF0000", "General"),
    ]
    far = '<row r="1"><c r="A1" s="9999999"><v>9</v></c><c r="B1"><v>1</v></c></row>'
    work = bench(tmp_path, sheet_of(far))
    work.edit([CellEdit(1, 1, "ya", "C6E0B4")])
    assert work.part().decode() == sheet_of(
        far.replace('r="B1"><v>1</v></c>', 'r="B1" t="inlineStr">' + TEXT.format("ya"))
    ), "no room for another style: the value is written all the same"


def test_new_cells_inherit_the_look_of_row_and_column(tmp_path: Path) -> None:
    head = '<cols><col min="2" max="3" width="9" style="1"/></cols>'
    rows = '<row r="1"/><row r="2" s="2" customFormat="1"/><row r="3" s="2"/>'
    work = bench(tmp_path, sheet_of(rows, head))
    result = work.edit([CellEdit(r, c, 1) for r in (1, 2, 3, 4) for c in (0, 1)])
    found = dict(re.findall(r'<c r="(\w+)"(?: s="(\d)")?>', work.part().decode()))
    assert found == {
        "A1": "", "B1": "1", "A2": "2", "B2": "2", "A3": "", "B3": "1", "A4": "", "B4": "1",
    }  # fmt: skip
    work.put_back(result)
    assert work.part().decode() == sheet_of(rows, head)


def test_cells_not_to_be_written(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>Judul</v></c><c r="C1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f>1</f><v>1</v></c><c r="B2"><f t="shared" si="0"/><v>1</v></c>'
        '<c r="C2" cm="1"><v>1</v></c><c r="D2" vm="1" t="e"><v>#VALUE!</v></c></row>'
        '<row r="3"><c r="A3"><f t="array" ref="A3:A4">B1:B2</f><v>1</v></c></row>'
        '<row r="4"><c r="A4"><v>1</v></c></row>'
    )
    tail = '<mergeCells count="1"><mergeCell ref="C1:D1"/></mergeCells>'
    relation = (
        f'<Relationships xmlns="{RELS}"><Relationship Id="t" Type="{R}/table" Target="/t.xml"/>'
    )
    more: dict[str, str | bytes | None] = {
        "xl/worksheets/_rels/sheet1.xml.rels": relation + "</Relationships>",
        "t.xml": f'<table {NS} ref="F1:G4" totalsRowCount="1" displayName="T"/>',
    }
    work = bench(tmp_path, sheet_of(rows, tail=tail), more)
    places = [(2, 0), (2, 1), (2, 2), (2, 3), (4, 0), (1, 3), (1, 5), (4, 6)]
    result = work.edit([CellEdit(*p, "x", "C6E0B4") for p in [*places, (1, 2), (2, 6)]])
    assert {(row, col): why for _, row, col, why in result.refused} == {
        (2, 0): edit_values.WITH_FORMULA,
        (2, 1): edit_values.WITH_FORMULA,
        (2, 2): celledit.LINKED,
        (2, 3): celledit.LINKED,
        (4, 0): edit_values.IN_ARRAY,
        (1, 3): edit_values.IN_MERGE,
        (1, 5): edit_values.IN_HEADER,
        (4, 6): edit_values.IN_TOTALS,
    }
    assert set(result.before) == {("Data", 1, 2), ("Data", 2, 6)}
    colours = work.edit([CellEdit(*p, KEEP, "C6E0B4") for p in places])
    assert not colours.refused
    assert len(colours.before) == len(places)


def test_protected_sheets_take_only_unlocked_cells(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="3"><v>1</v></c></row>'
    work = bench(tmp_path, sheet_of(rows, tail='<sheetProtection sheet="1" objects="1"/>'))
    result = work.edit([CellEdit(1, 0, 5), CellEdit(1, 1, 5), CellEdit(2, 0, 5)])
    assert [r[1:] for r in result.refused] == [
        (1, 0, edit_values.LOCKED),
        (2, 0, edit_values.LOCKED),
    ]
    assert set(result.before) == {("Data", 1, 1)}
    inactive = bench(tmp_path, sheet_of(rows, tail='<sheetProtection objects="1"/>'))
    assert len(inactive.edit([CellEdit(1, 0, 5)]).before) == 1


def test_rows_out_of_order_are_left_alone(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    result = bench(tmp_path, sheet_of(rows)).edit([CellEdit(1, 0, 5)])
    assert [r[3] for r in result.refused] == [sheetedit.OUT_OF_ORDER]
    cells_swapped = '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row><row r="2"/>'
    work = bench(tmp_path, sheet_of(cells_swapped))
    result = work.edit([CellEdit(1, 2, 5), CellEdit(2, 0, 5)])
    assert [r[1:3] for r in result.refused] == [(1, 2)]
    assert set(result.before) == {("Data", 2, 0)}


def test_of_two_edits_of_one_cell_the_last_counts(tmp_path: Path) -> None:
    work = bench(tmp_path, sheet_of(ROWS))
    work.edit([CellEdit(2, 0, "a"), CellEdit(2, 0, "b")])
    assert b">b<" in work.part()
    assert b">a<" not in work.part()


@pytest.mark.parametrize("place", [(0, 0), (1_048_577, 0), (1, -1), (1, 16_384)])
def test_cells_outside_the_sheet_are_our_bugs(tmp_path: Path, place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="outside"):
        bench(tmp_path, sheet_of(ROWS)).edit([CellEdit(*place, 1)])


def test_extensions_and_other_attributes_of_a_cell_stay(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" ph="1" t="s"><v>0</v><extLst><ext uri="{x}"><v>7</v></ext></extLst></c>'
        "<c\tr='B1'  s = '1' t='b'><v>1</v></c></row>"
    )
    work = bench(tmp_path, sheet_of(rows))
    result = work.edit([CellEdit(1, 0, 5), CellEdit(1, 1, "x")])
    text = work.part().decode()
    assert '<c r="A1" ph="1"><v>5</v><extLst><ext uri="{x}"><v>7</v></ext></extLst></c>' in text
    assert "<c\tr='B1'  s = '1' t=\"inlineStr\"><is>" in text
    work.put_back(result)
    assert work.part().decode() == sheet_of(rows)


PLAIN = sheet_of(ROWS, '<dimension ref="A2:D5"/>', '<pageMargins left="1"/>')
PREFIXED = PLAIN.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
PREFIXED = PREFIXED.replace("xmlns=", "xmlns:x=")
DECLARED = '<?xml version="1.0" encoding="{}"?>'
XMLS: dict[str, str | bytes] = {
    "plain": PLAIN,
    "prefixed": PREFIXED,
    "strict": PLAIN.replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", STRICT),
    "mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "utf-16": (DECLARED.format("UTF-16") + PLAIN).encode("utf-16"),
    "latin-1": (DECLARED.format("ISO-8859-1") + PLAIN.replace("<v>x", "<v>é")).encode("latin-1"),
    "comments": PLAIN.replace('<row r="3"/>', '<row r="3"/><!-- <row r="4"></row> --><?a b?>'),
    "comment in a row": PLAIN.replace("</row>", "<!-- </row> --></row>"),
    "cdata": PLAIN.replace("<v>x</v>", "<v><![CDATA[<c r='D2'>]]></v>"),
    "indented": PLAIN.replace("<row", "\n  <row").replace("<c ", "\n    <c "),
    "apostrophes": PLAIN.replace('"', "'"),
    "rows without r": PLAIN.replace('<row r="3"', "<row"),
    "cells without r": PLAIN.replace('<c r="A2"', "<c").replace('<c r="B2"', "<c"),
    "redeclared": PLAIN.replace('<c r="D2"', f'<c {NS} r="D2"'),
    "alternate content": PLAIN.replace(
        "<sheetData>",
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="y"/></mc:AlternateContent><sheetData>',
    ),
    "no dimension": sheet_of(ROWS),
    "empty": sheet_of("", '<dimension ref="A1"/>'),
    "closed": sheet_of("").replace("<sheetData></sheetData>", "<sheetData />"),
}
MANY = [
    CellEdit(1, 2, "baru"),
    CellEdit(2, 0, "teks ✓", "C6E0B4", "@"),
    CellEdit(2, 1, KEEP, "C6E0B4"),
    CellEdit(2, 2, 12.5),
    CellEdit(2, 3, None),
    CellEdit(3, 3, True, "C6E0B4"),
    CellEdit(5, 0, KEEP, "C6E0B4"),
    CellEdit(5, 2, date(2024, 1, 2)),
    CellEdit(5, 9, "jauh"),
    CellEdit(8, 1, "baris baru"),
    CellEdit(9, 1, None),
]


@pytest.mark.parametrize("xml", XMLS.values(), ids=XMLS)
def test_every_kind_of_xml_is_edited_and_put_back(tmp_path: Path, xml: str | bytes) -> None:
    work = bench(tmp_path, xml)
    result = work.edit(MANY)
    assert not result.refused
    original = xml if isinstance(xml, bytes) else xml.encode()
    assert work.part() != original
    with open_package(work.target) as package:
        facts = scan.scan_sheet(package, package.sheets[0])
        assert facts.used is not None
        assert (facts.used.bottom, facts.used.right) == (8, 9)
        assert facts.frame.is_ordered
        area = facts.frame.dimension
        assert area is None or area == facts.used
    if "purl" not in str(xml):
        found = openpyxl.load_workbook(work.target)["Data"]
        values = [found[name].value for name in ("C1", "A2", "C2", "D2", "D3", "C5", "J5", "B8")]
        wanted = ["baru", "teks ✓", 12.5, None, True, datetime(2024, 1, 2), "jauh", "baris baru"]
        assert values == wanted
        assert found["A2"].fill.fgColor.rgb == "FFC6E0B4"
    work.put_back(result)
    assert work.part() == original


def test_the_fast_way_and_the_sure_way_write_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("plain", "prefixed", "indented", "mark", "closed", "apostrophes"):
        work = bench(tmp_path, XMLS[name])
        work.edit(MANY)
        fast = work.part()
        with monkeypatch.context() as patch:

            def unusual(*_: object) -> None:
                raise sheetedit.UnusualXmlError

            patch.setattr(sheetedit, "open_sheet", unusual)
            patch.setattr("kepesertaan.files.rowedit._edit_usual", lambda *_: None)
            work.edit(MANY)
        assert work.part() == fast, name


def test_part_of_it_is_put_back(tmp_path: Path) -> None:
    work = bench(tmp_path, PLAIN)
    result = work.edit(MANY)
    kept = {(5, 9), (2, 2), (8, 1)}
    work.put_back(result, {(r, c) for _, r, c in result.before} - kept)
    found = dict(re.findall(r'<c r="(C2|J5|B8)".*?>([^<>]+)</', work.part().decode()))
    assert found == {"C2": "12.5", "J5": "jauh", "B8": "baris baru"}
    assert b'<dimension ref="A1:J8"/>' in work.part()
    alone = bench(tmp_path, PLAIN)
    alone.edit([e for e in MANY if (e.row, e.col) in kept])
    stripped = re.sub(rb"<dimension[^>]*>", b"", work.part())
    assert stripped == re.sub(rb"<dimension[^>]*>", b"", alone.part())


def test_undo_can_itself_be_undone(tmp_path: Path) -> None:
    work = bench(tmp_path, PLAIN)
    result = work.edit(MANY)
    done = work.part()
    work.path.write_bytes(work.target.read_bytes())
    undo = work.edit([Restore(r, c, b.xml) for (_, r, c), b in result.before.items()])
    work.put_back(undo)
    found = openpyxl.load_workbook(work.target)["Data"]
    assert [found[n].value for n in ("C1", "A2", "J5")] == ["baru", "teks ✓", "jauh"]
    assert re.findall(rb"<c .*?(?:/>|</c>)", work.part()) == re.findall(rb"<c .*?(?:/>|</c>)", done)


def test_only_touched_parts_change(tmp_path: Path) -> None:
    more: dict[str, str | bytes | None] = {
        "xl/media/a.png": b"\x89PNG",
        "xl/custom.xml": "<a> </a>",
    }
    work = bench(tmp_path, PLAIN, more)
    result = work.edit([CellEdit(2, 1, "x")])
    assert result.parts == {SHEET, BOOK}
    with zipfile.ZipFile(work.path) as old, zipfile.ZipFile(work.target) as new:
        assert new.namelist() == old.namelist()
        changed = {n for n in old.namelist() if old.read(n) != new.read(n)}
        assert changed == {SHEET, BOOK}


def test_without_effect_the_file_is_copied(tmp_path: Path) -> None:
    for data in (packed({**with_styles(), SHEET: PLAIN}), with_descriptors()):
        work = Bench(tmp_path, data)
        result = work.edit([CellEdit(500, 5, None)])
        assert work.target.read_bytes() == data
        assert result == EditResult()


def test_a_style_nobody_takes_is_no_effect(tmp_path: Path) -> None:
    work = bench(tmp_path, PLAIN)
    result = work.edit([CellEdit(500, 5, None, None, "0.000")])
    assert work.target.read_bytes() == work.path.read_bytes()
    assert result == EditResult()


def test_hints_of_used_columns_come_back_even_when_they_were_wrong(tmp_path: Path) -> None:
    xml = sheet_of(
        '<row r="2" spans="1:2"><c r="A2"><v>1</v></c><c r="E2"><v>5</v></c></row>',
        '<dimension ref="A1"/>',
    )
    work = bench(tmp_path, xml)
    result = work.edit([CellEdit(2, 2, "c"), CellEdit(2, 8, "i"), CellEdit(4, 9, "j")])
    assert b'<row r="2"><c r="A2">' in work.part()
    work.put_back(result)
    assert work.part() == xml.encode()


def test_a_new_cell_stands_before_what_extends_its_row(tmp_path: Path) -> None:
    more = '<extLst><ext uri="u"/></extLst>'
    xml = sheet_of(f'<row r="2"><c r="A2"><v>1</v></c>{more}</row>')
    work = bench(tmp_path, xml)
    result = work.edit([CellEdit(2, 3, 7)])
    assert f'<c r="D2"><v>7</v></c>{more}</row>' in work.part().decode()
    work.put_back(result)
    assert work.part().decode() == xml


@pytest.mark.parametrize("there", ["", '<fill><patternFill patternType="none"/></fill>'])
def test_our_colour_never_takes_the_two_fills_that_excel_draws_its_own_way(
    tmp_path: Path, there: str
) -> None:
    fills = f'<fills count="{bool(there):d}">{there}</fills>'
    styles = re.sub('<fills count="3">.*</fills>', fills, STYLE_XML).replace(
        'fillId="2"', 'fillId="0"'
    )
    work = bench(tmp_path, sheet_of(ROWS), {STYLES: styles})
    work.edit([CellEdit(2, 1, KEEP, "C6E0B4")])
    made = work.part(STYLES).decode()
    kinds = re.findall('patternType="(\\w+)"', made)
    assert kinds == ["none", "gray125", "solid"]
    assert 'fillId="2"' in made


def test_styles_that_a_workbook_only_promises_come_where_it_says(tmp_path: Path) -> None:
    work = bench(
        tmp_path, sheet_of(ROWS.replace(' s="1"', "").replace(' s="2"', "")), {STYLES: None}
    )
    result = work.edit([CellEdit(2, 2, date(2026, 11, 22))])
    assert STYLES in result.parts
    assert BOOK_RELS not in result.parts
    found = openpyxl.load_workbook(work.target)["Data"]["C2"]
    assert (found.value, found.is_date) == (datetime(2026, 11, 22), True)


def test_a_comment_is_no_cell(tmp_path: Path) -> None:
    comment = '<!-- <c r="B2"><v>0</v></c> -->'
    work = bench(tmp_path, sheet_of(f'<row r="2"><c r="A2"><v>1</v></c>{comment}</row>'))
    work.edit([CellEdit(2, 1, 7.0)])
    assert comment.encode() in work.part()
    assert openpyxl.load_workbook(work.target)["Data"]["B2"].value == 7


BOOKS = {
    "none": (PARTS[BOOK], '</sheets><calcPr fullCalcOnLoad="1"/></workbook>'),
    "there": (
        PARTS[BOOK].replace("</sheets>", '</sheets><calcPr calcId="1" calcMode="manual"/>'),
        '<calcPr calcId="1" calcMode="manual" fullCalcOnLoad="1"/>',
    ),
    "off": (
        PARTS[BOOK].replace("</sheets>", '</sheets><calcPr fullCalcOnLoad="0"/>'),
        '</sheets><calcPr fullCalcOnLoad="1"/>',
    ),
    "before others": (
        PARTS[BOOK].replace("</sheets>", "</sheets><definedNames/><oleSize ref='A1'/><extLst/>"),
        "<definedNames/><calcPr fullCalcOnLoad=\"1\"/><oleSize ref='A1'/><extLst/>",
    ),
}


@pytest.mark.parametrize(("book", "wanted"), BOOKS.values(), ids=BOOKS)
def test_excel_is_told_to_compute_anew(tmp_path: Path, book: str, wanted: str) -> None:
    work = bench(tmp_path, PLAIN, {BOOK: book})
    assert work.edit([CellEdit(2, 0, 6)]).recalculation
    assert wanted in work.part(BOOK).decode()
    assert not work.edit([CellEdit(2, 0, KEEP, "C6E0B4")]).recalculation
    assert work.part(BOOK).decode() == book


def test_a_book_without_formulas_is_not_recalculated(tmp_path: Path) -> None:
    work = bench(tmp_path, PLAIN.replace("<f>A2*2</f>", ""))
    assert not work.edit([CellEdit(2, 0, 6)]).recalculation


WHOLE = {
    "signed": {
        "_rels/.rels": PARTS["_rels/.rels"].replace(
            "</Relationships>",
            '<Relationship Id="s" Type="http://schemas.openxmlformats.org/package/2006/'
            'relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'
            "</Relationships>",
        ),
    },
    "shared": {
        BOOK_RELS: PARTS[BOOK_RELS].replace(
            "</Relationships>",
            f'<Relationship Id="h" Type="{R}/revisionHeaders" Target="r/h.xml"/></Relationships>',
        ),
    },
    "beta": {BOOK: PARTS[BOOK].replace("spreadsheetml/2006/main", "spreadsheetml/2006/5/main")},
}


@pytest.mark.parametrize("more", WHOLE.values(), ids=WHOLE)
def test_books_that_cannot_be_kept_whole(tmp_path: Path, more: dict[str, str]) -> None:
    with pytest.raises(CannotKeepWhole, match="buku baru"):
        Bench(tmp_path, packed({**more})).edit([CellEdit(1, 0, 1)])


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="Lain"):
        bench(tmp_path, PLAIN).edit([CellEdit(1, 0, 1)], sheet="Lain")


SPEC = SheetSpec(
    "Temuan & <Log>",
    (
        SheetColumn("NIK", 20, "@"),
        SheetColumn("Upah", 14, "#,##0"),
        SheetColumn("Tanggal", 12),
        SheetColumn("Setuju", 10, choices=("Ya", "Tidak")),
    ),
    [
        ("3578011708459901", 2_500_000, date(2024, 2, 29), "Ya"),
        (3578011708459902, None, None, "=1+1"),
        ("", 0.5, datetime(2024, 2, 29, 6), True),
    ],
    freeze=(1, 1),
)


@pytest.mark.parametrize("kind", ["plain", "prefixed", "strict", "no styles"])
def test_a_new_sheet_comes_last(tmp_path: Path, kind: str) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts: dict[str, str | bytes | None] = {**with_styles(), SHEET: PLAIN}
    if kind == "prefixed":
        parts[BOOK] = (
            f'<x:workbook xmlns:x="{main}"><x:sheets><x:sheet xmlns:q="{R}" name="Data" '
            'sheetId="7" q:id="rId1"/></x:sheets></x:workbook>'
        )
        parts[TYPES] = str(parts[TYPES]).replace("<", "<ct:").replace("<ct:/", "</ct:")
        parts[TYPES] = str(parts[TYPES]).replace(f'xmlns="{CT}"', f'xmlns:ct="{CT}"')
    if kind == "strict":
        strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
        for name in (BOOK, SHEET, STYLES, BOOK_RELS, "_rels/.rels"):
            text = str(parts.get(name) or PARTS[name])
            parts[name] = text.replace(main, STRICT).replace(R, strict)
    if kind == "no styles":
        parts = {**with_strings(), SHEET: sheet_of("")}
    work = Bench(tmp_path, packed(parts))
    result = work.edit([], new=[SPEC])
    assert "xl/worksheets/sheet2.xml" in result.parts
    with open_package(work.target) as package:
        assert [s.name for s in package.sheets] == ["Data", SPEC.name]
        if kind == "strict":
            assert STRICT.encode() in package.read("xl/worksheets/sheet2.xml")
    if kind != "strict":
        sheet = openpyxl.load_workbook(work.target)[SPEC.name]
        assert [[c.value for c in row] for row in sheet.iter_rows()] == [
            ["NIK", "Upah", "Tanggal", "Setuju"],
            ["3578011708459901", 2_500_000, datetime(2024, 2, 29), "Ya"],
            ["3578011708459902", None, None, "=1+1"],
            [None, 0.5, datetime(2024, 2, 29, 6), True],
        ]
        assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:D4")
        assert sheet.data_validations.dataValidation[0].formula1 == '"Ya,Tidak"'
        assert (sheet["A2"].number_format, sheet["B2"].number_format) == ("@", "#,##0")
    work.path.write_bytes(work.target.read_bytes())
    work.edit([], drop=[SPEC.name])
    for part in (BOOK, BOOK_RELS, TYPES):
        wanted = str(parts.get(part) or PARTS[part])
        if kind != "no styles" or part == BOOK:
            assert work.part(part).decode() == wanted
    with open_package(work.target) as package:
        assert not package.has("xl/worksheets/sheet2.xml")


def test_sheets_are_not_added_to_a_locked_structure(tmp_path: Path) -> None:
    book = PARTS[BOOK].replace("<sheets>", '<workbookProtection lockStructure="1"/><sheets>')
    with pytest.raises(CannotKeepWhole, match="dikunci"):
        bench(tmp_path, PLAIN, {BOOK: book}).edit([], new=[SPEC])


@pytest.mark.parametrize("name", ["Data", "DATA", "", "a" * 32, "a/b", "'a"])
def test_names_excel_refuses_are_our_bugs(tmp_path: Path, name: str) -> None:
    spec = SheetSpec(name, SPEC.columns, [])
    with pytest.raises(ValueError, match="name"):
        bench(tmp_path, PLAIN).edit([], new=[spec])


def test_dropping_a_sheet_keeps_names_and_tabs_right(tmp_path: Path) -> None:
    work = bench(tmp_path, PLAIN)
    work.edit([], new=[SPEC, SheetSpec("Kedua", SPEC.columns, [])])
    names = (
        '<definedNames><definedName name="a" localSheetId="0">1</definedName>'
        '<definedName name="b" localSheetId="1">1</definedName>'
        '<definedName name="c" localSheetId="2">1</definedName></definedNames>'
    )
    with open_package(work.target) as package:
        book = package.read(BOOK).decode().replace("</sheets>", "</sheets>" + names)
        book = book.replace(
            "<sheets>", '<bookViews><workbookView activeTab="2"/></bookViews><sheets>'
        )
        out = io.BytesIO()
        package.write(out, {BOOK: book.encode()})
    work.path.write_bytes(out.getvalue())
    work.edit([], drop=[SPEC.name])
    text = work.part(BOOK).decode()
    assert re.findall(r'name="(\w)" localSheetId="(\d)"', text) == [("a", "0"), ("c", "1")]
    assert 'activeTab="1"' in text
    assert openpyxl.load_workbook(work.target).sheetnames == ["Data", "Kedua"]


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
CENTRED = (
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"><alignment horizontal="center"/></xf>'
)


def test_alternative_styles_count_as_one_each(tmp_path: Path) -> None:
    """As Hancom writes them: the number of a style behind the alternatives, and its own look."""
    choice = f'<mc:Choice xmlns:h="urn:h" Requires="h">{CENTRED}</mc:Choice>'
    both = f'<mc:AlternateContent xmlns:mc="{MC}">{choice}<mc:Fallback>{CENTRED}</mc:Fallback>'
    styles = STYLE_XML.replace(
        '<xf numFmtId="0" fontId="0" fillId="2"',
        both + '</mc:AlternateContent><xf numFmtId="0" fontId="0" fillId="2"',
    ).replace('<cellXfs count="4">', '<cellXfs count="5">')
    rows = '<row r="1"><c r="A1" s="2"/><c r="B1" s="3"/><c r="C1" s="4"/></row>'
    work = bench(tmp_path, sheet_of(rows), {STYLES: styles})
    work.edit([CellEdit(1, 0, 1, "C6E0B4"), CellEdit(1, 1, 1, None, "@"), CellEdit(1, 2, KEEP, "")])
    assert re.findall(rb'<c r="(\w+)" s="(\d)"', work.part()) == [
        (b"A1", b"5"), (b"B1", b"6"), (b"C1", b"4"),
    ]  # fmt: skip
    added = work.part(STYLES)
    assert b'<cellXfs count="7">' in added
    new = added[added.index(b'locked="0"') : added.index(b"</cellXfs>")].decode()
    assert new.count('horizontal="center"') == 1
    assert re.findall(r'fillId="(\d)"', new) == ["3", "2"]


def test_locked_cells_are_told_by_alternative_styles_too(tmp_path: Path) -> None:
    free = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"><protection locked="0"/></xf>'
    fallback = f"<mc:Fallback>{free}</mc:Fallback></mc:AlternateContent>"
    styles = STYLE_XML.replace(
        "</cellXfs>", f'<mc:AlternateContent xmlns:mc="{MC}">{fallback}</cellXfs>'
    )
    rows = '<row r="1"><c r="A1" s="4"/><c r="B1" s="1"/></row>'
    sheet = sheet_of(rows, tail='<sheetProtection sheet="1"/>')
    result = bench(tmp_path, sheet, {STYLES: styles}).edit(
        [CellEdit(1, 0, "a"), CellEdit(1, 1, "b")]
    )
    assert set(result.before) == {("Data", 1, 0)}
    assert result.refused == [("Data", 1, 1, scan.LOCKED)]


def test_a_built_in_format_with_another_meaning_is_not_used(tmp_path: Path) -> None:
    styles = STYLE_XML.replace(
        '<numFmts count="1">', '<numFmts count="2"><numFmt numFmtId="1" formatCode="0.00 [Red]"/>'
    )
    work = bench(tmp_path, sheet_of(ROWS), {STYLES: styles})
    work.edit([CellEdit(2, 1, 7, None, "0")])
    assert openpyxl.load_workbook(work.target)["Data"]["B2"].number_format == "0"


LEFT_OVER = {
    "a content type": {
        TYPES: PARTS[TYPES].replace(
            "</Types>",
            '<Override PartName="/xl/Worksheets/sheet2.xml" ContentType="application/x"/></Types>',
        )
    },
    "references": {"xl/worksheets/_rels/sheet2.xml.rels": f'<Relationships xmlns="{RELS}"/>'},
}


@pytest.mark.parametrize("case", LEFT_OVER)
def test_a_new_part_takes_no_name_that_is_left_over(tmp_path: Path, case: str) -> None:
    work = Bench(tmp_path, packed(LEFT_OVER[case]))
    result = work.edit([], new=[SPEC])
    assert "xl/worksheets/sheet3.xml" in result.parts


def test_a_workbook_without_sheets_gets_none(tmp_path: Path) -> None:
    book = re.sub("<sheet .*?/>", "", PARTS[BOOK])
    with pytest.raises(UnreadableInput, match="tidak memuat lembar"):
        bench(tmp_path, PLAIN, {BOOK: book}).edit([], new=[SPEC])


LOST = '<sheet name="Hilang" sheetId="7" r:id="rId77"/>'
BOOKS_TO_DROP_FROM = {
    "a list of names that is empty": ("</sheets>", "</sheets><definedNames/>"),
    "a sheet whose part is missing": ("<sheets>", "<sheets>" + LOST),
    "names and tabs behind a sheet whose part is missing": (
        '<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets>',
        f'<bookViews><workbookView activeTab="1"/></bookViews><sheets>{LOST}'
        '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        '<definedName name="a" localSheetId="1">1</definedName></definedNames>',
    ),
    "no sheet whose part is there": ('r:id="rId1"', 'r:id="rId77"'),
}


@pytest.mark.parametrize("case", BOOKS_TO_DROP_FROM)
def test_a_dropped_sheet_leaves_the_workbook_as_it_was(tmp_path: Path, case: str) -> None:
    book = PARTS[BOOK].replace(*BOOKS_TO_DROP_FROM[case])
    work = bench(tmp_path, PLAIN, {BOOK: book})
    work.edit([], new=[SPEC])
    work.path.write_bytes(work.target.read_bytes())
    work.edit([], drop=[SPEC.name])
    assert work.part(BOOK).decode() == book


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e9, 1e9),
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff_"),
        max_size=8,
    ),
    st.sampled_from(["=1+1", " a ", "'x", "\n", "<&>", "_x0041_", "0812"]),
)
PLACES = st.tuples(st.integers(1, 9), st.integers(0, 8))
FILLS = st.sampled_from([None, None, "C6E0B4", "FFEB9C", ""])


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """A sheet as some program may have written it."""
    prefix = draw(st.sampled_from(["", "", "x:"]))
    named = draw(st.booleans())
    blank = draw(st.sampled_from(["", "", "\n "]))
    rows = []
    last = 0
    for number in sorted(draw(st.sets(st.integers(1, 9), max_size=6))):
        is_named = named or number != last + 1
        tag = f' r="{number}"' if is_named else ""
        tag += draw(st.sampled_from(["", ' spans="1:9"', ' ht="15"']))
        made = []
        before = -1
        for col in sorted(draw(st.sets(st.integers(0, 8), max_size=5))):
            address = f' r="{cell_name(number, col)}"' if named or col != before + 1 else ""
            body = draw(
                st.sampled_from(
                    ["/>", "><{p}v>1</{p}v></{p}c>", ' s="2"/>', ' t="str"><{p}v>é</{p}v></{p}c>']
                )
            )
            made.append(f"{blank}<{prefix}c{address}" + body.replace("{p}", prefix))
            before = col
        end = f">{''.join(made)}</{prefix}row>" if made or draw(st.booleans()) else "/>"
        rows.append(f"{blank}<{prefix}row{tag}{end}")
        last = number
    data = f">{''.join(rows)}</{prefix}sheetData>" if rows else "/>"
    space = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    head = draw(st.sampled_from(["", f'<{prefix}dimension ref="B2:C3"/>']))
    return f'<{prefix}worksheet {space}="{NS[7:-1]}">{head}<{prefix}sheetData{data}</{prefix}worksheet>'


def shown(value: Raw) -> object:
    """A value as openpyxl reads it back."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and not isinstance(value, bool):
        return pytest.approx(value, rel=1e-15)
    return value


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    sheet=sheets(),
    edits=st.dictionaries(PLACES, st.tuples(VALUES, FILLS), min_size=1, max_size=12),
)
def test_any_edits_on_any_sheet(
    tmp_path: Path, sheet: str, edits: dict[tuple[int, int], tuple[Raw, str | None]]
) -> None:
    work = bench(tmp_path, sheet)
    old = openpyxl.load_workbook(work.path)["Data"]
    result = work.edit([CellEdit(*place, *edit) for place, edit in edits.items()])
    assert not result.refused
    new = openpyxl.load_workbook(work.target)["Data"]
    for row in range(1, 10):
        for col in range(9):
            was, cell = old.cell(row, col + 1), new.cell(row, col + 1)
            value, fill = edits.get((row, col), (was.value, None))
            wanted = shown(value)
            found = (
                openpyxl.utils.escape.unescape(cell.value)
                if isinstance(cell.value, str)
                else cell.value
            )
            assert found == wanted
            assert cell.data_type != "f"
            if fill and ((row, col) in edits):
                assert cell.fill.fgColor.rgb == "FF" + fill
    work.put_back(result)
    with zipfile.ZipFile(work.target) as file:
        back = file.read(SHEET)
    assert back == sheet.encode()
