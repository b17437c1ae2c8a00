"""What calamine does not tell of an .ods: gate, formulas, error values, hidden rows, merges.

One pass of expat over ``content.xml``; a DTD is refused, and so is an area no memory holds.
Source of the layout: OpenDocument 1.3, part 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from kepesertaan.domain.table import CellError
from kepesertaan.files.archive import Archive, damaged
from kepesertaan.files.book import MOST_AREA, Cell, Merge, too_large
from kepesertaan.files.limits import OTHER
from kepesertaan.files.xmlgate import BadXmlError, judge_xml, new_parser
from kepesertaan.files.zipread import read_archive

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE = _URN + "table:1.0\n", _URN + "office:1.0\n"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\n"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


@dataclass(slots=True)
class OpenSheet:
    """Facts of one sheet; rows from 1, columns from 0."""

    name: str
    formulas: set[Cell] = field(default_factory=set)
    errors: dict[Cell, CellError] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Merge] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0  # from 1


class _Scanner:
    """Receives expat's events; ``row`` is the current one from 1, ``col`` the next from 0."""

    def __init__(self, listen: Callable[[Callable[[str], None] | None], None]) -> None:
        self.sheets: list[OpenSheet] = []
        self.carries: set[str] = set()
        self.next_row, self.row, self.col = 1, 0, 0
        self.repeated = 1
        self.error: Cell | None = None
        self.listen = listen

    def start(self, tag: str, told: dict[str, str]) -> None:
        if not tag.startswith(_TABLE):
            return
        kind = tag[len(_TABLE) :]
        if kind == "table":
            self.sheets.append(OpenSheet(told.get(_TABLE + "name", "")))
            self.next_row = 1
        elif kind in ("dde-link", "table-source"):
            self.carries.add("xl/externallinks/")
        elif kind == "table-row" and self.sheets:
            self._start_row(told)
        elif kind in ("table-cell", "covered-table-cell") and self.sheets:
            self._start_cell(told)

    def _start_row(self, told: dict[str, str]) -> None:
        self.repeated = _number(told.get(_TABLE + "number-rows-repeated"), _MOST_ROWS)
        self.row, self.col = self.next_row, 0
        self.next_row += self.repeated
        if told.get(_TABLE + "visibility", "visible") != "visible" and self.repeated < 65_536:
            self.sheets[-1].hidden_rows.update(range(self.row, self.next_row))

    def _start_cell(self, told: dict[str, str]) -> None:
        if self.error:
            self._stop_listening()
        sheet, cell = self.sheets[-1], (self.row, self.col)
        self.col += _number(told.get(_TABLE + "number-columns-repeated"), _MOST_COLUMNS)
        if _OFFICE + "value-type" in told:
            sheet.last_row = max(sheet.last_row, self.next_row - 1)
            sheet.last_column = max(sheet.last_column, self.col)
        if _TABLE + "formula" in told:
            sheet.formulas.add(cell)
        if told.get(_CALC + "value-type") == "error":
            self.error = cell
            self.listen(self._hear)
        across = _number(told.get(_TABLE + "number-columns-spanned"), _MOST_COLUMNS)
        down = _number(told.get(_TABLE + "number-rows-spanned"), _MOST_ROWS)
        if across > 1 or down > 1:
            sheet.merged.append((*cell, cell[0] + down - 1, cell[1] + across - 1))

    def _hear(self, text: str) -> None:
        if self.error and text.strip():
            self.sheets[-1].errors.setdefault(self.error, CellError(text.strip()))
            self._stop_listening()

    def _stop_listening(self) -> None:
        self.error = None
        self.listen(None)


def scan_open_document(path: Path) -> tuple[dict[str, OpenSheet], set[str]]:
    """Facts by sheet name, and the names of what the document carries, as parts of an .xlsb are.

    Raises ``UnreadableInput`` for damage, tricks, and too large an area.
    """
    archive = read_archive(path, OTHER)
    with archive.file:
        try:
            check_archive(archive)
            scanner = _scan(archive)
        except (BadXmlError, expat.ExpatError) as trouble:
            why = str(trouble) if isinstance(trouble, BadXmlError) else "bukan XML yang utuh"
            raise damaged(path, f"isinya {why}") from None
    for sheet in scanner.sheets:
        if sheet.last_row * sheet.last_column > MOST_AREA:
            raise too_large(path, sheet.name)
    carries = scanner.carries.union(archive.by_name)
    return {sheet.name: sheet for sheet in scanner.sheets}, carries


def check_archive(archive: Archive) -> None:
    """Every entry of a zip to its end: sizes, checksums, hostile XML.

    Raises ``UnreadableInput`` or ``BadXmlError``.
    """
    for entry in archive.entries:
        chunks = archive.chunks(entry)
        if entry.name.lower().endswith((".xml", ".rdf")):
            judge_xml(chunks)
        for _ in chunks:
            pass


def _scan(archive: Archive) -> _Scanner:
    chunks = archive.chunks(archive.by_name["content.xml"])
    head = next(chunks, b"")
    parser = new_parser(head[:512], namespaces=True)

    def listen(hear: Callable[[str], None] | None) -> None:
        parser.CharacterDataHandler = hear

    scanner = _Scanner(listen)
    parser.StartElementHandler = scanner.start
    parser.Parse(head)
    for chunk in chunks:
        parser.Parse(chunk)
    parser.Parse(b"", True)
    return scanner


def _number(told: str | None, most: int) -> int:
    """A count of at least 1 and at most ``most``; what is no number counts as 1."""
    if told is None:
        return 1
    return max(1, min(int(told), most)) if told.isascii() and told.isdigit() else 1
