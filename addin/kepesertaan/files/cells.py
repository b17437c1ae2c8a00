"""One row's cells changed by splices: every byte outside the touched cells stays as it is.

``CellEdit`` gives a cell another value or look, ``Restore`` puts back what stood there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from functools import lru_cache
from typing import Final

from kepesertaan.domain.table import CellError, Raw, cell_name, column_index

from .bulk import xml_text
from .rowxml import CellXml, OddRowError, list_cells
from .scan import WITH_FORMULA
from .sheetxml import attributes
from .spans import Splice, splice, with_attribute
from .styles import Styles


class Keep(Enum):
    """Leave the value as it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP
_LONGEST = 32767  # UTF-16 units in a cell
_MOST_DIGITS = 15
_REFERENCE = re.compile(rb'<(?:[\w.-]+:)?c r="([A-Z]{1,3})')
_PLAIN_TAG = re.compile(rb'(<(?:[\w.-]+:)?c r="[A-Z]+\d+")(?: s="(\d+)")?(?: t="\w+")?(/?)>')
_EXTENSION = re.compile(rb"<(?:[\w.-]+:)?extLst[ >].*</(?:[\w.-]+:)?extLst>", re.DOTALL)
LINKED = "sel ini memuat data tertaut atau rumus dinamis"
TOO_LONG = "isinya lebih dari 32.767 huruf"
TOO_PRECISE = "bilangan lebih dari 15 angka hanya aman sebagai teks"


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What a cell becomes; row from 1, column from 0.

    ``value``: None clears, ``KEEP`` leaves. ``fill``: ``RRGGBB``, "" for none, a ``<fill>`` element
    as ``Before.fill`` gives it, None leaves. ``number_format``: a format code, None leaves.
    """

    row: int
    col: int
    value: Raw | Keep
    fill: str | None = None
    number_format: str | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """Put back a cell element exactly as it was; None: there was no cell."""

    row: int
    col: int
    xml: bytes | None


Edit = CellEdit | Restore


@dataclass(frozen=True, slots=True)
class Before:
    """What stood in a cell: its element (None: none), its fill and number format."""

    xml: bytes | None
    fill: str
    number_format: str


@dataclass(slots=True)
class Editing:
    """What is needed of the sheet while its rows are edited, and what was done so far."""

    prefix: bytes
    styles: Styles
    date1904: bool
    column_styles: Sequence[tuple[int, int, int]]
    before: dict[tuple[int, int], Before] = field(default_factory=dict)
    refused: dict[tuple[int, int], str] = field(default_factory=dict)
    values_changed: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a cell stands in its row's bytes, or where it would."""

    start: int
    stop: int
    exists: bool


@lru_cache(maxsize=8)
def _usual_row(prefix: bytes) -> re.Pattern[bytes]:
    """A row whose cells each begin with their address and hold nothing but one value."""
    p = re.escape(prefix)
    value = rb"<%sv>[^<]*+</%sv>" % (p, p)
    formula = rb"<%sf(?: [^<>/]*+)?(?:/>|>[^<]*+</%sf>)" % (p, p)
    text = rb"<%sis><%st(?: [^<>/]*+)?>[^<]*+</%st></%sis>" % (p, p, p, p)
    inside = rb"(?:%s(?:%s)?|%s|%s)?</%sc>" % (formula, value, value, text, p)
    cell = rb'<%sc r="[A-Z]{1,3}\1"(?: [a-z]+="[^<>"]*+")*+ ?(?:/>|>%s)' % (p, inside)
    return re.compile(
        rb'<%srow r="(\d+)"(?: [\w:.-]+="[^<>"]*+")*+ ?(?:/>|>(?:%s)*+</%srow>)\s*+' % (p, cell, p)
    )


def edit_row(number: int, row: bytes, edits: Sequence[Edit], editing: Editing) -> bytes:
    """The row with the edits done; ``edits`` all in this row, columns rising."""
    regular = _usual_row(editing.prefix).fullmatch(row) is not None
    cells = [] if regular else list_cells(row, number)
    splices: list[Splice] = []
    for edit in edits:
        spot = _find(row, edit, editing.prefix) if regular else _find_odd(row, cells, edit)
        splices += _splices(row, spot, edit, editing, cells)
    if not splices:
        return row
    inserted = any(start == stop for start, stop, _ in splices)
    if row.rstrip().endswith(b"/>") and inserted:
        return _opened(row, splices, editing.prefix)
    done = splice(row, splices)
    return _without_spans(done) if inserted else done


