"""Put an outcome into a book that is open: copy first, remember, write, look, or put all back."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kepesertaan import journal
from kepesertaan.domain.edit import KEEP, CellEdit
from kepesertaan.domain.errors import CannotWrite, UnreadableInput
from kepesertaan.domain.show import count, same_value
from kepesertaan.domain.table import Raw
from kepesertaan.excel import api
from kepesertaan.excel.fills import read_fill
from kepesertaan.excel.reading import looks_of, read_values
from kepesertaan.excel.standing import Standing
from kepesertaan.excel.troubles import excel_errors
from kepesertaan.excel.writing import addin_for, write_cells
from kepesertaan.files.backup import back_up_by
from kepesertaan.files.lock import locked_for_run
from kepesertaan.files.looks import looks_at
from kepesertaan.files.temporary import make_folder
from kepesertaan.files.troubles import told
from kepesertaan.journal import Cell, Entry

from .inverse import inverse_edit
from .ledger import (
    backups_beside,
    confirm,
    entry_for,
    folder_beside,
    landed,
    read_entries,
    remember,
)
from .own import own_folder
from .scratch import LONGEST, scratch_folder

Place = tuple[str, int, int]  # sheet, row from 1, column from 0
Edits = Mapping[str, Sequence[CellEdit]]  # by sheet
_PUT_BACK = (
    "Sebagian isian ditolak, jadi semuanya dikembalikan seperti semula. "
    "Periksa apakah lembarnya dikunci atau sedang dipakai, lalu coba lagi."
)
_THEMES = (
    "{0} memuat warna tema Excel, yang tidak dapat dikembalikan oleh LibreOffice Calc. "
    "Tutup bukunya di Calc, lalu jalankan: kepesertaan urungkan {0}"
)
_NO_COPY = (
    "Excel tidak dapat menyimpan salinan buku ini. Periksa ruang disk, dan pindahkan buku ke "
    "folder yang alamatnya lebih pendek bila panjang, lalu coba lagi. Belum ada data yang diubah."
)

_HALF = (
    "Excel berhenti menjawab sebelum selesai, jadi sebagian isian mungkin sudah berubah. "
    "Klik Urungkan untuk mengembalikannya; salinan buku dari sebelumnya ada di {folder}."
)


def place_of(standing: Standing) -> Path:
    """The path a book's journal and copies lie beside.

    Of a book in OneDrive, which has no folder here, that is a folder of the user's own.
    """
    if standing.path is not None:
        return standing.path
    known = hashlib.sha256(standing.address.encode("utf-8", "replace")).hexdigest()[:16]
    return own_folder() / "buku" / known / standing.name


def opened_entries(standing: Standing) -> list[Entry]:
    """The runs on an open book, oldest first."""
    home = place_of(standing)
    entries = read_entries(folder_beside(home))
    if home.exists():
        return [entry for entry in landed(entries, home) if entry.cells or entry.undoes]
    return [e for e in entries if e.file == home.name and e.opened and e.confirmed and e.cells]


def note_undo(app: Any, standing: Standing) -> None:
    """Let the ribbon and Ctrl+Z offer what the next Urungkan puts back; the last call of a click.

    Any later change of a cell or sheet takes the entry out of Excel's Undo list again.
    """
    runs = [run for run in journal.standing(opened_entries(standing)) if run.cells]
    api.note_undo(app, standing.name, len(runs[-1].cells) if runs else 0)


def write_opened(
    action: str,
    book: Any,
    standing: Standing,
    edits: Edits,
    cells: Sequence[Cell],
    people: Mapping[str, list[str]],
    *,
    undoes: Sequence[str] = (),
    whole: Sequence[str] = (),
) -> Entry:
    """Write edits into an open book, all or nothing; what the journal holds of it.

    ``cells`` say what each edit is about; their look is filled in here. A cell whose fill Excel
    could not give back keeps it and gets no mark. ``people``: who stands
    in the rows. Raises ``CannotWrite``
    when Excel does not do it: all is as it was then, or, where Excel does not answer even to that,
    the journal has the run, so that Urungkan can put back what was written of it.
    """
    home = place_of(standing)
    if not api.is_excel(book):
        _refuse_themes(standing, edits)
    with told(home):
        make_folder(home.parent)
    with locked_for_run(home):
        copy = back_up_by(
            lambda temp: _save_copy(book, temp, home), backups_beside(home), home.suffix
        )
        looks = _looks(copy, book, edits)
        edits = _unpainted(edits, looks)
        seen = [_with_look(cell, looks) for cell in cells]
        entry = replace(
            entry_for(action, home, home),
            cells=[cell for cell in seen if cell.kind == "isi" or _is_paintable(cell.fill)],
            people=dict(people),
            opened=True,
            undoes=list(undoes),
            whole=list(whole),
        )
        addin = addin_for(book)  # a busy Excel says so here, while nothing is written
        remember(folder_beside(home), entry, copy)
        try:
            _write(book, edits, entry.cells, addin)
        except _HalfWritten as trouble:
            confirm(folder_beside(home), entry)
            raise CannotWrite(_HALF.format(folder=backups_beside(home))) from trouble
        confirm(folder_beside(home), entry)
    return entry


def _save_copy(book: Any, temp: Path, home: Path) -> None:
    """Let Excel save a copy: straight to ``temp``, or by way of a folder that is not too deep."""
    try:
        if len(str(temp)) <= LONGEST and not str(temp).startswith("\\\\?\\"):
            api.save_copy(book, temp)
            return
        with scratch_folder(home) as folder:
            api.save_copy(book, folder / temp.name)
            shutil.copyfile(folder / temp.name, temp)
    except excel_errors() as refusal:
        raise CannotWrite(_NO_COPY) from refusal


def _refuse_themes(standing: Standing, edits: Edits) -> None:
    """Raises ``CannotWrite`` for fills by a theme's or the palette's number: Calc has neither."""
    for fill in {edit.fill for some in edits.values() for edit in some if edit.fill}:
        found = read_fill(fill)
        if found is not None and found.kind in ("theme", "indexed"):
            raise CannotWrite(_THEMES.format(standing.name))


def _looks(copy: Path, book: Any, edits: Edits) -> dict[Place, tuple[str, str]]:
    """Fill and number format of each cell, from the copy; where we cannot read it, from Excel.

    From Calc always: to it a theme's colour in the file is the colour it shows.
    """
    wanted = {name: [(e.row, e.col) for e in some] for name, some in edits.items()}
    if api.is_excel(book) and copy.suffix.lower() in (".xlsx", ".xlsm"):
        return looks_at(copy, wanted)
    return {
        (name, row, col): look
        for name, places in wanted.items()
        for (row, col), look in looks_of(book.sheets[name], places).items()
    }


def _is_paintable(fill: str) -> bool:
    """Whether Excel can give the fill back once another lies over it; a pattern it cannot."""
    return read_fill(fill) is not None


def _unpainted(edits: Edits, looks: Mapping[Place, tuple[str, str]]) -> Edits:
    """The edits without colours over fills that could not come back."""
    found: dict[str, list[CellEdit]] = {}
    for name, some in edits.items():
        for edit in some:
            fill, _ = looks.get((name, edit.row, edit.col), ("", ""))
            kept = edit if _is_paintable(fill) else replace(edit, fill=None)
            if kept.value is not KEEP or kept.fill is not None or kept.number_format is not None:
                found.setdefault(name, []).append(kept)
    return found


def unpainted_note(cells: Sequence[Cell], entry: Entry) -> list[str]:
    """The sentence for ``cells`` of a run that kept their pattern instead of a mark."""
    wanted, given = (sum(c.mark is not None for c in some) for some in (cells, entry.cells))
    if wanted == given:
        return []
    return [f"{count(wanted - given)} sel berpola tidak diwarnai, supaya polanya tidak hilang."]


def lost_patterns(entry: Entry) -> int:
    """How many cells of an undo should show a pattern again, which Excel is not asked to make."""
    return sum(cell.mark is not None and not _is_paintable(cell.mark) for cell in entry.cells)


def _with_look(cell: Cell, looks: Mapping[Place, tuple[str, str]]) -> Cell:
    fill, form = looks.get((cell.sheet, cell.row, cell.col), ("", ""))
    mark = cell.mark if _is_paintable(fill) else None
    return replace(cell, xml=None, fill=fill, number_format=form, mark=mark)


class _HalfWritten(Exception):
    """Excel took a part of the edits, and then neither the rest nor the old values."""


def _write(book: Any, edits: Edits, cells: Sequence[Cell], addin: Any | None) -> None:
    done: list[str] = []
    try:
        for name, some in edits.items():
            done.append(name)
            date1904 = api.has_1904_dates(book)
            write_cells(book, name, some, date1904=date1904, addin=addin)
            _look_again(book.sheets[name], some, date1904)
    except Exception as trouble:
        try:
            _put_back(book, [cell for cell in cells if cell.sheet in done], addin)
        except Exception:  # noqa: BLE001 - whatever it is, the sheet is neither old nor new
            raise _HalfWritten from trouble
        raise CannotWrite(_PUT_BACK) from trouble


def _look_again(sheet: Any, edits: Sequence[CellEdit], date1904: bool) -> None:
    """Every value stands as it was given."""
    wanted = [edit for edit in edits if edit.value is not KEEP]
    rows = values_around(sheet, [(edit.row, edit.col) for edit in wanted], date1904)
    for edit in wanted:
        if not same_value(value_at(rows, edit.row, edit.col), edit.value):  # type: ignore[arg-type]
            raise UnreadableInput("Excel made something else of a value")


def values_around(sheet: Any, places: Sequence[tuple[int, int]], date1904: bool) -> list[list[Raw]]:
    """The rows of a sheet as far as some cells (row from 1, column from 0) reach."""
    if not places:
        return []
    last, right = max(row for row, _ in places), max(col for _, col in places)
    return read_values(sheet, last, right + 1, date1904)


def value_at(rows: Sequence[Sequence[Raw]], row: int, col: int) -> Raw:
    """The value of a cell (row from 1, column from 0), None beyond the last one."""
    return rows[row - 1][col] if row <= len(rows) and col < len(rows[row - 1]) else None


def _put_back(book: Any, cells: Sequence[Cell], addin: Any | None) -> None:
    by_sheet: dict[str, list[CellEdit]] = {}
    for cell in cells:
        by_sheet.setdefault(cell.sheet, []).append(inverse_edit(cell))
    for name, edits in by_sheet.items():
        date1904 = api.has_1904_dates(book)
        write_cells(book, name, edits, date1904=date1904, addin=addin)
        _look_again(book.sheets[name], edits, date1904)
