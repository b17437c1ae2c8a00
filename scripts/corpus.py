"""Edit every workbook that other projects ship with their sources, and see that nothing is lost.

    python scripts/corpus.py CACHE [FOLDER ...] [--libreoffice 20] [--no-fetch]

Source archives are fetched by name from PyPI (pip) and Debian (apt-get, where there is one) into
CACHE, which must be outside the repository; every .xlsx and .xlsm in them and in FOLDER is edited:
a text, a number, a colour, a cleared cell, a cell in a new row, a new sheet. Then all parts are
compared, the result is opened by openpyxl and calamine (and some by LibreOffice), and the edits are
undone, which must give back the sheet byte for byte. Exit code 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import multiprocessing
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import python_calamine

from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.domain.table import cell_name, column_index
from kepesertaan.files.edit import (
    KEEP,
    CellEdit,
    EditResult,
    Restore,
    SheetColumn,
    SheetSpec,
    check_result,
    edit_package,
)
from kepesertaan.files.package import Package, SheetPart, open_package
from kepesertaan.files.scan import SheetFacts, fixed_reasons, scan_sheet

PYPI = (
    "openpyxl", "XlsxWriter", "pandas", "python-calamine", "pyexcel-xlsx", "pyexcel", "xlwings",
    "pylightxl", "tablib", "agate-excel", "xlsx2csv", "frictionless", "csvkit", "pyexcelerate",
    "formulas", "pycel", "visidata",
)  # fmt: skip
DEBIAN = (
    "libxlsxwriter", "libexcel-writer-xlsx-perl", "libspreadsheet-parsexlsx-perl", "r-cran-readxl",
    "r-cran-openxlsx", "r-cran-writexl", "gnumeric", "calligra", "python-openpyxl", "visidata",
)  # fmt: skip
ENDINGS = (".xlsx", ".xlsm")
SECONDS = 120  # for one workbook
NEW_SHEET = SheetSpec("Catatan Kepesertaan", (SheetColumn("NIK", 18, "@"),), [("=1+1",)])
Cell = tuple[int, int]


def fetch_sources(cache: Path) -> None:
    """Download what is not there yet; what cannot be had is named and left out."""
    sources = cache / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    for name in PYPI:
        if not any(_is_of(path, name) for path in sources.iterdir()):
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary",
                       ":all:", "-d", str(sources), name]  # fmt: skip
            _run(command, sources, name)
    if shutil.which("apt-get"):
        _fetch_debian(cache, sources)


def _is_of(path: Path, name: str) -> bool:
    stem = name.lower() + "-"
    return path.name.lower().replace("_", "-").startswith(stem)


def _fetch_debian(cache: Path, sources: Path) -> None:
    lists = cache / "apt"
    (lists / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    key = "/usr/share/keyrings/debian-archive-keyring.gpg"
    (lists / "sources.list").write_text(
        "".join(
            f"deb-src [signed-by={key}] http://deb.debian.org/debian {suite} main\n"
            for suite in ("stable", "oldstable")
        )
    )
    options = [
        "-o", f"Dir::Etc::sourcelist={lists / 'sources.list'}", "-o", "Dir::Etc::sourceparts=-",
        "-o", f"Dir::State::lists={lists / 'lists'}", "-qq",
    ]  # fmt: skip
    _run(["apt-get", *options, "update"], sources, "Debian's list of sources")
    for name in DEBIAN:
        for suite in ("stable", "oldstable"):
            if not any(sources.glob(f"{name}_*.orig*")):
                source = f"{name}/{suite}"
                _run(["apt-get", *options, "source", "--download-only", source], sources, source)


def _run(command: list[str], folder: Path, name: str) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode:
        print(f"not to be had: {name}")


def collect(cache: Path, folders: Iterable[Path]) -> list[tuple[str, Path]]:
    """Every workbook once, by content: where it came from, and its copy in the cache."""
    files = cache / "files"
    files.mkdir(parents=True, exist_ok=True)
    found: dict[str, tuple[str, Path]] = {}
    for origin, data in _each_workbook(cache / "sources", folders):
        digest = hashlib.sha256(data).hexdigest()
        path = files / f"{digest[:16]}.xlsx"
        if not path.exists():
            path.write_bytes(data)
        found.setdefault(digest, (origin, path))
    return list(found.values())


def _each_workbook(sources: Path, folders: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for archive in sorted(sources.iterdir()) if sources.exists() else ():
        yield from _in_archive(archive)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in ENDINGS and path.is_file():
                yield str(path.relative_to(folder)), path.read_bytes()


def _in_archive(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    if name.lower().endswith(ENDINGS):
                        yield f"{path.name}:{name}", packed.read(name)
        elif tarfile.is_tarfile(path):
            with tarfile.open(path) as packed_tar:
                for member in packed_tar:
                    body = packed_tar.extractfile(member) if member.isfile() else None
                    if body and member.name.lower().endswith(ENDINGS):
                        yield f"{path.name}:{member.name}", body.read()
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError):
        print(f"unreadable archive: {path.name}")


@dataclass
class Verdict:
    """What became of one workbook."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def judge(path: Path, folder: Path) -> Verdict:
    """Edit one workbook and look at the result from all sides."""
    verdict = Verdict()
    before = read_openpyxl(path)
    try:
        with open_package(path) as package:
            package.check_all()
            judge_edit(package, before, folder, verdict)
    except KepesertaanError as why:
        kind = "although openpyxl reads it" if before is not None else "as others do"
        verdict.counts[f"refused {kind}"] += 1
        print(f"refused {kind}: {path.name}: {why}")
    return verdict


