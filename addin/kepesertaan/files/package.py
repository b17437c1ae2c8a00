"""An Office Open XML package: gate, parts, relationships, sheets, and what it carries along.

    package = open_package(path)      # Package; raises UnreadableInput
    package.check_all()               # streams every entry: sizes, CRCs, hostile XML
    package.names                     # part names as stored, "/" separated, no leading "/"
    package.read(name) -> bytes       # a whole part
    package.chunks(name)              # Iterator[bytes], inflated
    package.raw(name)                 # Iterator[bytes], compressed as it stands
    package.content_type(name) -> str
    package.relations(part) -> tuple[Relation(id, kind, target, external), ...]
    package.sheets -> tuple[SheetPart(name, part, state, kind), ...]  # order of the workbook
    package.workbook_part, .is_strict, .date1904, .structure_locked
    package.notices -> tuple[str, ...]      # Indonesian sentences: macros, links, DDE ...
    package.refusal -> str | None           # why it cannot be edited in place (CannotKeepWhole)
    package.write(out, changed, added)      # see zipwrite.write_archive
    package.close()                         # or: with open_package(path) as package

Lookups ignore case, as the format does. Nothing is ever unpacked to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, TypeVar
from xml.etree import ElementTree as ET

from kepesertaan.domain.errors import UnreadableInput

from .archive import Archive, Entry, damaged
from .limits import LIMITS, LONGEST, SMALL_PART, Limits
from .notices import find_notices, find_refusal
from .relations import Relation, read_relations, read_types, relations_name
from .remembered import SMALL
from .xmlgate import STRICT, BadXmlError, judge_part, judge_xml, local, parse_tree
from .zipread import read_archive
from .zipwrite import Content, write_archive

SheetKind = Literal["worksheet", "chartsheet", "dialogsheet", "macrosheet"]
State = Literal["visible", "hidden", "veryHidden"]
Answer = TypeVar("Answer")
_KINDS: dict[str, SheetKind] = {
    "worksheet": "worksheet",
    "chartsheet": "chartsheet",
    "dialogsheet": "dialogsheet",
    "xlMacrosheet": "macrosheet",
    "xlIntlMacrosheet": "macrosheet",
}
_STATES: dict[str, State] = {"hidden": "hidden", "veryHidden": "veryHidden"}
_STRINGS = "xl/sharedstrings.xml"  # where some readers look, whatever the workbook says


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of the workbook and the part that holds it."""

    name: str
    part: str
    state: State
    kind: SheetKind


