"""Figures a sheet has already, held against our computation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from kepesertaan.domain.arrears import ZERO, Difference, Row
from kepesertaan.domain.period import Month, month_name
from kepesertaan.domain.show import rupiah_exact

from .arrears_day import day_of
from .piutang import collectability, due, penalty

_EVEN = "pokok dibagi rata per bulan"


def differences_of(
    rows: Sequence[Row], owed: Mapping[Month, Decimal], as_of: date
) -> list[Difference]:
    """Of the rows of one NPP; ``owed``: its months past due, before payments."""
    found = [difference for row in rows for difference in _of_row(row, as_of)]
    return [*found, *_of_class(rows, owed, as_of), *_months_twice(rows)]


def _of_row(row: Row, list_day: date) -> Iterator[Difference]:
    as_of = day_of(row.stands_on, list_day)  # the sheet's figures are of its own day
    late = [month for month in row.months if due(row.segment, month).day < as_of]
    if row.months_unread:
        said = "tidak terbaca, dihitung mundur"
        yield _told(row, "Bulan tertunggak", row.months_unread, said, "tulis bulan dan tahunnya")
    if row.count is not None and row.count != len(late):
        yield _told(row, "Jumlah bulan", str(row.count), str(len(late)))
    fine = _fine(row, as_of) if row.fine is not None or row.total is not None else ZERO
    slack = len(row.months)  # a rupiah a month for rounding
    note = _EVEN if len(row.months) > 1 and not row.amounts else ""
    if row.fine is not None and abs(row.fine - fine) > slack:
        yield _told(row, "Denda", rupiah_exact(row.fine), rupiah_exact(fine), note)
    counted = row.owed + (fine if row.fine is None else row.fine)
    if row.total is not None and abs(row.total - counted) > slack and row.total != row.amount:
        yield _told(row, "Total", rupiah_exact(row.total), rupiah_exact(counted))


def _fine(row: Row, as_of: date) -> Decimal:
    return sum((penalty(row.segment, month, part, as_of) for month, part in row.parts), ZERO)


def _of_class(
    rows: Sequence[Row], owed: Mapping[Month, Decimal], as_of: date
) -> Iterator[Difference]:
    said = next((row for row in rows if row.class_said), None)
    if said is None:
        return
    day = day_of(said.stands_on, as_of)
    late = sum(due(said.segment, month).day < day for month in owed)
    kind = collectability(late, as_of)[0]
    if said.class_said.casefold() != kind.casefold():
        yield _told(said, "Kolektibilitas", said.class_said, kind, f"{late} bulan")


def _months_twice(rows: Sequence[Row]) -> Iterator[Difference]:
    seen: dict[tuple[str, str, Month], Row] = {}
    for row in rows:
        for month in row.months:
            first = seen.setdefault((row.person, row.division, month), row)
            if first is not row:
                said = f"baris {first.row} dan {row.row}"
                yield _told(row, "BLTH dua kali", said, month_name(month), "jumlahnya ditambahkan")


def _told(row: Row, what: str, said: str, found: str, note: str = "") -> Difference:
    place = f"{row.sheet} baris {row.row}"
    return Difference(place, row.key, row.name, what, said, found, note)
