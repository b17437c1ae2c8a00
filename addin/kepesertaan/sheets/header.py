"""Where the heading of a table stands: title rows above, one to three rows, merged or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible

from .headings import field_named

Rows = Sequence[Sequence[Raw]]
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; rows from 1

DEEPEST_HEADING = 3
_FEW_LETTERS, _MANY_DIGITS = 4, 6  # a number, a date, an identity: no heading's words
_SEARCHED_ROWS = 200
_MOST_CONTENT = 4  # at most one cell in so many may look like content (a date, a number)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading block. ``first`` and ``last`` are indices into the rows, from 0."""

    first: int
    last: int
    texts: dict[int, str]  # column -> text shown to the user
    named: dict[int, str]  # column -> field its words name


Ranked = tuple[tuple[int, int, int], Heading]


def find_heading(
    rows: Rows,
    merges: Sequence[Merge],
    start: int = 0,
    accepts: Callable[[Heading], bool] = lambda _heading: True,
    kind: str = "",
) -> Heading | None:
    """The first heading from ``start`` that ``accepts`` likes, as deep as it is; None without any.

    ``kind``: whose words the headings are (``field_named``).

    Around it the block that names most fields wins, of equal ones the shortest and uppermost.
    Where none is liked, the one that names most fields anywhere.
    """
    above = merged_texts(merges, rows)
    best: Ranked | None = None
    for first in range(start, min(len(rows), start + _SEARCHED_ROWS)):
        found = _best_at(rows, above, first, kind)
        if found and accepts(found[1]):
            near = (_best_at(rows, above, first + k, kind) for k in range(1, DEEPEST_HEADING))
            found = max((found, *(n for n in near if n)), key=lambda ranked: ranked[0])
            return _down_to_merges(found[1], merges)
        if found and (best is None or found[0] > best[0]):
            best = found
    return _down_to_merges(best[1], merges) if best else None


def _best_at(rows: Rows, above: dict[tuple[int, int], str], first: int, kind: str) -> Ranked | None:
    """The best heading block that begins in a row, with its rank; None when it names nothing."""
    found: list[Ranked] = []
    for height in range(1, DEEPEST_HEADING + 1):
        if not can_be_heading(rows, first, height):
            break
        heading = read_heading(rows, above, first, height, kind)
        if _weight(heading):
            found.append(((_weight(heading), -height, -first), heading))
    return max(found, key=lambda ranked: ranked[0], default=None)


def read_heading(
    rows: Rows, above: dict[tuple[int, int], str], first: int, height: int, kind: str = ""
) -> Heading:
    """The heading in ``height`` rows from ``first``; upper texts reach over their merged cells."""
    width = max((len(rows[i]) for i in range(first, min(first + height, len(rows)))), default=0)
    texts: dict[int, str] = {}
    named: dict[int, str] = {}
    for col in range(width):
        parts = _distinct([_text_at(rows, above, first + k, col) for k in range(height)])
        if not parts:
            continue
        texts[col] = " ".join(parts)
        group = _group_text(rows, above, first, col) if height > 1 else ""
        field = _field_of(_distinct([group, *parts]), kind)
        if field:
            named[col] = field
    return Heading(first, first + height - 1, texts, named)


def merged_texts(merges: Sequence[Merge], rows: Rows) -> dict[tuple[int, int], str]:
    """The corner's text for every cell of the merged areas that may be heading cells."""
    texts = {}
    for top, left, bottom, right in merges:
        if top - 1 >= len(rows) or bottom - top > 10 or right - left > 300:
            continue
        corner = rows[top - 1][left] if left < len(rows[top - 1]) else None
        text = visible(corner) if isinstance(corner, str) else ""
        for row in range(top - 1, bottom):
            for col in range(left, right + 1):
                texts[row, col] = text
    return texts


def _text_at(rows: Rows, above: dict[tuple[int, int], str], row: int, col: int) -> str:
    value = rows[row][col] if row < len(rows) and col < len(rows[row]) else None
    if isinstance(value, str) and value.strip():
        return visible(value)
    return above.get((row, col), "")


def _group_text(rows: Rows, above: dict[tuple[int, int], str], row: int, col: int) -> str:
    """The text of a group heading that reaches over ``col`` without being merged."""
    while col >= 0:
        text = _text_at(rows, above, row, col)
        if text:
            return text
        col -= 1
    return ""


def _distinct(parts: list[str]) -> list[str]:
    return [part for k, part in enumerate(parts) if part and part not in parts[:k]]


def _field_of(parts: list[str], kind: str) -> str | None:
    """The field of a column's heading parts, from the whole down to its last part."""
    for k in range(len(parts)):
        field = field_named(" ".join(parts[k:]), kind)
        if field:
            return field
    return None


def can_be_heading(rows: Rows, first: int, height: int) -> bool:
    """Whether the last row of a block holds words rather than content."""
    row = first + height - 1
    if row >= len(rows):
        return False
    filled = [value for value in rows[row] if value is not None]
    return _MOST_CONTENT * sum(map(_is_content, filled)) <= len(filled)


def _is_content(value: Raw) -> bool:
    if isinstance(value, str):
        bare = re.sub(r"\([^)]*\)", "", value)
        letters = sum(map(str.isalpha, bare))
        return letters < _FEW_LETTERS and sum(map(str.isdigit, bare)) >= _MANY_DIGITS
    return value is not None and not (isinstance(value, float) and abs(value) < 1000)


def _weight(heading: Heading) -> int:
    return len(set(heading.named.values()) - {"no_urut", "keterangan"})


def _down_to_merges(heading: Heading, merges: Sequence[Merge]) -> Heading:
    """The heading, made as deep as the merged cells that begin in it."""
    last = heading.last
    for top, left, bottom, _right in merges:
        if heading.first <= top - 1 <= heading.last and left in heading.texts:
            last = max(last, min(bottom - 1, heading.first + DEEPEST_HEADING - 1))
    return Heading(heading.first, last, heading.texts, heading.named)
