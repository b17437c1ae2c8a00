"""The real commands killed before every operation that changes a file, on a small book.

``scripts/crash.py`` says what must hold afterwards, and does the same at every system call of the
practice book. The figures are printed (``pytest -s``).
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("forks and kills as POSIX does", allow_module_level=True)

import crash
from crash import FINDINGS, PER, RESULT, SCENES, Scene, act, history, judge, make_stage, said
from kepesertaan.run import dispatch
from kepesertaan.run.tick import read_findings
from test_command import ROWS, book, values
from traced import end_of, start

CHANGES = {
    "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate",
    "os.utime",
}  # fmt: skip
TERAPKAN = Scene(
    "terapkan", (("periksa", "DAFTAR.xlsx", PER),), ("terapkan", FINDINGS, PER), RESULT
)
IN_PLACE = SCENES[1]


@pytest.fixture(autouse=True)
def small_book_in_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands work on four people, without a child process of their own for each."""
    monkeypatch.setattr(crash, "PRACTICE", book(tmp_path / "KECIL.xlsx", ROWS))

    def run_here(work: Callable[..., Any], args: tuple[Any, ...], **more: Any) -> Any:
        return work(*args, progress=more["progress"])

    monkeypatch.setattr(dispatch, "run_limited", run_here)
    monkeypatch.setattr(os, "fsync", lambda _file: None)  # a kill loses nothing that was written


def killed_when(is_time: Callable[[str, tuple[Any, ...]], bool], work: Callable[[], int]) -> int:
    """Kill a fork as it is about to change a file the chosen way; as ``end_of`` tells."""

    def watch(event: str, args: tuple[Any, ...]) -> None:
        changes = event in CHANGES or (event == "open" and _writes(*args))
        if changes and is_time(event, args):
            os.kill(os.getpid(), signal.SIGKILL)

    def watched() -> int:
        sys.addaudithook(watch)
        return work()

    return end_of(start(watched))


def _writes(_path: object, mode: str | None, flags: int) -> bool:
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) or bool(
        set(mode or "") & set("wax+")
    )


def look_of(folder: Path) -> frozenset[tuple[str, str]]:
    """What lies in a folder: finished books and their content, entries, and whether more does."""
    found = set()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        place, is_whole = path.parent.relative_to(folder).as_posix(), path.name[:2] != ".~"
        if is_whole and path.suffix == ".xlsx":
            found.add((place, hashlib.sha256(path.read_bytes()).hexdigest()))
        else:
            found.add((place, "".join(path.suffixes) if is_whole else "unfinished"))
    return frozenset(found)


@pytest.mark.parametrize("scene", [*SCENES, TERAPKAN], ids=lambda scene: scene.name)
def test_killed_before_every_change_of_a_file(scene: Scene, tmp_path: Path) -> None:
    """Every kill leaves one of some states; what must hold is looked at once for each."""
    stage = make_stage(scene, tmp_path)
    states: dict[frozenset[tuple[str, str]], str] = {}
    figures: Counter[str] = Counter()
    at, end = 0, -signal.SIGKILL
    while end == -signal.SIGKILL:
        at, left = at + 1, [at]
        folder = stage.copy(tmp_path / "salinan")

        def is_time(_event: str, _args: object, left: list[int] = left) -> bool:
            left[0] -= 1
            return left[0] < 0

        end = killed_when(is_time, lambda folder=folder: act(stage, folder))
        look = look_of(folder)
        if look not in states:
            states[look] = judge(stage, folder)
        figures[states[look]] += 1
    kills = f"killed before each of {at - 1} changes: {dict(figures)}, {len(states)} states"
    sys.stdout.write(f"\n{scene.name}: {kills}\n")
    assert end in (0, 1)
    assert figures["old"] > 10
    assert figures["new"] > 3


# --- cut off between the workbook and the list of what was changed in it


def before_the_list_stands(event: str, args: tuple[Any, ...]) -> bool:
    return event in ("os.rename", "os.link") and str(args[1]).endswith("DAFTAR_temuan.xlsx")


def changes_listed(folder: Path) -> int:
    lines = read_findings(folder / "DAFTAR_temuan.xlsx")[1]
    return sum(line.level == "Pasti" for line in lines)


def cut_off(tmp_path: Path) -> Path:
    """A folder in which a workbook was changed in place, and its list does not stand yet."""
    stage = make_stage(IN_PLACE, tmp_path)
    folder = stage.copy(tmp_path / "salinan")
    end = killed_when(before_the_list_stands, lambda: act(stage, folder))
    assert end == -signal.SIGKILL
    assert (folder / "DAFTAR.xlsx").read_bytes() == stage.new
    assert not (folder / "DAFTAR_temuan.xlsx").exists()
    return folder


def test_the_next_run_puts_the_list_of_a_run_cut_off_before_it(tmp_path: Path) -> None:
    folder = cut_off(tmp_path)
    done = (folder / "DAFTAR.xlsx").read_bytes()
    code, text = said(folder, IN_PLACE.command)
    assert code == 1
    assert (
        "Pekerjaan sebelumnya terputus sesudah berkas ini diubah; daftar temuannya kini ada" in text
    )
    assert "7 sel dirapikan" in text
    assert changes_listed(folder) == 7
    assert (folder / "DAFTAR.xlsx").read_bytes() == done
    assert len(history(folder, "DAFTAR.xlsx")) == 1
    assert not (folder / ".kepesertaan" / "menunggu" / "DAFTAR_temuan").exists()
    assert said(folder, ("urungkan", "DAFTAR.xlsx"))[0] == 0
    assert values(folder / "DAFTAR.xlsx") == values(tmp_path / "KECIL.xlsx")


def test_the_late_list_replaces_no_list_of_a_person(tmp_path: Path) -> None:
    folder = cut_off(tmp_path)
    own = folder / "DAFTAR_temuan.xlsx"
    own.write_bytes(b"catatan saya sendiri")
    code, text = said(folder, IN_PLACE.command)
    assert (code, "DAFTAR_temuan.xlsx sudah ada" in text) == (4, True)
    assert own.read_bytes() == b"catatan saya sendiri"
    own.unlink()
    assert "daftar temuannya kini ada" in said(folder, IN_PLACE.command)[1]
    assert changes_listed(folder) == 7


def test_after_a_run_cut_off_before_the_workbook_all_is_done_anew(tmp_path: Path) -> None:
    stage = make_stage(IN_PLACE, tmp_path)
    folder = stage.copy(tmp_path / "salinan")

    def before_the_book_stands(event: str, args: tuple[Any, ...]) -> bool:
        return event == "os.rename" and str(args[1]).endswith("DAFTAR.xlsx")

    killed_when(before_the_book_stands, lambda: act(stage, folder))
    assert (folder / "DAFTAR.xlsx").read_bytes() == stage.old
    assert (folder / ".kepesertaan" / "menunggu" / "DAFTAR_temuan" / "DAFTAR_temuan.xlsx").exists()
    assert history(folder, "DAFTAR.xlsx") == []
    code, text = said(folder, IN_PLACE.command)
    assert (code, "terputus sesudah berkas ini diubah" in text) == (1, False)
    assert "sementara dari pekerjaan yang terputus sudah dibersihkan" in text
    assert (folder / "DAFTAR.xlsx").read_bytes() == stage.new
    assert (changes_listed(folder), len(history(folder, "DAFTAR.xlsx"))) == (7, 1)
