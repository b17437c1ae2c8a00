"""Every number of a sheet counted by column; what nobody took is left out with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kepesertaan.domain.table import Raw
from kepesertaan.domain.targets import Number

from .target_block import Block
from .target_found import SheetReading, Taken, numbers_of

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
    numbers = defaultdict[int, list[Number]](list)
    held = set[int]()
    for c, cells, block in _columns(rows, blocks, stray):
        here = dict(numbers_of(cells))
        numbers[c] += here.values()
        held |= here.keys()
        rest = {i: number for i, number in here.items() if i not in settled[c]}
        role = block.roles.get(c, "") if block else ""
        if role:
            taken.dropped.column(c, _ROLE_WHY.get(role, IN_HEADS), rest.items())
        for i, number in rest.items() if not role else ():
            taken.dropped.row(i, IN_HEADS if block else OUTSIDE, [(c, number)])
    reading.rows = len(held)
    reading.read = {c: (len(some), sum(some)) for c, some in numbers.items() if some}


def _columns(
    rows: Sequence[Sequence[Raw]], blocks: Sequence[Block], stray: Sequence[int]
) -> Iterator[tuple[int, list[tuple[int, Raw]], Block | None]]:
    """Column by column the cells of each table, each with its row, and those beside the tables."""
    widest = max(map(len, rows), default=0)
    for block in blocks:
        for c in range(block.first, min(block.behind, widest)):
            yield c, [(i, rows[i][c]) for i in block.body if c < len(rows[i])], block
    for c in range(widest if stray else 0):
        yield c, [(i, rows[i][c]) for i in stray if c < len(rows[i])], None
