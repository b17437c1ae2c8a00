"""What Excel makes of a value put into a cell: pure, one table of rules.

Text that reaches a cell of any format but Text is read as if it had been typed [facts: xlwings.md
3.4], by US English rules whatever the region of the PC [K].
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import NamedTuple

from openpyxl.utils.datetime import to_excel

from fake_excel.com import refused

GENERAL = "General"
TEXT = "@"
# support.microsoft.com, "Excel specifications and limits": number precision, 15 digits.
DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)
# VT_ERROR scodes as Excel returns them; the list stands in xlwings/_xlwindows.py (cell_errors).
ERRORS = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}


class CellError(str):
    """An error value in a cell, as Excel shows it."""

    __slots__ = ()


class Formula(str):
    """A formula, with its equals sign."""

    __slots__ = ()


Content = None | bool | float | str  # also CellError and Formula


class Entry(NamedTuple):
    """What a cell then holds, and the number format a General cell takes on with it."""

    content: Content
    number_format: str | None = None
    prefix: bool = False


def typed(text: str, number_format: str = GENERAL) -> Entry:
    """What ``text`` becomes in a cell of that number format."""
    if not text:
        return Entry(None)
    if number_format == TEXT:  # a Text cell keeps what it is given, formulas too
        return Entry(text)
    if text.startswith("'"):  # Range.PrefixCharacter: the mark is not part of the value
        return Entry(text[1:], prefix=True)
    if text.startswith("=") and len(text) > 1:
        check_formula(text)
        return Entry(Formula(text))
    return _constant(text)


def _constant(text: str) -> Entry:
    bare = text.strip(" ")
    if bare.upper() in ("TRUE", "FALSE"):
        return Entry(bare.upper() == "TRUE")
    if bare.upper() in ERRORS:
        return Entry(CellError(bare.upper()))
    for read in (_number, _fraction, _date, _time):
        found = read(bare)
        if found is not None:
            return found
    return Entry(text)


_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[+-])?(?P<cur>\$)?(?P<body>\d+(?:,\d{3,})*|(?=\.\d))(?P<frac>\.\d*)?"
    r"(?P<exp>[eE][+-]?\d+)?(?P<pct>%)?(?P<close>\))?"
)


def _number(text: str) -> Entry | None:
    """A number: sign, thousands commas, decimals, exponent, percent, dollars, (negative)."""
    found = _NUMBER.fullmatch(text)
    if not found or bool(found["open"]) != bool(found["close"]) or not any(map(str.isdigit, text)):
        return None
    if found["open"] and found["sign"]:
        return None
    digits = found["body"].replace(",", "") + (found["frac"] or "") + (found["exp"] or "")
    number = fifteen(Decimal(digits or "0"))
    if abs(number) > 9.99999999999999e307:  # larger ones stay text [limits: 9.99999999999999E+307]
        return None
    number = number / 100 if found["pct"] else number
    negative = found["open"] or found["sign"] == "-"
    return Entry(-number if negative else number, _number_format(found))


def _number_format(found: re.Match[str]) -> str | None:
    decimals = found["frac"] is not None and found["frac"] != "."
    if found["pct"]:
        return "0.00%" if decimals else "0%"
    if found["cur"]:
        return (
            '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)' if decimals else '"$"#,##0_);[Red]\\("$"#,##0\\)'
        )
    if found["exp"]:
        return "0.00E+00"
    if "," in found["body"]:
        return "#,##0.00" if decimals else "#,##0"
    return None


def check_formula(text: str) -> None:
    """Refuse what cannot be a formula, such as ``=== LIST ===`` [K]; the rest is not parsed."""
    bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", text[1:]).strip()
    if bare.count("(") != bare.count(")") or '"' in bare or bare[:1] in tuple("=*/^&<>,;)"):
        raise refused("There's a problem with this formula.")


_FRACTION = re.compile(r"(-?)(\d+) (\d{1,3})/(\d{1,3})")


def _fraction(text: str) -> Entry | None:
    """A whole number, a space and a fraction."""
    found = _FRACTION.fullmatch(text)
    if not found or int(found[4]) == 0:
        return None
    number = int(found[2]) + int(found[3]) / int(found[4])
    digits = "?" * len(found[4])
    return Entry(-number if found[1] else number, f"# {digits}/{digits}")


def fifteen(number: Decimal) -> float:
    """The number as Excel keeps it: digits after the fifteenth become zeros, not rounded.

    Source: learn.microsoft.com, "Last digits are changed to zeros when you type long numbers in
    cells of Excel": Excel keeps 15 significant digits and changes the rest to zeros.
    """
    sign, digits, exponent = number.as_tuple()
    kept = list(digits[: DIGITS.prec]) + [0] * max(0, len(digits) - DIGITS.prec)
    return float(Decimal((sign, tuple(kept), int(exponent))))


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join((
    "january", "february", "march", "april", "june", "july", "august", "september", "october",
    "november", "december", *_MONTHS,
))  # fmt: skip
_DATES = tuple(
    (re.compile(pattern, re.IGNORECASE), shown)
    for pattern, shown in (
        (r"(?P<m>\d{1,2})(?P<s>[/-])(?P<d>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})", "m/d/yyyy"),
        (r"(?P<y>\d{4})(?P<s>[/-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})", "m/d/yyyy"),
        (rf"(?P<d>\d{{1,2}})[ -](?P<n>{_MONTH})[ ,-]+(?P<y>\d{{4}}|\d{{2}})", "d-mmm-yy"),
        (rf"(?P<n>{_MONTH})[ -](?P<d>\d{{1,2}}), ?(?P<y>\d{{4}}|\d{{2}})", "d-mmm-yy"),
        (rf"(?P<d>\d{{1,2}})[ -/](?P<n>{_MONTH})", "d-mmm"),
        (rf"(?P<n>{_MONTH})[ -/](?P<y>\d{{4}})", "mmm-yy"),
        (r"(?P<m>\d{1,2})[/-](?P<d>\d{1,2})", "d-mmm"),
        (r"(?P<m>\d{1,2})[/-](?P<y>\d{4})", "mmm-yy"),
    )
)
THIS_YEAR = 2026  # a date without a year gets the current one; the tests' calendar says 2026


def _date(text: str) -> Entry | None:
    """A date by US rules: month first; a two-digit year below 30 is 20xx."""
    for pattern, shown in _DATES:
        found = pattern.fullmatch(text)
        day = _calendar_day(found.groupdict()) if found else None
        if day is not None:
            return Entry(float(to_excel(day)), shown)
    return None


def _calendar_day(part: dict[str, str | None]) -> datetime | None:
    named = part.get("n")
    month = _MONTHS.index(named[:3].lower()) + 1 if named else int(part.get("m") or 0)
    year = int(part.get("y") or THIS_YEAR)
    if len(part.get("y") or "") == 2:
        year += 2000 if year < 30 else 1900
    try:
        day = datetime(year, month, int(part.get("d") or 1))
    except ValueError:
        return None
    return day if year >= 1900 else None  # older dates stay text: Excel's calendar starts in 1900


_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])[Mm])?")


def _time(text: str) -> Entry | None:
    """A time of day, alone."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if minute > 59 or second > 59 or (found[4] and not 1 <= hour <= 12):
        return None
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    shown = ("h:mm:ss" if found[3] else "h:mm") + (" AM/PM" if found[4] else "")
    return Entry((hour * 3600 + minute * 60 + second) / 86400, shown if hour < 24 else "[h]:mm:ss")


def written(number: float) -> str:
    """A number as the formula bar writes it: 15 digits, a point, no exponent up to 21 digits [K]."""
    rounded = DIGITS.create_decimal_from_float(number).normalize()
    if rounded and (rounded.adjusted() > 20 or rounded.adjusted() < -9):
        mantissa, _, power = f"{rounded:E}".partition("E")
        sign, digits = power[0], power[1:]
        return f"{mantissa}E{sign}{digits.zfill(2)}"
    return f"{rounded:f}" if rounded else "0"
