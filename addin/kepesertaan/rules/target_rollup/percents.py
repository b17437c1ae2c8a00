"""Percentages of ratios: a cell in per cent holds a fraction, a typed one a number of per cent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kepesertaan.domain.targets import Figure, Finding, Metric, Reading, Strip

_PERCENT = "%"
_MOST_FRACTION = Decimal("1.5")  # 150 %; a ratio below 1,5 % is not one a branch reports
_HUNDRED = 100


def in_percent(reading: Reading) -> tuple[Reading, list[Finding]]:
    """The reading with every ratio in per cent, and for each metric what was taken for a fraction.

    >>> from kepesertaan.domain.targets import Reading
    >>> in_percent(Reading((2026, 11), (), {}, ()))[1]
    []
    """
    ratios = {key for key, metric in reading.metrics.items() if metric.unit == _PERCENT}
    fractions = {
        n: places
        for n, strip in enumerate(reading.strips)
        if strip.scale == 1
        and not ratios.isdisjoint(strip.lines.metrics)
        and (places := _fractions(strip, ratios))
    }  # a scale of 100: the reader has taken it for a fraction already
    if not fractions:
        return reading, []
    strips = [one for n, strip in enumerate(reading.strips)
              for one in _times_hundred(strip, fractions.get(n, ()))]  # fmt: skip
    found = [reading.strips[n].figure(at) for n, places in fractions.items() for at in places]
    return replace(reading, strips=tuple(strips)), _told(found, reading.metrics)


def _fractions(strip: Strip, ratios: Collection[str]) -> list[int]:
    """The places of ratios that can only be fractions."""
    return [
        at
        for at, (thing, value) in enumerate(zip(strip.things, strip.values, strict=True))
        if thing.metric in ratios and value is not None and 0 < value <= _MOST_FRACTION
    ]


def _times_hundred(strip: Strip, places: Sequence[int]) -> Iterator[Strip]:
    """A strip with those places in per cent, on a strip of their own."""
    if not places:
        yield strip
        return
    if len(places) < len(strip.values):
        yield strip.without(places)
    some = strip.only(places)
    values = tuple(value * _HUNDRED for value in some.values if value is not None)
    yield some._replace(values=values, scale=strip.scale * _HUNDRED)


def _told(found: Sequence[Figure], metrics: Mapping[str, Metric]) -> list[Finding]:
    first: dict[str, Figure] = {}
    for figure in found:
        first.setdefault(figure.metric, figure)
    return [
        Finding(
            one.place, "periksa",
            f"{metrics[key].label}: angka sampai 1,5 dibaca sebagai pecahan, misalnya 0,75 = 75 %. "
            "Periksa bila maksudnya lain.",
        )
        for key, one in first.items()
    ]  # fmt: skip
