"""What one target sheet gave: figures with their cells, numbers left out, questions, sums read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from kepesertaan.domain.period import Month
from kepesertaan.domain.table import cell_name, cell_names, column_letter
from kepesertaan.domain.targets import Level, Number, Strip, Thing, lines_of, rows_used
from kepesertaan.sheets.targets.numbers.amounts import UNCLEAR

NO_YEAR = "tahun tidak disebut di judul"
BY_ROW, BY_COLUMN = "baris", "kolom"


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
        return cell_names(cells) or ", ".join(f"baris {i + 1}" for i, _ in self.cells[:3])

    @property
    def first(self) -> str:
        """Its first cell, "" for the whole sheet."""
        return cell_name(self.cells[0][0] + 1, max(self.cells[0][1], 0)) if self.cells else ""


@dataclass(slots=True)
class SheetReading:
    """One sheet. ``read``: how many numbers a column has, their sum; ``unused``: those left out.

    ``told_officer``: by a title; ``name_officer``: by the sheet's name; ``month``: by titles and
    names, for a sheet without figures; ``guessed_year``: what nothing says, 0 if something does;
    ``held``: whose and when, of cells asked about; ``no_unit``: cells of rupiah without a unit.
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
    guessed_year: int = 0
    held: set[tuple[str, Month]] = field(default_factory=set)
    no_unit: set[tuple[int, int]] = field(default_factory=set)

    def ask(self, ask: Ask) -> None:
        """Note a question once."""
        if ask not in self.asks:
            self.asks.append(ask)


Cells: TypeAlias = Iterable[tuple[int, Number]]  # column or row of a number, and the number


