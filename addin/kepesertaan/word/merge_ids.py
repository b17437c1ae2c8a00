"""Numbers and names of one document made different from those of the documents before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

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
