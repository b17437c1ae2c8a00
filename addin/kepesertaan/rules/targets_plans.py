"""How a row of a roll-up is made of its figures: that depends on which there are, not on numbers.

A month that is not there is named, never taken for zero; where months of the realisation are
missing, the target compared with it is that of the same months.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

from kepesertaan.domain.period import Month, later
from kepesertaan.domain.targets import Number, Side, Span

_TWELVE = 12
_ZERO = Decimal(0)
ALONE, UP_TO = "bulan itu", "angka s.d. di lembar"
BASES: dict[Span, str] = {"bulan": ALONE, "sd": UP_TO, "tahun": "target setahun di lembar"}
YEARS_END = "target akhir tahun"  # a stock's, where its sheet gives none for the month


class Slot(NamedTuple):
    """What a figure of a row is for."""

    side: Side
    span: Span
    month: Month


class Part(NamedTuple):
    """The figure in place ``at`` of a row's, times ``times`` / ``over``. A plan by itself too."""

    at: int
    slot: Slot
    times: int = 1
    over: int = 1

    @property
    def parts(self) -> tuple[Part, ...]:
        """Itself."""
        return (self,)

    @property
    def basis(self) -> str:
        """How it is made, in Indonesian."""
        return BASES[self.slot.span]

    def weigh(self, value: Number) -> Decimal:
        """What it makes of a value."""
        number = Decimal(value)
        return number if self.times == self.over else number * self.times / self.over

    def weighted(self, times: int, over: int = 1) -> Part:
        """So many times the same."""
        return self._replace(times=self.times * times, over=self.over * over)


class Parts(NamedTuple):
    """The sum of some figures. ``basis``: Indonesian, how it is made."""

    parts: tuple[Part, ...]
    basis: str


def come_to(weighed: Iterable[tuple[Part, Number]]) -> Decimal:
    """What some values, each weighed as its part says, come to together.

    Divided last, so that twelfths of several years' targets that are a whole number stay one.
    """
    sums: dict[int, Decimal] = {}
    for part, value in weighed:
        sums[part.over] = sums.get(part.over, _ZERO) + value * part.times
    return sum([total / over for over, total in sums.items()], _ZERO)


Made: TypeAlias = Part | Parts
_Months: TypeAlias = Mapping[Month, Part]
_Found: TypeAlias = dict[tuple[Side, Span, int], dict[Month, Part]]  # of side, span and year
_NO_MONTHS: _Months = {}


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """How everything of a row (``targets_rollup.Row``, where it is explained) is made.

    ``is_steady``: no month up to the month is without realisation. ``alone``: the places of the
    figures of these months where each stands for its month alone, and the sheet says as well what
    they come to; else none.
    """

    realised: Mapping[Month, Made]
    targets: Mapping[Month, Made]
    before: Mapping[Month, Made]
    year_target: Made | None
    target: Made | None
    done: Made | None
    compared: Made | None
    missing: tuple[Month, ...]
    is_steady: bool
    alone: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no month is missing and the year's target is known."""
        return bool(self.done and self.year_target and not self.missing)


@cache
def months_until(month: Month) -> tuple[Month, ...]:
    """January up to and with a month."""
    return tuple((month[0], number) for number in range(1, month[1] + 1))


@lru_cache(maxsize=5000)
def plan_of(slots: tuple[Slot, ...], month: Month, *, is_flow: bool, by_twelfths: bool) -> Plan:
    """How a row is made that has figures for these slots, of this year and the year before.

    ``by_twelfths``: whether a year's target alone is spread evenly over the months.
    """
    found: _Found = {}
    for at, slot in enumerate(slots):
        months = found.setdefault((slot.side, slot.span, slot.month[0]), {})
        months[slot.month] = Part(at, slot)
    until = months_until(month)
    realised = _monthly(found, "realisasi", month[0], is_flow)
    targets = _monthly(found, "target", month[0], is_flow)
    year = _year_target(found, targets, month, is_flow)
    told = _flow(found, "target", targets, until) if is_flow else targets.get(month)
    target = told or _spread(year, until, is_flow, by_twelfths)
    done, missing = _done(found, realised, until, is_flow)
    compared = target if done else None
    if done and missing and is_flow:
        there = [m for m in until if m not in missing]
        compared = _added(targets, there) or _spread(year, there, is_flow, by_twelfths)
    before = _monthly(found, "realisasi", month[0] - 1, is_flow)
    return Plan(realised, targets, before, year, target, done, compared, tuple(missing),
                all(one in realised for one in until), _alone(realised, done, until))  # fmt: skip


