"""Totals among the rows and columns of a table, by their words and by arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, takewhile

from kepesertaan.data.target_words import whole_segment
from kepesertaan.sheets.targets.grid.block import FORM_ROWS, Block
from kepesertaan.sheets.targets.words.said import Said

from .part import Part, Parts

BY_WORDS = "jumlah atau subtotal"
BY_SUM = "jumlah menurut hitungan"
_EXACT = 0.01
_ROUNDED, _ROUNDED_SHARE = 0.51, 0.0005
Numbers = tuple[float | None, ...]  # of a row, in the order of the columns that are summed
Held = Mapping[int, Numbers]


@dataclass(frozen=True, slots=True)
class WordedTotals:
    """What words say: ``rows`` and ``columns`` that are totals, each with why.

    ``unnamed``: rows that may be totals; ``summed``: columns of figures that are none.
    """

    rows: Mapping[int, str]
    columns: Mapping[int, str]
    unnamed: Sequence[int]
    summed: Sequence[int]


@dataclass(slots=True)
class Totals:
    """Rows and columns that are totals, each with why.

    ``wrong``: row, column and what the parts of a total add up to instead; ``alone``: row and
    column of totals none of whose parts is filled in; ``other``: of a column of totals beside one
    column alone, where it differs from that.
    """

    rows: dict[int, str]
    columns: Mapping[int, str]
    wrong: list[tuple[int, int, float]] = field(default_factory=list)
    alone: list[tuple[int, int]] = field(default_factory=list)
    other: list[tuple[int, int]] = field(default_factory=list)


def may_round(total: float, scale: int = 1) -> float:
    """How much a total of rounded numbers may differ from their sum, all in units of ``scale``.

    >>> may_round(100.0), may_round(-20_000.0), may_round(1_000_000.0, 1_000)
    (0.51, 10.0, 510.0)
    """
    return max(_ROUNDED * scale, _ROUNDED_SHARE * abs(total))


def worded_totals(rows: Parts, columns: Parts) -> WordedTotals:
    """The totals of a table by what its rows and columns say."""
    plain = {c: col for c, col in columns.items() if not (col.why or col.may_be_actual)}
    total_columns = _total_columns(plain)
    others = [part for part in rows.values() if not part.is_total and not part.why]
    worded = [i for i, part in rows.items() if part.is_total and not part.why]
    total_rows = {i: BY_WORDS for i in worded if not _is_plain(rows[i].own, others)}
    unnamed = [i for i, part in rows.items() if i not in total_rows and _is_unnamed(part)]
    if len(unnamed) > FORM_ROWS:  # each is tried against all; unknown words are asked about anyway
        unnamed = [i for i in unnamed if not rows[i].own.rest]
    summed = [c for c in plain if c not in total_columns]
    return WordedTotals(total_rows, total_columns, unnamed, summed)


def _total_columns(columns: Parts) -> dict[int, str]:
    found = {}
    for c, col in columns.items():
        if not col.is_total:
            continue
        others = (o for k, o in columns.items() if k != c and not o.is_total)
        if any(o.said.sides == col.said.sides or not col.said.sides for o in others):
            found[c] = BY_WORDS
    return found


def _is_plain(own: Said, others: Sequence[Part]) -> bool:
    """Whether JUMLAH here is only "number of": there is nothing it could be the total of."""
    if own.counts:
        return not any(set(part.said.counts) & set(own.counts) for part in others)
    if own.segments:
        named = set(own.segments)
        return not any(named & set(map(whole_segment, part.said.segments)) for part in others)
    if own.sides:
        return not any(set(part.said.sides) & set(own.sides) for part in others)
    return not others


def _is_unnamed(part: Part) -> bool:
    own = part.own
    known = own.counts or own.segments or own.sides or own.months
    return (
        not part.why
        and (not known or len(own.segments) > 1)
        and (not part.officer or bool(own.rest))
    )


def find_totals(worded: WordedTotals, rows: Parts, columns: Parts, block: Block) -> Totals:
    """The totals of a table by words and numbers. ``wrong`` holds what their parts add up to."""
    totals = Totals(dict(worded.rows), worded.columns)
    if worded.rows or worded.unnamed:
        held = _held(worded.summed, rows, block)
        _by_sum(totals, worded, held, rows)
        totals.alone += _alone(totals, worded.summed, held)
    for c in worded.columns:
        same = [k for k in worded.summed if columns[k].said.sides == columns[c].said.sides]
        totals.alone += _alone_across(c, same, block, set(rows) - set(totals.rows))
        if len(worded.summed) == 1 and _says_nothing_more(columns[c].said):
            totals.other += _other_than(c, worded.summed[0], block, set(rows) - set(totals.rows))
    return totals


def _says_nothing_more(told: Said) -> bool:
    return not (told.sides or told.spans or told.months or told.years or told.counts)


def _other_than(c: int, only: int, block: Block, rows: set[int]) -> Iterator[tuple[int, int]]:
    """The numbers of a total column that are not those of the only column it can be the sum of."""
    pairs = zip(block.body, block.amounts(c), block.amounts(only), strict=True)
    for i, value, part in pairs:
        differs = value is not None and part is not None and abs(value - part) > may_round(value)
        if i in rows and differs:
            yield i, c


def _held(summed: Sequence[int], rows: Parts, block: Block) -> dict[int, Numbers]:
    """The numbers of every row that has some."""
    of_rows = zip(block.body, zip(*map(block.amounts, summed), strict=True), strict=False)
    return {
        i: numbers for i, numbers in of_rows
        if i in rows and not rows[i].why and numbers.count(None) < len(numbers)
    }  # fmt: skip


def _alone(totals: Totals, summed: Sequence[int], held: Held) -> Iterator[tuple[int, int]]:
    """The numbers of total rows in columns where no other row has one."""
    others = [numbers for k, numbers in held.items() if k not in totals.rows]
    columns = list(zip(*others, strict=True)) or [()] * len(summed)
    empty = [at for at, column in enumerate(columns) if column.count(None) == len(column)]
    for i in totals.rows:
        yield from ((i, summed[at]) for at in empty if i in held and held[i][at])


def _alone_across(
    c: int, others: Sequence[int], block: Block, rows: set[int]
) -> Iterator[tuple[int, int]]:
    """The numbers of a total column in rows where none of the others has one."""
    columns = [block.amounts(k) for k in others]
    for at, (i, value) in enumerate(zip(block.body, block.amounts(c), strict=True)):
        if columns and value and i in rows and all(column[at] is None for column in columns):
            yield i, c


def _by_sum(totals: Totals, worded: WordedTotals, held: Held, rows: Parts) -> None:
    """Find the totals no word tells, and those that do not add up."""
    for i in worded.unnamed:
        if i in held and _adds_up(i, held, {**totals.rows, i: BY_SUM}):
            totals.rows[i] = BY_SUM
    for i in worded.rows:
        if i in held and len(held) > 2:
            off = _differences(i, held, totals.rows, _of_metric(i, held, rows))
            totals.wrong += [(i, worded.summed[at], total) for at, total in off]


def _of_metric(i: int, held: Held, rows: Parts) -> list[int]:
    """The rows that count by segment or officer what a total says it is of: JUMLAH AKUISISI; of the
    total of one side those of that side."""
    counts, sides = set(rows[i].own.counts), rows[i].said.sides
    if sides and not counts:
        return [k for k in held if not rows[k].is_total and rows[k].said.sides == sides]
    return [k for k in held if k != i and (rows[k].said.segments or rows[k].officer)
            and not counts.isdisjoint(rows[k].said.counts)] if counts else []  # fmt: skip


def _candidates(i: int, held: Held, totals: Mapping[int, str]) -> Iterator[list[int]]:
    """The rows whose sum a total may be: above it up to the last total, all above, the totals
    above, below it up to the next total, all below, all the others."""
    order = list(held)
    at = order.index(i)
    above, below = order[:at], order[at + 1 :]
    yield _until(reversed(above), totals)
    yield [k for k in above if k not in totals]
    yield [k for k in above if k in totals]
    yield _until(below, totals)
    yield [k for k in below if k not in totals]
    yield [k for k in order if k not in totals]


def _until(order: Iterable[int], totals: Mapping[int, str]) -> list[int]:
    return list(takewhile(lambda k: k not in totals, order))


def _adds_up(i: int, held: Held, totals: Mapping[int, str]) -> bool:
    """Whether a row is the sum of two rows or more in every column it has."""
    if not any(held[i]):
        return False
    tries = (some for some in _candidates(i, held, totals) if len(some) > 1)
    return any(next(_off(i, some, held, lambda _value: _EXACT), None) is None for some in tries)


def _off(
    i: int, some: Sequence[int], held: Held, slack: Callable[[float], float]
) -> Iterator[tuple[int, float]]:
    """Where the sum of rows differs from a row by more than the slack of its number: the place of
    the number and the sum."""
    columns = zip(*(held[k] for k in some), strict=True)
    for at, (value, parts) in enumerate(zip(held[i], columns, strict=True)):
        if value is None:
            continue
        total = math.fsum(filter(None, parts))
        if total != value and abs(total - value) > slack(value):
            yield at, total


def _differences(
    i: int, held: Held, totals: Mapping[int, str], own: list[int]
) -> list[tuple[int, float]]:
    """Where a total differs from its parts, by the reading of it that differs least."""
    best: list[tuple[int, float]] | None = None
    for some in chain((own,), _candidates(i, held, totals)):
        off = list(_off(i, some, held, may_round)) if some else None
        if off is not None and (best is None or len(off) < len(best)):
            best = off
        if best == []:
            break
    return best or []
