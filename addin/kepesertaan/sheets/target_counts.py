"""Every number of a sheet counted by column; what nobody took is left out with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kepesertaan.domain.table import Raw
from kepesertaan.domain.targets import Number

from .target_block import Block
from .target_found import SheetReading, Taken, numbers_of
from .target_numbers import all_exact

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
    for c, block, here in _columns(rows, blocks, stray):
        numbers[c] += here.values()
        held |= here.keys()
        if here.keys() <= settled[c]:
            continue
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
) -> Iterator[tuple[int, Block | None, dict[int, Number]]]:
    """Column by column the numbers of each table by their rows, and those beside the tables."""
    for block in blocks:
        for c in range(block.first, min(block.behind, len(block.columns))):
            column = block.columns[c]
            floats = [value for value in column if isinstance(value, float)]
            yield c, block, dict(
                zip(block.body, all_exact(floats), strict=True) if len(floats) == len(column)
                else numbers_of(zip(block.body, column, strict=True))
            )  # fmt: skip
    for c in range(max((len(rows[i]) for i in stray), default=0)):
        yield c, None, dict(numbers_of((i, rows[i][c]) for i in stray if c < len(rows[i])))
