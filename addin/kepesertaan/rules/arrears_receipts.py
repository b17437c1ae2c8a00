"""Payments beside an arrears sheet: which count, and which the sheet has counted already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kepesertaan.domain.arrears import ZERO, Receipt, Row


@dataclass(frozen=True, slots=True)
class Sorted:
    """The payments of one NPP. ``new``: to be taken off; ``told``: how many the sheet's last
    payment of the company covers; ``before``: rupiah up to the day the sheet stands at.
    """

    new: list[Receipt]
    told: int
    before: Decimal


def receipts_by_key(
    receipts: Iterable[Receipt], known: set[str], as_of: date, notes: list[str]
) -> dict[str, list[Receipt]]:
    """Payments by NPP; sentences about those that cannot count go to ``notes``."""
    by_key: dict[str, list[Receipt]] = defaultdict(list)
    own = {key.lstrip("0"): key for key in known}
    counts = dict.fromkeys(("tidak terbaca", "sesudah tanggal daftar", "ganda", "NPP lain"), 0)
    seen: set[tuple[str, str]] = set()
    for told in receipts:
        receipt = replace(told, key=own.get(told.key.lstrip("0"), told.key))  # zeros Excel lost
        why = _unusable(receipt, known, as_of, seen)
        if why:
            counts[why] += 1
            continue
        seen.add((receipt.key, receipt.reference))
        by_key[receipt.key].append(receipt)
    notes += [f"{n} baris pembayaran tidak dipakai: {why}." for why, n in counts.items() if n]
    return by_key


def _unusable(
    receipt: Receipt, known: set[str], as_of: date, seen: set[tuple[str, str]]
) -> str | None:
    if receipt.day is None or receipt.amount is None or receipt.amount <= 0 or not receipt.key:
        return "tidak terbaca"
    if receipt.day > as_of:
        return "sesudah tanggal daftar"
    if receipt.key not in known:
        return "NPP lain"
    is_copy = receipt.reference and (receipt.key, receipt.reference) in seen
    return "ganda" if is_copy else None


def sorted_out(rows: Sequence[Row], receipts: Sequence[Receipt]) -> Sorted:
    """The payments of the rows of one NPP.

    A sheet knows those up to the last one it tells itself; one that tells none, those up to the
    day it stands at, unless they are not posted yet.
    """
    paid_on = next((row.paid_on for row in rows if row.paid_on), None)
    later = [r for r in receipts if not (paid_on and r.day and r.day <= paid_on)]
    until = next((row.posted_until for row in rows if row.posted_until), None)
    before: list[Receipt] = []
    new: list[Receipt] = []
    for receipt in later:
        is_before = until and receipt.day and receipt.day <= until
        (before if is_before else new).append(receipt)
    return Sorted(new, len(receipts) - len(later), sum((r.amount or ZERO for r in before), ZERO))
