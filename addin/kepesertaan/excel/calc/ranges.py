"""Cells: one block, or several where Excel takes several (colours, formats, clearing)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import native_cells
from .address import COLUMNS, ROWS, Rect, with_sheet, write_address
from .base import base_classes
from .looks import Looks
from .values import Block, spread, told, written

if TYPE_CHECKING:
    from .names import Name
    from .sheets import Sheet

_ENDS = {"d": "down", "u": "up", "r": "right", "l": "left"}
_DATA, _ALL = 1 | 2 | 4 | 16, 1 | 2 | 4 | 8 | 16 | 32 | 64 | 256 | 512  # CellFlags
_LOOKS = 32 | 64 | 256 | 512


class Range(Looks, base_classes.Range):
    """Cells of one sheet. ``rects``: their blocks; position, shape and values are the first's."""

    def __init__(self, sheet: Sheet, rects: tuple[Rect, ...]) -> None:
        self.sheet = sheet
        self.rects = rects
        self.options: dict[str, Any] = {}

    @property
    def rect(self) -> Rect:
        """The first block."""
        return self.rects[0]

    def ask(self, what: str, *given: Any) -> Any:
        """Ask the worker about the first block."""
        return self.sheet.ask(what, self.rect, *given)

    def ask_all(self, what: str, *given: Any) -> Any:
        """Ask the worker about all blocks."""
        return self.sheet.ask(what, self.rects, *given)

    def _only(self) -> Rect:
        if len(self.rects) > 1:
            raise NotImplementedError("this with several blocks at a time")
        return self.rect

    @property
    def api(self) -> native_cells.NativeRange:
        """Excel's own names, as far as Kepesertaan needs them."""
        return native_cells.NativeRange(self)

    def __len__(self) -> int:
        return sum((r[2] - r[0] + 1) * (r[3] - r[1] + 1) for r in self.rects)

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self.rect[0] + 1

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self.rect[1] + 1

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        top, left, bottom, right = self.rect
        return bottom - top + 1, right - left + 1

    @property
    def address(self) -> str:
        """Such as ``$A$1:$B$2``."""
        return write_address(self.rects)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address, its numbers fixed or not, with sheet and book or not."""
        found = write_address(self.rects, rows=row_absolute, columns=col_absolute)
        if not external:
            return found
        return with_sheet(found, self.sheet.name, self.sheet.book.name)

    def __call__(self, *args: Any) -> Range:
        """The cell at a row and column of the block, from 1; or counted along its rows."""
        top, left, _, right = self.rect
        if len(args) == 1 or args[1] is None:
            row, column = divmod(int(args[0]) - 1, right - left + 1)
        else:
            row, column = int(args[0]) - 1, int(args[1]) - 1
        row, column = top + row, left + column
        if not (0 <= row < ROWS and 0 <= column < COLUMNS):
            raise IndexError("a cell outside the sheet")
        return Range(self.sheet, ((row, column, row, column),))

    # values

    def block(self, *, moments: bool) -> Block:
        """The values as rows; with ``moments`` dates as datetimes, otherwise as serials."""
        first_day = self.sheet.book.first_day
        return told(self.ask("cells.read"), self.rect, first_day, moments=moments)

    @property
    def raw_value(self) -> Any:
        """As Excel's Value: dates as datetimes, errors as Excel's numbers; rows are tuples."""
        return as_excel(self.block(moments=True))

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rect = self._only()
        rows = spread(data, *self.shape)
        formats = self.sheet.ask("looks.number_formats", [rect])
        what = written(rows, rect, formats, self.sheet.book.first_day)
        self.ask("cells.write", what)

    def clear_contents(self) -> None:
        """Empty the cells; their looks stay."""
        self.ask_all("cells.clear", _DATA)

    def clear_formats(self) -> None:
        """Take their looks away."""
        self.ask_all("cells.clear", _LOOKS)

    def clear(self) -> None:
        """Empty them and take their looks and notes away."""
        self.ask_all("cells.clear", _ALL)

    # formulas

    @property
    def formula(self) -> Any:
        """What the formula bar shows; rows are tuples."""
        return as_excel(self.ask("cells.formulas"))

    @formula.setter
    def formula(self, value: Any) -> None:
        self._only()
        if isinstance(value, str) and value.startswith("="):
            self.ask("cells.put_formula", value)
        else:
            self.raw_value = value

    formula2 = formula  # Calc's formulas do not spill

    @property
    def formula_array(self) -> str:
        """The array formula of the first cell, "" for none."""
        return str(self.ask("cells.array_formula"))

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self._only()
        self.ask("cells.put_array_formula", value)

    @property
    def has_array(self) -> bool:
        """Whether the first cell is part of an array formula."""
        return bool(self.formula_array)

    @property
    def formula_areas(self) -> tuple[Rect, ...]:
        """The blocks of formulas, constants that Calc keeps as formulas left out."""
        return tuple(tuple(rect) for rect in self.ask("cells.formula_areas"))

    # other cells

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow key lead."""
        way = _ENDS.get(direction, direction)
        top, left = self.rect[:2]
        last_row, last_column = self.sheet.used_range.rect[2:]
        if way in ("down", "up"):
            line = (0, left, max(last_row, top), left)
            stop = find_end(self.sheet.ask("cells.filled", line), top, way == "down", ROWS)
            return Range(self.sheet, ((stop, left, stop, left),))
        line = (top, 0, top, max(last_column, left))
        stop = find_end(self.sheet.ask("cells.filled", line), left, way == "right", COLUMNS)
        return Range(self.sheet, ((top, stop, top, stop),))

    @property
    def current_region(self) -> Range:
        """The block of filled cells around the first one."""
        return Range(self.sheet, (tuple(self.ask("cells.region")),))

    @property
    def rows(self) -> Range:
        """The same cells."""
        return self

    @property
    def columns(self) -> Range:
        """The same cells."""
        return self

    def select(self) -> None:
        """Select them; their sheet comes to the front."""
        self.ask_all("sheets.select")

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert cells; the others move down or right."""
        whole = _whole(self._only())
        way = (
            {"rows": "rows", "columns": "columns"}.get(whole) or shift or self._way("down", "right")
        )
        self.ask("cells.shift", way, True)

    def delete(self, shift: str | None = None) -> None:
        """Delete cells; the others move up or left."""
        whole = _whole(self._only())
        way = {"rows": "rows", "columns": "columns"}.get(whole) or shift or self._way("up", "left")
        self.ask("cells.shift", way, False)

    def _way(self, tall: str, wide: str) -> str:
        """Which way others move where nobody says: Excel looks at the shape."""
        rows, columns = self.shape
        return wide if rows > columns or (tall, rows, columns) == ("up", 1, 1) else tall

    def copy(self, destination: Any = None) -> None:
        """Copy the cells to a place in the same book; not to the clipboard."""
        if destination is None:
            raise NotImplementedError("the clipboard")
        to = destination.impl
        if to.sheet.book.uid != self.sheet.book.uid:
            raise NotImplementedError("copying cells to another book")
        self.ask("cells.copy", to.sheet.number, to.rect[:2])

    @property
    def name(self) -> Name | None:
        """The name that stands for exactly these cells."""
        from .names import Name

        found = self.ask("names.of_area")
        return Name(self.sheet.book, found["sheet"], found["name"]) if found else None

    @name.setter
    def name(self, value: str) -> None:
        place = with_sheet(self.address, self.sheet.name)
        self.sheet.book.names.add(value, f"={place}")

    @property
    def table(self) -> Any:
        """The table the first cell is in, None for none."""
        row, column = self.rect[:2]
        for table in self.sheet.tables:
            top, left, bottom, right = table.range.rect
            if top <= row <= bottom and left <= column <= right:
                return table
        return None


def as_excel(block: Block) -> Any:
    """A block as Excel gives it: the value itself for one cell, else tuples of rows."""
    if len(block) == 1 and len(block[0]) == 1:
        return block[0][0]
    return tuple(tuple(row) for row in block)


def find_end(filled: list[bool], start: int, forward: bool, size: int) -> int:
    """Where Ctrl and an arrow key lead in one row or column; beyond ``filled`` all is empty.

    >>> line = [True, True, False, False, True]
    >>> [find_end(line, k, True, 100) for k in (0, 1, 2, 4)], find_end(line, 4, False, 100)
    ([1, 4, 4, 99], 1)
    """
    if not forward:
        back = [*reversed(filled[: start + 1])]
        return start - find_end(back, 0, True, start + 1)
    after = filled[start + 1 :]
    if filled[start] and after and after[0]:
        return start + (after.index(False) if False in after else len(after))
    return start + 1 + after.index(True) if True in after else size - 1


def _whole(rect: Rect) -> str:
    if (rect[1], rect[3]) == (0, COLUMNS - 1):
        return "rows"
    return "columns" if (rect[0], rect[2]) == (0, ROWS - 1) else ""
