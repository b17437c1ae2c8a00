"""Arithmetic of targets: sums that know what they lack, achievement, what is still needed.

Missing is never zero: a sum says which of its parts were not there, and is nothing where none was.
Formulas: realisasi / target, realisasi - target, what is left / the time that is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .period import Month
from .targets import Kind

_DAYS_A_WEEK = 5  # of the office


@dataclass(frozen=True, slots=True)
class Sum:
    """``value``: None where no part was there; ``missing``: names of the parts that were not."""

    value: Decimal | None
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every part was there."""
        return self.value is not None and not self.missing


def total(parts: Mapping[str, Decimal | None]) -> Sum:
    """The sum of the parts that are there.

    >>> total({"Ani": Decimal(3), "Budi": None})
    Sum(value=Decimal('3'), missing=('Budi',))
    >>> total({"Ani": None}).value is None
    True
    """
    there = [value for value in parts.values() if value is not None]
    missing = tuple(name for name, value in parts.items() if value is None)
    return Sum(sum(there, Decimal(0)) if there else None, missing)


def over_months(kind: Kind, values: Mapping[Month, Decimal], months: Sequence[Month]) -> Sum:
    """Months rolled up: a flow is summed, a stock is that of the last month.

    Raises ``ValueError`` for a ratio, which has to be made anew of its two sums (``ratio``).

    >>> known = {(2026, 1): Decimal(5), (2026, 2): Decimal(7)}
    >>> [int(over_months(kind, known, list(known)).value) for kind in ("arus", "stok")]
    [12, 7]
    """
    if kind == "rasio":
        raise ValueError("a ratio is never rolled up, only its numerator and denominator")
    wanted = months[-1:] if kind == "stok" else months
    return total({f"{year}-{month:02}": values.get((year, month)) for year, month in wanted})


def ratio(
    numerators: Mapping[str, Decimal | None], denominators: Mapping[str, Decimal | None]
) -> Sum:
    """One ratio of many: the sums of those who gave both; shares are never averaged.

    >>> ratio({"A": Decimal(90), "B": Decimal(5)}, {"A": Decimal(100), "B": Decimal(100)}).value
    Decimal('0.475')
    """
    names = list(dict.fromkeys((*numerators, *denominators)))
    pairs = {name: (numerators.get(name), denominators.get(name)) for name in names}
    both = [(a, b) for a, b in pairs.values() if a is not None and b is not None]
    missing = tuple(name for name, pair in pairs.items() if None in pair)
    above, below = (sum(column, Decimal(0)) for column in zip(*both, strict=True)) if both else (
        Decimal(0), Decimal(0)
    )  # fmt: skip
    return Sum(above / below if below else None, missing)


def achievement(realised: Decimal | None, target: Decimal | None) -> Decimal | None:
    """Realised over target as a fraction; None where one is missing or the target is 0.

    >>> achievement(Decimal(84), Decimal(100)), achievement(Decimal(3), Decimal(0))
    (Decimal('0.84'), None)
    """
    if realised is None or not target:
        return None
    return realised / target


def deviation(realised: Decimal | None, target: Decimal | None) -> Decimal | None:
    """Realised less target; None where one is missing."""
    return None if realised is None or target is None else realised - target


def remaining(
    realised: Decimal | None, target: Decimal | None, *, less_is_better: bool = False
) -> Decimal | None:
    """What is still to be done, never below 0; of a debt, what is above its limit.

    >>> [int(remaining(Decimal(r), Decimal(10))) for r in (7, 12)]
    [3, 0]
    """
    gap = deviation(realised, target)
    if gap is None:
        return None
    return max(Decimal(0), gap if less_is_better else -gap)


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """What is left of the year after a month. ``days``: working days."""

    months: int
    days: int

    @property
    def weeks(self) -> Decimal:
        """Weeks of five working days."""
        return Decimal(self.days) / _DAYS_A_WEEK


def needed(left: Decimal | None, units: Decimal | int) -> Decimal | None:
    """How much of what is left falls on each unit of time; None where no time is left.

    >>> needed(Decimal(100), 4), needed(Decimal(100), 0)
    (Decimal('25'), None)
    """
    return left / units if left is not None and units else None
