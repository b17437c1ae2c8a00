"""A reader that dies, hangs, eats memory or has a bug never takes the run down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kepesertaan.domain.errors import FileInUse, UnreadableInput
from kepesertaan.files import childproc
from kepesertaan.files.childproc import ChildBug, run_limited

posix = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of POSIX")
FILE = Path("folder") / "peserta.xlsx"


def echo(value: object) -> object:
    return value


def own_id(_: object = None) -> int:
    return os.getpid()


def die(_: Path) -> None:
    os.kill(os.getpid(), signal.SIGABRT)


def leave(_: Path) -> None:
    os._exit(3)


def sleep(_: Path, seconds: float) -> None:
    time.sleep(seconds)


def take_memory(_: Path, size: int) -> int:
    return len(bytearray(size))


def refuse(path: Path) -> None:
    raise FileInUse(f"{path.name} sedang dibuka.")


def fail(_: Path) -> None:
    raise KeyError("x")


def no_pickle(_: Path) -> object:
    return lambda: None


def tell(path: Path, *, progress: Callable[[str], None]) -> str:
    for step in range(3):
        progress(f"{path.name} {step}")
    return "selesai"


def test_result_and_reuse_of_the_child() -> None:
    assert run_limited(echo, ({"a": [1, None, "ü"]},)) == {"a": [1, None, "ü"]}
    first, second = run_limited(own_id, ()), run_limited(own_id, ())
    assert first == second != os.getpid()


@pytest.mark.parametrize("function", [pytest.param(die, marks=posix), leave])
def test_death_is_one_sentence_and_the_next_job_works(function: Callable[[Path], None]) -> None:
    with pytest.raises(UnreadableInput, match=r"peserta\.xlsx tidak dapat dibaca"):
        run_limited(function, (FILE,))
    assert run_limited(echo, (1,)) == 1


def test_too_slow_is_ended() -> None:
    with pytest.raises(UnreadableInput, match="belum selesai dalam 1 detik"):
        run_limited(sleep, (FILE, 60.0), seconds=1.0)
    assert run_limited(echo, (2,), seconds=3600.0) == 2


@posix
def test_memory_limit_is_of_the_job_not_of_the_child() -> None:
    with pytest.raises(UnreadableInput, match="memori"):
        run_limited(take_memory, (FILE, 600 << 20), memory_bytes=512 << 20)
    assert run_limited(echo, (1,), memory_bytes=512 << 20) == 1
    assert run_limited(take_memory, (FILE, 600 << 20), memory_bytes=6 << 30) == 600 << 20


def test_our_errors_keep_their_class() -> None:
    with pytest.raises(FileInUse, match=r"^peserta\.xlsx sedang dibuka\.$"):
        run_limited(refuse, (FILE,))


@pytest.mark.parametrize("function", [fail, no_pickle])
def test_bugs_carry_their_traceback(function: Callable[[Path], object]) -> None:
    with pytest.raises(ChildBug, match="Traceback"):
        run_limited(function, (FILE,))


def test_progress_arrives_in_order() -> None:
    seen: list[str] = []
    assert run_limited(tell, (FILE,), progress=seen.append) == "selesai"
    assert seen == ["peserta.xlsx 0", "peserta.xlsx 1", "peserta.xlsx 2"]


def test_several_threads_at_once() -> None:
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(run_limited(echo, (n,))))  # type: ignore[misc]
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == [0, 1, 2, 3]


def test_idle_children_can_be_ended() -> None:
    pid = run_limited(own_id, ())
    childproc.stop_workers()
    assert run_limited(own_id, ()) != pid


@posix
@pytest.mark.parametrize("delay", [0.0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.5])
def test_ctrl_c_ends_parent_and_child_without_a_word(delay: float, tmp_path: Path) -> None:
    """The terminal sends the signal to the whole group, whatever the child is doing just then."""
    script = tmp_path / "long.py"
    script.write_text(
        textwrap.dedent(
            """
            import sys, os, time
            from pathlib import Path
            from kepesertaan.files.childproc import run_limited

            def work(path):
                path.with_suffix(".pid").write_text(str(os.getpid()))
                time.sleep(60)

            if __name__ == "__main__":
                print("siap", flush=True)
                try:
                    run_limited(work, (Path(__file__),))
                except KeyboardInterrupt:
                    sys.exit(130)
            """
        )
    )
    run = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "siap\n"
    time.sleep(0.005 + delay)
    os.killpg(run.pid, signal.SIGINT)
    _, errors = run.communicate(timeout=20)
    assert (run.returncode, errors) == (130, "")
    note = tmp_path / "long.pid"
    if note.exists():  # the child had begun the job
        with pytest.raises(ProcessLookupError):
            os.kill(int(note.read_text()), 0)
