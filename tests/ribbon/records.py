"""Read a vbaProject.bin and complain of every byte that [MS-CFB] or [MS-OVBA] does not allow.

Typed from the two specifications; numbers in brackets are their sections. ``strict`` is what they
order a writer other than Office to write; files by Office are read with ``strict=False``.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, CHAIN_END, FAT_SECTOR, NO_ENTRY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
HEADER = "<8s16sHHHHH6sIIIIIIIII"
ENTRY = "<64sHBBIII16sIQQIQ"


class Fault(Exception):
    """What is wrong, and where."""


def want(holds: object, what: str) -> None:
    if not holds:
        raise Fault(what)


@dataclass
class Project:
    """What a vbaProject.bin says."""

    name: str = ""
    references: dict[str, str] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)  # text by name, in order
    kinds: dict[str, str] = field(default_factory=dict)  # "Module" or "Document"


def read_project(data: bytes, *, strict: bool = True) -> Project:
    """Raises ``Fault`` at the first thing that is not as it must be."""
    streams = read_container(data)
    want(
        streams.keys() >= {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT"}, "a stream lacks"
    )
    project, offsets = read_directory(unpacked(streams["VBA/dir"]), strict=strict)
    cache = streams["VBA/_VBA_PROJECT"]
    want(cache[:2] == b"\xcc\x61", "_VBA_PROJECT has another mark")
    if strict:
        want(cache == bytes.fromhex("cc61ffff000000"), "_VBA_PROJECT is not what others write")
        rest = {f"VBA/{name}" for name in (*project.modules, "dir", "_VBA_PROJECT")}
        want(set(streams) == rest | {"PROJECT", "PROJECTwm"}, "the streams are not the modules")
    for name, offset in offsets.items():
        want(offset == 0 or not strict, f"{name}: compiled code before the text")
        project.modules[name] = module_text(unpacked(streams[f"VBA/{name}"][offset:]), name)
    read_project_text(streams["PROJECT"].decode("cp1252"), project)
    read_name_map(streams["PROJECTwm"], list(project.modules))
    return project


# --- the container, [MS-CFB]


def read_container(data: bytes) -> dict[str, bytes]:
    """Every stream by its path; each sector must belong to exactly one of them."""
    want(len(data) % SECTOR == 0 and len(data) >= 3 * SECTOR, "not whole sectors")
    (mark, clsid, minor, major, order, shift, mini_shift, reserved, dir_sectors, fat_sectors,
     directory, transaction, cutoff, mini_fat, mini_sectors, difat, difat_sectors,
     ) = struct.unpack_from(HEADER, data)  # fmt: skip
    want(mark == bytes.fromhex("d0cf11e0a1b11ae1") and not any(clsid), "2.2: signature, CLSID")
    want((minor, major, order) == (0x3E, 3, 0xFFFE), "2.2: version, byte order")
    want((shift, mini_shift, cutoff) == (9, 6, CUTOFF), "2.2: sector sizes")
    want(not any(reserved) and not dir_sectors and not transaction, "2.2: reserved")
    want(difat == CHAIN_END and difat_sectors == 0, "2.2: a DIFAT chain")
    count = len(data) // SECTOR - 1
    sectors = [data[SECTOR * (i + 1) : SECTOR * (i + 2)] for i in range(count)]
    places = struct.unpack_from("<109I", data, 76)
    want(all(p < count for p in places[:fat_sectors]), "2.5: FAT sector outside the file")
    want(set(places[fat_sectors:]) <= {FREE}, "2.5: unused DIFAT entry is used")
    fat = [n for p in places[:fat_sectors] for n in struct.unpack("<128I", sectors[p])]
    want(len(fat) >= count and set(fat[count:]) <= {FREE}, "2.3: FAT beyond the file")
    owners: dict[int, str] = dict.fromkeys(places[:fat_sectors], "FAT")
    want(len(owners) == fat_sectors, "2.5: a FAT sector twice")
    want(all(fat[p] == FAT_SECTOR for p in owners), "2.3: FAT sector not marked")
    raw = b"".join(sectors[i] for i in chain(directory, fat, owners, "directory"))
    minis = b"".join(sectors[i] for i in chain(mini_fat, fat, owners, "mini FAT"))
    want(len(minis) == mini_sectors * SECTOR, "2.2: number of mini FAT sectors")
    entries = [struct.unpack_from(ENTRY, raw, at) for at in range(0, len(raw), 128)]
    root = entries[0]
    want(name_of(root) == "Root Entry" and root[2] == 5, "2.6.2: root entry")
    pool = b"".join(sectors[i] for i in chain(root[11], fat, owners, "mini stream"))
    want(0 <= len(pool) - root[12] < SECTOR and root[12] % MINI == 0, "2.6.3: mini stream size")
    found = dict(streams_of(entries, sectors, fat, owners, minis, pool[: root[12]]))
    free = {i for i in range(count) if fat[i] == FREE}
    want(free | owners.keys() == set(range(count)) and not free & owners.keys(), "2.3: orphans")
    return found


def streams_of(
    entries: list[tuple], sectors: list[bytes], fat: list[int], owners: dict[int, str],
    mini_table: bytes, pool: bytes,
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    mini_fat = list(struct.unpack(f"<{len(mini_table) // 4}I", mini_table))
    mini_owners: dict[int, str] = {}
    seen = {0}
    for path, index in tree(entries, entries[0][6], "", seen):
        entry = entries[index]
        start, size = entry[11], entry[12]
        if entry[2] == 1:
            want((start, size) == (0, 0), f"2.6.3: storage {path} has a stream")
        elif size >= CUTOFF:
            own = [sectors[i] for i in chain(start, fat, owners, path)]
            want(len(own) == -(-size // SECTOR), f"2.6.3: {path}: chain and size differ")
            yield path, b"".join(own)[:size]
        else:
            places = chain(start, mini_fat, mini_owners, path) if size else []
            want(len(places) == -(-size // MINI), f"2.6.3: {path}: mini chain and size differ")
            yield path, b"".join(pool[MINI * i : MINI * (i + 1)] for i in places)[:size]
    used = len(pool) // MINI
    want(all(n == FREE for n in mini_fat[used:]), "2.4: mini FAT beyond the mini stream")
    free = {i for i in range(used) if mini_fat[i] == FREE}
    want(free | mini_owners.keys() == set(range(used)), "2.4: mini sectors without an owner")
    for index, entry in enumerate(entries):
        if index not in seen:
            want(entry[2] == 0 and not any(entry[0]) and entry[1] == 0, f"2.6.1: entry {index}")
            want(entry[11:] == (0, 0), f"2.6.1: free entry {index} is not empty")


def chain(start: int, table: list[int], owners: dict[int, str], who: str) -> list[int]:
    """The sectors from ``start`` on, each now owned by ``who``."""
    places: list[int] = []
    place = start
    while place != CHAIN_END:
        want(place < len(table), f"2.3: {who}: sector {place:#x} outside")
        want(place not in owners, f"2.3: sector {place} belongs to {who} and {owners.get(place)}")
        owners[place] = who
        places.append(place)
        place = table[place]
    return places


def tree(
    entries: list[tuple], top: int, folder: str, seen: set[int], parent_red: bool = False
) -> Iterator[tuple[str, int]]:
    """Path and number of every entry under a storage, in the order of the tree."""
    nodes = list(in_order(entries, top, seen, parent_red))
    names = [name_of(entries[i]) for i in nodes]
    for before, after in pairwise(names):
        want(sort_key(before) < sort_key(after), f"2.6.4: {before} before {after}")
    for index, name in zip(nodes, names, strict=True):
        entry = entries[index]
        want((entry[2] in (1, 2) and not any(entry[9:11])) or entry[2] == 1, f"2.6.1: {name}: kind")
        want(not re.search(r"[/\\:!]", name), f"2.6.1: name {name}")
        yield folder + name, index
        if entry[2] == 1:
            yield from tree(entries, entry[6], f"{folder}{name}/", seen)
        else:
            want(entry[6] == NO_ENTRY and not any(entry[7]), f"2.6.3: stream {name} has a child")


def in_order(entries: list[tuple], index: int, seen: set[int], parent_red: bool) -> Iterator[int]:
    if index == NO_ENTRY:
        return
    want(index < len(entries) and index not in seen, f"2.6.4: entry {index} twice or outside")
    seen.add(index)
    red = entries[index][3] == 0
    want(entries[index][3] in (0, 1) and not (red and parent_red), f"2.6.4: colours at {index}")
    yield from in_order(entries, entries[index][4], seen, red)
    yield index
    yield from in_order(entries, entries[index][5], seen, red)


def name_of(entry: tuple) -> str:
    raw, length = entry[0], entry[1]
    want(2 <= length <= 64 and length % 2 == 0, "2.6.1: length of a name")
    want(not any(raw[length - 2 :]), "2.6.1: a name goes on after its end")
    return str(raw[: length - 2].decode("utf-16-le"))


def sort_key(name: str) -> tuple[int, str]:
    return len(name), name.upper()


# --- compression, [MS-OVBA] 2.4.1


def unpacked(data: bytes) -> bytes:
    """The decompressed stream; nothing may follow its last chunk."""
    want(data[:1] == b"\x01", "2.4.1.1.1: signature")
    out, place = bytearray(), 1
    while place < len(data):
        (head,) = struct.unpack_from("<H", data, place)
        end = place + (head & 0xFFF) + 3
        want(head >> 12 == 0b1011, "2.4.1.1.5: not a compressed chunk")
        want(end <= len(data), "2.4.1.1.5: chunk longer than the stream")
        want(len(out) % 4096 == 0, "2.4.1.1.4: a chunk before the last is short")
        out += unpacked_chunk(data[place + 2 : end])
        place = end
    return bytes(out)


def unpacked_chunk(data: bytes) -> bytes:
    out, place = bytearray(), 0
    while place < len(data):
        flags, place = data[place], place + 1
        for bit in range(8):
            if place == len(data):
                want(flags >> bit == 0, "2.4.1.1.7: flags without tokens")
                break
            if not flags >> bit & 1:
                out.append(data[place])
                place += 1
                continue
            (token,) = struct.unpack_from("<H", data, place)
            place += 2
            bits = max((len(out) - 1).bit_length(), 4)
            offset, length = (token >> (16 - bits)) + 1, (token & (0xFFFF >> bits)) + 3
            want(offset <= len(out), "2.4.1.3.19: copies from before the chunk")
            for _ in range(length):
                out.append(out[-offset])
    want(0 < len(out) <= 4096, "2.4.1.1.4: chunk of another size")
    return bytes(out)


# --- the stream dir, [MS-OVBA] 2.3.4.2


class Records:
    """Records one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def next_kind(self) -> int:
        want(self.place + 2 <= len(self.data), "2.3.4.2: ends early")
        return int(struct.unpack_from("<H", self.data, self.place)[0])

    def take(self, kind: int, size: int | None = None, body: int | None = None) -> bytes:
        """The body of the record that must be of this kind, and of this size."""
        want(self.place + 6 <= len(self.data), f"2.3.4.2: ends before record {kind:#x}")
        found, said = struct.unpack_from("<HI", self.data, self.place)
        want(found == kind, f"2.3.4.2: record {found:#x} where {kind:#x} must be")
        want(size in (None, said), f"2.3.4.2: record {kind:#x} has size {said}")
        length = said if body is None else body
        start = self.place + 6
        want(start + length <= len(self.data), f"2.3.4.2: record {kind:#x} is cut off")
        self.place = start + length
        return self.data[start : self.place]

    def pair(self, kind: int, wide_kind: int) -> str:
        """A text in the code page and the same one in UTF-16."""
        text = self.take(kind).decode("cp1252")
        want(self.take(wide_kind).decode("utf-16-le") == text, f"2.3.4.2: {text}: two texts")
        return text


