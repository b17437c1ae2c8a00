"""Numbers and names of one document made different from those of the documents before it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import parts
from .parts import w

_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_REFERENCES = re.compile(r"^\s*(?:REF|PAGEREF|NOTEREF)\s+(\S+)", re.IGNORECASE)
_COMMENTS = ("commentRangeStart", "commentRangeEnd", "commentReference")


@dataclass(slots=True)
class Ids:
    """The numbers and names given so far."""

    drawing: int = 0
    bookmark: int = 0
    names: set[str] = field(default_factory=set)

    def renumber(self, root: Any) -> None:
        """Give drawings of a part numbers of their own; drop paragraph numbers, which repeat."""
        for one in root.iter(_DOC_PR):
            self.drawing += 1
            one.set("id", str(self.drawing))
        for one in root.iter(w("p"), w("tr")):
            for name in (f"{_W14}paraId", f"{_W14}textId"):
                one.attrib.pop(name, None)

    def rename_bookmarks(self, root: Any) -> None:
        """Give bookmarks numbers and names of their own, also where the names are used."""
        numbers: dict[str, str] = {}
        names: dict[str, str] = {}
        for one in root.iter(w("bookmarkStart"), w("bookmarkEnd")):
            old = str(one.get(w("id")))
            if one.tag == w("bookmarkStart"):
                self.bookmark += 1
                numbers[old] = str(self.bookmark)
                name = str(one.get(w("name")))
                names[name] = self._free(name)
                one.set(w("name"), names[name])
            one.set(w("id"), numbers.get(old, old))
        _follow(root, names)

    def _free(self, name: str) -> str:
        number, free = 1, name
        while free in self.names:
            number += 1
            free = f"{name[: 38 - len(str(number))]}_{number}"
        self.names.add(free)
        return free


def _follow(root: Any, names: dict[str, str]) -> None:
    for link in root.iter(w("hyperlink")):
        anchor = link.get(w("anchor"))
        if anchor in names:
            link.set(w("anchor"), names[anchor])
    for text in root.iter(w("instrText")):
        found = _REFERENCES.match(text.text or "")
        if found and found[1] in names:
            start, end = found.span(1)
            text.text = text.text[:start] + names[found[1]] + text.text[end:]


def drop_comments(root: Any) -> None:
    """Take out what points to comments, which are not merged."""
    for one in list(root.iter(*(w(name) for name in _COMMENTS))):
        one.getparent().remove(one)


def count_pages_by_section(root: Any) -> None:
    """NUMPAGES as SECTIONPAGES: in a merged file the former counts the pages of all documents."""
    for text in root.iter(w("instrText")):
        text.text = re.sub(r"\bNUMPAGES\b", "SECTIONPAGES", text.text or "")
    for one in root.iter(w("fldSimple")):
        one.set(w("instr"), re.sub(r"\bNUMPAGES\b", "SECTIONPAGES", one.get(w("instr")) or ""))


@dataclass(slots=True)
class Lists:
    """The list numbering of the merged file. ``root``: its numbering part, None where none has."""

    root: Any
    by_style: dict[str, tuple[str, str]]  # style to the number and level its paragraphs have

    def restart(self, body: Any) -> None:
        """Let the lists of a document begin anew."""
        if self.root is None:
            return
        numbers: dict[str, str] = {}
        for paragraph, number, level in list(self._numbered(body)):
            if number not in numbers:
                numbers[number] = self._copy(number)
            _set_number(paragraph, numbers[number], level)

    def _numbered(self, body: Any) -> Iterator[tuple[Any, str, str]]:
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
                yield paragraph, number, level

    def _copy(self, number: str) -> str:
        """A list of its own that looks like list ``number``; the same where it is unknown."""
        old = next((n for n in self.root.iter(w("num")) if n.get(w("numId")) == number), None)
        if old is None:
            return number
        new = copy.deepcopy(old)
        free = 1 + max(int(n.get(w("numId"))) for n in self.root.iter(w("num")))
        new.set(w("numId"), str(free))
        abstract = _value(old, "abstractNumId")
        levels = self._starts(abstract)
        for override in new.findall(w("lvlOverride")):
            levels.pop(override.get(w("ilvl")), None)
        for level, start in levels.items():
            override = parts.sub(new, "lvlOverride", ilvl=level)
            parts.sub(override, "startOverride", val=start)
        self.root.insert(self.root.index(list(self.root.iter(w("num")))[-1]) + 1, new)
        return str(free)

    def _starts(self, abstract: str) -> dict[str, str]:
        found = next(
            (a for a in self.root.iter(w("abstractNum")) if a.get(w("abstractNumId")) == abstract),
            None,
        )
        levels = () if found is None else found.iter(w("lvl"))
        return {str(one.get(w("ilvl"))): _value(one, "start") or "1" for one in levels}


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


def add_notes(target: Any, notes: Any, body: Any, kind: str) -> None:
    """Foot notes or end notes of a document added to those of the merged file, with new numbers.

    ``kind``: footnote or endnote.
    """
    free = 1 + max((int(n.get(w("id"))) for n in target.iter(w(kind))), default=0)
    numbers = {}
    for note in list(notes.iter(w(kind))):
        if note.get(w("type")) in (None, "normal"):
            numbers[note.get(w("id"))] = str(free)
            note.set(w("id"), str(free))
            target.append(note)
            free += 1
    for reference in body.iter(w(f"{kind}Reference")):
        reference.set(w("id"), numbers.get(reference.get(w("id")), "0"))


def add_styles(target: Any, others: Iterable[Any]) -> None:
    """Styles the merged file does not have yet; those of the same id stay the first document's."""
    known = {one.get(w("styleId")) for one in target.iter(w("style"))}
    for one in others:
        if one.get(w("styleId")) not in known:
            target.append(one)
