"""Appendices that came into the workbook after the report was begun: added at its end."""

from __future__ import annotations

import copy
from typing import Any

from .opc import (
    MAIN,
    Package,
    Relations,
    open_package,
    pack,
    parse,
    relations,
    serialise,
    set_relations,
)
from .orgchart import NAMESPACES
from .pieces import MARK

_W, _R = f"{{{NAMESPACES['w']}}}", f"{{{NAMESPACES['r']}}}"
ANNEX = "lampiran_"  # how the ids of their blocks begin


def with_annexes(data: bytes, fresh: bytes, name: str) -> bytes:
    """The report with those appendices of a fresh one that it has not; else the same bytes.

    Raises ``UnreadableInput`` where ``data`` is no .docx.
    """
    package, source = open_package(data, name), open_package(fresh, name)
    root, new = parse(package.parts[MAIN]), parse(source.parts[MAIN])
    there = {id for id, _ in _annexes(root)}
    missing = [section for id, section in _annexes(new) if id not in there]
    if not there or not missing:
        return data
    known = relations(package, MAIN)
    for section in missing:
        _append(root.find(f"{_W}body"), section, source, package, known)
    set_relations(package, MAIN, known)
    package.parts[MAIN] = serialise(root)
    return pack(package)


def _annexes(root: Any) -> list[tuple[str, list[Any]]]:
    """Id and elements of every section that holds an appendix of ours, its properties last."""
    found, section = [], []
    for element in root.find(f"{_W}body"):
        end = element if element.tag == f"{_W}sectPr" else element.find(f"{_W}pPr/{_W}sectPr")
        section.append(element)
        if end is not None:
            id = next((i for e in section if (i := _id_of(e)).startswith(ANNEX)), "")
            if id:
                found.append((id, [*section[:-1], end]))
            section = []
    return found


def _id_of(element: Any) -> str:
    tag = element.find(f"{_W}sdtPr/{_W}tag") if element.tag == f"{_W}sdt" else None
    parts = tag.get(f"{_W}val", "").split(":") if tag is not None else []
    return parts[1] if len(parts) == 3 and parts[0] == MARK else ""


def _append(
    body: Any,
    section: list[Any],
    source: Package,
    package: Package,
    known: Relations,
) -> None:
    """Close the last section of the body and put another after it."""
    last = body[-1]
    end = copy.deepcopy(section[-1])
    for reference in end.iter(f"{_W}headerReference", f"{_W}footerReference"):
        kind, target, _ = relations(source, MAIN)[reference.get(f"{_R}id")]
        reference.set(f"{_R}id", _related(kind, target, source, package, known))
    closing = parse(
        f'<w:p xmlns:w="{NAMESPACES["w"]}"><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" '
        'w:lineRule="exact"/></w:pPr></w:p>'.encode()
    )
    body.replace(last, closing)
    closing.find(f"{_W}pPr").append(last)
    for element in (*map(copy.deepcopy, section[:-1]), end):
        body.append(element)


def _related(
    kind: str,
    target: str,
    source: Package,
    package: Package,
    known: Relations,
) -> str:
    """The relationship that leads to the same header or footer, which comes along where needed."""
    name, data = target, source.parts[target]
    while package.parts.get(name, data) != data:
        name = name.replace(".xml", "_.xml")
    if name not in package.parts:
        package.parts[name] = data
        package.types[name] = source.types[target]
    for rid, one in known.items():
        if one == (kind, name, False):
            return rid
    number = 1
    while f"rIdL{number}" in known:
        number += 1
    known[f"rIdL{number}"] = (kind, name, False)
    return f"rIdL{number}"
