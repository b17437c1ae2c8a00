"""Totals among the rows and columns of a table, by their words and by arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from kepesertaan.domain.table import Raw

from .target_numbers import amount_of
from .target_parts import Part
from .target_words import Said

BY_WORDS = "jumlah atau subtotal"
BY_SUM = "jumlah menurut hitungan"
_EXACT = 0.01
_ROUNDED, _ROUNDED_SHARE = 0.51, 0.0005  # of a total of rounded numbers
Numbers = dict[int, float]  # column -> amount, only to be compared


@dataclass(slots=True)
class Totals:
    """Rows and columns that are totals, each with why.

    ``wrong``: row, column and what the parts of a total add up to instead; ``alone``: row and
    column of totals none of whose parts is filled in.
    """

    rows: dict[int, str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    wrong: list[tuple[int, int, float]] = field(default_factory=list)
    alone: list[tuple[int, int]] = field(default_factory=list)


def find_totals(
    parts: Mapping[int, Part], columns: Mapping[int, Part], rows: Sequence[Sequence[Raw]]
) -> Totals:
    """The totals of a table. ``wrong`` holds what the parts of a total add up to instead."""
    totals = Totals()
    plain = {c: col for c, col in columns.items() if not col.why}
    totals.columns = _total_columns(plain)
    worded = [i for i, part in parts.items() if part.is_total and not part.why]
    others = [part for part in parts.values() if not part.is_total and not part.why]
    totals.rows = {i: BY_WORDS for i in worded if not _is_plain(parts[i].own, others)}
    unknown = [i for i, part in parts.items() if i not in totals.rows and _is_unnamed(part)]
    if totals.rows or unknown:
        counted = [c for c in plain if c not in totals.columns]
        held = {i: found for i in parts
                if not parts[i].why and (found := _numbers(rows[i], counted))}  # fmt: skip
        _by_sum(totals, unknown, held, parts)
        parts_of = [k for k in held if k not in totals.rows]
        totals.alone += [
            (i, c)
            for i in totals.rows
            for c, value in held.get(i, {}).items()
            if value and not any(c in held[k] for k in parts_of)
        ]
    for c in totals.columns:
        totals.alone += _alone_across(c, parts, plain, totals, rows)
    return totals


def _alone_across(
    c: int,
    parts: Mapping[int, Part],
    plain: Mapping[int, Part],
    totals: Totals,
    rows: Sequence[Sequence[Raw]],
) -> Iterator[tuple[int, int]]:
    sides = plain[c].said.sides
    others = [k for k, o in plain.items() if k not in totals.columns and o.said.sides == sides]
    for i in (i for i in parts if i not in totals.rows):
        if _numbers(rows[i], [c]).get(c) and not _numbers(rows[i], others or list(plain)):
            yield i, c


def _by_sum(
    totals: Totals, unknown: Sequence[int], held: Mapping[int, Numbers], parts: Mapping[int, Part]
) -> None:
    """Find the totals no word tells, and those that do not add up."""
    for i in unknown:
        if i in held and _adds_up(i, held, {**totals.rows, i: BY_SUM}):
            totals.rows[i] = BY_SUM
    for i, why in totals.rows.items():
        if why == BY_WORDS and i in held and len(held) > 2:
            totals.wrong += _differences(i, held, totals.rows, _of_metric(i, held, parts))


def _of_metric(i: int, held: Mapping[int, Numbers], parts: Mapping[int, Part]) -> list[int]:
    """The rows that count by segment what a total says it is of: JUMLAH AKUISISI."""
    counts = set(parts[i].own.counts)
    return [k for k in held if k != i and parts[k].said.segments
            and not counts.isdisjoint(parts[k].said.counts)]  # fmt: skip


def _total_columns(columns: Mapping[int, Part]) -> dict[int, str]:
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
        return not any(set(part.said.segments) & set(own.segments) for part in others)
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


def _numbers(row: Sequence[Raw], columns: Iterable[int]) -> Numbers:
    found: Numbers = {}
    for c in columns:
        value = row[c] if c < len(row) else None
        if value.__class__ is float:
            found[c] = value
        elif value is not None:
            amount = amount_of(value)
            if amount is not None and amount.value is not None:
                found[c] = float(amount.value)
    return found


def _candidates(
    i: int, held: Mapping[int, Numbers], totals: Mapping[int, str]
) -> Iterator[list[int]]:
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


def _adds_up(i: int, held: Mapping[int, Numbers], totals: Mapping[int, str]) -> bool:
    """Whether a row is the sum of two rows or more in every column it has."""
    own = held[i]
    if not any(own.values()):
        return False
    tries = (some for some in _candidates(i, held, totals) if len(some) > 1)
    return any(not _off(own, some, held, _EXACT, 0) for some in tries)


def _off(
    own: Numbers, some: Sequence[int], held: Mapping[int, Numbers], least: float, share: float
) -> list[tuple[int, float]]:
    """Where the sum of rows differs from a row: the column and the sum."""
    found = []
    others = [held[k] for k in some]
    for c, value in own.items():
        total = math.fsum([other[c] for other in others if c in other])
        if abs(total - value) > max(least, share * abs(value)):
            found.append((c, total))
    return found


def _differences(
    i: int, held: Mapping[int, Numbers], totals: Mapping[int, str], own: list[int]
) -> list[tuple[int, int, float]]:
    """Where a total differs from its parts, by the reading of it that differs least."""
    best: list[tuple[int, float]] | None = None
    for some in (own, *_candidates(i, held, totals)):
        off = _off(held[i], some, held, _ROUNDED, _ROUNDED_SHARE) if some else None
        if off is not None and (best is None or len(off) < len(best)):
            best = off
        if best == []:
            break
    return [(i, c, total) for c, total in best or ()]
