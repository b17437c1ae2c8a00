"""Web pages saved as .xls (and MHTML): the tables' text, where a browser would put it.

Parsed as a stream: a page of any size costs only its rows. No network, no entities beyond HTML's
own, no style is looked at. All tables of a page stand one below the other in one sheet, as Excel
shows them; text outside tables becomes a row of its own.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import Raw

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column

_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
_PIECE = 65_536
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "tr",
        "center",
        "form",
        "caption",
        "hr",
        "pre",
    )
)
_SILENT = frozenset(("script", "style", "head", "title", "xml", "template"))
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_CODEC = re.compile(rb"\A\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,200})</x:Name>", re.IGNORECASE)


@dataclass(slots=True)
class Page:
    """One sheet's worth of text cells; ``rows[i]`` is row i+1, ragged, '' as None."""

    name: str | None
    rows: list[list[Raw]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table being read: ``pending`` maps a column to the rows a rowspan above still covers."""

    pending: dict[int, int] = field(default_factory=dict)
    row: list[Raw] | None = None
    col: int = 0
    cell: tuple[int, int, str | None] | None = None  # colspan, rowspan, exact number
    text: list[str] = field(default_factory=list)


class _Target:
    """Receives lxml's parse events and fills a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tables: list[_Table] = []
        self.loose: list[str] = []
        self.silent = 0
        self.pool: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self._end_loose()
            self.tables.append(_Table())
        elif tag == "tr" and self.tables:
            self._end_row()
            self.tables[-1].row = []
        elif tag in ("td", "th") and self.tables:
            self._start_cell(attributes)
        elif tag == "br":
            self.data("\n", raw=True)
        elif tag in _BLOCKS:
            self._break()

    def end(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "table" and self.tables:
            self._end_row()
            self.tables.pop()
        elif tag == "tr" and self.tables:
            self._end_row()
        elif tag in ("td", "th") and self.tables:
            self._end_cell()
        elif tag in _BLOCKS:
            self._break()

    def data(self, text: str, raw: bool = False) -> None:
        if self.silent:
            return
        text = text if raw else _BLANKS.sub(" ", text)
        if self.tables and self.tables[-1].cell:
            self.tables[-1].text.append(text)
        else:
            self.loose.append(text)

    def close(self) -> Page:
        while self.tables:
            self._end_row()
            self.tables.pop()
        self._end_loose()
        return self.page

    def _break(self) -> None:
        if self.tables and self.tables[-1].cell:
            self.data("\n", raw=True)
        else:
            self._end_loose()

    def _end_loose(self) -> None:
        text, self.loose = _tidy(self.loose), []
        if text:
            self._add_row([text])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        table = self.tables[-1]
        self._end_cell()
        if table.row is None:
            table.row = []
        while table.pending.get(table.col):
            table.col += 1
        across, down = (
            _span(attributes.get("colspan"), 1000),
            _span(attributes.get("rowspan"), 65534),
        )
        if table.col + across > _MOST_COLUMNS:
            raise _TooWideError
        table.cell = (across, down, attributes.get("x:num"))

    def _end_cell(self) -> None:
        table = self.tables[-1]
        if table.cell is None or table.row is None:
            return
        across, down, exact = table.cell
        text = _tidy(table.text)
        if exact and _SCIENTIFIC.fullmatch(text):
            text = exact
        if text:
            table.row += [None] * (table.col - len(table.row))
            table.row.append(self.pool.setdefault(text, text))
        if across > 1 or down > 1:
            self._merge(table, across, down)
        table.col += across
        table.cell, table.text = None, []

    def _merge(self, table: _Table, across: int, down: int) -> None:
        row = len(self.page.rows) + 1
        self.page.merged.append((row, table.col, row + down - 1, table.col + across - 1))
        if down > 1:
            table.pending.update(dict.fromkeys(range(table.col, table.col + across), down))

    def _end_row(self) -> None:
        table = self.tables[-1]
        self._end_cell()
        if table.row is not None:
            self._add_row(table.row)
            table.pending = {c: left - 1 for c, left in table.pending.items() if left > 1}
        table.row, table.col = None, 0

    def _add_row(self, row: list[Raw]) -> None:
        if len(self.page.rows) >= _MOST_ROWS:
            raise _TooWideError
        self.page.rows.append(row)


class _TooWideError(Exception):
    """More rows or columns than a sheet has."""


def read_html(path: Path) -> list[Page]:
    """The page as one sheet. Raises ``UnreadableInput`` when there is no table."""
    return [_with_table(path, [_read_page(path, path.read_bytes(), None)])[0]]


def read_mhtml(path: Path) -> list[Page]:
    """One sheet for each page of the archive that holds anything, in its order."""
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
        parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
        bodies = [(part.get_payload(decode=True), part.get_content_charset()) for part in parts]
    except (RecursionError, LookupError, ValueError):
        raise UnreadableInput(
            f"{path.name} rusak: arsip halaman webnya tidak dapat dibuka. Minta salinan yang utuh."
        ) from None
    names = [name for body, _ in bodies for name in _sheet_names(body)]
    pages = [_read_page(path, body, codec) for body, codec in bodies if isinstance(body, bytes)]
    filled = _with_table(path, pages)
    if len(names) >= len(filled):
        for page, name in zip(filled, names, strict=False):
            page.name = name
    return filled


def _with_table(path: Path, pages: list[Page]) -> list[Page]:
    filled = [page for page in pages if any(page.rows)]
    if not filled:
        raise UnreadableInput(
            f"{path.name} berisi halaman web tanpa tabel. "
            "Buka di Excel, simpan sebagai .xlsx, lalu coba lagi."
        )
    return filled


def _read_page(path: Path, data: bytes, codec: str | None) -> Page:
    text = _decode(data, codec)
    page = Page(next(iter(_sheet_names(text)), None))
    parser = etree.HTMLParser(
        target=_Target(page), no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        for at in range(0, len(text), _PIECE):
            parser.feed(text[at : at + _PIECE])
        parser.close()
    except _TooWideError:
        raise UnreadableInput(
            f"{path.name}: tabelnya lebih besar daripada satu lembar kerja. Bagi datanya."
        ) from None
    except etree.LxmlError:
        raise UnreadableInput(
            f"{path.name} rusak: halaman webnya tidak dapat diurai. Minta salinan yang utuh."
        ) from None
    return page


def _decode(data: bytes, codec: str | None) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    told = _XML_CODEC.search(data[:1024]) or _CHARSET.search(data[:8192])
    for name in (codec, told and told.group(1).decode("ascii"), "utf-8"):
        try:
            if name:
                return data.removeprefix(b"\xef\xbb\xbf").decode(_safe(name))
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", "replace")


def _safe(codec: str) -> str:
    """Browsers' meaning of a name; UTF-7 and other tricks are not believed."""
    lowered = codec.lower()
    if lowered in ("iso-8859-1", "latin1", "us-ascii", "ascii"):
        return "cp1252"
    if lowered.startswith(("utf-8", "utf8", "utf-16", "windows-", "cp125", "iso-8859")):
        return lowered
    raise LookupError(codec)


def _sheet_names(body: object) -> Iterator[str]:
    text = body.decode("latin-1") if isinstance(body, bytes) else body
    if isinstance(text, str):
        yield from (match.group(1).strip() for match in _SHEET_NAME.finditer(text[:200_000]))


def _span(told: str | None, most: int) -> int:
    number = int(told) if told and told.isascii() and told.strip().isdigit() else 1
    return max(1, min(number, most))


def _tidy(pieces: list[str]) -> str:
    """Join, collapse blanks as a browser does; a no-break space stays what it is."""
    lines = "".join(pieces).split("\n")
    return "\n".join(kept for line in lines if (kept := _BLANKS.sub(" ", line).strip(" ")))
