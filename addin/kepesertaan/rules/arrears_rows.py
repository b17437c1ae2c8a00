"""Tables of arrears and payments sheets as plain rows: text, months, amounts, dates read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import repeat
from typing import Any

from kepesertaan.data.loader import load_toml, month_numbers
from kepesertaan.domain.arrears import ZERO, Receipt, Row
from kepesertaan.domain.dates import Window, readings
from kepesertaan.domain.period import Month, later, month_name
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Column, Raw, Table
from kepesertaan.domain.text import digits_of, visible
from kepesertaan.sheets.month_columns import MONTHLY, month_in

from .arrears_amounts import added_up, amounts_reader, unit_of
from .arrears_day import position_of
from .arrears_months import months_reader, said_months

_DIVIDED = re.compile(r"([0-9]{8}) ?[-/. ] ?([0-9]{1,3})")
_OWED = (re.compile(r"SISA|SALDO", re.I), re.compile(r"PIUTANG|TUNGGAK", re.I))
_NPP_DIGITS, _SHORTEST = 8, 6  # digits; a shorter number is none
_BY_PROGRAM = {"iuran_piutang": "iuran_program", "denda": "denda_program"}
_GONE = re.compile(r"^(NA|N|NON\s*-?\s*AKTIF|TIDAK AKTIF|KELUAR|TUTUP|BUBAR|PAILIT)\b", re.I)
_WINDOW = Window(date(1990, 1, 1), date(2099, 12, 31))


def rows_of(table: Table) -> Iterator[Row]:
    """The rows of an arrears table, in its order."""
    month = months_reader(table.date1904)
    columns = (
        _column(table, read_npp, "npp"),
        _column(table, _text, "kpj"),
        _column(table, _text, "nik"),
        _column(table, _name, "nama_bu"),
        _column(table, _name, "nama"),
        _column(table, _name, "segmen"),
        _column(table, _name, "divisi"),
        said_months(table, month),
        _last_paid(table, month),
        _column(table, read_day, "tgl_bayar_terakhir"),
        _amounts(table, "iuran_piutang"),
        _amounts(table, "denda"),
        _amounts(table, "total_tagihan"),
        _column(table, _name, "kolektibilitas"),
        _amounts(table, "ibr"),
        _column(table, _name, "status_bu"),
        _column(table, month, "blth_na"),
        _column(table, read_day, "tgl_na"),
        _column(table, _text, "va"),
        _column(table, _name, "pic_bu"),
        _column(table, _name, "alamat"),
        _phones(table),
    )
    stands_on = position_of(table)
    is_dated = isinstance(stands_on, date) and not table.column("tgl_bayar_terakhir")
    posted = stands_on if is_dated else None
    of_all = {"stands_on": stands_on, "unit": _unit(table), "posted_until": posted}
    knows_company = bool(table.column("npp") or table.column("nama_bu"))
    rows = (
        _row(table.sheet, row, values, knows_company, of_all)
        for row, values in zip(table.rows, zip(*columns, strict=False), strict=False)
    )
    return _by_month(table, rows) if table.columns_of(MONTHLY) else _continued(rows)


def receipts_of(table: Table) -> Iterator[Receipt]:
    """The rows of a payments table, in its order."""
    paid = "nominal_bayar" if table.column("nominal_bayar") else "total_tagihan"
    columns = (
        _column(table, read_npp, "npp"),
        _column(table, _text, "kpj"),
        _column(table, _text, "nik"),
        _column(table, read_day, "tgl_bayar"),
        _amounts(table, paid),
        _column(table, _text, "bukti_bayar"),
    )
    for row, ((npp, *_), kpj, nik, day, amount, reference) in zip(
        table.rows, zip(*columns, strict=False), strict=False
    ):
        key = npp or _person(kpj, nik)
        yield Receipt(table.sheet, row, key, day, _sum_of(amount), reference)


@cache
def read_day(value: Raw) -> date | None:
    """A day, where it can be read in one way only; day before month."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    found = readings(value, _WINDOW, month_numbers())
    own = [reading for reading in found if reading.order != "mdy"]
    return own[0].day if len(own) == 1 else None


