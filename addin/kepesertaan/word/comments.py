"""Word comments added to a document, at the words they are about.

Comments live in a part of their own; the text only gets invisible marks around the words. All
other parts stay byte for byte, comments that are there already stay, and the same input gives
the same bytes. Nothing of the document's text changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from posixpath import basename, dirname, join, relpath
from typing import Any

from lxml import etree

from .docparts import SPACE, document_name, parse, read_parts, related, write_parts
from .letters import W as _W
from .letters import letters, paragraph_text
from .parts import to_bytes

AUTHOR, INITIALS = "Kepesertaan", "KP"
_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPES_PART = "[Content_Types].xml"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STYLE = "CommentReference"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PARTS = {"header": "kepala halaman", "footer": "kaki halaman", "footnotes": "catatan kaki"}


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment. ``paragraph``: which ``w:p`` of the part, from 0, in document order, those of
    tables and text boxes counted. ``quote``: the words it is about, "" for the whole paragraph;
    where they stand several times, ``nth`` (from 1) or those nearest to ``letter`` (from 0).

    ``part`` is a part name, "" for the body; ``place`` says in words where a comment belongs that
    Word cannot hold there ("kepala halaman 1").
    """

    text: str
    paragraph: int
    quote: str = ""
    nth: int = 1
    part: str = ""
    place: str = ""
    letter: int = -1


def add_comments(data: bytes, comments: Sequence[Comment]) -> bytes:
    """The document with the comments added, in the order given.

    Headers, footers and footnotes hold no comments in Word: those go to the first paragraph of
    the body and name the place. Words that are not found leave the comment on their paragraph.
    Raises ``UnreadableInput`` for what is no Word file; sizes are judged by the caller.
    """
    if not comments:
        return data
    parts = read_parts(data)
    main = document_name(parts)
    tree = parse(parts, main)
    changed: dict[str, bytes] = {}
    name = _comments_part(parts, main, changed)
    notes = parse(parts, name) if name in parts else etree.Element(_W + "comments", nsmap=_NS)
    styled = _STYLE in _style_ids(parts, main)
    numbers = count(_next_id(tree, notes))
    paragraphs = list(tree.iter(_W + "p")) or [_first_paragraph(tree)]
    for comment in comments:
        number = str(next(numbers))
        text = _anchor(paragraphs, comment, main, number, styled)
        notes.append(_note(number, text))
    return write_parts(parts | changed | {main: to_bytes(tree), name: to_bytes(notes)})


_NS = {"w": _W[1:-1]}


def _comments_part(parts: Mapping[str, bytes], main: str, changed: dict[str, bytes]) -> str:
    """The name of the part of comments; a new one is made known in ``changed``."""
    found = next(iter(related(parts, main, "comments")), None)
    if found:
        return found
    taken = {part.lower() for part in parts}
    tries = (join(dirname(main), f"comments{n}.xml") for n in ("", *range(2, 1000)))
    name = next(made for made in tries if made.lower() not in taken)
    known = join(dirname(main), "_rels", f"{basename(main)}.rels")
    rels = parse(parts, known) if known in parts else etree.Element(_RELS + "Relationships")
    ids = {relation.get("Id") for relation in rels}
    free = next(made for n in count(1) if (made := f"rId{n}") not in ids)
    target = relpath(name, dirname(main) or ".")
    more = {"Id": free, "Type": _COMMENTS, "Target": target}
    etree.SubElement(rels, _RELS + "Relationship", more)
    types = parse(parts, _TYPES_PART)
    more = {"PartName": f"/{name}", "ContentType": _CONTENT_TYPE}
    etree.SubElement(types, _TYPES + "Override", more)
    changed[known], changed[_TYPES_PART] = to_bytes(rels), to_bytes(types)
    return name


def _style_ids(parts: Mapping[str, bytes], main: str) -> set[str]:
    name = next(iter(related(parts, main, "styles")), None)
    if name is None:
        return set()
    return {style.get(_W + "styleId") for style in parse(parts, name).iter(_W + "style")}


def _next_id(tree: Any, notes: Any) -> int:
    marks = tree.iter(*(_W + n for n in ("commentRangeStart", "commentReference")))
    ids = [mark.get(_W + "id", "") for mark in (*notes.iter(_W + "comment"), *marks)]
    return max((int(one) for one in ids if one.isdigit()), default=-1) + 1


def _first_paragraph(tree: Any) -> Any:
    """A paragraph for a body that has none."""
    made = etree.Element(_W + "p")
    tree.find(_W + "body").insert(0, made)
    return made


