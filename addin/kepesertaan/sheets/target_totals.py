"""Totals among the rows and columns of a table: by their words and by arithmetic, never added twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kepesertaan.domain.table import Raw

from .target_numbers import amount_of
from .target_parts import Part

BY_WORDS = "jumlah atau subtotal"
BY_SUM = "jumlah menurut hitungan"
_EXACT = Decimal("0.01")
_ROUNDED = Decimal("0.51")  # a total of rounded numbers
_ROUNDED_SHARE = Decimal("0.0005")
Numbers = dict[int, Decimal]  # column (or row) -> amount


@dataclass(slots=True)
class Totals:
    """Rows and columns that are totals, each with why; ``wrong``: (row, column) that do not add up."""

    rows: dict[int, str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    wrong: list[tuple[int, int, Decimal]] = field(default_factory=list)


def find_totals(
    parts: Mapping[int, Part], columns: Mapping[int, Part], rows: Sequence[Sequence[Raw]]
) -> Totals:
    """The totals of a table. ``wrong`` holds what the parts of a total add up to instead."""
    totals = Totals()
    plain = {c: col for c, col in columns.items() if not col.why}
    totals.columns = _total_columns(plain)
    counted = [c for c in plain if c not in totals.columns]
    worded = [i for i, part in parts.items() if part.is_total and not part.why]
    for i in worded:
        if not _is_plain(i, parts, worded):
            totals.rows[i] = BY_WORDS
    unknown = [i for i, part in parts.items() if i not in totals.rows and _is_unnamed(part)]
    if not (totals.rows or unknown):
        return totals

    def numbers(i: int) -> Numbers:
        return _numbers(rows[i], counted)

    held = {i: found for i in parts if (found := numbers(i)) and not parts[i].why}
    for i in (i for i in unknown if i in held):
        if _adds_up(i, held, {**totals.rows, i: BY_SUM}, _EXACT, Decimal(0)):
            totals.rows[i] = BY_SUM
    for i, why in totals.rows.items():
        if why == BY_WORDS and i in held and len(held) > 2:
            totals.wrong += _differences(i, held, totals.rows)
    return totals


def _total_columns(columns: Mapping[int, Part]) -> dict[int, str]:
    found = {}
    for c, col in columns.items():
        if not col.is_total:
            continue
        others = (o for k, o in columns.items() if k != c and not o.is_total)
        if any(o.said.sides == col.said.sides or not col.said.sides for o in others):
            found[c] = BY_WORDS
    return found


def _is_plain(i: int, parts: Mapping[int, Part], worded: Sequence[int]) -> bool:
    """Whether JUMLAH here is only "number of": there is nothing it could be the total of."""
    own = parts[i].own
    others = [part for k, part in parts.items() if k not in worded and not part.why]
    if own.metrics:
        others = [part for part in others if set(part.said.metrics) & set(own.metrics)]
    elif own.segments:
        others = [part for part in others if set(part.said.segments) & set(own.segments)]
    elif own.sides:
        others = [part for part in others if set(part.said.sides) & set(own.sides)]
    return not others


def _is_unnamed(part: Part) -> bool:
    own = part.own
    known = own.metrics or own.segments or own.sides or own.months
    return (
        not part.why
        and (not known or len(own.segments) > 1)
        and (not part.officer or bool(own.rest))
    )


def _numbers(row: Sequence[Raw], columns: Iterable[int]) -> Numbers:
    found = {}
    for c in columns:
        amount = amount_of(row[c]) if c < len(row) and row[c] is not None else None
        if amount is not None and amount.value is not None:
            found[c] = amount.value
    return found


def _candidates(i: int, held: Mapping[int, Numbers], totals: Mapping[int, str]) -> list[list[int]]:
    """The rows whose sum a total may be: above it up to the last total, all above, the totals
    above, below it up to the next total, all below."""
    order = list(held)
    at = order.index(i)
    above, below = order[:at], order[at + 1 :]
    near = [k for k in _until(list(reversed(above)), totals)]
    return [
        some
        for some in (
            near,
            [k for k in above if k not in totals],
            [k for k in above if k in totals],
            _until(below, totals),
            [k for k in below if k not in totals],
            [k for k in order if k not in totals],
        )
        if some
    ]


def _until(order: Sequence[int], totals: Mapping[int, str]) -> list[int]:
    found = []
    for k in order:
        if k in totals:
            break
        found.append(k)
    return found


def _adds_up(
    i: int,
    held: Mapping[int, Numbers],
    totals: Mapping[int, str],
    least: Decimal,
    share: Decimal,
) -> bool:
    """Whether a row is the sum of two rows or more in every column it has, in two at least."""
    own = held[i]
    if len(own) < 2 and not any(own.values()):
        return False
    return any(
        len(some) > 1 and not _off(own, some, held, least, share)
        for some in _candidates(i, held, totals)
    )


def _off(
    own: Numbers, some: Sequence[int], held: Mapping[int, Numbers], least: Decimal, share: Decimal
) -> list[tuple[int, Decimal]]:
    sums = {c: sum((held[k].get(c, Decimal(0)) for k in some), Decimal(0)) for c in own}
    return [(c, s) for c, s in sums.items() if abs(s - own[c]) > max(least, share * abs(own[c]))]


def _differences(
    i: int, held: Mapping[int, Numbers], totals: Mapping[int, str]
) -> list[tuple[int, int, Decimal]]:
    """Where a total differs from its parts, by the reading of it that differs least."""
    tries = [
        _off(held[i], some, held, _ROUNDED, _ROUNDED_SHARE) for some in _candidates(i, held, totals)
    ]
    key: Callable[[list[tuple[int, Decimal]]], int] = len
    best = min(tries, key=key, default=[])
    return [(i, c, s) for c, s in best]
