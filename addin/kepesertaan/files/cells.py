"""What a cell becomes, and how that is written as XML.

``CellEdit`` gives a cell another value or look, ``Restore`` puts back what stood there, and
``Before`` is what an edit found. Text is always an inline string, so it never is a formula.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from kepesertaan.domain.edit import CellEdit, Keep
from kepesertaan.domain.serials import serial_of
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


def content_of(
    value: Raw, prefix: bytes, date1904: bool, *, stood: bool = False
) -> tuple[bytes, bytes]:
    """Type attribute and inside of a cell; both empty for no value. Raises ``RefusedError``.

    ``stood``: the value comes back, so a number keeps digits that Excel would not show.
    """
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
    whole = stood and isinstance(value, int)
    text = str(value) if whole else number_of(value, date1904)
    return b"", b"<%sv>%s</%sv>" % (p, text.encode(), p)


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


def shortened(text: str) -> str:
    """As much of a text as a cell holds."""
    if len(text) <= LONGEST // 2:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST].decode("utf-16-le", "ignore")


def number_of(value: int | float | date | datetime | time, date1904: bool) -> str:
    """A number as XML holds it, dates as serials. Raises ``RefusedError``."""
    if isinstance(value, date | time):
        try:
            value = serial_of(value, date1904)
        except ValueError:
            raise RefusedError(NO_DATE) from None
    if isinstance(value, float) and not math.isfinite(value):
        raise RefusedError(NO_NUMBER)
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    text = str(int(value))
    if len(text.lstrip("-").rstrip("0")) > MOST_DIGITS:
        raise RefusedError(TOO_PRECISE)
    return text


def date_format_of(value: Raw | Keep) -> str | None:
    """The number format a date needs where its cell shows none; None for other values."""
    if isinstance(value, datetime):
        return _MOMENT
    if isinstance(value, date):
        return _DATE
    return _TIME if isinstance(value, time) else None
