"""Compare the cleaned books and their findings with the truth.

Read with openpyxl only; nothing of the program under judgement is imported.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

COLUMNS = ["Terapkan", "Tingkat", "Lembar", "Sel", "Baris", "Kolom", "Isian Lama", "Isian Baru",
           "Aturan", "Alasan", "Bukti"]  # fmt: skip
EMPTY = ["empty", None]
IDENTIFIERS = {"nik", "kk", "kpj", "npp", "npwp", "kode_pos", "hp", "telepon", "blth"}
Grid = dict[tuple[str, str], list[Any]]


@dataclass
class Miss:
    """One cell that was not treated as the truth asks."""

    file: str
    why: str
    kind: str
    sheet: str
    cell: str
    before: Any
    after: Any
    expected: Any

    def line(self) -> str:
        return (
            f"{self.file} {self.sheet}!{self.cell} [{self.kind}] {self.why}: "
            f"{self.before!r} -> {self.after!r}, expected {self.expected!r}"
        )


@dataclass
class Tally:
    """Counts of one file, one kind, or everything."""

    fix: int = 0
    fixed: int = 0
    flag: int = 0
    flagged: int = 0
    clean: int = 0
    clean_flagged: int = 0
    wrong: int = 0
    rows_lost: int = 0

    def add(self, other: Tally) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass
class Score:
    """Tallies per file and per kind, and every miss."""

    files: dict[str, Tally] = field(default_factory=dict)
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[Miss] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def total(self) -> Tally:
        whole = Tally()
        for tally in self.files.values():
            whole.add(tally)
        return whole


def coded(value: Any, data_type: str) -> list[Any]:
    """A value read by openpyxl with its type; midnight is a plain date."""
    if value is None or value == "":
        return EMPTY
    if data_type == "f":
        return ["formula", str(getattr(value, "text", value))]
    if data_type == "e":
        return ["error", str(value)]
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, (int, float)):
        return ["number", int(value) if float(value).is_integer() else value]
    if isinstance(value, dt.datetime):
        return ["date", value.date().isoformat() if value.time() == dt.time() else str(value)]
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return ["date", str(value)]
    return ["text", str(value)]


def load(path: Path, *, cached: bool = False) -> Any:
    """Open a workbook with openpyxl, its warnings unheard."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, data_only=cached)


def cells_of(book: Any, *, only_first: bool = False) -> Grid:
    """All filled cells of a workbook; with only_first the first sheet, under the name ''."""
    grid: Grid = {}
    for sheet in book.worksheets[:1] if only_first else book.worksheets:
        name = "" if only_first else sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                value = coded(cell.value, cell.data_type)
                if value != EMPTY:
                    grid[name, cell.coordinate] = value
    return grid


def input_grid(truth: dict[str, Any], path: Path) -> Grid:
    """What the input holds: read by openpyxl, or from the truth for text files."""
    if not truth["text"]:
        return cells_of(load(path))
    grid: Grid = {}
    for r, row in enumerate(truth["grid"], 1):
        for c, value in enumerate(row, 1):
            if value != EMPTY:
                grid["", f"{get_column_letter(c)}{r}"] = value
    return grid


def same(before: list[Any], after: list[Any], *, loose: bool) -> bool:
    """Equal; loose also forgives blanks a text reader may fold and 1 for '1'."""
    if before == after:
        return True
    if not loose:
        return False
    return " ".join(str(before[1] or "").split()) == " ".join(str(after[1] or "").split())


def cells_in(text: str) -> Iterable[str]:
    """Cells named in a Sel entry: D15, $D$15, D15:D18, 'D15, D20'."""
    for first, last in re.findall(r"([A-Z]{1,3}\d+)(?::([A-Z]{1,3}\d+))?", text.replace("$", "")):
        if not last:
            yield first
            continue
        left, top, right, bottom = range_boundaries(f"{first}:{last}")
        for col in range(left, right + 1):
            for row in range(top, bottom + 1):
                yield f"{get_column_letter(col)}{row}"


