"""One workbook edited, and the result looked at from all sides.

    verdict = judge(path, folder, schemas)     # Verdict; files of the trial go to ``folder``

The first two sheets get texts, numbers, dates, truth values, errors, cleared cells and colours: in
filled cells and gaps, beside, below and above the used area; and a sheet is added. Compared are all
parts, references and features, every cell nobody asked for, the schemas' violations, and what
openpyxl and calamine read. Then everything is undone, byte for byte, and the sheet goes again.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import corpus_parts as parts
import corpus_readers as readers
from corpus_schema import Schemas
from kepesertaan.domain.errors import CannotKeepWhole, KepesertaanError
from kepesertaan.domain.table import CellError, cell_name
from kepesertaan.files.edit import (
    KEEP,
    CellEdit,
    Edit,
    EditResult,
    Restore,
    SheetColumn,
    SheetSpec,
    check_result,
    edit_package,
)
from kepesertaan.files.package import Package, open_package
from kepesertaan.files.relations import relations_name
from kepesertaan.files.scan import SheetFacts, fixed_reasons, scan_sheet

SHEETS = 2  # how many sheets of a workbook are edited
_LOOK = "C6E0B4"
_VALUES: tuple[tuple[Any, str | None, str | None], ...] = (
    ("Uji <&> 'ä' 😀 _x0041_ \nbaris dua ", _LOOK, None),
    ("3578010101909901", None, "@"),
    (3578011708.5, None, "0.0"),
    (date(2026, 11, 22), "FFEB9C", "dd/mm/yyyy"),
    (None, None, None),
    (KEEP, _LOOK, None),
    (True, None, "General"),
    (datetime(2026, 11, 22, 13, 45), None, "dd/mm/yyyy hh:mm"),
    (CellError("#N/A"), None, None),
    (KEEP, "", None),
    (-7, _LOOK, "0"),
)
_ROWS: tuple[tuple[Any, ...], ...] = (
    ("=1+1", date(1970, 1, 1), 4_500_000, "Aktif", " spasi "),
    ("3578010101909902", None, -0.5, "Nonaktif", True),
)


def new_sheet(package: Package) -> SheetSpec:
    """A sheet with everything a sheet of ours can have, under a free name."""
    tries = ("Catatan Kepesertaan", *(f"Catatan Kepesertaan {n}" for n in range(2, 99)))
    columns = (
        SheetColumn("NIK", 18, "@"),
        SheetColumn("Tanggal", 11, "dd/mm/yyyy"),
        SheetColumn("Upah <Rp>", 14, "#,##0"),
        SheetColumn("Status", 10, None, ("Aktif", "Nonaktif", "R&D")),
        SheetColumn("Catatan", 30),
    )
    name = next(t for t in tries if package.sheet(t) is None)
    return SheetSpec(name, columns, _ROWS, freeze=(1, 2))


@dataclass
class Verdict:
    """What became of one workbook; ``refusal`` is the sentence without its file name."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    refusal: str = ""


@dataclass(frozen=True)
class Trial:
    """One edit of one workbook: what was asked for, and what came of it."""

    package: Package
    target: Path
    edits: dict[str, list[CellEdit]]  # by sheet
    added: SheetSpec | None
    result: EditResult

    def touched(self, sheet: str) -> set[parts.Cell]:
        """The cells of a sheet that are said to have changed."""
        return {(row, col) for name, row, col in self.result.before if name == sheet}

    def asked(self, sheet: str) -> dict[parts.Cell, CellEdit]:
        """The edits of a sheet that were not refused."""
        refused = {(row, col) for name, row, col, _ in self.result.refused if name == sheet}
        wanted = {(e.row, e.col): e for e in self.edits.get(sheet, [])}
        return {place: edit for place, edit in wanted.items() if place not in refused}


def judge(path: Path, folder: Path, schemas: Schemas | None = None) -> Verdict:
    """Edit one workbook and compare; raises only what is a fault of ours."""
    verdict = Verdict()
    try:
        with open_package(path) as package:
            package.check_all()
            if package.refusal:
                raise CannotKeepWhole(package.refusal)
            before = readers.read_openpyxl(path) if readers.is_bearable(package) else None
            judge_identity(package, verdict)
            trial = run_trial(package, folder / f"hasil{path.suffix}", before)
            judge_trial(trial, before, schemas, verdict)
            judge_undo(trial, folder / f"kembali{path.suffix}", verdict)
    except KepesertaanError as why:
        reads = readers.read_openpyxl(path) is not None
        kind = "although openpyxl reads it" if reads else "as openpyxl does"
        verdict.refusal = f"{kind}: {plain_reason(str(why), path)}"
    return verdict


