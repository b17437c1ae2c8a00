"""Contributions: exact decimal arithmetic on a base and percentages; rounding comes last.

Amounts are rupiah. Which percentage, ceiling or band applies stands in data/, not here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Ground:
    """What a figure rests on: where it stands in our data, its source, and whether it is sure.

    ``unsure`` says what of it is unconfirmed, "" for nothing.
    """

    where: str
    source: str
    unsure: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One program's part of a bill for one payer.

    ``amount`` (rupiah) is exact; ``how`` says its arithmetic in words; ``grounds`` in the order
    in which they came in.
    """

    program: str
    payer: str
    amount: Decimal
    how: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Bill:
    """What is owed for one worker or project and one month.

    ``about``: what is not billed but worth knowing, with its amount; ``notes``: sentences for the
    reader; ``settings``: grounds of the whole.
    """

    lines: tuple[Line, ...]
    about: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    settings: tuple[Ground, ...] = ()

    @property
    def total(self) -> Decimal:
        """The exact sum of the lines, rupiah."""
        return sum((line.amount for line in self.lines), Decimal(0))

    def total_of(self, payer: str) -> Decimal:
        """The exact sum of one payer's lines, rupiah."""
        return sum((line.amount for line in self.lines if line.payer == payer), Decimal(0))

    @property
    def payers(self) -> tuple[str, ...]:
        """Who pays, in the order of the lines."""
        return tuple(dict.fromkeys(line.payer for line in self.lines))

    @property
    def unconfirmed(self) -> tuple[Ground, ...]:
        """Every unconfirmed entry the bill used, each once."""
        lines = (*self.lines, *self.about)
        used = (*(ground for line in lines for ground in line.grounds), *self.settings)
        return tuple(dict.fromkeys(ground for ground in used if ground.unsure))


def part(base: Decimal, percent: Decimal) -> Decimal:
    """So many percent of a base, exact.

    >>> part(Decimal(5032635), Decimal("0.3"))
    Decimal('15097.905')
    """
    return base * percent / 100


def capped(wage: Decimal, ceiling: Decimal) -> Decimal:
    """The wage that counts under a ceiling."""
    return min(wage, ceiling)


def sliced(value: Decimal, tiers: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """A progressive contribution: each (lower bound, percent) pays for its own slice of the value.

    ``tiers`` ascend from 0. Raises ``ValueError`` for a value below 0.

    >>> sliced(Decimal(150), [(Decimal(0), Decimal(2)), (Decimal(100), Decimal(1))])
    Decimal('2.5')
    """
    if value < 0:
        raise ValueError("value below 0")
    ends = [*(start for start, _ in tiers[1:]), value]
    spans = (
        (min(value, end) - start, rate) for (start, rate), end in zip(tiers, ends, strict=True)
    )
    return sum((part(span, rate) for span, rate in spans if span > 0), Decimal(0))


def band_at(income: Decimal, floors: Sequence[Decimal]) -> int:
    """The index of the band an income falls in: the last whose lower bound is not above it.

    ``floors`` ascend. Raises ``ValueError`` for an income below the first.

    >>> band_at(Decimal(1099999), [Decimal(0), Decimal(1100000)])
    0
    """
    reached = sum(floor <= income for floor in floors)
    if not reached:
        raise ValueError("income below the first band")
    return reached - 1


def without_ppn(value: Decimal, percent: Decimal) -> Decimal:
    """The value before PPN of one that includes it."""
    return value / (1 + percent / 100)


def rounded(amount: Decimal, places: int = 0) -> Decimal:
    """Rounded to so many decimals, halves away from zero.

    >>> rounded(Decimal("15097.905"), 2), rounded(Decimal("0.5"))
    (Decimal('15097.91'), Decimal('1'))
    """
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
