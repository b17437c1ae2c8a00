"""The fake Excel against what is documented of the real one; each line names its source.

[facts] is the project's own trial, [K] what is known without a page (to be seen on a PC with
Excel), "its page" the member's page in Microsoft's VBA reference.
"""

from __future__ import annotations

import builtins
import ctypes
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from fake_excel import (
    Excel,
    HangsForEver,
    OutsideTheFake,
    WaitsForUser,
    com_error,
    counted,
    running,
)

NA, DIV = -2146826246, -2146826281
DAY = datetime(2025, 4, 3, tzinfo=UTC)
NONE = -4142
VISIBLE, BLANKS, CONSTANTS, FORMULAS = 12, 4, 2, -4123


@pytest.fixture
def book(excel: Excel, tmp_path: Path) -> Any:
    """An open book with one sheet, A1:C3 filled."""
    made = Workbook()
    for row in (["NIK", "Nama", "Upah"], ["3201010101019901", "Ani", 1.5], [None, "Budi", 2]):
        made.active.append(row)
    path = tmp_path / "peserta.xlsx"
    made.save(path)
    return excel.open(path)[1]


@pytest.fixture
def sheet(book: Any) -> Any:
    """Its sheet."""
    return book.sheets[0]


def opened(excel: Excel, tmp_path: Path, fill: Callable[[Any], None]) -> Any:
    """The first sheet of a book that openpyxl made by ``fill``, saved and opened."""
    made = Workbook()
    fill(made.active)
    path = tmp_path / "dibuat.xlsx"
    made.save(path)
    return excel.open(path)[1].sheets[0]


# --- values going in: put, number format of the cell, what Value2 then gives, the format then

ENTRIES = [
    # text is read as if typed in every cell that is not Text [facts 3.4]
    ("Ani", "General", "Ani", "General"),
    (
        "3201010101019901",
        "General",
        3201010101019900.0,
        "General",
    ),  # 15 digits: support.microsoft.com
    ("3201010101019999", "General", 3201010101019990.0, "General"),  # the rest zeros, not rounded
    ("0812", "General", 812.0, "General"),
    ("+62812", "General", 62812.0, "General"),
    ("0812-3456-7890", "General", "0812-3456-7890", "General"),  # near miss: no date, no number
    ("1e5", "General", 100000.0, "0.00E+00"),
    ("1E5X", "General", "1E5X", "General"),
    ("1,234", "General", 1234.0, "#,##0"),
    ("1,23", "General", "1,23", "General"),
    ("1.000", "General", 1.0, "General"),  # a thousand to an Indonesian, one to COM
    ("1.000.000", "General", "1.000.000", "General"),
    ("5%", "General", 0.05, "0%"),
    ("(12)", "General", -12.0, "General"),
    ("1 1/2", "General", 1.5, "# ?/?"),
    (" 7 ", "General", 7.0, "General"),
    ("3/4/2025", "General", 45720.0, "m/d/yyyy"),  # 4 March: US order
    ("31/12/2025", "General", "31/12/2025", "General"),
    ("2025-04-03", "General", 45750.0, "m/d/yyyy"),
    ("3-Apr-25", "General", 45750.0, "d-mmm-yy"),
    ("3 Mei 2025", "General", "3 Mei 2025", "General"),
    ("12:30", "General", 12.5 / 24, "h:mm"),
    ("12:60", "General", "12:60", "General"),
    ("TRUE", "General", True, "General"),
    ("#N/A", "General", NA, "General"),
    ("#n/a!", "General", "#n/a!", "General"),
    ("=", "General", "=", "General"),
    ("'0812", "General", "0812", "General"),  # Range.PrefixCharacter: the mark is no part of it
    ("0812", "0", 812.0, "0"),
    ("3/4/2025", "dd/mm/yyyy", 45720.0, "dd/mm/yyyy"),  # only General takes on a format
    # a Text cell keeps text, and makes text of numbers [facts 3.4]
    ("3201010101019901", "@", "3201010101019901", "@"),
    ("0812", "@", "0812", "@"),
    ("=A1", "@", "=A1", "@"),
    ("#N/A", "@", "#N/A", "@"),
    (812.0, "@", "812", "@"),
    (3201010101019901.0, "@", "3201010101019900", "@"),
    (True, "@", "TRUE", "@"),
    # other types
    (812, "General", 812.0, "General"),
    (3201010101019901.0, "General", 3201010101019901.0, "General"),
    (True, "General", True, "General"),
    (None, "General", None, "General"),  # None and "" clear [facts 3.4]
    ("", "@", None, "@"),
    (DAY, "General", 45750.0, "m/d/yyyy"),
    (DAY, "0", 45750.0, "0"),
    # without a zone pywin32 takes it for local time: 7 hours earlier in Jakarta (its PyTime.cpp)
    (DAY.replace(tzinfo=None), "General", 45750 - 7 / 24, "m/d/yyyy h:mm"),
    (Decimal("2.5"), "General", 2.5, '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)'),
    (NA, "General", float(NA), "General"),  # an error written back as it was read is a number
]


