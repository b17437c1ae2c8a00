"""Addresses as Excel writes them, and rectangles: first row, first column, last row, last column.

Rectangles count from 0; addresses and ``xlwings`` from 1.
"""

from __future__ import annotations

import re

from kepesertaan.domain.table import column_index, column_letter

ROWS, COLUMNS = 1_048_576, 16_384
LONGEST = 255  # letters Excel's Range("...") takes; Calc would take more
Rect = tuple[int, int, int, int]

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?([0-9]{1,7})")
_PLAIN = re.compile(r"\w+", re.ASCII)


def read_address(text: str) -> tuple[Rect, ...] | None:
    """The rectangles of ``A1``, ``$A$1:B2``, ``A:C``, ``1:10``, or of several with commas.

    None for what is no address, such as a name. Raises ``ValueError`` for one longer than Excel
    takes or outside the sheet.

    >>> read_address("B2:A1,C:C"), read_address("kode_npp")
    (((0, 0, 1, 1), (0, 2, 1048575, 2)), None)
    """
    parts = [_read_part(part.strip()) for part in text.split(",")]
    if any(part is None for part in parts):
        return None
    if len(text) > LONGEST:
        raise ValueError(f"an address of more than {LONGEST} letters")
    return tuple(part for part in parts if part is not None)


def _read_part(text: str) -> Rect | None:
    first, colon, last = text.partition(":")
    start, end = _corner(first), _corner(last if colon else first)
    if start is None or end is None or (not colon and None in start):
        return None
    if (start[0] is None) != (end[0] is None) or (start[1] is None) != (end[1] is None):
        return None
    rows = sorted((start[0] or 0, ROWS - 1 if end[0] is None else end[0]))
    columns = sorted((start[1] or 0, COLUMNS - 1 if end[1] is None else end[1]))
    if rows[0] < 0 or columns[0] < 0 or rows[1] >= ROWS or columns[1] >= COLUMNS:
        raise ValueError("an address outside the sheet")
    return rows[0], columns[0], rows[1], columns[1]


def _corner(text: str) -> tuple[int | None, int | None] | None:
    """Row and column from 0, None for the one that is left open."""
    if cell := _CELL.fullmatch(text):
        return int(cell[2]) - 1, column_index(cell[1])
    if column := _COLUMN.fullmatch(text):
        return None, column_index(column[1])
    if row := _ROW.fullmatch(text):
        return int(row[1]) - 1, None
    return None


def write_address(rects: tuple[Rect, ...], *, rows: bool = True, columns: bool = True) -> str:
    """The address of rectangles, its row and column numbers fixed with ``$`` or not.

    >>> write_address(((0, 0, 1, 2), (4, 1, 4, 1))), write_address(((0, 0, 1048575, 1),))
    ('$A$1:$C$2,$B$5', '$A:$B')
    """
    row, column = ("$" if rows else ""), ("$" if columns else "")
    return ",".join(_write_part(rect, row, column) for rect in rects)


def _write_part(rect: Rect, row: str, column: str) -> str:
    top, left, bottom, right = rect
    if (top, bottom) == (0, ROWS - 1) and (left, right) != (0, COLUMNS - 1):
        return f"{column}{column_letter(left)}:{column}{column_letter(right)}"
    if (left, right) == (0, COLUMNS - 1):
        return f"{row}{top + 1}:{row}{bottom + 1}"
    first = f"{column}{column_letter(left)}{row}{top + 1}"
    last = f"{column}{column_letter(right)}{row}{bottom + 1}"
    return first if first == last else f"{first}:{last}"


def with_sheet(address: str, sheet: str, book: str | None = None) -> str:
    """An address with its sheet, and its book when it is wanted.

    >>> with_sheet("$A$1", "Data Peserta", "a b.xlsx"), with_sheet("$A$1", "Data")
    ("'[a b.xlsx]Data Peserta'!$A$1", 'Data!$A$1')
    """
    place = f"[{book}]{sheet}" if book is not None else sheet
    bare = re.sub(r"[\[\].]", "", place)
    if not _PLAIN.fullmatch(bare) or bare[0].isdigit():
        place = "'" + place.replace("'", "''") + "'"
    return f"{place}!{address}"
