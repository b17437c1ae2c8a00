"""Arrears and payments sheets: a row per company, per company and month, or per participant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from kepesertaan.domain.period import Month
from kepesertaan.domain.table import Column, Raw, Table, column_index, column_letter
from kepesertaan.domain.text import visible

from .columns import choose_fields
from .header import (
    DEEPEST_HEADING,
    Heading,
    Merge,
    Rows,
    find_heading,
    merged_texts,
    read_heading,
)
from .headings import field_named
from .month_columns import MONTHLY, are_owed, down_to_months, month_columns, with_spelled_months
from .participant import Sheet, is_numbering, is_total

Kind = Literal["piutang", "pembayaran"]
WHO = ("npp", "nama_bu", "kpj", "nik", "nama")
_OWED = ("iuran_piutang", "total_tagihan", "iuran_program")
_OF_GROUPS = ("iuran_piutang", "denda", "total_tagihan")
_IN_MONTHS = re.compile(r"\((?:JML |JUMLAH )?(?:BLN|BULAN)\)", re.I)
_SPACED = re.compile(r"(?:[A-Z] )+[A-Z]", re.I)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SUBTOTAL = re.compile(r"\b(?:SUB)?TOTAL$", re.I)
_IN_DAYS = re.compile(r"\bHARI\b", re.I)
_FEWEST_PARTS = 2
_SHORTEST_NUMBER = 8  # digits of an NPP
_AMOUNTS = ("iuran_piutang", "denda", "total_tagihan", "ibr", "nominal_bayar", "blth")


def find_arrears(sheet: Sheet, chosen: Mapping[str, str]) -> tuple[Kind, Table] | None:
    """The arrears or payments table of a sheet, and which it is; None where it holds neither.

    ``chosen`` maps a field to the column letter the user named. Raises ``SheetNotRecognised``
    when a column cannot be told.
    """
    rows = with_spelled_months(sheet.rows)
    heading = find_heading(rows, sheet.merges, accepts=_is_known, kind="piutang")
    if heading is None:
        return None
    if rows is not sheet.rows:
        heading = down_to_months(rows, sheet.merges, heading)
    heading = _down_to_parts(rows, sheet.merges, heading)
    own = {column_index(letters): field for field, letters in chosen.items()}
    named = _named(heading) | own
    months = {c: m for c, m in month_columns(heading).items() if c not in own}
    if months and not are_owed(months, heading, sheet.rows, (sheet.file, sheet.name)):
        months = {}
    named = {col: field for col, field in named.items() if col not in months}
    heading = Heading(heading.first, heading.last, heading.texts, named)
    kind = _kind({*named.values(), *([MONTHLY] if months else [])})
    return (kind, _table(sheet, heading, own, months)) if kind else None


def _down_to_parts(rows: Rows, merges: Sequence[Merge], heading: Heading) -> Heading:
    """A heading one row deeper where that row names only parts of what stands above: JHT, JKK."""
    height = heading.last - heading.first + 1
    amounts = [field for field in heading.named.values() if field in _OF_GROUPS]
    if height > 1 and len(set(amounts)) < len(amounts):  # each cell of a merged group has its name
        return read_heading(rows, merged_texts(merges, rows), heading.first, height, "piutang")
    below = rows[heading.last + 1] if heading.last + 1 < len(rows) else ()
    filled = {col for col in range(len(below)) if _is_filled(below, col)}
    whose = {col for col, field in heading.named.items() if field in WHO}
    if len(filled) < _FEWEST_PARTS or whose & filled or height == DEEPEST_HEADING:
        return heading
    parts = {col: str(below[col]).removesuffix(".0") for col in filled}
    is_word = all(isinstance(below[col], str) or _YEAR.fullmatch(parts[col]) for col in filled)
    is_part = any(field_named(parts[col], "piutang") or col not in heading.texts for col in filled)
    if not (is_word and is_part):
        return heading
    return read_heading(rows, merged_texts(merges, rows), heading.first, height + 1, "piutang")


def _is_known(heading: Heading) -> bool:
    months = [MONTHLY] if month_columns(heading) else []
    return _kind({*_named(heading).values(), *months}) is not None


def _kind(named: set[str]) -> Kind | None:
    if not named & set(WHO):
        return None
    pays = "tgl_bayar" in named and named & {"nominal_bayar", "total_tagihan"}
    is_owed = (
        named & {"iuran_piutang", "blth_terakhir"} or {"bulan_menunggak", "total_tagihan"} <= named
    )
    if pays and not is_owed:
        return "pembayaran"
    if MONTHLY in named:
        return "piutang"
    tells = {
        "blth",
        "blth_awal",
        "tahun_blth",
        "bulan_menunggak",
        "blth_terakhir",
        "denda",
        "kolektibilitas",
    }
    return "piutang" if named & set(_OWED) and named & tells else None


def _named(heading: Heading) -> dict[int, str]:
    """The heading's fields, but that Tunggakan (bln) counts months, and Umur (hari) does not."""
    named = {}
    for col, field in heading.named.items():
        text = heading.texts.get(col, "")
        field = "bulan_menunggak" if _IN_MONTHS.search(text) else field
        if field != "bulan_menunggak" or not _IN_DAYS.search(text):
            named[col] = field
    return named


