"""What number formats say of the numbers of target sheets: per cent, shown in thousands, millions.

A cell that holds 0.93 and shows 93 % says per cent as one where 93 % was typed; one that holds
5,000,000 and shows 5 is in whole units, whatever unit its heading gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

from kepesertaan.domain.table import Raw
from kepesertaan.sheets.formatted import Place, as_formatted
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.targets.grid.headings import is_numbering
from kepesertaan.sheets.targets.numbers.amounts import Scaled, exact
from kepesertaan.sheets.targets.words.said import said

_QUOTED = re.compile(r'"(?P<text>[^"]*)"|\\(?P<char>.)|_.|\*.|\[\$[^\]]*\]')
_PARTS = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])+')
_IF = re.compile(r"\[(?P<sign>[<>]=|<>|[<>=])(?P<bound>-?[0-9.]+)\]")
_SCALING = re.compile(r"(?<=[0#?]),+(?![0#?,])")
_SIGNS = {"<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne}
_THREE = 3


@lru_cache(maxsize=2000)
def says_more(code: str) -> bool:
    """Whether a number format says more of a number than how many decimals it has.

    >>> [says_more(code) for code in ("0%", "#,##0,", '0" jt"', '0"%"', "0.0,,")]
    [True, True, True, True, True]
    >>> [says_more(code) for code in ("General", "#,##0.00", '"Rp"* #,##0_-', '0" orang"', "@")]
    [False, False, False, False, False]
    """
    return any(map(_says_more, _parts(code)))


def numbers_in(sheets: Sequence[Sheet]) -> dict[str, list[tuple[int, int]]]:
    """The cells (row from 1, column from 0) of each sheet that hold numbers which may be meant
    otherwise; numbers of columns (1, 2, 3, ...) are none."""
    return {
        sheet.name: [
            (i, k)
            for i, row in enumerate(sheet.rows, 1) if not is_numbering(row)
            for k, value in enumerate(row) if isinstance(value, float)
        ]
        for sheet in sheets
    }  # fmt: skip


def as_meant(sheets: Sequence[Sheet], codes: Mapping[Place, str]) -> list[Sheet]:
    """The sheets with those numbers as their formats say them."""
    return as_formatted(sheets, codes, meant)


def meant(number: float, code: str) -> Raw:
    """A number as its format says it: a text as people would type it, ``Scaled``, or as it is.

    >>> meant(0.93, "0%"), meant(1.0, "0.0%"), meant(93.0, '0.0"%"'), meant(0.05125, "0%")
    ('93%', '100%', '93%', '5,1250%')
    >>> meant(5.0, '#,##0" jt"'), meant(5.5e6, '0.0,,"jt"'), meant(12.0, "#,##0")
    ('5 jt', '5,5 jt', 12.0)
    >>> meant(1234567.0, "#,##0,").factor, meant(900.0, '[>=1000000]0,,"jt";0')
    (1000, 900.0)
    """
    text, bare = _without_words(_part_for(number, code))
    value = Decimal(exact(number))
    commas = sum(map(len, _SCALING.findall(bare)))
    if "%" in bare:
        return f"{_typed(value * 100)}%"
    if "%" in text:
        return f"{_typed(value)}%"
    if said(text).scales:
        return f"{_typed(value / 1000**commas)} {text.strip()}"
    return Scaled(number, 1000**commas) if commas else number


def _typed(value: Decimal) -> str:
    """A number as typed with a decimal comma that no one can take for one of thousands."""
    whole, _, part = f"{value.normalize():f}".partition(".")
    part += "0" if len(part) == _THREE else ""
    return f"{whole},{part}" if part else whole


@lru_cache(maxsize=2000)
def _parts(code: str) -> tuple[str, ...]:
    return tuple(_PARTS.findall(code))


def _says_more(part: str) -> bool:
    text, bare = _without_words(part)
    return "%" in f"{text}{bare}" or bool(_SCALING.search(bare) or said(text).scales)


@lru_cache(maxsize=2000)
def _without_words(part: str) -> tuple[str, str]:
    """The words a part of a format puts beside the number, and the part without them."""
    words = [match["text"] or match["char"] or "" for match in _QUOTED.finditer(part)]
    return " ".join("".join(words).split()), _QUOTED.sub("", part)


def _part_for(number: float, code: str) -> str:
    """The part of a format that is for a number: by its conditions, else by its sign."""
    parts = _parts(code)
    tests = [_IF.search(part) for part in parts]
    if any(tests):
        held = (part for part, test in zip(parts, tests, strict=True)
                if not test or _SIGNS[test["sign"]](number, float(test["bound"])))  # fmt: skip
        return next(held, parts[0])
    at = 1 if number < 0 else 2 if number == 0 else 0
    return parts[at] if at < len(parts) else parts[0] if parts else ""
