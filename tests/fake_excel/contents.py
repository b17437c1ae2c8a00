"""What is in a range: values, formulas, and the rules for putting many at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl.utils.datetime import WINDOWS_EPOCH

from fake_excel import areas, looks
from fake_excel.areas import Box
from fake_excel.com import ComObject, OutsideTheFake, method, prop, refused
from fake_excel.entry import ERRORS, CellError, Content, Formula
from fake_excel.grid import is_date, is_money

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet


class Win32Error(Exception):
    """``pywintypes.error``."""


class TimeType(datetime):
    """``pywintypes.TimeType``: what a date cell's ``Value`` is, with a time zone as in pywin32."""


def variant(content: Content) -> Any:
    """A content as ``Value2`` returns it: errors are ints (xlwings/_xlwindows.py, cell_errors)."""
    if isinstance(content, CellError):
        return ERRORS.get(content, ERRORS["#VALUE!"])
    return str(content) if isinstance(content, str) else content


def dated(serial: float) -> TimeType | float:
    """A serial number as a COM date through pywin32.

    Outside the years 100 to 9999 VariantTimeToSystemTime refuses the whole block, and pywin32
    raises its ``error`` (PyTime.cpp, PyWinObject_FromDATE).

    Some times raise ValueError: github.com/mhammond/pywin32/issues/1466. Which is not written down;
    both that are reported (43318.1247685135, 43609.9708065236) lie in the second half of a second,
    so all of those do. The reason to read Value2.
    """
    if not -657_434 <= serial < 2_958_466:
        raise Win32Error(87, "VariantTimeToSystemTime", "The parameter is incorrect.")
    seconds = round(serial * 86400, 4)
    if seconds % 1 >= 0.5:
        raise ValueError("microsecond must be in 0..999999")
    moment = WINDOWS_EPOCH + timedelta(seconds=seconds)
    return TimeType(*moment.timetuple()[:6], moment.microsecond, UTC)


def rectangle(data: Any) -> list[list[Any]]:
    """Rows of values from what was put: a scalar, a row, or rows.

    A one-dimensional sequence is a row [facts: xlwings.md, "a 1-D list is a row"; Billo, Excel for
    Scientists and Engineers, p. 46]. Raises ValueError for ragged rows, as pywin32 does.
    """
    if not isinstance(data, tuple):
        return [[data]]
    if not any(isinstance(item, tuple) for item in data):
        return [list(data)]
    if not all(isinstance(item, tuple) and len(item) == len(data[0]) for item in data):
        raise ValueError("All dimensions must be a sequence of the same size")
    return [list(row) for row in data]


