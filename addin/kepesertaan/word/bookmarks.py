"""Bookmarks: those that lists point to, and passing ones that say where a section begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from lxml import etree

from .docparts import W
from .listed import Line

_OURS = re.compile(r"_Toc[0-9]+")
_FIRST = 9_000_001
_STEM = "KepesertaanHal"  # letters only: programs write other signs of a name each in its own way
_START, _END = W + "bookmarkStart", W + "bookmarkEnd"


def bookmark_lines(root: Any, lines: Sequence[Line]) -> None:
    """Give every line a bookmark of its own: one Word has put there already, or a new one."""
    count = Counter(one.get(W + "name") for one in root.iter(_START))
    name, number = _FIRST, _free_id(root)
    for line in lines:
        known = (one.get(W + "name", "") for one in line.para.element.iter(_START))
        own = next((one for one in known if _OURS.fullmatch(one) and count[one] == 1), "")
        while not own and f"_Toc{name}" in count:
            name += 1
        line.bookmark = own or f"_Toc{name}"
        if not own:
            _surround(line.para.element, line.bookmark, number)
            name, number = name + 1, number + 1


@contextmanager
def marked(root: Any, paragraphs: Sequence[Any]) -> Iterator[list[str]]:
    """While it lasts each paragraph has a bookmark; their names in the same order."""
    taken = {one.get(W + "name", "")[: len(_STEM)] for one in root.iter(_START)}
    stem = _STEM if _STEM not in taken else f"{_STEM}Lain"
    number = _free_id(root)
    names = [f"{stem}{k}" for k in range(1, len(paragraphs) + 1)]
    made: list[Any] = []
    for k, (paragraph, name) in enumerate(zip(paragraphs, names, strict=True)):
        made += _surround(paragraph, name, number + k)
    try:
        yield names
    finally:
        for one in made:
            one.getparent().remove(one)


def _free_id(root: Any) -> int:
    ids = (one.get(W + "id", "") for one in root.iter(_START))
    return max((int(one) for one in ids if one.isdecimal()), default=0) + 1


def _surround(paragraph: Any, name: str, number: int) -> tuple[Any, Any]:
    """Put a bookmark around all that a paragraph holds; its two marks."""
    start, end = etree.Element(_START), etree.Element(_END)
    start.set(W + "id", str(number))
    start.set(W + "name", name)
    end.set(W + "id", str(number))
    has_properties = len(paragraph) > 0 and paragraph[0].tag == W + "pPr"
    paragraph.insert(int(has_properties), start)
    paragraph.append(end)
    return start, end
