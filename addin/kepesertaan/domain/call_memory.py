"""What officers saved about calls: which records say something new, and what they add up to.

Records are never changed. A later one on the same list, company and day corrects the earlier;
one on a later day is another call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from .calls import Call


@dataclass(frozen=True, slots=True)
class Saved:
    """One call as it was saved. ``at``: ISO time in UTC; ``total``: what the list said the
    company owed, in rupiah.
    """

    call: Call
    at: str
    listed: date  # the day in the name of the list's sheet
    company: str = ""
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a promise was kept, as payments up to the day ``until`` told."""

    npp: str
    day: date  # of the call
    promised_on: date
    kept: bool
    until: date


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the memory holds, read from the day ``since`` on."""

    records: Sequence[Saved]
    verdicts: Sequence[Verdict]
    since: date


def is_new(record: Saved, earlier: Sequence[Saved]) -> bool:
    """Whether a filled line says what neither the last record nor this officer's last one says.

    ``earlier``: records of the same list and company, oldest first. An officer who saves an old
    copy of the list again does not bring back what a colleague has corrected since.
    """
    own = [old for old in earlier if old.call.officer == record.call.officer]
    return not any(_same(record.call, old.call) for old in (*earlier[-1:], *own[-1:]))


def of_line(records: Iterable[Saved]) -> dict[tuple[date, str], list[Saved]]:
    """The records of each list and company, oldest first."""
    found: dict[tuple[date, str], list[Saved]] = {}
    for record in sorted(records, key=_order):
        found.setdefault((record.listed, record.call.npp), []).append(record)
    return found


def standing(records: Iterable[Saved]) -> list[Saved]:
    """The calls that stand, oldest first: corrected ones and what was saved twice are left out."""
    found: list[Saved] = []
    for line in of_line(records).values():
        days: dict[date, Saved] = {}
        before: Saved | None = None
        for record in line:
            if before is None or not _same(record.call, before.call):
                days[record.call.day] = record
            before = record
        found += days.values()
    return sorted(found, key=_order)


def history(records: Iterable[Saved], verdicts: Iterable[Verdict]) -> dict[str, tuple[Call, ...]]:
    """The calls that stand, by NPP, oldest first, each with what is known of its promise."""
    kept: dict[tuple[str, date, date], bool] = {}
    for verdict in sorted(verdicts, key=lambda v: (v.until, v.kept)):
        kept[verdict.npp, verdict.day, verdict.promised_on] = verdict.kept
    found: dict[str, list[Call]] = {}
    for record in standing(records):
        call = record.call
        if call.promised_on:
            call = replace(call, kept=kept.get((call.npp, call.day, call.promised_on)))
        found.setdefault(call.npp, []).append(call)
    return {npp: tuple(calls) for npp, calls in found.items()}


def new_verdicts(
    before: Mapping[str, Sequence[Call]], after: Mapping[str, Sequence[Call]], until: date
) -> list[Verdict]:
    """What judging found out: promises of ``after`` that are judged otherwise than ``before``."""
    known = {(c.npp, c.day, c.promised_on): c.kept for calls in before.values() for c in calls}
    return [
        Verdict(call.npp, call.day, call.promised_on, call.kept, until)
        for calls in after.values()
        for call in calls
        if call.promised_on
        and call.kept is not None
        and known.get((call.npp, call.day, call.promised_on)) != call.kept
    ]


def _order(record: Saved) -> tuple[date, str, str]:
    return (record.call.day, record.at, record.call.officer)


def _same(new: Call, old: Call) -> bool:
    """Whether both say the same; a blank next date was filled in by us and says nothing."""
    next_on = new.next_on or old.next_on
    return _told(replace(new, next_on=next_on)) == _told(old)


def _told(call: Call) -> tuple[object, ...]:
    return (
        call.outcome, call.promised_on, call.promised_amount, call.next_step, call.next_on,
        call.note, call.hour,
    )  # fmt: skip