@pytest.mark.parametrize(("put", "before", "value", "after"), ENTRIES)
def test_what_a_value_becomes(sheet: Any, put: Any, before: str, value: Any, after: str) -> None:
    cell = sheet["E1"].api
    cell.NumberFormat = before
    cell.Value = put
    assert cell.Value2 == value
    assert type(cell.Value2) is type(value)
    assert cell.NumberFormat == after


def test_text_in_a_general_cell_of_a_file_stays_until_it_is_put_again(
    excel: Excel, tmp_path: Path
) -> None:
    page = opened(excel, tmp_path, lambda ws: ws.append(["0812"]))
    cell = page["A1"].api
    assert (cell.Value2, cell.Formula, cell.NumberFormat) == ("0812", "0812", "General")
    cell.Formula = cell.Formula
    assert cell.Value2 == 812.0


def test_a_column_made_text_keeps_its_numbers(sheet: Any) -> None:
    """[facts 3.3 a]: the format first, then the values again."""
    column = sheet["C2:C3"]
    column.number_format = "@"
    assert column.api.Value2 == ((1.5,), (2.0,))


SHAPES = [
    # range, put, what is there then
    ("E1:E3", [7, 8, 9], ((7.0,), (7.0,), (7.0,))),  # one dimension is a row: Billo, p. 46
    ("E1:E3", [[7], [8], [9]], ((7.0,), (8.0,), (9.0,))),
    ("E1:F2", 5, ((5.0, 5.0), (5.0, 5.0))),
    ("E1:F2", [[1, 2]], ((1.0, 2.0), (1.0, 2.0))),
    ("E1:F3", [[1, 2], [3, 4]], ((1.0, 2.0), (3.0, 4.0), (NA, NA))),  # [K]
    ("E1:E2", [[1, 2], [3, 4]], ((1.0,), (3.0,))),
]


@pytest.mark.parametrize(("address", "put", "there"), SHAPES)
def test_what_a_block_becomes(sheet: Any, address: str, put: Any, there: Any) -> None:
    sheet[address].api.Value = put
    assert sheet[address].api.Value2 == there


UNSENDABLE = [
    date(2025, 4, 3),  # pywin32's oleargs.cpp: no VARIANT for it
    {"a": 1},
    2**40,  # beyond VT_I4; not documented for Excel, so the fake refuses
    [[1], [1, 2]],  # "All dimensions must be a sequence of the same size"
    float("nan"),
]


@pytest.mark.parametrize("put", UNSENDABLE, ids=repr)
def test_what_cannot_be_sent(put: Any) -> None:
    with running() as excel:
        page = excel.app().books.add().sheets[0]
        with pytest.raises((TypeError, ValueError, OutsideTheFake)):
            page["A1:B2"].api.Value = put


# --- values coming out


def test_value_has_dates_and_money_and_value2_has_numbers(excel: Excel, tmp_path: Path) -> None:
    """Range.Value2's page: "doesn't use the Currency and Date data types"."""

    def fill(ws: Any) -> None:
        ws.append([DAY.replace(tzinfo=None), 1.25, 7, True, "#DIV/0!", None])
        ws["B1"].number_format = '"$"#,##0.00'

    row = opened(excel, tmp_path, fill)["A1:F1"].api
    assert row.Value == ((DAY, Decimal("1.25"), 7.0, True, DIV, None),)
    assert row.Value2 == ((45750.0, 1.25, 7.0, True, DIV, None),)
    assert [type(value) for value in row.Value2[0]] == [float, float, float, bool, int, type(None)]
    assert row.Formula == (("45750", "1.25", "7", "TRUE", "#DIV/0!", ""),)


