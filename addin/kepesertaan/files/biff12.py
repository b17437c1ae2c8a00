"""What calamine does not tell of an .xlsb: formulas, error values, hidden rows, merges, used range.

It also takes dates for numbers where they are stored as short whole ones, as most are. One pass
over the records of each worksheet part. Source of the layout: [MS-XLSB].
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from kepesertaan.domain.serials import is_date_format
from kepesertaan.domain.table import CellError
from kepesertaan.files.archive import Archive, damaged
from kepesertaan.files.biff import ERRORS
from kepesertaan.files.book import Cell, Merge
from kepesertaan.files.relations import relations_name, resolve
from kepesertaan.files.styles import BUILT_IN
from kepesertaan.files.xmlgate import BadXmlError, local, parse_tree

WORKBOOK, STYLES = "xl/workbook.bin", "xl/styles.bin"
_ROW, _CELL_SHORT, _CELL_ERROR, _FIRST_FORMULA, _FORMULA_ERROR, _LAST_CELL = 0, 2, 3, 8, 11, 11
_BOOK_SETTINGS, _SHEET, _MERGE = 153, 156, 176
_FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 44, 47, 617, 618
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_HIDDEN = 0x10
_WHOLE, _HUNDREDTH = 2, 1  # bits of a short number


@dataclass(slots=True)
class BinarySheet:
    """Facts of one sheet; rows from 1, columns from 0."""

    formulas: set[Cell] = field(default_factory=set)
    errors: dict[Cell, CellError] = field(default_factory=dict)
    dates: dict[Cell, int] = field(default_factory=dict)  # serials under a date format
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Merge] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0  # from 1


@dataclass(slots=True)
class BinaryBook:
    """Of the workbook; ``sheets`` by name."""

    date1904: bool = False
    sheets: dict[str, BinarySheet] = field(default_factory=dict)


def scan_binary_book(archive: Archive) -> BinaryBook:
    """Facts of a workbook; raises ``UnreadableInput`` for an unsound one."""
    book = BinaryBook()
    targets, of_dates = _targets(archive), _date_styles(_part(archive, STYLES))
    for kind, body in _records(_part(archive, WORKBOOK)):
        if kind == _BOOK_SETTINGS and body:
            book.date1904 = bool(body[0] & 1)
        elif kind == _SHEET:
            relation, name = _texts(body[8:])
            entry = archive.by_name.get(targets.get(relation, "").lower())
            if entry is not None and "worksheets/" in entry.name.lower():
                book.sheets[name] = _scan_sheet(_part(archive, entry.name), of_dates)
    return book


def _part(archive: Archive, name: str) -> bytes:
    entry = archive.by_name.get(name.lower())
    return b"".join(archive.chunks(entry)) if entry else b""


def _targets(archive: Archive) -> dict[str, str]:
    """Part names by relationship id."""
    data = _part(archive, relations_name(WORKBOOK))
    try:
        items = parse_tree(data) if data else ()
    except BadXmlError as trouble:
        raise damaged(archive.path, f"daftar lembarnya {trouble}") from None
    return {
        item.get("Id", ""): resolve(WORKBOOK, item.get("Target", ""))
        for item in items
        if local(item.tag) == "Relationship" and item.get("TargetMode") != "External"
    }


def _date_styles(data: bytes) -> set[int]:
    """The cell styles that show a date; elapsed time is a number to us."""
    formats, numbers, inside = dict(BUILT_IN), list[int](), False
    for kind, body in _records(data):
        if kind == _FORMAT and len(body) >= 6:
            number, letters = struct.unpack_from("<HI", body)
            formats[number] = body[6 : 6 + 2 * letters].decode("utf-16-le", "replace")
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside and len(body) >= 4:
            numbers.append(struct.unpack_from("<H", body, 2)[0])
    shown = (formats.get(number, "") for number in numbers)
    return {i for i, code in enumerate(shown) if is_date_format(code) and not _ELAPSED.search(code)}


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Records (kind, body); numbers stand in groups of seven bits, the lowest first."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind > 0x7F and at < end:
            kind += (data[at] - 1) << 7
            at += 1
        size = shift = 0
        while at < end and shift < 28:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield kind, data[at : at + size]
        at += size


def _texts(body: bytes) -> list[str]:
    """The two texts a sheet's record ends with: relationship and name."""
    found, at = [], 0
    for _ in range(2):
        letters = min(int.from_bytes(body[at : at + 4], "little"), len(body))
        found.append(body[at + 4 : at + 4 + 2 * letters].decode("utf-16-le", "replace"))
        at += 4 + 2 * letters
    return found


def _scan_sheet(data: bytes, of_dates: set[int]) -> BinarySheet:
    sheet, row = BinarySheet(), 0
    for kind, body in _records(data):
        if kind == _ROW and len(body) >= 12:
            row = 1 + int.from_bytes(body[:4], "little")
            if body[11] & _HIDDEN:
                sheet.hidden_rows.add(row)
        elif 1 < kind <= _LAST_CELL and len(body) > 8:
            _note_cell(sheet, (row, int.from_bytes(body[:4], "little")), kind, body)
            if kind == _CELL_SHORT and int.from_bytes(body[4:7], "little") in of_dates:
                _note_date(sheet, (row, int.from_bytes(body[:4], "little")), body)
        elif kind == _MERGE and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            sheet.merged.append((top + 1, left, bottom + 1, right))
    return sheet


def _note_cell(sheet: BinarySheet, cell: Cell, kind: int, body: bytes) -> None:
    sheet.last_row = max(sheet.last_row, cell[0])
    sheet.last_column = max(sheet.last_column, cell[1] + 1)
    if kind >= _FIRST_FORMULA:
        sheet.formulas.add(cell)
    if kind in (_CELL_ERROR, _FORMULA_ERROR):
        sheet.errors[cell] = CellError(ERRORS.get(body[8], "#N/A"))


def _note_date(sheet: BinarySheet, cell: Cell, body: bytes) -> None:
    number = int.from_bytes(body[8:12], "little", signed=True)
    if number & _WHOLE and not number & _HUNDREDTH:
        sheet.dates[cell] = number >> 2
