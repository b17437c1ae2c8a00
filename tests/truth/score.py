"""Compare what the command did to each file with the truth of that file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .read import EMPTY, Cells, Coded, grid_cells, read_book, read_cached, read_findings

Place = tuple[str, str]


@dataclass(frozen=True)
class Miss:
    """One cell that did not come out as the truth says."""

    layout: str
    what: str  # wrong | not fixed | not flagged | not listed | listed in vain | clean flagged
    kind: str
    place: str
    before: Coded
    after: Coded
    expected: str
    note: str = ""


@dataclass
class Score:
    """Counts of one file or of many."""

    layout: str
    wrong: int = 0
    fixed: Counter[str] = field(default_factory=Counter)
    to_fix: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    to_flag: Counter[str] = field(default_factory=Counter)
    noise: int = 0
    clean: int = 0
    rows_in: int = 0
    rows_moved: int = 0
    misses: list[Miss] = field(default_factory=list)
    failed: str = ""


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def rows_of(cells: Cells) -> set[Place]:
    """Rows with anything in them."""
    return {(sheet, place.lstrip(LETTERS)) for sheet, place in cells}


def pair(coded: list[Any]) -> Coded:
    return (coded[0], coded[1])


class Judge:
    """Judges one file: before, after, what was flagged, and the truth."""

    def __init__(self, truth: dict[str, Any], source: Path, out: Path) -> None:
        text = truth["text"]
        stem = Path(truth["file"]).stem
        self.truth = truth
        name = truth["columns"][0]["sheet"]
        grid = truth["grid"]
        self.before = grid_cells(grid, name) if grid else read_book(source, text)[0]
        clean = out / f"{stem}_bersih.xlsx"
        self.after, self.odd_dates = read_book(clean, text)
        formulas = {place for place, value in self.before.items() if value[0] == "formula"}
        self.lost = read_cached(source, formulas).items() - read_cached(clean, formulas).items()
        lines = read_findings(out / f"{stem}_temuan.xlsx", text)
        self.listed = {(f["sheet"], p) for f in lines["Perubahan"] for p in f["places"]}
        self.flags = {(f["sheet"], p): f for f in lines["Perlu Keputusan"] for p in f["places"]}
        self.marks = {(m["sheet"], m["cell"]): m for m in truth["cells"]}
        self.people = {
            (page["sheet"], f"{column}{row}")
            for page in truth["columns"]
            for row in page["rows"]
            for column in page["fields"]
        }
        self.first = {p["sheet"]: p["rows"][0] for p in truth["columns"] if p["rows"]}
        self.score = Score(truth["layout"])

    def judge(self) -> Score:
        """Judge every cell that was or is filled, then the noise, then the rows."""
        for place in sorted(set(self.before) | set(self.after) | set(self.marks)):
            self.judge_cell(place)
        for place, value in sorted(self.lost):
            self.miss("wrong", place, f"nilai terakhir rumus tetap {value}")
        self.count_noise()
        rows_in, rows_out = rows_of(self.before), rows_of(self.after)
        self.score.rows_in, self.score.rows_moved = len(rows_in), len(rows_in ^ rows_out)
        return self.score

    def judge_cell(self, place: Place) -> None:
        mark = self.marks.get(place)
        before, after = self.before.get(place, EMPTY), self.after.get(place, EMPTY)
        expect = mark["expect"] if mark else "clean"
        allowed = [pair(v) for v in mark["values"]] if mark else []
        if expect == "fix":
            self.judge_fix(place, before, after, allowed)
        elif not self.same(place, before, after) and (expect != "either" or after not in allowed):
            self.miss("wrong", place, f"tetap {before}" + (f" atau {allowed}" if allowed else ""))
        if expect == "flag":
            self.judge_flag(place)
        if place in self.listed and before == after:
            self.miss("listed in vain", place, "tidak ada di Perubahan")
        elif place not in self.listed and not self.same(place, before, after):
            self.miss("not listed", place, "ada di Perubahan")

    def same(self, place: Place, before: Coded, after: Coded) -> bool:
        """Unchanged; outside people's cells a text file's figures may become numbers.

        HTML and OpenDocument fold blanks, so that a reader need not give them back.
        """
        if before == after:
            return True
        free = self.truth["text"] and place not in self.people
        if before[0] != after[0] and not free:
            return False
        old, new = str(before[1]), str(after[1])
        return " ".join(old.split()) == " ".join(new.split()) if self.truth["folds"] else old == new

    def judge_fix(self, place: Place, before: Coded, after: Coded, allowed: list[Coded]) -> None:
        kind = self.marks[place]["kind"]
        self.score.to_fix[kind] += 1
        if after in allowed:
            if place in self.odd_dates:
                self.miss("not fixed", place, "tanggal tampil dd-mm-yyyy")
            else:
                self.score.fixed[kind] += 1
        elif after == before:
            self.miss("not fixed", place, str(allowed))
        else:
            self.miss("wrong", place, str(allowed))

    def judge_flag(self, place: Place) -> None:
        mark = self.marks[place]
        self.score.to_flag[mark["kind"]] += 1
        accept = {(sheet, cell) for sheet, cell in mark["accept"]} | {place}
        if not accept.isdisjoint(self.flags):
            self.score.flagged[mark["kind"]] += 1
        else:
            self.miss("not flagged", place, "ditandai")

    def count_noise(self) -> None:
        """Count questions about cells which no mistake touches; headings may be asked about."""
        touched = set(self.marks)
        for mark in self.truth["cells"]:
            touched |= {(sheet, cell) for sheet, cell in mark["accept"]}
        touched -= {p for p, m in self.marks.items() if m["expect"] == "clean"}
        self.score.clean = len((self.people & set(self.before)) - touched)
        for place in sorted(set(self.flags) - touched):
            row = int(place[1].lstrip(LETTERS))
            if place in self.people or row >= self.first.get(place[0], 0):
                self.score.noise += 1
                self.miss("clean flagged", place, "tidak ditandai")

    def miss(self, what: str, place: Place, expected: str) -> None:
        """Note a miss; a finding at the cell is quoted as it helps to understand."""
        self.score.wrong += what == "wrong"
        kind = self.marks[place]["kind"] if place in self.marks else "bersih"
        flag = self.flags.get(place)
        note = f"{flag['Aturan']}: {flag['Alasan']}" if flag else ""
        before, after = self.before.get(place, EMPTY), self.after.get(place, EMPTY)
        where = f"{place[0]}!{place[1]}"
        self.score.misses.append(
            Miss(self.score.layout, what, kind, where, before, after, expected, note)
        )


def score_file(truth: dict[str, Any], folder: Path) -> Score:
    """Score one file; a missing or unfit output fails all its cells."""
    try:
        return Judge(truth, folder / "in" / truth["file"], folder / "out").judge()
    except (OSError, ValueError, KeyError) as error:
        failed = Score(truth["layout"], failed=f"{type(error).__name__}: {error}")
        for mark in truth["cells"]:
            if mark["expect"] == "fix":
                failed.to_fix[mark["kind"]] += 1
            elif mark["expect"] == "flag":
                failed.to_flag[mark["kind"]] += 1
        return failed


def total(scores: list[Score]) -> Score:
    """Add the scores of all files."""
    out = Score("SEMUA")
    for one in scores:
        out.wrong += one.wrong
        for name in ("fixed", "to_fix", "flagged", "to_flag"):
            getattr(out, name).update(getattr(one, name))
        out.noise += one.noise
        out.clean += one.clean
        out.rows_in += one.rows_in
        out.rows_moved += one.rows_moved
        out.misses += one.misses
        out.failed = out.failed or one.failed
    return out


def share(part: Counter[str] | int, whole: Counter[str] | int) -> float:
    """Per cent of the whole; nothing to do is 100."""
    a = part if isinstance(part, int) else part.total()
    b = whole if isinstance(whole, int) else whole.total()
    return 100.0 * a / b if b else 100.0
