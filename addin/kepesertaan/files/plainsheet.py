"""A worksheet as nearly every program writes it: its values and facts in one pass.

``UnusualXmlError`` where anything is written in another way; then the sure reader takes the book.
"""

from __future__ import annotations

import re
from typing import Any

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import Raw

from .asking import ask
from .book import MOST_AREA
from .frame import Cell, array_areas
from .limits import LONGEST
from .package import Package, SheetPart
from .plainrows import Cells, Piece, RowCutter
from .plainvalues import ODD, Values
from .scan import SheetFacts, facts_of
from .sheetxml import COLUMNS, Area, SheetText, UnusualXmlError, open_sheet
from .xmlgate import BadXmlError, has_forbidden, judge_xml

_MOST_ASKED = 50_000  # cells at once
_EMPTY: list[Raw] = []
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')


def read_plain_sheet(
    package: Package, sheet: SheetPart, values: Values
) -> tuple[list[list[Raw]], SheetFacts]:
    """Rows from workbook row 1 and column A, each ending at its last value; and the facts."""
    text = open_sheet(package, sheet.part)
    reader = _SheetReader(package, text.prefix, values)
    try:
        for region in text.regions() or ():
            reader.read(text, region)
        reader.finish()
        judge_xml([text.head, text.opening, text.tail], longest=LONGEST)
    except (BadXmlError, UnicodeDecodeError, UnreadableInput):
        raise UnusualXmlError("not plain") from None
    if not text.is_ordered:
        raise UnusualXmlError("rows out of order")
    facts = facts_of(package, sheet, text, reader)
    return reader.rows, facts


class _SheetReader:
    def __init__(self, package: Package, prefix: bytes, values: Values) -> None:
        self.package = package
        self.cutter = RowCutter(prefix)
        self.values = values
        self.formula = b"<" + prefix + b"f"
        self.rows: list[list[Raw]] = []
        self.odd: list[tuple[int, int, bytes, bytes]] = []  # row, column, attributes, inside
        self.formulas: set[Cell] = set()
        self.hidden: set[int] = set()
        self.arrays: list[Area] = []
        self.used: Area | None = None  # of all cells, filled or not

    def read(self, text: SheetText, region: bytes) -> None:
        """Read whole rows."""
        if len(region) > LONGEST or has_forbidden(region):
            raise UnusualXmlError("not plain")
        if self.formula in region:
            self.arrays += array_areas(region)
        for piece in self.cutter.cut(region):
            for number in piece.numbers:
                text.count(number)
            self._read_piece(piece, may_hide=b"hidden" in region)
        if len(self.odd) >= _MOST_ASKED:
            self._ask()

    def _read_piece(self, piece: Piece, *, may_hide: bool) -> None:
        numbers = piece.numbers
        if may_hide:
            tags = zip(numbers, piece.tags, strict=True)
            self.hidden.update(number for number, tag in tags if _HIDDEN.search(tag))
        held = [pair for pair in piece.columns if pair[1].attributes.count(None) < len(numbers)]
        self._widen(numbers, held)
        columns: list[list[Any]] = [[None] * len(numbers)] * (held[-1][0] + 1 if held else 1)
        for col, cells in held:
            columns[col] = self._read_column(numbers, col, cells)
        for number, row in zip(numbers, map(list, zip(*columns, strict=True)), strict=True):
            self.rows += [_EMPTY] * (number - 1 - len(self.rows))
            self.rows.append(_trimmed(row))

    def _read_column(self, numbers: list[int], col: int, cells: Cells) -> list[Any]:
        if cells.formulas.count(None) < len(numbers):
            pairs = zip(numbers, cells.formulas, strict=True)
            self.formulas.update((number, col) for number, formula in pairs if formula is not None)
        values = self.values.of_column(cells)
        if ODD in values:
            for number, value, look, plain, space, text in zip(
                numbers, values, cells.attributes, cells.values, cells.spaces, cells.texts,
                strict=True,
            ):  # fmt: skip
                if value is ODD:
                    inside = b"<v>%s</v>" % plain if plain is not None else _inline(space, text)
                    self.odd.append((number, col, look or b"", inside))
        return values

    def _widen(self, numbers: list[int], held: list[tuple[int, Cells]]) -> None:
        """Take cells into the area; ``UnusualXmlError`` where that is more than rows may hold."""
        filled = [
            n for i, n in enumerate(numbers) if any(c.attributes[i] is not None for _, c in held)
        ]
        if not filled:
            return
        area = Area(filled[0], held[0][0], filled[-1], held[-1][0])
        if self.used is not None:
            left, right = min(self.used.left, area.left), max(self.used.right, area.right)
            area = Area(self.used.top, left, area.bottom, right)
        self.used = area
        if area.bottom * (area.right + 1) > MOST_AREA or area.right >= COLUMNS:
            raise UnusualXmlError("large area")

    def _ask(self) -> None:
        """Put what calamine says in the place of the odd values."""
        asked, self.odd = self.odd, []
        given = ask(self.package, [(look, inside) for _, _, look, inside in asked])
        for (number, col, _, _), value in zip(asked, given, strict=True):
            self.rows[number - 1][col] = value
        for number in {number for number, _, _, _ in asked}:
            self.rows[number - 1] = _trimmed(self.rows[number - 1])

    def finish(self) -> None:
        """Ask for the last odd values and leave out the empty rows at the end."""
        if self.odd:
            self._ask()
        while self.rows and not self.rows[-1]:
            self.rows.pop()


def _trimmed(row: list[Raw]) -> list[Raw]:
    while row and row[-1] is None:
        row.pop()
    return row or _EMPTY


def _inline(space: bytes | None, text: bytes | None) -> bytes:
    return b"<is><t%s>%s</t></is>" % (space or b"", text or b"")
