"""The truth of an invented branch, and what a layout is: sheets, and what must be read from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

# What a figure counts: its metric, officer, year and month, segment, side and span.
Key = tuple[str, str, tuple[int, int], str, str, str]
Grid = list[list[Any]]
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "November", "Desember")  # fmt: skip
SHORT = ("JAN", "FEB", "MAR", "APR", "MEI", "JUN", "JUL", "AGT", "SEP", "OKT", "NOV", "DES")
NAMES = ("Andi Pratama", "Sari Wulandari", "Budi Santoso", "Dewi Anggraini", "Eko Nugroho",
         "Fitri Handayani", "Galih Permana")  # fmt: skip
WORDS = {
    "tk_aktif": ("TK Aktif", "Tenaga Kerja Aktif", "Peserta Aktif", "Jumlah TK Aktif"),
    "akuisisi": ("Akuisisi TK", "Akuisisi TK Baru", "Akuisisi Peserta Baru"),
    "iuran": ("Iuran", "Penerimaan Iuran", "Iuran Diterima"),
    "bu_baru": ("Akuisisi PK/BU", "PK/BU Baru", "Akuisisi BU Baru"),
    "kunjungan": ("Kunjungan", "Jumlah Kunjungan"),
    "sosialisasi": ("Sosialisasi",),
    "winback": ("Winback", "Peserta Kembali"),
    "microcredential": ("Microcredential",),
    "piutang_tertagih": ("Piutang Tertagih",),
}
STOCKS = {"tk_aktif", "bu_aktif", "piutang"}
MONEY = {"iuran", "piutang", "piutang_tertagih"}
SEGMENTS = ("PU", "BPU", "JAKON", "PMI")


@dataclass
class Sheet:
    """A sheet: its rows, merged areas (top, left, bottom, right from 0)."""

    name: str
    grid: Grid
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class Book:
    """A file. ``truth``: every figure it holds, None where it is missing.

    ``asks``: the reader may hold figures of it back, and then must ask.
    """

    file: str
    sheets: list[Sheet]
    truth: dict[Key, Decimal | None]
    asks: bool = False


@dataclass
class World:
    """Random numbers that never repeat by chance, so that a wrong cell is a wrong value."""

    rng: Random
    used: set[int] = field(default_factory=set)

    def count(self, low: int = 40, high: int = 9000) -> int:
        while True:
            made = self.rng.randint(low, high)
            if made not in self.used and not 1990 <= made <= 2110:
                self.used.add(made)
                return made

    def money(self) -> int:
        """Whole rupiah, a multiple of ten thousand."""
        return self.count(20_000, 900_000) * 10_000

    def amount(self, metric: str) -> int:
        return self.money() if metric in MONEY else self.count()

    def word(self, metric: str) -> str:
        return self.rng.choice(WORDS[metric])

    def officer(self) -> str:
        return self.rng.choice(NAMES)


Layout = Callable[[World], Book]
LAYOUTS: dict[str, Layout] = {}


def layout(function: Layout) -> Layout:
    """Register a layout under its function's name."""
    LAYOUTS[function.__name__] = function
    return function
