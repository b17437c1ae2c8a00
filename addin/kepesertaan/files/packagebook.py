"""Read .xlsx and .xlsm: what is written the usual way by patterns, anything else by calamine.

Where a sheet of a book is unusual, the gate and the scan come first, then calamine reads the
values, then both are merged: calamine tells neither error values nor formulas nor the digits of
long numbers. It allocates the whole area between the first and the last value, so a sheet with
values far apart is moved together first; and it expects the usual layout, so an odd file is laid
out anew in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import CellError, Raw, cell_name
from kepesertaan.files.archive import damaged
from kepesertaan.files.book import MOST_AREA, BookData, Cell, SheetData, put
from kepesertaan.files.engine import open_engine, rows_of, without_gc
from kepesertaan.files.frame import fixed_areas
from kepesertaan.files.package import Package, SheetPart, open_package
from kepesertaan.files.plaincopy import is_plain, plain_copy
from kepesertaan.files.plainsheet import read_plain_sheet
from kepesertaan.files.plainvalues import MOST_DIGITS, Values
from kepesertaan.files.scan import SheetFacts, fixed_reasons, scan_sheet
from kepesertaan.files.sharedtexts import read_shared
from kepesertaan.files.sheetxml import UnusualXmlError
from kepesertaan.files.sparse import Compact, compact_sheet

MOST_FIXED = 4_000_000  # cells of merges, arrays, tables and pivots listed one by one
_STRAY = 10_000  # formatted rows below the last value, or columns beside it, worth telling
_LONGEST_DDE = 8_300  # bytes; Excel's longest formula and its tag
_DDE_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(?:\s[^<>]*)?>[^<]*\|[^<]*!")
_DDE = "Buku ini memuat rumus DDE ke program lain; rumusnya tidak dijalankan."


def read_package_book(book: BookData) -> None:
    """Fill ``book`` from its package; raises ``UnreadableInput`` with one Indonesian sentence."""
    with open_package(book.path) as package:
        parts = [sheet for sheet in package.sheets if sheet.kind == "worksheet"]
        package.check_all(but=package.cell_parts)
        if not parts:
            raise damaged(book.path, "tidak ada lembar kerja di dalamnya")
        try:
            read = _read_plain(package, parts)
        except UnusualXmlError:
            read = _read_any(package, parts)
        facts = [found for _, found in read]
        book.notices += package.notices
        book.notices += _dde_notices(package, parts, facts)
        for part, (rows, found) in zip(parts, read, strict=True):
            sheet = SheetData(part.name, rows, visible=part.state == "visible")
            sheet.date1904 = package.date1904
            _add_facts(book.path, sheet, found)
            book.sheets.append(sheet)
            book.notices += _stray_notices(sheet, found)


def _read_plain(
    package: Package, parts: list[SheetPart]
) -> list[tuple[list[list[Raw]], SheetFacts]]:
    """Rows and facts of sheets written the usual way, gate included; else ``UnusualXmlError``."""
    with without_gc():
        values = Values(package, read_shared(package))
        return [read_plain_sheet(package, part, values) for part in parts]


def _read_any(package: Package, parts: list[SheetPart]) -> list[tuple[list[list[Raw]], SheetFacts]]:
    """The same of any sheets: gate, then scan, then calamine."""
    for name in package.cell_parts:
        package.check(name)
    facts = [scan_sheet(package, part) for part in parts]
    compacts = {
        part.part: compact_sheet(package, part)
        for part, found in zip(parts, facts, strict=True)
        if found.used and found.used.bottom * (found.used.right + 1) > MOST_AREA
    }
    return list(zip(_read_values(package, parts, compacts), facts, strict=True))


def _read_values(
    package: Package, parts: list[SheetPart], compacts: dict[str, Compact]
) -> list[list[list[Raw]]]:
    """Rows of every worksheet, from the file itself or, where calamine fails, laid out anew."""
    if not compacts and is_plain(package, parts):
        with suppress(UnreadableInput):
            return _values_from(package, package.archive.file, parts, compacts)
    instead = {name: compact.xml for name, compact in compacts.items()}
    return _values_from(package, plain_copy(package, parts, instead), parts, compacts)


def _values_from(
    package: Package, source: BinaryIO, parts: list[SheetPart], compacts: dict[str, Compact]
) -> list[list[list[Raw]]]:
    found = []
    with open_engine(package.path, source) as engine:
        for part in parts:
            rows = rows_of(engine.get_sheet_by_name(part.name))
            compact = compacts.get(part.part)
            found.append(rows if compact is None else compact.spread(rows))
    return found


def _add_facts(path: Path, sheet: SheetData, facts: SheetFacts) -> None:
    errors = {text: CellError(text) for text in facts.errors.values()}
    for (row, col), text in facts.errors.items():
        put(sheet.rows, row, col, errors[text])
    for (row, col), digits in facts.exact.items():
        if len(digits) <= MOST_DIGITS:
            put(sheet.rows, row, col, int(digits))
    sheet.hidden_rows = facts.hidden_rows
    sheet.merged = [*facts.frame.merged]
    sheet.fixed = fixed_reasons(facts, _candidates(path, sheet, facts))


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
