"""The parts of a Word file as plain bytes: found by their relations, changed, packed again.

Of files that have passed the gate for Word files.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import Any

from lxml import etree

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES_PART = "[Content_Types].xml"
_ROOT_RELS = "_rels/.rels"


def read_parts(data: bytes) -> dict[str, bytes]:
    """Every part by name, in the order of the file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def tree_of(data: bytes) -> Any:
    """A part as a tree. Raises ``lxml.etree.XMLSyntaxError``."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def bytes_of(tree: Any) -> bytes:
    """A tree as a part."""
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def main_part(parts: Mapping[str, bytes]) -> str:
    """The name of the part that holds the body. Raises ``KeyError`` where none does."""
    for relation in tree_of(parts[_ROOT_RELS]):
        if relation.get("Type") == f"{OFFICE}/officeDocument":
            return normpath(relation.get("Target").lstrip("/"))
    raise KeyError("officeDocument")


def rels_name(part: str) -> str:
    """The part that says what a part is related to.

    >>> rels_name("word/document.xml")
    'word/_rels/document.xml.rels'
    """
    return join(dirname(part), "_rels", f"{basename(part)}.rels")


def related_part(parts: Mapping[str, bytes], main: str, kind: str) -> str | None:
    """The part that the body is related to in this way."""
    name = rels_name(main)
    for relation in tree_of(parts[name]) if name in parts else ():
        if relation.get("Type") == f"{OFFICE}/{kind}":
            return normpath(join("/", dirname(main), relation.get("Target"))).lstrip("/")
    return None


def packed(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The archive with some members changed or added, the others as they are."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(_plain(info), changed.get(info.filename) or old.read(info))
        for name in sorted(changed.keys() - set(old.namelist())):
            new.writestr(_plain(zipfile.ZipInfo(name)), changed[name])
    return out.getvalue()


def _plain(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr, made.create_system = info.external_attr, info.create_system
    return made
