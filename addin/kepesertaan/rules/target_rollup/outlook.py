"""The year's end of each metric: projections of those who gave every month, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from kepesertaan.data.holiday import free_days
from kepesertaan.data.roll_up_settings import Settings
from kepesertaan.domain.calendar import working_days
from kepesertaan.domain.period import Month, first_day, later
from kepesertaan.domain.target_forecast import (
    LEAST_POINTS,
    Projection,
    Season,
    project_flow,
    project_stock,
)
from kepesertaan.domain.target_sums import TimeLeft
from kepesertaan.domain.targets import Metric

from .lines import Line, lacking_words
from .rows import Row, by_plan, summed

_TWELVE = 12
TOO_FEW = "data belum cukup"


@dataclass(frozen=True, slots=True)
class Outlook:
    """Projections of one metric, the least wrong first; ``why_none``: Indonesian, where empty.

    ``officers``: how many gave every month, ``of``: how many there are; ``target``: their year's;
    ``unsure``: segments in it whose kind nobody has confirmed.
    """

    metric: Metric
    projections: tuple[Projection, ...]
    why_none: str
    officers: int
    of: int
    target: Decimal | None
    unsure: tuple[str, ...] = ()


@cache
def time_left(month: Month) -> TimeLeft:
    """Months and working days from a month's end to the year's end."""
    year = month[0]
    if month[1] == _TWELVE:
        return TimeLeft(0, 0)
    free = free_days(year, joint_leave=True)
    days = working_days(first_day(later(month, 1)), date(year, _TWELVE, 31), free)
    return TimeLeft(_TWELVE - month[1], days)


def outlook(line: Line, settings: Settings) -> Outlook:
    """Where a metric will stand in December, told by the rows that gave every month of the year."""
    metric, month = line.metric, line.month
    steady = [row for row in line.rows if row.plan.is_steady]
    officers = {row.officer for row in steady}
    why = _why_none(metric, steady, month)
    found = [] if why else _projected(metric, _branch(steady), month, settings)
    if not found and not why:
        why = TOO_FEW
    years = [row.value(year) for row in steady if (year := row.plan.year_target)]
    target = sum(years, Decimal(0)) if years and len(years) == len(steady) else None
    unsure = tuple(sorted({row.segment for row in steady} & set(metric.unsure_segments)))
    return Outlook(metric, tuple(found), why, len(officers), line.complete[1], target, unsure)


def outlook_alone(line: Line, settings: Settings) -> Outlook:
    """Where an officer will stand in December; nothing where one of their segments lacks a month."""
    if all(row.plan.is_steady for row in line.rows):
        return outlook(line, settings)
    months = lacking_words(line) or "tidak semua bulan ada"
    return Outlook(line.metric, (), f"{TOO_FEW}: {months}", 0, 1, None)


def _why_none(metric: Metric, steady: Sequence[Row], month: Month) -> str:
    if metric.kind == "rasio":
        return "rasio tidak diproyeksikan"
    if month[1] == _TWELVE:
        return "tahun sudah selesai"
    if any(row.segment in metric.unsure_segments for row in steady) and metric.kind == "arus":
        return "jenis segmen belum dipastikan"
    if not steady:
        return f"{TOO_FEW}: tidak ada petugas dengan semua bulan"
    if metric.kind == "arus" and month[1] < LEAST_POINTS and not _has_last_year(steady, month):
        return f"{TOO_FEW}: {month[1]} bulan, paling sedikit {LEAST_POINTS}"
    return ""


def _has_last_year(steady: Sequence[Row], month: Month) -> bool:
    return all((month[0] - 1, _TWELVE) in row.plan.before for row in steady)


def _branch(steady: Sequence[Row]) -> dict[Month, Decimal]:
    """The sums of the months that all those rows have."""
    kinds = by_plan(steady)
    months = {plan: {**plan.before, **plan.realised} for plan in kinds}
    common = set.intersection(*map(set, months.values()))
    return {m: sum((summed(kinds[plan], made[m]) for plan, made in months.items()), Decimal(0))
            for m in sorted(common)}  # fmt: skip


def _projected(
    metric: Metric, amounts: Mapping[Month, Decimal], month: Month, settings: Settings
) -> list[Projection]:
    if metric.kind == "stok":
        return project_stock(amounts, month)
    season = Season()
    if metric.key in settings.december_metrics:
        season = Season(settings.december_worth, settings.skip_january)
    return project_flow(amounts, month, season)
