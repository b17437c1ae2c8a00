"""How a range looks: number format, fill, font, alignment, sizes, hidden rows, merged cells."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Protection
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

from fake_excel import areas, looks
from fake_excel.areas import COLUMNS, ROWS, Box
from fake_excel.com import method, prop, refused
from fake_excel.looking import Looking
from fake_excel.paint import Font, Interior

# XlHAlign and XlVAlign; the names are those of ECMA-376 18.18.40 and 18.18.88.
ACROSS = {
    1: None, -4131: "left", -4108: "center", -4152: "right", 5: "fill", -4130: "justify",
    7: "centerContinuous", -4117: "distributed",
}  # fmt: skip
UPRIGHT = {-4160: "top", -4108: "center", -4107: None, -4130: "justify", -4117: "distributed"}
STANDARD_WIDTH = 8.43
STANDARD_HEIGHT = 15.0
WIDEST, HIGHEST = 255, 409.5  # support.microsoft.com, "Excel specifications and limits"


# "Excel defines built-in format ID 14 ..." ([MS-OE376] 2.1.739); the standard has other codes.
EXCEL_NAMES = {
    14: "m/d/yyyy", 22: "m/d/yyyy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)", 47: "mm:ss.0",
}  # fmt: skip
_NUMBERS = {name: number for number, name in EXCEL_NAMES.items()}
_OF_THE_STANDARD = {BUILTIN_FORMATS[number] for number in EXCEL_NAMES} - _NUMBERS.keys()


def _put_format(cell: Cell, code: str) -> None:
    """Excel's name of a built-in format gives that one, the standard's a format of the book's own."""
    if code in _OF_THE_STANDARD:  # openpyxl would take it for the built-in one
        own = cell.parent.parent._number_formats.add(code)
        cell._style = copy(cell._style)
        cell._style.numFmtId = BUILTIN_FORMATS_MAX_SIZE + own
        return
    cell.number_format = BUILTIN_FORMATS[_NUMBERS[code]] if code in _NUMBERS else code