def _anchor(
    paragraphs: Sequence[Any], comment: Comment, main: str, number: str, styled: bool
) -> str:
    """Put the marks of a comment into the body; its text, with its place where it had to move."""
    is_body = comment.part in ("", main)
    if not is_body or not 0 <= comment.paragraph < len(paragraphs):
        place = comment.place or _words_of(comment.part)
        _mark(_holder(paragraphs[0]), None, number, styled)
        return f"{place[:1].upper()}{place[1:]}: {comment.text}" if place else comment.text
    paragraph = paragraphs[comment.paragraph]
    holder = _holder(paragraph)
    quote = comment.quote if holder is paragraph else ""
    _mark(holder, _span(holder, quote, comment), number, styled)
    return comment.text


def _words_of(part: str) -> str:
    """A part in words.

    >>> _words_of("word/header2.xml"), _words_of("word/footnotes.xml")
    ('kepala halaman 2', 'catatan kaki')
    """
    found = re.fullmatch(r"([a-z]+)(\d*)\.xml", basename(part).lower())
    words = _PARTS.get(found[1], "") if found else ""
    return f"{words} {found[2]}".strip() if found else words


def _holder(paragraph: Any) -> Any:
    """The paragraph of the text itself: of one in a text box, the one the box hangs on."""
    outer = list(paragraph.iterancestors(_W + "p"))
    return outer[-1] if outer else paragraph


def _mark(paragraph: Any, span: tuple[int, int] | None, number: str, styled: bool) -> None:
    start, end = etree.Element(_W + "commentRangeStart"), etree.Element(_W + "commentRangeEnd")
    start.set(_W + "id", number)
    end.set(_W + "id", number)
    if span:
        first, last = _runs_between(paragraph, *span)
        first.addprevious(start)
        last.addnext(end)
    else:
        properties = paragraph.find(_W + "pPr")
        paragraph.insert(0 if properties is None else 1, start)
        paragraph.append(end)
    end.addnext(_reference(number, styled))


def _reference(number: str, styled: bool) -> Any:
    run = etree.Element(_W + "r")
    if styled:
        look = etree.SubElement(run, _W + "rPr")
        etree.SubElement(look, _W + "rStyle").set(_W + "val", _STYLE)
    etree.SubElement(run, _W + "commentReference").set(_W + "id", number)
    return run


def _span(paragraph: Any, quote: str, comment: Comment) -> tuple[int, int] | None:
    """Where the words stand in the paragraph's text; the last place where there are fewer."""
    if not quote:
        return None
    places = [m.start() for m in re.finditer(re.escape(quote), paragraph_text(paragraph))]
    if not places:
        return None
    at = places[min(max(comment.nth, 1), len(places)) - 1]
    if comment.letter >= 0:
        at = min(places, key=lambda place: abs(place - comment.letter))
    return at, at + len(quote)


def _runs_between(paragraph: Any, start: int, end: int) -> tuple[Any, Any]:
    """The first and the last child of the paragraph over these letters, runs cut to fit."""
    _cut(paragraph, end)
    _cut(paragraph, start)
    at, inside = 0, []
    for piece, text in letters(paragraph):
        if at < end and start < at + len(text):
            inside.append(piece)
        at += len(text)
    return _child_over(paragraph, inside[0]), _child_over(paragraph, inside[-1])


def _child_over(paragraph: Any, piece: Any) -> Any:
    while piece.getparent() is not paragraph:
        piece = piece.getparent()
    return piece


def _cut(paragraph: Any, at: int) -> None:
    """Make a run begin at this letter, unless it stands inside a link, field or revision."""
    begin = 0
    for piece, text in list(letters(paragraph)):
        if begin <= at < begin + len(text):
            run = piece.getparent()
            if run.getparent() is paragraph and (at > begin or _has_text_before(piece)):
                _split(run, piece, at - begin)
            return
        begin += len(text)


def _has_text_before(piece: Any) -> bool:
    return any(one.tag != _W + "rPr" for one in piece.itersiblings(preceding=True))


def _split(run: Any, piece: Any, at: int) -> None:
    """Move what follows the letter ``at`` of ``piece`` into a run of its own of the same look."""
    rest = etree.Element(run.tag, run.attrib)
    look = run.find(_W + "rPr")
    if look is not None:
        rest.append(deepcopy(look))
    following = list(piece.itersiblings())
    if at:
        tail = etree.SubElement(rest, _W + "t")
        tail.text, piece.text = piece.text[at:], piece.text[:at]
        for one in (tail, piece):
            one.set(SPACE, "preserve")
    else:
        rest.append(piece)
    rest.extend(following)
    run.addnext(rest)


def _note(number: str, text: str) -> Any:
    """A comment as it stands in the part of comments, a line a paragraph."""
    made = etree.Element(_W + "comment")
    for name, value in (("id", number), ("author", AUTHOR), ("initials", INITIALS)):
        made.set(_W + name, value)
    for line in _NOT_XML.sub("", text).split("\n"):
        words = etree.SubElement(
            etree.SubElement(etree.SubElement(made, _W + "p"), _W + "r"), _W + "t"
        )
        words.text = line
        words.set(SPACE, "preserve")
    return made
