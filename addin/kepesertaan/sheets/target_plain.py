"""Whole columns of a target table at once: what is certain in them is a strip of figures.

Rows that only name a metric and a segment read alike wherever a column says the rest. What is not a
whole positive number or an empty cell there is left to be looked at cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kepesertaan.domain.table import Raw
from kepesertaan.domain.targets import Number, Strip, Thing

from .target_cells import CellReader, Plain
from .target_found import Taken, numbers_of
from .target_numbers import EMPTY
from .target_parts import Part

_Cell = tuple[int, int]  # row and column from 0


@dataclass(slots=True)
class _Alike:
    """Rows of one officer whose cells read alike; ``plain``: what columns say of them."""

    officer: str
    plain: Mapping[int, Plain]
    rows: list[int] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)


def take_plain(
    taken: Taken,
    reader: CellReader,
    rows: Sequence[Sequence[Raw]],
    parts: Mapping[int, tuple[Part, str]],
) -> list[_Cell]:
    """Take what is certain of a table; every other cell, in reading order.

    ``parts``: the rows that may hold figures, each with its officer.
    """
    groups: dict[tuple[int, str], _Alike] = {}
    for i, (part, officer) in parts.items():
        thing, plain = reader.plain(part)
        alike = groups.setdefault((id(plain), officer), _Alike(officer, plain))
        alike.rows.append(i)
        alike.things.append(thing)
    others: list[_Cell] = []
    for alike in groups.values():
        if alike.plain:
            others += _take_group(taken, reader, rows, alike)
        else:
            others += ((i, c) for i in alike.rows for c in reader.columns)
    return sorted(others)


def _take_group(
    taken: Taken, reader: CellReader, rows: Sequence[Sequence[Raw]], alike: _Alike
) -> list[_Cell]:
    """The columns of rows that read alike; the cells that are not certain."""
    things, held = tuple(alike.things), tuple(alike.rows)
    others: list[_Cell] = []
    for c in reader.columns:
        cells = [row[c] if c < len(row := rows[i]) else None for i in held]
        if why := reader.left(c):
            taken.dropped.column(c, why, numbers_of(zip(held, cells, strict=True)))
        elif how := alike.plain.get(c):
            values, whys, uncertain = _values(cells, how.scale)
            odd = {*uncertain, *(n for n, i in enumerate(held) if (i, c) in reader.odd)}
            strip = Strip(
                how.officer or alike.officer, how.month, how.side, how.span, how.scale, c,
                things, held, values, whys,
            )  # fmt: skip
            taken.strips += [strip.without(odd) if odd else strip] if len(odd) < len(held) else []
            others += ((held[n], c) for n in odd)
        else:
            others += ((i, c) for i in held)
    return others


def _values(
    cells: Sequence[Raw], scale: int
) -> tuple[tuple[Number | None, ...], dict[int, str], list[int]]:
    """The values of cells, the places of empty ones with why, and of those that are not certain."""
    floats = [value for value in cells if isinstance(value, float)]
    if len(floats) == len(cells) and min(floats) >= 0 and all(map(float.is_integer, floats)):
        return tuple(int(value) * scale for value in floats), {}, []
    values = tuple(_value(value, scale) for value in cells)
    empty = {n: EMPTY.why for n, value in enumerate(cells) if value is None or value == ""}
    odd = [n for n, value in enumerate(values) if value is None and n not in empty]
    return values, empty, odd


def _value(value: Raw, scale: int) -> Number | None:
    """The value of a whole positive number, None for anything else."""
    if isinstance(value, float) and value >= 0 and value.is_integer():
        return int(value) * scale
    return None
