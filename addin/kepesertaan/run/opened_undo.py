"""Urungkan and Riwayat on the book that is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kepesertaan import journal
from kepesertaan.actions.registry import Action
from kepesertaan.actions.riwayat import HISTORY_COLUMNS, history_lines, shown_time
from kepesertaan.domain.edit import CellEdit
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.show import count, shown
from kepesertaan.domain.table import Raw
from kepesertaan.excel.pages import put_pages, read_page
from kepesertaan.excel.screen import still
from kepesertaan.excel.standing import Standing, read_standing
from kepesertaan.files.history import write_history
from kepesertaan.journal import Cell, Entry
from kepesertaan.sheets.findings import HISTORY, is_tick

from .inverse import (
    Part,
    cells_of,
    cells_to_invert,
    inverse_edit,
    inverted,
    people_in,
    runs_of,
    strangers_note,
    without_strangers,
)
from .ledger import backups_beside
from .opened import BACK, Desk, agree
from .opened_tick import read_to_write, refuse_closed
from .opened_write import (
    lost_patterns,
    note_undo,
    opened_entries,
    place_of,
    value_at,
    write_opened,
)
from .people import Current
from .plan import Options
from .report import Report
from .scratch import scratch_folder

NOTHING = "Belum ada pekerjaan pada buku ini yang dapat diurungkan."


def undo_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Take back the last run, or the lines ticked on ``Riwayat``; newer edits are left alone.

    Raises ``KepesertaanError``; nothing has been changed then.
    """
    standing = read_standing(book)
    desk.progress("membaca")
    entries = opened_entries(standing)
    parts, is_part = _choose(book, entries)
    names = list(dict.fromkeys(cell.sheet for cell in cells_of(parts)))
    refuse_closed(book, standing, names)
    current = _reader(book, standing)
    parts, strange = without_strangers(parts, names, current)
    cells = cells_of(parts)
    outcome: Outcome = action.function(cells, current)
    back = cells_to_invert(cells, outcome, names)
    edits: dict[str, list[CellEdit]] = {}
    for cell in back:
        edits.setdefault(cell.sheet, []).append(inverse_edit(cell))
    touched = [inverted(cell) for cell in back]
    unpatterned = 0
    if touched:
        _agree_to_undo(book.name, parts, outcome, touched, strange, desk)
        desk.progress(BACK)
        taken = {id(cell) for cell in back}
        undoes, whole = runs_of(parts, taken)
        whole = whole if is_part else undoes
        app = book.app
        with still(app):
            entry = write_opened(
                action.id, book, standing, edits, touched, people_in(parts, taken),
                undoes=undoes, whole=whole,
            )  # fmt: skip
        note_undo(app, standing)
        unpatterned = lost_patterns(entry)
    return _report(standing, outcome, touched, strange, unpatterned)


def history_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Show the runs on the sheet ``Riwayat``; looking changes no data."""
    standing = read_standing(book)
    desk.progress("membaca")
    entries = opened_entries(standing)
    if not entries:
        return _said(standing, [f"{standing.name} belum punya riwayat."])
    rows = history_lines(entries, journal.standing(entries))
    app = book.app
    with scratch_folder(place_of(standing)) as folder, still(app):
        made = folder / "riwayat.xlsx"
        write_history(made, HISTORY_COLUMNS, rows)
        (name,) = put_pages(app, book, made, {HISTORY: HISTORY})
    return _said(
        standing,
        [
            f"{count(len(entries))} pekerjaan tercatat. Lihat lembar '{name}'.",
            "Untuk mengurungkan sebagian: isi Ya di kolom Urungkan, lalu klik Urungkan.",
        ],
    )


def _choose(book: Any, entries: Sequence[Entry]) -> tuple[list[Part], bool]:
    """The cells to take back by their runs, the newest first; whether they are a chosen part."""
    standing = [run for run in journal.standing(entries) if run.cells]
    ticked = _ticked(book)
    if ticked:
        runs = {str(n): run for n, run in enumerate(entries, 1)}
        chosen = [
            Part(run, [c for c in run.cells if (n, c.rule, c.header) in ticked])
            for n, run in reversed(runs.items())
        ]
        parts = [part for part in chosen if part.cells]
        if parts:
            return parts, True
    if not standing:
        raise WrongUse(NOTHING)
    return [Part(standing[-1], standing[-1].cells)], False


def _ticked(book: Any) -> set[tuple[str, str, str]]:
    """Number of the run, rule and column of each line ticked on our sheet ``Riwayat``."""
    rows = read_page(book, HISTORY) or []
    start = next((i for i, row in enumerate(rows) if list(HISTORY_COLUMNS) == row), None)
    if start is None:
        return set()
    places = [HISTORY_COLUMNS.index(name) for name in ("No", "Aturan", "Kolom")]
    found = set()
    for row in rows[start + 1 :]:
        texts = [shown(value) for value in row] + [""] * len(HISTORY_COLUMNS)
        if is_tick(texts[0]):
            number, rule, column = (texts[k] for k in places)
            found.add((number, rule, column))
    return found


def _reader(book: Any, standing: Standing) -> Current:
    read: dict[str, Any] = {}

    def current(sheet: str, row: int, col: int) -> Raw:
        if sheet not in read:
            read[sheet] = read_to_write(book, standing, sheet).rows
        return value_at(read[sheet], row, col)

    return current


def _agree_to_undo(
    book: str,
    parts: Sequence[Part],
    outcome: Outcome,
    touched: Sequence[Cell],
    strange: int,
    desk: Desk,
) -> None:
    marks = sum(cell.kind == "tanda" for cell in touched)
    runs = ", ".join(f"{part.run.action} {shown_time(part.run)}" for part in parts[:3])
    more = f" dan {count(len(parts) - 3)} lainnya" if len(parts) > 3 else ""
    cards = [
        f"{book}: pekerjaan {runs}{more}.",
        f"{count(len(outcome.changes))} sel kembali ke nilai lama.",
    ]
    if marks:
        cards.append(f"{count(marks)} tanda warna dihapus.")
    if outcome.notes:
        cards.append(f"{count(len(outcome.notes))} sel sudah Anda ubah sesudahnya; dibiarkan.")
    agree(desk, [*cards, *strangers_note(strange)])


def _report(
    standing: Standing, outcome: Outcome, touched: Sequence[Cell], strange: int, unpatterned: int
) -> Report:
    left = len(outcome.notes) + strange
    lines = [f"{count(len(outcome.changes))} sel dikembalikan, {count(left)} dibiarkan."]
    if not touched and not left:
        lines = ["Isi sel sudah seperti semula; tidak ada yang perlu dikembalikan."]
    notes = [*_patterns_note(standing, unpatterned), *strangers_note(strange), *outcome.notes]
    return _said(standing, [*lines, *notes[:3]], len(outcome.changes), left + unpatterned)


def _patterns_note(standing: Standing, number: int) -> list[str]:
    """The sentence for cells whose pattern was painted over outside Excel, and stays so."""
    folder = backups_beside(place_of(standing))
    told = f"Pola isian {count(number)} sel tidak kembali; polanya ada di salinan buku di {folder}."
    return [told] if number else []


def _said(standing: Standing, lines: list[str], changed: int = 0, left: int = 0) -> Report:
    return Report(
        standing.name, diubah=changed, dilewati=left, catatan=lines, kode=int(left > 0), lines=lines
    )
