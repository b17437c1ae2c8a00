"""A worksheet part cut into head, rows and tail, as a stream, without touching a byte.

    text = open_sheet(package, part)      # SheetText, or general_sheet for unusual XML
    for batch in text.rows():             # lists of (row number from 1, XML of the row)
        ...
    text.head + text.opening + every row in order + text.tail == the part (in UTF-8)

The fast way cuts at ``<row`` in the inflated bytes; that is right as long as the part holds no
comment, CDATA, processing instruction or redeclared namespace between its rows. Where one turns
up, ``UnusualXmlError`` is raised and the caller takes ``anysheet.general_sheet``, which cuts where
expat says a row begins. Both give the same pieces, and neither holds more than a few rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kepesertaan.domain.table import column_index, column_letter

from .limits import AROUND, LONGEST_ROW
from .package import Package
from .xmlgate import MAIN, STRICT, BadXmlError, Coding, encoding_of

ROWS, COLUMNS = 1_048_576, 16_384
ROOT = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>)?\s*<(?:([A-Za-z_][\w.-]*):)?(\w+)((?:\s[^<>]*)?)>"
)
_NAMESPACE = re.compile(rb"""\sxmlns(?::([A-Za-z_][\w.-]*))?\s*=\s*["']([^"'<>]*)["']""")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
Row = tuple[int, bytes]


class UnusualXmlError(Exception):
    """The fast way cannot be sure about this part; the general one can."""


class Area(NamedTuple):
    """A rectangle of cells: rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        """Number of cells."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def holds(self, row: int, col: int) -> bool:
        """Whether a cell is inside."""
        return self.top <= row <= self.bottom and self.left <= col <= self.right


def read_area(text: str) -> Area | None:
    """The area of ``B2:D9``, ``B2``, ``B:D`` or ``2:9``; None when it is none.

    >>> read_area("$B$2:D9")
    Area(top=2, left=1, bottom=9, right=3)
    """
    match = re.fullmatch(
        r"([A-Z]{0,3})(\d{0,7})(?::([A-Z]{0,3})(\d{0,7}))?", text.replace("$", "").upper()
    )
    if not match or not match[0]:
        return None
    left, top, right, bottom = match.groups()
    if right is None and bottom is None:
        right, bottom = left, top
    rows = sorted((int(top or 1), int(bottom or ROWS)))
    columns = sorted(
        (column_index(left) if left else 0, column_index(right) if right else COLUMNS - 1)
    )
    if rows[0] < 1 or rows[1] > ROWS or columns[1] >= COLUMNS:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


@lru_cache(maxsize=COLUMNS)
def letters_of(col: int) -> bytes:
    """Column number from 0 as Excel writes it."""
    return column_letter(col).encode()


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """The attributes of a start tag, values as they stand."""
    return {m[1]: m[2] if m[2] is not None else m[3] for m in _ATTRIBUTE.finditer(tag)}


@dataclass(slots=True)
class SheetText:
    """One worksheet part; ``tail`` is there once ``rows()`` has run to its end."""

    head: bytes  # up to the sheetData tag
    opening: bytes  # <sheetData>, <sheetData/> or with a prefix
    prefix: bytes  # b"" or b"x:"
    coding: Coding
    _regions: Callable[[SheetText], Iterator[bytes]] | None
    _batches: Callable[[SheetText], Iterator[list[Row]]] | None = None  # where are no regions
    tail: bytes = b""  # from </sheetData>, or what follows <sheetData/>
    is_ordered: bool = True  # row numbers rise
    last: int = field(default=0)

    @property
    def is_closed(self) -> bool:
        """Whether sheetData closes itself and so holds no row."""
        return self.opening[: self.opening.index(b">") + 1].endswith(b"/>")

    def rows(self) -> Iterator[list[Row]]:
        """Batches of rows; whatever follows a row up to the next one belongs to it."""
        for batch in self._batches(self) if self._batches else ():
            yield [(self.count(number), row) for number, row in batch]
        for region in self._regions(self) if self._regions else ():
            yield self.cut(region)

    def regions(self) -> Iterator[bytes] | None:
        """Pieces of whole rows not yet cut; None in the general way."""
        return None if self._regions is None else self._regions(self)

    def cut(self, region: bytes) -> list[Row]:
        """The rows of a region, their numbers counted."""
        return list(_cut_rows(self, region))

    def count(self, number: int) -> int:
        """Check one row number and remember it."""
        if not 0 < number <= ROWS:
            raise UnusualXmlError(f"row {number}")
        if number <= self.last:
            self.is_ordered = False
        self.last = number
        return number


def open_sheet(package: Package, part: str) -> SheetText:
    """The stream of a part the fast way; raises ``UnusualXmlError`` now or while rows are read."""
    chunks = package.chunks(part)
    buffer = b""
    for chunk in chunks:
        buffer += chunk
        if len(buffer) == len(chunk) or b"sheetData" in buffer[-len(chunk) - 32 :]:
            prefix, found = _find_sheet_data(buffer)
            if found:
                break
        if len(buffer) > AROUND:
            raise UnusualXmlError("head")
    else:
        raise UnusualXmlError("no sheetData")
    head, opening, rest = buffer[: found.start()], found[0], buffer[found.end() :]
    if b"<!" in head:
        raise UnusualXmlError("comment")

    def regions(text: SheetText) -> Iterator[bytes]:
        return _regions(text, rest, chunks)

    return SheetText(head, opening, prefix, Coding("utf-8", b""), regions)


def _find_sheet_data(buffer: bytes) -> tuple[bytes, re.Match[bytes] | None]:
    """Prefix of the part's elements, and its sheetData tag if it is there yet."""
    try:
        if encoding_of(buffer[:512]) != "utf-8":
            raise UnusualXmlError("encoding")
    except BadXmlError:
        raise UnusualXmlError("encoding") from None
    root = ROOT.match(buffer)
    if not root:
        if b"<!" in buffer or len(buffer) > 1 << 20:
            raise UnusualXmlError("root")
        return b"", None
    spaces = dict(_NAMESPACE.findall(root[3]))
    mains = [k for k, v in spaces.items() if v.decode("utf-8", "replace") in (MAIN, STRICT)]
    if root[2] != b"worksheet" or mains != [root[1] or b""]:
        raise UnusualXmlError("namespaces")
    prefix = root[1] + b":" if root[1] else b""
    tag = rb"<" + re.escape(prefix) + rb"sheetData(?:\s[^<>]*)?"
    return prefix, re.search(tag + rb"(?:/>|>\s*)", buffer)


