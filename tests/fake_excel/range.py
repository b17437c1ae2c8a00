"""``Range``: which cells it is, and how to get from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fake_excel import areas, looks
from fake_excel.areas import COLUMNS, ROWS, Box
from fake_excel.com import ComObject, method, prop, refused
from fake_excel.contents import Contents
from fake_excel.extras import Extras
from fake_excel.faces import Faces
from fake_excel.finding import Finding

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet

LARGEST_COUNT = 2**31 - 1
UP, DOWN, LEFT, RIGHT = -4162, -4121, -4159, -4161  # XlDirection
_STEPS = {UP: (-1, 0), DOWN: (1, 0), LEFT: (0, -1), RIGHT: (0, 1)}


class Range(Contents, Faces, Extras, Finding):
    """Cells of one sheet: boxes, looked at as cells, rows or columns."""

    _iid = "{00020846-0000-0000-C000-000000000046}"  # xlwings/_xlwindows.py, is_range_instance

    def __init__(self, sheet: Worksheet, boxes: list[Box], parts: str = "cells"):
        super().__init__(sheet._wire)
        self._sheet = sheet
        self._boxes = boxes
        self._parts = parts

    def _of(self, *boxes: Box, parts: str = "cells") -> Range:
        return Range(self._sheet, list(boxes), parts)

    def __repr__(self) -> str:
        return f"<Range {self._sheet._ws.title}!{areas.show(self._boxes)}>"

    # where it is

    @prop
    def Application(self) -> Any:
        return self._sheet._book._app

    @prop
    def Parent(self) -> Worksheet:
        return self._sheet

    @prop
    def Worksheet(self) -> Worksheet:
        return self._sheet

    @prop
    def Row(self) -> int:
        return self._boxes[0][0]

    @prop
    def Column(self) -> int:
        return self._boxes[0][1]

    @prop
    def Count(self) -> int:
        if self._count() > LARGEST_COUNT:
            raise refused("Overflow", -2146828282)  # Range.Count's page: use CountLarge
        return self._count()

    @prop
    def CountLarge(self) -> int:
        return self._count()

    def _count(self) -> int:
        rows, columns = areas.size(self._boxes[0])
        return {"rows": rows, "columns": columns}.get(self._parts) or areas.count(self._boxes)

    @prop
    def Address(self) -> str:
        return areas.show(self._boxes)

    @method
    def GetAddress(
        self,
        RowAbsolute: bool = True,
        ColumnAbsolute: bool = True,
        ReferenceStyle: int = 1,
        External: bool = False,
    ) -> str:
        assert ReferenceStyle == 1, "only A1 addresses"
        text = areas.show(self._boxes, row_abs=RowAbsolute, col_abs=ColumnAbsolute)
        return f"{self._sheet._prefix(book=True)}{text}" if External else text

    # from here to there

    @prop
    def Areas(self) -> Areas:
        return Areas(self)

    @prop
    def Cells(self) -> Range:
        return self._of(*self._boxes)

    @prop
    def Rows(self) -> Range:
        return self._of(*self._boxes, parts="rows")

    @prop
    def Columns(self) -> Range:
        return self._of(*self._boxes, parts="columns")

    @prop
    def EntireRow(self) -> Range:
        boxes = [(top, 1, bottom, COLUMNS) for top, _, bottom, _ in self._boxes]
        return self._of(*boxes, parts="rows")

    @prop
    def EntireColumn(self) -> Range:
        boxes = [(1, left, ROWS, right) for _, left, _, right in self._boxes]
        return self._of(*boxes, parts="columns")

    @method
    def Item(self, RowIndex: Any, ColumnIndex: Any = None) -> Range:
        return self._item(RowIndex, ColumnIndex)

    def __call__(self, RowIndex: Any, ColumnIndex: Any = None) -> Range:
        self._wire.cross("Range.Item()")
        return self._item(RowIndex, ColumnIndex)

    def _item(self, index: Any, column: Any) -> Range:
        top, left, bottom, right = self._boxes[0]
        if isinstance(column, str):
            column = looks.index_of(column.upper())
        if self._parts == "rows" and column is None:
            row = top + int(index) - 1
            return self._within(row, left, row, right, parts="rows")
        if self._parts == "columns" and column is None:
            index = looks.index_of(index.upper()) if isinstance(index, str) else int(index)
            col = left + index - 1
            return self._within(top, col, bottom, col, parts="columns")
        if column is None:
            down, across = divmod(int(index) - 1, right - left + 1)
        else:
            down, across = int(index) - 1, int(column) - 1
        return self._within(top + down, left + across, top + down, left + across)

    def _within(self, *box: int, parts: str = "cells") -> Range:
        top, left, bottom, right = box
        if not (1 <= top <= bottom <= ROWS and 1 <= left <= right <= COLUMNS):
            raise refused("Application-defined or object-defined error")
        return self._of((top, left, bottom, right), parts=parts)

    def __iter__(self) -> Iterator[Range]:
        self._wire.cross("Range._NewEnum")
        for box in self._pieces():
            self._wire.cross("Range._NewEnum.Next()")
            yield self._of(box)

    def _pieces(self) -> Iterator[Box]:
        for top, left, bottom, right in self._boxes:
            if self._parts == "rows":
                yield from ((row, left, row, right) for row in range(top, bottom + 1))
            elif self._parts == "columns":
                yield from ((top, col, bottom, col) for col in range(left, right + 1))
            else:
                for row, col in areas.cells([(top, left, bottom, right)]):
                    yield row, col, row, col

    @method
    def GetOffset(self, RowOffset: int = 0, ColumnOffset: int = 0) -> Range:
        moved = [areas.moved(box, RowOffset, ColumnOffset) for box in self._boxes]
        for box in moved:
            self._within(*box)
        return self._of(*moved)

    @method
    def GetResize(self, RowSize: int | None = None, ColumnSize: int | None = None) -> Range:
        top, left, _, _ = self._boxes[0]
        rows, columns = areas.size(self._boxes[0])
        rows, columns = RowSize or rows, ColumnSize or columns
        return self._within(top, left, top + rows - 1, left + columns - 1)

    @method
    def Range(self, Cell1: Any, Cell2: Any = None) -> Range:
        found = self._sheet._resolve(Cell1, Cell2)
        down, across = self._boxes[0][0] - 1, self._boxes[0][1] - 1
        if not isinstance(Cell1, str):
            return self._of(*found)
        return self._of(*(areas.moved(box, down, across) for box in found))

    @method
    def End(self, Direction: int) -> Range:
        """Ctrl+arrow: to the edge of the filled cells, or to the next filled one [K]."""
        down, across = _STEPS[Direction]
        row, col = self._boxes[0][:2]
        held = self._sheet._grid.filled()
        near = (row + down, col + across)
        if (row, col) in held and near in held:
            while (row + down, col + across) in held:
                row, col = row + down, col + across
            return self._within(row, col, row, col)
        return self._next_filled(held, row, col, down, across)

    def _next_filled(
        self, held: set[tuple[int, int]], row: int, col: int, down: int, across: int
    ) -> Range:
        if down:
            ahead = [r for r, c in held if c == col and (r - row) * down > 0]
            row = min(ahead, key=lambda r: abs(r - row)) if ahead else (ROWS if down > 0 else 1)
        else:
            ahead = [c for r, c in held if r == row and (c - col) * across > 0]
            edge = COLUMNS if across > 0 else 1
            col = min(ahead, key=lambda c: abs(c - col)) if ahead else edge
        return self._of((row, col, row, col))

    @prop
    def CurrentRegion(self) -> Range:
        """The block bounded by empty rows and columns (Range.CurrentRegion's page)."""
        row, col = self._boxes[0][:2]
        return self._of(areas.region(self._sheet._grid.filled(), row, col))

    @prop
    def ListObject(self) -> Any:
        row, col = self._boxes[0][:2]
        return next((t for t in self._sheet._tables() if areas.holds([t._box()], row, col)), None)

    @method
    def Select(self) -> bool:
        if self._sheet._book._active is not self._sheet:
            raise refused("Select method of Range class failed")
        self._sheet._selection, self._sheet._book._picked = self, None
        return True

    @method
    def Activate(self) -> bool:
        self._sheet._selection, self._sheet._book._picked = self, None
        return True

    @prop
    def Name(self) -> Any:
        for name in self._sheet._book._names():
            if name._boxes() == (self._sheet, self._boxes):
                return name
        raise refused("Application-defined or object-defined error")

    @Name.put
    def Name(self, text: str) -> None:
        refers = f"={self._sheet._prefix()}{areas.show(self._boxes)}"
        self._sheet._book._add_name(text, refers)


class Areas(ComObject):
    """``Range.Areas``."""

    def __init__(self, whole: Range):
        super().__init__(whole._wire)
        self._whole = whole

    @prop
    def Count(self) -> int:
        return len(self._whole._boxes)

    @method
    def Item(self, Index: int) -> Range:
        return self._whole._of(self._whole._boxes[Index - 1])

    def __call__(self, Index: int) -> Range:
        self._wire.cross("Areas.Item()")
        return self._whole._of(self._whole._boxes[Index - 1])

    def __iter__(self) -> Iterator[Range]:
        self._wire.cross("Areas._NewEnum")
        for box in self._whole._boxes:
            self._wire.cross("Areas._NewEnum.Next()")
            yield self._whole._of(box)
