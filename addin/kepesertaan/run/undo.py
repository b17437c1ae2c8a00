"""Run Urungkan and Riwayat on one workbook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from kepesertaan import journal
from kepesertaan.actions.registry import Action
from kepesertaan.domain.edit import KEEP, CellEdit
from kepesertaan.domain.errors import UnreadableInput, WrongUse
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.show import count
from kepesertaan.domain.table import Raw
from kepesertaan.files.backup import back_up
from kepesertaan.files.book import BookData
from kepesertaan.files.edit import EditResult, Restore, check_result, edit_package
from kepesertaan.files.lock import locked_for_run
from kepesertaan.files.package import open_package
from kepesertaan.files.read import read_book
from kepesertaan.files.save import Fingerprint, fingerprint, measured, replace_safely
from kepesertaan.journal import Cell, Entry

from .ledger import (
    backups_beside,
    confirm,
    entry_for,
    folder_beside,
    landed,
    read_entries,
    refuse_open,
    remember,
    swept,
    unbroken,
)
from .plan import Options
from .report import Report

Place = tuple[str, int, int]


def undo(action: Action, path: Path, options: Options, progress: Callable[[str], None]) -> Report:
    """Take back the last run on a workbook, or the chosen part of all runs."""
    _refuse_missing(path)
    with locked_for_run(path):
        refuse_open(path)
        before = fingerprint(path)
        entries = _entries(path)
        target, cells = _choose(entries, path, options)
        progress("membaca")
        book = read_book(path)
        outcome: Outcome = action.function(cells, _reader(book))
        if options.dry:
            return _report(path, outcome, [], dry=True)
        progress("menulis")
        notes = swept(path)
        exact = _last_touches(unbroken(entries, before.sha256), entries, cells)
        back = cells_to_invert(cells, outcome, {sheet.name for sheet in book.sheets})
        edits: dict[str, list[CellEdit | Restore]] = {}
        for cell in back:
            edit = _exact_edit(cell) if id(cell) in exact else inverse_edit(cell)
            edits.setdefault(cell.sheet, []).append(edit)
        touched = [inverted(cell) for cell in back]
        if edits:
            whole = is_whole(target, touched, options)
            entry = _write(action, path, before, edits, touched, target.id, whole)
            confirm(folder_beside(path), entry)
        report = _report(path, outcome, touched)
        report.catatan = [*report.catatan, *notes]
        report.lines += notes
        return report


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise UnreadableInput(f"{path.name} tidak ditemukan; periksa nama dan foldernya.")


def history(action: Action, path: Path) -> Report:
    """The runs of a workbook, oldest first."""
    _refuse_missing(path)
    entries = landed(read_entries(folder_beside(path)), path)
    rows = action.function(entries, journal.standing(entries))
    lines = ["  ".join(row) for row in rows] or [f"{path.name} belum punya riwayat."]
    return Report(path.name, catatan=lines, lines=lines)


def _entries(path: Path) -> list[Entry]:
    entries = landed(read_entries(folder_beside(path)), path)
    if not entries:
        raise UnreadableInput(
            f"{path.name} belum punya riwayat di folder ini, jadi tidak ada yang dapat diurungkan."
        )
    return entries


def _choose(entries: list[Entry], path: Path, options: Options) -> tuple[Entry, list[Cell]]:
    """The run to take back and its chosen cells; a choice reaches over all standing runs."""
    standing = [run for run in journal.standing(entries) if run.cells]
    if options.run:
        standing = [_by_number(entries, options.run)]
    if not standing:
        raise WrongUse(f"Semua pekerjaan pada {path.name} sudah diurungkan; lihat riwayat.")
    partial = bool(options.rules or options.headings or options.rows)
    runs = standing if partial and not options.run else standing[-1:]
    cells = [
        cell
        for run in reversed(runs)
        for cell in journal.select(
            run, rules=options.rules, columns=options.headings, rows=options.rows
        )
    ]
    if not cells:
        raise WrongUse("Tidak ada perubahan yang cocok dengan pilihan itu; lihat riwayat.")
    return standing[-1], cells


def _by_number(entries: Sequence[Entry], number: str) -> Entry:
    if not (number.isascii() and number.isdigit()) or not 1 <= int(number) <= len(entries):
        raise WrongUse(f"Catatan {number} tidak ada; riwayat memuat 1 sampai {len(entries)}.")
    return entries[int(number) - 1]


def _reader(book: BookData) -> Callable[[str, int, int], Raw]:
    sheets = {sheet.name: sheet.rows for sheet in book.sheets}

    def current(sheet: str, row: int, col: int) -> Raw:
        rows = sheets.get(sheet, [])
        return rows[row - 1][col] if row <= len(rows) and col < len(rows[row - 1]) else None

    return current


def _last_touches(
    sound: Sequence[Entry], entries: Sequence[Entry], cells: Sequence[Cell]
) -> set[int]:
    """The ids of the cells whose own XML may be put back.

    No later run has touched them, and since their run (``sound``) nobody else saved the book:
    a cell's XML holds places in the book's lists of texts and styles, which another program
    orders anew.
    """
    latest: dict[Place, int] = {}
    for entry in entries:
        for cell in entry.cells:
            latest[cell.sheet, cell.row, cell.col] = id(cell)
    whole = {id(cell) for entry in sound for cell in entry.cells}
    return {
        id(cell)
        for cell in cells
        if id(cell) in whole and latest[cell.sheet, cell.row, cell.col] == id(cell)
    }


def cells_to_invert(cells: Sequence[Cell], outcome: Outcome, sheets: Collection[str]) -> list[Cell]:
    """The journal's cells that go back, each place once: the newest run's comes first."""
    standing = {(c.sheet, c.row, c.col) for c in outcome.changes}
    found: dict[Place, Cell] = {}
    for cell in cells:
        place = (cell.sheet, cell.row, cell.col)
        if cell.sheet in sheets and (cell.kind == "tanda" or place in standing):
            found.setdefault(place, cell)
    return [found[place] for place in sorted(found)]


def inverted(cell: Cell) -> Cell:
    """What the journal of an undo says of a cell."""
    return replace(cell, before=cell.after, after=cell.before)


def _exact_edit(cell: Cell) -> Restore:
    xml = None if cell.xml is None else cell.xml.encode("utf-8", "surrogateescape")
    return Restore(cell.row, cell.col, xml)


def inverse_edit(cell: Cell) -> CellEdit:
    """A cell's value, fill and number format as they were."""
    if cell.kind == "tanda":
        return CellEdit(cell.row, cell.col, KEEP, cell.fill)
    return CellEdit(cell.row, cell.col, cell.before, cell.fill, cell.number_format or None)


