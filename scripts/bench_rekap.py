"""Measure rekap on many target sheets against a plain openpyxl loop, in one run.

``python scripts/bench.py rekap [--rows 500] [--seed 1]`` makes so many workbooks of 60 rows x 20
columns (one officer each: 15 metrics x 4 segments with subtotals, a year's target, twelve months,
s.d., %, deviation), then runs our reading and rolling up (``rekap --uji``), the loop, and pure
reading by calamine (the floor), each in a process of its own. The loop knows the layout: it reads
the same cells, skips subtotals, scales rupiah, and sums by metric, segment and month; it checks
nothing, asks nothing and proves nothing. Both tell the same sums, or the run fails.
"""

from __future__ import annotations

import json
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
    name = "".join(chr(65 + int(d)) for d in f"{n:03}")
    found: list[list[Any]] = [["TARGET DAN REALISASI TAHUN 2026 (dalam jutaan rupiah)"],
                              [f"Nama : Petugas{name} Contoh"], [], list(HEAD)]  # fmt: skip
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


def plain(folder: Path) -> None:
    """The loop: the sums of realisasi by metric, segment and month, as most would write it."""
    from openpyxl import load_workbook

    sums: dict[str, int] = {}
    for path in sorted(folder.glob("*.xlsx")):
        sheet = load_workbook(path, data_only=True).worksheets[0]
        for row in sheet.iter_rows(min_row=5, values_only=True):
            metric, segment = row[1], row[2]
            if metric == "Jumlah" or segment is None:
                continue
            for month, value in enumerate(row[4:16], 1):
                if value is not None:
                    key = f"{metric}/{segment}/{month}"
                    factor = 1_000_000 if metric in MONEY else 1
                    sums[key] = sums.get(key, 0) + int(value) * factor
    print(json.dumps({"jumlah": sum(sums.values()), "kunci": len(sums)}))


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
    from kepesertaan.run.target_files import Known, as_reading
    from kepesertaan.run.target_reading import Past, gathered

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
    total = sum(
        int(f.value) for f in reading.figures
        if f.value is not None and f.side == "realisasi" and f.place.cell[0] in "EFGHIJKLMNOP"
        and not f.place.cell[1].isalpha()
    )  # fmt: skip
    spent = {
        "membaca": read - start,
        "memahami": understood - read,
        "menyatukan": done - understood,
    }
    print(json.dumps({"detik": spent, "jumlah": total, "angka": len(reading.figures)}))


def compare(count: int, seed: int) -> None:
    """Measure ours, the loop, the floor, and print them."""
    from bench import measure

    with tempfile.TemporaryDirectory(prefix="kepesertaan-bench-") as temp:
        own = [sys.executable, str(Path(__file__).resolve())]
        measure([*own, "make", temp, str(count), str(seed)], said=False)
        line = [sys.executable, "-m", "kepesertaan.cli", "rekap", temp, "--bulan", "2026-11"]
        ours = measure([*line, "--uji", "--json"], good=(0, 1))
        theirs = measure([*own, "plain", temp])
        lowest = measure([*own, "floor", temp])
        parts = measure([*own, "steps", temp]).said
    if parts["jumlah"] != theirs.said["jumlah"]:
        raise RuntimeError(f"ours {parts['jumlah']}, openpyxl {theirs.said['jumlah']}")
    print(f"{count} workbooks of {len(METRICS) * 5} rows x {len(HEAD)} columns")
    print(f"{'':26}{'CPU s':>9}{'wall s':>9}{'peak MiB':>10}")
    for name, cost in (("ours (rekap --uji)", ours), ("openpyxl loop", theirs),
                       ("floor (calamine)", lowest)):  # fmt: skip
        print(f"{name:26}{cost.cpu:9.2f}{cost.wall:9.2f}{cost.peak:10.0f}")
    spent = parts["detik"]
    print("ours by step, CPU s: " + ", ".join(f"{k} {v:.2f}" for k, v in spent.items()))
    print(f"figures read: {parts['angka']}, same sums as the loop")
    steps_cpu = sum(spent.values())
    for name, cost in (
        ("CPU", theirs.cpu / ours.cpu),
        ("wall", theirs.wall / ours.wall),
        ("CPU of reading and understanding alone", theirs.cpu / steps_cpu),
    ):
        print(f"openpyxl / ours: {name} {cost:.1f}x")  # fmt: skip
    print(f"ours / floor: CPU {ours.cpu / lowest.cpu:.1f}x")


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    if what == "make":
        make(Path(where), int(rest[0]), int(rest[1]))
    else:
        {"plain": plain, "floor": floor, "steps": steps}[what](Path(where))
