"""Years as people mistype them: 20 26 is one, 20c26 and 20226 are none and are asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from kepesertaan.data.loader import load_toml, month_numbers, month_pattern

MISTYPED = r"(?:20[A-Z]{1,2}[0-9]{1,2}|2O[0-9O]{2})"  # letters inside of digits: 20C26, 2O26
_NO_YEAR = re.compile(rf"{MISTYPED}|20[0-9]|2[1-9][0-9]{{2}}|2[0-9]{{4}}")
_OF_YEARS = frozenset(map(str, load_toml("target_words")["number_word"]["year"]))


def whole_years(text: str) -> str:
    """An upper-case text with the two halves of a year behind a month's name put together.

    >>> whole_years("BULAN NOVEMBER 20 26"), whole_years("NOV 20 26 ORANG"), whole_years("S 20 26")
    ('BULAN NOVEMBER 2026', 'NOV 2026 ORANG', 'S 20 26')
    """
    return _halves().sub(r"\g<month> 20\g<half>", text)


@cache
def _halves() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<month>{month_pattern()}) 20 (?P<half>[0-9]{{2}})(?![^\W_])")


def odd_year(words: Sequence[str]) -> str:
    """What stands behind a month's name or TAHUN as a year does, and is none; "" for nothing.

    >>> odd_year(["JANUARI", "20C26"]), odd_year(["TAHUN", "20226"]), odd_year(["NOVEMBER", "2026"])
    ('20C26', '20226', '')
    >>> odd_year(["NPK", "24187"]), odd_year(["NOV", "26"])
    ('', '')
    """
    names = month_numbers()
    for before, word in pairwise(words):
        if (before in names or before in _OF_YEARS) and _NO_YEAR.fullmatch(word):
            return word
    return ""
