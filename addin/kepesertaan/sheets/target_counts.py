"""Every number of a sheet counted by column; what nobody took is left out with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kepesertaan.domain.table import Raw

from .target_found import SheetReading, number_of
from .target_grid import Block
from .target_numbers import Number

OUTSIDE = "di luar tabel"
_ROLE_WHY = {
    "nomor": "nomor urut", "catatan": "keterangan", "satuan": "satuan", "uraian": "uraian",
    "waktu": "bulan atau tahun", "petugas": "nama petugas", "rincian": "rincian",
}  # fmt: skip


def count_numbers(
    reading: SheetReading,
    rows: Sequence[Sequence[Raw]],
    blocks: Sequence[Block],
    stray: Sequence[int],
) -> None:
    """The numbers of every table and beside it, by column; what nobody took is left with why."""
    settled = {(f.row, f.col) for f in reading.found if f.value is not None}
    settled |= {(d.row, d.col) for d in reading.dropped}
    numbers = defaultdict[int, list[Number]](list)
    held = set[int]()
    for i, block in [*((i, b) for b in blocks for i in b.body), *((i, None) for i in stray)]:
        here = list(_numbers(rows[i], block))
        held |= {i} if here else set()
        for c, value, number in here:
            numbers[c].append(number)
            if (i, c) not in settled:
                role = block.roles.get(c, "") if block else ""
                why = _ROLE_WHY.get(role, OUTSIDE if block is None else "bagian judul")
                reading.drop(i, c, value, why, "kolom" if role else "baris")
    reading.rows = len(held)
    reading.read = {c: (len(some), sum(some)) for c, some in numbers.items()}


def _numbers(row: Sequence[Raw], block: Block | None) -> Iterator[tuple[int, Raw, Number]]:
    """Column, value and number of the cells of a row that hold one, inside a table's columns."""
    first, behind = (block.first, block.behind) if block else (0, len(row))
    for c, value in enumerate(row[first:behind], first):
        if value.__class__ is float and value.is_integer():
            yield c, value, int(value)
        elif value is not None and (number := number_of(value)) is not None:
            yield c, value, number
