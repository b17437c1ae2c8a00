"""What one target sheet gave: figures with their cells, numbers left out, questions, sums read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from kepesertaan.domain.period import Month
from kepesertaan.domain.table import Raw, cell_name, cell_names, column_letter
from kepesertaan.domain.targets import Level, Number, Strip, Thing

from .target_numbers import UNCLEAR, amount_of, exact


class Found(NamedTuple):
    """A figure as found: ``row`` and ``col`` from 0; ``value`` in whole units or None and why."""

    metric: str
    officer: str
    month: Month
    segment: str
    side: str
    span: str
    value: Number | None
    scale: int
    row: int
    col: int
    why: str


def shown(value: Number, scale: int) -> Number:
    """What cells show whose values come to ``value``.

    >>> shown(12_000_000, 1_000_000), shown(1_500, 1_000)
    (12, Decimal('1.5'))
    """
    if scale == 1:
        return value
    return value // scale if value % scale == 0 else Decimal(value) / scale


class Dropped(NamedTuple):
    """A number that is no figure; ``row`` and ``col`` from 0. ``by``: "baris" or "kolom"."""

    row: int
    col: int
    number: Number
    why: str
    by: str


class LeftOut(NamedTuple):
    """Numbers of a row or a column (``by``, ``at`` from 0) that are no figures, for one reason.

    ``first``: row and column of the first of them.
    """

    by: str
    at: int
    why: str
    first: tuple[int, int]
    cells: int
    total: Number


@dataclass(frozen=True, slots=True)
class Ask:
    """A question or a remark on cells (rows and columns from 0), none for the whole sheet.

    A column of -1 stands for a whole row.
    """

    level: Level
    text: str
    cells: tuple[tuple[int, int], ...] = ()
    right: str = ""  # what is right at the first of them

    @property
    def told(self) -> str:
        """Its cells as people name them.

        >>> Ask("tanya", "", ((4, 3), (5, 3))).told
        'D5, D6'
        """
        cells = [(i + 1, c) for i, c in self.cells if c >= 0]
        rows = ", ".join(f"baris {i + 1}" for i, _ in self.cells[:3])
        return cell_names(cells) if cells else rows

    @property
    def first(self) -> str:
        """Its first cell, "" for the whole sheet."""
        return cell_name(self.cells[0][0] + 1, max(self.cells[0][1], 0)) if self.cells else ""


@dataclass(slots=True)
class SheetReading:
    """One sheet as read. ``read``: of each column how many numbers, and their sum, as shown; and
    ``unused`` the same of those left out.

    ``told_officer``: by a title; ``name_officer``: by the sheet's name; ``month``: by titles and
    names, for a sheet without figures; ``held``: whose and when, of cells asked about.
    """

    name: str
    strips: list[Strip] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    read: dict[int, tuple[int, Number]] = field(default_factory=dict)
    unused: dict[int, tuple[int, Number]] = field(default_factory=dict)
    heads: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    rows: int = 0  # with numbers
    told_officer: str = ""
    like_name: str = ""  # a title that looks like somebody's name
    name_officer: str = ""
    month: Month | None = None
    held: set[tuple[str, Month]] = field(default_factory=set)

    def ask(self, ask: Ask) -> None:
        """Note a question once."""
        if ask not in self.asks:
            self.asks.append(ask)


@dataclass(slots=True)
class Taken:
    """What became of a sheet's numbers while it is read, cell by cell."""

    found: list[Found] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, i: int, c: int, value: Raw, why: str, by: str) -> None:
        """Leave out the number of a cell, where it has one."""
        number = number_of(value)
        if number is not None:
            self.dropped.append(Dropped(i, c, number, why, by))

    def drop_row(self, row: Sequence[Raw], i: int, columns: Sequence[int], why: str) -> None:
        """Leave out the numbers of a row."""
        for c in columns:
            if c < len(row) and row[c] is not None:
                self.drop(i, c, row[c], why, "baris")

    def hold(self, at: int, why: str) -> None:
        """Take back the value of a figure: it is asked about."""
        found = self.found[at]
        if found.value is not None:
            self._drop_found(found, found.value, why, "kolom")
            self.found[at] = found._replace(value=None, why=UNCLEAR)

    def leave(self, places: Sequence[int], why: str) -> None:
        """Take figures out altogether."""
        for at in sorted(places, reverse=True):
            found = self.found.pop(at)
            if found.value is not None:
                self._drop_found(found, found.value, why, "baris")

    def _drop_found(self, found: Found, value: Number, why: str, by: str) -> None:
        number = shown(value, found.scale)
        self.dropped.append(Dropped(found.row, found.col, number, why, by))


