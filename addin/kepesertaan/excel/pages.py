"""Sheets of ours in the user's book: brought in from a finished book, found again, read."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kepesertaan.domain.table import Raw, column_letter
from kepesertaan.sheets.findings import COLUMNS, HISTORY_TITLE, SUMMARY_TITLE

from . import api
from .reading import read_values

_LONGEST_NAME = 31


def put_pages(app: Any, book: Any, made: Path, names: Mapping[str, str]) -> list[str]:
    """Copy sheets of a finished book behind the last sheet; the names they got.

    ``names`` maps the sheet's name there to the name wanted here. Our own sheets of those names
    are replaced; a user's sheet of the same name stays, and ours gets a number.
    """
    macros = api.forbid_macros(app)
    try:
        source = app.books.open(str(made), update_links=False, read_only=True)
    finally:
        api.allow_macros(app, macros)
    try:
        last = api.last_page(book)
        found = []
        for there, wanted in names.items():
            old, name = _find(book, wanted)
            last = api.copy_page(source, there, last, book)
            if old is not None:
                old.Delete()
            last.Name = name
            found.append(name)
        return found
    finally:
        source.close()


def _find(book: Any, wanted: str) -> tuple[Any | None, str]:
    """Our own sheet of a name, or of that name and a number, and the name; None: it is free."""
    for number in itertools.count(1):
        name = wanted if number == 1 else f"{wanted[: _LONGEST_NAME - 4]} {number}"
        page = api.sheet_named(book, name)
        if page is None or is_ours(page):
            return page, name
    raise AssertionError("endless")


def is_ours(page: Any) -> bool:
    """Whether an Excel sheet is one we brought in."""
    row = api.first_cells(page, f"A1:{column_letter(len(COLUMNS) - 1)}1")
    return row == COLUMNS or row[0] in (SUMMARY_TITLE, HISTORY_TITLE)


def read_page(book: Any, name: str) -> list[list[Raw]] | None:
    """The rows of our sheet of a name; None when the book has none."""
    page, found = _find(book, name)
    if page is None:
        return None
    last = api.last_cell(book.sheets[found])
    return read_values(book.sheets[found], *last, api.has_1904_dates(book)) if last else []
