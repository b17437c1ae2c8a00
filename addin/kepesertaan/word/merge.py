"""Many documents as one: each keeps its header, footer, page numbers, lists and pictures.

Each document becomes sections of its own. Its headers and footers are parts of their own, a page
number begins at 1 again, and "of how many" counts its own pages. The first document's styles, theme
and settings serve for all; lists, notes and styles only others have come along. Comments do not.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from . import merge_ids, merge_lists, package, parts
from .merge_ids import Ids
from .merge_lists import Lists
from .merge_parts import SINGLE, Target, copied, finished
from .parts import R, w

_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_PAGES = ("header", "footer")
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_BEFORE_TYPE = ("headerReference", "footerReference", "footnotePr", "endnotePr")
_BEFORE_PAGES = (*_BEFORE_TYPE, "type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType")
_EMPTY = {
    kind: f'<w:{tag} xmlns:w="{parts.W}"><w:p/></w:{tag}>'.encode()
    for kind, tag in (("header", "hdr"), ("footer", "ftr"))
}


@dataclass(slots=True)
class _Document:
    """One document: its members, its parsed document part, the single parts it has."""

    members: dict[str, bytes]
    name: str
    root: Any
    types: Any

    @property
    def body(self) -> Any:
        return self.root.find(w("body"))

    def single(self, kind: str) -> str:
        """The name of a part a document has one of, '' where it has none."""
        rels = parts.relations(self.members, self.name)
        return next(
            (rel.target for rel in rels if rel.kind == kind and rel.target in self.members), ""
        )


def merge(documents: Sequence[bytes]) -> bytes:
    """The documents in order as one Word file; one alone stays as it is.

    Raises ``ValueError`` for none, ``TemplateBroken`` for what is no Word file.
    """
    if len(documents) < 2:
        return _alone(documents)
    first = _opened(documents[0])
    target = Target(dict(first.members), first.name, parts.content_types(first.members))
    head, tail = _around(first.root)
    single, ids = _Single(first), Ids()
    wanted = _used_pages(documents)
    pieces = []
    for number, data in enumerate(documents):
        one = _opened(data)
        if number > 0:
            single.add(one)
        _prepare(one, target, ids, wanted)
        if number < len(documents) - 1:
            _close_section(one.body)
        pieces.append(_inner(one.root, first.root.nsmap))
    target.members[first.name] = "".join((head, *pieces, tail)).encode()
    single.write(target)
    return package.write_members(finished(target))


def _alone(documents: Sequence[bytes]) -> bytes:
    if not documents:
        raise ValueError("nothing to merge")
    return documents[0]


def _opened(data: bytes) -> _Document:
    members = package.read_package(data, "Dokumen")
    name = next(part for part, kind in parts.fillable(members).items() if kind == "body")
    root = parts.parse(members[name])
    return _Document(members, name, root, parts.content_types(members))


class _Single:
    """Numbering, styles and notes of the merged file, which documents add to."""

    def __init__(self, first: _Document) -> None:
        self.names: dict[str, str] = {}
        self.roots: dict[str, Any] = {}
        self.new: dict[str, str] = {}  # kinds the first document did not have, to content types
        for kind in ("numbering", "styles", *_NOTES):
            name = first.single(kind)
            if name:
                self.names[kind], self.roots[kind] = name, parts.parse(first.members[name])
        styles = self.roots.get("styles")
        styled = {} if styles is None else merge_lists.styled_lists(styles)
        self.styles = first.members.get(self.names.get("styles", ""), b"")
        numbering = first.members.get(self.names.get("numbering", ""), b"")
        self.lists = Lists(self.roots.get("numbering"), numbering, styled)

    def add(self, one: _Document) -> None:
        """What a later document brings."""
        for kind in ("numbering", *_NOTES):
            if one.single(kind) and kind not in self.roots:
                self._adopt(kind, one)
        if self.lists.root is not None:
            self.lists.restart(one.body, one.members.get(one.single("numbering"), b""))
        styles = one.members.get(one.single("styles"), b"")
        if "styles" in self.roots and styles not in (b"", self.styles):
            others = parts.parse(styles).iter(w("style"))
            merge_ids.add_styles(self.roots["styles"], list(others))
        for kind, note in _NOTES.items():
            notes = one.members.get(one.single(kind), b"")
            if notes:
                merge_ids.add_notes(self.roots[kind], parts.parse(notes), one.body, note)

    def _adopt(self, kind: str, one: _Document) -> None:
        """A part of a kind the first document did not have, without what is in it."""
        root = parts.parse(one.members[one.single(kind)])
        for child in list(root):
            if kind == "numbering" or child.get(w("type")) in (None, "normal"):
                root.remove(child)
        self.roots[kind], self.names[kind] = root, f"word/{kind}.xml"
        self.new[kind] = parts.type_of(one.single(kind), one.types)
        if kind == "numbering":
            self.lists.root = root

    def write(self, target: Target) -> None:
        """Put the parts back."""
        for kind, root in self.roots.items():
            target.members[self.names[kind]] = parts.to_bytes(root)
        for kind, type_ in self.new.items():
            target.types[1][self.names[kind]] = type_
            target.relate(parts.rel_type(kind), self.names[kind])


def _used_pages(documents: Sequence[bytes]) -> set[tuple[str, str]]:
    """Which headers and footers (kind, type) any document has."""
    used = set()
    for data in documents:
        for section in _opened(data).root.iter(w("sectPr")):
            used |= {(_kind(one), _type(one)) for one in _references(section)}
    return used


def _around(root: Any) -> tuple[str, str]:
    """What stands before and after the content of a document's body."""
    root = copy.deepcopy(root)
    root.find(w("body")).clear()
    text = etree.tostring(root, encoding="unicode")
    found = re.search(r"<w:body/>", text)
    if found is None:
        raise ValueError("a document without w:body")
    return f"{_DECLARATION}{text[: found.start()]}<w:body>", f"</w:body>{text[found.end() :]}"


