"""The proof of a roll-up: what every sheet held is what was used and what was left, by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from kepesertaan.domain.table import cell_name
from kepesertaan.domain.targets import Left, Number, Place, Proof, Strip, Tally, rows_used
from kepesertaan.sheets.targets.found import (
    BY_ROW,
    Dropped,
    LeftOut,
    SheetReading,
    column_told,
    shown,
)

from .sources import FileReading, Gathering, place_of

_Sums: TypeAlias = Mapping[int, tuple[int, Number]]  # column -> how many numbers, and their sum
_NONE: tuple[int, Number] = (0, 0)


def prove(
    gathering: Gathering, files: Sequence[FileReading], strips: Iterable[Strip]
) -> tuple[tuple[Proof, ...], tuple[Left, ...]]:
    """A proof a sheet, and everything that was left out with its reason; ``strips``: what counts."""
    used: dict[Place, list[Strip]] = {}
    for strip in strips:
        used.setdefault(strip.sheet, []).append(strip)
    proofs, left = list[Proof](), list[Left]()
    for file in files:
        for sheet in file.sheets:
            place = place_of(file, sheet)
            dropped = gathering.dropped.get(place, Dropped())
            unused = _added(sheet.unused, dropped.by_column())
            proofs.append(_proof(place, sheet, used.get(place, []), unused))
            left += [_left(place, sheet, one) for one in (*sheet.left, *dropped.left_out())]
    return tuple(proofs), tuple(left)


def _added(some: _Sums, more: _Sums) -> _Sums:
    return dict(some) | {
        c: (some.get(c, _NONE)[0] + cells, some.get(c, _NONE)[1] + total)
        for c, (cells, total) in more.items()
    }


def _proof(place: Place, sheet: SheetReading, used: Sequence[Strip], unused: _Sums) -> Proof:
    taken: _Sums = {}
    for strip in used:
        taken = _added(taken, {strip.col: _counted(strip)})
    tallies = tuple(
        Tally(column_told(sheet, c), cells, taken.get(c, _NONE)[0], unused.get(c, _NONE)[0],
              Decimal(total), Decimal(taken.get(c, _NONE)[1]), Decimal(unused.get(c, _NONE)[1]))
        for c, (cells, total) in sorted(sheet.read.items())
    )  # fmt: skip
    rows = len(rows_used(used))
    return Proof(place, sheet.rows, rows, sheet.rows - rows, tallies)


def _counted(strip: Strip) -> tuple[int, Number]:
    """How many numbers of its column a strip takes, and their sum as the cells show them."""
    return len(strip.values) - len(strip.whys), shown(strip.total, strip.scale)


def _left(place: Place, sheet: SheetReading, one: LeftOut) -> Left:
    row, col = one.first
    is_row = one.by == BY_ROW
    text = sheet.labels.get(one.at, "") if is_row else column_told(sheet, one.at)
    return Left(
        place._replace(cell=cell_name(row + 1, col)), one.at + 1 if is_row else 0, text, one.why,
        one.cells, Decimal(one.total),
    )  # fmt: skip
