"""Figures of target sheets, rolled up over the months of one officer, segment and metric.

Every amount keeps the figures it was made of, so that a book can write it as a formula over them.
A month that is not there is named, never taken for zero; where months of the realisation are
missing, the target compared with it is that of the same months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple, TypeAlias

from kepesertaan.domain.period import Month, later
from kepesertaan.domain.targets import Figure, Metric, Reading, Side, Span

Key: TypeAlias = tuple[str, str, str]  # metric, officer, segment
_Found: TypeAlias = dict[tuple[Side, Span, Month], Figure]
_TWELVE = 12
_UP_TO = "angka s.d. di lembar"
YEARS_END = "target akhir tahun"  # a stock's, where its sheet gives none for the month


class Term(NamedTuple):
    """A figure, times ``times`` / ``over``."""

    figure: Figure
    times: int = 1
    over: int = 1


class Amount(NamedTuple):
    """A sum of figures that all have values, in the metric's unit. ``basis``: Indonesian, how it
    was made. Made by ``amount_of``.
    """

    terms: tuple[Term, ...]
    basis: str
    value: Decimal


def amount_of(terms: tuple[Term, ...], basis: str) -> Amount:
    """The sum of some terms."""
    parts = ((one.figure.value or Decimal(0)) * one.times / one.over for one in terms)
    return Amount(terms, basis, sum(parts, Decimal(0)))


def _alone(figure: Figure, basis: str) -> Amount:
    """A figure by itself."""
    return Amount((Term(figure),), basis, figure.value or Decimal(0))


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
    year = reading.month[0]
    bare = [f for f in reading.figures
            if not f.segment and f.month[0] == year and f.value is not None]  # fmt: skip
    both = _split_up(reading) if bare else ()
    return [f for f in bare if (f.metric, f.officer) in both]


def _split_up(reading: Reading) -> set[tuple[str, str]]:
    """Metric and officer where this year's figures name segments."""
    year = reading.month[0]
    return {(f.metric, f.officer) for f in reading.figures if f.segment and f.month[0] == year}


def _by_key(reading: Reading) -> dict[Key, _Found]:
    """This year's and last year's figures that have values; a key without one has no entries."""
    years = (reading.month[0], reading.month[0] - 1)
    split_up = _split_up(reading)
    found: dict[Key, _Found] = {}
    for figure in reading.figures:
        if figure.month[0] not in years or figure.metric not in reading.metrics:
            continue
        if not figure.segment and (figure.metric, figure.officer) in split_up:
            continue
        entry = found.setdefault((figure.metric, figure.officer, figure.segment), {})
        if figure.value is not None:
            entry[figure.side, figure.span, figure.month] = figure
    return found


def _row(metric: Metric, key: Key, found: _Found, month: Month, by_twelfths: bool) -> Row:
    is_flow = metric.kind == "arus"
    months = months_until(month)
    parted = _by_year(found)
    realised = _monthly(found, parted["realisasi", month[0]], is_flow)
    targets = _monthly(found, parted["target", month[0]], is_flow)
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
    before = _monthly(found, parted["realisasi", month[0] - 1], is_flow)
    return Row(metric, key[1], key[2], realised, targets, before, year, target, done, compared,
               tuple(missing))  # fmt: skip


def _by_year(found: _Found) -> Mapping[tuple[Side, int], Sequence[Figure]]:
    """The figures of each side and year."""
    parted = defaultdict[tuple[Side, int], list[Figure]](list)
    for (side, _, month), figure in found.items():
        parted[side, month[0]].append(figure)
    return parted


def _monthly(found: _Found, year: Sequence[Figure], is_flow: bool) -> dict[Month, Amount]:
    """The months of a side's year that are known, alone; of a stock its states."""
    known: dict[Month, Amount] = {}
    for figure in year:
        side, span, month = figure.side, figure.span, figure.month
        if span == "bulan":
            known[month] = _alone(figure, "bulan itu")
        elif span == "sd" and (side, "bulan", month) not in found:
            amount = _difference(found, side, month, figure) if is_flow else _alone(figure, _UP_TO)
            if amount:
                known[month] = amount
    return dict(sorted(known.items()))


def _difference(found: _Found, side: Side, month: Month, up_to: Figure) -> Amount | None:
    """A flow's month out of two that count from January."""
    if month[1] == 1:
        return _alone(up_to, _UP_TO)
    earlier = found.get((side, "sd", later(month, -1)))
    if earlier is None:
        return None
    return amount_of((Term(up_to), Term(earlier, -1)), "selisih s.d. dua bulan")


def _flow(
    found: _Found, side: Side, monthly: Mapping[Month, Amount], months: Sequence[Month]
) -> Amount | None:
    """January up to the last month: as the sheet says, or all its months."""
    if up_to := found.get((side, "sd", months[-1])):
        return _alone(up_to, _UP_TO)
    return _added(monthly, months)


def _state(
    found: _Found, side: Side, monthly: Mapping[Month, Amount], months: Sequence[Month]
) -> Amount | None:
    """A stock or ratio: that of the last month."""
    return monthly.get(months[-1])


def _added(monthly: Mapping[Month, Amount], months: Sequence[Month]) -> Amount | None:
    """The sum of months, None where one is not known."""
    if not months or any(month not in monthly for month in months):
        return None
    terms = tuple(term for month in months for term in monthly[month].terms)
    return amount_of(terms, "jumlah bulan")


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
    start = _latest(found, months)
    rest = [m for m in months if start is None or m > start.month]
    there = [m for m in rest if m in realised]
    terms = tuple(term for month in there for term in realised[month].terms)
    terms = ((Term(start),) if start else ()) + terms
    return (amount_of(terms, "jumlah bulan") if terms else None), [
        m for m in rest if m not in there
    ]


def _latest(found: _Found, months: Sequence[Month]) -> Figure | None:
    """The newest realisation that counts from January."""
    known = [found.get(("realisasi", "sd", month)) for month in months]
    return next((figure for figure in reversed(known) if figure), None)


def _year_target(
    found: _Found, targets: Mapping[Month, Amount], month: Month, is_flow: bool
) -> Amount | None:
    """As the newest sheet up to the month says; else all twelve months, or a stock's December."""
    known = [found.get(("target", "tahun", m)) for m in months_until(month)]
    if figure := next((one for one in reversed(known) if one), None):
        return _alone(figure, "target setahun di lembar")
    year = months_until((month[0], _TWELVE))
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
        return amount_of(year.terms, YEARS_END)
    if not by_twelfths:
        return None
    terms = tuple(Term(one.figure, one.times * len(months), one.over * _TWELVE)
                  for one in year.terms)  # fmt: skip
    return amount_of(terms, f"target setahun / 12 x {len(months)}")
