"""Measure rekap on many target sheets against plain openpyxl loops, in one run.

``python scripts/bench.py rekap [--rows 500] [--seed 1]`` makes so many workbooks of 60 rows x 20
columns (one officer each: 12 metrics x 4 segments with subtotals, a year's target, twelve months,
s.d., %, deviation), then runs our reading and rolling up (``rekap --uji``), a loop that does the
same for this one layout, which it knows (each figure with its cell, subtotals and percentages
checked, columns reconciled, a fingerprint a file), the shortest loop (sums alone), and pure reading
by calamine (the floor), each in a process of its own. All tell the same sums, or the run fails.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

METRICS = ("TK Aktif", "Akuisisi TK", "Iuran", "PK/BU Aktif", "PK/BU Baru", "Winback", "TK Keluar",
           "Kunjungan", "Sosialisasi", "Call", "Microcredential", "Piutang Tertagih")  # fmt: skip
SEGMENTS = ("PU", "BPU", "Jakon", "PMI")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
MONEY = {"Iuran", "Piutang Tertagih"}
HEAD = ("No", "Uraian", "Segmen", "Target Tahun 2026", *(f"Realisasi {m}" for m in MONTHS),
        "Realisasi s.d. Nov", "%", "Deviasi", "Ket")  # fmt: skip


def make(folder: Path, count: int, seed: int) -> None:
    """Write the workbooks."""
    import xlsxwriter

    for n in range(count):
        rng = Random(f"{seed}/{n}")
        book = xlsxwriter.Workbook(str(folder / f"Target {n + 1:03}.xlsx"))
        page = book.add_worksheet("2026")
        for row, line in enumerate(lines(rng, n)):
            page.write_row(row, 0, line)
        book.close()


def lines(rng: Random, n: int) -> list[list[Any]]:
    """One officer's sheet: 60 rows of data with their subtotals, 20 columns."""
    name = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=9)).title() + chr(97 + n % 26)
    found: list[list[Any]] = [["TARGET DAN REALISASI TAHUN 2026 (dalam jutaan rupiah)"],
                              [f"Nama : {name}"], [], list(HEAD)]  # fmt: skip
    for metric in METRICS:
        rows = [row_of(rng, k, metric, s) for k, s in enumerate(SEGMENTS, 1)]
        sums = [sum(row[c] for row in rows if row[c] is not None) for c in range(3, 19)]
        found += [*rows, [None, "Jumlah", None, *sums[:14], sums[13] / sums[0], sums[13] - sums[0]]]
    return found


def row_of(rng: Random, k: int, metric: str, segment: str) -> list[Any]:
    low, high = (50, 900) if metric in MONEY else (5, 500)
    actual: list[Any] = [rng.randint(low, high) for _ in range(11)]
    target, so_far = rng.randint(low, high) * 12, sum(actual)
    if metric in ("TK Aktif", "PK/BU Aktif"):
        so_far = actual[-1]
    return [
        k,
        metric,
        segment,
        target,
        *actual,
        None,
        so_far,
        so_far / target,
        so_far - target,
        "ok",
    ]


def bare(folder: Path) -> None:
    """The shortest loop: sums of realisasi by metric, segment and month, and nothing else."""
    from openpyxl import load_workbook

    sums: dict[str, int] = {}
    for path in sorted(folder.glob("*.xlsx")):
        sheet = load_workbook(path, data_only=True).worksheets[0]
        for row in sheet.iter_rows(min_row=5, values_only=True):
            if row[1] == "Jumlah" or row[2] is None:
                continue
            for month, value in enumerate(row[4:16], 1):
                if value is not None:
                    key = f"{row[1]}/{row[2]}/{month}"
                    factor = 1_000_000 if row[1] in MONEY else 1
                    sums[key] = sums.get(key, 0) + int(str(value)) * factor
    print(json.dumps({"jumlah": sum(sums.values()), "kunci": len(sums)}))


def plain(folder: Path) -> None:
    """The loop that does the same: each figure with its cell, subtotals and percentages checked,
    columns reconciled, a fingerprint a file, and the sums."""
    from openpyxl import load_workbook

    figures: dict[tuple[str, str, str, str], tuple[int, str, str]] = {}
    wrong, prints = 0, dict[str, str]()
    for path in sorted(folder.glob("*.xlsx")):
        sheet = load_workbook(path, data_only=True).worksheets[0]
        officer = str(sheet["A2"].value).split(":")[1].strip()
        found, off, prints[path.name] = one_sheet(sheet, path.name)
        wrong += off
        figures |= {(officer, *key): figure for key, figure in found.items()}
    sums: dict[tuple[str, str, str], int] = {}
    for (_, metric, segment, head), (value, _, _) in figures.items():
        if head.removeprefix("Realisasi ") in MONTHS:
            sums[metric, segment, head] = sums.get((metric, segment, head), 0) + value
    print(json.dumps({"jumlah": sum(sums.values()), "angka": len(figures), "salah": wrong}))