def plain_reason(sentence: str, path: Path) -> str:
    """A sentence without what is this file's own: its name, parts, sheets, numbers."""
    text = sentence.replace(path.name, "…")
    text = re.sub(r"bagian (?!-)\S+", "bagian …", text)
    return re.sub(r"lembar [^:]*:", "lembar …:", text)


def run_trial(
    package: Package, target: Path, before: dict[str, Any] | None = None, *, adds: bool = True
) -> Trial:
    """Edit the first sheets and add one; ``target`` is checked as the product does."""
    facts = facts_of(package)
    edits = {f.name: wanted for f in facts if (wanted := list(choose_edits(f)))}
    added = new_sheet(package) if adds and not package.structure_locked else None
    result = edit_package(package, target, edits, [added] if added else [])
    check_result(package, target, result)
    return Trial(package, target, edits, added, result)


def facts_of(package: Package) -> list[SheetFacts]:
    """Facts of the sheets that are edited; none of them twice."""
    sheets = {s.part: s for s in package.sheets if s.kind == "worksheet"}
    return [scan_sheet(package, s) for s in list(sheets.values())[:SHEETS]]


def choose_edits(facts: SheetFacts) -> Iterator[CellEdit]:
    """Cells of every kind and place, one value after the other."""
    places = sorted(_places(facts))
    for n, place in enumerate(places):
        value, fill, form = _VALUES[(n + n // len(_VALUES)) % len(_VALUES)]
        yield CellEdit(*place, value, fill, form)


def _places(facts: SheetFacts) -> set[parts.Cell]:
    top, left, bottom, right = facts.used or (1, 0, 1, 0)
    rows = {top, min(top + 1, bottom), (top + bottom) // 2, bottom}
    cols = {left, min(left + 1, right), (left + right) // 2, right}
    found = {(row, col) for row in rows for col in cols}
    beyond, beside = min(bottom + 1, 1_048_576), min(right + 1, 16_383)
    found |= {(beyond, beside), (bottom, beside), (beyond, left), (top, beside)}
    found |= {(beyond + 3, left) if beyond < 1_000_000 else (beyond, left)}
    return found | {(max(top - 1, 1), left), (top, max(left - 1, 0))}


def judge_identity(package: Package, verdict: Verdict) -> None:
    """Written without an edit, a file is the same, but for what zip allows to say in two ways."""
    out = io.BytesIO()
    package.write(out, {})
    if out.getvalue() == package.path.read_bytes():
        verdict.counts["identical without edits"] += 1


def judge_trial(
    trial: Trial, before: dict[str, Any] | None, schemas: Schemas | None, verdict: Verdict
) -> None:
    """Everything but the way back."""
    verdict.counts["edited"] += 1
    verdict.counts["cells edited"] += len(trial.result.before)
    verdict.counts["sheets added"] += trial.added is not None
    for *_, why in trial.result.refused:
        verdict.counts[f"cell refused: {why}"] += 1
    old, new = parts.read_parts(trial.package.path), parts.read_parts(trial.target)
    judge_parts(old, new, trial.result, verdict)
    judge_markup(old, new, trial.result, schemas, verdict)
    for name in trial.edits:
        judge_cells(trial, name, old, new, verdict)
    judge_refusals(trial, verdict)
    readers.judge_readers(trial, before, verdict)


def judge_parts(old: parts.Parts, new: parts.Parts, result: EditResult, verdict: Verdict) -> None:
    """No part, reference or feature is lost; what was not rewritten is the same compressed."""
    verdict.counts["parts compared"] += len(old.content)
    verdict.counts["references compared"] += len(old.references)
    verdict.faults += parts.lost_features(old, new)
    verdict.faults += parts.changed_bytes(old, new, result.parts)
    for name in {part.lower() for part in result.parts} & old.content.keys():
        lost = parts.lost_elements(old.content[name], new.content[name])
        verdict.faults += [f"{name}: {fault}" for fault in lost]
    found, now = old.features(), new.features()
    for name, count in found.items():
        verdict.counts[f"feature: {name}"] += count
        if now[name] < count:
            verdict.faults.append(f"{count - now[name]} {name} lost")


def judge_markup(
    old: parts.Parts,
    new: parts.Parts,
    result: EditResult,
    schemas: Schemas | None,
    verdict: Verdict,
) -> None:
    """No new element outside its parent's namespace, no new violation of a schema."""
    for name in sorted(part.lower() for part in result.parts):
        was = old.content.get(name)
        now = new.content[name]
        mixed = parts.mixed_names(now) - (parts.mixed_names(was) if was else set())
        verdict.faults += [f"{name}: {child} inside {parent}" for parent, child in mixed]
        broken = schemas.violations(name, now) if schemas else None
        if schemas is None or broken is None:
            verdict.counts["changed parts without a schema"] += 1
            continue
        known = (schemas.violations(name, was) if was else None) or Counter()
        verdict.counts["changed parts validated"] += 1
        verdict.counts["schema violations before"] += sum(known.values())
        if name.endswith("styles.xml"):  # a clone of a style has what was wrong with the style
            broken = Counter({m: n for m, n in broken.items() if m not in known})
        for message, count in (broken - known).items():
            verdict.counts["schema violations new"] += count
            verdict.faults.append(f"{name} against its schema: {message}")


def judge_cells(
    trial: Trial, name: str, old: parts.Parts, new: parts.Parts, verdict: Verdict
) -> None:
    """Only the cells that are said to have changed did; nothing around them."""
    sheet = trial.package.sheet(name)
    assert sheet
    part = sheet.part.lower()
    old_cells, old_frame, features = parts.read_cells(old.content[part])
    new_cells, new_frame, _ = parts.read_cells(new.content[part])
    if old_frame != new_frame:
        verdict.faults.append("the sheet around the cells changed")
    verdict.counts["cells compared"] += len(old_cells)
    for feature, count in features.items():
        verdict.counts[f"feature: {feature}"] += count
    touched = trial.touched(name)
    for place in (old_cells.keys() | new_cells.keys()) - touched:
        if old_cells.get(place) != new_cells.get(place):
            verdict.faults.append(f"cell {cell_name(*place)} changed")
    if not touched <= trial.asked(name).keys():
        verdict.faults.append("a cell nobody asked for, or a refused one, is said to have changed")


def judge_refusals(trial: Trial, verdict: Verdict) -> None:
    """Every cell that the sheet forbids to write was refused."""
    for facts in facts_of(trial.package):
        wanted = [(e.row, e.col) for e in trial.edits.get(facts.name, []) if e.value is not KEEP]
        told = {(r, c) for name, r, c, _ in trial.result.refused if name == facts.name}
        for place in fixed_reasons(facts, wanted).keys() - told:
            verdict.faults.append(f"cell {cell_name(*place)} is fixed but was not refused")


def judge_undo(trial: Trial, back: Path, verdict: Verdict) -> None:
    """All cells put back and the sheet dropped: sheets byte for byte, the rest but for looks."""
    restores: dict[str, list[Edit]] = {name: [] for name in trial.edits}
    for (name, row, col), before in trial.result.before.items():
        restores[name].append(Restore(row, col, before.xml))
    drop = [trial.added.name] if trial.added else []
    with open_package(trial.target) as new:
        undone = edit_package(new, back, {n: e for n, e in restores.items() if e}, (), drop)
        check_result(new, back, undone)
    old, now = parts.read_parts(trial.package.path), parts.read_parts(back)
    sheets = {s.part.lower() for s in trial.package.sheets}
    book = trial.package.workbook_part.lower()
    verdict.faults += [f"undo leaves {name}" for name in _left(trial.package, old, now)]
    verdict.faults += [f"undo: {fault}" for fault in parts.lost_features(old, now)]
    for name in {part.lower() for part in trial.result.parts} & old.content.keys():
        if old.content[name] == now.content.get(name):
            verdict.counts["parts given back byte for byte"] += 1
        elif name == book and _tab_is_lost(trial.package):
            verdict.counts["open tabs that pointed at no sheet"] += 1
        elif name in sheets:
            verdict.faults.append(f"undo does not give back {name} byte for byte")
        else:
            verdict.faults += parts.lost_elements(old.content[name], now.content[name])


def _tab_is_lost(package: Package) -> bool:
    """Whether the open tab is none of the sheets; a sheet that comes and goes moves it then."""
    keys = ("activeTab", "firstSheet")
    tabs = [item.get(key, "0") for item in package.workbook.iter() for key in keys]
    return any(tab.isdigit() and int(tab) >= len(package.sheets) for tab in tabs)


def _left(package: Package, old: parts.Parts, now: parts.Parts) -> Iterator[str]:
    """Parts that stay behind; styles that had to be made may."""
    had_styles = bool(package.related(package.workbook_part, "styles"))
    for name in now.content.keys() - old.content.keys():
        if had_styles or not now.types[name].endswith(".styles+xml"):
            yield name
    book = package.workbook_part.lower()
    book_parts = {book, relations_name(book), parts.TYPES}
    if _tab_is_lost(package):
        book_parts.remove(book)
    for name in book_parts & old.content.keys():
        text = now.content[name]
        if (
            had_styles
            and text != old.content[name]
            and b"fullCalcOnLoad" not in text.replace(b"\0", b"")
        ):
            yield f"something in {name}"
