"""What Excel does to cells behind a button's back: filters, patterns, names, spills, other books."""

from __future__ import annotations

import re
import sys
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.styles import GradientFill, PatternFill
from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters
from openpyxl.worksheet.table import Table

import test_buttons
from fake_addin import UNDO, unload_addin
from fake_excel.contents import Contents
from fake_excel.range import Range
from kepesertaan.domain.edit import CellEdit
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.excel import api, writing
from kepesertaan.excel.fills import Fill, read_fill
from kepesertaan.excel.patience import patient_for
from kepesertaan.excel.reading import looks_of, read_sheet
from kepesertaan.files.edit import edit_package
from kepesertaan.files.package import open_package
from kepesertaan.run import opened as run_opened
from test_buttons import click, saved

practice, addin, home = test_buttons.practice, test_buttons.addin, test_buttons.home
NAMES = "D6:D15"  # ten people of the practice book


@pytest.fixture
def spaced(practice: Path) -> Path:
    """The practice book with spaces around ten names below one another."""
    made = openpyxl.load_workbook(practice)
    for (cell,) in made["Peserta"][NAMES]:
        cell.value = f"  {cell.value}  "
    made.save(practice)
    return practice


def opened(excel: Any, path: Path) -> Any:
    _, book = excel.open(path)
    excel.set_result(book, "Peserta", "O46", 1)  # openpyxl saves formulas without results
    return book


def cells_of(book: Any, name: str) -> dict[str, Any]:
    return test_buttons.cells_of(saved(book, Path(book.fullname).with_name(name)), "Peserta")


# --- a filter hides rows


def filter_three(book: Any) -> None:
    """Show only three of the ten people."""
    page = book.sheets["Peserta"]
    wanted = tuple(str(page.range(f"C{row}").raw_value) for row in (6, 8, 11))
    page.range("A5:W45").api.AutoFilter(3, wanted, 7)


def test_each_filtered_row_gets_its_own_name_without_the_addin(excel: Any, spaced: Path) -> None:
    book = opened(excel, spaced)
    before = [name for (name,) in book.sheets["Peserta"].range(NAMES).raw_value]
    clean = cells_of(book, "a.xlsx")
    unload_addin(excel)
    filter_three(book)
    click("bersihkan", book)
    after = [name for (name,) in book.sheets["Peserta"].range(NAMES).raw_value]
    assert after == [" ".join(name.split()) for name in before]
    click("urungkan", book)
    assert cells_of(book, "b.xlsx") == clean


@pytest.mark.parametrize("is_table", [False, True], ids=["sheet", "table"])
def test_people_a_filter_hides_at_the_end_are_judged_too(
    excel: Any, practice: Path, is_table: bool
) -> None:
    made = openpyxl.load_workbook(practice)
    page = made["Peserta"]
    page.delete_rows(46, 10)
    page["AD900"].fill = PATTERN  # a stray format is no content
    if is_table:
        filtered_table(page)
    made.save(practice)
    _, book = excel.open(practice)
    if not is_table:
        filter_three(book)
    report = click("periksa", book)
    assert report.lines[0].startswith("40 peserta di lembar 'Peserta' diperiksa (37 baris ter")
    assert read_sheet(book.name, book.sheets["Peserta"]).rows[44][0] == 40


def filtered_table(page: Any) -> None:
    """The people as an Excel table whose filter shows three of them."""
    table = Table(displayName="Orang", ref="A5:E45")
    kept = FilterColumn(colId=2, filters=Filters(filter=["x"]))
    table.autoFilter = AutoFilter(ref="A5:E45", filterColumn=[kept])
    page.add_table(table)
    for row in set(range(6, 46)) - {6, 8, 11}:
        page.row_dimensions[row].hidden = True


def test_values_that_do_not_go_back_are_told_and_urungkan_is_offered(
    excel: Any, spaced: Path
) -> None:
    book = opened(excel, spaced)
    unload_addin(excel)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "_write_run", spoilt(writing._write_run))
        with pytest.raises(KepesertaanError, match="Klik Urungkan untuk mengembalikannya"):
            click("bersihkan", book)
    assert "sel dikembalikan" in click("urungkan", book).lines[0]


