"""What calamine does not tell of an old .xls: formulas, error values, hidden and protected rows.

One pass over the records of the workbook stream. Source of the layout: [MS-XLS].
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from kepesertaan.domain.table import CellError
from kepesertaan.files.ole2 import Compound, DamagedCompoundError, open_compound

Cell = tuple[int, int]  # workbook row from 1, column from 0

_FORMULA, _EOF, _DATEMODE, _FILEPASS = 0x0006, 0x000A, 0x0022, 0x002F
_BOUNDSHEET, _BOOLERR, _ROW, _BOF = 0x0085, 0x0205, 0x0208, 0x0809
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_HIDDEN = 0x20
_CODEPAGE = 0x0042
_SUPBOOK, _DATA_CONNECTION = 0x01AE, 0x0876
_OWN_BOOK, _ADD_IN, _MACRO_SHEET = b"\x01\x04", b"\x01\x3a", b"\x01"
_EXCEL_5 = b"\x00\x05"


@dataclass(slots=True)
class OldFacts:
    """Of one sheet."""

    formulas: set[Cell] = field(default_factory=set)
    errors: dict[Cell, CellError] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)


@dataclass(slots=True)
class OldBook:
    """Of the workbook; ``sheets`` by name."""

    date1904: bool = False
    sheets: dict[str, OldFacts] = field(default_factory=dict)
    carries: set[str] = field(default_factory=set)  # named as the parts of newer workbooks are


def scan_old_book(data: bytes) -> OldBook:
    """Facts of a workbook of Excel 5 or later; a damaged one gives what could be found."""
    book = OldBook()
    try:
        compound = open_compound(data)
        stream = workbook_stream(compound)
    except DamagedCompoundError:
        return book
    book.carries.update(compound.entries)
    places: dict[int, str] = {}
    codec = ""  # of Excel 5 and 95; later ones are Unicode
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET and len(body) >= 8:
            places[struct.unpack_from("<I", body)[0]] = _name(body, codec)
        elif kind == _CODEPAGE and stream[4:6] == _EXCEL_5 and len(body) >= 2:
            codec = _codec(struct.unpack_from("<H", body)[0])
        elif kind == _DATEMODE:
            book.date1904 = body[:1] == b"\x01"
        book.carries.update(_carried(kind, body))
    for place, name in places.items():
        book.sheets[name] = _scan_sheet(stream, place)
    return book


def _carried(kind: int, body: bytes) -> Iterator[str]:
    """What a record of the workbook says it carries."""
    if kind == _BOUNDSHEET and body[5:6] == _MACRO_SHEET:
        yield "xl/macrosheets/"
    elif kind == _SUPBOOK and body[2:4] not in (_OWN_BOOK, _ADD_IN):
        yield "xl/externallinks/"
    elif kind == _DATA_CONNECTION:
        yield "xl/connections"


def is_locked(compound: Compound) -> bool:
    """Whether the workbook stream has a password; a damaged one has none."""
    try:
        stream = workbook_stream(compound)
    except DamagedCompoundError:
        return False
    return any(kind == _FILEPASS for kind, _ in _records(stream, 0))


def workbook_stream(compound: Compound) -> bytes:
    """The workbook's records, under the name Excel 97 or Excel 5 gives them."""
    return compound.read("Workbook" if compound.has("Workbook") else "Book")


def _codec(page: int) -> str:
    """Python's name of a code page; Windows' own where it has none."""
    name = {10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252"}.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records (kind, body) of the substream at ``at``, without those nested in it."""
    depth, size = 0, len(stream)
    unpack = struct.Struct("<2H").unpack_from
    while at + 4 <= size:
        kind, length = unpack(stream, at)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _name(body: bytes, codec: str) -> str:
    if codec:
        return body[7 : 7 + body[6]].decode(codec, "replace")
    count, wide = body[6], body[7] & 1
    return body[8 : 8 + count * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _scan_sheet(stream: bytes, place: int) -> OldFacts:
    facts = OldFacts()
    for kind, body in _records(stream, place):
        if kind == _FORMULA and len(body) >= 14:
            cell = _cell(body)
            facts.formulas.add(cell)
            if body[12:14] == b"\xff\xff" and body[6] == 2:
                facts.errors[cell] = _error(body[8])
        elif kind == _BOOLERR and len(body) >= 8 and body[7] == 1:
            facts.errors[_cell(body)] = _error(body[6])
        elif kind == _ROW and len(body) >= 14 and body[12] & _HIDDEN:
            facts.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
    return facts


def _cell(body: bytes) -> Cell:
    row, col = struct.unpack_from("<2H", body)
    return row + 1, col


def _error(code: int) -> CellError:
    return CellError(ERRORS.get(code, "#N/A"))
