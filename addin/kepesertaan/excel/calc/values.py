"""Blocks of cell values between xlwings and the worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from .address import Rect
from .semantics import GENERAL, Entry, enter, moment_of

# Excel's numbers of errors, by ERROR.TYPE; as xlwings gets them from Excel
ERROR_CODES = (
    -2146826288, -2146826281, -2146826273, -2146826265, -2146826259, -2146826252, -2146826246,
)  # fmt: skip
ERROR_NAMES = dict(
    zip(
        ERROR_CODES,
        ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"),
        strict=True,
    )
)
_MISSING = "#N/A"  # what Excel writes where a block is larger than the values
Block = list[list[Any]]


def told(answer: dict[str, Any], rect: Rect, first_day: date, *, moments: bool) -> Block:
    """The block a worker read: None, texts, floats, truth values, errors as Excel's numbers.

    With ``moments``, numbers shown as dates are datetimes; otherwise they stay serials.
    """
    rows: Block = [[None if value == "" else value for value in row] for row in answer["rows"]]
    top, left = rect[:2]
    for row, column, kind in answer["errors"]:
        rows[row - top][column - left] = ERROR_CODES[kind - 1]
    for i, k in _places(answer["texts"], rect):
        if rows[i][k] is None:
            rows[i][k] = ""
    for i, k in _places(answer["bools"], rect):
        if isinstance(rows[i][k], float):
            rows[i][k] = bool(rows[i][k])
    for i, k in _places(answer["dates"] if moments else [], rect):
        if isinstance(rows[i][k], float):
            rows[i][k] = _shown(rows[i][k], first_day)
    return rows


def _shown(serial: float, first_day: date) -> float | datetime:
    """A serial as a moment; as it is where it is before or after what a calendar has."""
    try:
        return moment_of(serial, first_day) if serial >= 0 else serial
    except OverflowError:
        return serial


def _places(rects: Sequence[Sequence[int]], within: Rect) -> list[tuple[int, int]]:
    """Rows and columns in a block of the cells of rectangles of the sheet."""
    top, left = within[:2]
    return [
        (row - top, column - left)
        for a, b, c, d in rects
        for row in range(a, c + 1)
        for column in range(b, d + 1)
    ]


def spread(data: Any, height: int, width: int) -> Block:
    """Values for a whole block, as Excel spreads what it is given.

    A single value fills it; one row or one column is repeated; a list is a row; where a block is
    larger than the values there is #N/A, and values beyond it are left out.

    >>> spread([1, 2], 2, 2), spread([[1], [2]], 2, 2), spread("x", 1, 2), spread([[1], [2]], 3, 1)
    ([[1, 2], [1, 2]], [[1, 1], [2, 2]], [['x', 'x']], [[1], [2], ['#N/A']])
    """
    if not isinstance(data, list | tuple):
        return [[data] * width for _ in range(height)]
    rows = [list(row) for row in data] if _is_nested(data) else [list(data)]
    if len(rows) == 1:
        rows = rows * height
    if all(len(row) == 1 for row in rows):
        rows = [row * width for row in rows]
    rows = [(row + [_MISSING] * (width - len(row)))[:width] for row in rows[:height]]
    return rows + [[_MISSING] * width for _ in range(height - len(rows))]


def _is_nested(data: Sequence[Any]) -> bool:
    return bool(data) and isinstance(data[0], list | tuple)


def written(rows: Block, rect: Rect, formats: list[list[Any]], first_day: date) -> dict[str, Any]:
    """What the worker is to write so that cells hold what Excel would have put there.

    ``formats``: [code, rectangles] of the block as it is. Each is set again where texts are
    written, for Calc changes the format of a cell that gets a text like a number.
    """
    codes = _codes(formats, rect)
    today = date.today()
    top, left = rect[:2]
    entries = [
        [enter(value, codes[i][k], first_day, today) for k, value in enumerate(row)]
        for i, row in enumerate(rows)
    ]
    new: dict[str, list[list[int]]] = {}
    formulas: list[list[Any]] = []
    for i, line in enumerate(entries):
        for k, entry in enumerate(line):
            if entry.number_format is not None:
                place = [top + i, left + k, top + i, left + k]
                new.setdefault(entry.number_format, []).append(place)
            if entry.formula is not None:
                formulas.append([i, k, entry.formula])
    kept = formats if _has_text(entries) else []
    values = [[entry.value for entry in line] for line in entries]
    return {"rows": values, "formulas": formulas, "formats": [*kept, *map(list, new.items())]}


def _codes(formats: list[list[Any]], rect: Rect) -> list[list[str]]:
    """The number format of each cell of a block."""
    height, width = rect[2] - rect[0] + 1, rect[3] - rect[1] + 1
    first = formats[0][0] if formats else GENERAL
    found = [[first] * width for _ in range(height)]
    for code, rects in formats[1:]:
        for i, k in _places(rects, rect):
            found[i][k] = code
    return found


def _has_text(entries: list[list[Entry]]) -> bool:
    return any(isinstance(entry.value, str) for line in entries for entry in line)
