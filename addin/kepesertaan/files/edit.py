"""Edit cells inside a workbook file, add and remove whole sheets, copy everything else.

    result = edit_package(package, target, {"Data": [CellEdit(15, 3, "0812", "C6E0B4", "@")]})
    check_result(package, target, result)

Values of formula cells, covered cells of merged areas, heading and total cells of tables, pivot
output and locked cells of protected sheets are not written: each is listed in ``refused`` with its
Indonesian reason, and the rest of the edits is still done. ``Restore`` with the ``Before.xml`` of
an edit gives back the sheet's XML byte for byte.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kepesertaan.domain.edit import KEEP, CellEdit
from kepesertaan.domain.errors import CannotKeepWhole

from .archive import damaged
from .befores import Befores
from .bookparts import BookParts
from .cells import Before, Edit, Restore, date_format_of
from .check import check_result
from .newsheet import SheetColumn, SheetSpec
from .package import Package, SheetPart
from .sheetedit import SheetPlan, edit_sheet, plan_sheet
from .styles import largest_style, read_styles

__all__ = [
    "KEEP", "Before", "CellEdit", "Edit", "EditResult", "Restore", "SheetColumn", "SheetSpec",
    "check_result", "edit_package", "refusals",
]  # fmt: skip

_IN_MEMORY = 32 << 20  # bytes of compressed sheet before it goes to a file beside the target


@dataclass(slots=True)
class EditResult:
    """What was done. ``recalculation``: Excel is told to compute anew when it opens the book."""

    before: Befores = field(default_factory=Befores)
    refused: list[tuple[str, int, int, str]] = field(default_factory=list)
    recalculation: bool = False
    parts: frozenset[str] = frozenset()  # the parts that were rewritten or added
    dropped: frozenset[str] = frozenset()  # the parts that are no longer there


def edit_package(
    package: Package,
    target: Path,
    edits: Mapping[str, Sequence[Edit]],
    new_sheets: Sequence[SheetSpec] = (),
    drop_sheets: Sequence[str] = (),
) -> EditResult:
    """Write ``target`` with the edits done; without effect, a byte copy of the workbook.

    ``drop_sheets`` are sheets this program added at the end of the book; ``new_sheets`` come last.
    Raises ``CannotKeepWhole`` for a book that cannot be edited without losing something, also when
    its structure is locked and sheets are to come or go; ``UnreadableInput`` for an unsound one.
    """
    _judge(package, bool(new_sheets or drop_sheets))
    styles = read_styles(package)
    new_looks = new_sheets or any(_has_look(edit) for some in edits.values() for edit in some)
    least = len(styles.xfs) if new_looks else None
    plans = [
        plan_sheet(package, sheet, wanted, styles, least)
        for sheet, wanted in _by_sheet(package, edits)
    ]
    if least is not None:
        used = [plan.frame.largest_style for plan in plans]
        others = largest_style(package, least, [plan.sheet.part for plan in plans])
        styles.taken = max(others, *used, -1) + 1
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(target.parent)) as spool:
        parts = BookParts(package)
        for plan in plans:
            content = edit_sheet(package, plan, spool)
            if plan.editing.before:
                parts.changed[plan.sheet.part] = content
        for name in drop_sheets:
            parts.drop_sheet(name)
        for spec in new_sheets:
            parts.add_sheet(spec, styles)
        result = _result(plans)
        if result.before or new_sheets:
            parts.put_styles(styles)
        if any(p.editing.values_changed for p in plans) and parts.has_formulas(_known(plans)):
            result.recalculation = True
            parts.ask_for_calculation()
        _write(package, target, parts, result)
    return result


def refusals(
    package: Package, edits: Mapping[str, Sequence[Edit]]
) -> list[tuple[str, int, int, str]]:
    """What a workbook's sheets forbid of some edits, as in ``EditResult.refused``; nothing written.

    Whether each value can be written, only the edit itself tells. Raises as ``edit_package``.
    """
    _judge(package, sheets_change=False)
    styles = read_styles(package)
    sheets = _by_sheet(package, edits)
    return _result([plan_sheet(package, sheet, some, styles) for sheet, some in sheets]).refused


def _judge(package: Package, sheets_change: bool) -> None:
    if package.refusal:
        raise CannotKeepWhole(package.refusal)
    if sheets_change and package.structure_locked:
        raise CannotKeepWhole(
            f"Susunan lembar {package.path.name} dikunci, jadi lembar baru tidak dapat "
            "ditambahkan. Hasilnya dibuat di buku baru."
        )


def _has_look(edit: Edit) -> bool:
    """Whether an edit may need a style that is not there yet."""
    if isinstance(edit, Restore):
        return False
    return not (
        edit.fill is None and edit.number_format is None and date_format_of(edit.value) is None
    )


def _by_sheet(
    package: Package, edits: Mapping[str, Sequence[Edit]]
) -> list[tuple[SheetPart, list[Edit]]]:
    """The edits of each worksheet that has any; names as Excel compares them."""
    found: dict[str, tuple[SheetPart, list[Edit]]] = {}
    for name, wanted in edits.items():
        sheet = package.sheet(name)
        if sheet is None or sheet.kind != "worksheet":
            raise damaged(package.path, f"lembar {name} tidak ada")
        if wanted:
            found.setdefault(sheet.part, (sheet, []))[1].extend(wanted)
    return list(found.values())


def _known(plans: Sequence[SheetPlan]) -> dict[str, bool]:
    return {plan.sheet.part: plan.frame.has_formulas for plan in plans}


def _result(plans: Sequence[SheetPlan]) -> EditResult:
    result = EditResult(Befores({plan.sheet.name: plan.editing.before for plan in plans}))
    for plan in plans:
        name = plan.sheet.name
        result.refused += [(name, *cell, why) for cell, why in plan.editing.refused.items()]
    return result


def _write(package: Package, target: Path, parts: BookParts, result: EditResult) -> None:
    if not parts.changed and not parts.added:
        shutil.copyfile(package.path, target)
        return
    result.dropped = frozenset(n for n, content in parts.changed.items() if content is None)
    result.parts = frozenset(parts.changed.keys() | parts.added.keys()) - result.dropped
    with target.open("wb") as out:
        package.write(out, parts.changed, parts.added)
