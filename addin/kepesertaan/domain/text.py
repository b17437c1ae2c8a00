"""Text as people and programs damage it: blanks, invisible characters, width, tails."""

from __future__ import annotations

import re
import unicodedata

# Full-width ASCII (U+FF01-FF5E) and its blank; other compatibility characters are left alone.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_TAIL = re.compile(r"(?<=[0-9])\.00?$")
_SEPARATORS = str.maketrans(
    "", "", " .-_\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63"
)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_ODD_APOSTROPHES = "'`\u2018\u2019\u00b4"


def visible(text: str) -> str:
    """Only what a person sees: no control or zero-width characters, single plain blanks.

    >>> visible("  BUDI\\u00a0\\u200b  SANTOSO\\t")
    'BUDI SANTOSO'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = text.translate(_WIDE)
    kept = (" " if _is_blank(c) else c for c in text if _is_blank(c) or not _is_invisible(c))
    return " ".join("".join(kept).split())


def has_invisible(text: str) -> bool:
    """Whether the text holds characters nobody sees or blanks that are no plain blanks."""
    return any(_is_invisible(c) or (_is_blank(c) and c != " ") for c in text)


def without_apostrophe(text: str) -> str:
    """The text without the apostrophe people type to make Excel keep a number as text.

    >>> without_apostrophe("'3578"), without_apostrophe("NU'MAN")
    ('3578', "NU'MAN")
    """
    return text.lstrip(_ODD_APOSTROPHES)


def without_tail(text: str) -> str:
    """Text without the ``.0`` that a program leaves when it took digits for a number.

    Only where no other point separates the digits.

    >>> without_tail("0812 34567890.0"), without_tail("81234567890.00"), without_tail("1.05")
    ('0812 34567890', '81234567890', '1.05')
    >>> without_tail("09.254.294.0")
    '09.254.294.0'
    """
    return text[: tail.start()] if text.count(".") == 1 and (tail := _TAIL.search(text)) else text


def digits_of(text: str) -> str:
    """The tidied identifier: without blanks, ``. - / _`` and apostrophes between its characters.

    A leading ``=`` or other sign stays, so that the result has no identifier's form.

    >>> digits_of(" '3578-0117.0845\\u00a09901")
    '3578011708459901'
    """
    bare = without_tail(without_apostrophe(visible(text)).rstrip(_ODD_APOSTROPHES))
    return (bare.replace(",", "") if is_grouped(bare) else bare).translate(_SEPARATORS)


def is_grouped(text: str) -> bool:
    """Whether digits stand in groups of three with commas, as a program shows a number.

    >>> is_grouped("24,101,780"), is_grouped("0812,0813")
    (True, False)
    """
    return "," in text and _THOUSANDS.fullmatch(text) is not None


def whole_number(value: object) -> str | None:
    """The digits of a non-negative whole number, None for anything else.

    >>> whole_number(81234567890.0), whole_number(4.5), whole_number(True)
    ('81234567890', None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if value < 0 or value != value or value in (float("inf"),) or value != int(value):
        return None
    return str(int(value))


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co") and char not in "\t\n\r\v\f"


def _is_blank(char: str) -> bool:
    return char in "\t\n\r\v\f\x85" or unicodedata.category(char) in ("Zs", "Zl", "Zp")
