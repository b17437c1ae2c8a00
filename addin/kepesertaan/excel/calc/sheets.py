"""The sheets of a book."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import native
from .address import COLUMNS, ROWS, Rect, read_address
from .base import base_classes
from .names import Names
from .ranges import Range
from .tables import PivotTables, Tables
from .trouble import CalcError

if TYPE_CHECKING:
    from .books import Book

CONTENTS = 1 | 2 | 4 | 16  # CellFlags: numbers, dates, texts, formulas
FORMATS = 32 | 64 | 256 | 512  # looks of cells and of letters in them
_NOTES = 8
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[:\\/?*\[\]]")


def check_name(name: str) -> None:
    """Raise ``CalcError`` for a name Excel does not take; Calc would take some of them."""
    if not 0 < len(name) <= _LONGEST_NAME or _FORBIDDEN.search(name):
        raise CalcError("Excel does not take this name for a sheet")
    if name.startswith("'") or name.endswith("'") or name.casefold() == "history":
        raise CalcError("Excel does not take this name for a sheet")


class Sheets(base_classes.Sheets):
    """The sheets of a book, in their order."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> native.NativeSheets:
        """Excel's own names, as far as Kepesertaan needs them."""
        return native.NativeSheets(self)

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self.book, self.book.ask("sheets.active"))

    def __call__(self, name_or_index: str | int) -> Sheet:
        """A sheet by its name or its place from 1; raises ``KeyError``."""
        if isinstance(name_or_index, str):
            return Sheet(self.book, self.book.ask("sheets.named", name_or_index))
        return Sheet(self.book, self.book.ask("sheets.at", name_or_index - 1))

    def names(self) -> list[str]:
        """The names of all sheets, in one question."""
        return list(self.book.ask("sheets.names_in"))

    def __len__(self) -> int:
        return len(self.names())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, number) for number, _ in self.book.ask("sheets.all_in"))

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """A new sheet, before the one in front unless said otherwise; it comes to the front."""
        taken = {other.casefold() for other in self.names()}
        fresh = (f"Sheet{n}" for n in itertools.count(len(taken) + 1))
        name = name or next(other for other in fresh if other.casefold() not in taken)
        check_name(name)
        if after is not None:
            place = after.index
        else:
            place = (before if before is not None else self.active).index - 1
        return Sheet(self.book, self.book.ask("sheets.add", place, name))