def _inner(root: Any, known: dict[str, str]) -> str:
    """The content of a document's body, its names being ``known`` where it will stand."""
    body = root.find(w("body"))
    if all(known.get(prefix) == name for prefix, name in root.nsmap.items()):
        text = etree.tostring(root, encoding="unicode")
        return str(text[text.index("<w:body>") + 8 : text.rindex("</w:body>")])
    return "".join(etree.tostring(one, encoding="unicode") for one in body)


def _prepare(one: _Document, target: Target, ids: Ids, wanted: set[tuple[str, str]]) -> None:
    """Make a document's body ready to stand among others."""
    body = one.body
    sections = list(body.iter(w("sectPr")))
    if not sections:
        sections = [parts.sub(body, "sectPr")]
    by_section = len(sections) == 1
    merge_ids.drop_comments(body)
    ids.renumber(body)
    ids.rename_bookmarks(body)
    if by_section:
        merge_ids.count_pages_by_section(body)
    _relate(one, body, target, ids, by_section)
    _begin(sections[0], target, wanted)


def _relate(one: _Document, body: Any, target: Target, ids: Ids, by_section: bool) -> None:
    """Let the body refer to copies of what it referred to."""
    rels = {rel.id: rel for rel in parts.relations(one.members, one.name)}
    for node in body.iter():
        for name, value in node.attrib.items():
            if name.startswith(f"{{{R}}}") and value in rels and rels[value].kind not in SINGLE:
                node.set(name, _copied(one, rels[value], target, ids, by_section))


def _copied(one: _Document, rel: Any, target: Target, ids: Ids, by_section: bool) -> str:
    if rel.external:
        return target.relate(rel.type, rel.target, True)
    if rel.target not in one.members:  # Word leaves such behind for pictures it lost
        return target.relate(rel.type, rel.target)
    changed = None
    if rel.kind in _PAGES:
        root = parts.parse(one.members[rel.target])
        ids.renumber(root)
        if by_section:
            merge_ids.count_pages_by_section(root)
        changed = parts.to_bytes(root)
    return target.relate(rel.type, copied(target, one.members, rel.target, one.types, changed))


def _begin(section: Any, target: Target, wanted: set[tuple[str, str]]) -> None:
    """A document's first section: on a new page, numbered from 1, nothing inherited."""
    had = {(_kind(one), _type(one)) for one in _references(section)}
    for kind, type_ in sorted(wanted - had, reverse=True):
        empty = target.add(_EMPTY[kind], f"word/{kind}.xml", parts.page_type(kind), [])
        one = parts.element(f"{kind}Reference")
        one.set(w("type"), type_)
        one.set(f"{{{R}}}id", target.relate(parts.rel_type(kind), empty))
        section.insert(0, one)
    type_ = section.find(w("type"))
    if type_ is not None and type_.get(w("val")) in ("continuous", "nextColumn"):
        type_.set(w("val"), "nextPage")
    numbers = section.find(w("pgNumType"))
    if numbers is None:
        numbers = parts.element("pgNumType")
        section.insert(_after(section, _BEFORE_PAGES), numbers)
    if numbers.get(w("start")) is None:
        numbers.set(w("start"), "1")
    if section.find(w("footnotePr")) is None:
        notes = parts.element("footnotePr")
        parts.sub(notes, "numRestart", val="eachSect")
        section.insert(_after(section, ("headerReference", "footerReference")), notes)


def _close_section(body: Any) -> None:
    """Let a document's last paragraph end its section, as the next document follows."""
    section = body[-1]
    body.remove(section)
    last = body[-1] if len(body) else None
    if last is None or last.tag != w("p") or last.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        last = parts.sub(body, "p")
    properties = last.find(w("pPr"))
    if properties is None:
        properties = parts.element("pPr")
        last.insert(0, properties)
    change = properties.find(w("pPrChange"))
    at = len(properties) if change is None else properties.index(change)
    properties.insert(at, section)


def _references(section: Any) -> list[Any]:
    return list(section.iter(w("headerReference"), w("footerReference")))


def _kind(reference: Any) -> str:
    return "header" if reference.tag == w("headerReference") else "footer"


def _type(reference: Any) -> str:
    return str(reference.get(w("type")) or "default")


def _after(section: Any, names: Sequence[str]) -> int:
    known = {w(name) for name in names}
    return sum(1 for one in section if one.tag in known)