def read_directory(data: bytes, *, strict: bool) -> tuple[Project, dict[str, int]]:
    """The project without its texts, and where in its stream each text begins."""
    records, project = Records(data), Project()
    want(records.take(0x01, 4)[1:] == bytes(3), "2.3.4.2.1.1: SYSKIND")
    if records.next_kind() == 0x4A:
        records.take(0x4A, 4)
    want(records.take(0x02, 4) == b"\x09\x04\0\0", "2.3.4.2.1.3: LCID")
    want(records.take(0x14, 4) == b"\x09\x04\0\0", "2.3.4.2.1.4: LCIDINVOKE")
    want(records.take(0x03, 2) == struct.pack("<H", 1252), "2.3.4.2.1.5: code page")
    project.name = records.take(0x04).decode("cp1252")
    want(re.fullmatch(r"[A-Za-z]\w{0,127}", project.name), "2.3.4.2.1.6: project name")
    records.pair(0x05, 0x40)
    want(records.take(0x06) == records.take(0x3D), "2.3.4.2.1.8: help files")
    records.take(0x07, 4)
    want(records.take(0x08, 4) == bytes(4), "2.3.4.2.1.10: LIBFLAGS")
    records.take(0x09, 4, body=6)
    records.pair(0x0C, 0x3C)
    while records.next_kind() == 0x16:
        name = records.pair(0x16, 0x3E)
        body = records.take(0x0D)
        (length,) = struct.unpack_from("<I", body)
        want(len(body) == 4 + length + 6 and not any(body[-6:]), f"2.3.4.2.2.5: {name}")
        project.references[name] = body[4:-6].decode("cp1252")
    (count,) = struct.unpack("<H", records.take(0x0F, 2))
    cookies = [records.take(0x13, 2)]
    offsets = dict(read_module(records, project, cookies) for _ in range(count))
    want(len(offsets) == count, "2.3.4.2.3: a module twice")
    want(records.data[records.place :] == b"\x10\0\0\0\0\0", "2.3.4.2: something after the end")
    want(not strict or set(cookies) == {b"\xff\xff"}, "2.3.4.2.3: cookies are not FFFF")
    return project, offsets


