"""Which lists a document asks for by TOC fields, and which paragraphs stand in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .docparts import W
from .docstyles import Styles, heading_style_level, outline_level, style_of
from .flow import Field, Para, tidy
from .numbering import Numbering
from .sequence import label_of, switches_of

_TAKES = ("\\o", "\\c", "\\a", "\\t", "\\n", "\\l", "\\f", "\\b", "\\s", "\\p", "\\d")
_UNKNOWN = ("\\f", "\\b", "\\a")  # entries by TC fields, a part of the text, captions without label
_RANGE = re.compile(r"\s*([1-9])\s*-\s*([1-9])\s*")
_DEEPEST = 9
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a TOC field wants. ``label``: captions of that label; ``styles``: level by style name;
    ``pages``: the levels whose page number is shown.
    """

    label: str = ""
    by_style: range = range(0)  # levels of the heading styles
    by_outline: range = range(0)
    styles: dict[str, int] = field(default_factory=dict)
    is_linked: bool = False
    without_page: range = range(0)
    is_known: bool = True


@dataclass(slots=True)
class Line:
    """A paragraph that can stand in lists. ``labels``: what its SEQ fields count."""

    para: Para
    pieces: Pieces
    style_level: int
    outline: int
    style_name: str
    labels: tuple[str, ...]
    bookmark: str = ""

    @property
    def text(self) -> str:
        """What stands in the list, without its page."""
        return "".join(text for text, _ in self.pieces)


@dataclass(slots=True)
class Listing:
    """A TOC field with what it wants and the lines it gets, each with its level."""

    toc: Field
    wish: Wish
    lines: list[tuple[int, Line]] = field(default_factory=list)


def read_wish(instruction: str) -> Wish:
    """What a TOC instruction asks for.

    >>> read_wish('TOC \\\\o "1-3" \\\\h').by_style, read_wish('TOC \\\\h \\\\c "Gambar"').label
    (range(1, 4), 'Gambar')
    """
    switches = switches_of(instruction, _TAKES)
    if any(one in switches for one in _UNKNOWN):
        return Wish(is_known=False)
    linked = "\\h" in switches
    if switches.get("\\c"):
        return Wish(
            label=switches["\\c"].replace("_", " "), is_linked=linked, without_page=_bare(switches)
        )
    named = _style_levels(switches.get("\\t", ""))
    levels = _levels(switches.get("\\o", ""))
    has_headings = "\\o" in switches or not (named or "\\u" in switches)
    return Wish(
        by_style=levels if has_headings else range(0),
        by_outline=levels if "\\u" in switches else range(0),
        styles=named,
        is_linked=linked,
        without_page=_bare(switches),
    )


def _bare(switches: dict[str, str]) -> range:
    return _levels(switches["\\n"]) if "\\n" in switches else range(0)


def _levels(text: str) -> range:
    match = _RANGE.fullmatch(text)
    return range(int(match[1]), int(match[2]) + 1) if match else range(1, _DEEPEST + 1)


def _style_levels(text: str) -> dict[str, int]:
    """Levels by style name of ``Lampiran,1``; the separator is that of the Windows settings."""
    words = [word.strip() for word in re.split("[;,]", text)]
    pairs = zip(words[::2], words[1::2], strict=False)
    return {name.lower(): int(level) for name, level in pairs if level.isdecimal()}


def find_lines(paras: Sequence[Para], styles: Styles, numbering: Numbering) -> list[Line]:
    """Every paragraph with text outside lists, with the number Word would put before it.

    Paragraphs in text boxes are among them, so that numbers count on; lists leave them out.
    """
    found = []
    for para in paras:
        number = numbering.label(para.element, styles)
        pieces = tidy([(f"{number} ", False), *para.pieces])
        if para.in_list or not para.text.strip():
            continue
        labels = tuple(label for one in para.fields if (label := label_of(one)))
        found.append(
            Line(
                para, pieces, heading_style_level(para.element, styles),
                outline_level(para.element, styles), styles.name_of(style_of(para.element)), labels,
            )
        )  # fmt: skip
    return found


def find_listings(paras: Sequence[Para], lines: Sequence[Line]) -> list[Listing]:
    """The TOC fields in order, each with its lines."""
    tocs = [one for para in paras for one in para.fields if one.name == "TOC"]
    outside = [line for line in lines if not line.para.in_box]
    made = []
    for toc in tocs:
        wish = read_wish(toc.instruction)
        lines_of = [(level, line) for line in outside if (level := level_in(wish, line))]
        made.append(Listing(toc, wish, lines_of if wish.is_known else []))
    return made


def level_in(wish: Wish, line: Line) -> int:
    """The level of a line in a list, 0 where it does not belong there."""
    if wish.label:
        return int(wish.label.lower() in (label.lower() for label in line.labels))
    if line.style_name in wish.styles:
        return wish.styles[line.style_name]
    if line.style_level in wish.by_style:
        return line.style_level
    return line.outline if line.outline in wish.by_outline else 0


def left_in_boxes(listings: Sequence[Listing], lines: Sequence[Line]) -> int:
    """How many lines stand in text boxes and so are in no list."""
    boxed = [line for line in lines if line.para.in_box]
    return sum(any(level_in(one.wish, line) for one in listings) for line in boxed)


def sections_of(root: Any, paras: Sequence[Para]) -> list[tuple[Any, Any]]:
    """Each section's properties with its first paragraph, in order."""
    found, first = [], None
    for para in paras:
        if para.in_box:
            continue
        first = para.element if first is None else first
        ended = para.element.find(f"{W}pPr/{W}sectPr")
        if ended is not None:
            found.append((ended, first))
            first = None
    last = root.find(f"{W}body/{W}sectPr")
    if last is not None and first is not None:
        found.append((last, first))
    return found
