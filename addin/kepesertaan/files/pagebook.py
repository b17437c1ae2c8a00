"""A new book from plain specifications of sheets (domain/page.py)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from kepesertaan.domain.errors import CannotWrite
from kepesertaan.domain.page import Block, Board, Cell, Chart, Form, Link, Page, PageColumn
from kepesertaan.domain.show import count

from .cells import shortened
from .newbook import OPTIONS, close_book

_MOST_ROWS = 1_048_575  # below the headings
MOST_LINKS = 65_000  # Excel takes 65,530 on a sheet; further ones are written as text
_LINE, _LEAST_HEIGHT, _MOST_HEIGHT = 15, 18, 105  # points
_INK, _RULE, _HEAD, _INPUT = "#1F3864", "#BFBFBF", "#DDEBF7", "#FFF9E5"
_FORMATS = {
    "number": "General", "money": "#,##0_)", "date": "dd-mm-yyyy", "text": "@", "wrap": "@",
}  # fmt: skip
_MILLIONS = "#,##0.0,,"
_WIDEST_PAGE = 200  # letters that can be read on one page across
_LONGEST_TITLE = 32  # letters above the hint of a cell
_CHART_WIDTH, _CHART_HEIGHT = 480, 260  # pixels
_CHART_COLUMN, _CHART_ROWS, _CHART_GAP = 6, 14, 20


def write_pages(target: Path, board: Board | None, pages: Sequence[Page]) -> None:
    """Write the pages, and the board behind them; the first sheet is in front.

    Raises ``CannotWrite`` where a page has more rows than a sheet holds.
    """
    for page in pages:
        if len(page.rows) > _MOST_ROWS:
            raise CannotWrite(
                f"Lembar {page.name} lebih dari {count(_MOST_ROWS)} baris. Bagi berkas piutang, "
                "lalu ulangi."
            )
    book = xlsxwriter.Workbook(memory := BytesIO(), OPTIONS)
    book.set_properties({"created": datetime(2000, 1, 1), "title": board.title if board else ""})
    looks = _Looks(book)
    for page in pages:
        _write_page(book.add_worksheet(page.name), page, looks)
    if board:
        _write_board(book, book.add_worksheet(board.name), board, looks)
    close_book(book)
    target.write_bytes(memory.getvalue())


class _Looks:
    """The formats of a book, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book, self._made = book, dict[tuple[str, bool], Any]()
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self._base = base
        self.title = book.add_format({**base, "bold": True, "font_size": 16, "font_color": _INK})
        self.bold = book.add_format({**base, "bold": True, "font_color": _INK, "font_size": 12})
        self.note = book.add_format({**base, "italic": True, "font_color": "#595959"})
        self.head = book.add_format(
            {**base, "bold": True, "bg_color": _HEAD, "bottom": 1, "border_color": _RULE,
             "text_wrap": True, "valign": "vcenter", "align": "left", "indent": 1}
        )  # fmt: skip
        self.head_right = book.add_format(
            {**base, "bold": True, "bg_color": _HEAD, "bottom": 1, "border_color": _RULE,
             "text_wrap": True, "valign": "vcenter", "align": "right"}
        )  # fmt: skip

    def heading(self, form: Form) -> Any:
        """The format of a heading over cells of a form."""
        return self.head_right if form in ("number", "money") else self.head

    def cell(self, form: Form, *, is_input: bool = False) -> Any:
        """The format of a cell."""
        key = (form, is_input)
        if key not in self._made:
            look: dict[str, Any] = {**self._base, "bottom": 4, "bottom_color": _RULE}
            if form in _FORMATS:
                look["num_format"] = _FORMATS[form]
            look["text_wrap"] = form == "wrap"
            if form in ("text", "wrap", "link", "date"):
                look |= {"align": "left", "indent": 1}
            if form == "link":
                look |= {"font_color": "#0563C1", "underline": 1}
            if is_input:
                look["bg_color"] = _INPUT
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _write_page(sheet: Any, page: Page, looks: _Looks) -> None:
    forms = [looks.cell(one.form, is_input=one.is_input) for one in page.columns]
    for k, column in enumerate(page.columns):
        sheet.set_column(k, k, column.width)
        sheet.write_string(0, k, column.header, looks.heading(column.form))
    sheet.set_row(0, 2 * _LINE)
    links = 0
    for i, row in enumerate(page.rows, 1):
        sheet.set_row(i, _height(page.columns, row))
        for k, (value, look) in enumerate(zip(row, forms, strict=True)):
            links += _write(sheet, i, k, value, look, links < MOST_LINKS)
    if not page.rows:
        sheet.write_string(1, 0, page.empty, looks.note)
    last = max(len(page.rows), 1)
    for k, column in enumerate(page.columns):
        if page.rows and (check := _check(column)):
            sheet.data_validation(1, k, last, k, check)
    sheet.autofilter(0, 0, last, len(page.columns) - 1)
    sheet.freeze_panes(1, page.frozen_columns)
    _print_setup(sheet, across=1 + (sum(one.width for one in page.columns) > _WIDEST_PAGE))
    sheet.repeat_rows(0)


