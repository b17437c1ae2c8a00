"""Read target sheets of a folder or of files, each guarded: one broken file stops no other.

Files are read in a child process with limits, many in one call; where it dies, the files of that
call are read again one by one, and the one that kills it is told.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kepesertaan.domain.errors import KepesertaanError, UnreadableInput
from kepesertaan.files.childproc import ChildBug, run_limited
from kepesertaan.files.troubles import reading
from kepesertaan.rules.target_sources import FileReading

from .bugs import note_for_it

RESULT = "Rekap_Target_"
_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".htm", ".html"}
_COPY = re.compile(r"\([0-9]{1,2}\)|\bsalinan\b|\bcopy\b", re.I)
_BATCH = 60  # files a call
_SECONDS = 600.0
Progress = Callable[[str], None]
Read = Callable[..., "list[FileReading]"]


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader knows before: officers by name, the year of sheets that name none."""

    officers: tuple[str, ...]
    year: int
    password: str = ""


def target_files(paths: Sequence[Path]) -> list[Path]:
    """The workbooks named, and those of the folders named, without roll-ups of ours.

    Raises ``UnreadableInput`` where there is none.
    """
    found: list[Path] = []
    for path in (one.absolute() for one in paths):
        with reading(path):
            found += _in_order(filter(is_source, path.iterdir())) if path.is_dir() else [path]
    if not found:
        raise UnreadableInput(
            "Folder itu tidak memuat berkas Excel, CSV, atau ODS; periksa nama foldernya."
        )
    return list(dict.fromkeys(found))


def _in_order(paths: Iterable[Path]) -> list[Path]:
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
    paths: Sequence[Path], known: Known, progress: Progress, read: Read | None = None
) -> list[FileReading]:
    """Every file as read, in the order given; a file that cannot be read says why.

    ``read``: what the child runs, ``read_here`` if nothing else.
    """
    done: list[FileReading] = []
    for start in range(0, len(paths), _BATCH):
        batch = tuple(paths[start : start + _BATCH])

        def show(place: int, first: int = start) -> None:
            progress(f"membaca {first + place} dari {len(paths)}")

        done += _read_batch(batch, known, show, read or read_here)
    return done


def _read_batch(
    batch: tuple[Path, ...], known: Known, show: Callable[[int], None], read: Read
) -> list[FileReading]:
    """The files of one call; where it dies, each in a call of its own."""
    try:
        return run_limited(read, (batch, known), seconds=_SECONDS, progress=show)
    except (KepesertaanError, ChildBug) as trouble:
        if len(batch) > 1:
            return [one for path in batch for one in _read_batch((path,), known, show, read)]
        return [FileReading(str(batch[0]), batch[0].name, trouble=_sentence(batch[0], trouble))]


def _sentence(path: Path, trouble: Exception) -> str:
    if isinstance(trouble, UnreadableInput):
        return (
            f"{path.name} tidak dapat dibaca: isinya rusak, terlalu besar, atau terlalu lama. "
            "Buka di Excel, simpan sebagai .xlsx yang baru, lalu coba lagi."
        )
    return f"{path.name}: terjadi kesalahan di aplikasi ini. {note_for_it(str(trouble))}"


def read_here(
    paths: Sequence[Path], known: Known, *, progress: Callable[[int], None]
) -> list[FileReading]:
    """The files, in this process; what one raises is told of it alone."""
    from .target_sheets import read_one  # what understands sheets is loaded where they are read

    found = []
    gc.disable()  # very many small values, none of them a cycle
    for place, path in enumerate(paths, 1):
        progress(place)
        found.append(read_one(path, known))
    gc.enable()
    return found


def latest_month(files: Sequence[FileReading], today: date) -> tuple[int, int]:
    """The month a roll-up is for where nobody said: the last one, not after today, with a
    realisation that is not zero; last month where there is none."""
    now = (today.year, today.month)
    months = {
        found.month
        for file in files
        for sheet in file.sheets
        for found in sheet.found
        if found.side == "realisasi" and found.value and found.month <= now
    }
    before = (now[0], now[1] - 1) if now[1] > 1 else (now[0] - 1, 12)
    return max(months, default=before)
