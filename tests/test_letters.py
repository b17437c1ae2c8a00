"""Letters: which one is a company's next, and when."""

from __future__ import annotations

from datetime import date

import pytest

from kepesertaan.domain.letters import Level, next_letter
from kepesertaan.domain.numbers import Claim, Entry, Mark

TELL, FIRST, SECOND = (
    Level("pemberitahuan", "Surat Pemberitahuan", 1, 0),
    Level("teguran-1", "Surat Teguran 1", 2, 10),
    Level("teguran-2", "Surat Teguran 2", 2, 10),
)
LEVELS = (TELL, FIRST, SECOND)
DAY = date(2026, 11, 23)  # a Monday
FREE = {date(2026, 11, 12)}


def sent(level: Level, day: date, *marks: Mark) -> Entry:
    return Entry(
        1, "001/XI/2026", Claim(day, "15009901", level.id, facts={"nama": level.name}), marks
    )


def renamed(day: date) -> Entry:
    return sent(Level(TELL.id, "Surat Ingatan", 1, 0), day)


VOID = Mark("batal", DAY, "salah alamat")
OTHER = Entry(1, "1", Claim(DAY, "15009901", "Undangan"))


def paid(day: date) -> Mark:
    return Mark("lunas", day, "")


NEXT = [  # id, months, letters sent, the level due, part of why not
    ("none yet", 1, [], TELL, ""),
    ("nothing unpaid", 0, [], None, "mulai 1 bulan"),
    ("many months, none yet", 9, [], TELL, ""),
    ("told 9 working days ago", 3, [sent(TELL, date(2026, 11, 9))], None, "Surat Teguran 1 mulai 24-11-2026"),
    ("told 10 working days ago", 3, [sent(TELL, date(2026, 11, 6))], FIRST, ""),
    ("told, one month only", 1, [sent(TELL, date(2026, 1, 8))], None, "mulai 2 bulan"),
    ("warned once", 3, [sent(FIRST, date(2026, 11, 1)), sent(TELL, date(2026, 10, 1))], SECOND, ""),
    ("warned twice", 3, [sent(SECOND, date(2026, 11, 1))], None, "Semua tingkat sudah dikirim: Surat Teguran 2 01-11-2026"),
    ("a letter of another kind", 1, [OTHER], TELL, ""),
    ("the letter of today again", 3, [sent(TELL, DAY)], TELL, ""),
    ("the last level of today again", 3, [sent(SECOND, DAY)], SECOND, ""),
    ("a void letter was never sent", 3, [sent(TELL, date(2026, 1, 8), VOID)], TELL, ""),
    ("the void letter of today", 3, [sent(TELL, DAY, VOID)], TELL, ""),
    ("a void warning", 3, [sent(TELL, date(2026, 1, 8)), sent(FIRST, DAY, VOID)], FIRST, ""),
    ("paid in between", 3, [sent(SECOND, date(2026, 1, 8), paid(date(2026, 2, 2)))], TELL, ""),
    ("told, warned, paid", 3,
     [sent(TELL, date(2026, 1, 8)), sent(FIRST, date(2026, 1, 28), paid(date(2026, 2, 2)))], TELL, ""),
    ("paid, then told anew", 3,
     [sent(SECOND, date(2026, 1, 8), paid(date(2026, 2, 2))), sent(TELL, date(2026, 11, 6))], FIRST, ""),
    ("the level has another name now", 3, [renamed(date(2026, 11, 6))], FIRST, ""),
    ("the level had another name", 3, [renamed(date(2026, 11, 9))], None, "Masa tunggu: Surat Ingatan 09-11-2026"),
    ("a letter of a later day", 3, [sent(TELL, date(2026, 11, 30))], None, "mulai 14-12-2026"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("months", "letters", "level", "why"), [c[1:] for c in NEXT], ids=[c[0] for c in NEXT]
)
def test_the_next_letter(months: int, letters: list[Entry], level: Level | None, why: str) -> None:
    found = next_letter(months, DAY, letters, LEVELS, FREE)
    assert found.level == level
    assert why in found.why_not
    assert bool(found.why_not) == bool(found.what_now) == (level is None)
