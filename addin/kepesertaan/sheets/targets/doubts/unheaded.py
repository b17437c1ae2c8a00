"""Rows of targets that stand below no heading anybody knows: they are asked about, not lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import chain

from kepesertaan.domain.table import Raw
from kepesertaan.sheets.header import Rows
from kepesertaan.sheets.targets.found import Ask
from kepesertaan.sheets.targets.grid.block import is_number
from kepesertaan.sheets.targets.grid.headings import head_text, is_year
from kepesertaan.sheets.targets.words.said import Said, said, spelled_side

_ASKED = (
    "judul kolomnya tidak dikenal; tulis Target, Realisasi, atau nama bulan (mis. Nov 2026) "
    "di atas angkanya"
)
_LETTERS = {"T", "R"}  # of the two sides
_YEARS = (
    "angkanya bisa tahun, jadi tidak dipakai; tulis judul kolom di atasnya dan isi barisnya di "
    "sebelah kirinya"
)


def ask_unheaded(rows: Rows, stray: Sequence[int], name: Said) -> Ask | None:
    """What to ask of rows with numbers outside of any table, in a sheet that says target or
    realisation; None where they are none of targets. ``name``: what the sheet's name says."""
    cells = _unheaded(rows, stray)
    if cells and (name.sides or any(map(_says_side, chain(*rows))) or _counts(rows, cells)):
        return Ask("tanya", _ASKED, tuple(cells))
    return None


def _counts(rows: Rows, cells: Sequence[tuple[int, int]]) -> bool:
    """Whether several rows of cells are labelled by what they count and a letter: TK Aktif T."""
    told = [said(v) for i in {i for i, _ in cells} for v in rows[i] if isinstance(v, str)]
    return sum(bool(one.metrics) and {*one.rest} & _LETTERS != set() for one in told) > 1


def ask_years(rows: Rows, year: int) -> Ask | None:
    """What to ask of a sheet without a table whose numbers may all be years: 2019 and 2031 below
    Target and Realisasi; None where they are none. ``year``: that of the sheet itself."""
    cells, sided = list[tuple[int, int]](), set[int]()
    for i, row in enumerate(rows):
        some = [c for c, v in enumerate(row) if is_year(v) and head_text(v) != str(year)]
        is_labelled = any(map(_is_label, row))
        cells += [(i, c) for c in some if is_labelled or c in sided]
        sided |= {c for c, v in enumerate(row) if _says_side(v)}
    is_of_targets = len(cells) > 1 and any(map(_says_side, chain(*rows)))
    return Ask("tanya", _YEARS, tuple(cells)) if is_of_targets else None


def _unheaded(rows: Rows, stray: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers outside of any table that are of target rows: right of a metric, segment, side or
    month."""
    found = []
    for i in stray:
        labels = [c for c, v in enumerate(rows[i]) if _is_label(v)]
        if labels:
            right = range(labels[0] + 1, len(rows[i]))
            found += [(i, c) for c in right if is_number(rows[i][c])]
    return found if len(found) > 1 else []


def _is_label(value: Raw) -> bool:
    return isinstance(value, date) or (isinstance(value, str) and _labels_targets(value))


@lru_cache(maxsize=5000)
def _labels_targets(text: str) -> bool:
    told = said(spelled_side(text))
    return (
        bool(told.counts or told.segments or told.sides or told.months) and {*told.rest} <= _LETTERS
    )


def _says_side(value: Raw) -> bool:
    return isinstance(value, str) and bool(said(spelled_side(value)).sides)