@pytest.mark.parametrize("serial", [43318.1247685135, 43609.9708065236])
def test_some_times_cannot_be_read_as_value(sheet: Any, serial: float) -> None:
    """github.com/mhammond/pywin32/issues/1466."""
    sheet["E1"].number_format = "yyyy-mm-dd hh:mm"
    sheet["E1"].api.Value2 = serial
    with pytest.raises(ValueError, match="microsecond"):
        _ = sheet["E1"].api.Value
    assert sheet["E1"].api.Value2 == serial


def test_xlwings_reads_errors_as_nothing(sheet: Any) -> None:
    """[facts 3.4]: writing back what .value gave would erase them."""
    sheet["E1"].api.Value = "#N/A"
    assert sheet["E1"].value is None
    assert sheet["E1"].options(err_to_str=True).value == "#N/A"


def test_formulas_are_not_calculated() -> None:
    with running() as excel:
        book = excel.app().books.add()
        cell = book.sheets[0]["A1"]
        cell.formula = "=1+1"
        with pytest.raises(OutsideTheFake, match="no result known"):
            _ = cell.value
        excel.assume_results(book, 2)
        assert (cell.value, cell.formula) == (2.0, "=1+1")


def test_results_of_formulas_survive_saving(excel: Excel, book: Any, tmp_path: Path) -> None:
    for name, result in (("E1", 3), ("E2", "tiga"), ("E3", "#N/A"), ("E4", True)):
        book.sheets[0][name].formula = "=C2*2"
        excel.set_result(book, "Sheet", name, result)
    book.save()
    book.close()
    _, again = excel.open(tmp_path / "peserta.xlsx")
    assert again.sheets[0]["E1:E4"].api.Value2 == ((3.0,), ("tiga",), (NA,), (True,))
    found = load_workbook(tmp_path / "peserta.xlsx", data_only=True).active
    assert [found[f"E{row}"].value for row in range(1, 5)] == [3, "tiga", "#N/A", True]


# --- what Excel refuses

REFUSALS: list[tuple[str, Callable[[Any], Any]]] = [
    ("no such address", lambda s: s.api.Range("XFE1")),  # 16,384 columns: Excel's limits
    ("no such name", lambda s: s.api.Range("tidak_ada")),
    (
        "an address over 255 characters",
        lambda s: s.api.Range(",".join(f"A{n}" for n in range(1, 90))),
    ),
    ("text over 32,767 characters", lambda s: setattr(s["A1"].api, "Value", "x" * 32_768)),
    ("a broken formula", lambda s: setattr(s["A1"].api, "Value", "=== DAFTAR ===")),
    ("a second note", lambda s: [s["A1"].api.AddComment("satu"), s["A1"].api.AddComment("dua")]),
    ("a note on two cells", lambda s: s["A1:A2"].api.AddComment("x")),
    ("a name of 32 characters", lambda s: setattr(s.api, "Name", "x" * 32)),
    ("a name with a slash", lambda s: setattr(s.api, "Name", "a/b")),
    ("an empty name", lambda s: setattr(s.api, "Name", "")),
    ("a name in apostrophes", lambda s: setattr(s.api, "Name", "'a")),
    ("the name History", lambda s: setattr(s.api, "Name", "history")),
    ("a name taken", lambda s: [s.book.sheets.add("Lain"), setattr(s.api, "Name", "LAIN")]),
    ("hiding the last sheet", lambda s: setattr(s.api, "Visible", 0)),
    ("deleting the last sheet", lambda s: s.api.Delete()),
    ("no cells of a kind", lambda s: s["A1:C1"].api.SpecialCells(FORMULAS)),
    ("validation twice", lambda s: [s["A1"].api.Validation.Add(3, 1, 1, "a,b") for _ in "ab"]),
    ("a list over 255 characters", lambda s: s["A1"].api.Validation.Add(3, 1, 1, "x," * 150)),
    ("the type where no validation is", lambda s: s["A1"].api.Validation.Type),
    ("no such sheet", lambda s: s.book.api.Worksheets("Tidak Ada")),
    ("no such book", lambda s: s.book.app.api.Workbooks("tidak.xlsx")),
    ("no such file", lambda s: s.book.app.api.Workbooks.Open("/tidak/ada.xlsx")),
    ("a folder that is not there", lambda s: s.book.api.SaveCopyAs("/tidak/ada.xlsx")),
    ("a macro that is not there", lambda s: s.book.app.api.Run("Tidak.Ada")),
    ("undo after a change from outside", lambda s: s.book.app.api.Undo()),
    ("showing all of what is not filtered", lambda s: s.api.ShowAllData()),
    ("freezing a part of no cells", lambda s: s.api.Cells(0, 1)),
    ("selecting on a sheet behind", lambda s: [s.book.sheets.add(), s["A1"].api.Select()]),
    ("half a merged cell", lambda s: [s["E1:F1"].merge(), s["E1"].clear_contents()]),
    ("widths over 255", lambda s: setattr(s["A1"].api, "ColumnWidth", 256)),
    ("no colour", lambda s: setattr(s["A1"].api.Interior, "Color", -1)),
    ("counting all cells", lambda s: s.api.Cells.Count),  # Range.Count's page: use CountLarge
]


