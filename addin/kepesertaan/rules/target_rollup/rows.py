"""Figures of target sheets, rolled up over the months of one officer, segment and metric.

Every amount keeps the figures it was made of, so that a book can write it as a formula over them.
How it is made is found once for all rows that have the same months (``plans.py``), where
its figures stand once for all officers whose sheets have one form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from kepesertaan.domain.period import Month
from kepesertaan.domain.targets import Figure, Lines, Metric, Number, Reading, Strip, Thing

from .plans import BASES, Made, Part, Parts, Plan, Slot, come_to, plan_of

Key: TypeAlias = tuple[str, str, str]  # metric, officer, segment
_Spot: TypeAlias = tuple[int, int]  # number of a strip, and a place in it
_Shape: TypeAlias = tuple[tuple[Slot, Lines], ...]  # of an officer's strips


class Term(NamedTuple):
    """A figure (that in place ``at`` of a strip) times ``times`` / ``over``; ``value``: what that
    comes to. One figure is an amount too, with itself as its only term.
    """

    strip: Strip
    at: int
    value: Decimal
    times: int = 1
    over: int = 1

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.strip.figure(self.at)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Itself."""
        return (self,)

    @property
    def basis(self) -> str:
        """How it was made, in Indonesian."""
        return BASES[self.strip.span]


class Sum(NamedTuple):
    """A sum of figures that all have values, in the metric's unit. ``basis``: Indonesian, how it
    was made.
    """

    terms: tuple[Term, ...]
    basis: str
    value: Decimal


Amount: TypeAlias = Term | Sum


class Row(NamedTuple):
    """One metric of one officer and segment in the year of the roll-up.

    ``realised``, ``targets``: the months alone; ``before``: last year's realisation. ``target``:
    up to the month; ``done``: realised; ``compared``: the part of the target that ``done`` answers.
    ``missing``: months up to the month without realisation.

    ``plan``: how they are made of ``values``, those of the row's figures, which stand in ``spots``
    of the officer's ``strips``. Many thousand rows are only added up: an amount with its figures is
    made when it is asked for.
    """

    metric: Metric
    officer: str
    segment: str
    plan: Plan
    values: tuple[Number, ...]
    spots: Sequence[_Spot]
    strips: Sequence[Strip]

    @property
    def realised(self) -> Mapping[Month, Amount]:
        """What is realised in each month alone."""
        return _Months(self, self.plan.realised)

    @property
    def targets(self) -> Mapping[Month, Amount]:
        """The target of each month alone."""
        return _Months(self, self.plan.targets)

    @property
    def before(self) -> Mapping[Month, Amount]:
        """What was realised in each month of last year."""
        return _Months(self, self.plan.before)

    @property
    def year_target(self) -> Amount | None:
        """The target of the whole year."""
        return self._amount(self.plan.year_target)

    @property
    def target(self) -> Amount | None:
        """The target up to the month."""
        return self._amount(self.plan.target)

    @property
    def done(self) -> Amount | None:
        """What is realised up to the month."""
        return self._amount(self.plan.done)

    @property
    def compared(self) -> Amount | None:
        """The part of the target that what is realised answers."""
        return self._amount(self.plan.compared)

    @property
    def is_paired(self) -> bool:
        """Whether realisation and target can be compared."""
        return self.plan.done is not None and self.plan.compared is not None

    @property
    def missing(self) -> tuple[Month, ...]:
        """The months up to the month without realisation."""
        return self.plan.missing

    def value(self, made: Made) -> Decimal:
        """What an amount comes to that is made so."""
        if isinstance(made, Parts):
            return come_to((part, self.values[part.at]) for part in made.parts)
        return made.weigh(self.values[made.at])

    def amount(self, made: Made) -> Amount:
        """An amount that is made so, with its figures."""
        if isinstance(made, Parts):
            terms = tuple(term for part in made.parts for term in self.amount(part).terms)
            return Sum(terms, made.basis, self.value(made))
        number, place = self.spots[made.at]
        return Term(self.strips[number], place, self.value(made), made.times, made.over)

    def _amount(self, made: Made | None) -> Amount | None:
        return None if made is None else self.amount(made)


def by_plan(rows: Iterable[Row]) -> dict[Plan, list[Row]]:
    """Rows by how they are made."""
    kinds: dict[Plan, list[Row]] = {}
    for row in rows:
        kinds.setdefault(row.plan, []).append(row)
    return kinds


def weighed(rows: Sequence[Row], made: Made) -> list[tuple[Part, Number]]:
    """The parts of an amount that is made so, each with its sum over rows of one plan."""
    return [(part, sum([row.values[part.at] for row in rows])) for part in made.parts]


def summed(rows: Sequence[Row], made: Made) -> Decimal:
    """What an amount that is made so comes to over rows of one plan."""
    return come_to(weighed(rows, made))


