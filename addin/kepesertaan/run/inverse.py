"""What an undo writes: values and colours from before, where nobody has changed them since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kepesertaan.actions.registry import Action
from kepesertaan.actions.urungkan import marks_to_remove
from kepesertaan.domain.edit import KEEP, CellEdit
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.show import count
from kepesertaan.files.edit import EditResult, Restore, refusals
from kepesertaan.files.package import open_package
from kepesertaan.files.read import read_book
from kepesertaan.files.save import fingerprint
from kepesertaan.journal import Cell, Entry

from .ledger import unbroken
from .people import Current, strangers_in
from .traces import Place, fills_of, reader_of


@dataclass(frozen=True, slots=True)
class Part:
    """Those cells of a run that are to go back."""

    run: Entry
    cells: list[Cell]


def cells_of(parts: Iterable[Part]) -> list[Cell]:
    """The cells of some parts in their order."""
    return [cell for part in parts for cell in part.cells]


def runs_of(parts: Sequence[Part], taken: Collection[int]) -> tuple[list[str], list[str]]:
    """The runs that some cells (``id`` of each) belong to, oldest first; those of them that are
    whole therein. ``parts`` come newest first.
    """
    found = [part.run for part in reversed(parts) if any(id(c) in taken for c in part.cells)]
    whole = [run.id for run in found if all(id(cell) in taken for cell in run.cells)]
    return [run.id for run in found], whole


def people_in(parts: Iterable[Part], taken: Collection[int]) -> dict[str, list[str]]:
    """Who stood, by the runs, in the rows ("sheet!row") of some cells (``id`` of each)."""
    found: dict[str, list[str]] = {}
    for part in parts:
        rows = {f"{cell.sheet}!{cell.row}" for cell in part.cells if id(cell) in taken}
        for row in rows & part.run.people.keys():
            found.setdefault(row, []).extend(part.run.people[row])
    return found


def without_strangers(
    parts: Sequence[Part], sheets: Collection[str], current: Current
) -> tuple[list[Part], int]:
    """The parts without rows of these sheets in which another person stands now.

    Also how many cells that leaves as they are.
    """
    kept = []
    left: set[Place] = set()
    for part in parts:
        rows = {(cell.sheet, cell.row) for cell in part.cells if cell.sheet in sheets}
        strange = strangers_in(part.run.people, rows, current)
        left |= {(c.sheet, c.row, c.col) for c in part.cells if (c.sheet, c.row) in strange}
        cells = [cell for cell in part.cells if (cell.sheet, cell.row) not in strange]
        kept.append(replace(part, cells=cells))
    left -= {(cell.sheet, cell.row, cell.col) for cell in cells_of(kept)}
    return kept, len(left)


def strangers_note(number: int) -> list[str]:
    """The sentence for the cells of such rows."""
    told = f"{count(number)} sel dibiarkan: barisnya kini berisi orang lain."
    return [told] if number else []


@dataclass(frozen=True, slots=True)
class Plan:
    """What an undo writes, and what its journal entry says of each cell."""

    edits: dict[str, list[CellEdit | Restore]]
    touched: list[Cell]
    taken: list[Cell]  # the journal's cells they stand for, one for each
    notes: list[str]  # cells that stay as they are, and why
    since: int  # cells left because a person has changed them since
    strange: int  # cells left because another person stands in their row now
    refused: int = 0  # cells left because the workbook does not take them

    @property
    def left(self) -> int:
        """How many cells stay as they are."""
        return self.since + self.strange + self.refused

    @property
    def changed(self) -> int:
        """How many values go back."""
        return sum(cell.kind == "isi" for cell in self.touched)


def done_of(plan: Plan, result: EditResult) -> Plan:
    """What was written of a plan; the rest is left, with its reasons."""
    return _part_of(plan, result.before.__contains__, result.refused)


def can_be_done(plan: Plan, path: Path) -> Plan:
    """What the sheets of a workbook would take of a plan."""
    with open_package(path) as package:
        refused = refusals(package, plan.edits)
    places = {refusal[:3] for refusal in refused}
    return _part_of(plan, lambda place: place not in places, refused)


def _part_of(
    plan: Plan, is_done: Callable[[Place], bool], refused: Sequence[tuple[str, int, int, str]]
) -> Plan:
    reasons = Counter(why for *_, why in refused)
    notes = [f"{count(n)} sel dibiarkan: {why}." for why, n in reasons.items()]
    pairs = zip(plan.touched, plan.taken, strict=True)
    done = [(a, b) for a, b in pairs if is_done((a.sheet, a.row, a.col))]
    return replace(
        plan,
        touched=[cell for cell, _ in done],
        taken=[cell for _, cell in done],
        notes=[*notes, *plan.notes],
        refused=len(refused),
    )


def plan_back(action: Action, path: Path, entries: Sequence[Entry], parts: Sequence[Part]) -> Plan:
    """Values and looks from before, where nobody has changed them since."""
    book = read_book(path)
    current, sheets = reader_of(book), {sheet.name for sheet in book.sheets}
    parts, strange = without_strangers(parts, sheets, current)
    cells = cells_of(parts)
    outcome: Outcome = action.function(cells, current)
    sound = unbroken(entries, fingerprint(path).sha256)
    exact = _last_touches(sound, entries, cells)
    chosen = cells_to_invert(cells, outcome, sheets)
    fills = fills_of(path, [cell for cell in chosen if id(cell) not in exact])
    given = {(c.sheet, c.row, c.col, c.mark) for entry in entries for c in entry.cells}
    edits: dict[str, list[CellEdit | Restore]] = {}
    touched, taken, recoloured = [], [], 0
    for cell in chosen:
        place = (cell.sheet, cell.row, cell.col)
        now = fills.get(place, cell.mark)
        edit = _exact_edit(cell) if id(cell) in exact else _kept_colour(cell, now)
        keeps_colour = edit is None or (isinstance(edit, CellEdit) and edit.fill is None)
        is_back = now == cell.fill or (*place, now) in given  # or a later run gave it
        recoloured += keeps_colour and not is_back
        if edit is not None:
            edits.setdefault(cell.sheet, []).append(edit)
            back = inverted(cell)
            touched.append(replace(back, mark=None) if keeps_colour else back)
            taken.append(cell)
    notes = [*strangers_note(strange), *outcome.notes, *_recoloured_note(recoloured)]
    return Plan(edits, touched, taken, notes, outcome.counts["dilewati"] + recoloured, strange)


def plan_marks(path: Path, parts: Sequence[Part]) -> Plan:
    """Only the colours from before; values stay, and so do colours a person has given since.

    Where another person stands now, a mark goes when nothing was below it.
    """
    cells = cells_of(parts)
    book = read_book(path)
    kept, _ = without_strangers(parts, {sheet.name for sheet in book.sheets}, reader_of(book))
    own = {id(cell) for cell in cells_of(kept)}
    marked, recoloured = marks_to_remove(cells, fills_of(path, cells))
    done = [(cell, fill) for cell, fill in marked if id(cell) in own or not fill]
    edits: dict[str, list[CellEdit | Restore]] = {}
    touched = []
    for cell, fill in done:
        edits.setdefault(cell.sheet, []).append(CellEdit(cell.row, cell.col, KEEP, fill))
        touched.append(replace(cell, kind="tanda", before=cell.after, mark=fill))
    strange = len(marked) - len(done)
    notes = [*strangers_note(strange), *_recoloured_note(recoloured)]
    return Plan(edits, touched, [cell for cell, _ in done], notes, recoloured, strange)


def _recoloured_note(number: int) -> list[str]:
    return [f"{count(number)} sel tetap berwarna seperti yang Anda beri."] if number else []


def _kept_colour(cell: Cell, now: str | None) -> CellEdit | None:
    """The edit that takes a cell back, without its colour where that was changed since."""
    edit = inverse_edit(cell)
    if cell.mark is None or now == cell.mark:
        return edit
    return None if cell.kind == "tanda" else replace(edit, fill=None)


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
    return replace(cell, before=cell.after, after=cell.before, mark=cell.fill)


def _exact_edit(cell: Cell) -> Restore:
    xml = None if cell.xml is None else cell.xml.encode("utf-8", "surrogateescape")
    return Restore(cell.row, cell.col, xml)


def inverse_edit(cell: Cell) -> CellEdit:
    """A cell's value, fill and number format as they were."""
    if cell.kind == "tanda":
        return CellEdit(cell.row, cell.col, KEEP, cell.fill)
    form = cell.number_format or None
    return CellEdit(cell.row, cell.col, cell.before, cell.fill, form, stood=True)
