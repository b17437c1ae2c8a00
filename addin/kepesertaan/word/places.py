"""Where things stand in a Word file, in the words of the person who has it open.

``document_tags(members)`` lists every tag with its place: "tabel 2 baris 3 kolom 4",
"kepala halaman, paragraf 1", "catatan kaki 2". ``place_of_line`` tells which tag an error is about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from . import parts
from .parts import R, w

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENED = re.compile(r"\{\{|\{%|\{#")
_OWN = re.compile(r"^\{[{%#](?:(?:tr|tc|p|r)\b(?=\s))?-?|-?[}%#]\}$")
_MOVED = re.compile(r"^(?:colspan|cellbg)\s+")
_HEADS = {"header": "kepala halaman", "footer": "kaki halaman"}
_NOTES = {"footnotes": ("footnote", "catatan kaki"), "endnotes": ("endnote", "catatan akhir")}
_KINDS = {"default": "", "first": " pertama", "even": " genap"}
_PROPERTIES = {
    "title": "judul", "subject": "subjek", "creator": "pengarang", "keywords": "kata kunci",
    "description": "komentar", "category": "kategori",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a template. ``paragraph``: the how-manieth ``w:p`` of its part, from 0."""

    part: str
    text: str
    place: str
    paragraph: int

    @property
    def inner(self) -> str:
        """What stands between the braces, without ``tr``, ``tc``, ``p``, ``r`` and blanks."""
        return inner_of(self.text)


def inner_of(tag: str) -> str:
    """What a tag says, however it is typed.

    >>> inner_of("{{ nama }}"), inner_of("{%tr  for x in temuan %}"), inner_of("{{“a”}}")
    ('nama', 'for x in temuan', '"a"')
    """
    said = " ".join(_OWN.sub("", _OWN.sub("", tag.strip())).split())
    plain = str.maketrans("“”‘’", "\"\"''")
    return said.translate(plain)


def document_tags(members: Mapping[str, bytes]) -> list[Tag]:
    """Every tag of a Word file, part by part, in reading order.

    Raises ``lxml.etree.XMLSyntaxError`` for a part that is no XML.
    """
    words = part_words(members)
    return [
        tag
        for part, kind in parts.fillable(members).items()
        for tag in part_tags(part, kind, parts.parse(members[part]), words.get(part, ""))
    ]


def part_tags(part: str, kind: str, root: Any, words: str = "") -> list[Tag]:
    """The tags of one part. ``words``: how the part is called."""
    if kind == "core":
        return list(_property_tags(part, root))
    text, at = _text(kind, root)
    return [
        Tag(part, found[0], _after(words, place), number)
        for found in TAG.finditer(text)
        for number, place in (at(found.start()),)
    ]


def unclosed(part: str, kind: str, root: Any, words: str = "") -> Tag | None:
    """The first tag of a part that is opened and not closed before the next, None for none."""
    text, at = _text(kind, root)
    last = 0
    for opened in _OPENED.finditer(text):
        if opened.start() < last:
            continue
        closed = TAG.match(text, opened.start())
        comment = opened[0] == "{#"
        if closed is None or (not comment and _OPENED.search(closed[0], 2)):
            number, place = at(opened.start())
            said = text[opened.start() :].splitlines()[0][:40]
            return Tag(part, said, _after(words, place), number)
        last = closed.end()
    return None


def _text(kind: str, root: Any) -> tuple[str, Callable[[int], tuple[int, str]]]:
    """All text of a part, and how to tell the paragraph and place of a letter of it."""
    places = [place for _p, place in paragraph_places(kind, root)]
    texts, starts, owners, at = [], [], [], 0
    for number, text in _texts(root):
        texts.append(text)
        starts.append(at)
        owners.append(number)
        at += len(text)

    def whose(letter: int) -> tuple[int, str]:
        number = owners[bisect_right(starts, letter) - 1]
        return number, places[number] if number >= 0 else ""

    return "".join(texts), whose


def paragraph_places(kind: str, root: Any) -> list[tuple[Any, str]]:
    """Every ``w:p`` of a part in document order with its place inside the part."""
    if kind in _NOTES:
        name, words = _NOTES[kind]
        notes = [note for note in root.iter(w(name)) if note.get(w("type")) in (None, "normal")]
        numbered = [_walk(note, f"{words} {n}", plain=True) for n, note in enumerate(notes, 1)]
        found = {p: place for note in numbered for p, place in note}
    else:
        body = root.find(w("body"))
        found = dict(_walk(root if body is None else body, ""))
    return [(p, found.get(p, "")) for p in root.iter(w("p"))]


