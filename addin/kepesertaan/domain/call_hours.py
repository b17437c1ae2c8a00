"""When calls were made and answered: hours of the day by day of the week."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .calls import Call

DAYS = 5  # Monday to Friday


@dataclass(frozen=True, slots=True)
class Hours:
    """Calls whose hour is known. ``made`` and ``reached``: by hour and weekday (0 is Monday);
    ``weekend``: how many were made on other days.
    """

    made: dict[tuple[int, int], int]
    reached: dict[tuple[int, int], int]
    weekend: int

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.made.values()) + self.weekend

    @property
    def span(self) -> range:
        """The hours from the first to the last with a call."""
        hours = [hour for hour, _day in self.made]
        return range(min(hours), max(hours) + 1) if hours else range(0)


def hours_of(calls: Iterable[Call], reached: Collection[str]) -> Hours:
    """Count calls. ``reached``: the outcomes that count as spoken to."""
    found = Hours({}, {}, 0)
    weekend = 0
    for call in calls:
        if call.hour is None:
            continue
        place = (call.hour, call.day.weekday())
        if place[1] >= DAYS:
            weekend += 1
            continue
        found.made[place] = found.made.get(place, 0) + 1
        if call.outcome in reached:
            found.reached[place] = found.reached.get(place, 0) + 1
    return Hours(found.made, found.reached, weekend)
