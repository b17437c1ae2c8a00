"""Lines of a roll-up: the rows of an officer, a segment or a whole metric added up, and judged.

Compared are only rows that have both realisation and target; what is left out is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import chain, starmap
from typing import TypeAlias

from kepesertaan.domain.period import Month, later
from kepesertaan.domain.show import listed
from kepesertaan.domain.target_sums import achievement, deviation, remaining
from kepesertaan.domain.targets import SEGMENTS, Metric

from .targets_months import month_span
from .targets_plans import YEARS_END, Made, Plan, come_to
from .targets_rollup import Row, by_plan, weighed

_YEAR = 12
_SEGMENT_WORDS = {"JAKON": "Jakon", "": "Tanpa segmen"}
MOST_NAMES = 6
Pick: TypeAlias = Callable[[Plan], Made | None]


def segment_word(segment: str) -> str:
    """A segment as people write it.

    >>> segment_word("JAKON"), segment_word("")
    ('Jakon', 'Tanpa segmen')
    """
    return _SEGMENT_WORDS.get(segment, segment)


@dataclass(frozen=True)
class Line:
    """Rows of one metric added up. ``label``: an officer, a segment, or the whole.

    ``absent``: of a whole, officers who are expected and have sent nothing at all this year.
    """

    metric: Metric
    label: str
    rows: tuple[Row, ...] = field(repr=False)
    month: Month
    absent: tuple[str, ...] = ()

    @property
    def done(self) -> Decimal | None:
        """Realised up to the month, by those who have it."""
        return self._sum(lambda plan: plan.done)

    @property
    def compared(self) -> Decimal | None:
        """The target of what is realised: of the same rows and the same months."""
        return self._sum(lambda plan: plan.compared if plan.done else None)

    @property
    def achieved(self) -> Decimal | None:
        """Realised over target of the rows that have both; None where the target is not above 0."""
        below = self.compared
        if below is not None and below <= 0:
            return None
        return achievement(self._paired, below)

    @property
    def gap(self) -> Decimal | None:
        """Realised less target of the rows that have both."""
        return deviation(self._paired, self.compared)

    @property
    def year(self) -> Decimal | None:
        """The year's target, of those who have one."""
        return self._sum(lambda plan: plan.year_target)

    @property
    def with_year(self) -> tuple[int, int]:
        """How many officers have a year's target in every row, of how many."""
        return self._having(lambda plan: plan.year_target is not None)

    @property
    def with_left(self) -> tuple[int, int]:
        """How many officers it is known of what they still have to do in every row, of how many."""
        return self._having(lambda plan: plan.is_whole)

    @property
    def with_target(self) -> tuple[int, int]:
        """How many officers with realisation have a target for all of it, of how many."""
        done = [row for row in self.rows if row.plan.done]
        without = {row.officer for row in done if not row.plan.compared}
        everybody = {row.officer for row in done}
        return len(everybody - without), len(everybody)

    @property
    def left(self) -> Decimal | None:
        """What the whole rows still have to do until the year's end; of a limit on flows None."""
        less = self.metric.good_when == "turun"
        if less and self.metric.kind == "arus":
            return None
        done = self._sum(lambda plan: plan.done if plan.is_whole else None)
        year = self._sum(lambda plan: plan.year_target if plan.is_whole else None)
        return remaining(done, year, less_is_better=less)

    @property
    def now(self) -> Decimal | None:
        """Realised in the month alone."""
        return self.of_month(self.month)

    @property
    def year_ago(self) -> Decimal | None:
        """Realised in the same month of last year, by rows that have the month this year too."""
        return self._sum(self._past)

    @property
    def growth(self) -> Decimal | None:
        """The month against that of last year, by rows that have both, as a fraction."""
        past = self.year_ago
        now = achievement(self._sum(self._grown), past)
        return now - 1 if now is not None and past and past > 0 else None

    def of_month(self, month: Month) -> Decimal | None:
        """Realised in one month of this year by those who have it."""
        return self._sum(lambda plan: plan.realised.get(month))

    def target_of(self, month: Month) -> Decimal | None:
        """The target of one month, of those who have one."""
        return self._sum(lambda plan: plan.targets.get(month))

    def gave(self, month: Month) -> int:
        """How many rows have realisation of a month."""
        return sum(month in row.plan.realised for row in self.rows)

    def is_full(self, month: Month) -> bool:
        """Whether every row has realisation of a month."""
        return self.gave(month) == len(self.rows)

    @property
    def complete(self) -> tuple[int, int]:
        """How many officers lack nothing, of how many."""
        everybody = {row.officer for row in self.rows}
        good = everybody - {row.officer for row in self.lacking}
        return len(good), len(everybody) + len(self.absent)

    @property
    def lacking(self) -> tuple[Row, ...]:
        """The rows that miss realisation of a month."""
        return tuple(row for row in self.rows if row.missing)

    def _having(self, has: Callable[[Plan], bool]) -> tuple[int, int]:
        """How many officers have something in every row, of how many."""
        everybody = {row.officer for row in self.rows}
        without = {row.officer for row in self.rows if not has(row.plan)}
        return len(everybody - without), len(everybody) + len(self.absent)

    @property
    def _paired(self) -> Decimal | None:
        """Realised by the rows that have both realisation and target."""
        return self._sum(lambda plan: plan.done if plan.compared else None)

    def _grown(self, plan: Plan) -> Made | None:
        """The month, of rows that have that of last year too."""
        return plan.realised.get(self.month) if self._past(plan) else None

    def _past(self, plan: Plan) -> Made | None:
        """The month of last year, of rows that have the month this year too."""
        return plan.before.get(later(self.month, -_YEAR)) if self.month in plan.realised else None

    def _sum(self, pick: Pick) -> Decimal | None:
        """The sum of an amount of the rows that have it."""
        there = [(rows, made) for plan, rows in self._kinds.items() if (made := pick(plan))]
        return come_to(chain.from_iterable(starmap(weighed, there))) if there else None

    @cached_property
    def _kinds(self) -> dict[Plan, list[Row]]:
        return by_plan(self.rows)


