"""A rewritten worksheet held against the old one: with the old cells put back, it is the old one.

What was noted of each edited cell takes the place of what stands there now, and that must be sound
XML; the outcome must be the old sheet byte for byte. So nothing else was touched and undo works,
and what nobody changed is compared but not parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from .befores import SheetBefores
from .celledit import Shapes, is_cell, shapes_of
from .package import Package
from .sheetxml import SheetText, UnusualXmlError, end_of_tag, last_number, letters_of, open_sheet
from .xmlgate import BadXmlError, judge_wellformed

Note = tuple[int, int, bytes]  # row, column, and the XML noted of the cell
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^<>]*>")
_ROW_TAG = re.compile(rb"<(?:[\w.-]+:)?row(?:[\s/][^<>]*)?>")


def is_faithful(old: Package, new: Package, part: str, befores: SheetBefores) -> bool | None:
    """Whether only the edited cells of a sheet changed, and are sound; None: not to be told here.

    That is so for sheets written in an unusual way, and where rows came or cells went.
    """
    try:
        before, after = open_sheet(old, part), open_sheet(new, part)
        if before.is_closed or before.opening != after.opening:
            return None
        rows = before.regions() or iter(()), _undone(after, befores)
        return _is_same(*rows) and _is_same_frame(before, after)
    except (UnusualXmlError, BadXmlError):
        return None


def _is_same(one: Iterator[bytes], other: Iterator[bytes]) -> bool:
    """Whether two texts in pieces are the same; both are read to the end when they are."""
    a = b = b""
    while True:
        a, b = a or next(filter(None, one), b""), b or next(filter(None, other), b"")
        length = min(len(a), len(b))
        if not length or a[:length] != b[:length]:
            return a == b
        a, b = a[length:], b[length:]


def _is_same_frame(old: SheetText, new: SheetText) -> bool:
    """Whether all but the rows is the same; the dimension may have changed."""
    heads = {_DIMENSION.sub(b"", text.head) for text in (old, new)}
    return len(heads) == 1 and old.tail == new.tail


def _undone(text: SheetText, befores: SheetBefores) -> Iterator[bytes]:
    """The rows as they were; ``UnusualXmlError`` where that cannot be told."""
    mark = b"<" + text.prefix + b"row"
    notes = befores.notes()
    note = next(notes, None)
    for region in filter(None, text.regions() or ()):
        last = last_number(region, mark)
        if note and not last:
            raise UnusualXmlError("a row without number")
        of_region = []
        while note and last and note[0] <= last:
            of_region.append(note)
            note = next(notes, None)
        yield _region_undone(region, of_region, text.prefix) if of_region else region
    if note:
        raise UnusualXmlError("a row went")


def _region_undone(region: bytes, notes: list[Note], prefix: bytes) -> bytes:
    shapes, sound = shapes_of(prefix), _sound(prefix)
    pieces: list[bytes] = []
    at = 0
    for row, of_row in groupby(notes, itemgetter(0)):
        cells = list(of_row)
        if tag := next((xml for *_, xml in cells if xml and not _is_cell(xml, shapes)), None):
            first = _place(region, at, row, cells[0][1], shapes)
            at = _put_tag_back(region, at, first, tag, pieces)
        for _, col, xml in cells:
            start = _place(region, at, row, col, shapes)
            cell = sound.match(region, start) or shapes.cell.match(region, start)
            if cell is None:
                raise UnusualXmlError("a cell is odd")
            if cell.re is not sound:
                judge_wellformed([cell[0]])
            pieces += (region[at:start], xml if _is_cell(xml, shapes) else b"")
            at = cell.end("end")
    pieces.append(region[at:])
    return b"".join(pieces)


def _is_cell(xml: bytes, shapes: Shapes) -> bool:
    """Whether what was noted is a cell, and not the tag of the row of one that was not there."""
    return xml.startswith(shapes.opening) or is_cell(xml)


def _place(region: bytes, at: int, row: int, col: int, shapes: Shapes) -> int:
    start = region.find(b'%s%s%d"' % (shapes.opening, letters_of(col), row), at)
    if start < 0:
        raise UnusualXmlError("a cell went")
    return start


def _put_tag_back(region: bytes, at: int, cell: int, note: bytes, pieces: list[bytes]) -> int:
    """Behind the tag of a row, after what its note says of the tag is in ``pieces``.

    ``cell`` is where the row's first edited cell stands.
    """
    found = _ROW_TAG.search(note)
    if found is None or b"sheetData" in note or found[0].endswith(b"/>"):
        raise UnusualXmlError("a row came or was opened")
    start = region.rfind(found[0][: found[0].index(b"row") + 3], at, cell)
    if start < 0:
        raise UnusualXmlError("a row's tag went")
    pieces += (region[at:start], found[0])
    return end_of_tag(region, start)


@lru_cache(maxsize=8)
def _sound(prefix: bytes) -> re.Pattern[bytes]:
    """Cells as they are written here, with nothing in them that could be unsound."""
    p = re.escape(prefix)
    text = rb"(?:[\t\n\x20-\x25\x27-\x3b\x3d-\x7f]|&(?:amp|lt|gt|quot|apos);)*+"
    inside = rb'(?:<%sv>%s</%sv>|<%sis><%st(?: xml:space="preserve")?>%s</%st></%sis>)?'
    inside %= (p, text, p, p, p, text, p, p)
    tag = rb'<%sc r="[A-Z]+\d+"(?: s="\d+")?(?: t="\w+")?' % p
    return re.compile(rb"%s(?P<end>/>|>%s</%sc>)" % (tag, inside, p))
