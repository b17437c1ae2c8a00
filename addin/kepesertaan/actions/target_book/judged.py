"""What lines are judged by, and the judgement as formulas: the percentage written, the colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kepesertaan.data.roll_up_settings import Band
from kepesertaan.domain.grid import Formula, Plain
from kepesertaan.domain.period import Month
from kepesertaan.domain.target_sums import TimeLeft
from kepesertaan.domain.targets import Metric
from kepesertaan.rules.target_rollup.bands import as_written, band_of
from kepesertaan.rules.target_rollup.outlook import time_left

from .places import NONE, text

BAND_UP, BAND_DOWN = "batas_naik_{}", "batas_turun_{}"  # names of the cells that hold the bounds
_DIGITS = 13  # of a share that a spreadsheet's arithmetic can be trusted with


@dataclass(frozen=True, slots=True)
class Judged:
    """What lines are judged by."""

    month: Month
    bands: Sequence[Band]

    @property
    def time(self) -> TimeLeft:
        """What is left of the year."""
        return time_left(self.month)

    def written(self, share: Decimal | None, metric: Metric) -> Decimal | None:
        """An achievement as it is written; None where there is none."""
        return None if share is None else as_written(share, metric, self.bands)

    def word(self, share: Decimal | None, metric: Metric) -> str:
        """The colour of an achievement in words."""
        band = band_of(share, metric, self.bands)
        return band_words(band) if band else NONE

    def share(self, exact: str, share: Decimal | None, metric: Metric) -> Plain | Formula:
        """The percentage that is written; ``exact``: the formula of the achievement itself."""
        told = self.written(share, metric)
        if told is None:
            return NONE
        return Formula(_share_formula(exact, metric, self.bands), told)

    def colour(self, here: str, share: Decimal | None, metric: Metric) -> Plain | Formula:
        """The word of the percentage that is written at a cell."""
        if share is None:
            return NONE
        return Formula(_band_formula(here, metric, self.bands), self.word(share, metric))


def band_words(band: Band) -> str:
    """A colour in words, with its sign."""
    return f"{band.sign} {band.word}"


def _share_formula(exact: str, metric: Metric, bands: Sequence[Band]) -> str:
    """The achievement, but rounded the other way where rounding half up would pass a bound."""
    name, sign, missed, away = _directions(metric)
    passed = [
        f"AND(ROUND({exact},{_DIGITS}){missed}{name.format(n)},"
        f"ROUND({exact},3){sign}{name.format(n)})"
        for n in range(1, len(bands))
    ]
    return f"IF(OR({','.join(passed)}),{away}({exact},3),{exact})" if passed else exact


def _band_formula(here: str, metric: Metric, bands: Sequence[Band]) -> str:
    name, sign, _, _ = _directions(metric)
    said = text(band_words(bands[-1]))
    for n in range(len(bands) - 1, 0, -1):
        test = f"ROUND({here},{_DIGITS}){sign}{name.format(n)}"
        said = f"IF({test},{text(band_words(bands[n - 1]))},{said})"
    return said


def _directions(metric: Metric) -> tuple[str, str, str, str]:
    """The bounds' name, what reaches and what misses one, and the rounding that claims less."""
    if metric.good_when == "turun":
        return BAND_DOWN, "<=", ">", "ROUNDUP"
    return BAND_UP, ">=", "<", "ROUNDDOWN"
