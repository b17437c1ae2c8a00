"""One row's cells changed by splices: every byte outside the touched cells stays as it is.

new = edit_row(number, row, edits, editing)     # edits: of this row, columns rising
new = new_row(number, edits, editing)           # a row that was not there
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kepesertaan.domain.edit import CellEdit
from kepesertaan.domain.table import column_index

from .celledit import (
    Editing,
    changed_cell,
    inherited,
    is_cell,
    plain_cell,
    shapes_of,
    style_of,
)
from .cells import Edit, Restore
from .rowxml import CellXml, OddRowError, RowXml, read_row
from .sheetxml import attributes, end_of_tag, letters_of
from .spans import Splice, splice, with_attribute

_MADE = re.compile(rb"<\?made (\d+)\?>")


def edit_row(number: int, row: bytes, edits: Sequence[Edit], editing: Editing) -> bytes:
    """The row with the edits done; edits that cannot be done go to ``editing.refused``."""
    if b"extLst" not in row and b"<!" not in row and b"<?" not in row:
        done = _edit_usual(number, row, edits, editing)
        if done is not None:
            return done
    try:
        found = _read_row(number, row, editing.prefix)
    except OddRowError as why:
        editing.refused |= {(edit.row, edit.col): str(why) for edit in edits}
        return row
    return _edit_any(number, row, edits, editing, found)


def _edit_usual(number: int, row: bytes, edits: Sequence[Edit], editing: Editing) -> bytes | None:
    """The quick way: every edit changes a plain cell that is there. None when one does not."""
    shapes = shapes_of(editing.prefix)
    match, opening, digits = shapes.plain.match, shapes.opening, b'%d"' % number
    found: list[tuple[re.Match[bytes], Edit]] = []
    at = 0
    for edit in edits:
        mark = opening + letters_of(edit.col) + digits
        start = row.find(mark, at)
        cell = match(row, start) if start >= 0 else None
        if cell is None or not _is_change(edit) or row.find(mark, start + 1) >= 0:
            return None
        at = cell.end()
        found.append((cell, edit))
    pieces, at = [], 0
    for cell, edit in found:
        new = plain_cell(cell, edit, editing)
        if new is not None:
            pieces += [row[at : cell.start()], new]
            at = cell.end()
    pieces.append(row[at:])
    return b"".join(pieces)


def _is_change(edit: Edit) -> bool:
    """Whether a cell that is there stays there."""
    return isinstance(edit, CellEdit) or (edit.xml is not None and is_cell(edit.xml))


def _read_row(number: int, row: bytes, prefix: bytes) -> RowXml:
    """Every cell of the row: by pattern where it covers the row without a gap, else parsed."""
    match = shapes_of(prefix).cell.match
    at = row.find(b">") + 1
    cells: list[CellXml] = []
    last = -1
    while found := match(row, at):
        col = column_index(found[1].decode())
        if col <= last or int(found[2]) != number:
            break
        cells.append(CellXml(number, col, at, 0, stop=found.end("end")))
        last, at = col, found.end()
    if cells and row.startswith(b"</", at) and b"<!" not in row:
        return RowXml(cells, at, at)
    return read_row(row, number)


def _edit_any(
    number: int, row: bytes, edits: Sequence[Edit], editing: Editing, found: RowXml
) -> bytes:
    """The sure way: a splice for each edit, the row tag changed where cells come or go."""
    places = {cell.col: cell for cell in found.cells}
    done: list[tuple[Edit, bytes | None, int]] = []  # what stood there, and its style
    splices: list[Splice] = []
    gone: list[Edit] = []
    for edit in edits:
        cell = places.get(edit.col)
        old = row[cell.start : cell.stop] if cell else None
        style = style_of(old) if old else inherited(row, edit.col, editing)
        new = changed_cell(old, style, edit, editing)
        if new is None or new == (old or b""):
            continue
        done.append((edit, old, style))
        place = _insertion(row, found, edit.col)
        splices.append((cell.start, cell.stop, new) if cell else (place, place, new))
        gone += [edit] if cell and not new else []
    fresh = sum(old is None for _, old, _ in done)
    note = None
    if fresh:
        row, note = _with_fresh(row, splices, fresh, editing)
    else:
        row = splice(row, splices)
        row = _with_noted_tag(number, row, gone) if gone else row
    for edit, old, style in done:
        editing.note(edit, note if old is None else old, style)
    return row


def _insertion(row: bytes, found: RowXml, col: int) -> int:
    """Where a new cell goes: before the first one behind its column, else at the row's end."""
    place = next((cell.start for cell in found.cells if cell.col > col), None)
    if place is not None:
        return place
    return found.end if found.end >= 0 else end_of_tag(row, 0)