class Dropped:
    """Numbers that are no figures, together by row or by column and reason."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, int, str], list[tuple[tuple[int, int], list[Number]]]] = {}
        self._columns: dict[int, tuple[list[int], list[Number]]] = {}  # rows, and their numbers

    def row(self, i: int, why: str, cells: Cells) -> None:
        """Numbers of a row, each with its column."""
        self.rows({i: why}, {c: [number] for c, number in cells})

    def rows(self, whys: Mapping[int, str], columns: Mapping[int, Sequence[Number | None]]) -> None:
        """The numbers of some rows, column by column; ``whys``: of each row."""
        for c, numbers in columns.items():
            self._add(c, numbered(zip(whys, numbers, strict=True)))
        for n, (i, why) in enumerate(whys.items()):
            if held := numbered([(c, numbers[n]) for c, numbers in columns.items()]):
                self._leave((BY_ROW, i, why), (i, min(held)[0]), [number for _, number in held])

    def column(self, c: int, why: str, cells: Cells) -> None:
        """Numbers of a column, each with its row."""
        if here := list(cells):
            self._add(c, here)
            self._leave((BY_COLUMN, c, why), (min(here)[0], c), [number for _, number in here])

    def _add(self, c: int, cells: Sequence[tuple[int, Number]]) -> None:
        if cells:
            rows, numbers = self._columns.setdefault(c, ([], []))
            rows += [i for i, _ in cells]
            numbers += [number for _, number in cells]

    def _leave(
        self, key: tuple[str, int, str], first: tuple[int, int], numbers: list[Number]
    ) -> None:
        self._groups.setdefault(key, []).append((first, numbers))

    def left_out(self) -> list[LeftOut]:
        """What is told of each group."""
        return [
            LeftOut(*key, min(first for first, _ in some), sum(len(n) for _, n in some),
                    sum(chain.from_iterable(n for _, n in some)))
            for key, some in self._groups.items()
        ]  # fmt: skip

    def by_column(self) -> dict[int, tuple[int, Number]]:
        """How many numbers of each column there are, and their sum."""
        return {c: (len(some), sum(some)) for c, (_, some) in self._columns.items()}

    def places(self) -> Iterator[tuple[int, list[int]]]:
        """Each column, and the rows of its numbers."""
        return ((c, rows) for c, (rows, _) in self._columns.items())


@dataclass(slots=True)
class Taken:
    """What became of a sheet's numbers while it is read.

    Columns whose cells are all certain are ``strips`` at once; other cells are ``found`` one by
    one, and join them at the end.
    """

    strips: list[Strip] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    dropped: Dropped = field(default_factory=Dropped)
    no_unit: set[tuple[int, int]] = field(default_factory=set)  # as in ``SheetReading``

    def hold(self, at: int, why: str) -> None:
        """Take back the value of a figure: it is asked about."""
        found = self.found[at]
        if found.value is not None:
            number = shown(found.value, found.scale)
            self.dropped.column(found.col, why, [(found.row, number)])
            self.found[at] = found._replace(value=None, why=UNCLEAR)

    def leave(self, places: Sequence[int], why: str) -> None:
        """Take figures out altogether."""
        for at in sorted(places, reverse=True):
            found = self.found.pop(at)
            if found.value is not None:
                number = shown(found.value, found.scale)
                self.dropped.row(found.row, why, [(found.col, number)])

    def loosen(self, start: int, what: Collection[tuple[str, Month]]) -> None:
        """Put the figures of some metrics and months in the strips from ``start`` on one by one."""
        if not what:
            return
        kept, alone = self.strips[:start], list[Found]()
        for strip in self.strips[start:]:
            wanted = {metric for metric, month in what if month == strip.month}
            if wanted.isdisjoint(strip.lines.metrics):
                kept.append(strip)
                continue
            loose = {at for at, thing in enumerate(strip.things) if thing.metric in wanted}
            alone += [_found(strip, at) for at in loose]
            if len(loose) < len(strip.things):
                kept.append(strip.without(loose) if loose else strip)
        self.found += sorted(alone, key=attrgetter("row", "col"))
        self.strips = kept

    def months(self) -> set[Month]:
        """The months there are figures of."""
        return {strip.month for strip in self.strips} | {found.month for found in self.found}

    def rows(self) -> dict[int, set[int]]:
        """The rows of each column whose numbers are figures or dropped."""
        rows = defaultdict[int, set[int]](set)
        for strip in self.strips:
            rows[strip.col].update(rows_used([strip]) if strip.whys else strip.rows)
        for found in self.found:
            if found.value is not None:
                rows[found.col].add(found.row)
        for c, dropped in self.dropped.places():
            rows[c].update(dropped)
        return rows

    def all_strips(self) -> list[Strip]:
        """Everything found, by column, officer, month, side, span and scale."""
        groups: dict[tuple[object, ...], list[Found]] = {}
        for one in self.found:
            key = (one.col, one.officer, one.month, one.side, one.span, one.scale)
            groups.setdefault(key, []).append(one)
        return [*self.strips, *map(_strip, groups.values())]


def _strip(some: Sequence[Found]) -> Strip:
    whys = {at: one.why for at, one in enumerate(some) if one.value is None}
    things = tuple(Thing(one.metric, one.segment) for one in some)
    first, lines = some[0], lines_of(tuple(one.row for one in some), things)
    return Strip(
        first.officer, first.month, first.side, first.span,  # type: ignore[arg-type]
        first.scale, first.col, lines, tuple(one.value for one in some), whys,
    )  # fmt: skip


def _found(strip: Strip, at: int) -> Found:
    metric, segment = strip.things[at]
    return Found(
        metric, strip.officer, strip.month, segment, strip.side, strip.span, strip.values[at],
        strip.scale, strip.rows[at], strip.col, strip.whys.get(at, ""),
    )  # fmt: skip


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


def numbered(cells: Iterable[tuple[int, Number | None]]) -> list[tuple[int, Number]]:
    """The cells that hold a number."""
    return [(place, number) for place, number in cells if number is not None]


def column_told(reading: SheetReading, c: int) -> str:
    """A column by its letter and heading."""
    return f"{column_letter(c)} {reading.heads.get(c, '')}".strip()