def _table(
    sheet: Sheet, heading: Heading, own: Mapping[int, str], months: Mapping[int, Month]
) -> Table:
    whose = {col for col, field in heading.named.items() if field not in _AMOUNTS}
    rows = _spread(sheet.rows, [m for m in sheet.merges if m[1] in whose], heading.last + 1)
    keys = [col for col, field in heading.named.items() if field in WHO]
    kept = list(_rows_of(rows, heading, keys, months))
    sample = [rows[i] for i in kept]
    named = choose_fields(sheet.name, _without(heading, months), sample, own)
    named |= dict.fromkeys(months, MONTHLY)
    hidden = sum(i + 1 in sheet.hidden for i in kept)
    columns = tuple(
        Column(col, heading.texts.get(col, column_letter(col)), named.get(col), _down(sample, col))
        for col in sorted(set(heading.texts) | set(named))
    )
    return Table(
        sheet.file, sheet.name, columns, [i + 1 for i in kept], {}, hidden, sheet.date1904,
        heading.last + 1, tuple(_titles(sheet.rows[: heading.first])),
    )  # fmt: skip


def _titles(rows: Sequence[Sequence[Raw]]) -> Iterator[str]:
    """The texts of the rows above a heading; a day as it is written in a title."""
    for row in rows:
        cells = (f"{v:%d-%m-%Y}" if isinstance(v, date) else v for v in row)
        text = " | ".join(visible(v) for v in cells if isinstance(v, str) and v.strip())
        if text:
            yield text


def _without(heading: Heading, months: Mapping[int, Month]) -> Heading:
    texts = {col: text for col, text in heading.texts.items() if col not in months}
    return Heading(heading.first, heading.last, texts, heading.named)


def _rows_of(
    rows: Sequence[Sequence[Raw]], heading: Heading, keys: list[int], months: Iterable[int]
) -> Iterator[int]:
    """Every row below the heading that holds something, but totals and column numbering."""
    cols = [*(col for col, field in heading.named.items() if field != "no_urut"), *months]
    for i in range(heading.last + 1, len(rows)):
        row = rows[i]
        if any(col < len(row) and _is_plain_number(row[col]) for col in keys):
            yield i  # nearly every row; the looks below are slow
            continue
        if not any(_is_filled(row, col) for col in cols):
            continue
        names = [col for col in keys if _is_name(row, col)]
        if not names and _is_sum(row):
            continue
        if not is_numbering(row) and not _is_heading(row, heading, keys):
            yield i


def _is_sum(row: Sequence[Raw]) -> bool:
    """Whether a row is a total, also as a pivot table writes it (Andi Total) or J U M L A H."""
    texts = [visible(value) for value in row if isinstance(value, str)]
    return (
        is_total(row) or is_total(list(map(_closed_up, texts))) or any(map(_SUBTOTAL.search, texts))
    )


def _closed_up(text: str) -> str:
    return text.replace(" ", "") if _SPACED.fullmatch(text) else text


def _is_heading(row: Sequence[Raw], heading: Heading, keys: list[int]) -> bool:
    """Whether a row is the heading again, as at the top of each page."""
    told = [row[col] for col in keys if col < len(row) and _is_filled(row, col)]
    heads = {visible(heading.texts.get(col, "")).upper() for col in keys}
    return bool(told) and all(isinstance(v, str) and visible(v).upper() in heads for v in told)


def _is_plain_number(value: Raw) -> bool:
    """Whether a cell is the digits of an NPP, KPJ or NIK and nothing else."""
    return isinstance(value, str) and len(value) >= _SHORTEST_NUMBER and value.isdigit()


def _is_name(row: Sequence[Raw], col: int) -> bool:
    """Whether a cell names somebody: not blank, and not itself the word of a total."""
    return _is_filled(row, col) and not _is_total_word(row[col])


def _is_total_word(value: Raw) -> bool:
    return is_total([_closed_up(visible(value)) if isinstance(value, str) else value])


def _is_filled(row: Sequence[Raw], col: int) -> bool:
    value = row[col] if col < len(row) else None
    return value is not None and (not isinstance(value, str) or bool(visible(value)))


def _spread(
    rows: Sequence[Sequence[Raw]], merges: Sequence[Merge], start: int
) -> Sequence[Sequence[Raw]]:
    """The rows with what a cell merged over several rows holds in each of them."""
    tall = [merge for merge in merges if merge[0] > start and merge[2] > merge[0]]
    if not tall:
        return rows
    spread = [list(row) for row in rows]
    for top, left, bottom, _right in tall:
        corner = spread[top - 1][left] if left < len(spread[top - 1]) else None
        for row in spread[top : min(bottom, len(spread))]:
            row += [None] * (left + 1 - len(row))
            row[left] = corner
    return spread


def _down(rows: Sequence[Sequence[Raw]], col: int) -> list[Raw]:
    return [row[col] if col < len(row) else None for row in rows]
