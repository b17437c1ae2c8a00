"""Contribution months (BLTH) in the notations people write them in."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kepesertaan.data.loader import month_numbers
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible, whole_number, without_apostrophe

_NUMERIC = (
    (re.compile(r"([0-9]{1,2}) ?[/.\- ] ?([0-9]{4})"), "my"),
    (re.compile(r"([0-9]{4}) ?[/.\- ] ?([0-9]{1,2})"), "ym"),
    (re.compile(r"((?:19|20)[0-9][0-9])(0[1-9]|1[0-2])"), "ym"),
)
_NAMED = re.compile(r"([A-Z]+)[ .\-/']*([0-9]{4}|[0-9]{2})")


def month_of(value: Raw, date1904: bool = False) -> tuple[int, int] | None:
    """Year and month of a contribution month in any notation, None when it cannot be told.

    >>> month_of("JANUARI 2026"), month_of("01/2026"), month_of("202601"), month_of("1/26")
    ((2026, 1), (2026, 1), (2026, 1), None)
    """
    if isinstance(value, date):
        return value.year, value.month
    if not isinstance(value, str):
        digits = whole_number(value)
        return _from_number(digits, date1904) if digits else None
    text = without_apostrophe(visible(value)).upper().removesuffix(".0")
    for pattern, order in _NUMERIC:
        match = pattern.fullmatch(text)
        if match:
            year, month = (match[2], match[1]) if order == "my" else (match[1], match[2])
            return _checked(int(year), int(month))
    match = _NAMED.fullmatch(text)
    if match and match[1] in month_numbers():
        year = int(match[2])
        year += (2000 if year < 78 else 1900) if len(match[2]) == 2 else 0
        return _checked(year, month_numbers()[match[1]])
    return None


def _from_number(digits: str, date1904: bool) -> tuple[int, int] | None:
    if re.fullmatch(r"(?:19|20)[0-9][0-9](?:0[1-9]|1[0-2])", digits):
        return int(digits[:4]), int(digits[4:])
    if 28000 <= int(digits) <= 60000:
        day = (date(1904, 1, 1) if date1904 else date(1899, 12, 30)) + timedelta(days=int(digits))
        return day.year, day.month
    return None


def _checked(year: int, month: int) -> tuple[int, int] | None:
    return (year, month) if 1 <= month <= 12 and 1978 <= year <= 2099 else None