def _regions(text: SheetText, rest: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces that begin and end between rows; sets ``tail`` at the end."""
    row, end = b"<" + text.prefix + b"row", b"</" + text.prefix + b"sheetData"
    buffer = rest
    if text.is_closed:
        text.tail = _tail(text, rest, chunks)
        return
    while True:
        at = buffer.find(end)
        if at >= 0:
            yield _judge_region(buffer[:at])
            text.tail = _tail(text, buffer[at:], chunks)
            return
        cut = buffer.rfind(row)
        if cut > 0:
            yield _judge_region(buffer[:cut])
            buffer = buffer[cut:]
        if len(buffer) > LONGEST_ROW:
            raise UnusualXmlError("long row")
        chunk = next(chunks, None)
        if chunk is None:
            raise UnusualXmlError("no end")
        buffer += chunk


def _tail(text: SheetText, first: bytes, chunks: Iterator[bytes]) -> bytes:
    """What follows the rows, which must not hold rows again."""
    pieces, size = [first], len(first)
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size > AROUND:
            raise UnusualXmlError("tail")
    tail, name = b"".join(pieces), text.prefix + b"sheetData"
    if b"<" + name in tail or b"</" + name in tail[1:]:
        raise UnusualXmlError("two sheetData")
    return tail


def _judge_region(region: bytes) -> bytes:
    if b"!" in region and b"<!" in region:  # one letter is looked for fastest
        raise UnusualXmlError("comment")
    if (b"?" in region and b"<?" in region) or (b"m" in region and b"xmlns" in region):
        raise UnusualXmlError("instruction or namespace")
    return region


def last_number(region: bytes, mark: bytes) -> int | None:
    """The number of the last row of a region, where its tag begins with it.

    ``mark`` is ``b"<row"``, maybe with a prefix.

    >>> last_number(b'<row r="7"/><row r="9" ht="3">', b"<row"), last_number(b"<row/>", b"<row")
    (9, None)
    """
    at = region.rfind(mark) + len(mark)
    if not region.startswith(b' r="', at):
        return None
    digits = region[at + 4 : region.find(b'"', at + 4)]
    return int(digits) if digits.isdigit() and len(digits) < 8 else None


def _cut_rows(text: SheetText, region: bytes) -> Iterator[Row]:
    mark = b"<" + text.prefix + b"row"
    pieces = iter(region.split(mark))
    if next(pieces):
        raise UnusualXmlError("text before rows")
    for piece in pieces:
        if piece.startswith(b' r="'):
            digits = piece[4 : piece.find(b'"', 4)]
            number = int(digits) if digits.isdigit() and len(digits) < 9 else 0
        else:
            number = _row_number(piece[: piece.find(b">")], text.last)
        yield text.count(number), mark + piece


def _row_number(tag: bytes, last: int) -> int:
    if tag[:1].isalnum():
        raise UnusualXmlError("other element")
    digits = attributes(tag).get(b"r", b"%d" % (last + 1)).strip()
    return int(digits) if digits.isdigit() and len(digits) < 9 else 0


def end_of_tag(data: bytes, start: int) -> int:
    """The offset behind the start tag that begins at ``start``."""
    match = _TAG.match(data, start)
    if not match:
        raise BadXmlError("isinya bukan XML yang utuh")
    return match.end()


_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
