"""Numbers as their cell shows them: per cent, decimals, groups of thousands, leading zeros."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_EXACT = 15  # digits Excel itself keeps and shows
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[\$[^\]]*\]|\[(?:[a-z]+|color ?[0-9]+)\]', re.I)
_TIME = re.compile(r"\[[hms]+\]", re.I)
_SHAPE = re.compile(r"\s*(?P<whole>#,##0|#,###|0+|#)(?P<decimals>\.0+)?\s*(?P<percent>%?)\s*")


class Displayed(float):
    """A number with the text its cell shows; counts as the number."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, number: float, text: str) -> Displayed:
        """The number and its text."""
        made = super().__new__(cls, number)
        made.text = text
        return made


def is_displayed(code: str) -> bool:
    """Whether a number format is one of those that are followed.

    >>> [is_displayed(code) for code in ("0%", "#,##0.00", '"Rp"* #,##0_-;-"Rp"* #,##0', "0000")]
    [True, True, True, True]
    >>> [is_displayed(code) for code in ("General", "@", "dd/mm/yyyy", "0.00E+00", "# ?/?", "[h]")]
    [False, False, False, False, False, False]
    """
    return _shape(code) is not None


def displayed(number: float, code: str) -> float:
    """A number as a cell of that format shows it; as it is where the format is not followed.

    Words of the format (Rp, orang) are left to whoever prints the number.

    >>> displayed(0.35, "0%").text, displayed(0.125, "0.0%").text, displayed(1.0, "0%").text
    ('35 %', '12,5 %', '100 %')
    >>> displayed(1250000.0, '"Rp"#,##0').text, displayed(-4.5, "#,##0.00").text
    ('1.250.000', '-4,50')
    >>> displayed(0.35, "General")
    0.35
    """
    shape = _shape(code)
    if shape is None or abs(number) >= 10**_EXACT or number != number:
        return number
    exact = Decimal(f"{number:.{_EXACT}g}") * (100 if shape["percent"] else 1)
    places = len(shape["decimals"] or ".") - 1
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return Displayed(number, _text(rounded, shape["whole"]) + (" %" if shape["percent"] else ""))


def _shape(code: str) -> re.Match[str] | None:
    """What a format says of positive numbers; None where it is not followed."""
    if _TIME.search(code):
        return None
    return _SHAPE.fullmatch(_WORDS.sub("", code).partition(";")[0])


def _text(rounded: Decimal, whole: str) -> str:
    digits, _, decimals = f"{abs(rounded):f}".partition(".")
    shown = f"{int(digits):,}".replace(",", ".") if "," in whole else digits.zfill(whole.count("0"))
    sign = "-" if rounded < 0 else ""
    return f"{sign}{shown}" + (f",{decimals}" if decimals else "")