def is_whole(run: Entry, touched: Sequence[Cell], options: Options) -> bool:
    """Whether an undo takes back all of a run, as far as it stood."""
    if options.rules or options.headings or options.rows:
        return len(touched) == len(run.cells)
    return True


def _write(
    action: Action,
    path: Path,
    before: Fingerprint,
    edits: dict[str, list[CellEdit | Restore]],
    touched: list[Cell],
    undoes: str,
    whole: bool,
) -> Entry:
    results: list[EditResult] = []
    remembered: list[Entry] = []

    def write(temp: Path) -> None:
        with open_package(path) as package:
            results.append(edit_package(package, temp, edits))
            check_result(package, temp, results[-1])

    def verify(temp: Path) -> None:
        looks = results[-1].before
        cells = [_with_look(cell, looks.get((cell.sheet, cell.row, cell.col))) for cell in touched]
        entry = replace(
            entry_for(action.id, path, path), cells=cells, before_sha256=before.sha256,
            after_sha256=measured(temp).sha256, undoes=undoes, whole=whole,
        )  # fmt: skip
        remembered.append(entry)
        remember(folder_beside(path), entry)

    replace_safely(
        path,
        write,
        verify=verify,
        expected=before,
        backup=lambda target: back_up(target, backups_beside(target)),
    )
    return remembered[-1]  # fmt: skip


def _with_look(cell: Cell, look: object) -> Cell:
    xml = getattr(look, "xml", None)
    text = None if xml is None else xml.decode("utf-8", "surrogateescape")
    fill, form = getattr(look, "fill", ""), getattr(look, "number_format", "")
    return replace(cell, xml=text, fill=fill, number_format=form)


def _report(path: Path, outcome: Outcome, touched: Sequence[Cell], *, dry: bool = False) -> Report:
    counts = outcome.counts
    verb = "dapat dikembalikan" if dry else "dikembalikan"
    marks = sum(cell.kind == "tanda" for cell in touched)
    lines = [
        f"{path.name}: {count(counts['diubah'])} sel {verb} ke nilai lama, "
        f"{count(counts['dilewati'])} dibiarkan karena sudah berubah sesudahnya."
    ]
    if marks:
        lines.append(f"{count(marks)} tanda warna dihapus.")
    lines += outcome.notes[:3]
    return Report(
        path.name, counts["lembar"], 0, 0, counts["diubah"], 0, counts["dilewati"], {},
        [] if dry else [path.as_posix()], outcome.notes, 1 if outcome.notes else 0, lines,
    )  # fmt: skip
