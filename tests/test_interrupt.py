"""Stopping a run with Ctrl-C, and limits that are of the job and not of the child that does it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files.childproc import run_limited
from kepesertaan.files.lock import is_alive

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of POSIX")
FILE = Path("folder") / "peserta.xlsx"
RUN = """
import os, sys, time
from pathlib import Path
from kepesertaan.files.childproc import run_each

def work(path):
    path.with_suffix(f".{os.getpid()}").touch()
    time.sleep(60)

if __name__ == "__main__":
    from long import work  # a child finds it by the name of its file
    try:
        print("siap", flush=True)
        run_each(work, [(Path(__file__),)] * 9, at_once=int(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
"""

STEPS = """
import os, signal, sys
from pathlib import Path
from kepesertaan.files import childproc

def work(path):
    return os.getpid()

def interrupted(step):
    # Ctrl-C comes at this step (a call, or a return from one to C); returns how the run ended
    steps = 0
    def count(frame, event, _):
        nonlocal steps
        if event in ("call", "c_return") and frame.f_code.co_filename.endswith(WHERE):
            steps += 1
            if steps == step:
                sys.setprofile(None)
                signal.raise_signal(signal.SIGINT)
    try:
        sys.setprofile(count)
        childproc.run_each(work, [(Path(__file__),)] * 3, at_once=2)
    except KeyboardInterrupt:
        return "stopped"
    finally:
        sys.setprofile(None)
    return "done"

WHERE = ("childproc.py", "subprocess.py", "threading.py", "queue.py")
if __name__ == "__main__":
    from steps import work
    first, by = map(int, sys.argv[1:])
    for step in range(first, 10_000, by):
        childproc.stop_workers()
        ended = interrupted(step)
        assert len(childproc.run_each(work, [(Path(__file__),)])) == 1, step
        if ended == "done":
            break
    print("whole", step > 200)
"""


@pytest.mark.parametrize("first", [1, 3])
def test_ctrl_c_at_any_step_of_beginning_and_ending_children_ends_the_run(
    first: int, tmp_path: Path
):
    """It leaves no lock taken and no thread half begun: the next run works."""
    script = tmp_path / "steps.py"
    script.write_text(STEPS)
    run = subprocess.run(
        [sys.executable, script, str(first), "4"], capture_output=True, text=True, timeout=300
    )
    assert (run.stdout, run.stderr) == ("whole True\n", ""), run.stderr


@contextlib.contextmanager
def started(*args: str | Path, **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Python with these arguments, and a terminal's group of its own; nothing of it is left."""
    options |= {"stdout": subprocess.PIPE, "start_new_session": True}
    with subprocess.Popen([sys.executable, *args], **options) as run:
        try:
            yield run
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)


@pytest.mark.parametrize("children", [1, 3])
@pytest.mark.parametrize("delay", [0.0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.5])
def test_ctrl_c_ends_parent_and_child_without_a_word(delay: float, children: int, tmp_path: Path):
    """The terminal sends the signal to the whole group, whatever the child is doing just then."""
    script = tmp_path / "long.py"
    script.write_text(textwrap.dedent(RUN))
    with started(script, str(children), stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "siap\n"
        time.sleep(delay)
        os.killpg(run.pid, signal.SIGINT)
        _, errors = run.communicate(timeout=20)
    assert (run.returncode, errors) == (130, "")
    begun = [int(note.suffix[1:]) for note in tmp_path.glob("long.[0-9]*")]
    assert not any(map(is_alive, begun))


def take_memory(_: Path, size: int) -> int:
    return len(bytearray(size))


def test_a_larger_limit_holds_after_a_smaller_one():
    with pytest.raises(UnreadableInput, match="memori"):
        run_limited(take_memory, (FILE, 600 << 20), memory_bytes=512 << 20)
    assert (
        run_limited(take_memory, (FILE, 1 << 20), memory_bytes=512 << 20, seconds=3600) == 1 << 20
    )
    assert run_limited(take_memory, (FILE, 600 << 20), memory_bytes=6 << 30) == 600 << 20


def everything(terminal: int) -> bytes:
    """What stands in a terminal whose other side is closed."""
    said = b""
    while True:
        try:
            said += os.read(terminal, 1000)
        except OSError:
            return said


def test_ctrl_c_in_a_command_is_no_mistake_of_ours(tmp_path: Path):
    """The command line says that it was stopped, and nothing is written."""
    import pty

    line = "Uraian;Target;Realisasi\n" + "Kunjungan;5;4\n" * 3000
    for number in range(120):
        (tmp_path / f"{number}.csv").write_text(line)
    ours, theirs = pty.openpty()
    out = tmp_path / "HASIL"
    command = ("-m", "kepesertaan.cli", "rekap", tmp_path, "--keluar", out)
    with started(*command, stderr=theirs, env=os.environ | {"HOME": str(tmp_path)}) as run:
        os.close(theirs)
        said = b""
        while b"membaca" not in said:
            said += os.read(ours, 1000)
        os.killpg(run.pid, signal.SIGINT)
        run.communicate(timeout=20)
    said += everything(ours)
    os.close(ours)
    assert "Dibatalkan. Berkas yang belum selesai tidak diubah." in said.decode()
    assert run.returncode == 130
    assert "kesalahan" not in said.decode()
    assert not out.exists()
