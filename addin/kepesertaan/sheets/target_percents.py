"""Percentages typed or computed in a sheet, recomputed from its own target and realisasi."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kepesertaan.data.target_words import target_settings
from kepesertaan.domain.table import Raw

from .target_numbers import amount_of
from .target_parts import Part

_OTHERS = frozenset({"lampau", "deviasi", "proyeksi", "lain", "mingguan"})


@dataclass(frozen=True, slots=True)
class WrongPercent:
    """A percentage that differs from the nearest of what it can be; both in per cent."""

    row: int
    col: int
    shown: float
    right: float


def wrong_percents(
    parts: Mapping[int, Part], columns: Mapping[int, Part], rows: Sequence[Sequence[Raw]]
) -> Iterator[WrongPercent]:
    """Every percentage of a table that is off by more than the tolerance of the settings."""
    down = [i for i, part in parts.items() if _achieves(part)]
    for c in (c for c, col in columns.items() if _achieves(col)):
        bottoms, tops = _pairs(columns[c], columns)
        for i in parts:
            row = rows[i]
            shown = _value(row, c)
            if shown is not None and i not in down:
                held = [value for b in bottoms if (value := _value(row, b))]
                over = [value for t in tops if (value := _value(row, t)) is not None]
                yield from _judge(i, c, shown, [t / b * 100 for t in over for b in held])
    for i in down:
        for c in columns:
            shown = _value(rows[i], c)
            if shown is not None:
                yield from _judge(i, c, shown, _above(i, c, parts, rows))


def _achieves(part: Part) -> bool:
    """Whether a percentage is of the target; growth or deviation in per cent is none."""
    return part.is_percent and not _OTHERS & set(part.said.roles)


def _pairs(percent: Part, columns: Mapping[int, Part]) -> tuple[list[int], list[int]]:
    """The columns of targets and of realisations a percentage can be made of."""
    own = percent.said
    sides: dict[str, list[int]] = {"target": [], "realisasi": []}
    for c, col in columns.items():
        same = (not own.months or col.said.months == own.months) and (
            not own.segments or col.said.segments == own.segments
        )
        if same and not col.why and len(col.said.sides) == 1:
            sides[col.said.sides[0]].append(c)
    wanted = set(own.spans)
    actual = {"sd"} if wanted & {"sd", "tahun"} else wanted
    return _with_span(sides["target"], wanted, columns), _with_span(
        sides["realisasi"], actual, columns
    )


def _with_span(found: list[int], wanted: set[str], columns: Mapping[int, Part]) -> list[int]:
    """The columns of the span asked for, all where there are none."""
    return [c for c in found if wanted & set(columns[c].said.spans)] or found


def _above(i: int, c: int, parts: Mapping[int, Part], rows: Sequence[Sequence[Raw]]) -> list[float]:
    """What a percentage can be from the nearest target and realisasi rows above it."""
    found: dict[str, float] = {}
    for k in reversed([k for k in parts if k < i]):
        sides = parts[k].said.sides
        value = _value(rows[k], c)
        if parts[k].why or len(sides) != 1:
            continue
        if sides[0] in found or value is None:
            break
        found[sides[0]] = value
    bottom = found.get("target")
    return [found["realisasi"] / bottom * 100] if bottom and "realisasi" in found else []


def _judge(i: int, c: int, shown: float, can_be: Sequence[float]) -> Iterator[WrongPercent]:
    """The percentage as 0.931 or as 93.1; right when either is near one of what it can be."""
    tolerance = float(target_settings().percent_tolerance)
    hundred = shown * 100
    if any(r and min(abs(shown - r), abs(hundred - r)) <= tolerance for r in can_be):
        return
    tries = [(s, right) for right in can_be if right for s in (shown, hundred)]
    if tries:
        as_percent, right = min(tries, key=lambda pair: abs(pair[0] / pair[1] - 1))
        yield WrongPercent(i, c, as_percent, right)


def _value(row: Sequence[Raw], c: int) -> float | None:
    value = row[c] if c < len(row) else None
    if value is None or value.__class__ is float:
        return value
    amount = amount_of(value)
    return float(amount.value) if amount and amount.value is not None else None
