"""The headings of pivot tables: Sum of Realisasi, Row Labels, Column Labels, in two languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kepesertaan.data.loader import load_toml
from kepesertaan.sheets.targets.words.said import said

_WORDS = load_toml("target_words")["pivot"]
ROWS, _COLUMNS = frozenset(map(str, _WORDS["rows"])), frozenset(map(str, _WORDS["columns"]))
BLANK = frozenset(map(str, _WORDS["blank"]))
_SUMS = tuple(f"{word} " for word in map(str, _WORDS["sum"]))
Line = tuple[str, ...]


def without_pivot(lines: Sequence[Line]) -> list[Line]:
    """The lines of a heading as if it were no pivot's: what is summed stands over its columns.

    >>> without_pivot([("Sum of Realisasi", "Column Labels", ""), ("Row Labels", "PU", "BPU")])
    [('', 'Realisasi', 'Realisasi'), ('Row Labels', 'PU', 'BPU')]
    >>> without_pivot([("Uraian", "Target", "Jumlah dari Jan")])
    [('Uraian', 'Target', 'Jumlah dari Jan')]
    """
    found = list(lines)
    if not any(map(_summed, (text for line in found for text in line))):
        return found
    for depth, line in enumerate(found[:-1]):
        corner = next((c for c, text in enumerate(line) if text), 0)
        if _summed(line[corner]) and found[depth + 1][corner]:
            return _without_corner(found, depth, corner)
    return [tuple(map(_bare, line)) for line in found] if _are_summed(found) else found


def _without_corner(lines: list[Line], depth: int, corner: int) -> list[Line]:
    """The lines with what a corner says is summed over every other column of the line below it."""
    told, below = _summed(lines[depth][corner]), lines[depth + 1]
    whole = tuple(told if text and c > corner else "" for c, text in enumerate(below))
    return [whole if k == depth else tuple(map(_bare, line)) for k, line in enumerate(lines)]


def _are_summed(lines: Sequence[Line]) -> bool:
    """Whether a heading is a pivot's: it says so, or each of its values is a sum."""
    texts = [text for line in lines for text in line if text]
    if any(text.upper() in ROWS for text in texts):
        return True
    values = [text for text in lines[-1] if text and not said(text).roles]
    return all(map(_summed, values))


def _bare(text: str) -> str:
    """A heading without what a pivot adds to it."""
    return "" if text.upper() in _COLUMNS else _summed(text) or text


@lru_cache(maxsize=5000)
def _summed(text: str) -> str:
    """What a heading of a pivot sums, "" for other headings.

    >>> _summed("Jumlah dari Target"), _summed("Total Sum of Target"), _summed("Jumlah Target")
    ('Target', 'Total Target', '')
    """
    bare = text.upper().removeprefix("TOTAL ")
    found = next((word for word in _SUMS if bare.startswith(word)), "")
    is_total = "Total " if found and len(bare) < len(text) else ""
    return f"{is_total}{text[len(text) - len(bare) + len(found) :]}" if found else ""
