"""Writing an invented book as a real file."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from .world import Book


def save(book: Book, folder: Path) -> Path:
    """Write a book under its own name; .csv holds the first sheet."""
    path = folder / book.file
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=";").writerows(book.sheets[0].grid)
        return path
    made = Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for sheet in book.sheets:
        page = made.create_sheet(sheet.name)
        for row in sheet.grid:
            page.append([_plain(value) for value in row])
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    made.save(path)
    return path


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