@pytest.mark.parametrize("act", [act for _, act in REFUSALS], ids=[what for what, _ in REFUSALS])
def test_excel_refuses(sheet: Any, act: Callable[[Any], Any]) -> None:
    with pytest.raises(com_error):
        act(sheet)


def protect(page: Any) -> None:
    page["B1:B3"].api.Locked = False
    page.api.Protect()


PROTECTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("a value", lambda s: setattr(s["A2"].api, "Value", "x")),
    ("a block over locked and open cells", lambda s: setattr(s["A1:B3"].api, "Value", "x")),
    ("a formula", lambda s: setattr(s["C3"].api, "Formula", "=1")),
    ("clearing", lambda s: s["A2"].clear_contents()),
    ("a colour, also of an open cell", lambda s: setattr(s["B1"].api.Interior, "Color", 255)),
    ("a format", lambda s: setattr(s["B1"], "number_format", "@")),
    ("a note", lambda s: s["A1"].api.AddComment("x")),
]


@pytest.mark.parametrize("act", [act for _, act in PROTECTED], ids=[what for what, _ in PROTECTED])
def test_a_protected_sheet_refuses(sheet: Any, act: Callable[[Any], Any]) -> None:
    protect(sheet)
    before = sheet.used_range.api.Formula
    with pytest.raises(com_error, match="protected sheet"):
        act(sheet)
    assert sheet.used_range.api.Formula == before


def test_open_cells_of_a_protected_sheet_take_values(sheet: Any) -> None:
    protect(sheet)
    sheet["B1:B3"].api.Value = [["x"], ["y"], ["z"]]
    assert sheet["B1:B3"].api.Value2 == (("x",), ("y",), ("z",))
    assert (sheet["A1:B1"].api.Locked, sheet["B1"].api.Locked) == (None, False)


def test_a_part_of_an_array_formula_cannot_change(excel: Excel, tmp_path: Path) -> None:
    page = opened(excel, tmp_path, lambda ws: ws.append([ArrayFormula("A1:A3", "=B1:B3*2")]))
    with pytest.raises(com_error, match="part of an array"):
        page["A2"].api.Value = 1
    assert (page["A1:A3"].api.HasArray, page["A1:B3"].api.HasArray) == (True, None)
    page["A1:A3"].api.Value = 1
    assert page["A1:A3"].api.Value2 == ((1.0,), (1.0,), (1.0,))


def test_a_book_with_locked_structure_gets_no_sheet(book: Any) -> None:
    book.api.Protect(Structure=True)
    with pytest.raises(com_error, match="Workbook is protected"):
        book.sheets.add()
    assert book.api.ProtectStructure is True


