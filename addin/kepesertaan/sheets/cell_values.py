"""Days, hours, numbers of an intern's workbook as people type them, and what is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from kepesertaan.data.internship import week_days
from kepesertaan.data.loader import month_numbers
from kepesertaan.domain.dates import Window, readings
from kepesertaan.domain.internship import Problem
from kepesertaan.domain.table import Raw

from .msib import Line

_TIME = re.compile(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?")
_SPAN = re.compile(r"\s*(?:-|–|—|s\.?\s*/?\s*d\.?|sampai(?: dengan)?)\s*", re.IGNORECASE)
_PERIOD = re.compile(r"\s+(?:-|–|—|s\.?\s*/?\s*d\.?|sampai(?: dengan)?)\s+", re.IGNORECASE)
_YEAR = re.compile(r"\b20[0-9]{2}\b")
_TOGETHER = re.compile(r"\s*(?:[,;&+\n]|\bdan\b)\s*", re.IGNORECASE)
_AROUND = re.compile(r"\b(?:WIB|WITA|WIT|pukul|pkl\.?|jam)(?!\w)", re.IGNORECASE)
_WINDOW = Window(date(2015, 1, 1), date(2060, 12, 31))
_TESTS = (0, 100)


@dataclass(slots=True)
class Reader:
    """Values of lines, and the problems met on the way."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, line: Line, name: str, text: str) -> None:
        """Remember what is wrong with a cell."""
        self.problems.append(Problem(line.place(name), text))

    def day(self, line: Line, name: str) -> date | None:
        """The date of a cell, None where it is empty or cannot be told."""
        value = line.values.get(name)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = line.text(name)
        if not text:
            return None
        found = {reading.day: reading.order for reading in readings(text, _WINDOW, month_numbers())}
        if len(found) > 1 and "dmy" in found.values():
            found = {day: order for day, order in found.items() if order == "dmy"}
        if len(found) != 1:
            self.note(line, name, f"'{text}' bukan tanggal; tulis misalnya 02-09-2024.")
            return None
        return next(iter(found))

    def number(self, line: Line, name: str) -> float | None:
        """A test's result, None where it is empty or none."""
        value = line.values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            found = float(value)
        else:
            text = line.text(name).replace(",", ".")
            if not text:
                return None
            if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
                self.note(line, name, f"'{text}' bukan angka.")
                return None
            found = float(text)
        if not _TESTS[0] <= found <= _TESTS[1]:
            self.note(line, name, f"nilai {found:g} di luar 0-100.")
            return None
        return found

    def spans(self, line: Line, name: str, first: str, last: str) -> tuple[tuple[int, int], ...]:
        """Begins and ends of all the times of a cell in minutes, () where the cells say none."""
        parts = _TOGETHER.split(line.text(name))
        if len(parts) > 1:
            found = [_ends(part) for part in parts]
            if all(start < end for start, end in found):
                return tuple(found)
        start, end = self.hours(line, name, first, last)
        return ((start, end),) if start >= 0 else ()

    def hours(self, line: Line, name: str, first: str = "", last: str = "") -> tuple[int, int]:
        """Begin and end in minutes, -1 where the cells say none."""
        text = line.text(name)
        if text:
            found = _ends(text)
            if -1 not in found:
                return found
            self.note(line, name, f"jam '{text}' tidak terbaca; tulis misalnya 08.00-17.00.")
            return -1, -1
        pair = minutes_of(line.values.get(first)), minutes_of(line.values.get(last))
        return pair if -1 not in pair else (-1, -1)


def _ends(text: str) -> tuple[int, int]:
    """Begin and end of a text such as "pukul 08.00-17.00 WIB", -1 for both where it is none."""
    found = [minutes_of(part) for part in _SPAN.split(_AROUND.sub("", text).strip())]
    return (found[0], found[1]) if len(found) == 2 and -1 not in found else (-1, -1)


def days_of(text: str) -> frozenset[int]:
    """Days of the week of a text.

    >>> sorted(days_of("Senin - Kamis")), sorted(days_of("Jumat")), sorted(days_of("tiap hari"))
    ([0, 1, 2, 3], [4], [])
    """
    known = week_days()
    words = [known.get(word.strip().upper()) for word in re.split(r"[,&]| dan ", text)]
    if all(word is not None for word in words):
        return frozenset(word for word in words if word is not None)
    ends = [known.get(part.strip().upper()) for part in _SPAN.split(text)]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None and ends[0] <= ends[1]:
        return frozenset(range(ends[0], ends[1] + 1))
    return frozenset()


def period_of(text: str) -> tuple[date, date] | tuple[None, None]:
    """The first and last day of a period in words, None where the text names none.

    >>> period_of("Ramadan: 1 s.d. 30 Maret 2025")
    (None, None)
    >>> period_of("Ramadan: 1 Maret s.d. 30 Maret 2025")
    (datetime.date(2025, 3, 1), datetime.date(2025, 3, 30))
    >>> period_of("1 Maret 2025 s.d. 28-03-2025"), period_of("{periode}")
    ((datetime.date(2025, 3, 1), datetime.date(2025, 3, 28)), (None, None))
    """
    parts = _PERIOD.split(text.rsplit(":", 1)[-1].strip())
    if len(parts) != 2:
        return None, None
    year = _YEAR.search(parts[1])
    if year and not _YEAR.search(parts[0]):
        parts[0] += f" {year[0]}"
    found = [
        {r.day for r in readings(part, _WINDOW, month_numbers()) if r.order != "mdy"}
        for part in parts
    ]
    if any(len(days) != 1 for days in found):
        return None, None
    first, last = (days.pop() for days in found)
    return (first, last) if first <= last else (None, None)


def minutes_of(value: Raw) -> int:
    """Minutes from midnight, -1 for no time.

    >>> minutes_of("08.30"), minutes_of(time(17, 0)), minutes_of(0.5), minutes_of("25.00")
    (510, 1020, 720, -1)
    """
    if isinstance(value, datetime | time):
        return value.hour * 60 + value.minute
    if isinstance(value, float) and 0 <= value < 1:
        return round(value * 1440)
    match = _TIME.fullmatch(str(value).strip()) if value is not None else None
    if not match or int(match[1]) > 24 or int(match[2] or 0) > 59:
        return -1
    return int(match[1]) * 60 + int(match[2] or 0)