class Sheet(base_classes.Sheet):
    """One sheet, known by the number our worker gave it: right also after a rename or a move."""

    def __init__(self, book: Book, number: int) -> None:
        self._book = book
        self.number = number

    def __del__(self) -> None:
        self._book.app.connection.drop(self.number)

    def ask(self, what: str, *given: Any) -> Any:
        """Ask the worker about this sheet."""
        return self._book.app.connection.ask(what, self.number, *given)

    @property
    def api(self) -> native.NativeSheet:
        """Excel's own names, as far as Kepesertaan needs them."""
        return native.NativeSheet(self)

    @property
    def book(self) -> Book:
        """Its book."""
        return self._book

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.ask("sheets.name"))

    @name.setter
    def name(self, value: str) -> None:
        check_name(value)
        self.ask("sheets.rename", value)

    @property
    def names(self) -> Names:
        """The names that are valid on this sheet alone."""
        return Names(self._book, self)

    @property
    def index(self) -> int:
        """Its place among the sheets, from 1."""
        return int(self.ask("sheets.index")) + 1

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Cells by address, by a name, by row and column from 1, or between two of these."""
        first = self._rects(arg1)
        if arg2 is None:
            return Range(self, first)
        corners = [*first, *self._rects(arg2)]
        tops, lefts, bottoms, rights = zip(*corners, strict=True)
        return Range(self, ((min(tops), min(lefts), max(bottoms), max(rights)),))

    def _rects(self, said: Any) -> tuple[Rect, ...]:
        if isinstance(said, Range):
            return said.rects
        if isinstance(said, str):
            found = read_address(said)
            return (tuple(self.ask("names.find", said)),) if found is None else found
        if 0 in said[:2]:
            raise IndexError("rows and columns count from 1")
        row, column = int(said[0]) - 1, int(said[1]) - 1
        height, width = (int(said[2]), int(said[3])) if len(said) == 4 else (1, 1)
        return ((row, column, row + height - 1, column + width - 1),)

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self, ((0, 0, ROWS - 1, COLUMNS - 1),))

    @property
    def used_range(self) -> Range:
        """The block that covers everything in use."""
        return Range(self, (tuple(self.ask("sheets.used")),))

    def activate(self) -> None:
        """Bring it to the front, with its book."""
        self._book.activate()
        self.ask("sheets.activate")

    def select(self) -> None:
        """Bring it to the front of its book."""
        self.ask("sheets.activate")

    def clear_contents(self) -> None:
        """Empty all cells; their looks stay."""
        self.ask("sheets.clear", CONTENTS)

    def clear_formats(self) -> None:
        """Take the looks of all cells away."""
        self.ask("sheets.clear", FORMATS)

    def clear(self) -> None:
        """Empty all cells and take their looks and notes away."""
        self.ask("sheets.clear", CONTENTS | FORMATS | _NOTES)

    def autofit(self, axis: str | None = None) -> None:
        """Let columns and rows fit what is in them."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Remove it."""
        self.ask("sheets.delete")

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it before or after a sheet of its own or another open book of this office."""
        beside = before if before is not None else after
        if beside is None or beside.book.app is not self._book.app:
            raise NotImplementedError("copying a sheet into a book of its own, or another office")
        place = beside.index - 1 if before is not None else beside.index
        self.ask(
            "sheets.copy", beside.book.uid, place, _free(self.name, beside.book.sheets.names())
        )

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it before or after another sheet of its book."""
        place = before.index - 1 if before is not None else after.index if after is not None else 0
        self.ask("sheets.move", place)

    @property
    def visible(self) -> bool:
        """Whether it can be seen."""
        return bool(self.ask("sheets.is_visible"))

    @visible.setter
    def visible(self, value: bool) -> None:
        self.ask("sheets.show", bool(value))

    @property
    def is_protected(self) -> bool:
        """Whether its locked cells cannot be written."""
        return bool(self.ask("sheets.is_protected"))

    def protect(self, on: bool) -> None:
        """Protect it without a password, or take such a protection away."""
        self.ask("sheets.protect", on)

    def hidden_rows(self, first: int, last: int) -> list[tuple[int, int]]:
        """Rows, from 1, that are hidden or filtered away: (first, last) of each run."""
        found = self.ask("looks.hidden", first - 1, last - 1, False)
        return [(top + 1, bottom + 1) for top, bottom in found]

    @property
    def freeze_panes(self) -> FreezePanes:
        """What stays in view."""
        return FreezePanes(self)

    @property
    def page_setup(self) -> PageSetup:
        """How it is printed."""
        return PageSetup(self)

    @property
    def tables(self) -> Tables:
        """Its tables: what Calc calls database ranges."""
        return Tables(self)

    @property
    def pivot_tables(self) -> PivotTables:
        """Its pivot tables."""
        return PivotTables(self)


def _free(name: str, taken: list[str]) -> str:
    """A name for a copy, as Excel makes it: ``Data (2)``."""
    lower = {other.casefold() for other in taken}
    if name.casefold() not in lower:
        return name
    tries = (f"{name[: _LONGEST_NAME - 3 - len(str(n))]} ({n})" for n in itertools.count(2))
    return next(other for other in tries if other.casefold() not in lower)


class FreezePanes(base_classes.FreezePanes):
    """The rows and columns of a sheet that stay in view."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Keep in view all rows and columns up to the last cell of an address."""
        (rect,) = read_address(frozen_range) or ((0, 0, 0, 0),)
        rows = 0 if rect[2] == ROWS - 1 else rect[2] + 1
        columns = 0 if rect[3] == COLUMNS - 1 else rect[3] + 1
        self.sheet.ask("sheets.freeze", rows, columns)

    def unfreeze(self) -> None:
        """Let everything move."""
        self.sheet.ask("sheets.freeze", 0, 0)


class PageSetup(base_classes.PageSetup):
    """How a sheet is printed."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> PageSetup:
        """Calc has nothing more for it."""
        return self

    @property
    def print_area(self) -> str | None:
        """The address of what is printed, None for everything."""
        rects = self.sheet.ask("parts.print_areas")
        return Range(self.sheet, tuple(map(tuple, rects))).address if rects else None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        rects = self.sheet.range(value).rects if value else ()
        self.sheet.ask("parts.put_print_areas", rects)
