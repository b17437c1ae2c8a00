"""From one day to another of the same month: "1 s.d. 30 November 2026" is November, not s.d."""

from __future__ import annotations

import re
from functools import cache

from kepesertaan.data.loader import month_numbers, month_pattern
from kepesertaan.domain.text import visible

from .mistyped_years import whole_years

_TO = r"\s*(?:S\s*[./]?\s*D\s*\.?|SAMPAI(?: DENGAN)?|HINGGA|-|\u2013)\s*"
_YEAR = r"20[0-9]{2}"
_NUMBERED = re.compile(
    rf"(?<![0-9])(?P<first>[0-3]?[0-9])[-/.](?P<m>[01]?[0-9])[-/.](?P<y>{_YEAR}){_TO}"
    rf"(?P<last>[0-3]?[0-9])[-/.](?P=m)[-/.](?P=y)(?![0-9])"
)


_NUMBER_OF_MONTH = re.compile(
    rf"\bB(?:U?LA?)N\.?\s*(?:KE)?[-:\s]*(?P<m>0?[1-9]|1[0-2])\s+(?:TAHUN|THN|TH)\.?\s*(?P<y>{_YEAR})\b"
)
_UP_TO = r"\b(?:S\s*[./]?\s*D\s*\.?|SAMPAI(?: DENGAN)?|HINGGA)\s*"
_LAST_OF_PART = 27  # a later day is the last of its month, or near enough
_DRAWN = re.compile(  # when data were drawn; they are not cumulative for that
    rf"\b(?P<kept>DATA|POSISI|UPDATE|CUT ?OFF|TARIKAN)\s*:?\s*{_UP_TO}"
    rf"(?=(?:(?:TANGGAL|TGL)\.?\s*)?[0-3]?[0-9]\b)"
)


def days_as_month(text: str) -> str:
    """An upper-case text with days of one month, from the first on, as that month.

    Where they begin later, the last day alone is left: a date, which is no whole month.

    >>> days_as_month("PERIODE 1 S.D. 30 NOVEMBER 2026"), days_as_month("S.D. 30 NOVEMBER 2026")
    ('PERIODE NOVEMBER 2026', 'S.D. 30 NOVEMBER 2026')
    >>> days_as_month("01/11/2026 S/D 30/11/2026"), days_as_month("16-30 NOVEMBER 2026")
    ('11/2026', '30 NOVEMBER 2026')
    >>> days_as_month("DATA S.D. TANGGAL 20"), days_as_month("DATA S.D. NOVEMBER 2026")
    ('DATA TANGGAL 20', 'DATA S.D. NOVEMBER 2026')
    >>> days_as_month("BULAN 11 TAHUN 2026"), days_as_month("6 BULAN TAHUN 2026")
    ('BULAN 11/2026', '6 BULAN TAHUN 2026')
    >>> days_as_month("BOOK1 NOVEMBER 2026")
    'BOOK NOVEMBER 2026'
    >>> days_as_month("1 JANUARI S.D. 30 NOVEMBER 2026")
    '1 JANUARI S.D. 30 NOVEMBER 2026'
    """
    if not any(map(str.isdigit, text)):
        return text
    text = _NUMBER_OF_MONTH.sub(r"BULAN \g<m>/\g<y>", whole_years(text))
    text = _DRAWN.sub(r"\g<kept> ", _glued().sub("", text))
    return _named().sub(_one_month, _NUMBERED.sub(_one_number, text))


def part_of_month(text: str) -> int:
    """The day up to which a text says it is of its month, 0 where it says none or the last.

    >>> part_of_month("Realisasi s.d. 15 Nov"), part_of_month("1 s/d 15/11/2026")
    (15, 15)
    >>> part_of_month("s.d. 30 November 2026"), part_of_month("s.d. 11/2026")
    (0, 0)
    """
    days = [int(found["day"]) for found in _up_to_day().finditer(visible(text).upper())]
    return days[-1] if days and 0 < days[-1] <= _LAST_OF_PART else 0


@cache
def _up_to_day() -> re.Pattern[str]:
    names = rf"\s*(?:{month_pattern()})\b"
    return re.compile(
        rf"{_UP_TO}(?:(?:TANGGAL|TGL)\.?\s*)?(?P<day>[0-3]?[0-9])"
        rf"(?:{names}|[-/.][01]?[0-9][-/.](?:20)?[0-9]{{2}}(?![0-9]))"
    )


def _one_number(found: re.Match[str]) -> str:
    month = f"{found['m']}/{found['y']}"
    return month if int(found["first"]) == 1 else f"{found['last']}/{month}"


def _one_month(found: re.Match[str]) -> str:
    numbers = month_numbers()
    if found["other"] and numbers[found["other"]] != numbers[found["month"]]:
        return found[0]
    month = f"{found['month']} {found['year']}"
    return month if int(found["first"]) == 1 else f"{found['last']} {month}"


@cache
def _glued() -> re.Pattern[str]:
    """The number of a word before a month: Book1 November 2026 has no first of November."""
    return re.compile(rf"(?<=[A-Z]{{4}})[0-9]{{1,2}}(?= (?:{month_pattern()})\b)")


@cache
def _named() -> re.Pattern[str]:
    names = month_pattern()
    return re.compile(
        rf"(?<![0-9./-])(?P<first>[0-3]?[0-9])(?: (?P<other>{names})(?: {_YEAR})?)?{_TO}"
        rf"(?P<last>[0-3]?[0-9]) (?P<month>{names}) (?P<year>{_YEAR})(?![0-9])"
    )
