"""Run Bersihkan and Periksa on one file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kepesertaan import __version__
from kepesertaan.actions.quality import rule_counts
from kepesertaan.actions.registry import Action
from kepesertaan.data.loader import data_fingerprint
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.show import count
from kepesertaan.domain.table import Table
from kepesertaan.files.book import BookData
from kepesertaan.files.lock import locked_for_run
from kepesertaan.files.read import read_book
from kepesertaan.files.save import Fingerprint, fingerprint
from kepesertaan.journal import Entry
from kepesertaan.rules.registry import Context

from .ledger import (
    confirm,
    confirm_all,
    edited,
    entry_for,
    folder_beside,
    landed,
    open_folder,
    read_entries,
    refuse_changed,
    refuse_open,
    remember,
    seen_from,
    swept,
    taken,
)
from .listing import Listing, forget_waiting, put_waiting, standing_of, waiting_sha256
from .people import people_of
from .plan import Job, Options, beside
from .report import Report, questions_told
from .tables import participant_tables
from .write import Written, editable, refuse_in_place, write_outcome

Progress = Callable[[str], None]


def check(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    """Read one file, judge it, and (unless ``dry``) write its results."""
    if options.copy and not options.in_place:
        job = beside(job)
    before = fingerprint(job.source)
    key = run_key(action, before, options)
    done = None if options.dry else _done_already(action, job, options, key, before)
    if done is not None:
        return done
    progress("membaca")
    book = read_book(job.source, password=options.password)
    tables = participant_tables(book, options.sheets, options.columns)
    if book.kind == "xlsx":
        for sheet in book.sheets:
            sheet.rows = []  # the tables hold what is judged; the rest would only fill memory
    progress("memeriksa")
    outcome: Outcome = action.function(tables, Context(options.today))
    said = (note for note in book.notices if "baris tersembunyi" not in note)  # counted anyway
    notes = [*said, *outcome.notes]
    if options.dry:
        return _report(job, outcome, notes, [], dry=True)
    progress("menulis")
    for folder in {job.result.parent, job.findings.parent}:
        open_folder(folder)
    with locked_for_run(job.result, may_take=options.may_take) as ousted:
        can_copy = not options.in_place
        refuse_open(job.result if action.writes else job.findings, can_copy=can_copy)
        refuse_open(job.findings, can_copy=can_copy)
        notes += swept(job.result, ousted)
        return _deliver(action, job, options, book, tables, outcome, before, key, notes)


def run_key(action: Action, before: Fingerprint, options: Options) -> str:
    """What the outcome of a run depends on, as one fingerprint."""
    parts = (
        __version__, action.id, before.sha256, options.today, options.sheets,
        sorted(options.columns.items()), data_fingerprint(),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _done_already(
    action: Action, job: Job, options: Options, key: str, before: Fingerprint
) -> Report | None:
    """The report of what need not be done again, None when there is work to do."""
    if options.in_place and (done := _put_late(job, before, options)):
        return done
    return _done_before(action, job, key) if options.resume else None


def _put_late(job: Job, now: Fingerprint, options: Options) -> Report | None:
    """Put the list of a run that was cut off after it had changed the workbook in place.

    Else the list of its changes would be lost: they are in the workbook already.
    """
    if not folder_beside(job.result).is_dir():
        return None
    with locked_for_run(job.result, may_take=options.may_take) as ousted:
        waits = waiting_sha256(job)
        entries = read_entries(folder_beside(job.result)) if waits else []
        runs = landed(entries, job.result)
        if not runs or runs[-1].findings_sha256 != waits:
            return None
        confirm_all(folder_beside(job.result), runs)
        refuse_open(job.findings)
        notes = swept(job.result, ousted)
        put_waiting(job, standing_of(job, entries))
    note = "Pekerjaan sebelumnya terputus sesudah berkas ini diubah; daftar temuannya kini ada."
    if runs[-1].after_sha256 != now.sha256:
        notes.append("Berkas ini disimpan lagi sesudah itu; jalankan lagi untuk isi yang baru.")
    return _told_again(runs[-1], [note, *notes])


def _told_again(run: Entry, notes: list[str]) -> Report:
    report = Report(**run.report)
    report.catatan = [*report.catatan, *notes]
    report.lines = [
        f"{report.berkas}: {count(report.diubah)} sel dirapikan, "
        f"{count(report.ditandai)} sel perlu keputusan Anda.",
        *(f"Hasil: {made}" for made in report.keluaran),
        *notes,
    ]
    return report


def _done_before(action: Action, job: Job, key: str) -> Report | None:
    """The report of the same run when its results still stand as they were written."""
    if not job.findings.exists():
        return None
    entries = read_entries(folder_beside(job.result))
    runs = landed(entries, job.result) if action.writes else entries
    last = next((run for run in reversed(runs) if run.findings == job.findings.name), None)
    if last is None or last.key != key or last.undoes or (action.writes and last is not runs[-1]):
        return None
    if fingerprint(job.findings).sha256 != last.findings_sha256:
        return None
    if action.writes and fingerprint(job.result).sha256 != last.after_sha256:
        return None
    return _told_again(last, ["Sudah selesai sebelumnya; tidak dikerjakan lagi."])


def _deliver(
    action: Action,
    job: Job,
    options: Options,
    book: BookData,
    tables: list[Table],
    outcome: Outcome,
    before: Fingerprint,
    key: str,
    notes: list[str],
) -> Report:
    entries = read_entries(folder_beside(job.result))
    standing = standing_of(job, entries)
    entry = replace(
        entry_for(action.id, job.result, job.source),
        findings=job.findings.name,
        key=key,
        source_sha256=before.sha256,
        people=people_of(tables, outcome),
    )
    listing = Listing(action, job, options, tables, before, standing)
    if not action.writes:
        listing.make(outcome, notes)
        checked = replace(
            entry,
            file="",
            before_sha256=before.sha256,
            findings_sha256=listing.sha256,
            rest_sha256=listing.rest_sha256,
            report=_report(job, outcome, notes, [job.findings]).as_json(),
        )
        remember(folder_beside(job.result), checked, job.source)
    else:
        outcome, notes = _write(job, book, outcome, before, entries, entry, listing, notes)
    made = [job.result] if action.writes else []
    return _report(job, outcome, notes, [*made, *_put(listing, made)])


def _put(listing: Listing, made: list[Path]) -> list[Path]:
    try:
        return listing.put()
    except KepesertaanError as error:
        done = "".join(f" {path.name} sendiri sudah selesai ditulis." for path in made)
        raise type(error)(f"{error}{done}") from error


def _write(
    job: Job,
    book: BookData,
    outcome: Outcome,
    before: Fingerprint,
    entries: list[Entry],
    entry: Entry,
    listing: Listing,
    notes: list[str],
) -> tuple[Outcome, list[str]]:
    """The corrected workbook, and its journal entry before it takes its place."""
    in_place = job.result == job.source
    expected = before if in_place else _replaceable(job, entries)

    def finish(written: Written) -> None:
        refuse_changed(job.source, before)  # it was read again to be edited
        listing.make(written.outcome, notes)
        done = replace(
            entry,
            cells=written.cells,
            before_sha256=before.sha256 if in_place else "",
            after_sha256=written.sha256,
            findings_sha256=listing.sha256,
            rest_sha256=listing.rest_sha256,
            report=_report(job, written.outcome, notes, [job.result, job.findings]).as_json(),
        )
        remember(folder_beside(job.result), done, job.source)

    try:
        if in_place:
            refuse_in_place(book, also_reserved=True)
        with editable(book, job.result) as (base, costs):
            notes += costs
            written = write_outcome(base, job.result, outcome, finish, expected=expected)
    except BaseException:
        forget_waiting(job)
        raise
    confirm(folder_beside(job.result), entry)
    return written.outcome, notes


def _replaceable(job: Job, entries: list[Entry]) -> Fingerprint | None:
    """The fingerprint of an earlier result of ours that may be replaced, None when none stands.

    Raises ``CannotWrite`` when a person has changed it since or it came from another file.
    """
    if not job.result.exists():
        return None
    now = fingerprint(job.result)
    runs = landed(entries, job.result)
    if not runs or runs[-1].after_sha256 != now.sha256:
        raise edited(job.result)
    if len(runs) > 1:
        raise taken(job.result, "sudah diterapkan atau diurungkan sebagian")
    if runs[0].source != seen_from(job.result, job.source):
        raise taken(job.result, "berasal dari berkas lain")
    return now


def _report(
    job: Job, outcome: Outcome, notes: list[str], made: list[Path], *, dry: bool = False
) -> Report:
    counts = outcome.counts
    per_rule = {r.code: {"diubah": r.changed, "ditandai": r.flagged} for r in rule_counts(outcome)}
    return Report(
        job.source.name, counts["lembar"], counts["baris"], counts["sel"], counts["diubah"],
        counts["ditandai"], 0, per_rule, [path.as_posix() for path in made], notes,
        1 if outcome.findings else 0, _lines(job, counts, notes, made, dry),
    )  # fmt: skip


def _lines(
    job: Job, counts: dict[str, int], notes: list[str], made: list[Path], dry: bool
) -> list[str]:
    hidden = counts.get("tersembunyi", 0)
    also = f" ({count(hidden)} baris tersembunyi ikut diperiksa)" if hidden else ""
    verb = "dirapikan" if job.result in made else "dapat dirapikan"
    lines = [
        f"{job.source.name}: {count(counts['baris'])} peserta di {counts['lembar']} lembar{also}.",
        f"{count(counts['diubah'])} sel {verb}, {count(counts['ditandai'])} sel perlu keputusan "
        f"Anda, {count(counts['utuh'])} sel utuh.",
        *questions_told(counts),
    ]
    if dry:
        return [*lines, "Uji saja: tidak ada berkas yang ditulis.", *notes[:2]]
    lines += [f"Hasil: {path}" for path in made if path == job.result]
    lines += [f"Temuan: {path}" for path in made if path == job.findings]
    return [*lines, *notes[:2]]
