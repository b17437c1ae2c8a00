"""Figures of target sheets, rolled up over the months of one officer, segment and metric.

Every amount keeps the figures it was made of, so that a book can write it as a formula over them.
A month that is not there is named, never taken for zero; where months of the realisation are
missing, the target compared with it is that of the same months.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple, TypeAlias

from kepesertaan.domain.period import Month, later
from kepesertaan.domain.targets import Figure, Metric, Reading, Side, Span, Strip, Thing

Key: TypeAlias = tuple[str, str, str]  # metric, officer, segment
_TWELVE = 12
ALONE, UP_TO = "bulan itu", "angka s.d. di lembar"
_BASES: dict[Span, str] = {"bulan": ALONE, "sd": UP_TO, "tahun": "target setahun di lembar"}
YEARS_END = "target akhir tahun"  # a stock's, where its sheet gives none for the month


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
        return _BASES[self.strip.span]

    def weighted(self, times: int, over: int = 1) -> Term:
        """So many times the same."""
        return self._replace(
            value=self.value * times / over, times=self.times * times, over=self.over * over
        )


class Sum(NamedTuple):
    """A sum of figures that all have values, in the metric's unit. ``basis``: Indonesian, how it
    was made. Made by ``sum_of``.
    """

    terms: tuple[Term, ...]
    basis: str
    value: Decimal


Amount: TypeAlias = Term | Sum


def sum_of(terms: tuple[Term, ...], basis: str) -> Sum:
    """The sum of some terms."""
    return Sum(terms, basis, sum((one.value for one in terms), Decimal(0)))


# Of one key: side, span and year -> its months, in no certain order.
_Head: TypeAlias = tuple[Side, Span, int]
_Found: TypeAlias = dict[_Head, dict[Month, Term]]
_NO_MONTHS: Mapping[Month, Term] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """One metric of one officer and segment in the year of the roll-up.

    ``realised``, ``targets``: the months alone; ``before``: last year's realisation. ``target``:
    up to the month; ``done``: realised; ``compared``: the part of the target that ``done`` answers.
    ``missing``: months up to the month without realisation.
    """

    metric: Metric
    officer: str
    segment: str
    realised: Mapping[Month, Amount] = field(repr=False)
    targets: Mapping[Month, Amount] = field(repr=False)
    before: Mapping[Month, Amount] = field(repr=False)
    year_target: Amount | None
    target: Amount | None
    done: Amount | None
    compared: Amount | None
    missing: tuple[Month, ...]

    @property
    def is_paired(self) -> bool:
        """Whether realisation and target can be compared."""
        return self.done is not None and self.compared is not None


@cache
def months_until(month: Month) -> tuple[Month, ...]:
    """January up to and with a month."""
    return tuple((month[0], number) for number in range(1, month[1] + 1))


def is_steady(row: Row, month: Month) -> bool:
    """Whether every month up to the month is there, so that months can be compared."""
    return all(one in row.realised for one in months_until(month))


def roll_up(reading: Reading, *, by_twelfths: bool) -> list[Row]:
    """A row for every metric, officer and segment, in the catalogue's order, then by name.

    ``by_twelfths``: whether a year's target alone is spread evenly over the months.
    """
    found = _by_key(reading)
    order = {key: n for n, key in enumerate(reading.metrics)}
    keys = sorted(found, key=lambda key: (order.get(key[0], len(order)), *key[1:]))
    return [_row(reading.metrics[key[0]], key, found[key], reading.month, by_twelfths)
            for key in keys]  # fmt: skip


def unsegmented(reading: Reading) -> list[Figure]:
    """Figures without a segment of officers who give the same metric by segment: left out."""
    split_up = _split_up(reading)
    return [
        strip.figure(at)
        for strip in reading.strips
        if strip.month[0] == reading.month[0]
        for at, (metric, segment) in enumerate(strip.things)
        if not segment and (metric, strip.officer) in split_up and strip.values[at] is not None
    ]


def _split_up(reading: Reading) -> set[tuple[str, str]]:
    """Metric and officer where this year's figures name segments."""
    things = {(strip.officer, strip.things) for strip in reading.strips
              if strip.month[0] == reading.month[0]}  # fmt: skip
    return {(thing.metric, who) for who, some in things for thing in some if thing.segment}


def _by_key(reading: Reading) -> dict[Key, _Found]:
    """This year's and last year's figures that have values; a key without one has no entries."""
    years = (reading.month[0], reading.month[0] - 1)
    split_up = _split_up(reading)
    found: dict[Key, _Found] = {}

    @cache
    def slots(officer: str, things: tuple[Thing, ...], head: _Head) -> list[dict[Month, Term]]:
        """Where the figures of each thing go; what is left out goes nowhere."""
        return [
            {} if not segment and (metric, officer) in split_up
            else found.setdefault((metric, officer, segment), {}).setdefault(head, {})
            for metric, segment in things
        ]  # fmt: skip

    for strip in reading.strips:
        month = strip.month
        if month[0] not in years:
            continue
        places = slots(strip.officer, strip.things, (strip.side, strip.span, month[0]))
        for at, (months, value) in enumerate(zip(places, strip.values, strict=True)):
            if value is not None:
                months[month] = Term(strip, at, Decimal(value))
    return {key: entry for key, entry in found.items() if key[0] in reading.metrics}


