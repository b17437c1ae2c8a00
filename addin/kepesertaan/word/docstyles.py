"""What the styles of a document say: names, outline levels, tabs, numbering; and new styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .docparts import W

_HEADING = re.compile(r"heading ([1-9])")
_VAL = W + "val"
BODY_LEVEL = 9  # outlineLvl of running text


@dataclass(slots=True)
class Styles:
    """The styles of a document; ``root`` is the tree of its part, None where it has none."""

    root: Any
    by_id: dict[str, Any]

    def name_of(self, style_id: str | None) -> str:
        """The name of a style in lower case, "" unknown."""
        style = self.by_id.get(style_id or "")
        name = None if style is None else style.find(W + "name")
        return "" if name is None else str(name.get(_VAL, "")).strip().lower()

    def id_of(self, name: str) -> str | None:
        """The id of the paragraph style of a name."""
        wanted = name.strip().lower()
        return next((key for key in self.by_id if self.name_of(key) == wanted), None)

    def chain(self, style_id: str | None) -> Iterator[Any]:
        """The style and those it is based on."""
        seen = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            style = self.by_id[style_id]
            yield style
            based = style.find(W + "basedOn")
            style_id = None if based is None else based.get(_VAL)

    def setting(self, style_id: str | None, path: str) -> Any:
        """The first element found at a path such as ``pPr/outlineLvl`` along the chain."""
        where = "/".join(W + step for step in path.split("/"))
        return next((f for s in self.chain(style_id) if (f := s.find(where)) is not None), None)


def read_styles(root: Any) -> Styles:
    """The paragraph styles of the tree of styles.xml, or of none."""
    if root is None:
        return Styles(None, {})
    found = (one for one in root.iter(W + "style") if one.get(W + "type") == "paragraph")
    return Styles(root, {one.get(W + "styleId", ""): one for one in found})


def style_of(paragraph: Any) -> str | None:
    """The style id of a paragraph, None for the default."""
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if found is None else found.get(_VAL)


def heading_style_level(paragraph: Any, styles: Styles) -> int:
    """1 to 9 for the styles heading 1 to heading 9 themselves, else 0."""
    match = _HEADING.fullmatch(styles.name_of(style_of(paragraph)))
    return int(match[1]) if match else 0


def outline_level(paragraph: Any, styles: Styles) -> int:
    """1 to 9 as the outline has it, from the paragraph or its style, else 0."""
    own = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if own is None:
        own = styles.setting(style_of(paragraph), "pPr/outlineLvl")
    if own is None:
        return heading_style_level(paragraph, styles)
    level = own.get(_VAL, "")
    return int(level) + 1 if level.isdecimal() and int(level) < BODY_LEVEL else 0


def add_style(styles: Styles, name: str, style_id: str, left: int) -> str:
    """A new paragraph style for a line of a list, indented ``left`` twips; its id."""
    free = style_id
    while free in styles.by_id:
        free += "a"
    base = next((k for k, one in styles.by_id.items() if one.get(W + "default") == "1"), None)
    style = etree.SubElement(styles.root, W + "style")
    style.set(W + "type", "paragraph")
    style.set(W + "styleId", free)
    steps: tuple[tuple[str, str | None], ...] = (
        ("name", name), ("basedOn", base), ("next", base), ("uiPriority", "39"),
    )  # fmt: skip
    for tag, value in steps:
        if value is not None:
            etree.SubElement(style, W + tag).set(_VAL, value)
    etree.SubElement(style, W + "unhideWhenUsed")
    look = etree.SubElement(style, W + "pPr")
    spacing = etree.SubElement(look, W + "spacing")
    spacing.set(W + "before", "0")
    spacing.set(W + "after", "60")
    indent = etree.SubElement(look, W + "ind")
    indent.set(W + "left", str(left))
    indent.set(W + "right", "567")
    styles.by_id[free] = style
    return free
