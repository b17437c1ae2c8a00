"""Bugs planted in the adapter, one at a time: each must be seen by the one check of a whole click."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from fake_addin import load_addin
from fake_excel import running
from kepesertaan.domain.edit import CellEdit
from kepesertaan.domain.table import CellError
from kepesertaan.excel import api, reading, screen, writing
from kepesertaan.excel.load import load_xlwings
from kepesertaan.files.edit import edit_package
from kepesertaan.files.package import open_package
from kepesertaan.run import opened, opened_undo, opened_write
from kepesertaan.run.opened import Desk
from test_buttons import Person, cells_of, cleaned_by_command, click, saved, values_of

HEADS = ("NO", "NIK", "NAMA", "TGL LAHIR", "JENIS KELAMIN", "HP", "UPAH")
BIRTHS = [date(1990, 1, 2), date(1985, 12, 30), date(1979, 7, 14), date(2001, 3, 9)]
FORMULA, ERROR, TYPED, RACED = "C4", "G5", "C6", "C8"
Patch = Callable[[pytest.MonkeyPatch], None]


def tricky_book(path: Path) -> None:
    """Every kind of cell a button can spoil: formula, error, dates, long numbers, looks."""
    made = xlsxwriter.Workbook(str(path))
    page = made.add_worksheet("Peserta")
    day = made.add_format({"num_format": "dd/mm/yyyy", "bg_color": "#FCE4D6"})
    grey = made.add_format({"bg_color": "#EDEDED"})
    page.write_row(0, 0, HEADS)
    for i in range(1, 12):
        born = BIRTHS[i % 4]
        nik = f"357801{born:%d%m%y}{9900 + i:04}"
        page.write_number(i, 0, i)
        if i % 3:
            page.write_string(i, 1, nik)
        else:
            page.write_number(i, 1, float(nik))
        page.write_string(i, 2, " budi  contoh" if i % 2 else "SITI CONTOH", grey)
        page.write_datetime(i, 3, born, day)
        page.write_string(i, 4, "laki-laki" if i % 2 else "L")
        page.write_string(i, 5, f"+62 812-3456-7{i:03}")
        page.write_number(i, 6, 5_500_000 + i)
    page.write_formula(FORMULA, '=LOWER("BUDI CONTOH")', None, "budi contoh")
    made.close()
    plain = path.with_name("polos.xlsx")
    shutil.copyfile(path, plain)
    with open_package(plain) as package:
        edit_package(package, path, {"Peserta": [CellEdit(5, 6, CellError("#N/A"))]})
    plain.unlink()


def scenario(excel: Any, folder: Path) -> None:
    """One click of Bersihkan and one of Urungkan, looked at from all sides."""
    path = folder / "kantor" / "peserta.xlsx"
    path.parent.mkdir()
    tricky_book(path)
    before = cells_of(path)
    by_command = cleaned_by_command(path, folder)
    _, book = excel.open(path)
    click("bersihkan", book)
    after = saved(book, folder / "tombol.xlsx")
    assert cells_of(after, "Peserta") == cells_of(by_command, "Peserta")
    findings = by_command.with_name("peserta_temuan.xlsx")
    assert values_of(after, "Perubahan") == values_of(findings, "Perubahan")
    assert values_of(after, "Daftar Temuan") == values_of(findings, "Perlu Keputusan")
    assert excel.left() == {}
    copies = list((path.parent / ".kepesertaan" / "cadangan" / "peserta").iterdir())
    assert [cells_of(copy) for copy in copies] == [before]
    book.sheets["Peserta"].range(TYPED).raw_value = "DIKETIK ORANG"
    click("urungkan", book)
    again = cells_of(saved(book, folder / "semula.xlsx"), "Peserta")
    assert again.pop(TYPED)[0] == "DIKETIK ORANG"
    assert again == {place: cell for place, cell in before.items() if place != TYPED}
    race(book)
    assert excel.left() == {}
    assert not excel.faults


def race(book: Any) -> None:
    """What a person types while the button is judging stays."""
    cell = book.sheets["Peserta"].range(RACED)

    def progress(step: str) -> None:
        if step == "menulis":
            cell.raw_value = "BARU SAJA"

    from kepesertaan.actions.registry import all_actions
    from kepesertaan.run.opened_buttons import run_opened
    from kepesertaan.run.plan import Options

    options = Options(today=date(2026, 11, 22))
    run_opened(all_actions()["bersihkan"], book, options, Desk(Person().ask, progress))
    assert cell.raw_value == "BARU SAJA"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "rumah"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


def test_without_a_planted_bug_all_is_well(tmp_path: Path, home: Path) -> None:
    with running() as excel:
        load_xlwings()
        load_addin(excel)
        scenario(excel, tmp_path)


def changed(module: Any, name: str, wrap: Callable[[Any], Any]) -> Patch:
    """A mutant: a function of the adapter replaced by ``wrap`` of it."""

    def plant(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, name, wrap(getattr(module, name)))

    return plant


def _cell_with(**other: Any) -> Callable[[Any], Any]:
    """Every cell as it is written, with something else in it."""
    from dataclasses import replace

    def wrap(real: Any) -> Any:
        def mutant(edit: Any, date1904: bool) -> Any:
            cell = real(edit, date1904)
            return replace(cell, **{name: make(cell) for name, make in other.items()})

        return mutant

    return wrap


def _no_restore(real: Any) -> Any:
    @contextlib.contextmanager
    def still(app: Any) -> Any:
        for name, value in screen._STILL.items():
            setattr(app, name, value)
        yield

    return still


MUTANTS: dict[str, Patch] = {
    "writes over a formula": changed(reading, "_formulas", lambda _: lambda *_: iter(())),
    "loses the 16th digit": changed(
        writing, "_cell", _cell_with(kind=lambda c: 2 if c.kind == 1 else c.kind)
    ),
    "reads #N/A as empty": changed(
        reading, "_raw", lambda real: lambda v: None if type(v) is int else real(v)
    ),
    "colours the wrong row": changed(
        writing, "_cell", _cell_with(row=lambda c: c.row + (c.kind == 0))
    ),
    "writes into the wrong column": changed(writing, "_cell", _cell_with(col=lambda c: c.col + 1)),
    "reads dates as numbers": changed(reading, "_show_dates", lambda _: lambda *_: None),
    "gives no colour": changed(writing, "_cell", _cell_with(fill=lambda _: None)),
    "gives no format": changed(writing, "_cell", _cell_with(number_format=lambda _: None)),
    "leaves the screen still": changed(opened, "still", _no_restore),
    "forgets the copy": changed(
        opened_write, "back_up_by", lambda real: lambda write, *rest: real(
            lambda temp: temp.write_bytes(b""), *rest
        ),
    ),
    "forgets the journal": changed(opened_write, "confirm", lambda _: lambda *_: None),
    "forgets how cells looked": changed(
        opened_write, "_looks", lambda _: lambda copy, book, edits: {
            (name, e.row, e.col): ("", "General") for name, some in edits.items() for e in some
        },
    ),
    "writes over what was typed meanwhile": changed(
        opened, "without_moved", lambda _: lambda outcome, *_: outcome
    ),
    "undoes over newer edits": changed(
        opened_undo, "_reader", lambda _: lambda book, stands: lambda *place: _as_written(stands, place)
    ),
    "does not see hidden formats": changed(
        api, "number_format", lambda _: lambda rng: "General"
    ),
    "loses the last cell": changed(
        writing, "_write_by_macro", lambda real: lambda app, book, sheet, cells: real(
            app, book, sheet, cells[:-1]
        ),
    ),
    "writes numbers under the old format": changed(
        writing, "_cell", _cell_with(kind=lambda c: 1 if c.kind == 2 else c.kind)
    ),
}  # fmt: skip


def _as_written(stands: Any, place: tuple[str, int, int]) -> Any:
    """What the journal says was written, whatever stands there now."""
    entries = opened_undo.opened_entries(stands)
    return next(c.after for c in entries[-1].cells if (c.sheet, c.row, c.col) == place)


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_bug_is_caught(
    name: str, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    MUTANTS[name](monkeypatch)
    with running() as excel:
        load_xlwings()
        load_addin(excel)
        with pytest.raises(Exception):  # noqa: B017, PT011 - an assertion, or an error told to a user
            scenario(excel, tmp_path)
