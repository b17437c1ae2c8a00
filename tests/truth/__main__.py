"""`python -m tests.truth OUT [--seed N] [--only LAYOUT] [--rows N] [--no-run | --score-only]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .generate import generate
from .layouts import LAYOUTS
from .report import by_kind, by_layout, by_miss, write_misses
from .run import run_command, score_folder
from .score import total


def say(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.truth", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for in/, truth/, out/ and misses.txt")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[layout.name for layout in LAYOUTS])
    parser.add_argument("--rows", type=int, default=140, help="people per file")
    parser.add_argument("--big", type=int, default=2000, help="people in the big file")
    parser.add_argument("--examples", type=int, default=2, help="misses shown per kind")
    parser.add_argument("--all-kinds", action="store_true")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--no-run", action="store_true", help="generate only")
    how.add_argument("--score-only", action="store_true", help="score what is there")
    return parser.parse_args()


def main() -> int:
    """Generate, run, score, print; 1 when any cell was changed wrongly or a file failed."""
    wish = options()
    if not wish.score_only:
        made = generate(wish.out, wish.seed, wish.rows, wish.big, wish.only)
        say([f"{len(made)} files, {sum(len(t['cells']) for t in made)} planted cells"])
        if wish.no_run:
            return 0
        complaint = run_command(wish.out)
        if complaint:
            say([complaint])
    scores = score_folder(wish.out)
    write_misses(scores, wish.out / "misses.txt")
    for lines in (
        by_layout(scores),
        by_kind(scores, wish.all_kinds),
        by_miss(scores, wish.examples),
    ):
        say([*lines, ""])
    whole = total(scores)
    return int(bool(whole.wrong or whole.failed))


if __name__ == "__main__":
    raise SystemExit(main())