class Package:
    """An open workbook file; close it before the file is replaced."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.path: Path = archive.path
        self.names: tuple[str, ...] = tuple(e.name for e in archive.entries if not e.is_folder)
        self._relations: dict[str, tuple[Relation, ...]] = {}

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.archive.file.close()

    def entry(self, name: str) -> Entry:
        """The zip entry of a part; ``UnreadableInput`` when the package has none."""
        found = self.archive.by_name.get(name.lower())
        if found is None or found.is_folder:
            raise damaged(self.path, f"bagian {name[-60:]} tidak ada")
        return found

    def has(self, name: str) -> bool:
        """Whether a part of this name exists."""
        return name.lower() in self.archive.by_name

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a part, piece by piece, checked at its end."""
        return self.archive.chunks(self.entry(name))

    def read(self, name: str) -> bytes:
        """The content of a part that is small by nature; ``UnreadableInput`` when it is not."""
        if self.entry(name).size > SMALL_PART:
            raise damaged(self.path, f"bagian {name[-60:]} terlalu besar")
        return b"".join(self.chunks(name))

    def raw(self, name: str) -> Iterator[bytes]:
        """The compressed bytes of a part as they stand."""
        return self.archive.raw(self.entry(name))

    def tree(self, name: str) -> ET.Element:
        """A small XML part as a tree, for reading; ``UnreadableInput`` when it is not sound."""
        return self._understood(name, parse_tree)

    def _understood(self, name: str, read: Callable[[bytes], Answer]) -> Answer:
        try:
            return read(self.read(name))
        except BadXmlError as trouble:
            raise damaged(self.path, f"bagian {name[-60:]} {trouble}") from None

    def check_all(self) -> None:
        """Read every entry to its end: sizes, CRCs and the XML gate."""
        for entry in self.archive.entries:
            self.check(entry.name)

    def check(self, name: str) -> None:
        """Read one entry to its end: size, CRC and the XML gate."""
        lower = name.lower()
        entry = self.archive.by_name[lower]
        chunks = self.archive.chunks(entry)
        if not self._is_xml(lower):
            for _ in chunks:
                pass
            return
        longest, markup_only = (
            LONGEST if lower in self._cell_parts else None,
            lower.endswith(".vml"),
        )
        try:
            if entry.size <= SMALL:
                judge_part(b"".join(chunks), markup_only, longest)
            else:
                judge_xml(chunks, markup_only=markup_only, longest=longest)
        except BadXmlError as trouble:
            raise damaged(self.path, f"bagian {name[-60:]} {trouble}") from None

    def _is_xml(self, name: str) -> bool:
        if name.startswith("__macosx/"):  # left by repacking on a Mac, part of nothing
            return False
        if name.endswith((".xml", ".rels", ".vml")) or name in self._cell_parts:
            return True
        return not name.endswith("/") and self.content_type(name).endswith(("+xml", "/xml"))

    @cached_property
    def _cell_parts(self) -> frozenset[str]:
        """The parts that hold the cells and their texts, in lower case."""
        strings = [r.target for r in self.related(self.workbook_part, "sharedStrings")]
        parts = [sheet.part for sheet in self.sheets]
        return frozenset(name.lower() for name in (_STRINGS, *strings, *parts))

    @cached_property
    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        if not self.has("[Content_Types].xml"):
            raise damaged(self.path, "isinya bukan buku kerja Excel")
        return self._understood("[Content_Types].xml", read_types)

    def content_type(self, name: str) -> str:
        """The declared content type in lower case, "" when there is none."""
        parts, endings = self._types
        lower = name.lower()
        return parts.get(lower) or endings.get(lower.rpartition(".")[2], "")

    def is_free(self, name: str) -> bool:
        """Whether a new part may have this name: nothing is there, or left over of one."""
        return not (
            self.has(name) or self.has(relations_name(name)) or name.lower() in self._types[0]
        )

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part ("" is the package), targets resolved to part names."""
        if part not in self._relations:
            name = relations_name(part)
            self._relations[part] = (
                self._understood(name, lambda rels: read_relations(rels, part))
                if self.has(name)
                else ()
            )
        return self._relations[part]

    def related(self, part: str, kind: str) -> tuple[Relation, ...]:
        """The internal relationships of one kind whose part exists."""
        return tuple(
            r
            for r in self.relations(part)
            if r.kind == kind and not r.external and self.has(r.target)
        )

    @cached_property
    def workbook_part(self) -> str:
        """Name of the workbook part, wherever it is."""
        found = self.related("", "officeDocument")
        if not found:
            raise damaged(self.path, "isinya bukan buku kerja Excel")
        name = self.entry(found[0].target).name
        if name.endswith(".bin"):
            raise UnreadableInput(
                f"{self.path.name} berformat .xlsb. Simpan sebagai .xlsx di Excel dahulu."
            )
        return name

    @cached_property
    def workbook(self) -> ET.Element:
        """The workbook part as a tree."""
        tree = self.tree(self.workbook_part)
        if local(tree.tag) != "workbook":
            raise damaged(self.path, "isinya bukan buku kerja Excel")
        return tree

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """Every sheet whose part exists, in the order of the workbook."""
        relations = {r.id: r for r in self.relations(self.workbook_part)}
        found = []
        for item in (item for block in self._blocks("sheets") for item in block):
            key = next((v for k, v in item.items() if k.startswith("{") and local(k) == "id"), "")
            relation = relations.get(key)
            if relation is None or relation.kind not in _KINDS:
                continue
            part = self.entry(relation.target).name
            state = _STATES.get(item.get("state", ""), "visible")
            found.append(SheetPart(item.get("name", ""), part, state, _KINDS[relation.kind]))
        return tuple(found)

    def sheet(self, name: str) -> SheetPart | None:
        """The sheet of a name, upper and lower case alike, as Excel does."""
        return next((s for s in self.sheets if s.name.lower() == name.lower()), None)

    def _blocks(self, name: str) -> Iterator[ET.Element]:
        return (block for block in self.workbook if local(block.tag) == name)

    def _setting(self, block: str, attribute: str) -> bool:
        return any(is_on(item.get(attribute)) for item in self._blocks(block))

    @cached_property
    def is_strict(self) -> bool:
        """Whether the workbook is ISO strict (other namespaces)."""
        return self.workbook.tag.startswith(f"{{{STRICT}}}")

    @cached_property
    def date1904(self) -> bool:
        """Whether day 0 is 1 January 1904."""
        return self._setting("workbookPr", "date1904")

    @cached_property
    def structure_locked(self) -> bool:
        """Whether sheets must not be added or removed."""
        return self._setting("workbookProtection", "lockStructure")

    @cached_property
    def read_only_recommended(self) -> bool:
        """Whether Excel asks, on opening, to open it for reading only."""
        return self._setting("fileSharing", "readOnlyRecommended")

    @cached_property
    def write_reserved(self) -> bool:
        """Whether Excel asks for a password before it lets the file be changed."""
        items = self._blocks("fileSharing")
        return any(item.get("reservationPassword") or item.get("hashValue") for item in items)

    @cached_property
    def refusal(self) -> str | None:
        """Why this workbook cannot be edited without losing something; None when it can."""
        return find_refusal(self)

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """What the user should know the workbook carries: never run, never fetched, kept."""
        return find_notices(self)

    def write(
        self,
        out: BinaryIO,
        changed: Mapping[str, Content | None],
        added: Mapping[str, Content] | None = None,
    ) -> None:
        """Write the package with some parts changed (None drops one) and others added."""
        write_archive(self.archive, out, changed, added)


def open_package(path: Path, limits: Limits = LIMITS, file: BinaryIO | None = None) -> Package:
    """Open a workbook file; raises ``UnreadableInput`` with one Indonesian sentence.

    ``file`` is the content where it is not that of ``path``: an unlocked workbook in memory.
    """
    return package_of(read_archive(path, limits, file))


def package_of(archive: Archive) -> Package:
    """The workbook in a zip file already open; raises ``UnreadableInput`` likewise."""
    package = Package(archive)
    try:
        package.content_type(package.workbook_part)
        package.workbook.get("")
    except BaseException:
        package.close()
        raise
    return package


def is_on(value: str | None) -> bool:
    """A truth value as the format writes it."""
    return value is not None and value.strip().lower() in ("1", "true", "on")
