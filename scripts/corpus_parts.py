"""Two workbook files compared part by part, with nothing of our own code: zipfile and ElementTree.

old, new = read_parts(path), read_parts(edited)   # Parts
lost_features(old, new) -> Iterator[str]          # parts, references, types that are gone
changed_bytes(old, new, rewritten) -> Iterator[str]
lost_elements(old_data, new_data) -> Iterator[str]   # no worksheet: only additions allowed
mixed_names(data) -> set                          # elements in another namespace than their parent
read_cells(data) -> (cells, frame)
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from kepesertaan.domain.table import column_index

TYPES = "[content_types].xml"
Cell = tuple[int, int]
Reference = tuple[str, str, str, str, str]  # part, id, kind, target, mode
# What the figures call a part, by the end of its content type.
FEATURES = {
    "drawing+xml": "drawings", "chart+xml": "charts", "chartex+xml": "charts of Office 2016",
    "pivottable+xml": "pivot tables", "pivotcachedefinition+xml": "pivot caches",
    "slicer+xml": "slicers", "timeline+xml": "timelines", "controlproperties+xml": "controls",
    "activex+xml": "ActiveX", "vbaproject": "macros", "threadedcomments+xml": "comments",
    "comments+xml": "notes", "vmldrawing": "VML drawings", "table+xml": "tables",
    "querytable+xml": "query tables", "externallink+xml": "external links",
    "connections+xml": "connections", "image/png": "pictures", "image/jpeg": "pictures",
    "oleobject": "OLE objects", "sheetmetadata+xml": "cell metadata", "xmlmaps+xml": "XML maps",
    "diagramdata+xml": "SmartArt", "chartsheet+xml": "chart sheets",
}  # fmt: skip
# What the figures call an element beside the cells.
ELEMENTS = {
    "conditionalFormatting": "conditional formats", "dataValidation": "drop-downs and rules",
    "sparkline": "sparklines", "mergeCell": "merged areas", "hyperlink": "links",
    "AlternateContent": "alternate contents", "sheetProtection": "protections",
    "oddHeader": "headers", "oddFooter": "footers", "customSheetView": "custom views",
    "legacyDrawingHF": "header pictures", "sortState": "sorts", "filterColumn": "filters",
    "extLst": "extensions",
}  # fmt: skip
_MAY_COME = {"sheet", "Relationship", "Override", "fill", "xf", "numFmt", "numFmts", "fills",
             "cellXfs", "calcPr"}  # fmt: skip
_AT_THE_END = {"sheet", "fill", "xf"}  # others point at them by number
_MAY_DIFFER = {"count", "fullCalcOnLoad"}


@dataclass(slots=True)
class Parts:
    """The parts of one file: names in lower case, with ``/`` and without a leading one."""

    content: dict[str, bytes] = field(default_factory=dict)
    packed: dict[str, bytes] = field(default_factory=dict)  # as they stand in the file
    types: dict[str, str] = field(default_factory=dict)
    references: set[Reference] = field(default_factory=set)

    def reachable(self) -> set[str]:
        """Parts that some chain of references leads to from the package."""
        targets: dict[str, set[str]] = {}
        for part, _, _, target, mode in self.references:
            if mode != "external":
                targets.setdefault(part, set()).add(target)
        found, ahead = {""}, [""]
        while ahead:
            fresh = targets.get(ahead.pop(), set()) - found
            found |= fresh
            ahead += fresh
        return found & self.content.keys()

    def features(self) -> Counter[str]:
        """How many parts of each kind there are."""
        found: Counter[str] = Counter()
        for name, kind in self.types.items():
            ending = next((e for e in FEATURES if name in self.content and kind.endswith(e)), None)
            found[FEATURES[ending] if ending else ""] += 1
        del found[""]
        return found


def read_parts(path: Path) -> Parts:
    """Everything in a file; raises what zipfile and ElementTree raise."""
    parts = Parts()
    data = path.read_bytes()
    with zipfile.ZipFile(path) as file:
        for info in file.infolist():
            name = info.filename.replace("\\", "/").lstrip("/").lower()
            if not name.endswith("/") and not name.startswith("__macosx/"):
                parts.content[name] = file.read(info)
                lengths = struct.unpack_from("<2H", data, info.header_offset + 26)
                start = info.header_offset + 30 + sum(lengths)
                parts.packed[name] = data[start : start + info.compress_size]
    parts.types = _read_types(parts)
    for name, content in parts.content.items():
        if name.endswith(".rels"):
            parts.references |= set(_read_references(name, content))
    return parts


def _read_types(parts: Parts) -> dict[str, str]:
    named: dict[str, str] = {}
    endings: dict[str, str] = {}
    for item in ET.fromstring(parts.content[TYPES]):
        kind = item.get("ContentType", "").lower()
        if item.get("PartName"):
            named[item.get("PartName", "").replace("\\", "/").lstrip("/").lower()] = kind
        else:
            endings[item.get("Extension", "").lower()] = kind
    plain = {name: endings.get(name.rpartition(".")[2], "") for name in parts.content}
    return plain | named


def _read_references(name: str, content: bytes) -> Iterator[Reference]:
    folder, _, file = name.rpartition("/")
    source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
    for item in ET.fromstring(content):
        mode = item.get("TargetMode", "").lower()
        target = item.get("Target", "")
        if mode != "external":
            target = unquote(target.replace("\\", "/").partition("#")[0])
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target))
            target = target.lstrip("/").lower()
        yield source, item.get("Id", ""), item.get("Type", ""), target, mode


def lost_features(old: Parts, new: Parts) -> Iterator[str]:
    """Parts, references and content types of ``old`` that ``new`` no longer has."""
    for name in sorted(old.content.keys() - new.content.keys()):
        yield f"part lost: {name}"
    for part, key, *_ in sorted(old.references - new.references):
        yield f"reference lost: {key} of {part or 'the package'}"
    for name in sorted(old.reachable() - new.reachable()):
        yield f"nothing leads to {name} any more"
    for name in old.content:
        if old.types[name] != new.types.get(name):
            yield f"content type of {name} changed"


def changed_bytes(old: Parts, new: Parts, rewritten: Set[str]) -> Iterator[str]:
    """Parts nobody said were rewritten whose compressed bytes are not those from before."""
    touched = {name.lower() for name in rewritten}
    for name in (old.content.keys() & new.content.keys()) - touched:
        if old.packed[name] != new.packed[name] or old.content[name] != new.content[name]:
            yield f"part changed: {name}"


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def lost_elements(old: bytes, new: bytes) -> Iterator[str]:
    """What a small part (workbook, styles, types, references) lost; additions are known ones."""
    before, after = ET.fromstring(old), ET.fromstring(new)
    if (
        len(before) and local(before.tag) != "worksheet"
    ):  # styles without any are replaced by the usual ones
        yield from _lost(before, after)


def _lost(old: ET.Element, new: ET.Element) -> Iterator[str]:
    if (old.text or "").strip() != (new.text or "").strip():
        yield f"text of {local(old.tag)} changed"
    waiting = list(old)
    for item in new:
        if waiting and _same(waiting[0], item):
            yield from _lost(waiting.pop(0), item)
        elif local(item.tag) not in _MAY_COME:
            yield f"{local(item.tag)} came from nowhere or changed"
        elif waiting and local(item.tag) in _AT_THE_END:
            yield f"{local(item.tag)} is not at the end"
    for item in waiting:
        yield f"{local(item.tag)} lost"


def _same(old: ET.Element, new: ET.Element) -> bool:
    attributes = [{k: v for k, v in e.items() if k not in _MAY_DIFFER} for e in (old, new)]
    return old.tag == new.tag and attributes[0] == attributes[1]


def mixed_names(data: bytes) -> set[tuple[str, str]]:
    """Parent and child of every kind of element that is not in its parent's namespace."""
    found: set[tuple[str, str]] = set()
    for parent in ET.fromstring(data).iter():
        space = parent.tag.rpartition("}")[0]
        for child in parent:
            if child.tag.rpartition("}")[0] != space:
                found.add((parent.tag, child.tag))
    return found


def read_cells(data: bytes) -> tuple[dict[Cell, int], str, Counter[str]]:
    """A print of every cell; the sheet without rows, dimension and spans; its features."""
    root = ET.fromstring(data)
    cells: dict[Cell, int] = {}
    for block in root:
        if local(block.tag) == "sheetData":
            number = 0
            for row in block:
                number = int(row.get("r", number + 1))
                cells |= _cells_of(row, number)
            block.clear()
        elif local(block.tag) == "dimension":
            block.clear()
    names = Counter(ELEMENTS.get(local(item.tag), "") for item in root.iter())
    del names[""]
    return cells, ET.canonicalize(ET.tostring(root)), names


def _cells_of(row: ET.Element, number: int) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    col = -1
    for cell in row:
        address = cell.get("r", "").strip().rstrip("0123456789")
        col = _column(address.upper()) if address else col + 1
        cell.tail = None
        found[number, col] = hash(_print(cell))
    return found


_column = lru_cache(maxsize=16_384)(column_index)


def _print(item: ET.Element) -> tuple[object, ...]:
    attributes = tuple(sorted((k, v) for k, v in item.items() if k != "r"))
    return item.tag, attributes, item.text, item.tail, tuple(_print(child) for child in item)
