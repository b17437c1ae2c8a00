"""The cells of one row, by the XML parser: slow and sure, for rows that patterns do not cover."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from kepesertaan.domain.table import column_index

from .sheetxml import COLUMNS, ROWS, end_of_tag
from .xmlgate import BadXmlError, new_parser


class OddRowError(Exception):
    """Cells of a row that do not stand where their addresses say; the text is Indonesian."""


@dataclass(slots=True)
class CellXml:
    """One cell element: where it stands and what it holds; offsets into the row's bytes."""

    row: int
    col: int
    start: int
    tag_end: int
    stop: int = 0
    kind: str = ""  # attribute t
    style: int = 0
    has_formula: bool = False
    value: str = ""  # text of <v>, as XML means it


class RowXml(NamedTuple):
    """Cells of a row, where its end tag begins (-1 when the row closes itself), and where a cell
    behind the last would stand.
    """

    cells: list[CellXml]
    close: int
    end: int


def list_cells(row: bytes, number: int, *, strict: bool = True) -> list[CellXml]:
    """Every cell of ``row``, see ``read_row``."""
    return read_row(row, number, strict=strict).cells


def read_row(row: bytes, number: int, *, strict: bool = True) -> RowXml:
    """One row element, maybe blanks or comments behind it.

    ``strict`` raises ``OddRowError`` unless the cells stand in row ``number`` and columns rise;
    otherwise a cell stands where its own address says. ``BadXmlError`` when it is no XML.
    """
    finder = _CellFinder(row, number)
    cells = finder.cells
    last = -1
    for cell in cells:
        if not (0 < cell.row <= ROWS and 0 <= cell.col < COLUMNS):
            raise OddRowError("ada sel di luar batas Excel")
        if strict and (cell.row != number or cell.col <= last):
            raise OddRowError("urutan sel dalam baris ini tidak lazim")
        last = cell.col
    return RowXml(cells, finder.close, finder.end if finder.end >= 0 else finder.close)


class _CellFinder:
    def __init__(self, row: bytes, number: int) -> None:
        self.data = row
        self.number = number
        self.depth = 0
        self.cells: list[CellXml] = []
        self.reads = False
        self.text: list[str] = []
        self.close = self.end = -1
        self.parser = new_parser(b"", namespaces=False, encoding="utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.stop
        self.parser.CharacterDataHandler = self.characters
        try:
            self.parser.Parse(row, True)
        except expat.ExpatError:
            raise BadXmlError("isinya bukan XML yang utuh") from None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        name = tag.rpartition(":")[2]
        if self.depth == 2 and name == "c":
            self.cells.append(self.new_cell(attributes))
        elif self.depth == 2 and name == "extLst" and self.end < 0:
            self.end = self.parser.CurrentByteIndex
        elif self.depth == 3 and self.cells:
            self.cells[-1].has_formula |= name == "f"
            self.reads = name == "v"
            self.text = []
        elif self.depth > 256:
            raise BadXmlError("unsurnya bersarang lebih dari 256 tingkat")

    def new_cell(self, attributes: dict[str, str]) -> CellXml:
        if len(self.cells) == COLUMNS:
            raise OddRowError("ada sel di luar batas Excel")
        row, col = self.number, self.cells[-1].col + 1 if self.cells else 0
        if "r" in attributes:
            match = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", attributes["r"].strip())
            if not match:
                raise OddRowError("ada alamat sel yang salah")
            row, col = int(match[2]), column_index(match[1])
        at = self.parser.CurrentByteIndex
        style = attributes.get("s", "")
        number = int(style) if style.isdigit() and len(style) < 10 else 0
        end = end_of_tag(self.data, at)
        return CellXml(row, col, at, end, kind=attributes.get("t", ""), style=number)

    def characters(self, text: str) -> None:
        if self.reads:
            self.text.append(text)

    def stop(self, tag: str) -> None:
        if self.depth == 3 and self.reads:
            self.cells[-1].value = "".join(self.text)
            self.reads = False
        elif self.depth == 2 and tag.rpartition(":")[2] == "c":
            cell = self.cells[-1]
            cell.stop = cell.tag_end
            if not self.data.startswith(b"/>", cell.tag_end - 2):
                at = self.parser.CurrentByteIndex
                cell.stop = self.data.index(b">", at) + 1
        elif self.depth == 1:
            at = self.parser.CurrentByteIndex
            self.close = at if self.data.startswith(b"</", at) else -1
        self.depth -= 1
