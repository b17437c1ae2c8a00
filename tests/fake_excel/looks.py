"""The look of cells: styles of an openpyxl worksheet, read and changed over whole boxes.

A cell's style is its own, else its row's, else its column's; so a whole column can be formatted
without making a million cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension, Dimension
from openpyxl.worksheet.worksheet import Worksheet

from fake_excel.areas import COLUMNS, ROWS, Box

MIXED = None  # Null, which pywin32 gives as None


def look(sheet: Worksheet, style: StyleArray) -> Cell:
    """A style to read and to change: a cell that is nowhere, for openpyxl's style tables."""
    return Cell(sheet, row=1, column=1, style_array=copy(style))


def style_at(sheet: Worksheet, row: int, col: int) -> StyleArray:
    """The style a cell has or would have."""
    cell = sheet._cells.get((row, col))
    if cell is not None:
        return own(cell)
    if row in sheet.row_dimensions and sheet.row_dimensions[row].has_style:
        return own(sheet.row_dimensions[row])
    return own(column_dimension(sheet, col))


def number_format(sheet: Worksheet, style: StyleArray) -> str:
    """The format code of a style."""
    number = style.numFmtId
    if number < BUILTIN_FORMATS_MAX_SIZE:
        return str(BUILTIN_FORMATS.get(number, "General"))
    return str(sheet.parent._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])


def own(held: Cell | Dimension | None) -> StyleArray:
    """The style of a cell, or of the empty cells of a row or column."""
    style = None if held is None else held._style
    return StyleArray() if style is None else style


def column_dimension(sheet: Worksheet, col: int) -> ColumnDimension | None:
    """The entry that covers the column; one entry may cover many (its ``min`` and ``max``)."""
    for letter, found in sheet.column_dimensions.items():
        first = found.min or index_of(letter)
        if first <= col <= (found.max or first):
            return found
    return None


def index_of(letter: str) -> int:
    """Column number."""
    number = 0
    for char in letter:
        number = number * 26 + ord(char) - 64
    return number


def own_column_dimension(sheet: Worksheet, col: int) -> ColumnDimension:
    """An entry for this column alone, split off from the one that covers it."""
    found = column_dimension(sheet, col)
    letter = get_column_letter(col)
    if found is None:
        made = ColumnDimension(sheet, index=letter, min=col, max=col)
        sheet.column_dimensions[letter] = made
        return made
    first, last = found.min or col, found.max or found.min or col
    if first == last:
        return found
    for start, end in ((first, col - 1), (col, col), (col + 1, last)):
        if start <= end:
            part = ColumnDimension(
                sheet,
                get_column_letter(start),
                found.width,
                hidden=found.hidden,
                min=start,
                max=end,
            )
            part._style = copy(own(found))
            sheet.column_dimensions[part.index] = part
    return sheet.column_dimensions[letter]


def styles_in(sheet: Worksheet, boxes: Iterable[Box]) -> list[StyleArray]:
    """The different styles of all cells in the boxes, those of the first cell first."""
    boxes = list(boxes)
    found = {bytes(style): style for style in (style_at(sheet, *boxes[0][:2]),)}
    for box in boxes:
        missing = (box[2] - box[0] + 1) * (box[3] - box[1] + 1)
        for _, _, cell in existing(sheet, box):
            missing -= 1
            found.setdefault(bytes(own(cell)), own(cell))
        if missing:
            for style in _empty_styles(sheet, box):
                found.setdefault(bytes(style), style)
    return list(found.values())


def _empty_styles(sheet: Worksheet, box: Box) -> list[StyleArray]:
    """Styles of the empty cells of a box that has some."""
    top, left, bottom, right = box
    if bottom - top < ROWS - 1 and (bottom - top + 1) * (right - left + 1) < 100_000:
        empty = [
            style_at(sheet, row, col)
            for row in range(top, bottom + 1)
            for col in range(left, right + 1)
            if (row, col) not in sheet._cells
        ]
        return list({bytes(style): style for style in empty}.values())
    covered, styles = 0, []
    for letter, found in sheet.column_dimensions.items():
        first = found.min or index_of(letter)
        shared = min(right, found.max or first) - max(left, first) + 1
        if shared > 0:
            covered += shared
            styles.append(own(found))
    if covered < right - left + 1:
        styles.append(StyleArray())
    held = sheet.row_dimensions.items()
    rows = [own(d) for row, d in held if d.has_style and top <= row <= bottom]
    return styles + rows


