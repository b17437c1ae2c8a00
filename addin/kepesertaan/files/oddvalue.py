"""Cells that do not hold what their kind says: readers guess something, we say error."""

from __future__ import annotations

LOST_TEXT = "#REF!"  # names a text the book does not have
NO_NUMBER = "#VALUE!"  # a number that is none


def error_of(kind: str, value: str) -> str:
    """The error value for a cell's ``t`` and ``<v>``, "" where they fit.

    >>> error_of("n", "12.5"), error_of("", "dua"), error_of("s", "-1"), error_of("b", "1")
    ('', '#VALUE!', '#REF!', '')
    """
    if kind == "s":
        return "" if value.strip().isdigit() else LOST_TEXT
    return "" if kind not in ("", "n") or _is_number(value) else NO_NUMBER


def _is_number(text: str) -> bool:
    """Whether the text of a number cell is one; NaN and infinity are, here."""
    try:
        float(text)
    except ValueError:
        return not text.strip()
    return "_" not in text
