"""Saving on shared drives: what lands, what is refused, and in which words."""

from __future__ import annotations

import errno
import logging
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kepesertaan.domain.errors import CannotWrite, FileInUse, KepesertaanError, UnreadableInput
from kepesertaan.files import lock, save, windows
from kepesertaan.files.save import (
    fingerprint,
    replace_safely,
    sweep_unfinished,
    writable_folder,
    write_new,
)
from kepesertaan.files.temporary import ASIDE, make_folder
from kepesertaan.files.troubles import SENTENCES, explained, refusal, trouble_of

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights and calls")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(b"lama")
    return path


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)


def put(data: bytes) -> Callable[[Path], object]:
    return lambda temp: temp.write_bytes(data)


def fail(error: Exception) -> Callable[[Path], object]:
    def raise_it(_: Path) -> None:
        raise error

    return raise_it


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- what lands


def test_the_new_content_stands_alone(book: Path) -> None:
    replace_safely(book, put(b"baru"), expected=fingerprint(book))
    assert book.read_bytes() == b"baru"
    assert names(book.parent) == ["buku.xlsx"]


def test_a_new_file_needs_no_old_one(tmp_path: Path) -> None:
    replace_safely(tmp_path / "hasil.xlsx", put(b"baru"), create_only=True)
    replace_safely(tmp_path / "lain.xlsx", put(b"baru"))
    assert names(tmp_path) == ["hasil.xlsx", "lain.xlsx"]


def test_the_steps_see_what_they_should(book: Path) -> None:
    seen: list[tuple[str, bytes, bytes]] = []

    def look(step: str) -> Callable[[Path], object]:
        return lambda path: seen.append((step, path.read_bytes(), book.read_bytes()))

    def write(temp: Path) -> None:
        assert temp.parent == book.parent
        assert temp.name.startswith(".~kepesertaan-")
        assert temp.suffix == ".xlsx"
        temp.write_bytes(b"baru")

    replace_safely(book, write, verify=look("verify"), backup=look("backup"))
    assert seen == [("verify", b"baru", b"lama"), ("backup", b"lama", b"lama")]


@posix_only
@pytest.mark.parametrize("mode", [0o640, 0o600, 0o664])
def test_rights_stay(book: Path, mode: int) -> None:
    book.chmod(mode)
    seen: list[int] = []
    replace_safely(book, lambda temp: seen.append(stat.S_IMODE(temp.stat().st_mode)))
    assert [*seen, stat.S_IMODE(book.stat().st_mode)] == [mode, mode]


@posix_only
def test_a_link_is_followed(book: Path, tmp_path: Path) -> None:
    (tmp_path / "jauh").mkdir()
    link = tmp_path / "jauh" / "pintas.xlsx"
    link.symlink_to(book)
    replace_safely(link, put(b"baru"))
    assert link.is_symlink()
    assert book.read_bytes() == b"baru"


def test_a_touched_but_equal_file_is_not_a_changed_one(book: Path) -> None:
    seen = fingerprint(book)
    os.utime(book, (1, 1))
    assert fingerprint(book) == seen
    replace_safely(book, put(b"baru"), expected=seen)
    assert book.read_bytes() == b"baru"


# --- what is refused


