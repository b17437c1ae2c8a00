"""Whole columns of a target table at once: what is certain in them is a strip of figures.

Rows that only name a metric and a segment read alike wherever a column says the rest. What is not a
whole positive number or an empty cell there is left to be looked at cell by cell.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from kepesertaan.domain.table import Raw
from kepesertaan.domain.targets import Lines, Number, Strip, lines_of
from kepesertaan.sheets.targets.found import Taken, numbered
from kepesertaan.sheets.targets.grid.block import FORM_ROWS, Block
from kepesertaan.sheets.targets.numbers.amounts import EMPTY
from kepesertaan.sheets.targets.table.words import TableWords

from .key import Ground
from .reader import CellReader, Plain

_Cell = tuple[int, int]  # row and column from 0
Odd = Collection[_Cell]
_Indices = tuple[int, ...]


class Alike(NamedTuple):
    """Rows whose cells read alike, and their places in the table's body.

    ``columns``: those that are no totals; ``plain``: what columns say of them; ``left``: why a
    column's numbers are no figures.
    """

    officer: str
    columns: _Indices
    plain: Mapping[int, Plain]
    left: Mapping[int, str]
    places: _Indices
    lines: Lines


def rows_alike(
    words: TableWords, rows: _Indices, columns: _Indices, ground: Ground
) -> tuple[tuple[Alike, ...], _Indices]:
    """The rows of a table that read alike, and the others; the same for all sheets of its form."""
    find = _rows_alike if len(words.body) <= FORM_ROWS else _rows_alike.__wrapped__
    return find(words, rows, columns, ground)


@lru_cache(maxsize=200)
def _rows_alike(
    words: TableWords, rows: _Indices, columns: _Indices, ground: Ground
) -> tuple[tuple[Alike, ...], _Indices]:
    reader = CellReader(ground, {c: words.columns[c] for c in columns}, (), ())
    groups: dict[tuple[str, int], list[int]] = {}
    plains = {i: reader.plain(words.rows[i]) for i in rows}
    others = tuple(i for i in rows if not plains[i][1])
    for i in rows:
        if plains[i][1]:
            groups.setdefault((words.rows[i].officer, id(plains[i][1])), []).append(i)
    place = {i: n for n, i in enumerate(words.body)}
    left = {c: why for c in columns if (why := reader.left(c))}
    alike = [
        Alike(
            officer, columns, plains[some[0]][1], left, tuple(place[i] for i in some),
            lines_of(tuple(some), tuple(plains[i][0] for i in some)),
        )
        for (officer, _), some in groups.items()
    ]  # fmt: skip
    return tuple(alike), others


def take_plain(taken: Taken, block: Block, alike: Alike, officer: str, odd: Odd) -> list[_Cell]:
    """Take what is certain of rows that read alike; their other cells.

    ``officer``: of rows that name none; ``odd``: cells to be looked at alone.
    """
    others: list[_Cell] = []
    for c in alike.columns:
        if why := alike.left.get(c):
            numbers = block.numbers(c)
            taken.dropped.column(
                c,
                why,
                numbered(
                    (i, numbers[n]) for i, n in zip(alike.lines.rows, alike.places, strict=True)
                ),
            )
            continue
        how = alike.plain.get(c)
        if how is None:
            others += ((i, c) for i in alike.lines.rows)
            continue
        values, whys, unsure = _values(block, c, alike.places, how.scale)
        unsure |= {n for n, i in enumerate(alike.lines.rows) if (i, c) in odd} if odd else set()
        others += ((alike.lines.rows[n], c) for n in unsure)
        strip = Strip(
            how.officer or alike.officer or officer, how.month, how.side, how.span, how.scale, c,
            alike.lines, values, whys,
        )  # fmt: skip
        if len(unsure) < len(values):
            taken.strips.append(strip.without(unsure) if unsure else strip)
    return others


def _values(
    block: Block, c: int, places: _Indices, scale: int
) -> tuple[tuple[Number | None, ...], dict[int, str], set[int]]:
    """The values of cells, the places of empty ones with why, and of those that are not certain."""
    if c in block.floats:
        numbers = block.numbers(c)
        whole = [number for n in places if (number := numbers[n]).__class__ is int]
        if len(whole) == len(places) and min(whole) >= 0:
            return tuple(whole if scale == 1 else [number * scale for number in whole]), {}, set()
    cells = [block.columns[c][n] for n in places]
    values = tuple(_value(value, scale) for value in cells)
    empty = {n: EMPTY.why for n, value in enumerate(cells) if value is None or value == ""}
    unsure = {n for n, value in enumerate(values) if value is None and n not in empty}
    return values, empty, unsure


def _value(value: Raw, scale: int) -> Number | None:
    """The value of a whole positive number, None for anything else."""
    if value.__class__ is float and value >= 0 and value.is_integer():
        return int(value) * scale
    return None
