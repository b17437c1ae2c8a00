"""What survives when saving is cut off: kills, failing system calls, a full disk, two at once.

Real processes, real files, real kernel errors. The figures are printed (``pytest -s``).
"""

from __future__ import annotations

import errno
import hashlib
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from kepesertaan.domain.errors import CannotWrite, KepesertaanError
from kepesertaan.files.backup import back_up, list_backups
from kepesertaan.files.lock import locked_for_run
from kepesertaan.files.save import fingerprint, replace_safely, write_new

if sys.platform == "win32":
    pytest.skip("forks and kills as POSIX does", allow_module_level=True)

from traced import (
    BUG,
    FSYNC,
    UNLINK,
    WRITE,
    CannotTraceError,
    end_of,
    failing_at,
    killed_before,
    start,
)

SAVED, REFUSED, NOT_NOTED = 0, 4, 5


@pytest.fixture(scope="module")
def tracing() -> None:
    try:
        killed_before(1, lambda: SAVED)
    except CannotTraceError:
        pytest.skip("this machine lets no process be traced")


def book(number: int, size: int = 2000) -> bytes:
    """A file that can tell whether it is whole: digest, number, filling."""
    body = b"%08d" % number + random.Random(number).randbytes(size)
    return hashlib.sha256(body).digest() + body


def number_of(data: bytes) -> int | None:
    """The number of a whole book, None when anything is missing or wrong."""
    whole = len(data) > 40 and hashlib.sha256(data[32:]).digest() == data[:32]
    return int(data[32:40]) if whole else None


def number_in(path: Path) -> int | None:
    return number_of(path.read_bytes())


def check(temp: Path) -> None:
    assert number_in(temp) is not None


def save(folder: Path, number: int, size: int = 2000) -> None:
    target = folder / "buku.xlsx"
    with locked_for_run(target, "Uji"):
        replace_safely(
            target,
            lambda temp: temp.write_bytes(book(number, size)),
            verify=check,
            expected=fingerprint(target),
            backup=lambda path: back_up(path, folder / "cadangan", keep=5, days=0),
        )


def note(folder: Path, number: int) -> None:
    write_new(folder / "catatan" / f"{number}.json", book(number, 300))


def outcome(folder: Path, number: int) -> int:
    """Save and note; the exit code says how far it got."""
    try:
        save(folder, number)
    except KepesertaanError:
        return REFUSED
    try:
        note(folder, number)
    except KepesertaanError:
        return NOT_NOTED
    return SAVED


def leftovers(folder: Path) -> list[str]:
    """Temporary files; a lock file that nobody holds is no hindrance."""
    return [path.name for path in folder.rglob(".~*") if path.suffix != ".lock"]


def broken(folder: Path) -> list[str]:
    """Copies and notes that are not whole; temporary files are not asked."""
    named = [*(folder / "cadangan").glob("2*"), *(folder / "catatan").glob("*.json")]
    return [path.name for path in named if number_in(path) is None]


def tell(figures: str) -> None:
    sys.stdout.write(f"\n{figures}\n")


def new_folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    (folder / "buku.xlsx").write_bytes(book(0))
    return folder


# --- killed at random moments


def save_for_ever(folder: Path, begin: int, pipe: int) -> int:
    number = begin
    while True:
        number += 1
        os.write(pipe, b"b%08d" % number)
        save(folder, number, 30_000)
        os.write(pipe, b"s%08d" % number)
        note(folder, number)
        os.write(pipe, b"n%08d" % number)


def told_by(pipe: int, data: bytes) -> dict[str, int]:
    """The last number the child began, said to be saved, said to be noted; ``data`` came before."""
    while block := os.read(pipe, 1 << 16):
        data += block
    last = {"b": 0, "s": 0, "n": 0}
    for at in range(0, len(data), 9):
        last[data[at : at + 1].decode()] = int(data[at + 1 : at + 9])
    return last


def test_killed_at_random_moments(tmp_path: Path) -> None:
    folder = new_folder(tmp_path, "bersama")
    wait = random.Random(20261122)
    figures: Counter[str] = Counter()
    current = 0
    for _ in range(320):
        ours, childs = os.pipe()
        pid = start(lambda begin=current, pipe=childs: save_for_ever(folder, begin, pipe))
        os.close(childs)
        begun = os.read(ours, 9)
        time.sleep(wait.uniform(0, 0.03))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        said = told_by(ours, begun)
        os.close(ours)
        assert os.WIFSIGNALED(status), "the child ended by itself: a save failed"
        found = number_in(folder / "buku.xlsx")
        assert found is not None, "half a file"
        assert found in (max(current, said["s"]), said["b"]), "older than what was said to be saved"
        assert said["n"] == 0 or (folder / "catatan" / f"{said['n']}.json").exists()
        assert not broken(folder)
        figures["kills"] += 1
        figures["in mid-save"] += said["b"] > said["s"]
        figures["saved but not said"] += found == said["b"] > said["s"]
        figures["saves"] += found - current
        current = found
    tell(f"{dict(figures)}, temporary files left: {len(leftovers(folder))}")
    assert figures["in mid-save"] >= 100
    save(folder, current + 1)  # whatever lies about, the next run works
    assert number_in(folder / "buku.xlsx") == current + 1


# --- killed, or told of an error, at every system call in turn


