"""A .docx as its parts: reading, relationships, writing the same bytes every time."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from kepesertaan.domain.errors import UnreadableInput

MAIN = "word/document.xml"
_TYPES = "[Content_Types].xml"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ENDINGS = {"png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg",
            "xlsx": f"{_SPREADSHEET}.sheet"}  # fmt: skip
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(slots=True)
class Package:
    """Parts by name, without a leading slash; ``types`` are the overrides of content types."""

    parts: dict[str, bytes]
    types: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)


def parse(data: bytes) -> Any:
    """The root of an XML part. Raises ``lxml.etree.XMLSyntaxError``."""
    return etree.fromstring(data, _PARSER)


def serialise(root: Any) -> bytes:
    """An XML part."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def open_package(data: bytes, name: str) -> Package:
    """The parts of a .docx. Raises ``UnreadableInput`` for what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {entry: archive.read(entry) for entry in archive.namelist()}
        root = parse(parts.pop(_TYPES))
        parse(parts[MAIN])
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError) as error:
        raise UnreadableInput(
            f"{name} bukan dokumen Word .docx yang utuh. Pindahkan berkas itu, lalu ulangi."
        ) from error
    types = {
        e.get("PartName").lstrip("/"): e.get("ContentType") for e in root if _is(e, "Override")
    }
    defaults = {e.get("Extension").lower(): e.get("ContentType") for e in root if _is(e, "Default")}
    return Package(parts, types, defaults)


def _is(element: Any, name: str) -> bool:
    return bool(element.tag == f"{{{_TYPES_NS}}}{name}")


def pack(package: Package) -> bytes:
    """The bytes of a .docx: parts in the order of their names, without any time."""
    made = io.BytesIO()
    first = (_TYPES, "_rels/.rels")
    parts = {**package.parts, _TYPES: _types_part(package)}
    names = [*first, *sorted(set(parts) - set(first))]
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            is_packed = name.endswith((".jpg", ".jpeg", ".png", ".xlsx"))
            info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return made.getvalue()


def _types_part(package: Package) -> bytes:
    used = {name.rsplit(".", 1)[-1].lower() for name in package.parts}
    known = {"rels": "application/vnd.openxmlformats-package.relationships+xml",
             "xml": "application/xml", **_ENDINGS, **package.defaults}  # fmt: skip
    root = etree.Element(f"{{{_TYPES_NS}}}Types", nsmap={None: _TYPES_NS})
    for ending in sorted(used & set(known) | {"rels", "xml"}):
        etree.SubElement(
            root, f"{{{_TYPES_NS}}}Default", Extension=ending, ContentType=known[ending]
        )
    for name in sorted(set(package.types) & set(package.parts)):
        etree.SubElement(
            root, f"{{{_TYPES_NS}}}Override", PartName=f"/{name}", ContentType=package.types[name]
        )
    return serialise(root)


def rels_name(part: str) -> str:
    """Where the relationships of a part stand.

    >>> rels_name("word/document.xml")
    'word/_rels/document.xml.rels'
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> dict[str, tuple[str, str, bool]]:
    """Of a part, id to (type, target as a part's name or address, whether it is outside)."""
    data = package.parts.get(rels_name(part))
    if data is None:
        return {}
    found = {}
    for one in parse(data):
        target, outside = one.get("Target"), one.get("TargetMode") == "External"
        if not outside:
            folder = posixpath.dirname(part)
            target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        found[one.get("Id")] = (one.get("Type"), target, outside)
    return found


def set_relations(package: Package, part: str, known: dict[str, tuple[str, str, bool]]) -> None:
    """Write the relationships of a part."""
    root = etree.Element(f"{{{_RELS_NS}}}Relationships", nsmap={None: _RELS_NS})
    for rid, (kind, target, outside) in known.items():
        folder = posixpath.dirname(part)
        shown = target if outside else posixpath.relpath("/" + target, "/" + folder)
        one = etree.SubElement(root, f"{{{_RELS_NS}}}Relationship", Id=rid, Type=kind, Target=shown)
        if outside:
            one.set("TargetMode", "External")
    package.parts[rels_name(part)] = serialise(root)


def drop_unreachable(package: Package) -> None:
    """Forget parts that no relationship leads to."""
    seen: set[str] = set()
    todo = [""]
    while todo:
        part = todo.pop()
        targets = [
            target for _, target, outside in relations(package, part).values() if not outside
        ]
        todo += [target for target in targets if target in package.parts and target not in seen]
        seen.update(targets)
    kept = {"_rels/.rels", *seen, *(rels_name(part) for part in seen)}
    package.parts = {name: data for name, data in package.parts.items() if name in kept}
