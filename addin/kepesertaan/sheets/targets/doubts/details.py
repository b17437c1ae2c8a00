"""Rows or columns that are only the details of another one: their numbers add up to it.

Whatever their unknown words mean, the one they add up to counts, and nothing of them is lost.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kepesertaan.data.target_words import whole_segment
from kepesertaan.sheets.targets.cells.firm_sizes import are_whole
from kepesertaan.sheets.targets.grid.block import Block
from kepesertaan.sheets.targets.table.part import Part, Parts
from kepesertaan.sheets.targets.table.totals import may_round
from kepesertaan.sheets.targets.table.words import TableWords

_NOT_WHOLE = "rincian PU menurut skala usaha bukan jumlah PU: perbaiki yang salah"
_Numbers = Mapping[int, Sequence[float | None]]  # of each row or column


def with_details(words: TableWords, block: Block) -> TableWords:
    """The words of a table whose details are left out, in rows and in columns."""
    if not words.has_details:
        return words
    columns = [c for c, col in words.columns.items() if not col.why]
    amounts = {c: block.amounts(c) for c in columns if c not in words.totals.columns}
    of_rows = dict(zip(block.body, zip(*amounts.values(), strict=True), strict=False))
    rows = _settled(words.rows, of_rows, set(words.totals.rows))
    return replace(
        words, rows=rows, columns=_settled(words.columns, amounts, set(words.totals.columns))
    )


def _settled(parts: Parts, numbers: _Numbers, totals: set[int]) -> Parts:
    found = dict(parts)
    for whole, details in _groups(parts, numbers, totals).values():
        if len(whole) != 1 or len(details) < 2:
            continue
        (at,) = whole
        if _add_up(numbers[at], [numbers[k] for k in details]):
            why = f"rincian {parts[at].text}".strip()
            found |= {k: replace(parts[k], why=why, is_plain=False) for k in details}
        elif _are_sizes([parts[k] for k in details]):
            found |= {k: parts[k].doubted(_NOT_WHOLE) for k in (at, *details)}
    return found


def _groups(
    parts: Parts, numbers: _Numbers, totals: set[int]
) -> dict[tuple[object, ...], tuple[list[int], list[int]]]:
    """The rows or columns that say the same but for unknown words: those without any, and with."""
    groups: dict[tuple[object, ...], tuple[list[int], list[int]]] = {}
    for k, part in parts.items():
        told = part.said
        held = k in numbers and any(number is not None for number in numbers[k])
        if part.why or part.is_percent or k in totals or not held:
            continue
        if told.counts or told.segments:
            base = replace(told, rest=(), segments=tuple(map(whole_segment, told.segments)))
            groups.setdefault((part.officer, base), ([], []))[part.is_detail].append(k)
    return groups


def _add_up(whole: Sequence[float | None], details: Sequence[Sequence[float | None]]) -> bool:
    """Whether details are the whole wherever they have a number, and it is not empty there."""
    for total, *some in zip(whole, *details, strict=True):
        held = [number for number in some if number is not None]
        if total is None and not held:
            continue
        if total is None or abs(math.fsum(held) - total) > may_round(total):
            return False
    return True


def _are_sizes(details: Sequence[Part]) -> bool:
    segments = [segment for part in details for segment in part.said.segments]
    return len(segments) == len(details) and all(whole_segment(s) != s for s in segments) and (
        are_whole(segments)
    )  # fmt: skip
