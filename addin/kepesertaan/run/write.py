"""Put an outcome into a workbook: edit inside the file, verify, remember, replace."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Literal

from kepesertaan.domain.edit import KEEP, CellEdit
from kepesertaan.domain.errors import CannotWrite
from kepesertaan.domain.outcome import Change, Finding, Outcome, tally
from kepesertaan.domain.table import Raw
from kepesertaan.files.backup import back_up
from kepesertaan.files.book import BookData
from kepesertaan.files.cells import Before
from kepesertaan.files.edit import EditResult, check_result, edit_package
from kepesertaan.files.findings import FIX_COLOUR, FLAG_COLOUR
from kepesertaan.files.newbook import write_values
from kepesertaan.files.package import Package, open_package
from kepesertaan.files.read import read_again
from kepesertaan.files.readback import check_values
from kepesertaan.files.save import Fingerprint, measured, replace_safely
from kepesertaan.files.temporary import temporary
from kepesertaan.files.troubles import told
from kepesertaan.files.windows import reachable
from kepesertaan.journal import Cell
from kepesertaan.rules.forms import number_format_of

from .ledger import backups_beside

Place = tuple[str, int, int]  # sheet, row from 1, column from 0


@dataclass(frozen=True, slots=True)
class Written:
    """What was done to the workbook before it took its place."""

    outcome: Outcome  # without the changes the editor refused
    cells: list[Cell]
    sha256: str


@dataclass(frozen=True, slots=True)
class Base:
    """The workbook that is edited; ``unlocked`` is its content where the file has a password."""

    path: Path
    unlocked: bytes | None = None

    def open(self) -> Package:
        """Open it for reading."""
        file = None if self.unlocked is None else BytesIO(self.unlocked)
        return open_package(self.path, file=file)


def write_outcome(
    base: Base,
    target: Path,
    outcome: Outcome,
    finish: Callable[[Written], None],
    *,
    expected: Fingerprint | None = None,
) -> Written:
    """Write ``base`` with the outcome's changes and colours to ``target``, safely.

    ``finish`` is called with what was done after the new file was verified and before it takes
    its place: the journal is written there. An existing target is backed up when it is ``base``.
    """
    done: list[Written] = []

    def write(temp: Path) -> None:
        with base.open() as package:
            edits = edits_of(outcome)
            result = edit_package(package, temp, edits)
            check_result(package, temp, result)
        check_values(temp, edits, result)
        done.append(_written(outcome, result, temp))

    def verify(_temp: Path) -> None:
        finish(done[-1])

    in_place = base.path == target
    replace_safely(
        target,
        write,
        verify=verify,
        expected=expected,
        create_only=expected is None,
        backup=(lambda path: back_up(path, backups_beside(path))) if in_place else None,
        like=base.path,
    )
    return done[-1]


@contextlib.contextmanager
def editable(book: BookData, target: Path) -> Iterator[tuple[Base, list[str]]]:
    """A workbook that can be edited to make ``target``, and sentences about what that costs.

    That is the file's own content where it is .xlsx or .xlsm; else a new book with the same values,
    beside ``target``: no personal data goes to another folder.
    """
    costs: list[str] = []
    if book.kind == "xlsx":
        base = Base(book.path, book.unlocked)
        with base.open() as package:
            refusal = package.refusal
        if refusal is None:
            yield base, []
            return
        costs, book = [refusal], read_again(book)
    with told(target), temporary(reachable(target), book.path) as made:
        write_values(made, book.sheets, text_only=book.text_only)
        yield Base(made), [*costs, _new_book_note(book)]


def refuse_in_place(book: BookData, *, also_reserved: bool) -> None:
    """Refuse to change a file that cannot be, or (where it is not ours) that should not be.

    Raises ``CannotWrite``.
    """
    why = book.untouchable or (book.reserved if also_reserved else "")
    if why:
        raise CannotWrite(
            f"{book.path.name} tidak dapat diubah di tempat karena {why}; "
            "jalankan tanpa --di-tempat."
        )


def _new_book_note(book: BookData) -> str:
    if book.text_only:
        return "Hasil ditulis sebagai buku kerja baru .xlsx."
    return (
        "Hasil ditulis sebagai buku kerja baru .xlsx berisi nilainya; "
        "rumus, warna, gambar, dan makro dari berkas asal tidak ikut."
    )


def edits_of(outcome: Outcome) -> dict[str, list[CellEdit]]:
    """The cell edits of an outcome by sheet: values, formats, and a colour for each cell."""
    edits: dict[Place, CellEdit] = {}
    for finding in outcome.findings:
        if not finding.whole_column:
            place = (finding.sheet, finding.row, finding.col)
            edits[place] = CellEdit(finding.row, finding.col, KEEP, FLAG_COLOUR)
    for change in outcome.changes:
        place = (change.sheet, change.row, change.col)
        colour = FLAG_COLOUR if place in edits else FIX_COLOUR
        form = number_format_of(change.field)
        edits[place] = CellEdit(change.row, change.col, change.after, colour, form)
    by_sheet: dict[str, list[CellEdit]] = defaultdict(list)
    for (sheet, _, _), edit in sorted(edits.items()):
        by_sheet[sheet].append(edit)
    return dict(by_sheet)


def _written(outcome: Outcome, result: EditResult, temp: Path) -> Written:
    refused = {(sheet, row, col): why for sheet, row, col, why in result.refused}
    kept = without_refused(outcome, refused)
    return Written(kept, journal_cells(kept, result.before), measured(temp).sha256)


def without_refused(outcome: Outcome, refused: Mapping[Place, str]) -> Outcome:
    """The outcome with the changes that could not be written turned into questions."""
    if not refused:
        return outcome
    kept, asked = [], list(outcome.findings)
    for change in outcome.changes:
        why = refused.get((change.sheet, change.row, change.col))
        if why is None:
            kept.append(change)
        else:
            asked.append(_not_written(change, why))
    fewer = replace(outcome, changes=kept, findings=asked)
    fewer.counts = outcome.counts | tally(fewer)
    return fewer


def _not_written(change: Change, why: str) -> Finding:
    return Finding(
        change.sheet, change.row, change.col, change.header, change.field, change.before,
        change.rule, f"{change.why} Sel tidak diubah: {why}.", change.after, "Periksa",
        change.evidence,
    )  # fmt: skip


def journal_cells(outcome: Outcome, befores: Mapping[Place, Before]) -> list[Cell]:
    """Every touched cell with what stood there and the mark it got, for the journal."""
    changed = {(c.sheet, c.row, c.col): c for c in outcome.changes}
    asked: dict[Place, Finding] = {}
    for finding in outcome.findings:
        if not finding.whole_column:
            asked.setdefault((finding.sheet, finding.row, finding.col), finding)
    cells = []
    for place, before in befores.items():
        change, question = changed.get(place), asked.get(place)
        mark = FLAG_COLOUR if question else FIX_COLOUR
        if change:
            cells.append(_journal_cell("isi", change, change.before, change.after, before, mark))
        elif question:
            value = question.value
            cells.append(_journal_cell("tanda", question, value, value, before, mark))
    return cells


def _journal_cell(
    kind: Literal["isi", "tanda"],
    about: Change | Finding,
    was: Raw,
    now: Raw,
    before: Before,
    mark: str,
) -> Cell:
    xml = None if before.xml is None else before.xml.decode("utf-8", "surrogateescape")
    return Cell(
        kind, about.sheet, about.row, about.col, about.header, about.field, was, now, about.rule,
        xml, before.fill, before.number_format, mark,
    )  # fmt: skip
