"""Arrears: due dates, months of delay, penalty, settlement oldest month first. Amounts are rupiah.

Which day, percentage or class applies stands in data/, which holidays there are in data/ as well.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from .calendar import working_day_from, working_day_until
from .iuran import part
from .period import Month, day_in, later, months_between

Shift = Literal["berikut", "sebelum"]
Step = Literal["due_day", "calendar_month"]


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received on a day."""

    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one month's contribution: ``on`` is the day of its last instalment."""

    month: Month
    owed: Decimal
    paid: Decimal
    on: date | None

    @property
    def left(self) -> Decimal:
        """What is still unpaid."""
        return self.owed - self.paid


def due_date(
    month: Month, day: int, months_after: int, shift: Shift, holidays: Container[date]
) -> date:
    """When a contribution month is due: that day of a later month, moved off free days.

    >>> due_date((2026, 7), 15, 1, "berikut", {date(2026, 8, 17)})
    datetime.date(2026, 8, 18)
    """
    plain = day_in(later(month, months_after), day)
    move = working_day_from if shift == "berikut" else working_day_until
    return move(plain, holidays)


def months_late(
    month: Month, as_of: date, due_of: Callable[[Month], date], step: Step = "due_day"
) -> int:
    """Months of delay begun on ``as_of``; 0 until the due date, 1 from the day after it.

    ``due_of``: the due date of a month. ``step``: what begins each further month, the due date of
    each following month or the first of each calendar month.
    """
    due = due_of(month)
    if as_of <= due:
        return 0
    passed = months_between((due.year, due.month), (as_of.year, as_of.month))
    if step == "calendar_month":
        return passed + 1
    return sum(as_of > due_of(later(month, count)) for count in range(passed + 2))


def penalty(owed: Decimal, percent: Decimal, months: int) -> Decimal:
    """Denda: percent of the contribution for each month of delay, simple, exact."""
    return part(owed, percent) * months


def settle(
    owed: Iterable[tuple[Month, Decimal]], payments: Iterable[Payment]
) -> tuple[tuple[Settled, ...], Decimal]:
    """Each month after the payments, oldest month first, and what is left over of them.

    Money goes to the oldest shortfall in the order it came; a month counts as settled on the day
    of the payment that completed it. Raises ``ValueError`` for an amount below 0 or a month twice.
    """
    months = sorted(owed)
    _refuse_odd(months, received := sorted(payments, key=lambda payment: payment.day))
    done: list[Settled] = []
    money, on, waiting = Decimal(0), None, iter(received)
    for month, amount in months:
        while money < amount and (payment := next(waiting, None)):
            money += payment.amount
            on = payment.day
        paid = min(money, amount)
        money -= paid
        done.append(Settled(month, amount, paid, on if paid == amount and amount else None))
    return tuple(done), money + sum((payment.amount for payment in waiting), Decimal(0))


def _refuse_odd(months: list[tuple[Month, Decimal]], payments: list[Payment]) -> None:
    amounts = (*(amount for _, amount in months), *(payment.amount for payment in payments))
    if any(amount < 0 for amount in amounts):
        raise ValueError("an amount below 0")
    if len({month for month, _ in months}) < len(months):
        raise ValueError("a month twice")
