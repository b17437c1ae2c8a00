"""Read .xlsx and .xlsm: gate and scan first, then calamine for the values, then both merged.

Calamine tells neither error values nor formulas nor the digits of long numbers, and it allocates
the whole area between the first and the last value; so it is called only when the scan has shown
that this area fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from python_calamine import CalamineWorkbook

from kepesertaan.domain.table import CellError, cell_name
from kepesertaan.files.archive import damaged
from kepesertaan.files.book import MOST_AREA, BookData, Cell, SheetData, put, too_large
from kepesertaan.files.engine import open_engine, rows_of
from kepesertaan.files.frame import fixed_areas
from kepesertaan.files.package import Package, SheetPart, open_package
from kepesertaan.files.rowxml import OddRowError, list_cells
from kepesertaan.files.scan import SheetFacts, fixed_reasons, scan_sheet
from kepesertaan.files.sheetxml import Row, UnusualXmlError, general_sheet, open_sheet
from kepesertaan.files.xmlgate import BadXmlError

MOST_DIGITS = 21  # of a number kept as int; longer ones are no identifiers
MOST_FIXED = 4_000_000  # cells of merges, arrays, tables and pivots listed one by one
_STRAY = 10_000  # formatted rows below the last value, or columns beside it, worth telling
_LONGEST_DDE = 8_300  # bytes; Excel's longest formula and its tag
_MAYBE_VALUE = re.compile(rb"</(?:[\w.-]+:)?c>")  # a cell that does not close itself
_DDE_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(?:\s[^<>]*)?>[^<]*\|[^<]*!")
_DDE = "Buku ini memuat rumus DDE ke program lain; rumusnya tidak dijalankan."


def read_package_book(book: BookData) -> None:
    """Fill ``book`` from its package; raises ``UnreadableInput`` with one Indonesian sentence."""
    with open_package(book.path) as package:
        package.check_all()
        parts = [sheet for sheet in package.sheets if sheet.kind == "worksheet"]
        if not parts:
            raise damaged(book.path, "tidak ada lembar kerja di dalamnya")
        facts = [scan_sheet(package, part) for part in parts]
        for part, found in zip(parts, facts, strict=True):
            _judge_area(package, part, found)
        book.notices += package.notices
        book.notices += _dde_notices(package, parts, facts)
        date1904 = package.date1904
    with open_engine(book.path, book.path) as engine:
        for part, found in zip(parts, facts, strict=True):
            book.sheets.append(_read_sheet(book.path, engine, part, found, date1904))
            book.notices += _stray_notices(book.sheets[-1], found)


def _read_sheet(
    path: Path, engine: CalamineWorkbook, part: SheetPart, facts: SheetFacts, date1904: bool
) -> SheetData:
    sheet = SheetData(part.name, visible=part.state == "visible", date1904=date1904)
    if facts.used is not None:  # calamine is not asked for an empty sheet
        sheet.rows = rows_of(engine.get_sheet_by_name(part.name))
    errors = {text: CellError(text) for text in facts.errors.values()}
    for (row, col), text in facts.errors.items():
        put(sheet.rows, row, col, errors[text])
    for (row, col), digits in facts.exact.items():
        if len(digits) <= MOST_DIGITS:
            put(sheet.rows, row, col, int(digits))
    sheet.hidden_rows = facts.hidden_rows
    sheet.merged = [*facts.frame.merged]
    sheet.fixed = fixed_reasons(facts, _candidates(path, sheet, facts))
    return sheet


def _candidates(path: Path, sheet: SheetData, facts: SheetFacts) -> set[Cell]:
    """The cells that something may forbid to write, within the rows that hold values."""
    cells = set(facts.formulas)
    if facts.is_protected:
        for number, row in enumerate(sheet.rows, 1):
            cells.update((number, col) for col in range(len(row)))
    last, widest, count = len(sheet.rows), max(map(len, sheet.rows), default=0), 0
    for area, _, _ in fixed_areas(facts.frame):
        columns = range(area.left, min(area.right, widest - 1) + 1)
        lines = range(area.top, min(area.bottom, last) + 1)
        count += len(lines) * len(columns)
        if count > MOST_FIXED:
            raise damaged(path, f"lembar {sheet.name}: terlalu banyak sel gabungan atau larik")
        for line in lines:
            cells.update((line, col) for col in columns)
    return cells


def _judge_area(package: Package, part: SheetPart, facts: SheetFacts) -> None:
    """Raise ``UnreadableInput`` unless everything between A1 and the last value fits in memory.

    Cells that hold only a format do not count: calamine leaves them out too.
    """
    used = facts.used
    if used is None or used.bottom * (used.right + 1) <= MOST_AREA:
        return
    try:
        fits = _values_fit(_rows(package, part, general=False))
    except UnusualXmlError:
        fits = _values_fit(_rows(package, part, general=True))
    except (BadXmlError, OddRowError) as trouble:
        raise damaged(package.path, f"lembar {part.name}: {trouble}") from None
    if not fits:
        raise too_large(package.path, part.name)


def _rows(package: Package, part: SheetPart, *, general: bool) -> Iterator[Row]:
    text = (general_sheet if general else open_sheet)(package, part.part)
    for batch in text.rows():
        yield from batch


def _values_fit(rows: Iterator[Row]) -> bool:
    bottom = right = 0
    for number, row in rows:
        if _MAYBE_VALUE.search(row):
            column = _last_value(number, row)
            if column >= 0:
                bottom, right = max(bottom, number), max(right, column)
            if bottom * (right + 1) > MOST_AREA:
                return False
    return True


def _last_value(number: int, row: bytes) -> int:
    """The last column with a cell that is not empty, -1 when there is none."""
    cells = list_cells(row, number, strict=False)
    return max((cell.col for cell in cells if cell.stop > cell.tag_end), default=-1)


def _stray_notices(sheet: SheetData, facts: SheetFacts) -> Iterator[str]:
    used, widest = facts.used, max(map(len, sheet.rows), default=0)
    if used and (used.bottom - len(sheet.rows) > _STRAY or used.right - widest > _STRAY):
        yield (
            f"Lembar {sheet.name}: format sampai sel {cell_name(used.bottom, used.right)}; "
            "hanya baris dan kolom yang berisi nilai yang dibaca."
        )


def _dde_notices(
    package: Package, parts: list[SheetPart], facts: list[SheetFacts]
) -> Iterator[str]:
    for part, found in zip(parts, facts, strict=True):
        if found.formulas and _has_dde(package.chunks(part.part)):
            yield _DDE
            return


def _has_dde(chunks: Iterable[bytes]) -> bool:
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        if b"|" in data and _DDE_FORMULA.search(data):
            return True
        rest = data[-_LONGEST_DDE:]
    return False