def _row(metric: Metric, key: Key, found: _Found, month: Month, by_twelfths: bool) -> Row:
    is_flow = metric.kind == "arus"
    months = months_until(month)
    realised = _monthly(found, "realisasi", month[0], is_flow)
    targets = _monthly(found, "target", month[0], is_flow)
    year = _year_target(found, targets, month, is_flow)
    roll = _flow if is_flow else _state
    target = roll(found, "target", targets, months) or _spread(year, months, is_flow, by_twelfths)
    done, missing = _done(found, realised, months, is_flow)
    compared = target
    if done is None:
        compared = None
    elif missing and is_flow:
        there = [m for m in months if m not in missing]
        compared = _added(targets, there) or _spread(year, there, is_flow, by_twelfths)
    before = _monthly(found, "realisasi", month[0] - 1, is_flow)
    return Row(metric, key[1], key[2], realised, targets, before, year, target, done, compared,
               tuple(missing))  # fmt: skip


def _months(found: _Found, side: Side, span: Span, year: int) -> Mapping[Month, Term]:
    return found.get((side, span, year), _NO_MONTHS)


def _monthly(found: _Found, side: Side, year: int, is_flow: bool) -> Mapping[Month, Amount]:
    """The months of a side's year that are known, alone; of a stock its states."""
    alone, up_to = (_months(found, side, span, year) for span in ("bulan", "sd"))
    more = {month: amount for month in up_to if month not in alone
            and (amount := _difference(up_to, month) if is_flow else up_to[month])}  # fmt: skip
    return {**alone, **more} if more else alone


def _difference(up_to: Mapping[Month, Term], month: Month) -> Amount | None:
    """A flow's month out of two that count from January."""
    if month[1] == 1:
        return up_to[month]
    earlier = up_to.get(later(month, -1))
    if earlier is None:
        return None
    return sum_of((up_to[month], earlier.weighted(-1)), "selisih s.d. dua bulan")


def _flow(
    found: _Found, side: Side, monthly: Mapping[Month, Amount], months: Sequence[Month]
) -> Amount | None:
    """January up to the last month: as the sheet says, all its months, or those behind an s.d."""
    start = _latest(_months(found, side, "sd", months[-1][0]), months[-1])
    if start is None or start.strip.month == months[-1]:
        return start or _added(monthly, months)
    rest = _added(monthly, [month for month in months if month > start.strip.month])
    return _added(monthly, months) or (sum_of((start, *rest.terms), rest.basis) if rest else None)


def _state(
    found: _Found, side: Side, monthly: Mapping[Month, Amount], months: Sequence[Month]
) -> Amount | None:
    """A stock or ratio: that of the last month."""
    return monthly.get(months[-1])


def _added(monthly: Mapping[Month, Amount], months: Sequence[Month]) -> Amount | None:
    """The sum of months, None where one is not known."""
    known = [monthly.get(month) for month in months]
    if not known or None in known:
        return None
    return sum_of(_terms(known), "jumlah bulan")


def _terms(amounts: Iterable[Amount | None]) -> tuple[Term, ...]:
    return tuple(term for amount in amounts if amount for term in amount.terms)


def _done(
    found: _Found, realised: Mapping[Month, Amount], months: Sequence[Month], is_flow: bool
) -> tuple[Amount | None, list[Month]]:
    """What is realised up to the month, and the months that are missing in it."""
    if not is_flow:
        state = realised.get(months[-1])
        return state, [] if state else [months[-1]]
    whole = _flow(found, "realisasi", realised, months)
    if whole:
        return whole, []
    start = _latest(_months(found, "realisasi", "sd", months[-1][0]), months[-1])
    rest = [m for m in months if start is None or m > start.strip.month]
    terms = _terms([start, *(realised.get(month) for month in rest)])
    done = sum_of(terms, "jumlah bulan") if terms else None
    return done, [month for month in rest if month not in realised]


def _latest(known: Mapping[Month, Term], month: Month) -> Term | None:
    """The newest up to a month."""
    newest = max((one for one in known if one <= month), default=None)
    return known[newest] if newest else None


def _year_target(
    found: _Found, targets: Mapping[Month, Amount], month: Month, is_flow: bool
) -> Amount | None:
    """As the newest sheet up to the month says, else a sheet of the whole year, whose figures are
    December's; else all twelve months, or a stock's December.
    """
    year = months_until((month[0], _TWELVE))
    known = _months(found, "target", "tahun", month[0])
    if term := _latest(known, month) or known.get(year[-1]):
        return term
    if not is_flow:
        return targets.get(year[-1])
    return _flow(found, "target", targets, year)


def _spread(
    year: Amount | None, months: Sequence[Month], is_flow: bool, by_twelfths: bool
) -> Amount | None:
    """The year's target for some months: evenly of a flow; of a stock the year's own."""
    if year is None or not months:
        return None
    if not is_flow:
        return sum_of(year.terms, YEARS_END)
    if not by_twelfths:
        return None
    terms = tuple(one.weighted(len(months), _TWELVE) for one in year.terms)
    return sum_of(terms, f"target setahun / 12 x {len(months)}")
