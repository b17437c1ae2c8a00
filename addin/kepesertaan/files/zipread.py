"""The directory of a zip file, read and judged before anything is inflated.

Both headers of every entry must tell the same; sizes, counts, doubled names and overlaps are
judged. Every mistake raises ``UnreadableInput`` with one Indonesian sentence naming the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from kepesertaan.domain.errors import UnreadableInput

from .archive import Archive, Entry, damaged, short_name
from .limits import LIMITS, Limits

_MOST_HELD = 1 << 20  # bytes of a file
LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4sQ2H2I4Q")
_ENCRYPTED, DESCRIPTOR, UTF8 = 0x1 | 0x40, 0x8, 0x800
Fields = tuple[Any, ...]  # of a header, as its ``Struct`` has them


def read_archive(path: Path, limits: Limits = LIMITS, file: BinaryIO | None = None) -> Archive:
    """Open a zip file and judge its directory; the file stays open for reading.

    ``file`` is the content where it is not that of ``path``: an unlocked workbook in memory.
    """
    file = file or _open(path)
    try:
        file = _held(file)
        archive = _read_directory(path, file, limits)
    except BaseException:
        file.close()
        raise
    return archive


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as trouble:
        raise UnreadableInput(
            f"{path.name} tidak dapat dibuka: {trouble.strerror or 'tidak terbaca'}. "
            "Periksa letak dan izin berkas itu."
        ) from None


def _held(file: BinaryIO) -> BinaryIO:
    """A small file in memory as a whole: its parts are read more than once."""
    file.seek(0)
    content = file.read(_MOST_HELD + 1)
    if len(content) > _MOST_HELD:
        return file
    file.close()
    return BytesIO(content)


def _read_directory(path: Path, file: BinaryIO, limits: Limits) -> Archive:
    length = file.seek(0, 2)
    _judge_kind(path, file, length)
    tail, end = _find_end(path, file, length)
    count, size, offset, comment = _read_end(path, file, tail, end)
    shift = end - size - offset if not _is64(tail) else 0
    if count > limits.entries:
        raise damaged(path, f"berkas memuat {count} bagian, batasnya {limits.entries}")
    if shift < 0 or offset + shift + size > length:
        raise damaged(path, "berkasnya terpotong")
    file.seek(offset + shift)
    records = file.read(size)
    entries = tuple(_read_records(path, file, records, count, shift, length))
    archive = Archive(path, file, limits, entries, comment, shift > 0)
    _judge_entries(archive, offset + shift)
    return archive


def _judge_kind(path: Path, file: BinaryIO, length: int) -> None:
    file.seek(0)
    head = file.read(4096)
    if not length:
        raise damaged(path, "berkasnya kosong (0 byte)")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableInput(
            f"{path.name} berkata sandi atau berformat .xls lama. Buka di Excel, lepaskan kata "
            "sandinya, lalu simpan sebagai .xlsx."
        )
    if not head.startswith(b"PK") and b"PK\x03\x04" not in head:
        raise UnreadableInput(
            f"{path.name} bukan berkas .xlsx yang sebenarnya. Buka di Excel, lalu simpan sebagai "
            ".xlsx."
        )


def _find_end(path: Path, file: BinaryIO, length: int) -> tuple[bytes, int]:
    """The last end record with what precedes it, and its position in the file."""
    start = max(0, length - 65_557 - 20)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < END.size:
        raise damaged(path, "berkasnya terpotong")
    return tail[max(0, at - 20) :] if at >= 20 else bytes(20 - at) + tail, start + at


def _is64(tail: bytes) -> bool:
    return tail.startswith(b"PK\x06\x07")


def _read_end(path: Path, file: BinaryIO, tail: bytes, end: int) -> tuple[int, int, int, bytes]:
    """Number of entries, size and offset of the directory, comment of the file."""
    _, disk, first, here, count, size, offset, length = END.unpack_from(tail, 20)
    comment = tail[20 + END.size : 20 + END.size + length]
    if len(comment) < length:
        raise damaged(path, "berkasnya terpotong")
    if _is64(tail):
        file.seek(struct.unpack_from("<Q", tail, 8)[0] & 0x7FFF_FFFF_FFFF_FFFF)
        record = file.read(_END64.size)
        if len(record) < _END64.size or not record.startswith(b"PK\x06\x06"):
            raise damaged(path, "daftar isinya rusak")
        _, _, _, _, disk, first, here, count, size, offset = _END64.unpack(record)
    if disk or first or here != count:
        raise damaged(path, "daftar isinya rusak")
    return count, size, offset, comment


def _read_records(
    path: Path, file: BinaryIO, records: bytes, count: int, shift: int, length: int
) -> Iterator[Entry]:
    at = 0
    for _ in range(count):
        if len(records) - at < CENTRAL.size or records[at : at + 4] != b"PK\x01\x02":
            raise damaged(path, "daftar isinya rusak")
        fields = CENTRAL.unpack_from(records, at)
        stop = at + CENTRAL.size + sum(fields[10:13])
        if stop > len(records):
            raise damaged(path, "daftar isinya rusak")
        yield _read_entry(path, file, records[at:stop], fields, shift, length)
        at = stop


def _read_entry(
    path: Path, file: BinaryIO, central: bytes, fields: Fields, shift: int, length: int
) -> Entry:
    flags, method, crc, packed, size = fields[3], fields[4], fields[7], fields[8], fields[9]
    names, extras = fields[10], fields[11]
    raw_name = central[CENTRAL.size : CENTRAL.size + names]
    extra = central[CENTRAL.size + names : CENTRAL.size + names + extras]
    size, packed, offset = _wide(extra, (size, packed, fields[16]))
    name = _read_name(raw_name, flags)
    if flags & _ENCRYPTED:
        raise UnreadableInput(f"{path.name} berkata sandi. Lepaskan kata sandinya di Excel dahulu.")
    if method not in (0, 8) or (method == 0 and packed != size):
        raise damaged(path, f"cara mampat bagian {short_name(name)} tidak dikenal")
    local, told = _read_local(path, file, offset + shift, length)
    start = offset + shift + len(local)
    if local[LOCAL.size : LOCAL.size + names] != raw_name or start + packed > length:
        raise damaged(path, f"bagian {short_name(name)} tidak cocok dengan daftar isinya")
    _judge_local(path, name, local, told, (flags, method, crc, packed, size))
    return Entry(name, method, crc, packed, size, offset + shift, start, local, central)


def _read_local(path: Path, file: BinaryIO, offset: int, length: int) -> tuple[bytes, Fields]:
    if offset + LOCAL.size > length:
        raise damaged(path, "berkasnya terpotong")
    file.seek(offset)
    head = file.read(LOCAL.size)
    if not head.startswith(b"PK\x03\x04"):
        raise damaged(path, "daftar isinya tidak cocok dengan isinya")
    fields = LOCAL.unpack(head)
    return head + file.read(fields[9] + fields[10]), fields


def _judge_local(
    path: Path, name: str, local: bytes, fields: Fields, central: tuple[int, int, int, int, int]
) -> None:
    """Both records must tell the same; a local one may leave its sums to the descriptor."""
    names = fields[9]
    extra = local[LOCAL.size + names :]
    size, packed, _ = _wide(extra, (fields[8], fields[7], 0))
    told = (fields[6], packed, size)
    wrong = fields[3] != central[1] or fields[2] & _ENCRYPTED
    if told != central[2:] and not (fields[2] & DESCRIPTOR or told == (0, 0, 0)):
        wrong = True
    if len(local) != LOCAL.size + names + fields[10] or wrong:
        raise damaged(path, f"bagian {short_name(name)} tidak cocok dengan daftar isinya")


def _wide(extra: bytes, values: tuple[int, int, int]) -> tuple[int, int, int]:
    """Size, packed size, offset with the zip64 field put in where the short one is full."""
    if 0xFFFF_FFFF not in values:
        return values
    wide = next((body for tag, body in extra_fields(extra) if tag == 1), b"")
    result, at = list(values), 0
    for index, value in enumerate(values):
        if value == 0xFFFF_FFFF and len(wide) >= at + 8:
            result[index] = struct.unpack_from("<Q", wide, at)[0]
            at += 8
    return result[0], result[1], result[2]


def extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and body of each extra field of a header."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        yield tag, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _read_name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & UTF8 else "cp437")
    except UnicodeDecodeError:
        name = raw.decode("cp437")
    return name.replace("\\", "/").lstrip("/")


def _judge_entries(archive: Archive, directory: int) -> None:
    """Sizes, doubled names and overlaps, before anything is inflated."""
    path = archive.path
    why = archive.limits.trouble((entry.size, entry.packed) for entry in archive.entries)
    if why:
        raise UnreadableInput(
            f"{path.name} terlalu besar setelah dimekarkan ({why}). "
            "Bagi datanya menjadi beberapa berkas."
        )
    end = 0
    for entry in sorted(archive.entries, key=lambda e: e.offset):
        if entry.offset < end or entry.start + entry.packed > directory:
            raise damaged(path, "bagian-bagiannya tumpang tindih")
        end = entry.start + entry.packed
    for entry in archive.entries:
        key = entry.name.lower()
        if key in archive.by_name:
            raise damaged(path, f"bagian {short_name(entry.name)} ada dua kali")
        archive.by_name[key] = entry
