"""Read .xlsx and .xlsm: gate and scan first, then calamine for the values, then both merged.

Calamine tells neither error values nor formulas nor the digits of long numbers; it allocates the
whole area between the first and the last value, so a sheet with values far apart is moved together
first; and it expects the usual layout, so an odd file is laid out anew in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.show import count
from kepesertaan.domain.table import CellError, Raw, column_letter
from kepesertaan.files.archive import Archive, damaged
from kepesertaan.files.book import MOST_AREA, BookData, Cell, SheetData, put
from kepesertaan.files.engine import open_engine, rows_of
from kepesertaan.files.frame import fixed_areas
from kepesertaan.files.notices import find_obstacle, find_reservation, is_beta
from kepesertaan.files.oddvalue import LOST_TEXT
from kepesertaan.files.package import Package, SheetPart, package_of
from kepesertaan.files.plaincopy import is_plain, plain_copy, without_marks
from kepesertaan.files.rowsonly import count_texts, lost_texts, rows_only
from kepesertaan.files.rowsonly import told as lost_notice
from kepesertaan.files.scan import SheetFacts, fixed_reasons, scan_sheet
from kepesertaan.files.sparse import Compact, compact_sheet
from kepesertaan.files.styles import format_codes
from kepesertaan.files.xmlgate import decode_part

MOST_DIGITS = 21  # of a number kept as int; longer ones are no identifiers
MOST_FIXED = 4_000_000  # cells of merges, arrays, tables and pivots listed one by one
_STRAY = 10_000  # formatted rows below the last value, or columns beside it, worth telling
_LONGEST_DDE = 8_300  # bytes; Excel's longest formula and its tag
_DDE_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(?:\s[^<>]*)?>[^<]*\|[^<]*!")
_DDE = "Buku ini memuat rumus DDE ke program lain; rumusnya tidak dijalankan."


def read_package_book(book: BookData, archive: Archive) -> None:
    """Fill ``book`` from its package; raises ``UnreadableInput`` with one Indonesian sentence.

    The archive is closed.
    """
    with package_of(archive) as package:
        package.check_all()
        if is_beta(package):
            raise UnreadableInput(
                f"{book.path.name} dibuat dengan format percobaan sebelum Excel 2007. "
                "Buka di Excel, lalu simpan sebagai .xlsx."
            )
        parts = [sheet for sheet in package.sheets if sheet.kind == "worksheet"]
        if not parts:
            raise UnreadableInput(
                f"{book.path.name} tidak memuat lembar kerja, hanya grafik atau makro. "
                "Pilih berkas yang memuat tabel."
            )
        facts = [scan_sheet(package, part) for part in parts]
        compacts = {
            part.part: compact_sheet(package, part)
            for part, found in zip(parts, facts, strict=True)
            if found.used and found.used.bottom * (found.used.right + 1) > MOST_AREA
        }
        book.untouchable = book.untouchable or find_obstacle(package) or ""
        book.reserved = find_reservation(package)
        book.formats = format_codes(package)
        book.notices += package.notices
        book.notices += _dde_notices(package, parts, facts)
        odd = {part.part for part, found in zip(parts, facts, strict=True) if not found.is_usual}
        try:
            values = _read_values(package, parts, compacts, odd)
        except UnreadableInput:
            values = _values_of_rows(package, parts, compacts)
            book.notices += _find_lost(package, parts, facts)
        for part, found, rows in zip(parts, facts, values, strict=True):
            sheet = SheetData(part.name, rows, visible=part.state == "visible")
            sheet.date1904 = package.date1904
            _add_facts(book.path, sheet, found)
            book.sheets.append(sheet)
            book.notices += _stray_notices(sheet, found)


def _read_values(
    package: Package, parts: list[SheetPart], compacts: dict[str, Compact], odd: set[str]
) -> list[list[list[Raw]]]:
    """Rows of every worksheet, from the file itself or, where calamine fails, laid out anew."""
    if not compacts and not odd and is_plain(package, parts):
        with suppress(UnreadableInput):
            return _values_from(package, package.archive.file, parts, compacts)
    instead = {name: decode_part(package.read(name))[0] for name in odd}
    instead |= {name: compact.xml for name, compact in compacts.items()}
    instead = {name: without_marks(xml) for name, xml in instead.items()}
    return _values_from(package, plain_copy(package, parts, instead), parts, compacts)


def _find_lost(package: Package, parts: list[SheetPart], facts: list[SheetFacts]) -> list[str]:
    """Notices of the cells whose text is lost; each counts as an error value from now on."""
    texts, told = count_texts(package), []
    for part, found in zip(parts, facts, strict=True):
        cells = lost_texts(package, part, texts)
        found.errors.update(dict.fromkeys(cells, LOST_TEXT))
        if cells:
            told.append(lost_notice(part.name, cells))
    return told


def _values_of_rows(
    package: Package, parts: list[SheetPart], compacts: dict[str, Compact]
) -> list[list[list[Raw]]]:
    """The same from the rows alone, for what is wrong with the rest."""
    texts = count_texts(package)
    instead = {}
    for part in parts:
        compact = compacts.get(part.part)
        xml = compact.xml if compact else decode_part(package.read(part.part))[0]
        instead[part.part] = rows_only(without_marks(xml), texts)
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
    last, widest, listed = len(sheet.rows), max(map(len, sheet.rows), default=0), 0
    for area, _, _ in fixed_areas(facts.frame):
        columns = range(area.left, min(area.right, widest - 1) + 1)
        lines = range(area.top, min(area.bottom, last) + 1)
        listed += len(lines) * len(columns)
        if listed > MOST_FIXED:
            raise damaged(path, f"lembar {sheet.name}: terlalu banyak sel gabungan atau larik")
        for line in lines:
            cells.update((line, col) for col in columns)
    return cells


def _stray_notices(sheet: SheetData, facts: SheetFacts) -> Iterator[str]:
    """Formatting that goes on far behind the values: people dragged it there unknowingly."""
    used, last, widest = facts.used, len(sheet.rows), max(map(len, sheet.rows), default=0)
    if used and last and used.bottom - last > _STRAY:
        yield (
            f"Lembar {sheet.name}: format sampai baris {count(used.bottom)} diabaikan; "
            f"data ada di baris 1-{count(last)}."
        )
    if used and widest and used.right - widest > _STRAY:
        yield (
            f"Lembar {sheet.name}: format sampai kolom {column_letter(used.right)} diabaikan; "
            f"data ada di kolom A-{column_letter(widest - 1)}."
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
