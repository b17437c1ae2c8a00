"""Rows above a table that give its officer, a person's number, or its time, and head no column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kepesertaan.domain.table import Raw

from .target_numbers import OF_PERSONS
from .target_officers import officer_in
from .target_words import said

_DASHES = frozenset("-\u2013\u2014")


def is_letterhead(row: Sequence[Raw], texts: Sequence[str]) -> bool:
    """Whether a row gives something of the sheet: Nama, Andi; Jabatan, : AR; NPK, 12345. ``texts``:
    of its cells."""
    first = next((value for value in row if isinstance(value, str)), "")
    is_form = any(text.strip().startswith(":") for text in texts[1:])
    return is_form or gives_number(first) or _names_officer(texts) or _names_time(texts)


@lru_cache(maxsize=5000)
def gives_number(text: str) -> bool:
    """Whether a label is of a person's number: NPK, No. HP."""
    bare = text.upper().strip(" :.").removeprefix("NO").strip(" .")
    return bare in OF_PERSONS


def _names_officer(texts: Sequence[str]) -> bool:
    return (len(texts) == 2 or any(":" in text for text in texts)) and bool(officer_in(texts))


def _names_time(texts: Sequence[str]) -> bool:
    """Whether a row of two cells gives the month of what stands below, or the day of printing:
    Bulan, November 2026; Dicetak, 3/12/2026."""
    if len(texts) > 2 and any(said(text).spans == ("sd",) or text in _DASHES for text in texts[1:]):
        return "waktu" in said(texts[0]).roles  # Periode, 1/10/2026, s.d., 31/10/2026
    if len(texts) != 2:
        return False
    label, time = map(said, texts)
    if time.counts or time.sides or time.segments or time.roles or time.rest:
        return False
    return ("waktu" in label.roles or not label.is_known) and bool(time.months or time.dated)