class _Months(Mapping[Month, Amount]):
    """Amounts of a row by month, each made when it is asked for."""

    __slots__ = ("_made", "_row")

    def __init__(self, row: Row, made: Mapping[Month, Made]) -> None:
        self._row, self._made = row, made

    def __getitem__(self, month: Month) -> Amount:
        return self._row.amount(self._made[month])

    def __contains__(self, month: object) -> bool:
        return month in self._made

    def __iter__(self) -> Iterator[Month]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class _Place(NamedTuple):
    """Where the figures of a thing stand in an officer's strips, for which slots, and the plan."""

    thing: Thing
    slots: tuple[Slot, ...]
    spots: tuple[_Spot, ...]
    plan: Plan


@dataclass(frozen=True, slots=True)
class _Rolling:
    """A roll-up under way. ``kept``: of the shapes met before, which is one for most officers."""

    reading: Reading
    by_twelfths: bool
    kept: dict[_Shape, list[_Place]] = field(default_factory=dict)

    def rows(self, officer: str, strips: Sequence[Strip]) -> Iterator[Row]:
        """The rows of an officer, of each metric in the order of the segments."""
        columns = [strip.values for strip in strips]
        for place in self._places(strips):
            metric, segment = self.reading.metrics[place.thing.metric], place.thing.segment
            given = [columns[number][at] for number, at in place.spots]
            values = tuple([value for value in given if value is not None])
            if len(values) < len(given):
                place = self._without(place, given)
            yield Row(metric, officer, segment, place.plan, values, place.spots, strips)

    def _places(self, strips: Sequence[Strip]) -> list[_Place]:
        shape = tuple((Slot(one.side, one.span, one.month), one.lines) for one in strips)
        if shape not in self.kept:
            found = _spots_of(shape, self.reading.month[0])
            self.kept[shape] = [
                self._place(thing, tuple(found[thing]), tuple(found[thing].values()))
                for thing in sorted(found, key=attrgetter("segment"))
                if thing.metric in self.reading.metrics
            ]
        return self.kept[shape]

    def _place(self, thing: Thing, slots: tuple[Slot, ...], spots: tuple[_Spot, ...]) -> _Place:
        is_flow = self.reading.metrics[thing.metric].kind == "arus"
        plan = plan_of(slots, self.reading.month, is_flow=is_flow, by_twelfths=self.by_twelfths)
        return _Place(thing, slots, spots, plan)

    def _without(self, place: _Place, given: Sequence[Number | None]) -> _Place:
        """The same without the figures that have no value."""
        kept = [n for n, value in enumerate(given) if value is not None]
        slots, spots = tuple(place.slots[n] for n in kept), tuple(place.spots[n] for n in kept)
        return self._place(place.thing, slots, spots)


def _spots_of(shape: _Shape, year: int) -> dict[Thing, dict[Slot, _Spot]]:
    """Where the figures of each thing stand; those without a segment only of metrics that are not
    given by segment in that year."""
    split_up = set[str]().union(*(lines.split_up for slot, lines in shape if slot.month[0] == year))
    found: dict[Thing, dict[Slot, _Spot]] = {}
    for number, (slot, lines) in enumerate(shape):
        for at, thing in enumerate(lines.things):
            if thing.segment or thing.metric not in split_up:
                found.setdefault(thing, {})[slot] = (number, at)
    return found


def roll_up(reading: Reading, *, by_twelfths: bool) -> list[Row]:
    """A row for every metric, officer and segment, in the catalogue's order, then by name.

    ``by_twelfths``: whether a year's target alone is spread evenly over the months.
    """
    years = (reading.month[0], reading.month[0] - 1)
    by_officer: dict[str, list[Strip]] = {}
    for strip in reading.strips:
        if strip.month[0] in years:
            by_officer.setdefault(strip.officer, []).append(strip)
    rolling = _Rolling(reading, by_twelfths)
    rows: dict[str, list[Row]] = {key: [] for key in reading.metrics}
    for officer, strips in sorted(by_officer.items()):
        for row in rolling.rows(officer, strips):
            rows[row.metric.key].append(row)
    return list(chain.from_iterable(rows.values()))


def unsegmented(reading: Reading) -> list[Figure]:
    """Figures without a segment of officers who give the same metric by segment: left out."""
    strips = [strip for strip in reading.strips if strip.month[0] == reading.month[0]]
    split_up = {(metric, strip.officer) for strip in strips for metric in strip.lines.split_up}
    return [
        strip.figure(at)
        for strip in strips if strip.lines.bare
        for at, (metric, segment) in enumerate(strip.things)
        if not segment and (metric, strip.officer) in split_up and strip.values[at] is not None
    ]  # fmt: skip
