"""Zip files read and written by hand, so that what is not touched stays as it was, byte for byte.

    archive = zipread.read_archive(path)    # central directory only; gate of counts and sizes
    archive.entries: tuple[Entry, ...]      # in the order of the central directory
    archive.chunks(entry) -> Iterator[bytes]  # inflated, size and CRC checked at the end
    archive.raw(entry) -> Iterator[bytes]     # the compressed bytes as they are

``zipread`` opens an archive, ``zipwrite`` writes it again.

Every mistake of the file raises ``UnreadableInput`` with one Indonesian sentence naming the file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, NamedTuple

from kepesertaan.domain.errors import UnreadableInput

from .limits import Limits
from .remembered import SMALL, remembered

fast: ModuleType
try:
    from isal import isal_zlib as fast
except ImportError:  # no wheel for this machine: the standard library does the same, slower
    fast = zlib

CHUNK = 1 << 18
_MOST_KEPT = 64  # contents of entries


class Entry(NamedTuple):
    """One entry; ``local`` and ``central`` are its two header records as they stand."""

    name: str  # with "/", without a leading one
    method: int
    crc: int
    packed: int
    size: int
    offset: int  # of the local header
    start: int  # of the compressed bytes
    local: bytes
    central: bytes

    @property
    def is_folder(self) -> bool:
        """Directory entries hold nothing."""
        return self.name.endswith("/")


@dataclass(slots=True)
class Archive:
    """An open zip file."""

    path: Path
    file: BinaryIO
    limits: Limits
    entries: tuple[Entry, ...]
    comment: bytes
    has_junk: bool  # bytes before the first entry that belong to none
    by_name: dict[str, Entry] = field(default_factory=dict)  # key in lower case
    kept: dict[str, bytes] = field(default_factory=dict)  # contents of small entries

    def raw(self, entry: Entry) -> Iterator[bytes]:
        """The compressed bytes as they stand."""
        at, left = entry.start, entry.packed
        while left:
            self.file.seek(at)
            piece = self.file.read(min(left, CHUNK))
            if not piece:
                raise damaged(self.path, "berkasnya terpotong")
            at, left = at + len(piece), left - len(piece)
            yield piece

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The content, inflated; raises ``UnreadableInput`` on a wrong size or checksum."""
        if entry.packed > SMALL or entry.size > 4 * SMALL:
            return self._inflated(entry)
        return iter((self.kept.get(entry.name) or self._kept(entry),))

    def _kept(self, entry: Entry) -> bytes:
        """The content of a small entry; of the first ones it is kept, for it is asked for again."""
        inflate = _small_content if entry.size <= SMALL else _content
        try:
            content = inflate(b"".join(self.raw(entry)), entry.method, entry.size, entry.crc)
        except (fast.error, zlib.error):
            raise self._broken(entry) from None
        if len(self.kept) < _MOST_KEPT:
            self.kept[entry.name] = content
        return content

    def _inflated(self, entry: Entry) -> Iterator[bytes]:
        try:
            yield from _checked(self.raw(entry), entry.method, entry.size, entry.crc)
        except (fast.error, zlib.error):
            raise self._broken(entry) from None

    def _broken(self, entry: Entry) -> UnreadableInput:
        return damaged(self.path, f"bagian {short_name(entry.name)} rusak")


def _checked(packed: Iterable[bytes], method: int, size: int, crc: int) -> Iterator[bytes]:
    """The content, inflated; raises ``zlib.error`` on a wrong size or checksum."""
    sum_, length = 0, 0
    for piece in packed if method == 0 else _inflate(packed):
        sum_, length = fast.crc32(piece, sum_), length + len(piece)
        if length > size:
            break
        yield piece
    if length != size or sum_ != crc:
        raise zlib.error("wrong size or checksum")


def _content(packed: bytes, method: int, size: int, crc: int) -> bytes:
    return b"".join(_checked([packed], method, size, crc))


_small_content = remembered(_content)


def _inflate(packed: Iterable[bytes]) -> Iterator[bytes]:
    inflater = fast.decompressobj(wbits=-15)
    for piece in packed:
        while piece and not inflater.eof:
            out = inflater.decompress(piece, CHUNK)
            piece = inflater.unconsumed_tail
            if out:
                yield out
    while not inflater.eof:
        out = inflater.decompress(b"", CHUNK)
        if not out:
            break
        yield out


def damaged(path: Path, what: str) -> UnreadableInput:
    """The one sentence for a file that is broken: what, where, what now."""
    return UnreadableInput(f"{path.name} tidak dapat dibaca: {what}. Minta salinan yang utuh.")


def short_name(name: str) -> str:
    """A part's name as a message shows it."""
    return name if len(name) <= 60 else name[:57] + "..."
