"""One worksheet part rewritten with its edits, as a stream.

plan = plan_sheet(package, sheet, edits, styles)      # SheetPlan; edits that may be done
content = edit_sheet(package, plan, spool)            # Deflated, compressed into ``spool``
plan.editing.before, plan.editing.refused             # what was done, what was not and why
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, zip_longest
from operator import attrgetter
from typing import IO

from kepesertaan.domain.edit import KEEP, CellEdit
from kepesertaan.domain.table import cell_name

from .anysheet import general_sheet
from .archive import damaged
from .befores import Cell
from .celledit import Editing, is_cell
from .cells import Edit, Restore
from .frame import Frame, fixed_cells, is_restrained, read_frame
from .package import Package, SheetPart
from .rowedit import edit_row, made_with, new_row, noted_tag
from .scan import RowFacts, fixed_reasons, scan_sheet
from .sheetxml import (
    COLUMNS,
    ROWS,
    Area,
    Row,
    SheetText,
    UnusualXmlError,
    last_number,
    open_sheet,
    read_area,
)
from .spans import with_attribute
from .styles import Styles
from .xmlgate import BadXmlError
from .zipwrite import Deflated, deflate

OUT_OF_ORDER = "urutan baris lembar ini tidak lazim"


@dataclass(slots=True)
class SheetPlan:
    """The edits of one sheet that may be done, and the state while they are."""

    sheet: SheetPart
    frame: Frame
    edits: list[Edit]  # rows rise, and columns within a row
    editing: Editing


class _Waiting:
    """The edits that are still to be done, taken row by row."""

    def __init__(self, edits: list[Edit]) -> None:
        self.rows = groupby(edits, key=attrgetter("row"))
        self.row = ROWS + 1  # of the next edits; behind the last row when none wait
        self.edits: list[Edit] = []
        self.take()

    def take(self) -> list[Edit]:
        """The edits of the next row."""
        taken = self.edits
        self.row, edits = next(self.rows, (ROWS + 1, ()))
        self.edits = list(edits)
        return taken


def plan_sheet(
    package: Package,
    sheet: SheetPart,
    edits: Sequence[Edit],
    styles: Styles,
    least_style: int | None = None,
) -> SheetPlan:
    """Leave out what the sheet forbids; of several edits of one cell the last one counts.

    ``least_style`` is for ``read_frame``.
    """
    if not all(1 <= edit.row <= ROWS and 0 <= edit.col < COLUMNS for edit in edits):
        raise ValueError("a cell outside the sheet")
    frame = read_frame(package, sheet, least_style)
    editing = Editing(styles, package.date1904, frame.column_styles)
    refused = _refusals(package, sheet, edits, frame)
    kept = last_of_each(edits)
    if refused:
        places = {(edit.row, edit.col) for edit in kept}
        editing.refused |= {place: why for place, why in refused.items() if place in places}
        kept = [edit for edit in kept if (edit.row, edit.col) not in refused]
    return SheetPlan(sheet, frame, kept, editing)


def last_of_each(edits: Sequence[Edit]) -> list[Edit]:
    """The edits in the order of the sheet, of each cell the last one."""
    order = sorted(edits, key=lambda edit: edit.row * COLUMNS + edit.col)
    pairs = zip_longest(order, islice(order, 1, None))
    return [e for e, n in pairs if n is None or (e.row, e.col) != (n.row, n.col)]


def _refusals(
    package: Package, sheet: SheetPart, edits: Sequence[Edit], frame: Frame
) -> dict[Cell, str]:
    """Cells that must not be touched; a colour is refused by protection and disorder only."""
    if not frame.is_ordered:
        return {(edit.row, edit.col): OUT_OF_ORDER for edit in edits}
    if frame.is_protected:
        facts = scan_sheet(package, sheet)
        return fixed_reasons(facts, [(edit.row, edit.col) for edit in edits])
    if not is_restrained(frame):
        return {}
    valued = (e for e in edits if isinstance(e, CellEdit) and e.value is not KEEP)
    return fixed_cells(frame, [(edit.row, edit.col) for edit in valued])


def edit_sheet(package: Package, plan: SheetPlan, spool: IO[bytes]) -> Deflated:
    """Compress the edited part into ``spool``: the fast way, or the general one if it must."""
    start = spool.seek(0, 2)
    part = plan.sheet.part
    try:
        try:
            first = _rehearse(plan, open_sheet(package, part))
            return deflate(_pieces(plan, open_sheet(package, part), first), spool)
        except UnusualXmlError:
            spool.truncate(spool.seek(start))
            first = _rehearse(plan, general_sheet(package, part))
            text = general_sheet(package, part)
            return deflate(text.coding.encoded(_pieces(plan, text, first)), spool)
    except BadXmlError as trouble:
        raise damaged(package.path, f"lembar {plan.sheet.name}: {trouble}") from None


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    """What a first pass without output found out for the head, which comes before the rows."""

    made: tuple[Cell, ...]  # cells that were not there
    used: Area | None  # of the finished sheet
    has_rows: bool


def _needs_rehearsal(plan: SheetPlan) -> bool:
    area = plan.frame.dimension
    for edit in plan.edits:
        if isinstance(edit, Restore):
            if noted_tag(edit, "dimension") or noted_tag(edit, "sheetData"):
                return True
        elif area is not None and not area.holds(edit.row, edit.col):
            return True
    return False


def _rehearse(plan: SheetPlan, text: SheetText) -> _Rehearsal | None:
    if not _needs_rehearsal(plan):
        return None
    _forget(plan.editing)
    facts = RowFacts(text.prefix)
    has_rows = False
    for batch in _edited_rows(plan, text, may_skip=False):
        facts.read_rows((number, row) for number, row in batch if row)
        has_rows = has_rows or any(row for _, row in batch)
    before = plan.editing.before.pairs()
    made = tuple(c for c, b in before if b.xml is None or not is_cell(b.xml))
    return _Rehearsal(made, facts.used(), has_rows)


def _forget(editing: Editing) -> None:
    editing.before.clear()
    editing.values_changed = False


def _pieces(plan: SheetPlan, text: SheetText, first: _Rehearsal | None) -> Iterator[bytes]:
    """The whole part in UTF-8."""
    _forget(plan.editing)
    opening = text.opening
    plan.editing.prefix = text.prefix
    plan.editing.opening = opening[: opening.index(b">") + 1]
    rows = (b"".join([row for _, row in batch]) for batch in _edited_rows(plan, text))
    if text.is_closed or _is_emptied(plan, first):
        yield _head(plan, text, first) + _whole_data(plan, text, b"".join(rows))
    else:
        yield _head(plan, text, first) + opening
        yield from rows
        yield text.tail
    _note_dimension(plan, text, first)


def _edited_rows(plan: SheetPlan, text: SheetText, *, may_skip: bool = True) -> Iterator[list[Row]]:
    """Batches of rows with their edits done; rows without edits may come together, as row 0."""
    plan.editing.prefix = text.prefix
    waiting = _Waiting(plan.edits)
    regions = text.regions() if may_skip else None
    if regions is None:
        yield from (_edited_batch(plan, batch, waiting) for batch in text.rows())
    else:
        yield from (_edited_region(plan, text, region, waiting) for region in regions)
    while waiting.row <= ROWS:
        yield [_made(plan, waiting)]


def _edited_region(plan: SheetPlan, text: SheetText, region: bytes, waiting: _Waiting) -> list[Row]:
    """The rows of a region; only those with edits are cut out of it, where their tags tell them."""
    mark = b"<" + text.prefix + b"row"
    last = last_number(region, mark)
    if last is None:
        return _edited_batch(plan, text.cut(region), waiting)
    done: list[Row] = []
    at = 0
    while waiting.row <= last:
        start = region.find(b'%s r="%d"' % (mark, waiting.row), at)
        if start < 0:  # the row is not there, or has its number elsewhere
            return done + _edited_batch(plan, text.cut(region[at:]), waiting)
        stop = region.find(mark, start + 1)
        stop = stop if stop >= 0 else len(region)
        number = text.count(waiting.row)
        row = edit_row(number, region[start:stop], waiting.take(), plan.editing)
        done += [(0, region[at:start]), (number, row)]
        at = stop
    text.count(last)
    return [*done, (0, region[at:])]


def _edited_batch(plan: SheetPlan, batch: list[Row], waiting: _Waiting) -> list[Row]:
    done: list[Row] = []
    for number, row in batch:
        while waiting.row < number:
            done.append(_made(plan, waiting))
        if waiting.row == number:
            row = edit_row(number, row, waiting.take(), plan.editing)
        done.append((number, row))
    return done


def _made(plan: SheetPlan, waiting: _Waiting) -> Row:
    number = waiting.row
    return number, new_row(number, waiting.take(), plan.editing)


def _is_emptied(plan: SheetPlan, first: _Rehearsal | None) -> bool:
    """Whether every row was one of ours and is gone, and sheetData had closed itself before."""
    return bool(first and not first.has_rows and _closed_tag(plan))


def _closed_tag(plan: SheetPlan) -> bytes | None:
    tags = (noted_tag(edit, "sheetData") for edit in plan.edits)
    return next((tag for tag in tags if tag and tag.endswith(b"/>")), None)


def _whole_data(plan: SheetPlan, text: SheetText, rows: bytes) -> bytes:
    """The sheetData element and what follows, where it closes itself before or afterwards."""
    if not text.is_closed:
        return (_closed_tag(plan) or b"") + text.tail[text.tail.index(b">") + 1 :]
    if not rows:
        return text.opening + text.tail
    opening = text.opening[:-2].rstrip() + b">"
    return opening + rows + b"</%ssheetData>" % text.prefix + text.tail


_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^<>]*>")


def _head(plan: SheetPlan, text: SheetText, first: _Rehearsal | None) -> bytes:
    """The head, its dimension reaching over new cells (some readers believe it) or put back."""
    found = _DIMENSION.search(text.head) if first and b"<!" not in text.head else None
    if found is None or first is None:
        return text.head
    tag = _noted_dimension(plan, first)
    if tag is None:
        tag = _widened(found[0], plan.frame.dimension, first.made)
    return text.head[: found.start()] + tag + text.head[found.end() :]


def _noted_dimension(plan: SheetPlan, first: _Rehearsal) -> bytes | None:
    """The dimension from before, once all cells made outside it are gone or no cell is there."""
    notes = [tag for edit in plan.edits if (tag := noted_tag(edit, "dimension"))]
    if not notes:
        return None
    reference = re.search(rb"""ref\s*=\s*["']([^"']*)""", notes[0])
    area = read_area(reference[1].decode("ascii", "replace")) if reference else None
    used = first.used
    is_inside = used is None or (area and area.holds(*used[:2]) and area.holds(*used[2:]))
    made = max(made_with(edit, "dimension") for edit in plan.edits)
    return notes[0] if is_inside or made == len(notes) else None


def _widened(tag: bytes, area: Area | None, cells: Sequence[Cell]) -> bytes:
    outside = [cell for cell in cells if area and not area.holds(*cell)]
    if area is None or not outside:
        return tag
    rows = [area.top, area.bottom, *(row for row, _ in outside)]
    cols = [area.left, area.right, *(col for _, col in outside)]
    corners = cell_name(min(rows), min(cols)), cell_name(max(rows), max(cols))
    return with_attribute(tag, "ref", ":".join(corners))


def _note_dimension(plan: SheetPlan, text: SheetText, first: _Rehearsal | None) -> None:
    """Cells made outside the dimension remember the tag as it was, and how many they are."""
    found = _DIMENSION.search(text.head) if first and b"<!" not in text.head else None
    area, before = plan.frame.dimension, plan.editing.before
    if first is None or found is None or area is None:
        return
    outside = [cell for cell in first.made if not area.holds(*cell)]
    for cell in outside:
        before.put_before(cell, found[0] + b"<?made %d?>" % len(outside))
