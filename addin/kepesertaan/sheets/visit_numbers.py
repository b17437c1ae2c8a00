"""Numbers of the sheets of a book of visits, so that reports print them as the sheet shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kepesertaan.domain.displayed import displayed
from kepesertaan.domain.table import Raw

from .participant import Sheet
from .visits import tells_of_visits

Place = tuple[str, int, int]  # sheet, row from 1, column from 0


def numbers_in(sheets: Sequence[Sheet]) -> dict[str, list[tuple[int, int]]]:
    """The cells (row from 1, column from 0) that hold numbers, of sheets that tell of visits."""
    return {
        sheet.name: [
            (i, k)
            for i, row in enumerate(sheet.rows, 1)
            for k, value in enumerate(row)
            if isinstance(value, float)
        ]
        for sheet in sheets
        if tells_of_visits(sheet)
    }


def as_displayed(sheets: Sequence[Sheet], codes: Mapping[Place, str]) -> list[Sheet]:
    """The sheets with the numbers whose format is known as ``Displayed``."""
    found: dict[str, dict[int, list[tuple[int, str]]]] = {}
    for (name, row, col), code in codes.items():
        found.setdefault(name, {}).setdefault(row, []).append((col, code))
    return [
        replace(sheet, rows=[
            _row(row, found[sheet.name].get(i, ())) for i, row in enumerate(sheet.rows, 1)
        ])
        if sheet.name in found
        else sheet
        for sheet in sheets
    ]  # fmt: skip


def _row(row: Sequence[Raw], codes: Sequence[tuple[int, str]]) -> Sequence[Raw]:
    made = [*row]
    for col, code in codes:
        value = made[col]
        if isinstance(value, float):
            made[col] = displayed(value, code)
    return made
