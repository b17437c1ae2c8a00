"""Registers of numbered documents: each number is one file that only one officer can create.

The numbers of a kind lie in ``surat/2026/00001.json.gz`` (``surat/berjalan/`` where they never
begin anew); the name itself is the number, so that none is given twice, however many PCs ask at
once. What becomes of a document is a file beside it, ``00001.batal.json.gz``. No file is ever
changed or deleted: a number whose document was not made stays taken, and everybody can see why.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from kepesertaan import journal
from kepesertaan.domain.errors import CannotWrite, UnreadableInput, WrongUse
from kepesertaan.domain.numbers import Claim, Entry, Mark, Numbering, standing, written_number
from kepesertaan.files.rights import open_shared, take_rights
from kepesertaan.files.save import write_new
from kepesertaan.files.troubles import reading
from kepesertaan.files.windows import reachable

_NAME = re.compile(r"([0-9]{5})(?:\.(batal|lunas))?\.json\.gz")
_RUNNING = "berjalan"
_MOST = 99_999
_DAMAGED = (OSError, EOFError, zlib.error, ValueError, TypeError, KeyError, AttributeError)


@dataclass(slots=True)
class Register:
    """The documents of a kind, oldest number first. ``last``: the highest number taken in each
    part (a year); ``known``: those that stand, by what makes them the same document; ``notes``:
    Indonesian sentences on entries that cannot be read.
    """

    folder: Path
    numbering: Numbering
    entries: list[Entry] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    known: dict[tuple[date, str, str], Entry] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def register_folder(home: Path, team: str) -> Path:
    """Where the registers are kept: the team's folder if one is set, else beside ``home``.

    Raises ``CannotWrite`` when the team's folder is not there: it is never made, since a mistyped
    address would number everything twice.
    """
    if not team:
        return home.parent / journal.FOLDER
    folder = reachable(Path(team))
    if not folder.is_dir():
        raise CannotWrite(
            "Folder bersama untuk register nomor tidak dapat dibuka. Periksa jaringan dan alamat "
            "folder itu, lalu ulangi. Belum ada nomor yang dipakai."
        )
    return folder


def read_register(folder: Path, numbering: Numbering) -> Register:
    """Every document of the kind; an entry that is damaged is told, its number stays taken.

    Raises ``UnreadableInput`` for a folder that may not be looked into.
    """
    register = Register(reachable(folder) / numbering.kind, numbering)
    with reading(register.folder):
        parts = sorted(register.folder.iterdir()) if register.folder.is_dir() else []
        for part in parts:
            if part.is_dir():
                _read_part(register, part)
    return register


def take_number(register: Register, claim: Claim) -> Entry:
    """The number of a document: the one it has already, else the next free one, now registered.

    Colleagues who take numbers at the same moment are seen: a number is only created after every
    lower one was read, so that nobody's document gets two. Raises ``CannotWrite``, ``FileInUse``,
    or ``UnreadableInput`` where the office's pattern is none; no number is taken then.
    """
    part = _part(register, claim)
    while claim.same not in register.known:
        number = max(register.last.get(part, 0) + 1, register.numbering.first)
        entry = Entry(number, _written(register.numbering, number, claim.day), claim)
        path = register.folder / part / f"{_checked(number):05}.json.gz"
        try:
            _create(path, _plain(entry))
            _add(register, entry)
        except FileExistsError:  # a colleague was faster; perhaps with this very document
            _read_into(register, path, {})
        register.last[part] = number
    return register.known[claim.same]


def put_mark(register: Register, entry: Entry, mark: Mark) -> Entry:
    """Note what became of a document, for ever; one that is noted already stays as it is.

    Raises ``CannotWrite`` or ``FileInUse``.
    """
    if entry.marked(mark.kind):
        return entry
    path = register.folder / _part(register, entry.claim) / f"{entry.number:05}.{mark.kind}.json.gz"
    try:
        _create(path, {**asdict(mark), "day": mark.day.isoformat()})
    except FileExistsError:  # a colleague noted it just now
        mark = _mark_of(path) or mark
    marked = replace(entry, marks=(*entry.marks, mark))
    register.entries[register.entries.index(entry)] = marked
    register.known = standing(register.entries)
    return marked


def find_written(register: Register, written: str) -> Entry:
    """The document with a number as it is written on it. Raises ``WrongUse`` where none has it."""
    said = "".join(written.split()).casefold()
    found = [e for e in register.entries if "".join(e.written.split()).casefold() == said]
    if not found:
        raise WrongUse(
            f"Nomor {written} tidak ada di register; salin nomor persis seperti di surat."
        )
    return found[-1]


def _add(register: Register, entry: Entry) -> None:
    register.entries.append(entry)
    if entry.stands:
        register.known[entry.claim.same] = entry


def _part(register: Register, claim: Claim) -> str:
    return str(claim.day.year) if register.numbering.yearly else _RUNNING


def _written(numbering: Numbering, number: int, day: date) -> str:
    try:
        return written_number(numbering, number, day)
    except ValueError as error:
        raise UnreadableInput(
            f"Pola nomor '{numbering.pattern}' tidak dapat dipakai ({error}). Perbaiki di data, "
            "misalnya {{ nomor }}/{{ kode }}/{{ bulan_romawi }}/{{ tahun }}."
        ) from error


def _checked(number: int) -> int:
    if number > _MOST:
        raise CannotWrite(f"Nomor habis ({_MOST}); mulai register di folder yang lain.")
    return number


def _create(path: Path, plain: dict[str, Any]) -> None:
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    open_shared(path.parent)
    write_new(path, gzip.compress(text.encode("utf-8", "replace"), mtime=0))
    take_rights(path, path.parent)


def _plain(entry: Entry) -> dict[str, Any]:
    claim = entry.claim
    return {
        "number": entry.number, "written": entry.written, "day": claim.day.isoformat(),
        "key": claim.key, "what": claim.what, "officer": claim.officer,
        "facts": dict(claim.facts),
    }  # fmt: skip


def _read_part(register: Register, part: Path) -> None:
    named = [(found, path) for path in sorted(part.iterdir()) if (found := _named(path))]
    marks: dict[int, list[Path]] = {}
    for (number, kind), path in named:
        if kind:
            marks.setdefault(number, []).append(path)
    for (number, kind), path in named:
        register.last[part.name] = max(register.last.get(part.name, 0), number)
        if not kind:
            _read_into(register, path, marks)


def _named(path: Path) -> tuple[int, str] | None:
    found = _NAME.fullmatch(path.name)
    return (int(found[1]), found[2] or "") if found else None


def _read_into(register: Register, path: Path, marks: dict[int, list[Path]]) -> None:
    number = int(path.name[:5])
    try:
        plain = _loaded(path)
        day = date.fromisoformat(plain["day"])
        claim = Claim(day, plain["key"], plain["what"], plain["officer"], plain["facts"])
        made = tuple(filter(None, map(_mark_of, marks.get(number, []))))
        _add(register, Entry(number, plain["written"], claim, made))
    except _DAMAGED:
        register.notes.append(
            f"Register {register.numbering.kind} {path.parent.name} nomor {number} rusak; nomor "
            "itu tetap terpakai. Kembalikan dari cadangan folder itu."
        )


def _mark_of(path: Path) -> Mark | None:
    """The mark in a file; one that is damaged still says what it is by its name."""
    kind = path.name.split(".")[1]
    try:
        plain = _loaded(path)
        plain["day"] = date.fromisoformat(plain["day"])
        return Mark(**plain)
    except _DAMAGED:
        return Mark("lunas" if kind == "lunas" else "batal", date.min, "catatan rusak")


def _loaded(path: Path) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return plain
