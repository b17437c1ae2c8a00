"""The zip of a Word file: read with limits, its parts named, written again the same way each time.

``read_package`` gives members by name; ``Packed`` is a member compressed once and written often.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from .errors import TemplateBroken

TYPES = "[Content_Types].xml"
_MOST_MEMBERS = 5_000
_LARGEST_XML = 32 << 20  # bytes of one XML part; Word's own limit is far above any report
_LARGEST = 256 << 20  # bytes of all parts
_DATE = 0x21  # 1 January 1980, as Word itself writes
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8
_SQUEEZED = (".jpg", ".jpeg", ".png", ".gif", ".xlsx")  # kinds that deflate cannot make smaller


@dataclass(frozen=True, slots=True)
class Packed:
    """A member ready to be written: compressed bytes, how, its plain size and checksum."""

    name: str
    data: bytes = field(repr=False)
    method: int
    crc: int
    size: int


def read_package(data: bytes, name: str) -> dict[str, bytes]:
    """Every member of a Word file, in its order.

    Raises ``TemplateBroken`` for a file that is no zip, is encrypted, damaged, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(entries, name)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as broken:
        raise TemplateBroken(
            f"{name} bukan berkas Word .docx yang utuh. Buka di Word, simpan lagi sebagai .docx."
        ) from broken


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    names = [entry.filename for entry in entries]
    sizes = sum(entry.file_size for entry in entries)
    large = [e for e in entries if is_xml(e.filename) and e.file_size > _LARGEST_XML]
    if len(entries) > _MOST_MEMBERS or sizes > _LARGEST or large:
        raise TemplateBroken(
            f"{name} terlalu besar untuk dibaca; kecilkan gambarnya di Word, lalu ulangi."
        )
    odd = any(part.startswith("/") or ".." in part.split("/") or "\\" in part for part in names)
    if odd or len(set(names)) < len(names) or any(entry.flag_bits & 1 for entry in entries):
        raise TemplateBroken(f"{name} bukan berkas Word yang wajar: isinya terkunci atau rangkap.")


def is_xml(member: str) -> bool:
    """Whether a member holds markup."""
    return member.endswith((".xml", ".rels", ".vml"))


def packed(name: str, content: bytes, level: int = 6) -> Packed:
    """A member compressed; pictures stay as they are."""
    crc = zlib.crc32(content)
    if name.lower().endswith(_SQUEEZED):
        return Packed(name, content, _STORED, crc, len(content))
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Packed(name, deflater.compress(content) + deflater.flush(), _DEFLATED, crc, len(content))


def write_package(members: Iterable[Packed]) -> bytes:
    """A zip of the members in the order given; the same members give the same bytes."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        raw = member.name.encode()
        flags = 0 if member.name.isascii() else _UTF8
        head = (20, flags, member.method, 0, _DATE, member.crc, len(member.data), member.size)
        local = _LOCAL.pack(b"PK\x03\x04", *head, len(raw), 0) + raw
        pieces += (local, member.data)
        ends = (len(raw), 0, 0, 0, 0, 0, offset)
        directory.append(_CENTRAL.pack(b"PK\x01\x02", 20, *head, *ends) + raw)
        offset += len(local) + len(member.data)
    tail = b"".join(directory)
    count = len(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(tail), offset, 0)
    return b"".join((*pieces, tail, end))


def write_members(members: dict[str, bytes]) -> bytes:
    """A zip of plain members, the list of content types first as readers expect."""
    names = [TYPES, *(name for name in members if name != TYPES)]
    return write_package(packed(name, members[name]) for name in names)
