"""Dates as people type them, and every way a text can be read as one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .text import visible

Order = Literal["name", "ymd", "dmy", "mdy", "serial"]

_WEEKDAY = re.compile(r"^(SENIN|SELASA|RABU|KAMIS|JUM'?AT|SABTU|MINGGU|AHAD)\b[ ,]*")
_CLOCK = re.compile(r"[ T]0{1,2}[:.]00([:.]00(\.0+)?)?$")
_NAMED = re.compile(r"([0-9]{1,2})[\s\-/.,]*([A-Z]{3,})[\s\-/.,']*([0-9]{4}|[0-9]{2})")
_NAMED_US = re.compile(r"([A-Z]{3,})[\s.]*([0-9]{1,2}),?\s+([0-9]{4})")
_YMD = re.compile(r"([0-9]{4})\s*[\-/. ]\s*([0-9]{1,2})\s*[\-/. ]\s*([0-9]{1,2})")
_NUMERIC = re.compile(r"([0-9]{1,2})\s*[\-/., ]\s*([0-9]{1,2})\s*[\-/., ]\s*([0-9]{4}|[0-9]{2})")
_COMPACT = re.compile(r"[0-9]{8}")
_SERIAL = re.compile(r"[0-9]{4,5}")
_FIRST_SERIAL, _LAST_SERIAL = 3654, 55000
_FIRST_YEAR = 1901  # Excel's own calendar is wrong before March 1900


@dataclass(frozen=True, slots=True)
class Window:
    """The days a field's dates can lie between: it settles centuries, not whether one is right."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text as a date."""

    day: date
    order: Order


def readings(text: str, window: Window, months: Mapping[str, int]) -> tuple[Reading, ...]:
    """Every distinct date the text can be, at most one an order; empty when it is no date.

    ``months`` maps upper-case month names to numbers. Two-digit years are read in each century
    that falls in ``window``; more than one reading means the text alone does not decide.
    """
    bare = _CLOCK.sub("", _WEEKDAY.sub("", visible(text).upper().lstrip("'")))
    found = (
        *_named(bare, window, months),
        *_year_first(bare),
        *_numeric(bare, window),
        *_compact(bare),
        *serial_reading(bare, window),
    )
    return tuple({reading.day: reading for reading in reversed(found)}.values())[::-1]


def serial_reading(digits: str, window: Window, date1904: bool = False) -> tuple[Reading, ...]:
    """The date an Excel day number stands for, when it falls in ``window``."""
    if not _SERIAL.fullmatch(digits) or not _FIRST_SERIAL <= int(digits) <= _LAST_SERIAL:
        return ()
    origin = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
    day = origin + timedelta(days=int(digits))
    return (Reading(day, "serial"),) if day in window else ()


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, None when the calendar has no such day."""
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None


def _named(text: str, window: Window, months: Mapping[str, int]) -> tuple[Reading, ...]:
    match = _NAMED.fullmatch(text)
    if match:
        day, word, year = match.groups()
    else:
        match = _NAMED_US.fullmatch(text)
        if not match:
            return ()
        word, day, year = match.groups()
    month = months.get(word)
    return _dated(year, month, int(day), "name", window) if month else ()


def _year_first(text: str) -> tuple[Reading, ...]:
    match = _YMD.fullmatch(text)
    if not match:
        return ()
    day = day_of(int(match[1]), int(match[2]), int(match[3]))
    return (Reading(day, "ymd"),) if day else ()


def _numeric(text: str, window: Window) -> tuple[Reading, ...]:
    match = _NUMERIC.fullmatch(text)
    if not match:
        return ()
    first, second, year = int(match[1]), int(match[2]), match[3]
    return (
        *_dated(year, second, first, "dmy", window),
        *_dated(year, first, second, "mdy", window),
    )


def _compact(text: str) -> tuple[Reading, ...]:
    """Eight digits: the year first, or last; no year begins as a day and month do."""
    if not _COMPACT.fullmatch(text):
        return ()
    numbers = (
        (text[:4], text[4:6], text[6:], "ymd"),
        (text[4:], text[2:4], text[:2], "dmy"),
        (text[4:], text[:2], text[2:4], "mdy"),
    )
    found: list[Reading] = []
    for year, month, day, order in numbers:
        date_ = day_of(int(year), int(month), int(day)) if year[:2] in ("19", "20") else None
        if date_:
            found.append(Reading(date_, order))  # type: ignore[arg-type]
    return tuple(found)


def _dated(year: str, month: int, day: int, order: Order, window: Window) -> tuple[Reading, ...]:
    if len(year) == 4:
        found = day_of(int(year), month, day)
        return (Reading(found, order),) if found else ()
    years = (century + int(year) for century in (1900, 2000))
    likely = (y for y in years if window.first.year <= y <= window.last.year)
    days = (day_of(y, month, day) for y in likely)
    return tuple(Reading(found, order) for found in days if found)
