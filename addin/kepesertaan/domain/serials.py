"""Dates as Excel counts them: days since its day 0, both ways."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_DAY = 86_400
_FALSE_LEAP_DAY = 60  # 29 February 1900, which only Excel's first calendar has
_LAST = 2_958_466  # the first serial after 31 December 9999


def serial_of(value: date | time, date1904: bool = False) -> float:
    """Days since Excel's day 0. Raises ``ValueError`` before it.

    Excel's first calendar has a 29 February 1900, so its days before are one less.

    >>> serial_of(date(1900, 3, 1)), serial_of(date(1900, 2, 28))
    (61.0, 59.0)
    """
    if isinstance(value, time):
        return _day_part(value)
    gap = (date(value.year, value.month, value.day) - date(1899, 12, 30)).days
    gap = gap - 1462 if date1904 else gap - (gap <= _FALSE_LEAP_DAY)
    if gap < (0 if date1904 else 1):
        raise ValueError("a day before Excel's first")
    return gap + (_day_part(value.time()) if isinstance(value, datetime) else 0.0)


def _day_part(value: time) -> float:
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return round(seconds, 3) / _DAY


def moment_of(serial: float, date1904: bool = False) -> date | datetime | time | None:
    """What a serial in a date format shows: a time below 1, a date when whole, else both.

    None where it shows no day at all.

    >>> moment_of(33102.0), moment_of(0.5), moment_of(59.0), moment_of(-1.0)
    (datetime.date(1990, 8, 17), datetime.time(12, 0), datetime.date(1900, 2, 28), None)
    """
    if not 0 <= serial < _LAST:
        return None
    days, part = divmod(round(serial * _DAY, 3), _DAY)
    if days == 0 and not date1904:
        return (datetime(1900, 1, 1) + timedelta(seconds=part)).time()
    if date1904:
        days += 1462
    elif days < _FALSE_LEAP_DAY:
        days += 1
    moment = datetime(1899, 12, 30) + timedelta(days=days, seconds=part)
    return moment if part else moment.date()


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or a time.

    >>> is_date_format("dd/mm/yyyy"), is_date_format('0 "hari"'), is_date_format("[h]:mm")
    (True, False, True)
    """
    plain = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', "", code.lower())
    return plain != "general" and re.search(r"[dmyhs]", plain) is not None
