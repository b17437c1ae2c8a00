"""The few names of Excel's own object model that Kepesertaan uses through ``.api``.

``kepesertaan.excel.api`` asks Excel and Calc by the same names; whatever is not here raises
``NotImplementedError`` and never gives a value that was not looked up.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .address import COLUMNS, ROWS, Rect
from .parts import read_rgb, rgb_number
from .trouble import CalcError

if TYPE_CHECKING:
    from .apps import App
    from .books import Book
    from .ranges import Range
    from .sheets import Sheet, Sheets
    from .tables import PivotTable

_FORCE_DISABLE = 3  # MsoAutomationSecurity
_FORMULAS, _PART, _BY_ROWS, _PREVIOUS = -4123, 2, 1, 2
_VISIBLE = 12
_NO_FILL, _SOLID = -4142, 1
_FIRST_1904 = 1904


class NotInCalc(NotImplementedError, AttributeError):
    """A name of Excel's object model that has no counterpart here."""


class _Native:
    """Refuses every name it does not have."""

    def __getattr__(self, name: str) -> Any:
        raise NotInCalc(f"{type(self).__name__}.{name}")

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        if not isinstance(getattr(type(self), name, None), property):
            raise NotInCalc(f"{type(self).__name__}.{name}")
        object.__setattr__(self, name, value)


class NativeApp(_Native):
    """Excel's Application."""

    _app: App

    def __init__(self, app: App) -> None:
        self._set(_app=app)

    ActiveProtectedViewWindow = None  # Calc has no such view
    Ready = True  # Calc takes what is written also while the user types in a cell

    @property
    def AutomationSecurity(self) -> int:  # noqa: N802
        """Always: no macro of a file we open may run."""
        return _FORCE_DISABLE

    @AutomationSecurity.setter
    def AutomationSecurity(self, value: int) -> None:  # noqa: N802
        if value != _FORCE_DISABLE:
            raise NotInCalc("letting macros run")

    @property
    def Workbooks(self) -> NativeBooks:  # noqa: N802
        """The open books."""
        return NativeBooks(self._app)


class NativeBooks(_Native):
    """Excel's Workbooks."""

    _app: App

    def __init__(self, app: App) -> None:
        self._set(_app=app)

    def __call__(self, name: str) -> NativeBook:
        """An open book; raises ``CalcError`` when there is none, as Excel does."""
        try:
            return NativeBook(self._app.books(name))
        except KeyError:
            raise CalcError("no open book of this name") from None

    @property
    def Count(self) -> int:  # noqa: N802
        """How many there are."""
        return len(self._app.books)

    def Add(self, path: str | None = None) -> NativeBook:  # noqa: N802
        """A new book; with a path it begins as a copy of the file."""
        books = self._app.books
        return NativeBook(books.add() if path is None else books.open_copy(path))


class NativeBook(_Native):
    """Excel's Workbook."""

    _book: Book

    def __init__(self, book: Book) -> None:
        self._set(_book=book)

    @property
    def Name(self) -> str:  # noqa: N802
        """Its name."""
        return self._book.name

    @property
    def Path(self) -> str:  # noqa: N802
        """Its folder, "" when it was never saved; an address where it is not on this computer."""
        found = str(self._book.ask("books.path"))
        return (
            found.rpartition("/")[0] if "://" in found else str(Path(found).parent) if found else ""
        )

    @property
    def ReadOnly(self) -> bool:  # noqa: N802
        """Whether it may not be saved under its name."""
        return bool(self._book.state["read_only"])

    @property
    def MultiUserEditing(self) -> bool:  # noqa: N802
        """Whether it is shared."""
        return bool(self._book.state["shared"])

    @property
    def ProtectStructure(self) -> bool:  # noqa: N802
        """Whether sheets must not be added."""
        return bool(self._book.state["locked"])

    @property
    def Date1904(self) -> bool:  # noqa: N802
        """Whether day 0 is 1 January 1904."""
        return bool(self._book.first_day.year == _FIRST_1904)

    @property
    def Worksheets(self) -> NativeSheets:  # noqa: N802
        """Its sheets."""
        return NativeSheets(self._book.sheets)

    @property
    def ActiveSheet(self) -> NativeSheet:  # noqa: N802
        """The sheet in front."""
        return NativeSheet(self._book.sheets.active)

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802
        """Write it as it is to another file; its own name and state stay."""
        self._book.save_copy(Path(path))


