"""A row at the end of a list of officers that nearly is their sum: an office named by its place.

Whose numbers are their sum to the last digit is found among all officers (``doubles.py``). One
mistyped number or one rounding must not make an officer of the office.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from kepesertaan.domain.targets import Number, Place

from .sources import Gathering, Source
from .vectors import LEAST_DIGITS, Vector, digits, vectors_of

_SEVERAL = 3  # officers above or below, whose sum is no chance
_NEAR = Decimal("0.05")  # a share of the sum


def offices_in_lists(gathering: Gathering, but: Collection[str]) -> list[str]:
    """The first or last of a list's officers who give nearly the sum of the others in everything,
    or exactly in half of it. ``but``: who certainly is an officer."""
    lists: dict[Place, list[Source]] = {}
    for source in gathering.sources:
        if source.month == gathering.month and source.state != "ganda":
            lists.setdefault(source.place, []).append(source)
    long = (some for some in lists.values() if len(some) > _SEVERAL)
    return [name for some in long for name in _offices(some) if name not in but]


def _offices(sources: Sequence[Source]) -> Iterator[str]:
    vectors, ordered = vectors_of(sources), sorted(sources, key=_first_row)
    for source in (ordered[0], ordered[-1]):
        if _is_nearly_the_sum(source.officer, vectors):
            yield source.officer
            return


def _first_row(source: Source) -> int:
    return min(row for strip in source.strips for row in strip.rows)


def _is_nearly_the_sum(name: str, vectors: Mapping[str, Vector]) -> bool:
    own = vectors[name]
    others = [other for one, other in vectors.items() if one != name and other]
    if len(others) < _SEVERAL or len(own) < 2 or digits(own.values()) < LEAST_DIGITS:
        return False
    pairs = [(value, sum(other.get(key, 0) for other in others)) for key, value in own.items()]
    exact = sum(a == b for a, b in pairs)
    return 2 * exact >= len(pairs) or all(_is_near(a, b) for a, b in pairs)


def _is_near(one: Number, other: Number) -> bool:
    return abs(Decimal(one) - Decimal(other)) <= _NEAR * abs(Decimal(other))
