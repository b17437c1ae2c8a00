"""Letters about arrears: which one is a company's next, and when."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from .calendar import add_working_days
from .numbers import Entry


@dataclass(frozen=True, slots=True)
class Level:
    """One letter of the collection path. ``id``: what the command line and files call it;
    ``from_months``: unpaid months past due from which it is sent; ``wait_days``: working days after
    the letter before it; ``answer_days``: working days its reader has.
    """

    id: str
    name: str
    from_months: int
    wait_days: int
    answer_days: int = 7


@dataclass(frozen=True, slots=True)
class Due:
    """What is a company's turn: a level, or None, why not (words for its kind before a colon) and
    what to do. ``last``: its last open letter.
    """

    level: Level | None
    why_not: str = ""
    what_now: str = ""
    last: Entry | None = None


def next_letter(
    months: int, day: date, sent: Sequence[Entry], levels: Sequence[Level], free: Container[date]
) -> Due:
    """The level that is due on a day. ``sent``: this company's entries, in any order; void ones and
    those settled by payment begin the path anew. ``free``: holidays.

    Levels are never passed over: after a letter comes the next one, once its waiting days are over.
    A letter of the day itself is due again: the same one.
    """
    ids = [level.id for level in levels]
    open_ones = [e for e in _since_settled(sent) if e.claim.what in ids]
    last = max(open_ones, key=lambda e: (e.claim.day, ids.index(e.claim.what)), default=None)
    if last and last.claim.day == day:
        return Due(levels[ids.index(last.claim.what)], last=last)
    place = ids.index(last.claim.what) + 1 if last else 0
    if place == len(levels):
        why = f"Semua tingkat sudah dikirim: {levels[-1].name} {_on(last)}"
        return Due(None, why, "Putuskan tahap penagihan berikutnya", last)
    level = levels[place]
    if months < level.from_months:
        why = f"Belum cukup bulan: {level.name} mulai {level.from_months} bulan tertunggak"
        return Due(None, why, "Tunggu", last)
    if last and day < (start := waits_until(last.claim.day, level, free)):
        told = f"{last.claim.title} {_on(last)}, {level.name} mulai {_day(start)}"
        why = f"Masa tunggu: {told}"
        return Due(None, why, "Tunggu jawaban atau pembayaran", last)
    return Due(level, last=last)


def waits_until(day: date, level: Level, free: Container[date]) -> date:
    """The first day of a level after a letter of that day."""
    return add_working_days(day, level.wait_days, free) if level.wait_days else day


def _since_settled(sent: Sequence[Entry]) -> list[Entry]:
    """The letters that stand of the debt that is open now: none up to the last settlement."""
    valid = [entry for entry in sent if entry.stands]
    settled = max((m.day for e in valid if (m := e.marked("lunas"))), default=date.min)
    return [e for e in valid if not e.marked("lunas") and e.claim.day >= settled]


def _on(entry: Entry | None) -> str:
    return _day(entry.claim.day) if entry else ""


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
