"""Dates and periods as they stand in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kepesertaan.data.loader import month_numbers, month_pattern
from kepesertaan.domain.dates import day_of

_DAY = r"(?<![\d.,/-])(\d{1,2})"
_UNTIL = r"\s*(?:-|\u2013|\u2014|s\.?\s?/?d\.?|sampai(?:\s+dengan)?|hingga|to)\s*(?:tanggal\s+)?"
_NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d{2})(?![\d/])")
_NUMBERS = r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}"
_NUMERIC_SPAN = re.compile(
    rf"(?<![\d.,/-])({_NUMBERS}){_UNTIL}({_NUMBERS})(?![\d/])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text; ``day`` is None where the calendar has no such day."""

    start: int
    end: int
    day: date | None


@dataclass(frozen=True, slots=True)
class Span:
    """A period in a text, both days within it; ``last`` may lie before ``first``."""

    start: int
    end: int
    first: date
    last: date

    @property
    def days(self) -> int:
        """Calendar days, both ends counted."""
        return (self.last - self.first).days + 1


def find_dates(text: str) -> Iterator[Dated]:
    """Every date with day, month and year: 20 Agustus 2022, 20/08/2022, 20-8-2022."""
    for match in _named().finditer(text):
        month = month_numbers()[match[2].upper()]
        yield Dated(*match.span(), day_of(int(match[3]), month, int(match[1])))
    for match in _NUMERIC.finditer(text):
        day, month = int(match[1]), int(match[3])
        if month <= 12 or day > 12:  # 08/20/2022 is written the American way
            yield Dated(*match.span(), day_of(int(match[4]), month, day) if month <= 12 else None)


def find_spans(text: str) -> Iterator[Span]:
    """Every period between two dates; a year that is left out is that of the second date."""
    for match in _spans().finditer(text):
        day, month, year, last_day, last_month, last_year = match.groups()
        end = day_of(int(last_year), month_numbers()[last_month.upper()], int(last_day))
        number = month_numbers()[month.upper()]
        begin = day_of(int(year or last_year), number, int(day))
        if begin and end and not year and begin > end:
            begin = day_of(int(last_year) - 1, number, int(day))
        if begin and end:
            yield Span(*match.span(), begin, end)
    for match in _NUMERIC_SPAN.finditer(text):
        first, last = (_numeric_day(match[k]) for k in (1, 2))
        if first and last:
            yield Span(*match.span(), first, last)


def _numeric_day(text: str) -> date | None:
    """A date such as 19-08-2022."""
    day, month, year = map(int, re.split("[/.-]", text))
    return day_of(year, month, day) if month <= 12 else None


def months_and_days(first: date, last: date) -> tuple[int, int]:
    """Whole months of a period, both days within it, and the days left over.

    >>> months_and_days(date(2022, 8, 19), date(2023, 1, 6))
    (4, 19)
    """
    end = last + timedelta(days=1)
    months = (end.year - first.year) * 12 + end.month - first.month
    while months and _later(first, months) > end:
        months -= 1
    return months, (end - _later(first, months)).days


def _later(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return next(d for n in range(day.day, 0, -1) if (d := day_of(year, month + 1, n)))


@cache
def _named() -> re.Pattern[str]:
    return re.compile(
        rf"{_DAY}\s+({month_pattern()})\.?,?\s+((?:19|20)\d{{2}})(?!\d)", re.IGNORECASE
    )


@cache
def _spans() -> re.Pattern[str]:
    return re.compile(
        rf"{_DAY}\s+({month_pattern()})\.?(?:\s+((?:19|20)\d{{2}}))?{_UNTIL}"
        rf"(\d{{1,2}})\s+({month_pattern()})\.?\s+((?:19|20)\d{{2}})(?!\d)",
        re.IGNORECASE,
    )
