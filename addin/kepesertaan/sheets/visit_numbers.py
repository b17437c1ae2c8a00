"""Numbers of the sheets of a book of visits, so that reports print them as the sheet shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kepesertaan.domain.displayed import Displayed, displayed
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw

from .formatted import Place, as_formatted
from .participant import Sheet
from .visits import VisitBook, tells_of_visits

_PARTS = re.compile(r"[^\W\d]+|%")


def numbers_in(sheets: Sequence[Sheet]) -> dict[str, list[tuple[int, int]]]:
    """The cells (row from 1, column from 0) that hold numbers, of sheets that tell of visits."""
    return {
        sheet.name: [
            (i, k)
            for i, row in enumerate(sheet.rows, 1)
            for k, value in enumerate(row)
            if isinstance(value, float)
        ]
        for sheet in sheets
        if tells_of_visits(sheet)
    }


def as_displayed(sheets: Sequence[Sheet], codes: Mapping[Place, str]) -> list[Sheet]:
    """The sheets with the numbers whose format is known as ``Displayed``."""
    return as_formatted(sheets, codes, displayed)


def doubtful_shares(book: VisitBook, words: Sequence[str]) -> list[str]:
    """Sentences on columns headed per cent with a number below 1 that no per-cent cell holds.

    ``words``: those such headings have one of, in small letters.
    """
    told: list[tuple[str, list[tuple[int, Raw]]]] = []
    for name, heading in book.fields.items():
        if not set(_PARTS.findall(heading.casefold())) & set(words):
            continue
        found = [(v.row, v.values.get(name)) for v in book.visits]
        rows = [(row, value) for row, value in found if _is_bare_share(value)]
        if rows and heading not in {said for said, _ in told}:
            told.append((heading, rows))
    return [
        f"Kolom {heading} baris {rows[0][0]}: {shown(rows[0][1]).replace('.', ',')} dicetak apa "
        "adanya bila dipakai templat, karena selnya tidak berformat persen"
        f"{_more(len(rows))}; periksa, lalu beri format persen atau tulis sebagai teks."
        for heading, rows in told
    ]


def _is_bare_share(value: Raw) -> bool:
    return isinstance(value, float) and not isinstance(value, Displayed) and 0 < abs(value) < 1


def _more(rows: int) -> str:
    return f" (juga {rows - 1} baris lain)" if rows > 1 else ""
