"""The chart of the year so far against its target, and of where it may end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kepesertaan.domain.grid import Drawing, Formula, Plain, Series, Spot
from kepesertaan.domain.period import Month
from kepesertaan.domain.targets import Metric
from kepesertaan.rules.targets_months import short_month
from kepesertaan.rules.targets_outlook import Outlook
from kepesertaan.rules.targets_plans import months_until
from kepesertaan.rules.targets_rollup import Row

from .chart_sheet import BLUE, GREY, RED, ChartSheet, Drawn, name_at, ref, scale
from .outlook import whole
from .places import cell

_TWELVE = 12


def course(sheet: ChartSheet, drawn: Drawn, month: Month) -> Drawing | None:
    """The year so far against the target, and where it may end; of those who gave every month."""
    steady = [row for row in drawn.whole.rows if row.plan.is_steady]
    if not steady:
        return None
    heads = ("Bulan", "Target", "Realisasi", "Perkiraan", "Terendah", "Tertinggi")
    who = drawn.outlook
    first = sheet.block(
        f"{drawn.name}: {who.officers} dari {who.of} petugas, yang semua bulannya ada", heads
    )
    targets = _targets(drawn.whole.metric, steady, month, first)
    done = _realised(drawn.whole.metric, steady, month, first)
    ahead = _ahead(drawn.outlook, month, done[-1].value)
    for n in range(_TWELVE):
        values = (targets.get(n), done[n] if n < month[1] else None, *ahead.get(n, (None,) * 3))
        sheet.line(first + n, (short_month((month[0], n + 1)), *values))
    last = first + _TWELVE - 1
    sheet.spots.append(Spot(first, 6, drawn.whole.metric.label, "quiet text"))
    sheet.end(last)
    chart = _course_chart(drawn, first, last, has_ahead=bool(ahead), has_target=bool(targets))
    is_above = all(Decimal(one.value) >= 0 for one in done)
    from_zero = drawn.whole.metric.kind == "arus" and is_above
    return replace(chart, least=0 if from_zero else None)


def _course_chart(
    drawn: Drawn, first: int, last: int, *, has_ahead: bool, has_target: bool
) -> Drawing:
    looks = [(2, BLUE, "solid", 2.75)]
    if has_target:
        looks.insert(0, (1, GREY, "dash", 2.0))
    if has_ahead:
        looks += [(3, RED, "round_dot", 2.25), (4, RED, "square_dot", 1.0),
                  (5, RED, "square_dot", 1.0)]  # fmt: skip
    series = tuple(
        Series(name_at(first - 1, n), ref(first, 0, last), ref(first, n, last), colour, dash, width,
               marker=n == 2)
        for n, colour, dash, width in looks
    )  # fmt: skip
    metric = drawn.whole.metric
    so_far = "s.d. bulan" if metric.kind == "arus" else "akhir bulan"
    form, unit = scale(metric, drawn.whole.done or Decimal(0))
    who = drawn.outlook
    return Drawing(
        "line", f"{drawn.name} {so_far}, {who.officers} dari {who.of} petugas", series, 0, 0, 0, 0,
        f"Garis realisasi {drawn.name} terhadap garis target sepanjang tahun, dengan perkiraan",
        form=form, unit=unit,
    )  # fmt: skip


_Cells = dict[int, Formula]


def _targets(metric: Metric, steady: Sequence[Row], month: Month, first: int) -> _Cells:
    """The target line: of a flow added up; evenly out of the year where months are not known."""
    months = months_until((month[0], _TWELVE))
    known = [m for m in months if all(m in row.targets for row in steady)]
    if metric.kind != "arus":
        return {m[1] - 1: _summed("t", m, steady, first) for m in known}
    if tuple(known[: month[1]]) == months[: month[1]]:
        return dict(enumerate(_added("t", steady, known, first, 1)))
    if all(row.year_target for row in steady):
        year = sum((row.year_target.value for row in steady if row.year_target), Decimal(0))
        text = f"SUMIFS(rinci_setahun,rinci_metrik,{_label(first)},rinci_semua,1)/12*"
        return {n: Formula(f"{text}{n + 1}", year * (n + 1) / _TWELVE) for n in range(_TWELVE)}
    return {}


def _realised(metric: Metric, steady: Sequence[Row], month: Month, first: int) -> list[Formula]:
    months = months_until(month)
    if metric.kind == "arus":
        return _added("r", steady, months, first, 2)
    return [_summed("r", m, steady, first) for m in months]


def _label(first: int) -> str:
    return cell(first, 6, fixed=True)  # the metric's label stands at the right of the block


def _summed(letter: str, month: Month, steady: Sequence[Row], first: int) -> Formula:
    parts = [(row.realised if letter == "r" else row.targets)[month].value for row in steady]
    name = f"bulan_{letter}{month[1]:02}"
    text = f"SUMIFS({name},rinci_metrik,{_label(first)},rinci_semua,1)"
    return Formula(text, sum(parts, Decimal(0)))


def _added(
    letter: str, steady: Sequence[Row], months: Sequence[Month], first: int, col: int
) -> list[Formula]:
    """Months added up one after another, as long as none is left out."""
    made: list[Formula] = []
    total = Decimal(0)
    for n, month in enumerate(months):
        if month[1] != n + 1:
            break
        one_month = _summed(letter, month, steady, first)
        total += Decimal(one_month.value)
        before = f"{cell(first + n - 1, col)}+" if n else ""
        made.append(Formula(before + one_month.text, total))
    return made


def _ahead(outlook: Outlook, month: Month, done: object) -> dict[int, tuple[Plain, Plain, Plain]]:
    """A straight line from the month to what is projected for December, and its bounds."""
    if not outlook.projections or not isinstance(done, Decimal):
        return {}
    best = outlook.projections[0]
    ends = (best.value, best.low, best.high)
    left = _TWELVE - month[1]
    found: dict[int, tuple[Plain, Plain, Plain]] = {}
    for n in range(left + 1):
        ways = [None if end is None else whole(done + (end - done) * n / left) for end in ends]
        found[month[1] - 1 + n] = (ways[0], ways[1], ways[2])
    return found