def read_module(records: Records, project: Project, cookies: list[bytes]) -> tuple[str, int]:
    name = records.pair(0x19, 0x47)
    want(re.fullmatch(r"[A-Za-z]\w{0,30}", name), f"2.3.4.2.3.2: module name {name}")
    want(name.lower() != project.name.lower(), f"a module is named like the project: {name}")
    want(records.pair(0x1A, 0x32) == name, f"2.3.4.2.3.2.3: {name}: stream name")
    records.pair(0x1C, 0x48)
    (offset,) = struct.unpack("<I", records.take(0x31, 4))
    records.take(0x1E, 4)
    cookies.append(records.take(0x2C, 2))
    document = records.next_kind() == 0x22
    records.take(0x22 if document else 0x21, 0)
    records.take(0x2B, 0)
    project.kinds[name] = "Document" if document else "Module"
    project.modules[name] = ""
    return name, offset


def module_text(data: bytes, name: str) -> str:
    text = data.decode("cp1252")
    want(text.startswith(f'Attribute VB_Name = "{name}"\r\n'), f"{name}: the first line")
    want(not re.search(r"(?<!\r)\n|\r(?!\n)", text), f"{name}: line ends")
    want(all(len(line) <= 1023 for line in text.split("\r\n")), f"{name}: a line is too long")
    want("\0" not in text and text.endswith("\r\n"), f"{name}: the end of the text")
    return text


