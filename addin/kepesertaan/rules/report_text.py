"""Prose of an intern's report: italic words, values between braces, no numbers of participants."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from datetime import date

from kepesertaan.data.written_days import long_date
from kepesertaan.domain.document import Run, Runs
from kepesertaan.domain.terbilang import in_words

HIDDEN = "[nomor disembunyikan]"
# 16 digits as a NIK, also in groups, wherever they stand but in addresses of articles (10.1177/...,
# pii/S...); 11 as a KPJ; no part of a longer number.
_PERSONAL = re.compile(
    r"(?:(?<![\dA-Za-z])(?<!10\.\d{4}/)(?<!10\.\d{5}/)|(?<=NIK)|(?<=KTP)|(?<=nik)|(?<=ktp))"
    r"(?:\d{16}|\d{4}([ .-])\d{4}\1\d{4}\1\d{4}|\d{6}([ .-])\d{6}\2\d{4})(?!\d)"
    r"|(?<![\d./-])\d{11}(?![\d/-])"
)
# letters between stars are italic; a star beside a digit (5*3*2), a blank or another star is not
_PIECES = re.compile(
    r"(?<![\d*])\*([^*\s](?:[^*\n]*[^*\s])?)\*(?![\d*])|\{([a-z_]+(?::[a-z_]+)?)\}"
)


def runs_of(text: str, values: Mapping[str, Runs]) -> Runs:
    """Text as runs: ``*asing*`` italic, ``{nama}`` its value, yellow where there is none.

    >>> [(r.text, r.italic, r.missing) for r in runs_of("Kerja *entry* {x}.", {})]
    [('Kerja ', False, False), ('entry', True, False), (' ', False, False), ('[ISI: x]', False, True), ('.', False, False)]
    """
    found: list[Run] = []
    last = 0
    own = {run.text for run in values.get("nim", ())}
    for match in _PIECES.finditer(text):
        found += _plain(text[last : match.start()], own)
        if match[1] is not None:
            found += [
                Run(run.text, italic=True, missing=run.missing) for run in _plain(match[1], own)
            ]
        else:
            found += values.get(match[2]) or (asked(match[2]),)
        last = match.end()
    return (*found, *_plain(text[last:], own))


def asked(what: str) -> Run:
    """The yellow mark for something that a person must fill in."""
    return Run(f"[ISI: {without_numbers(what.replace('_', ' ').replace(':', ' '))}]", missing=True)


def without_numbers(text: str) -> str:
    """A text without numbers of the form of a NIK or KPJ.

    >>> without_numbers("foto 3578011708459901.jpg")
    'foto [nomor disembunyikan].jpg'
    """
    return _PERSONAL.sub(HIDDEN, text)


def personal_numbers(text: str, own: str = "") -> int:
    """How many numbers of the form of a NIK or KPJ a text holds; ``own``: the student's number.

    >>> personal_numbers("NIK 3578011708459901 dan KPJ 99000009901; ISBN 978-602-0000-00-1")
    2
    """
    return sum(match[0] != own for match in _PERSONAL.finditer(text))


def _plain(text: str, own: Container[str]) -> list[Run]:
    """Text without numbers of participants; in their place a yellow mark. ``own`` may stand."""
    found = []
    last = 0
    for match in _PERSONAL.finditer(text):
        if match[0] in own:
            continue
        found += [Run(text[last : match.start()]), Run(HIDDEN, missing=True)]
        last = match.end()
    return [run for run in (*found, Run(text[last:])) if run.text]


def period_words(first: date, last: date) -> str:
    """A period in words.

    >>> period_words(date(2024, 10, 1), date(2025, 2, 28))
    '1 Oktober 2024 sampai dengan 28 Februari 2025'
    """
    return f"{long_date(first)} sampai dengan {long_date(last)}"


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
