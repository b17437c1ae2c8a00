"""Run Bersihkan and Periksa on one file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kepesertaan import __version__
from kepesertaan.actions.quality import rule_counts
from kepesertaan.actions.registry import Action
from kepesertaan.data.loader import data_fingerprint
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.show import count
from kepesertaan.domain.table import Table
from kepesertaan.files.book import BookData
from kepesertaan.files.findings import rest_path, write_rest
from kepesertaan.files.lock import locked_for_run
from kepesertaan.files.read import read_book
from kepesertaan.files.save import (
    Fingerprint,
    fingerprint,
    replace_safely,
    sweep_unfinished,
)
from kepesertaan.files.temporary import temporary
from kepesertaan.files.troubles import told
from kepesertaan.files.windows import reachable
from kepesertaan.journal import Entry
from kepesertaan.rules.registry import Context
from kepesertaan.sheets.findings import DONE, YES, Origin

from .findings import findings_into
from .ledger import (
    confirm,
    edited,
    entry_for,
    folder_beside,
    landed,
    open_folder,
    read_entries,
    refuse_edited,
    refuse_open,
    refuse_unwritable,
    remember,
    seen_from,
    taken,
)
from .plan import Job, Options, beside
from .report import Report
from .tables import participant_tables, people_of
from .write import Written, editable, refuse_in_place, write_outcome

Progress = Callable[[str], None]
_BETWEEN_SHEETS = "|"  # no sheet name holds it


def check(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    """Read one file, judge it, and (unless ``dry``) write its results."""
    if options.copy and not options.in_place:
        job = beside(job)
    before = fingerprint(job.source)
    key = run_key(action, before, options)
    done = _done_already(action, job, key) if options.resume and not options.dry else None
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
    with locked_for_run(job.result):
        refuse_open(job.result if action.writes else job.findings)
        refuse_open(job.findings)
        return _deliver(action, job, options, book, tables, outcome, before, key, notes)


def run_key(action: Action, before: Fingerprint, options: Options) -> str:
    """What the outcome of a run depends on, as one fingerprint."""
    parts = (
        __version__, action.id, before.sha256, options.today, options.sheets,
        sorted(options.columns.items()), data_fingerprint(),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _done_already(action: Action, job: Job, key: str) -> Report | None:
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
    report = Report(**last.report)
    report.catatan = [*report.catatan, "Sudah selesai sebelumnya; tidak dikerjakan lagi."]
    return report


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
    swept = sweep_unfinished(job.result.parent)
    if swept:
        notes.append(f"{swept} berkas sementara dari pekerjaan yang terputus sudah dibersihkan.")
    entries = read_entries(folder_beside(job.result))
    refuse_edited(job.findings, [entry.findings_sha256 for entry in entries])
    refuse_unwritable(job.findings)
    refuse_unwritable(rest_path(job.findings))
    entry = replace(
        entry_for(action.id, job.result, job.source), findings=job.findings.name, key=key
    )
    findings = _Findings(action, job, options, tables, before)
    if not action.writes:
        findings.make(outcome, notes)
        checked = replace(
            entry,
            file="",
            before_sha256=before.sha256,
            findings_sha256=findings.sha256,
            people=people_of(tables, outcome),
            report=_report(job, outcome, notes, [job.findings]).as_json(),
        )
        remember(folder_beside(job.result), checked)
    else:
        outcome, notes = _write(job, book, outcome, before, entries, entry, findings, notes)
    findings.put()
    made = [job.result] if action.writes else []
    return _report(job, outcome, notes, [*made, *findings.made])


def _write(
    job: Job,
    book: BookData,
    outcome: Outcome,
    before: Fingerprint,
    entries: list[Entry],
    entry: Entry,
    findings: _Findings,
    notes: list[str],
) -> tuple[Outcome, list[str]]:
    """The corrected workbook, and its journal entry before it takes its place."""
    in_place = job.result == job.source
    expected = before if in_place else _replaceable(job, entries)

    def finish(written: Written) -> None:
        findings.make(written.outcome, notes)
        done = replace(
            entry,
            cells=written.cells,
            before_sha256=before.sha256 if in_place else "",
            after_sha256=written.sha256,
            findings_sha256=findings.sha256,
            report=_report(job, written.outcome, notes, [job.result, job.findings]).as_json(),
        )
        remember(folder_beside(job.result), done)

    if in_place:
        refuse_in_place(book, also_reserved=True)
    with editable(book, job.result) as (base, costs):
        notes += costs
        written = write_outcome(base, job.result, outcome, finish, expected=expected)
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


class _Findings:
    """The findings book of one run: made in a temp file first, put in place last."""

    def __init__(
        self, action: Action, job: Job, options: Options, tables: list[Table], before: Fingerprint
    ) -> None:
        self.job, self.tables, self.day = job, tables, options.today
        self.tick = DONE if action.writes else YES
        relative = Path(os.path.relpath(job.source, job.findings.parent)).as_posix()
        chosen = " ".join(f"{name}={letters}" for name, letters in options.columns.items())
        sheets = _BETWEEN_SHEETS.join(options.sheets)
        self.origin = Origin(
            action.id,
            relative,
            job.result.name if action.writes else "",
            before.sha256[:16],
            chosen,
            sheets,
        )
        self.sha256 = ""
        self.made: list[Path] = []
        self._bytes = b""

    def make(self, outcome: Outcome, notes: list[str]) -> None:
        """Build the book in memory, so that its fingerprint is known to the journal."""
        target = self.job.findings
        with told(target), temporary(reachable(target)) as made:
            self._rest = findings_into(
                made, self.origin, self.day, self.tables, outcome, notes, self.tick, target
            )
            self.sha256 = fingerprint(made).sha256
            self._bytes = made.read_bytes()

    def put(self) -> None:
        """Put the book, and the lines that did not fit in it, in place."""
        target = self.job.findings
        replace_safely(target, lambda temp: temp.write_bytes(self._bytes), expected=_now(target))
        self.made = [target]
        if not self._rest:
            rest_path(target).unlink(missing_ok=True)
        else:
            rest = rest_path(target)
            replace_safely(rest, lambda temp: write_rest(temp, self._rest), expected=_now(rest))
            self.made.append(rest)


def _now(path: Path) -> Fingerprint | None:
    return fingerprint(path) if path.exists() else None


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
    ]
    if dry:
        return [*lines, "Uji saja: tidak ada berkas yang ditulis.", *notes[:3]]
    lines += [f"Hasil: {path}" for path in made if path == job.result]
    lines += [f"Temuan: {path}" for path in made if path == job.findings]
    return [*lines, *notes[:2]]
