"""Prose of an intern's report: italic words, values between braces, no numbers of participants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from kepesertaan.domain.document import Run, Runs
from kepesertaan.domain.terbilang import in_words

from .call_text import day_words

HIDDEN = "[nomor disembunyikan]"
# 16 digits as a NIK, 11 as a KPJ, also in groups; no part of a longer number.
_PERSONAL = re.compile(r"(?<![\d./-])(?:\d{16}|\d{11}|\d{4}([ .-])\d{4}\1\d{4}\1\d{4})(?![\d/-])")
_PIECES = re.compile(r"\*([^*\n]+)\*|\{([a-z_]+(?::[a-z_]+)?)\}")


def runs_of(text: str, values: Mapping[str, Runs]) -> Runs:
    """Text as runs: ``*asing*`` italic, ``{nama}`` its value, yellow where there is none.

    >>> [(r.text, r.italic, r.missing) for r in runs_of("Kerja *entry* {x}.", {})]
    [('Kerja ', False, False), ('entry', True, False), (' ', False, False), ('[ISI: x]', False, True), ('.', False, False)]
    """
    found: list[Run] = []
    last = 0
    for match in _PIECES.finditer(text):
        found += _plain(text[last : match.start()])
        if match[1] is not None:
            found += [Run(run.text, italic=True, missing=run.missing) for run in _plain(match[1])]
        else:
            found += values.get(match[2]) or (asked(match[2]),)
        last = match.end()
    return (*found, *_plain(text[last:]))


def asked(what: str) -> Run:
    """The yellow mark for something that a person must fill in."""
    return Run(f"[ISI: {what.replace('_', ' ').replace(':', ' ')}]", missing=True)


def personal_numbers(text: str) -> int:
    """How many numbers of the form of a NIK or KPJ a text holds.

    >>> personal_numbers("NIK 3578011708459901 dan KPJ 99000009901; ISBN 978-602-0000-00-1")
    2
    """
    return len(_PERSONAL.findall(text))


def _plain(text: str) -> list[Run]:
    """Text without numbers of participants; in their place a yellow mark."""
    found = []
    last = 0
    for match in _PERSONAL.finditer(text):
        found += [Run(text[last : match.start()]), Run(HIDDEN, missing=True)]
        last = match.end()
    return [run for run in (*found, Run(text[last:])) if run.text]


def period_words(first: date, last: date) -> str:
    """A period in words.

    >>> period_words(date(2024, 10, 1), date(2025, 2, 28))
    '1 Oktober 2024 sampai dengan 28 Februari 2025'
    """
    return f"{day_words(first)} sampai dengan {day_words(last)}"


def duration_words(first: date, last: date) -> str:
    """How long a period is, both its days included: whole months, then days.

    >>> duration_words(date(2024, 10, 1), date(2025, 2, 28))
    '5 (lima) bulan'
    >>> duration_words(date(2022, 8, 19), date(2023, 1, 6))
    '4 (empat) bulan 19 (sembilan belas) hari'
    """
    months, days = _months_and_days(first, last)
    parts = [(months, "bulan"), (days, "hari")]
    return " ".join(f"{n} ({in_words(n)}) {unit}" for n, unit in parts if n)


def _months_and_days(first: date, last: date) -> tuple[int, int]:
    from datetime import timedelta

    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if after.day < first.day:
        months -= 1
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    try:
        start = date(year, month + 1, first.day)
    except ValueError:  # the month is shorter
        start = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return months, (after - start).days