QUESTIONS: list[tuple[str, Callable[[Any], Any]]] = [
    ("deleting a sheet", lambda s: [s.book.sheets.add(), s.api.Delete()]),
    ("merging filled cells", lambda s: s["A1:B1"].api.Merge()),
    ("closing unsaved", lambda s: [setattr(s["A1"].api, "Value", 1), s.book.api.Close()]),
    ("saving over a file", lambda s: s.book.api.SaveAs(s.book.api.FullName)),
]


@pytest.mark.parametrize("act", [act for _, act in QUESTIONS], ids=[what for what, _ in QUESTIONS])
def test_a_dialog_nobody_would_answer(tmp_path: Path, act: Callable[[Any], Any]) -> None:
    with running() as excel:
        made = Workbook()
        made.active.append(["a", "b"])
        made.save(tmp_path / "b.xlsx")
        page = excel.open(tmp_path / "b.xlsx")[1].sheets[0]
        with pytest.raises(WaitsForUser):
            act(page)
        assert excel.faults


# --- filters, hidden rows, merged cells


def filtered(page: Any) -> None:
    page["A1"].api.Value = "Angka"
    page["A2:A5"].api.Value = [[1], [2], [1], [3]]
    page["A1:A5"].api.AutoFilter(1, "1")


def test_a_filter_hides_rows(sheet: Any) -> None:
    assert (sheet.api.AutoFilterMode, sheet.api.FilterMode) == (False, False)
    filtered(sheet)
    assert (sheet.api.AutoFilterMode, sheet.api.FilterMode) == (True, True)
    assert sheet["A1:A5"].api.SpecialCells(VISIBLE).Address == "$A$1:$A$2,$A$4"
    assert sheet["A1:A5"].api.EntireRow.Hidden is None
    sheet.api.ShowAllData()
    assert (sheet.api.AutoFilterMode, sheet.api.FilterMode) == (True, False)
    assert sheet["A1:A5"].api.EntireRow.Hidden is False


def test_a_block_over_filtered_rows_goes_wrong(sheet: Any) -> None:
    """github.com/xlwings/xlwings/issues/747: the first element in every row that is shown."""
    filtered(sheet)
    sheet["A2:A5"].api.Value = [[5], [6], [7], [8]]
    assert sheet["A2:A5"].api.Value2 == ((5.0,), (2.0,), (5.0,), (3.0,))
    sheet["A3"].api.Value = 9
    assert sheet["A3"].api.Value2 == 9.0


def test_a_block_over_hidden_rows_is_written_as_it_is(sheet: Any) -> None:
    """github.com/xlwings/xlwings/issues/679."""
    sheet["A3"].api.EntireRow.Hidden = True
    sheet["A2:A4"].api.Value = [[5], [6], [7]]
    assert sheet["A2:A4"].api.Value2 == ((5.0,), (6.0,), (7.0,))


def test_merged_cells_keep_their_corner(sheet: Any) -> None:
    sheet["E1:F2"].merge()
    sheet["E1:F2"].api.Value = [[1, 2], [3, 4]]
    assert sheet["E1:F2"].api.Value2 == ((1.0, None), (None, None))
    assert sheet["F2"].api.MergeArea.Address == "$E$1:$F$2"
    assert [sheet[a].api.MergeCells for a in ("E1:F2", "D1:F2", "A1")] == [True, None, False]


# --- properties of cells that differ are Null (NumberFormat's, HasFormula's page; others [K])


def test_mixed_cells_give_nothing(excel: Excel, sheet: Any) -> None:
    sheet["A2"].number_format = "@"
    sheet["A3"].formula = "=1"
    sheet["B1"].color = "#ff0000"
    sheet["B1"].font.bold = True
    block = sheet["A1:B3"].api
    assert [block.NumberFormat, block.HasFormula, block.Font.Bold] == [None, None, None]
    assert [block.Interior.Color, block.Interior.ColorIndex, block.Interior.Pattern] == [None] * 3
    cell = sheet["A1"].api
    assert [cell.NumberFormat, cell.HasFormula, cell.Font.Bold] == ["General", False, False]
    assert [cell.Interior.Color, cell.Interior.ColorIndex, cell.Interior.Pattern] == [
        0xFFFFFF, NONE, NONE,
    ]  # fmt: skip
    assert sheet["A3"].api.HasFormula is True


