"""What the worker keeps between questions: the office, open books by id, sheets by number.

A rectangle is ``[first row, first column, last row, last column]``, all from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uno

UnoError: type[Exception] = uno.getClass("com.sun.star.uno.Exception")
_EXCEL_SYNTAX = 3  # AddressConvention.XL_OOX: the only one that also takes Excel's separators


class Refused(Exception):
    """Calc does not do it. ``kind``: protected, value, missing, unsupported, refused."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(why)
        self.kind = kind


def structure(name: str, **fields: Any) -> Any:
    """A UNO structure with fields set."""
    made = uno.createUnoStruct(name)
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def properties(**fields: Any) -> tuple[Any, ...]:
    """Named values as UNO takes them."""
    kind = "com.sun.star.beans.PropertyValue"
    return tuple(structure(kind, Name=name, Value=value) for name, value in fields.items())


@contextmanager
def refusing(kind: str, why: str) -> Iterator[None]:
    """An error of Calc within it means that it does not do this; unless Calc itself is gone."""
    try:
        yield
    except UnoError as error:
        name = type(error).__name__.rpartition(".")[2]
        if name == "DisposedException":
            raise
        raise Refused(kind, f"{why}: {name}") from None


class Session:
    """One connection to an office."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.formats: dict[tuple[str, int], tuple[str, str]] = {}
        self.locked: list[str] = []  # books whose screens we hold still
        self.stopped: list[str] = []  # books that calculated at once before we stopped it
        self.is_held = False  # whether windows take no key or click
        self.behind: dict[str, str | None] = {}  # book we opened -> book in front before it
        self.begun: list[tuple[str, int]] = []  # open steps for undo: book, steps before it
        self._books: dict[str, Any] = {}
        self._sheets: dict[int, tuple[str, Any]] = {}
        self._next = 1

    def service(self, name: str) -> Any:
        """A service of the office."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def books(self) -> dict[str, Any]:
        """Every open Calc book by its id, oldest first."""
        frames = self.desktop.Frames
        found: dict[str, Any] = {}
        for k in range(frames.Count):
            control = frames.getByIndex(k).Controller
            model: Any = control.Model if control is not None else None
            if is_book(model):
                found[model.RuntimeUID] = model
        self._books = found
        return found

    def book(self, uid: str) -> Any:
        """An open book; refused when it was closed."""
        if uid not in self._books and uid not in self.books():
            raise Refused("missing", "the book is no longer open")
        return self._books[uid]

    def forget(self, uid: str) -> None:
        """A book was closed."""
        self._books.pop(uid, None)

    def keep(self, uid: str, sheet: Any) -> int:
        """A number for a sheet, which stays right when it is renamed or moved."""
        self._sheets[self._next] = (uid, sheet)
        self._next += 1
        return self._next - 1

    def drop(self, numbers: list[int]) -> None:
        """The other side has forgotten these sheets."""
        for number in numbers:
            self._sheets.pop(number, None)

    def sheet(self, number: int) -> Any:
        """The sheet with a number."""
        return self._sheets[number][1]

    def uid_of(self, number: int) -> str:
        """The id of the book a sheet is in."""
        return self._sheets[number][0]

    def book_of(self, number: int) -> Any:
        """The book a sheet is in."""
        return self.book(self.uid_of(number))

    def area(self, number: int, rect: list[int]) -> Any:
        """One rectangle of cells."""
        top, left, bottom, right = rect
        return self.sheet(number).getCellRangeByPosition(left, top, right, bottom)

    def areas(self, number: int, rects: list[list[int]]) -> Any:
        """One or more rectangles that take a property in one call."""
        if len(rects) == 1:
            return self.area(number, rects[0])
        index = self.index_of(number)
        ranges = self.book_of(number).createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddresses(tuple(address(index, rect) for rect in rects), False)
        return ranges

    def parser(self, uid: str) -> Any:
        """What reads and writes formulas in Excel's syntax."""
        found = self.book(uid).createInstance("com.sun.star.sheet.FormulaParser")
        found.CompileEnglish = True
        found.FormulaConvention = _EXCEL_SYNTAX
        return found

    def index_of(self, number: int) -> int:
        """The place of a sheet among the sheets, from 0."""
        return int(self.sheet(number).getCellByPosition(0, 0).CellAddress.Sheet)

    def guard(self, number: int, rects: list[list[int]]) -> None:
        """Refuse to write locked cells of a protected sheet.

        Calc's interface itself does not: there it writes texts, ignores colours, refuses blocks.
        """
        if not self.sheet(number).isProtected():
            return
        ranges = self.areas(number, rects)
        if is_mixed(ranges, "CellProtection") or ranges.CellProtection.IsLocked:
            raise Refused("protected", "the sheet is protected")

    def guard_sheets(self, uid: str) -> None:
        """Refuse to add, remove or rename sheets of a book with a locked structure."""
        if self.book(uid).isProtected():
            raise Refused("protected", "the structure of the book is protected")


def is_book(model: Any) -> bool:
    """Whether it is a spreadsheet."""
    service = "com.sun.star.sheet.SpreadsheetDocument"
    return (
        model is not None and hasattr(model, "supportsService") and model.supportsService(service)
    )


def is_mixed(ranges: Any, name: str) -> bool:
    """Whether cells differ in a property; asked for its value, Calc gives just one of them."""
    return str(ranges.getPropertyState(name).value) == "AMBIGUOUS_VALUE"


def address(sheet: int, rect: list[int]) -> Any:
    """A range address."""
    top, left, bottom, right = rect
    kind = "com.sun.star.table.CellRangeAddress"
    return structure(
        kind, Sheet=sheet, StartRow=top, StartColumn=left, EndRow=bottom, EndColumn=right
    )


def cell_address(sheet: int, row: int, column: int) -> Any:
    """A cell address."""
    return structure("com.sun.star.table.CellAddress", Sheet=sheet, Row=row, Column=column)


def rect_of(found: Any) -> list[int]:
    """A range address as the other side takes it."""
    return [found.StartRow, found.StartColumn, found.EndRow, found.EndColumn]


def rects_of(ranges: Any) -> list[list[int]]:
    """The rectangles of several ranges."""
    return [rect_of(found) for found in ranges.getRangeAddresses()]
