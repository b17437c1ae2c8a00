"""A sheet whose cells lie far apart, moved together so that a reader needs no memory for the gaps.

Cells without a value are left out; rows and columns with values get the next free number, in the
order they turn up. After reading, every value goes back to where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kepesertaan.domain.table import Raw, column_index, column_letter
from kepesertaan.files.archive import damaged
from kepesertaan.files.book import MOST_AREA, too_large
from kepesertaan.files.package import Package, SheetPart
from kepesertaan.files.rowxml import OddRowError, list_cells
from kepesertaan.files.sheetxml import SheetText, UnusualXmlError, general_sheet, open_sheet
from kepesertaan.files.xmlgate import BadXmlError

_EMPTY: list[Raw] = []
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
    row = re.sub(rb"<%sc(?:\s[^<>]*)?/>" % re.escape(prefix), b"", row)
    if b"<" + prefix + b"c" not in row:
        return b""
    cells = list(_cells(row, number))
    if not cells:
        return b""
    result.rows.append(number)
    new = len(result.rows)
    result.width += 1 + max(col for col, _ in cells)
    moved = [
        _REFERENCE.sub(b"", cell[: cell.index(b">")], count=1).replace(
            b"<%sc" % prefix, b'<%sc r="%s%d"' % (prefix, _column(result, col), new), 1
        )
        + cell[cell.index(b">") :]
        for col, cell in cells
    ]
    body = b"".join(moved)
    return b'<%srow r="%d">%s</%srow>' % (prefix, new, body, prefix)


def _cells(row: bytes, number: int) -> Iterator[tuple[int, bytes]]:
    """Column and XML of every cell that holds something."""
    for cell in list_cells(row, number, strict=False):
        if cell.stop > cell.tag_end and (cell.row == number):
            yield cell.col, row[cell.start : cell.stop]


def _column(result: Compact, col: int) -> bytes:
    letters = column_letter(col).encode()
    new = result.columns.setdefault(letters, len(result.columns))
    return column_letter(new).encode()
