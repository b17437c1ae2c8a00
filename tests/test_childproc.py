"""The child process: results and errors come back, deaths become sentences, bugs stay bugs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kepesertaan.domain.errors import SheetNotRecognised, UnreadableInput
from kepesertaan.files import childproc
from kepesertaan.files.childproc import ChildBug, run_each, run_limited, stop_workers
from kepesertaan.files.lock import is_alive

FILE = Path("folder") / "peserta.xlsx"


def double(number: int) -> int:
    return 2 * number


def count(path: Path, progress: Callable[[Any], None]) -> str:
    for number in range(3):
        progress(number)
    return path.name


def whoami(_: Path) -> int:
    return os.getpid()


def wait_long(told: Path) -> None:
    told.write_text(str(os.getpid()))
    time.sleep(600)


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that comes soon; a minute at most."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def abort(_: Path) -> None:
    os.abort()


def leave(_: Path) -> None:
    os._exit(0)


def hoard(_: Path) -> int:
    return len(bytearray(1 << 40))


def sleep(_: Path) -> None:
    time.sleep(60)


def wait_for(path: Path, progress: Callable[[Any], None]) -> str:
    progress("begun")
    until(path.exists)
    return path.name


def mistake(_: Path) -> None:
    raise ZeroDivisionError("salah hitung")


def unpicklable(_: Path) -> Any:
    return lambda: None


def unrecognised(_: Path) -> None:
    raise SheetNotRecognised("Lembar tidak dikenali.")


def noise(_: Path) -> None:
    os.write(1, b"NOISE")
    os.write(2, b"NOISE")
    sys.stderr.write("NOISE")


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    yield
    stop_workers()


@pytest.fixture(autouse=True)
def no_job_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slowly a child starts, it is used again."""
    monkeypatch.setattr(childproc, "LONG_JOB", 3600.0)


def test_result_and_progress_come_back():
    heard: list[Any] = []
    assert run_limited(double, (21,)) == 42
    assert run_limited(count, (FILE,), progress=heard.append) == "peserta.xlsx"
    assert heard == [0, 1, 2]


@pytest.mark.parametrize(
    ("job", "seconds", "why"),
    [(abort, 60, "rusak"), (leave, 60, "rusak"), (hoard, 60, "memori"), (sleep, 1, "1 detik")],
)
def test_a_death_is_a_sentence_and_the_next_job_runs(
    job: Callable[[Path], None], seconds: float, why: str
):
    with pytest.raises(UnreadableInput, match=why) as caught:
        run_limited(job, (FILE,), seconds=seconds)
    assert str(caught.value).startswith("Berkas peserta.xlsx tidak dapat dibaca: ")
    assert run_limited(double, (1,)) == 2


def test_our_errors_keep_their_class_and_message():
    with pytest.raises(SheetNotRecognised, match=r"^Lembar tidak dikenali\.$"):
        run_limited(unrecognised, (FILE,))


@pytest.mark.parametrize(("job", "trace"), [(mistake, "salah hitung"), (unpicklable, "pickle")])
def test_bugs_carry_their_traceback(job: Callable[[Path], Any], trace: str):
    with pytest.raises(ChildBug, match="Traceback") as caught:
        run_limited(job, (FILE,))
    assert trace in str(caught.value)


def test_a_worker_is_used_again_until_it_had_long_work(monkeypatch: pytest.MonkeyPatch):
    first = run_limited(whoami, (FILE,))
    assert first != os.getpid()
    assert run_limited(whoami, (FILE,)) == first
    monkeypatch.setattr(childproc, "LONG_JOB", 0.0)
    run_limited(whoami, (FILE,))
    assert run_limited(whoami, (FILE,)) != first


