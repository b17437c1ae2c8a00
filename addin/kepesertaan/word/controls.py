"""Content controls: the places of a document that are ours, filled now and filled again later.

A control's tag is ``kpst:ID:HASH``; the hash is of what we put in it. Where a person has changed
that since, the control is theirs and is left alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kepesertaan.domain.document import Contents, Run

from .digest import digest
from .look import TWIPS
from .opc import (
    MAIN,
    Package,
    Relations,
    drop_unreachable,
    open_package,
    pack,
    parse,
    relations,
    serialise,
    set_relations,
)
from .orgchart import NAMESPACES
from .pieces import MARK, NSDECLS, Parts, body_xml, runs_xml

_W, _A, _R = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("w", "a", "r"))
_LISTED = "_Toc9"  # bookmarks of word/contents.py
_BOUND = ("image", "chart")  # relationships that only what we write needs


@dataclass(slots=True)
class Refilled:
    """The document. ``kept``: ids a person has edited; ``outdated``: those of them whose values
    have changed in the workbook since; ``absent``: ids that have no control in it; ``left``: ids
    of blocks for which there is nothing any more.
    """

    data: bytes
    kept: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Control:
    element: Any
    id: str
    hash: str

    @property
    def content(self) -> Any:
        return self.element.find(f"{_W}sdtContent")

    @property
    def is_inline(self) -> bool:
        parent: str = self.element.getparent().tag
        return parent == f"{_W}p"


def refill(data: bytes, contents: Contents, name: str, again: Collection[str] = ()) -> Refilled:
    """Fill every control that no person has edited; those of ``again`` in any case.

    Raises ``UnreadableInput`` where ``data`` is no .docx.
    """
    package = open_package(data, name)
    root = parse(package.parts[MAIN])
    known = relations(package, MAIN)
    wanted = {*contents.blocks, *contents.fields}
    controls = [control for control in _controls(root) if control.id in wanted]
    done = Refilled(b"")
    free = [c for c in controls if c.id in again or not _is_edited(c, package, known)]
    edited = [c for c in controls if c not in free]
    for control in free:
        _empty(control)
    _drop_unused(root, known)
    _forget_marks(root)
    parts = Parts(package, known, _first_id(root))
    for control in free:
        _fill(control, contents, parts)
    _number_controls(root)
    set_relations(package, MAIN, known)
    _sign(free, package, known)
    done.kept = list(dict.fromkeys(control.id for control in edited))
    done.outdated = _outdated(edited, contents, package)
    done.left = [c.id for c in _controls(root) if c.id not in wanted and not c.is_inline]
    done.absent = [id for id in contents.blocks if id not in {c.id for c in controls}]
    package.parts[MAIN] = serialise(root)
    drop_unreachable(package)
    done.data = pack(package)
    return done


def _controls(root: Any) -> Iterator[_Control]:
    for element in root.iter(f"{_W}sdt"):
        tag = element.find(f"{_W}sdtPr/{_W}tag")
        parts = tag.get(f"{_W}val", "").split(":") if tag is not None else []
        if len(parts) == 3 and parts[0] == MARK:
            yield _Control(element, parts[1], parts[2])


def _is_edited(control: _Control, package: Package, known: Relations) -> bool:
    return bool(control.hash) and control.hash != digest(control.content, package, known)


def _empty(control: _Control) -> None:
    """Take out what is in it, but remember the letters of a value in its first run."""
    for child in list(control.content):
        if not (control.is_inline and child.tag == f"{_W}r" and child is control.content[0]):
            control.content.remove(child)


def _fill(control: _Control, contents: Contents, parts: Parts) -> None:
    if control.is_inline:
        runs = contents.fields.get(control.id) or (_asked(control.id),)
        base = _base_letters(control.content)
        xml = runs_xml(runs, base)
    else:
        parts.width = _text_width(control.element)
        xml = body_xml(contents.blocks.get(control.id, ()), parts)
    for child in list(control.content):
        control.content.remove(child)
    for child in list(_parsed(xml or ("" if control.is_inline else "<w:p/>"))):
        control.content.append(child)


def _asked(id: str) -> Run:
    return Run(f"[ISI: {id.replace('_', ' ')}]", missing=True)


def _parsed(xml: str) -> Any:
    return parse(f"<akar {NSDECLS}>{xml}</akar>".encode())


def _base_letters(content: Any) -> str:
    """The properties of the first run that are not ours to set again."""
    found = content.find(f"{_W}r/{_W}rPr")
    if found is None:
        return ""
    ours = {f"{_W}highlight", f"{_W}i", f"{_W}iCs"}
    kept = [child for child in found if child.tag not in ours]
    return "".join(_plain_xml(child) for child in kept)


def _plain_xml(element: Any) -> str:
    name = element.tag.removeprefix(_W)
    values = "".join(
        f" w:{key.removeprefix(_W)}={quoteattr(value)}" for key, value in element.attrib.items()
    )
    return f"<w:{escape(name)}{values}/>"


def _text_width(element: Any) -> float:
    """The width of the text where an element stands, in mm, from the section it is in."""
    body = element.getparent()
    after = element.itersiblings()
    found = next((s for e in after if (s := e.find(f".//{_W}sectPr")) is not None
                  or (s := e if e.tag == f"{_W}sectPr" else None) is not None), None)  # fmt: skip
    if found is None:
        found = body.find(f"{_W}sectPr")
    size, margin = found.find(f"{_W}pgSz"), found.find(f"{_W}pgMar")
    twips = int(size.get(f"{_W}w")) - int(margin.get(f"{_W}left")) - int(margin.get(f"{_W}right"))
    return twips / TWIPS


def _drop_unused(root: Any, known: Relations) -> None:
    used = {value for e in root.iter() if isinstance(e.tag, str)
            for key, value in e.attrib.items() if key.startswith(_R)}  # fmt: skip
    for rid, (kind, _, _) in list(known.items()):
        if kind.rsplit("/", 1)[-1] in _BOUND and rid not in used:
            del known[rid]


def _forget_marks(root: Any) -> None:
    """Take out the bookmarks of the contents, which are made anew with the lists."""
    starts = [e for e in root.iter(f"{_W}bookmarkStart") if _is_listed(e.get(f"{_W}name", ""))]
    ids = {e.get(f"{_W}id") for e in starts}
    ends = [e for e in root.iter(f"{_W}bookmarkEnd") if e.get(f"{_W}id") in ids]
    for element in (*starts, *ends):
        element.getparent().remove(element)


def _is_listed(name: str) -> bool:
    return name.startswith(_LISTED) and name.removeprefix(_LISTED).isdecimal()


def _first_id(root: Any) -> int:
    """The first number that no drawing of the document has."""
    named = (e for e in root.iter() if isinstance(e.tag, str))
    drawn = (e for e in named if e.tag.endswith(("}docPr", "}cNvPr")))
    taken = [int(e.get("id")) for e in drawn if (e.get("id") or "").isdecimal()]
    return max(taken, default=0) + 1


def _number_controls(root: Any) -> None:
    """Give each of ours the id Word wants, the same in every run."""
    seen: dict[str, int] = {}
    for control in _controls(root):
        count = seen[control.id] = seen.get(control.id, 0) + 1
        number = zlib.crc32(f"{control.id}/{count}".encode()) & 0x7FFFFFFF
        properties = control.element.find(f"{_W}sdtPr")
        old = properties.find(f"{_W}id")
        if old is None:
            old = parse(f"<w:id {NSDECLS}/>".encode())
            properties.find(f"{_W}tag").addnext(old)
        old.set(f"{_W}val", str(number))


def _sign(controls: list[_Control], package: Package, known: Relations) -> None:
    for control in controls:
        tag = control.element.find(f"{_W}sdtPr/{_W}tag")
        tag.set(f"{_W}val", f"{MARK}:{control.id}:{digest(control.content, package, known)}")


def _outdated(edited: list[_Control], contents: Contents, package: Package) -> list[str]:
    """Of the edited ones, those in which we would write something else than we did then."""
    found = []
    for control in edited:
        copy = Package(dict(package.parts), dict(package.types))
        known: Relations = {}
        parts = Parts(
            copy, known, width=_text_width(control.element) if not control.is_inline else 0
        )
        if control.is_inline:
            xml = runs_xml(contents.fields.get(control.id) or (_asked(control.id),))
        else:
            xml = body_xml(contents.blocks.get(control.id, ()), parts) or "<w:p/>"
        if digest(_parsed(xml), copy, known) != control.hash:
            found.append(control.id)
    return list(dict.fromkeys(found))
