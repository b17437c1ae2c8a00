"""Run Terapkan on one findings book."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.show import count
from kepesertaan.files.book import BookData
from kepesertaan.files.findings import rest_path
from kepesertaan.files.lock import locked_for_run
from kepesertaan.files.read import read_book
from kepesertaan.files.save import Fingerprint, fingerprint
from kepesertaan.journal import Entry
from kepesertaan.rules.registry import Context
from kepesertaan.sheets.findings import (
    CHANGES,
    QUESTIONS,
    SUMMARY,
    Line,
    Origin,
    read_lines,
    read_origin,
)

from .ledger import (
    confirm,
    entry_for,
    folder_beside,
    open_folder,
    refuse_changed,
    refuse_open,
    remember,
    swept,
)
from .origin import base_and_target, people_listed
from .people import moved_people, people_of
from .plan import FINDINGS, Job, Options, read_columns
from .report import Report
from .tables import participant_tables
from .write import Written, editable, refuse_in_place, write_outcome


def tick(action: Action, job: Job, options: Options, progress: Callable[[str], None]) -> Report:
    """Apply the ticked lines of a findings book to the workbook it speaks of."""
    origin, lines = read_findings(path := job.source)
    base, target = base_and_target(path, origin, options)
    if not options.dry:
        open_folder(target.parent)
    lock = nullcontext("") if options.dry else locked_for_run(target, may_take=options.may_take)
    with lock as ousted:
        if not options.dry:
            refuse_open(target)
        before = fingerprint(base)
        progress("membaca")
        book = read_book(base, password=options.password)
        if base == target:
            refuse_in_place(book, also_reserved=options.in_place)
        chosen = read_columns(origin.columns.split()) | options.columns
        sheets = [name for name in origin.sheets.split("|") if name]
        tables = participant_tables(book, sheets, chosen)
        strangers = moved_people(people_listed(path, origin, base, target, before), tables)
        outcome: Outcome = action.function(lines, tables, Context(options.today), strangers)
        notes = [] if options.dry else swept(target, ousted)
        if options.dry or not outcome.changes:
            report = _report(path, target, outcome, written=False, dry=options.dry)
        else:
            progress("menulis")
            people = people_of(tables, outcome)
            written, costs = _write(action, book, target, outcome, before, people)
            written.outcome.notes += costs
            report = _report(path, target, written.outcome, written=True)
    report.catatan = [*report.catatan, *notes]
    report.lines += notes
    return report


def _write(
    action: Action,
    book: BookData,
    target: Path,
    outcome: Outcome,
    before: Fingerprint,
    people: dict[str, list[str]],
) -> tuple[Written, list[str]]:
    """The outcome in the target, with its journal entry; and what it cost."""
    in_place = book.path == target
    folder = folder_beside(target)
    remembered: list[Entry] = []

    def finish(written: Written) -> None:
        refuse_changed(book.path, before)  # it was read again to be edited
        done = replace(
            entry_for(action.id, target, book.path),
            cells=written.cells,
            before_sha256=before.sha256 if in_place else "",
            after_sha256=written.sha256,
            source_sha256=before.sha256,
            people=people,
        )
        remembered.append(done)
        remember(folder, done, book.path)

    with editable(book, target) as (source, costs):
        expected = before if in_place else None
        written = write_outcome(source, target, outcome, finish, expected=expected)
    confirm(folder, remembered[-1])
    return written, costs


def read_findings(path: Path) -> tuple[Origin, list[Line]]:
    """Origin and lines of a findings book, its overflow file included.

    Raises ``SheetNotRecognised`` when it is no findings book.
    """
    book = {sheet.name: sheet.rows for sheet in read_book(path).sheets}
    if not {SUMMARY, CHANGES, QUESTIONS} <= set(book):
        raise SheetNotRecognised(
            f"{path.name} bukan daftar temuan; "
            f"pilih berkas yang namanya berakhiran {FINDINGS}.xlsx."
        )
    lines = [line for name in (CHANGES, QUESTIONS) for line in read_lines(book[name])]
    rest = rest_path(path)
    if rest.exists():
        rows = csv.reader(_decoded(rest).splitlines(keepends=True), delimiter=";")
        lines += read_lines([[text.removeprefix("'") for text in row] for row in rows])
    return read_origin(book[SUMMARY]), lines


def _decoded(path: Path) -> str:
    """A CSV of ours as Excel may have saved it: UTF-8, else Windows-1252."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _report(
    path: Path, target: Path, outcome: Outcome, *, written: bool, dry: bool = False
) -> Report:
    counts = outcome.counts
    skipped = [note for note in outcome.notes if "!" in note.split(":")[0]]
    lines = [
        f"{path.name}: {count(counts['dicentang'])} baris dicentang, "
        f"{count(len(outcome.changes))} sel {'akan ' * dry}diubah, {count(len(skipped))} dilewati.",
    ]
    if written:
        lines.append(f"Hasil: {target}")
    elif dry:
        lines.append("Uji saja: tidak ada berkas yang ditulis.")
    elif skipped:
        lines.append("Tidak ada yang diubah; jalankan periksa lagi bila isi berkasnya sudah lain.")
    elif counts["dicentang"]:
        lines.append("Semua baris yang dicentang sudah diterapkan sebelumnya.")
    else:
        lines.append("Tidak ada yang diubah; beri tanda Ya di kolom Terapkan, simpan, lalu ulangi.")
    lines += skipped[:2]
    if len(skipped) > 2:
        lines.append(f"… dan {len(skipped) - 2} lainnya (lihat --json).")
    return Report(
        path.name, counts["lembar"], counts["baris"], counts["sel"], len(outcome.changes), 0,
        len(skipped), {}, [target.as_posix()] if written else [], outcome.notes,
        1 if skipped else 0, lines,
    )  # fmt: skip
