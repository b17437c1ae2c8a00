"""One button, three ways: in Excel, in LibreOffice Calc, and on the closed file, to the same end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter

from fake_addin import load_addin
from kepesertaan.domain.edit import CellEdit
from kepesertaan.domain.errors import CannotWrite
from kepesertaan.domain.table import CellError, cell_name
from kepesertaan.excel.calc.values import ERROR_NAMES
from kepesertaan.excel.load import load_xlwings
from kepesertaan.files.edit import edit_package
from kepesertaan.files.package import open_package
from kepesertaan.run.dispatch import run_job
from kepesertaan.run.ledger import folder_beside, read_entries
from kepesertaan.run.plan import Job, Options, plan_jobs
from test_buttons import PRACTICE, TODAY, cells_of, click, saved, values_of

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.filterwarnings("ignore:.*extension is not supported"),  # openpyxl of Calc's
]
LISTS = {"Pratinjau": "Perubahan", "Daftar Temuan": "Perlu Keputusan", "Perubahan": "Perubahan"}
UNTICKED = 2  # every second line
HEADS = ("NO", "NIK", "NAMA", "TGL LAHIR", "JENIS KELAMIN", "HP", "UPAH", "PANJANG")
BIRTHS = [date(1990, 1, 2), date(1985, 12, 30), date(1979, 7, 14), date(2001, 3, 9)]
Steps = dict[str, Any]


def hard_book(path: Path, grey: Any = "#EDEDED") -> None:
    """What a program can spoil: merged cells, formulas, errors, dates, long numbers, looks."""
    made = xlsxwriter.Workbook(str(path))
    page = made.add_worksheet("Peserta")
    bold, look = made.add_format({"bold": True}), made.add_format({"bg_color": grey})
    text = made.add_format({"num_format": "@"})
    day = made.add_format({"num_format": "dd/mm/yyyy", "bg_color": "#FCE4D6"})
    money = made.add_format({"num_format": "#,##0.00"})
    page.merge_range("A1:H1", "DAFTAR PESERTA CONTOH", bold)
    page.write_row(2, 0, HEADS, bold)
    for i in range(1, 13):
        row, born = i + 2, BIRTHS[i % 4]
        nik = f"357801{born:%d%m%y}{9900 + i:04}"
        page.write_number(row, 0, i)
        page.write_string(row, 1, f" {nik}" if i % 4 == 1 else nik, text if i % 2 else None)
        page.write_string(row, 2, " budi  contoh" if i % 2 else "SITI CONTOH", look)
        page.write_datetime(row, 3, born, day)
        page.write_string(row, 4, "laki-laki" if i % 2 else "L")
        page.write_string(row, 5, f"+62 812-3456-7{i:03}")
        page.write_number(row, 6, 5_500_000 + i, money)
        page.write_formula(row, 7, f"=LEN(C{row + 1})", None, 13 if i % 2 else 11)
    page.write_number("B6", 3578011407799903)
    page.write_string("D7", "2 Januari 1990")
    page.write_formula("C8", '=LOWER("BUDI CONTOH")', None, "budi contoh")
    page.write_formula("G9", "=NA()", money, "#N/A")
    page.write_formula("G10", "=1/0", money, "#DIV/0!")
    page.write_boolean("E11", True)
    page.merge_range("C12:C13", "  siti  contoh", look)
    page.write_formula("G17", "=SUM(G4:G8)", money, 27_500_020)
    made.close()
    plain = path.with_name("polos.xlsx")
    path.rename(plain)
    with open_package(plain) as package:
        edit_package(package, path, {"Peserta": [CellEdit(11, 6, CellError("#N/A"))]})
    plain.unlink()


@dataclass
class Opened:
    """A book open in Excel or Calc."""

    book: Any
    path: Path

    def click(self, button: str) -> None:
        click(button, self.book)

    def lists(self, *names: str) -> Any:
        return [filled(self.book.sheets[name].used_range.value) for name in names]

    def tick(self) -> None:
        page = self.book.sheets["Pratinjau"]
        ticks = page.range(f"A2:A{page.used_range.shape[0]}")
        ticks.raw_value = [("Ya" if i % UNTICKED else "Tidak",) for i in range(ticks.shape[0])]

    def start_again(self) -> None:
        """An open book can be cleaned again after it was taken back."""


class InExcel(Opened):
    """The fake Excel is asked for what it saves."""

    def cells(self) -> Any:
        return cells_of(saved(self.book, self.path.with_name("kini.xlsx")), "Peserta")


class InCalc(Opened):
    """Calc is asked itself: saving .xlsx it drops the 16th digit of a number, which is not ours."""

    @cached_property
    def covered(self) -> set[str]:
        """Cells that lie under a merged one, which openpyxl shows without a look."""
        merged = openpyxl.load_workbook(self.path)["Peserta"].merged_cells.ranges
        return {f"{get_column_letter(c)}{r}" for area in merged for r, c in list(area.cells)[1:]}

    def cells(self) -> Any:
        rng = self.book.sheets["Peserta"].used_range
        values, formulas = rng.options(err_to_str=True, ndim=2, numbers=float).value, rng.formula
        looks = {}
        for k, groups in enumerate((rng.impl.number_formats(), rng.impl.fills())):
            for look, rects in groups:
                looks |= {(k, *cell): look for rect in rects for cell in cells_within(rect)}
        found = {}
        for row, column in cells_within(rng.impl.rect):
            value, kind = told(values[row][column], formulas[row][column])
            fill = "%02X%02X%02X" % (looks[1, row, column] or (0, 0, 0))
            fill = fill if looks[1, row, column] else ""
            address = cell_name(row + 1, column)
            if value is not None or (fill and address not in self.covered):
                found[address] = (value, kind, looks[0, row, column], fill)
        return found


def cells_within(rect: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    top, left, bottom, right = rect
    return [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]


def told(value: Any, formula: str) -> tuple[Any, str]:
    """A cell of Calc as openpyxl has it: what it holds, and of which kind that is."""
    if formula.startswith("=") and formula != value:
        return formula, "f"
    if isinstance(value, str):
        return value, "e" if value in ERROR_NAMES.values() else "s"
    return value, {bool: "b", datetime: "d"}.get(type(value), "n")


@dataclass
class Closed:
    """A file nobody has open, worked on by the command line's own function."""

    source: Path
    round: int = 1

    def __post_init__(self) -> None:
        options = Options(today=TODAY, sheets=("Peserta",))
        (self.job,) = plan_jobs([self.source], options)
        self.options = options

    @property
    def path(self) -> Path:
        return self.job.result

    def click(self, button: str) -> None:
        target = {"terapkan": self.job.findings, "urungkan": self.job.result}.get(button)
        job = Job(target, target, target) if target else self.job
        run_job(button, job, self.options, progress=lambda _text: None)

    def lists(self, *names: str) -> Any:
        return [filled(values_of(self.job.findings, LISTS[name])) for name in names]

    def tick(self) -> None:
        made = openpyxl.load_workbook(self.job.findings)
        page = made["Perubahan"]
        for row in range(2, page.max_row + 1, UNTICKED):
            page[f"A{row}"].value = "Tidak"
        made.save(self.job.findings)

    def cells(self) -> Any:
        there = self.job.result if self.job.result.exists() else self.source
        return cells_of(there, "Peserta")

    def start_again(self) -> None:
        """A result that was taken back stays: another one is made in another folder."""
        folder = self.source.parent / "lagi"
        folder.mkdir()
        self.source = Path(shutil.copy(self.source, folder))
        self.__post_init__()


