"""What a day of calls adds up to: who was reached, what was promised, what was kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .call_memory import Saved, standing
from .calls import Call


@dataclass(frozen=True, slots=True)
class Rates:
    """Companies called and reached; promises made, with the rupiah named; promises judged, kept.

    ``kept`` and ``judged`` count every promise of the history that payments have settled.
    """

    called: int
    reached: int
    promised: int
    amount: Decimal
    judged: int
    kept: int


def calls_on(records: Sequence[Saved], day: date) -> list[Saved]:
    """The calls of a day that stand, as they were saved: by company, then NPP."""
    found = [record for record in standing(records) if record.call.day == day]
    return sorted(found, key=lambda record: (record.company, record.call.npp, record.at))


def rates(
    today: Sequence[Saved], history: Mapping[str, Sequence[Call]], reached: Collection[str]
) -> Rates:
    """The figures of a day. ``reached``: the outcomes that count as spoken to."""
    spoken = {record.call.npp for record in today if record.call.outcome in reached}
    promises = [record.call for record in today if record.call.promised_on]
    judged = [call.kept for calls in history.values() for call in calls if call.kept is not None]
    return Rates(
        len({record.call.npp for record in today}),
        len(spoken),
        len({call.npp for call in promises}),
        sum((call.promised_amount or Decimal(0) for call in promises), Decimal(0)),
        len(judged),
        sum(judged),
    )


def due_between(history: Mapping[str, Sequence[Call]], after: date, until: date) -> int:
    """How many companies' last promise is due after a day up to another, not known to be kept."""
    last = (
        next((call for call in reversed(calls) if call.promised_on), None)
        for calls in history.values()
    )
    return sum(
        call is not None
        and call.promised_on is not None
        and after < call.promised_on <= until
        and not call.kept
        for call in last
    )
