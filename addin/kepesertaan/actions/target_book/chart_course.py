"""The chart of the year so far against its target, and of where it may end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kepesertaan.domain.grid import Drawing, Formula, Plain, Series, Spot
from kepesertaan.domain.period import Month
from kepesertaan.domain.targets import Metric
from kepesertaan.rules.target_rollup.months import short_month
from kepesertaan.rules.target_rollup.outlook import Outlook
from kepesertaan.rules.target_rollup.plans import months_until
from kepesertaan.rules.target_rollup.rows import Row

from .chart_sheet import BLUE, GREY, RED, ChartSheet, Drawn, name_at, ref, scale
from .outlook import whole
from .places import cell

_TWELVE = 12
_ZERO = Decimal(0)


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
    """The target line: of a flow added up; of who gives the year's alone, by twelfths."""
    months = months_until((month[0], _TWELVE))
    until = months[: month[1]]
    even = [row for row in steady if _is_even(row) and not row.targets]
    monthly = [row for row in steady if row not in even]
    known = [m for m in months if all(m in row.targets for row in monthly)]
    is_flow = metric.kind == "arus"
    if is_flow and tuple(known[: month[1]]) != until:
        return _evenly(steady, first) if all(map(_is_even, steady)) else {}
    year = _years(even)
    parts = {m: _summed("t", m, monthly, first) for m in known}
    if even:
        parts = {m: _with_year(one, m, year, first, is_flow) for m, one in parts.items()}
    if not is_flow:
        return {m[1] - 1: one for m, one in parts.items()}
    return dict(enumerate(_added(parts, first, 1)))


def _is_even(row: Row) -> bool:
    """Whether a year's target is known that may be spread over its months."""
    return bool(row.plan.target and row.plan.year_target)


def _years(rows: Sequence[Row]) -> Decimal:
    """The year's targets of rows."""
    return sum((row.value(row.plan.year_target) for row in rows if row.plan.year_target), _ZERO)


def _evenly(steady: Sequence[Row], first: int) -> _Cells:
    """The target line by twelfths of the year."""
    text = f"SUMIFS(rinci_setahun,rinci_metrik,{_label(first)},rinci_semua,1)/12*"
    year = _years(steady)
    return {n: Formula(f"{text}{n + 1}", year * (n + 1) / _TWELVE) for n in range(_TWELVE)}


def _with_year(one: Formula, month: Month, year: Decimal, first: int, is_flow: bool) -> Formula:
    """A month's targets with those of who gives the year's alone."""
    alone = f'bulan_t{month[1]:02},"="'
    text = f"SUMIFS(rinci_setahun,rinci_metrik,{_label(first)},rinci_semua,1,{alone})"
    over = _TWELVE if is_flow else 1
    return Formula(f"{one.text}+{text}/{over}", Decimal(one.value) + year / over)


def _realised(metric: Metric, steady: Sequence[Row], month: Month, first: int) -> list[Formula]:
    months = months_until(month)
    made = {m: _summed("r", m, steady, first) for m in months}
    return _added(made, first, 2) if metric.kind == "arus" else list(made.values())


def _label(first: int) -> str:
    return cell(first, 6, fixed=True)  # the metric's label stands at the right of the block


def _summed(letter: str, month: Month, steady: Sequence[Row], first: int) -> Formula:
    parts = [(row.realised if letter == "r" else row.targets)[month].value for row in steady]
    name = f"bulan_{letter}{month[1]:02}"
    text = f"SUMIFS({name},rinci_metrik,{_label(first)},rinci_semua,1)"
    return Formula(text, sum(parts, Decimal(0)))


def _added(parts: Mapping[Month, Formula], first: int, col: int) -> list[Formula]:
    """Months added up one after another, as long as none is left out."""
    made: list[Formula] = []
    total = _ZERO
    for n, (month, one) in enumerate(parts.items()):
        if month[1] != n + 1:
            break
        total += Decimal(one.value)
        before = f"{cell(first + n - 1, col)}+" if n else ""
        made.append(Formula(before + one.text, total))
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
