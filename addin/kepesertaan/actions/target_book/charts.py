"""The sheet Data Grafik: the numbers behind the charts of the summary, and the charts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from kepesertaan.domain.grid import Drawing, Formula, Grid, Plain, Series, Spot
from kepesertaan.domain.period import Month
from kepesertaan.rules.target_rollup.lines import Line, target_words
from kepesertaan.rules.target_rollup.months import short_month

from .chart_course import course
from .chart_sheet import (
    BLUE,
    GREEN,
    PALE,
    RED,
    ChartSheet,
    Drawn,
    Placed,
    name_at,
    ref,
    scale,
)
from .judged import Judged
from .places import CHARTS, NONE, OFFICERS, SEGMENTS, cell, one
from .plain import data_sheet
from .tables import AT

_WIDTHS = (30, 18, 18, 18, 18, 18)
_MOST_BARS = 44  # officers; more cannot be read on a page
_LONGEST = 2.0  # of a bar, in targets
_OF_A_TARGET = ("Tercapai", "Kurang dari target", "Di atas target")
_OF_A_LIMIT = ("Sampai batas", "Di bawah batas", "Di atas batas")  # where less is better
_LEAST_SHARE = Decimal("0.25")  # of the highest bar: below it the axis does not begin at 0


def charts_grid(
    drawn: Sequence[Drawn], placed: Placed, judged: Judged
) -> tuple[Grid, list[list[Drawing]]]:
    """The sheet, and of each metric its charts: officers, course of the year, segments."""
    sheet = ChartSheet([
        Spot(0, 0, "Data grafik", "title"),
        Spot(1, 0, "Angka di balik grafik Ringkasan.", "note"),
    ])  # fmt: skip
    made = []
    for one_metric in drawn:
        found = [
            _bullets(sheet, one_metric, placed, judged),
            course(sheet, one_metric, judged.month),
            _waterfall(sheet, one_metric, placed, judged.month),
        ]
        made.append([chart for chart in found if chart])
    grid = Grid(CHARTS, sheet.spots, _WIDTHS, heights=sheet.heights)
    return data_sheet(grid, 0, sheet.row), made


def _bullets(sheet: ChartSheet, drawn: Drawn, placed: Placed, judged: Judged) -> Drawing | None:
    """Each officer's share of the target: reached, lacking, and what is above."""
    if drawn.whole.achieved is None:
        return None
    is_limit = drawn.whole.metric.good_when == "turun"
    heads = ("Petugas", *(_OF_A_LIMIT if is_limit else _OF_A_TARGET))
    first = sheet.block(f"{drawn.name}: capaian per petugas", heads)
    marks = " (* belum lengkap, – belum ada)" if drawn.whole.lacking else ""
    every = sorted(drawn.officers, key=lambda line: (line.achieved is None, -(line.achieved or 0)))
    ordered = every[-_MOST_BARS:]
    some = f", {len(ordered)} terendah" if len(ordered) < len(every) else ""
    cut = "; batang dipotong di 200 %" if any(_is_long(line) for line in ordered) else ""
    for n, line in enumerate(ordered):
        sheet.line(first + n, _bullet(line, placed, judged), "percent")
    last = first + len(ordered) - 1
    sheet.end(last)
    colours = ((BLUE, False), (PALE, True), (RED if is_limit else GREEN, False))
    series = tuple(
        Series(name_at(first - 1, n), ref(first, 0, last), ref(first, n, last), colour,
               hatched=hatched)
        for n, (colour, hatched) in enumerate(colours, 1)
    )  # fmt: skip
    return Drawing(
        "bar", f"{drawn.name}: terhadap target s.d. bulan{some}{marks}{cut}", series, 0, 0, 0, 0,
        f"Batang capaian {drawn.name} setiap petugas terhadap targetnya", form="0%", stacked=True,
        least=0, most=_LONGEST if cut else None, gap=40, bars=len(ordered),
    )  # fmt: skip


def _is_long(line: Line) -> bool:
    return line.achieved is not None and line.achieved > _LONGEST