def part_words(members: Mapping[str, bytes]) -> dict[str, str]:
    """How each header and footer is called: "kepala halaman pertama", "kaki halaman bagian 2"."""
    body = next((part for part, kind in parts.fillable(members).items() if kind == "body"), None)
    if body is None:
        return {}
    targets = {rel.id: rel.target for rel in parts.relations(members, body)}
    sections = list(parts.parse(members[body]).iter(w("sectPr")))
    words: dict[str, str] = {}
    for number, section in enumerate(sections, 1):
        for reference in section.iter(w("headerReference"), w("footerReference")):
            kind = "header" if reference.tag == w("headerReference") else "footer"
            which = _KINDS.get(reference.get(w("type")), "")
            of = f" bagian {number}" if number > 1 else ""
            words.setdefault(
                targets.get(reference.get(f"{{{R}}}id"), ""), _HEADS[kind] + which + of
            )
    return words


def marked_lines(source: str) -> str:
    """A patched part with one line break inside each tag and nowhere else.

    A tag's ordinal from 1 is then the line its content stands on, less one.
    """
    flat = source.replace("\r", " ").replace("\n", " ")
    return re.sub(r"(\{\{|\{%|\{#)(-?)", r"\1\2\n", flat)


def place_of_line(line: int, source: str, tags: list[Tag]) -> Tag | None:
    """The tag an error on ``line`` of ``marked_lines(source)`` is about; None in a part of none.

    Tags that were moved or made while patching are told by what they say; one that nobody typed
    is told by the last typed one before it.
    """
    typed: dict[str, list[Tag]] = {}
    for tag in tags:
        typed.setdefault(_MOVED.sub("", tag.inner), []).append(tag)
    counts: Counter[str] = Counter()
    last = None
    for found in list(TAG.finditer(source))[: max(line - 1, 1)]:
        said = inner_of(found[0])
        same = typed.get(said, [])
        if counts[said] < len(same):
            last = same[counts[said]]
            counts[said] += 1
    return last or (tags[0] if tags else None)


def _texts(root: Any) -> Iterator[tuple[int, str]]:
    """Texts that tags can be typed in, in document order, with the number of their paragraph."""
    numbers = {p: n for n, p in enumerate(root.iter(w("p")))}
    before = -1
    for one in root.iter(w("t"), w("instrText"), w("delText")):
        number = next((numbers[up] for up in one.iterancestors(w("p"))), -1)
        yield number, ("\n" if number != before else "") + (one.text or "")
        before = number


def _walk(container: Any, inside: str, *, plain: bool = False) -> Iterator[tuple[Any, str]]:
    """Paragraphs and their places below a body, cell or box. ``plain``: without a number."""
    paragraphs = tables = 0
    for child in _flat(container):
        if child.tag == w("p"):
            paragraphs += 1
            place = inside if plain else _after(inside, f"paragraf {paragraphs}")
            yield child, place
            for box in child.iter(w("txbxContent")):
                yield from _walk(box, f"kotak teks di {place}", plain=True)
        elif child.tag == w("tbl"):
            tables += 1
            yield from _cells(child, inside, tables)


def _cells(table: Any, inside: str, number: int) -> Iterator[tuple[Any, str]]:
    name = "tabel di dalamnya" if "kolom" in inside else f"tabel {number}"
    rows = [row for row in _flat(table) if row.tag == w("tr")]
    for r, row in enumerate(rows, 1):
        for c, cell in enumerate((one for one in _flat(row) if one.tag == w("tc")), 1):
            yield from _walk(cell, _after(inside, f"{name} baris {r} kolom {c}"), plain=True)


def _flat(container: Any) -> Iterator[Any]:
    """Children, those inside content controls and the like included."""
    for child in container:
        if child.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")):
            yield from _flat(child)
        else:
            yield child


def _after(inside: str, words: str) -> str:
    return f"{inside}, {words}" if inside and words else inside or words


def _property_tags(part: str, root: Any) -> Iterator[Tag]:
    for one in root:
        name = str(one.tag).rpartition("}")[2]
        for found in TAG.finditer(one.text or ""):
            yield Tag(part, found[0], f"properti berkas ({_PROPERTIES.get(name, name)})", -1)
