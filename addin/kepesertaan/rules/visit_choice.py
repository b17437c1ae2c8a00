"""Which visits are wanted: all, a day, a week, rows of the sheet, or numbers of visits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.visits import Visit

_ROWS = re.compile(r"([0-9]{1,7})(?:-([0-9]{1,7}))?")
_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.\.([0-9]{4}-[0-9]{2}-[0-9]{2}))?")


def chosen_visits(visits: Sequence[Visit], said: Sequence[str], today: date) -> list[int]:
    """Numbers of the visits that any of the words asks for; all without words.

    Words: ``hari`` (today), ``minggu`` (this week, from Monday), a day ``2026-11-24`` or several
    ``2026-11-20..2026-11-24``, workbook rows ``7`` or ``7-12``, or a visit's number. Raises
    ``WrongUse`` for a word that is none of these, or that no visit answers to.
    """
    if not said:
        return list(range(len(visits)))
    wanted: set[int] = set()
    for word in said:
        asked = _asks(word.strip(), today)
        found = {k for k, visit in enumerate(visits) if asked(visit)}
        if not found:
            raise WrongUse(
                f"--hanya {word}: tidak ada kunjungan seperti itu. Tulis hari, minggu, tanggal "
                "2026-11-24, baris 7-12, atau nomor kunjungan."
            )
        wanted |= found
    return sorted(wanted)


def _asks(word: str, today: date) -> Callable[[Visit], bool]:
    days, rows = _DAYS.fullmatch(word), _ROWS.fullmatch(word)
    if word.casefold() in ("hari", "hari ini"):
        return _between(today, today)
    if word.casefold() in ("minggu", "minggu ini"):
        monday = today - timedelta(days=today.weekday())
        return _between(monday, monday + timedelta(days=6))
    if days:
        try:
            return _between(*(date.fromisoformat(day) for day in (days[1], days[2] or days[1])))
        except ValueError:
            raise WrongUse(f"--hanya {word}: tanggal itu tidak ada di kalender.") from None
    if rows:
        first, last = int(rows[1]), int(rows[2] or rows[1])
        return lambda visit: first <= visit.row <= last
    return lambda visit: bool(word) and visit.number.casefold() == word.casefold()


def _between(first: date, last: date) -> Callable[[Visit], bool]:
    return lambda visit: visit.day is not None and first <= visit.day <= last
