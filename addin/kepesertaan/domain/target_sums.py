"""Arithmetic of targets: achievement, deviation, what is still needed.

Missing is never zero: where a part is not there, there is no result. Formulas: realisasi / target,
realisasi - target, what is left / the time that is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_DAYS_A_WEEK = 5  # of the office


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