def _by_month(table: Table, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows with the amounts of a column a month."""
    columns = table.columns_of(MONTHLY)
    months = [month_in(column.header) for column in columns]
    amounts = (map(_reader(table, column), column.values) for column in columns)
    for row, values in zip(rows, zip(*amounts, strict=True), strict=True):
        found = ((m, v) for m, v in zip(months, values, strict=True) if m and v is not None)
        yield _with_months(row, sorted(found, key=lambda pair: pair[0]))


def _with_months(row: Row, filled: Sequence[tuple[Month, Decimal | str]]) -> Row:
    """A row whose sheet tells its amounts month by month; what it says altogether is its total."""
    if not filled:
        return row
    odd = [f"{month_name(m)} '{v}'" for m, v in filled if isinstance(v, str) or v < 0]
    owed = [(m, v) for m, v in filled if isinstance(v, Decimal) and v]
    amounts = tuple(amount for _, amount in owed)
    total = row.amount if row.total is None else row.total
    return replace(
        row, months=tuple(month for month, _ in owed), count=row.count if owed else None,
        amounts=amounts, amount=sum(amounts, ZERO), total=total,
        odd="; ".join(filter(None, (row.odd, *odd))),
    )  # fmt: skip


def _continued(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, one that names nobody but its month being of the company right above it.

    So a pivot table or a report writes the months of a company.
    """
    above: Row | None = None
    for row in rows:
        follows = above is not None and row.row == above.row + 1 and _is_rest_of(row, above)
        if above and follows:
            row = replace(
                row, key=above.key, person=above.person, name=above.name, phone=above.phone,
                pic=above.pic, segment=above.segment, division=above.division, follows=True,
            )  # fmt: skip
        yield row
        above = row


def _is_rest_of(row: Row, above: Row) -> bool:
    is_nameless = not (row.key or row.person or row.name or row.total)
    is_about = bool(row.months and row.amount is not None)
    return (
        is_nameless
        and is_about
        and bool(above.key)
        and set(above.months) < {*above.months, *row.months}
    )


def _row(
    sheet: str, row: int, values: tuple[Any, ...], knows_company: bool, of_all: dict[str, Any]
) -> Row:
    ((npp, suffix, is_short), kpj, nik, company, name, segment, division, (months, count, unread), last, paid_on,
     amount, fine, total, class_said, ibr, status, na_month, na_day, va, pic, address, phone) = values  # fmt: skip
    segment = segment_of(segment) or ("PU" if npp or company or knows_company else "BPU")
    person = _person(kpj, nik)
    own = person if segment == "BPU" and person else npp
    amounts = {"jumlah": amount, "denda": fine, "total": total}
    odd = "; ".join(f"{what} '{v}'" for what, v in amounts.items() if isinstance(v, str))
    amount, fine, total = (_sum_of(value) for value in (amount, fine, total))
    if amount is None and total is not None and not odd:
        amount = total - (fine or ZERO)
    gone_from = na_month[0] if isinstance(na_month, tuple) else None
    if gone_from is None and na_day:
        gone_from = later((na_day.year, na_day.month), 1)
    return Row(
        sheet, row, own, person, company or name, segment, division or suffix, months,
        count, last[-1] if isinstance(last, tuple) else None,
        paid_on, amount, fine, total, class_said, _sum_of(ibr) or ZERO,
        bool(_GONE.match(status)), gone_from, va, pic, phone, odd, address,
        months_unread=unread, zeros_lost=is_short, **of_all,
    )  # fmt: skip


@cache
def segment_of(word: str) -> str:
    """PU, BPU, JAKON or PMI of a word people use for it; the word itself for another."""
    said = word.upper()
    known = load_toml("values")["segmen"]
    found = (name for name, words in known.items() if isinstance(words, list) and said in words)
    return next(found, said)


def _person(kpj: str, nik: str) -> str:
    return f"KPJ {kpj}" if kpj else f"NIK {nik}" if nik else ""


def _sum_of(value: Decimal | str | None) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


@cache
def _text(value: Raw) -> str:
    """An identifier as text: only its characters."""
    return "" if value is None else digits_of(shown(value)).upper()


@cache
def _name(value: Raw) -> str:
    return "" if value is None else visible(shown(value))


@cache
def read_npp(value: Raw) -> tuple[str, str, bool]:
    """The NPP of a cell, the division written behind it, and whether zeros before it were lost.

    An NPP has eight digits (rules/npp.py); one that Excel took for a number has fewer.

    >>> read_npp("15000001-001"), read_npp(15000001.0), read_npp("JK 123456"), read_npp(4005857.0)
    (('15000001', '001', False), ('15000001', '', False), ('JK123456', '', False), ('04005857', '', True))
    """
    parted = _DIVIDED.fullmatch(visible(value)) if isinstance(value, str) else None
    if parted:
        return parted[1], parted[2], False
    npp = _text(value)
    is_short = npp.isdecimal() and _SHORTEST <= len(npp) < _NPP_DIGITS
    return (npp.zfill(_NPP_DIGITS) if is_short else npp), "", is_short


def _last_paid(table: Table, read: Callable[[Raw], Any]) -> Iterator[Any]:
    """The last paid month; the one before the first of arrears that have no last."""
    if table.column("blth_terakhir") or table.column("blth_akhir"):
        return _column(table, read, "blth_terakhir")
    firsts = _column(table, read, "blth_awal")
    return ((later(one[0], -1),) if isinstance(one, tuple) else None for one in firsts)


def _amounts(table: Table, field: str) -> Iterator[Any]:
    """The amounts of a field, else those of the programs it is told by added up."""
    if column := owed_column(table) if field == "iuran_piutang" else table.column(field):
        return map(_reader(table, column), column.values)
    parts = table.columns_of(_BY_PROGRAM.get(field, ""))
    if not parts:
        return repeat(None)
    cells = (map(_reader(table, part), part.values) for part in parts)
    return map(added_up, zip(*cells, strict=True))


def _unit(table: Table) -> int:
    """The unit of what is owed, as its first column tells it."""
    fields = ("iuran_program", "total_tagihan", MONTHLY)
    others = (column for field in fields if (column := table.column(field)))
    owed = owed_column(table) or next(others, None)
    return unit_of(table, owed.header if owed else "")


def owed_column(table: Table) -> Column | None:
    """The column of what is owed; beside it may stand what was billed, or owed before payments."""
    columns = table.columns_of("iuran_piutang")
    return min(columns, key=_likeness, default=None)


def _likeness(column: Column) -> int:
    """The smaller, the more its heading tells of what is left to be paid."""
    return next((k for k, words in enumerate(_OWED) if words.search(column.header)), len(_OWED))


def _reader(table: Table, column: Column) -> Callable[[Raw], Any]:
    return amounts_reader(unit_of(table, column.header))


def _column(table: Table, read: Callable[[Raw], Any], field: str) -> Iterator[Any]:
    column = table.column(field)
    return map(read, column.values) if column else repeat(read(None))


def _phones(table: Table) -> Iterator[Raw]:
    """The first filled telephone cell of each row."""
    fields = ("hp_pic", "hp", "telepon")
    columns = [column.values for field in fields for column in table.columns_of(field)]
    if not columns:
        return repeat(None)
    return (next(filter(_name, cells), None) for cells in zip(*columns, strict=True))
