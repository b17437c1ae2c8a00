"""Percentages of ratios: a cell in per cent holds a fraction, a typed one a number of per cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kepesertaan.domain.targets import Figure, Finding, Metric, Reading

_PERCENT = "%"
_MOST_FRACTION = Decimal("1.5")  # 150 %; a ratio below 1,5 % is not one a branch reports
_HUNDRED = Decimal(100)


def in_percent(reading: Reading) -> tuple[Reading, list[Finding]]:
    """The reading with every ratio in per cent, and for each metric what was taken for a fraction.

    >>> from kepesertaan.domain.targets import Reading
    >>> in_percent(Reading((2026, 11), (), {}, ()))[1]
    []
    """
    ratios = {key for key, metric in reading.metrics.items() if metric.unit == _PERCENT}
    found = [f for f in reading.figures if f.metric in ratios and _is_fraction(f)]
    if not found:
        return reading, []
    figures = tuple(
        _times_hundred(f) if f.metric in ratios and _is_fraction(f) else f for f in reading.figures
    )
    return replace(reading, figures=figures), _told(found, reading.metrics)


def _is_fraction(ratio: Figure) -> bool:
    if ratio.scale != 1:  # the reader has taken it for a fraction already
        return False
    return ratio.value is not None and 0 < ratio.value <= _MOST_FRACTION


def _times_hundred(figure: Figure) -> Figure:
    value = figure.value * _HUNDRED if figure.value is not None else None
    return figure._replace(value=value, scale=figure.scale * _HUNDRED)


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
