"""Holidays of Indonesia: those the package ``holidays`` knows, and the days the office added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from .dated import Entry
from .law import entries

NATIONAL, JOINT_LEAVE, WORKDAY = "libur", "cuti bersama", "kerja"
_CATEGORIES = {NATIONAL: "public", JOINT_LEAVE: "government"}
_ESTIMATED = "(perkiraan)"


@dataclass(frozen=True, slots=True)
class Holiday:
    """``sure``: whether its date has been fixed; Islamic dates of later years are estimates."""

    day: date
    name: str
    sure: bool = True


@cache
def free_days(year: int, *, joint_leave: bool) -> dict[date, Holiday]:
    """The holidays of a year by day; ``joint_leave``: with cuti bersama.

    Raises ``UnreadableInput`` where kalender_tambahan.csv is broken.
    """
    return with_added(year, entries("kalender_tambahan"), joint_leave=joint_leave)


def with_added(year: int, own: Sequence[Entry], *, joint_leave: bool) -> dict[date, Holiday]:
    """The same with the office's ``own`` rows of kalender_tambahan.csv."""
    kinds = (NATIONAL, JOINT_LEAVE) if joint_leave else (NATIONAL,)
    known = {holiday.day: holiday for kind in reversed(kinds) for holiday in _known(year, kind)}
    added = {holiday.day: holiday for kind in kinds for holiday in _added(year, kind, own)}
    ordinary = {holiday.day for holiday in _added(year, WORKDAY, own)}
    return {day: found for day, found in (known | added).items() if day not in ordinary}


def _known(year: int, kind: str) -> Iterator[Holiday]:
    from holidays import country_holidays

    found = country_holidays("ID", years=year, categories=(_CATEGORIES[kind],), language="id")
    for day, name in sorted(found.items()):
        yield Holiday(day, name, _ESTIMATED not in name)


def _added(year: int, kind: str, own: Sequence[Entry]) -> Iterator[Holiday]:
    for entry in own:
        if entry.values["kind"] == kind:
            last = entry.until or entry.since
            for count in range((last - entry.since).days + 1):
                day = entry.since + timedelta(days=count)
                if day.year == year:
                    yield Holiday(day, entry.values["name"], entry.confirmed)
