"""Sheets with their numbers as the number formats of their cells say them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kepesertaan.domain.table import Raw

from .participant import Sheet

Place = tuple[str, int, int]  # sheet, row from 1, column from 0
Formatted = Callable[[float, str], Raw]  # a number and its format to what it says


def as_formatted(
    sheets: Sequence[Sheet], codes: Mapping[Place, str], formatted: Formatted
) -> list[Sheet]:
    """The sheets with the numbers whose format is known as ``formatted`` makes them."""
    found: dict[str, dict[int, list[tuple[int, str]]]] = {}
    for (name, row, col), code in codes.items():
        found.setdefault(name, {}).setdefault(row, []).append((col, code))
    return [
        replace(sheet, rows=[
            _row(row, found[sheet.name].get(i, ()), formatted)
            for i, row in enumerate(sheet.rows, 1)
        ]) if sheet.name in found else sheet
        for sheet in sheets
    ]  # fmt: skip


def _row(
    row: Sequence[Raw], codes: Sequence[tuple[int, str]], formatted: Formatted
) -> Sequence[Raw]:
    made = [*row]
    for col, code in codes:
        value = made[col]
        if isinstance(value, float):
            made[col] = formatted(value, code)
    return made
