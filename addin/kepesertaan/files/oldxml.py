"""SpreadsheetML 2003 ("XML Spreadsheet", often named .xls), read as a stream; a DTD is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from xml.parsers import expat

from kepesertaan.domain.edit import WITH_FORMULA
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import CellError, Raw
from kepesertaan.files.xmlgate import DEPTH, BadXmlError, new_parser

_SS = "urn:schemas-microsoft-com:office:spreadsheet\n"
_EXCEL = "urn:schemas-microsoft-com:office:excel\n"
_PIECE = 1 << 20
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_EPOCH_YEARS = (1899, 1904)  # a time of day carries the epoch as its date


@dataclass(slots=True)
class OldSheet:
    """One worksheet; ``rows[i]`` is row i+1, ragged. Other rows from 1, columns from 0."""

    name: str
    visible: bool = True
    rows: list[list[Raw]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    fixed: dict[tuple[int, int], str] = field(default_factory=dict)


class _Reader:
    """Receives expat's events; ``row`` and ``col`` are the place of the current cell, from 1."""

    def __init__(self) -> None:
        self.sheets: list[OldSheet] = []
        self.depth = self.row = self.col = 0
        self.kind: str | None = None  # of the Data element being read
        self.in_visible = False
        self.text: list[str] = []
        self.pool: dict[str, str] = {}

    def start(self, tag: str, told: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise BadXmlError("bersarang terlalu dalam")
        if tag == _SS + "Worksheet":
            self.sheets.append(OldSheet(told.get(_SS + "Name", "")))
            self.row = 0
        elif tag == _EXCEL + "Visible":
            self.in_visible, self.text = True, []
        elif self.sheets and tag == _SS + "Row":
            self._start_row(told)
        elif self.sheets and tag == _SS + "Cell":
            self._start_cell(told)
        elif self.sheets and tag == _SS + "Data":
            self.kind, self.text = told.get(_SS + "Type", "String"), []

    def end(self, tag: str) -> None:
        self.depth -= 1
        if tag == _SS + "Row" and self.sheets:
            self.row += self.span
        elif tag == _SS + "Data" and self.kind and self.sheets:
            self._put(_value(self.kind, "".join(self.text), self.pool))
            self.kind = None
        elif tag == _EXCEL + "Visible" and self.sheets:
            self.sheets[-1].visible = "Hidden" not in "".join(self.text)
            self.in_visible = False

    def data(self, text: str) -> None:
        if self.kind or self.in_visible:
            self.text.append(text)

    def _start_row(self, told: dict[str, str]) -> None:
        self.row = _place(told, self.row, _MOST_ROWS)
        self.col, self.after = 0, 0
        self.span = _number(told, "Span", _MOST_ROWS)
        if told.get(_SS + "Hidden") == "1":
            last = min(self.row + self.span, _MOST_ROWS)
            self.sheets[-1].hidden_rows.update(range(self.row, last + 1))

    def _start_cell(self, told: dict[str, str]) -> None:
        self.col = _place(told, self.col + self.after, _MOST_COLUMNS)
        self.after = _number(told, "MergeAcross", _MOST_COLUMNS)
        down = _number(told, "MergeDown", _MOST_ROWS)
        sheet, corner = self.sheets[-1], (self.row, self.col - 1)
        if self.after or down:
            sheet.merged.append((*corner, self.row + down, self.col - 1 + self.after))
        if _SS + "Formula" in told:
            sheet.fixed[corner] = WITH_FORMULA

    def _put(self, value: Raw) -> None:
        if value is None or not (self.row and self.col):
            return
        rows = self.sheets[-1].rows
        rows += [[] for _ in range(self.row - len(rows))]
        row = rows[self.row - 1]
        row += [None] * (self.col - 1 - len(row))
        row.append(value)

    span = 0
    after = 0


def read_old_xml(path: Path) -> list[OldSheet]:
    """Every worksheet. Raises ``UnreadableInput`` when the file is damaged or holds a DTD."""
    reader = _Reader()
    try:
        _parse(path, reader)
    except (BadXmlError, expat.ExpatError):
        raise UnreadableInput(
            f"{path.name} rusak: XML-nya tidak utuh atau tidak wajar. Minta salinan yang utuh."
        ) from None
    if not reader.sheets:
        raise UnreadableInput(f"{path.name} tidak berisi lembar kerja. Periksa berkas itu.")
    return reader.sheets


def _parse(path: Path, reader: _Reader) -> None:
    with path.open("rb") as file:
        head = file.read(_PIECE).lstrip()
        parser = new_parser(head, namespaces=True)
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.data
        for piece in _pieces(head, iter(lambda: file.read(_PIECE), b"")):
            parser.Parse(piece)
        parser.Parse(b"", True)


def _pieces(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _place(told: dict[str, str], before: int, most: int) -> int:
    place = _number(told, "Index", most) or before + 1
    if place <= before or place > most:
        raise BadXmlError("di luar lembar")
    return place


def _number(told: dict[str, str], name: str, most: int) -> int:
    text = told.get(_SS + name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 8) or int(text) > most:
        raise BadXmlError("di luar lembar")
    return int(text)


def _value(kind: str, text: str, pool: dict[str, str]) -> Raw:
    if kind == "Number":
        return _as_number(text)
    if kind == "DateTime":
        return _as_moment(text)
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "Error":
        return CellError(text.strip() or "#N/A")
    return pool.setdefault(text, text) if text else None


def _as_number(text: str) -> Raw:
    """A float; whole numbers of more than 15 digits keep the file's own digits as an int."""
    digits = text.strip()
    if digits.lstrip("-").isdecimal() and digits.isascii() and len(digits.lstrip("-")) > 15:
        return int(digits[:400])
    try:
        number = float(digits)
    except ValueError:
        return text or None
    return number if abs(number) < float("inf") else CellError("#NUM!")


def _as_moment(text: str) -> Raw:
    """Date, date and time, or time of day, as Excel would show the cell."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text or None
    moment = moment.replace(tzinfo=None)
    if moment.time() == time(0):
        return moment.date()
    return moment.time() if moment.year in _EPOCH_YEARS and moment.month in (1, 12) else moment