@pytest.mark.parametrize("step", ["write", "verify", "backup"])
@pytest.mark.parametrize(
    ("raised", "shown"),
    [
        (ValueError("bug"), ValueError),
        (UnreadableInput("tidak utuh"), UnreadableInput),
        (OSError(errno.ENOSPC, "full"), CannotWrite),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_failing_step_changes_nothing(
    book: Path, step: str, raised: Exception, shown: type[BaseException]
) -> None:
    steps = {"write": put(b"baru"), step: fail(raised)}
    with pytest.raises(shown):
        replace_safely(book, **steps)  # type: ignore[arg-type]
    assert book.read_bytes() == b"lama"
    assert names(book.parent) == ["buku.xlsx"]


def save_as_colleague(book: Path) -> None:
    other = book.with_name("kawan")
    other.write_bytes(b"kawa")  # as long as before
    other.replace(book)


@pytest.mark.parametrize(
    "meanwhile",
    [save_as_colleague, lambda book: book.write_bytes(b"lamb"), lambda book: book.unlink()],
    ids=["replaced", "written into", "removed"],
)
def test_a_colleagues_change_is_never_written_over(
    book: Path, meanwhile: Callable[[Path], object]
) -> None:
    seen = fingerprint(book)

    def write(temp: Path) -> None:
        temp.write_bytes(b"baru")
        meanwhile(book)

    with pytest.raises(CannotWrite, match="diubah orang lain"):
        replace_safely(book, write, expected=seen)
    assert not book.exists() or book.read_bytes() in (b"kawa", b"lamb")
    assert [name for name in names(book.parent) if name.startswith(".")] == []


def test_create_only_never_writes_over(book: Path) -> None:
    with pytest.raises(CannotWrite, match=r"buku\.xlsx sudah ada"):
        replace_safely(book, put(b"baru"), create_only=True)
    assert book.read_bytes() == b"lama"
    assert names(book.parent) == ["buku.xlsx"]


def test_a_read_only_file_is_said_before_any_work(book: Path) -> None:
    book.chmod(0o444)
    with pytest.raises(CannotWrite, match="hanya-baca"):
        replace_safely(book, fail(AssertionError("worked")))


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("tiada/buku.xlsx", "tidak dapat dijangkau"),
        ("buku.xlsx/di dalam.xlsx", "tidak dapat dijangkau"),
        ("n" * 300, "terlalu panjang"),
        ("folder", "bukan file biasa"),
    ],
)
def test_places_that_take_no_file(book: Path, where: str, sentence: str) -> None:
    (book.parent / "folder").mkdir()
    with pytest.raises(CannotWrite, match=sentence):
        replace_safely(book.parent / where, fail(AssertionError("worked")))


def test_writable_folder(tmp_path: Path) -> None:
    writable_folder(tmp_path)
    assert names(tmp_path) == []
    with pytest.raises(CannotWrite, match="tidak dapat dijangkau"):
        writable_folder(tmp_path / "tiada")


@posix_only
def test_a_folder_without_write_right(tmp_path: Path) -> None:
    folder = tmp_path / "punya orang"
    folder.mkdir(0o555)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            writable_folder(folder)
        except CannotWrite as error:
            code = 0 if "tidak berhak menulis" in str(error) else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_a_missing_file_has_no_fingerprint(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"tiada\.xlsx tidak dapat dibaca"):
        fingerprint(tmp_path / "tiada.xlsx")


# --- busy files and odd servers


def replace_answering(monkeypatch: pytest.MonkeyPatch, answers: list[int | None]) -> None:
    """``os.replace`` fails with each error number in turn, the last for ever; None: it works."""
    real = os.replace

    def answer(source: Path, target: Path) -> None:
        number = answers.pop(0) if len(answers) > 1 else answers[0]
        if number is not None:
            raise OSError(number, "as told")
        real(source, target)

    monkeypatch.setattr(os, "replace", answer)


