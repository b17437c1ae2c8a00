"""What the names of a file and of its sheets say: month, officer, metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .target_months import Told, time_of
from .target_officers import without_names, words_left
from .target_words import Said, said


@dataclass(frozen=True, slots=True)
class BookNames:
    """What the names of a file and of its sheets say. ``months``: of the sheets."""

    file: str
    said: Said
    time: Told
    officer: str
    months: frozenset[int]


def book_names(stem: str, sheets: Sequence[str], known: Sequence[str]) -> BookNames:
    """Of a file's name (without ending) and the names of its sheets."""
    bare, named = without_names(stem.replace("_", " "), known)
    told = said(bare)
    exact = [m for name in sheets for _, m in said(without_names(name, known)[0]).months]
    return BookNames(stem, told, time_of([told]), named or words_left(bare), frozenset(exact))


def officer_left(name: str, bare: str, told: Told) -> str:
    """Who a sheet is named for; nobody where it is named for a month or a metric."""
    if told.month or said(bare).counts or name.lower().startswith("sheet"):
        return ""
    return words_left(bare)