def one_of_many(number: int) -> int:
    if number in (3, 5):
        os.abort()
    if number == 4:
        raise SheetNotRecognised("Lembar tidak dikenali.")
    return [number, 1 // number][0]


@pytest.mark.parametrize("at_once", [1, 3, 12])
def test_each_of_many_calls_has_its_own_end(at_once: int):
    ends = run_each(one_of_many, [(number,) for number in range(12)], at_once=at_once)
    assert [ends[number] for number in (1, 2, *range(6, 12))] == [1, 2, *range(6, 12)]
    assert [type(ends[n]) for n in (0, 3, 4, 5)] == [
        ChildBug, UnreadableInput, SheetNotRecognised, UnreadableInput,
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="asks POSIX whether a process is there")
def test_of_many_children_one_waits_for_more():
    pids = run_each(whoami, [(FILE,)] * 3, at_once=3)
    assert len(set(pids)) == 3
    assert sum(map(is_alive, pids)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize(("free", "told"), [(8, "0123"), (3, "OSError")])
def test_where_no_other_child_can_be_started_one_does_all(free: int, told: str, tmp_path: Path):
    """A child takes seven open files while it starts and two later."""
    program = tmp_path / "program.py"
    program.write_text(
        "import os, resource, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import test_childproc as test\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))\n"
        "held = []\n"
        "try:\n"
        "    while True:\n"
        "        held.append(os.open(os.devnull, os.O_RDONLY))\n"
        "except OSError:\n"
        f"    for one in held[-{free}:]:\n"
        "        os.close(one)\n"
        "try:\n"
        "    ends = test.run_each(test.double, [(n / 2,) for n in range(4)], at_once=3)\n"
        "    print(*(int(end) for end in ends), sep='')\n"
        "except OSError:\n"
        "    print('OSError')\n"
    )
    said = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60)
    assert (said.stdout.strip(), said.stderr) == (told, "")


def test_a_call_that_hangs_holds_up_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Of ten minutes six go by while two calls are at work, and six more when a third has begun."""
    hangs, second, third = (tmp_path / name for name in ("hangs", "second", "third"))
    begun: list[int] = []
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + 360 * max(0, len(begun) - 1))
    monkeypatch.setattr(childproc, "time", clock)

    def let_go(place: int, _value: Any) -> None:
        begun.append(place)
        if len(begun) > 1:
            (second, third)[len(begun) - 2].touch()

    calls = [(hangs,), (second,), (third,)]
    ends = run_each(wait_for, calls, at_once=2, seconds=600, progress=let_go)
    assert isinstance(ends[0], UnreadableInput)
    assert "600 detik" in str(ends[0])
    assert (ends[1:], begun[-1]) == (["second", "third"], 2)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_worker_that_died_while_it_waited_is_replaced():
    first = run_limited(whoami, (FILE,))
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert run_limited(whoami, (FILE,)) != first


def test_a_child_does_not_run_the_program_again(tmp_path: Path):
    program = tmp_path / "program.py"
    program.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "open(sys.argv[1], 'a').write('x')\n"
        "import test_childproc\n"
        "print(test_childproc.run_limited(test_childproc.double, (21,)))\n"
    )
    told = tmp_path / "told"
    said = subprocess.run(
        [sys.executable, program, told], capture_output=True, text=True, check=True, timeout=60
    )
    assert (said.stdout, said.stderr, told.read_text()) == ("42\n", "", "x")


@pytest.mark.skipif(sys.platform == "win32", reason="asks POSIX whether a process is there")
def test_a_worker_ends_with_a_parent_that_was_killed(tmp_path: Path):
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "if __name__ == '__main__':\n"
        "    import test_childproc\n"
        "    test_childproc.run_limited(test_childproc.wait_long, [Path(sys.argv[1])])\n"
    )
    told = tmp_path / "pid"
    parent = subprocess.Popen([sys.executable, "-c", program, str(told)])
    until(lambda: told.exists() and told.read_text() != "")
    parent.kill()
    parent.wait()
    until(lambda: not is_alive(int(told.read_text())))


def test_nothing_of_the_child_reaches_the_terminal(capfd: pytest.CaptureFixture[str]):
    run_limited(noise, (FILE,))
    with pytest.raises(UnreadableInput):
        run_limited(abort, (FILE,))
    assert capfd.readouterr() == ("", "")