class NativeSheets(_Native):
    """Excel's Worksheets."""

    _sheets: Sheets

    def __init__(self, sheets: Sheets) -> None:
        self._set(_sheets=sheets)

    def __call__(self, name_or_index: str | int) -> NativeSheet:
        """A sheet; raises ``CalcError`` when there is none, as Excel does."""
        try:
            return NativeSheet(self._sheets(name_or_index))
        except KeyError:
            raise CalcError("no such sheet") from None

    @property
    def Count(self) -> int:  # noqa: N802
        """How many there are."""
        return len(self._sheets)


class NativeSheet(_Native):
    """Excel's Worksheet."""

    sheet: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self._set(sheet=sheet)

    @property
    def Name(self) -> str:  # noqa: N802
        """Its name."""
        return self.sheet.name

    @Name.setter
    def Name(self, value: str) -> None:  # noqa: N802
        self.sheet.name = value

    @property
    def Index(self) -> int:  # noqa: N802
        """Its place, from 1."""
        return self.sheet.index

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        """Whether locked cells cannot be written."""
        return self.sheet.is_protected

    @property
    def FilterMode(self) -> bool:  # noqa: N802
        """Whether a filter hides rows."""
        return self.sheet.is_filtered

    @property
    def Cells(self) -> NativeRange:  # noqa: N802
        """All cells."""
        return NativeRange(self.sheet.cells)

    def Range(self, address: str) -> NativeRange:  # noqa: N802
        """Cells by their address."""
        return NativeRange(self.sheet.range(address))

    def Copy(self, before: NativeSheet | None, after: NativeSheet | None) -> None:  # noqa: N802
        """Copy it before or after another; the copy comes to the front."""
        beside = before if before is not None else after
        if beside is None:
            raise NotInCalc("copying a sheet into a book of its own")
        earlier = before.sheet if before is not None else None
        self.sheet.copy(earlier, after.sheet if after is not None else None)
        place = beside.sheet.index - 1 if before is not None else beside.sheet.index + 1
        beside.sheet.book.sheets(place).select()

    def Delete(self) -> None:  # noqa: N802
        """Remove it."""
        self.sheet.delete()


class NativeRange(_Native):
    """Excel's Range."""

    cells: Range

    def __init__(self, cells: Range) -> None:
        self._set(cells=cells)

    def __call__(self, row: int, column: int) -> NativeRange:
        """One cell, from 1."""
        return NativeRange(self.cells(row, column))

    @property
    def Value2(self) -> Any:  # noqa: N802
        """The values, dates as serials."""
        from .ranges import as_excel

        return as_excel(self.cells.block(moments=False))

    @property
    def Value(self) -> Any:  # noqa: N802
        """The values, dates as datetimes."""
        return self.cells.raw_value

    @property
    def Formula(self) -> Any:  # noqa: N802
        """What the formula bar shows."""
        return self.cells.formula

    @property
    def HasFormula(self) -> bool | None:  # noqa: N802
        """Whether the cells hold formulas: all, none, or (None) some."""
        found = sum(_size(rect) for rect in self.cells.formula_areas)
        return None if 0 < found < len(self.cells) else found > 0

    @property
    def MergeCells(self) -> bool | None:  # noqa: N802
        """Whether the cells are merged: all, none, or (None) some."""
        return self.cells.merge_cells

    @property
    def NumberFormat(self) -> str | None:  # noqa: N802
        """The number format of all cells, None where they differ."""
        return self.cells.number_format

    @property
    def Row(self) -> int:  # noqa: N802
        """The first row, from 1."""
        return self.cells.row

    @property
    def Column(self) -> int:  # noqa: N802
        """The first column, from 1."""
        return self.cells.column

    @property
    def Count(self) -> int:  # noqa: N802
        """How many cells."""
        return len(self.cells)

    @property
    def Rows(self) -> NativeLines:  # noqa: N802
        """Its rows."""
        return NativeLines(self.cells, 0)

    @property
    def Columns(self) -> NativeLines:  # noqa: N802
        """Its columns."""
        return NativeLines(self.cells, 1)

    @property
    def EntireRow(self) -> NativeLines:  # noqa: N802
        """The whole rows it is in."""
        return NativeLines(self.cells, 0)

    @property
    def Interior(self) -> NativeFill:  # noqa: N802
        """Its fill."""
        return NativeFill(self.cells)

    def SpecialCells(self, kind: int) -> NativeRange:  # noqa: N802
        """The cells that can be seen; raises ``CalcError`` when there are none, as Excel does."""
        from .ranges import Range

        if kind != _VISIBLE:
            raise NotInCalc(f"SpecialCells({kind})")
        top, left, bottom, right = self.cells.rect
        hidden = {
            row - 1 for first, last in self.cells.hidden_rows() for row in range(first, last + 1)
        }
        rows = [row for row in range(top, bottom + 1) if row not in hidden]
        if not rows:
            raise CalcError("no cells were found")
        rects = tuple((row, left, row, right) for row in rows)
        return NativeRange(Range(self.cells.sheet, rects))

    def Find(  # noqa: N802
        self, what: str, after: Any, look_in: int, look_at: int, order: int, direction: int
    ) -> NativeRange | None:
        """The last cell that holds anything, by rows or by columns; None when none does."""
        asked = (what, look_in, look_at, direction)
        if asked != ("*", _FORMULAS, _PART, _PREVIOUS) or _size(self.cells.rect) < ROWS * COLUMNS:
            raise NotInCalc("Find for anything but the last cell")
        found = self.cells.sheet.ask("sheets.last_filled")
        if found is None:
            return None
        row, column = found[0] if order == _BY_ROWS else found[1]
        return NativeRange(self.cells.sheet.range((row + 1, column + 1)))