def one_sheet(sheet: Any, name: str) -> tuple[dict[Any, Any], int, str]:
    """The figures of a sheet, how much does not add up, and its fingerprint."""
    heads = [str(cell.value) for cell in sheet[4]]
    read, used, left, part = ([0.0] * 20 for _ in range(4))
    figures: dict[Any, Any] = {}
    wrong, digest = 0, hashlib.sha256()
    for cells in sheet.iter_rows(min_row=5):
        metric, segment = cells[1].value, cells[2].value
        for place, cell in enumerate(cells):
            value = cell.value
            if not isinstance(value, int | float):
                continue
            read[place] += value
            if metric == "Jumlah" and 3 <= place < 17:
                wrong += abs(part[place] - value) > 0.5
                part[place] = 0.0
            if metric == "Jumlah" or not 3 <= place < 17:
                left[place] += value
                continue
            part[place] += value
            used[place] += value
            factor = 1_000_000 if metric in MONEY else 1
            figures[metric, segment, heads[place]] = (int(value) * factor, name, cell.coordinate)
            digest.update(f"{metric}|{segment}|{heads[place]}|{value}".encode())
        target, actual, share = (cells[c].value for c in (3, 16, 17))
        wrong += bool(target) and abs(actual / target - share) > 0.001
    wrong += any(abs(r - u - x) > 0.01 for r, u, x in zip(read, used, left, strict=True))
    return figures, wrong, digest.hexdigest()


def floor(folder: Path) -> None:
    """Calamine alone, every cell of every file."""
    from python_calamine import CalamineWorkbook

    before = time.process_time()
    cells = 0
    for path in sorted(folder.glob("*.xlsx")):
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                cells += sum(map(len, book.get_sheet_by_name(name).to_python()))
    print(json.dumps({"sel": cells, "detik": time.process_time() - before}))


def steps(folder: Path) -> None:
    """Our steps in one process, CPU seconds; and the sum of what was read."""
    from datetime import date

    from kepesertaan.files.read import read_book
    from kepesertaan.run.plan import Options
    from kepesertaan.run.target_child import Known
    from kepesertaan.run.target_reading import Past, gathered
    from kepesertaan.run.target_sheets import as_reading

    gc.disable()  # as a run does
    known = Known((), 2026)
    paths = sorted(folder.glob("*.xlsx"))
    start = time.process_time()
    books = [read_book(path) for path in paths]
    read = time.process_time()
    files = [as_reading(book, known) for book in books]
    understood = time.process_time()
    options = Options(date(2026, 12, 1), own={"bulan": "2026-11"})
    reading = gathered(files, Past(folder, (), ()), options)
    done = time.process_time()
    months = range(4, 16)  # columns E to P
    total = sum(
        int(value or 0) for strip in reading.strips
        if strip.side == "realisasi" and strip.col in months for value in strip.values
    )  # fmt: skip
    spent = {
        "membaca": read - start,
        "memahami": understood - read,
        "menyatukan": done - understood,
    }
    print(json.dumps({"detik": spent, "jumlah": total, "angka": reading.figures_read}))


def keep_bytecode(folder: str) -> None:
    """Let every process find its modules compiled, as those of an installed program are."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = folder


def compare(count: int, seed: int) -> None:
    """Measure ours, the loop, the floor, and print them."""
    from bench import measure

    with tempfile.TemporaryDirectory(prefix="kepesertaan-bench-") as temp:
        own = [sys.executable, str(Path(__file__).resolve())]
        keep_bytecode(f"{temp}/bytecode")
        for folder, books in ((f"{temp}/one", 1), (f"{temp}/all", count)):  # the first to warm up
            Path(folder).mkdir()
            measure([*own, "make", folder, str(books), str(seed)], said=False)
            line = [sys.executable, "-m", "kepesertaan.cli", "rekap", folder, "--bulan", "2026-11"]
            ours = measure([*line, "--uji", "--json"], good=(0, 1))
            theirs, shortest = measure([*own, "plain", folder]), measure([*own, "bare", folder])
            lowest, parts = measure([*own, "floor", folder]), measure([*own, "steps", folder]).said
    told = {parts["jumlah"], theirs.said["jumlah"], shortest.said["jumlah"]}
    if len(told) > 1:
        raise RuntimeError(f"the sums differ: {sorted(told)}")
    print(f"{count} workbooks of {len(METRICS) * 5} rows x {len(HEAD)} columns")
    print(f"{'':26}{'CPU s':>9}{'wall s':>9}{'peak MiB':>10}")
    rows = {"ours (rekap --uji)": ours, "openpyxl, the same": theirs}
    for name, cost in (
        rows | {"openpyxl, sums alone": shortest, "floor (calamine)": lowest}
    ).items():
        print(f"{name:26}{cost.cpu:9.2f}{cost.wall:9.2f}{cost.peak:10.0f}")
    spent = parts["detik"]
    print("ours by step, CPU s: " + ", ".join(f"{k} {v:.2f}" for k, v in spent.items()))
    print(f"figures: {parts['angka']}; all tell the same sums")
    steps_cpu = sum(spent.values())
    print(f"openpyxl, the same / ours: CPU {theirs.cpu / ours.cpu:.1f}x; "
          f"our steps alone {theirs.cpu / steps_cpu:.1f}x")  # fmt: skip
    print(f"openpyxl, sums alone / ours: CPU {shortest.cpu / ours.cpu:.1f}x; "
          f"ours / floor: CPU {ours.cpu / lowest.cpu:.1f}x")  # fmt: skip


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    if what == "make":
        make(Path(where), int(rest[0]), int(rest[1]))
    else:
        {"plain": plain, "bare": bare, "floor": floor, "steps": steps}[what](Path(where))