def test_a_whole_column_has_one_look(sheet: Any) -> None:
    sheet["E:E"].number_format = "@"
    assert sheet["E:E"].api.NumberFormat == "@"
    assert sheet["D:E"].api.NumberFormat is None
    sheet["E500"].api.Value = "0812"
    assert sheet["E500"].api.Value2 == "0812"
    assert sheet.used_range.address == "$A$1:$E$500"


def test_colours_of_many_cells_in_three_calls(excel: Excel, sheet: Any) -> None:
    with counted(excel.app()) as calls:
        sheet.api.Range("A1,C3,B2:B3").Interior.Color = 255
    assert calls.total == 3
    assert [sheet[a].color for a in ("A1", "C3", "B2", "A2")] == [(255, 0, 0)] * 3 + [None]


def test_theme_colours_show_what_they_are(sheet: Any) -> None:
    """ECMA-376 18.8.19; accent 1 of Office is 4F81BD."""
    inside = sheet["A1"].api.Interior
    inside.Pattern = 1
    inside.ThemeColor = 5
    assert (sheet["A1"].color, inside.ThemeColor) == ((0x4F, 0x81, 0xBD), 5)
    inside.TintAndShade = 0.6
    assert sheet["A1"].color == (0xB9, 0xCD, 0xE5)


def test_special_cells(sheet: Any) -> None:
    assert sheet["A1:C3"].api.SpecialCells(BLANKS).Address == "$A$3"
    assert sheet["A1:C3"].api.SpecialCells(CONSTANTS, 1).Address == "$C$2:$C$3"
    # asked of one cell, Excel searches the used range (xlwings/_xlwindows.py)
    assert sheet["B1"].api.SpecialCells(BLANKS).Address == "$A$3"


def test_searching_goes_round(sheet: Any) -> None:
    cells = sheet.api.Cells
    last = cells.Find("*", cells(1, 1), FORMULAS, 2, 1, 2)
    assert (last.Row, last.Column) == (3, 3)
    assert cells.Find("b?di", cells(1, 1), FORMULAS, 1).Address == "$B$3"
    assert cells.Find("bud", cells(1, 1), FORMULAS, 1) is None


# --- sheets, windows, files


def test_new_sheets_come_before_the_active_one(book: Any) -> None:
    book.api.Worksheets.Add()
    assert [s.name for s in book.sheets] == ["Sheet1", "Sheet"]
    book.sheets.add("Temuan", after=book.sheets[-1])
    assert [s.name for s in book.sheets] == ["Sheet1", "Sheet", "Temuan"]
    assert book.api.ActiveSheet.Name == "Temuan"


def test_frozen_panes_belong_to_the_window(book: Any, sheet: Any) -> None:
    """xlwings' own sheet.freeze_panes is not implemented on Windows [facts 3.4]."""
    with pytest.raises(NotImplementedError):
        sheet.freeze_panes.freeze_at("A2")
    window = book.app.api.ActiveWindow
    window.SplitRow, window.SplitColumn = 1, 0
    window.FreezePanes = True
    assert (window.FreezePanes, book.api.ActiveSheet.Name) == (True, "Sheet")


def test_an_unchanged_book_is_copied_byte_for_byte(book: Any, tmp_path: Path) -> None:
    book.api.SaveCopyAs(str(tmp_path / "salinan.xlsx"))
    assert (tmp_path / "salinan.xlsx").read_bytes() == (tmp_path / "peserta.xlsx").read_bytes()
    assert (book.name, book.api.Saved) == ("peserta.xlsx", True)


def test_a_copy_of_a_changed_book_leaves_the_book_alone(book: Any, tmp_path: Path) -> None:
    book.sheets[0]["A3"].value = "'0812"
    book.api.SaveCopyAs(str(tmp_path / "salinan.xlsx"))
    assert load_workbook(tmp_path / "salinan.xlsx").active["A3"].value == "0812"
    assert load_workbook(tmp_path / "peserta.xlsx").active["A3"].value is None
    assert (book.api.Saved, book.api.FullName) == (False, str(tmp_path / "peserta.xlsx"))


