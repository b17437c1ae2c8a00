"""A zip archive written again: new content for some entries, every other one as it stands.

write_archive(old, out, changed, added)     # out: seekable binary file
deflate(content, spool) -> Deflated         # content compressed ahead, for ``changed``
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, BinaryIO

from . import archive
from .archive import CHUNK, Archive, Entry
from .zipread import CENTRAL, DESCRIPTOR, END, LOCAL, UTF8, extra_fields


@dataclass(frozen=True, slots=True)
class Deflated:
    """Content compressed already, in a file from ``start``."""

    file: IO[bytes]
    start: int
    crc: int
    packed: int
    size: int

    def pieces(self) -> Iterator[bytes]:
        """The compressed bytes."""
        at, stop = self.start, self.start + self.packed
        while at < stop:
            self.file.seek(at)
            piece = self.file.read(min(CHUNK, stop - at))
            at += len(piece)
            yield piece


Content = bytes | Iterable[bytes] | Deflated


def write_archive(
    old: Archive,
    out: BinaryIO,
    changed: Mapping[str, Content | None],
    added: Mapping[str, Content] | None = None,
) -> None:
    """Write the archive to a seekable file; entries not named keep their compressed bytes.

    ``changed``: new content by entry name, None drops the entry. ``added``: new entries, put last.
    Order, dates, comments and extra fields stay; data descriptors and zip64 fields are resolved.
    """
    base = out.tell()
    centrals: dict[str, bytes] = {}
    for entry in sorted(old.entries, key=lambda e: e.offset):
        if entry.name not in changed:
            centrals[entry.name] = _copy_entry(old, entry, out, base)
        elif (content := changed[entry.name]) is not None:
            centrals[entry.name] = _write_entry(_plain(entry), content, out, base)
    order = [entry.name for entry in old.entries if entry.name in centrals]
    for name, content in (added or {}).items():
        centrals[name] = _write_entry(_new_headers(name), content, out, base)
        order.append(name)
    directory = b"".join(centrals[name] for name in order)
    offset = out.tell() - base
    out.write(directory)
    count = len(order)
    ends = (b"PK\x05\x06", 0, 0, count, count, len(directory), offset, len(old.comment))
    out.write(END.pack(*ends) + old.comment)


def _copy_entry(old: Archive, entry: Entry, out: BinaryIO, base: int) -> bytes:
    local, central = _plain(entry)
    sums = (entry.crc, entry.packed, entry.size)
    offset = out.tell() - base
    out.write(_with_sums(local, 14, sums))
    for piece in old.raw(entry):
        out.write(piece)
    return _with_offset(_with_sums(central, 16, sums), offset)


def _write_entry(headers: tuple[bytes, bytes], content: Content, out: BinaryIO, base: int) -> bytes:
    local, central = (_deflated(header, at) for header, at in zip(headers, (6, 8), strict=True))
    begin = out.tell()
    out.write(local)
    sums = _put_content(content, out)
    end = out.tell()
    out.seek(begin)
    out.write(_with_sums(local, 14, sums))
    out.seek(end)
    return _with_offset(_with_sums(central, 16, sums), begin - base)


def deflate(content: bytes | Iterable[bytes], out: IO[bytes]) -> Deflated:
    """Compress into ``out`` from where it stands."""
    deflater = archive.fast.compressobj(level=1, wbits=-15)
    crc = size = 0
    start = out.tell()
    for piece in (content,) if isinstance(content, bytes) else content:
        crc, size = archive.fast.crc32(piece, crc), size + len(piece)
        out.write(deflater.compress(piece))
    out.write(deflater.flush())
    return Deflated(out, start, crc, out.tell() - start, size)


def _put_content(content: Content, out: BinaryIO) -> tuple[int, int, int]:
    """CRC, packed and plain size of what was written."""
    if not isinstance(content, Deflated):
        content = deflate(content, out)
    else:
        for piece in content.pieces():
            out.write(piece)
    return content.crc, content.packed, content.size


def _plain(entry: Entry) -> tuple[bytes, bytes]:
    """Both headers without descriptor flag and zip64 field."""
    names = struct.unpack_from("<H", entry.local, 26)[0]
    return (
        _without_zip64(entry.local, 6, 28, LOCAL.size + names),
        _without_zip64(entry.central, 8, 30, CENTRAL.size + names),
    )


def _without_zip64(header: bytes, flags_at: int, extra_at: int, extra_from: int) -> bytes:
    flags, extras = (struct.unpack_from("<H", header, at)[0] for at in (flags_at, extra_at))
    extra = header[extra_from : extra_from + extras]
    if any(tag == 1 for tag, _ in extra_fields(extra)):
        kept = b"".join(struct.pack("<2H", t, len(b)) + b for t, b in extra_fields(extra) if t != 1)
        header = header[:extra_from] + kept + header[extra_from + extras :]
        header = _put(header, extra_at, "<H", len(kept))
    return _put(header, flags_at, "<H", flags & ~DESCRIPTOR)


def _deflated(header: bytes, flags_at: int) -> bytes:
    needed = struct.unpack_from("<H", header, flags_at - 2)[0]
    header = _put(header, flags_at - 2, "<H", max(20, needed))
    flags = struct.unpack_from("<H", header, flags_at)[0]
    return _put(header, flags_at, "<2H", flags & ~0x6, 8)


def _new_headers(name: str) -> tuple[bytes, bytes]:
    raw = name.encode()
    flags = 0 if name.isascii() else UTF8
    when = (0, 0x21)  # 1 January 1980, as Excel itself writes
    local = LOCAL.pack(b"PK\x03\x04", 20, flags, 8, *when, 0, 0, 0, len(raw), 0)
    fields = (b"PK\x01\x02", 20, 20, flags, 8, *when, 0, 0, 0, len(raw), 0, 0, 0, 0, 0, 0)
    return local + raw, CENTRAL.pack(*fields) + raw


def _with_sums(header: bytes, at: int, sums: tuple[int, int, int]) -> bytes:
    return _put(header, at, "<3I", *sums)


def _with_offset(central: bytes, offset: int) -> bytes:
    return _put(central, 42, "<I", offset)


def _put(header: bytes, at: int, form: str, *values: int) -> bytes:
    body = struct.pack(form, *values)
    return header[:at] + body + header[at + len(body) :]
