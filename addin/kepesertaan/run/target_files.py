"""Read target sheets of a folder or of files, each guarded: one broken file stops no other.

Files are read in a child process with limits, many in one call; where it dies, the files of that
call are read again one by one, and the one that kills it is told.
"""

from __future__ import annotations

import gc
import re
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kepesertaan.domain.errors import KepesertaanError, UnreadableInput
from kepesertaan.files.book import BookData, SheetData
from kepesertaan.files.childproc import ChildBug, run_limited
from kepesertaan.files.read import read_book
from kepesertaan.files.troubles import reading
from kepesertaan.rules.target_sources import FileReading
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.target_names import book_names
from kepesertaan.sheets.targets import read_target_sheet

from .bugs import note_for_it
from .plan import OUT

RESULT = "Rekap_Target_"
_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".htm", ".html"}
_BOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
_COPY = re.compile(r"\([0-9]{1,2}\)|\bsalinan\b|\bcopy\b", re.I)
_BATCH = 60  # files a call
_SHOWN = 5  # names in one sentence
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
        inside = " ".join(folders_told(paths)) or "Periksa nama foldernya."
        raise UnreadableInput(f"Folder itu tidak memuat berkas Excel, CSV, atau ODS. {inside}")
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
    shown = ", ".join(held[:_SHOWN]) + (f", dan {len(held) - _SHOWN} lagi" if held[_SHOWN:] else "")
    text = f"Folder di dalamnya tidak dibaca: {shown}. Bila perlu, sebutkan juga folder itu."
    return [text] if held else []


def _holds_sources(folder: Path) -> bool:
    try:
        return any(map(is_source, folder.iterdir()))
    except OSError:  # nobody may look into it
        return False


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
    found = []
    gc.disable()  # very many small values, none of them a cycle
    for place, path in enumerate(paths, 1):
        progress(place)
        found.append(_read_one(path, known))
    gc.enable()
    return found


def _read_one(path: Path, known: Known) -> FileReading:
    try:
        return as_reading(read_book(path, password=known.password), known)
    except KepesertaanError as trouble:
        return FileReading(str(path), path.name, trouble=str(trouble))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a bug of ours in one file must not lose the others
        note = note_for_it(traceback.format_exc())
        text = f"{path.name}: terjadi kesalahan di aplikasi ini. {note}"
        return FileReading(str(path), path.name, trouble=text)


def as_reading(book: BookData, known: Known) -> FileReading:
    """A workbook as read; hidden sheets are told of and left alone."""
    shown = [_sheet(book, sheet) for sheet in book.sheets if sheet.visible]
    hidden = [sheet.name for sheet in book.sheets if not sheet.visible and any(sheet.rows)]
    name = f"{book.path.name}: "
    notes = [name + notice.removeprefix(name) for notice in book.notices]
    notes += hidden_told(book.path.name, hidden)
    found = sheets_reading(book.path, shown, notes, known)
    if (
        book.text_only
        and book.path.suffix.lower() in _BOOKS
        and not any(sheet.found or sheet.asks for sheet in found.sheets)
    ):
        text = f"{book.path.name} bukan buku Excel dan tidak memuat tabel; mintalah yang benar."
        return FileReading(str(book.path), book.path.name, trouble=text)
    return found


def hidden_told(name: str, sheets: Sequence[str]) -> list[str]:
    """What is said of the hidden sheets of a workbook."""
    text = (
        f"{name}: lembar tersembunyi tidak dibaca: {', '.join(sheets)}. Bila perlu, tampilkan, "
        "simpan, lalu rekap lagi."
    )
    return [text] if sheets else []


def sheets_reading(
    path: Path, sheets: Sequence[Sheet], notes: Sequence[str], known: Known
) -> FileReading:
    """The sheets of a workbook as read, from a file or from the screen; empty ones are none."""
    held = [sheet for sheet in sheets if any(sheet.rows)]
    names = book_names(path.stem, [sheet.name for sheet in held], known.officers)
    read = [read_target_sheet(sheet, names, known.officers, known.year) for sheet in held]
    return FileReading(str(path), path.name, names, read, notes=notes)


def _sheet(book: BookData, sheet: SheetData) -> Sheet:
    return Sheet(
        book.path.name, sheet.name, sheet.rows, sheet.merged, frozenset(sheet.hidden_rows),
        sheet.fixed, sheet.date1904,
    )  # fmt: skip


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
