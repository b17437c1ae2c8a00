"""Projections of a year's end out of monthly amounts, and how wrong they have been.

Three variants for flows (linear, seasonal, the run-rate of the last three months) and one for
stocks (last value and the average growth). None is an internal rule of the office: no such rule was
found (keyakinan 75 %). A projection never comes without its past errors, or without the word that
there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from .period import Month, later

LEAST_POINTS = 6
_LEAST_TESTS = 3
_RUN = 3  # months of the run-rate
_YEAR = 12
Amounts = Mapping[Month, Decimal]
Rest = Callable[[Amounts, Month, int], Decimal | None]


@dataclass(frozen=True, slots=True)
class Season:
    """What is special at the turn of the year: how many ordinary months a December is worth.

    ``skip_january``: whether January is left out of the average because it is weak.
    """

    december: Decimal = Decimal(1)
    skip_january: bool = False


@dataclass(frozen=True, slots=True)
class PastErrors:
    """Past errors of a variant: actual / projected - 1. ``ahead``: the months they looked ahead."""

    errors: tuple[Decimal, ...]
    ahead: int

    @property
    def average(self) -> Decimal | None:
        """The mean size of the errors; None below three of them."""
        if len(self.errors) < _LEAST_TESTS:
            return None
        return sum((abs(error) for error in self.errors), Decimal(0)) / len(self.errors)


@dataclass(frozen=True, slots=True)
class Projection:
    """The year's end by one variant. ``low``, ``high``: None where too few past errors are known.

    ``ahead``: the months from the last known one to December.
    """

    variant: str
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    tested: PastErrors
    ahead: int


def linear(amounts: Amounts, last: Month, ahead: int, season: Season) -> Decimal | None:
    """The rest of the year at the average of this year's months up to ``last``.

    >>> linear({(2026, m): Decimal(10) for m in range(1, 7)}, (2026, 6), 6, Season())
    Decimal('60')
    """
    months = [m for m in amounts if m[0] == last[0] and m <= last]
    return _at(_ordinary(amounts, months, season), last, ahead, season)


def run_rate(amounts: Amounts, last: Month, ahead: int, season: Season) -> Decimal | None:
    """The rest of the year at the average of the last three months."""
    months = [later(last, -n) for n in range(_RUN)]
    if any(month not in amounts for month in months):
        return None
    return _at(_ordinary(amounts, months, season), last, ahead, season)


def seasonal(amounts: Amounts, last: Month, ahead: int) -> Decimal | None:
    """The same months of last year, times how this year has been against last year so far.

    None where a month of last year is missing. It holds the December effect by itself.
    """
    past = [(last[0], m) for m in range(1, last[1] + 1)]
    rest = [later(last, n) for n in range(1, ahead + 1)]
    wanted = [*past, *(later(m, -_YEAR) for m in (*past, *rest))]
    if any(month not in amounts for month in wanted):
        return None
    before = sum((amounts[later(month, -_YEAR)] for month in past), Decimal(0))
    if before <= 0:
        return None
    so_far = sum((amounts[month] for month in past), Decimal(0))
    return sum((amounts[later(month, -_YEAR)] for month in rest), Decimal(0)) * so_far / before


def growth(states: Amounts, last: Month, ahead: int) -> Decimal | None:
    """The state ``ahead`` months later: the last one and the average growth of this year's months.

    >>> growth({(2026, m): Decimal(100 + m) for m in range(1, 7)}, (2026, 6), 6)
    Decimal('112')
    """
    months = [m for m in sorted(states) if (last[0] - 1, _YEAR) <= m <= last]
    steps = [states[b] - states[a] for a, b in pairwise(months) if later(a, 1) == b]
    if not steps or last not in states:
        return None
    return states[last] + sum(steps, Decimal(0)) / len(steps) * ahead


def _ordinary(amounts: Amounts, months: Sequence[Month], season: Season) -> Decimal | None:
    """The average ordinary month: a December counts for as many as it is worth."""
    taken = [m for m in months if not (season.skip_january and m[1] == 1)]
    weight = sum((_worth(month, season) for month in taken), Decimal(0))
    return sum((amounts[month] for month in taken), Decimal(0)) / weight if weight else None


def _at(ordinary: Decimal | None, last: Month, ahead: int, season: Season) -> Decimal | None:
    if ordinary is None:
        return None
    rest = (_worth(later(last, n), season) for n in range(1, ahead + 1))
    return ordinary * sum(rest, Decimal(0))


def _worth(month: Month, season: Season) -> Decimal:
    return season.december if month[1] == _YEAR else Decimal(1)


def unbroken(amounts: Amounts, last: Month) -> dict[Month, Decimal]:
    """The months up to ``last`` without a gap before it, oldest first.

    >>> list(unbroken({(2026, m): Decimal(m) for m in (1, 3, 4)}, (2026, 4)))
    [(2026, 3), (2026, 4)]
    """
    found = []
    month = last
    while month in amounts:
        found.append(month)
        month = later(month, -1)
    return {month: amounts[month] for month in reversed(found)}


def project_flow(amounts: Amounts, last: Month, season: Season) -> list[Projection]:
    """The year's end of a flow by every variant that can be told, the one least wrong first.

    Nothing below six unbroken months, or where one of this year's months is missing.
    """
    known = unbroken(amounts, last)
    if len(known) < LEAST_POINTS or (last[0], 1) not in known:
        return []
    variants: dict[str, Rest] = {
        "linier": lambda a, m, n: linear(a, m, n, season),
        "musiman": seasonal,
        "laju 3 bulan": lambda a, m, n: run_rate(a, m, n, season),
    }
    done = sum((known[(last[0], m)] for m in range(1, last[1] + 1)), Decimal(0))
    return _projected(variants, known, last, done, _sum_of_next)


def project_stock(states: Amounts, last: Month) -> list[Projection]:
    """The state at the year's end, by average growth. Nothing below six unbroken months."""
    known = unbroken(states, last)
    if len(known) < LEAST_POINTS:
        return []
    return _projected({"pertumbuhan": growth}, known, last, Decimal(0), _state_after)


