"""Copying, moving and deleting: sheets within their book, and cells within and between sheets."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from fake_excel import areas, looks
from fake_excel.areas import Box
from fake_excel.com import ComObject, OutsideTheFake, WaitsForUser, method, refused
from fake_excel.copying import copy_sheet
from fake_excel.entry import Formula
from fake_excel.grid import Grid

if TYPE_CHECKING:
    from fake_excel.workbook import Workbook
    from fake_excel.worksheet import Worksheet


class Moving(ComObject):
    """The part of ``Worksheet`` that copies, moves and deletes."""

    _ws: Sheet
    _grid: Grid
    _book: Workbook

    @method
    def Delete(self) -> bool:
        """Asks first unless alerts are off; the last visible sheet stays (its page)."""
        self._book._check_structure()
        visible = [s for s in self._book._wb._sheets if s.sheet_state == "visible"]
        if visible == [self._ws]:
            raise refused("A workbook must contain at least one visible worksheet.")
        if self._book._app._alerts and self._grid.filled():
            raise WaitsForUser("Microsoft Excel will permanently delete this sheet.")
        self._book._remove(self)
        return True

    @method
    def Copy(self, Before: Any = None, After: Any = None) -> None:
        """Before or after another sheet, also of another book; alone into a new book (its page)."""
        anchor = Before or After
        book = anchor._book if anchor else self._book._app._new_book(self._ws.title)
        book._check_structure()
        names = {sheet.title.lower() for sheet in book._wb._sheets}
        title, number = self._ws.title, 2
        while title.lower() in names:
            title, number = f"{self._ws.title} ({number})", number + 1
        made = copy_sheet(self._ws, book._wb, title)
        sheet = book._adopt(made, dict(self._grid.results))
        if anchor:
            book._place(sheet, anchor, after=Before is None)
        else:
            book._remove(book._active)
        book._activate(sheet)

    @method
    def Move(self, Before: Any = None, After: Any = None) -> None:
        anchor = Before or After
        if anchor is None or anchor._book is not self._book:
            raise OutsideTheFake("moving a sheet into another book")
        self._book._check_structure()
        self._book._place(self, anchor, after=Before is None)

    def _copy_box(self, box: Box, other: Worksheet, target: Box) -> None:
        """Copy contents and looks; formulas move with their cells, notes are not copied."""
        down, across = target[0] - box[0], target[1] - box[1]
        reached = (target[0], target[1], box[2] + down, box[3] + across)
        other._changing([reached])
        held = [
            (row, col, copy(looks.own(cell)), self._grid.content(row, col))
            for row, col, cell in looks.existing(self._ws, box)
        ]
        results = {place: self._grid.results.get(place) for place in self._grid.results}
        other._range(reached)._wipe()
        looks.change(other._ws, [areas.common(reached, other._used()) or reached], looks.plain)
        for row, col, style, content in held:
            place = (row + down, col + across)
            cell = looks.ensure(other._ws, *place)
            cell._style = style
            if isinstance(content, Formula):
                content = Formula(_translated(content, (row, col), place))
            other._grid.keep(*place, content, results.get((row, col)))

    def _shift(self, box: Box, vertical: bool, *, away: bool) -> None:
        """Delete or insert cells; formulas, merged cells and tables are not adjusted, so refused."""
        used = self._used()
        adjusted = any(
            isinstance(self._grid.content(*place), Formula) for place in self._grid.filled()
        )
        if adjusted or self._ws.merged_cells.ranges or self._ws.tables:
            raise OutsideTheFake("shifting cells of a sheet with formulas, merged cells or tables")
        top, left, bottom, right = box
        if vertical:
            rest = (bottom + 1 if away else top, left, max(used[2], bottom), right)
            target = (top if away else bottom + 1, left)
        else:
            rest = (top, right + 1 if away else left, bottom, max(used[3], right))
            target = (top, left if away else right + 1)
        rest = areas.common(rest, (1, 1, used[2], used[3])) or rest
        self._changing([box, rest])
        self._move(rest, target, box, away=away)

    def _move(self, rest: Box, target: tuple[int, int], box: Box, *, away: bool) -> None:
        down, across = target[0] - rest[0], target[1] - rest[1]
        moved = [
            (row + down, col + across, self._ws._cells.pop((row, col)))
            for row, col, _ in looks.existing(self._ws, rest)
        ]
        if away:
            for row, col, _ in looks.existing(self._ws, box):
                del self._ws._cells[row, col]
        for row, col, cell in moved:
            cell.row, cell.column = row, col
            self._ws._cells[row, col] = cell


def _translated(formula: str, origin: tuple[int, int], place: tuple[int, int]) -> str:
    """The formula as it reads after its cell was copied elsewhere."""
    start, end = (f"{get_column_letter(col)}{row}" for row, col in (origin, place))
    return str(Translator(formula, origin=start).translate_formula(end))