@posix_only
@pytest.mark.usefixtures("no_waiting")
def test_a_busy_target_is_tried_again(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_answering(monkeypatch, [errno.EBUSY, errno.ETXTBSY, None])
    replace_safely(book, put(b"baru"), expected=fingerprint(book))
    assert book.read_bytes() == b"baru"


@posix_only
def test_what_is_saved_while_we_wait_is_seen(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_answering(monkeypatch, [errno.EBUSY, None])
    monkeypatch.setattr(time, "sleep", lambda _: book.write_bytes(b"kawan"))
    with pytest.raises(CannotWrite, match="diubah orang lain"):
        replace_safely(book, put(b"baru"), expected=fingerprint(book))
    assert book.read_bytes() == b"kawan"


@posix_only
@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    ("owner", "sentence"),
    [(b"\x04Budi" + b" " * 50, "sedang dibuka Budi"), (None, "sedang dipakai program lain")],
)
def test_a_target_that_stays_busy(
    book: Path, monkeypatch: pytest.MonkeyPatch, owner: bytes | None, sentence: str
) -> None:
    if owner:
        book.with_name("~$buku.xlsx").write_bytes(owner)
    replace_answering(monkeypatch, [errno.EBUSY])
    with pytest.raises(FileInUse, match=sentence):
        replace_safely(book, put(b"baru"))
    assert book.read_bytes() == b"lama"
    assert not list(book.parent.glob(".~*"))


@posix_only
def test_a_server_that_did_it_but_lost_its_answer(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def replace_and_fail(source: Path, target: Path) -> None:
        real(source, target)
        raise OSError(errno.ENOENT, "lost")

    monkeypatch.setattr(os, "replace", replace_and_fail)
    replace_safely(book, put(b"baru"))
    assert book.read_bytes() == b"baru"


@posix_only
def test_a_folder_that_cannot_be_flushed_is_a_warning(
    book: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = os.fsync

    def sync_files_only(fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "no")
        real(fd)

    monkeypatch.setattr(os, "fsync", sync_files_only)
    with caplog.at_level(logging.WARNING):
        replace_safely(book, put(b"baru"))
    assert book.read_bytes() == b"baru"
    assert "could not be flushed" in caplog.text
    assert "buku" not in caplog.text


# --- new files that are never written over


def test_write_new_makes_its_folder_and_writes_once(tmp_path: Path) -> None:
    path = tmp_path / ".kepesertaan" / "jurnal" / "1.json"
    write_new(path, b"satu")
    with pytest.raises(FileExistsError):
        write_new(path, b"dua")
    assert path.read_bytes() == b"satu"
    assert names(path.parent) == ["1.json"]


@posix_only
@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EINVAL])
def test_write_new_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(number, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    write_new(tmp_path / "1.json", b"satu")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "1.json", b"dua")
    assert (tmp_path / "1.json").read_bytes() == b"satu"
    assert names(tmp_path) == ["1.json"]


@posix_only
def test_of_many_writers_of_one_name_one_wins(tmp_path: Path) -> None:
    def write_all(who: int) -> int:
        won = 0
        for number in range(20):
            try:
                write_new(tmp_path / f"{number}.json", b"%d" % who * 1000)
            except FileExistsError:
                continue
            won += 1
        return won

    pids = []
    for who in range(6):
        pid = os.fork()
        if pid == 0:
            code = 100
            try:
                code = write_all(who)
            finally:
                os._exit(code)
        pids.append(pid)
    won = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
    assert sum(won) == 20
    contents = [path.read_bytes() for path in tmp_path.iterdir()]
    assert len(contents) == 20
    assert all(len(data) == 1000 and len(set(data)) == 1 for data in contents)


def test_write_new_where_a_file_stands_for_the_folder(tmp_path: Path) -> None:
    (tmp_path / "jurnal").write_bytes(b"")
    with pytest.raises(CannotWrite):
        write_new(tmp_path / "jurnal" / "1.json", b"satu")


def test_no_folder_is_made_above_a_missing_drive() -> None:
    class Drive(type(Path())):  # type: ignore[misc]
        @property
        def parent(self) -> Path:
            return self

        def is_dir(self) -> bool:
            return False

    with pytest.raises(FileNotFoundError):
        make_folder(Drive("Z:"))


# --- leftovers of a crash


def test_sweep_takes_only_our_old_ones(tmp_path: Path) -> None:
    (tmp_path / "ada.xlsx").write_bytes(b"baru")
    old = [
        ".~kepesertaan-00000001.xlsx",
        f"{ASIDE}00000002-ada.xlsx",
        f"{ASIDE}00000003-hilang.xlsx",
        ".~lock.ada.xlsx#",
        "~$ada.xlsx",
    ]
    for name in old:
        (tmp_path / name).write_bytes(b"lama")
        os.utime(tmp_path / name, (time.time() - 4000,) * 2)
    (tmp_path / ".~kepesertaan-00000004.xlsx").write_bytes(b"sedang ditulis")
    assert sweep_unfinished(tmp_path) == 3
    assert names(tmp_path) == sorted(
        [".~kepesertaan-00000004.xlsx", *old[3:], "ada.xlsx", "hilang.xlsx"]
    )
    assert (tmp_path / "ada.xlsx").read_bytes() == b"baru"
    assert (tmp_path / "hilang.xlsx").read_bytes() == b"lama"
    assert sweep_unfinished(tmp_path) == 0


def test_sweep_of_a_missing_folder_is_nothing(tmp_path: Path) -> None:
    assert sweep_unfinished(tmp_path / "tiada") == 0


# --- the words


class FromWindows(OSError):
    def __init__(self, winerror: int) -> None:
        super().__init__(errno.EINVAL, "from Windows")
        self.winerror = winerror


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, ""), "full"),
        (OSError(errno.EDQUOT, ""), "full"),
        (OSError(errno.EFBIG, ""), "full"),
        (OSError(errno.EACCES, ""), "no right"),
        (OSError(errno.EROFS, ""), "read-only disk"),
        (OSError(errno.ENAMETOOLONG, ""), "too long"),
        (OSError(errno.ESTALE, ""), "gone"),
        (OSError(errno.EHOSTDOWN, ""), "gone"),
        (OSError(errno.EBUSY, ""), "in use"),
        (OSError(errno.EIO, ""), "unknown"),
        (FromWindows(5), "no right"),
        (FromWindows(19), "read-only disk"),
        (FromWindows(32), "in use"),
        (FromWindows(33), "in use"),
        (FromWindows(53), "gone"),
        (FromWindows(64), "gone"),
        (FromWindows(112), "full"),
        (FromWindows(1295), "full"),
        (FromWindows(206), "too long"),
        (FromWindows(1117), "unknown"),
    ],
)
def test_each_error_number_has_its_sentence(tmp_path: Path, error: OSError, kind: str) -> None:
    assert trouble_of(error) == kind
    code = getattr(error, "winerror", error.errno)
    assert str(explained(error, tmp_path / "a.xlsx")) == str(
        refusal(kind, tmp_path / "a.xlsx", code)
    )


