"""What editing a workbook of a million rows takes, and how memory grows with untouched rows.

``python scripts/bench.py jutaan [--rows 1000000]`` makes the workbook of ``bench_pages`` at that
size and at a tenth of it (shared strings, the larger one also with inline strings), then edits so
many scattered cells of each (a text and a colour each) as a run does: write beside, read back what
was changed, compare every other part, put in place. Each measured in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
CELLS = (1, 1_000, 100_000)
MOST_MIB = 1024  # the bound we promise


def print_million(rows: int, seed: int) -> None:
    """Measure everything and print it; ``SystemExit`` 1 when a peak is above the bound."""
    from bench import measure

    print(f"{'rows':>9} {'strings':8}{'cells':>8}{'CPU s':>9}{'wall s':>9}{'peak MiB':>10}")
    highest = 0.0
    for size, kind in ((rows // 10, "shared"), (rows, "shared"), (rows, "inline")):
        source = pages(size, seed, kind)
        for cells in CELLS:
            command = [sys.executable, __file__, str(source), str(min(cells, size)), str(seed)]
            cost = measure(command)
            highest = max(highest, cost.peak)
            print(f"{size:9} {kind:8}{cost.said['cells']:8}{cost.cpu:9.1f}{cost.wall:9.1f}"
                  f"{cost.peak:10.0f}", flush=True)  # fmt: skip
    print(f"highest peak {highest:.0f} MiB; bound {MOST_MIB} MiB")
    if highest > MOST_MIB:
        raise SystemExit(1)


def pages(rows: int, seed: int, kind: str) -> Path:
    """The workbook, made when it is not there yet."""
    maker = HERE / "bench_pages.py"
    version = f"{maker.stat().st_mtime_ns:x}"[-8:]
    folder = Path(tempfile.gettempdir())
    target = folder / f"kepesertaan-bench-{rows}-{seed}-{kind}-{version}.xlsx"
    if not target.exists():
        part = target.with_name(target.stem + ".part.xlsx")
        more = ["--inline"] if kind == "inline" else []
        command = [sys.executable, str(maker), str(part), str(rows), str(seed), *more]
        subprocess.run(command, check=True)
        part.replace(target)
    return target


def edit(source: Path, cells: int, seed: int) -> int:
    """Edit so many cells of a copy; how many were."""
    from kepesertaan.domain.edit import CellEdit
    from kepesertaan.files.edit import check_result, edit_package
    from kepesertaan.files.findings import FIX_COLOUR
    from kepesertaan.files.package import open_package
    from kepesertaan.files.save import replace_safely

    rows = int(source.name.split("-")[2])
    places = Random(seed).sample(range(2, rows + 2), cells)
    edits = [CellEdit(row, row % 20, f"ISIAN {row}", FIX_COLOUR) for row in sorted(places)]
    done = []

    def write(temp: Path) -> None:
        with open_package(source) as package:
            package.check_all()
            result = edit_package(package, temp, {"PESERTA": edits})
            check_result(package, temp, result)
        done.append(len(result.before) - len(result.refused))

    with tempfile.TemporaryDirectory(prefix="kepesertaan-bench-") as folder:
        replace_safely(Path(folder) / "HASIL.xlsx", write, create_only=True)
    return done[0]


if __name__ == "__main__":
    print(json.dumps({"cells": edit(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))}))
