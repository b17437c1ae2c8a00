"""Percentages typed or computed in a sheet, recomputed from its own target and realisasi."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kepesertaan.data.target_words import target_settings
from kepesertaan.domain.show import with_comma

from .target_block import Block
from .target_parts import Part, Parts

_OTHERS = frozenset({"lampau", "deviasi", "proyeksi", "rencana", "rata", "lain", "mingguan"})
Amounts = Mapping[int, float | None]  # of each row


@dataclass(frozen=True, slots=True)
class WrongPercent:
    """A percentage that differs from the nearest of what it can be; both in per cent."""

    row: int
    col: int
    shown: float
    right: float


class PercentColumn(NamedTuple):
    """A column of percentages, with the columns of targets and realisations it can be made of."""

    col: int
    targets: Sequence[int]
    actuals: Sequence[int]


def percent_columns(columns: Parts) -> list[PercentColumn]:
    """The columns of percentages of a table."""
    return [PercentColumn(c, *_pairs(col, columns)) for c, col in columns.items() if _achieves(col)]


def _achieves(part: Part) -> bool:
    """Whether a percentage is of the target; growth or deviation in per cent is none."""
    return part.is_percent and not _OTHERS & set(part.said.roles)


def _pairs(percent: Part, columns: Parts) -> tuple[list[int], list[int]]:
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


def _with_span(found: list[int], wanted: set[str], columns: Parts) -> list[int]:
    """The columns of the span asked for, all where there are none."""
    return [c for c in found if wanted & set(columns[c].said.spans)] or found


def wrong_percents(
    percents: Sequence[PercentColumn], rows: Parts, columns: Parts, block: Block
) -> Iterator[WrongPercent]:
    """Every percentage of a table that is off by more than the tolerance of the settings."""
    tolerance = float(target_settings().percent_tolerance)
    for percent in percents:
        yield from _across(percent, rows, block, tolerance)
    down = [i for i, part in rows.items() if _achieves(part)]
    amounts = {c: dict(zip(block.body, block.amounts(c), strict=True)) for c in columns if down}
    for i in down:
        for c, of_rows in amounts.items():
            yield from _below(i, c, rows, of_rows, tolerance)


def percent_remark(wrong: Sequence[WrongPercent]) -> tuple[str, str]:
    """What is told of wrong percentages, all together where there are several, and of the first."""
    shown, right = (with_comma(f"{n:.1f}") for n in (wrong[0].shown, wrong[0].right))
    if len(wrong) == 1:
        return f"tertulis {shown} %, menurut target dan realisasi {right} %; dihitung ulang", ""
    text = "persentase tertulis berbeda dari target dan realisasinya; dihitung ulang"
    return text, f"{shown} %, seharusnya {right} %"


def _across(
    percent: PercentColumn, rows: Parts, block: Block, tolerance: float
) -> Iterator[WrongPercent]:
    """The wrong ones of a column; most are right by its last realisation."""
    column = block.amounts(percent.col)
    targets, actuals = (list(map(block.amounts, some)) for some in percent[1:])
    left = [at for at, i in enumerate(block.body)
            if column[at] is not None and i in rows and not rows[i].is_percent]  # fmt: skip
    for actual in reversed(actuals):
        for target in targets:
            left = [at for at in left
                    if not _is_right(column[at], actual[at], target[at], tolerance)]  # fmt: skip
    for at in left:
        held, over = ([some[at] for some in both] for both in (targets, actuals))
        can_be = [t / b * 100 for t in over if t is not None for b in held if b]
        yield from _nearest(block.body[at], percent.col, column[at] or 0, can_be)


def _is_right(
    shown: float | None, actual: float | None, target: float | None, tolerance: float
) -> bool:
    """Whether a percentage, as 0.931 or as 93.1, is that of two numbers."""
    if shown is None or not actual or not target:
        return False
    right = actual / target * 100
    return bool(right) and how_far(shown, right) <= tolerance


def how_far(shown: float, right: float) -> float:
    """How many percentage points a percentage, as 0.931 or as 93.1, is off.

    >>> how_far(0.75, 75), how_far(75, 75.5)
    (0.0, 0.5)
    """
    return min(abs(shown - right), abs(shown * 100 - right))


def _nearest(i: int, c: int, shown: float, can_be: Sequence[float]) -> Iterator[WrongPercent]:
    """A percentage that is none of what it can be, by the nearer of 0.931 and 93.1."""
    tries = [(s, right) for right in can_be if right for s in (shown, shown * 100)]
    if tries:
        as_percent, right = min(tries, key=lambda pair: abs(pair[0] / pair[1] - 1))
        yield WrongPercent(i, c, as_percent, right)


def _below(
    i: int, c: int, rows: Parts, amounts: Amounts, tolerance: float
) -> Iterator[WrongPercent]:
    """A percentage of a row of them, if it is wrong; ``amounts``: of each row, in its column."""
    shown, above = amounts[i], _above(i, rows, amounts)
    actual, target = above.get("realisasi"), above.get("target")
    if shown is None or _is_right(shown, actual, target, tolerance):
        return
    if target and actual is not None:
        yield from _nearest(i, c, shown, [actual / target * 100])


def _above(i: int, rows: Parts, amounts: Amounts) -> dict[str, float]:
    """The amounts of the nearest target and realisasi rows above a row."""
    found: dict[str, float] = {}
    for k in reversed([k for k in rows if k < i]):
        sides, value = rows[k].said.sides, amounts[k]
        if rows[k].why or len(sides) != 1:
            continue
        if sides[0] in found or value is None:
            break
        found[sides[0]] = value
    return found
