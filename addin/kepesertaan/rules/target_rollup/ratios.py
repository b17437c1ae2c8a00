"""Ratios made anew of their numerator and denominator; a percentage alone is never rolled up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kepesertaan.domain.period import Month
from kepesertaan.domain.targets import Metric

from .rows import Amount, Row

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class RatioLine:
    """A ratio of one officer and segment at the month. ``sent``, ``target``: per cent, as sent."""

    metric: Metric
    officer: str
    segment: str
    above: Amount | None
    below: Amount | None
    sent: Amount | None
    target: Amount | None

    @property
    def share(self) -> Decimal | None:
        """Numerator over denominator in per cent; None where one is missing."""
        if self.above is None or self.below is None or not self.below.value:
            return None
        return self.above.value / self.below.value * _HUNDRED


def ratio_lines(rows: Sequence[Row], metrics: Sequence[Metric], month: Month) -> list[RatioLine]:
    """A line for each officer and segment that gives a ratio or both its parts."""
    needed = {key for metric in metrics for key in (metric.key, *metric.parts)}
    rows = [row for row in rows if row.metric.key in needed]
    by_key = {(row.metric.key, row.officer, row.segment): row for row in rows}
    found = []
    for metric in metrics:
        wanted = {metric.key, *metric.parts}
        who = sorted({(row.officer, row.segment) for row in rows if row.metric.key in wanted})
        for officer, segment in who:
            own = by_key.get((metric.key, officer, segment))
            above, below = _parts(metric, by_key, officer, segment, month)
            line = RatioLine(
                metric, officer, segment, above, below,
                own.realised.get(month) if own else None, own.target if own else None,
            )  # fmt: skip
            if line.sent or line.share is not None:
                found.append(line)
    return found


def _parts(
    metric: Metric,
    by_key: dict[tuple[str, str, str], Row],
    officer: str,
    segment: str,
    month: Month,
) -> tuple[Amount | None, Amount | None]:
    if not metric.parts:
        return None, None
    pair = [by_key.get((part, officer, segment)) for part in metric.parts]
    above, below = (row.realised.get(month) if row else None for row in pair)
    return above, below


def whole_share(lines: Sequence[RatioLine]) -> Decimal | None:
    """The ratio of all lines that have both parts, in per cent; None where none has."""
    both = [(one.above, one.below) for one in lines if one.share is not None]
    above = sum((a.value for a, _ in both if a), Decimal(0))
    below = sum((b.value for _, b in both if b), Decimal(0))
    return above / below * _HUNDRED if below else None


def same_target(lines: Sequence[RatioLine]) -> Amount | None:
    """The target all lines share; None where they differ: targets of ratios are not averaged."""
    known = [line.target for line in lines if line.target]
    return known[0] if len({one.value for one in known}) == 1 else None
