"""Streams inside an OLE2 compound file (old .xls, encrypted workbooks); every chain is bounded.

Source of the layout: [MS-CFB]. Only what telling the kinds apart and reading the workbook stream
need; nothing is written.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # this and above are marks, not sectors
_ENTRY_BYTES = 128
_SMALL = 4096  # shorter streams share the root's, in sectors of 64 bytes
_ROOT = "Root Entry"


class DamagedCompoundError(ValueError):
    """A chain that leaves the file, or a header that says nonsense."""


@dataclass(frozen=True, slots=True)
class Compound:
    """An opened compound file: its bytes, sector size, sector table, and entries by name.

    ``entries`` maps a stream's or storage's name to (first sector, size in bytes).
    """

    data: bytes
    sector_bytes: int
    table: list[int]
    entries: dict[str, tuple[int, int]]

    def read(self, name: str) -> bytes:
        """The whole stream; ``DamagedCompoundError`` when its chain does not hold."""
        first, size = self.entries[name]
        if size >= _SMALL:
            return _chain(self.data, self.sector_bytes, self.table, first)[:size]
        (start,) = struct.unpack_from("<I", self.data, 60)
        small_table = _words(_chain(self.data, self.sector_bytes, self.table, start))
        root, _ = self.entries[_ROOT]
        small = _chain(self.data, self.sector_bytes, self.table, root)
        return _chain(bytes(64) + small, 64, small_table, first)[:size]


def open_compound(data: bytes) -> Compound:
    """Read header, sector table and directory; ``DamagedCompoundError`` when they do not hold."""
    if len(data) < 512 or not data.startswith(MAGIC):
        raise DamagedCompoundError("header")
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        raise DamagedCompoundError("sector size")
    sector_bytes = 1 << shift
    table = _sector_table(data, sector_bytes)
    (first,) = struct.unpack_from("<I", data, 48)
    directory = _chain(data, sector_bytes, table, first)
    entries: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind in (1, 2, 5) and 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            entries.setdefault(_ROOT if kind == 5 else name, (start, size))
    if _ROOT not in entries:
        raise DamagedCompoundError("no root")
    return Compound(data, sector_bytes, table, entries)


def _sector(data: bytes, sector_bytes: int, number: int) -> bytes:
    at = (number + 1) * sector_bytes
    if number >= _LAST_SECTOR or at >= len(data):
        raise DamagedCompoundError("sector outside the file")
    return data[at : at + sector_bytes]


def _sector_table(data: bytes, sector_bytes: int) -> list[int]:
    numbers = list(struct.unpack_from("<109I", data, 76))
    (more, count) = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // sector_bytes)):
        if more >= _LAST_SECTOR:
            break
        block = _words(_sector(data, sector_bytes, more))
        numbers += block[:-1]
        more = block[-1]
    table: list[int] = []
    for number in numbers:
        if number < _LAST_SECTOR:
            table += _words(_sector(data, sector_bytes, number))
    return table


def _words(block: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))


def _chain(data: bytes, sector_bytes: int, table: list[int], first: int) -> bytes:
    parts: list[bytes] = []
    number = first
    for _ in range(len(data) // sector_bytes + 1):
        if number >= _LAST_SECTOR:
            return b"".join(parts)
        parts.append(_sector(data, sector_bytes, number))
        if number >= len(table):
            raise DamagedCompoundError("sector outside the table")
        number = table[number]
    raise DamagedCompoundError("a chain that never ends")
