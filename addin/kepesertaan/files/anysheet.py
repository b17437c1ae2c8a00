"""A worksheet part cut into head, rows and tail where expat says they are: slow, for any sound XML.

The way for comments, CDATA, redeclared namespaces and other encodings; see ``sheetxml`` for the
quick one and for what the pieces are.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from .archive import damaged
from .limits import AROUND, LONGEST_ROW
from .package import Package
from .sheetxml import ROWS, Row, SheetText, end_of_tag
from .xmlgate import DEPTH, MAIN, STRICT, BadXmlError, decode_chunks, new_parser


def general_sheet(package: Package, part: str) -> SheetText:
    """The pieces of any sound XML; raises ``UnreadableInput``, also while rows are read."""

    def rows(text: SheetText) -> Iterator[list[Row]]:
        try:
            yield from cutter.rows()
            text.tail = cutter.tail()
        except BadXmlError as trouble:
            raise damaged(package.path, f"bagian {part[-60:]} {trouble}") from None

    try:
        chunks, coding = decode_chunks(package.chunks(part))
        cutter = _Cutter(chunks)
        head, opening = cutter.head()
    except BadXmlError as trouble:
        raise damaged(package.path, f"bagian {part[-60:]} {trouble}") from None
    return SheetText(head, opening, cutter.prefix, coding, None, rows)


class _Cutter:
    """Feeds expat and cuts the same bytes (UTF-8) where it sees sheetData and its rows."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.data = b""  # what was fed and not cut off yet
        self.at = 0  # its offset in the part
        self.depth = 0
        self.inside = False
        self.prefix = b""
        self.opening: tuple[int, int] | None = None  # offsets of the start tag
        self.end = -1  # where the rows end; -1 as long as that is not known
        self.found: list[tuple[int, int]] = []  # rows not cut off yet: number, offset
        self.last = 0
        self.parser = new_parser(b"", namespaces=True, encoding="utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.stop

    def head(self) -> tuple[bytes, bytes]:
        """What stands before the first row: up to the sheetData tag, and the tag with blanks."""
        while self.end < 0 and not self.found:
            if not self.feed():
                break
            if len(self.data) > AROUND:
                raise BadXmlError("terlalu besar di luar barisnya")
        if self.opening is None:
            raise BadXmlError("tidak memuat lembar data")
        first = self.found[0][1] if self.found else self.end
        head = self.cut(self.opening[0])
        return head, self.cut(first)

    def rows(self) -> Iterator[list[Row]]:
        """Batches of whole rows, each with what follows it up to the next one."""
        while self.end < 0:
            yield self.cut_rows([at for _, at in self.found[1:]])
            if len(self.data) > LONGEST_ROW:
                raise BadXmlError("memuat baris yang terlalu panjang")
            self.feed()
        yield self.cut_rows([at for _, at in self.found[1:]] + [self.end])

    def cut_rows(self, limits: list[int]) -> list[Row]:
        """The first rows, each up to its limit."""
        done = [(number, self.cut(at)) for (number, _), at in zip(self.found, limits, strict=False)]
        del self.found[: len(done)]
        return done

    def tail(self) -> bytes:
        """What follows the rows, once they have been read."""
        while self.feed():
            if len(self.data) > AROUND:
                raise BadXmlError("terlalu besar di luar barisnya")
        return self.data

    def cut(self, stop: int) -> bytes:
        """The bytes up to an offset in the part, cut off."""
        piece, self.data = self.data[: stop - self.at], self.data[stop - self.at :]
        self.at = stop
        return piece

    def feed(self) -> bool:
        """Take the next chunk; whether there was one."""
        chunk = next(self.chunks, None)
        self.data += chunk or b""
        try:
            self.parser.Parse(chunk or b"", chunk is None)
        except expat.ExpatError:
            raise BadXmlError("isinya bukan XML yang utuh") from None
        return chunk is not None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise BadXmlError(f"unsurnya bersarang lebih dari {DEPTH} tingkat")
        space, _, name = tag.rpartition("\n")
        if self.depth == 1 and (space not in (MAIN, STRICT) or name != "worksheet"):
            raise BadXmlError("bukan lembar kerja")
        if self.depth == 2 and name == "sheetData" and space in (MAIN, STRICT):
            self.start_data(self.parser.CurrentByteIndex)
        elif self.depth == 3 and self.inside and name == "row":
            self.start_row(attributes.get("r", str(self.last + 1)).strip())

    def start_data(self, at: int) -> None:
        if self.opening is not None:
            raise BadXmlError("memuat dua isi lembar")
        self.inside = True
        tag = self.data[at - self.at : end_of_tag(self.data, at - self.at)]
        self.opening = (at, at + len(tag))
        self.prefix = tag[1 : tag.index(b"sheetData")]

    def start_row(self, digits: str) -> None:
        self.last = int(digits) if digits.isdigit() and len(digits) < 9 else 0
        if not 0 < self.last <= ROWS:
            raise BadXmlError("barisnya di luar batas Excel")
        self.found.append((self.last, self.parser.CurrentByteIndex))

    def stop(self, tag: str) -> None:
        if self.depth == 2 and self.inside and self.opening:
            self.inside = False
            at, (start, self.end) = self.parser.CurrentByteIndex, self.opening
            if at > start:
                self.end = at
        self.depth -= 1
