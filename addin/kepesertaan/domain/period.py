"""Contribution months (BLTH) as pairs of year and month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

Month = tuple[int, int]


def later(month: Month, count: int) -> Month:
    """The month that comes ``count`` months after; before, when negative.

    >>> later((2026, 11), 2), later((2026, 1), -1)
    ((2027, 1), (2025, 12))
    """
    year, index = divmod(month[0] * 12 + month[1] - 1 + count, 12)
    return year, index + 1


def months_between(first: Month, last: Month) -> int:
    """How many months ``last`` comes after ``first``.

    >>> months_between((2025, 12), (2026, 2))
    2
    """
    return (last[0] - first[0]) * 12 + last[1] - first[1]


def month_runs(months: Iterable[Month]) -> list[list[Month]]:
    """Months in order, those that follow one another together.

    >>> month_runs([(2025, 12), (2026, 1), (2026, 3)])
    [[(2025, 12), (2026, 1)], [(2026, 3)]]
    """
    runs: list[list[Month]] = []
    for month in months:
        if runs and month == later(runs[-1][-1], 1):
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def first_day(month: Month) -> date:
    """Its first day."""
    return date(*month, 1)


def day_in(month: Month, day: int) -> date:
    """That day of the month, the month's last where it has no such day.

    >>> day_in((2021, 2), 30)
    datetime.date(2021, 2, 28)
    """
    return date(*month, min(day, monthrange(*month)[1]))


def month_name(month: Month) -> str:
    """As everything of ours writes it.

    >>> month_name((2026, 1))
    '2026-01'
    """
    return f"{month[0]}-{month[1]:02}"
