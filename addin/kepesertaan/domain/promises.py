"""Promises to pay: kept, broken, or not yet known. Amounts are rupiah."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from .calls import Call
from .piutang import Payment

State = Literal["ditepati", "ingkar", "terbuka", "diganti"]


def judge_promises(
    calls: Mapping[str, Sequence[Call]],
    payments: Mapping[str, Sequence[Payment]],
    until: date,
    grace_days: int = 0,
) -> dict[str, tuple[Call, ...]]:
    """The calls by NPP, ``kept`` filled in where the payments up to ``until`` tell.

    What was known before stays, but for a broken promise that a payment posted late shows kept.
    ``grace_days``: calendar days after the promised day in which money still counts.
    """
    return {
        npp: tuple(
            replace(call, kept=_kept(state, call.kept))
            for call, state in zip(
                some, judge_company(some, payments.get(npp, ()), until, grace_days), strict=True
            )
        )
        for npp, some in calls.items()
    }


def judge_company(
    calls: Sequence[Call], payments: Iterable[Payment], until: date, grace_days: int = 0
) -> list[State | None]:
    """What became of each call's promise; None for a call without one. ``calls``: oldest first.

    Kept: what came in from the day of the call to the promised day and its grace reaches the
    amount (without one: any payment), and no earlier promise was kept with it. Replaced: a later
    call brought another promise before this one was due. Broken only where ``until``, the last day
    whose payments are known, lies past the grace: a payment of the last day may come in late.
    """
    left = {day: amount for day, amount in sorted(_by_day(payments).items()) if day <= until}
    found: list[State | None] = []
    for place, call in enumerate(calls):
        if call.promised_on is None:
            found.append(None)
            continue
        last = call.promised_on + timedelta(days=grace_days)
        if _take(left, call, last):
            found.append("ditepati")
        elif any(later.promised_on and later.day <= last for later in calls[place + 1 :]):
            found.append("diganti")
        else:
            found.append("ingkar" if until > last else "terbuka")
    return found


def _kept(state: State | None, known: bool | None) -> bool | None:
    if state == "ditepati":
        return True
    return False if state == "ingkar" and known is None else known


def _by_day(payments: Iterable[Payment]) -> dict[date, Decimal]:
    found: dict[date, Decimal] = {}
    for payment in payments:
        found[payment.day] = found.get(payment.day, Decimal(0)) + payment.amount
    return found


def _take(left: dict[date, Decimal], call: Call, last: date) -> bool:
    """Use the payments that keep a promise; nothing is used where they do not reach it."""
    days = [day for day, amount in left.items() if call.day <= day <= last and amount > 0]
    money = sum((left[day] for day in days), Decimal(0))
    wanted = call.promised_amount if call.promised_amount is not None else money
    if not days or money < wanted:
        return False
    for day in days:
        used = min(left[day], wanted)
        left[day] -= used
        wanted -= used
    return True
