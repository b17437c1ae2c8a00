"""A prepared template filled with one row: only the parts with tags are made anew."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass, field
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from . import marks, mend, package, parts
from .package import Packed
from .picture import Picture, placing
from .plain import LONGEST_PROPERTY
from .prepare import Part, Prepared
from .soundness import Fault, Known, part_faults, repeated_ids

_PATCH = DocxTemplate(io.BytesIO())
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_BREAKS = "\t\n\a\f"  # lines, tabs, paragraphs and pages inside a value
_FIRST_PICTURE = 1000  # drawings the template brings along have small numbers
_SPELLED = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))


@dataclass(slots=True)
class _Media:
    """Pictures of one document: one member for the same data, one relationship a part."""

    prefix: str
    names: dict[bytes, str] = field(default_factory=dict)  # by SHA-256
    members: list[Packed] = field(default_factory=list)
    rels: dict[str, dict[str, str]] = field(default_factory=dict)  # part: member to id

    def put(self, part: str, picture: Picture) -> str:
        """The relationship of a picture in a part."""
        digest = hashlib.sha256(picture.data).digest()
        name = self.names.get(digest)
        if name is None:
            name = f"word/media/{self.prefix}{len(self.names) + 1}.{picture.kind}"
            self.names[digest] = name
            self.members.append(package.packed(name, picture.data))
        ids = self.rels.setdefault(part, {})
        return ids.setdefault(name, f"{self.prefix}{len(ids) + 1}")


def fill(
    ready: Prepared, context: dict[str, Any], columns: bool = False
) -> tuple[bytes, list[Fault]]:
    """The document's bytes, and what is wrong with it.

    ``columns``: let docxtpl adjust the columns of tables, as templates need whose tags change
    them. Raises what templates raise, and ``lxml.etree.XMLSyntaxError`` for markup that is none.
    """
    media = _Media(ready.prefix)
    made: dict[str, bytes] = {}
    faults: list[Fault] = []
    roots = []
    last_picture = _FIRST_PICTURE
    for part in ready.parts:
        if part.kind == "core":
            made[part.member] = _properties(part.compiled.render(context))
            continue
        xml = _filled(part, context, media, columns or part.columns)
        xml, last_picture = mend.with_own_picture_ids(xml, last_picture)
        made[part.member] = f"{part.head}{xml}{part.tail}".encode()
        roots.append(parts.parse(made[part.member]))
        known = Known({*part.rels, *media.rels.get(part.member, {}).values()}, ready.styles)
        faults += part_faults(part.kind, roots[-1], known)
    made |= _relationships(ready, media)
    return _written(ready, made, media), faults + repeated_ids(iter(roots))


def _filled(part: Part, context: dict[str, Any], media: _Media, columns: bool) -> str:
    token = placing.set(lambda picture: media.put(part.member, picture))
    try:
        xml = part.compiled.render(context)
    finally:
        placing.reset(token)
    if "{_" in xml or "_}" in xml:
        for typed, meant in _SPELLED:
            xml = xml.replace(typed, meant)
    if _has_breaks(xml):
        xml = _PARAGRAPH.sub(_resolved, xml)
    xml = marks.highlighted(mend.mended(xml))
    if columns and part.kind == "body":
        parts.parse(xml.encode())
        xml = etree.tostring(_PATCH.fix_tables(xml), encoding="unicode")
    return xml[xml.index(">") + 1 :] if part.kind == "body" else xml


def _resolved(paragraph: re.Match[str]) -> str:
    """Line breaks and tabs of values as Word writes them, by docxtpl."""
    text = paragraph[0]
    return str(_PATCH.resolve_listing(text)) if _has_breaks(text) else text


def _has_breaks(text: str) -> bool:
    return any(letter in text for letter in _BREAKS)


def _properties(xml: str) -> bytes:
    root = parts.parse(marks.unmarked(xml).encode())
    for one in root:
        if one.text:
            one.text = one.text[:LONGEST_PROPERTY]
    return parts.to_bytes(root)


def _relationships(ready: Prepared, media: _Media) -> dict[str, bytes]:
    """The relationships of parts that got pictures."""
    made = {}
    for part, ids in media.rels.items():
        name = parts.rels_name(part)
        old = ready.members.get(name)
        root = parts.parse(old) if old else etree.Element(f"{{{parts.REL}}}Relationships")
        for member, id_ in ids.items():
            one = etree.SubElement(root, f"{{{parts.REL}}}Relationship")
            one.set("Id", id_)
            one.set("Type", parts.rel_type("image"))
            one.set("Target", f"/{member}")
        made[name] = parts.to_bytes(root)
    return made


def _written(ready: Prepared, made: dict[str, bytes], media: _Media) -> bytes:
    members = [
        package.packed(one.name, made.pop(one.name)) if one.name in made else one
        for one in ready.still
    ]
    if media.members:
        members[0] = ready.with_pictures
    members += [package.packed(name, content) for name, content in made.items()]
    return package.write_package([*members, *media.members])
