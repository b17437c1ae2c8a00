"""Target sheets as plain values: what was read, from which cell, and what was not and why.

The reading side (``sheets/targets.py``, ``run/target_reading.py``) makes a ``Reading``; the book,
the projections and the one-pager are made of it and of nothing else. Every amount is exact and in
the metric's own unit (rupiah, not millions): what the cell shows times its scale. A value that is
missing is None, never zero. Figures are kept by column (``Strip``), since a folder holds hundreds
of thousands of them; one alone is a ``Figure``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from .period import Month
from .target_prints import fingerprint
from .target_strips import (
    Figure,
    Lines,
    Number,
    Place,
    Side,
    Span,
    Strip,
    Thing,
    lines_of,
    rows_used,
)

# A stock counts as at the last month, months of a flow are added up, a ratio is made anew.
Kind = Literal["stok", "arus", "rasio"]
State = Literal["baru", "sama", "ganda", "berubah", "kosong", "tidak terbaca"]
Level = Literal["tanya", "periksa"]
SEGMENTS = ("PU", "BPU", "JAKON", "PMI")

__all__ = [
    "SEGMENTS",
    "Figure",
    "Finding",
    "Kind",
    "Left",
    "Level",
    "Lines",
    "Metric",
    "Missing",
    "Number",
    "Place",
    "Proof",
    "Reading",
    "Restated",
    "Side",
    "SourceState",
    "Span",
    "State",
    "Strip",
    "Tally",
    "Thing",
    "lines_of",
    "rows_used",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metric:
    """One entry of data/metrics.toml. ``unit``: orang, badan usaha, rupiah, kali, %.

    ``parts``: of a ratio its numerator's and denominator's metric, () where only a percentage is
    known (then it is shown as sent and never rolled up). ``good_when``: "naik" or "turun".
    ``below_zero``: whether a number below zero is ordinary.
    ``unsure_segments``: segments whose kind the branch has to say; over months they are not summed.
    """

    key: str
    label: str
    unit: str
    kind: Kind
    good_when: Literal["naik", "turun"] = "naik"
    parts: tuple[str, ...] = ()
    unsure_segments: tuple[str, ...] = ()
    below_zero: bool = False
    confirmed: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Cells that were not taken as figures. ``total``: of their numbers, as the cells show them.

    ``row``: workbook row from 1, 0 where the reason is about a column or a whole sheet.
    """

    place: Place
    row: int
    text: str
    why: str
    cells: int = 0
    total: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person must look at. "tanya": the figures are held back; "periksa": they are used."""

    place: Place
    level: Level
    text: str  # Indonesian: what, where, what now


@dataclass(frozen=True, slots=True)
class Tally:
    """The proof of one column of a source, in the numbers its cells show (before ``scale``).

    ``read == used + left`` for cells and for sums, or the reading is wrong.
    """

    column: str  # letter and heading
    cells_read: int
    cells_used: int
    cells_left: int
    sum_read: Decimal
    sum_used: Decimal
    sum_left: Decimal

    @property
    def difference(self) -> Decimal:
        """What is unaccounted for: 0."""
        return self.sum_read - self.sum_used - self.sum_left


@dataclass(frozen=True, slots=True)
class Proof:
    """The reconciliation of one sheet: ``rows_read == rows_used + rows_left``, and its columns."""

    place: Place
    rows_read: int
    rows_used: int
    rows_left: int
    tallies: tuple[Tally, ...]


@dataclass(frozen=True)
class SourceState:
    """One officer's month in one sheet. ``strips``: its figures as they were sent.

    ``officer`` "" and ``month`` None where they are asked about. ``same_as``: the file and sheet
    that holds the same content already ("ganda").
    """

    place: Place
    officer: str
    month: Month | None
    state: State
    rows_read: int = 0
    rows_used: int = 0
    rows_left: int = 0
    strips: tuple[Strip, ...] = field(default=(), repr=False)
    same_as: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of its figures, not of the file; "" where there are none."""
        return fingerprint(self.strips) if self.strips else ""


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure of a past month that is not what it was at the last roll-up (412 -> 398)."""

    metric: str
    officer: str
    month: Month
    segment: str
    side: Side
    span: Span
    before: Decimal | None
    after: Decimal | None
    place: Place


@dataclass(frozen=True, slots=True)
class Missing:
    """An officer without figures for the month. ``last``: the last month they sent, if any.

    ``questions``: the file is there, but this many questions hold all its figures of the month;
    ``is_blank``: it is there, and nothing is realised in it.
    """

    officer: str
    last: Month | None
    questions: int = 0
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read, for one month of roll-up.

    ``strips`` hold all months found, each figure once; what came twice with different values is
    held back (value None, "belum jelas") and asked about. ``proofs``: one a sheet.
    ``metrics``: the catalogue by key. ``officers``: everybody expected or found, sorted;
    ``is_listed``: whether a list or earlier months say who is expected.
    """

    month: Month
    strips: tuple[Strip, ...]
    metrics: dict[str, Metric]
    officers: tuple[str, ...]
    sources: tuple[SourceState, ...] = ()
    proofs: tuple[Proof, ...] = ()
    left: tuple[Left, ...] = ()
    findings: tuple[Finding, ...] = ()
    restated: tuple[Restated, ...] = ()
    missing: tuple[Missing, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)
    is_listed: bool = True

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure alone, made anew."""
        return tuple(figure for strip in self.strips for figure in strip.figures())

    @property
    def figures_read(self) -> int:
        """How many figures have a value: what is blank, or held, is not one."""
        return sum(len(strip.values) - strip.values.count(None) for strip in self.strips)

    @property
    def unsent(self) -> tuple[Missing, ...]:
        """Officers of whom nothing came for the month."""
        return tuple(one for one in self.missing if not one.questions)

    @property
    def withheld(self) -> tuple[Missing, ...]:
        """Officers whose file came, and all of whose figures wait for answers."""
        return tuple(one for one in self.missing if one.questions)
