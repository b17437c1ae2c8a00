"""Letters about arrears: which one is a company's next, and how its number is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True, slots=True)
class Level:
    """One letter of the collection path. ``from_months``: unpaid months past due from which it is
    sent; ``wait_days``: calendar days after the letter before it.
    """

    name: str
    from_months: int
    wait_days: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that has its number."""

    number: int
    day: date
    npp: str
    level: str
    officer: str = ""


def next_letter(
    months: int, day: date, sent: Sequence[Letter], levels: Sequence[Level]
) -> tuple[Level | None, str]:
    """The level that is due on a day, or None and why not. ``sent``: to this company, any order.

    Levels are never passed over: after a letter comes the next one, once its waiting days are over.
    """
    names = [level.name for level in levels]
    known = [letter for letter in sent if letter.level in names]
    last = max(known, key=lambda letter: (letter.day, names.index(letter.level)), default=None)
    place = names.index(last.level) + 1 if last else 0
    if place == len(levels):
        return None, f"{names[-1]} sudah dikirim; teruskan ke tahap penagihan berikutnya"
    level = levels[place]
    if months < level.from_months:
        return None, f"{level.name} mulai {level.from_months} bulan tertunggak"
    due = last.day + timedelta(days=level.wait_days) if last else day
    if last and day < due:
        return None, f"{last.level} {last.day:%d-%m-%Y}; {level.name} mulai {due:%d-%m-%Y}"
    return level, ""


def written_number(form: str, letter: Letter) -> str:
    """A letter's number as the office writes it. Raises ``KeyError`` for a field it does not know.

    >>> letter = Letter(7, date(2026, 11, 22), "15009901", "Surat Pemberitahuan")
    >>> written_number("B/{nomor:03}/{bulan_romawi}/{tahun}", letter)
    'B/007/XI/2026'
    """
    return form.format(
        nomor=letter.number, bulan_romawi=_ROMAN[letter.day.month - 1], tahun=letter.day.year
    )
