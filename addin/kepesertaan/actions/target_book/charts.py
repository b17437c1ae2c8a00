"""The sheet Data Grafik: the numbers behind the charts of the summary, and the charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kepesertaan.domain.grid import Drawing, Formula, Grid, Plain, Series, Spot
from kepesertaan.domain.period import Month
from kepesertaan.domain.targets import Metric
from kepesertaan.rules.targets_lines import Line, short_month
from kepesertaan.rules.targets_outlook import Outlook
from kepesertaan.rules.targets_rollup import Row, is_steady, months_until

from .outlook import whole
from .places import CHARTS, NONE, OFFICERS, SEGMENTS, area, cell, one
from .tables import AT

_BLUE, _PALE, _GREEN, _RED, _GREY = "2F5597", "BFBFBF", "548235", "C55A11", "7F7F7F"
_TWELVE = 12
_WIDTHS = (30, 18, 18, 18, 18, 18)
_LEAST_SHARE = Decimal("0.25")  # of the highest bar: below it the axis does not begin at 0
_SCALES = ((Decimal(10) ** 9, "miliar rupiah"), (Decimal(10) ** 6, "juta rupiah"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the charts of one metric are made of. ``name``: as the summary calls it."""

    name: str
    whole: Line
    officers: Sequence[Line]
    segments: Sequence[Line]
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows of the sheets Per Petugas and Per Segmen, by metric key and label."""

    officers: Mapping[tuple[str, str], int]
    segments: Mapping[tuple[str, str], int]


@dataclass(slots=True)
class _Sheet:
    spots: list[Spot] = field(default_factory=list)
    row: int = 3

    def block(self, title: str, heads: Sequence[str]) -> int:
        """Begin a block; its first row."""
        self.spots.append(Spot(self.row, 0, title, "block"))
        self.spots += [
            Spot(self.row + 1, n, head, "right head" if n else "text head")
            for n, head in enumerate(heads)
        ]
        return self.row + 2

    def line(self, at: int, values: Sequence[Plain | Formula], look: str = "number") -> None:
        """Write a row of a block."""
        self.spots += [
            Spot(at, n, value, look if n else "text")
            for n, value in enumerate(values)
            if value is not None
        ]

    def end(self, last: int) -> None:
        """End a block."""
        self.row = last + 3


def charts_grid(
    drawn: Sequence[Drawn], placed: Placed, month: Month
) -> tuple[Grid, list[list[Drawing]]]:
    """The sheet, and of each metric its charts: officers, course of the year, segments."""
    sheet = _Sheet([
        Spot(0, 0, "Data grafik", "title"),
        Spot(1, 0, "Angka di balik grafik Ringkasan.", "note"),
    ])  # fmt: skip
    made = []
    for one_metric in drawn:
        found = [
            _bullets(sheet, one_metric, placed),
            _course(sheet, one_metric, month),
            _waterfall(sheet, one_metric, placed, month),
        ]
        made.append([chart for chart in found if chart])
    return Grid(CHARTS, sheet.spots, _WIDTHS), made


def _ref(row: int, col: int, last: int) -> str:
    return "=" + area(CHARTS, (row, col), (last, col))


def _name(row: int, col: int) -> str:
    return "=" + one(CHARTS, row, col)


def _bullets(sheet: _Sheet, drawn: Drawn, placed: Placed) -> Drawing | None:
    """Each officer's share of the target: reached, lacking, and what is above."""
    if drawn.whole.achieved is None:
        return None
    heads = ("Petugas", "Tercapai", "Kurang dari target", "Di atas target")
    first = sheet.block(f"{drawn.name}: capaian per petugas", heads)
    ordered = sorted(
        drawn.officers, key=lambda line: (line.achieved is None, -(line.achieved or 0))
    )
    for n, line in enumerate(ordered):
        sheet.line(first + n, _bullet(line, placed), "percent")
    last = first + len(ordered) - 1
    sheet.end(last)
    colours = ((_BLUE, False), (_PALE, True), (_GREEN, False))
    series = tuple(
        Series(_name(first - 1, n), _ref(first, 0, last), _ref(first, n, last), colour,
               hatched=hatched)
        for n, (colour, hatched) in enumerate(colours, 1)
    )  # fmt: skip
    return Drawing(
        "bar", f"{drawn.name}: capaian terhadap target s.d. bulan", series, 0, 0, 0, 0,
        f"Batang capaian {drawn.name} setiap petugas terhadap targetnya", form="0%", stacked=True,
        least=0, gap=40,
    )  # fmt: skip


def _bullet(line: Line, placed: Placed) -> tuple[Plain | Formula, ...]:
    share = line.achieved
    if share is None:
        return (f"{line.label} {NONE}", None, None, None)
    here = one(OFFICERS, placed.officers[line.metric.key, line.label], AT["share"])
    mark = "*" if line.lacking else ""
    return (
        line.label + mark,
        Formula(f"MIN({here},1)", min(share, Decimal(1))),
        Formula(f"MAX(0,1-{here})", max(Decimal(0), 1 - share)),
        Formula(f"MAX(0,{here}-1)", max(Decimal(0), share - 1)),
    )


