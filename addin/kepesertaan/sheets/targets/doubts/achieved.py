"""A column headed Capaian is the realisation where the percentages beside it say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kepesertaan.sheets.targets.grid.block import Block
from kepesertaan.sheets.targets.table.part import Part, part_of
from kepesertaan.sheets.targets.table.percents import how_far
from kepesertaan.sheets.targets.table.words import TableWords

_NEAR = 0.6  # percentage points: some are typed without decimals
_LEAST = 2  # rows that show it


def achieved(words: TableWords, block: Block) -> TableWords:
    """The words of a table whose Capaian, of which nobody can say what it is, is made certain: in
    every row the percentage is what it is of the target."""
    unsure = [c for c, col in words.columns.items() if col.may_be_actual and col.doubt]
    targets = [
        c for c, col in words.columns.items() if col.said.sides == ("target",) and not col.why
    ]
    percents = [c for c, col in words.columns.items() if col.is_percent and not col.doubt]
    if not (len(unsure) == len(targets) == len(percents) == 1):
        return words
    (own,), (target,), (percent,) = unsure, targets, percents
    rows = zip(*(block.amounts(c) for c in (target, own, percent)), strict=True)
    if not _is_share([(a, b, p) for a, b, p in rows if a and b is not None and p is not None]):
        return words
    columns = {c: _actual(col) if c == own else col for c, col in words.columns.items()}
    return replace(words, columns=columns)


def _is_share(rows: Sequence[tuple[float, float, float]]) -> bool:
    """Whether percentages, as 0.93 or 93, are those of two numbers, and not the second number."""
    shares = [(b / a * 100, p, b) for a, b, p in rows]
    is_right = all(how_far(p, share) <= _NEAR for share, p, _ in shares)
    return is_right and sum(b != p for _, p, b in shares) >= _LEAST


def _actual(col: Part) -> Part:
    """The column as one of realisations."""
    roles = tuple(role for role in col.said.roles if role != "capaian")
    told = replace(col.said, sides=("realisasi",), roles=roles)
    return part_of(col.text, told, col.officer, is_total=col.is_total)
