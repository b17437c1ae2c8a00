"""Arrears by the law in force: due dates, months of delay, denda, class of receivable.

Every function raises ``WrongUse`` for a segment or month the data does not know (Jakon has no due
date there), and ``UnreadableInput`` where a data file is broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from kepesertaan.data.holiday import Holiday, free_days
from kepesertaan.data.law import in_force, setting
from kepesertaan.domain import piutang
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.iuran import Ground, band_at
from kepesertaan.domain.period import Month, day_in, later

from .tariff import known


@dataclass(frozen=True, slots=True)
class Due:
    """When a month is due: ``moved_by`` names the holidays it was moved over."""

    day: date
    moved_by: tuple[str, ...]
    grounds: tuple[Ground, ...]


@cache
def due(segment: str, month: Month) -> Due:
    """The due date of a contribution month. ``segment``: "PU" or "BPU"."""
    row = known("due_dates", month, segment=segment)[0]
    rule = setting("due")
    moves = rule.values["joint_leave_moves"]
    plain = day_in(later(month, int(row.number("months_after"))), int(row.number("day")))
    day, other = (_moved(row.values, month, plain, joint) for joint in (moves, not moves))
    days_off = _days_off(plain, joint_leave=moves)
    near = timedelta(days=rule.values["estimate_days"])
    doubt = [
        Ground(f"Libur {h.day:%d-%m-%Y}", h.name, "tanggalnya belum pasti")
        for h in days_off.values()
        if not h.sure and min(plain, day) - near <= h.day <= max(plain, day) + near
    ]
    grounds = (row.ground(date(*month, 1)), *((rule.ground,) if day != other else ()), *doubt)
    passed = sorted(found for found in days_off if min(plain, day) <= found <= max(plain, day))
    return Due(day, tuple(days_off[found].name for found in passed), grounds)


@cache
def months_late(segment: str, month: Month, as_of: date) -> int:
    """Months of delay begun on a day for an unpaid month; 0 until its due date."""
    step = setting("penalty").values["step"]
    return piutang.months_late(month, as_of, lambda blth: due(segment, blth).day, step)


def penalty(segment: str, month: Month, owed: Decimal, as_of: date) -> Decimal:
    """Denda in rupiah, exact, on the contribution that should have been paid."""
    return piutang.penalty(owed, *_terms(segment, month, as_of))


@cache
def penalty_percent(segment: str, month: Month) -> Decimal:
    """Percent of the contribution for each month of delay."""
    return known("penalty", month, segment=segment)[0].number("percent")


@cache
def penalty_grounds(segment: str, month: Month) -> tuple[Ground, ...]:
    """What a penalty and its months of delay rest on."""
    row = known("penalty", month, segment=segment)[0]
    step = (setting("penalty").ground,) if row.number("percent") else ()
    return (row.ground(date(*month, 1)), *due(segment, month).grounds, *step)


@cache
def collectability(months: int, as_of: date) -> tuple[str, Ground]:
    """Class (kolektibilitas) of so many unpaid months past due, and what that rests on."""
    rows = in_force("kolektibilitas", as_of)
    if not rows:
        raise WrongUse(
            f"Kolektibilitas pada {as_of:%d-%m-%Y} tidak ada di kolektibilitas.csv; "
            "periksa tanggalnya, atau lengkapi datanya."
        )
    steps = sorted(rows, key=lambda row: row.number("from_months"))
    row = steps[band_at(Decimal(months), [step.number("from_months") for step in steps])]
    return row.values["class"], row.ground(as_of)


@cache
def _terms(segment: str, month: Month, as_of: date) -> tuple[Decimal, int]:
    """Percent a month, and months of delay."""
    return penalty_percent(segment, month), months_late(segment, month, as_of)


def _moved(rule: dict[str, str], month: Month, plain: date, joint_leave: bool) -> date:
    shift: piutang.Shift = "sebelum" if rule["shift"] == "sebelum" else "berikut"
    after = int(rule["months_after"])
    days_off = _days_off(plain, joint_leave=joint_leave)
    return piutang.due_date(month, int(rule["day"]), after, shift, days_off)


def _days_off(around: date, *, joint_leave: bool) -> dict[date, Holiday]:
    years = (around.year - 1, around.year, around.year + 1)
    return {d: h for year in years for d, h in free_days(year, joint_leave=joint_leave).items()}
