"""A roll-up computed anew from the written rules, by code that shares nothing with the program.

The rules: docs/keputusan/rekap-target.md and the data files beside it. All sums are exact fractions.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction as Exact
from math import ceil, floor

from branch_sheets import RATIOS, STOCKS, YEAR, Month, Truth

LESS_IS_BETTER = frozenset({"tk_keluar", "piutang"})
WITH_DECEMBER = frozenset({"iuran"})
WORDS = ("✓ Hijau", "! Kuning", "✗ Merah")
# The joint decree on holidays and cuti bersama of 2026, June to December.
_FREE = {(6, 1), (6, 16), (8, 17), (8, 25), (12, 24), (12, 25)}


def days_left(month: int) -> int:
    """Working days from the end of a month from May on to the year's end."""
    day, found = date(YEAR, month, 28) + timedelta(days=4), 0
    day = day.replace(day=1)
    while day.year == YEAR:
        found += day.weekday() < 5 and (day.month, day.day) not in _FREE
        day += timedelta(days=1)
    return found


class Row:
    """One metric of an officer and segment, up to a month of the year."""

    def __init__(
        self, metric: str, given: Mapping[tuple[str, str, Month], Decimal], until: int
    ) -> None:
        is_flow = metric not in STOCKS | RATIOS
        self.given, self.until = given, until
        self.made, self.targets = (
            self._months("realisasi", YEAR, is_flow),
            self._months("target", YEAR, is_flow),
        )
        self.before = self._months("realisasi", YEAR - 1, is_flow)
        said = [
            one
            for month in range(1, until + 1)
            if (one := self._one("target", "tahun", YEAR, month)) is not None
        ]
        self.year = said[-1] if said else self.targets.get(12)
        if not said and is_flow:
            self.year = sum(self.targets.values(), Exact(0)) if len(self.targets) == 12 else None
        self.missing: list[int] = []
        self.is_years_end = False
        if is_flow:
            self._flow()
        else:
            self.done = self.made.get(until)
            self.missing = [] if self.done is not None else [until]
            self.target = self.targets.get(until, self.year)
            self.compared = self.target if self.done is not None else None
            self.is_years_end = self.compared is not None and until not in self.targets
        self.is_steady = all(month in self.made for month in range(1, until + 1))
        self.is_whole = self.done is not None and self.year is not None and not self.missing

    def _one(self, side: str, span: str, year: int, month: int) -> Exact | None:
        value = self.given.get((side, span, (year, month)))
        return None if value is None else Exact(value)

    def _months(self, side: str, year: int, is_flow: bool) -> dict[int, Exact]:
        found = {}
        for month in range(1, 13):
            value = self._one(side, "bulan", year, month)
            up_to = self._one(side, "sd", year, month)
            if value is None and up_to is not None:
                earlier = (
                    Exact(0)
                    if month == 1 or not is_flow
                    else self._one(side, "sd", year, month - 1)
                )
                value = None if earlier is None else up_to - earlier
            if value is not None:
                found[month] = value
        return found

    def _flow(self) -> None:
        until = range(1, self.until + 1)
        self.done, self.missing = self._one("realisasi", "sd", YEAR, self.until), []
        if self.done is None:
            self.missing = [month for month in until if month not in self.made]
            there = [self.made[month] for month in until if month in self.made]
            self.done = sum(there, Exact(0)) if there else None
        self.target = self._target(until)
        if self.target is None and (sd := self._one("target", "sd", YEAR, self.until)) is not None:
            self.target = sd
        self.compared = None if self.done is None else self.target
        if self.done is not None and self.missing:
            self.compared = self._target([month for month in until if month not in self.missing])

    def _target(self, months: Iterable[int]) -> Exact | None:
        """Of some months: theirs, or twelfths of the year's alone."""
        months = list(months)
        if all(month in self.targets for month in months):
            return sum((self.targets[month] for month in months), Exact(0))
        return None if self.year is None else self.year * len(months) / 12


Rows = list[tuple[str, str, Row]]  # officer, segment


