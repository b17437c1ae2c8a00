"""What earlier roll-ups of target sheets found, as it is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .period import Month

# metric, officer, month, segment, side, span
FigureKey = tuple[str, str, Month, str, str, str]


@dataclass(frozen=True, slots=True)
class Remembered:
    """One roll-up. ``prints``: fingerprints of the sources of an officer's month."""

    month: Month
    saved: str  # UTC, as in the file's name: the later of two of one month counts
    figures: Mapping[FigureKey, Decimal]
    prints: Mapping[tuple[str, Month], frozenset[str]]
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """The last roll-up of an earlier month, and everybody who ever sent something."""

    last: Remembered | None = None
    officers: tuple[str, ...] = ()
    sent: Mapping[str, Month] = field(default_factory=dict)  # officer -> last month with figures

    @property
    def figures(self) -> Mapping[FigureKey, Decimal]:
        """The figures of the last roll-up, none where there was none."""
        return self.last.figures if self.last else {}

    @property
    def prints(self) -> Mapping[tuple[str, Month], frozenset[str]]:
        """The fingerprints of the last roll-up, none where there was none."""
        return self.last.prints if self.last else {}


def before(records: Sequence[Remembered], month: Month) -> Before:
    """What was known before the roll-up of a month: a second run of it finds the same again."""
    earlier = sorted((r for r in records if r.month < month), key=lambda r: (r.month, r.saved))
    sent: dict[str, Month] = {}
    for record in earlier:
        for (_, officer, of, _, side, _), _ in record.figures.items():
            if side == "realisasi" and of <= month:
                sent[officer] = max(sent.get(officer, of), of)
    officers = dict.fromkeys(name for record in earlier for name in record.officers)
    return Before(earlier[-1] if earlier else None, tuple(officers), sent)
