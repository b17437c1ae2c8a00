"""Columns of words that label no row of a target table: Solusi, Tindakan, Sasaran."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kepesertaan.domain.table import Raw
from kepesertaan.sheets.targets.words.said import Said, said

from .block import LISTS, Block, is_amount, is_number


def tell_notes(block: Block) -> None:
    """Words behind all values, below a heading nothing is known of, are notes: Solusi, Tindakan; so
    are words below Sasaran where another column holds the targets."""
    values = block.values
    for c in values:
        if not any(map(is_number, block.columns[c])) and _is_again(block, c):
            block.roles[c] = "catatan"
    values = block.values
    labels = [c for c, role in block.roles.items() if role in LISTS]
    for c in labels if values and labels and labels[0] < values[0] else ():
        told = said(" ".join(block.heads.get(c, ())))
        if c <= values[-1] or c in block.sides or told.is_known or not told.rest:
            continue
        if _are_apart(block, [k for k in labels if k < values[0]]):
            block.roles[c] = "catatan"


def _are_apart(block: Block, labels: Sequence[int]) -> bool:
    """Whether the rows with amounts differ in their labels, blank ones filled from above: words
    behind them tell none apart."""
    seen, filled = set[tuple[Raw, ...]](), dict[int, Raw]()
    for at in range(len(block.body)):
        filled |= {c: value for c in labels if (value := block.columns[c][at])}
        if not any(is_amount(block.columns[c][at]) for c in block.values):
            continue
        key = tuple(filled.get(c) for c in labels)
        if key in seen:
            return False
        seen.add(key)
    return True


def _is_again(block: Block, c: int) -> bool:
    """Whether a column says no more than a side that another column of numbers says as well."""
    told = [replace(said(" ".join(block.heads.get(k, ()))), rest=()) for k in (c, *block.values)]
    held = (any(map(is_number, block.columns[k])) for k in block.values)
    is_bare = told[0] == Said(sides=told[0].sides) and bool(told[0].sides)
    return is_bare and any(one == told[0] and has for one, has in zip(told[1:], held, strict=True))
