"""Figures of target sheets with their cells: one alone, and kept by column.

A folder holds hundreds of thousands of figures. The rows of a table count the same things in every
column, and in every sheet of the same form; what they count is said once (``Lines``), and what is
asked of that once is not asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from .period import Month
from .table import cell_name

Side = Literal["target", "realisasi"]
# What a figure covers: its month alone, January up to and with its month, or the whole year.
# The state of a stock at the end of its month is "bulan".
Span = Literal["bulan", "sd", "tahun"]
Number = int | Decimal  # exact: never a float


class Place(NamedTuple):
    """A cell of a source file; ``cell`` is like D15, "" for a whole sheet, ``sheet`` "" for a file.

    ``path`` is the file as it was named to the run, for links; ``file`` its name alone.
    """

    file: str
    sheet: str = ""
    cell: str = ""
    path: str = ""


class Figure(NamedTuple):
    """One number of a source. ``segment``: one of SEGMENTS, "" where the sheet names none.

    ``month`` of span "tahun": the month of the sheet that says it, December of a sheet without one.
    ``why_missing`` is "" where there is a value, else "kosong", "strip", "tidak ada", "galat",
    "rumus belum dihitung", or "belum jelas" (asked about in ``Reading.findings``).
    """

    metric: str
    officer: str
    month: Month
    segment: str
    side: Side
    span: Span
    value: Decimal | None
    scale: Decimal
    place: Place
    why_missing: str = ""


class Thing(NamedTuple):
    """What a row counts: a metric and a segment, "" where none is named."""

    metric: str
    segment: str


@dataclass(frozen=True, eq=False)
class Lines:
    """Rows of a sheet (from 0), and what each counts. Made by ``lines_of``, so that there is one of
    each: what it is asked is found once, and it is the same as another only if it is that one.
    """

    rows: tuple[int, ...]
    things: tuple[Thing, ...]

    def __reduce__(self) -> tuple[Callable[..., Lines], tuple[object, ...]]:
        return lines_of, (self.rows, self.things)

    @cached_property
    def metrics(self) -> frozenset[str]:
        """The metrics they count."""
        return frozenset(metric for metric, _ in self.things)

    @cached_property
    def split_up(self) -> frozenset[str]:
        """The metrics they count by segment."""
        return frozenset(metric for metric, segment in self.things if segment)

    @cached_property
    def bare(self) -> frozenset[str]:
        """The metrics they count without a segment."""
        return frozenset(metric for metric, segment in self.things if not segment)

    def only(self, places: Iterable[int]) -> Lines:
        """Some of them."""
        return _some_of(self, tuple(places))


@lru_cache(maxsize=2000)
def lines_of(rows: tuple[int, ...], things: tuple[Thing, ...]) -> Lines:
    """The lines of some rows."""
    return Lines(rows, things)


@lru_cache(maxsize=2000)
def _some_of(lines: Lines, places: tuple[int, ...]) -> Lines:
    rows, things = lines.rows, lines.things
    return lines_of(tuple(rows[at] for at in places), tuple(things[at] for at in places))


class Strip(NamedTuple):
    """Figures of one officer, month, side and span, below each other in one column of a sheet.

    ``lines`` and ``values`` are equally long; ``col`` counts from 0; ``whys`` says of the places
    without a value why. ``sheet``: the sheet's ``Place``. The rest is as in ``Figure``.
    """

    officer: str
    month: Month
    side: Side
    span: Span
    scale: int
    col: int
    lines: Lines
    values: tuple[Number | None, ...]
    whys: Mapping[int, str]
    sheet: Place = Place("")

    @property
    def things(self) -> tuple[Thing, ...]:
        """What its figures count."""
        return self.lines.things

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of its figures, from 0."""
        return self.lines.rows

    @property
    def has_values(self) -> bool:
        """Whether any figure has a value."""
        return len(self.whys) < len(self.values)

    @property
    def total(self) -> Number:
        """The sum of its values."""
        return sum(filter(None, self.values))

    def figure(self, at: int) -> Figure:
        """One of its figures."""
        (metric, segment), value = self.things[at], self.values[at]
        return Figure(
            metric, self.officer, self.month, segment, self.side, self.span,
            None if value is None else Decimal(value), Decimal(self.scale),
            self.sheet._replace(cell=self.cell(at)), self.whys.get(at, ""),
        )  # fmt: skip

    def figures(self) -> Iterator[Figure]:
        """Each of its figures."""
        return map(self.figure, range(len(self.values)))

    def cell(self, at: int) -> str:
        """The address of one of its figures."""
        return cell_name(self.rows[at] + 1, self.col)

    def only(self, places: Iterable[int]) -> Strip:
        """The same of some of its places alone."""
        kept = list(places)
        return self._replace(
            lines=self.lines.only(kept),
            values=tuple(self.values[at] for at in kept),
            whys={n: self.whys[at] for n, at in enumerate(kept) if at in self.whys},
        )

    def without(self, places: Collection[int]) -> Strip:
        """The same without some of its places."""
        return self.only(at for at in range(len(self.values)) if at not in places)

    def without_value(self, at: int, why: str) -> Strip:
        """The same with the value of one figure taken back."""
        values = (*self.values[:at], None, *self.values[at + 1 :])
        return self._replace(values=values, whys={**self.whys, at: why})


def rows_used(strips: Iterable[Strip]) -> set[int]:
    """The rows (from 0) of the figures of strips that have values."""
    rows, full = set[int](), set[Lines]()
    for strip in strips:
        if strip.whys:
            rows.update(row for at, row in enumerate(strip.rows) if at not in strip.whys)
        else:
            full.add(strip.lines)
    return rows.union(*(lines.rows for lines in full))
