"""What a reader cannot tell about a sheet: formulas, errors, exact digits, true used range.

    facts = scan_sheet(package, sheet)    # SheetFacts; raises UnreadableInput
    facts.formulas: set[(row from 1, col from 0)]   cells with a formula, shared ones too
    facts.errors: dict[cell, str]         error values such as "#N/A"
    facts.exact: dict[cell, str]          digits of whole numbers a float cannot hold (16 and more)
    facts.hidden_rows: set[int]
    facts.used: Area | None               every cell element counts, whatever <dimension> says
    facts.is_usual: bool                  nothing but elements and text stands among the rows
    facts.unlocked: set[cell]             only filled when the sheet is protected
    facts.frame: Frame                    merges, tables, pivots, arrays, autofilter, protection
    fixed_reasons(facts, cells) -> {cell: Indonesian reason}

``facts.used.size`` is for the caller to judge before it lets a reader allocate the area.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kepesertaan.domain.edit import IN_ARRAY, LOCKED, WITH_FORMULA
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import column_index

from .anysheet import general_sheet
from .archive import damaged
from .frame import Cell, Frame, array_areas, fixed_cells, make_frame
from .oddvalue import error_of
from .package import Package, SheetPart
from .remembered import remembered
from .rowxml import CellXml, OddRowError, list_cells
from .sheetxml import (
    COLUMNS,
    ROWS,
    Area,
    Row,
    SheetText,
    UnusualXmlError,
    attributes,
    open_sheet,
)
from .styles import read_styles
from .xmlgate import BadXmlError

_LARGEST_ARRAY = 100_000  # cells of one array formula that are listed one by one
_DIGITS = b"0123456789"
_ZEROS = bytes.maketrans(_DIGITS, b"0" * 10)
_LONG = b">" + b"0" * 16
_DIGITS_ONLY = re.compile(r"[0-9]{16,}")
_SPACED = (b' ="', b'= "')  # attributes that the patterns do not read


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
    is_usual: bool = True  # no comment, CDATA section or instruction stands among the rows

    @property
    def is_protected(self) -> bool:
        """Whether the sheet is protected; then only ``unlocked`` cells may be written."""
        return self.frame.is_protected


def scan_sheet(package: Package, sheet: SheetPart) -> SheetFacts:
    """Stream one worksheet and list what stands in it; ``UnreadableInput`` when it is unsound."""
    try:
        return _scan(package, sheet, open_sheet(package, sheet.part))
    except UnusualXmlError:
        facts = _scan(package, sheet, general_sheet(package, sheet.part))
        facts.is_usual = False
        return facts


def _scan(package: Package, sheet: SheetPart, text: SheetText) -> SheetFacts:
    finds = RowFacts(text.prefix)
    try:
        finds.read_all(text)
    except (BadXmlError, OddRowError) as trouble:
        raise damaged(package.path, f"lembar {sheet.name}: {trouble}") from None
    if finds.bottom > ROWS or finds.right >= COLUMNS:
        raise UnreadableInput(
            f"{package.path.name} lembar {sheet.name}: ada sel di luar batas Excel. "
            "Simpan ulang berkas itu di Excel."
        )
    frame = make_frame(package, sheet, text, finds.arrays, has_formulas=bool(finds.formulas))
    facts = SheetFacts(sheet.name, frame)
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
class Patterns:
    """How regular rows, their cells and what is looked for in them are written."""

    rows: re.Pattern[bytes]
    row_tag: re.Pattern[bytes]
    hidden: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    error: re.Pattern[bytes]
    long: re.Pattern[bytes]
    value: re.Pattern[bytes]
    no_number: re.Pattern[bytes]  # in a shape: a value, or a number of a shared text, that is none
    row: bytes  # in shapes, how a row begins
    cell: re.Pattern[bytes]
    mark: bytes  # of a formula

    def shapes_of(self, region: bytes) -> list[bytes] | None:
        """The shape of each of some whole rows, that is all but their digits: most rows of a table
        have the same. None unless all are written the usual way.
        """
        if self.rows.fullmatch(region) is None:
            return None
        return region.translate(None, _DIGITS).split(self.row)[1:]


@lru_cache(maxsize=8)
def patterns_of(prefix: bytes) -> Patterns:
    """The patterns for ``b""`` or ``b"x:"``."""
    p, bare = re.escape(prefix), prefix.translate(None, _DIGITS)
    value = rb"<%sv>[^<]*+</%sv>" % (p, p)
    formula = rb"<%sf(?: [^<>/]*+)?(?:/>|>[^<]*+</%sf>)" % (p, p)
    text = rb"<%sis><%st(?: [^<>/]*+)?>[^<]*+</%st></%sis>" % (p, p, p, p)
    inside = rb"(?:%s</%sc>|</%sc>|%s(?:%s)?</%sc>|%s</%sc>)"
    inside %= (value, p, p, formula, value, p, text, p)
    cell = rb'<%sc r="[A-Z]{1,3}\1"[^<>/\']*+(?:>%s|/>)' % (p, inside)
    # not (?:...)*+, which before Python 3.11.5 also takes the beginning of one more
    row = rb"""<%srow r="(\d{1,7})"[^<>']*+(?:(?<=/)>|>(?>(?:%s)*)</%srow>)\s*+""" % (p, cell, p)
    found = rb'<%sc r="([A-Z]+)(\d+)"([^<>]*+)>' % p
    no_number = rb'"><%sv>[.eE+-]*+[^.eE+<-]|t="s"><%sv>[^<]' % (re.escape(bare), re.escape(bare))
    return Patterns(
        re.compile(rb"(?>(?:%s)*)" % row),
        re.compile(rb'<%srow r="(\d+)"' % p),
        re.compile(rb'<%srow r="(\d+)"[^<>]* hidden="(?:1|true)"' % p),
        re.compile(found + rb"<%sf[ />]" % p),
        re.compile(found + rb"(?:%s)?" % formula + rb"<%sv>([^<]*)</" % p),
        re.compile(found + rb"(?:%s)?" % formula + rb"<%sv>(\d{16,})</" % p),
        re.compile(found + rb"<%sv>([^<]*)</" % p),
        re.compile(no_number),
        b"<" + bare + b"row",
        re.compile(rb'<%sc r="([A-Z]+)"' % re.escape(bare)),
        b"<" + bare + b"f",
    )


class RowFacts:
    """Collects over the rows of one sheet; regular rows are read by patterns alone."""

    def __init__(self, prefix: bytes) -> None:
        patterns = self.patterns = patterns_of(prefix)
        self.formulas: set[Cell] = set()
        self.errors: dict[Cell, str] = {}
        self.exact: dict[Cell, str] = {}
        self.hidden: set[int] = set()
        self.arrays: list[Area] = []
        self.top = self.bottom = 0
        self.left, self.right = COLUMNS, -1
        self.finders = (
            (b"hidden", self._find_hidden),
            (b't="e"', self._find_errors),
            (patterns.mark, self._find_formulas),
        )

    def used(self) -> Area | None:
        """The smallest area that holds every cell read so far."""
        return Area(self.top, self.left, self.bottom, self.right) if self.right >= 0 else None

    def read_all(self, text: SheetText) -> None:
        """Read the whole sheet."""
        regions = text.regions()
        if regions is None:
            self.read_rows(row for batch in text.rows() for row in batch)
        for region in regions or ():
            if not self.read_regular(region, text):
                self.read_rows(text.cut(region))

    def read_rows(self, rows: Iterable[Row]) -> None:
        """Read rows already cut."""
        for number, row in rows:
            if not self.read_regular(row):
                self._read_odd_row(number, row)

    def read_regular(self, region: bytes, text: SheetText | None = None) -> bool:
        """Read whole rows if all of them are regular; ``text`` counts their numbers."""
        shapes = self.patterns.shapes_of(region)
        kinds = set(shapes or ())
        sample = b"".join(kinds)
        if shapes is None or any(s in sample and s in region for s in _SPACED):
            return False
        numbers = [int(n) for n in self.patterns.row_tag.findall(region)]
        if text is not None:
            for number in numbers:
                text.count(number)
        self._find_used(shapes, kinds, numbers)
        if _LONG in region.translate(_ZEROS):
            self._find_exact(region)
        if self.patterns.no_number.search(sample):
            self._find_no_numbers(region)
        for mark, find in self.finders:
            if mark in sample:
                find(region)
        return True

    def _find_hidden(self, region: bytes) -> None:
        self.hidden.update(int(n) for n in self.patterns.hidden.findall(region))

    def _find_used(self, shapes: list[bytes], kinds: set[bytes], numbers: list[int]) -> None:
        """Widen by every row with cells."""
        empty = set()
        for shape in kinds:
            left, right = _span_of(shape, self.patterns.cell)
            if right < 0:
                empty.add(shape)
            self.left, self.right = min(left, self.left), max(right, self.right)
        if empty:
            numbers = [n for n, s in zip(numbers, shapes, strict=True) if s not in empty]
        if numbers:
            self.top = min(self.top or ROWS, *numbers)
            self.bottom = max(self.bottom, *numbers)

    def _find_exact(self, region: bytes) -> None:
        for letters, row, rest, digits in self.patterns.long.findall(region):
            if attributes(rest).get(b"t", b"n") == b"n":
                self.exact[_cell(row, letters)] = digits.decode()

    def _find_no_numbers(self, region: bytes) -> None:
        for letters, row, rest, value in self.patterns.value.findall(region):
            kind = attributes(rest).get(b"t", b"n").decode("latin-1")
            if error := error_of(kind, _text(value)):
                self.errors[_cell(row, letters)] = error

    def _find_errors(self, region: bytes) -> None:
        for letters, row, rest, value in self.patterns.error.findall(region):
            if b't="e"' in rest:
                self.errors[_cell(row, letters)] = html.unescape(_text(value))

    def _find_formulas(self, region: bytes) -> None:
        self.formulas.update(_cell(r, c) for c, r, _ in self.patterns.formula.findall(region))
        self.arrays += array_areas(region)

    def _read_odd_row(self, number: int, row: bytes) -> None:
        """A row written in another way: every cell by the XML parser."""
        tag = attributes(row[: row.find(b">")])
        if tag.get(b"hidden", b"0") in (b"1", b"true"):
            self.hidden.add(number)
        for cell in list_cells(row, number, strict=False):
            self._read_odd_cell(cell)
        self.arrays += array_areas(row)

    def _read_odd_cell(self, cell: CellXml) -> None:
        place = (cell.row, cell.col)
        self.top = min(self.top or ROWS, cell.row)
        self.bottom = max(self.bottom, cell.row)
        self.left, self.right = min(self.left, cell.col), max(self.right, cell.col)
        if cell.has_formula:
            self.formulas.add(place)
        if cell.kind == "e":
            self.errors[place] = cell.value
        elif cell.kind in ("", "n") and _DIGITS_ONLY.fullmatch(cell.value):
            self.exact[place] = cell.value
        elif error := error_of(cell.kind, cell.value):
            self.errors[place] = error


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise BadXmlError("isinya bukan XML yang utuh") from None


@remembered
def _span_of(shape: bytes, cell: re.Pattern[bytes]) -> tuple[int, int]:
    """First and last column of a row."""
    columns = [_column(letters) for letters in cell.findall(shape)]
    return (min(columns), max(columns)) if columns else (COLUMNS, -1)


def _cell(row: bytes, letters: bytes) -> Cell:
    return int(row), _column(letters)


@lru_cache(maxsize=16_384)
def _column(letters: bytes) -> int:
    return column_index(letters.decode())


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
