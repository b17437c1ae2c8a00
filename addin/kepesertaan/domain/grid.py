"""A sheet to be made cell by cell, as plain data: values, live formulas, links, charts, print.

Rows and columns count from 0. Where domain/page.py describes tables and boards, this describes
sheets whose cells are formulas over other sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Plain: TypeAlias = str | int | float | Decimal | date | None
Area: TypeAlias = tuple[int, int, int, int]  # first row, first column, last row, last column
ChartKind = Literal["bar", "column", "line"]


@dataclass(frozen=True, slots=True)
class Formula:
    """``text`` without its equals sign; ``value``: what it comes to, kept in the book beside it."""

    text: str
    value: str | int | float | Decimal


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell. ``look``: words of ``LOOKS``, a form first; ``link``: an address it opens."""

    row: int
    col: int
    value: Plain | Formula
    look: str = "text"
    link: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Lazily:
    """Cells that are made when they are asked for, each time anew: of sheets with very many."""

    make: Callable[[], Iterator[Spot]]

    def __iter__(self) -> Iterator[Spot]:
        return self.make()


@dataclass(frozen=True, slots=True)
class Series:
    """A row of numbers in a chart. ``name``: a text or a reference like ``='Grafik'!$B$1``.

    ``colour``: RRGGBB, "" for what is not seen; ``dash``: of a line; ``hatched``: filled lightly,
    so that it differs in grey print too; ``marker``: a dot at each point.
    """

    name: str
    categories: str
    values: str
    colour: str = ""
    dash: str = "solid"
    width: float = 2.25
    hatched: bool = False
    marker: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart at a cell; sizes in pixels. ``least``, ``most``: where the values' axis begins and
    ends; ``bars``: how many lie below each other.
    """

    kind: ChartKind
    title: str
    series: tuple[Series, ...]
    row: int
    col: int
    width: int
    height: int
    alt: str
    form: str = "#,##0"
    unit: str = ""
    stacked: bool = False
    least: float | None = None
    most: float | None = None
    bars: int = 0
    gap: int = 50
    hidden_names: tuple[int, ...] = ()  # series that the legend leaves out


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line in a cell over cells that lie in a row; ``bars``: bars from zero instead."""

    row: int
    col: int
    cells: str
    bars: bool = False


@dataclass(frozen=True, slots=True)
class WordColour:
    """Cells of an area whose text begins with a word get its colour."""

    area: Area
    word: str
    colour: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet. ``frozen``: rows and columns that stay; ``repeat``: rows printed on every page.

    ``small``: in small letters, so that more fits a page; widths and heights are said as for
    ordinary ones. ``paper``: whether it is for print, as its tab shows; else it is data.

    ``breaks``, ``column_breaks``: rows and columns that begin a page, and ``repeat_columns`` those
    printed on each; a sheet with them is shrunk until its widest page fits, others to so many pages
    ``across`` and ``down``, 0 for as many as are needed. ``printed``: what of it is printed.
    """

    name: str
    spots: Iterable[Spot]
    widths: tuple[float, ...]
    heights: Mapping[int, float] = field(default_factory=dict)
    frozen: tuple[int, int] = (0, 0)
    repeat: tuple[int, int] | None = None
    filtered: Area | None = None
    merges: tuple[Area, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    sparks: tuple[Spark, ...] = ()
    colours: tuple[WordColour, ...] = ()
    breaks: tuple[int, ...] = ()
    column_breaks: tuple[int, ...] = ()
    repeat_columns: tuple[int, int] | None = None
    across: int = 1
    down: int = 0
    small: bool = False
    paper: bool = True
    locked: bool = False
    zoom: int = 100  # per cent on the screen
    printed: Area | None = None


@dataclass(frozen=True, slots=True)
class GridBook:
    """A workbook. ``names``: defined names to their areas, without the equals sign."""

    title: str
    grids: tuple[Grid, ...]
    names: Mapping[str, str] = field(default_factory=dict)
