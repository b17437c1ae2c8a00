"""A sheet whose cells lie far apart, moved together so that a reader needs no memory for the gaps.

Cells without a value are left out; rows and columns with values get the next free number, in the
order they turn up. After reading, every value goes back to where it stood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kepesertaan.domain.table import Raw, column_index
from kepesertaan.files.anysheet import general_sheet
from kepesertaan.files.archive import damaged
from kepesertaan.files.book import MOST_AREA, too_large
from kepesertaan.files.package import Package, SheetPart
from kepesertaan.files.rowxml import OddRowError, list_cells
from kepesertaan.files.sheetxml import (
    SheetText,
    UnusualXmlError,
    letters_of,
    open_sheet,
)
from kepesertaan.files.xmlgate import BadXmlError

_EMPTY: list[Raw] = []
_ADDRESS = re.compile(rb'r="([A-Z]{1,3})[0-9]{1,7}"')
_REFERENCE = re.compile(rb"""\sr\s*=\s*(["'])[^"']*\1""")


@dataclass(slots=True)
class Compact:
    """The sheet moved together: its XML, and the old place of each new row and column.

    ``rows[i]`` is the workbook row (from 1) of new row i; ``columns[letters]`` the new column of
    an old one.
    """

    xml: bytes = b""
    rows: list[int] = field(default_factory=list)
    columns: dict[bytes, int] = field(default_factory=dict)
    width: int = 0  # cells from column A to the last value, over all rows

    def spread(self, compact_rows: list[list[Raw]]) -> list[list[Raw]]:
        """Rows as they stood in the workbook; empty ones are one shared list."""
        places = [column_index(letters.decode()) for letters in self.columns]
        rows: list[list[Raw]] = [_EMPTY] * max(self.rows, default=0)
        for number, values in zip(self.rows, compact_rows, strict=False):
            held = [(places[i], v) for i, v in enumerate(values) if v is not None]
            row: list[Raw] = [None] * (max((col for col, _ in held), default=-1) + 1)
            for col, value in held:
                row[col] = value
            rows[number - 1] = row
        return rows


def compact_sheet(package: Package, sheet: SheetPart) -> Compact:
    """Move a sheet together; ``UnreadableInput`` when its values still fill too large an area."""
    try:
        return _compact(package, sheet, open_sheet(package, sheet.part))
    except UnusualXmlError:
        return _compact(package, sheet, general_sheet(package, sheet.part))


def _compact(package: Package, sheet: SheetPart, text: SheetText) -> Compact:
    result = Compact()
    pieces = [text.head, b"<" + text.prefix + b"sheetData>"]
    try:
        for batch in text.rows():
            for number, row in batch:
                pieces.append(_moved_row(result, text.prefix, number, row))
            area = len(result.rows) * len(result.columns)
            if max(area, result.width) > MOST_AREA:
                raise too_large(package.path, sheet.name)
    except (BadXmlError, OddRowError) as trouble:
        raise damaged(package.path, f"lembar {sheet.name}: {trouble}") from None
    tail = text.tail if not text.is_closed else b"</" + text.prefix + b"sheetData>" + text.tail
    result.xml = b"".join((*pieces, tail))
    return result


def _moved_row(result: Compact, prefix: bytes, number: int, row: bytes) -> bytes:
    """The row with its value cells at their new places; b"" when it has none."""
    if b"</" + prefix + b"c>" not in row:
        return b""
    cells = _regular_cells(prefix, row) or _any_cells(prefix, row, number)
    if not cells:
        return b""
    result.rows.append(number)
    result.width += 1 + max(column_index(letters.decode()) for letters, _ in cells)
    new, columns = len(result.rows), result.columns
    body = b"".join(
        b'<%sc r="%s%d"%s' % (prefix, letters_of(columns.setdefault(old, len(columns))), new, rest)
        for old, rest in cells
    )
    return b'<%srow r="%d">%s</%srow>' % (prefix, new, body, prefix)


def _regular_cells(prefix: bytes, row: bytes) -> list[tuple[bytes, bytes]]:
    """Column and what follows the address, of every value cell; none when written unusually."""
    pieces = row[: row.rfind(b"</" + prefix + b"row")].split(b"<" + prefix + b"c ")[1:]
    matches = [_ADDRESS.match(piece) for piece in pieces]
    if None in matches or b"<!" in row or pieces == []:
        return []
    cells = zip(matches, pieces, strict=True)
    return [
        (match[1], piece[match.end() :])
        for match, piece in cells
        if match and not piece.rstrip().endswith(b"/>")
    ]


def _any_cells(prefix: bytes, row: bytes, number: int) -> list[tuple[bytes, bytes]]:
    """The same by the XML parser; a cell that names another row is left out."""
    found = []
    for cell in list_cells(row, number, strict=False):
        if cell.stop > cell.tag_end and cell.row == number:
            tag = row[cell.start + len(prefix) + 2 : cell.tag_end]
            rest = _REFERENCE.sub(b"", tag, count=1) + row[cell.tag_end : cell.stop]
            found.append((letters_of(cell.col), rest))
    return found
