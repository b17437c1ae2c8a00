"""Read a workbook of any kind: gate, then the reader of its kind, then one plain ``BookData``.

Foreign files can abort the reader's process; call ``read_book`` through ``childproc.run_limited``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kepesertaan.domain.edit import WITH_FORMULA
from kepesertaan.files.biff import OldFacts, scan_old_book
from kepesertaan.files.book import BookData, SheetData, put
from kepesertaan.files.delimited import read_delimited, sheet_name
from kepesertaan.files.engine import open_engine, worksheets
from kepesertaan.files.kind import Kind, encrypted, find_kind, mismatch
from kepesertaan.files.opendoc import OpenSheet, check_archive, scan_open_document

__all__ = ["BookData", "SheetData", "read_book"]


def read_book(path: Path, most_bytes: int | None = None) -> BookData:
    """Every worksheet of a file, values raw as stored (nothing is stripped or converted).

    Whole numbers of more than 15 digits are ints with the file's own digits where the format has
    digits (.xlsx, XML 2003); all other numbers are floats. Raises ``UnreadableInput`` with one
    Indonesian sentence for whatever is no workbook, damaged, hostile, or too large.
    """
    kind = find_kind(path, most_bytes)
    book = BookData(path, kind, [], text_only=kind in ("csv", "html", "mhtml"))
    note = mismatch(path, kind)
    if note:
        book.notices.append(note)
    _READERS[kind](book)
    _count_hidden(book)
    return book


def _read_package(book: BookData) -> None:
    from kepesertaan.files.packagebook import read_package_book

    read_package_book(book)


def _read_old(book: BookData) -> None:
    facts = scan_old_book(book.path.read_bytes())
    if facts.encrypted:
        raise encrypted(book.path)
    with book.path.open("rb") as file, open_engine(book.path, file) as engine:
        book.sheets = list(worksheets(engine))
    for sheet in book.sheets:
        sheet.date1904 = facts.date1904
        _add_facts(sheet, facts.sheets.get(sheet.name, OldFacts()))


def _add_facts(sheet: SheetData, facts: OldFacts | OpenSheet) -> None:
    sheet.hidden_rows = facts.hidden_rows
    sheet.fixed = dict.fromkeys(sorted(facts.formulas), WITH_FORMULA)
    for (row, col), error in facts.errors.items():
        put(sheet.rows, row, col, error)


def _read_binary(book: BookData) -> None:
    check_archive(book.path)
    with book.path.open("rb") as file, open_engine(book.path, file) as engine:
        book.sheets = list(worksheets(engine))
    book.notices.append(
        f"{book.path.name}: rumus dan nilai galat di berkas .xlsb tidak dapat dibedakan; "
        "simpan sebagai .xlsx bila keduanya penting."
    )


def _read_open_document(book: BookData) -> None:
    facts = scan_open_document(book.path)
    with book.path.open("rb") as file, open_engine(book.path, file) as engine:
        book.sheets = list(worksheets(engine))
    for sheet in book.sheets:
        found = facts.get(sheet.name)
        if found:
            sheet.merged = found.merged
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


_READERS: dict[Kind, Callable[[BookData], None]] = {
    "xlsx": _read_package,
    "xls": _read_old,
    "xlsb": _read_binary,
    "ods": _read_open_document,
    "csv": _read_text,
    "html": _read_page,
    "mhtml": _read_page,
    "xml2003": _read_old_xml,
}
