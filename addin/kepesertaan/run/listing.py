"""The findings book of one run: made in a folder of its own first, put in place last.

That folder, ``.kepesertaan/menunggu/NAMA_temuan``, is gone once the book stands. Where a run was
cut off after it had changed a workbook and before its list stood, the list is still in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from kepesertaan import journal
from kepesertaan.actions.registry import Action
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.table import Table
from kepesertaan.files.findings import rest_path, write_rest
from kepesertaan.files.save import Fingerprint, fingerprint, replace_safely
from kepesertaan.files.temporary import flush, make_folder
from kepesertaan.files.windows import reachable
from kepesertaan.journal import Entry
from kepesertaan.sheets.findings import DONE, YES, Origin

from .findings import findings_into
from .ledger import refuse_edited, refuse_unwritable, seen_from
from .plan import Job, Options

Standing = dict[Path, Fingerprint | None]  # the book and its rest as they stand, None where not
_BETWEEN_SHEETS = "|"  # no sheet name holds it


class Listing:
    """The findings book of one run, and the lines that do not fit in it."""

    def __init__(
        self,
        action: Action,
        job: Job,
        options: Options,
        tables: list[Table],
        before: Fingerprint,
        standing: Standing,
    ) -> None:
        self.job, self.tables, self.day, self.standing = job, tables, options.today, standing
        self.tick = DONE if action.writes else YES
        self.origin = _origin(action, job, options, before)
        self.sha256 = self.rest_sha256 = ""

    def make(self, outcome: Outcome, notes: list[str]) -> None:
        """Write the book where it waits, so that its fingerprint is known to the journal."""
        forget_waiting(self.job)
        folder = _folder(self.job)
        make_folder(folder)
        made = folder / self.job.findings.name
        rest = findings_into(made, self.origin, self.day, self.tables, outcome, notes, self.tick)
        self.sha256 = fingerprint(made).sha256
        if rest:
            write_rest(rest_path(made), rest)
            self.rest_sha256 = fingerprint(rest_path(made)).sha256
        for path in folder.iterdir():
            flush(path)

    def put(self) -> list[Path]:
        """Put the book in place; the files made."""
        return put_waiting(self.job, self.standing)


def standing_of(job: Job, entries: Sequence[Entry]) -> Standing:
    """What stands where a job's findings book and its rest go; ours only, and to be replaced.

    Raises ``CannotWrite`` where a person has changed it, or it is not ours.
    """
    known = {sha for run in entries for sha in (run.findings_sha256, run.rest_sha256)}
    standing = {}
    for path in (job.findings, rest_path(job.findings)):
        standing[path] = refuse_edited(path, known)
        refuse_unwritable(path)
    return standing


def waiting_sha256(job: Job) -> str:
    """The fingerprint of a findings book that a run before left waiting; "" when there is none.

    Only for who holds the job's lock: else it may be of a run that is at work.
    """
    path = _folder(job) / job.findings.name
    return fingerprint(path).sha256 if path.is_file() else ""


def put_waiting(job: Job, standing: Standing) -> list[Path]:
    """Put the waiting findings book and its rest in place; the files made, the book first.

    Nothing is replaced or removed but what is ``standing`` there. Raises ``CannotWrite``.
    """
    made = []
    for target, seen in standing.items():
        now = refuse_edited(target, {seen.sha256} if seen else ())
        waiting = _folder(job) / target.name
        if waiting.exists():
            _place(job, waiting, target, now)
            made.append(target)
        elif now:
            target.unlink(missing_ok=True)
    forget_waiting(job)
    return made


def forget_waiting(job: Job) -> None:
    """Drop what waits for a run that came to nothing, or that stands in its place now."""
    shutil.rmtree(_folder(job), ignore_errors=True)


def _folder(job: Job) -> Path:
    return reachable(job.result.parent / journal.FOLDER / "menunggu" / job.findings.stem)


def _place(job: Job, source: Path, target: Path, seen: Fingerprint | None) -> None:
    replace_safely(
        target,
        lambda temp: shutil.copyfile(source, temp),
        expected=seen,
        create_only=seen is None,
        like=job.source,
    )


def _origin(action: Action, job: Job, options: Options, before: Fingerprint) -> Origin:
    return Origin(
        action.id,
        seen_from(job.findings, job.source),
        seen_from(job.findings, job.result) if action.writes else "",
        before.sha256[:16],
        " ".join(f"{name}={letters}" for name, letters in options.columns.items()),
        _BETWEEN_SHEETS.join(options.sheets),
    )