def listed(book: Any, sheet: str, *, text: bool, notes: list[str]) -> set[tuple[str, str]]:
    """Cells named on one sheet of the findings book."""
    if sheet not in book.sheetnames:
        notes.append(f"sheet {sheet!r} is missing in the findings book")
        return set()
    rows = list(book[sheet].iter_rows(values_only=True))
    head = next((i for i, r in enumerate(rows) if r and "Sel" in r and "Lembar" in r), None)
    if head is None:
        notes.append(f"sheet {sheet!r} has no heading row with Lembar and Sel")
        return set()
    names = [name for name in rows[head] if name is not None]
    if names != COLUMNS:
        notes.append(f"columns of {sheet!r} are {names}")
    where, which = rows[head].index("Lembar"), rows[head].index("Sel")
    return {
        ("" if text else str(row[where]), cell)
        for row in rows[head + 1 :]
        if row[which]
        for cell in cells_in(str(row[which]))
    }


@dataclass
class Case:
    """One file on the bench: before, after, findings, changes listed."""

    truth: dict[str, Any]
    before: Grid
    after: Grid
    flags: set[tuple[str, str]]
    changes: set[tuple[str, str]]


def score_file(truth: dict[str, Any], source: Path, out: Path, score: Score) -> None:
    """Score one file into the score."""
    tally = score.files[truth["file"]] = Tally()
    stem = Path(truth["file"]).stem
    clean, findings = out / f"{stem}_bersih.xlsx", out / f"{stem}_temuan.xlsx"
    before = input_grid(truth, source)
    text = truth["text"]
    if not clean.exists() or not findings.exists():
        score.notes.append(f"{truth['file']}: no output")
        after, flags, changes = before, set(), set()
    else:
        after = cells_of(load(clean), only_first=text)
        notes: list[str] = []
        book = load(findings)
        flags = listed(book, "Perlu Keputusan", text=text, notes=notes)
        changes = listed(book, "Perubahan", text=text, notes=notes)
        score.notes += [f"{truth['file']}: {note}" for note in notes]
        check_cached(truth, source, clean, score, tally)
    case = Case(truth, before, after, flags, changes)
    judge_planted(case, score, tally)
    judge_rest(case, score, tally)
    judge_rows(case, score, tally)
    judge_list(case, score)


def check_cached(
    truth: dict[str, Any], source: Path, clean: Path, score: Score, tally: Tally
) -> None:
    """The last values of formulas must still be there."""
    if truth["text"] or not any(v["before"][0] == "formula" for v in truth["cells"]):
        return
    old = cells_of(load(source, cached=True))
    new = cells_of(load(clean, cached=True))
    for item in truth["cells"]:
        key = (item["sheet"], item["cell"])
        if item["before"][0] == "formula" and old.get(key) != new.get(key):
            tally.wrong += 1
            score.misses.append(
                Miss(truth["file"], "cached value lost", item["kind"], *key, old.get(key),
                     new.get(key), old.get(key))
            )  # fmt: skip


def judge_planted(case: Case, score: Score, tally: Tally) -> None:
    """Judge every marked cell by its expectation."""
    for item in case.truth["cells"]:
        key = (item["sheet"], item["cell"])
        old = case.before.get(key, EMPTY)
        new = case.after.get(key, EMPTY)
        one = Tally()
        why = judge_one(item, key, old, new, case, one)
        tally.add(one)
        score.kinds[item["kind"]].add(one)
        if why:
            score.misses.append(
                Miss(case.truth["file"], why, item["kind"], *key, old, new,
                     item["values"] or item["expect"])
            )  # fmt: skip