@pytest.mark.skipif(sys.platform != "linux", reason="traces as Linux does")
@pytest.mark.usefixtures("tracing")
def test_killed_at_every_system_call(tmp_path: Path) -> None:
    warm = new_folder(tmp_path, "hangat")
    assert outcome(warm, 1) == SAVED
    figures: Counter[str] = Counter()
    call, code = 0, None
    while code is None:
        call += 1
        folder = new_folder(tmp_path, str(call))
        code = killed_before(call, lambda folder=folder: outcome(folder, 1))
        found = number_in(folder / "buku.xlsx")
        assert found in (0, 1), f"half a file before system call {call}"
        assert not broken(folder), call
        noted = (folder / "catatan" / "1.json").exists()
        assert found == 1 or not noted, "a note of a save that was not"
        assert found == 0 or [number_in(copy) for copy in list_backups(folder / "cadangan")] == [0]
        figures[("old", "new", "new and noted")[found + noted]] += 1
        save(folder, 2)
    tell(f"killed before each of {call - 1} system calls: {dict(figures)}")
    assert code == SAVED
    assert figures["old"] > 20
    assert figures["new"] > 5


@pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine != "x86_64", reason="knows x86-64's registers"
)
@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_every_file_call_failing(tmp_path: Path, error: int, for_ever: bool) -> None:
    warm = new_folder(tmp_path, "hangat")
    assert outcome(warm, 1) == SAVED
    figures: Counter[str] = Counter()
    codes: dict[int | None, list[int]] = {}
    call, hit = 0, -1
    while hit is not None:
        call += 1
        folder = new_folder(tmp_path, str(call))
        code, hit = failing_at(call, error, for_ever, lambda folder=folder: outcome(folder, 1))
        where = f"call {call} (system call {hit}), exit {code}"
        assert code in (SAVED, REFUSED, NOT_NOTED), where
        found = number_in(folder / "buku.xlsx")
        assert found == (0 if code == REFUSED else 1), where
        assert not broken(folder), where
        if code != REFUSED:
            assert [number_in(copy) for copy in list_backups(folder / "cadangan")] == [0], where
        assert (folder / "catatan" / "1.json").exists() == (code == SAVED), where
        left = leftovers(folder)
        assert for_ever or len(left) <= (hit in UNLINK), f"{where}: {left}"
        save(folder, 2)  # whatever lies about, the next run works
        figures[{SAVED: "saved", REFUSED: "refused", NOT_NOTED: "not noted"}[code]] += 1
        figures["left"] += len(left)
        codes.setdefault(hit, []).append(code)
    tell(f"{errno.errorcode[error]}: {call - 1} calls, {dict(figures)}")
    assert SAVED not in codes[WRITE]
    unflushed = [code for code in codes[FSYNC] if code != SAVED]
    assert len(unflushed) >= 3, "copy, book and note must each be on the disk"


# --- a full disk


@pytest.mark.parametrize("size", [3000, 70_000])
def test_disk_full_at_every_size(tmp_path: Path, size: int) -> None:
    folder = new_folder(tmp_path, "bersama")
    needed = len(book(1, size))
    (folder / "buku.xlsx").write_bytes(book(0, size // 2))

    def limited(limit: int) -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            save(folder, 1, size)
        except CannotWrite as error:
            return REFUSED if "penuh" in str(error) else BUG
        return SAVED

    steps = [*range(0, needed, max(64, size // 40)), needed - 1]
    for limit in steps:
        assert end_of(start(lambda limit=limit: limited(limit))) == REFUSED, limit
        assert number_in(folder / "buku.xlsx") == 0
        assert not broken(folder)
        assert not leftovers(folder)
    assert end_of(start(lambda: limited(needed))) == SAVED
    assert number_in(folder / "buku.xlsx") == 1
    tell(f"disk full at {len(steps)} sizes: refused {len(steps)}, half files 0")


# --- two at once


def add_line(folder: Path, who: str, number: int) -> str:
    """Read, think, save without any run lock: what a colleague's other program would do."""
    target = folder / "daftar.txt"
    line = f"{who}{number}"
    seen = fingerprint(target)
    lines = target.read_text()
    time.sleep(0.002)
    try:
        replace_safely(target, lambda temp: temp.write_text(f"{lines}{line}\n"), expected=seen)
    except CannotWrite as error:
        return "changed" if "diubah orang lain" in str(error) else str(error)
    write_new(folder / "catatan" / f"{line}.json", book(number, 300))
    return line


def test_two_processes_200_times(tmp_path: Path) -> None:
    (tmp_path / "daftar.txt").write_text("")

    waiting, gate = os.pipe()

    def work(who: str) -> int:
        os.close(gate)
        os.read(waiting, 1)  # returns when nobody holds the gate any more: both begin at once
        results = [add_line(tmp_path, who, number) for number in range(200)]
        (tmp_path / f"hasil-{who}").write_text("\n".join(results))
        return SAVED

    pids = [start(lambda who=who: work(who)) for who in "AB"]
    os.close(gate)
    os.close(waiting)
    assert [end_of(pid) for pid in pids] == [SAVED, SAVED]
    results = [line for who in "AB" for line in (tmp_path / f"hasil-{who}").read_text().split()]
    landed = [line for line in results if line != "changed"]
    assert sorted((tmp_path / "daftar.txt").read_text().split()) == sorted(landed)
    assert {path.stem for path in (tmp_path / "catatan").iterdir()} == set(landed)
    assert not broken(tmp_path)
    assert not leftovers(tmp_path)
    assert len(results) == 400
    assert 0 < results.count("changed") < 400
    tell(f"two at once: {len(landed)} landed, {results.count('changed')} told of the change")