def new_row(number: int, edits: Sequence[Edit], editing: Editing) -> bytes:
    """A row that was not there; empty when nothing is to be put in it."""
    body = []
    for edit in edits:
        new = _new_cell(b"", edit, editing)
        if new:
            body.append(new)
    if not body:
        return b""
    p = editing.prefix
    return b'<%srow r="%d">%s</%srow>' % (p, number, b"".join(body), p)


def _find(row: bytes, edit: Edit, prefix: bytes) -> _Spot:
    """A cell of a regular row: its address stands first in its tag, columns rise."""
    name = cell_name(edit.row, edit.col).encode()
    start = row.find(b'<%sc r="%s"' % (prefix, name))
    if start < 0:
        place = _insertion(row, edit.col)
        return _Spot(place, place, False)
    tag_end = row.index(b">", start) + 1
    if row[tag_end - 2 : tag_end] == b"/>":
        return _Spot(start, tag_end, True)
    end = b"</%sc>" % prefix
    return _Spot(start, row.index(end, tag_end) + len(end), True)


def _insertion(row: bytes, col: int) -> int:
    for match in _REFERENCE.finditer(row):
        if column_index(match[1].decode()) > col:
            return match.start()
    return _inner_end(row)


def _inner_end(row: bytes) -> int:
    end = row.rfind(b"</")
    return end if end >= 0 else row.rindex(b"/>")


def _find_odd(row: bytes, cells: Sequence[CellXml], edit: Edit) -> _Spot:
    for cell in cells:
        if cell.col == edit.col:
            return _Spot(cell.start, cell.stop, True)
        if cell.col > edit.col:
            return _Spot(cell.start, cell.start, False)
    place = _inner_end(row)
    return _Spot(place, place, False)


def _splices(
    row: bytes, spot: _Spot, edit: Edit, editing: Editing, cells: Sequence[CellXml]
) -> list[Splice]:
    old = row[spot.start : spot.stop] if spot.exists else None
    place = (edit.row, edit.col)
    try:
        if isinstance(edit, Restore):
            new = edit.xml or b""
            look = _look(old, row, edit.col, editing)
        else:
            look = _look(old, row, edit.col, editing)
            new = _changed(old, look, edit, editing) if old else _new_cell(row, edit, editing)
    except _RefusedError as why:
        editing.refused[place] = str(why)
        return []
    if new == (old or b""):
        return []
    styles = editing.styles
    editing.before[place] = Before(old, styles.fill_of(look), styles.format_of(look))
    editing.values_changed |= isinstance(edit, Restore) or edit.value is not KEEP
    splices = [(spot.start, spot.stop, new)]
    if not spot.exists or not new:
        splices += _named_next(row, spot, cells)
    return splices


class _RefusedError(Exception):
    """Why an edit is not done; Indonesian, without a full stop."""


def _named_next(row: bytes, spot: _Spot, cells: Sequence[CellXml]) -> list[Splice]:
    """The next cell, when it stood where it did only by counting, gets its address."""
    for cell in cells:
        if cell.start >= spot.stop:
            tag = row[cell.start : cell.tag_end]
            if b"r" in attributes(tag):
                return []
            named = with_attribute(tag, "r", cell_name(cell.row, cell.col))
            return [(cell.start, cell.tag_end, named)]
    return []


def _look(old: bytes | None, row: bytes, col: int, editing: Editing) -> int:
    """The style of a cell, or the one a new cell in its place inherits."""
    if old is not None:
        return _style(attributes(old[: old.index(b">") + 1]).get(b"s", b""))
    tag = row[: row.find(b">") + 1]
    if b"customFormat" in tag:
        return _style(attributes(tag).get(b"s", b""))
    return next((s for first, last, s in editing.column_styles if first <= col <= last), 0)


def _style(text: bytes) -> int:
    return int(text) if text.isdigit() and len(text) < 10 else 0


