"""Sheets of ours in the user's book: brought in from a finished book, found again, read."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any

from kepesertaan.domain.errors import CannotWrite
from kepesertaan.domain.table import Raw, column_letter
from kepesertaan.sheets.findings import COLUMNS, HISTORY_TITLE, SUMMARY_TITLE

from . import api
from .reading import read_values

_LONGEST_NAME = 31
_NOT_COPIED = (
    "Lembar temuan tidak dapat ditambahkan ke buku ini. Tunggu sampai Excel tidak sibuk, "
    "lalu klik tombol ini lagi."
)


def put_pages(
    app: Any,
    book: Any,
    made: Path,
    names: Mapping[str, str],
    heads: Mapping[str, Sequence[str]] | None = None,
) -> list[str]:
    """Copy sheets of a finished book behind the last sheet; the names they got.

    ``names`` maps the sheet's name there to the name wanted here. Our own sheets of those names
    are replaced; a user's sheet of the same name stays, and ours gets a number. The finished
    book is renamed. ``heads`` are the first cells of sheets that are no lists of findings or
    runs, by which a copy is known. Raises ``CannotWrite`` when no sheet came.
    """
    own = made.rename(made.with_stem(f"{made.stem}-{token_hex(3)}"))  # Excel opens no name twice
    macros = api.forbid_macros(app)
    try:
        source = app.books.open(str(own), update_links=False, read_only=True)
    finally:
        api.allow_macros(app, macros)
    try:
        sheets, made_sheets = api.sheets_of(book), api.sheets_of(source)
        last = api.last_page(sheets)
        found = []
        for there, wanted in names.items():
            old, name = _find(sheets, wanted)
            last = api.copy_page(made_sheets, there, last, book)
            head = heads[there] if heads else None
            if not _is_copy(last, head):  # whatever it is, it is not to be named and removed by us
                raise CannotWrite(_NOT_COPIED)
            if old is not None:
                old.Delete()
            last.Name = name
            found.append(name)
        return found
    finally:
        source.close()


def _is_copy(page: Any, head: Sequence[str] | None) -> bool:
    row = first_row(page)
    if head is None or row is None:
        return is_our_heading(row)
    return row[: len(head)] == tuple(head)[: len(row)]


def _find(sheets: Any, wanted: str) -> tuple[Any | None, str]:
    """Our own sheet of a name, or of that name and a number, and the name; None: it is free."""
    for number in itertools.count(1):
        name = wanted if number == 1 else f"{wanted[: _LONGEST_NAME - 4]} {number}"
        page = api.sheet_named(sheets, name)
        if page is None or is_ours(page):
            return page, name
    raise AssertionError("endless")


def is_ours(page: Any) -> bool:
    """Whether an Excel sheet is one we brought in."""
    return is_our_heading(first_row(page))


def first_row(page: Any) -> tuple[Any, ...] | None:
    """The cells that tell whether a sheet is ours; None of a chart sheet. 2 calls."""
    return api.first_cells(page, f"A1:{column_letter(len(COLUMNS) - 1)}1")


def is_our_heading(row: tuple[Any, ...] | None) -> bool:
    """Whether a ``first_row`` is that of a sheet we brought in."""
    return row is not None and (row == COLUMNS or row[0] in (SUMMARY_TITLE, HISTORY_TITLE))


def read_page(book: Any, name: str) -> list[list[Raw]] | None:
    """The rows of our sheet of a name; None when the book has none."""
    page, found = _find(api.sheets_of(book), name)
    if page is None:
        return None
    rows, columns, _ = api.extent(book.sheets[found])
    return read_values(book.sheets[found], rows, columns, api.has_1904_dates(book)) if rows else []
