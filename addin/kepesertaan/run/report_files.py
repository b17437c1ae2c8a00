"""Reports in a folder that remembers what it wrote: what a person edited is never overwritten.

Beside each report lies what was written into it (``.kepesertaan/laporan/``): the SHA-256 of its
bytes, whose visit it is, and the photos in it, so that the same photo in a later report is seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Literal

from kepesertaan import journal
from kepesertaan.domain.errors import CannotWrite, FileInUse
from kepesertaan.domain.photos import Photo
from kepesertaan.files.filename import safe_name
from kepesertaan.files.opened import open_elsewhere
from kepesertaan.files.rights import open_shared
from kepesertaan.files.save import replace_safely, write_new
from kepesertaan.files.troubles import reading
from kepesertaan.files.windows import reachable
from kepesertaan.rules.photo_match import Earlier

Fate = Literal["dibuat", "diperbarui", "tidak berubah", "versi baru"]
_LONGEST_PATH = 240  # letters, with the folder
_LEAST_STEM = 12
_TAIL = len("_v99_99")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written into a file, and for which visit."""

    name: str
    key: str
    sha256: str
    photos: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class Shelf:
    """A folder of reports, and what is known of them by the file's name in small letters."""

    folder: Path
    kept: dict[str, Kept] = field(default_factory=dict)

    def earlier(self) -> list[Earlier]:
        """The photos of the reports that are there."""
        return [
            Earlier(one.name, one.key, digest, shape)
            for one in self.kept.values()
            for digest, shape in one.photos
        ]


@dataclass(frozen=True, slots=True)
class Put:
    """Where a report is, and what became of it; ``is_edited``: a person changed an older one."""

    path: Path
    fate: Fate
    is_edited: bool = False


def open_shelf(folder: Path) -> Shelf:
    """What a folder knows of its reports. A damaged note counts as none: its report stays."""
    shelf = Shelf(folder)
    notes = reachable(_notes(folder))
    with reading(notes):
        paths = sorted(notes.glob("*.json")) if notes.is_dir() else []
    for path in paths:
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            photos = tuple((str(digest), int(shape, 16)) for digest, shape in said["foto"])
            kept = Kept(str(said["berkas"]), str(said["kunci"]), str(said["sha256"]), photos)
        except (OSError, ValueError, KeyError, TypeError):
            continue
        shelf.kept[kept.name.casefold()] = kept
    return shelf


def put_report(
    shelf: Shelf, stem: str, ending: str, data: bytes, key: str, photos: Sequence[Photo] = ()
) -> Put:
    """Save a report. A file we wrote and nobody changed is replaced; one that a person changed
    stays, and the new one is ``NAME_v2``; a name that another visit's report has gets a number.

    Raises ``CannotWrite`` or ``FileInUse``; the reports are as they were then.
    """
    digest = hashlib.sha256(data).hexdigest()
    base = _base(shelf, _fitting(shelf.folder, stem, ending), ending, key)
    kept = Kept("", key, digest, tuple((one.digest, one.shape) for one in photos))
    is_edited = False
    for name, later in _versions(base, ending):
        path = shelf.folder / name
        there = _digest_of(path)
        known = shelf.kept.get(name.casefold())
        if there is None:
            if _created(path, data):
                _remember(shelf, name, kept)
                return Put(path, "versi baru" if is_edited else "dibuat", is_edited)
            there = _digest_of(path)
        if there == digest or (known and known.sha256 == digest):
            return Put(path, "tidak berubah", there != digest)
        is_ours = known is not None and known.sha256 == there and known.key == key
        if is_ours and _digest_of(shelf.folder / later) is None:
            _refuse_open(path)
            replace_safely(path, lambda temp: temp.write_bytes(data))
            _remember(shelf, name, kept)
            return Put(path, "diperbarui", is_edited)
        is_edited = True
    raise AssertionError  # versions have no end


def _created(path: Path, data: bytes) -> bool:
    """Whether a file could be made; a colleague may have made one of that name just now."""
    try:
        write_new(path, data)
    except FileExistsError:
        return False
    return True


def _refuse_open(path: Path) -> None:
    """Whoever has it open would save over what we write now."""
    who = open_elsewhere(path)
    if who is not None:
        by = f" oleh {who}" if who else ""
        raise FileInUse(f"{path.name} sedang dibuka{by}; tutup dahulu, lalu jalankan lagi.")


def _notes(folder: Path) -> Path:
    return folder / journal.FOLDER / "laporan"


def _fitting(folder: Path, stem: str, ending: str) -> str:
    """The stem as Windows takes it, cut where the whole path would be too long for Word."""
    room = _LONGEST_PATH - len(str(folder.absolute())) - 1 - len(ending) - _TAIL
    if room < _LEAST_STEM:
        raise CannotWrite(
            f"Folder hasil terlalu dalam ({len(str(folder))} huruf); pilih folder yang lebih "
            "pendek dengan --keluar."
        )
    return safe_name(stem, room)


def _base(shelf: Shelf, stem: str, ending: str, key: str) -> str:
    """The stem, with a number where another visit's report has it."""
    for number in count(1):
        name = stem if number == 1 else f"{stem}_{number}"
        known = shelf.kept.get(f"{name}{ending}".casefold())
        if known is None or known.key == key:
            return name
    raise AssertionError  # numbers have no end


def _versions(base: str, ending: str) -> Iterator[tuple[str, str]]:
    """The names a report may have, each with the one after it."""
    name = f"{base}{ending}"
    for number in count(2):
        later = f"{base}_v{number}{ending}"
        yield name, later
        name = later


def _digest_of(path: Path) -> str | None:
    path = reachable(path)
    with reading(path):
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def _remember(shelf: Shelf, name: str, kept: Kept) -> None:
    kept = Kept(name, kept.key, kept.sha256, kept.photos)
    said = {
        "berkas": name, "kunci": kept.key, "sha256": kept.sha256,
        "foto": [[digest, f"{shape:x}"] for digest, shape in kept.photos],
    }  # fmt: skip
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    place = _notes(shelf.folder)
    open_shared(place)
    own = hashlib.sha256(name.casefold().encode()).hexdigest()[:24]
    replace_safely(place / f"{own}.json", lambda temp: temp.write_text(text, encoding="utf-8"))
    shelf.kept[name.casefold()] = kept
