"""The changed cells of a new workbook read by calamine, and held against what was to be written.

They are laid out in small books of their own, a cell a row and without styles, so untouched cells
cost neither memory nor a reader's time, and a date is read as the number that was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from itertools import islice
from pathlib import Path

from kepesertaan.domain.edit import KEEP, CellEdit
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.serials import serial_of
from kepesertaan.domain.table import CellError, Raw

from .anysheet import general_sheet
from .befores import SheetBefores
from .celledit import EXTENSION, shapes_of
from .cells import Edit
from .edit import EditResult
from .engine import open_engine, rows_of
from .package import Package, SheetPart, open_package
from .plaincopy import plain_copy
from .rowxml import read_row
from .sheetedit import last_of_each
from .sheetxml import SheetText, UnusualXmlError, last_number, letters_of, open_sheet
from .xmlgate import MAIN

_AT_ONCE = 50_000  # cells in one small book
_ADDRESS = re.compile(rb"""\sr\s*=\s*(?:"[^"]*"|'[^']*')""")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_LETTER = re.compile("[\ufffe\uffff]")  # calamine leaves them written as _xFFFE_
Found = tuple[CellEdit, bytes]  # an edit, and the cell that stands there


def check_values(target: Path, edits: Mapping[str, Sequence[Edit]], result: EditResult) -> None:
    """Read every cell again whose value was changed.

    Raises ``RuntimeError`` (our bug, the file must not be used) when one holds another value.
    """
    with open_package(target) as new:
        for name, wanted in edits.items():
            sheet = new.sheet(name)
            done = result.before.sheets.get(sheet.name) if sheet else None
            if sheet and done:
                _check_sheet(new, sheet, _valued(wanted, done))


def _valued(wanted: Sequence[Edit], done: SheetBefores) -> list[CellEdit]:
    """The edits that gave a cell another value, in the order of the sheet."""
    return [
        edit
        for edit in last_of_each(wanted)
        if isinstance(edit, CellEdit) and edit.value is not KEEP and (edit.row, edit.col) in done
    ]


def _check_sheet(new: Package, sheet: SheetPart, edits: list[CellEdit]) -> None:
    if not edits:
        return
    try:
        text = open_sheet(new, sheet.part)
        _check_cells(new, sheet, text.prefix, _usual_cells(text, edits))
    except UnusualXmlError:
        text = general_sheet(new, sheet.part)
        _check_cells(new, sheet, text.prefix, _any_cells(text, edits))


def _check_cells(new: Package, sheet: SheetPart, prefix: bytes, found: Iterator[Found]) -> None:
    while some := list(islice(found, _AT_ONCE)):
        read = _values(new, sheet, prefix, [cell for _, cell in some])
        if not all(
            _is_same(edit.value, value, new.date1904)
            for (edit, _), value in zip(some, read, strict=True)
        ):
            raise RuntimeError("a cell does not hold what was written")


def _usual_cells(text: SheetText, edits: Sequence[CellEdit]) -> Iterator[Found]:
    """Each edit with its cell, found by its address; ``UnusualXmlError`` where that cannot be."""
    shapes, mark = shapes_of(text.prefix), b"<" + text.prefix + b"row"
    regions = filter(None, text.regions() or ())
    region, last, at = b"", 0, 0
    for edit in edits:
        while edit.row > last:
            region, at = next(regions, b""), 0
            last = last_number(region, mark) or 0
            if not last:
                raise UnusualXmlError("a row went, or has no number")
        start = region.find(b'%s%s%d"' % (shapes.opening, letters_of(edit.col), edit.row), at)
        cell = shapes.cell.match(region, start) if start >= 0 else None
        if cell is None:
            raise UnusualXmlError("a cell went, or is odd")
        at = cell.end()
        yield edit, cell[0]


def _any_cells(text: SheetText, edits: Sequence[CellEdit]) -> Iterator[Found]:
    """Each edit with its cell, b"" where there is none."""
    by_row: dict[int, list[CellEdit]] = {}
    for edit in edits:
        by_row.setdefault(edit.row, []).append(edit)
    for batch in text.rows():
        for number, row in batch:
            if number in by_row:
                cells = {
                    cell.col: row[cell.start : cell.stop]
                    for cell in read_row(row, number, strict=False).cells
                }
                yield from ((edit, cells.get(edit.col, b"")) for edit in by_row.pop(number))
    yield from ((edit, b"") for some in by_row.values() for edit in some)


def _values(new: Package, sheet: SheetPart, prefix: bytes, cells: Sequence[bytes]) -> list[Raw]:
    """What calamine reads in cells of a sheet."""
    p = prefix
    name = b"xmlns:" + p[:-1] if p else b"xmlns"
    pieces = [b'<%sworksheet %s="%s"><%ssheetData>' % (p, name, MAIN.encode(), p)]
    tag = b"<%sc" % p
    for n, cell in enumerate(cells, 1):
        rest = EXTENSION.sub(b"", _ADDRESS.sub(b"", cell[len(tag) :], count=1))
        moved = tag + b' r="A%d"' % n + rest
        pieces.append(b'<%srow r="%d">%s</%srow>' % (p, n, moved if cell else b"", p))
    pieces.append(b"</%ssheetData></%sworksheet>" % (p, p))
    book = plain_copy(new, [sheet], {sheet.part: b"".join(pieces)}, alone=True)
    try:
        with open_engine(new.path, book) as engine:
            rows = rows_of(engine.get_sheet_by_name(sheet.name))
    except UnreadableInput:
        raise RuntimeError("a written cell cannot be read") from None
    values = [row[0] if row else None for row in rows]
    return values + [None] * (len(cells) - len(values))


def _is_same(written: object, read: Raw, date1904: bool) -> bool:
    """Whether a value is what a cell was to hold; calamine tells no error from an empty cell."""
    if written == "" or isinstance(written, CellError):
        written = None
    elif isinstance(written, date | time):
        written = serial_of(written, date1904)
    elif isinstance(written, str):
        written = _SURROGATE.sub("\ufffd", written)
        written = _NO_LETTER.sub(lambda m: f"_x{ord(m[0]):04X}_", written)
    elif isinstance(written, int | float) and not isinstance(written, bool):
        written = float(written)
    return type(written) is type(read) and written == read