def _with_fresh(
    row: bytes, splices: Sequence[Splice], fresh: int, editing: Editing
) -> tuple[bytes, bytes | None]:
    """The row with new cells: opened if it closed itself, without the hint of used columns.

    Also the note for each of the ``fresh`` new cells where the row's tag changed.
    """
    end = end_of_tag(row, 0)
    tag = row[:end]
    new_tag = with_attribute(tag, "spans", None)
    if tag.endswith(b"/>"):
        body = b"".join(new for _, _, new in splices)
        open_tag = new_tag[:-2].rstrip() + b">"
        done = open_tag + body + b"</%srow>" % editing.prefix + row[end:]
    else:
        done = new_tag + splice(row, splices)[end:]
    is_changed = new_tag != tag or tag.endswith(b"/>")
    return done, tag + b"<?made %d?>" % fresh if is_changed else None


def new_row(number: int, edits: Sequence[Edit], editing: Editing) -> bytes:
    """A row that was not there; b"" when nothing comes to stand in it."""
    cells = []
    for edit in edits:
        style = inherited(b"", edit.col, editing)
        new = changed_cell(None, style, edit, editing)
        if new:
            editing.note(edit, editing.opening, style)
            cells.append(new)
    if not cells:
        return b""
    p = editing.prefix
    return b'<%srow r="%d">%s</%srow>' % (p, number, b"".join(cells), p)


def noted_tag(edit: Edit, name: str) -> bytes | None:
    """The tag of a name (row, sheetData, dimension) that a ``Restore`` brings along."""
    if not isinstance(edit, Restore) or not edit.xml or is_cell(edit.xml):
        return None
    found = re.search(rb"<(?:[\w.-]+:)?%s(?:[\s/][^<>]*)?>" % name.encode(), edit.xml)
    return found[0] if found else None


def made_with(edit: Edit, name: str) -> int:
    """How many cells came with the one a ``Restore`` takes away and changed the same tag."""
    tag = noted_tag(edit, name)
    if tag is None or not isinstance(edit, Restore) or not edit.xml:
        return 0
    found = _MADE.match(edit.xml, edit.xml.index(tag) + len(tag))
    return int(found[1]) if found else 0


def _with_noted_tag(number: int, row: bytes, gone: Sequence[Edit]) -> bytes:
    """A row that lost cells, with the tag it had before they came, or nothing where none was."""
    found = read_row(row, number)
    end = end_of_tag(row, 0)
    stop = row.index(b">", found.close) + 1
    if not found.cells and any(noted_tag(edit, "sheetData") for edit in gone):
        return row[stop:]
    notes = [edit for edit in gone if noted_tag(edit, "row")]
    tag = noted_tag(notes[0], "row") if notes else None
    if tag is None or (found.cells and tag.endswith(b"/>")):
        return row
    if len(notes) != made_with(notes[0], "row") and not _covers(tag, found.cells):
        return row
    return tag + row[stop if tag.endswith(b"/>") else end :]


def _covers(tag: bytes, cells: Sequence[CellXml]) -> bool:
    """Whether every cell is inside the columns a row tag hints at."""
    spans = attributes(tag).get(b"spans")
    if spans is None:
        return True
    pairs = [tuple(map(int, s.split(b":"))) for s in re.findall(rb"\d{1,5}:\d{1,5}", spans)]
    return all(any(a <= cell.col + 1 <= b for a, b in pairs) for cell in cells)
