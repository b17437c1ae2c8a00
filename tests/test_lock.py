"""One run at a time, who holds the file, and what becomes of a lock whose owner died."""

from __future__ import annotations

import errno
import os
import platform
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kepesertaan.domain.errors import CannotWrite, FileInUse
from kepesertaan.files import lock
from kepesertaan.files.lock import (
    Owner,
    held_briefly,
    lock_path,
    locked_for_run,
    open_elsewhere,
    owner_line,
    read_owner,
)

PATIENCE = 300  # seconds after which what should have come soon never comes
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="forks and kills as POSIX does")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(b"lama")
    return path


def start(work: Callable[[], object]) -> int:
    """Run ``work`` in a forked child that ends with 0 when it returns; the child's pid."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def end_of(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def lock_until_killed(book: Path) -> int:
    """A child that holds the run lock and does nothing else; its pid once it has it."""
    ours, childs = os.pipe()

    def hold() -> None:
        with locked_for_run(book, "Sri"):
            os.write(childs, b"!")
            time.sleep(60)

    pid = start(hold)
    os.close(childs)
    assert os.read(ours, 1) == b"!"
    os.close(ours)
    return pid


def lock_left(book: Path, host: str, hours: float, pid: int = 1) -> Path:
    """A lock file as a run on ``host`` left it, that nobody holds."""
    path = lock_path(book)
    begun = datetime.now().astimezone() - timedelta(hours=hours)
    path.write_text(owner_line(Owner("Sri", host, pid, begun)))
    return path


# --- the run lock


def test_the_lock_says_who_and_goes(book: Path) -> None:
    with locked_for_run(book, "Budi; Sri"):
        owner = read_owner(lock_path(book).read_text())
        assert owner is not None
        assert (owner.user, owner.host, owner.pid) == ("Budi, Sri", platform.node(), os.getpid())
    assert not lock_path(book).exists()
    with locked_for_run(book):
        pass


def test_the_lock_goes_when_the_run_fails(book: Path) -> None:
    with pytest.raises(ValueError, match="bug"), locked_for_run(book):
        raise ValueError("bug")
    assert not lock_path(book).exists()


def test_a_second_run_is_told_who_where_and_since_when(book: Path) -> None:
    with locked_for_run(book, "Budi"):
        owner = read_owner(lock_path(book).read_text())
        assert owner is not None
        assert owner.start is not None
        with pytest.raises(FileInUse) as told, locked_for_run(book):
            pass
    begun = f"sejak {owner.start:%d-%m-%Y} pukul {owner.start:%H.%M}"
    for part in ("buku.xlsx", "Budi", platform.node(), begun, "tunggu"):
        assert part in str(told.value)
    assert told.value.code == 4


def test_a_folder_is_locked_inside_itself(book: Path) -> None:
    folder = book.parent
    with locked_for_run(folder):
        assert lock_path(folder).parent == folder
        with pytest.raises(FileInUse), locked_for_run(folder):
            pass
        with locked_for_run(book):  # a file of it is another lock
            pass


def test_names_too_long_for_a_lock_are_shortened(tmp_path: Path) -> None:
    book = tmp_path / ("n" * 250 + ".xlsx")
    with locked_for_run(book):
        assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with (
        pytest.raises(CannotWrite, match="tidak dapat dijangkau"),
        locked_for_run(tmp_path / "tiada" / "a.xlsx"),
    ):
        pass


# --- owners that died


@posix_only
def test_the_lock_of_a_killed_run_is_taken_over_at_once(book: Path) -> None:
    pid = lock_until_killed(book)
    with pytest.raises(FileInUse, match="Sri"), locked_for_run(book):
        pass
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert lock_path(book).exists()
    with locked_for_run(book, "Budi"):
        assert "Budi" in lock_path(book).read_text()


@posix_only
@pytest.mark.parametrize(
    ("hours", "parts"),
    [
        (0.5, ["tunggu"]),
        (13, ["13 jam yang lalu", "--ambil-alih"]),
        (100, ["4 hari yang lalu", "--ambil-alih"]),
        (-3, ["tunggu"]),  # that PC's clock is ahead
    ],
)
def test_the_lock_of_another_pc_is_taken_only_when_old_and_asked(
    book: Path, hours: float, parts: list[str]
) -> None:
    lock_left(book, "PC-LAIN", hours)
    for _ in range(2):  # being refused changes nothing
        with pytest.raises(FileInUse) as told, locked_for_run(book):
            pass
        for part in ["Sri", "PC-LAIN", *parts]:
            assert part in str(told.value)
    asked: list[str] = []

    def agree(question: str) -> bool:
        asked.append(question)
        return True

    if hours < 12:
        with pytest.raises(FileInUse, match="tunggu"), locked_for_run(book, may_take=agree):
            pass
        assert not asked
        return
    with locked_for_run(book, "Budi", may_take=agree) as ousted:
        assert ousted.startswith("Sri di komputer PC-LAIN sejak ")
        assert "Budi" in lock_path(book).read_text()
    assert asked[0].endswith("yang lalu. Ambil alih?")


@posix_only
def test_an_old_lock_that_is_still_held_is_not_asked_about(book: Path) -> None:
    with locked_for_run(book):
        lock_left(book, "PC-LAIN", 100)
        with (
            pytest.raises(FileInUse, match="tunggu sampai selesai"),
            locked_for_run(book, may_take=lambda _question: True),
        ):
            pass


@posix_only
@pytest.mark.parametrize("content", ["", "\n", ";;;"])
def test_a_lock_without_an_owner(book: Path, content: str) -> None:
    lock_path(book).write_text(content)
    if not content.strip():
        with locked_for_run(book):
            return
    with pytest.raises(FileInUse, match="orang lain"), locked_for_run(book):
        pass


@posix_only
@pytest.mark.parametrize(("alive", "taken"), [(True, False), (False, True)])
def test_where_the_share_knows_no_flock_the_process_list_decides(
    book: Path, monkeypatch: pytest.MonkeyPatch, alive: bool, taken: bool
) -> None:
    import fcntl

    def no_flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(fcntl, "flock", no_flock)
    dead = start(lambda: None)
    end_of(dead)
    lock_left(book, platform.node(), 1, os.getpid() if alive else dead)
    if taken:
        with locked_for_run(book):
            pass
    else:
        with pytest.raises(FileInUse, match="Sri"), locked_for_run(book):
            pass


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", None),
        (
            "budi;PC-7;412;2026-11-22T09:31:05+07:00",
            ("budi", "PC-7", 412, "2026-11-22T02:31:05+00:00"),
        ),
        ("budi;PC-7;x;kemarin", ("budi", "PC-7", 0, None)),
        ("budi", ("budi", "", 0, None)),
        ("\ufffd\ufffd;;;;;", ("\ufffd\ufffd", "", 0, None)),
    ],
)
def test_owner_lines(text: str, wanted: tuple[object, ...] | None) -> None:
    owner = read_owner(text)
    if owner is None or wanted is None:
        assert owner is wanted
        return
    begun = datetime.fromisoformat(str(wanted[3])) if wanted[3] else None
    assert (owner.user, owner.host, owner.pid, owner.start) == (*wanted[:3], begun)


# --- races


def start_together(works: list[Callable[[], object]]) -> list[int]:
    """Run each in a forked child, none before all are there; their pids."""
    waiting, gate = os.pipe()

    def begin(work: Callable[[], object]) -> None:
        os.close(gate)
        os.read(waiting, 1)  # returns when nobody holds the gate any more
        work()

    pids = [start(lambda work=work: begin(work)) for work in works]
    os.close(gate)
    os.close(waiting)
    return pids


@posix_only
@pytest.mark.parametrize("killing", [False, True], ids=["ending well", "some killed"])
def test_eight_processes_race_and_one_holds(book: Path, killing: bool) -> None:
    """Who holds the lock makes a witness file that must not be there yet."""
    witness, faults, takes = (book.with_name(name) for name in ("saksi", "salah", "giliran"))
    wanted = [20 + 10 * n if killing and n % 2 else 200 for n in range(8)]
    is_late = time.monotonic() + PATIENCE

    def race(number: int) -> None:
        chance, turns = random.Random(number), 0
        while turns < wanted[number]:
            try:
                with locked_for_run(book, f"P{number}"):
                    turns += 1
                    hold(chance, is_last=turns == wanted[number])
            except FileInUse:
                assert time.monotonic() < is_late
                time.sleep(chance.uniform(0, 0.001))

    def hold(chance: random.Random, *, is_last: bool) -> None:
        mine = str(os.getpid())
        try:
            with witness.open("x") as file:
                file.write(mine)
        except FileExistsError:
            faults.touch()
        with takes.open("a") as file:
            file.write(f"{mine}\n")
        time.sleep(chance.uniform(0, 0.001))
        if witness.read_text() != mine:
            faults.touch()
        witness.unlink()
        if is_last and killing:
            os.kill(os.getpid(), signal.SIGKILL)

    pids = start_together([lambda number=number: race(number) for number in range(8)])
    codes = [end_of(pid) for pid in pids]
    assert not faults.exists()
    assert codes == [-signal.SIGKILL if killing else 0] * 8
    turns = Counter(map(int, takes.read_text().split()))
    assert [turns[pid] for pid in pids] == wanted
    sys.stdout.write(f"\n8 processes: {turns.total()} turns, 0 shared, exits {codes}\n")


@posix_only
def test_a_brief_hold_waits_for_its_turn(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PAUSES", (*lock.PAUSES, *[2.0] * 60))  # how long is not asked here
    count = book.with_name("hitungan")
    count.write_text("0")

    def add() -> None:
        for _ in range(25):
            with held_briefly(book):
                number = int(count.read_text())
                time.sleep(0.0005)
                count.write_text(str(number + 1))

    assert [end_of(pid) for pid in [start(add) for _ in range(3)]] == [0, 0, 0]
    assert count.read_text() == "75"


# --- open in Excel or LibreOffice


def excel_owner(ansi: bytes, wide: str | None = None) -> bytes:
    """165 bytes as Excel writes them: the name twice, padded with blanks."""
    first = bytes([len(ansi)]) + ansi.ljust(54)
    if wide is None:
        return first
    second = len(wide).to_bytes(2, "little") + wide.encode("utf-16-le")
    return first + second + b" \x00" * ((165 - len(first) - len(second)) // 2)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (excel_owner(b"Budi Santoso", "Budi Santoso"), "Budi Santoso"),
        (excel_owner(b"Budi Santoso"), "Budi Santoso"),
        (excel_owner(b"Jos\xe9"), "José"),
        (excel_owner(b"????", "Łukasz"), "Łukasz"),
        (excel_owner(b"n" * 54, "n" * 54), "n" * 54),
        (excel_owner(b"Budi", "") + b"\0" * 20, "Budi"),
        (excel_owner(b"Budi")[:55] + b"\xff\xff\x00\xd8", "Budi"),  # damaged second name
        (excel_owner(b"\xff" * 3)[:2], "ÿ"),  # cut off
        (b"\xff" + b"Budi" + b"\0" * 100, "Budi"),
        (b"\0" * 165, ""),
        (b"", ""),
    ],
)
def test_excel_owner_files(book: Path, data: bytes, name: str) -> None:
    book.with_name("~$buku.xlsx").write_bytes(data)
    if sys.platform == "win32":
        assert open_elsewhere(book) is None  # it opens for writing: the file is a leftover
    else:
        assert open_elsewhere(book) == name


@posix_only
@pytest.mark.parametrize(
    ("text", "name"),
    [
        (",root,vm,24.11.2026 00:52,file:///home/x/prof;", "root"),  # as LibreOffice wrote it
        ("Budi Santoso,budi,PC-7,24.11.2026 00:52,file:///x;", "Budi Santoso"),
        ("Santoso\\, Budi,budi,PC-7,24.11.2026 00:52,file:///x;", "Santoso, Budi"),
        ("Łukasz,,,,;", "Łukasz"),
        (",,PC-7,24.11.2026 00:52,;", ""),
        (",", ""),
        ("", ""),
    ],
)
def test_libreoffice_lock_files(book: Path, text: str, name: str) -> None:
    book.with_name(".~lock.buku.xlsx#").write_text(text, encoding="utf-8")
    assert open_elsewhere(book) == name


def test_a_book_nobody_has_open(book: Path) -> None:
    book.with_name("~$lain.xlsx").write_bytes(excel_owner(b"Budi"))
    assert open_elsewhere(book) is None
    assert open_elsewhere(book.with_name("tiada.xlsx")) is None
