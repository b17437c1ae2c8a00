"""XML as strangers send it: encodings, the gate against hostile parts, small trees.

Nothing here opens a network, a file or an entity. A part with a DTD is refused, always.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.parsers import expat

from .limits import MOST_ELEMENTS, SMALL_PART
from .remembered import remembered

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DEPTH = 256  # elements inside each other
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "windows-1252": "cp1252",
}
_USUAL = b'<?xml version="1.0" encoding="UTF-8"'
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^<>]*\?>")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"'>]*)""")
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_BAD_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
# None that a piece cuts off: five letters of it are there, or its end.
_BAD_ENTITY = re.compile(rb"""&(?!#|(?:amp|lt|gt|quot|apos);)(?=[^&<]{5}|\w*[;>\s"'])""")
_CLOSE, _EMPTY = b"\xfe", b"\xff"  # bytes that UTF-8 never holds
_NO_TAGS = bytes(b for b in range(256) if b not in b"<\xfe\xff")
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r")
_STEP = 2048  # bytes between two looks at the depth


class BadXmlError(Exception):
    """A part that is no XML, or XML we refuse; the text says why, in Indonesian."""


def encoding_of(head: bytes) -> str:
    """Python's name of the encoding a part begins with; ``BadXmlError`` when it is not a known one.

    >>> encoding_of(b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>")
    'latin-1'
    """
    if head.startswith(_USUAL):
        return "utf-8"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"<\0?\0"):
        return "utf-16-le"
    if head.startswith(b"\0<\0?"):
        return "utf-16-be"
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    declared = _DECLARED.match(head[:256])
    name = declared.group(1).decode("latin-1").lower() if declared else "utf-8"
    if name not in _CODECS or name.startswith("utf-16"):
        raise BadXmlError("pengodean hurufnya tidak dikenal")
    return _CODECS[name]