def _bullet(line: Line, placed: Placed, judged: Judged) -> tuple[Plain | Formula, ...]:
    share = judged.written(line.achieved, line.metric)
    if share is None:
        return (f"{line.label} {NONE}", None, None, None)
    here = one(OFFICERS, placed.officers[line.metric.key, line.label], AT["share"])
    mark = "*" if line.lacking else ""
    return (
        line.label + mark,
        Formula(f"MAX(0,MIN({here},1))", max(Decimal(0), min(share, Decimal(1)))),
        Formula(f"MIN(1,MAX(0,1-{here}))", min(Decimal(1), max(Decimal(0), 1 - share))),
        Formula(f"MAX(0,{here}-1)", max(Decimal(0), share - 1)),
    )


def _waterfall(sheet: ChartSheet, drawn: Drawn, placed: Placed, month: Month) -> Drawing | None:
    """From the target to what is realised, by segment; of rows that have both."""
    compared = drawn.whole.compared
    gaps = [(line, line.gap) for line in drawn.segments if line.gap is not None]
    if compared is None or compared <= 0 or not gaps:
        return None
    levels = list(accumulate((gap for _, gap in gaps), initial=compared))
    if min(levels) < 0:  # bars that hang through the axis cannot be stacked
        return None
    heads = ("Langkah", "Dasar", "Jumlah", "Di atas target", "Di bawah target", "Sampai")
    first = sheet.block(f"{drawn.name}: dari target ke realisasi", heads)
    total = one(SEGMENTS, placed.segments[drawn.whole.metric.key, ""], AT["target"])
    start = Formula(total, compared)
    sheet.line(first, (f"Target s.d. {short_month(month)}", 0, start, 0, 0,
                       Formula(cell(first, 2), compared)))  # fmt: skip
    for n, (line, gap) in enumerate(gaps, 1):
        here = one(SEGMENTS, placed.segments[line.metric.key, line.label], AT["gap"])
        sheet.line(first + n, _step(first + n, line.label, here, levels[n - 1], gap))
    last = first + len(gaps) + 1
    end = Formula(cell(last - 1, 5), levels[-1])
    reached = "Realisasi bertarget" if target_words(drawn.whole) else "Realisasi"
    sheet.line(last, (reached, 0, end, 0, 0, Formula(cell(last, 2), levels[-1])))
    sheet.end(last)
    return _waterfall_chart(drawn, first, last, levels)


def _step(
    at: int, label: str, here: str, level: Decimal, gap: Decimal
) -> tuple[Plain | Formula, ...]:
    before, after = cell(at - 1, 5), cell(at, 5)
    zero = Decimal(0)
    return (
        label, Formula(f"MIN({before},{after})", min(level, level + gap)), 0,
        Formula(f"MAX(0,{here})", max(zero, gap)), Formula(f"MAX(0,-{here})", max(zero, -gap)),
        Formula(f"{before}+{here}", level + gap),
    )  # fmt: skip


def _waterfall_chart(drawn: Drawn, first: int, last: int, levels: Sequence[Decimal]) -> Drawing:
    above, below = (RED, GREEN) if drawn.whole.metric.good_when == "turun" else (GREEN, RED)
    looks = ((1, "", False), (2, BLUE, False), (3, above, False), (4, below, True))
    series = tuple(
        Series(name_at(first - 1, n), ref(first, 0, last), ref(first, n, last), colour,
               hatched=hatched)
        for n, colour, hatched in looks
    )  # fmt: skip
    form, unit = scale(drawn.whole.metric, max(levels))
    least = _axis_start(levels)
    note = " (sumbu tidak mulai dari nol)" if least else ""
    return Drawing(
        "column", f"{drawn.name}: dari target ke realisasi{note}", series, 0, 0, 0, 0,
        f"Air terjun {drawn.name} dari target ke realisasi menurut segmen", form=form,
        unit=unit, stacked=True, least=float(least), gap=60, hidden_names=(0,),
    )  # fmt: skip


def _axis_start(levels: Sequence[Decimal]) -> Decimal:
    """0, or a round number below all bars where the steps would be too small to be seen.

    >>> _axis_start([Decimal(100), Decimal(40)]), _axis_start([Decimal(76694), Decimal(74768)])
    (Decimal('0'), Decimal('72000'))
    """
    low, high = min(levels), max(levels)
    if low <= 0 or (high - low) / high > _LEAST_SHARE:
        return Decimal(0)
    wanted = low - (high - low)
    step = Decimal(10) ** (wanted.adjusted() - 1)
    return wanted // step * step
