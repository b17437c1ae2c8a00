"""The buttons inside Excel: the real xlwings engine of Windows over a fake Excel."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kepesertaan.actions.registry import all_actions
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options

PRACTICE = Path(__file__).parents[1] / "workbooks" / "latihan.xlsx"
TODAY = date(2026, 11, 22)
NIK, NEW_NIK = "3578011708909901", "3578011708909902"


class Person:
    """Who sits at the screen: says yes or no, and remembers what was asked and told."""

    def __init__(self, *, says: bool = True) -> None:
        self.says, self.asked, self.told = says, [], []

    def ask(self, text: str) -> bool:
        self.asked.append(text)
        return self.says

    @property
    def desk(self) -> Desk:
        return Desk(self.ask, self.told.append)


def click(button: str, book: Any, person: Person | None = None) -> Any:
    person = person or Person()
    return run_opened(all_actions()[button], book, Options(today=TODAY), person.desk)


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """The practice book, in a folder of its own."""
    path = tmp_path / "kantor" / "latihan.xlsx"
    path.parent.mkdir()
    shutil.copyfile(PRACTICE, path)
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of nobody's."""
    folder = tmp_path / "rumah"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


def cells_of(path: Path, sheet: str | None = None) -> dict[str, Any]:
    """Value, number format and fill of every cell of a saved sheet."""
    book = openpyxl.load_workbook(path)
    page = book[sheet] if sheet else book.worksheets[0]
    return {
        cell.coordinate: (cell.value, cell.data_type, cell.number_format, fill_of(cell))
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None or fill_of(cell)
    }


def fill_of(cell: Any) -> str:
    return cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type == "solid" else ""


def saved(book: Any, path: Path) -> Path:
    """The book as it is now, in a file."""
    book.api.SaveCopyAs(str(path))
    return path
