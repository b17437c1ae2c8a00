"""What each officer gives for a month, side by side: only to be compared with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from kepesertaan.domain.period import Month
from kepesertaan.domain.targets import Number

from .sources import ASKED, Gathering, Source

Key: TypeAlias = tuple[str, str, str, str]  # metric, segment, side, span
Vector: TypeAlias = dict[Key, Number]
LEAST_DIGITS = 3  # that must agree before an agreement is no chance


def totals(gathering: Gathering, month: Month) -> dict[str, Number]:
    """Everything each officer gives for a month, added up: only to be compared."""
    found: dict[str, Number] = {}
    for source in counted(gathering, month):
        for strip in source.strips:
            found[source.officer] = found.get(source.officer, 0) + strip.total
    return found


def counted(gathering: Gathering, month: Month) -> Iterator[Source]:
    """The sources of a month, with those of sheets whose officer is asked about."""
    some = (*gathering.sources, *gathering.unowned)
    return (s for s in some if s.month == month and s.state != "ganda")


def nobody(gathering: Gathering) -> set[str]:
    """What sheets are called whose officer is asked about."""
    return {source.officer for source in gathering.unowned}


def unclear(gathering: Gathering, month: Month) -> set[Key]:
    """What some officer's cell gives that is asked about: nobody knows what it adds to a sum."""
    found = set[Key]()
    for source in counted(gathering, month):
        for strip in source.strips:
            for at, why in strip.whys.items():
                if why in ASKED:
                    metric, segment = strip.things[at]
                    found |= {(metric, one, strip.side, strip.span) for one in (segment, "")}
    return found


def vectors_of(sources: Iterable[Source]) -> dict[str, Vector]:
    """What each officer gives, of everything that is not 0."""
    found: dict[str, Vector] = {}
    for source in sources:
        own = found.setdefault(source.officer, {})
        for strip in source.strips:
            for (metric, segment), value in zip(strip.things, strip.values, strict=True):
                if value:
                    own.setdefault((metric, segment, strip.side, strip.span), value)
    return found


def digits(values: Iterable[Number]) -> int:
    """How many digits different numbers have, without noughts at their end.

    >>> digits([140, 120, 120]), digits([1000])
    (4, 1)
    """
    return sum(len(str(abs(int(value))).rstrip("0")) for value in set(values))