def existing(sheet: Worksheet, box: Box) -> list[tuple[int, int, Any]]:
    """Row, column and cell of the cells the sheet holds within the box, in reading order."""
    top, left, bottom, right = box
    held = sheet._cells
    if (bottom - top + 1) * (right - left + 1) <= len(held):
        asked = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        return [(*place, held[place]) for place in asked if place in held]
    return sorted(
        (
            (row, col, cell)
            for (row, col), cell in held.items()
            if top <= row <= bottom and left <= col <= right
        ),
        key=lambda found: found[:2],
    )


def shared(sheet: Worksheet, boxes: Iterable[Box], read: Callable[[Cell], Any]) -> Any:
    """What ``read`` says of every cell in the boxes, or ``MIXED``."""
    answers = [read(look(sheet, style)) for style in styles_in(sheet, boxes)]
    return answers[0] if all(answer == answers[0] for answer in answers) else MIXED


def change(
    sheet: Worksheet,
    boxes: Iterable[Box],
    write: Callable[[Cell], None],
    known: dict[bytes, StyleArray] | None = None,
) -> None:
    """Let ``write`` change the look of every cell in the boxes, empty ones too.

    ``known`` keeps what ``write`` makes of each style, for the next time.
    """
    known = {} if known is None else known

    def changed(style: StyleArray) -> StyleArray:
        key = bytes(style)
        if key not in known:
            shown = look(sheet, style)
            write(shown)
            known[key] = shown._style
        return copy(known[key])

    for box in boxes:
        _change_box(sheet, box, changed)


def _change_box(sheet: Worksheet, box: Box, changed: Callable[[StyleArray], StyleArray]) -> None:
    top, left, bottom, right = box
    if bottom - top == ROWS - 1:
        for col in [1] if right - left == COLUMNS - 1 else range(left, right + 1):
            _change_column(sheet, box, col, changed)
        for _, _, cell in existing(sheet, box):
            cell._style = changed(own(cell))
        return
    if right - left == COLUMNS - 1:
        for row in range(top, bottom + 1):
            sheet.row_dimensions[row]._style = changed(own(sheet.row_dimensions[row]))
        for _, _, cell in existing(sheet, box):
            cell._style = changed(own(cell))
        return
    for row in range(top, bottom + 1):
        for col in range(left, right + 1):
            cell = ensure(sheet, row, col)
            cell._style = changed(own(cell))


def _change_column(
    sheet: Worksheet, box: Box, col: int, changed: Callable[[StyleArray], StyleArray]
) -> None:
    if box[3] - box[1] == COLUMNS - 1:  # the whole sheet: every entry, and one for the rest
        for found in sheet.column_dimensions.values():
            found._style = changed(own(found))
        last = max((d.max or index_of(k) for k, d in sheet.column_dimensions.items()), default=0)
        if last < COLUMNS:
            rest = own_column_dimension(sheet, last + 1)
            rest.max = COLUMNS
            rest._style = changed(StyleArray())
        return
    found = own_column_dimension(sheet, col)
    found._style = changed(own(found))


def ensure(sheet: Worksheet, row: int, col: int) -> Any:
    """The cell, made with the look an empty one has there."""
    cell = sheet._cells.get((row, col))
    if cell is None:
        style = style_at(sheet, row, col)
        cell = Cell(sheet, row=row, column=col, style_array=copy(style))
        sheet._cells[row, col] = cell
        sheet._current_row = max(sheet._current_row, row)
    return cell


def plain(cell: Cell) -> None:
    """Take every format off a cell's look."""
    cell._style = StyleArray()