def utf8_chunks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same text in UTF-8; UTF-8 parts pass as they are."""
    stream = iter(chunks)
    head = next(stream, b"")
    encoding = encoding_of(head)
    if encoding not in ("utf-8", "ascii"):
        yield from _decoded(chain([head], stream), encoding)
        return
    yield head
    yield from stream


def _decoded(chunks: Iterable[bytes], codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for piece in chunks:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise BadXmlError("isinya rusak") from None


class Coding(NamedTuple):
    """How a part was encoded: Python's codec and the mark before it."""

    codec: str
    mark: bytes

    def encode(self, text: bytes) -> bytes:
        """UTF-8 back into the part's own encoding; letters it lacks become references."""
        return b"".join(self.encoded([text]))

    def encoded(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same of a text in pieces of whole letters."""
        yield self.mark
        for piece in pieces:
            same = self.codec == "utf-8"
            yield piece if same else piece.decode().encode(self.codec, "xmlcharrefreplace")


def _coding_of(head: bytes) -> Coding:
    codec, mark = encoding_of(head[:512]), b""
    if codec == "utf-16":
        mark = head[:2]
        codec = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    elif head.startswith(b"\xef\xbb\xbf"):
        mark = head[:3]
    return Coding(codec, mark)


def decode_part(data: bytes) -> tuple[bytes, Coding]:
    """A part as UTF-8 without mark, and how to turn it back."""
    pieces, coding = decode_chunks([data])
    return b"".join(pieces), coding


def decode_chunks(chunks: Iterable[bytes]) -> tuple[Iterator[bytes], Coding]:
    """The same for a part in pieces."""
    stream = iter(chunks)
    head = next(stream, b"")
    coding = _coding_of(head)
    bare = chain([head[len(coding.mark) :]], stream)
    return bare if coding.codec == "utf-8" else _decoded(bare, coding.codec), coding


def judge_xml(
    chunks: Iterable[bytes], *, markup_only: bool = False, longest: int | None = None
) -> None:
    """Refuse a DTD, unknown encodings and entities, forbidden characters, nesting beyond ``DEPTH``.

    With ``longest`` also a tag or a text of more bytes (to within a chunk).
    ``markup_only`` is for VML, which is often no real XML: only encoding and DTD are judged.
    """
    depth = 0
    for piece in _cut_at_tags(utf8_chunks(chunks), longest):
        is_plain = b"!" not in piece and b"?" not in piece
        if not is_plain and b"<!" in piece and _DOCTYPE.search(piece):
            raise BadXmlError("memuat DTD")
        if markup_only:
            continue
        if b"#" in piece and _BAD_REFERENCE.search(piece):
            raise BadXmlError("memuat karakter kendali")
        if is_plain and b"&" in piece and _BAD_ENTITY.search(piece):
            raise BadXmlError("isinya bukan XML yang utuh")
        if len(piece.translate(None, _CONTROLS)) < len(piece):
            raise BadXmlError("memuat karakter kendali")
        depth = _depth_behind(piece, depth)


@remembered
def judge_part(part: bytes, markup_only: bool, longest: int | None) -> None:
    """``judge_xml`` of a part as a whole."""
    judge_xml([part], markup_only=markup_only, longest=longest)


def _depth_behind(piece: bytes, depth: int) -> int:
    """The depth behind a piece that ends before a tag; ``BadXmlError`` beyond ``DEPTH``."""
    declaration = _DECLARATION.match(piece)
    if declaration:
        piece = piece[declaration.end() :]
    is_plain = b"!" not in piece and b"?" not in piece  # one letter is looked for fastest
    is_plain = is_plain or (b"<!" not in piece and b"<?" not in piece)
    flat = _flat_depth(piece, depth) if is_plain else None
    return _deep_depth(piece, depth) if flat is None else flat


def _flat_depth(piece: bytes, depth: int) -> int | None:
    """The depth behind a piece; None where it might go beyond ``DEPTH`` on the way.

    Looked at every ``_STEP`` bytes; between two looks no more can open than start tags stand there.
    """
    for at in range(0, len(piece), _STEP):
        stop = at + _STEP
        ends = piece.count(b"</", at, stop + 1)
        starts = piece.count(b"<", at, stop) - ends
        if not 0 <= depth <= DEPTH - starts:
            return None
        depth += starts - ends - piece.count(b"/>", at, stop + 1)
    return depth if depth >= 0 else None


def _cut_at_tags(chunks: Iterable[bytes], longest: int | None) -> Iterator[bytes]:
    """Pieces that end before a tag; within long text, anywhere but in a reference."""
    rest, run = b"", 0  # not yet given, and bytes since the last tag began
    for chunk in chunks:
        data = rest + chunk
        cut = data.rfind(b"<")
        run = run + len(chunk) if cut <= 0 else len(data) - cut
        if cut < 0 or (cut == 0 and _is_closed_tag(data)):
            cut = max(0, len(data) - 32)
        if run > (longest or run) or len(data) - cut > (longest or SMALL_PART):
            raise BadXmlError("memuat teks atau unsur yang terlalu panjang")
        yield data[:cut]
        rest = data[cut:]
    yield rest


def _is_closed_tag(data: bytes) -> bool:
    return data[1:2] not in b"!?" and b">" in data


def _deep_depth(piece: bytes, depth: int) -> int:
    """The same for any piece: its tags alone, from which matched pairs are taken level by level."""
    tags = b"<" * depth + _tags(piece)
    for _ in range(DEPTH):
        shorter = tags.replace(b"<" + _CLOSE, b"")
        if len(shorter) == len(tags):
            break
        tags = shorter
    else:
        raise BadXmlError(f"unsurnya bersarang lebih dari {DEPTH} tingkat")
    depth = tags.count(b"<")
    if depth > DEPTH:
        raise BadXmlError(f"unsurnya bersarang lebih dari {DEPTH} tingkat")
    return depth


def _tags(piece: bytes) -> bytes:
    """``<`` for a start tag, 0xFE for an end tag; nothing else."""
    if b"<!" in piece:
        piece = re.sub(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", b"", piece, flags=re.DOTALL)
    if b"<?" in piece:
        piece = re.sub(rb"<\?.*?\?>", b"", piece, flags=re.DOTALL)
    tags = piece.replace(b"</", _CLOSE).replace(b"/>", _EMPTY).translate(None, _NO_TAGS)
    return tags.replace(b"<" + _EMPTY, b"").replace(_EMPTY, b"")


def judge_wellformed(chunks: Iterable[bytes]) -> None:
    """``BadXmlError`` unless a part is sound XML from its beginning to its end."""
    stream = iter(chunks)
    head = next(stream, b"")
    parser = new_parser(head[:512], namespaces=False)
    try:
        parser.Parse(head, False)
        for piece in stream:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError):
        raise BadXmlError("isinya bukan XML yang utuh") from None


def judge_count(data: bytes) -> None:
    """``BadXmlError`` when a part holds more elements than a tree of them should."""
    if data.count(b"<") - data.count(b"</") > MOST_ELEMENTS:
        raise BadXmlError("memuat terlalu banyak unsur")


def parse_tree(data: bytes, encoding: str | None = None) -> ET.Element:
    """A small part as a tree with ``{namespace}name`` tags; ``BadXmlError`` when unsound.

    The tree is for reading: whoever asks for the same bytes gets the same one.
    """
    return _tree_of(data, encoding)


@remembered
def _tree_of(data: bytes, encoding: str | None) -> ET.Element:
    judge_count(data)
    builder = ET.TreeBuilder()
    parser = new_parser(data[:512], namespaces=True, encoding=encoding)
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise BadXmlError(f"unsurnya bersarang lebih dari {DEPTH} tingkat")
        builder.start(_braced(tag), {_braced(k): v for k, v in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_braced(tag))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError):
        raise BadXmlError("isinya bukan XML yang utuh") from None
    tree: ET.Element = builder.close()
    return tree


def new_parser(
    head: bytes, *, namespaces: bool, encoding: str | None = None
) -> expat.XMLParserType:
    """An expat parser that refuses a DTD; ``head`` begins the part (its encoding is judged)."""
    if encoding is None and encoding_of(head) == "ascii":
        encoding = "utf-8"
    parser = expat.ParserCreate(encoding, namespace_separator="\n" if namespaces else None)
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise BadXmlError("memuat DTD")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _braced(name: str) -> str:
    namespace, _, local = name.rpartition("\n")
    return f"{{{namespace}}}{local}" if namespace else local


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]
