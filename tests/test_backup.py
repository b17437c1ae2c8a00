"""Copies before a change: whole, not too many, not too few, and back in place with one call."""

from __future__ import annotations

import re
import stat
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kepesertaan.domain.errors import CannotWrite, UnreadableInput
from kepesertaan.files import backup
from kepesertaan.files.backup import back_up, list_backups, restore_backup

NOON = datetime(2026, 11, 22, 12, 0)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(b"isi 0")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".kepesertaan" / "cadangan" / "buku"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_is_named_by_its_minute(book: Path, folder: Path) -> None:
    first = back_up(book, folder, now=NOON)
    second = back_up(book, folder, now=NOON)
    assert [first.name, second.name] == ["2026-11-22T1200-1.xlsx", "2026-11-22T1200-2.xlsx"]
    assert first.read_bytes() == second.read_bytes() == b"isi 0"
    assert names(folder) == [first.name, second.name]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{4}-1\.xlsx", back_up(book, folder).name)


def test_the_tenth_copy_of_a_minute_is_the_newest(book: Path, folder: Path) -> None:
    made = [back_up(book, folder, now=NOON) for _ in range(11)]
    assert list_backups(folder) == made[::-1]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_a_copy_is_for_no_more_eyes_than_the_book(book: Path, folder: Path) -> None:
    book.chmod(0o600)
    assert stat.S_IMODE(back_up(book, folder).stat().st_mode) == 0o600


def test_the_newest_and_one_a_day_stay(book: Path, folder: Path) -> None:
    for day in range(30):
        for hour in range(4):
            now = NOON + timedelta(days=day, hours=hour)
            newest = back_up(book, folder, keep=6, days=10, now=now)
    times = [path.name[:15] for path in list_backups(folder)]
    last = NOON + timedelta(days=29)
    by_count = [last + timedelta(hours=hour) for hour in (3, 2, 1, 0)]
    by_count += [last + timedelta(days=-1, hours=hour) for hour in (3, 2)]
    by_day = [last - timedelta(days=day) for day in range(10)]
    wanted = sorted({*by_count, *by_day}, reverse=True)
    assert times == [f"{time:%Y-%m-%dT%H%M}" for time in wanted]
    assert list_backups(folder)[0] == newest


@pytest.mark.parametrize("keep", [0, 1])
def test_the_copy_just_made_always_stays(book: Path, folder: Path, keep: int) -> None:
    back_up(book, folder, now=NOON + timedelta(days=400))  # a clock that was wrong
    made = back_up(book, folder, keep=keep, days=0, now=NOON)
    assert made.exists()


def test_what_is_not_ours_stays(book: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    kept = ["2020-01-01T0000-1 penting.xlsx", "2020-01-01T0000-1.xlsm", "catatan.txt"]
    for name in kept:
        (folder / name).write_bytes(b"")
    for _ in range(3):
        made = back_up(book, folder, keep=1, days=0, now=NOON)
    assert names(folder) == sorted([*kept, made.name])
    assert list_backups(folder, ".xlsx") == [made]


def test_no_folder_no_copies(folder: Path) -> None:
    assert list_backups(folder) == []


def test_a_missing_book_makes_no_copy(book: Path, folder: Path) -> None:
    book.unlink()
    with pytest.raises(CannotWrite):
        back_up(book, folder)
    assert names(folder) == []


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        (lambda book, temp: book.write_bytes(b"isi 9"), "diubah orang lain"),
        (lambda book, temp: temp.write_bytes(b"isi"), "tidak tersimpan utuh"),
    ],
    ids=["book saved meanwhile", "disk lies"],
)
def test_a_copy_that_is_not_the_book_is_refused(
    book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, meanwhile, sentence: str
) -> None:
    real = backup.flush

    def flush(temp: Path) -> None:
        real(temp)
        meanwhile(book, temp)

    def pour(source: Path, temp: Path) -> None:
        temp.write_bytes(b"isi 0 dan isi 9")

    if "orang lain" in sentence:
        monkeypatch.setattr(backup, "_pour", pour)  # read while it was being saved
    monkeypatch.setattr(backup, "flush", flush)
    with pytest.raises(CannotWrite, match=sentence):
        back_up(book, folder)
    assert names(folder) == []


def test_restoring_keeps_what_stood_there(book: Path, folder: Path) -> None:
    old = back_up(book, folder, now=NOON)
    book.write_bytes(b"isi 1")
    kept = restore_backup(old, book, folder)
    assert book.read_bytes() == b"isi 0"
    assert kept is not None
    assert kept.read_bytes() == b"isi 1"
    assert restore_backup(kept, book, folder) is not None
    assert book.read_bytes() == b"isi 1"


def test_restoring_a_lost_book(book: Path, folder: Path) -> None:
    old = back_up(book, folder, now=NOON)
    book.unlink()
    assert restore_backup(old, book, folder) is None
    assert book.read_bytes() == b"isi 0"


@pytest.mark.parametrize("name", ["2026-02-30T0900-1.xlsx", "2026-11-22T2561-1.xlsx", "x.xlsx"])
def test_files_that_only_look_like_copies_are_left_alone(
    book: Path, folder: Path, name: str
) -> None:
    back_up(book, folder, now=NOON)
    (folder / name).write_bytes(b"orang lain")
    back_up(book, folder, now=NOON)
    assert len(list_backups(folder)) == 2
    assert (folder / name).read_bytes() == b"orang lain"


def test_a_lost_copy_restores_nothing(book: Path, folder: Path) -> None:
    old = back_up(book, folder, now=NOON)
    old.unlink()
    with pytest.raises(UnreadableInput, match="tidak dapat dibaca"):
        restore_backup(old, book, folder)
    assert book.read_bytes() == b"isi 0"


def test_restoring_never_prunes_the_copy_it_reads(book: Path, folder: Path) -> None:
    old = back_up(book, folder, now=datetime(2020, 1, 1))
    for hour in range(25):
        (folder / f"2026-11-22T{hour:04}-1.xlsx").write_bytes(b"isi 5")
    book.write_bytes(b"isi 1")
    restore_backup(old, book, folder)
    assert book.read_bytes() == b"isi 0"
