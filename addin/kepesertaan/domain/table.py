"""A sheet region as named columns of raw values, exactly as the file stores them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value such as ``#N/A``; kept, never read as empty."""

    text: str

    def __str__(self) -> str:
        return self.text


# ``int`` only where the file's own digits are exact and a float would not be; ``None`` is empty.
Raw: TypeAlias = str | int | float | bool | date | datetime | time | CellError | None


class SheetRows(Protocol):
    """What is needed of a sheet as read: ``rows[i]`` is workbook row i + 1."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[Sequence[Raw]]: ...  # noqa: D102


@lru_cache(maxsize=16_384)
def column_letter(index: int) -> str:
    """Column number from 0 as Excel writes it.

    >>> column_letter(0), column_letter(27), column_letter(16383)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Column number from 0 of Excel's letters; ``ValueError`` when it is no column.

    >>> column_index("a"), column_index("XFD")
    (0, 16383)
    """
    if not re.fullmatch(r"[A-Za-z]{1,3}", letters):
        raise ValueError(letters)
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


@lru_cache(maxsize=65_536)
def cell_name(row: int, col: int) -> str:
    """Address of a cell; row from 1, column from 0.

    >>> cell_name(15, 3)
    'D15'
    """
    return f"{column_letter(col)}{row}"


def cell_names(cells: Sequence[tuple[int, int]], most: int = 3) -> str:
    """The first cells by address, and how many more there are.

    >>> cell_names([(3, 0), (4, 1)]), cell_names([(1, 0), (2, 0), (3, 0), (4, 0)])
    ('A3, B4', 'A1, A2, A3 dan 1 lainnya')
    """
    names = ", ".join(cell_name(row, col) for row, col in cells[:most])
    return names + (f" dan {len(cells) - most} lainnya" if len(cells) > most else "")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: ``values[i]`` stands in workbook row ``Table.rows[i]``."""

    index: int  # column in the sheet, from 0
    header: str
    field: str | None  # canonical field name, None where not recognised
    values: list[Raw]

    @property
    def letter(self) -> str:
        """The column as Excel names it."""
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Table:
    """A recognised table. ``fixed`` names the cells that must not be written, and why.

    Keys of ``fixed`` are (workbook row from 1, column from 0).
    """

    file: str
    sheet: str
    columns: tuple[Column, ...]
    rows: Sequence[int]  # workbook row number (from 1) of each table row
    fixed: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden: int = 0  # how many of the rows are hidden or filtered away
    date1904: bool = False
    header_row: int = 1
    above: tuple[str, ...] = ()  # the texts of the rows above the header, cells parted by " | "

    def column(self, name: str) -> Column | None:
        """The first column of a canonical field."""
        return next((c for c in self.columns if c.field == name), None)

    def columns_of(self, name: str) -> list[Column]:
        """Every column of a canonical field, left to right."""
        return [c for c in self.columns if c.field == name]