# --- the streams PROJECT and PROJECTwm, [MS-OVBA] 2.3.1 and 2.3.3


def read_project_text(text: str, project: Project) -> None:
    want("\r\n" in text and not re.search(r"(?<!\r)\n", text), "2.3.1: line ends")
    head, hosts, places = text.split("\r\n\r\n", 2)
    lines = head.split("\r\n")
    guid = re.fullmatch(r'ID="(\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\})"', lines[0])
    want(guid, "2.3.1.2: ID")
    modules = [
        f"Document={name}/&H00000000" if kind == "Document" else f"Module={name}"
        for name, kind in project.kinds.items()
    ]
    want(sorted(lines[1 : 1 + len(modules)]) == sorted(modules), "2.3.1: modules")
    rest = dict(line.split("=", 1) for line in lines[1 + len(modules) :])
    want(rest.pop("Name", "") == f'"{project.name}"', "2.3.1.9: Name")
    want(rest.pop("HelpContextID", "") == '"0"', "2.3.1.10: HelpContextID")
    want(rest.pop("VersionCompatible32", "") == '"393222000"', "2.3.1.12: version")
    want(list(rest) == ["CMG", "DPB", "GC"], "2.3.1: unknown lines")
    key = sum(guid[1].encode()) & 0xFF if guid else 0
    plain = [decrypted(bytes.fromhex(value.strip('"')), key) for value in rest.values()]
    want(plain == [bytes(4), b"\0", b"\xff"], "2.3.1.15-17: protected, or not visible")
    want(hosts.startswith("[Host Extender Info]\r\n&H00000001={"), "2.3.1.18: host extenders")
    named = re.findall(r"^(\w+)=(?:-?\d+, ){4}[A-Z]?(?:, (?:-?\d+, ){4}[A-Z]?)?\r$", places, re.M)
    want(places.startswith("[Workspace]\r\n"), "2.3.1.19: workspace")
    want(sorted(named) == sorted(project.kinds), "2.3.1.19: windows of other modules")


def decrypted(data: bytes, key: int) -> bytes:
    """[MS-OVBA] 2.4.3.3; the key is the sum of the ID's bytes."""
    seed, version, project_key = data[0], data[1], data[2]
    want(seed ^ version == 2 and seed ^ project_key == key, "2.4.3.3: version or key")
    plain, before, earlier = key, project_key, version
    out = bytearray()
    for byte in data[3:]:
        plain = byte ^ ((earlier + plain) & 0xFF)
        earlier, before = before, byte
        out.append(plain)
    body = out[(seed & 6) // 2 :]
    (length,) = struct.unpack_from("<I", body)
    want(length == len(body) - 4, "2.4.3.3: length")
    return bytes(body[4:])


def read_name_map(data: bytes, names: list[str]) -> None:
    wanted = b"".join(
        name.encode("cp1252") + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in names
    )
    want(data == wanted + b"\0\0", "2.3.3: PROJECTwm")
