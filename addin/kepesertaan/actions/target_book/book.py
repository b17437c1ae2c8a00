"""The whole roll-up of what was read: the book, the lines of the message, the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kepesertaan.data.roll_up_settings import Bands, Settings, bands, settings
from kepesertaan.domain.grid import GridBook
from kepesertaan.domain.period import month_name
from kepesertaan.domain.targets import Finding, Metric, Reading
from kepesertaan.rules.call_text import month_words
from kepesertaan.rules.targets_checks import contradictions
from kepesertaan.rules.targets_lines import Line, by_officer, by_segment, metrics_of
from kepesertaan.rules.targets_lines import whole as whole_of
from kepesertaan.rules.targets_outlook import Outlook, outlook, outlook_alone, time_left
from kepesertaan.rules.targets_percent import in_percent
from kepesertaan.rules.targets_ratios import RatioLine, ratio_lines
from kepesertaan.rules.targets_rollup import Row, roll_up

from . import detail, said
from .board import Told, board
from .chart_sheet import Drawn, Placed
from .charts import charts_grid
from .judged import Judged
from .months import months_sheet
from .outlook import outlook_grid
from .places import OFFICERS, SEGMENTS
from .proof import changed_grid, left_grid, proof_grid, questions_grid, received_grid
from .ratios import ratios_grid
from .sources import place_figures, sources_grid, used_figures
from .tables import Table, table

_CHARTED = 2  # metrics with charts


@dataclass(frozen=True, slots=True)
class Group:
    """One metric rolled up."""

    name: str
    whole: Line
    officers: Sequence[Line] = field(repr=False)
    segments: Sequence[Line] = field(repr=False)
    outlook: Outlook = field(repr=False)


@dataclass(frozen=True, slots=True)
class RollUp:
    """Everything the book and the one-pager are made of."""

    reading: Reading = field(repr=False)
    groups: Sequence[Group]
    ratios: Sequence[RatioLine]
    findings: Sequence[Finding]
    lines: list[str]
    rows: Sequence[Row] = field(repr=False)
    judged: Judged = field(repr=False)
    rules: tuple[Bands, Settings] = field(repr=False)

    @property
    def has_findings(self) -> bool:
        """Whether a person has to look at something."""
        reading = self.reading
        odd = any(one.state in ("tidak terbaca", "kosong") for one in reading.sources)
        return bool(self.findings or reading.missing or reading.restated or odd)

    @property
    def counts(self) -> dict[str, int]:
        """Counts for the journal and for programs."""
        reading = self.reading
        return {
            "lembar": len(reading.sources),
            "angka": reading.figures_read,
            "petugas": len(reading.officers),
            "belum_mengirim": len(reading.unsent),
            "ditahan": len(reading.withheld),
            "ganda": sum(one.state == "ganda" for one in reading.sources),
            "tidak_terbaca": sum(one.state == "tidak terbaca" for one in reading.sources),
            "berubah": len(reading.restated),
            "pertanyaan": len(self.findings),
        }


def rolled_up(reading: Reading) -> RollUp:
    """Everything that was read, rolled up and judged. Raises ``UnreadableInput`` for bad data."""
    rules = bands(), settings()
    reading, fractions = in_percent(reading)
    rows = roll_up(reading, by_twelfths=rules[1].year_by_twelfths)
    plain = [row for row in rows if row.metric.kind != "rasio"]
    absent = _absent(reading, rows)
    groups = [_group(plain, metric, reading, rules[1], absent)
              for metric in metrics_of(plain, rules[1].first)]  # fmt: skip
    ratios = [metric for metric in reading.metrics.values() if metric.kind == "rasio"]
    lines = ratio_lines(rows, ratios, reading.month)
    findings = [*reading.findings, *fractions, *contradictions(reading, rows, lines)]
    wholes = [group.whole for group in groups]
    judged = Judged(reading.month, rules[0].bands, time_left(reading.month))
    return RollUp(
        reading, groups, lines, findings,
        said.lines(reading, wholes, findings, rules[1], judged), plain, judged, rules,
    )  # fmt: skip


def _absent(reading: Reading, rows: Sequence[Row]) -> tuple[str, ...]:
    """Officers who are expected and have no figure at all this year."""
    known = {row.officer for row in rows}
    return tuple(one.officer for one in reading.missing if one.officer not in known)


def _group(
    rows: Sequence[Row],
    metric: Metric,
    reading: Reading,
    said_by: Settings,
    absent: tuple[str, ...],
) -> Group:
    whole = whole_of(rows, metric, reading.month, absent)
    return Group(
        said_by.names.get(metric.key, metric.label), whole,
        by_officer(rows, metric, reading.month), by_segment(rows, metric, reading.month),
        outlook(whole, said_by),
    )  # fmt: skip


def file_name(reading: Reading) -> str:
    """The book's name without ending.

    >>> from kepesertaan.domain.targets import Reading
    >>> file_name(Reading((2026, 11), (), {}, ()))
    'Rekap_Target_2026-11'
    """
    return f"Rekap_Target_{month_name(reading.month)}"


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
    labels = {key: (metric.label, metric.unit) for key, metric in reading.metrics.items()}
    grids = [
        summary.grid, officers.grid, segments.grid, months.grid,
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