def judge_edit(
    package: Package, before: dict[str, dict[Cell, Any]] | None, folder: Path, verdict: Verdict
) -> None:
    target = folder / "hasil.xlsx"
    judge_identity(package, package.path, verdict)
    sheet = next((s for s in package.sheets if s.kind == "worksheet"), None)
    facts = scan_sheet(package, sheet) if sheet else None
    far = facts and facts.used and facts.used.size > 50_000_000
    readers = {"openpyxl": before, "calamine": None if far else read_calamine(package.path)}
    edits = choose_edits(facts) if facts else []
    added = [] if package.structure_locked else [NEW_SHEET]
    wanted = {sheet.name: edits} if sheet and edits else {}
    result = edit_package(package, target, wanted, added)
    check_result(package, target, result)
    verdict.counts["edited"] += 1
    verdict.counts["cells edited"] += len(result.before)
    verdict.counts["cells refused"] += len(result.refused)
    verdict.counts["sheets added"] += len(added)
    judge_parts(package, target, result, verdict)
    judge_readers(target, facts, result, readers, edits, verdict)
    if sheet and edits:
        judge_cells(package, target, sheet, result, edits, verdict)
        judge_undo(package, target, sheet, result, folder, verdict)


def choose_edits(facts: SheetFacts) -> list[CellEdit]:
    """Some cells of every kind: in the used area, in a gap of it, beside, below, above it."""
    used = facts.used
    top, left, bottom, right = used or (1, 0, 1, 0)
    rows = sorted({top, min(top + 1, bottom), (top + bottom) // 2, bottom})
    cols = sorted({left, min(left + 1, right), (left + right) // 2, right})
    places = [(row, col) for row in rows for col in cols]
    values: list[Any] = ["Uji <&> 'ä' 😀 _x0041_ ", 3578011708.5, True, None, KEEP]
    edits = [
        CellEdit(*place, values[n % 5], "C6E0B4" if n % 2 else None, "0.0" if n % 5 == 1 else None)
        for n, place in enumerate(places)
    ]
    if bottom < 1_048_576 and right < 16_383:
        edits += [
            CellEdit(bottom + 1, right + 1, "baru"),
            CellEdit(bottom, right + 1, 7, None, "0"),
        ]
    reasons = fixed_reasons(facts, [(e.row, e.col) for e in edits])
    return [e for e in edits if (e.row, e.col) not in reasons]


def judge_identity(package: Package, path: Path, verdict: Verdict) -> None:
    out = io.BytesIO()
    package.write(out, {})
    if out.getvalue() == path.read_bytes():
        verdict.counts["identical without edits"] += 1
        return
    for entry in package.archive.entries:
        if entry.local[6] & 8 or entry.local[:30] == b"":
            verdict.counts["descriptors resolved"] += 1
            return
    verdict.counts["rewritten otherwise without edits"] += 1


def judge_parts(package: Package, target: Path, result: EditResult, verdict: Verdict) -> None:
    with zipfile.ZipFile(package.path) as old, zipfile.ZipFile(target) as new:
        if new.testzip() is not None:
            verdict.faults.append("a checksum is wrong")
        names = {n.replace("\\", "/").lstrip("/"): n for n in old.namelist()}
        fresh = {n.replace("\\", "/").lstrip("/"): n for n in new.namelist()}
        lost = names.keys() - fresh.keys()
        verdict.counts["parts compared"] += len(names)
        if lost:
            verdict.faults.append(f"parts lost: {sorted(lost)}")
        for name in names.keys() - lost - result.parts:
            if old.read(names[name]) != new.read(fresh[name]):
                verdict.faults.append(f"part changed: {name}")


def read_openpyxl(path: Path) -> dict[str, dict[Cell, Any]] | None:
    try:
        book = openpyxl.load_workbook(path)
        return {
            s.title: {(c.row, c.column - 1): own_value(c) for c in s._cells.values()}
            for s in book.worksheets
        }
    except TimeoutError:
        raise
    except Exception:  # noqa: BLE001
        return None


def own_value(cell: Any) -> Any:
    """The value of a cell; openpyxl shows the link's address where there is none."""
    link = cell.hyperlink
    return None if link and cell.value in (link.location, link.target) else cell.value


def read_calamine(path: Path) -> dict[str, list[list[Any]]] | None:
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return {
            n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names
        }
    except TimeoutError:
        raise
    except BaseException:  # noqa: BLE001
        return None


def judge_readers(
    target: Path,
    facts: SheetFacts | None,
    result: EditResult,
    old: dict[str, Any],
    edits: list[CellEdit],
    verdict: Verdict,
) -> None:
    asked = {(e.row, e.col): e.value for e in edits if e.value is not KEEP}
    if old["openpyxl"] is not None:
        verdict.counts["read by openpyxl before"] += 1
        new = read_openpyxl(target)
        if new is None:
            verdict.faults.append("openpyxl cannot read it any more")
        elif facts and facts.name in old["openpyxl"]:
            judge_values(old["openpyxl"], new, facts.name, result, asked, verdict)
    if old["calamine"] is not None:
        verdict.counts["read by calamine before"] += 1
        grid = read_calamine(target)
        if grid is None:
            verdict.faults.append("calamine cannot read it any more")
        else:
            judge_grid(old["calamine"], grid, result, asked, verdict)


def judge_values(
    old: dict[str, dict[Cell, Any]],
    new: dict[str, dict[Cell, Any]],
    sheet: str,
    result: EditResult,
    asked: dict[Cell, Any],
    verdict: Verdict,
) -> None:
    for name, cells in old.items():
        touched = {(r, c) for s, r, c in result.before if s == name}
        for place, value in cells.items():
            if place not in touched and new.get(name, {}).get(place) != value and value == value:
                if not isinstance(value, str | int | float | bool | None):
                    continue  # array formulas compare by identity
                verdict.faults.append(f"value of {cell_name(*place)} of an untouched cell")
    for place in {(r, c) for s, r, c in result.before if s == sheet} & asked.keys():
        value = new.get(sheet, {}).get(place)
        if isinstance(value, str):
            value = openpyxl.utils.escape.unescape(value)
        if value != asked[place]:
            verdict.faults.append(f"{cell_name(*place)}: {value!r} for {asked[place]!r}")


def judge_grid(
    old: dict[str, list[list[Any]]],
    new: dict[str, list[list[Any]]],
    result: EditResult,
    asked: dict[Cell, Any],
    verdict: Verdict,
) -> None:
    for name, rows in old.items():
        touched = {(r, c) for s, r, c in result.before if s == name}
        fresh = {(r, c): v for r, row in enumerate(new.get(name, []), 1) for c, v in enumerate(row)}
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row):
                same = value in ("", fresh.get((r, c), "")) or value != value
                if not same and (r, c) not in touched:
                    verdict.faults.append(f"calamine: {cell_name(r, c)} of an untouched cell")
        for place in touched & asked.keys():
            wanted, found = asked[place] or "", fresh.get(place, "")
            if isinstance(wanted, str):
                wanted, found = wanted.strip(), str(found).strip()
            if found != wanted:
                verdict.faults.append(f"calamine: {cell_name(*place)}: {found!r} for {wanted!r}")


def cells_of(data: bytes) -> tuple[dict[Cell, str], str]:
    """Canonical XML of every cell, and of the sheet without its rows, dimension and spans."""
    root = ET.fromstring(data)
    cells: dict[Cell, str] = {}
    for block in root:
        if block.tag.rpartition("}")[2] == "sheetData":
            number = 0
            for row in block:
                number = int(row.get("r", number + 1))
                col = -1
                for cell in row:
                    address = cell.get("r", "").rstrip("0123456789")
                    col = column_index(address) if address else col + 1
                    cell.tail = None
                    cells[number, col] = ET.canonicalize(ET.tostring(cell))
            block.clear()
        elif block.tag.rpartition("}")[2] == "dimension":
            block.clear()
    return cells, ET.canonicalize(ET.tostring(root))


def judge_cells(
    package: Package,
    target: Path,
    sheet: SheetPart,
    result: EditResult,
    edits: list[CellEdit],
    verdict: Verdict,
) -> None:
    touched = {(row, col) for _, row, col in result.before}
    with open_package(target) as new:
        old_cells, old_frame = cells_of(package.read(sheet.part))
        new_cells, new_frame = cells_of(new.read(sheet.part))
    if old_frame != new_frame:
        verdict.faults.append("the sheet around the cells changed")
    verdict.counts["cells compared"] += len(old_cells)
    for place in (old_cells.keys() | new_cells.keys()) - touched:
        if old_cells.get(place) != new_cells.get(place):
            verdict.faults.append(f"cell {cell_name(*place)} changed")
    if not touched <= {(e.row, e.col) for e in edits}:
        verdict.faults.append("a cell nobody asked for is said to have changed")


def judge_undo(
    package: Package,
    target: Path,
    sheet: SheetPart,
    result: EditResult,
    folder: Path,
    verdict: Verdict,
) -> None:
    edits = [Restore(row, col, before.xml) for (_, row, col), before in result.before.items()]
    if not edits:
        return
    back = folder / "kembali.xlsx"
    with open_package(target) as new:
        undone = edit_package(new, back, {sheet.name: edits})
        check_result(new, back, undone)
    with open_package(back) as restored:
        if restored.read(sheet.part) != package.read(sheet.part):
            verdict.faults.append("undo does not give back the sheet byte for byte")
        else:
            verdict.counts["sheets given back byte for byte"] += 1


def _child(path: Path, pipe: Connection) -> None:
    def too_long(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(SECONDS)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        try:
            verdict = judge(path, Path(folder))
        except TimeoutError:
            verdict = Verdict(Counter({"too slow": 1}))
        except Exception:  # noqa: BLE001
            verdict = Verdict(Counter({"crashed": 1}), [traceback.format_exc()])
    pipe.send((dict(verdict.counts), verdict.faults))


def judge_apart(path: Path) -> Verdict:
    """Judge in a process of its own: a reader may abort it."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(path, sender))
    child.start()
    sender.close()
    try:
        counts, faults = receiver.recv()
    except EOFError:
        counts, faults = {"a reader aborted": 1}, []
    child.join()
    return Verdict(Counter(counts), faults)


def convert(paths: list[Path], folder: Path) -> int:
    """How many edited workbooks LibreOffice turns into a sheet as readily as the original."""
    good = 0
    for path in paths:
        edited = folder / f"{path.stem}-e.xlsx"
        try:
            with open_package(path) as package:
                sheet = next(s for s in package.sheets if s.kind == "worksheet")
                edits = [CellEdit(1, 0, "Uji LibreOffice")]
                result = edit_package(package, edited, {sheet.name: edits}, [NEW_SHEET])
        except (KepesertaanError, StopIteration):
            continue
        done = [_converts(p, folder) for p in (path, edited)]
        good += done[1] or not done[0]
        if done[0] and not done[1]:
            print(f"LibreOffice cannot read {path.name} any more ({len(result.before)} cells)")
    return good


def _converts(path: Path, folder: Path) -> bool:
    out = folder / "lo"
    shutil.rmtree(out, ignore_errors=True)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
               "--convert-to", "ods", "--outdir", str(out), str(path)]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=180, check=False)
    return any(out.glob("*.ods")) if out.exists() else False


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("cache", type=Path)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--no-fetch", action="store_true")
    parser.add_argument("--libreoffice", type=int, default=0)
    options = parser.parse_args()
    if not options.no_fetch:
        fetch_sources(options.cache)
    books = collect(options.cache, options.folders)
    total: Counter[str] = Counter(workbooks=len(books))
    broken = 0
    for origin, path in books:
        verdict = judge_apart(path)
        total += verdict.counts
        broken += bool(verdict.faults)
        for fault in verdict.faults[:3]:
            print(f"FAULT {path.name} {origin}: {fault}")
    if options.libreoffice:
        step = max(1, len(books) // options.libreoffice)
        sample = [path for _, path in books[::step]]
        with tempfile.TemporaryDirectory() as folder:
            total["read by LibreOffice as before"] = convert(sample, Path(folder))
            total["given to LibreOffice"] = len(sample)
    for name, count in total.items():
        print(f"{count:9,} {name}")
    print(f"{broken:9,} workbooks with a fault")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
