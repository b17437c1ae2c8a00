"""Rekap Target on the open book and its folder: open books count as they stand on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kepesertaan.actions.registry import Action
from kepesertaan.actions.target_book.rolled import file_name
from kepesertaan.domain.errors import ExcelNotReady, KepesertaanError
from kepesertaan.domain.show import count
from kepesertaan.excel import api
from kepesertaan.excel.pages import is_ours
from kepesertaan.excel.reading import number_formats, read_sheet
from kepesertaan.excel.standing import Standing, read_standing
from kepesertaan.rules.target_sources import FileReading
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.target_formats import as_meant, numbers_in, says_more

from .opened import WRITE, Desk, agree
from .plan import OUT, Options
from .rekap import Made, free_name, noted, refuse_nothing, report_of, write_book
from .report import Report
from .target_again import read_twice
from .target_child import Known
from .target_files import folders_told, in_order, is_source, read_targets
from .target_reading import gathered, known_of, past_of
from .target_sheets import hidden_told, result_told, sheets_reading
from .target_store import memory_folder

_SAME_NAME = (
    "Buku hasilnya sudah ditulis tetapi belum dibuka: buku lain dengan nama itu sedang terbuka. "
    "Tutup buku itu, lalu buka hasilnya."
)
_NOWHERE = (
    "Buku kerja ini tidak ada di folder komputer ini atau folder bersama, jadi rekap tidak punya "
    "tempat. Simpan salinannya di folder biasa, lalu klik tombol ini lagi."
)


def rekap_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Roll up the open book, or all books of its folder, into a new book in HASIL; it is opened.

    Books that are open count as they stand on the screen, saved or not; none is changed.
    Raises ``KepesertaanError``; nothing has been written then.
    """
    standing = read_standing(book)
    if standing.folder is None or standing.path is None:
        raise ExcelNotReady(_NOWHERE)
    folder = standing.folder / OUT
    past = past_of(memory_folder(folder), options)
    known = known_of(past, options)
    others = [path for path in _beside(standing.folder) if path.name != standing.name]
    is_whole = bool(others) and desk.ask(
        f"Rekap semua berkas di folder {standing.folder.name} ({count(len(others) + 1)} berkas)? "
        "Bila tidak, hanya buku yang terbuka ini."
    )
    desk.progress("membaca")
    files = _read(book, standing, others if is_whole else [], known, desk)
    desk.progress("menghitung")
    inside = folders_told([standing.folder]) if is_whole else []
    reading = noted(gathered(files, past, options), [*past.notes, *inside])
    refuse_nothing(reading)
    made = Made(reading, action.function(reading), [], list(reading.notes))
    agree(desk, made.rolled.lines[1:])
    desk.progress(WRITE)
    write_book(made, free_name(folder / f"{file_name(reading)}.xlsx", copy=True), past)
    if not api.open_file(book.app, made.written[0]):
        made.notes.insert(0, _SAME_NAME)
    return report_of(standing.name, made)


def _beside(folder: Path) -> list[Path]:
    return in_order(filter(is_source, folder.iterdir()))


def _read(
    book: Any, standing: Standing, others: Sequence[Path], known: Known, desk: Desk
) -> list[FileReading]:
    """The open book, and the others from the screen where they are open, else from the disk."""
    opened = {standing.path: book}
    wanted = {path.name for path in others}
    for other in book.app.books if others else ():
        found = _standing_of(other)
        if found and found.folder == standing.folder and found.name in wanted:
            opened[found.path] = other
    paths = in_order([*filter(None, opened), *(path for path in others if path not in opened)])

    def read(some: Sequence[Path], known: Known) -> list[FileReading]:
        closed = [path for path in some if path not in opened]
        found = dict(zip(closed, read_targets(closed, known, desk.progress), strict=True))
        found |= {path: _read_open(path, opened[path], known) for path in some if path in opened}
        return [found[path] for path in some]

    return read_twice(paths, known, read)


def _standing_of(book: Any) -> Standing | None:
    try:
        return read_standing(book)
    except KepesertaanError:  # never saved, or lost just now
        return None


def _read_open(path: Path, book: Any, known: Known) -> FileReading:
    """An open book as it stands; its hidden sheets are told of and left alone, as in a file."""
    ours = result_told(path, (sheet.name for sheet in book.sheets))
    if ours:
        return ours
    sheets, hidden = list[Sheet](), list[str]()
    for sheet in book.sheets:
        if is_ours(sheet.api):
            continue
        if sheet.visible:
            sheets.append(_read_shown(path.name, sheet))
        elif any(api.extent(sheet)[:2]):
            hidden.append(sheet.name)
    return sheets_reading(path, sheets, hidden_told(path.name, hidden), known)


def _read_shown(file: str, sheet: Any) -> Sheet:
    """An open sheet, its numbers as their formats say them."""
    found = read_sheet(file, sheet)
    codes = number_formats(sheet, numbers_in([found])[found.name])
    wanted = {(found.name, *at): code for at, code in codes.items() if says_more(code)}
    return as_meant([found], wanted)[0]
