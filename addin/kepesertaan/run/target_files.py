"""Read target sheets of a folder or of files, each guarded: one broken file stops no other.

Files are read in child processes with limits, many in one call; where one dies, the files of that
call are read again one by one, and the one that kills it is told.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.show import listed
from kepesertaan.files.childproc import Trouble, run_each
from kepesertaan.files.troubles import reading

from .bugs import bug_in
from .plan import OUT
from .target_child import Known, read_here

if TYPE_CHECKING:  # what is read is loaded where it is
    from kepesertaan.rules.target_gathering.sources import FileReading

RESULT = "Rekap_Target_"
_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".htm", ".html"}
_COPY = re.compile(r"\([0-9]{1,2}\)|\bsalinan\b|\bcopy\b", re.I)
_BATCH = 20  # files a call
_SHOWN = 5  # names in one sentence
_SECONDS = 600.0
_MOST_CHILDREN = 4
_WORTH_A_CHILD = 60  # files: half of them take as long to read as another child to start
_LARGE = 8 * 1024**2  # bytes of a file that may fill the memory a child is given
Batch: TypeAlias = tuple[Path, ...]
Progress = Callable[[str], None]
Read = Callable[..., "list[FileReading]"]


def target_files(paths: Sequence[Path]) -> list[Path]:
    """The workbooks named, and those of the folders named, without roll-ups of ours.

    Raises ``UnreadableInput`` where there is none.
    """
    found: list[Path] = []
    for path in (one.absolute() for one in paths):
        with reading(path):
            found += in_order(filter(is_source, path.iterdir())) if path.is_dir() else [path]
    if not found:
        inside = " ".join(folders_told(paths)) or "Periksa nama foldernya."
        names = listed([path.resolve().name for path in paths], _SHOWN)
        own = any(one.startswith(RESULT) for path in paths for one in _names_in(path))
        but = " selain hasil rekap" if own else ""
        raise UnreadableInput(
            f"Folder {names} tidak memuat berkas Excel, CSV, atau ODS{but}. {inside}"
        )
    return list(dict.fromkeys(found))


def folders_told(paths: Sequence[Path]) -> list[str]:
    """What is said of folders inside the named ones that hold workbooks, and are not read.

    >>> folders_told([Path("tidak ada")])
    []
    """
    named = {path.absolute() for path in paths}
    inside = [
        child for path in sorted(named) if path.is_dir()
        for child in sorted(path.iterdir())
        if child.is_dir() and child not in named and not child.name.startswith((".", OUT))
    ]  # fmt: skip
    held = [child.name for child in inside if _holds_sources(child)]
    names = listed(held, _SHOWN)
    text = f"Folder di dalamnya tidak dibaca: {names}. Bila perlu, sebutkan juga folder itu."
    return [text] if held else []


def open_told(sources: Sequence[Path]) -> list[str]:
    """What is said of files that a person has open: what was saved last is read.

    >>> open_told([])
    []
    """
    beside = {name for folder in {path.parent for path in sources} for name in _names_in(folder)}
    held = [path.name for path in sources
            if f"~${path.name}" in beside or f".~lock.{path.name}#" in beside]  # fmt: skip
    text = f"Sedang terbuka: {listed(held, _SHOWN)}. Yang dibaca isi yang terakhir disimpan."
    return [text] if held else []


def _names_in(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:  # nobody may look into it
        return []


def _holds_sources(folder: Path) -> bool:
    try:
        return any(map(is_source, folder.iterdir()))
    except OSError:  # nobody may look into it
        return False


def in_order(paths: Iterable[Path]) -> list[Path]:
    """By name; copies ("Andi (1)", "Salinan dari Andi") after what they are copies of."""
    return sorted(paths, key=lambda path: (_COPY.search(path.stem) is not None, path.name))


def is_source(path: Path) -> bool:
    """Whether a file of a folder is read."""
    return (
        path.is_file()
        and path.suffix.lower() in _ENDINGS
        and not path.name.startswith(("~$", ".~", ".", RESULT))
    )


def read_targets(
    paths: Sequence[Path],
    known: Known,
    progress: Progress,
    read: Read | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> list[FileReading]:
    """Every file as read, in the order given; a file that cannot be read says why.

    ``read``: what the children run, ``read_here`` if nothing else; ``meanwhile``: what there is to
    do here while they read.
    """
    found: dict[Path, FileReading] = {}
    begun: set[Path] = set()

    def read_all(batches: Sequence[Batch]) -> list[list[FileReading] | Trouble]:
        def show(number: int, place: int) -> None:
            begun.add(batches[number][place - 1])
            progress(f"membaca {len(begun)} dari {len(paths)}")

        return run_each(
            read or read_here, [(batch, known) for batch in batches], at_once=children(paths),
            seconds=_SECONDS, progress=show, meanwhile=None if begun else meanwhile,
        )  # fmt: skip

    batches = [tuple(paths[start : start + _BATCH]) for start in range(0, len(paths), _BATCH)]
    while batches:
        again: list[Batch] = []
        for batch, end in zip(batches, read_all(batches), strict=True):
            if isinstance(end, list):
                found |= zip(batch, end, strict=True)
            elif len(batch) > 1:
                again += [(path,) for path in batch]
            else:
                found[batch[0]] = _unread(batch[0], end)
        batches = again
    return [found[path] for path in paths]


def children(paths: Sequence[Path]) -> int:
    """How many children read those files at once: large ones one after the other, for the memory
    they take, and no child for few, for the time its start takes."""
    if any(_size(path) > _LARGE for path in paths):
        return 1
    return max(1, min(cpus(), _MOST_CHILDREN, len(paths) // _WORTH_A_CHILD))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # who reads it says why
        return 0


def cpus() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _unread(path: Path, trouble: Trouble) -> FileReading:
    from kepesertaan.rules.target_gathering.sources import FileReading

    return FileReading(str(path), path.name, trouble=_sentence(path, trouble))


def _sentence(path: Path, trouble: Exception) -> str:
    if isinstance(trouble, UnreadableInput):
        return (
            f"{path.name} tidak dapat dibaca: isinya rusak, terlalu besar, atau terlalu lama. "
            "Buka di Excel, simpan sebagai .xlsx yang baru, lalu coba lagi."
        )
    return bug_in(path.name, str(trouble))


def latest_month(files: Sequence[FileReading], today: date) -> tuple[int, int]:
    """The month a roll-up is for where nobody said: the last one, not after today, with a
    realisation that is not zero; else the last of which figures are held; else last month."""
    from kepesertaan.sheets.targets.numbers.amounts import UNCLEAR

    now = (today.year, today.month)
    strips = [strip for file in files for sheet in file.sheets for strip in sheet.strips
              if strip.side == "realisasi" and strip.month <= now]  # fmt: skip
    months = {strip.month for strip in strips if any(strip.values)}
    held = {strip.month for strip in strips if UNCLEAR in strip.whys.values()}
    held |= {month for file in files for sheet in file.sheets for _, month in sheet.held
             if month[1] and month <= now}  # fmt: skip
    before = (now[0], now[1] - 1) if now[1] > 1 else (now[0] - 1, 12)
    return max(months, default=max(held, default=before))
