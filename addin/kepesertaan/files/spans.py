"""Small parts as elements with byte offsets, so that they are edited by splices and nothing else.

root = read_spans(data)                     # data in UTF-8, see xmlgate.decode_part
sheets = root.child("sheets")
data = splice(data, [(sheets.stop, sheets.stop, b"<calcPr/>")])
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from .sheetxml import end_of_tag
from .xmlgate import BadXmlError, judge_count, new_parser

Splice = tuple[int, int, bytes]  # from, to, what stands there instead


@dataclass(slots=True)
class Span:
    """One element; ``name`` is local where the namespace is the root's, else ``{uri}local``."""

    name: str
    attrs: dict[str, str]  # keys as name: local, or {uri}local
    start: int
    tag_end: int
    stop: int = 0
    prefix: bytes = b""
    children: list[Span] = field(default_factory=list)

    def child(self, name: str) -> Span | None:
        """The first child of a name."""
        return next((c for c in self.children if c.name == name), None)

    def all(self, name: str) -> Iterator[Span]:
        """The children of a name."""
        return (c for c in self.children if c.name == name)

    @property
    def is_closed(self) -> bool:
        """Whether the element closes itself."""
        return self.stop == self.tag_end

    def inner_end(self, data: bytes) -> int:
        """Where the end tag begins; the element must not close itself."""
        return data.rindex(b"</", self.start, self.stop)


def read_spans(data: bytes, depth: int = 4) -> Span:
    """The elements of a part down to ``depth`` levels; ``BadXmlError`` when it is no sound XML."""
    judge_count(data)
    return _SpanFinder(data, depth).root


class _SpanFinder:
    def __init__(self, data: bytes, depth: int) -> None:
        self.data, self.limit = data, depth
        self.stack: list[Span | None] = []
        self.space = ""
        self.parser = new_parser(b"", namespaces=True, encoding="utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.stop
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError:
            raise BadXmlError("isinya bukan XML yang utuh") from None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.stack) >= self.limit:
            self.stack.append(None)
            if len(self.stack) > 256:
                raise BadXmlError("unsurnya bersarang lebih dari 256 tingkat")
            return
        at = self.parser.CurrentByteIndex
        span = Span(*self.named(tag, attributes), at, end_of_tag(self.data, at))
        name = re.match(rb"<([^\s/>]*)", self.data[at : span.tag_end])
        before, colon, _ = (name[1] if name else b"").rpartition(b":")
        span.prefix = before + colon
        if self.stack:
            parent = self.stack[-1]
            if parent is not None:
                parent.children.append(span)
        else:
            self.root = span
        self.stack.append(span)

    def named(self, tag: str, attributes: dict[str, str]) -> tuple[str, dict[str, str]]:
        space, _, local = tag.rpartition("\n")
        if not self.stack:
            self.space = space
        name = local if space == self.space else f"{{{space}}}{local}"
        attrs = {
            f"{{{k.rpartition(chr(10))[0]}}}{k.rpartition(chr(10))[2]}" if "\n" in k else k: v
            for k, v in attributes.items()
        }
        return name, attrs

    def stop(self, _tag: str) -> None:
        span = self.stack.pop()
        if span is None:
            return
        span.stop = span.tag_end
        if not self.data.startswith(b"/>", span.tag_end - 2):
            span.stop = self.data.index(b">", self.parser.CurrentByteIndex) + 1


def splice(data: bytes, splices: Sequence[Splice]) -> bytes:
    """``data`` with the pieces replaced; insertions at one place keep their order."""
    out, at = [], 0
    for start, stop, new in sorted(splices, key=lambda s: s[:2]):
        out += [data[at:start], new]
        at = stop
    out.append(data[at:])
    return b"".join(out)


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A start tag with an attribute set, or (None) taken away; everything else stays.

    >>> with_attribute(b'<xf fillId="0"/>', "fillId", "7")
    b'<xf fillId="7"/>'
    >>> with_attribute(b'<xf fillId="0"/>', "applyFill", "1")
    b'<xf fillId="0" applyFill="1"/>'
    """
    at = re.search(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % re.escape(name.encode()), tag)
    if value is None:
        return tag[: at.start()] + tag[at.end() :] if at else tag
    if at:
        return tag[: at.start(1)] + b'"' + value.encode() + b'"' + tag[at.end(1) :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    body = tag[:end].rstrip()
    return body + b" " + name.encode() + b'="' + value.encode() + b'"' + tag[len(body) :]
