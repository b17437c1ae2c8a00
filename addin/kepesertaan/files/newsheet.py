"""A whole new sheet from a plain specification, as a stream of XML.

spec = SheetSpec("Temuan", (SheetColumn("NIK", 18, "@"),), rows)
chunks = write_sheet(spec, styles, strict=False)     # Iterator[bytes], a worksheet part
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from kepesertaan.domain.table import Raw, cell_name, column_letter

from .cells import RefusedError, content_of, date_format_of, text_of
from .sheetxml import ROWS
from .styles import Styles
from .xmlgate import MAIN, STRICT

_LIST_LIMIT = 255  # UTF-16 units of a drop-down written out
_BATCH = 500  # rows joined before they go on


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: heading, width in letters, number format ("@" is text), drop-down choices."""

    header: str
    width: float = 12.0
    number_format: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet to add. ``rows`` are read once; a value that cannot be a number is written as text.

    ``freeze``: how many rows and columns stay in view. Row 1 holds the headings.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Sequence[Raw]]
    freeze: tuple[int, int] = (1, 0)
    autofilter: bool = True
    header_fill: str | None = "D9E1F2"


def check_name(name: str) -> None:
    """``ValueError`` unless Excel takes the name for a sheet."""
    if not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\\x00-\x1f]|^'|'$", name):
        raise ValueError("not a sheet name")


def write_sheet(
    spec: SheetSpec, styles: Styles, *, strict: bool, date1904: bool
) -> Iterator[bytes]:
    """The worksheet part. Styles are added at once, rows are written as they are asked for."""
    looks = [styles.clone_or_own(0, None, column.number_format) for column in spec.columns]
    head = styles.clone_or_own(0, spec.header_fill, "@")
    dates = {form: styles.clone_or_own(0, None, form) for form in _DATE_FORMATS}
    top = _top(spec, looks, MAIN if not strict else STRICT)
    return _stream(spec, top, head, _RowWriter(looks, dates, date1904))


_DATE_FORMATS = ("dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm:ss")


@dataclass(frozen=True, slots=True)
class _RowWriter:
    looks: Sequence[int]
    dates: dict[str, int]
    date1904: bool

    def row(self, number: int, values: Sequence[Raw]) -> bytes:
        cells = [
            self.cell(number, col, value)
            for col, value in enumerate(values)
            if value is not None and value != ""
        ]
        return b'<row r="%d">%s</row>' % (number, b"".join(cells))

    def cell(self, number: int, col: int, value: Raw) -> bytes:
        style = self.looks[col] if col < len(self.looks) else 0
        if not style and (form := date_format_of(value)):
            style = self.dates[form]
        try:
            kind, body = content_of(value, b"", self.date1904)
        except RefusedError:  # too many digits or letters, a date before the calendar
            kind, body = content_of(str(value)[:8_000], b"", self.date1904)
        return _cell(number, col, style, kind, body)


def _cell(number: int, col: int, style: int, kind: bytes, body: bytes) -> bytes:
    tag = b'<c r="%s"' % cell_name(number, col).encode()
    tag += b' s="%d"' % style if style else b""
    return tag + (b' t="%s">' % kind if kind else b">") + body + b"</c>"


def _stream(spec: SheetSpec, top: bytes, head: int, writer: _RowWriter) -> Iterator[bytes]:
    titles = [
        _cell(1, col, head, *content_of(column.header, b"", False))
        for col, column in enumerate(spec.columns)
        if column.header
    ]
    yield top + b'<row r="1">%s</row>' % b"".join(titles)
    batch: list[bytes] = []
    number = 1
    for number, values in enumerate(spec.rows, 2):
        batch.append(writer.row(number, values))
        if len(batch) == _BATCH:
            yield b"".join(batch)
            batch.clear()
    if number > ROWS:
        raise ValueError("more rows than a sheet holds")
    yield b"".join(chain(batch, [_bottom(spec, number)]))


def _top(spec: SheetSpec, looks: Sequence[int], namespace: str) -> bytes:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{column.width:g}" customWidth="1"'
        + (f' style="{look}"' if look else "")
        + "/>"
        for n, (column, look) in enumerate(zip(spec.columns, looks, strict=True), 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{namespace}"><sheetViews><sheetView workbookViewId="0">'
        f'{_pane(*spec.freeze)}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        + (f"<cols>{columns}</cols>" if columns else "")
        + "<sheetData>"
    ).encode()


def _pane(rows: int, columns: int) -> str:
    if not rows and not columns:
        return ""
    split = (f' xSplit="{columns}"' if columns else "") + (f' ySplit="{rows}"' if rows else "")
    where = {(True, True): "bottomRight", (True, False): "bottomLeft", (False, True): "topRight"}
    pane = where[bool(rows), bool(columns)]
    corner = cell_name(rows + 1, columns)
    return (
        f'<pane{split} topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'
        f'<selection pane="{pane}"/>'
    )


def _bottom(spec: SheetSpec, last: int) -> bytes:
    area = f"A1:{cell_name(last, max(len(spec.columns) - 1, 0))}"
    lists = [
        _drop_down(column_letter(col), max(last, 2), column.choices)
        for col, column in enumerate(spec.columns)
        if column.choices
    ]
    return (
        "</sheetData>"
        + (f'<autoFilter ref="{area}"/>' if spec.autofilter and spec.columns else "")
        + (
            f'<dataValidations count="{len(lists)}">{"".join(lists)}</dataValidations>'
            if lists
            else ""
        )
        + '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        "</worksheet>"
    ).encode()


def _drop_down(letter: str, last: int, choices: Sequence[str]) -> str:
    text = ",".join(choices)
    if len(text) > _LIST_LIMIT or any("," in choice for choice in choices):
        raise ValueError("choices do not fit a drop-down")
    inside = html.escape('"' + text.replace('"', '""') + '"', quote=False)
    return (
        '<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" '
        f'sqref="{letter}2:{letter}{last}"><formula1>{inside}</formula1></dataValidation>'
    )


def attribute_text(text: str) -> str:
    """Text for an attribute in double quotes."""
    return text_of(text).decode().replace('"', "&quot;")
