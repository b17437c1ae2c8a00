"""Numbers that may be years: 2019 workers of a row, or 2019 over a column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

from kepesertaan.domain.table import Raw
from kepesertaan.sheets.header import Rows
from kepesertaan.sheets.targets.grid.block import LABELS
from kepesertaan.sheets.targets.grid.headings import is_year
from kepesertaan.sheets.targets.words.said import SIDES, said, side_word, spelled_side

_DEEPEST = 4  # rows of a heading


def counts_years(rows: Rows, pending: Sequence[int], at: int) -> bool:
    """Whether a row counts 2025 or 2026 of something: below a heading that says of which side, or
    beside what it counts them of, where a heading says that such stands there: Nama over Andi.

    ``pending``: the rows above that hold no amount.
    """
    if not (pending and any(map(is_year, rows[at]))):
        return False
    heads = [(c, said(v)) for c, v in enumerate(rows[pending[-1]]) if isinstance(v, str)]
    sides = {c for c, told in heads if told.sides}
    if any(isinstance(v, str) and side_word(v) in SIDES for v in rows[at]):
        sides |= {c for c, told in heads if told.is_known}  # a column of sides, and one of values
    return names_and_counts(rows[at], sides) or _is_labelled(rows, pending[-_DEEPEST:], at)


def names_and_counts(row: Sequence[Raw], columns: Collection[int]) -> bool:
    """Whether a row names a metric or a segment, and holds a year in one of the columns."""
    told = [said(v) for v in row if isinstance(v, str)]
    return any((one.counts or one.segments) and not one.sides for one in told) and any(
        c in columns for c, v in enumerate(row) if is_year(v)
    )


def goes_on(row: Sequence[Raw], columns: Collection[int]) -> bool:
    """Whether a row right below a table is one of it: it names something and holds years in the
    table's columns of values, in two of them at least where there are two."""
    held = sum(is_year(v) for c, v in enumerate(row) if c in columns)
    labels = [v for c, v in enumerate(row) if c not in columns and v is not None]
    return held >= min(2, max(len(columns), 1)) and any(map(_labels_a_row, labels))


def _is_labelled(rows: Rows, above: Sequence[int], at: int) -> bool:
    """Whether the label of a row stands below the heading of labels, and a year below another."""
    heads = {c for i in above for c, v in enumerate(rows[i])
             if isinstance(v, date) or (isinstance(v, str) and v.strip())}  # fmt: skip
    labels = {c for i in above for c, v in enumerate(rows[i]) if isinstance(v, str)
              and LABELS & set(said(v).roles)}  # fmt: skip
    row, last = rows[at], rows[above[-1]]
    is_named = any(
        _labels_a_row(v) if c in labels else _says_side(v, is_bare=not any(last[c : c + 1]))
        for c, v in enumerate(row)
    )
    years = [c for c, v in enumerate(row) if is_year(v)]
    return is_named and any(c in heads and c not in labels for c in years)


def _says_side(value: Raw, *, is_bare: bool) -> bool:
    """Whether a label says a side, and nothing else unless no heading stands over it."""
    if not isinstance(value, str):
        return False
    return side_word(value) in SIDES or (is_bare and _is_label(value) and bool(said(value).sides))


def _labels_a_row(value: Raw) -> bool:
    return isinstance(value, date) or (isinstance(value, str) and _is_label(value))


@lru_cache(maxsize=5000)
def _is_label(text: str) -> bool:
    """Whether a text says what a row counts or whose it is, and is no heading, unit or year.

    >>> [_is_label(text) for text in ("Andi Pratama", "Oktober", "PU", "Realisasi", "T")]
    [True, True, True, True, True]
    >>> [_is_label(text) for text in ("Uraian", "(orang)", "Tahun", "Tahun 2026", "")]
    [False, False, False, False, False]
    """
    told = said(spelled_side(text))
    names = told.counts or told.segments or told.sides or told.months or told.rest
    return bool(names) and not (told.roles or told.units or told.years or "tahun" in told.spans)
