"""A sheet whose headings may be any words: where they stand, and the rows below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible

from .header import Merge, find_heading

_KNOWN = 3  # fields that a heading of a known kind names at least
_SEARCHED_ROWS = 20  # titles may stand above the headings
_SHARE = 0.6  # of the widest row: a title has fewer cells, a heading nearly all


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Headings by column ("" where there is none) and the rows below, as raw as stored.

    ``first``: workbook row, from 1, of ``rows[0]``.
    """

    sheet: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Raw]]
    first: int

    def value(self, row: Sequence[Raw], column: int) -> Raw:
        """A cell of a row, None beyond its end."""
        return row[column] if column < len(row) else None


def plain_table(
    sheet: str, rows: Sequence[Sequence[Raw]], merges: Sequence[Merge] = (), kind: str = ""
) -> PlainTable | None:
    """The table of a sheet; None where no row looks like headings.

    Headings of the ``kind`` of sheet are found as everywhere; others are the first row of words
    that is nearly as wide as the rows around it.
    """
    known = find_heading(rows, merges, kind=kind)
    if known and len(set(known.named.values())) >= _KNOWN:
        width = max(known.texts) + 1
        headings = tuple(known.texts.get(col, "") for col in range(width))
        return PlainTable(sheet, headings, rows[known.last + 1 :], known.last + 2)
    counts = [sum(map(_is_filled, row)) for row in rows[: 2 * _SEARCHED_ROWS]]
    widest = max(counts, default=0)
    for i, row in enumerate(rows[:_SEARCHED_ROWS]):
        words = [value for value in row if isinstance(value, str) and value.strip()]
        is_wide = counts[i] >= max(2, _SHARE * widest) or widest == counts[i] == 1
        if is_wide and len(words) == counts[i]:
            headings = tuple(visible(one) if isinstance(one, str) else "" for one in row)
            return PlainTable(sheet, headings, rows[i + 1 :], i + 2)
    return None


def _is_filled(value: Raw) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))
