"""Letters: amounts in words, the next level of a company, and numbers that nobody gets twice."""

from __future__ import annotations

import multiprocessing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kepesertaan.domain.letters import Letter, Level, next_letter
from kepesertaan.domain.terbilang import in_words, rupiah_in_words
from kepesertaan.run.letter_register import read_register, take_number

WORDS = [
    (0, "nol"),
    (1, "satu"),
    (10, "sepuluh"),
    (11, "sebelas"),
    (12, "dua belas"),
    (19, "sembilan belas"),
    (20, "dua puluh"),
    (21, "dua puluh satu"),
    (100, "seratus"),
    (101, "seratus satu"),
    (111, "seratus sebelas"),
    (200, "dua ratus"),
    (999, "sembilan ratus sembilan puluh sembilan"),
    (1_000, "seribu"),
    (1_001, "seribu satu"),
    (1_100, "seribu seratus"),
    (2_000, "dua ribu"),
    (11_000, "sebelas ribu"),
    (100_000, "seratus ribu"),
    (101_000, "seratus satu ribu"),
    (1_000_000, "satu juta"),
    (1_001_000, "satu juta seribu"),
    (2_145_750, "dua juta seratus empat puluh lima ribu tujuh ratus lima puluh"),
    (1_000_000_000, "satu miliar"),
    (1_000_000_001_000, "satu triliun seribu"),
]


@pytest.mark.parametrize(("number", "words"), WORDS)
def test_a_number_in_words(number: int, words: str) -> None:
    assert in_words(number) == words
    assert rupiah_in_words(number) == f"{words} rupiah"


def test_a_number_without_words_is_refused() -> None:
    assert in_words(10**15 - 1).startswith("sembilan ratus sembilan puluh sembilan triliun")
    for number in (10**15, -(10**15)):
        with pytest.raises(ValueError, match="too large"):
            in_words(number)


UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}
AS_TWO = {
    "sepuluh": "satu puluh", "sebelas": "satu belas", "seratus": "satu ratus", "seribu": "satu ribu",
}  # fmt: skip


def number_of(words: str) -> int:
    """The number of some words, read the other way round."""
    total = group = unit = 0
    for word in " ".join(AS_TWO.get(word, word) for word in words.split()).split():
        if word in UNITS:
            group, unit = group + unit, UNITS.index(word)
        elif word in SCALES:
            total, group, unit = total + (group + unit) * SCALES[word], 0, 0
        else:
            group += {"belas": 10 + unit, "puluh": 10 * unit, "ratus": 100 * unit}[word]
            unit = 0
    return total + group + unit


@given(some.integers(0, 10**15 - 1))
def test_words_read_back_give_the_number(number: int) -> None:
    assert number_of(in_words(number)) == number


# --- levels

TELL, FIRST, SECOND = (
    Level("Surat Pemberitahuan", 1, 0),
    Level("Surat Teguran 1", 2, 14),
    Level("Surat Teguran 2", 2, 14),
)
LEVELS = (TELL, FIRST, SECOND)
DAY = date(2026, 11, 22)


def sent(level: Level, day: date) -> Letter:
    return Letter(1, day, "15009901", level.name)


NEXT = [  # id, months, letters sent, the level due, part of why not
    ("none yet", 1, [], TELL, ""),
    ("nothing unpaid", 0, [], None, "mulai 1 bulan"),
    ("many months, none yet", 9, [], TELL, ""),
    ("told 13 days ago", 3, [sent(TELL, date(2026, 11, 9))], None, "Surat Teguran 1 mulai 23-11-2026"),
    ("told 14 days ago", 3, [sent(TELL, date(2026, 11, 8))], FIRST, ""),
    ("told, one month only", 1, [sent(TELL, date(2026, 1, 8))], None, "mulai 2 bulan"),
    ("warned once", 3, [sent(FIRST, date(2026, 11, 1)), sent(TELL, date(2026, 10, 1))], SECOND, ""),
    ("warned twice", 3, [sent(SECOND, date(2026, 11, 1))], None, "tahap penagihan berikutnya"),
    ("a letter of another kind", 1, [Letter(1, DAY, "15009901", "Undangan")], TELL, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("months", "letters", "level", "why"), [c[1:] for c in NEXT], ids=[c[0] for c in NEXT]
)
def test_the_next_letter(months: int, letters: list[Letter], level: Level | None, why: str) -> None:
    found, said = next_letter(months, DAY, letters, LEVELS)
    assert found == level
    assert why in said


# --- numbers


def letter(number: int) -> Letter:
    return Letter(number, DAY, "15009901", TELL.name, "rina")


def test_numbers_follow_each_other_and_begin_anew_each_year(tmp_path: Path) -> None:
    taken = [take_number(tmp_path, letter, year).number for year in (2026, 2026, 2027)]
    assert taken == [1, 2, 1]
    assert read_register(tmp_path).letters == [letter(1), letter(2), letter(1)]


def _officer(folder: Path, start: object, count: int) -> None:
    start.wait()  # type: ignore[attr-defined]
    for _ in range(count):
        take_number(folder, letter, 2026)


def test_officers_at_once_get_no_number_twice(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    officers = [context.Process(target=_officer, args=(tmp_path, start, 15)) for _ in range(3)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    assert [officer.exitcode for officer in officers] == [0, 0, 0]
    assert [found.number for found in read_register(tmp_path).letters] == list(range(1, 46))


def test_a_damaged_entry_is_told_and_its_number_stays_taken(tmp_path: Path) -> None:
    take_number(tmp_path, letter, 2026)
    (tmp_path / "2026" / "00001.json.gz").write_bytes(b"rusak")
    assert take_number(tmp_path, letter, 2026).number == 2
    register = read_register(tmp_path)
    assert (register.letters, len(register.notes)) == ([letter(2)], 1)
    assert "2026 nomor 1 rusak" in register.notes[0]
