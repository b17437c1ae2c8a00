"""Rows of targets that stand below no heading anybody knows: they are asked about, not lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import chain

from kepesertaan.domain.table import Raw

from .header import Rows
from .target_block import is_amount
from .target_found import Ask
from .target_words import Said, said

_ASKED = (
    "judul kolomnya tidak dikenal; tulis Target, Realisasi, atau nama bulan (mis. Nov 2026) "
    "di atas angkanya"
)


def ask_unheaded(rows: Rows, stray: Sequence[int], name: Said) -> Ask | None:
    """What to ask of rows with numbers outside of any table, in a sheet that says target or
    realisation; None where they are none of targets. ``name``: what the sheet's name says."""
    cells = _unheaded(rows, stray)
    if cells and (name.sides or any(map(_says_side, chain(*rows)))):
        return Ask("tanya", _ASKED, tuple(cells))
    return None


def _unheaded(rows: Rows, stray: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers outside of any table that are of target rows: right of a metric, segment, side or
    month."""
    found = []
    for i in stray:
        labels = [
            c for c, v in enumerate(rows[i])
            if isinstance(v, date) or (isinstance(v, str) and _labels_targets(v))
        ]  # fmt: skip
        if labels:
            right = range(labels[0] + 1, len(rows[i]))
            found += [(i, c) for c in right if is_amount(rows[i][c])]
    return found if len(found) > 1 else []


@lru_cache(maxsize=5000)
def _labels_targets(text: str) -> bool:
    told = said(text)
    return bool(told.counts or told.segments or told.sides or told.months) and not told.rest


def _says_side(value: Raw) -> bool:
    return isinstance(value, str) and bool(said(value).sides)
