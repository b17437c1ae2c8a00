"""Registers: numbers that nobody gets twice, that say what became of them, and are never reused."""

from __future__ import annotations

import multiprocessing
import stat
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kepesertaan.domain.errors import CannotWrite, UnreadableInput, WrongUse
from kepesertaan.domain.numbers import Claim, Mark, Numbering, written_number
from kepesertaan.run.register import (
    Register,
    find_written,
    put_mark,
    read_register,
    register_folder,
    take_number,
)

DAY = date(2026, 11, 23)
PATTERN = "{{ nomor }}/{{ kode }}/{{ bulan_romawi }}/{{ tahun }}"
LETTERS = Numbering("surat", PATTERN, "IUR")
CLAIM = Claim(DAY, "15009901", "Surat Pemberitahuan", "rina", {"total": "1275000"})


def claim(n: int, day: date = DAY) -> Claim:
    return Claim(day, f"1500{n:04}", "Surat Pemberitahuan")


WRITTEN = [
    (PATTERN, 7, DAY, "007/IUR/XI/2026"),
    ("B/{{nomor}}/{{ bulan }}{{ tahun }}", 1234, date(2027, 1, 4), "B/1234/012027"),
]


@pytest.mark.parametrize(("pattern", "number", "day", "written"), WRITTEN)
def test_a_number_is_written_as_the_office_writes_it(
    pattern: str, number: int, day: date, written: str
) -> None:
    assert written_number(Numbering("surat", pattern, "IUR"), number, day) == written


@pytest.mark.parametrize("pattern", ["{{ kode }}/{{ tahun }}", "{{ nomor }}/{{ cabang }}", ""])
def test_a_pattern_that_cannot_number_takes_no_number(pattern: str, tmp_path: Path) -> None:
    register = read_register(tmp_path, Numbering("surat", pattern))
    with pytest.raises(UnreadableInput, match="Pola nomor"):
        take_number(register, CLAIM)
    assert not list(tmp_path.iterdir())


NUMBERED = [
    (LETTERS, [1, 2, 1]),
    (replace(LETTERS, yearly=False), [1, 2, 3]),
    (replace(LETTERS, first=245), [245, 246, 245]),
]


@pytest.mark.parametrize(("numbering", "numbers"), NUMBERED, ids=["yearly", "running", "goes on"])
def test_numbers_follow_each_other(
    numbering: Numbering, numbers: list[int], tmp_path: Path
) -> None:
    days = (DAY, DAY, date(2027, 1, 4))
    for n, day in enumerate(days):
        take_number(read_register(tmp_path, numbering), claim(n, day))
    read = read_register(tmp_path, numbering)
    assert [entry.number for entry in read.entries] == numbers
    assert [entry.claim for entry in read.entries] == [claim(n, day) for n, day in enumerate(days)]


def test_what_was_claimed_is_read_back_whole(tmp_path: Path) -> None:
    entry = take_number(read_register(tmp_path, LETTERS), CLAIM)
    assert entry.written == "001/IUR/XI/2026"
    assert read_register(tmp_path, LETTERS).entries == [entry]


def test_kinds_do_not_share_numbers(tmp_path: Path) -> None:
    take_number(read_register(tmp_path, LETTERS), CLAIM)
    visits = replace(LETTERS, kind="kunjungan", code="KJ")
    assert take_number(read_register(tmp_path, visits), CLAIM).written == "001/KJ/XI/2026"


def test_the_same_document_has_one_number_however_often_it_is_asked_for(tmp_path: Path) -> None:
    stale = read_register(tmp_path, LETTERS)  # a colleague who read before the others wrote
    first = take_number(read_register(tmp_path, LETTERS), CLAIM)
    other = take_number(read_register(tmp_path, LETTERS), claim(2))
    assert take_number(read_register(tmp_path, LETTERS), CLAIM) == first
    assert take_number(stale, CLAIM).number == first.number
    assert take_number(stale, claim(3)).number == other.number + 1
    assert take_number(stale, replace(CLAIM, day=date(2026, 11, 24))).number == 4


def test_a_number_keeps_its_writing_when_the_office_changes_its_pattern(tmp_path: Path) -> None:
    take_number(read_register(tmp_path, LETTERS), CLAIM)
    anew = read_register(tmp_path, replace(LETTERS, pattern="S-{{ nomor }}"))
    assert [entry.written for entry in anew.entries] == ["001/IUR/XI/2026"]
    assert take_number(anew, claim(2)).written == "S-002"


