"""Arrears sheets with a column for each month: their headings, spelled as headings are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from kepesertaan.domain.period import Month, month_name
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible

from .header import (
    DEEPEST_HEADING,
    Heading,
    Merge,
    Rows,
    can_be_heading,
    merged_texts,
    read_heading,
)
from .headings import field_named
from .month_text import month_of

MONTHLY = "iuran_bulan"  # the field of such a column
_SEARCHED_ROWS = 200
_FEWEST = 2  # months beside each other
_SPELLED = re.compile(r"(?:(.*) )?BLTH ([0-9]{4})-([0-9]{2})")
_AMOUNT = re.compile(r"(?:RP|IDR)?[.\s]*[-(]?[0-9][0-9.,\s]*(?:,-)?\)?|[-\u2013]?", re.I)
_PAID = re.compile(r"PEMBAYARAN|REALISASI|SETORAN|PENERIMAAN", re.I)
_OWED = re.compile(r"PIUTANG|TUNGGAK|BELUM (?:DI)?BAYAR", re.I)


def with_spelled_months(rows: Rows) -> Rows:
    """The rows, where months stand beside each other as ``BLTH 2026-08``, which reads as words."""
    near = rows[:_SEARCHED_ROWS]
    spelled = [_spelled(row, near[i - 1] if i else ()) for i, row in enumerate(near)]
    if not any(spelled):
        return rows
    found: list[Sequence[Raw]] = list(rows)
    for i, texts in enumerate(spelled):
        if texts:
            found[i] = [texts.get(col, value) for col, value in enumerate(rows[i])]
    return found


def month_columns(heading: Heading) -> dict[int, Month]:
    """The columns whose amounts are of one month each, under one group; those of denda are none."""
    groups: dict[str, dict[int, Month]] = {}
    for col, text in heading.texts.items():
        month, group = month_in(text), _group(text)
        if month and field_named(group, "piutang") not in ("denda", "ibr"):
            groups.setdefault(group, {})[col] = month
    found = [months for months in groups.values() if len(months) >= _FEWEST]
    if len(found) != 1 or len(set(found[0].values())) < len(found[0]):
        return {}
    return found[0]


def down_to_months(rows: Rows, merges: Sequence[Merge], heading: Heading) -> Heading:
    """A heading as deep as the row of months that belongs to it."""
    if month_columns(heading):
        return heading
    above = merged_texts(merges, rows)
    for height in range(1, DEEPEST_HEADING + 1):
        if not can_be_heading(rows, heading.first, height):
            break
        deeper = read_heading(rows, above, heading.first, height, "piutang")
        if month_columns(deeper):
            return deeper
    return heading


def month_in(text: str) -> Month | None:
    """The month of a spelled heading.

    >>> month_in("Piutang Iuran BLTH 2026-08"), month_in("BLTH")
    ((2026, 8), None)
    """
    match = _SPELLED.fullmatch(text)
    return (int(match[2]), int(match[3])) if match else None


def are_owed(
    columns: Mapping[int, Month], heading: Heading, rows: Rows, places: Sequence[str]
) -> bool:
    """Whether the columns hold amounts that are owed: something says so, and they are amounts.

    Payments are listed by month as well. ``places``: names of the file and the sheet.
    """
    titles = " ".join([*places, *_texts(rows[: heading.first])])
    told = " ".join([titles, *_texts(rows[heading.first : heading.last + 1])])
    if not _OWED.search(told) or _PAID.search(titles):
        return False
    below = [row[col] for row in rows[heading.last + 1 :] for col in columns if col < len(row)]
    return all(map(_is_amount, below[:_SEARCHED_ROWS]))


def _texts(rows: Rows) -> list[str]:
    return [value for row in rows for value in row if isinstance(value, str)]


def _spelled(row: Sequence[Raw], above: Sequence[Raw]) -> dict[int, str]:
    """The months of a row by column, each with the group it stands under in the row above."""
    months = {col: month for col, value in enumerate(row) if (month := _month(value))}
    if len(months) < _FEWEST:
        return {}
    heads = [visible(v) if isinstance(v, str) else "" for v in above]
    groups: dict[int, str] = {}
    if any(heads[col] for col in months if col < len(heads)):
        filled = [(col, text) for col, text in enumerate(heads) if text]
        groups = {c: next((t for col, t in reversed(filled) if col <= c), "") for c in months}
    return {c: f"{groups.get(c, '')} BLTH {month_name(m)}".strip() for c, m in months.items()}


def _month(value: Raw) -> Month | None:
    is_date = isinstance(value, date)
    is_month = isinstance(value, float | int) and 190001 <= value <= 209912
    return month_of(value) if is_date or is_month or isinstance(value, str) else None


def _group(text: str) -> str:
    """What stands over a month, told once: it is read from the row above and from merged cells."""
    match = _SPELLED.fullmatch(text)
    words = (match[1] or "").split() if match else []
    half = len(words) // 2
    return " ".join(words[half:] if half and words[:half] == words[half:] else words)


def _is_amount(value: Raw) -> bool:
    if isinstance(value, str):
        return bool(_AMOUNT.fullmatch(visible(value)))
    return value is None or (isinstance(value, float | int) and not isinstance(value, bool))
