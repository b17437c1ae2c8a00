"""What a workbook itself shows: its values and colours, and whether a run has left its traces."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.domain.show import same_value
from kepesertaan.domain.table import Raw
from kepesertaan.files.book import BookData
from kepesertaan.files.looks import looks_at
from kepesertaan.files.read import read_book
from kepesertaan.journal import Cell, Entry

from .people import Current

Place = tuple[str, int, int]  # sheet, row from 1, column from 0


def reader_of(book: BookData) -> Current:
    """What stands in the cells of a book; None where nothing does."""
    sheets = {sheet.name: sheet.rows for sheet in book.sheets}

    def current(sheet: str, row: int, col: int) -> Raw:
        rows = sheets.get(sheet, [])
        return rows[row - 1][col] if row <= len(rows) and col < len(rows[row - 1]) else None

    return current


def fills_of(path: Path, cells: Iterable[Cell]) -> dict[Place, str]:
    """The fills that some cells have in a workbook now."""
    wanted: dict[str, list[tuple[int, int]]] = {}
    for cell in cells:
        wanted.setdefault(cell.sheet, []).append((cell.row, cell.col))
    return {place: fill for place, (fill, _) in looks_at(path, wanted).items()}


def bears_out(workbook: Path, entry: Entry, later: Collection[Place]) -> bool:
    """Whether more of a run's cells are as it left them than as it found them.

    ``later`` are cells that later runs have touched; they tell nothing.
    """
    cells = [c for c in entry.cells if (c.sheet, c.row, c.col) not in later]
    try:
        fills, current = fills_of(workbook, cells), reader_of(read_book(workbook))
    except KepesertaanError:
        return False
    signs = [_sign(cell, current(cell.sheet, cell.row, cell.col), fills) for cell in cells]
    return sum(signs) > 0


def _sign(cell: Cell, value: Raw, fills: Mapping[Place, str]) -> int:
    """1 for a cell as a run left it, -1 as it found it, 0 where that is the same or neither."""
    fill = fills.get((cell.sheet, cell.row, cell.col), "")
    left = same_value(value, cell.after) and fill == (cell.fill if cell.mark is None else cell.mark)
    found = same_value(value, cell.before) and fill == cell.fill
    return left - found
