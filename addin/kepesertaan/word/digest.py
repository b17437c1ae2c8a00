"""What a person sees in a content control, as a short hash: to know whether it was edited."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from .opc import Package, Relations, parse
from .orgchart import NAMESPACES

_W, _R = f"{{{NAMESPACES['w']}}}", f"{{{NAMESPACES['r']}}}"
_FALLBACK = f"{{{NAMESPACES['mc']}}}Fallback"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# what a person puts into text that is no letter: symbols, notes, comments, pictures of old programs
_PLACED = {
    _W + name
    for name in ("sym", "footnoteReference", "endnoteReference", "commentReference", "pict")
}


def digest(content: Any, package: Package, known: Relations) -> str:
    """A short hash of what a person sees and can change, and not of how Word writes it down."""
    said = hashlib.sha256()
    last = None
    for kind, text in _seen(content, package, known):
        # runs of the same letters may be joined or split by Word
        said.update(text.encode() if kind == last else f"\x00{kind}\x01{text}".encode())
        last = kind if kind.startswith("t") else None
    return said.hexdigest()[:12]


def _seen(content: Any, package: Package, known: Relations) -> Iterator[tuple[str, str]]:
    depth = 0  # of results of fields, which are computed
    stack = [content]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag == _FALLBACK:
            continue
        depth += {"separate": 1, "end": -1}.get(element.get(f"{_W}fldCharType", ""), 0)
        depth = max(depth, 0)
        shown = _shown(element, package, known)
        if shown and shown != ("t", "") and not depth:
            yield shown
        stack += reversed(element)


def _shown(element: Any, package: Package, known: Relations) -> tuple[str, str] | None:
    name = element.tag.rsplit("}", 1)[-1]
    if element.tag == f"{_W}t":
        return f"t{_flags(element.getparent())}", element.text or ""
    if element.tag in (f"{_W}br", f"{_W}tab") and element.getparent().tag == f"{_W}r":
        return name, ""
    if element.tag in (f"{_W}p", f"{_W}tr", f"{_W}tc"):
        return name, ""
    if element.tag in _PLACED:
        return name, f"{element.get(f'{_W}id', '')}{element.get(f'{_W}char', '')}"
    if element.tag == _FORMULA:
        return "rumus", element.text or ""
    return _drawn(element, name, package, known)


def _drawn(element: Any, name: str, package: Package, known: Relations) -> tuple[str, str] | None:
    if name == "blip":
        target = known.get(element.get(f"{_R}embed", ""), ("", "", False))[1]
        return "blip", hashlib.sha256(package.parts.get(target, b"")).hexdigest()
    if name == "srgbClr":
        return name, element.get("val", "")
    if name == "off":
        return "off", f"{element.get('x')},{element.get('y')}"
    if name == "chart":
        target = known.get(element.get(f"{_R}id", ""), ("", "", False))[1]
        return "chart", _numbers(package.parts.get(target, b""))
    return None


def _numbers(chart: bytes) -> str:
    """The names and numbers that a chart shows."""
    values = parse(chart).iter(f"{{{NAMESPACES['c']}}}v") if chart else ()
    return "|".join(value.text or "" for value in values)


def _flags(run: Any) -> str:
    letters = run.find(f"{_W}rPr")
    if letters is None:
        return ""
    wanted = ("b", "i", "u", "highlight", "strike")
    on = "".join(name[0] for name in wanted if _is_on(letters.find(f"{_W}{name}")))
    colour = letters.find(f"{_W}color")
    shade = "" if colour is None else colour.get(f"{_W}val", "")
    return on if shade in ("", "auto", "000000") else f"{on} {shade}"


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val") not in ("0", "false", "none")
