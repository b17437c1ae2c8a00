"""The letters of a Word paragraph, and the elements they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PIECES = tuple(W + name for name in ("t", "tab", "br", "cr"))


def letters(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The pieces of a paragraph's own text with their elements, a tab or break being one letter."""
    for piece in paragraph.iter(*_PIECES):
        is_own = next(piece.iterancestors(W + "p")) is paragraph
        if is_own and piece.getparent().tag == W + "r":  # a w:tab of w:tabs is no letter
            yield piece, (piece.text or "") if piece.tag == _PIECES[0] else " "


def paragraph_text(paragraph: Any) -> str:
    """The text of a ``w:p`` without that of its text boxes; tabs and breaks are spaces."""
    return "".join(text for _, text in letters(paragraph))
