"""The same book a little differently: blank columns and rows, other letters, other blanks."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from .world import Book, Sheet


def shaken(book: Book, rng: Random) -> Book:
    """A book whose sheets had one thing done to each that changes no figure."""
    return replace(book, sheets=[rng.choice(SHAKES)(sheet, rng) for sheet in book.sheets])


def blank_column(sheet: Sheet, rng: Random) -> Sheet:
    """An empty column somewhere."""
    at = rng.randint(0, max(map(len, sheet.grid)))
    grid = [[*row[:at], None, *row[at:]] if len(row) > at else row for row in sheet.grid]
    merges = [
        (t, left + (left >= at), b, right + (right >= at)) for t, left, b, right in sheet.merges
    ]
    return Sheet(sheet.name, grid, merges)


def blank_rows(sheet: Sheet, rng: Random) -> Sheet:
    """Empty rows at the top."""
    more = rng.randint(1, 4)
    merges = [(t + more, left, b + more, right) for t, left, b, right in sheet.merges]
    return Sheet(sheet.name, [[] for _ in range(more)] + sheet.grid, merges)


def blank_row_between(sheet: Sheet, rng: Random) -> Sheet:
    """An empty row somewhere, but in no merged area."""
    at = rng.randint(1, len(sheet.grid))
    if any(t < at <= b for t, _, b, _ in sheet.merges):
        return sheet
    merges = [(t + (t >= at), left, b + (b >= at), right) for t, left, b, right in sheet.merges]
    return Sheet(sheet.name, [*sheet.grid[:at], [], *sheet.grid[at:]], merges)


def letters(sheet: Sheet, rng: Random) -> Sheet:
    """All texts in capitals, small letters, or with blanks around."""
    change = rng.choice((str.upper, str.lower, lambda text: f"  {text}\u00a0 "))
    return Sheet(
        sheet.name, [[_text(value, change) for value in row] for row in sheet.grid], sheet.merges
    )


def _text(value: Any, change: Any) -> Any:
    return change(value) if isinstance(value, str) and not value.startswith(("=", "#")) else value


SHAKES = (blank_column, blank_rows, blank_row_between, letters)
