"""What one target sheet gave: figures with their cells, numbers left out, questions, sums read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, NamedTuple

from kepesertaan.domain.period import Month
from kepesertaan.domain.table import Raw, cell_name, cell_names, column_letter
from kepesertaan.domain.targets import Level

from .target_numbers import UNCLEAR, Number, amount_of, exact


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

    @property
    def shown(self) -> Number:
        """The number its cell shows, 0 for none."""
        value, scale = self.value or 0, self.scale
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
    """One sheet as read. ``read``: of each column how many numbers, and their sum, as shown.

    ``told_officer``: by a title; ``name_officer``: by the sheet's name; ``month``: by titles and
    names, for a sheet without figures.
    """

    name: str
    found: list[Found] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    read: dict[int, tuple[int, Number]] = field(default_factory=dict)
    heads: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    rows: int = 0  # with numbers
    told_officer: str = ""
    like_name: str = ""  # a title that looks like somebody's name
    name_officer: str = ""
    month: Month | None = None
    held: set[tuple[str, Month]] = field(
        default_factory=set
    )  # whose and when, of cells asked about

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes between processes by column: a quarter of the time of a tuple a figure."""
        found, dropped = list(zip(*self.found, strict=True)), list(zip(*self.dropped, strict=True))
        rest = {f.name: getattr(self, f.name) for f in fields(self)}
        return _by_row, (rest | {"found": found, "dropped": dropped},)

    def ask(self, ask: Ask) -> None:
        """Note a question once."""
        if ask not in self.asks:
            self.asks.append(ask)

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
            self._drop_found(found, why, "kolom")
            self.found[at] = found._replace(value=None, why=UNCLEAR)

    def leave(self, places: Sequence[int], why: str) -> None:
        """Take figures out altogether."""
        for at in sorted(places, reverse=True):
            found = self.found.pop(at)
            if found.value is not None:
                self._drop_found(found, why, "baris")

    def _drop_found(self, found: Found, why: str, by: str) -> None:
        self.dropped.append(Dropped(found.row, found.col, found.shown, why, by))


def _by_row(state: dict[str, Any]) -> SheetReading:
    found, dropped = state["found"], state["dropped"]
    state["found"] = list(map(Found, *found)) if found else []
    state["dropped"] = list(map(Dropped, *dropped)) if dropped else []
    return SheetReading(**state)


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
