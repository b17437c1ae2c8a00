"""A prepared template filled with one row: only the parts with tags are made anew."""

from __future__ import annotations

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
from .soundness import (
    Fault,
    Known,
    drawing_numbers,
    markup_faults,
    repeated_numbers,
    text_faults,
)

_PATCH = DocxTemplate(io.BytesIO())
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_TEXTS = re.compile(r">[^<>]+<")
_BREAKS = "\t\n\a\f"  # lines, tabs, paragraphs and pages inside a value
_QUICK = 3  # of deflate: a tenth larger than the usual 6, in a quarter of the time
_SPELLED = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))


@dataclass(slots=True)
class _Media:
    """Pictures of one document: one member for the same data, one relationship a part."""

    prefix: str
    members: list[Packed] = field(default_factory=list)
    rels: dict[str, dict[str, str]] = field(default_factory=dict)  # part: member to id

    def put(self, part: str, picture: Picture) -> str:
        """The relationship of a picture in a part."""
        name = f"word/media/{self.prefix}{len(self.members) + 1}.{picture.kind}"
        new = package.packed(name, picture.data)
        for old in self.members:
            if (old.crc, old.size) == (new.crc, new.size) and old.data == new.data:
                name = old.name
                break
        else:
            self.members.append(new)
        ids = self.rels.setdefault(part, {})
        return ids.setdefault(name, f"{self.prefix}{len(ids) + 1}")


@dataclass(frozen=True, slots=True)
class _Made:
    """A part made from what its template gave; the next document may have just the same."""

    given: str
    columns: bool
    shape: str  # its markup, with a point for each text
    packed: Packed
    faults: list[Fault]
    of_markup: list[Fault]  # those that its texts have no part in
    drawings: list[str]  # their numbers


def fill(
    ready: Prepared, context: dict[str, Any], columns: bool = False
) -> tuple[bytes, list[Fault]]:
    """The document's bytes, and what is wrong with it.

    ``columns``: let docxtpl adjust the columns of tables, as templates need whose tags change
    them. Raises what templates raise, and ``lxml.etree.XMLSyntaxError`` for markup that is none.
    """
    media = _Media(ready.prefix)
    made: dict[str, Packed] = {}
    faults: list[Fault] = []
    drawings: list[str] = []
    for part in ready.parts:
        given = _given(part, context, media)
        one = ready.last.get(part.member)
        widened = columns or part.columns
        if one is None or one.given != given or one.columns != widened or one.drawings:
            numbered = ready.first_picture + len(drawings)
            rels = media.rels.get(part.member, {}).values()
            known = Known(part.rels.union(rels), ready.styles)
            one = _made(part, given, known, numbered, widened, one)
            ready.last[part.member] = one
        made[part.member] = one.packed
        faults += one.faults
        drawings += one.drawings
    made |= _relationships(ready, media)
    return _written(ready, made, media), faults + repeated_numbers(drawings)


def _given(part: Part, context: dict[str, Any], media: _Media) -> str:
    token = placing.set(lambda picture: media.put(part.member, picture))
    try:
        return part.compiled.render(context)
    finally:
        placing.reset(token)


def _made(
    part: Part, given: str, known: Known, numbered: int, columns: bool, last: _Made | None
) -> _Made:
    """A part made anew; of the same shape as the last one, its markup is not judged again."""
    if part.kind == "core":
        content = _properties(given)
        return _Made(given, columns, "", package.packed(part.member, content, _QUICK), [], [], [])
    xml = mend.with_own_picture_ids(_filled(part, given, columns), numbered)
    content = f"{part.head}{xml}{part.tail}".encode()
    root = parts.parse(content)
    shape = _TEXTS.sub(">.<", xml)
    same = last is not None and last.shape == shape
    of_markup = last.of_markup if last and same else markup_faults(part.kind, root, known)
    faults = of_markup + text_faults(part.kind, root, known)
    made = package.packed(part.member, content, _QUICK)
    return _Made(given, columns, shape, made, faults, of_markup, drawing_numbers(root))


def _filled(part: Part, xml: str, columns: bool) -> str:
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


def _relationships(ready: Prepared, media: _Media) -> dict[str, Packed]:
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
        made[name] = package.packed(name, parts.to_bytes(root), _QUICK)
    return made


def _written(ready: Prepared, made: dict[str, Packed], media: _Media) -> bytes:
    members = [made.pop(one.name, one) for one in ready.still]
    if media.members:
        members[0] = ready.with_pictures
    return package.write_package([*members, *made.values(), *media.members])