def _alone(
    realised: Mapping[Month, Made], done: Made | None, until: Sequence[Month]
) -> tuple[int, ...]:
    known = [part for one in until if isinstance(part := realised.get(one), Part)]
    is_told = done is not None and done.basis == UP_TO
    are_all = len(known) == len(until) and all(part.basis == ALONE for part in known)
    return tuple(part.at for part in known) if is_told and are_all else ()


def _months(found: _Found, side: Side, span: Span, year: int) -> _Months:
    return found.get((side, span, year), _NO_MONTHS)


def _monthly(found: _Found, side: Side, year: int, is_flow: bool) -> Mapping[Month, Made]:
    """The months of a side's year that are known, alone; of a stock its states."""
    alone, up_to = (_months(found, side, span, year) for span in ("bulan", "sd"))
    more = {month: made for month in up_to if month not in alone
            and (made := _difference(up_to, month) if is_flow else up_to[month])}  # fmt: skip
    return {**alone, **more}


def _difference(up_to: _Months, month: Month) -> Made | None:
    """A flow's month out of two that count from January."""
    if month[1] == 1:
        return up_to[month]
    earlier = up_to.get(later(month, -1))
    if earlier is None:
        return None
    return Parts((up_to[month], earlier.weighted(-1)), "selisih s.d. dua bulan")


def _flow(
    found: _Found, side: Side, monthly: Mapping[Month, Made], months: Sequence[Month]
) -> Made | None:
    """January up to the last month: as the sheet says, all its months, or those behind an s.d."""
    start = _latest(_months(found, side, "sd", months[-1][0]), months[-1])
    if start is None or start.slot.month == months[-1]:
        return start or _added(monthly, months)
    rest = _added(monthly, [month for month in months if month > start.slot.month])
    return _added(monthly, months) or (Parts((start, *rest.parts), rest.basis) if rest else None)


def _added(monthly: Mapping[Month, Made], months: Sequence[Month]) -> Parts | None:
    """The sum of months, None where one is not known."""
    known = [monthly.get(month) for month in months]
    if not known or None in known:
        return None
    return Parts(_parts(known), "jumlah bulan")


def _parts(some: Iterable[Made | None]) -> tuple[Part, ...]:
    return tuple(part for made in some if made for part in made.parts)


def _done(
    found: _Found, realised: Mapping[Month, Made], months: Sequence[Month], is_flow: bool
) -> tuple[Made | None, list[Month]]:
    """What is realised up to the month, and the months that are missing in it."""
    if not is_flow:
        state = realised.get(months[-1])
        return state, [] if state else [months[-1]]
    whole = _flow(found, "realisasi", realised, months)
    if whole:
        return whole, []
    start = _latest(_months(found, "realisasi", "sd", months[-1][0]), months[-1])
    rest = [m for m in months if start is None or m > start.slot.month]
    parts = _parts([start, *(realised.get(month) for month in rest)])
    done = Parts(parts, "jumlah bulan") if parts else None
    return done, [month for month in rest if month not in realised]


def _latest(known: _Months, month: Month) -> Part | None:
    """The newest up to a month."""
    newest = max((one for one in known if one <= month), default=None)
    return known[newest] if newest else None


def _year_target(
    found: _Found, targets: Mapping[Month, Made], month: Month, is_flow: bool
) -> Made | None:
    """As the newest sheet up to the month says, else a sheet of the whole year, whose figures are
    December's; else all twelve months, or a stock's December.
    """
    year = months_until((month[0], _TWELVE))
    known = _months(found, "target", "tahun", month[0])
    if part := _latest(known, month) or known.get(year[-1]):
        return part
    if not is_flow:
        return targets.get(year[-1])
    return _flow(found, "target", targets, year)


def _spread(
    year: Made | None, months: Sequence[Month], is_flow: bool, by_twelfths: bool
) -> Parts | None:
    """The year's target for some months: evenly of a flow; of a stock the year's own."""
    if year is None or not months:
        return None
    if not is_flow:
        return Parts(year.parts, YEARS_END)
    if not by_twelfths:
        return None
    parts = tuple(one.weighted(len(months), _TWELVE) for one in year.parts)
    return Parts(parts, f"target setahun / 12 x {len(months)}")
