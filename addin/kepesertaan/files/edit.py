"""Edit cells inside a workbook file and copy everything else byte for byte.

    result = edit_package(package, target, {"Data": [CellEdit(15, 3, "081234567890", "C6E0B4", "@")]})
    check_result(package, target, result)

Values of formula cells, covered cells of merged areas, heading and total cells of tables, pivot
output and locked cells of protected sheets are not written: each is listed in ``refused`` with its
Indonesian reason, and the rest of the edits is still done. A cell that only gets a colour is
refused on protected sheets alone. ``Restore`` is never refused.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kepesertaan.domain.errors import CannotKeepWhole

from .archive import damaged
from .cells import KEEP, Before, CellEdit, Edit, Editing, Restore, edit_row, new_row
from .frame import Frame, fixed_cells, read_frame
from .package import Package, SheetPart, open_package
from .rowxml import OddRowError
from .scan import fixed_reasons, scan_sheet
from .sheetxml import Area, SheetText, UnusualXmlError, general_sheet, open_sheet
from .spans import read_spans, splice, with_attribute
from .styles import Styles, read_styles
from .xmlgate import BadXmlError, decode_part
from .zipwrite import Content

__all__ = [
    "KEEP", "Before", "CellEdit", "Edit", "EditResult", "Restore", "check_result", "edit_package",
]  # fmt: skip

_BLOCK = 1 << 20
_CALC = b'<%scalcPr fullCalcOnLoad="1"/>'
_AFTER_CALC = (
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
Place = tuple[str, int, int]  # sheet, row from 1, column from 0


@dataclass(slots=True)
class EditResult:
    """What was done. ``recalculation``: Excel is told to compute anew when it opens the book."""

    before: dict[Place, Before] = field(default_factory=dict)
    refused: list[tuple[str, int, int, str]] = field(default_factory=list)
    recalculation: bool = False
    parts: frozenset[str] = frozenset()  # the parts that were rewritten


def edit_package(
    package: Package, target: Path, edits: Mapping[str, Sequence[Edit]]
) -> EditResult:
    """Write ``target`` with the edits done; without effect, a byte copy of the workbook.

    Raises ``CannotKeepWhole`` for a book that cannot be edited without losing something and
    ``UnreadableInput`` for one that is not sound.
    """
    if package.refusal:
        raise CannotKeepWhole(package.refusal)
    result = EditResult()
    sheets = [(_sheet(package, name), list(wanted)) for name, wanted in edits.items() if wanted]
    styles = read_styles(package)
    plans = [_plan(package, sheet, wanted, styles, result) for sheet, wanted in sheets]
    plans = [plan for plan in plans if plan.edits]
    if plans:
        _write(package, target, plans, styles, result)
    if not result.before:
        shutil.copyfile(package.path, target)
        result.parts = frozenset()
    return result


def _sheet(package: Package, name: str) -> SheetPart:
    found = package.sheet(name)
    if found is None or found.kind != "worksheet":
        raise damaged(package.path, f"lembar {name} tidak ada")
    return found


@dataclass(slots=True)
class _Plan:
    """The edits of one sheet that may be done, and the state while they are."""

    sheet: SheetPart
    edits: dict[int, list[Edit]]  # by row
    frame: Frame
    editing: Editing


def _plan(
    package: Package, sheet: SheetPart, edits: list[Edit], styles: Styles, result: EditResult
) -> _Plan:
    frame = read_frame(package, sheet)
    refused = _refusals(package, sheet, edits, frame)
    by_row: dict[int, list[Edit]] = defaultdict(list)
    for edit in sorted(edits, key=lambda e: (e.row, e.col)):
        why = refused.get((edit.row, edit.col))
        if why is None or isinstance(edit, Restore):
            by_row[edit.row].append(edit)
        elif edit.value is not KEEP:
            result.refused.append((sheet.name, edit.row, edit.col, why))
    editing = Editing(b"", styles, package.date1904, frame.column_styles)
    return _Plan(sheet, dict(by_row), frame, editing)


def _refusals(
    package: Package, sheet: SheetPart, edits: list[Edit], frame: Frame
) -> dict[tuple[int, int], str]:
    """Cells that must not be touched: on a protected sheet all locked ones, else by the frame."""
    if frame.is_protected:
        facts = scan_sheet(package, sheet)
        return fixed_reasons(facts, [(edit.row, edit.col) for edit in edits])
    valued = [(e.row, e.col) for e in edits if isinstance(e, CellEdit) and e.value is not KEEP]
    return fixed_cells(frame, valued)


def _write(
    package: Package, target: Path, plans: list[_Plan], styles: Styles, result: EditResult
) -> None:
    changed: dict[str, Content | None] = {}
    added: dict[str, Content] = {}
    with tempfile.TemporaryFile(dir=target.parent) as spool:
        for plan in plans:
            changed[plan.sheet.part] = _spooled(spool, package, plan)
        _collect(plans, result)
        if not result.before:
            return
        _add_styles(package, styles, changed, added)
        if any(plan.editing.values_changed for plan in plans) and _has_formulas(package):
            result.recalculation = True
            _ask_for_calculation(package, changed)
        result.parts = frozenset(changed) | frozenset(added)
        with target.open("wb") as out:
            package.write(out, changed, added)


def _spooled(spool: BinaryIO, package: Package, plan: _Plan) -> Content:
    """The edited part, kept on disk until every sheet is done and the styles are known.

    The fast way, or the general one where the XML turns out to be unusual.
    """
    start = spool.seek(0, 2)
    try:
        spool.writelines(_edited(package, plan, open_sheet(package, plan.sheet.part)))
    except UnusualXmlError:
        spool.truncate(spool.seek(start))
        _forget(plan.editing)
        text = general_sheet(package, plan.sheet.part)
        spool.write(text.coding.encode(b"".join(_edited(package, plan, text))))
    stop = spool.tell()

    def again() -> Iterator[bytes]:
        at = start
        while at < stop:
            spool.seek(at)
            block = spool.read(min(_BLOCK, stop - at))
            at += len(block)
            yield block

    return again()


def _forget(editing: Editing) -> None:
    editing.before.clear()
    editing.refused.clear()
    editing.values_changed = False


def _edited(package: Package, plan: _Plan, text: SheetText) -> Iterator[bytes]:
    plan.editing.prefix = text.prefix
    waiting = sorted(plan.edits)
    position = 0
    if not text.is_closed:
        yield _head(text, plan)
    try:
        for batch in text.rows():
            done: list[bytes] = []
            for number, row in batch:
                first = position
                while position < len(waiting) and waiting[position] < number:
                    done.append(_fresh(waiting[position], plan))
                    position += 1
                if position < len(waiting) and waiting[position] == number:
                    row = _named_row(number, row) if position > first else row
                    done.append(edit_row(number, row, plan.edits[number], plan.editing))
                    position += 1
                else:
                    done.append(_named_row(number, row) if position > first else row)
            yield b"".join(done)
    except (BadXmlError, OddRowError) as trouble:
        raise damaged(package.path, f"lembar {plan.sheet.name}: {trouble}") from None
    rest = b"".join(_fresh(number, plan) for number in waiting[position:])
    yield from _end(text, plan, rest)


def _head(text: SheetText, plan: _Plan) -> bytes:
    return _widened(text.head, plan) + text.opening


def _end(text: SheetText, plan: _Plan, rest: bytes) -> Iterator[bytes]:
    if not text.is_closed:
        yield rest + text.tail
        return
    if not rest:
        yield text.head + text.opening + text.tail
        return
    opening = text.opening.rstrip()[:-2].rstrip() + b">"
    yield _widened(text.head, plan) + opening + rest + b"</%ssheetData>" % text.prefix + text.tail


def _fresh(number: int, plan: _Plan) -> bytes:
    edits = plan.edits[number]
    row = new_row(number, edits, plan.editing)
    if row:
        for edit in edits:
            plan.editing.before[edit.row, edit.col] = Before(None, "", "General")
            plan.editing.values_changed |= isinstance(edit, Restore) or edit.value is not KEEP
    return row


def _named_row(number: int, row: bytes) -> bytes:
    """A row behind an inserted one, with its number written out."""
    end = row.index(b">") + 1
    return row if b" r=" in row[:end] else with_attribute(row[:end], "r", str(number)) + row[end:]


def _widened(head: bytes, plan: _Plan) -> bytes:
    """The head with its dimension reaching over new cells: some readers believe it."""
    area = plan.frame.dimension
    if area is None:
        return head
    rows = [edit.row for edits in plan.edits.values() for edit in edits]
    cols = [edit.col for edits in plan.edits.values() for edit in edits]
    wide = Area(
        min(area.top, *rows, area.top), min(area.left, *cols, area.left),
        max(area.bottom, *rows, area.bottom), max(area.right, *cols, area.right),
    )  # fmt: skip
    if wide == area:
        return head
    from kepesertaan.domain.table import cell_name

    tag_at = head.rfind(b"dimension ")
    start = head.rfind(b"<", 0, tag_at)
    end = head.index(b">", tag_at) + 1
    ref = f"{cell_name(wide.top, wide.left)}:{cell_name(wide.bottom, wide.right)}"
    return head[:start] + with_attribute(head[start:end], "ref", ref) + head[end:]


def _collect(plans: list[_Plan], result: EditResult) -> None:
    for plan in plans:
        name = plan.sheet.name
        result.before |= {(name, *place): was for place, was in plan.editing.before.items()}
        result.refused += [(name, *place, why) for place, why in plan.editing.refused.items()]


def _add_styles(
    package: Package,
    styles: Styles,
    changed: dict[str, Content | None],
    added: dict[str, Content],
) -> None:
    data = styles.result()
    if data is None:
        return
    if styles.part is not None:
        changed[styles.part] = data
        return
    raise damaged(package.path, "bagian gaya tidak ada")


def _has_formulas(package: Package) -> bool:
    if package.related(package.workbook_part, "calcChain"):
        return True
    return any(
        _holds_formula(package, sheet) for sheet in package.sheets if sheet.kind == "worksheet"
    )


def _holds_formula(package: Package, sheet: SheetPart) -> bool:
    tail = b""
    for chunk in package.chunks(sheet.part):
        piece = tail + chunk
        if b"<f>" in piece or b"<f " in piece or b":f>" in piece or b":f " in piece:
            return True
        tail = piece[-8:]
    return False


def _ask_for_calculation(package: Package, changed: dict[str, Content | None]) -> None:
    """Tell Excel to compute all formulas when it opens the book."""
    data, coding = decode_part(package.read(package.workbook_part))
    root = read_spans(data, 2)
    calc = root.child("calcPr")
    if calc is not None:
        tag = data[calc.start : calc.tag_end]
        if b'fullCalcOnLoad="1"' in tag:
            return
        new = with_attribute(tag, "fullCalcOnLoad", "1")
        data = splice(data, [(calc.start, calc.tag_end, new)])
    else:
        later = [span.start for span in root.children if span.name in _AFTER_CALC]
        at = min(later, default=root.inner_end(data))
        data = splice(data, [(at, at, _CALC % root.prefix)])
    changed[package.workbook_part] = coding.encode(data)


def check_result(package: Package, target: Path, result: EditResult) -> None:
    """Read the new file whole: sums, sound XML, untouched entries as they were.

    Raises ``RuntimeError`` (our bug) when anything is not as it must be.
    """
    if not result.parts:
        return
    with open_package(target) as new:
        new.check_all()
        if len(new.names) < len(package.names):
            raise RuntimeError("a part was lost")
        for name in package.names:
            if name not in result.parts and not _same(package, new, name):
                raise RuntimeError("an untouched part changed")


def _same(package: Package, new: Package, name: str) -> bool:
    old_entry, new_entry = package.entry(name), new.entry(name)
    if (old_entry.crc, old_entry.packed, old_entry.size) != (
        new_entry.crc, new_entry.packed, new_entry.size,
    ):  # fmt: skip
        return False
    return b"".join(package.raw(name)) == b"".join(new.raw(name))
