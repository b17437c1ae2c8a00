"""Cut whole commands off in every way and see that nothing is lost.

    python scripts/crash.py [--kali 320] [--langkah 1] [--hanya acak,panggilan,galat,penuh]

Four commands (a new result, ``--di-tempat``, Terapkan, Urungkan) on the practice book are killed at
random moments (command, its child, or both), before every system call in turn, told of an error at
every file call, and run on a disk that is full after so many bytes. After each: the workbook is the
whole old or the whole new one, Riwayat says which, the same command again finishes the work,
Urungkan gives back what stood there cell for cell, and nothing unfinished lies about. Prints the
figures; exit code 1 when something was lost. Linux on x86-64.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kepesertaan import cli
from kepesertaan.actions.registry import all_actions
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.files.childproc import stop_workers
from kepesertaan.run.dispatch import run_job
from kepesertaan.run.plan import Job, Options, plan_jobs
from kepesertaan.run.tick import read_findings
from traced import BUG, CHANGING_CALLS, end_of, failing_at, killed_before, start

PRACTICE = Path(__file__).resolve().parent.parent / "workbooks" / "latihan.xlsx"
TODAY = date(2026, 11, 22)
PER = f"--per={TODAY}"
SHEET = "xl/worksheets/sheet1.xml"
RESULT, FINDINGS = "HASIL/DAFTAR_bersih.xlsx", "HASIL/DAFTAR_temuan.xlsx"


@dataclass(frozen=True, slots=True)
class Scene:
    """A command and the workbook it changes; ``before``: commands that lead up to it."""

    name: str
    before: tuple[tuple[str, ...], ...]
    command: tuple[str, ...]
    target: str


SCENES = (
    Scene("bersihkan", (), ("bersihkan", "DAFTAR.xlsx", PER), RESULT),
    Scene(
        "bersihkan --di-tempat", (), ("bersihkan", "DAFTAR.xlsx", "--di-tempat", PER), "DAFTAR.xlsx"
    ),
    Scene(
        "terapkan --di-tempat",
        (("periksa", "DAFTAR.xlsx", PER),),
        ("terapkan", FINDINGS, "--di-tempat", PER),
        "DAFTAR.xlsx",
    ),
    Scene("urungkan", (("bersihkan", "DAFTAR.xlsx", PER),), ("urungkan", RESULT), RESULT),
)


class Lost(Exception):
    """What must not happen has happened."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A scene made ready: its folder, and the workbook and history before and after."""

    scene: Scene
    folder: Path
    old: bytes | None
    new: bytes
    runs: tuple[int, int]  # in the history before and after
    cells: bytes | None  # the sheet before

    def copy(self, to: Path) -> Path:
        """A fresh copy of the folder."""
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.folder, to)
        return to