def test_a_sheet_is_copied_into_another_book(excel: Excel, book: Any) -> None:
    other = excel.app().books.add()
    book.sheets[0]["A1"].color = "#00ff00"
    book.sheets[0]["C2"].number_format = "0.00"
    book.api.Worksheets(1).Copy(None, other.api.Worksheets(1))
    page = other.sheets["Sheet"]
    assert page.used_range.api.Value2 == book.sheets[0].used_range.api.Value2
    assert (page["A1"].color, page["C2"].number_format) == ((0, 255, 0), "0.00")


def test_a_new_table(sheet: Any) -> None:
    made = sheet.tables.add(sheet["A1:C3"], name="Orang")
    assert (made.name, made.table_style, made.header_row_range.address) == (
        "Orang", "TableStyleMedium2", "$A$1:$C$1",
    )  # fmt: skip
    with pytest.raises(com_error):
        sheet.tables.add(sheet["B1:C3"])


def test_tables_and_names(excel: Excel, tmp_path: Path) -> None:
    def fill(ws: Any) -> None:
        for row in (["a", "b"], [1, 2], [3, 4]):
            ws.append(row)
        ws.add_table(Table(displayName="Peserta", ref="A1:B3"))

    page = opened(excel, tmp_path, fill)
    (table,) = page.tables
    assert (table.name, table.range.address, table.data_body_range.address) == (
        "Peserta", "$A$1:$B$3", "$A$2:$B$3",
    )  # fmt: skip
    page.api.Copy(None, page.api)
    assert [t.name for t in page.book.sheets[1].tables] == ["Peserta1"]
    page.book.names.add("Upah", "=Sheet!$B$2:$B$3")
    assert page["Upah"].api.Value2 == ((2.0,), (4.0,))


# --- Excel is busy, elsewhere, or gone


def test_while_a_cell_is_edited_every_call_is_rejected(excel: Excel, sheet: Any) -> None:
    """xlwings/_xlwindows.py, COMRetryObjectWrapper: the two error codes."""
    excel.engine.N_COM_ATTEMPTS = 3
    excel.edit_cell()
    with pytest.raises(com_error) as got:
        _ = sheet["A1"].api
    assert got.value.hresult == -2147418111
    excel.leave_cell()
    cell = sheet["A1"].api
    excel.edit_cell()
    with pytest.raises(com_error) as put:
        cell.Value = 1
    assert (put.value.hresult, put.value.excepinfo[5]) == (-2147352567, -2146777998)
    excel.leave_cell()
    assert cell.Value2 == "NIK"


def test_xlwings_alone_would_wait_for_ever() -> None:
    """N_COM_ATTEMPTS = 0: "try indefinitely"."""
    with running() as excel:
        app = excel.app()
        excel.edit_cell()
        with pytest.raises(HangsForEver):
            _ = app.api.Ready
        assert excel.faults


def test_protected_view_is_no_book(excel: Excel, book: Any, tmp_path: Path) -> None:
    app = book.app.api
    assert app.ActiveProtectedViewWindow is None
    excel.show_protected_view(tmp_path / "unduhan.xlsx")
    assert app.ActiveProtectedViewWindow.SourceName == "unduhan.xlsx"
    assert app.ActiveWorkbook is None


def test_without_a_book_there_is_no_window_to_find_excel_by(excel: Excel) -> None:
    """get_xl_apps in xlwings/_xlwindows.py: no EXCEL7 window, WindowsError."""
    with pytest.raises(OSError, match="window"):
        _ = excel.engine.App(xl=excel.hwnd).xl
    assert excel.app().api.ActiveWorkbook is None
    with pytest.raises(com_error):
        excel.app().calculation = "manual"


def test_a_crash_is_an_error_and_no_wait(excel: Excel, sheet: Any) -> None:
    excel.crash()
    with pytest.raises(com_error) as gone:
        _ = sheet["A1"].api
    assert gone.value.hresult == -2147023174


def test_xlwings_clean_up_kills_an_excel_it_cannot_see(excel: Excel, book: Any) -> None:
    """[facts 4]; github.com/xlwings/xlwings/issues/2456."""
    excel.desktop.foreign.append(7777)
    excel.engine.cleanup()
    assert excel.desktop.killed == [7777]


