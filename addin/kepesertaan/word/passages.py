"""The paragraphs of a document as plain text, each with its place in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kepesertaan.domain.number_words import chapter_of_text
from kepesertaan.domain.passages import Caption, Kind, Passage

from .docparts import Parts, W, document_name, parse, read_parts, related
from .docstyles import Styles, outline_level, read_styles, style_of
from .flow import Para, read_flow
from .numbering import Numbering, read_numbering
from .sequence import label_of

_BLANKS = re.compile(r"[\t\n]")
_MORE = (("header", "kepala halaman"), ("footer", "kaki halaman"), ("footnotes", "catatan kaki"),
         ("endnotes", "catatan akhir"))  # fmt: skip
_CAPTION_STYLES = ("caption", "keterangan gambar", "keterangan tabel")
_NUMBER = re.compile(r"(?:([0-9]{1,3}|[IVX]{1,5}|[A-Z])\s?[.\-\u2013]\s?)?([0-9]{1,3})\b")
_COUNTED = re.compile(r"\s*([^\W\d_]+)\s*(?=[0-9A-Z])")
_TYPED = re.compile(
    r"\s*(Gambar|Tabel|Grafik|Bagan|Figure|Table)\s+(?=[0-9]|[A-Z]{1,4}[.\-\u2013])", re.IGNORECASE
)
_LIST_STYLES = ("toc 1", "toc 2", "toc 3", "toc 4", "table of figures")
_TYPED_LINE = re.compile(r"\.{5,}\s*[0-9A-Za-z-]{1,6}\s*$")  # of a list typed by hand
_TYPED_CHAPTER = re.compile(r"\s*BAB\s+(?:[IVX]{1,5}|[0-9]{1,2})\b[^a-z0-9]{0,90}")
_SHORT = 60  # letters of a heading that names a place


def read_passages(data: bytes) -> list[Passage]:
    """Every paragraph with text, in order: the body, then page headers, footers and notes.

    Deleted and hidden text is left out. Raises ``UnreadableInput`` for what is no .docx.
    """
    parts = read_parts(data)
    main = document_name(parts)
    styles = read_styles(_tree(parts, main, "styles"))
    numbering = read_numbering(_tree(parts, main, "numbering"), styles)
    passages = list(_body(parse(parts, main), styles, numbering))
    seen = {(one.text, one.part) for one in passages}
    for kind, place in _MORE:
        for name in related(parts, main, kind):
            for passage in _outside(parse(parts, name), name, place):
                if (passage.text, kind) not in seen:  # each section may have a copy of its own
                    seen.add((passage.text, kind))
                    passages.append(passage)
    return passages


def _tree(parts: Parts, main: str, kind: str) -> Any:
    names = related(parts, main, kind)
    return parse(parts, names[0]) if names else None


def _outside(root: Any, part: str, place: str) -> Iterator[Passage]:
    for k, para in enumerate(read_flow(root)):
        if text := _plain(para):
            yield Passage(text, k, place, part=part, upright=_upright(para))


@dataclass(slots=True)
class _Place:
    """Where the reading is: the heading it is under, and paragraphs and tables since then."""

    heading: str = "halaman depan"
    paragraphs: int = 0
    tables: dict[Any, int] = field(default_factory=dict)  # the number of each table

    def words(self, para: Para) -> tuple[str, int]:
        """The place of a paragraph in words, and the number of its table."""
        cell = next(para.element.iterancestors(W + "tc"), None)
        if cell is None or para.in_box:
            self.paragraphs += 1
            box = ", kotak teks" if para.in_box else ""
            return f"{self.heading}, paragraf {self.paragraphs}{box}", 0
        row = cell.getparent()
        table = next(cell.iterancestors(W + "tbl"))
        number = self.tables.setdefault(table, len(self.tables) + 1)
        at = list(table.iter(W + "tr")).index(row) + 1
        across = [one for one in row.iter(W + "tc") if one.getparent() is row].index(cell) + 1
        return f"{self.heading}, tabel ke-{number} baris {at} kolom {across}", number


def _body(root: Any, styles: Styles, numbering: Numbering) -> Iterator[Passage]:
    where = {one: k for k, one in enumerate(root.iter(W + "p"))}
    place = _Place()
    for para in read_flow(root):
        number = numbering.label(para.element, styles)
        text = _plain(para)
        if not text:
            continue
        kind, level = _kind(para, styles, text)
        if kind == "judul":
            words, table = _heading_place(place, number, text), 0
        else:
            words, table = place.words(para)
        caption = _caption(para, text) if kind == "keterangan" else None
        yield Passage(
            text, where[para.element], words, kind, level, number, caption, table,
            _upright(para),
        )  # fmt: skip


def _heading_place(place: _Place, number: str, text: str) -> str:
    whole = " ".join(f"{number} {text}".split())
    place.heading = whole if len(whole) <= _SHORT else whole[: _SHORT - 1] + "\u2026"
    place.paragraphs = 0
    return f"judul {place.heading}"


def _kind(para: Para, styles: Styles, text: str) -> tuple[Kind, int]:
    style = styles.name_of(style_of(para.element))
    if para.in_list or style.startswith(_LIST_STYLES) or _TYPED_LINE.search(text):
        return "daftar", 0
    level = outline_level(para.element, styles)
    if level:
        return "judul", level
    if not para.in_table and _TYPED_CHAPTER.fullmatch(text):
        return "judul", 1  # a chapter without a heading style
    counts = any(label_of(one) for one in para.fields)
    return ("keterangan", 0) if counts or style in _CAPTION_STYLES else ("teks", 0)


def _plain(para: Para) -> str:
    text = _BLANKS.sub(" ", para.text)
    return text if text.strip() else ""


def _upright(para: Para) -> str:
    return _BLANKS.sub(
        " ", "".join("\u25a1" * len(text) if italic else text for text, italic in para.pieces)
    )


def _caption(para: Para, text: str) -> Caption | None:
    """Label, chapter and number of a caption, counted by a field or typed."""
    counted = any(label_of(one) for one in para.fields)
    found = (_COUNTED if counted else _TYPED).match(text)
    number = _NUMBER.match(text, found.end()) if found else None
    if not (found and number):
        return None
    return Caption(found[1].capitalize(), chapter_of_text(number[1]), int(number[2]))
