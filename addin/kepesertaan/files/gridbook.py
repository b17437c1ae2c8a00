"""A new book from sheets described cell by cell (domain/grid.py): live formulas, links, charts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from kepesertaan.domain.errors import CannotWrite
from kepesertaan.domain.grid import Formula, Grid, GridBook, Spot
from kepesertaan.domain.show import count

from .cells import shortened
from .gridchart import INK, chart_of
from .newbook import OPTIONS, close_book
from .pagebook import MOST_LINKS

_MOST_ROWS = 1_048_576
_RULE, _HEAD, _PALE = "#BFBFBF", "#DDEBF7", "#F2F2F2"
_PAGE_PIXELS = 955  # A4 across less its margins, and a little for other fonts
_LEAST_SCALE = 10
# What Excel would mark with a green corner: fingerprints of digits, sums beside lines.
_NO_ERRORS = ("number_stored_as_text", "formula_differs", "formula_range", "two_digit_text_year")
# Of the same width in Excel and LibreOffice, so that pages break at the same column everywhere.
_FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}
_ROW_HEIGHT = 15.75  # points: 21 pixels
_SMALL_ROW, _SMALL_SIZE = 10.5, 8  # points, of sheets in small letters
_SMALL = _SMALL_SIZE / 10  # widths and heights against those of ordinary letters
_PAPER_TAB, _DATA_TAB = "#2F5597", "#A6A6A6"
_TITLE_HEIGHT = 24  # points
_BELOW = 6  # pixels of a chart below the edge of its row, which may be that of a page
_MONTH = "[$-421]mmm yyyy"
# What the words of a look mean, as XlsxWriter says it; later words win.
_LOOKS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@", "align": "left", "indent": 1},
    "wrap": {"num_format": "@", "align": "left", "indent": 1, "text_wrap": True},
    "plain": {"align": "left"},
    "right": {"align": "right"},
    "number": {"num_format": "#,##0", "align": "right", "shrink": True},
    "milliards": {"num_format": '#,##0.0,,," miliar"', "align": "right", "shrink": True},
    "millions": {"num_format": '#,##0.0,," juta"', "align": "right", "shrink": True},
    "decimal": {"num_format": "#,##0.0", "align": "right", "shrink": True},
    "hundredths": {"num_format": "#,##0.00", "align": "right", "shrink": True},
    "written": {"num_format": "#,##0.######", "align": "right", "shrink": True},
    "percent": {"num_format": '[>=10]">999%";[<0]-0.0%;0.0%', "align": "right"},
    "points": {"num_format": "+0.0;-0.0;0.0", "align": "right"},
    "signed": {"num_format": "+#,##0;-#,##0;0", "align": "right", "shrink": True},
    "signed_percent": {"num_format": '[>=10]">+999%";[<0]-0.0%;+0.0%', "align": "right"},
    "month": {"num_format": _MONTH, "align": "left", "indent": 1},
    "lined": {"bottom": 4, "bottom_color": _RULE},
    "total": {"bold": True, "top": 1, "bottom": 1, "bg_color": _PALE},
    "head": {"bold": True, "bg_color": _HEAD, "text_wrap": True, "valign": "vcenter",
             "bottom": 1, "border_color": _RULE},
    "title": {"bold": True, "font_size": 16, "font_color": INK},
    "block": {"bold": True, "font_size": 12, "font_color": INK},
    "note": {"italic": True, "font_color": "#595959"},
    "link": {"font_color": "#0563C1", "underline": 1},
    "strong": {"bold": True},
    "boxed": {"bg_color": _PALE, "indent": 1},
    "edge": {"right": 5, "right_color": "#FFFFFF"},
    "card_name": {"bold": True, "font_color": INK, "bg_color": _PALE, "indent": 1, "top": 2,
                  "top_color": INK, "num_format": "@"},
    "card_value": {"bold": True, "font_size": 22, "font_color": INK, "bg_color": _PALE,
                   "valign": "vcenter", "align": "left", "indent": 1},
    "card_note": {"font_size": 9, "bg_color": _PALE, "text_wrap": True, "indent": 1},
    "band": {"bold": True, "align": "left", "indent": 1},
    "slanted": {"italic": True, "font_color": "#595959"},
    "quiet": {"font_color": "#7F7F7F"},
}  # fmt: skip


def write_grids(target: Path, made: GridBook) -> None:
    """Write the sheets; the first is in front.

    Raises ``CannotWrite`` for too many rows, ``OSError`` where the disk does not take them.
    """
    book = xlsxwriter.Workbook(
        memory := BytesIO(), {**OPTIONS, "default_format_properties": dict(_FONT)}
    )
    book.set_properties({"created": datetime(2000, 1, 1), "title": made.title})
    looks = _Looks(book)
    for grid in made.grids:
        _write_grid(book, book.add_worksheet(grid.name), grid, looks, target.parent)
    for name, area in made.names.items():
        book.define_name(name, f"={area}")
    close_book(book)
    target.write_bytes(memory.getvalue())


class _Looks:
    """The formats of a book, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book, self._made = book, dict[tuple[str, bool], Any]()

    def of(self, look: str, *, small: bool = False) -> Any:
        """The format of the words of a look."""
        if (look, small) not in self._made:
            size = {"font_size": _SMALL_SIZE} if small else {}
            says: dict[str, Any] = {**_FONT, **size, "valign": "top"}
            for word in look.split():
                says |= _LOOKS[word]
            self._made[look, small] = self._book.add_format(says)
        return self._made[look, small]

    def colour(self, colour: str) -> Any:
        """The format of a word's colour."""
        return self._book.add_format({"bg_color": f"#{colour}", "font_color": "#000000"})