def rows_of(known: Truth, until: int) -> dict[str, Rows]:
    """The rows of every metric."""
    given: dict[tuple[str, str, str], dict[tuple[str, str, Month], Decimal]] = {}
    for (metric, officer, segment, side, span, month), value in known.items():
        given.setdefault((metric, officer, segment), {})[side, span, month] = value
    found: dict[str, Rows] = {}
    for (metric, officer, segment), some in sorted(given.items()):
        found.setdefault(metric, []).append((officer, segment, Row(metric, some, until)))
    return found


def total(rows: Rows, of: Callable[[Row], Exact | None]) -> Exact | None:
    """The sum of those that have it; None where none has."""
    there = [one for _, _, row in rows if (one := of(row)) is not None]
    return sum(there, Exact(0)) if there else None


class Line:
    """Rows of one metric added up."""

    def __init__(self, metric: str, rows: Rows, until: int) -> None:
        self.rows = rows
        self.target = total(rows, lambda row: row.compared)
        self.done = total(rows, lambda row: row.done)
        paired = total(rows, lambda row: row.done if row.compared is not None else None)
        self.share = (
            paired / self.target
            if paired is not None and self.target is not None and self.target > 0
            else None
        )
        self.gap = paired - self.target if paired is not None and self.target is not None else None
        self.word, self.written = colour(self.share, metric), written(self.share, metric)
        self.year = total(rows, lambda row: row.year)
        done, year = (
            total(rows, lambda row, n=n: (row.done, row.year)[n] if row.is_whole else None)
            for n in (0, 1)
        )
        less = metric in LESS_IS_BETTER
        self.left = (
            None
            if done is None or year is None or (less and metric not in STOCKS)
            else max(Exact(0), done - year if less else year - done)
        )
        self.now = total(rows, lambda row: row.made.get(until))
        self.past = total(rows, lambda row: row.before.get(until) if until in row.made else None)
        grown = total(rows, lambda row: row.made.get(until) if until in row.before else None)
        self.growth = (
            grown / self.past - 1 if grown is not None and self.past and self.past > 0 else None
        )
        self.officers = {officer for officer, _, _ in rows}
        self.lacking = {officer for officer, _, row in rows if row.missing}

    def officers_with(self, has: Callable[[Row], bool]) -> int:
        """How many officers have something in every row."""
        return len(self.officers - {officer for officer, _, row in self.rows if not has(row)})

    @property
    def complete(self) -> str:
        """How many officers lack nothing."""
        return f"{len(self.officers - self.lacking)} dari {len(self.officers)}"


def colour(share: Exact | None, metric: str) -> str | None:
    """By the achievement itself."""
    if share is None:
        return None
    bounds = (
        (share <= 1, share <= Exact(11, 10))
        if metric in LESS_IS_BETTER
        else (share >= 1, share >= Exact(9, 10))
    )
    return WORDS[0] if bounds[0] else WORDS[1] if bounds[1] else WORDS[2]


def written(share: Exact | None, metric: str) -> Exact | None:
    """To one decimal of a per cent, never over a bound that was not reached."""
    if share is None:
        return None
    near = half_up(share, 3)
    if WORDS.index(str(colour(near, metric))) < WORDS.index(str(colour(share, metric))):
        return Exact(ceil(share * 1000) if metric in LESS_IS_BETTER else floor(share * 1000), 1000)
    return near


def half_up(value: Exact, places: int) -> Exact:
    """Rounded, a half away from zero."""
    size = floor(abs(value) * 10**places + Exact(1, 2))
    return Exact(size if value >= 0 else -size, 10**places)


@dataclass(frozen=True)
class Forecast:
    """A year's end by one way."""

    way: str
    value: Exact
    low: Exact | None
    high: Exact | None
    error: Exact | None
    trials: int
    ahead: int


Amounts = dict[Month, Exact]
Way = Callable[[Amounts, Month, int], Exact | None]