class Faces(Looking):
    """The part of ``Range`` that reads and changes the look."""

    _parts: str

    @prop
    def NumberFormat(self) -> str | None:
        """Null when cells differ (Range.NumberFormat's page); built-in ones by Excel's own names."""
        return self._read(lambda cell: EXCEL_NAMES.get(cell._style.numFmtId, cell.number_format))

    @NumberFormat.put
    def NumberFormat(self, code: str) -> None:
        """Cells keep their contents: a number in a column made Text stays a number [facts]."""
        if not isinstance(code, str) or code.count('"') % 2 or len(code) > 255:
            raise refused("Unable to set the NumberFormat property of the Range class")
        self._write(("number format", code), lambda cell: _put_format(cell, code))

    @prop
    def Interior(self) -> Interior:
        return Interior(self._sheet, self._boxes)

    @prop
    def Font(self) -> Font:
        return Font(self._sheet, self._boxes)

    @prop
    def Locked(self) -> bool | None:
        return self._read(lambda cell: cell.protection.locked)

    @Locked.put
    def Locked(self, value: bool) -> None:
        made = Protection(locked=bool(value))
        self._write(("locked", made.locked), lambda cell: setattr(cell, "protection", made))

    def _align(self, **changed: Any) -> None:
        def write(cell: Cell) -> None:
            alignment: Alignment = copy(cell.alignment)
            for name, value in changed.items():
                setattr(alignment, name, value)
            cell.alignment = alignment

        self._write(("alignment", *changed.items()), write)

    @prop
    def WrapText(self) -> bool | None:
        return self._read(lambda cell: bool(cell.alignment.wrap_text))

    @WrapText.put
    def WrapText(self, value: bool) -> None:
        self._align(wrap_text=bool(value))

    @prop
    def HorizontalAlignment(self) -> int | None:
        numbers = {name: number for number, name in ACROSS.items()}
        return self._read(lambda cell: numbers[_named(cell.alignment.horizontal, "general")])

    @HorizontalAlignment.put
    def HorizontalAlignment(self, number: int) -> None:
        self._align(horizontal=ACROSS[number])

    @prop
    def VerticalAlignment(self) -> int | None:
        numbers = {name: number for number, name in UPRIGHT.items()}
        return self._read(lambda cell: numbers[_named(cell.alignment.vertical, "bottom")])

    @VerticalAlignment.put
    def VerticalAlignment(self, number: int) -> None:
        self._align(vertical=UPRIGHT[number])

    # merged cells

    @prop
    def MergeCells(self) -> bool | None:
        boxes = areas.of_ranges(self._sheet._ws.merged_cells)
        inside = areas.count(areas.intersect(self._boxes, boxes))
        return None if 0 < inside < areas.count(self._boxes) else bool(inside)

    @prop
    def MergeArea(self) -> Any:
        row, col = self._boxes[0][:2]
        return self._sheet._range(self._sheet._merged_box(row, col) or (row, col, row, col))

    @method
    def Merge(self, Across: bool = False) -> None:
        """Only the upper-left value stays; Excel asks first (Range.Merge's page)."""
        self._sheet._formatting(self._boxes)
        for top, left, bottom, right in self._boxes:
            lines = [(r, r) for r in range(top, bottom + 1)] if Across else [(top, bottom)]
            for first, last in lines:
                self._sheet._merge((first, left, last, right))

    @method
    def UnMerge(self) -> None:
        self._sheet._formatting(self._boxes)
        self._sheet._unmerge(self._boxes)

    # sizes and hidden rows

    @prop
    def ColumnWidth(self) -> float | None:
        widths = {self._sheet._width(col) for box in self._boxes for col in _columns(box)}
        return widths.pop() if len(widths) == 1 else None

    @ColumnWidth.put
    def ColumnWidth(self, width: float) -> None:
        if not 0 <= width <= WIDEST:
            raise refused("Unable to set the ColumnWidth property of the Range class")
        self._sheet._formatting(self._boxes)
        for box in self._boxes:
            for col in _columns(box):
                looks.own_column_dimension(self._sheet._ws, col).width = width

    @prop
    def RowHeight(self) -> float | None:
        heights = {self._sheet._height(row) for box in self._boxes for row in _rows(box)}
        return heights.pop() if len(heights) == 1 else None

    @RowHeight.put
    def RowHeight(self, height: float) -> None:
        if not 0 <= height <= HIGHEST:
            raise refused("Unable to set the RowHeight property of the Range class")
        self._sheet._formatting(self._boxes)
        for box in self._boxes:
            for row in _rows(box):
                self._sheet._ws.row_dimensions[row].height = height

    @method
    def AutoFit(self) -> bool:
        """Only whole rows or columns, or what ``Rows`` and ``Columns`` give (its page)."""
        whole = all(_is_rows(box) or _is_columns(box) for box in self._boxes)
        if self._parts == "cells" and not whole:
            raise refused("AutoFit method of Range class failed")
        self._sheet._formatting(self._boxes)
        by_row = self._parts == "rows" or (
            self._parts == "cells" and all(map(_is_rows, self._boxes))
        )
        self._sheet._autofit(self._boxes, by_row=by_row)
        return True

    @prop
    def Hidden(self) -> bool | None:
        rows = self._whole_lines()
        return self._sheet._hidden(self._boxes, rows=rows)

    @Hidden.put
    def Hidden(self, value: bool) -> None:
        rows = self._whole_lines()
        self._sheet._formatting(self._boxes)
        for box in self._boxes:
            for line in _rows(box) if rows else _columns(box):
                self._sheet._hide(line, bool(value), row=rows)

    def _whole_lines(self) -> bool:
        """Whether these are whole rows; refuses what is neither rows nor columns (its page)."""
        if all(map(_is_rows, self._boxes)):
            return True
        if all(map(_is_columns, self._boxes)):
            return False
        raise refused("Unable to get the Hidden property of the Range class")


def _named(name: str | None, default: str) -> str | None:
    return None if name == default else name


def _is_rows(box: Box) -> bool:
    return (box[1], box[3]) == (1, COLUMNS)


def _is_columns(box: Box) -> bool:
    return (box[0], box[2]) == (1, ROWS)


def _rows(box: Box) -> range:
    return range(box[0], box[2] + 1)


def _columns(box: Box) -> range:
    return range(box[1], box[3] + 1)
