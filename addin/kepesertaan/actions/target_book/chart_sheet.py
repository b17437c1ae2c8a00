"""What every chart of the summary is made with: its block on the sheet Data Grafik, its colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kepesertaan.domain.grid import Formula, Plain, Spot
from kepesertaan.domain.targets import Metric
from kepesertaan.rules.target_rollup.lines import Line
from kepesertaan.rules.target_rollup.outlook import Outlook

from .places import CHARTS, area, one

BLUE, PALE, GREEN, RED, GREY = "2F5597", "BFBFBF", "70AD47", "C55A11", "7F7F7F"
_SCALES = ((Decimal(10) ** 9, "miliar rupiah"), (Decimal(10) ** 6, "juta rupiah"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the charts of one metric are made of. ``name``: as the summary calls it."""

    name: str
    whole: Line
    officers: Sequence[Line]
    segments: Sequence[Line]
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows of the sheets Per Petugas and Per Segmen, by metric key and label."""

    officers: Mapping[tuple[str, str], int]
    segments: Mapping[tuple[str, str], int]


@dataclass(slots=True)
class ChartSheet:
    """The sheet while its blocks are written below each other."""

    spots: list[Spot] = field(default_factory=list)
    row: int = 3
    heights: dict[int, float] = field(default_factory=dict)

    def block(self, title: str, heads: Sequence[str]) -> int:
        """Begin a block; its first row."""
        self.spots.append(Spot(self.row, 0, title, "block"))
        self.heights[self.row] = 20
        self.spots += [
            Spot(self.row + 1, n, head, "right head" if n else "text head")
            for n, head in enumerate(heads)
        ]
        return self.row + 2

    def line(self, at: int, values: Sequence[Plain | Formula], look: str = "number") -> None:
        """Write a row of a block."""
        self.spots += [
            Spot(at, n, value, look if n else "text")
            for n, value in enumerate(values)
            if value is not None
        ]

    def end(self, last: int) -> None:
        """End a block."""
        self.row = last + 3


def ref(row: int, col: int, last: int) -> str:
    """A column of the sheet from a row to the last, as a chart says it."""
    return "=" + area(CHARTS, (row, col), (last, col))


def name_at(row: int, col: int) -> str:
    """A cell of the sheet, as a chart names its series by it."""
    return "=" + one(CHARTS, row, col)


def scale(metric: Metric, largest: Decimal) -> tuple[str, str]:
    """How an axis writes its numbers, and what it is called."""
    if metric.unit == "rupiah":
        for n, (least, unit) in enumerate(_SCALES):
            if abs(largest) >= least * 10:
                return "#,##0" + "," * (3 - n), unit
    return "#,##0", metric.unit
