"""The file many documents are merged into: parts copied once, relationships of the body added."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from . import package, parts
from .parts import CT, Relation

_OURS = "gab"  # begins the ids of relationships of the merged body
# Parts a document has one of; the first document's serve for all.
SINGLE = frozenset({
    "styles", "settings", "numbering", "theme", "fontTable", "webSettings", "footnotes",
    "endnotes", "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people",
    "glossaryDocument", "customXml", "attachedTemplate", "stylesWithEffects",
})  # fmt: skip


@dataclass(slots=True)
class Target:
    """The members of the merged file, its body's new relationships, and what was copied before."""

    members: dict[str, bytes]
    body: str
    types: tuple[dict[str, str], dict[str, str]]
    rels: dict[str, tuple[str, str, bool]] = field(
        default_factory=dict
    )  # id: kind, target, outside
    _copies: dict[bytes, str] = field(default_factory=dict)  # by content, what it refers to, kind
    _ids: dict[tuple[str, str, bool], str] = field(default_factory=dict)
    _number: int = 0

    def relate(self, type_: str, target: str, external: bool = False) -> str:
        """The id of the body's relationship to a target, the same for the same target."""
        key = (type_, target, external)
        if key not in self._ids:
            self._ids[key] = f"{_OURS}{len(self._ids) + 1}"
            self.rels[self._ids[key]] = key
        return self._ids[key]

    def add(self, content: bytes, like: str, type_: str, rels: list[Relation]) -> str:
        """A new member named after ``like``, or the one of the same content copied before."""
        seen = repr(sorted((rel.id, rel.kind, rel.target) for rel in rels)).encode()
        digest = hashlib.sha256(content + b"\0" + seen + type_.encode()).digest()
        if digest not in self._copies:
            self._copies[digest] = self._new_name(like)
            name = self._copies[digest]
            self.members[name] = content
            self.types[1][name] = type_
            if rels:
                self.members[parts.rels_name(name)] = parts.relationships(rels, name)
        return self._copies[digest]

    def _new_name(self, like: str) -> str:
        folder, name = posixpath.split(like)
        stem, ending = posixpath.splitext(name)
        while True:
            self._number += 1
            new = posixpath.join(folder, f"{stem.rstrip('0123456789')}g{self._number}{ending}")
            if new not in self.members:
                return new


def copied(target: Target, members: dict[str, bytes], member: str, types: Any,
           changed: bytes | None = None) -> str:  # fmt: skip
    """A part of another document and what it refers to, in the merged file; its new name."""
    rels = []
    for rel in parts.relations(members, member):
        if not rel.external and rel.target in members:
            new = copied(target, members, rel.target, types)
            rels.append(replace(rel, target=new))
        elif rel.external:
            rels.append(rel)
    content = members[member] if changed is None else changed
    return target.add(content, member, parts.type_of(member, types), rels)


def finished(target: Target) -> dict[str, bytes]:
    """The members of the merged file, without those that nothing refers to any more."""
    members = dict(target.members)
    name = parts.rels_name(target.body)
    kept = [rel for rel in parts.relations(members, target.body) if rel.kind in SINGLE]
    new = [
        Relation(id_, type_.rpartition("/")[2], to, outside, type_)
        for id_, (type_, to, outside) in target.rels.items()
    ]
    members[name] = parts.relationships([*kept, *new], target.body)
    reached = parts.reached(members)
    members = {one: content for one, content in members.items() if one in reached}
    members[package.TYPES] = _content_types(target, members)
    return members


def _content_types(target: Target, members: dict[str, bytes]) -> bytes:
    root = parts.parse(target.members[package.TYPES])
    for one in list(root.iter(f"{{{CT}}}Override")):
        if str(one.get("PartName")).lstrip("/") not in members:
            root.remove(one)
    known = parts.content_types(target.members)
    for member, type_ in target.types[1].items():
        if member in members and parts.type_of(member, known) != type_:
            one = etree.SubElement(root, f"{{{CT}}}Override")
            one.set("PartName", f"/{member}")
            one.set("ContentType", type_)
    return parts.to_bytes(root)
