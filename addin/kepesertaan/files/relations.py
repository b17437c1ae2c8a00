"""What holds a package together: content types, and which part refers to which.

Answers are shared between packages that say the same, see ``remembered``.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from .remembered import remembered
from .xmlgate import local, parse_tree


@dataclass(frozen=True, slots=True)
class Relation:
    """``kind`` is the last word of the type; ``target`` a part name, or an address if external."""

    id: str
    kind: str
    target: str
    external: bool = False


def relations_name(part: str) -> str:
    """Name of the part that holds the relationships of ``part``.

    >>> relations_name("xl/workbook.xml"), relations_name("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


@remembered
def read_types(part: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Content types by part name and by ending; ``BadXmlError`` when the part is unsound."""
    parts: dict[str, str] = {}
    endings: dict[str, str] = {}
    for item in parse_tree(part):
        kind = item.get("ContentType", "").lower()
        if local(item.tag) == "Override":
            parts[item.get("PartName", "").replace("\\", "/").lstrip("/").lower()] = kind
        elif local(item.tag) == "Default":
            endings[item.get("Extension", "").lower()] = kind
    return parts, endings


@remembered
def read_relations(rels: bytes, part: str) -> tuple[Relation, ...]:
    """The relationships of ``part``, written in ``rels``; ``BadXmlError`` when it is unsound."""
    items = (item for item in parse_tree(rels) if local(item.tag) == "Relationship")
    return tuple(_read_relation(part, item) for item in items)


def _read_relation(part: str, item: ET.Element) -> Relation:
    target = item.get("Target", "")
    kind = item.get("Type", "").rpartition("/")[2]
    if item.get("TargetMode", "").lower() == "external":
        return Relation(item.get("Id", ""), kind, target, external=True)
    return Relation(item.get("Id", ""), kind, resolve(part, target))


def resolve(part: str, target: str) -> str:
    """The part a relationship of ``part`` points at.

    >>> resolve("xl/workbook.xml", "worksheets/sheet1.xml")
    'xl/worksheets/sheet1.xml'
    >>> resolve("xl/worksheets/sheet1.xml", r"\\xl\\media\\a.png"), resolve("", "/xl/a.xml")
    ('xl/media/a.png', 'xl/a.xml')
    """
    target = unquote(target.replace("\\", "/").partition("#")[0])
    if not target.startswith("/"):
        target = posixpath.join("/", posixpath.dirname(part), target)
    return posixpath.normpath(target).lstrip("/")
