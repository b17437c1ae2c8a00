"""Officers side by side, a column or several for each: what of it is nobody's, and their totals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kepesertaan.data.metrics import metrics
from kepesertaan.sheets.targets.found import Ask
from kepesertaan.sheets.targets.grid.block import Block
from kepesertaan.sheets.targets.people.given_names import is_name
from kepesertaan.sheets.targets.table.part import Part, doubted
from kepesertaan.sheets.targets.table.totals import may_round
from kepesertaan.sheets.targets.table.words import TableWords

_NOBODY = "kolom ini tanpa petugas, padahal kolom lainnya per petugas: milik siapa?"
_UNSURE = "jumlahnya bukan jumlah kolom petugas: benarkah semua kolom itu petugas?"
_WRONG = "jumlahnya berbeda dari jumlah petugasnya; dipakai angka petugas"


def asked_officers(words: TableWords, block: Block, known: Sequence[str]) -> TableWords:
    """The words of a table whose columns name officers: a column of nobody beside them is unclear,
    and so is a row whose total is not theirs, unless they are certainly people.

    ``known``: officers by name."""
    owned = {c for c, col in words.columns.items() if col.officer and not col.why}
    if not owned or any(row.officer for row in words.rows.values()):
        return words
    nobodys = {c for c, col in words.columns.items() if _is_nobodys(words, c, col)}
    columns = doubted(words.columns, nobodys, _NOBODY)
    wrong = list(_wrong(words, block, owned))
    if all(is_name(words.columns[c].officer, known) for c in owned):
        asks = (Ask("periksa", _WRONG, tuple(wrong)),) if wrong else ()
        return replace(words, columns=columns, asks=(*words.asks, *asks))
    rows = doubted(words.rows, {i for i, _ in wrong}, _UNSURE)
    return replace(words, columns=columns, rows=rows)


def _is_nobodys(words: TableWords, c: int, col: Part) -> bool:
    return not (col.officer or col.why or col.is_total or c in words.totals.columns)


def _wrong(words: TableWords, block: Block, owned: set[int]) -> Iterator[tuple[int, int]]:
    """The cells of totals that are not the sum of the officers' columns that say the same."""
    for c in words.totals.columns:
        told = replace(words.columns[c].said, is_total=False)
        parts = [k for k in owned if replace(words.columns[k].said, is_total=False) == told]
        columns = [block.amounts(k) for k in parts]
        for at, (i, total) in enumerate(zip(block.body, block.amounts(c), strict=True)):
            row = words.rows.get(i)
            if total is None or row is None or not parts or not _adds(row):
                continue
            found = math.fsum(column[at] or 0 for column in columns)
            if abs(found - total) > may_round(total):
                yield i, c


def _adds(row: Part) -> bool:
    """Whether the numbers of a row can be added up: no percentages."""
    ratios = any(metrics()[key].kind == "rasio" for key in row.said.metrics)
    return not (ratios or row.why or row.is_percent)
