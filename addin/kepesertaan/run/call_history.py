"""What is known of earlier calls when a list is made, and what the payments say of promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from kepesertaan.data.call_memory import memory_settings
from kepesertaan.domain.arrears import Receipt
from kepesertaan.domain.call_memory import new_verdicts
from kepesertaan.domain.calls import Call
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.domain.piutang import Payment
from kepesertaan.domain.promises import judge_promises
from kepesertaan.domain.table import Table
from kepesertaan.rules.arrears_rows import receipts_of

from .call_store import calls_folder, read_memory, save_verdicts


@dataclass(slots=True)
class History:
    """Earlier calls by NPP, oldest first; ``notes``: Indonesian sentences on what went wrong."""

    calls: Mapping[str, Sequence[Call]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def history_for(home: Path, payments: Sequence[Table], as_of: date, *, dry: bool) -> History:
    """The calls remembered beside the list ``home`` or by the team, promises judged by payments.

    What the payments tell is remembered too (unless ``dry``): next month's sheet no longer has
    them. Raises ``CannotWrite`` where the team's folder cannot be reached.
    """
    settings = memory_settings()
    folder = calls_folder(home, settings)
    memory = read_memory(folder)
    calls = {
        npp: before
        for npp, some in memory.calls.items()
        if (before := [call for call in some if call.day <= as_of])
    }
    paid, until = _payments(payments, as_of)
    history = History(calls, memory.notes)
    if until is None:
        return history
    history.calls = judge_promises(calls, paid, until, settings.grace_days)
    if not dry:
        try:
            found = new_verdicts(calls, history.calls, until)
            save_verdicts(folder, found, datetime.now().astimezone())
        except KepesertaanError as trouble:  # the list is made all the same
            history.notes.append(str(trouble))
    return history


def _payments(tables: Sequence[Table], as_of: date) -> tuple[dict[str, list[Payment]], date | None]:
    """The payments by NPP, and the last day the sheets surely know: that of the latest payment."""
    found: dict[str, list[Payment]] = {}
    for receipt in _once(receipt for table in tables for receipt in receipts_of(table)):
        if receipt.day and receipt.amount and receipt.amount > 0 and receipt.day <= as_of:
            found.setdefault(receipt.key, []).append(Payment(receipt.day, receipt.amount))
    days = [payment.day for some in found.values() for payment in some]
    return found, max(days, default=None)


def _once(receipts: Iterable[Receipt]) -> Iterable[Receipt]:
    """Without payments whose reference was there before: the same receipt in two sheets."""
    seen: set[tuple[str, str]] = set()
    for receipt in receipts:
        key = (receipt.key, receipt.reference)
        if receipt.reference and key in seen:
            continue
        seen.add(key)
        yield receipt
