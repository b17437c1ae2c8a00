"""What a report made earlier says of itself: its profile, and what a person typed beside ours."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kepesertaan.domain.errors import UnreadableInput

from .look import STYLES
from .opc import MAIN, open_package, parse
from .orgchart import NAMESPACES
from .pieces import MARK

_W = f"{{{NAMESPACES['w']}}}"
_CORE = "docProps/core.xml"
_PROFILE = "profil "
_NOT_TYPED = ("TOC", "TableofFigures", "JudulLampiran")  # lists, and appendices we add


def profile_of(data: bytes, name: str) -> str:
    """The campus profile a report was made with, "" unknown. Raises ``UnreadableInput``."""
    core = open_package(data, name).parts.get(_CORE)
    words: str | None = parse(core).findtext("{*}keywords") if core else None
    if not words or not words.startswith(_PROFILE):
        return ""
    return words.removeprefix(_PROFILE).split(";")[0]


def styles_of(data: bytes, name: str) -> bytes:
    """word/styles.xml of a report whose looks were changed in Word.

    Raises ``UnreadableInput`` where it is no .docx, or has not all the styles of a report.
    """
    styles = open_package(data, name).parts.get("word/styles.xml", b"")
    root = parse(styles) if styles else ()
    there = {style.get(f"{_W}styleId") for style in root}
    missing = sorted({*STYLES.values()} - there)
    if missing:
        raise UnreadableInput(
            f"{name} tidak memuat gaya {', '.join(missing[:3])}. Pakai salinan laporan yang dibuat "
            "program ini, ubah gayanya di Word, lalu ulangi."
        )
    return styles


def profile_words(id: str) -> str:
    """How a report says its profile."""
    return _PROFILE + id


def typed_beside(data: bytes, fresh: bytes, name: str) -> list[str]:
    """Paragraphs outside our controls that a fresh report has not, in their order.

    Raises ``UnreadableInput`` where ``data`` is no .docx.
    """
    ours = Counter(_outside(fresh, name))
    found = []
    for text in _outside(data, name):
        if ours[text]:
            ours[text] -= 1
        else:
            found.append(text)
    return found


def _outside(data: bytes, name: str) -> list[str]:
    root = parse(open_package(data, name).parts[MAIN])
    body = root.find(f"{_W}body")
    return [text for p in body.iter(f"{_W}p") if _is_persons(p) and (text := _text(p).strip())]


def _is_persons(paragraph: Any) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if style is not None and style.get(f"{_W}val", "").startswith(_NOT_TYPED):
        return False
    return not any(_is_ours(parent) for parent in paragraph.iterancestors(f"{_W}sdt"))


def _is_ours(control: Any) -> bool:
    tag = control.find(f"{_W}sdtPr/{_W}tag")
    return tag is not None and tag.get(f"{_W}val", "").startswith(f"{MARK}:")


def _text(paragraph: Any) -> str:
    """The words a person typed there; values of our fields within it count as nothing."""
    return "".join(
        t.text or "" for t in paragraph.iter(f"{_W}t")
        if not any(_is_ours(parent) for parent in t.iterancestors(f"{_W}sdt"))
    )  # fmt: skip
