"""What an American Excel reads in a text that is typed into a cell with the format General.

Numbers with thousands, percent, dollars, brackets and exponents; dates in the order month, day,
year and with English month names; times; TRUE and FALSE; errors; formulas. Everything else stays
text, above all ``17/08/1990``: there is no month 17.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_YOUNG = 30  # two digits below are years of 2000
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_SHORT_MONTHS = frozenset(month[:3] for month in _MONTHS)
_STARTS_NOTHING = re.compile(r"[^\d\s$%(+\-.=#@,a-zA-Z]")
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[+-])?(?P<dollar>\$)?(?P<sign2>[+-])?"
    r"(?P<whole>\d{1,3}(?:,\d{3,})+|\d*)(?P<point>\.\d*)?(?P<power>[eE][+-]?\d{1,3})?"
    r"(?P<percent>\s?%)?(?P<close>\))?",
    re.ASCII,
)
_FRACTION = re.compile(r"(?P<sign>-)?(?P<whole>\d+) (?P<top>\d{1,5})/(?P<under>\d{1,5})", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,4})([/-])(\d{1,4})(?:\2(\d{1,4}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[ -]?([A-Za-z]{3,9})(?:[ -,]+(\d{4}|\d{2}))?", re.ASCII)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})[ -]?(\d{1,2}),? (\d{4}|\d{2})", re.ASCII)
_MONTH_ONLY = re.compile(r"([A-Za-z]{3,9})[ -]?(\d{4}|\d{1,2})", re.ASCII)
_TIME = re.compile(r"(\d{1,4}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(?: ?([AaPp])[Mm]?)?", re.ASCII)
_LIKE_FORMULA = re.compile(r"[+-][A-Za-z_$(]")
_LARGEST = Decimal("9.99999999999999E+307")


class Typed(NamedTuple):
    """What was read, and the number format a General cell gets with it (None: stays General)."""

    kind: Literal["number", "bool", "moment", "formula"]
    value: Decimal | datetime | str | float
    number_format: str | None = None


def read_typed(text: str, today: date) -> Typed | None:
    """What a text typed into a General cell becomes; None when it stays text."""
    if text[0] == "=" and len(text) > 1:
        return Typed("formula", text)
    bare = text.strip(" ")
    if not bare or _STARTS_NOTHING.match(bare):
        return None
    if bare.upper() in ERRORS:
        return Typed("formula", "=" + bare.upper())
    if bare.upper() in ("TRUE", "FALSE"):
        return Typed("bool", float(bare.upper() == "TRUE"))
    if bare[0].isalpha() and bare[:3].lower() not in _SHORT_MONTHS:
        return None
    found = _number(bare) or _fraction(bare) or _moment(bare, today)
    if found is None and _LIKE_FORMULA.match(bare):
        return Typed("formula", "=" + bare)  # K
    return found


def _number(text: str) -> Typed | None:
    read = _NUMBER.fullmatch(text)
    if read is None or not any(c.isdigit() for c in f"{read['whole']}{read['point'] or ''}"):
        return None
    if bool(read["open"]) != bool(read["close"]) or (read["sign"] and read["sign2"]):
        return None
    digits = read["whole"].replace(",", "") + (read["point"] or "")
    value = Decimal(digits + (read["power"] or ""))
    if "-" in (read["sign"], read["sign2"]) or read["open"]:
        value = -value
    if read["percent"]:
        value /= 100
    return Typed("number", value, _number_format(read)) if abs(value) <= _LARGEST else None


def _number_format(read: re.Match[str]) -> str | None:
    decimals = bool((read["point"] or ".")[1:])
    if read["percent"]:
        return "0.00%" if decimals else "0%"
    if read["power"]:
        return "0.00E+00"
    if read["dollar"]:
        return "$#,##0.00" if decimals else "$#,##0"
    if "," in read["whole"]:
        return "#,##0.00" if decimals else "#,##0"
    return None


def _fraction(text: str) -> Typed | None:
    read = _FRACTION.fullmatch(text)
    if read is None or int(read["under"]) == 0:
        return None
    value = int(read["whole"]) + Decimal(int(read["top"])) / int(read["under"])
    places = "??" if max(len(read["top"]), len(read["under"])) > 1 else "?"
    return Typed("number", -value if read["sign"] else value, f"# {places}/{places}")


def _moment(text: str, today: date) -> Typed | None:
    day, _, time = text.partition(" ")
    whole = _date(text, today)
    if whole is not None:
        return whole
    clock = _clock(text)
    if clock is not None:
        return clock
    first, then = _date(day, today), _clock(time)
    if first is None or then is None or not isinstance(first.value, datetime):
        return None
    part = float(then.value)  # type: ignore[arg-type]
    if part >= 1:
        return None
    seconds = round(part * 86400)
    moment = first.value.replace(hour=seconds // 3600, minute=seconds // 60 % 60)
    return Typed("moment", moment.replace(second=seconds % 60), "m/d/yyyy h:mm")


def _date(text: str, today: date) -> Typed | None:
    for pattern, read in _DATES:
        if found := pattern.fullmatch(text):
            return read(found, today)
    return None


def _of_numbers(found: re.Match[str], today: date) -> Typed | None:
    a, _, b, c = found.groups()
    if c is not None:
        year, month, day = (a, b, c) if len(a) == 4 else (c, a, b)
        return _day(year, int(month), int(day), "m/d/yyyy")
    if len(a) <= 2 and len(b) <= 2:
        whole = _day(str(today.year), int(a), int(b), "d-mmm")
        return whole or _day(b, int(a), 1, "mmm-yy")
    year, month = (a, b) if len(a) == 4 else (b, a)
    return _day(year, int(month), 1, "mmm-yy")


def _of_day_first(found: re.Match[str], today: date) -> Typed | None:
    day, month, year = found.groups()
    form = "d-mmm-yy" if year else "d-mmm"
    return _day(year or str(today.year), _month(month), int(day), form)


def _of_month_first(found: re.Match[str], today: date) -> Typed | None:
    month, day, year = found.groups()
    return _day(year, _month(month), int(day), "d-mmm-yy")


def _of_month_only(found: re.Match[str], today: date) -> Typed | None:
    month, number = found.groups()
    if len(number) <= 2:
        whole = _day(str(today.year), _month(month), int(number), "d-mmm")
        if whole is not None:
            return whole
    return _day(number, _month(month), 1, "mmm-yy")


_DATES = (
    (_NUMBERS, _of_numbers),
    (_DAY_FIRST, _of_day_first),
    (_MONTH_FIRST, _of_month_first),
    (_MONTH_ONLY, _of_month_only),
)


def _month(name: str) -> int:
    """A month by its whole English name or its first three letters; 0 for none."""
    lower = name.lower()
    known = (k for k, month in enumerate(_MONTHS, 1) if lower in (month, month[:3]))
    return next(known, 0)


def _day(year: str, month: int, day: int, form: str) -> Typed | None:
    if len(year) not in (2, 4):
        return None
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _YOUNG else 1900
    if number < 1900:
        return None
    try:
        return Typed("moment", datetime(number, month, day), form)
    except ValueError:
        return None


def _clock(text: str) -> Typed | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    if minutes > 59 or seconds > 59 or (found[5] and not 1 <= hours <= 12):
        return None
    if found[5]:
        hours = hours % 12 + (12 if found[5] in "Pp" else 0)
    part = (hours * 3600 + minutes * 60 + seconds + int(found[4] or 0) / 1000) / 86400
    return Typed("number", Decimal(repr(part)), _clock_format(found, hours))


def _clock_format(found: re.Match[str], hours: int) -> str:
    form = "h:mm:ss" if found[3] else "h:mm"
    if found[5]:
        return form + " AM/PM"
    return "[h]:mm:ss" if hours > 23 else form
