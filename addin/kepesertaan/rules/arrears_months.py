"""Contribution months as the cells of an arrears sheet tell them: named, in runs, or counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from itertools import repeat, zip_longest
from typing import TypeAlias

from kepesertaan.data.loader import month_numbers
from kepesertaan.domain.dates import Window, readings
from kepesertaan.domain.period import Month, later, months_between
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Column, Raw, Table
from kepesertaan.domain.text import visible, whole_number
from kepesertaan.sheets.headings import normalise
from kepesertaan.sheets.month_text import month_of

_DASH = re.compile(r"[-\u2010-\u2015\u2212]?")
_RANGE = re.compile(
    r"\s*(?:\bS\.?\s*[/.]?\s*D\.?(?=\s|$)|\bSAMPAI(?:\s+DENGAN)?\b|\bHINGGA\b|\u2013|\s-\s"
    r"|(?<=[A-Z])-(?=[A-Z])|(?<=[0-9]{4})-(?=[0-9]{1,2}/[0-9]{4})|(?<=[0-9]{6})-(?=[0-9]{6}))\s*",
    re.I,
)
_LIST = re.compile(r"\s*(?:[,;&\n]|\bDAN\b|(?<=[A-Z]{3})/(?=[A-Z]{3}))\s*", re.I)
_COUNT = re.compile(r"([0-9]{1,3})(?:\.0)?\s*(?:BLN|BULAN)?", re.I)
_BESIDE = re.compile(
    r"^\(?[0-9]{1,3} ?(?:BLN|BULAN)\)? ?[:(]|\(?\b[0-9]{1,3} ?(?:BLN|BULAN)\)?$", re.I
)
_BARE = {"BULAN", "BLN", "BULAN IURAN", "BLN IURAN"}
_LONGEST_NUMBER = 2  # digits of a month
_MONTHS = 12
_WINDOW = Window(date(1990, 1, 1), date(2099, 12, 31))
_LONGEST_RANGE = 360  # months
Said: TypeAlias = tuple[Month, ...] | int | None
SaidMonths: TypeAlias = tuple[tuple[Month, ...], int | None, str]


def months_reader(date1904: bool) -> Callable[[Raw], Said]:
    """``read_months`` of the cells of one book."""
    return cache(lambda value: read_months(value, date1904))


def said_months(table: Table, read: Callable[[Raw], Said]) -> Iterator[SaidMonths]:
    """What the cells of each row say of its months: which, how many, and what cannot be read.

    A list goes before a count; a count is none in a column of BLTH.
    """
    ends = [table.column("blth_awal"), table.column("blth_akhir")]
    named = [column.values for column in table.columns_of("blth")]
    named += [_joined(*(column.values for column in ends if column))] if all(ends) else []
    counting = table.columns_of("bulan_menunggak")
    years, bare = table.column("tahun_blth"), _bare_months(table)
    if bare and (years or _are_numbers(table, bare)):
        counting = [column for column in counting if column is not bare]
        named = [*named, _of_years(bare.values, years.values if years else [])]
    counted = [column.values for column in counting]
    if not named and not counted:
        return repeat(((), None, ""))
    return map(partial(_sorted_out, read, len(named)), zip(*named, *counted, strict=True))


def _bare_months(table: Table) -> Column | None:
    """The column that is headed only Bulan: of months without their year, or a count of them."""
    told = [*table.columns_of("bulan_menunggak"), *table.columns_of("blth")]
    return next((column for column in told if normalise(column.header) in _BARE), None)


def _are_numbers(table: Table, bare: Column) -> bool:
    """Whether bare numbers name months: the rows of one company tell different ones."""
    whose = table.column("npp") or table.column("nama_bu") or table.column("kpj")
    seen: dict[Raw, Raw] = {}
    pairs = zip(whose.values, bare.values, strict=True) if whose else ()
    return any(who is not None and seen.setdefault(who, said) != said for who, said in pairs)


def _of_years(months: Sequence[Raw], years: Sequence[Raw]) -> list[Raw]:
    """Each month with its year, as one text; a bare number that has none cannot be read."""
    return [_of_year(m, y) for m, y in zip_longest(months, years)]


def _of_year(month: Raw, year: Raw) -> Raw:
    name, number = (whole_number(v) or visible(shown(v)) for v in (month, year))
    number_of_name = month_numbers().get(name.upper())
    if number_of_name:
        name = str(number_of_name)
    if not name.isdecimal() or len(name) > _LONGEST_NUMBER:
        return month
    return f"{name}/{number}" if number else f"bulan {name} tanpa tahun"


def _joined(first: Sequence[Raw], last: Sequence[Raw]) -> list[Raw]:
    """The months from the first to the last of each row, as one text; the one there is alone."""
    return [
        a if b is None else b if a is None else _run(a, b) for a, b in zip(first, last, strict=True)
    ]


def _run(first: Raw, last: Raw) -> str:
    ends = (month_of(first), month_of(last))
    return " - ".join(
        f"{m[0]}-{m[1]:02}" if m else shown(v) for m, v in zip(ends, (first, last), strict=True)
    )


def _sorted_out(read: Callable[[Raw], Said], named: int, cells: tuple[Raw, ...]) -> SaidMonths:
    found = [read(cell) for cell in cells]
    months = next((one for one in found if isinstance(one, tuple)), ())
    count = next((one for one in found[named:] if isinstance(one, int)), None)
    unread = (visible(shown(cell)) for cell, one in zip(cells, found, strict=True) if one is None)
    odd = next((text for text in unread if not _DASH.fullmatch(text)), "")
    return months, count, "" if months else odd


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
    return int(counted[1]) if counted else _listed(_BESIDE.sub("", text).strip(" ()"))


def _listed(text: str) -> tuple[Month, ...] | None:
    months: list[Month] = []
    after: Month | None = None
    for part in reversed(_LIST.split(text)):
        ends: list[Month] = []
        for end in reversed(_RANGE.split(part)):
            after = month_of(end) or _of_day(end) or _in_year_of(end, after)
            if after is None:
                return None
            ends.insert(0, after)
        span = months_between(ends[0], ends[-1])
        if len(ends) > 2 or not 0 <= span <= _LONGEST_RANGE:
            return None
        months += [later(ends[0], k) for k in range(span + 1)]
    return tuple(sorted(set(months)))


def _of_day(text: str) -> Month | None:
    """The month of a day as a program writes a month: its first, or one that is no month."""
    found = [r for r in readings(text, _WINDOW, month_numbers()) if r.order in ("dmy", "ymd")]
    is_sure = len(found) == 1 and (found[0].day.day == 1 or found[0].day.day > _MONTHS)
    return (found[0].day.year, found[0].day.month) if is_sure else None


def _in_year_of(name: str, after: Month | None) -> Month | None:
    """A month named without its year, which is that of a later month that follows it."""
    number = month_numbers().get(visible(name).upper().rstrip("."))
    return (after[0], number) if number and after and number < after[1] else None
