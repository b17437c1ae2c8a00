"""Sheets of ours in the user's book: brought in from a finished book, found again, read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kepesertaan.domain.table import Raw, column_letter
from kepesertaan.sheets.findings import COLUMNS, HISTORY_TITLE, SUMMARY_TITLE

from . import api
from .reading import read_sheet

_LONGEST_NAME = 31


def put_pages(book: Any, made: Path, names: Mapping[str, str]) -> list[str]:
    """Copy sheets of a finished book behind the last sheet; the names they got.

    ``names`` maps the sheet's name there to the name wanted here. Our own sheets of those names
    are replaced; a user's sheet of the same name stays, and ours gets a number.
    """
    app = book.app
    macros = api.forbid_macros(app)
    try:
        source = app.books.open(str(made), update_links=False, read_only=True)
    finally:
        api.allow_macros(app, macros)
    try:
        return [_put_page(source.sheets[there], book, wanted) for there, wanted in names.items()]
    finally:
        source.close()


def _put_page(page: Any, book: Any, wanted: str) -> str:
    old = find_page(book, wanted)
    page.copy(after=book.sheets[len(book.sheets) - 1])
    if old is not None:
        old.delete()
    new = book.sheets[len(book.sheets) - 1]
    new.name = _free_name(wanted, [sheet.name for sheet in book.sheets if sheet != new])
    return str(new.name)


def _free_name(wanted: str, taken: Sequence[str]) -> str:
    lower = {name.lower() for name in taken}
    tries = (wanted, *(f"{wanted[: _LONGEST_NAME - 4]} {n}" for n in range(2, len(lower) + 3)))
    return next(name for name in tries if name.lower() not in lower)


def find_page(book: Any, name: str) -> Any | None:
    """Our own sheet of a name, or of that name and a number; None when there is none."""
    for sheet in book.sheets:
        said = str(sheet.name)
        bare = said.rstrip("0123456789").rstrip()
        if name.lower() in (said.lower(), bare.lower()) and _is_ours(sheet):
            return sheet
    return None


def _is_ours(sheet: Any) -> bool:
    (row,) = api.serial_block(sheet.range(f"A1:{column_letter(len(COLUMNS) - 1)}1"))
    return row == COLUMNS or row[0] in (SUMMARY_TITLE, HISTORY_TITLE)


def read_page(book: Any, name: str) -> list[list[Raw]] | None:
    """The rows of our sheet of a name; None when the book has none."""
    page = find_page(book, name)
    return None if page is None else [list(row) for row in read_sheet(book.name, page).rows]
