"""Run the command on the generated files as a user would, and score the result."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from .score import Score, score_file

CODES = (0, 1)  # done, done with findings


def run_command(folder: Path) -> str:
    """Run `kepesertaan bersihkan OUT/in --keluar OUT/out`; give its complaint, or nothing."""
    out = folder / "out"
    if out.exists():
        shutil.rmtree(out)
    command = [sys.executable, "-m", "kepesertaan.cli", "bersihkan", str(folder / "in")]
    done = subprocess.run(
        [*command, "--keluar", str(out)], capture_output=True, text=True, check=False
    )
    if done.returncode in CODES:
        return ""
    return f"exit code {done.returncode}\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}"


def score_folder(folder: Path) -> list[Score]:
    """Score every file whose truth lies in the folder."""
    paths = sorted((folder / "truth").glob("*.json"))
    return [score_file(json.loads(path.read_text(encoding="utf-8")), folder) for path in paths]