def _write(sheet: Any, i: int, k: int, value: Cell, look: Any, may_link: bool) -> bool:
    """Write a cell; whether it became a link."""
    if value is None or value == "":
        sheet.write_blank(i, k, None, look)
    elif isinstance(value, Link):
        if may_link:
            sheet.write_url(i, k, value.address, look, value.text)
            return True
        sheet.write_string(i, k, value.address, look)
    elif isinstance(value, date):
        sheet.write_datetime(i, k, datetime(value.year, value.month, value.day), look)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(i, k, float(value), look)
    else:
        sheet.write_string(i, k, shortened(value), look)
    return False


def _height(columns: Sequence[PageColumn], row: Sequence[Cell]) -> int:
    """Points a row needs for its wrapped texts."""
    lines = 1
    for column, value in zip(columns, row, strict=True):
        if column.form == "wrap" and isinstance(value, str):
            parts = value.split("\n")
            lines = max(
                lines, sum(max(1, math.ceil(len(p) / (column.width * 0.95))) for p in parts)
            )
    return min(max(_LEAST_HEIGHT, _LINE * lines + 3), _MOST_HEIGHT)


def _check(column: PageColumn) -> dict[str, Any] | None:
    """What a cell of the column takes, as XlsxWriter says it."""
    rule: dict[str, Any] = {"ignore_blank": True, "error_title": "Kepesertaan"}
    if column.hint:
        rule |= {"input_title": column.header[:_LONGEST_TITLE], "input_message": column.hint}
    if column.choices:
        rule |= {"validate": "list", "source": list(column.choices)}
        rule["error_message"] = f"Pilih {column.header} dari daftarnya."
    elif column.form == "date" and isinstance(column.least, date):
        least = datetime(column.least.year, column.least.month, column.least.day)
        rule |= {"validate": "date", "criteria": ">=", "value": least}
        rule["error_message"] = f"Isi tanggal, paling awal {column.least:%d-%m-%Y}."
    elif column.form == "money" and column.least is not None:
        rule |= {"validate": "decimal", "criteria": ">", "value": float(str(column.least))}
        rule["error_message"] = "Isi rupiah penuh di atas nol, angka saja."
    elif column.hint:
        rule["validate"] = "any"
    else:
        return None
    return rule


def _print_setup(sheet: Any, across: int = 1) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(across, 0)
    sheet.set_footer("&L&F&RHalaman &P dari &N")


def _write_board(book: Any, sheet: Any, board: Board, looks: _Looks) -> None:
    sheet.hide_gridlines(2)
    for k, width in enumerate(board.widths):
        sheet.set_column(k, k, width)
    sheet.write_string(0, 0, board.title, looks.title)
    row, chart_row = 2, 2
    for block in board.blocks:
        row, first = _write_block(sheet, row, block, looks)
        for chart in block.charts:
            made = _chart(book, board.name, block, chart, first)
            place = {"description": chart.alt, "x_offset": _CHART_GAP}
            sheet.insert_chart(chart_row, _CHART_COLUMN, made, place)
            chart_row += _CHART_ROWS
    _print_setup(sheet)


def _write_block(sheet: Any, row: int, block: Block, looks: _Looks) -> tuple[int, int]:
    """Write a block; the row after it, and that of its first line."""
    sheet.write_string(row, 0, block.title, looks.bold)
    row += 1
    if any(block.heads):
        for k, (head, form) in enumerate(zip(block.heads, block.forms, strict=True)):
            sheet.write_string(row, k, head, looks.heading(form))
        row += 1
    first = row
    for values in block.rows:
        for k, (value, form) in enumerate(zip(values, block.forms, strict=True)):
            _write(sheet, row, k, value, looks.cell(form), may_link=False)
        row += 1
    if block.heat and row > first:
        scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": f"#{block.heat}"}
        sheet.conditional_format(first, 1, row - 1, len(block.forms) - 1, scale)
    if block.note:
        sheet.write_string(row, 0, block.note, looks.note)
        row += 1
    return row + 1, first


def _chart(book: Any, name: str, block: Block, chart: Chart, first: int) -> Any:
    last = first + len(block.rows) - 1
    form = _MILLIONS if chart.is_money else "#,##0"
    made = book.add_chart({"type": "bar" if chart.lies else "column"})
    for col, colour in zip(chart.columns, chart.colours, strict=True):
        made.add_series(
            {
                "name": [name, first - 1, col - 1],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, col - 1, last, col - 1],
                "fill": {"color": f"#{colour}"},
                "gap": 60,
                "data_labels": {"value": True, "num_format": form, "font": {"size": 10}},
            }
        )
    made.set_title({"name": chart.title, "name_font": {"size": 12}})
    values = {"num_format": form, "num_font": {"size": 10}, "min": 0,
              "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}}  # fmt: skip
    if chart.is_money:
        values |= {
            "display_units": "millions",
            "display_units_visible": False,
            "name": "juta rupiah",
        }
    names = {"num_font": {"size": 10}, "reverse": chart.lies}
    made.set_x_axis(values if chart.lies else names)
    made.set_y_axis(names if chart.lies else values)
    made.set_legend({"position": "bottom"} if len(chart.columns) > 1 else {"none": True})
    made.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
    return made
