"""What a cell becomes, and how that is written as XML.

``CellEdit`` gives a cell another value or look, ``Restore`` puts back what stood there, and
``Before`` is what an edit found. Text is always an inline string, so it never is a formula.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Final, NamedTuple

from kepesertaan.domain.table import CellError, Raw

LONGEST = 32_767  # UTF-16 units in a cell
MOST_DIGITS = 15
TOO_LONG = "isinya lebih dari 32.767 huruf"
TOO_PRECISE = "bilangan lebih dari 15 angka hanya aman sebagai teks"
NO_NUMBER = "nilainya bukan bilangan"
NO_DATE = "tanggal ini di luar kalender Excel"
_DATE, _MOMENT, _TIME = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm:ss"
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HARMLESS = re.compile(r"[^_&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]*")


class Keep(Enum):
    """Leave the value as it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What a cell becomes; row from 1, column from 0.

    ``value``: None and "" clear, ``KEEP`` leaves. ``fill``: ``RRGGBB``, "" for none, a ``<fill>``
    element as ``Before.fill`` gives it, None leaves. ``number_format``: a format code, None leaves
    (a date in a cell that shows none gets a date format all the same).
    """

    row: int
    col: int
    value: Raw | Keep
    fill: str | None = None
    number_format: str | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """Put back exactly what stood there: ``Before.xml`` of an edit of the same file."""

    row: int
    col: int
    xml: bytes | None


Edit = CellEdit | Restore


class Before(NamedTuple):
    """What stood in a cell: its XML, its fill and number format as ``CellEdit`` takes them.

    ``xml`` is the cell element; where there was no cell, the tags that had to change to make room
    for it (row, sheetData, dimension), None when there were none. In UTF-8, for ``Restore`` only.
    """

    xml: bytes | None
    fill: str
    number_format: str


class RefusedError(Exception):
    """Why a cell is not changed: Indonesian, no capital, no full stop."""


def content_of(value: Raw, prefix: bytes, date1904: bool) -> tuple[bytes, bytes]:
    """Type attribute and inside of a cell; both empty for no value. Raises ``RefusedError``."""
    if value is None or value == "":
        return b"", b""
    p = prefix
    if isinstance(value, str):
        inside = b'<%st xml:space="preserve">%s</%st>' % (p, text_of(value), p)
        return b"inlineStr", b"<%sis>%s</%sis>" % (p, inside, p)
    if isinstance(value, bool):
        return b"b", b"<%sv>%d</%sv>" % (p, value, p)
    if isinstance(value, CellError):
        return b"e", b"<%sv>%s</%sv>" % (p, text_of(value.text), p)
    return b"", b"<%sv>%s</%sv>" % (p, number_of(value, date1904).encode(), p)


def text_of(value: str) -> bytes:
    """Text as a cell holds it, in UTF-8: XML-safe, what XML cannot hold written as ``_x0001_``.

    Half a surrogate pair becomes U+FFFD. Raises ``RefusedError`` beyond ``LONGEST``.
    """
    if len(value) > LONGEST // 2 and len(value.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST:
        raise RefusedError(TOO_LONG)
    if not _HARMLESS.fullmatch(value):
        value = _LOOKS_ESCAPED.sub("_x005F_", value)
        value = _CONTROL.sub(lambda m: f"_x{ord(m[0]):04X}_", value)
        value = _SURROGATE.sub("\ufffd", value)
        value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value.encode()


def number_of(value: int | float | date | datetime | time, date1904: bool) -> str:
    """A number as XML holds it, dates as serials. Raises ``RefusedError``."""
    if isinstance(value, date | time):
        value = serial_of(value, date1904)
    if isinstance(value, float) and not math.isfinite(value):
        raise RefusedError(NO_NUMBER)
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    text = str(int(value))
    if len(text.lstrip("-").rstrip("0")) > MOST_DIGITS:
        raise RefusedError(TOO_PRECISE)
    return text


def serial_of(value: date | time, date1904: bool) -> float:
    """Days since Excel's day 0; raises ``RefusedError`` before it.

    Excel's first calendar has a 29 February 1900, so its days before are one less.

    >>> serial_of(date(1900, 3, 1), False), serial_of(date(1900, 2, 28), False)
    (61.0, 59.0)
    """
    if isinstance(value, time):
        return _day_part(value)
    gap = (date(value.year, value.month, value.day) - date(1899, 12, 30)).days
    gap = gap - 1462 if date1904 else gap - (gap <= 60)
    if gap < (0 if date1904 else 1):
        raise RefusedError(NO_DATE)
    return gap + (_day_part(value.time()) if isinstance(value, datetime) else 0.0)


def _day_part(value: time) -> float:
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return round(seconds, 3) / 86_400


def date_format_of(value: Raw | Keep) -> str | None:
    """The number format a date needs where its cell shows none; None for other values."""
    if isinstance(value, datetime):
        return _MOMENT
    if isinstance(value, date):
        return _DATE
    return _TIME if isinstance(value, time) else None