def _write_grid(book: Any, sheet: Any, grid: Grid, looks: _Looks, home: Path) -> None:
    sheet.set_default_row(_SMALL_ROW if grid.small else _ROW_HEIGHT)
    size = _SMALL if grid.small else 1
    for k, width in enumerate(grid.widths):
        sheet.set_column(k, k, width * size)
    sheet.set_row(0, _TITLE_HEIGHT)
    for row, height in grid.heights.items():
        sheet.set_row(row, height * size)
    by_place = {(spot.row, spot.col): spot for spot in grid.spots} if grid.merges else {}
    for first_row, first_col, last_row, last_col in grid.merges:
        look = looks.of(by_place[first_row, first_col].look)
        sheet.merge_range(first_row, first_col, last_row, last_col, "", look)
    links = 0
    for spot in _within(grid):
        look = looks.of(spot.look, small=grid.small)
        links += _write(sheet, spot, look, home if links < MOST_LINKS else None)
    for spark in grid.sparks:
        kind = {"type": "column", "min": 0} if spark.bars else {"type": "line", "weight": 1.5}
        sheet.add_sparkline(
            spark.row, spark.col,
            {"range": spark.cells, "series_color": INK, "last_point": True,
             "last_color": "#C55A11", **kind},
        )  # fmt: skip
    for one in grid.colours:
        rule = {"type": "text", "criteria": "begins with", "value": one.word}
        sheet.conditional_format(*one.area, rule | {"format": looks.colour(one.colour)})
    for drawing in grid.drawings:
        sheet.insert_chart(
            drawing.row, drawing.col, chart_of(book, drawing),
            {"description": drawing.alt, "object_position": 2, "y_offset": _BELOW},
        )  # fmt: skip
    _set_up(sheet, grid)


def _within(grid: Grid) -> Iterator[Spot]:
    """The cells of a sheet. Raises ``CannotWrite`` for one below the last row Excel has."""
    for spot in grid.spots:
        if spot.row >= _MOST_ROWS:
            raise CannotWrite(
                f"Lembar {grid.name} lebih dari {count(_MOST_ROWS)} baris. Bagi foldernya, lalu "
                "ulangi."
            )
        yield spot


def _write(sheet: Any, spot: Spot, look: Any, home: Path | None) -> bool:
    """Write a cell; whether it became a link. ``home``: the book's folder, None for no link."""
    value = spot.value
    linked = bool(spot.link) and home is not None
    if linked and home is not None:
        link = _from_home(spot.link, home)
        linked = sheet.write_url(spot.row, spot.col, link, look, "x", spot.tip or None) == 0
    if value is None or value == "":
        sheet.write_blank(spot.row, spot.col, None, look)
    elif isinstance(value, Formula):
        cached = float(value.value) if isinstance(value.value, Decimal) else value.value
        sheet.write_formula(spot.row, spot.col, f"={value.text}", look, cached)
    elif isinstance(value, date):
        sheet.write_datetime(spot.row, spot.col, datetime(value.year, value.month, value.day), look)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(spot.row, spot.col, float(value), look)
    else:
        sheet.write_string(spot.row, spot.col, shortened(value), look)
    return linked


def _from_home(link: str, home: Path) -> str:
    """The link to a file as seen from the book's folder, so that both can be moved together.

    >>> _from_home("external:/data/TARGET/a.xlsx#'NOV'!D6", Path("/data/HASIL"))
    "external:../TARGET/a.xlsx#'NOV'!D6"
    """
    kind, _, address = link.partition(":")
    path, mark, where = address.partition("#")
    if kind != "external" or not Path(path).is_absolute():
        return link
    try:
        seen = os.path.relpath(path, home)
    except ValueError:  # another drive
        return link
    return f"external:{seen}{mark}{where}"


def _set_up(sheet: Any, grid: Grid) -> None:
    if any(grid.frozen):
        sheet.freeze_panes(*grid.frozen)
    if grid.filtered:
        sheet.autofilter(*grid.filtered)
    if grid.repeat:
        sheet.repeat_rows(*grid.repeat)
    if grid.printed:
        sheet.print_area(*grid.printed)
    if grid.repeat_columns:
        sheet.repeat_columns(*grid.repeat_columns)
    if grid.locked:
        sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
    sheet.ignore_errors(dict.fromkeys(_NO_ERRORS, "A1:XFD1048576"))
    sheet.set_zoom(round(grid.zoom / (_SMALL if grid.small else 1)))
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_tab_color(_PAPER_TAB if grid.paper else _DATA_TAB)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
    sheet.print_across()  # where a table is several pages wide, its parts follow each other
    sheet.set_footer("&L&F&C&A&RHalaman &P dari &N")
    if grid.breaks or grid.column_breaks:  # Excel forgets such breaks where pages are fitted
        sheet.set_h_pagebreaks(list(grid.breaks))
        sheet.set_v_pagebreaks(list(grid.column_breaks))
        sheet.set_print_scale(_scale(grid))
    else:
        sheet.fit_to_pages(grid.across, grid.down)


def _scale(grid: Grid) -> int:
    """The per cent at which the widest page of a sheet fits A4 across."""
    ends = (*grid.column_breaks, len(grid.widths))
    starts = (0, *grid.column_breaks)
    again = (
        sum(map(_pixels, grid.widths[: grid.repeat_columns[1] + 1])) if grid.repeat_columns else 0
    )
    pages = [
        sum(map(_pixels, grid.widths[start:end])) + (again if start else 0)
        for start, end in zip(starts, ends, strict=True)
    ]
    return max(_LEAST_SCALE, min(100, int(100 * _PAGE_PIXELS / max(pages))))


def _pixels(width: float) -> float:
    return width * 7 + 5
