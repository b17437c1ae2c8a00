"""A template made ready once: tags patched by docxtpl and compiled, everything else compressed."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

import jinja2
from docx.opc.oxml import parse_xml
from jinja2.exceptions import TemplateSyntaxError
from lxml import etree

from . import gate, locate, package, parts, places, safety, soundness
from .errors import TemplateBroken, TemplateUnsafe
from .package import Packed
from .parts import w
from .plain import PlainTemplate
from .sandbox import environment

_PATCH = PlainTemplate(io.BytesIO())
_TAGS = re.compile(r"\{\{|\{%|\{#|\{_[{%]|[}%]_\}")
_PARAGRAPH_IDS = re.compile(r' w14:(?:paraId|textId)="[^"]*"')  # a loop would repeat them
_COLUMNS = re.compile(r"\{%\s*(?:colspan|hm)\b|\{%-?tc\s")  # these change how wide a table is
_DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A part with tags. ``source``: patched; ``head`` and ``tail`` stand around what it gives."""

    member: str
    kind: str
    source: str = field(repr=False)
    compiled: jinja2.Template = field(repr=False)
    head: str = field(repr=False)
    tail: str = field(repr=False)
    rels: frozenset[str]  # ids of its relationships
    columns: bool  # whether tags change the number of a table's columns


@dataclass(frozen=True, slots=True)
class Prepared:
    """What ``fill`` needs of a template. ``still``: every member as it is, compressed."""

    name: str
    data: bytes = field(repr=False)
    members: dict[str, bytes] = field(repr=False)
    parts: tuple[Part, ...]
    still: tuple[Packed, ...] = field(repr=False)
    styles: frozenset[str]
    with_pictures: Packed = field(repr=False)  # the content types of a document with pictures
    prefix: str  # begins the names of new pictures and the ids of their relationships
    first_picture: int  # drawings get numbers after it
    notes: tuple[str, ...] = ()
    last: dict[str, Any] = field(default_factory=dict, repr=False)  # what ``fill`` made last


def prepare(data: bytes, name: str) -> Prepared:
    """A template's bytes made ready. Raises ``TemplateBroken`` or ``TemplateUnsafe``."""
    members = _as_document(data, name)
    members, notes = safety.safe_members(members, name)
    found = []
    words = places.part_words(members)
    for member, kind in parts.fillable(members).items():
        part = _part(members, member, kind, name, words.get(member, ""))
        if part is not None:
            found.append(part)
    names = [package.TYPES, *(one for one in members if one != package.TYPES)]
    still = tuple(package.packed(one, members[one]) for one in names)
    clean = package.write_package(still)
    styles = soundness.style_ids(members)
    types = package.packed(package.TYPES, _types_with_pictures(members[package.TYPES]))
    prefix = _unused(members)
    first = _last_drawing(members, {part.member for part in found})
    return Prepared(
        name, clean, members, tuple(found), still, styles, types, prefix, first, tuple(notes)
    )


def _last_drawing(members: dict[str, bytes], filled: set[str]) -> int:
    """The largest number of a drawing in parts that are not filled, 1000 at least."""
    numbers = [
        int(number)
        for member, kind in parts.fillable(members).items()
        if kind != "core" and member not in filled
        for number in soundness.drawing_numbers(parts.parse(members[member]))
        if number.isdecimal()
    ]
    return max(numbers, default=0) if max(numbers, default=0) > 1000 else 1000


def _types_with_pictures(types: bytes) -> bytes:
    root = parts.parse(types)
    known = {str(one.get("Extension")).lower() for one in root.iter(f"{{{parts.CT}}}Default")}
    for kind in ("png", "jpeg"):
        if kind not in known:
            one = etree.Element(f"{{{parts.CT}}}Default")
            one.set("Extension", kind)
            one.set("ContentType", f"image/{kind}")
            root.insert(0, one)
    return parts.to_bytes(root)


def _unused(members: dict[str, bytes]) -> str:
    """A beginning of names that the template does not use."""
    prefix = "isi"
    rels = b"".join(content for member, content in members.items() if member.endswith(".rels"))
    while f'"{prefix}'.encode() in rels or f"media/{prefix}".encode() in rels:
        prefix += "x"
    return prefix


def _as_document(data: bytes, name: str) -> dict[str, bytes]:
    """The members of a .docx; a .dotx becomes one."""
    members = gate.open_word(data, name)
    types = members[package.TYPES]
    plain = types.replace(parts.TEMPLATE_TYPE.encode(), parts.MAIN_TYPE.encode())
    return members | {package.TYPES: plain}


def _part(members: dict[str, bytes], member: str, kind: str, name: str, words: str) -> Part | None:
    """A part made ready, None for one without tags. ``words``: how the part is called."""
    head, typed, tail = _opened(members[member], kind)
    if kind == "body" and not head:
        raise TemplateBroken(f"{name} tidak ditulis oleh Word. Buka dan simpan lagi di Word.")
    if not _TAGS.search(re.sub(r"<[^>]*>", "", typed)):
        return None
    root = parts.parse(members[member])
    open_ = places.unclosed(member, kind, root, words) if kind != "core" else None
    if open_ is not None:
        raise _broken(name, open_, words, "tag ini tidak ditutup")
    source = _PATCH.patch_xml(typed)
    try:
        compiled = environment().from_string(source)
    except TemplateSyntaxError as wrong:
        tags = places.part_tags(member, kind, root, words)
        tag, why = locate.wrong_tag(wrong, source, tags)
        raise _broken(name, tag, words, why) from wrong
    except (RecursionError, SyntaxError, MemoryError) as wrong:
        raise TemplateUnsafe(f"{name}: ada tag yang bersarang terlalu dalam.") from wrong
    rels = frozenset(rel.id for rel in parts.relations(members, member))
    columns = bool(_COLUMNS.search(typed))
    return Part(member, kind, source, compiled, head, tail, rels, columns)


def _opened(content: bytes, kind: str) -> tuple[str, str, str]:
    """What stands before the text that is filled, the text, and what stands after it."""
    if kind == "core":
        return "", content.decode("utf-8-sig"), ""
    root = parse_xml(content)  # type: ignore[arg-type]  # reads the declaration itself
    body = root.find(w("body")) if kind == "body" else None
    if body is None:
        return _DECLARATION.decode(), _text(root), ""
    typed = _text(body)
    body.clear()
    around = _text(root)
    opening = re.search(r"<w:body(?: [^>]*)?/>", around)
    if opening is None:
        return "", "", ""
    head = _DECLARATION.decode() + around[: opening.start()] + "<w:body>"
    return head, typed, around[opening.end() :]


def _text(root: Any) -> str:
    return _PARAGRAPH_IDS.sub("", etree.tostring(root, encoding="unicode"))


def _broken(name: str, tag: places.Tag | None, words: str, why: str) -> TemplateBroken:
    place = tag.place if tag else words
    said = f"tag '{tag.text}': {why}" if tag else why
    return TemplateBroken(f"{locate.at(name, place)}: {said}.", place)
