"""What Excel makes of a value that is put into a cell: Calc does not, so it is decided here.

A text put into a cell is read as if an American had typed it, whatever the PC's language; only
cells with the format Text keep it. Written from Microsoft's pages and from what users of xlwings
report; what no page says is marked K (known from use, to be seen on a PC with Excel).
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from .typed import Typed, read_typed

GENERAL, TEXT = "General", "@"
BOOLEAN = "BOOLEAN"  # Calc's own format for truth values; to Excel it is General
DATE, MOMENT = "m/d/yyyy", "m/d/yyyy h:mm"
_DIGITS = 15  # significant ones that Excel keeps of a number typed or read from a text
_SECONDS = 86400


class Entry(NamedTuple):
    """What a cell gets: a text, a number or nothing; or a formula; and a number format or None."""

    value: str | float | None
    formula: str | None = None
    number_format: str | None = None


NOTHING = Entry(None)


def enter(value: object, number_format: str, first_day: date, today: date) -> Entry:
    """What a cell with this format gets when ``value`` is put into it.

    ``first_day`` is day 0 of the book's dates; ``today`` gives a year to a date without one.
    Raises ``TypeError`` for what Excel takes no part of: bare dates, Decimal, numpy's numbers.
    """
    if value is None or value == "":
        return NOTHING
    if number_format == TEXT:
        return Entry(as_text(value))
    found = _enter(value, first_day, today)
    if number_format == BOOLEAN and found.number_format is None:
        return found._replace(number_format=GENERAL)
    if number_format not in (GENERAL, BOOLEAN) and found.number_format != BOOLEAN:
        return found._replace(number_format=None)
    return found


def _enter(value: object, first_day: date, today: date) -> Entry:
    if isinstance(value, bool):
        return Entry(float(value), None, BOOLEAN)
    if type(value) in (int, float):
        return Entry(_number(value))  # type: ignore[arg-type]
    if isinstance(value, datetime):
        return Entry(serial_of(value, first_day), None, _format_of(value))
    if isinstance(value, str):
        return _enter_text(value, first_day, today)
    raise TypeError(f"a cell does not take a {type(value).__name__}")


def _number(value: float) -> float:
    """Raises ``ValueError`` for what is no number a cell can hold."""
    found = float(value)
    if not math.isfinite(found):
        raise ValueError("a cell does not hold infinity or nothing-at-all as a number")
    return found


def _enter_text(text: str, first_day: date, today: date) -> Entry:
    if text.startswith("'"):
        return Entry(text[1:] or None)
    read = read_typed(text, today)
    if read is None:
        return Entry(text)
    return _from_typed(read, first_day)


def _from_typed(read: Typed, first_day: date) -> Entry:
    value = read.value
    if read.kind == "formula":
        return Entry(None, str(value))
    if isinstance(value, Decimal):
        return Entry(float(shortened(value)), None, read.number_format)
    if isinstance(value, datetime):
        return Entry(serial_of(value, first_day), None, read.number_format)
    return Entry(float(value), None, BOOLEAN if read.kind == "bool" else read.number_format)


def shortened(number: Decimal) -> Decimal:
    """A number as Excel keeps what was typed: digits after the fifteenth become 0.

    >>> shortened(Decimal("3578011708909901")), shortened(Decimal("1.25"))
    (Decimal('3.57801170890990E+15'), Decimal('1.25'))
    """
    sign, digits, exponent = number.as_tuple()
    if len(digits) <= _DIGITS or not isinstance(exponent, int):
        return number
    return Decimal((sign, digits[:_DIGITS], exponent + len(digits) - _DIGITS))


def as_text(value: object) -> str | None:
    """What a Text cell gets: a text as it is, a number as its digits (K: 15 of them).

    >>> as_text("0812"), as_text("'0812"), as_text(812.0), as_text(True), as_text(3.578e15)
    ('0812', '0812', '812', 'TRUE', '3.578E+15')
    """
    if isinstance(value, str):
        return (value[1:] if value.startswith("'") else value) or None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return f"{value.month}/{value.day}/{value.year}"
    if type(value) in (int, float):
        return format(_number(value), f".{_DIGITS}g").upper()  # type: ignore[arg-type]
    raise TypeError(f"a cell does not take a {type(value).__name__}")


def serial_of(moment: datetime, first_day: date) -> float:
    """Days since the book's day 0, the time as a part of a day; a time zone is left out.

    >>> serial_of(datetime(1990, 8, 17, 12), date(1899, 12, 30))
    33102.5
    """
    plain = moment.replace(tzinfo=None)
    since = plain - datetime(first_day.year, first_day.month, first_day.day)
    return since.days + (since.seconds + since.microseconds / 1e6) / _SECONDS


def moment_of(serial: float, first_day: date) -> datetime:
    """The moment of a serial, to the millisecond as Excel keeps it; may raise ``OverflowError``."""
    days, part = divmod(serial, 1)
    seconds = timedelta(milliseconds=round(part * _SECONDS * 1000))
    return datetime(first_day.year, first_day.month, first_day.day) + timedelta(days) + seconds


def _format_of(moment: datetime) -> str:
    has_time = any((moment.hour, moment.minute, moment.second, moment.microsecond))
    return MOMENT if has_time else DATE
