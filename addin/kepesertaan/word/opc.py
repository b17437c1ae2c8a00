"""A .docx opened to change its parts: ``Package``, with content types that follow the parts."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from kepesertaan.domain.errors import UnreadableInput

from . import parts
from .errors import TemplateBroken
from .package import TYPES, read_package, write_members
from .parts import CT, Relation, parse
from .parts import R as OFFICE
from .parts import to_bytes as serialise

__all__ = ["MAIN", "OFFICE", "Package", "parse", "serialise"]
MAIN = "word/document.xml"
_RELS = "_rels/.rels"
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml",
    "png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
Relations = dict[str, tuple[str, str, bool]]


@dataclass(slots=True)
class Package:
    """Parts by name, without a leading slash; ``types`` are the overrides of content types."""

    parts: dict[str, bytes]
    types: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)


def open_package(data: bytes, name: str) -> Package:
    """The parts of a .docx. Raises ``UnreadableInput`` for what is none."""
    try:
        members = read_package(data, name)
        defaults, types = parts.content_types(members)
        parse(members[MAIN])
    except (TemplateBroken, KeyError, etree.XMLSyntaxError) as error:
        raise UnreadableInput(
            f"{name} bukan dokumen Word .docx yang utuh. Pindahkan berkas itu, lalu ulangi."
        ) from error
    del members[TYPES]
    return Package(members, types, defaults)


def pack(package: Package) -> bytes:
    """The bytes of a .docx: parts in the order of their names, without any time."""
    members = {TYPES: _types_part(package), _RELS: package.parts[_RELS]}
    return write_members(members | dict(sorted(package.parts.items())))


def _types_part(package: Package) -> bytes:
    used = {name.rsplit(".", 1)[-1].lower() for name in package.parts}
    known = _DEFAULTS | package.defaults
    root = etree.Element(f"{{{CT}}}Types", nsmap={None: CT})
    for ending in sorted(used & set(known) | {"rels", "xml"}):
        etree.SubElement(root, f"{{{CT}}}Default", Extension=ending, ContentType=known[ending])
    for name in sorted(set(package.types) & set(package.parts)):
        etree.SubElement(
            root, f"{{{CT}}}Override", PartName=f"/{name}", ContentType=package.types[name]
        )
    return serialise(root)


def relations(package: Package, part: str) -> Relations:
    """Of a part, id to (type, target as a part's name or address, whether it is outside)."""
    known = parts.relations(package.parts, part)
    return {one.id: (one.type, one.target, one.external) for one in known}


def set_relations(package: Package, part: str, known: Relations) -> None:
    """Write the relationships of a part."""
    rels = (
        Relation(id, "", target, external, type) for id, (type, target, external) in known.items()
    )
    package.parts[parts.rels_name(part)] = parts.relationships(rels, part)


def drop_unreachable(package: Package) -> None:
    """Forget parts that no relationship leads to."""
    kept = parts.reached(package.parts)
    package.parts = {name: data for name, data in package.parts.items() if name in kept}
