"""What else a range can do: notes, links, drop-downs, special cells, filters, copying, shifting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fake_excel import areas, looks
from fake_excel.areas import Box
from fake_excel.attached import Comment, Hyperlinks, Validation
from fake_excel.com import ComObject, OutsideTheFake, method, prop, refused
from fake_excel.entry import CellError, Content, Formula

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet

# XlCellType and XlSpecialCellsValue
BLANKS, CONSTANTS, FORMULAS, VISIBLE, LAST = 4, 2, -4123, 12, 11
NOTES, VALIDATED = -4144, -4174
UP, DOWN = -4162, -4121  # XlDeleteShiftDirection, XlInsertShiftDirection
NUMBERS, TEXTS, LOGICALS, ERROR_VALUES = 1, 2, 4, 16


def value_kind(content: Content) -> int:
    """The XlSpecialCellsValue of a content."""
    if isinstance(content, CellError):
        return ERROR_VALUES
    if isinstance(content, bool):
        return LOGICALS
    return TEXTS if isinstance(content, str) else NUMBERS


class Extras(ComObject):
    """The part of ``Range`` for notes, links, drop-downs, special cells, filters and shifting."""

    _sheet: Worksheet
    _boxes: list[Box]

    @prop
    def Comment(self) -> Comment | None:
        row, col = self._boxes[0][:2]
        cell = self._sheet._ws._cells.get((row, col))
        found = cell is not None and cell.comment is not None
        return Comment(self._sheet, row, col) if found else None

    @method
    def AddComment(self, Text: str = "") -> Comment:
        """Only for one cell, only once (its page; a second time fails [facts])."""
        self._sheet._changing(self._boxes)
        row, col = self._boxes[0][:2]
        if areas.count(self._boxes) > 1 or looks.ensure(self._sheet._ws, row, col).comment:
            raise refused("Application-defined or object-defined error")
        made = Comment(self._sheet, row, col)
        made._write(Text)
        return made

    @prop
    def Hyperlinks(self) -> Hyperlinks:
        return Hyperlinks(self._sheet, self._boxes)

    @prop
    def Validation(self) -> Validation:
        return Validation(self._sheet, self._boxes)

    @method
    def SpecialCells(self, Type: int, Value: int = 23) -> Any:
        """Cells of one kind; raises where there are none (its page).

        Asked of one cell, Excel searches the whole used range (xlwings/_xlwindows.py).
        """
        one = areas.count(self._boxes) == 1
        searched = [self._sheet._used()] if one else self._boxes
        if Type == VISIBLE:
            found = self._sheet._visible(searched)
        elif Type == LAST:
            bottom, right = self._sheet._used()[2:]
            found = [(bottom, right, bottom, right)]
        else:
            inside = areas.intersect(searched, [self._sheet._used()])
            found = areas.joined(
                place for place in areas.cells(inside) if self._is_kind(*place, Type, Value)
            )
        if not found:
            raise refused("No cells were found.")
        return self._sheet._range(*found)

    def _is_kind(self, row: int, col: int, kind: int, values: int) -> bool:
        if kind == NOTES:
            cell = self._sheet._ws._cells.get((row, col))
            return cell is not None and cell.comment is not None
        if kind == VALIDATED:
            rules = self._sheet._ws.data_validations.dataValidation
            return any(areas.holds(areas.of_ranges(rule.sqref), row, col) for rule in rules)
        content = self._sheet._grid.content(row, col)
        if kind == BLANKS:
            return content is None
        if content is None or isinstance(content, Formula) != (kind == FORMULAS):
            return False
        shown = self._sheet._grid.shown(row, col) if values != 23 else None
        return values == 23 or bool(value_kind(shown) & values)

    @method
    def AutoFilter(
        self,
        Field: int | None = None,
        Criteria1: Any = None,
        Operator: int = 1,
        Criteria2: Any = None,
        VisibleDropDown: Any = None,
    ) -> bool:
        """Without arguments it only switches the arrows on or off (its page)."""
        assert VisibleDropDown is None
        self._sheet._autofilter(self._boxes[0], Field, Criteria1, Operator, Criteria2)
        return True

    @method
    def Copy(self, Destination: Any = None) -> bool:
        """Contents and looks to the upper-left cell of the destination, formulas shifted."""
        if Destination is None:
            raise OutsideTheFake("copying to the clipboard")
        self._sheet._copy_box(self._boxes[0], Destination._sheet, Destination._boxes[0])
        return True

    @method
    def Delete(self, Shift: int | None = None) -> bool:
        """Without a word the shape decides; one cell: left (xlwings' test_range.py)."""
        rows, columns = areas.size(self._boxes[0])
        up = Shift == UP if Shift is not None else columns > rows
        self._sheet._shift(self._boxes[0], up, away=True)
        return True

    @method
    def Insert(self, Shift: int | None = None, CopyOrigin: int | None = None) -> bool:
        """Without a word the shape decides; one cell: down (xlwings' test_range.py)."""
        rows, columns = areas.size(self._boxes[0])
        down = Shift == DOWN if Shift is not None else columns >= rows
        self._sheet._shift(self._boxes[0], down, away=False)
        return True
