"""Measure a command against a plain pandas and openpyxl script of the same rules.

``python scripts/bench.py bersihkan [--rows 100000] [--runs 3] [--seed 1]`` makes a dirty workbook
once (kept in the temp folder), then runs ours, the script (``bench_baseline.py``) and pure reading
and writing (the floor) one after another, each in a process of its own, and prints CPU seconds,
wall seconds, peak memory and their ratios. ``--profile`` runs ours in this process under cProfile.
Figures of different runs or machines are not comparable; the ratios of one run are.
POSIX only: it needs ``wait4``. CPU seconds count a process and all its children; memory is the peak
of the largest process of the tree. ``jutaan``: see ``bench_edit.py``; ``piutang``: see
``bench_piutang.py``; ``laporan``: see ``bench_laporan.py``; ``rekap``: see ``bench_rekap.py``.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MIB_OF_RSS = 1024 if sys.platform != "darwin" else 1024**2  # ru_maxrss counts KiB on Linux


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process tree used: seconds, seconds, MiB; and the JSON object it printed."""

    cpu: float
    wall: float
    peak: float
    said: dict[str, Any]


def measure(command: list[str], good: tuple[int, ...] = (0,), *, said: bool = True) -> Cost:
    """Run a command to its end; ``said``: it prints JSON. Raises ``RuntimeError`` when it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        started = time.monotonic()
        child = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in good:
            raise RuntimeError(f"exit code {child.returncode}: {' '.join(command)}")
        out.seek(0)
        told = json.loads(out.read().strip().splitlines()[-1]) if said else {}
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / MIB_OF_RSS, told)


def workbook(rows: int, seed: int) -> Path:
    """The dirty workbook of so many rows, made when it is not there yet.

    A process of its own makes it: Linux passes a process's peak memory on to its children.
    """
    maker = HERE / "bench_rows.py"
    version = f"{maker.stat().st_mtime_ns:x}"[-8:]
    target = Path(tempfile.gettempdir()) / f"kepesertaan-bench-{rows}-{seed}-{version}.xlsx"
    if not target.exists():
        part = target.with_name(target.stem + ".part.xlsx")
        subprocess.run([sys.executable, str(maker), str(part), str(rows), str(seed)], check=True)
        part.replace(target)
    return target


def ours(source: Path) -> Cost:
    """One run of the command line as a user starts it."""
    with tempfile.TemporaryDirectory(prefix="kepesertaan-bench-") as folder:
        command = [sys.executable, "-m", "kepesertaan.cli", "bersihkan", str(source)]
        return measure([*command, "--keluar", folder, "--json"], good=(0, 1))


def baseline(source: Path) -> Cost:
    """One run of the plain script."""
    with tempfile.TemporaryDirectory(prefix="kepesertaan-bench-") as folder:
        return measure([sys.executable, str(HERE / "bench_baseline.py"), str(source), folder])


def steps(source: Path) -> Cost:
    """One run of ours with a clock at reading and writing, and the floor of reading."""
    return measure([sys.executable, str(HERE / "bench.py"), "langkah", "--source", str(source)])


def run_here(source: Path, folder: Path) -> Any:
    """Run ours in this process; its report."""
    from kepesertaan.actions.registry import all_actions
    from kepesertaan.run.dispatch import run_job
    from kepesertaan.run.plan import Options, plan_jobs

    options = Options(date.today(), folder)
    (job,) = plan_jobs([source], options)
    action = all_actions()["bersihkan"]
    return run_job(action.id, job, options, progress=lambda _text: None)


def clocked(module: Any, name: str, spent: dict[str, float]) -> None:
    """Put a CPU clock around a function of a module (its own children included)."""
    function: Callable[..., Any] = getattr(module, name)

    def timed(*args: Any, **options: Any) -> Any:
        before = sum(os.times()[:4])
        try:
            return function(*args, **options)
        finally:
            spent[name] = spent.get(name, 0.0) + sum(os.times()[:4]) - before

    setattr(module, name, timed)


def print_steps(source: Path) -> None:
    """CPU seconds of calamine alone, and of our reading and writing inside a whole run."""
    from python_calamine import CalamineWorkbook

    before = time.process_time()
    for sheet in CalamineWorkbook.from_path(str(source)).sheet_names:
        CalamineWorkbook.from_path(str(source)).get_sheet_by_name(sheet).to_python()
    spent = {"calamine": time.process_time() - before}
    gc.collect()
    from kepesertaan.run import check, findings, write

    before = time.process_time()
    for module, name in (
        (check, "read_book"),
        (check, "participant_tables"),
        (check, "remember"),
        (write, "edit_package"),
        (write, "check_result"),
        (findings, "write_findings"),
    ):
        clocked(module, name, spent)
    with tempfile.TemporaryDirectory(prefix="kepesertaan-bench-") as folder:
        run_here(source, Path(folder))
    print(json.dumps(spent | {"total": time.process_time() - before}))


def profile(source: Path, lines: int = 30) -> None:
    """Run ours here under cProfile: what costs most by own time; our functions by whole time."""
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    with tempfile.TemporaryDirectory(prefix="kepesertaan-bench-") as folder:
        profiler.enable()
        run_here(source, Path(folder))
        profiler.disable()
    stats = pstats.Stats(profiler)
    stats.sort_stats("tottime").print_stats(lines)
    stats.sort_stats("cumulative").print_stats(r"kepesertaan[\\/]", lines)


def compare(source: Path, runs: int) -> None:
    """Measure everything on one workbook and print it."""
    mine = [ours(source) for _ in range(runs)]
    parts, theirs = steps(source).said, baseline(source)
    best = min(mine, key=lambda cost: cost.cpu)
    print(f"{'':26}{'CPU s':>9}{'wall s':>9}{'peak MiB':>10}")
    for n, cost in enumerate(mine, 1):
        print(f"{f'ours, run {n}':26}{cost.cpu:9.2f}{cost.wall:9.2f}{cost.peak:10.0f}")
    print(f"{'pandas + openpyxl':26}{theirs.cpu:9.2f}{theirs.wall:9.2f}{theirs.peak:10.0f}")
    print("baseline by step, CPU s:  " + _listed(theirs.said["detik"]))
    print_counts(best.said, theirs.said)
    print_ratios(mine, theirs)
    print_floor(parts, statistics.median(cost.cpu for cost in mine))


def print_counts(ours_said: dict[str, Any], theirs_said: dict[str, Any]) -> None:
    """Whether both did the same work: their rules are written twice and differ a little."""
    for name, label in (("diubah", "cells changed"), ("ditandai", "cells flagged")):
        print(f"{label:26}{ours_said[name]:>9} ours {theirs_said[name]:>9} baseline")


def print_ratios(mine: list[Cost], theirs: Cost) -> None:
    """Baseline divided by the median of our runs."""
    print("baseline / ours:          ", end="")
    for name, label in (("cpu", "CPU"), ("wall", "wall"), ("peak", "memory")):
        median = statistics.median(getattr(cost, name) for cost in mine)
        print(f"{label} {getattr(theirs, name) / median:.1f}x", end="  ")
    print()


def print_floor(parts: dict[str, float], cpu: float) -> None:
    """The share of our time that is reading and writing, and the floor: calamine and splicing."""
    total = parts.pop("total")
    print("ours by step, CPU s:      " + _listed(parts))
    reading, floor = parts["read_book"], parts["calamine"]
    writing = parts["edit_package"] + parts["write_findings"]
    print(
        f"of our {total:.1f} CPU s (in one process): reading {reading / total:.0%} "
        f"(calamine alone {floor / total:.0%}), writing both books {writing / total:.0%}"
    )
    print(f"floor (calamine + writing both books) {floor + writing:.1f} CPU s; "
          f"ours is {cpu / (floor + writing):.1f}x the floor")  # fmt: skip


def _listed(seconds: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in seconds.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument(
        "what", choices=["bersihkan", "langkah", "jutaan", "piutang", "laporan", "rekap"]
    )
    parser.add_argument(
        "--rows",
        type=int,
        help="100,000 (piutang: companies), a million of jutaan, 200 reports, 500 books of rekap",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3, help="runs of ours; the median counts")
    parser.add_argument("--profile", action="store_true", help="only profile ours, in-process")
    parser.add_argument("--source", type=Path, help="measure this workbook instead of making one")
    wish = parser.parse_args()
    if wish.what == "jutaan":
        from bench_edit import print_million

        print_million(wish.rows or 1_000_000, wish.seed)
        return
    if wish.what == "piutang":
        from bench_piutang import compare as compare_lists

        compare_lists(wish.rows or 100_000, wish.seed)
        return
    if wish.what == "laporan":
        from bench_laporan import compare as compare_reports

        compare_reports(wish.rows or 200)
        return
    if wish.what == "rekap":
        from bench_rekap import compare as compare_rollups

        compare_rollups(wish.rows or 500, wish.seed)
        return
    source = wish.source or workbook(wish.rows or 100_000, wish.seed)
    if wish.what == "langkah":
        print_steps(source)
    elif wish.profile:
        profile(source)
    else:
        print(f"{source.name}, {source.stat().st_size / 1024**2:.1f} MiB", flush=True)
        compare(source, wish.runs)


if __name__ == "__main__":
    main()
