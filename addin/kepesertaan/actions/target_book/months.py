"""The sheet Bulanan: each metric's months, of the branch, its officers and its segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kepesertaan.domain.grid import Formula, Grid, Spark, Spot
from kepesertaan.domain.period import Month
from kepesertaan.domain.target_sums import achievement
from kepesertaan.rules.target_rollup.lines import Line
from kepesertaan.rules.target_rollup.months import short_month
from kepesertaan.rules.target_rollup.plans import months_until

from .judged import Judged
from .places import MISSING, MONTHS, NONE, cell, one, same_as
from .plain import room_for, room_for_names

FIRST = 4  # row of the first line
_START = 4  # column of January
_TWELVE = 12
_LEAST = 2  # months of a small line
TARGET, DONE, SHARE, SENT = "Target", "Realisasi", "Capaian", "Petugas masuk"
_LEAST_WIDTH = 8
Group: TypeAlias = tuple[Line, Sequence[Line], Sequence[Line]]  # whole, officers, segments


@dataclass(frozen=True, slots=True)
class Months:
    """The sheet; ``sparks``: metric key and label to the small line of its whole months."""

    grid: Grid
    sparks: dict[tuple[str, str], Spark] = field(repr=False)


def months_sheet(groups: Sequence[Group], judged: Judged) -> Months:
    """The sheet of all metrics."""
    month = judged.month
    until = f"{short_month(month)} {month[0]}"
    spots = [
        Spot(0, 0, f"Bulanan s.d. {until}", "title"),
        Spot(1, 0, "Angka bulan itu sendiri; stok adalah keadaan akhir bulan. Miring: belum dari "
                   "semua petugas dan segmen.", "note"),
        Spot(2, 0, "Capaian sebulan hanya dihitung bila realisasi dan target semua petugas ada.",
             "note"),
    ]  # fmt: skip
    spots += _heads(month)
    sparks: dict[tuple[str, str], Spark] = {}
    at = FIRST
    for whole, officers, segments in groups:
        spots += _branch(at, whole, judged)
        sparks |= _spark(at + 1, whole, "", month)
        at += 4
        for kind, column, lines in (
            ("Petugas", "rinci_petugas", officers),
            ("Segmen", "rinci_segmen", segments),
        ):
            for line in lines:
                spots += _line(at, kind, column, line, month)
                sparks |= _spark(at, line, line.label, month)
                at += 1
    grid = Grid(
        MONTHS, spots, _widths(groups, month), heights={FIRST - 1: 20}, frozen=(FIRST, 3),
        repeat=(FIRST - 1, FIRST - 1), filtered=(FIRST - 1, 0, max(at - 1, FIRST), 3),
        sparks=tuple(sparks.values()), small=True,
    )  # fmt: skip
    return Months(grid, sparks)


def _widths(groups: Sequence[Group], month: Month) -> tuple[float, ...]:
    amounts = [amount for whole, _, _ in groups for one_month in months_until((month[0], _TWELVE))
               for amount in (whole.of_month(one_month), whole.target_of(one_month))]  # fmt: skip
    names = room_for_names(line.label for _, officers, _ in groups for line in officers)
    return (24, 11, names, 12, *(room_for(amounts, _LEAST_WIDTH),) * _TWELVE, 12)


def _heads(month: Month) -> list[Spot]:
    words = [short_month(one) for one in months_until((month[0], _TWELVE))]
    left = [Spot(FIRST - 1, n, head, "text head")
            for n, head in enumerate(("Metrik", "Kelompok", "Baris", "Satuan"))]  # fmt: skip
    right = [Spot(FIRST - 1, _START + n, word, "right head") for n, word in enumerate(words)]
    return [*left, *right, Spot(FIRST - 1, _START + _TWELVE, "Tren", "text head")]


def _branch(at: int, whole: Line, judged: Judged) -> list[Spot]:
    """Four rows: target, realisation, achievement, and who sent."""
    spots = list[Spot]()
    month = judged.month
    for n, name in enumerate((TARGET, DONE, SHARE, SENT)):
        look = "total" if name == DONE else "lined"
        spots += _texts(at + n, whole, "Cabang", name, look)
    for one_month in months_until((month[0], _TWELVE)):
        col = _START + one_month[1] - 1
        spots.append(_target(at, col, whole, one_month))
        if one_month > month:
            spots.append(Spot(at + 1, col, None, "number total"))
            continue
        spots.append(_done(at + 1, col, "", whole, one_month, "total"))
        spots.append(_share(at + 2, col, whole, one_month, judged))
        spots.append(Spot(at + 3, col, _who_sent(whole, one_month), "right lined"))
    return spots


def _target(at: int, col: int, whole: Line, month: Month) -> Spot:
    value = whole.target_of(month)
    if value is None:
        return Spot(at, col, None, "number lined")
    formula = f"SUMIFS(bulan_t{month[1]:02},rinci_metrik,{_metric(at)})"
    is_of_all = all(month in row.plan.targets for row in whole.rows)
    look = "number lined" if is_of_all else "number lined slanted"
    return Spot(at, col, Formula(formula, value), look)


def _done(at: int, col: int, column: str, line: Line, month: Month, look: str) -> Spot:
    value = line.of_month(month)
    if value is None:
        return Spot(at, col, MISSING, f"right quiet {look}")
    who = same_as(cell(at, 2).replace("C", "$C", 1), line.label)
    more = f",{column},{who}" if column else ""
    formula = f"SUMIFS(bulan_r{month[1]:02},rinci_metrik,{_metric(at)}{more})"
    partial = "" if line.is_full(month) else " slanted"
    return Spot(at, col, Formula(formula, value), f"number {look}{partial}")


def _share(at: int, col: int, whole: Line, month: Month, judged: Judged) -> Spot:
    both = all(month in row.realised and month in row.targets for row in whole.rows)
    target = whole.target_of(month)
    value = achievement(whole.of_month(month), target) if both else None
    if value is None or target is None or target <= 0:
        return Spot(at, col, NONE, "right quiet lined")
    told = judged.share(f"{cell(at - 1, col)}/{cell(at - 2, col)}", value, whole.metric)
    return Spot(at, col, told, "percent lined")


def _who_sent(whole: Line, month: Month) -> str:
    everybody = {row.officer for row in whole.rows}
    lacking = {row.officer for row in whole.rows if month not in row.realised}
    return f"{len(everybody - lacking)} dari {whole.complete[1]}"


def _line(at: int, kind: str, column: str, line: Line, month: Month) -> list[Spot]:
    spots = _texts(at, line, kind, line.label, "lined")
    return spots + [
        _done(at, _START + one_month[1] - 1, column, line, one_month, "lined")
        for one_month in months_until(month)
    ]


def _texts(at: int, line: Line, kind: str, name: str, look: str) -> list[Spot]:
    texts = (line.metric.label, kind, name, line.metric.unit)
    return [Spot(at, n, value, f"text {look}") for n, value in enumerate(texts)]


def _metric(at: int) -> str:
    return cell(at, 0).replace("A", "$A", 1)


def _spark(at: int, line: Line, label: str, month: Month) -> dict[tuple[str, str], Spark]:
    """A small line from January up to the last month before one that is not whole; bars of a flow,
    unless one is below zero.
    """
    whole: list[Month] = []
    for one_month in months_until(month):
        if not line.is_full(one_month):
            break
        whole.append(one_month)
    if len(whole) < _LEAST:
        return {}
    first, last = one(MONTHS, at, _START), cell(at, _START + len(whole) - 1, fixed=True)
    is_above = all((line.of_month(one_month) or 0) >= 0 for one_month in whole)
    bars = line.metric.kind == "arus" and is_above
    return {(line.metric.key, label): Spark(at, _START + _TWELVE, f"{first}:{last}", bars)}
