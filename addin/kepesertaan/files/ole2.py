"""Streams inside an OLE2 compound file (old .xls, encrypted workbooks); every chain is bounded.

Source of the layout: [MS-CFB]. Only what telling the kinds apart, reading the workbook stream and
putting an unlocked one in its place need. Names compare without regard to case, as the format does.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # this and above are marks, not sectors
_ENTRY_BYTES = 128
_SMALL = 4096  # shorter streams share the root's, in sectors of 64 bytes
_SMALL_SECTOR = 64
_ROOT = ""


class DamagedCompoundError(ValueError):
    """A chain that leaves the file, or a header that says nonsense."""


@dataclass(frozen=True, slots=True)
class Compound:
    """An opened compound file: its bytes, sector size, sector table, and entries by name.

    ``entries`` maps the lower-case name of a stream or storage of the top level to (first sector,
    size in bytes); the name of the root itself is "".
    """

    data: bytes
    sector_bytes: int
    table: list[int]
    entries: dict[str, tuple[int, int]]

    def has(self, name: str) -> bool:
        """Whether the top level has a stream or storage of this name."""
        return name.lower() in self.entries

    def read(self, name: str) -> bytes:
        """The whole stream; ``DamagedCompoundError`` when its chain does not hold."""
        _, size = self.entries[name.lower()]
        return b"".join(self.data[a:b] for a, b in self._places(name))[:size]

    def replaced(self, name: str, stream: bytes) -> bytes:
        """The file with other bytes in a stream, as many as before."""
        data, at = bytearray(self.data), 0
        for start, stop in self._places(name):
            piece = stream[at : at + stop - start]
            data[start : start + len(piece)] = piece
            at += stop - start
        return bytes(data)

    def _places(self, name: str) -> list[tuple[int, int]]:
        """Where the stream's sectors begin and end in the file, in its order."""
        first, size = self.entries[name.lower()]
        if size >= _SMALL:
            return self._sectors(first)
        (start,) = struct.unpack_from("<I", self.data, 60)
        small_table = _words(b"".join(self.data[a:b] for a, b in self._sectors(start)))
        home = self._sectors(self.entries[_ROOT][0])
        each = self.sector_bytes // _SMALL_SECTOR
        found = []
        for number in _chain(small_table, first, len(home) * each):
            begin = home[number // each][0] + number % each * _SMALL_SECTOR
            found.append((begin, begin + _SMALL_SECTOR))
        return found

    def _sectors(self, first: int) -> list[tuple[int, int]]:
        return _sectors(self.data, self.sector_bytes, self.table, first)


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
    directory = b"".join(data[a:b] for a, b in _sectors(data, sector_bytes, table, first))
    entries = _top_level(directory)
    if _ROOT not in entries:
        raise DamagedCompoundError("no root")
    return Compound(data, sector_bytes, table, entries)


def _top_level(directory: bytes) -> dict[str, tuple[int, int]]:
    """Entries of the root: a storage inside may hold a workbook of its own, which is not meant."""
    found: dict[str, tuple[int, int]] = {}
    waiting, seen = [0], set()
    while waiting:
        number = waiting.pop()
        at = number * _ENTRY_BYTES
        if number in seen or at + _ENTRY_BYTES > len(directory):
            continue
        seen.add(number)
        length, kind, _, left, right, child = struct.unpack_from("<HBBIII", directory, at + 64)
        if kind == 5:
            name, waiting = _ROOT, [child]
        else:
            name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace").lower()
            waiting += [left, right]
        if kind == 5 or (kind in (1, 2) and 2 < length <= 64):
            found[name] = struct.unpack_from("<II", directory, at + 116)
    return found


def _sector(data: bytes, sector_bytes: int, number: int) -> tuple[int, int]:
    """Where a sector begins and ends in the file."""
    at = (number + 1) * sector_bytes
    if number >= _LAST_SECTOR or at >= len(data):
        raise DamagedCompoundError("sector outside the file")
    return at, min(at + sector_bytes, len(data))


def _sector_table(data: bytes, sector_bytes: int) -> list[int]:
    numbers = list(struct.unpack_from("<109I", data, 76))
    (more, count) = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // sector_bytes)):
        if more >= _LAST_SECTOR:
            break
        block = _words(data[slice(*_sector(data, sector_bytes, more))])
        numbers += block[:-1]
        more = block[-1]
    table: list[int] = []
    for number in numbers:
        if number < _LAST_SECTOR:
            table += _words(data[slice(*_sector(data, sector_bytes, number))])
    return table


def _words(block: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))


def _chain(table: list[int], first: int, most: int) -> Iterator[int]:
    """The sector numbers from ``first`` on; ``DamagedCompoundError`` when it leaves the table."""
    number = first
    for _ in range(most + 1):
        if number >= _LAST_SECTOR:
            return
        if number >= min(len(table), most):
            raise DamagedCompoundError("sector outside the table")
        yield number
        number = table[number]
    raise DamagedCompoundError("a chain that never ends")


def _sectors(data: bytes, sector_bytes: int, table: list[int], first: int) -> list[tuple[int, int]]:
    most = len(data) // sector_bytes + 1
    return [_sector(data, sector_bytes, n) for n in _chain(table, first, most)]
