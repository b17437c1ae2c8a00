"""Tables of arrears and payments sheets as plain rows: text, months, amounts, dates read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache, partial
from itertools import repeat
from math import isfinite
from typing import Any, TypeAlias

from kepesertaan.data.loader import load_toml, month_numbers
from kepesertaan.domain.arrears import ZERO, Receipt, Row
from kepesertaan.domain.dates import Window, readings
from kepesertaan.domain.money import rupiah_readings
from kepesertaan.domain.period import Month, later, month_name, months_between
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw, Table
from kepesertaan.domain.text import digits_of, visible
from kepesertaan.sheets.month_columns import MONTHLY, month_in
from kepesertaan.sheets.month_text import month_of

from .arrears_day import Position, position_of

_DASH = re.compile(r"[-\u2010-\u2015\u2212]?")
_RANGE = re.compile(
    r"\s*(?:\bS\.?\s*[/.]?\s*D\.?(?=\s|$)|\bSAMPAI\b|\bHINGGA\b|\u2013|\s-\s|(?<=[A-Z])-(?=[A-Z]))\s*",
    re.I,
)
_LIST = re.compile(r"\s*(?:[,;&\n]|\bDAN\b)\s*", re.I)
_COUNT = re.compile(r"([0-9]{1,3})(?:\.0)?\s*(?:BLN|BULAN)?", re.I)
_GONE = re.compile(r"^(NA|N|NON\s*-?\s*AKTIF|TIDAK AKTIF|KELUAR|TUTUP|BUBAR|PAILIT)\b", re.I)
_LONGEST_RANGE = 360  # months
SaidMonths: TypeAlias = tuple[tuple[Month, ...], int | None, str]
_WINDOW = Window(date(1990, 1, 1), date(2099, 12, 31))


def rows_of(table: Table) -> Iterator[Row]:
    """The rows of an arrears table, in its order."""
    month = _months_reader(table.date1904)
    columns = (
        _column(table, _text, "npp"),
        _column(table, _text, "kpj"),
        _column(table, _text, "nik"),
        _column(table, _name, "nama_bu"),
        _column(table, _name, "nama"),
        _column(table, _name, "segmen"),
        _column(table, _name, "divisi"),
        _said_months(table, month),
        _column(table, month, "blth_terakhir"),
        _column(table, read_day, "tgl_bayar_terakhir"),
        _column(table, read_amount, "iuran_piutang"),
        _column(table, read_amount, "denda"),
        _column(table, read_amount, "total_tagihan"),
        _column(table, _name, "kolektibilitas"),
        _column(table, read_amount, "ibr"),
        _column(table, _name, "status_bu"),
        _column(table, month, "blth_na"),
        _column(table, read_day, "tgl_na"),
        _column(table, _text, "va"),
        _column(table, _name, "pic_bu"),
        _column(table, _name, "alamat"),
        _phones(table),
    )
    stands_on = position_of(table)
    knows_company = bool(table.column("npp") or table.column("nama_bu"))
    rows = (
        _row(table.sheet, row, values, knows_company, stands_on)
        for row, values in zip(table.rows, zip(*columns, strict=False), strict=False)
    )
    return _by_month(table, rows) if table.columns_of(MONTHLY) else rows


def receipts_of(table: Table) -> Iterator[Receipt]:
    """The rows of a payments table, in its order."""
    paid = "nominal_bayar" if table.column("nominal_bayar") else "total_tagihan"
    columns = (
        _column(table, _text, "npp"),
        _column(table, _text, "kpj"),
        _column(table, _text, "nik"),
        _column(table, read_day, "tgl_bayar"),
        _column(table, read_amount, paid),
        _column(table, _text, "bukti_bayar"),
    )
    for row, (npp, kpj, nik, day, amount, reference) in zip(
        table.rows, zip(*columns, strict=False), strict=False
    ):
        key = npp or _person(kpj, nik)
        yield Receipt(table.sheet, row, key, day, _sum_of(amount), reference)


@lru_cache(maxsize=None, typed=True)
def read_amount(value: Raw) -> Decimal | str | None:
    """A rupiah amount; None where blank, its text where it cannot be read for certain.

    >>> read_amount("Rp 1.500.000,00"), read_amount(250000.0), read_amount("-"), read_amount("31")
    (Decimal('1500000.00'), Decimal('250000'), None, '31')
    """
    if value is None or (isinstance(value, str) and _DASH.fullmatch(visible(value))):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return Decimal(int(value)) if value == int(value) else Decimal(repr(value))
    if not isinstance(value, str):
        return shown(value)
    found = rupiah_readings(value)
    return found[0] if len(found) == 1 else visible(value)


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


def read_months(value: Raw, date1904: bool = False) -> tuple[Month, ...] | int | None:
    """The months a cell names, or how many it says; None where it is neither.

    >>> read_months("Jan 2026 s.d. Mar 2026"), read_months("5 bulan"), read_months("semua")
    (((2026, 1), (2026, 2), (2026, 3)), 5, None)
    >>> read_months("Agt-Sep 2026"), read_months("Nov - Jan 2026")
    (((2026, 8), (2026, 9)), None)
    """
    if isinstance(value, float | int) and not isinstance(value, bool) and 0 <= value <= 600:
        return int(value) if value == int(value) else None
    found = month_of(value, date1904)
    if found or not isinstance(value, str):
        return (found,) if found else None
    text = visible(value)
    counted = _COUNT.fullmatch(text)
    return int(counted[1]) if counted else _listed(text)


def _by_month(table: Table, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows with the amounts of a column a month."""
    columns = table.columns_of(MONTHLY)
    months = [month_in(column.header) for column in columns]
    amounts = (map(read_amount, column.values) for column in columns)
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


