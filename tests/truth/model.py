"""Plain values the generator and the scorer share: people, cells, sheets, marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any


@dataclass(frozen=True)
class Formula:
    """A formula with the value it last had, as Excel stores both."""

    text: str
    cached: Any


@dataclass
class Mark:
    """What must happen to one cell: fix (one of values), flag (one of accept), either."""

    kind: str
    expect: str
    values: tuple[Any, ...] = ()
    accept: list[tuple[Person, str]] = field(default_factory=list)


@dataclass
class Person:
    """One invented participant: canonical values, and per field what is really written."""

    values: dict[str, Any]
    raw: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    free: bool = True  # nothing about the identity (nik, birth, sex) was planted yet
    held: set[str] = field(default_factory=set)  # fields which must stay as they are


@dataclass
class Cell:
    """One participant cell on a sheet; its place is known after the sheet is laid out."""

    value: Any
    field: str
    mark: Mark | None = None
    fmt: str | None = None
    sheet: str = ""
    row: int = 0
    col: int = 0


@dataclass
class Sheet:
    """A sheet as a grid of plain values and participant cells; merges are 0-based corners."""

    name: str
    grid: list[list[Any]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    filter_row: int | None = None


@dataclass
class Book:
    """Sheets in order, and the hand that writes them."""

    sheets: list[Sheet]
    people: list[Person]


@dataclass(frozen=True)
class Ground:
    """What a layout allows: its fields, whether cells have types, its charset and date order."""

    fields: tuple[str, ...]
    typed: bool = True
    charset: str = "utf-8"
    order: str = "dmy"  # dmy | mdy | mixed | none: what the column's own plain dates prove
    kpj_proven: bool = True


@dataclass(frozen=True)
class Kind:
    """One way a cell goes wrong.

    make(person, rng, ground) gives (what is written, the values that are right), or None when
    this person or ground does not lend itself to it; it may change the person's own values.
    """

    name: str
    field: str
    expect: str
    make: Callable[[Person, Random, Ground], tuple[Any, tuple[Any, ...]] | None]
    typed: bool = False
    identity: bool = False
    accept: tuple[str, ...] = ()
