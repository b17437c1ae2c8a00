"""Read a workbook of any kind: gate, then the reader of its kind, then one plain ``BookData``.

Foreign files can abort the reader's process; call ``read_book`` through ``childproc.run_limited``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kepesertaan.domain.edit import WITH_FORMULA
from kepesertaan.domain.serials import moment_of
from kepesertaan.domain.show import count
from kepesertaan.domain.table import cell_names
from kepesertaan.files.archive import Archive, damaged
from kepesertaan.files.biff import OldFacts, scan_old_book
from kepesertaan.files.biff12 import BinarySheet, scan_binary_book
from kepesertaan.files.book import MOST_AREA, BookData, SheetData, put, too_large
from kepesertaan.files.cells import LONGEST
from kepesertaan.files.delimited import read_delimited, sheet_name
from kepesertaan.files.engine import open_engine, worksheets
from kepesertaan.files.kind import Kind, kind_of_unlocked, mismatch, open_kind
from kepesertaan.files.limits import OTHER
from kepesertaan.files.notices import find_left_behind
from kepesertaan.files.opendoc import OpenSheet, check_archive, scan_open_document
from kepesertaan.files.sheetxml import COLUMNS, ROWS
from kepesertaan.files.unlock import told, unlock
from kepesertaan.files.xmlgate import BadXmlError
from kepesertaan.files.zipread import read_archive

__all__ = ["BookData", "SheetData", "read_again", "read_book"]


def read_book(path: Path, most_bytes: int | None = None, password: str | None = None) -> BookData:
    """Every worksheet of a file, values raw as stored (nothing is stripped or converted).

    Whole numbers of more than 15 digits are ints with the file's own digits where the format has
    digits (.xlsx, XML 2003); all other numbers are floats. ``password`` is "" when the user gave
    none, None where none can be asked for. Raises ``UnreadableInput`` with one Indonesian sentence
    for whatever is no workbook, locked, damaged, hostile, or too large.
    """
    kind, archive = open_kind(path, most_bytes)
    if kind == "locked":
        opened = unlock(path, password)
        book = BookData(path, kind_of_unlocked(path, opened.data), unlocked=opened.data)
        book.notices.append(told(path.name, opened))
    else:
        book = BookData(path, kind, text_only=kind in ("csv", "html", "mhtml"))
    note = mismatch(path, book.kind)
    if note:
        book.notices.append(note)
    _fill(book, archive)
    return book


def read_again(book: BookData) -> BookData:
    """The same file with all its rows; what has been said of it is not said again."""
    again = BookData(book.path, book.kind, text_only=book.text_only, unlocked=book.unlocked)
    _fill(again)
    return again


def _fill(book: BookData, archive: Archive | None = None) -> None:
    if book.kind != "xlsx":
        book.untouchable = "bukan .xlsx"
    elif book.unlocked is not None:
        book.untouchable = "dikunci kata sandi"
    if book.kind == "xlsx":
        _read_package(book, archive)
    else:
        _READERS[book.kind](book)
    _count_hidden(book)
    book.notices += _long_texts(book)


def _read_package(book: BookData, archive: Archive | None) -> None:
    from kepesertaan.files.packagebook import read_package_book

    read_package_book(book, archive or read_archive(book.path, file=book.open()))


def _read_old(book: BookData) -> None:
    with book.open() as file:
        facts = scan_old_book(file.read())
    book.notices += find_left_behind(facts.carries)
    with book.open() as file, open_engine(book.path, file) as engine:
        book.sheets = list(worksheets(engine))
    for sheet in book.sheets:
        sheet.date1904 = facts.date1904
        _add_facts(sheet, facts.sheets.get(sheet.name, OldFacts()))


def _add_facts(sheet: SheetData, facts: OldFacts | BinarySheet | OpenSheet) -> None:
    sheet.hidden_rows = facts.hidden_rows
    sheet.merged = sheet.merged if isinstance(facts, OldFacts) else facts.merged
    sheet.fixed = dict.fromkeys(sorted(facts.formulas), WITH_FORMULA)
    for (row, col), error in facts.errors.items():
        put(sheet.rows, row, col, error)


def _read_binary(book: BookData) -> None:
    archive = read_archive(book.path, OTHER, book.open())
    with archive.file:
        try:
            check_archive(archive)
        except BadXmlError as trouble:
            raise damaged(book.path, f"isinya {trouble}") from None
        facts = scan_binary_book(archive)
        book.notices += find_left_behind(archive.by_name)
    for name, found in facts.sheets.items():
        outside = found.last_row > ROWS or found.last_column > COLUMNS
        if outside or found.last_row * found.last_column > MOST_AREA:
            raise too_large(book.path, name)
    with book.open() as file, open_engine(book.path, file) as engine:
        book.sheets = list(worksheets(engine))
    for sheet in book.sheets:
        sheet.date1904 = facts.date1904
        found = facts.sheets.get(sheet.name, BinarySheet())
        _add_facts(sheet, found)
        for (row, col), serial in found.dates.items():
            moment = moment_of(serial, facts.date1904)
            if moment is not None:
                put(sheet.rows, row, col, moment)


def _read_open_document(book: BookData) -> None:
    facts, carries = scan_open_document(book.path)
    book.notices += find_left_behind(carries)
    with book.path.open("rb") as file, open_engine(book.path, file) as engine:
        book.sheets = list(worksheets(engine))
    for sheet in book.sheets:
        found = facts.get(sheet.name)
        if found:
            _add_facts(sheet, found)


def _read_text(book: BookData) -> None:
    rows, notices = read_delimited(book.path)
    book.sheets = [SheetData(sheet_name(book.path.stem), rows)]
    book.notices += notices


def _read_page(book: BookData) -> None:
    from kepesertaan.files.html import read_html, read_mhtml

    pages = (read_html if book.kind == "html" else read_mhtml)(book.path)
    for page in pages:
        name = _free_name(sheet_name(page.name or book.path.stem), book.sheets)
        book.sheets.append(SheetData(name, page.rows, merged=page.merged))


def _read_old_xml(book: BookData) -> None:
    from kepesertaan.files.oldxml import read_old_xml

    for old in read_old_xml(book.path):
        name = _free_name(sheet_name(old.name), book.sheets)
        sheet = SheetData(name, old.rows, old.hidden_rows, old.merged, old.fixed, old.visible)
        book.sheets.append(sheet)


def _free_name(name: str, sheets: list[SheetData]) -> str:
    """The name, or with a number behind it when a sheet has it already."""
    taken = {sheet.name.lower() for sheet in sheets}
    tries = (name, *(f"{name[:27]} {n}" for n in range(2, len(taken) + 3)))
    return next(t for t in tries if t.lower() not in taken)


def _count_hidden(book: BookData) -> None:
    for sheet in book.sheets:
        hidden = sum(
            1 for row in sheet.hidden_rows if row <= len(sheet.rows) and sheet.rows[row - 1]
        )
        if hidden:
            book.notices.append(f"Lembar {sheet.name}: {hidden} baris tersembunyi ikut dibaca.")


def _long_texts(book: BookData) -> Iterator[str]:
    """Texts longer than a cell of Excel holds: it would call the book damaged."""
    cut = "kelebihannya tidak ikut ke hasil" if book.untouchable else "isinya tidak diubah"
    for sheet in book.sheets:
        longest = {v for row in sheet.rows for v in row if v.__class__ is str and len(v) > LONGEST}
        cells = [
            (i, k)
            for i, row in enumerate(sheet.rows if longest else (), 1)
            for k, value in enumerate(row)
            if value in longest
        ]
        if cells:
            yield (
                f"Lembar {sheet.name} sel {cell_names(cells)}: teksnya melebihi batas Excel "
                f"({count(LONGEST)} huruf); {cut}. Periksa sel itu."
            )


_READERS: dict[Kind, Callable[[BookData], None]] = {
    "xls": _read_old,
    "xlsb": _read_binary,
    "ods": _read_open_document,
    "csv": _read_text,
    "html": _read_page,
    "mhtml": _read_page,
    "xml2003": _read_old_xml,
}
