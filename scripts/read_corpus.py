"""Read every workbook of some folders as a run reads it: each gives its data or one sentence.

    python scripts/read_corpus.py FOLDER ... [--list]

For each .xls, .xlsb, .ods, .xlsx, .xlsm (and templates) the reader runs in a child process with
its limits. What openpyxl can read of an .xlsx or .xlsm is read by it too and compared cell by
cell. Exit code 1 when a file led to a bug of ours, ran out of time, or came out differently;
``--list`` names every file.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.domain.table import CellError, cell_name
from kepesertaan.files.book import BookData
from kepesertaan.files.childproc import ChildBug, run_limited, stop_workers
from kepesertaan.files.read import read_book

ENDINGS = (".xls", ".xlsb", ".ods", ".xlsx", ".xlsm", ".xlt", ".xltx", ".xltm")
COMPARED = (".xlsx", ".xlsm", ".xltx", ".xltm")
SECONDS = 60.0
SLOW = "belum selesai"


@dataclass(slots=True)
class Outcome:
    """What one file came to: ``read``, ``said`` (one sentence), ``slow``, ``bug``, ``differs``."""

    path: Path
    kind: str
    text: str
    seconds: float


def each_file(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in ENDINGS and path.is_file():
                yield path


def try_file(path: Path) -> Outcome:
    started = time.monotonic()
    kind, text = _try(path)
    return Outcome(path, kind, text, time.monotonic() - started)


def _try(path: Path) -> tuple[str, str]:
    try:
        book: BookData = run_limited(read_book, (path,), seconds=SECONDS)
    except KepesertaanError as said:
        return ("slow" if SLOW in str(said) else "said"), str(said)
    except ChildBug as bug:
        return "bug", str(bug)
    if path.suffix.lower() in COMPARED:
        try:
            differences = run_limited(compare, (path,), seconds=SECONDS)
        except (KepesertaanError, ChildBug):  # openpyxl's troubles are not ours
            differences = []
        if differences:
            return "differs", "; ".join(differences)
    cells = sum(value is not None for sheet in book.sheets for row in sheet.rows for value in row)
    return "read", f"{book.kind}, {len(book.sheets)} sheets, {cells} cells"


def compare(path: Path) -> list[str]:
    """The first cells that openpyxl reads differently."""
    import openpyxl

    warnings.simplefilter("ignore")
    sheets = {sheet.name: sheet.rows for sheet in read_book(path).sheets}
    pages = openpyxl.load_workbook(path, data_only=True).worksheets
    found = (
        difference
        for page in pages
        for difference in _compare_sheet(page, sheets.get(page.title, []))
    )
    return list(itertools.islice(found, 5))


def _compare_sheet(page: Any, rows: list[list[Any]]) -> Iterator[str]:
    theirs = {
        (cell.row, cell.column - 1): _value(cell)
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    }
    covered = {  # openpyxl forgets what stands in there
        (row, col - 1)
        for area in page.merged_cells.ranges
        for row, col in itertools.islice(area.cells, 100_000)
    }
    ours = {(r, c): v for r, row in enumerate(rows, 1) for c, v in enumerate(row) if v is not None}
    for place in sorted((theirs.keys() | ours.keys()) - covered):
        if not same(ours.get(place), theirs.get(place)):
            yield f"{page.title}!{cell_name(*place)}: {ours.get(place)!r} / {theirs.get(place)!r}"


def _value(cell: Any) -> Any:
    if isinstance(cell.value, str):
        return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), cell.value)
    return cell.value


def same(ours: Any, theirs: Any) -> bool:
    """Whether two readers mean the same; each has its own habits with dates and blanks."""
    if ours == theirs or str(ours if ours is not None else "") == str(theirs or ""):
        return True
    if isinstance(ours, CellError | str):
        return str(ours).split() == str(theirs or "").split()
    moments = (date, datetime, clock)
    if isinstance(ours, moments) or isinstance(theirs, moments) or hasattr(theirs, "days"):
        return True  # which formats are dates is judged differently
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-9 * max(abs(ours), abs(theirs))
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--list", action="store_true", dest="name_all")
    wanted = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    slowest = Outcome(Path(), "", "", 0.0)
    for path in each_file(wanted.folders):
        done = try_file(path)
        counts[done.kind, path.suffix.lower()] += 1
        slowest = max(slowest, done, key=lambda outcome: outcome.seconds)
        if wanted.name_all or done.kind not in ("read", "said"):
            print(f"{done.kind} {done.seconds:.1f}s {path}: {done.text}", flush=True)
    stop_workers()
    for (kind, ending), number in sorted(counts.items()):
        print(f"{number:6} {ending:6} {kind}")
    print(f"slowest {slowest.seconds:.1f}s {slowest.path.name}")
    return int(any(kind not in ("read", "said") for kind, _ in counts))


if __name__ == "__main__":
    import read_corpus  # a child finds what it runs by the name of this file

    sys.exit(read_corpus.main())
