"""Many text rows into a new book, quickly: XlsxWriter makes the book, we write its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from kepesertaan.domain.table import column_letter

from .cells import shortened
from .package import open_package

Line = Sequence[str | float | None]
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED_LOOK = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_BATCH = 500
_MOST_KNOWN = 20_000


def add_rows(
    book: BytesIO,
    target: Path,
    rows: Mapping[str, tuple[int, Iterable[Line]]],
    wrapped: Mapping[int, int] | None = None,
) -> None:
    """Copy an XlsxWriter book to ``target`` with more rows in some of its sheets.

    ``rows`` maps a sheet's part (``xl/worksheets/sheet2.xml``) to its first row number and lines;
    each column takes the style of the last row XlsxWriter wrote there. Text is always text.
    ``wrapped`` maps columns (from 0) with wrapped text to their width: rows get that high.
    """
    skeleton = target.with_name(target.name + ".rangka")
    skeleton.write_bytes(book.getvalue())
    with open_package(skeleton) as package, target.open("wb") as out:
        changed = {
            name: _with_rows(package.read(name), *lines, wrapped or {})
            for name, lines in rows.items()
        }
        package.write(out, changed)
    skeleton.unlink()


def _with_rows(
    xml: bytes, first: int, lines: Iterable[Line], wrapped: Mapping[int, int]
) -> Iterator[bytes]:
    head, _, tail = xml.partition(b"</sheetData>")
    if not _:
        head, _, tail = xml.partition(b"<sheetData/>")
        head += b"<sheetData>"
    yield re.sub(rb"<dimension [^>]*/>", b"", head)
    styles = _styles_of_last_row(head)
    batch: list[str] = []
    escaped: dict[str, str] = {}  # reasons and headings come again and again
    for number, line in enumerate(lines, first):
        batch.append(_row(number, line, styles, row_height(line, wrapped), escaped))
        if len(batch) == _BATCH:
            yield "".join(batch).encode("utf-8")
            batch.clear()
            if len(escaped) > _MOST_KNOWN:
                escaped.clear()
    yield "".join(batch).encode("utf-8") + b"</sheetData>" + tail


def _styles_of_last_row(head: bytes) -> list[tuple[str, str]]:
    """Column letter and style attribute of each cell of the last row written."""
    last = head[head.rfind(b"<row ") :].decode("ascii", "replace") if b"<row " in head else ""
    found = re.findall(r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?', last)
    return [(letters, f' s="{style}"' if style else "") for letters, style in found]


def row_height(line: Line, wrapped: Mapping[int, int]) -> int:
    """Points a line needs with its wrapped texts; 15 for a single line."""
    texts = ((line[k], width) for k, width in wrapped.items())
    return 15 * max((-(-len(str(t)) // w) for t, w in texts if t), default=1)


def _row(
    number: int,
    line: Line,
    styles: list[tuple[str, str]],
    height: int,
    escaped: dict[str, str],
) -> str:
    cells = []
    for k, value in enumerate(line):
        letters, style = styles[k] if k < len(styles) else (column_letter(k), "")
        if value is None or value == "":
            cells.append(f'<c r="{letters}{number}"{style}/>' if style else "")
        elif isinstance(value, str):
            text = escaped.get(value)
            if text is None:
                text = escaped[value] = xml_text(value)
            cells.append(
                f'<c r="{letters}{number}"{style} t="inlineStr">'
                f'<is><t xml:space="preserve">{text}</t></is></c>'
            )
        else:
            cells.append(f'<c r="{letters}{number}"{style}><v>{value!r}</v></c>')
    tall = f' ht="{height}" customHeight="1"' if height > 15 else ""
    return f'<row r="{number}"{tall}>{"".join(cells)}</row>'


def xml_text(text: str) -> str:
    """Text as a cell holds it: XML-safe, control characters and ``_x0041_`` looks escaped.

    What is longer than a cell holds is cut.
    """
    text = shortened(text)
    if "_x" in text:
        text = _ESCAPED_LOOK.sub(r"_x005F_\1", text)
    if not text.isprintable():
        text = _NOT_XML.sub(lambda m: f"_x{ord(m[0]):04X}_" if m[0] < "\ud800" else "\ufffd", text)
        text = text.replace("\r", "_x000D_")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
