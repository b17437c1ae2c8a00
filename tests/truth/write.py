"""Write a book to a file: openpyxl, XlsxWriter, delimited text, HTML saved as .xls."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .model import Book, Cell, Formula, Sheet

DATE = "dd-mm-yyyy"


def parts(item: Any) -> tuple[Any, str | None]:
    """Value and number format of a grid item."""
    return (item.value, item.fmt) if isinstance(item, Cell) else (item, None)


def by_openpyxl(book: Book, path: Path) -> None:
    """Write with openpyxl (no cached values for formulas)."""
    out = openpyxl.Workbook()
    out.remove(out.active)
    for sheet in book.sheets:
        page = out.create_sheet(sheet.name)
        for r, row in enumerate(sheet.grid, 1):
            for c, item in enumerate(row, 1):
                fill_openpyxl(page.cell(r, c), item)
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
        for row_index in sheet.hidden_rows:
            page.row_dimensions[row_index + 1].hidden = True
        for col in sheet.hidden_cols:
            page.column_dimensions[get_column_letter(col + 1)].hidden = True
        if sheet.filter_row is not None:
            last = get_column_letter(max(len(r) for r in sheet.grid))
            page.auto_filter.ref = f"A{sheet.filter_row + 1}:{last}{len(sheet.grid)}"
    out.save(path)


def fill_openpyxl(cell: Any, item: Any) -> None:
    """Put one value; text stays text even when it begins with =."""
    value, fmt = parts(item)
    if value is None:
        return
    cell.value = value.text if isinstance(value, Formula) else value
    if isinstance(value, str) and value != "#N/A":
        cell.data_type = "s"
        if isinstance(item, Cell):
            cell.number_format = "@"
        else:
            cell.font = Font(bold=True)
    elif isinstance(value, dt.date):
        cell.number_format = fmt or DATE
    elif fmt or isinstance(value, int):
        cell.number_format = fmt or "0"


def by_xlsxwriter(book: Book, path: Path, *, mac: bool = False, power: bool = False) -> None:
    """Write with XlsxWriter; power rewrites 16-digit numbers as 3.578…E15, as Excel does."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    if mac:
        options["date_1904"] = True
    out = xlsxwriter.Workbook(str(path), options)
    formats: dict[str, Any] = {}
    for sheet in book.sheets:
        page = out.add_worksheet(sheet.name)
        for r, row in enumerate(sheet.grid):
            for c, item in enumerate(row):
                fill_xlsxwriter(out, page, formats, r, c, item)
        for row_index in sheet.hidden_rows:
            page.set_row(row_index, None, None, {"hidden": True})
    out.close()
    if power:
        raise_to_power(path)


def fill_xlsxwriter(
    out: Any, page: Any, formats: dict[str, Any], r: int, c: int, item: Any
) -> None:
    """Put one value with a format of its kind."""
    value, fmt = parts(item)
    if isinstance(value, Formula):
        page.write_formula(r, c, value.text, None, value.cached)
    elif isinstance(value, str):
        page.write_string(r, c, value)
    elif isinstance(value, dt.date):
        name = fmt or DATE
        if name not in formats:
            formats[name] = out.add_format({"num_format": name})
        page.write_datetime(r, c, value, formats[name])
    elif value is not None:
        page.write_number(r, c, value)


def raise_to_power(path: Path) -> None:
    """Rewrite <v>3578014505999901</v> as <v>3.578014505999901E15</v> in all sheets."""
    with zipfile.ZipFile(path) as old:
        entries = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info, data in entries:
            if info.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"<v>(\d)(\d{15})</v>", rb"<v>\1.\2E15</v>", data)
            new.writestr(info, data)


def text_of(item: Any) -> str:
    """Text of a grid item in a file without types."""
    value, _ = parts(item)
    return "" if value is None else str(value)


def by_csv(book: Book, path: Path, *, sep: str, charset: str) -> None:
    """Write the only sheet as delimited text with Windows line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sep, lineterminator="\r\n")
    for row in book.sheets[0].grid:
        writer.writerow([text_of(item) for item in row])
    path.write_bytes(out.getvalue().encode(charset))


ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet>"
)
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.2" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def ods_cell(item: Any) -> str:
    """One typed OpenDocument cell."""
    value, _ = parts(item)
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        paragraphs = "".join(
            f"<text:p>{re.sub(' +', ods_spaces, html.escape(line, quote=False))}</text:p>"
            for line in value.splitlines() or [""]
        )
        return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
    if isinstance(value, dt.date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"


def ods_spaces(found: re.Match[str]) -> str:
    return f'<text:s text:c="{len(found[0])}"/>' if len(found[0]) > 1 else " "


def by_ods(book: Book, path: Path) -> None:
    """Write an OpenDocument spreadsheet by hand."""
    tables = []
    for sheet in book.sheets:
        rows = "".join(
            f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"
            for row in sheet.grid
        )
        tables.append(f'<table:table table:name="{sheet.name}">{rows}</table:table>')
    end = "</office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", ODS_KIND)
        out.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        out.writestr("content.xml", ODS_HEAD + "".join(tables) + end)


def by_html(book: Book, path: Path) -> None:
    """Write the only sheet as the HTML table government portals call .xls."""
    sheet: Sheet = book.sheets[0]
    lines = []
    for row in sheet.grid:
        cells = [f"<td>{html.escape(text_of(item))}</td>" for item in row]
        lines.append("<tr>" + "".join(cells).replace("\u00a0", "&nbsp;") + "</tr>")
    path.write_text(
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" '
        'content="text/html; charset=utf-8"></head><body><table border="1">\n'
        + "\n".join(lines)
        + "\n</table></body></html>",
        encoding="utf-8",
    )