def filled(rows: Any) -> list[list[Any]]:
    """Rows of a list without what is empty at their end."""
    found = [list(row) for row in rows]
    for row in found:
        while row and row[-1] is None:
            row.pop()
    return [row for row in found if row]


def looked_first(way: Any) -> Steps:
    """What Periksa, Terapkan and Urungkan leave behind: cells with their looks, lists, journal."""
    steps: Steps = {"semula": way.cells()}
    way.click("periksa")
    steps["periksa"] = way.cells(), way.lists("Pratinjau", "Daftar Temuan")
    way.tick()
    way.click("terapkan")
    steps["terapkan"] = way.cells(), journal_of(way.path)
    way.click("urungkan")
    steps["urungkan"] = way.cells(), journal_of(way.path)
    way.start_again()
    return steps | at_once(way)


def at_once(way: Any) -> Steps:
    """What Bersihkan and Urungkan leave behind."""
    steps: Steps = {}
    way.click("bersihkan")
    steps["bersihkan"] = way.cells(), journal_of(way.path), way.lists("Perubahan", "Daftar Temuan")
    way.click("urungkan")
    steps["urungkan lagi"] = way.cells(), journal_of(way.path)
    return steps


def journal_of(path: Path) -> list[tuple[Any, ...]]:
    """The cells of the last run: what each was, what it became, how it looked, and why."""
    last = [entry for entry in read_entries(folder_beside(path)) if entry.cells][-1]
    return [
        (last.action, c.kind, c.sheet, c.row, c.col, c.header, c.field, c.before, c.after, c.rule,
         c.fill, c.number_format)
        for c in last.cells
    ]  # fmt: skip


def practice_book(path: Path) -> None:
    shutil.copy(PRACTICE, path)


@pytest.mark.parametrize(("make", "clicked"), [(practice_book, at_once), (hard_book, looked_first)])
def test_a_button_leaves_the_same_cells_looks_and_log_everywhere(
    excel: Any,
    office: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], None],
    clicked: Callable[[Any], Steps],
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    load_xlwings()
    load_addin(excel)
    paths = {name: tmp_path / name / "peserta.xlsx" for name in ("excel", "calc", "berkas")}
    for path in paths.values():
        path.parent.mkdir()
        make(path)
    _, in_excel = excel.open(paths["excel"])
    in_calc = office.books.open(str(paths["calc"]))
    try:
        by_calc = clicked(InCalc(in_calc, paths["calc"]))
    finally:
        in_calc.close()
    by_excel = clicked(InExcel(in_excel, paths["excel"]))
    by_file = clicked(Closed(paths["berkas"]))
    for step, found in by_file.items():
        assert by_excel[step] == found, step
        assert by_calc[step] == found, step


def test_a_colour_of_a_theme_is_taken_back_by_the_file_and_not_guessed_by_calc(
    office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    source = tmp_path / "peserta.xlsx"
    hard_book(source, grey=xlsxwriter.color.Color.theme(4, 2))
    by_file = Closed(source)
    by_file.click("bersihkan")
    in_calc = InCalc(office.books.open(str(by_file.path)), by_file.path)
    before = in_calc.cells()
    with pytest.raises(CannotWrite, match=r"kepesertaan urungkan peserta_bersih\.xlsx"):
        in_calc.click("urungkan")
    assert in_calc.cells() == before
    in_calc.book.close()
