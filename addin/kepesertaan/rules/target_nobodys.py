"""Figures of nobody in a sheet where others are of officers, row by row or column by column."""

from __future__ import annotations

from collections.abc import Iterable

from kepesertaan.domain.targets import Strip
from kepesertaan.sheets.target_found import Ask, SheetReading

from .target_people import People, Words

_NOBODYS = "petugasnya tidak disebut, padahal angka lain di lembar ini per petugas: milik siapa?"


def nobodys(sheet: SheetReading, words: Words, people: People) -> list[Strip]:
    """The strips that name nobody beside those of officers; none where a title, the sheet's name or
    the file's names the one officer of them all."""
    named = {people.person(strip.officer) for strip in sheet.strips if strip.officer}
    if len(named) == 1:
        by_name = {people.match(word) for word in (words.sheet, words.file)}
        if sheet.told_officer or not named.isdisjoint(by_name):
            return []
    return [strip for strip in sheet.strips if not strip.officer] if named else []


def ask_nobodys(strips: Iterable[Strip]) -> list[Ask]:
    """What is asked of their figures."""
    cells = {(i, strip.col) for strip in strips
             for i, value in zip(strip.rows, strip.values, strict=True) if value is not None}  # fmt: skip
    return [Ask("tanya", _NOBODYS, tuple(sorted(cells)))] if cells else []
