"""Write a compound file ([MS-CFB], version 3): the container of a VBA project.

Small and whole: no sector without an owner, a tree of black nodes only, no times, no remains.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

SECTOR, MINI_SECTOR, CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR, NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
NOTHING, STORAGE, STREAM, ROOT = 0, 1, 2, 5
BLACK = 1
_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_IN_HEADER = 109  # FAT sectors the header has room for: files up to 7 MB


@dataclass
class Entry:
    """One of the directory: its name and kind, its neighbours, its content."""

    name: str
    kind: int
    content: bytes = b""
    left: int = NOBODY
    right: int = NOBODY
    child: int = NOBODY
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        """Its 128 bytes."""
        name = self.name.encode("utf-16-le") + b"\0\0" if self.name else b""
        colour = BLACK if self.kind else 0
        places = (self.left, self.right, self.child)
        head = struct.pack("<64sHBB3I", name, len(name), self.kind, colour, *places)
        return head + bytes(36) + struct.pack("<IQ", self.start, self.size)


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A container of the streams; a path like ``VBA/dir`` puts one into a storage.

    Raises ``ValueError`` for more than 7 MB.
    """
    entries = directory(streams)
    small = [entry for entry in entries if entry.kind == STREAM and entry.size < CUTOFF]
    mini_fat, mini_stream = chains(small, MINI_SECTOR, 0)
    entries[0].content, entries[0].size = mini_stream, len(mini_stream)
    big = [entry for entry in entries if entry.kind == STREAM and entry.size >= CUTOFF]
    free = Entry("", NOTHING).packed()
    listed = padded(b"".join(entry.packed() for entry in entries), free)
    tables = [Entry("directory", NOTHING, listed), Entry("", NOTHING, numbers(mini_fat))]
    fat_sectors = sectors_for_fat([*tables, entries[0], *big])
    fat, body = chains([*tables, entries[0], *big], SECTOR, fat_sectors)
    tables[0].content = padded(b"".join(entry.packed() for entry in entries), free)
    body = tables[0].content + body[len(listed) :]
    header = struct.pack(
        "<8s16xHHHHH6x9I", _SIGNATURE, 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, tables[0].start, 0,
        CUTOFF, tables[1].start, len(tables[1].content) // SECTOR, END, 0,
    )  # fmt: skip
    places = [*range(fat_sectors), *[FREE] * (_IN_HEADER - fat_sectors)]
    own = [FAT_SECTOR] * fat_sectors
    return header + struct.pack(f"<{_IN_HEADER}I", *places) + numbers([*own, *fat]) + body


def directory(streams: Mapping[str, bytes]) -> list[Entry]:
    """The root, the storages and the streams, with their neighbours."""
    entries = [Entry("Root Entry", ROOT)]
    folders: dict[str, list[Entry]] = {"": []}
    for path, content in streams.items():
        folder, _, name = path.rpartition("/")
        if folder not in folders:
            folders[folder] = []
            folders[""].append(Entry(folder, STORAGE))
        folders[folder].append(Entry(name, STREAM, content, size=len(content)))
    for folder, members in folders.items():
        owner = next(entry for entry in entries if entry.name == (folder or "Root Entry"))
        members.sort(key=lambda entry: (len(entry.name), entry.name.upper()))
        first = len(entries)
        entries += members
        owner.child = balanced(entries, first, first + len(members))
    return entries


def balanced(entries: list[Entry], first: int, end: int) -> int:
    """The top of a tree of the entries from ``first`` to before ``end``, which are in order."""
    if first == end:
        return NOBODY
    middle = (first + end) // 2
    entries[middle].left = balanced(entries, first, middle)
    entries[middle].right = balanced(entries, middle + 1, end)
    return middle


def chains(entries: list[Entry], size: int, first: int) -> tuple[list[int], bytes]:
    """The allocation table and the content of entries laid one after the other.

    ``size`` of a sector; ``first``: the number of the first one. Sets where each entry starts.
    """
    table: list[int] = []
    content = b""
    for entry in entries:
        count = -(-len(entry.content) // size)
        entry.start = first + len(table) if count else END
        table += [first + len(table) + i for i in range(1, count)] + [END] * bool(count)
        content += entry.content + bytes(-len(entry.content) % size)
    return table, content


def sectors_for_fat(entries: list[Entry]) -> int:
    """How many sectors the table of all sectors takes, its own among them."""
    others = sum(-(-len(entry.content) // SECTOR) for entry in entries)
    count = -(-others // (SECTOR // 4 - 1))
    if count > _IN_HEADER:
        raise ValueError("too much for a small compound file")
    return count


def numbers(table: list[int]) -> bytes:
    """A table in whole sectors."""
    return padded(struct.pack(f"<{len(table)}I", *table), struct.pack("<I", FREE))


def padded(content: bytes, filler: bytes) -> bytes:
    """Content filled up to whole sectors."""
    return content + filler * (-len(content) % SECTOR // len(filler))
