"""A first target beside a revised one for the same thing: the revised one counts.

Of a revision nobody has filled in yet the first target still counts; of one that is filled in for
some of its things alone the others are asked about. A first target without a revision is unclear.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kepesertaan.domain.targets import Level
from kepesertaan.sheets.targets.found import Ask
from kepesertaan.sheets.targets.grid.block import Block, is_amount
from kepesertaan.sheets.targets.table.part import Part, Parts
from kepesertaan.sheets.targets.table.words import TableWords

FIRST, REVISED = "target_awal", "target_revisi"
_ROLES = {FIRST, REVISED}
_LEFT = "target awal, sudah direvisi"
_NOT_YET = "target revisi belum diisi"
_TOLD = "target awal diganti target revisi"
_TOLD_EMPTY = "target revisi belum diisi; dipakai target awal"
_ASKED = (
    "target awal terisi tetapi target revisinya kosong; isi target revisinya "
    "(sama dengan target awal bila tidak berubah)"
)
_ALONE = "target awal tanpa target revisi yang sama: mana target yang berlaku?"
_Cell = tuple[int, int]
_Cells = Mapping[int, Sequence[_Cell]]  # of each row or column those that hold an amount


class _Pair(NamedTuple):
    """The places of a first target and of its revision."""

    first: int
    revised: int


def revised(words: TableWords, block: Block) -> TableWords:
    """The words of a table with its first targets settled, in columns or in rows."""
    columns, across = _settled(words.columns, words, block, by_row=False)
    rows, down = _settled(words.rows, words, block, by_row=True)
    if columns is words.columns and rows is words.rows:
        return words
    return replace(words, columns=columns, rows=rows, asks=(*words.asks, *across, *down))


def _cells(words: TableWords, block: Block, *, by_row: bool) -> _Cells:
    """The cells with amounts of each row or column, but for rows and columns that are no figures.

    Totals are none: what is right of their parts is right of them.
    """
    found: dict[int, list[_Cell]] = {}
    columns = [c for c, col in words.columns.items() if not (col.why or c in words.totals.columns)]
    rows = {i for i, row in words.rows.items() if not (row.why or i in words.totals.rows)}
    for c in columns:
        for i, value in zip(block.body, block.columns[c], strict=True):
            if i in rows and is_amount(value):
                found.setdefault(i if by_row else c, []).append((i, c))
    return found


def _settled(
    parts: Parts, words: TableWords, block: Block, *, by_row: bool
) -> tuple[Parts, list[Ask]]:
    """The rows or columns with their first targets settled, and what is asked or told of them."""
    if not any(FIRST in part.said.roles for part in parts.values()):
        return parts, []
    cells = _cells(words, block, by_row=by_row)
    pairs = list(_pairs(parts))
    paired = {place for pair in pairs for place in pair}
    found = {
        place: part.doubted(_ALONE) if _ROLES & set(part.said.roles) and place not in paired
        and not part.is_total else part
        for place, part in parts.items()
    }  # fmt: skip
    told: dict[tuple[Level, str], list[_Cell]] = {}
    for pair in pairs:
        first, later = (cells.get(place, ()) for place in pair)
        place, why = (pair.first, _LEFT) if later else (pair.revised, _NOT_YET)
        found[place] = replace(parts[place], why=why, is_plain=False)
        told.setdefault(("periksa", _TOLD if later else _TOLD_EMPTY), []).extend(first)
        at = {cell[by_row] for cell in later}
        open_cells = [cell for cell in first if later and cell[by_row] not in at]
        told.setdefault(("tanya", _ASKED), []).extend(open_cells)
    return found, [Ask(*how, tuple(sorted(some))) for how, some in told.items() if some]


def _pairs(parts: Parts) -> Iterator[_Pair]:
    """Each first target with the one revision that says the same of everything else."""
    firsts, later = (
        [place for place, part in parts.items() if role in part.said.roles and not part.is_total]
        for role in (FIRST, REVISED)
    )
    for one in firsts:
        same = [other for other in later if _but_role(parts[other]) == _but_role(parts[one])]
        if len(same) == 1:
            yield _Pair(one, same[0])


def _but_role(part: Part) -> tuple[object, ...]:
    return (part.officer, replace(part.said, roles=()))