@pytest.mark.parametrize("kind", SENTENCES)
def test_sentences_name_the_file_and_what_to_do(kind: str) -> None:
    error = refusal(kind, Path("/bersama/iuran/a.xlsx"), 5)
    assert isinstance(error, FileInUse if kind == "in use" else CannotWrite)
    assert isinstance(error, KepesertaanError)
    assert error.code == 4
    text = str(error)
    assert "a.xlsx" in text
    assert text.endswith(".")
    assert "{" not in text
    assert len(text) < 220


def test_long_names_and_prefixes_do_not_flood_the_sentence() -> None:
    assert len(str(refusal("full", Path("/s") / ("n" * 200)))) < 200
    assert "?" not in str(refusal("full", Path("\\\\?\\UNC\\pc\\iuran/a.xlsx")))


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("C:\\iuran\\a.xlsx", "C:\\iuran\\a.xlsx"),
        ("\\\\pc\\iuran\\a.xlsx", "\\\\pc\\iuran\\a.xlsx"),
        ("C:\\" + "n" * 200, "\\\\?\\C:\\" + "n" * 200),
        ("\\\\pc\\iuran\\" + "n" * 200, "\\\\?\\UNC\\pc\\iuran\\" + "n" * 200),
        ("C:/x/../" + "n" * 200, "\\\\?\\C:\\" + "n" * 200),
        ("\\\\?\\C:\\" + "n" * 200, "\\\\?\\C:\\" + "n" * 200),
        ("\\\\?\\UNC\\pc\\" + "n" * 200, "\\\\?\\UNC\\pc\\" + "n" * 200),
    ],
)
def test_long_windows_paths(path: str, wanted: str) -> None:
    assert windows.extended(path) == wanted


def test_room_for_our_own_names() -> None:
    """A folder short enough to stay plain has room for the longest name beside the file."""
    own = len(ASIDE) + 9
    assert windows.LONG_FROM + own < 260
    assert sum(lock.PAUSES) == pytest.approx(10, abs=0.5)
    assert save.PAUSES is lock.PAUSES
