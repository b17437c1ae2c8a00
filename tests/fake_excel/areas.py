"""Addresses and rectangles of cells: pure arithmetic.

A box is ``(top, left, bottom, right)``, all included and counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange

Box = tuple[int, int, int, int]

# support.microsoft.com, "Excel specifications and limits": total number of rows and columns.
ROWS = 1_048_576
COLUMNS = 16_384
# Range("...") takes at most 255 characters [facts: xlwings.md 3.3 b].
LONGEST_ADDRESS = 255

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d*)")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?([1-9]\d*)")


def parse(address: str) -> list[Box] | None:
    """The boxes of an address like ``A1:B2,$D$4,F:G``; None when it is not one."""
    if len(address) > LONGEST_ADDRESS:
        return None
    boxes = [_parse_one(part.strip()) for part in address.split(",")]
    return None if None in boxes else [box for box in boxes if box is not None]


def _parse_one(text: str) -> Box | None:
    first, _, last = text.partition(":")
    ends = [_parse_end(first), _parse_end(last or first)]
    if ends[0] is None or ends[1] is None or (not last and ends[0][2:] != (True, True)):
        return None
    (row1, col1, *kind1), (row2, col2, *kind2) = ends
    if kind1 != kind2:
        return None
    top, bottom = sorted((row1, row2)) if kind1[0] else (1, ROWS)
    left, right = sorted((col1, col2)) if kind1[1] else (1, COLUMNS)
    return (top, left, bottom, right) if bottom <= ROWS and right <= COLUMNS else None


def _parse_end(text: str) -> tuple[int, int, bool, bool] | None:
    """Row, column, and which of the two the text names."""
    if found := _CELL.fullmatch(text):
        return int(found[2]), column_index_from_string(found[1].upper()), True, True
    if found := _COLUMN.fullmatch(text):
        return 1, column_index_from_string(found[1].upper()), False, True
    if found := _ROW.fullmatch(text):
        return int(found[1]), 1, True, False
    return None


def show(boxes: Iterable[Box], *, row_abs: bool = True, col_abs: bool = True) -> str:
    """The address of the boxes as ``Range.Address`` gives it."""
    return ",".join(_show_one(box, "$" * row_abs, "$" * col_abs) for box in boxes)


def _show_one(box: Box, row_mark: str, col_mark: str) -> str:
    top, left, bottom, right = box
    first, last = col_mark + get_column_letter(left), col_mark + get_column_letter(right)
    if (top, bottom) == (1, ROWS) and (left, right) != (1, COLUMNS):
        return f"{first}:{last}"
    if (left, right) == (1, COLUMNS):
        return f"{row_mark}{top}:{row_mark}{bottom}"
    start = f"{first}{row_mark}{top}"
    return start if (top, left) == (bottom, right) else f"{start}:{last}{row_mark}{bottom}"


def size(box: Box) -> tuple[int, int]:
    """Rows and columns."""
    return box[2] - box[0] + 1, box[3] - box[1] + 1


def count(boxes: Iterable[Box]) -> int:
    """Cells, those in two boxes twice, as ``Range.Count`` does."""
    return sum(rows * cols for rows, cols in map(size, boxes))


def cells(boxes: Iterable[Box]) -> Iterator[tuple[int, int]]:
    """Row and column of every cell, row by row within each box."""
    for top, left, bottom, right in boxes:
        for row in range(top, bottom + 1):
            for col in range(left, right + 1):
                yield row, col


def holds(boxes: Iterable[Box], row: int, col: int) -> bool:
    """Whether the cell is in one of the boxes."""
    return any(top <= row <= bottom and left <= col <= right for top, left, bottom, right in boxes)


def moved(box: Box, down: int, across: int) -> Box:
    """The box so many rows down and columns to the right."""
    return box[0] + down, box[1] + across, box[2] + down, box[3] + across


def common(one: Box, other: Box) -> Box | None:
    """The part both boxes share."""
    top, left = max(one[0], other[0]), max(one[1], other[1])
    bottom, right = min(one[2], other[2]), min(one[3], other[3])
    return (top, left, bottom, right) if top <= bottom and left <= right else None


def intersect(some: Iterable[Box], others: Iterable[Box]) -> list[Box]:
    """The parts in both lists."""
    others = list(others)
    shared = (common(one, other) for one in some for other in others)
    return [box for box in shared if box is not None]


def bounding(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them."""
    tops, lefts, bottoms, rights = zip(*boxes, strict=True)
    return min(tops), min(lefts), max(bottoms), max(rights)


def joined(found: Iterable[tuple[int, int]]) -> list[Box]:
    """Boxes of single cells, runs down a column merged, then equal runs side by side."""
    columns: dict[int, list[list[int]]] = {}
    for row, col in sorted(found, key=lambda cell: (cell[1], cell[0])):
        runs = columns.setdefault(col, [])
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    boxes: dict[tuple[int, int], list[list[int]]] = {}
    for col, runs in columns.items():
        for top, bottom in runs:
            spans = boxes.setdefault((top, bottom), [])
            if spans and spans[-1][1] == col - 1:
                spans[-1][1] = col
            else:
                spans.append([col, col])
    return sorted(
        (top, left, bottom, right)
        for (top, bottom), spans in boxes.items()
        for left, right in spans
    )


def region(held: Iterable[tuple[int, int]], row: int, col: int) -> Box:
    """The block of held cells around a cell, bounded by empty rows and columns."""
    rows: dict[int, set[int]] = {}
    columns: dict[int, set[int]] = {}
    for r, c in held:
        rows.setdefault(r, set()).add(c)
        columns.setdefault(c, set()).add(r)

    def touches(line: dict[int, set[int]], at: int, first: int, last: int) -> bool:
        return any(first - 1 <= place <= last + 1 for place in line.get(at, ()))

    top, left, bottom, right = row, col, row, col
    grown = True
    while grown:
        grown = False
        while touches(rows, bottom + 1, left, right):
            bottom, grown = bottom + 1, True
        while touches(rows, top - 1, left, right):
            top, grown = top - 1, True
        while touches(columns, right + 1, top, bottom):
            right, grown = right + 1, True
        while touches(columns, left - 1, top, bottom):
            left, grown = left - 1, True
    return top, left, bottom, right


def of_ranges(ranges: MultiCellRange) -> list[Box]:
    """The boxes of openpyxl's cell ranges."""
    return [(r.min_row, r.min_col, r.max_row, r.max_col) for r in ranges.ranges]


def without(boxes: Iterable[Box], holes: Iterable[Box]) -> list[Box]:
    """What is left of the boxes when the holes are cut out."""
    left = list(boxes)
    for hole in holes:
        left = [piece for box in left for piece in _cut(box, hole)]
    return left


def _cut(box: Box, hole: Box) -> list[Box]:
    inner = common(box, hole)
    if inner is None:
        return [box]
    top, left, bottom, right = box
    pieces = [
        (top, left, inner[0] - 1, right),
        (inner[0], left, inner[2], inner[1] - 1),
        (inner[0], inner[3] + 1, inner[2], right),
        (inner[2] + 1, left, bottom, right),
    ]
    return [piece for piece in pieces if piece[0] <= piece[2] and piece[1] <= piece[3]]