def test_a_void_number_is_never_reused(tmp_path: Path) -> None:
    register = read_register(tmp_path, LETTERS)
    entry = take_number(register, CLAIM)
    put_mark(register, find_written(register, " 001/iur/xi/2026"), Mark("batal", DAY, "salah", "a"))
    read = read_register(tmp_path, LETTERS)
    assert read.entries[0].marked("batal") == Mark("batal", DAY, "salah", "a")
    assert not read.entries[0].stands
    assert take_number(read, CLAIM).number == entry.number + 1
    assert take_number(read_register(tmp_path, LETTERS), CLAIM).number == entry.number + 1


def test_a_document_is_marked_once(tmp_path: Path) -> None:
    register = read_register(tmp_path, LETTERS)
    stale = read_register(tmp_path, LETTERS)
    take_number(register, CLAIM)
    mine, theirs = (take_number(one, CLAIM) for one in (register, stale))
    put_mark(register, mine, Mark("batal", DAY, "yang pertama"))
    again = put_mark(stale, theirs, Mark("batal", DAY, "yang kedua"))
    assert again.marks == read_register(tmp_path, LETTERS).entries[0].marks
    assert [mark.why for mark in again.marks] == ["yang pertama"]


def test_a_number_nobody_took_cannot_be_found(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="999/IUR"):
        find_written(read_register(tmp_path, LETTERS), "999/IUR/XI/2026")


def _officer(folder: Path, start: object, own: int) -> None:
    start.wait()  # type: ignore[attr-defined]
    register = read_register(folder, LETTERS)
    for n in range(10):
        take_number(register, claim(own * 100 + n))
        take_number(register, claim(9000 + n))  # the same documents for all three


def test_officers_at_once_get_no_number_twice_and_no_document_two(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    officers = [context.Process(target=_officer, args=(tmp_path, start, n)) for n in range(3)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    assert [officer.exitcode for officer in officers] == [0, 0, 0]
    entries = read_register(tmp_path, LETTERS).entries
    assert [entry.number for entry in entries] == list(range(1, 41))
    assert len({entry.claim.key for entry in entries}) == 40


def damaged(folder: Path, name: str) -> Register:
    (folder / "surat" / "2026" / name).write_bytes(b"rusak")
    return read_register(folder, LETTERS)


def test_a_damaged_entry_is_told_and_its_number_stays_taken(tmp_path: Path) -> None:
    take_number(read_register(tmp_path, LETTERS), CLAIM)
    register = damaged(tmp_path, "00001.json.gz")
    assert take_number(register, claim(2)).number == 2
    assert (len(register.entries), len(register.notes)) == (1, 1)
    assert "surat 2026 nomor 1 rusak" in register.notes[0]


def test_a_damaged_mark_still_says_void(tmp_path: Path) -> None:
    register = read_register(tmp_path, LETTERS)
    put_mark(register, take_number(register, CLAIM), Mark("batal", DAY, "salah"))
    assert not damaged(tmp_path, "00001.batal.json.gz").entries[0].stands


def test_strange_files_are_none_of_our_business(tmp_path: Path) -> None:
    take_number(read_register(tmp_path, LETTERS), CLAIM)
    (tmp_path / "surat" / "2026" / "00009 salinan.json.gz").write_bytes(b"x")
    (tmp_path / "surat" / "catatan.txt").write_text("x")
    register = read_register(tmp_path, LETTERS)
    assert (len(register.entries), register.notes) == (1, [])
    assert take_number(register, claim(2)).number == 2


def test_the_register_lies_beside_the_results_or_in_the_teams_folder(tmp_path: Path) -> None:
    home, team = tmp_path / "HASIL" / "Daftar.xlsx", tmp_path / "tim"
    assert register_folder(home, "") == tmp_path / "HASIL" / ".kepesertaan"
    with pytest.raises(CannotWrite, match="register"):
        register_folder(home, str(team))
    team.mkdir()
    assert register_folder(home, str(team)) == team


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands rights down by itself")
def test_colleagues_may_read_and_go_on_numbering(tmp_path: Path) -> None:
    team = tmp_path / "tim"
    team.mkdir(mode=0o770)
    team.chmod(0o770)
    take_number(read_register(team, LETTERS), CLAIM)
    made = [team / "surat", team / "surat" / "2026", team / "surat" / "2026" / "00001.json.gz"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o770, 0o770, 0o660]
