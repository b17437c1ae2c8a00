"""Lists of many documents in one: each document's begin anew, and look as they did."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import parts
from .parts import w

_FIRST_IN_NUMBERING = ("numPicBullet", "abstractNum")


@dataclass(slots=True)
class Lists:
    """The list numbering of the merged file.

    ``root``: its numbering part; ``first``: the bytes it was read from; ``by_style``: a style to
    the number and level its paragraphs have.
    """

    root: Any
    first: bytes
    by_style: dict[str, tuple[str, str]]
    _abstracts: dict[tuple[bytes, str], str] = field(default_factory=dict)

    def restart(self, body: Any, numbering: bytes) -> None:
        """Let the lists of a document begin anew. ``numbering``: its own part, as it is kept."""
        own = parts.parse(numbering) if numbering and numbering != self.first else None
        numbers: dict[tuple[str, bool], str] = {}
        for paragraph, number, level, direct in list(self._numbered(body)):
            foreign = direct and own is not None
            if (number, foreign) not in numbers:
                copied = self._copy(number, own if foreign else None, numbering)
                numbers[number, foreign] = copied
            _set_number(paragraph, numbers[number, foreign], level)

    def _numbered(self, body: Any) -> Iterator[tuple[Any, str, str, bool]]:
        for paragraph in body.iter(w("p")):
            properties = paragraph.find(w("pPr"))
            direct = None if properties is None else properties.find(w("numPr"))
            style = None if properties is None else properties.find(w("pStyle"))
            if direct is not None:
                number, level = _value(direct, "numId"), _value(direct, "ilvl") or "0"
            else:
                key = "" if style is None else str(style.get(w("val")))
                number, level = self.by_style.get(key, ("", ""))
            if number not in ("", "0"):
                yield paragraph, number, level, direct is not None

    def _copy(self, number: str, own: Any, numbering: bytes) -> str:
        """A list of its own that looks like list ``number``; the same where it is unknown.

        ``own``: the document's numbering where it is not the merged file's.
        """
        source = self.root if own is None else own
        old = _found(source, "num", "numId", number)
        if old is None:
            return number
        new = copy.deepcopy(old)
        abstract = _value(old, "abstractNumId")
        if own is not None:
            known = self._imported(own, numbering, abstract)
            new.find(w("abstractNumId")).set(w("val"), known)
        free = str(1 + _largest(self.root, "num", "numId"))
        new.set(w("numId"), free)
        _start_anew(new, _found(source, "abstractNum", "abstractNumId", abstract))
        nums = self.root.findall(w("num"))
        self.root.insert(self.root.index(nums[-1]) + 1 if nums else len(self.root), new)
        return free

    def _imported(self, own: Any, numbering: bytes, abstract: str) -> str:
        """A definition of another document's lists in the merged file."""
        key = (numbering, abstract)
        if key not in self._abstracts:
            new = copy.deepcopy(_found(own, "abstractNum", "abstractNumId", abstract))
            self._abstracts[key] = str(1 + _largest(self.root, "abstractNum", "abstractNumId"))
            new.set(w("abstractNumId"), self._abstracts[key])
            known = {w(name) for name in _FIRST_IN_NUMBERING}
            self.root.insert(sum(1 for one in self.root if one.tag in known), new)
        return self._abstracts[key]


def _found(root: Any, tag: str, name: str, value: str) -> Any:
    return next((one for one in root.iter(w(tag)) if one.get(w(name)) == value), None)


def _largest(root: Any, tag: str, name: str) -> int:
    return max((int(one.get(w(name))) for one in root.iter(w(tag))), default=0)


def _start_anew(num: Any, abstract: Any) -> None:
    """Let every level of a list begin with its first number."""
    said = {one.get(w("ilvl")) for one in num.findall(w("lvlOverride"))}
    for level in () if abstract is None else abstract.iter(w("lvl")):
        if level.get(w("ilvl")) not in said:
            override = parts.sub(num, "lvlOverride", ilvl=str(level.get(w("ilvl"))))
            parts.sub(override, "startOverride", val=_value(level, "start") or "1")


def styled_lists(styles: Any) -> dict[str, tuple[str, str]]:
    """Styles whose paragraphs are numbered, to list number and level, inherited ones too."""
    known = {str(one.get(w("styleId"))): one for one in styles.iter(w("style"))}
    found = {}
    for name in known:
        number, level = _inherited(known, name, "numId"), _inherited(known, name, "ilvl")
        if number:
            found[name] = (number, level or "0")
    return found


def _inherited(known: dict[str, Any], name: str, what: str) -> str:
    seen: set[str] = set()
    while name in known and name not in seen:
        seen.add(name)
        numbered = known[name].find(f"{w('pPr')}/{w('numPr')}")
        value = "" if numbered is None else _value(numbered, what)
        if value:
            return value
        name = _value(known[name], "basedOn")
    return ""


def _value(parent: Any, name: str) -> str:
    one = parent.find(w(name))
    return "" if one is None else str(one.get(w("val")))


def _set_number(paragraph: Any, number: str, level: str) -> None:
    properties = paragraph.find(w("pPr"))
    numbered = properties.find(w("numPr"))
    if numbered is None:
        numbered = parts.element("numPr")
        before = [w(name) for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore",
                                       "framePr", "widowControl")]  # fmt: skip
        at = sum(1 for one in properties if one.tag in before)
        properties.insert(at, numbered)
        parts.sub(numbered, "ilvl", val=level)
    one = numbered.find(w("numId"))
    one = parts.sub(numbered, "numId") if one is None else one
    one.set(w("val"), number)
