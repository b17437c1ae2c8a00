"""The parts of a Word file: which is which, what belongs to it, how its markup is read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .package import TYPES

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
CT = "http://schemas.openxmlformats.org/package/2006/content-types"
_STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE = f"{_WORD}document.main+xml"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
TEMPLATE_TYPE = f"{_WORD}template.main+xml"
_KINDS = {
    f"{_WORD}header+xml": "header",
    f"{_WORD}footer+xml": "footer",
    f"{_WORD}footnotes+xml": "footnotes",
    f"{_WORD}endnotes+xml": "endnotes",
    "application/vnd.openxmlformats-package.core-properties+xml": "core",
    MAIN_TYPE: "body",
    TEMPLATE_TYPE: "body",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part. ``target``: a member name, or an address when external."""

    id: str
    kind: str  # the last word of its type: header, image, hyperlink, attachedTemplate
    target: str
    external: bool
    type: str = ""  # all of its type


def w(name: str) -> str:
    """A name of the Word namespace as lxml writes it."""
    return f"{{{W}}}{name}"


def parse(xml: bytes) -> Any:
    """The root of a part. Raises ``lxml.etree.XMLSyntaxError``; never reads anything else."""
    return etree.fromstring(xml, _PARSER)


def content_types(members: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, str]]:
    """Content types by extension (lower case) and by member name."""
    root = parse(members[TYPES])
    defaults = {
        str(one.get("Extension")).lower(): str(one.get("ContentType"))
        for one in root.iter(f"{{{CT}}}Default")
    }
    named = {
        str(one.get("PartName")).lstrip("/"): str(one.get("ContentType"))
        for one in root.iter(f"{{{CT}}}Override")
    }
    return defaults, named


def type_of(member: str, types: tuple[dict[str, str], dict[str, str]]) -> str:
    """The content type of a member, '' where none is said."""
    defaults, named = types
    return named.get(member) or defaults.get(member.rpartition(".")[2].lower(), "")


def fillable(members: Mapping[str, bytes]) -> dict[str, str]:
    """Parts that tags can stand in: member name to body, header, footer, footnotes, … , core."""
    types = content_types(members)
    found = {member: _KINDS.get(type_of(member, types), "") for member in members}
    order = list(dict.fromkeys(_KINDS.values()))
    ranked = sorted(found, key=lambda member: (found[member] != "body", order.index(found[member]))
                    if found[member] else (True, 99))  # fmt: skip
    return {member: found[member] for member in ranked if found[member]}


def rels_name(member: str) -> str:
    """Where the relationships of a part are kept.

    >>> rels_name("word/document.xml")
    'word/_rels/document.xml.rels'
    """
    folder, name = posixpath.split(member)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def owner_of(rels: str) -> str:
    """The part whose relationships a member holds; '' for those of the whole file.

    >>> owner_of("word/_rels/document.xml.rels"), owner_of("_rels/.rels")
    ('word/document.xml', '')
    """
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def relations(members: Mapping[str, bytes], member: str) -> list[Relation]:
    """The relationships of a part."""
    xml = members.get(rels_name(member))
    return list(relations_in(parse(xml), member)) if xml else []


def relations_in(root: Any, member: str) -> Iterator[Relation]:
    """The relationships of a part, from the tree of the member that holds them."""
    for one in root.iter(f"{{{REL}}}Relationship"):
        external = one.get("TargetMode") == "External"
        target = str(one.get("Target"))
        if not external:
            base = posixpath.dirname(member)
            target = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
        type_ = str(one.get("Type"))
        yield Relation(str(one.get("Id")), type_.rpartition("/")[2], target, external, type_)


def relationships(rels: Iterable[Relation], member: str) -> bytes:
    """The member that holds the relationships of a part, targets written from where it stands."""
    root = etree.Element(f"{{{REL}}}Relationships", nsmap={None: REL})
    base = posixpath.join("/", posixpath.dirname(member))
    for rel in rels:
        target = rel.target if rel.external else posixpath.relpath(f"/{rel.target}", base)
        one = etree.SubElement(
            root, f"{{{REL}}}Relationship", Id=rel.id, Type=rel.type, Target=target
        )
        if rel.external:
            one.set("TargetMode", "External")
    return to_bytes(root)


def rel_type(kind: str) -> str:
    """The full type of a relationship of the office kinds."""
    return f"{R}/{kind}"


def is_strict(document: bytes) -> bool:
    """Whether a part is written in ISO's strict form, which Word templates seldom are."""
    return _STRICT_R.encode() in document[:4096]


def reached(members: Mapping[str, bytes]) -> set[str]:
    """Members that can be come to from the file's own relationships, with those of each."""
    found: set[str] = set()
    waiting = [""]
    while waiting:
        one = waiting.pop()
        found |= {one, rels_name(one)}
        rels = relations(members, one)
        waiting += [rel.target for rel in rels if not rel.external and rel.target not in found]
    return found


def page_type(kind: str) -> str:
    """The content type of a header or footer."""
    return f"{_WORD}{kind}+xml"


def element(name: str) -> Any:
    """A new Word element."""
    return etree.Element(w(name), nsmap={"w": W})


def sub(parent: Any, name: str, **attributes: str) -> Any:
    """A new last child with Word attributes."""
    child = etree.SubElement(parent, w(name))
    for key, value in attributes.items():
        child.set(w(key), value)
    return child


def to_bytes(root: Any) -> bytes:
    """A part as it is kept in a file."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