def strips_of(found: Sequence[Found]) -> list[Strip]:
    """The figures of a sheet by column, officer, month, side and span; rows in their order."""
    groups: dict[tuple[object, ...], list[Found]] = {}
    for one in found:
        key = (one.col, one.officer, one.month, one.side, one.span, one.scale)
        groups.setdefault(key, []).append(one)
    shared: dict[tuple[Thing, ...], tuple[Thing, ...]] = {}
    return [_strip(some, shared) for some in groups.values()]


def _strip(some: Sequence[Found], shared: dict[tuple[Thing, ...], tuple[Thing, ...]]) -> Strip:
    things = tuple(Thing(one.metric, one.segment) for one in some)
    whys = {at: one.why for at, one in enumerate(some) if one.value is None}
    first = some[0]
    return Strip(
        first.officer, first.month, first.side, first.span,  # type: ignore[arg-type]
        first.scale, first.col,
        shared.setdefault(things, things), tuple(one.row for one in some),
        tuple(one.value for one in some), whys,
    )  # fmt: skip


def left_out(dropped: Sequence[Dropped]) -> list[LeftOut]:
    """What was dropped, together by row or by column and reason."""
    groups: dict[tuple[str, int, str], list[Dropped]] = {}
    for one in dropped:
        key = (one.by, one.row if one.by == "baris" else one.col, one.why)
        groups.setdefault(key, []).append(one)
    return [
        LeftOut(*key, (some[0].row, some[0].col), len(some), sum(one.number for one in some))
        for key, some in groups.items()
    ]


def by_column(dropped: Sequence[Dropped]) -> dict[int, tuple[int, Number]]:
    """How many numbers of each column were dropped, and their sum."""
    numbers: dict[int, list[Number]] = {}
    for one in dropped:
        numbers.setdefault(one.col, []).append(one.number)
    return {c: (len(some), sum(some)) for c, some in numbers.items()}


class Asked:
    """Questions of one table while it is read, the cells of each together."""

    def __init__(self) -> None:
        self._cells: dict[tuple[Level, str], list[tuple[int, int]]] = {}
        self._firsts: dict[str, str] = {}

    def hold(self, text: str, *cells: tuple[int, int]) -> None:
        """A question whose figures are held back."""
        self._cells.setdefault(("tanya", text), []).extend(cells)

    def look(self, text: str, *cells: tuple[int, int], first: str = "") -> None:
        """A remark on figures that are used. ``first``: what is right at its first cell."""
        self._firsts.setdefault(text, first)
        self._cells.setdefault(("periksa", text), []).extend(cells)

    def tell(self, reading: SheetReading) -> None:
        """Give the questions to the sheet."""
        for (level, text), cells in self._cells.items():
            first = self._firsts.get(text, "") if level == "periksa" else ""
            reading.ask(Ask(level, text, tuple(cells), first))


def number_of(value: Raw) -> Number | None:
    """The number a cell shows, None for anything else."""
    if value.__class__ is float:
        return exact(value)
    if value is None:
        return None
    amount = amount_of(value)
    return amount.value if amount else None


def column_told(reading: SheetReading, c: int) -> str:
    """A column by its letter and heading."""
    return f"{column_letter(c)} {reading.heads.get(c, '')}".strip()
