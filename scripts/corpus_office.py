"""LibreOffice's view: the same workbook before and after an edit, both converted and compared."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus_judge import Trial, Verdict, facts_of, run_trial
from corpus_readers import is_near, read_calamine
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.domain.table import CellError, cell_name
from kepesertaan.files.edit import KEEP
from kepesertaan.files.package import open_package

SECONDS = 180  # for one conversion
Grids = dict[str, dict[tuple[int, int], Any]]


def choose_rich(features: dict[Path, set[str]], count: int) -> list[Path]:
    """Workbooks with many features, every feature in turn, rare ones first."""
    rare = Counter(name for names in features.values() for name in names)
    queues = {
        name: sorted((p for p in features if name in features[p]), key=lambda p: -len(features[p]))
        for name in sorted(rare, key=lambda name: rare[name])
    }
    chosen: dict[Path, None] = {}
    while len(chosen) < count and any(queues.values()):
        for queue in queues.values():
            while queue and queue[0] in chosen:
                queue.pop(0)
            if queue and len(chosen) < count:
                chosen[queue.pop(0)] = None
    return list(chosen)


def compare(paths: Iterable[Path], folder: Path) -> Verdict:
    """Edit, convert and compare every one; ``faults`` name the file."""
    total = Verdict()
    for path in paths:
        work = folder / path.stem
        work.mkdir()
        try:
            with open_package(path) as package:
                package.check_all()
                if not is_near(package):
                    total.counts["too far spread for calamine to read what LibreOffice made"] += 1
                    continue
                trial = run_trial(package, work / f"hasil{path.suffix}")
                _compare(trial, work, folder / "profile", total)
        except KepesertaanError:
            total.counts["not edited, so not given to LibreOffice"] += 1
        finally:
            shutil.rmtree(work)
    return total


def _compare(trial: Trial, folder: Path, profile: Path, total: Verdict) -> None:
    name = trial.package.path.name
    before, after = _convert_both(trial.package.path, trial.target, folder / "jadi", profile)
    if before is None:
        total.counts["not read by LibreOffice before either"] += 1
        return
    total.counts["compared in LibreOffice"] += 1
    if after is None:
        total.faults.append(f"{name}: LibreOffice cannot read it any more")
        return
    for sheet in before.keys() - after.keys():
        total.faults.append(f"{name}: LibreOffice no longer shows sheet {sheet}")
    if trial.added and trial.added.name not in after:
        total.faults.append(f"{name}: LibreOffice does not show the added sheet")
    fixed = _moving(trial)
    for sheet in before.keys() & after.keys():
        faults = _compare_sheet(trial, sheet, (before[sheet], after[sheet]), fixed, total)
        total.faults += [f"{name}: LibreOffice, {sheet}: {fault}" for fault in faults]


def _convert_both(old: Path, new: Path, out: Path, profile: Path) -> list[Grids | None]:
    """Together, which starts LibreOffice once; one that is missing then is tried alone."""
    _convert([old, new], out, profile)
    made = [out / f"{path.stem}.xlsx" for path in (old, new)]
    for path, result in zip((old, new), made, strict=True):
        if not result.exists():
            _convert([path], out, profile)
    return [read_calamine(path) if path.exists() else None for path in made]


def _convert(paths: list[Path], out: Path, profile: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless",
               "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out),
               *map(str, paths)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          start_new_session=True) as office:  # fmt: skip
        try:
            office.wait(SECONDS)
        except subprocess.TimeoutExpired:
            _end(office)


def _end(office: subprocess.Popen[bytes]) -> None:
    """LibreOffice is a script that starts a program: both go."""
    os.killpg(office.pid, signal.SIGKILL)


def _moving(trial: Trial) -> dict[str, set[tuple[int, int]]]:
    """Cells whose values may follow an edit: formulas, and all of a sheet with a pivot table."""
    return {facts.name: facts.formulas for facts in facts_of(trial.package)}


def _compare_sheet(
    trial: Trial,
    name: str,
    grids: tuple[dict[tuple[int, int], Any], dict[tuple[int, int], Any]],
    moving: dict[str, set[tuple[int, int]]],
    total: Verdict,
) -> list[str]:
    old, new = grids
    faults: list[str] = []
    touched, asked = trial.touched(name), trial.asked(name)
    sheet = trial.package.sheet(name)
    if sheet is None or name not in moving or trial.package.related(sheet.part, "pivotTable"):
        return faults
    for place in old.keys() - touched - moving[name]:
        total.counts["untouched cells compared in LibreOffice"] += 1
        if not _same(old[place], new.get(place, "")):
            faults.append(f"{cell_name(*place)} {old[place]!r} became {new.get(place)!r}")
    for place in touched & asked.keys():
        value = asked[place].value
        if value is KEEP or isinstance(value, CellError):
            continue
        total.counts["edited cells compared in LibreOffice"] += 1
        if not _same("" if value is None else value, new.get(place, "")):
            faults.append(f"{cell_name(*place)} {new.get(place, '')!r} for {value!r}")
    return faults


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return re.sub(r"\s+", " ", old).strip() == re.sub(r"\s+", " ", new).strip()
    if isinstance(old, float) and isinstance(new, float):
        return abs(old - new) <= 1e-9 * max(1.0, abs(old))
    if hasattr(old, "year") and hasattr(new, "year"):
        return str(old)[:16] == str(new)[: len(str(old)[:16])]
    return bool(old == new)
