"""Terapkan on the book that is open: the ticked lines of our sheets in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import ExcelNotReady, SheetNotRecognised
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.show import count
from kepesertaan.domain.table import Table
from kepesertaan.excel import api
from kepesertaan.excel.pages import read_page
from kepesertaan.excel.reading import read_sheet
from kepesertaan.excel.screen import still, way_back
from kepesertaan.excel.standing import Standing, read_standing
from kepesertaan.rules.registry import Context
from kepesertaan.sheets.findings import Line, read_lines
from kepesertaan.sheets.participant import Sheet

from .ledger import folder_beside, read_entries
from .opened import ASKED, PREVIEW, WRITE, Desk, agree, blank_cells, tables_of, without_moved
from .opened_write import note_undo, place_of, unpainted_note, write_opened
from .people import moved_people, people_of
from .plan import Options
from .report import Report
from .write import edits_of

NO_LINES = "Belum ada lembar Pratinjau atau Daftar Temuan di buku ini. Klik Periksa dahulu."


def tick_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Apply the lines ticked on ``Pratinjau`` and ``Daftar Temuan`` to the sheets they name.

    Raises ``KepesertaanError``; nothing has been changed then.
    """
    standing = read_standing(book)
    desk.progress("membaca")
    lines = _lines(book)
    names = list(dict.fromkeys(line.sheet for line in lines if line.is_ticked))
    refuse_closed(book, standing, names)
    tables = [table for name in names for table in _tables(book, standing, name, desk)]
    strangers = moved_people(_people(standing), tables)
    outcome: Outcome = action.function(lines, tables, Context(options.today), strangers)
    patterned: list[str] = []
    if outcome.changes:
        _agree_to_apply(book, outcome, desk)
        desk.progress(WRITE)
        app = book.app
        with still(app):
            for name in names:
                date1904 = api.has_1904_dates(book)
                outcome = without_moved(outcome, name, book.sheets[name], date1904)
            edits, people, cells = (
                edits_of(outcome),
                people_of(tables, outcome),
                blank_cells(outcome),
            )
            entry = write_opened(action.id, book, standing, edits, cells, people)
        note_undo(app, standing)
        patterned = unpainted_note(cells, entry)
    return _report(standing, outcome, patterned)


def _lines(book: Any) -> list[Line]:
    pages = [rows for name in (PREVIEW, ASKED) if (rows := read_page(book, name))]
    if not pages:
        raise SheetNotRecognised(NO_LINES)
    return [line for rows in pages for line in read_lines(rows)]


def refuse_closed(book: Any, standing: Standing, names: Sequence[str]) -> None:
    """Raises ``ExcelNotReady`` when nothing can be written, or a sheet is gone."""
    if standing.is_closed_to_us:
        raise ExcelNotReady(
            f"{standing.name} hanya dapat dibaca atau dibagikan, jadi tidak dapat diubah. "
            "Simpan dengan nama lain, lalu klik tombol ini lagi."
        )
    there = {str(sheet.name) for sheet in book.sheets}
    for name in names:
        if name not in there:
            raise SheetNotRecognised(
                f"Lembar '{name}' tidak ada lagi di buku ini. Kembalikan namanya, lalu coba lagi."
            )


def read_to_write(book: Any, standing: Standing, name: str) -> Sheet:
    """A sheet that is to be written. Raises ``ExcelNotReady`` when it is protected."""
    seen = read_sheet(standing.name, book.sheets[name])
    if seen.is_locked:
        raise ExcelNotReady(
            f"Lembar '{name}' diproteksi, jadi tidak dapat diubah. "
            "Buka proteksinya dahulu, lalu klik tombol ini lagi."
        )
    return seen


def _tables(book: Any, standing: Standing, name: str, desk: Desk) -> list[Table]:
    return tables_of(read_to_write(book, standing, name), book, desk)[0]


def _people(standing: Standing) -> dict[str, list[str]]:
    """Who stood in the rows when the lines were made."""
    home = place_of(standing)
    entries = read_entries(folder_beside(home))
    made = [e for e in entries if e.opened and e.file == home.name and e.action == "periksa"]
    return next((entry.people for entry in reversed(made) if entry.people), {})


def _agree_to_apply(book: Any, outcome: Outcome, desk: Desk) -> None:
    rows = len({(change.sheet, change.row) for change in outcome.changes})
    card = (
        f"{count(len(outcome.changes))} perubahan pada {count(rows)} baris. "
        f"Salinan buku disimpan dahulu. {way_back(book)}"
    )
    agree(desk, [card])


def _report(standing: Standing, outcome: Outcome, patterned: list[str]) -> Report:
    counts = outcome.counts
    changed, skipped = len(outcome.changes), len(outcome.notes)
    lines = [
        f"{count(changed)} perubahan selesai, {count(skipped)} dilewati. "
        f"Jumlah baris tetap {count(counts['baris'])}."
    ]
    if changed:
        lines.append("Bila keliru: Urungkan.")
    elif not counts["dicentang"]:
        lines = ["Tidak ada yang dicentang. Isi Ya di kolom Terapkan, lalu klik tombol ini lagi."]
    elif not skipped:
        lines = ["Semua baris yang dicentang sudah diterapkan sebelumnya."]
    lines += [*patterned, *outcome.notes[:3]]
    return Report(
        standing.name, counts["lembar"], counts["baris"], counts["sel"], changed, 0, skipped, {},
        [], outcome.notes, 1 if skipped else 0, lines,
    )  # fmt: skip
