"""What a workbook holds comes in exactly as stored, whatever wrote it."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import hostile
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import CellError
from kepesertaan.files.book import SheetData, put
from kepesertaan.files.read import read_book

N_A = CellError("#N/A")
NIK = hostile.NIK


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def first(path: Path) -> SheetData:
    return read_book(path).sheets[0]


# -- .xlsx -----------------------------------------------------------------------------------------


def number(ref: str, value: str, more: str = "") -> str:
    return f'<c r="{ref}"{more}><v>{value}</v></c>'


CELLS: dict[str, tuple[str, Any]] = {
    "text keeps blanks": ('<c r="A1" t="str"><v> A\u00a0 B </v></c>', " A\u00a0 B "),
    "inline rich text": (
        '<c r="A1" t="inlineStr"><is><r><t>BU</t></r><r><t>DI</t></r></is></c>',
        "BUDI",
    ),
    "escaped letter": ('<c r="A1" t="inlineStr"><is><t>a_x000D_b</t></is></c>', "a\rb"),
    "zero text": ('<c r="A1" t="inlineStr"><is><t>0812</t></is></c>', "0812"),
    "empty text": ('<c r="A1" t="inlineStr"><is><t></t></is></c>', None),
    "whole number": (number("A1", "5"), 5.0),
    "fifteen digits": (number("A1", "357801170845990"), 357801170845990.0),
    "sixteen digits": (number("A1", NIK), int(NIK)),
    "above two to 53": (number("A1", "9171017008459903"), 9171017008459903),
    "scientific": (number("A1", "3.5780117084599E+15"), 3578011708459900.0),
    "fraction": (number("A1", "0.1"), 0.1),
    "date": (number("A1", "45000", ' s="1"'), date(2023, 3, 15)),
    "date and time": (number("A1", "45000.5", ' s="1"'), datetime(2023, 3, 15, 12)),
    "iso date": (number("A1", "2023-03-15", ' s="1" t="d"'), date(2023, 3, 15)),
    "truth": (number("A1", "1", ' t="b"'), True),
    "error": (number("A1", "#N/A", ' t="e"'), N_A),
    "formula": ('<c r="A1"><f>1+1</f><v>2</v></c>', 2.0),
    "formula with error": ('<c r="A1" t="e"><f>NA()</f><v>#N/A</v></c>', N_A),
    "a word for a number": (number("A1", "dua"), CellError("#VALUE!")),
    "no text of the book": (number("A1", "-1", ' t="s"'), CellError("#REF!")),
    "no address": ("<c><v>7</v></c>", 7.0),
}


@pytest.mark.parametrize("case", CELLS)
def test_xlsx_cell_as_stored(case: str, tmp_path: Path):
    cell, value = CELLS[case]
    path = written(tmp_path, "a.xlsx", hostile.pack(hostile.parts(f'<row r="1">{cell}</row>')))
    rows = first(path).rows
    assert rows == ([[value]] if value is not None else [])
    if rows:
        assert type(rows[0][0]) is type(value)


@pytest.mark.parametrize(("index", "value"), [("0", "José"), ("+0", CellError("#REF!"))])
def test_a_shared_text_has_a_plain_number(index: str, value: object, tmp_path: Path):
    content = {**PLAIN, SHEET: PLAIN[SHEET].replace("<v>0</v>", f"<v>{index}</v>")}
    path = written(tmp_path, "a.xlsx", hostile.pack(content))
    assert first(path).rows[0][0] == value


@pytest.mark.parametrize(("letters", "told"), [(32_767, 0), (32_768, 1)])
def test_a_text_longer_than_a_cell_is_told(letters: int, told: int, tmp_path: Path):
    cell = f'<c r="B1" t="inlineStr"><is><t>{"a" * letters}</t></is></c>'
    path = written(tmp_path, "a.xlsx", hostile.pack(hostile.parts(f'<row r="1">{cell}</row>')))
    book = read_book(path)
    assert book.sheets[0].rows == [[None, "a" * letters]]
    assert [n for n in book.notices if "sel B1" in n and "melebihi batas" in n] == book.notices
    assert len(book.notices) == told


def test_xlsx_structure(tmp_path: Path):
    rows = (
        '<row r="3"><c r="C3"><v>1</v></c></row><row r="4" hidden="1"><c r="B4"><f>1</f></c>'
        '<c r="C4"><v>2</v></c><c r="D4" s="1"/></row><row r="6" hidden="1"/>'
    )
    merge = '<mergeCells count="1"><mergeCell ref="B3:C4"/></mergeCells>'
    content = hostile.parts(sheet=hostile.sheet(rows, after=merge))
    content["xl/workbook.xml"] = hostile.workbook().replace(
        "<sheets>", '<workbookPr date1904="1"/><sheets>'
    )
    book = read_book(written(tmp_path, "a.xlsx", hostile.pack(content)))
    sheet = book.sheets[0]
    assert sheet.rows == [[], [], [None, None, 1.0], [None, None, 2.0]]
    assert [tuple(area) for area in sheet.merged] == [(3, 1, 4, 2)]
    assert sheet.hidden_rows == {4, 6}
    assert set(sheet.fixed) == {(3, 2), (4, 1), (4, 2)}
    assert "rumus" in sheet.fixed[4, 1]
    assert "gabungan" in sheet.fixed[4, 2]
    assert (sheet.name, sheet.visible, sheet.date1904) == ("Data", True, True)
    assert book.notices == ["Lembar Data: 1 baris tersembunyi ikut dibaca."]
    assert (book.kind, book.text_only) == ("xlsx", False)


PLAIN = hostile.parts(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000</v></c></row>',
    strings=hostile.strings("<si><t>José</t></si>"),
)
SHEET, STRINGS = hostile.SHEET, hostile.STRINGS
RELATIONS, WORKBOOK = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"


def replaced(old: str, new: str, *names: str) -> hostile.Parts:
    """The plain workbook with a text replaced in some parts (in all, when none is named)."""
    return {
        name: str(body).replace(old, new) if name in (names or PLAIN) else body
        for name, body in PLAIN.items()
    }


def recoded(name: str, codec: str) -> hostile.Parts:
    body = str(PLAIN[name]).replace("UTF-8", codec)
    return {**PLAIN, name: body.encode(codec)}


def moved(old: str, new: str, parts: hostile.Parts) -> hostile.Parts:
    return {new if name == old else name: body for name, body in parts.items()}


OTHER_WRITERS: dict[str, hostile.Parts] = {
    "plain": PLAIN,
    "strict": {
        name: str(body)
        .replace(hostile.NS, 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"')
        .replace(hostile.OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, body in PLAIN.items()
    },
    "absolute targets": replaced('Target="', 'Target="/xl/', RELATIONS),
    "backslash targets": replaced("worksheets/", "worksheets\\", RELATIONS),
    "sheet in UTF-16": recoded(SHEET, "UTF-16"),
    "strings in UTF-16": recoded(STRINGS, "UTF-16"),
    "strings in Latin-1": recoded(STRINGS, "ISO-8859-1"),
    "workbook in UTF-16": recoded(WORKBOOK, "UTF-16"),
    "byte order mark": {**PLAIN, SHEET: "\ufeff" + str(PLAIN[SHEET])},
    "strings under another name": moved(
        STRINGS, "xl/teks.xml", replaced("sharedStrings.xml", "teks.xml")
    ),
    "styles under another name": moved(
        "xl/styles.xml", "xl/gaya.xml", replaced("styles.xml", "gaya.xml")
    ),
    "workbook under another name": moved(
        RELATIONS,
        "xl/_rels/buku.xml.rels",
        moved(WORKBOOK, "xl/buku.xml", replaced("workbook.xml", "buku.xml")),
    ),
    "a stray part nobody names": {**recoded(STRINGS, "UTF-16"), "xl/x.xml": "<a/>"},
    "part names in capitals": moved(SHEET, SHEET.upper(), PLAIN),
    "character data section": replaced("José", "<![CDATA[José]]>", STRINGS),
    "value as a character data section": replaced("45000", "<![CDATA[45000]]>", SHEET),
    "comment inside a value": replaced("45000", "4<!-- x -->50<?y z?>00", SHEET),
    "odd value in UTF-16": {
        **PLAIN,
        SHEET: str(PLAIN[SHEET])
        .replace("UTF-8", "UTF-16")
        .replace("45000", "<![CDATA[45000]]>")
        .encode("UTF-16"),
    },
    "comment between rows": replaced("</row>", "</row><!-- x -->", SHEET),
}


@pytest.mark.parametrize("case", OTHER_WRITERS)
def test_xlsx_of_other_writers(case: str, tmp_path: Path):
    path = written(tmp_path, "a.xlsx", hostile.pack(OTHER_WRITERS[case]))
    assert first(path).rows == [["José", date(2023, 3, 15)]]


def test_the_beta_of_excel_2007_is_told_apart(tmp_path: Path):
    beta = replaced(hostile.NS, 'xmlns="http://schemas.microsoft.com/office/excel/2006/2"')
    with pytest.raises(UnreadableInput, match="percobaan"):
        first(written(tmp_path, "a.xlsx", hostile.pack(beta)))


def test_odd_values_far_apart(tmp_path: Path):
    far = '<row r="1048576"><c r="XFD1048576"><v><![CDATA[7]]></v></c></row></sheetData>'
    path = written(tmp_path, "a.xlsx", hostile.pack(replaced("</sheetData>", far, SHEET)))
    rows = first(path).rows
    assert (rows[0], rows[-1][-1], len(rows)) == (["José", date(2023, 3, 15)], 7.0, 1_048_576)


def test_dates_of_1904(tmp_path: Path):
    path = tmp_path / "mac.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    book.add_worksheet().write_datetime(
        0, 0, datetime(1990, 3, 15), book.add_format({"num_format": "dd-mm-yyyy"})
    )
    book.close()
    sheet = first(path)
    assert (sheet.rows, sheet.date1904) == ([[date(1990, 3, 15)]], True)


def test_several_sheets_charts_left_out(tmp_path: Path):
    path = tmp_path / "banyak.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("Satu", "Dua & 'Tiga' <4>"):
        book.add_worksheet(name).write_row(0, 0, [name, 1, True])
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"values": "=Satu!$B$1:$B$1"})
    book.add_chartsheet("Grafik").set_chart(chart)
    book.add_worksheet("Rahasia").hide()
    book.close()
    sheets = read_book(path).sheets
    assert [(s.name, s.rows, s.visible) for s in sheets] == [
        ("Satu", [["Satu", 1.0, True]], True),
        ("Dua & 'Tiga' <4>", [["Dua & 'Tiga' <4>", 1.0, True]], True),
        ("Rahasia", [], False),
    ]


def test_equal_to_openpyxl(tmp_path: Path):
    """A sheet of everything XlsxWriter writes, read by two readers."""
    path = tmp_path / "semua.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    clock = book.add_format({"num_format": "hh:mm"})
    day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for row in range(50):
        sheet.write_row(
            row + 2, 1, [f" nama {row % 7} ", row, row / 3, -row, row % 2 == 0, "", None]
        )
        sheet.write_number(row + 2, 9, (row + 1) / 64, clock)
        sheet.write_number(row + 2, 10, 36526 + row * 100.25, day)
        sheet.write_formula(row + 2, 11, "=NA()", None, "#N/A")
    book.close()
    other = openpyxl.load_workbook(path, data_only=True).active
    assert other is not None
    rows = first(path).rows
    for row in other.iter_rows():
        for cell in row:
            line = rows[cell.row - 1]
            ours = line[cell.column - 1] if cell.column <= len(line) else None
            assert same(ours, cell.value), cell.coordinate


def same(ours: Any, other: Any) -> bool:
    if isinstance(ours, CellError):
        return str(ours) == other
    if isinstance(ours, date) and not isinstance(ours, datetime):
        ours = datetime(ours.year, ours.month, ours.day)
    return bool(ours == other)


def test_shared_text_is_one_object(tmp_path: Path):
    rows = "".join(f'<row r="{n}">{hostile.text_cell(f"A{n}", "LAKI LAKI")}</row>' for n in (1, 2))
    read = first(written(tmp_path, "a.xlsx", hostile.pack(hostile.parts(rows)))).rows
    assert read[0][0] is read[1][0]


def test_put_never_changes_a_shared_row():
    shared: list[Any] = []
    rows = [shared, shared, ["A"]]
    put(rows, 1, 2, "x")
    put(rows, 3, 0, "B")
    put(rows, 5, 0, "C")
    assert rows == [[None, None, "x"], [], ["B"], [], ["C"]]
    assert shared == []


# -- old formats -----------------------------------------------------------------------------------


def test_xml_2003_types(tmp_path: Path):
    data = "".join(
        f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>'
        for kind, text in [
            ("String", " a &amp; b"),
            ("Number", "4375479.5"),
            ("Number", NIK),
            ("DateTime", "1990-03-15T00:00:00.000"),
            ("DateTime", "1899-12-31T08:30:00.000"),
            ("Boolean", "1"),
            ("Error", "#N/A"),
        ]
    )
    merged = '<Cell ss:Index="9" ss:MergeAcross="1"><Data ss:Type="String">x</Data></Cell>'
    merged += '<Cell><Data ss:Type="String">y</Data></Cell>'
    page = hostile.xml_2003().decode().replace("<Table>", f"<Table><Row>{data}{merged}</Row>")
    sheet = first(written(tmp_path, "data.xls", page))
    assert sheet.rows[0] == [
        " a & b",
        4375479.5,
        int(NIK),
        date(1990, 3, 15),
        time(8, 30),
        True,
        N_A,
        None,
        "x",
        None,
        "y",
    ]
    assert sheet.merged == [(1, 8, 1, 9)]


def test_a_zip_of_an_old_binary_book_is_checked_first(tmp_path: Path):
    data = hostile.pack({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\0" * 50})
    with pytest.raises(UnreadableInput, match=r"a\.xlsb"):
        read_book(written(tmp_path, "a.xlsb", data))


def test_open_document_facts(tmp_path: Path):
    wide = hostile.ods_cell("JUDUL", ' table:number-columns-spanned="2"')
    formula = hostile.ods_cell(NIK, ' table:formula="of:=1"')
    rows = (
        f"<table:table-row>{wide}<table:covered-table-cell/></table:table-row>"
        '<table:table-row table:visibility="filter">'
        f"{hostile.ods_cell('BUDI')}{formula}</table:table-row>"
    )
    sheet = first(written(tmp_path, "a.ods", hostile.open_document(hostile.ods_rows(rows))))
    assert sheet.rows == [["JUDUL"], ["BUDI", NIK]]
    assert sheet.merged == [(1, 0, 1, 1)]
    assert sheet.hidden_rows == {2}
    assert set(sheet.fixed) == {(2, 1)}


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx", "html", "csv", "fods"])
def test_what_libreoffice_writes(ending: str, tmp_path: Path):
    if shutil.which("soffice") is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing")
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "asal" / "data.xlsx"
    source.parent.mkdir()
    book = xlsxwriter.Workbook(source)
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["NAMA", "NIK", "LAHIR", "UPAH", "RUMUS", "GALAT"])
    sheet.write_row(1, 0, ["BUDI", NIK])
    sheet.write_number(1, 2, 32947, book.add_format({"num_format": "dd-mm-yyyy"}))
    sheet.write_number(1, 3, 4375479)
    sheet.write_formula(1, 4, "=D2*2", None, 8750958)
    sheet.write_formula(1, 5, "=NA()", None, "#N/A")
    sheet.write_row(2, 0, ["ANI", 357801170845990])
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()
    convert(source, ending, tmp_path)
    path = tmp_path / f"data.{ending}"
    if ending == "fods":
        with pytest.raises(UnreadableInput, match="XML jenis lain"):
            read_book(path)
        return
    read = read_book(path)
    assert read.kind == ending
    rows = read.sheets[0].rows
    assert rows[0] == ["NAMA", "NIK", "LAHIR", "UPAH", "RUMUS", "GALAT"]
    if read.text_only:
        assert [*rows[1][:2], *rows[1][3:]] == ["BUDI", NIK, "4375479", "8750958", "#N/A"]
        return
    assert rows[1] == ["BUDI", NIK, date(1990, 3, 15), 4375479.0, 8750958.0, N_A]
    assert rows[2] == ["ANI", 357801170845990.0]
    assert read.sheets[0].hidden_rows == {3}
    assert set(read.sheets[0].fixed) == {(2, 4), (2, 5)}


def convert(source: Path, ending: str, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", folder, source],
        check=True,
        capture_output=True,
        timeout=120,
    )
