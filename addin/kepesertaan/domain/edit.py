"""What a cell becomes: one kind of edit for closed files and for books that are open in Excel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from .table import Raw


class Keep(Enum):
    """Leave the value as it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What a cell becomes; row from 1, column from 0.

    ``value``: None and "" clear, ``KEEP`` leaves. ``fill``: ``RRGGBB``, "" for none, a ``<fill>``
    element where a pattern is put back, None leaves. ``number_format``: a format code, None leaves
    (a date in a cell that shows none gets a date format all the same). ``stood``: the value stood
    there before, so a long number comes back with all its digits.
    """

    row: int
    col: int
    value: Raw | Keep
    fill: str | None = None
    number_format: str | None = None
    stood: bool = False


# Why a cell is not written; each follows "Sel tidak diubah: " and ends without a full stop.
WITH_FORMULA = "sel ini berisi rumus"
LOCKED = "lembarnya dilindungi dan sel ini terkunci"
IN_MERGE = "sel ini tertutup sel gabungan; hanya sel kiri atasnya yang dapat diisi"
IN_ARRAY = "sel ini bagian dari rumus larik"
IN_HEADER = "judul tabel Excel tidak diubah karena dipakai rumus"
IN_TOTALS = "baris jumlah tabel Excel tidak diubah"
IN_PIVOT = "sel ini isi tabel pivot"
