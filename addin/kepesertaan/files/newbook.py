"""A new .xlsx from the values of a book we cannot edit in place (.xls, .ods, .csv, a web page)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.exceptions import (
    DuplicateWorksheetName,
    FileCreateError,
    InvalidWorksheetName,
)

from kepesertaan.domain.errors import CannotWrite
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw

from .bulk import add_rows
from .cells import shortened


class SheetValues(Protocol):
    """What is needed of a sheet: its name and its rows from workbook row 1."""

    name: str
    rows: list[list[Raw]]


_LOOKED_AT, _NARROWEST, _WIDEST = 200, 9, 40
_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def write_values(target: Path, sheets: Sequence[SheetValues], *, text_only: bool) -> None:
    """Write the values of every sheet, each in its place, text as text.

    Formulas, colours and widths of the original are not in the values and so not in the book. Named
    .xlsm, the book says it may hold macros: Excel opens no other under that name.
    Raises ``CannotWrite`` where a sheet has a name that Excel does not take.
    """
    memory = BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, **OPTIONS})
    book.set_properties({"created": datetime(2000, 1, 1)})
    formats = {
        date: book.add_format({"num_format": "dd-mm-yyyy"}),
        datetime: book.add_format({"num_format": "dd-mm-yyyy hh:mm:ss"}),
        time: book.add_format({"num_format": "hh:mm:ss"}),
    }
    for sheet in sheets:
        page = _add_sheet(book, sheet.name)
        for k, width in enumerate(_widths(sheet.rows)):
            page.set_column(k, k, width)
        if not text_only:
            _write_rows(page, sheet.rows, formats)
    close_book(book)
    if target.suffix.lower() == ".xlsm":
        memory = _as_macro_book(memory)
    if text_only:
        parts = {
            f"xl/worksheets/sheet{n}.xml": (1, sheet.rows) for n, sheet in enumerate(sheets, 1)
        }
        add_rows(memory, target, parts)  # type: ignore[arg-type]
    else:
        target.write_bytes(memory.getvalue())


def close_book(book: xlsxwriter.Workbook) -> None:
    """Finish a book made in memory. Raises ``OSError`` where the disk does not take its parts.

    Raised anew, without what is half done: that would be told of once more when it is forgotten.
    """
    try:
        book.close()
    except FileCreateError as error:
        found = error.args[0]
        trouble = OSError(found.errno, found.strerror)
        del found
    else:
        return
    raise trouble


def _add_sheet(book: xlsxwriter.Workbook, name: str) -> Any:
    try:
        return book.add_worksheet(name)
    except (InvalidWorksheetName, DuplicateWorksheetName):
        raise CannotWrite(
            f"Nama lembar {name[:40]} tidak dapat disimpan sebagai .xlsx: lebih dari 31 huruf, "
            "memuat []:*?/\\ atau ', atau sama dengan nama lain. Ganti namanya, lalu jalankan lagi."
        ) from None


def _as_macro_book(book: BytesIO) -> BytesIO:
    out = BytesIO()
    with ZipFile(book) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "[Content_Types].xml":
                data = data.replace(_PLAIN, _WITH_MACROS)
            new.writestr(item, data)
    return out


def _widths(rows: list[list[Raw]]) -> list[int]:
    """A width for each column from its first rows: what they hold is to be read at once."""
    widths: list[int] = []
    for row in rows[:_LOOKED_AT]:
        widths += [_NARROWEST] * (len(row) - len(widths))
        for k, value in enumerate(row):
            widths[k] = min(max(widths[k], len(shown(value)) + 2), _WIDEST)
    return widths


def _write_rows(page: xlsxwriter.worksheet.Worksheet, rows: list[list[Raw]], formats: dict) -> None:  # type: ignore[type-arg]
    for i, row in enumerate(rows):
        for k, value in enumerate(row):
            _write_cell(page, i, k, value, formats)


def _write_cell(page, i: int, k: int, value: Raw, formats: dict) -> None:  # type: ignore[no-untyped-def, type-arg]
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(i, k, value)
    elif isinstance(value, int | float):
        page.write_number(i, k, value)
    elif isinstance(value, date | datetime | time):
        page.write_datetime(i, k, value, formats[type(value)])
    else:
        page.write_string(i, k, shortened(str(value)))
