"""The proof of a roll-up: what every sheet held is what was used and what was left, by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from kepesertaan.domain.table import cell_name
from kepesertaan.domain.targets import Left, Place, Proof, Tally
from kepesertaan.sheets.target_found import Dropped, Found, SheetReading, column_told
from kepesertaan.sheets.target_numbers import Number

from .target_sources import FileReading, Gathering


def prove(
    gathering: Gathering, files: Sequence[FileReading]
) -> tuple[tuple[Proof, ...], tuple[Left, ...]]:
    """A proof a sheet, and everything that was left out with its reason."""
    used = defaultdict[tuple[str, str], list[Found]](list)
    for source, some in groupby(gathering.figures.values(), itemgetter(1)):
        here = used[source.file.path, source.sheet.name]
        here += [found for found, _ in some if found.value is not None]
    proofs, left = list[Proof](), list[Left]()
    for file in files:
        for sheet in file.sheets:
            key = (file.path, sheet.name)
            dropped = gathering.dropped[key]
            proofs.append(_proof(file, sheet, used[key], dropped))
            left += _left(file, sheet, dropped)
    return tuple(proofs), tuple(left)


def _proof(
    file: FileReading, sheet: SheetReading, used: Sequence[Found], dropped: Sequence[Dropped]
) -> Proof:
    taken, left = defaultdict[int, list[Number]](list), defaultdict[int, list[Number]](list)
    for found in used:
        taken[found.col].append(found.shown)
    for drop in dropped:
        left[drop.col].append(drop.number)
    tallies = tuple(
        Tally(column_told(sheet, c), cells, len(taken[c]), len(left[c]), Decimal(total),
              Decimal(sum(taken[c])), Decimal(sum(left[c])))
        for c, (cells, total) in sorted(sheet.read.items())
    )  # fmt: skip
    rows = len({found.row for found in used})
    place = Place(file.name, sheet.name, "", file.path)
    return Proof(place, sheet.rows, rows, sheet.rows - rows, tallies)


def _left(file: FileReading, sheet: SheetReading, dropped: Sequence[Dropped]) -> list[Left]:
    """What was left out, together by row or by column and reason."""
    groups: dict[tuple[str, str, int], list[Dropped]] = {}
    for drop in dropped:
        at = drop.row if drop.by == "baris" else drop.col
        groups.setdefault((drop.by, drop.why, at), []).append(drop)
    found = []
    for (by, why, at), some in groups.items():
        cell = cell_name(some[0].row + 1, some[0].col)
        place = Place(file.name, sheet.name, cell, file.path)
        text = sheet.labels.get(at, "") if by == "baris" else column_told(sheet, at)
        total = Decimal(sum(drop.number for drop in some))
        row = at + 1 if by == "baris" else 0
        found.append(Left(place, row, text, why, len(some), total))
    return found