class NativeLines(_Native):
    """Rows or columns of a range."""

    cells: Range
    axis: int

    def __init__(self, cells: Range, axis: int) -> None:
        self._set(cells=cells, axis=axis)

    @property
    def Count(self) -> int:  # noqa: N802
        """How many."""
        return self.cells.shape[self.axis]

    @property
    def Hidden(self) -> bool | None:  # noqa: N802
        """Whether they are hidden: all, none, or (None) some."""
        return self.cells.column_hidden if self.axis else self.cells.row_hidden


class NativeFill(_Native):
    """Excel's Interior."""

    cells: Range

    def __init__(self, cells: Range) -> None:
        self._set(cells=cells)

    def _fills(self) -> list[tuple[int, int, int] | None]:
        return [colour for colour, _ in self.cells.fills()]

    @property
    def Pattern(self) -> int | None:  # noqa: N802
        """1 for a fill, -4142 for none, None where some cells have one."""
        found = {_NO_FILL if colour is None else _SOLID for colour in self._fills()}
        return found.pop() if len(found) == 1 else None

    @Pattern.setter
    def Pattern(self, value: int) -> None:  # noqa: N802
        if value == _NO_FILL:
            self.cells.color = None
        elif value != _SOLID or None in self._fills():
            raise NotInCalc(f"Pattern = {value}")

    @property
    def Color(self) -> int | None:  # noqa: N802
        """Blue-green-red in one number, None where cells differ; white without a fill."""
        found = self._fills()
        if len(found) != 1:
            return None
        return 0xFFFFFF if found[0] is None else _swapped(rgb_number(found[0]))

    @Color.setter
    def Color(self, value: int) -> None:  # noqa: N802
        self.cells.color = read_rgb(_swapped(int(value)))


class NativePivot(_Native):
    """Excel's PivotTable."""

    _pivot: PivotTable

    def __init__(self, pivot: PivotTable) -> None:
        self._set(_pivot=pivot)

    @property
    def TableRange2(self) -> NativeRange:  # noqa: N802
        """All cells it fills."""
        return NativeRange(self._pivot.range)


def _size(rect: Rect) -> int:
    return (rect[2] - rect[0] + 1) * (rect[3] - rect[1] + 1)


def _swapped(number: int | None) -> int:
    """Red-green-blue as blue-green-red, or back."""
    number = number or 0
    return (number & 255) << 16 | number & 0xFF00 | number >> 16 & 255
