"""Rows that are no true arrears, or not yet: each leaves with its reason and what to do.

A step takes rows and gives back those that stay, and adds the others to ``out``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from kepesertaan.domain.arrears import Excluded, Row
from kepesertaan.domain.period import Month, later, months_between

from .arrears_day import day_of, latest_due
from .iuran import PROGRAMS

Rows: TypeAlias = list[Row]
Out: TypeAlias = list[Excluded]


def left_out(row: Row, why: str, what_now: str) -> Excluded:
    """A row that is not on the list."""
    return Excluded(row.key, row.name, row.owed, why, what_now, f"{row.sheet} baris {row.row}")


def only_readable(rows: Iterable[Row], out: Out) -> Rows:
    """Without rows that name nobody, owe nothing, or cannot be read for certain."""
    kept = []
    for row in rows:
        trouble = _trouble(row)
        if trouble:
            out.append(left_out(row, *trouble))
        else:
            kept.append(row)
    return kept


def _trouble(row: Row) -> tuple[str, str] | None:
    if row.odd:
        return f"Angka tidak terbaca pasti: {row.odd}", "Tulis rupiah penuh, lalu ulangi"
    if not row.key:
        return "NPP atau KPJ kosong", "Isi NPP (BPU: KPJ), lalu ulangi"
    if row.segment not in PROGRAMS:
        return f"Jatuh tempo segmen {row.segment} tidak ada di data", "Tagih dengan cara lain"
    if row.amount is None:
        return "Jumlah tunggakan kosong", "Isi jumlahnya, lalu ulangi"
    if row.amount < 0:
        return "Jumlah di bawah nol (lebih bayar)", "Cek posting"
    if row.amount == 0:
        return "Tidak ada tunggakan", "Tidak perlu tindakan"
    return None


def without_copies(rows: Rows, out: Out) -> Rows:
    """Without rows that are the same as an earlier one in all that tells arrears apart.

    Rows of no known month stay: they may be of different months.
    """
    seen: dict[tuple[object, ...], Row] = {}
    kept = []
    for row in rows:
        what = (row.key, row.person, row.division, row.months, row.count, row.last_paid, row.amount)
        first = seen.setdefault(what, row)
        if first is row or not (row.months or row.count or row.last_paid):
            kept.append(row)
        else:
            why = f"Ganda: sama dengan {first.sheet} baris {first.row}"
            out.append(left_out(row, why, "Hapus satu baris di lembar piutang"))
    return kept


def without_shared_va(rows: Rows, out: Out) -> Rows:
    """Without rows whose virtual account several NPP use: a payment may stand under another."""
    users: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.va:
            users[row.va].add(row.key)
    shared = {va: sorted(keys) for va, keys in users.items() if len(keys) > 1}
    kept = []
    for row in rows:
        others = [key for key in shared.get(row.va, ()) if key != row.key]
        if others:
            why = f"VA dipakai bersama: NPP {', '.join(others[:3])}" + (
                "…" if len(others) > 3 else ""
            )
            out.append(left_out(row, why, "Cek posting dan pecah iuran dahulu"))
        else:
            kept.append(row)
    return kept


def without_gone(rows: Rows, out: Out) -> Rows:
    """Without rows of companies that should be NA and do not say since when."""
    kept = []
    for row in rows:
        if row.gone and not row.gone_from:
            out.append(left_out(row, "Status NA, belum dilaporkan", "Pastikan BLTH NA, proses NA"))
        else:
            kept.append(row)
    return kept


def with_months(rows: Rows, out: Out, as_of: date) -> list[tuple[Row, bool]]:
    """Rows with every month they are about, and whether those hang on a day the sheet tells not.

    A last paid month says where they begin, a count alone how far back they reach from the latest
    month past due on the day the sheet stands at.
    """
    kept: list[tuple[Row, bool]] = []
    for row in rows:
        months = row.months or _reckoned(row, as_of)
        if row.months:
            kept.append((row, False))
        elif months:
            kept.append((replace(row, months=months), row.stands_on is None))
        elif row.last_paid:
            out.append(left_out(row, "Belum jatuh tempo", "Tunggu jatuh tempo"))
        else:
            odd = f": '{row.months_unread}'" if row.months_unread else ""
            why = f"Bulan tertunggak tidak dapat ditentukan{odd}"
            out.append(left_out(row, why, "Isi BLTH atau jumlah bulan, lalu ulangi"))
    return kept


def _reckoned(row: Row, as_of: date) -> tuple[Month, ...]:
    latest = latest_due(row.segment, day_of(row.stands_on, as_of))
    count = months_between(row.last_paid, latest) if row.last_paid else row.count or 0
    return tuple(later(latest, -k) for k in range(min(count, 600)))[::-1]