def _projected(
    variants: Mapping[str, Rest],
    known: Amounts,
    last: Month,
    done: Decimal,
    actual: Rest,
) -> list[Projection]:
    ahead = _YEAR - last[1]
    found = []
    for name, rest in variants.items():
        more = rest(known, last, ahead)
        if more is None:
            continue
        tested = back_test(rest, actual, known, ahead)
        low, high = _range(done, more, tested)
        found.append(Projection(name, done + more, low, high, tested, ahead))
    return sorted(found, key=lambda one: _wrongness(one.tested))


def _wrongness(tested: PastErrors) -> tuple[bool, Decimal]:
    return tested.average is None, tested.average or Decimal(0)


def back_test(rest: Rest, actual: Rest, known: Amounts, ahead: int) -> PastErrors:
    """What a variant would have said at every earlier month that had six before it, and its errors.

    It looks as many months ahead as the projection does, or as many as can be tested three times.
    """
    months = sorted(known)
    for distance in range(ahead, 0, -1):
        errors = [
            error
            for n in range(LEAST_POINTS, len(months) - distance + 1)
            if (error := _error(rest, actual, known, months[:n], distance)) is not None
        ]
        if len(errors) >= _LEAST_TESTS:
            return PastErrors(tuple(errors), distance)
    return PastErrors((), 0)


def _error(
    rest: Rest, actual: Rest, known: Amounts, seen: Sequence[Month], ahead: int
) -> Decimal | None:
    said = rest({month: known[month] for month in seen}, seen[-1], ahead)
    came = actual(known, seen[-1], ahead)
    return came / said - 1 if said and said > 0 and came is not None else None


def _sum_of_next(known: Amounts, last: Month, ahead: int) -> Decimal | None:
    return sum((known[later(last, n)] for n in range(1, ahead + 1)), Decimal(0))


def _state_after(known: Amounts, last: Month, ahead: int) -> Decimal | None:
    return known[later(last, ahead)]


def _range(
    done: Decimal, more: Decimal, tested: PastErrors
) -> tuple[Decimal | None, Decimal | None]:
    """From the lowest to the highest past error, and never without the projection itself."""
    if tested.average is None:
        return None, None
    errors = (Decimal(0), *tested.errors)
    lowest, highest = min(errors), max(errors)
    return done + more * (1 + lowest), done + more * (1 + highest)
