"""Run Urungkan and Riwayat on one workbook."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from kepesertaan import journal
from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import UnreadableInput, WrongUse
from kepesertaan.domain.show import count
from kepesertaan.files.backup import back_up
from kepesertaan.files.edit import Before, EditResult, check_result, edit_package
from kepesertaan.files.lock import locked_for_run
from kepesertaan.files.package import open_package
from kepesertaan.files.readback import check_values
from kepesertaan.files.save import Fingerprint, fingerprint, measured, replace_safely
from kepesertaan.journal import Cell, Entry

from .inverse import (
    Part,
    Plan,
    can_be_done,
    cells_of,
    done_of,
    people_in,
    plan_back,
    plan_marks,
    runs_of,
)
from .ledger import (
    backups_beside,
    confirm,
    confirm_all,
    damaged_note,
    entry_for,
    folder_beside,
    landed,
    read_entries,
    refuse_open,
    remember,
    swept,
)
from .plan import Job, Options
from .report import Report, in_columns


def undo(action: Action, job: Job, options: Options, progress: Callable[[str], None]) -> Report:
    """Take back the last run on a workbook, or the chosen part of all runs."""
    path = job.source
    _refuse_missing(path)
    lock = nullcontext("") if options.dry else locked_for_run(path, may_take=options.may_take)
    with lock as ousted:
        if not options.dry:
            refuse_open(path)
        before = fingerprint(path)
        entries = _entries(path)
        if not options.dry:
            confirm_all(folder_beside(path), entries)
        parts = _choose(entries, path, options)
        progress("membaca")
        plan = plan_marks(path, parts) if options.marks else plan_back(action, path, entries, parts)
        if options.dry:
            return _report(path, can_be_done(plan, path), options)
        progress("menulis")
        told = swept(path, ousted)
        if plan.edits:
            plan = _write(action, path, before, plan, parts, options)
        report = _report(path, plan, options)
        report.catatan = [*report.catatan, *told]
        report.lines += told
        return report


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise UnreadableInput(f"{path.name} tidak ditemukan; periksa nama dan foldernya.")


def history(
    action: Action, job: Job, _options: Options, _progress: Callable[[str], None]
) -> Report:
    """The runs of a workbook, oldest first."""
    path = job.source
    _refuse_missing(path)
    entries = landed(read_entries(folder_beside(path)), path)
    rows = action.function(entries, journal.standing(entries))
    lines = in_columns(rows) or [f"{path.name} belum punya riwayat."]
    lines += damaged_note(folder_beside(path))
    return Report(path.name, catatan=lines, lines=lines, is_list=True)


def _entries(path: Path) -> list[Entry]:
    entries = landed(read_entries(folder_beside(path)), path)
    if not entries:
        raise UnreadableInput(
            f"{path.name} belum punya riwayat di folder ini, jadi tidak ada yang dapat diurungkan."
        )
    return entries


def _choose(entries: list[Entry], path: Path, options: Options) -> list[Part]:
    """The run to take back, or the chosen parts of all standing runs, the newest first."""
    standing = [run for run in journal.standing(entries) if run.cells]
    if options.run:
        standing = [_by_number(entries, options.run)]
    if not standing:
        raise WrongUse(f"Semua pekerjaan pada {path.name} sudah diurungkan; lihat riwayat.")
    runs = standing if options.is_part and not options.run else standing[-1:]
    rules, columns, rows = options.rules, options.headings, options.rows
    chosen = [
        Part(run, journal.select(run, rules=rules, columns=columns, rows=rows))
        for run in reversed(runs)
    ]
    if not cells_of(chosen):
        raise WrongUse("Tidak ada perubahan yang cocok dengan pilihan itu; lihat riwayat.")
    return chosen


def _by_number(entries: Sequence[Entry], number: str) -> Entry:
    if not (number.isascii() and number.isdigit()) or not 1 <= int(number) <= len(entries):
        raise WrongUse(f"Catatan {number} tidak ada; riwayat memuat 1 sampai {len(entries)}.")
    return entries[int(number) - 1]


def _runs_undone(
    parts: Sequence[Part], done: Plan, options: Options
) -> tuple[list[str], list[str]]:
    """The runs an undo takes cells back of, and those it takes back whole, as far as they stood."""
    undoes, whole = runs_of(parts, {id(cell) for cell in done.taken})
    if options.marks or done.refused:
        return undoes, []
    return undoes, whole if options.is_part else undoes


def _write(
    action: Action,
    path: Path,
    before: Fingerprint,
    plan: Plan,
    parts: Sequence[Part],
    options: Options,
) -> Plan:
    """Write a plan; what could be written of it. Where that is nothing, the file stays as it is."""
    done: list[tuple[Plan, EditResult]] = []
    entry = entry_for(action.id, path, path)

    def write(temp: Path) -> None:
        with open_package(path) as package:
            result = edit_package(package, temp, plan.edits)
            check_result(package, temp, result)
        check_values(temp, plan.edits, result)
        done.append((done_of(plan, result), result))
        if not done[-1][0].touched:
            raise _NothingDone

    def verify(temp: Path) -> None:
        part, result = done[-1]
        cells = [_with_look(c, result.before[c.sheet, c.row, c.col]) for c in part.touched]
        undoes, whole = _runs_undone(parts, part, options)
        people = people_in(parts, {id(cell) for cell in part.taken})
        complete = replace(
            entry, cells=cells, before_sha256=before.sha256, after_sha256=measured(temp).sha256,
            undoes=undoes, whole=whole, left=part.left, people=people,
        )  # fmt: skip
        remember(folder_beside(path), complete, path)

    with contextlib.suppress(_NothingDone):
        replace_safely(
            path,
            write,
            verify=verify,
            expected=before,
            backup=lambda target: back_up(target, backups_beside(target)),
        )
        confirm(folder_beside(path), entry)
    return done[-1][0]


class _NothingDone(Exception):
    """The workbook takes none of the edits."""


def _with_look(cell: Cell, look: Before) -> Cell:
    xml = None if look.xml is None else look.xml.decode("utf-8", "surrogateescape")
    return replace(cell, xml=xml, fill=look.fill, number_format=look.number_format)


def _report(path: Path, plan: Plan, options: Options) -> Report:
    can = "dapat " if options.dry else ""
    marks = sum(cell.kind == "tanda" for cell in plan.touched)
    if options.marks:
        lines = [f"{path.name}: {count(marks)} tanda warna {can}dihapus; isi sel tetap."]
    else:
        lines = [
            f"{path.name}: {count(plan.changed)} sel {can}dikembalikan ke nilai lama, "
            f"{count(plan.since)} dibiarkan karena sudah berubah sesudahnya."
        ]
        lines += [f"{count(marks)} warna sel {can}dikembalikan."] if marks else []
    lines += plan.notes[:3]
    return Report(
        path.name,
        lembar=len({cell.sheet for cell in plan.touched}),
        diubah=plan.changed,
        tanda=marks,
        dilewati=plan.left,
        keluaran=[] if options.dry or not plan.touched else [path.as_posix()],
        catatan=plan.notes,
        kode=1 if plan.left else 0,
        lines=lines,
    )
