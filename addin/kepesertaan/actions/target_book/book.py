"""The whole book of a roll-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kepesertaan.domain.grid import GridBook
from kepesertaan.rules.call_text import month_words
from kepesertaan.rules.target_rollup.outlook import Outlook, outlook, outlook_alone
from kepesertaan.rules.target_rollup.rows import Row

from . import detail
from .board import Told, board
from .chart_sheet import Drawn, Placed
from .charts import charts_grid
from .months import months_sheet
from .outlook import outlook_grid
from .people import people_grid
from .places import OFFICERS, SEGMENTS
from .proof import changed_grid, left_grid, proof_grid, questions_grid, received_grid
from .ratios import ratios_grid
from .rolled import RollUp
from .sources import place_figures, sources_grid, used_figures
from .tables import Table, table

_CHARTED = 2  # metrics with charts


def book(made: RollUp) -> GridBook:
    """The workbook: sheets for people first, then the data they are over."""
    reading, judged = made.reading, made.judged
    ordered = [row for group in made.groups for row in group.whole.rows]
    more = [one for line in made.ratios for one in (line.above, line.below, line.sent, line.target)]
    keys = [group.whole.metric.key for group in made.groups]
    order = [*keys, *(key for key in reading.metrics if key not in keys)]
    placed = place_figures(used_figures(ordered, [one for one in more if one]), order)
    months = months_sheet([(g.whole, g.officers, g.segments) for g in made.groups], judged)
    at = _detail_rows(ordered)
    officers = table(OFFICERS, "rinci_petugas", [(g.whole, g.officers) for g in made.groups],
                     judged, placed, at, months.sparks)  # fmt: skip
    segments = table(SEGMENTS, "rinci_segmen", [(g.whole, g.segments) for g in made.groups],
                     judged, placed, at, months.sparks)  # fmt: skip
    drawn = [Drawn(g.name, g.whole, g.officers, g.segments, g.outlook)
             for g in made.groups if g.whole.achieved is not None][:_CHARTED]  # fmt: skip
    chart_data, charts = charts_grid(drawn, Placed(officers.row_of, segments.row_of), judged)
    summary = board(
        reading, [Told(g.name, g.whole, g.outlook) for g in made.groups], made.lines, judged,
        made.rules, officers.row_of, charts, months.sparks,
    )  # fmt: skip
    people = people_grid([(g.whole, g.officers) for g in made.groups], judged, officers.row_of)
    labels = {key: (metric.label, metric.unit) for key, metric in reading.metrics.items()}
    grids = [
        summary.grid, *([people] if people else []), officers.grid, segments.grid, months.grid,
        *([ratios_grid(made.ratios, placed, judged)] if made.ratios else []),
        outlook_grid([g.outlook for g in made.groups], _parts(made), made.rules[1], judged),
        received_grid(reading),
        *([questions_grid(made.findings)] if made.findings else []),
        *([changed_grid(reading)] if reading.restated else []),
        proof_grid(reading, [g.whole for g in made.groups], _last_rows(officers, segments)),
        left_grid(reading),
        detail.detail_grid(ordered, placed, reading.month),
        sources_grid(placed, labels, reading.figures_read), chart_data,
    ]  # fmt: skip
    title = f"Rekap Target {month_words((reading.month,))}"
    return GridBook(title, tuple(grids), _names(summary.names, len(ordered)))


def _parts(made: RollUp) -> list[tuple[str, Outlook]]:
    """The outlook of segments, then of officers, of metrics that have a target."""
    known = [group for group in made.groups if group.whole.achieved is not None]
    segments = [line for group in known if len(group.segments) > 1 for line in group.segments]
    officers = [line for group in known for line in group.officers]
    return [
        *((line.label, outlook(line, made.rules[1])) for line in segments),
        *((line.label, outlook_alone(line, made.rules[1])) for line in officers),
    ]


def _names(own: Mapping[str, str], rows: int) -> dict[str, str]:
    return {**detail.names(rows), **own}


def _detail_rows(ordered: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """The first and last row of each metric in the sheet Rincian."""
    found: dict[str, tuple[int, int]] = {}
    for n, row in enumerate(ordered, detail.FIRST):
        first, _ = found.get(row.metric.key, (n, n))
        found[row.metric.key] = (first, n)
    return found


def _last_rows(officers: Table, segments: Table) -> dict[str, int]:
    return {made.grid.name: max(made.row_of.values(), default=0) for made in (officers, segments)}