def judge_one(
    item: dict[str, Any],
    key: tuple[str, str],
    old: list[Any],
    new: list[Any],
    case: Case,
    one: Tally,
) -> str | None:
    """Count one marked cell; a sentence when something is amiss."""
    loose = case.truth["text"] and item["field"] not in IDENTIFIERS
    kept = same(old, new, loose=loose)
    if item["expect"] == "fix":
        one.fix = 1
        one.fixed = int(new in item["values"])
        one.wrong = int(not kept and not one.fixed)
        return "wrong change" if one.wrong else (None if one.fixed else "not fixed")
    if item["expect"] == "flag":
        one.flag = 1
        one.flagged = int(any((s, c) in case.flags for s, c in item["accept"]))
        one.wrong = int(not kept)
        return "changed, must be asked" if one.wrong else (None if one.flagged else "not flagged")
    if item["expect"] == "clean":
        one.clean = 1
        one.clean_flagged = int(key in case.flags)
        one.wrong = int(not kept)
        return "clean, changed" if one.wrong else ("clean, flagged" if one.clean_flagged else None)
    one.wrong = int(not kept and new not in item["values"])
    return "wrong change" if one.wrong else None


def judge_rest(case: Case, score: Score, tally: Tally) -> None:
    """Judge all other cells: none may change; those of participant columns not be flagged."""
    fields = field_cells(case.truth)
    marked = {(i["sheet"], i["cell"]) for i in case.truth["cells"]}
    asked = {(s, c) for i in case.truth["cells"] for s, c in i["accept"]}
    outside: Counter[str] = Counter()
    for key in sorted(case.before.keys() | case.after.keys() | fields.keys() | case.flags):
        if key in marked:
            continue
        name = fields.get(key)
        old, new = case.before.get(key, EMPTY), case.after.get(key, EMPTY)
        loose = case.truth["text"] and name not in IDENTIFIERS
        why = None if same(old, new, loose=loose) else "untouched cell changed"
        tally.wrong += why is not None
        if name and key not in asked:
            tally.clean += 1
            if key in case.flags:
                tally.clean_flagged += 1
                why = why or "clean, flagged"
        elif not name and key in case.flags:
            outside[key[0]] += 1
        if why:
            score.misses.append(
                Miss(case.truth["file"], why, f"bersih:{name}", *key, old, new, old)
            )
    for sheet, count in outside.items():
        score.notes.append(
            f"{case.truth['file']} {sheet}: {count} findings outside the judged cells"
        )


def field_cells(truth: dict[str, Any]) -> dict[tuple[str, str], str]:
    """All participant cells with their fields."""
    return {
        (part["sheet"], f"{letter}{row}"): name
        for part in truth["columns"]
        for letter, name in part["fields"].items()
        for row in part["rows"]
    }


def judge_rows(case: Case, score: Score, tally: Tally) -> None:
    """Rows in = rows out, sheet by sheet."""

    def rows(grid: Grid) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for sheet, cell in grid:
            found[sheet].add(int(re.sub(r"\D", "", cell)))
        return found

    old, new = rows(case.before), rows(case.after)
    for sheet in old.keys() | new.keys():
        lost = len(old[sheet] ^ new[sheet])
        if lost:
            tally.rows_lost += lost
            score.notes.append(f"{case.truth['file']} {sheet}: {lost} rows came or went")


def judge_list(case: Case, score: Score) -> None:
    """Every change is listed on Perubahan, and nothing else is."""
    changed = {
        key
        for key in case.before.keys() | case.after.keys()
        if not same(
            case.before.get(key, EMPTY), case.after.get(key, EMPTY), loose=case.truth["text"]
        )
    }
    silent = changed - case.changes
    empty = set() if case.truth["text"] else case.changes - changed
    if silent:
        score.notes.append(
            f"{case.truth['file']}: {len(silent)} changes are not listed, e.g. {min(silent)}"
        )
    if empty:
        score.notes.append(
            f"{case.truth['file']}: {len(empty)} listed changes changed nothing, e.g. {min(empty)}"
        )


def score_all(out: Path, only: str | None = None) -> Score:
    """Score OUT/out against OUT/truth."""
    score = Score()
    for path in sorted((out / "truth").glob("*.json")):
        if only and path.stem != only:
            continue
        truth = json.loads(path.read_text(encoding="utf-8"))
        score_file(truth, out / "in" / truth["file"], out / "out", score)
    return score
