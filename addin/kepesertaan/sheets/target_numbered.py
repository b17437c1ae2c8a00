"""Months that a heading gives as numbers: 1 to 12, or a run of them.

Numbers are no months by themselves: a row of column numbers stands below headings of its own, 1 to
4 may be weeks and 1 to 31 days. Those are left for a question (``target_heads.py`` tells them).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kepesertaan.data.loader import load_toml
from kepesertaan.data.written_days import month_word
from kepesertaan.domain.table import Raw

from .header import Rows
from .target_block import LABELS, Block, is_amount
from .target_found import Ask
from .target_heads import (
    NUMBERED,
    has_unclear_number,
    may_be_months,
    numbered_month,
    ordinal,
    runs_of,
)
from .target_months import Told
from .target_parts import Part, doubted
from .target_table import TableWords
from .target_words import said

_FEW = 4  # numbers: a row of data without a label may hold so many in order
_WEEKS = re.compile(rf"\b(?:{'|'.join(load_toml('target_words')['number_word']['weeks'])})\b", re.I)
_ASKED = "angka di judul kolom: bulan, minggu, atau tanggal? Tulis nama bulannya"
_TOLD = "angka di judul kolom dibaca bulan: {} sampai {}"


def heads_months(rows: Rows, i: int) -> bool:
    """Whether a row of numbers heads months: behind the heading of a label, or below and above
    other headings."""
    first = next((v for v in rows[i] if v.__class__ is str and v.strip()), None)
    if first is not None and not (_is_label(first) or ordinal(first)):
        return False  # as nearly all rows
    held = [(c, value) for c, value in enumerate(rows[i]) if value is not None and value != ""]
    numbers = {c: number for c, value in held if (number := ordinal(value))}
    texts = [value for c, value in held if c not in numbers]
    runs = runs_of(list(numbers.values())) if len(numbers) >= NUMBERED else []
    if not runs or not may_be_months(runs[0]) or not all(map(_is_head, texts)):
        return False
    if texts:
        return _is_label(texts[0])
    return _is_below(rows, i, list(numbers)) and (len(numbers) > _FEW or _is_above(rows, i))


def _is_head(value: Raw) -> bool:
    """Whether a cell beside numbers is a heading: a label's, a total's, a percentage's."""
    told = said(value) if isinstance(value, str) else None
    return told is not None and (told.is_total or told.has_percent or bool(told.roles)) and not (
        told.counts or told.segments or told.sides or told.rest
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _is_label(value: Raw) -> bool:
    return isinstance(value, str) and not LABELS.isdisjoint(said(value).roles)


def _is_below(rows: Rows, i: int, columns: Sequence[int]) -> bool:
    """Whether a row without texts has headings of groups above its columns, and no number."""
    above = rows[i - 1] if i else ()
    headed = [c for c, v in enumerate(above) if isinstance(v, str) and v.strip()]
    is_parted = len(set(headed) & set(columns)) < len(columns)
    return bool(headed) and headed[0] <= columns[0] and is_parted and not any(map(is_amount, above))


def _is_above(rows: Rows, i: int) -> bool:
    """Whether the row below is one of targets and realisations as headings."""
    below = rows[i + 1] if i + 1 < len(rows) else ()
    sides = [value for value in below if isinstance(value, str) and said(value).sides]
    return len(sides) > 1 and not any(map(is_amount, below))


def asked_numbers(words: TableWords, block: Block, time: Told) -> TableWords:
    """The words of a table whose months are numbers: told, or asked about where they may be days or
    weeks. ``time``: what titles and names say of it."""
    numbered = {c: month for c, texts in block.heads.items() if (month := numbered_month(texts))}
    unclear = {c for c, texts in block.heads.items() if has_unclear_number(texts)}
    if numbered and _may_be_days(words, block, numbered, time):
        unclear |= set(numbered)
    if unclear:
        return replace(words, columns=doubted(words.columns, unclear, _ASKED))
    if not numbered:
        return words
    names = [month_word(number) for number in (min(numbered.values()), max(numbered.values()))]
    return replace(words, asks=(*words.asks, Ask("periksa", _TOLD.format(*names))))


def _may_be_days(words: TableWords, block: Block, numbered: dict[int, int], time: Told) -> bool:
    """Whether numbers may be days or weeks of the month the titles or names say: they say so, no
    year is named, or there is a realisation behind that month."""
    titles = (cell for cells in block.titles for cell in cells)
    if any(map(_WEEKS.search, titles)):
        return True
    has_year = time.year or any(col.said.years for col in words.columns.values())
    late = [c for c, number in numbered.items() if time.month and number > time.month]
    return not has_year or any(_is_done(words.columns.get(c), block.columns[c]) for c in late)


def _is_done(col: Part | None, column: Sequence[Raw]) -> bool:
    """Whether a column may hold a realisation."""
    may_be = col is not None and not col.why and col.said.sides != ("target",)
    return may_be and any(value and is_amount(value) for value in column)
