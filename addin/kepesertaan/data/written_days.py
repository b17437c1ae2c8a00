"""Days as Indonesian prose writes them: weekday, month and date in words."""

from __future__ import annotations

from datetime import date

from .loader import load_toml

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def weekday(day: date) -> str:
    """The day of the week.

    >>> weekday(date(2026, 11, 22))
    'Minggu'
    """
    return WEEKDAYS[day.weekday()]


def month_word(number: int) -> str:
    """The name of a month from 1 to 12."""
    return str(load_toml("months")[str(number)][0]).capitalize()


def long_date(day: date) -> str:
    """A date with the month in words.

    >>> long_date(date(2026, 11, 2))
    '2 November 2026'
    """
    return f"{day.day} {month_word(day.month)} {day.year}"
