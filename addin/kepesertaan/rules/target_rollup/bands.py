"""Colours of an achievement, and the percentage that is written beside them.

A colour is judged by the achievement itself, never by what rounding makes of it: 99,95 % has not
reached 100 %. What is written is rounded half up to one decimal, but never over a bound that was
not reached: 99,95 % is written 99,9 %, and where less is better 100,04 % is written 100,1 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from kepesertaan.data.roll_up_settings import Band
from kepesertaan.domain.targets import Metric

_SHOWN = Decimal("0.001")  # one decimal of a per cent


def band_of(share: Decimal | None, metric: Metric, bands: Sequence[Band]) -> Band | None:
    """The band of an achievement (a fraction), None where there is none."""
    if share is None:
        return None
    return next(band for band in bands if _is_in(share, band, metric))


def as_written(share: Decimal, metric: Metric, bands: Sequence[Band]) -> Decimal:
    """An achievement so that rounding it half up to one decimal of a per cent keeps its colour."""
    near = share.quantize(_SHOWN, ROUND_HALF_UP)
    if all(_is_in(share, band, metric) or not _is_in(near, band, metric) for band in bands):
        return share
    return share.quantize(_SHOWN, ROUND_CEILING if metric.good_when == "turun" else ROUND_FLOOR)


def _is_in(share: Decimal, band: Band, metric: Metric) -> bool:
    """Whether an achievement is as good as the band asks."""
    if metric.good_when == "turun":
        return band.at_most is None or share * 100 <= band.at_most
    return band.at_least is None or share * 100 >= band.at_least
