"""Extents of a sheet: its used part, merged cells, widths and heights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet as Sheet

from fake_excel import areas, looks
from fake_excel.areas import Box
from fake_excel.com import ComObject, OutsideTheFake, WaitsForUser
from fake_excel.faces import STANDARD_HEIGHT, STANDARD_WIDTH
from fake_excel.grid import Grid

if TYPE_CHECKING:
    from fake_excel.workbook import Workbook


class Measured(ComObject):
    """The part of ``Worksheet`` that knows how far things reach."""

    _ws: Sheet
    _grid: Grid
    _book: Workbook

    def _used(self) -> Box:
        """The box around every cell that holds something or has a look of its own; A1 at least."""
        places = [
            place for place, c in self._ws._cells.items() if c._value is not None or c.has_style
        ]
        if not places:
            return (1, 1, 1, 1)
        rows, columns = zip(*places, strict=True)
        return (min(rows), min(columns), max(rows), max(columns))

    def _merged_box(self, row: int, col: int) -> Box | None:
        merged = areas.of_ranges(self._ws.merged_cells)
        return next((box for box in merged if areas.holds([box], row, col)), None)

    def _merge(self, box: Box) -> None:
        filled = [place for place in areas.cells([box]) if self._grid.content(*place) is not None]
        if len(filled) > 1 and self._book._app._alerts:
            raise WaitsForUser("Merging cells only keeps the upper-left value")
        top, left, bottom, right = box
        if filled and filled[0] != (top, left):
            raise OutsideTheFake("merging cells whose first is empty")
        for place in filled[1:]:
            self._grid.erase(*place)
        self._unmerge([box])
        self._ws.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)

    def _unmerge(self, boxes: list[Box]) -> None:
        for merge in list(self._ws.merged_cells.ranges):
            left, top, right, bottom = merge.bounds
            if areas.intersect(boxes, [(top, left, bottom, right)]):
                self._ws.unmerge_cells(str(merge))

    def _width(self, col: int) -> float:
        found = looks.column_dimension(self._ws, col)
        if found is None or found.hidden:
            return 0.0 if found else STANDARD_WIDTH
        return float(found.width)

    def _height(self, row: int) -> float:
        found = self._ws.row_dimensions.get(row)
        if found is None or found.hidden:
            return 0.0 if found else STANDARD_HEIGHT
        return STANDARD_HEIGHT if found.height is None else float(found.height)

    def _autofit(self, boxes: list[Box], *, by_row: bool) -> None:
        """Widths by the longest text; row heights are Excel's own when nothing is stored."""
        for top, left, bottom, right in boxes:
            if by_row:
                for row in range(top, min(bottom, self._used()[2]) + 1):
                    self._ws.row_dimensions[row].height = None
                continue
            for col in range(left, min(right, self._used()[3]) + 1):
                held = looks.existing(self._ws, (top, col, bottom, col))
                longest = max((len(str(cell._value or "")) for _, _, cell in held), default=0)
                if longest:
                    width = min(255.0, longest + 0.71)
                    looks.own_column_dimension(self._ws, col).width = width