def make_stage(scene: Scene, under: Path) -> Stage:
    """Run the commands up to the scene in one folder, and the scene itself in a copy of it."""
    folder, after = under / "asal", under / "sesudah"
    for made in (folder, after):
        shutil.rmtree(made, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(PRACTICE, folder / "DAFTAR.xlsx")
    for command in scene.before:
        said(folder, command)
    shutil.copytree(folder, after)
    code, text = said(after, scene.command)
    if code not in (0, 1):
        raise Lost(text)
    old = _bytes(folder / scene.target)
    runs = len(history(folder, scene.target)), len(history(after, scene.target))
    return Stage(scene, folder, old, (after / scene.target).read_bytes(), runs, _sheet(old))


def said(folder: Path, command: Sequence[str]) -> tuple[int, str]:
    """Exit code and words of a command on the files of ``folder``, run in this process."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = cli.main(_with_folder(folder, command))
    return code, out.getvalue()


def _with_folder(folder: Path, command: Sequence[str]) -> list[str]:
    return [str(folder / word) if word.endswith(".xlsx") else word for word in command]


def history(folder: Path, target: str) -> list[str]:
    """The lines of Riwayat."""
    if not (folder / target).exists():
        return []
    lines = json.loads(said(folder, ("riwayat", target, "--json"))[1])["catatan"]
    return [line for line in lines if "belum punya riwayat" not in line]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _sheet(data: bytes | None) -> bytes | None:
    if data is None:
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(SHEET)


# --- what must hold afterwards


def judge(stage: Stage, folder: Path) -> str:
    """Whether the old or the new workbook stands, once all that must hold was looked at."""
    state = _state(stage, folder)
    left = leftovers(folder)
    listed = stage.scene.name.startswith("bersihkan") and _is_listed(stage, folder)
    code, text = said(folder, stage.scene.command)
    need(code in (0, 1, 2), f"running again says {code}: {text}")
    need(_bytes(folder / stage.scene.target) == stage.new, "running again gives another workbook")
    if stage.scene.name.startswith("bersihkan"):
        need(listed or _is_listed(stage, folder), "the list of changes is gone")
    text += _judge_undo(stage, folder)
    need(not leftovers(folder), f"left after running again: {leftovers(folder)}")
    need(not left or "terputus" in text, "leftovers were not told")
    return state


def _state(stage: Stage, folder: Path) -> str:
    """ "old" or "new", and Riwayat agrees."""
    found = _bytes(folder / stage.scene.target)
    need(found in (stage.old, stage.new), "half a workbook")
    is_new = found == stage.new
    runs = len(history(folder, stage.scene.target))
    need(runs == stage.runs[is_new], f"riwayat tells {runs} runs, not {stage.runs[is_new]}")
    need(is_new or stage.scene.target != "DAFTAR.xlsx" or found is not None, "the input is gone")
    return "new" if is_new else "old"


def _is_listed(stage: Stage, folder: Path) -> bool:
    """Whether the list of what was changed stands beside the workbook."""
    path = (folder / stage.scene.target).with_name("DAFTAR_temuan.xlsx")
    return path.exists() and any(line.level == "Pasti" for line in read_findings(path)[1])


def _judge_undo(stage: Stage, folder: Path) -> str:
    """Urungkan gives back what stood there, cell for cell; what it said."""
    target = stage.scene.target
    if stage.scene.name == "urungkan":
        code, text = said(folder, ("urungkan", target, "--catatan", "2"))
        wanted = stage.cells
    else:
        code, text = said(folder, ("urungkan", target))
        with zipfile.ZipFile(PRACTICE) as book:
            wanted = book.read(SHEET)
    need(code == 0, f"urungkan says {code}: {text}")
    need(_sheet(_bytes(folder / target)) == wanted, "urungkan gives back something else")
    return text


def need(true: bool, otherwise: str) -> None:
    """Raise ``Lost`` when it is not so."""
    if not true:
        raise Lost(otherwise)


def leftovers(folder: Path) -> list[str]:
    """Unfinished files of ours; a lock file that nobody holds is no hindrance."""
    return [path.name for path in folder.rglob(".~*") if path.suffix != ".lock"]


# --- the four ways to cut a command off


def at_random(stage: Stage, under: Path, times: int, chance: random.Random) -> Counter[str]:
    """Kill the real command, its child or both at random moments."""
    figures: Counter[str] = Counter()
    length = _seconds(stage, under)
    for n in range(times):
        folder = stage.copy(under / "acak")
        who = ("both", "command", "child")[n % 3]
        run = _begin(stage, folder)
        if n % 2:
            _wait_for_lock(run, folder)
            time.sleep(chance.uniform(0, length / 6))
        else:
            time.sleep(chance.uniform(length / 4, length))
        figures[f"{who} killed" if _kill(run, who) else "had ended"] += 1
        figures[judge(stage, folder)] += 1
    return figures


def _begin(stage: Stage, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kepesertaan.cli", *_with_folder(folder, stage.scene.command)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def _seconds(stage: Stage, under: Path) -> float:
    folder = stage.copy(under / "acak")
    begin = time.monotonic()
    _begin(stage, folder).wait()
    return time.monotonic() - begin


def _wait_for_lock(run: subprocess.Popen[bytes], folder: Path) -> None:
    while run.poll() is None and not any(folder.rglob(".~kerja*")):
        time.sleep(0.001)


def _kill(run: subprocess.Popen[bytes], who: str) -> bool:
    """Kill and wait until nothing of the run is left; whether it was still running."""
    family = _group(run.pid)
    children = [pid for pid in family if pid != run.pid and _is_worker(pid)]
    running = run.poll() is None
    victims = {"both": family, "command": [run.pid], "child": children}[who] if running else []
    for pid in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    run.wait()
    while _group(run.pid):
        time.sleep(0.002)
    return bool(victims)


def _group(leader: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == leader and fields[0] not in "ZX":
                found.append(int(stat.parent.name))
    return found


def _is_worker(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def at_every_call(stage: Stage, under: Path, step: int) -> Counter[str]:
    """Kill the action before each system call that can change the disk."""
    figures: Counter[str] = Counter()
    call, code = 1, None
    while True:
        folder = stage.copy(under / "panggilan")
        code = killed_before(call, lambda folder=folder: act(stage, folder), CHANGING_CALLS)
        if code is not None:
            break
        figures[judge(stage, folder)] += 1
        call += step
    need(code in (0, 1), f"left alone it ends with {code}")
    need(figures["old"] > 0 and figures["new"] > 0, "every kill came too early or too late")
    return figures


def at_every_error(stage: Stage, under: Path, step: int, error: int) -> Counter[str]:
    """Let each file call fail once: the old workbook and a sentence, or the new one."""
    figures: Counter[str] = Counter()
    call, hit = 1, -1
    while hit is not None:
        folder = stage.copy(under / "galat")
        code, hit = failing_at(call, error, False, lambda folder=folder: act(stage, folder))
        need(code != BUG, f"a bug at file call {call} (system call {hit})")
        state = judge(stage, folder)
        need(state == "new" or code in (3, 4), f"exit code {code} and the old workbook, {call}")
        figures[f"{state}, code {code}"] += 1
        call += step
    return figures


def at_every_size(stage: Stage, under: Path, steps: int) -> Counter[str]:
    """Let the disk be full after so many bytes of a file."""
    figures: Counter[str] = Counter()
    largest = 4 * len(stage.new)
    for limit in [*range(0, largest, largest // steps), largest]:

        def limited(folder: Path, limit: int = limit) -> int:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            return act(stage, folder)

        folder = stage.copy(under / "penuh")
        code = end_of(start(lambda folder=folder: limited(folder)))
        state = judge(stage, folder)
        need(code in (0, 1, 4), f"exit code {code} at {limit} bytes")
        need(state == "new" or code == 4, f"exit code {code} and the old workbook")
        figures[f"{state}, code {code}"] += 1
    need(any(name.startswith("new") for name in figures), "never enough room")
    return figures


def act(stage: Stage, folder: Path) -> int:
    """The scene's action in this process, as a child process of the command does it."""
    action, name, *_ = stage.scene.command
    path = folder / name
    options = Options(TODAY, in_place="--di-tempat" in stage.scene.command)
    declared = all_actions()[action]
    try:
        if declared.needs == "peserta":
            (job,) = plan_jobs([path], options)
        else:
            job = Job(path, path, path)
        return run_job(action, job, options, progress=lambda _step: None).kode
    except KepesertaanError as error:
        return error.code


# --- all of it


def main(args: Sequence[str] | None = None) -> int:
    """Print the figures of each scene and way; 1 when something was lost."""
    given = _parser().parse_args(args)
    wanted = given.hanya.split(",")
    lost = 0
    with tempfile.TemporaryDirectory(prefix="kepesertaan-crash-") as made:
        for scene in SCENES:
            stage = make_stage(scene, Path(made))
            act(stage, stage.copy(Path(made) / "hangat"))  # what is imported late is here now
            for name, way in _ways(stage, Path(made), given):
                if name.split()[0] in wanted:
                    lost += _tell(scene, name, way)
    stop_workers()
    return 1 if lost else 0


def _ways(
    stage: Stage, under: Path, given: argparse.Namespace
) -> Iterator[tuple[str, Callable[[], Counter[str]]]]:
    chance = random.Random(20261122)
    yield "acak", lambda: at_random(stage, under, given.kali // len(SCENES), chance)
    yield "panggilan", lambda: at_every_call(stage, under, given.langkah)
    for error in (errno.ENOSPC, errno.EIO, errno.EACCES, errno.ESTALE):
        name = f"galat {errno.errorcode[error]}"
        yield name, lambda error=error: at_every_error(stage, under, given.langkah, error)
    yield "penuh", lambda: at_every_size(stage, under, max(4, 60 // given.langkah))


def _tell(scene: Scene, name: str, way: Callable[[], Counter[str]]) -> bool:
    try:
        figures = way()
    except Lost as what:
        print(f"{scene.name:24} {name:14} LOST: {what}", flush=True)
        return True
    print(f"{scene.name:24} {name:14} {dict(sorted(figures.items()))}", flush=True)
    return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kali", type=int, default=320, help="random kills in all")
    parser.add_argument("--langkah", type=int, default=1, help="every how many calls")
    parser.add_argument("--hanya", default="acak,panggilan,galat,penuh", help="which ways")
    return parser


if __name__ == "__main__":
    sys.exit(main())
