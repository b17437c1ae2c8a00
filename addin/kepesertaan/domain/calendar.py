"""Working days: Monday to Friday, without the holidays the caller brings."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)
_LONGEST_BREAK = 60  # days; more in a row is not a calendar


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Whether the office works on a day."""
    return day.weekday() < _SATURDAY and day not in holidays


def working_day_from(day: date, holidays: Container[date]) -> date:
    """The day itself or the first working day after it. Raises ``ValueError`` for no calendar.

    >>> working_day_from(date(2026, 8, 15), {date(2026, 8, 17)})
    datetime.date(2026, 8, 18)
    """
    return _nearest(day, _DAY, holidays)


def working_day_until(day: date, holidays: Container[date]) -> date:
    """The day itself or the last working day before it. Raises ``ValueError`` for no calendar.

    >>> working_day_until(date(2021, 1, 30), set())
    datetime.date(2021, 1, 29)
    """
    return _nearest(day, -_DAY, holidays)


def add_working_days(day: date, count: int, holidays: Container[date]) -> date:
    """The working day ``count`` (1 or more) working days after a day, which itself may be free.

    Raises ``ValueError`` for a count below 1 or no calendar.

    >>> add_working_days(date(2026, 11, 20), 3, set())
    datetime.date(2026, 11, 25)
    """
    if count < 1:
        raise ValueError("count must be 1 or more")
    for _ in range(count):
        day = working_day_from(day + _DAY, holidays)
    return day


def working_days(first: date, last: date, holidays: Container[date]) -> int:
    """How many working days lie from ``first`` to ``last``, both counted; 0 where none does.

    >>> working_days(date(2026, 12, 1), date(2026, 12, 31), {date(2026, 12, 25)})
    22
    """
    days = (last - first).days + 1
    return sum(is_working_day(first + n * _DAY, holidays) for n in range(days))


def _nearest(day: date, step: timedelta, holidays: Container[date]) -> date:
    for _ in range(_LONGEST_BREAK):
        if is_working_day(day, holidays):
            return day
        day += step
    raise ValueError(f"no working day within {_LONGEST_BREAK} days")