def _changed(old: bytes, look: int, edit: CellEdit, editing: Editing) -> bytes:
    end = old.index(b">") + 1
    tag, rest = old[:end], old[end:]
    style = _wanted_style(look, edit, editing)
    if edit.value is KEEP:
        return old if style == look else with_attribute(tag, "s", str(style)) + rest
    if b" cm=" in tag or b" vm=" in tag:
        raise _RefusedError(LINKED)
    if re.search(rb"<(?:[\w.-]+:)?f[ />]", rest):
        raise _RefusedError(WITH_FORMULA)
    kind, body = _content(edit.value, editing)
    extension = _EXTENSION.search(rest)
    return _element(_tag(tag, style), kind, body + (extension[0] if extension else b""))


def _tag(tag: bytes, style: int) -> bytes:
    """The start tag, open at its end, with a style and without a type."""
    plain = _PLAIN_TAG.fullmatch(tag)
    if plain:
        return plain[1] + (b' s="%d"' % style if style or plain[2] else b"")
    tag = with_attribute(tag, "t", None)
    if style or b"s" in attributes(tag):
        tag = with_attribute(tag, "s", str(style))
    return tag.rstrip(b">").rstrip(b"/").rstrip()


def _element(tag: bytes, kind: bytes, body: bytes) -> bytes:
    if not body:
        return tag + b"/>"
    name = tag[1 : tag.index(b" ")] if b" " in tag else tag[1:]
    return tag + (b' t="%s"' % kind if kind else b"") + b">" + body + b"</%s>" % name


def _new_cell(row: bytes, edit: Edit, editing: Editing) -> bytes:
    if isinstance(edit, Restore):
        return edit.xml or b""
    style = _wanted_style(_look(None, row, edit.col, editing), edit, editing)
    kind, body = (b"", b"") if edit.value is KEEP else _content(edit.value, editing)
    if not body and not style:
        return b""
    name = cell_name(edit.row, edit.col).encode()
    tag = b'<%sc r="%s"' % (editing.prefix, name) + (b' s="%d"' % style if style else b"")
    return _element(tag, kind, body)


def _wanted_style(look: int, edit: CellEdit, editing: Editing) -> int:
    if edit.fill is None and edit.number_format is None:
        return look
    try:
        return editing.styles.clone(look, edit.fill, edit.number_format)
    except OverflowError:
        return look  # the workbook holds as many styles as Excel allows: the value goes first


def _content(value: Raw | Keep, editing: Editing) -> tuple[bytes, bytes]:
    """Type attribute and inside of a cell."""
    p = editing.prefix
    if value is None or isinstance(value, Keep):
        return b"", b""
    if isinstance(value, bool):
        return b"b", b"<%sv>%d</%sv>" % (p, value, p)
    if isinstance(value, CellError):
        return b"e", b"<%sv>%s</%sv>" % (p, xml_text(value.text).encode(), p)
    if isinstance(value, str):
        if len(value.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
            raise _RefusedError(TOO_LONG)
        text = xml_text(value).encode("utf-8")
        inside = b'<%st xml:space="preserve">%s</%st>' % (p, text, p)
        return b"inlineStr", b"<%sis>%s</%sis>" % (p, inside, p)
    return b"", b"<%sv>%s</%sv>" % (p, _number(value, editing.date1904).encode(), p)


def _number(value: int | float | date | datetime | time, date1904: bool) -> str:
    if isinstance(value, date | datetime | time):
        value = _serial(value, date1904)
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    text = str(int(value))
    if len(text.lstrip("-").rstrip("0")) > _MOST_DIGITS:
        raise _RefusedError(TOO_PRECISE)
    return text


def _serial(value: date | datetime | time, date1904: bool) -> float:
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    origin = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    gap = moment - origin
    return gap.days + gap.seconds / 86400


def _opened(row: bytes, splices: Sequence[Splice], prefix: bytes) -> bytes:
    """A row that closed itself, opened for its first cells."""
    tag = row.rstrip()[:-2].rstrip()
    tail = row[len(row.rstrip()) :]
    body = b"".join(new for _, _, new in splices)
    return _without_spans(tag + b">") + body + b"</%srow>" % prefix + tail


def _without_spans(row: bytes) -> bytes:
    """The optional hint about used columns would be wrong beside a new cell."""
    end = row.index(b">") + 1
    if b" spans=" not in row[:end]:
        return row
    return with_attribute(row[:end], "spans", None) + row[end:]


__all__ = ["KEEP", "Before", "CellEdit", "Edit", "Editing", "Keep", "OddRowError", "Restore"]