class Contents(ComObject):
    """The part of ``Range`` that reads and writes contents."""

    _sheet: Worksheet
    _boxes: list[Box]

    @prop
    def Value(self) -> Any:
        """Dates as dates, money as Decimal; several areas: the first (Range.Value's page)."""
        return self._block(self._dated)

    @Value.put
    def Value(self, data: Any) -> None:
        self._enter(data, dates=True)

    @prop
    def Value2(self) -> Any:
        """As ``Value`` without the Date and Currency types (Range.Value2's page)."""
        return self._block(lambda row, col: variant(self._sheet._grid.shown(row, col)))

    @Value2.put
    def Value2(self, data: Any) -> None:
        self._enter(data, dates=False)

    @prop
    def Formula(self) -> Any:
        return self._block(self._sheet._grid.formula_text)

    @Formula.put
    def Formula(self, data: Any) -> None:
        self._enter(data, dates=False)

    @prop
    def Formula2(self) -> Any:
        return self._block(self._sheet._grid.formula_text)

    @Formula2.put
    def Formula2(self, data: Any) -> None:
        self._enter(data, dates=False)

    @prop
    def FormulaArray(self) -> Any:
        return self._sheet._grid.formula_text(*self._boxes[0][:2])

    @FormulaArray.put
    def FormulaArray(self, text: str) -> None:
        self._sheet._changing(self._boxes)
        self._sheet._grid.array(self._boxes[0], text)

    @prop
    def HasFormula(self) -> bool | None:
        """True, False, or Null when only some cells have one (Range.HasFormula's page)."""
        grid, total, found = self._sheet._grid, areas.count(self._boxes), 0
        for box in self._boxes:
            for row, col, _ in looks.existing(self._sheet._ws, box):
                found += isinstance(grid.content(row, col), Formula)
        return None if 0 < found < total else bool(found)

    @prop
    def HasSpill(self) -> bool | None:
        """Whether the cells are in a spill range: all, none, or Null (its page; Null is [K])."""
        inside = areas.count(areas.intersect(self._boxes, self._sheet._spills))
        return None if 0 < inside < areas.count(self._boxes) else bool(inside)

    @prop
    def HasArray(self) -> bool | None:
        arrays = self._sheet._grid.arrays()
        inside = areas.count(areas.intersect(self._boxes, arrays))
        return None if 0 < inside < areas.count(self._boxes) else bool(inside)

    @prop
    def PrefixCharacter(self) -> str:
        return "'" if self._boxes[0][:2] in self._sheet._grid.prefixed else ""

    @method
    def ClearContents(self) -> bool:
        self._check_merged()
        self._sheet._changing(self._boxes)
        self._wipe()
        return True

    @method
    def ClearFormats(self) -> bool:
        self._sheet._formatting(self._boxes)
        looks.change(self._sheet._ws, self._boxes, looks.plain)
        return True

    @method
    def Clear(self) -> bool:
        self._check_merged()
        self._sheet._changing(self._boxes)
        self._sheet._formatting(self._boxes)
        self._wipe()
        looks.change(self._sheet._ws, self._boxes, looks.plain)
        self._drop_notes()
        return True

    @method
    def ClearComments(self) -> None:
        self._sheet._changing(self._boxes)
        self._drop_notes()

    def _check_merged(self) -> None:
        """Clearing a part of a merged cell is refused [K]."""
        for merged in areas.of_ranges(self._sheet._ws.merged_cells):
            inside = areas.intersect(self._boxes, [merged])
            if 0 < areas.count(inside) < areas.count([merged]):
                raise refused("We can't do that to a merged cell.")

    def _wipe(self) -> None:
        for box in self._boxes:
            for row, col, _ in looks.existing(self._sheet._ws, box):
                self._sheet._grid.erase(row, col)

    def _drop_notes(self) -> None:
        for box in self._boxes:
            for _, _, cell in looks.existing(self._sheet._ws, box):
                cell.comment = None

    def _block(self, read: Any) -> Any:
        """A scalar for one cell, else rows as tuples, of the first area."""
        top, left, bottom, right = self._boxes[0]
        if (top, left) == (bottom, right):
            return read(top, left)
        return tuple(
            tuple(read(row, col) for col in range(left, right + 1))
            for row in range(top, bottom + 1)
        )

    def _dated(self, row: int, col: int) -> Any:
        content = self._sheet._grid.shown(row, col)
        if not isinstance(content, float):
            return variant(content)
        shown = self._sheet._grid.number_format(row, col)
        if is_date(shown):
            if self._sheet._ws.parent.epoch != WINDOWS_EPOCH:
                raise OutsideTheFake("a date read as Value from a book of the 1904 calendar")
            return dated(content)
        # VT_CY holds four decimals ([MS-OAUT] 2.2.24).
        return Decimal(str(round(content, 4))) if is_money(shown) else content

    def _enter(self, data: Any, *, dates: bool) -> None:
        """Put values into every area, all or nothing as far as Excel checks beforehand."""
        rows = rectangle(data)
        if not rows or not rows[0]:
            raise refused("")
        self._sheet._changing(self._boxes)
        for box in self._boxes:
            hidden = self._sheet._filtered_rows(box)
            for row, col, value in self._spread(rows, box, hidden):
                self._sheet._grid.enter(row, col, value, dates=dates)

    def _spread(
        self, rows: list[list[Any]], box: Box, hidden: set[int]
    ) -> Iterable[tuple[int, int, Any]]:
        """Row, column and value for the cells of a box.

        Over rows an AutoFilter hides, "it drops the first element into every non-hidden cell"
        (github.com/xlwings/xlwings/issues/747); rows merely hidden are written as usual (#679).
        One row fills all rows, one column all columns, a single value every cell; where the data
        end before the range does, Excel writes #N/A [K].
        """
        top, left = box[:2]
        for row, col in areas.cells([box]):
            if hidden:
                if row not in hidden:
                    yield row, col, rows[0][0]
                continue
            down = 0 if len(rows) == 1 else row - top
            across = 0 if len(rows[0]) == 1 else col - left
            inside = down < len(rows) and across < len(rows[0])
            yield row, col, rows[down][across] if inside else "#N/A"