def forecasts(metric: str, rows: Rows, until: int) -> list[Forecast]:
    """Of the rows with every month, the least wrong way first."""
    steady = [row for _, _, row in rows if row.is_steady]
    if not steady or until == 12:
        return []
    series = [
        {
            **{(YEAR, m): v for m, v in row.made.items()},
            **{(YEAR - 1, m): v for m, v in row.before.items()},
        }
        for row in steady
    ]
    common = set(series[0]).intersection(*series)
    known, month = Amounts(), (YEAR, until)
    while month in common:
        known[month] = sum((one[month] for one in series), Exact(0))
        month = _later(month, -1)
    known = dict(sorted(known.items()))
    if len(known) < 6 or (metric not in STOCKS and (YEAR, 1) not in known):
        return []
    base = (
        Exact(0)
        if metric in STOCKS
        else sum((known[YEAR, m] for m in range(1, until + 1)), Exact(0))
    )
    ways = {"pertumbuhan": _growth} if metric in STOCKS else _ways(metric)
    found = [
        _forecast(name, way, known, until, base, is_state=metric in STOCKS)
        for name, way in ways.items()
    ]
    return sorted(
        (one for one in found if one), key=lambda one: (one.error is None, one.error or 0)
    )


def _forecast(
    name: str, way: Way, known: Amounts, until: int, base: Exact, *, is_state: bool
) -> Forecast | None:
    months, ahead = list(known), 12 - until
    more = way(known, months[-1], ahead)
    if more is None:
        return None
    for distance in range(ahead, 0, -1):
        errors = []
        for n in range(6, len(months) - distance + 1):
            said = way({m: known[m] for m in months[:n]}, months[n - 1], distance)
            came = [known[_later(months[n - 1], k)] for k in range(1, distance + 1)]
            if said is not None and said > 0:
                errors.append((came[-1] if is_state else sum(came, Exact(0))) / said - 1)
        if len(errors) >= 3:
            low, high = (base + more * (1 + end([Exact(0), *errors])) for end in (min, max))
            return Forecast(
                name,
                base + more,
                low,
                high,
                sum(map(abs, errors), Exact(0)) / len(errors),
                len(errors),
                distance,
            )
    return Forecast(name, base + more, None, None, None, 0, 0)


def _later(month: Month, by: int) -> Month:
    count = month[0] * 12 + month[1] - 1 + by
    return count // 12, count % 12 + 1


def _growth(known: Amounts, last: Month, ahead: int) -> Exact | None:
    months = [m for m in sorted(known) if (last[0] - 1, 12) <= m <= last]
    steps = [known[b] - known[a] for a, b in itertools.pairwise(months)]
    return known[last] + sum(steps, Exact(0)) / len(steps) * ahead if steps else None


def _ways(metric: str) -> dict[str, Way]:
    worth = 2 if metric in WITH_DECEMBER else 1

    def weight(months: list[Month]) -> Exact:
        return sum((Exact(worth) if m[1] == 12 else Exact(1) for m in months), Exact(0))

    def rest(known: Amounts, months: list[Month], last: Month, ahead: int) -> Exact | None:
        months = [m for m in months if not (metric in WITH_DECEMBER and m[1] == 1)]
        if not months or any(m not in known for m in months):
            return None
        return (
            sum((known[m] for m in months), Exact(0))
            / weight(months)
            * weight([_later(last, n + 1) for n in range(ahead)])
        )

    def season(known: Amounts, last: Month, ahead: int) -> Exact | None:
        now = [(last[0], m) for m in range(1, last[1] + 1)]
        then, to_come = [_later(m, -12) for m in now], [_later(last, n - 11) for n in range(ahead)]
        if any(m not in known for m in (*now, *then, *to_come)):
            return None
        below = sum((known[m] for m in then), Exact(0))
        return (
            sum((known[m] for m in to_come), Exact(0))
            * sum((known[m] for m in now), Exact(0))
            / below
            if below > 0
            else None
        )

    return {
        "linier": lambda known, last, ahead: rest(known, [m for m in known if (last[0], 1) <= m <= last], last, ahead),
        "musiman": season,
        "laju 3 bulan": lambda known, last, ahead: None if _later(last, -2) not in known else rest(known, [_later(last, -n) for n in range(3)], last, ahead),
    }  # fmt: skip
