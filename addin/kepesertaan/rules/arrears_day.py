"""The day an arrears sheet stands at, and what it means for a list of another day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import PurePath

from kepesertaan.data.arrears import position_words
from kepesertaan.data.loader import month_numbers
from kepesertaan.domain.arrears import Row
from kepesertaan.domain.dates import Window, readings
from kepesertaan.domain.period import Month, day_in, later
from kepesertaan.domain.table import Table
from kepesertaan.domain.text import visible
from kepesertaan.sheets.month_text import month_of

from .piutang import due

Position = date | Month | None  # a month: its last day
_GAP = r"[\s.:=|,]*"
_DAY = (
    r"[0-9]{1,2}[\s\-/.,]*[A-Z]{3,}[\s\-/.,']*(?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{4}[\-/. ][0-9]{1,2}[\-/. ][0-9]{1,2}"
    r"|[0-9]{1,2}[\-/. ][0-9]{1,2}[\-/. ](?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{8}"
)
_MONTH = r"[A-Z]{3,}[ .\-/']*[0-9]{4}|[0-9]{1,2}[\-/][0-9]{4}"
_END = r"(?![0-9]|[\-/.][0-9])"
_WINDOW = Window(date(1990, 1, 1), date(2089, 12, 31))
_LAST_DAY = 31
_HINT = "'Per' dan tanggalnya di atas tabel"
_UNITS = {1000: "ribuan", 1_000_000: "jutaan", 1_000_000_000: "miliaran"}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence on the day of the sheets. ``is_odd``: the user should look."""

    words: str
    is_odd: bool = False


def position_of(table: Table) -> Position:
    """The day its titles tell, else its name, else that of its file; None where none is certain.

    >>> position_of(Table("Piutang per 2026-11-20.xlsx", "Sheet1", (), []))
    datetime.date(2026, 11, 20)
    >>> position_of(Table("P.xlsx", "Sheet1", (), [], above=("Dicetak 25-11-2026", "Iuran per bulan")))
    """
    names = (PurePath(table.file).stem.replace("_", " "),)
    for texts in (table.above, (table.sheet,), names):
        said = [visible(text).upper() for text in texts]
        for found in (_found(said, 0), _found(said, 1)):
            if found:
                return found.pop() if len(found) == 1 else None
    return None


def day_of(position: Position, as_of: date) -> date:
    """The day a position means on the day of a list, which it is where the sheet tells none.

    >>> day_of((2026, 10), date(2026, 11, 22)), day_of((2026, 11), date(2026, 11, 22))
    (datetime.date(2026, 10, 31), datetime.date(2026, 11, 22))
    """
    if position is None:
        return as_of
    if isinstance(position, date):
        return position
    is_now = position == (as_of.year, as_of.month)
    return as_of if is_now else day_in(position, _LAST_DAY)


def latest_due(segment: str, as_of: date) -> Month:
    """The latest contribution month that is past due on a day."""
    month = (as_of.year, as_of.month)
    while due(segment, month).day >= as_of:
        month = later(month, -1)
    return month


def told_of_days(rows: Sequence[Row], guessed: bool, as_of: date) -> list[Told]:
    """What is said of the days the sheets stand at. ``guessed``: months hang on a day untold."""
    days = {row.sheet: day_of(row.stands_on, as_of) for row in rows if row.stands_on}
    several = len(set(days.values())) > 1
    told = [
        _told(f"Lembar '{sheet}'" if several else "Lembar piutang ini", day, as_of)
        for sheet, day in (days.items() if several else list(days.items())[:1])
    ]
    units = {row.unit: row for row in rows if row.unit > 1}
    told += [
        Told(f"Angka dibaca dalam {_UNITS.get(unit, unit)} rupiah menurut judulnya.")
        for unit in units
    ]
    if guessed:
        words = f"bulan dihitung mundur dari {as_of:%d-%m-%Y} (perkiraan)"
        told.append(Told(f"Tanggal lembar piutang tidak diketahui, jadi {words}; tulis {_HINT}."))
    return told


def _told(sheet: str, day: date, as_of: date) -> Told:
    said = f"{sheet} per {day:%d-%m-%Y}"
    if day > as_of:
        return Told(f"{said}, sesudah tanggal daftar {as_of:%d-%m-%Y}; periksa --per.", True)
    later_known = latest_due("PU", day) == latest_due("PU", as_of)
    said += "" if later_known else "; BLTH sesudahnya belum diketahui"
    age = (as_of - day).days
    if age > position_words().old_days:
        return Told(f"{said}. Sudah {age} hari; mintakan lembar terbaru.", True)
    return Told(f"{said}.")


def _found(texts: Sequence[str], strength: int) -> set[date | Month]:
    """The days, else the months, that the words of a strength tell in texts."""
    days = {day for text in texts for chunk in _after(text, strength, 0) if (day := _day(chunk))}
    if days or strength:
        return set(days)
    months = (month_of(chunk) for text in texts for chunk in _after(text, strength, 1))
    return {month for month in months if month}


def _after(text: str, strength: int, kind: int) -> Iterator[str]:
    """What stands as a date (0) or month (1) after a word, but for those of other dates."""
    for match in _patterns()[strength][kind].finditer(text):
        before = re.split(r"[,;()|]", text[: match.start()])[-1]
        is_first_of_two = strength == 0 and _patterns()[1][kind].match(text[match.end() :].lstrip())
        if not (_never().search(before) or is_first_of_two):
            yield match[1]


def _day(chunk: str) -> date | None:
    found = readings(chunk, _WINDOW, month_numbers())
    own = [reading.day for reading in found if reading.order != "mdy"]
    return own[0] if len(own) == 1 else None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    said = position_words()
    return tuple(
        (_pattern(words, _DAY), _pattern(words, _MONTH)) for words in (said.words, said.until)
    )


def _pattern(words: Sequence[str], chunk: str) -> re.Pattern[str]:
    between = rf"(?:(?:{_any(position_words().between)})(?![A-Z]){_GAP})*"
    return re.compile(rf"(?<![A-Z0-9])(?:{_any(words)})(?![A-Z]){_GAP}{between}({chunk}){_END}")


@cache
def _never() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Z])(?:{_any(position_words().never)})(?![A-Z])")


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
