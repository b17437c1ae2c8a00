"""python -m tests.truth OUT [--seed N] [--size kecil|biasa] [--only LAYOUT] [--no-run|--score-only].

Writes dirty workbooks to OUT/in and their truth to OUT/truth, runs the cleaning command into
OUT/out, scores it, and prints a table per layout and per kind. --json also writes OUT/score.json.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from .generate import SIZES, generate
from .score import Score, Tally, score_all

LIMITS = {"fixed": 99.0, "flagged": 98.0, "clean_flagged": 0.2}


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")


def share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None


def figures(tally: Tally) -> dict[str, float | int | None]:
    """The judge's figures of one tally, in per cent."""
    return {
        "wrong": tally.wrong,
        "fixed": share(tally.fixed, tally.fix),
        "flagged": share(tally.flagged, tally.flag),
        "clean_flagged": share(tally.clean_flagged, tally.clean),
        "rows_lost": tally.rows_lost,
    }


def passes(tally: Tally) -> bool:
    """Whether the issue's limits hold."""
    found = figures(tally)
    return (
        tally.wrong == 0
        and tally.rows_lost == 0
        and (found["fixed"] or 0) >= LIMITS["fixed"]
        and (found["flagged"] or 0) >= LIMITS["flagged"]
        and (found["clean_flagged"] or 0) <= LIMITS["clean_flagged"]
    )


def row(name: str, tally: Tally) -> str:
    found = figures(tally)

    def cell(key: str, part: int, whole: int) -> str:
        return f"{part:>6}/{whole:<6}{found[key]:>6}%" if whole else " " * 20

    return (
        f"{name:<38}{tally.wrong:>6}  {cell('fixed', tally.fixed, tally.fix)}"
        f"  {cell('flagged', tally.flagged, tally.flag)}"
        f"  {cell('clean_flagged', tally.clean_flagged, tally.clean)}{tally.rows_lost:>5}"
    )


def report(score: Score, misses: int) -> None:
    """Print the tables, the notes and the first misses of every kind."""
    head = (
        f"{'':<38}{'wrong':>6}  {'certain fixed':>20}  {'flagged':>20}  {'clean flagged':>20} rows"
    )
    say(head)
    for name, tally in score.files.items():
        say(row(name, tally))
    say(row("ALL", score.total()))
    say()
    for name, tally in sorted(score.kinds.items()):
        perfect = tally.wrong == 0 and tally.fixed == tally.fix and tally.flagged == tally.flag
        if not perfect or tally.clean_flagged:
            say(row(name, tally))
    say(f"{len(score.kinds)} kinds in all; perfect ones are not shown")
    shown: dict[tuple[str, str], int] = {}
    for miss in score.misses:
        seen = shown[miss.kind, miss.why] = shown.get((miss.kind, miss.why), 0) + 1
        if seen <= misses:
            say(miss.line())
    for note in score.notes:
        say("note: " + note)


def run_command(out: Path) -> None:
    """Clean OUT/in into OUT/out with the command under judgement."""
    command = [sys.executable, "-m", "kepesertaan.cli", "bersihkan", str(out / "in"),
               "--keluar", str(out / "out")]  # fmt: skip
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    say(f"exit code {done.returncode}, {time.perf_counter() - began:.1f} s")
    if done.returncode not in (0, 1):
        say(done.stdout[-2000:] + done.stderr[-3000:])


def main() -> int:
    """Generate, run, score, as asked; 0 when the limits hold."""
    parser = argparse.ArgumentParser(prog="tests.truth", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", choices=SIZES, default="biasa")
    parser.add_argument("--only")
    parser.add_argument("--no-run", action="store_true")
    parser.add_argument("--score-only", action="store_true")
    parser.add_argument("--misses", type=int, default=3, help="misses shown per kind")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not args.score_only:
        generate(args.out, args.seed, args.size, args.only)
        if args.no_run:
            return 0
        run_command(args.out)
    score = score_all(args.out, args.only)
    report(score, args.misses)
    whole = score.total()
    if args.json:
        lines = [miss.line() for miss in score.misses]
        data = {"total": figures(whole), "misses": lines, "notes": score.notes}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        (args.out / "score.json").write_text(text, encoding="utf-8")
    return 0 if passes(whole) else 1


if __name__ == "__main__":
    sys.exit(main())
