"""Whether a point or a comma parts thousands in a table's texts, where its other cells tell.

"1.234" alone may be 1234 or 1,234. Beside "1.234.567" or "12,5" a point parts thousands; beside
"12.5" it begins a fraction, and is asked about, as it is where a table has both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from kepesertaan.domain.table import Raw
from kepesertaan.sheets.targets.grid.block import Block
from kepesertaan.sheets.targets.numbers.amounts import Amount

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)+")
_TWICE = re.compile(r"[0-9]{1,3}(?:(?P<mark>[.,])[0-9]{3})(?:(?P=mark)[0-9]{3})+")
_BOTH = re.compile(r"[0-9]{1,3}(?:(?P<mark>[.,])[0-9]{3})+(?!(?P=mark))[.,][0-9]+")
_FRACTION = re.compile(
    r"(?:0|[0-9]{4,})(?P<mark>[.,])[0-9]+|[0-9]+(?P<only>[.,])(?:[0-9]{1,2}|[0-9]{4,})"
)
_CALLED = {".": "titik", ",": "koma"}


def parting(block: Block) -> str:
    """The mark that parts thousands in the texts of a table, "" where they do not tell, or both."""
    columns = (block.columns[c] for c in block.values if c not in block.floats)
    found = {mark for column in columns for mark in _told(column)}
    return found.pop() if len(found) == 1 else ""


def _told(cells: Iterable[Raw]) -> Iterable[str]:
    return (mark for value in cells if isinstance(value, str) for mark in _parting(value) if mark)


@lru_cache(maxsize=20_000)
def _parting(text: str) -> tuple[str, ...]:
    """The marks that part thousands in a text for certain.

    >>> _parting("1.234.567"), _parting("12,5"), _parting("12.5"), _parting("1.234")
    (('.',), ('.',), (',',), ())
    >>> _parting("1,234.5"), _parting("0.125"), _parting("Rp 1234,567 juta")
    ((',',), (',',), ('.',))
    """
    return tuple(mark for number in _NUMBER.findall(text) if (mark := _mark(number)))


def _mark(number: str) -> str:
    whole = _TWICE.fullmatch(number) or _BOTH.fullmatch(number)
    if whole:
        return whole["mark"]
    part = _FRACTION.fullmatch(number)
    if part is None:
        return ""
    return "," if (part["mark"] or part["only"]) == "." else "."


def by_marks(amount: Amount, value: Raw, mark: str) -> tuple[Amount, str]:
    """The amount of a text that can be read in two ways, where its mark parts thousands, and what
    is told of it; the amount as it is and "" elsewhere. ``mark``: that parts thousands."""
    if not (amount.other is not None and mark and isinstance(value, str) and mark in value):
        return amount, ""
    told = f"{_CALLED[mark]} dibaca pemisah ribuan, seperti di sel lain tabelnya"
    return replace(amount, other=None), told
