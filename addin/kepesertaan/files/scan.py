"""What a reader cannot tell about a sheet: formulas, errors, exact digits, true used range.

    facts = scan_sheet(package, sheet)    # SheetFacts; raises UnreadableInput
    facts.formulas: set[(row from 1, col from 0)]   cells with a formula, shared ones too
    facts.errors: dict[cell, str]         error values such as "#N/A"
    facts.exact: dict[cell, str]          digits of whole numbers a float cannot hold (16 and more)
    facts.hidden_rows: set[int]
    facts.used: Area | None               every cell element counts, whatever <dimension> says
    facts.unlocked: set[cell]             only filled when the sheet is protected
    facts.frame: Frame                    merges, tables, pivots, arrays, autofilter, protection
    fixed_reasons(facts, cells) -> {cell: Indonesian reason}

``facts.used.size`` is for the caller to judge before it lets a reader allocate the area.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import column_index

from .archive import damaged
from .frame import IN_ARRAY, Cell, Frame, array_areas, fixed_cells, make_frame
from .package import Package, SheetPart
from .rowxml import OddRowError, list_cells
from .sheetxml import (
    COLUMNS,
    ROWS,
    Area,
    SheetText,
    UnusualXmlError,
    attributes,
    general_sheet,
    open_sheet,
)
from .styles import read_styles
from .xmlgate import BadXmlError

WITH_FORMULA = "sel ini berisi rumus"
LOCKED = "lembarnya dilindungi dan sel ini terkunci"
_LARGEST_ARRAY = 100_000  # cells of one array formula that are listed one by one
_DIGITS = bytes(b if b not in b"123456789" else 48 for b in range(256))  # every digit a zero
_LETTERS = bytes(b for b in range(256) if not 65 <= b <= 90 and b not in b'"<>')
_LONG = b"0" * 16


@dataclass(slots=True)
class SheetFacts:
    """Facts of one worksheet; cells are (row from 1, column from 0)."""

    name: str
    frame: Frame
    formulas: set[Cell] = field(default_factory=set)
    errors: dict[Cell, str] = field(default_factory=dict)
    exact: dict[Cell, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    unlocked: set[Cell] = field(default_factory=set)
    used: Area | None = None

    @property
    def is_protected(self) -> bool:
        """Whether the sheet is protected; then only ``unlocked`` cells may be written."""
        return self.frame.is_protected


def scan_sheet(package: Package, sheet: SheetPart) -> SheetFacts:
    """Stream one worksheet and list what stands in it; ``UnreadableInput`` when it is unsound."""
    try:
        return _scan(package, sheet, open_sheet(package, sheet.part))
    except UnusualXmlError:
        return _scan(package, sheet, general_sheet(package, sheet.part))


def _scan(package: Package, sheet: SheetPart, text: SheetText) -> SheetFacts:
    finds = _Finds(_patterns(text.prefix))
    try:
        for batch in text.rows():
            for number, row in batch:
                finds.read_row(number, row)
    except (BadXmlError, OddRowError) as trouble:
        raise damaged(package.path, f"lembar {sheet.name}: {trouble}") from None
    if finds.bottom > ROWS or finds.right >= COLUMNS:
        raise UnreadableInput(
            f"{package.path.name} lembar {sheet.name}: ada sel di luar batas Excel. "
            "Simpan ulang berkas itu di Excel."
        )
    facts = SheetFacts(sheet.name, make_frame(package, sheet, text, tuple(finds.arrays)))
    facts.formulas, facts.errors, facts.exact = finds.formulas, finds.errors, finds.exact
    facts.hidden_rows, facts.used = finds.hidden, finds.used()
    for area in finds.arrays:
        if area.size <= _LARGEST_ARRAY:
            facts.formulas.update(_cells_of(area))
    if facts.is_protected:
        facts.unlocked = _find_unlocked(package, sheet)
    return facts


def _cells_of(area: Area) -> Iterator[Cell]:
    for row in range(area.top, area.bottom + 1):
        for col in range(area.left, area.right + 1):
            yield row, col


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How a regular row, its cells and what is looked for in it are written."""

    row: re.Pattern[bytes]
    reference: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    error: re.Pattern[bytes]
    long: re.Pattern[bytes]
    mark: bytes  # of a formula
    end: bytes


@lru_cache(maxsize=8)
def _patterns(prefix: bytes) -> _Patterns:
    p = re.escape(prefix)
    value = rb"<%sv>[^<]*+</%sv>" % (p, p)
    formula = rb"<%sf(?: [^<>/]*+)?(?:/>|>[^<]*+</%sf>)" % (p, p)
    text = rb"<%sis><%st(?: [^<>/]*+)?>[^<]*+</%st></%sis>" % (p, p, p, p)
    inside = rb"(?:%s</%sc>|</%sc>|%s(?:%s)?</%sc>|%s</%sc>)"
    inside %= (value, p, p, formula, value, p, text, p)
    cell = rb'<%sc r="[A-Z]{1,3}\1"[^<>/\']*+(?:>%s|/>)' % (p, inside)
    found = rb'<%sc r="([A-Z]+)\d+"([^<>]*+)>' % p
    return _Patterns(
        re.compile(rb'<%srow r="(\d+)"[^<>]*+(?:(?<=/)>|>(?:%s)*+</%srow>)\s*+' % (p, cell, p)),
        re.compile(rb'<%sc r="([A-Z]+)' % p),
        re.compile(found + rb"<%sf[ />]" % p),
        re.compile(found + rb"(?:%s)?" % formula + rb"<%sv>([^<]*)</" % p),
        re.compile(found + rb"(?:%s)?" % formula + rb"<%sv>(\d{16,})</" % p),
        b"<" + prefix + b"f",
        b"</" + prefix + b"c>",
    )