def _course(sheet: _Sheet, drawn: Drawn, month: Month) -> Drawing | None:
    """The year so far against the target, and where it may end; of those who gave every month."""
    steady = [row for row in drawn.whole.rows if is_steady(row, month)]
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
    return _course_chart(drawn, first, last, has_ahead=bool(ahead), has_target=bool(targets))


def _course_chart(
    drawn: Drawn, first: int, last: int, *, has_ahead: bool, has_target: bool
) -> Drawing:
    looks = [(2, _BLUE, "solid", 2.75)]
    if has_target:
        looks.insert(0, (1, _GREY, "dash", 2.0))
    if has_ahead:
        looks += [(3, _RED, "round_dot", 2.25), (4, _RED, "square_dot", 1.0),
                  (5, _RED, "square_dot", 1.0)]  # fmt: skip
    series = tuple(
        Series(_name(first - 1, n), _ref(first, 0, last), _ref(first, n, last), colour, dash, width,
               marker=n == 2)
        for n, colour, dash, width in looks
    )  # fmt: skip
    metric = drawn.whole.metric
    so_far = "s.d. bulan" if metric.kind == "arus" else "akhir bulan"
    form, unit = _scale(metric, drawn.whole.done or Decimal(0))
    who = drawn.outlook
    return Drawing(
        "line", f"{drawn.name} {so_far}, {who.officers} dari {who.of} petugas", series, 0, 0, 0, 0,
        f"Garis realisasi {drawn.name} terhadap garis target sepanjang tahun, dengan perkiraan",
        form=form, unit=unit, least=0 if metric.kind == "arus" else None,
    )  # fmt: skip


def _scale(metric: Metric, largest: Decimal) -> tuple[str, str]:
    """How an axis writes its numbers, and what it is called."""
    if metric.unit == "rupiah":
        for n, (least, unit) in enumerate(_SCALES):
            if abs(largest) >= least * 10:
                return "#,##0" + "," * (3 - n), unit
    return "#,##0", metric.unit


_Cells = dict[int, Formula]


def _targets(metric: Metric, steady: Sequence[Row], month: Month, first: int) -> _Cells:
    """The target line: of a flow added up; evenly out of the year where months are not known."""
    months = months_until((month[0], _TWELVE))
    known = [m for m in months if all(m in row.targets for row in steady)]
    if metric.kind != "arus":
        return {m[1] - 1: _summed("t", m, steady, first) for m in known}
    if known[: month[1]] == months[: month[1]]:
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


def _waterfall(sheet: _Sheet, drawn: Drawn, placed: Placed, month: Month) -> Drawing | None:
    """From the target to what is realised, by segment; of rows that have both."""
    compared = drawn.whole.compared
    gaps = [(line, line.gap) for line in drawn.segments if line.gap is not None]
    if compared is None or compared <= 0 or not gaps:
        return None
    heads = ("Langkah", "Dasar", "Jumlah", "Di atas target", "Di bawah target", "Sampai")
    first = sheet.block(f"{drawn.name}: dari target ke realisasi", heads)
    total = one(SEGMENTS, placed.segments[drawn.whole.metric.key, ""], AT["target"])
    start = Formula(total, compared)
    sheet.line(first, (f"Target s.d. {short_month(month)}", 0, start, 0, 0,
                       Formula(cell(first, 2), compared)))  # fmt: skip
    level, levels = compared, [compared]
    for n, (line, gap) in enumerate(gaps, 1):
        here = one(SEGMENTS, placed.segments[line.metric.key, line.label], AT["gap"])
        sheet.line(first + n, _step(first + n, line.label, here, level, gap))
        level += gap
        levels.append(level)
    last = first + len(gaps) + 1
    end = Formula(cell(last - 1, 5), level)
    sheet.line(last, ("Realisasi", 0, end, 0, 0, Formula(cell(last, 2), level)))
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
    looks = ((1, "", False), (2, _BLUE, False), (3, _GREEN, False), (4, _RED, True))
    series = tuple(
        Series(_name(first - 1, n), _ref(first, 0, last), _ref(first, n, last), colour,
               hatched=hatched)
        for n, colour, hatched in looks
    )  # fmt: skip
    form, unit = _scale(drawn.whole.metric, max(levels))
    least = _axis_start(levels)
    note = "; sumbu tidak mulai dari nol" if least else ""
    return Drawing(
        "column", f"{drawn.name}: dari target ke realisasi", series, 0, 0, 0, 0,
        f"Air terjun {drawn.name} dari target ke realisasi menurut segmen", form=form,
        unit=unit + note, stacked=True, least=float(least), gap=60, hidden_names=(0,),
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
