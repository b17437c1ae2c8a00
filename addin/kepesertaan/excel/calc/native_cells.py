"""Excel's own names for cells, as far as Kepesertaan uses them; see ``native``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .address import COLUMNS, ROWS, Rect
from .parts import read_rgb, rgb_number
from .trouble import CalcError

if TYPE_CHECKING:
    from .ranges import Range
    from .tables import PivotTable

_FORMULAS, _PART, _BY_ROWS, _PREVIOUS = -4123, 2, 1, 2
_VISIBLE = 12
_NO_FILL, _SOLID = -4142, 1


class NotInCalc(NotImplementedError, AttributeError):
    """A name of Excel's object model that has no counterpart here."""


class Native:
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


class NativeRange(Native):
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


class NativeLines(Native):
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


class NativeFill(Native):
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


class NativePivot(Native):
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