class _Finds:
    """Collects over the rows of one sheet; the regular row is read by patterns alone."""

    def __init__(self, patterns: _Patterns) -> None:
        self.patterns = patterns
        self.spans: dict[bytes, tuple[int, int]] = {}  # letters of a row -> first, last column
        self.formulas: set[Cell] = set()
        self.errors: dict[Cell, str] = {}
        self.exact: dict[Cell, str] = {}
        self.hidden: set[int] = set()
        self.arrays: list[Area] = []
        self.top = self.bottom = 0
        self.left, self.right = COLUMNS, -1

    def used(self) -> Area | None:
        return Area(self.top, self.left, self.bottom, self.right) if self.right >= 0 else None

    def read_row(self, number: int, row: bytes) -> None:
        patterns = self.patterns
        tag = row[: row.find(b">")]
        if b"hidden" in tag and attributes(tag).get(b"hidden", b"0") in (b"1", b"true"):
            self.hidden.add(number)
        if not patterns.row.fullmatch(row) or b' ="' in row or b'= "' in row:
            self.read_odd_row(number, row)
            return
        letters = row.translate(None, _LETTERS)
        span = self.spans.get(letters)
        if span is None:
            span = self.find_span(letters, row)
        if span[1] >= 0:
            self.widen(number, *span)
        if _LONG in row.translate(_DIGITS):
            self.find_exact(number, row)
        if b't="e"' in row:
            self.find_errors(number, row)
        if patterns.mark in row:
            self.find_formulas(number, row)

    def find_span(self, letters: bytes, row: bytes) -> tuple[int, int]:
        columns = [column_index(c.decode()) for c in self.patterns.reference.findall(row)]
        span = (min(columns), max(columns)) if columns else (COLUMNS, -1)
        if len(self.spans) < 10_000:
            self.spans[letters] = span
        return span

    def widen(self, number: int, left: int, right: int) -> None:
        self.top = min(self.top, number) if self.top else number
        if number > self.bottom:
            self.bottom = number
        if left < self.left:
            self.left = left
        if right > self.right:
            self.right = right

    def find_exact(self, number: int, row: bytes) -> None:
        for letters, rest, digits in self.patterns.long.findall(row):
            if _is_number(rest):
                self.exact[number, column_index(letters.decode())] = digits.decode()

    def find_errors(self, number: int, row: bytes) -> None:
        for letters, rest, value in self.patterns.error.findall(row):
            if b't="e"' in rest:
                self.errors[number, column_index(letters.decode())] = value.decode()

    def find_formulas(self, number: int, row: bytes) -> None:
        for letters, _ in self.patterns.formula.findall(row):
            self.formulas.add((number, column_index(letters.decode())))
        self.arrays += array_areas(row)

    def read_odd_row(self, number: int, row: bytes) -> None:
        """A row written in another way: every cell by the XML parser."""
        for cell in list_cells(row, number, strict=False):
            place = (cell.row, cell.col)
            self.widen(cell.row, cell.col, cell.col)
            if cell.has_formula:
                self.formulas.add(place)
            if cell.kind == "e":
                self.errors[place] = cell.value
            elif cell.kind in ("", "n") and re.fullmatch(r"\d{16,}", cell.value):
                self.exact[place] = cell.value
        self.arrays += array_areas(row)


def _is_number(rest: bytes) -> bool:
    kind = attributes(rest).get(b"t", b"n")
    return kind == b"n"


def _find_unlocked(package: Package, sheet: SheetPart) -> set[Cell]:
    """Cells whose style is not locked, at any speed: protected sheets are forms."""
    free = read_styles(package).unlocked
    if not free:
        return set()
    found: set[Cell] = set()
    text = general_sheet(package, sheet.part)
    for batch in text.rows():
        for number, row in batch:
            for cell in list_cells(row, number, strict=False):
                if cell.style in free:
                    found.add((cell.row, cell.col))
    return found


def fixed_reasons(facts: SheetFacts, cells: Collection[Cell]) -> dict[Cell, str]:
    """Those of ``cells`` that must not be written, each with its Indonesian reason."""
    found = fixed_cells(facts.frame, cells)
    for cell in cells:
        if cell in facts.formulas and found.get(cell) != IN_ARRAY:
            found[cell] = WITH_FORMULA
        elif facts.is_protected and cell not in facts.unlocked:
            found.setdefault(cell, LOCKED)
    return found
