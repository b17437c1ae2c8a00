"""A workbook as it was read: plain lists of raw values, and what must not be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import Raw
from kepesertaan.files.kind import Kind

MOST_AREA = 24_000_000  # cells between A1 and the last value; about 1 GB in memory
Cell = tuple[int, int]  # workbook row from 1, column from 0
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; likewise


@dataclass(slots=True)
class SheetData:
    """One sheet. ``rows[i]`` is workbook row i+1; rows end at their last value, empty is None.

    Rows may be shared between places (empty ones): read them, do not change them.
    """

    name: str
    rows: list[list[Raw]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Merge] = field(default_factory=list)
    fixed: dict[Cell, str] = field(default_factory=dict)  # why the cell must not be written
    visible: bool = True
    date1904: bool = False


@dataclass(slots=True)
class BookData:
    """One file. ``notices`` are Indonesian sentences; ``text_only``: every cell is text.

    ``unlocked`` is the content of a file with a password, in memory only. ``untouchable`` says why
    the file itself cannot be changed, ``reserved`` why its maker does not want it ("" where not).
    ``formats``: the number formats its cell styles have, of .xlsx and .xlsm alone.
    """

    path: Path
    kind: Kind
    sheets: list[SheetData] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    text_only: bool = False
    unlocked: bytes | None = None
    untouchable: str = ""
    reserved: str = ""
    formats: frozenset[str] = frozenset()

    def open(self) -> BinaryIO:
        """The content, for reading."""
        return self.path.open("rb") if self.unlocked is None else BytesIO(self.unlocked)


def put(rows: list[list[Raw]], row: int, col: int, value: Raw) -> None:
    """Set one cell, making the row as long as needed; a shared row is replaced, never changed."""
    rows += [[] for _ in range(row - len(rows))]
    old = rows[row - 1]
    if col < len(old):
        old[col] = value
    else:
        rows[row - 1] = [*old, *[None] * (col - len(old)), value]


def too_large(path: Path, sheet: str) -> UnreadableInput:
    """The sentence for a sheet whose values lie too far apart or are too many."""
    return UnreadableInput(
        f"{path.name} lembar {sheet}: isinya terlalu banyak atau terpencar sampai ke tepi lembar. "
        "Hapus isian yang jauh dari tabel, atau bagi datanya, lalu coba lagi."
    )
