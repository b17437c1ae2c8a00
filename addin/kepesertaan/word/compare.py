"""Whether two filled documents are the same to a reader of their markup."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from . import package, parts
from .parts import R

_LOOSE = {  # numbers that may differ without a reader noticing, by element
    "docPr": {"id", "name"},
    "cNvPr": {"id", "name"},
}
_PARAGRAPH_IDS = {"paraId", "textId"}


def differing_part(one: bytes, other: bytes) -> str:
    """The first part with text, pictures or markup that differ, '' when there is none."""
    mine, theirs = (package.read_package(data, "Dokumen") for data in (one, other))
    kinds = parts.fillable(mine)
    if kinds != parts.fillable(theirs):
        return "susunan berkas"
    for member, kind in kinds.items():
        if kind == "core":
            continue  # python-docx writes what the template leaves out
        if list(_shape(mine, member)) != list(_shape(theirs, member)):
            return member
    return ""


def _shape(members: Mapping[str, bytes], member: str) -> Iterator[Any]:
    targets = {
        rel.id: (rel.kind, rel.target if rel.external else _digest(members, rel.target))
        for rel in parts.relations(members, member)
    }
    for node in parts.parse(members[member]).iter():
        if not isinstance(node.tag, str):
            continue
        yield node.tag, _attributes(node, targets), _text(node.text), _text(node.tail)


def _attributes(node: Any, targets: dict[str, Any]) -> list[Any]:
    loose = _LOOSE.get(node.tag.rpartition("}")[2], set()) | _PARAGRAPH_IDS
    kept = ((name, value) for name, value in node.attrib.items()
            if name.rpartition("}")[2] not in loose)  # fmt: skip
    return sorted(
        (name, targets.get(value, value) if name.startswith(f"{{{R}}}") else value)
        for name, value in kept
    )


def _digest(members: Mapping[str, bytes], member: str) -> str:
    if member.endswith(".xml"):
        return member.rpartition("/")[2]
    return hashlib.sha256(members.get(member, b"")).hexdigest()


def _text(text: str | None) -> str:
    return text if text and text.strip() else ""
