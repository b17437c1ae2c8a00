"""What was read rolled up and judged: the lines of the message, the counts, what the book says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from kepesertaan.data.roll_up_settings import Bands, Settings, bands, settings
from kepesertaan.domain.period import month_name
from kepesertaan.domain.targets import Finding, Metric, Reading
from kepesertaan.rules.target_rollup.checks import contradictions
from kepesertaan.rules.target_rollup.lines import Line, by_officer, by_segment, metrics_of
from kepesertaan.rules.target_rollup.lines import whole as whole_of
from kepesertaan.rules.target_rollup.outlook import Outlook, outlook
from kepesertaan.rules.target_rollup.percents import in_percent
from kepesertaan.rules.target_rollup.ratios import RatioLine, ratio_lines
from kepesertaan.rules.target_rollup.rows import Row, roll_up

from . import said
from .judged import Judged


@dataclass(frozen=True)
class Group:
    """One metric rolled up."""

    name: str
    whole: Line
    outlook: Outlook = field(repr=False)

    @cached_property
    def officers(self) -> Sequence[Line]:
        """A line for each officer."""
        return by_officer(self.whole.rows, self.whole.metric, self.whole.month)

    @cached_property
    def segments(self) -> Sequence[Line]:
        """A line for each segment."""
        return by_segment(self.whole.rows, self.whole.metric, self.whole.month)


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
    own = {key: list(some) for key, some in groupby(plain, key=lambda row: row.metric.key)}
    groups = [_group(own[metric.key], metric, reading, rules[1], absent)
              for metric in metrics_of(plain, rules[1].first)]  # fmt: skip
    ratios = [metric for metric in reading.metrics.values() if metric.kind == "rasio"]
    lines = ratio_lines(rows, ratios, reading.month)
    findings = [*reading.findings, *fractions, *contradictions(reading, rows, lines)]
    wholes = [group.whole for group in groups]
    judged = Judged(reading.month, rules[0].bands)
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
    return Group(said_by.names.get(metric.key, metric.label), whole, outlook(whole, said_by))


def file_name(reading: Reading) -> str:
    """The book's name without ending.

    >>> from kepesertaan.domain.targets import Reading
    >>> file_name(Reading((2026, 11), (), {}, ()))
    'Rekap_Target_2026-11'
    """
    return f"Rekap_Target_{month_name(reading.month)}"
