"""The lines of a list written into its TOC field, as Word itself writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .docparts import SPACE, W
from .docstyles import Styles, add_style
from .listed import Line, Listing

_VAL = W + "val"
_A4_TEXT = 8504  # twips, 15 cm: where the section does not say
_STEP = 284  # twips a level is indented
_SEEN = frozenset(W + name for name in ("t", "tab", "br", "drawing", "pict", "object", "sym"))
_FIELDS = (W + "fldChar", W + "fldSimple")
_HALVES = (W + "bookmarkStart", W + "bookmarkEnd")


@dataclass(frozen=True, slots=True)
class Look:
    """How lines are written. ``right``: twips of the right tab; ``none``: text of an empty list."""

    right: int
    none: str


def paragraphs_of(
    listing: Listing, look: Look, styles: Styles, labels: Mapping[str, str]
) -> list[Any]:
    """The paragraphs of a list without the marks of its field; ``labels``: page by bookmark."""
    if not listing.lines:
        return [_empty(listing, look, styles)]
    return [
        _paragraph(listing, level, line, look, styles, labels.get(line.bookmark, ""))
        for level, line in listing.lines
    ]


def place_lines(listing: Listing, made: Sequence[Any]) -> bool:
    """Put the lines where the field is; whether that could be done (it is one block of text)."""
    toc = listing.toc
    home = toc.start.getparent()
    if toc.end is None or toc.stop is None or toc.stop.getparent() is not home:
        return False
    place, last_place = home.index(toc.start), home.index(toc.stop)
    old = home[place : last_place + 1]
    if any(one.find(f".//{W}sectPr") is not None for one in old[:-1]):
        return False
    marks = _bookmark_ids(old)
    _head(made[0], toc.instruction)
    before, after = _around(toc.start, toc.begin, toc.stop, toc.end)
    block = [*_lead(toc.start, before, made[0]), *made]
    if _keeps_stop(toc, after):
        _cut(toc.stop, toc.end)
        toc.stop.insert(_after_properties(toc.stop), _mark("end"))
        block.append(toc.stop)
    else:
        made[-1].append(_mark("end"))
        made[-1].extend(after)
    home[place : last_place + 1] = block
    _drop_half_bookmarks(home.getroottree().getroot(), marks)
    return True


def _bookmark_ids(blocks: Sequence[Any]) -> set[str]:
    return {one.get(W + "id") for block in blocks for one in block.iter(*_HALVES)}


def _drop_half_bookmarks(root: Any, ids: set[str]) -> None:
    """Take away the other halves of bookmarks that began or ended in what was replaced."""
    kept = [one for one in root.iter(*_HALVES) if one.get(W + "id") in ids]
    whole = [one.get(W + "id") for one in kept]
    for one in kept:
        if whole.count(one.get(W + "id")) == 1:
            one.getparent().remove(one)


def text_width(section: Any) -> int:
    """Twips between the margins of a section."""
    size = None if section is None else section.find(W + "pgSz")
    margin = None if section is None else section.find(W + "pgMar")
    if size is None or margin is None:
        return _A4_TEXT
    width = _twips(size, "w") - _twips(margin, "left") - _twips(margin, "right")
    width -= _twips(margin, "gutter")
    return width if width > 0 else _A4_TEXT


def _twips(element: Any, name: str) -> int:
    text = element.get(W + name, "0")
    return int(text) if text.lstrip("-").isdecimal() else 0


def _paragraph(
    listing: Listing, level: int, line: Line, look: Look, styles: Styles, label: str
) -> Any:
    made = _styled(listing, level, look, styles)
    holder = made
    if listing.wish.is_linked:
        holder = etree.SubElement(made, W + "hyperlink")
        holder.set(W + "anchor", line.bookmark)
        holder.set(W + "history", "1")
    for text, is_italic in line.pieces:
        holder.append(_run(text, is_italic=is_italic))
    if level not in listing.wish.without_page:
        etree.SubElement(_empty_run(holder), W + "tab")
        holder.append(_mark("begin"))
        holder.append(_instruction(f" PAGEREF {line.bookmark} \\h "))
        holder.append(_mark("separate"))
        holder.append(_run(label))
        holder.append(_mark("end"))
    return made


def _empty(listing: Listing, look: Look, styles: Styles) -> Any:
    made = _styled(listing, 1, look, styles)
    made.append(_run(look.none))
    return made


def _styled(listing: Listing, level: int, look: Look, styles: Styles) -> Any:
    """An empty paragraph of the style of the level, with a right tab where the style has none."""
    name = "table of figures" if listing.wish.label else f"toc {level}"
    style_id = styles.id_of(name)
    if style_id is None and styles.root is not None:
        plain = "TableofFigures" if listing.wish.label else f"TOC{level}"
        style_id = add_style(styles, name, plain, _STEP * (level - 1))
    made = etree.Element(W + "p")
    properties = etree.SubElement(made, W + "pPr")
    if style_id:
        etree.SubElement(properties, W + "pStyle").set(_VAL, style_id)
    tabs = styles.setting(style_id, "pPr/tabs")
    if tabs is None or not any(one.get(_VAL) == "right" for one in tabs):
        tab = etree.SubElement(etree.SubElement(properties, W + "tabs"), W + "tab")
        tab.set(_VAL, "right")
        tab.set(W + "leader", "dot")
        tab.set(W + "pos", str(look.right))
    return made


def _head(first: Any, instruction: str) -> None:
    """Begin the field in front of the first line."""
    at = _after_properties(first)
    for k, one in enumerate((_mark("begin"), _instruction(instruction), _mark("separate"))):
        first.insert(at + k, one)


def _around(start: Any, begin: Any, stop: Any, end: Any) -> tuple[list[Any], list[Any]]:
    """What stands in the first paragraph before the field, and in the last one after it."""
    opening, closing = _child_with(start, begin), _child_with(stop, end)
    before = [one for one in start[: start.index(opening)] if one.tag != W + "pPr"]
    return before, list(stop[stop.index(closing) + 1 :])


def _child_with(paragraph: Any, inner: Any) -> Any:
    one = inner
    while one.getparent() is not paragraph:
        one = one.getparent()
    return one


def _keeps_stop(toc: Any, after: Sequence[Any]) -> bool:
    """Whether the paragraph that the field ends in stays, for what it holds besides."""
    has_section = toc.stop.find(f"{W}pPr/{W}sectPr") is not None
    alone = toc.stop is not toc.start and _is_bare(toc.stop, toc.end)
    fields = any(one.tag in _FIELDS for part in after for one in part.iter())
    return has_section or alone or fields or any(_is_seen(one) for one in after)


def _cut(stop: Any, end: Any) -> None:
    """Take away what a paragraph holds up to the end of the field."""
    closing = _child_with(stop, end)
    for one in stop[: stop.index(closing) + 1]:
        if one.tag != W + "pPr":
            stop.remove(one)


def _is_bare(stop: Any, end: Any) -> bool:
    """Whether a paragraph has nothing before the end of the field."""
    closing = _child_with(stop, end)
    return not any(_is_seen(one) for one in stop[: stop.index(closing)])


def _is_seen(element: Any) -> bool:
    return any(one.tag in _SEEN for one in element.iter())


def _lead(start: Any, before: list[Any], first: Any) -> list[Any]:
    """The paragraph with what stood before the field; bookmarks alone go into the first line."""
    if any(_is_seen(one) for one in before):
        lead = etree.Element(W + "p")
        properties = start.find(W + "pPr")
        if properties is not None:
            lead.append(deepcopy(properties))
        lead.extend(before)
        return [lead]
    at = _after_properties(first)
    for k, one in enumerate(before):
        first.insert(at + k, one)
    return []


def _after_properties(paragraph: Any) -> int:
    return int(len(paragraph) > 0 and paragraph[0].tag == W + "pPr")


def _empty_run(holder: Any) -> Any:
    return etree.SubElement(holder, W + "r")


def _run(text: str, *, is_italic: bool = False) -> Any:
    run = etree.Element(W + "r")
    look = etree.SubElement(run, W + "rPr")
    if is_italic:
        etree.SubElement(look, W + "i")
    etree.SubElement(look, W + "noProof")
    t = etree.SubElement(run, W + "t")
    t.set(SPACE, "preserve")
    t.text = text
    return run


def _mark(kind: str) -> Any:
    run = etree.Element(W + "r")
    etree.SubElement(run, W + "fldChar").set(W + "fldCharType", kind)
    return run


def _instruction(text: str) -> Any:
    run = etree.Element(W + "r")
    made = etree.SubElement(run, W + "instrText")
    made.set(SPACE, "preserve")
    made.text = text
    return run
