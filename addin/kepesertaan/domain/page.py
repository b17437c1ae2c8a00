"""A sheet to be made, as plain data: columns, rows, drop-downs, checks, tables with charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Form = Literal["text", "wrap", "number", "money", "date", "link"]


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that opens an address."""

    address: str
    text: str


Cell: TypeAlias = str | int | float | Decimal | date | Link | None


@dataclass(frozen=True, slots=True)
class PageColumn:
    """A column. ``choices``: its drop-down; ``least``: the least amount or day it takes, typed by
    ``form``; ``hint``: what a person reads who goes into its cells; ``is_input``: for a person.
    """

    header: str
    width: float
    form: Form = "text"
    choices: tuple[str, ...] = ()
    least: Decimal | date | None = None
    hint: str = ""
    is_input: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A table to read, filter and fill. ``empty`` stands where there are no rows."""

    name: str
    columns: tuple[PageColumn, ...]
    rows: Sequence[Sequence[Cell]]
    frozen_columns: int = 0
    empty: str = "Tidak ada."


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of a block: the columns (from 1) that are drawn, over the block's first column."""

    title: str
    columns: tuple[int, ...]
    colours: tuple[str, ...]  # RRGGBB
    is_money: bool = False
    lies: bool = False  # bars to the right instead of upwards
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A small table of a summary. ``forms``: of each column; ``note`` stands below; ``heat``: the
    colour (RRGGBB) that its figures but the first column shade into, from white for the least.
    """

    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    forms: tuple[Form, ...]
    charts: tuple[Chart, ...] = ()
    note: str = ""
    heat: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """A sheet of blocks below each other, charts at their right. ``widths``: of its columns."""

    name: str
    title: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    widths: tuple[float, ...] = (46, 27, 22, 22, 12, 12)
