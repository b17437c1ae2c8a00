"""Every number of a sheet counted by column; what nobody took is left out with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kepesertaan.domain.table import Raw
from kepesertaan.domain.targets import Number
from kepesertaan.sheets.targets.found import SheetReading, Taken
from kepesertaan.sheets.targets.grid.block import Block
from kepesertaan.sheets.targets.numbers.amounts import number_of

OUTSIDE = "di luar tabel"
IN_HEADS = "bagian judul"
_ROLE_WHY = {
    "nomor": "nomor urut", "catatan": "keterangan", "satuan": "satuan", "uraian": "uraian",
    "waktu": "bulan atau tahun", "petugas": "nama petugas", "rincian": "rincian",
}  # fmt: skip


def count_numbers(
    reading: SheetReading,
    taken: Taken,
    rows: Sequence[Sequence[Raw]],
    blocks: Sequence[Block],
    stray: Sequence[int],
) -> None:
    """The numbers of every table and beside it, by column; what nobody took is left with why."""
    settled = taken.rows()
    read, held = defaultdict[int, list[Number]](list), set[int]()
    for c, block, places, numbers in _columns(rows, blocks, stray):
        read[c] += numbers
        held.update(places)
        if settled[c].issuperset(places):
            continue
        both = zip(places, numbers, strict=True)
        rest = [(i, number) for i, number in both if i not in settled[c]]
        role = block.roles.get(c, "") if block else ""
        if role:
            taken.dropped.column(c, _ROLE_WHY.get(role, IN_HEADS), rest)
        for i, number in rest if not role else ():
            taken.dropped.row(i, IN_HEADS if block else OUTSIDE, [(c, number)])
    reading.rows = len(held)
    reading.read = {c: (len(some), sum(some)) for c, some in read.items() if some}


def _columns(
    rows: Sequence[Sequence[Raw]], blocks: Sequence[Block], stray: Sequence[int]
) -> Iterator[tuple[int, Block | None, list[int], list[Number]]]:
    """Column by column the rows of the numbers of each table, and of those beside, with these."""
    for block in blocks:
        for c in range(block.first, min(block.behind, len(block.columns))):
            yield c, block, *_held(block.body, block.numbers(c))
    for c in range(max((len(rows[i]) for i in stray), default=0)):
        there = [i for i in stray if c < len(rows[i])]
        yield c, None, *_held(there, [number_of(rows[i][c]) for i in there])


def _held(rows: list[int], numbers: Sequence[Number | None]) -> tuple[list[int], list[Number]]:
    """The rows that have a number, and their numbers."""
    held = [number for number in numbers if number is not None]
    if len(held) < len(rows):
        rows = [i for i, number in zip(rows, numbers, strict=True) if number is not None]
    return rows, held