def test_message_boxes_are_answered_and_kept(excel: Excel, book: Any) -> None:
    excel.desktop.answers.append(7)
    assert book.app.alert("Lanjut?", "Kepesertaan", "yes_no") == "no"
    assert excel.desktop.shown == [("Kepesertaan", "Lanjut?")]


# --- counting, switches, undo


BUDGETS: list[tuple[str, int, Callable[[Any], Any]]] = [
    # [facts 3.3], measured with the real _xlwindows.py
    ("used range as it is", 2, lambda s: s.used_range.raw_value),
    ("used range through xlwings", 12, lambda s: s.used_range.value),
    ("a cell through xlwings", 12, lambda s: s["A1"].value),
    ("a block as it is", 2, lambda s: setattr(s["A1:B2"], "raw_value", [["a", "b"], ["c", "d"]])),
    ("a format", 2, lambda s: setattr(s["A1:B2"], "number_format", "@")),
    ("a colour", 3, lambda s: setattr(s["A1:B2"], "color", (255, 0, 0))),
]


@pytest.mark.parametrize(
    ("most", "act"), [row[1:] for row in BUDGETS], ids=[row[0] for row in BUDGETS]
)
def test_what_xlwings_costs(excel: Excel, sheet: Any, most: int, act: Callable[[Any], Any]) -> None:
    with counted(excel.app()) as calls:
        act(sheet)
    assert calls.total == most, calls
    assert calls.total == sum(calls.by_name.values())


def test_macros_run_inside_excel(excel: Excel, book: Any) -> None:
    def paint(app: Any, addresses: Any) -> int:
        for address in addresses:
            app.ActiveSheet.Range(address).Interior.Color = 255
        return len(addresses)

    excel.macros["'Kepesertaan.xlam'!Warnai"] = paint
    app = excel.app()
    with counted(app) as calls:
        assert app.macro("'Kepesertaan.xlam'!Warnai")(["A1", "B2"]) == 2
    assert calls.total == 1
    assert book.sheets[0]["B2"].color == (255, 0, 0)


def test_switches_left_over_are_seen(excel: Excel, book: Any) -> None:
    app = excel.app()
    assert (excel.left(), app.status_bar) == ({}, False)
    app.screen_updating = False
    app.status_bar = "Membaca ..."
    app.calculation = "manual"
    assert excel.left() == {
        "ScreenUpdating": False, "StatusBar": "Membaca ...", "Calculation": -4135,
    }  # fmt: skip
    app.screen_updating, app.status_bar, app.calculation = True, False, "automatic"
    assert excel.left() == {}


def test_any_change_takes_the_undo_entry_away(excel: Excel, sheet: Any) -> None:
    """[facts 5]."""
    sheet.book.app.api.OnUndo("Urungkan Bersihkan", "Kepesertaan.xlam!Urungkan")
    assert excel.undo_entry == ("Urungkan Bersihkan", "Kepesertaan.xlam!Urungkan")
    sheet["A1"].value = 1
    assert excel.undo_entry is None


# --- the fake itself


def test_what_the_fake_does_not_know_raises_and_is_remembered() -> None:
    with running() as excel:
        page = excel.app().books.add().sheets[0]
        with pytest.raises(com_error, match="Unknown name"):
            _ = page.api.Shapes
        with pytest.raises(com_error, match="Unknown name"):
            page["A1"].api.Orientation = 90
        assert excel.faults == [
            "unknown member Worksheet.Shapes",
            "unknown member Range.Orientation=",
        ]


def test_everything_is_put_back() -> None:
    import xlwings

    before = set(sys.modules), xlwings.engines.active, len(xlwings.engines), ctypes.PyDLL
    with running() as excel:
        assert sys.modules["pywintypes"].com_error is com_error
        excel.app().books.add()
        assert xlwings.apps.active.pid == excel.app().pid
    after = set(sys.modules), xlwings.engines.active, len(xlwings.engines), ctypes.PyDLL
    assert after[1:] == before[1:]
    assert not {
        n for n in after[0] - before[0] if n.startswith(("win32", "pyth", "pywin", "xlwings"))
    }
    assert not hasattr(xlwings, "_xlwindows")
    assert sys.platform == "win32" or not hasattr(ctypes, "windll")
    assert sys.platform == "win32" or not hasattr(builtins, "WindowsError")
