"""The history of a workbook as a sheet to read, and to tick what is to be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from kepesertaan.sheets.findings import HISTORY, HISTORY_TITLE, NO, YES

from .newbook import OPTIONS, close_book

_HEAD_ROW = 2
_WIDTHS = (10, 6, 17, 14, 18, 18, 24, 14, 8, 26)


def write_history(
    target: Path, columns: Sequence[str], rows: Sequence[Sequence[str | int]]
) -> None:
    """Write one sheet with a line for each part of each run; the first column takes the ticks."""
    book = xlsxwriter.Workbook(memory := BytesIO(), OPTIONS)
    book.set_properties({"created": datetime(2000, 1, 1), "title": HISTORY_TITLE})
    title = book.add_format({"bold": True, "font_size": 16, "font_color": "#1F3864"})
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 1})
    text = book.add_format({"num_format": "@", "valign": "top"})
    number = book.add_format({"num_format": "#,##0", "valign": "top"})
    page = book.add_worksheet(HISTORY)
    page.write_string(0, 0, HISTORY_TITLE, title)
    for k, (name, width) in enumerate(zip(columns, _WIDTHS, strict=True)):
        page.set_column(k, k, width)
        page.write_string(_HEAD_ROW, k, name, head)
    for i, row in enumerate(rows, _HEAD_ROW + 1):
        for k, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(i, k, value, number)
            else:
                page.write_string(i, k, value, text)
    last = _HEAD_ROW + max(len(rows), 1)
    page.data_validation(_HEAD_ROW + 1, 0, last, 0, {"validate": "list", "source": [YES, NO]})
    page.autofilter(_HEAD_ROW, 0, last, len(columns) - 1)
    page.freeze_panes(_HEAD_ROW + 1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD_ROW)
    close_book(book)
    target.write_bytes(memory.getvalue())
