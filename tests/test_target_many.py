"""Many target sheets read by several children: same result, same order, nothing lost, none left."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kepesertaan.domain.errors import Cancelled
from kepesertaan.files import childproc
from kepesertaan.files.childproc import stop_workers
from kepesertaan.files.lock import is_alive
from kepesertaan.rules.target_gathering.sources import FileReading
from kepesertaan.run import target_files
from kepesertaan.run.target_child import Known, read_here
from kepesertaan.run.target_files import children, read_targets

KNOWN = Known((), 2026)
PATIENCE = 60  # seconds, for what comes soon
Paths = tuple[Path, ...]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """130 sheets of four officers; one is broken, one will kill who reads it."""
    made = tmp_path_factory.mktemp("banyak")
    for n in range(130):
        if n < 4:
            sheet(made / f"Target {n:03}.xlsx", f"Petugas {'ABCD'[n]}", 10 * n + 1)
        else:
            shutil.copyfile(made / f"Target {n % 4:03}.xlsx", made / f"Target {n:03}.xlsx")
    (made / "Target 007.xlsx").write_bytes(b"PK\x03\x04 bukan buku")
    (made / "Target 066.xlsx").rename(made / "Target 066 maut.xlsx")
    return made


def sheet(path: Path, officer: str, actual: int) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in (["BULAN NOVEMBER 2026"], [f"Nama : {officer}"], ["Uraian", "Target", "Realisasi"],
                 ["Akuisisi TK PU", 40, actual], ["Kunjungan", 12, 9]):  # fmt: skip
        page.append(line)
    book.save(path)


@pytest.fixture
def paths(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.fixture
def cpus(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set how many processors there are; children of before are not used, those of now are kept
    however slowly they start."""
    stop_workers()
    monkeypatch.setattr(childproc, "LONG_JOB", 3600.0)
    return lambda count: monkeypatch.setattr(target_files, "cpus", lambda: count)


def dies_of_one(paths: Paths, known: Known, *, progress: Any) -> list[FileReading]:
    if any("maut" in path.name for path in paths):
        progress(1)
        os.abort()
    return read_here(paths, known, progress=progress)


def test_several_children_read_what_one_reads(
    paths: list[Path], cpus: Callable[[int], None]
) -> None:
    found, said = {}, dict[int, list[int]]()
    for count in (1, 2):
        cpus(count)
        steps: list[str] = []
        found[count] = read_targets(paths, KNOWN, steps.append, dies_of_one)
        assert {step.removeprefix("membaca ").partition(" ")[2] for step in steps} == {"dari 130"}
        said[count] = [int(step.split()[1]) for step in steps]
    assert found[1] == found[2]
    assert [file.path for file in found[2]] == [str(path) for path in paths]
    assert [file.name for file in found[2] if file.trouble] == [paths[7].name, paths[66].name]
    assert sum(len(file.sheets) for file in found[2]) == 128
    for steps_told in said.values():
        assert steps_told == sorted(steps_told)
        assert {*steps_told} == {*range(1, 131)}


def waits_for_another(paths: Paths, known: Known, *, progress: Any) -> list[FileReading]:
    """Reads nothing; ends when two processes have been here, or none came and it says 0."""
    seen = Path(known.password)
    (seen / str(os.getpid())).touch()
    end = time.monotonic() + PATIENCE
    while len(list(seen.iterdir())) < 2:
        time.sleep(0.01)
        if time.monotonic() > end:
            (seen / "0").touch()
    for place in range(1, len(paths) + 1):
        progress(place)
    return [FileReading(str(path), path.name) for path in paths]


def pids_in(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir()]


def test_children_are_at_work_at_once(
    paths: list[Path], tmp_path: Path, cpus: Callable[[int], None]
) -> None:
    cpus(8)
    known = replace(KNOWN, password=str(tmp_path))
    files = read_targets(paths, known, lambda _step: None, waits_for_another)
    assert [file.path for file in files] == [str(path) for path in paths]
    assert not any(file.trouble for file in files)
    assert len(pids_in(tmp_path)) == 2
    assert all(pids_in(tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="asks POSIX whether a process is there")
def test_who_cancels_leaves_no_child_behind(
    paths: list[Path], tmp_path: Path, cpus: Callable[[int], None]
) -> None:
    def cancel(_step: str) -> None:
        raise Cancelled

    cpus(2)
    known = replace(KNOWN, password=str(tmp_path))
    with pytest.raises(Cancelled):
        read_targets(paths, known, cancel, waits_for_another)
    assert len(pids_in(tmp_path)) == 2
    assert not any(map(is_alive, pids_in(tmp_path)))


def waits_for_the_parent(paths: Paths, known: Known, *, progress: Any) -> list[FileReading]:
    """Reads nothing; ends when the parent has done something."""
    end = time.monotonic() + PATIENCE
    while not Path(known.password).exists():
        assert time.monotonic() < end
        time.sleep(0.01)
    return [FileReading(str(path), path.name) for path in paths]


def test_the_parent_has_time_while_they_read(paths: list[Path], tmp_path: Path) -> None:
    note = tmp_path / "catatan"
    known = replace(KNOWN, password=str(note))
    files = read_targets(
        paths[:3], known, lambda _step: None, waits_for_the_parent, meanwhile=note.touch
    )
    assert not any(file.trouble for file in files)


@pytest.mark.parametrize(
    ("files", "processors", "expected"),
    [(1, 4, 1), (13, 4, 1), (119, 4, 1), (120, 4, 2), (120, 1, 1), (500, 2, 2), (500, 3, 3), (500, 16, 4)],
)  # fmt: skip
def test_few_files_are_not_worth_another_child(
    files: int, processors: int, expected: int, tmp_path: Path, cpus: Callable[[int], None]
) -> None:
    cpus(processors)
    assert children([tmp_path / f"{n}.xlsx" for n in range(files)]) == expected


@pytest.mark.parametrize(("bytes_", "expected"), [(8 << 20, 4), ((8 << 20) + 1, 1)])
def test_large_files_are_read_one_after_the_other(
    bytes_: int, expected: int, tmp_path: Path, cpus: Callable[[int], None]
) -> None:
    cpus(4)
    large = tmp_path / "besar.xlsx"
    with large.open("wb") as file:
        file.truncate(bytes_)
    assert children([*[tmp_path / "tidak ada.xlsx"] * 499, large]) == expected