def spoilt(real: Any) -> Any:
    """What is written, except that names arrive as something else."""

    def write(sheet: Any, run: Any) -> None:
        real(sheet, [replace(cell, value="X") if cell.col == 3 else cell for cell in run])

    return write


def test_a_busy_excel_is_not_taken_for_one_without_the_addin(
    excel: Any, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(excel, practice)
    before = cells_of(book, "a.xlsx")
    has_macro = api.has_macro

    def while_busy(app: Any, name: str) -> bool:
        excel.be_busy(99)
        try:
            return has_macro(app, name)
        finally:
            excel.be_busy(0)

    monkeypatch.setattr(api, "has_macro", while_busy)
    with patient_for(0), pytest.raises(sys.modules["pywintypes"].com_error):
        click("bersihkan", book)
    assert cells_of(book, "b.xlsx") == before
    with pytest.raises(KepesertaanError, match="Belum ada pekerjaan"):
        click("urungkan", book)


# --- the lists after the cells


def raising(trouble: BaseException) -> Any:
    def ask(*_given: Any) -> None:
        raise trouble

    return ask


def test_other_books_may_have_the_names_of_ours(excel: Any, practice: Path, tmp_path: Path) -> None:
    book = opened(excel, practice)
    for name in ("latihan_temuan.xlsx", "riwayat.xlsx"):
        other = tmp_path / "hasil" / name
        other.parent.mkdir(exist_ok=True)
        openpyxl.Workbook().save(other)
        excel.open(other)
    book.activate()
    click("bersihkan", book)
    click("riwayat", book)
    assert [sheet.name for sheet in book.sheets][-2:] == ["Daftar Temuan", "Riwayat"]


def test_lists_that_do_not_come_leave_changed_cells_that_are_told_and_can_go_back(
    excel: Any, practice: Path, home: Path
) -> None:
    book = opened(excel, practice)
    before = cells_of(book, "a.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        gone = sys.modules["pywintypes"].com_error(-2147352567, "gone", None, None)
        patch.setattr(run_opened, "put_pages", raising(gone))
        told = click("bersihkan", book).lines
    assert "sudah dirapikan, tetapi daftarnya tidak dapat dibuat" in told[0]
    assert told[1] == "Bila keliru: klik Urungkan."
    assert str(home) in told[2]  # the note for IT
    assert excel.undo_entry == UNDO
    assert excel.left() == {}
    assert cells_of(book, "b.xlsx") != before
    click("urungkan", book)
    assert cells_of(book, "c.xlsx") == before


def add_chart(path: Path, name: str) -> None:
    made = openpyxl.load_workbook(path)
    made.create_chartsheet(name).add_chart(BarChart())
    made.save(path)


def test_a_chart_sheet_of_our_name_stays(excel: Any, practice: Path) -> None:
    add_chart(practice, "Pratinjau")
    book = opened(excel, practice)
    click("periksa", book)
    assert [sheet.name for sheet in book.sheets][-2:] == ["Pratinjau 2", "Daftar Temuan"]
    assert "Pratinjau" in excel.openpyxl(book).sheetnames


def test_a_sheet_that_is_not_the_copy_is_neither_named_nor_removed(
    excel: Any, practice: Path
) -> None:
    book = opened(excel, practice)
    real = api.copy_page

    def copy(source: Any, there: str, after: Any, target: Any) -> Any:
        real(source, there, after, target)
        return api.sheet_named(api.sheets_of(target), "Kunci")  # an event of the book came between

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "copy_page", copy)
        with pytest.raises(KepesertaanError, match="tidak dapat ditambahkan ke buku ini"):
            click("periksa", book)
    assert [sheet.name for sheet in book.sheets][:2] == ["Peserta", "Kunci"]


# --- what the person has in front


def test_a_chart_sheet_in_front(excel: Any, practice: Path) -> None:
    add_chart(practice, "Bagan")
    book = opened(excel, practice)
    excel.show_chart(book, "Bagan")
    with pytest.raises(KepesertaanError, match="Lembar di depan adalah bagan"):
        click("bersihkan", book)


# --- looks


@pytest.mark.parametrize(
    "code", ["mm-dd-yy", "m/d/yy h:mm", "#,##0_);(#,##0)", "#,##0.00_);[Red](#,##0.00)", "mmss.0"]
)
def test_urungkan_gives_back_built_in_formats_by_excels_own_names(
    excel: Any, practice: Path, code: str
) -> None:
    made = openpyxl.load_workbook(practice)
    for (cell,) in made["Peserta"]["D6:D45"]:
        cell.number_format = code
    made.save(practice)
    book = opened(excel, practice)
    names = book.sheets["Peserta"].range("D6:D45")
    before = names.number_format
    click("bersihkan", book)
    assert names.number_format is None
    click("urungkan", book)
    assert names.number_format == before


def test_the_command_gives_back_what_excel_calls_by_another_name(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active["A1"].number_format = "mm-dd-yy"
    made.active["A2"].number_format = "0.0"
    made.save(tmp_path / "a.xlsx")
    edit = CellEdit(2, 0, 1.0, None, "m/d/yyyy")
    with open_package(tmp_path / "a.xlsx") as package:
        edit_package(package, tmp_path / "b.xlsx", {"Sheet": [edit]})
    cells = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert cells["A2"]._style.numFmtId == cells["A1"]._style.numFmtId == 14


PATTERN = PatternFill("lightGray", fgColor="FF00FF00", bgColor="FFFFFF00")
GRADIENT = GradientFill(stop=("FFFFFFFF", "FF00FF00"))


def fills_of(book: Any, name: str) -> dict[str, Any]:
    made = openpyxl.load_workbook(saved(book, Path(book.fullname).with_name(name)))
    return {cell.coordinate: copy(cell.fill) for row in made["Peserta"]["A6:W45"] for cell in row}


@pytest.mark.parametrize("fill", [PATTERN, GRADIENT], ids=["pattern", "gradient"])
def test_a_fill_that_could_not_come_back_is_not_painted_over(
    excel: Any, practice: Path, fill: Any
) -> None:
    made = openpyxl.load_workbook(practice)
    for row in made["Peserta"]["D6:H45"]:
        for cell in row:
            cell.fill = fill
    made.save(practice)
    book = opened(excel, practice)
    before = fills_of(book, "a.xlsx")
    report = click("bersihkan", book)
    after = fills_of(book, "b.xlsx")
    assert {cell[0] for cell in before if before[cell] != after[cell]}.isdisjoint("DEFGH")
    assert before != after  # the other columns have their marks
    assert any("sel berpola tidak diwarnai" in line for line in report.lines)
    assert "0 dibiarkan" in click("urungkan", book).lines[0]
    assert fills_of(book, "c.xlsx") == before


def test_a_pattern_in_a_binary_book_is_known_to_be_one(excel: Any, practice: Path) -> None:
    made = openpyxl.load_workbook(practice)
    made["Peserta"]["D6"].fill = PATTERN
    made["Peserta"]["D7"].fill = PatternFill("solid", fgColor="FF00FF00")
    made.save(practice)
    page = opened(excel, practice).sheets["Peserta"]
    found = looks_of(page, [(6, 3), (7, 3), (8, 3)])
    assert [read_fill(found[row, 3][0]) for row in (6, 7, 8)] == [
        None, Fill("rgb", 0x00FF00), Fill("none"),
    ]  # fmt: skip


@pytest.mark.parametrize("where", ["a shape", "another sheet"])
def test_a_column_is_learnt_only_from_a_cell_of_the_sheet(
    excel: Any, tmp_path: Path, where: str
) -> None:
    path = tmp_path / "ragu.xlsx"
    test_buttons.unsure_book(path)
    made = openpyxl.load_workbook(path)
    made.create_sheet("Lain")
    made.save(path)
    _, book = excel.open(path)
    ask = "Klik satu sel di kolom yang benar di lembar 'Sheet'"
    with pytest.raises(KepesertaanError, match=ask):
        click("periksa", book, test_buttons.Person(says=False))
    click_elsewhere(excel, book, where)
    with pytest.raises(KepesertaanError, match=ask):
        judge_first_sheet(book)
    book.sheets["Sheet"].activate()
    book.sheets["Sheet"].range("E5").select()
    click("periksa", book)  # what was clicked before was not remembered
    rules = {row[8] for row in book.sheets["Daftar Temuan"].range("A2:K40").raw_value if row[8]}
    assert not any(rule.startswith("NIK") for rule in rules)


def click_elsewhere(excel: Any, book: Any, where: str) -> None:
    if where == "a shape":
        excel.select_shape(book)
    else:
        book.sheets["Lain"].activate()
        book.sheets["Lain"].range("A1").select()


def judge_first_sheet(book: Any) -> None:
    """What a button does with the sheet its findings are about, whatever is in front."""
    seen = read_sheet(book.name, book.sheets["Sheet"])
    run_opened.tables_of(seen, book, test_buttons.Person().desk)


# --- formulas and other books


def spilled_names(excel: Any, practice: Path) -> Any:
    """Ten names that a formula above them spills, with spaces a button would take away."""
    made = openpyxl.load_workbook(practice)
    page = made["Peserta"]
    page["D6"].value = "=Lain!A1:A10"
    made.save(practice)
    book = opened(excel, practice)
    excel.set_result(book, "Peserta", "D6", "  ORANG  CONTOH")
    return book


def test_what_a_formula_spills_is_not_written(excel: Any, spaced: Path) -> None:
    book = spilled_names(excel, spaced)
    excel.spill(book, "Peserta", NAMES)
    page = book.sheets["Peserta"]
    before, below = page.range(NAMES).raw_value, page.range("D16:D45").raw_value
    fixed = read_sheet(book.name, page).fixed
    assert {(row, 3) for row in range(6, 16)} <= fixed.keys()
    assert (16, 3) not in fixed
    click("bersihkan", book)
    assert page.range(NAMES).raw_value == before
    assert page.range("D16:D45").raw_value != below


def test_an_excel_before_dynamic_arrays_has_no_spills(
    excel: Any, spaced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Contents, "HasSpill")
    monkeypatch.setattr(Range, "_absent", frozenset({"HasSpill"}))
    book = spilled_names(excel, spaced)
    click("bersihkan", book)
    assert book.sheets["Peserta"].range("D7").raw_value == " ".join(
        book.sheets["Peserta"].range("D7").raw_value.split()
    )


def test_the_card_of_urungkan_names_book_and_run(excel: Any, practice: Path) -> None:
    book = opened(excel, practice)
    click("bersihkan", book)
    person = test_buttons.Person()
    click("urungkan", book, person)
    assert re.match(
        r"latihan\.xlsx: pekerjaan bersihkan \d{4}-\d\d-\d\d \d\d:\d\d\.\n", person.asked[0]
    )


# --- deep folders


def test_a_book_whose_copies_lie_too_deep_for_excel(
    excel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "r"))
    folder = tmp_path / ("f" * (200 - len(str(tmp_path)) - len("/latihan.xlsx")))
    folder.mkdir()
    practice = folder / "latihan.xlsx"
    practice.write_bytes(test_buttons.PRACTICE.read_bytes())
    _, book = excel.open(practice)
    click("bersihkan", book)
    (copy,) = (folder / ".kepesertaan" / "cadangan" / "latihan").iterdir()
    assert len(str(copy)) > 218
    assert openpyxl.load_workbook(copy).sheetnames == openpyxl.load_workbook(practice).sheetnames
    assert len(excel.openpyxl(book).sheetnames) > len(openpyxl.load_workbook(practice).sheetnames)
    left = [path for path in (tmp_path / "r").rglob("*") if path.is_file()]
    assert not [path for path in left if path.suffix == ".xlsx"]
