"""Percentages typed or computed in a sheet, recomputed from its own target and realisasi."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kepesertaan.data.target_words import target_settings
from kepesertaan.domain.table import Raw

from .target_numbers import amount_of
from .target_parts import Part

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class WrongPercent:
    """A percentage that differs from the nearest of what it can be; both in per cent."""

    row: int
    col: int
    shown: Decimal
    right: Decimal


def wrong_percents(
    parts: Mapping[int, Part], columns: Mapping[int, Part], rows: Sequence[Sequence[Raw]]
) -> Iterator[WrongPercent]:
    """Every percentage of a table that is off by more than the tolerance of the settings."""
    across = [c for c, col in columns.items() if col.is_percent]
    down = [i for i, part in parts.items() if part.is_percent]
    for i in parts if across else ():
        for c in across:
            shown = _value(rows[i], c)
            if shown is not None and i not in down:
                yield from _judge(i, c, shown, _across(rows[i], parts[i], columns[c], columns))
    for i in down:
        for c in columns:
            shown = _value(rows[i], c)
            if shown is not None:
                yield from _judge(i, c, shown, _above(i, c, parts, rows))


def _across(
    row: Sequence[Raw], part: Part, percent: Part, columns: Mapping[int, Part]
) -> list[Decimal]:
    """What a percentage can be from the targets and realisations of its own row."""
    target: list[tuple[tuple[str, ...], Decimal]] = []
    actual: list[tuple[tuple[str, ...], Decimal]] = []
    for c, col in columns.items():
        same = (not percent.said.months or col.said.months == percent.said.months) and (
            not percent.said.segments or col.said.segments == percent.said.segments
        )
        value = _value(row, c) if same and not col.why else None
        if value is not None and len(col.said.sides) == 1:
            place = target if col.said.sides[0] == "target" else actual
            place.append((col.said.spans, value))
    wanted = set(percent.said.spans)
    bottoms = _with_span(target, wanted)
    tops = _with_span(actual, {"sd"} if wanted & {"sd", "tahun"} else wanted)
    return [top / bottom * _HUNDRED for top in tops for bottom in bottoms if bottom]


def _with_span(held: Sequence[tuple[tuple[str, ...], Decimal]], wanted: set[str]) -> list[Decimal]:
    """The amounts of the span asked for, all where there are none."""
    asked = [value for spans, value in held if wanted & set(spans)]
    return asked or [value for _, value in held]


def _above(
    i: int, c: int, parts: Mapping[int, Part], rows: Sequence[Sequence[Raw]]
) -> list[Decimal]:
    """What a percentage can be from the nearest target and realisasi rows above it."""
    found: dict[str, Decimal] = {}
    for k in reversed([k for k in parts if k < i]):
        sides = parts[k].said.sides
        value = _value(rows[k], c)
        if parts[k].why or len(sides) != 1:
            continue
        if sides[0] in found or value is None:
            break
        found[sides[0]] = value
    bottom = found.get("target")
    return [found["realisasi"] / bottom * _HUNDRED] if bottom and "realisasi" in found else []


def _judge(i: int, c: int, shown: Decimal, can_be: Sequence[Decimal]) -> Iterator[WrongPercent]:
    """The percentage as 0.931 or as 93.1; right when either is near one of what it can be."""
    tolerance = target_settings().percent_tolerance
    tries = [(s, right) for s in (shown, shown * _HUNDRED) for right in can_be if right]
    if tries and not any(abs(s - right) <= tolerance for s, right in tries):
        as_percent, right = min(tries, key=lambda pair: abs(pair[0] / pair[1] - 1))
        yield WrongPercent(i, c, as_percent, right)


def _value(row: Sequence[Raw], c: int) -> Decimal | None:
    if c >= len(row) or row[c] is None:
        return None
    amount = amount_of(row[c])
    return amount.value if amount else None
