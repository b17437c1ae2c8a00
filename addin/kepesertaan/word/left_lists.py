"""Lists of tables or figures that a version left out for being short: put back for the next one."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from .opc import MAIN, open_package, pack, parse, serialise
from .orgchart import NAMESPACES

_W = f"{{{NAMESPACES['w']}}}"
_CORE = "docProps/core.xml"
_LEFT = "; tanpa "  # in the keywords, after the profile
LABELS = ("Tabel", "Gambar")


def lists_in(data: bytes, name: str) -> list[str]:
    """Labels of the lists of captions that a document has. Raises ``UnreadableInput``."""
    root = parse(open_package(data, name).parts[MAIN])
    return [label for label in LABELS if _start(root, label) is not None]


def note_left(data: bytes, labels: Sequence[str], name: str) -> bytes:
    """The document, saying in its keywords which lists were left out."""
    package = open_package(data, name)
    core = parse(package.parts[_CORE])
    words = core.find("{*}keywords")
    profile = (words.text or "").split(_LEFT)[0]
    words.text = profile + (_LEFT + " ".join(labels) if labels else "")
    package.parts[_CORE] = serialise(core)
    return pack(package)


def with_lists(data: bytes, fresh: bytes, name: str) -> bytes:
    """The document with the lists that a version of ours left out; else the same bytes.

    Raises ``UnreadableInput`` where ``data`` is no .docx.
    """
    package = open_package(data, name)
    core = package.parts.get(_CORE)
    words = (parse(core).findtext("{*}keywords") or "") if core else ""
    left = words.partition(_LEFT)[2].split()
    root, new = parse(package.parts[MAIN]), parse(open_package(fresh, name).parts[MAIN])
    for label in reversed(LABELS):
        if label in left and _start(root, label) is None:
            _put_back(root, new, label)
    if not left:
        return data
    package.parts[MAIN] = serialise(root)
    return pack(package)


def _start(root: Any, label: str) -> Any | None:
    """The paragraph in which the list of a label begins; of "" the contents."""
    wanted = f'\\c "{label}"' if label else "TOC \\o"
    codes = (code for code in root.iter(f"{_W}instrText") if wanted in (code.text or ""))
    return next((parent for code in codes for parent in code.iterancestors(f"{_W}p")), None)


def _put_back(root: Any, new: Any, label: str) -> None:
    """Title and list, before the list that comes after them or at the end of the front pages."""
    source, contents = _start(new, label), _start(root, "")
    if source is None or contents is None:
        return
    later = [_start(root, other) for other in LABELS[LABELS.index(label) + 1 :]]
    place = next((start.getprevious() for start in later if start is not None), None)
    if place is None:
        ends = (p for p in contents.itersiblings() if p.find(f"{_W}pPr/{_W}sectPr") is not None)
        place = next(ends, None)
    if place is not None:
        for element in (source.getprevious(), source):
            place.addprevious(copy.deepcopy(element))