def _listed(text: str) -> tuple[Month, ...] | None:
    months: list[Month] = []
    after: Month | None = None
    for part in reversed(_LIST.split(text)):
        ends: list[Month] = []
        for end in reversed(_RANGE.split(part)):
            after = month_of(end) or _in_year_of(end, after)
            if after is None:
                return None
            ends.insert(0, after)
        span = months_between(ends[0], ends[-1])
        if len(ends) > 2 or not 0 <= span <= _LONGEST_RANGE:
            return None
        months += [later(ends[0], k) for k in range(span + 1)]
    return tuple(sorted(set(months)))


def _in_year_of(name: str, after: Month | None) -> Month | None:
    """A month named without its year, which is that of a later month that follows it."""
    number = month_numbers().get(visible(name).upper().rstrip("."))
    return (after[0], number) if number and after and number < after[1] else None


def _said_months(table: Table, read: Callable[[Raw], Any]) -> Iterator[SaidMonths]:
    """What the cells of each row say of its months: which, how many, and what cannot be read.

    A list goes before a count; a count is none in a column of BLTH.
    """
    named = [column.values for column in table.columns_of("blth")]
    counted = [column.values for column in table.columns_of("bulan_menunggak")]
    if not named and not counted:
        return repeat(((), None, ""))
    return map(partial(_sorted_out, read, len(named)), zip(*named, *counted, strict=True))


def _sorted_out(read: Callable[[Raw], Any], named: int, cells: tuple[Raw, ...]) -> SaidMonths:
    found = [read(cell) for cell in cells]
    months = next((one for one in found if isinstance(one, tuple)), ())
    count = next((one for one in found[named:] if isinstance(one, int)), None)
    unread = (_name(cell) for cell, one in zip(cells, found, strict=True) if one is None)
    odd = next((text for text in unread if not _DASH.fullmatch(text)), "")
    return months, count, "" if months else odd


def _row(
    sheet: str, row: int, values: tuple[Any, ...], knows_company: bool, stands_on: Position
) -> Row:
    (npp, kpj, nik, company, name, segment, division, (months, count, unread), last, paid_on,
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
        sheet, row, own, person, company or name, segment, division, months,
        count, last[-1] if isinstance(last, tuple) else None,
        paid_on, amount, fine, total, class_said, _sum_of(ibr) or ZERO,
        bool(_GONE.match(status)), gone_from, va, pic, phone, odd, address,
        stands_on=stands_on, months_unread=unread,
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


def _months_reader(date1904: bool) -> Callable[[Raw], tuple[Month, ...] | int | None]:
    return cache(lambda value: read_months(value, date1904))


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
