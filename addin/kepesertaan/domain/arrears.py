"""Arrears as a sheet tells them and what becomes of them: plain data, amounts in rupiah."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from .period import Month
from .table import Raw

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an arrears sheet. ``key``: NPP, or ``KPJ ...`` of a participant; "" for none.

    ``months``: those it names; ``count``: how many it says; ``last_paid``: the last one paid.
    ``amount``, ``fine`` (denda) and ``total``: None where blank; ``odd``: what cannot be read;
    ``amounts``: of each of the months, where the sheet tells them apart.
    ``stands_on``: the day (or month) the sheet says it stands at; ``posted_until``: the day up to
    which a sheet without last payments knows them; ``unit``: rupiah of one of its amounts;
    ``months_unread``: what stands where its months should be; ``follows``: it named nobody and was
    taken for the company above it; ``zeros_lost``: its NPP was written without its first zeros;
    ``phone`` as written; ``gone``: it should be NA; ``gone_from``: its first month without iuran.
    """

    sheet: str
    row: int
    key: str
    person: str
    name: str
    segment: str
    division: str
    months: tuple[Month, ...]
    count: int | None
    last_paid: Month | None
    paid_on: date | None
    amount: Decimal | None
    fine: Decimal | None
    total: Decimal | None
    class_said: str
    ibr: Decimal
    gone: bool
    gone_from: Month | None
    va: str
    pic: str
    phone: Raw
    odd: str = ""
    address: str = ""
    amounts: tuple[Decimal, ...] = ()
    stands_on: date | Month | None = None
    months_unread: str = ""
    unit: int = 1
    posted_until: date | None = None
    follows: bool = False
    zeros_lost: bool = False

    @property
    def owed(self) -> Decimal:
        """Its amount, 0 where it has none that can be read."""
        return self.amount or ZERO

    @property
    def parts(self) -> Iterator[tuple[Month, Decimal]]:
        """Each of its months with its amount: told, or an equal share."""
        return zip(self.months, self.amounts or shares(self.owed, len(self.months)), strict=True)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One row of a payments sheet."""

    sheet: str
    row: int
    key: str
    day: date | None
    amount: Decimal | None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Excluded:
    """An amount that is not on the list, why, and what to do about it.

    ``why`` begins with words that stand for its kind, the rest after a colon or comma.
    """

    key: str
    name: str
    amount: Decimal
    why: str
    what_now: str
    place: str = ""  # sheet and rows

    @property
    def kind(self) -> str:
        """The reason without its particulars."""
        return re.split(r"[:,]| (?=[0-9(])", self.why)[0]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of the sheet that our computation does not confirm."""

    place: str
    key: str
    name: str
    what: str
    said: str
    found: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Debt:
    """One company (or BPU participant) to call. ``months``: unpaid and past due, oldest first.

    ``amount``: contributions left, ``amounts``: of each month; ``fine``: denda on the day of the
    list, ``fines``: of each month (the rest of it is of months paid late, less what was paid too
    much); ``ibr``: money received but not posted. ``estimated``: the months or their amounts are
    not from the sheet; ``guessed``: its months hang on a day the sheet does not tell;
    ``known_on``: the day the sheet stands at; ``paid_before``: payments up to it, not taken off.
    ``rises``: the class after the next due date, "" where it stays.
    """

    key: str
    name: str
    segment: str
    months: tuple[Month, ...]
    amount: Decimal
    fine: Decimal
    ibr: Decimal
    estimated: bool
    kind: str  # class of receivable
    rises: str
    next_due: date
    last_paid: date | Month | None
    part_paid: Decimal
    pic: str
    phone: Raw
    amounts: tuple[Decimal, ...] = ()
    fines: tuple[Decimal, ...] = ()
    address: str = ""
    guessed: bool = False
    known_on: date | None = None
    paid_before: Decimal = ZERO

    @property
    def is_company(self) -> bool:
        """Whether it is a company, not a participant known by KPJ or NIK."""
        return not self.key.startswith(("KPJ ", "NIK "))

    @property
    def total(self) -> Decimal:
        """What is to be paid, less what was received already."""
        return self.amount + self.fine - self.ibr


def shares(amount: Decimal, count: int) -> Iterator[Decimal]:
    """An amount in so many parts of whole rupiah, the last with the rest.

    >>> [int(share) for share in shares(Decimal(1000), 3)]
    [333, 333, 334]
    """
    part = (amount / count).quantize(Decimal(1), ROUND_FLOOR) if count > 1 else amount
    for _ in range(count - 1):
        yield part
    yield amount - part * (count - 1)