def metrics_of(rows: Sequence[Row], first: Sequence[str]) -> list[Metric]:
    """The metrics of the rows: those to be told first, then the others in their order."""
    known = {row.metric.key: row.metric for row in rows}
    keys = [*(key for key in first if key in known), *(key for key in known if key not in first)]
    return [known[key] for key in keys]


def by_officer(rows: Sequence[Row], metric: Metric, month: Month) -> list[Line]:
    """A line for each officer of a metric."""
    own: dict[str, list[Row]] = {}
    for row in rows:
        if row.metric.key == metric.key:
            own.setdefault(row.officer, []).append(row)
    return [Line(metric, name, tuple(some), month) for name, some in own.items()]


def by_segment(rows: Sequence[Row], metric: Metric, month: Month) -> list[Line]:
    """A line for each segment of a metric, in the order of the segments."""
    own = [row for row in rows if row.metric.key == metric.key]
    there = {row.segment for row in own}
    return [
        Line(metric, segment_word(one), tuple(row for row in own if row.segment == one), month)
        for one in (*SEGMENTS, *sorted(there - set(SEGMENTS)))
        if one in there
    ]


def whole(rows: Sequence[Row], metric: Metric, month: Month, absent: tuple[str, ...] = ()) -> Line:
    """The line of the whole metric."""
    own = tuple(row for row in rows if row.metric.key == metric.key)
    return Line(metric, "Jumlah", own, month, absent)


def remark(line: Line, *, named: bool = True) -> str:
    """What an officer's or a segment's line lacks, "" for nothing.

    A whole says how many officers are lacking, and who where they are to be ``named``; an
    officer's line which segments and months.
    """
    said = []
    if line.lacking:
        said.append(f"belum lengkap: {lacking_words(line, named=named)}")
    if line.absent:
        said.append(f"belum pernah mengirim: {_named(line.absent)}")
    without = [row for row in line.rows if row.plan.done and not row.plan.compared]
    if without and line.compared is not None:
        said.append(f"capaian tanpa {_named(_who(line, without))} (tidak ada target)")
    elif without:
        said.append("tidak ada target")
    if any(row.plan.compared and row.plan.compared.basis == YEARS_END for row in line.rows):
        said.append(f"dibanding {YEARS_END}")
    if _is_of_several(line):
        said += _year_words(line)
    unsure = {row.segment for row in line.rows} & set(line.metric.unsure_segments)
    if unsure and _is_of_several(line):
        said.append(f"{_named([segment_word(s) for s in sorted(unsure)])}: jenis belum dipastikan")
    return "; ".join(said)


def _year_words(line: Line) -> list[str]:
    """Of how many officers the year's target is, and what is left of it; nothing where of all."""
    year, left = line.with_year, line.with_left
    told = [("target setahun", year)] if line.year is not None else []
    told += [("sisanya", left)] if line.left is not None else []
    if len(told) > 1 and year == left:
        told = [("target setahun dan sisanya", year)]
    return [f"{what}: {some} dari {of} petugas" for what, (some, of) in told if some < of]


def target_words(line: Line) -> str:
    """Of how many officers an achievement is, "" where of all that is realised."""
    some, everybody = line.with_target
    is_of_some = line.achieved is not None and any(
        row.plan.done and not row.plan.compared for row in line.rows
    )
    return f"{some} dari {everybody} petugas" if is_of_some else ""


def lacking_words(line: Line, *, named: bool = True) -> str:
    """Who lacks months; of one officer, which; "" for nothing."""
    officers = list(dict.fromkeys(row.officer for row in line.lacking))
    if _is_of_several(line):
        return f"{len(officers)} petugas" + (f" ({_named(officers)})" if named else "")
    alike: dict[tuple[Month, ...], list[str]] = {}
    for row in line.lacking:
        alike.setdefault(row.missing, []).append(segment_word(row.segment) if row.segment else "")
    return ", ".join(
        f"{', '.join(some)} ({month_span(months)})" if any(some) else month_span(months)
        for months, some in alike.items()
    )


def _is_of_several(line: Line) -> bool:
    """Whether the line adds officers up."""
    return len({row.officer for row in line.rows}) > 1


def _who(line: Line, rows: Sequence[Row]) -> list[str]:
    several = _is_of_several(line)
    return list(dict.fromkeys(
        row.officer if several else segment_word(row.segment) for row in rows
    ))  # fmt: skip


def _named(names: Sequence[str]) -> str:
    """Names, the first six where there are many."""
    return listed(names, MOST_NAMES)
