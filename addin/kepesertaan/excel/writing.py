"""Cells of an open sheet changed, and no other: values that stay what they are, formats, fills.

    write_cells(book, "Peserta", edits, date1904=False, addin=addin_for(book))

Where our add-in is loaded, its macro ``TulisSel`` takes all cells of a sheet in one call and works
inside Excel. Elsewhere (Calc, or Excel without the add-in) runs of equal cells are written
one after another; single cells where rows are hidden, as a block given to filtered rows does not
arrive as it was given. Both set the text format before a text, so that Excel never reads it as a
number or a date, and ``General`` before a number, so that it never becomes text; the wanted format
comes last. Neither touches a cell that is not to be changed: writing whole columns would be as few
calls, but would put back formats, partial fonts and numbers nobody asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import Any

from kepesertaan.domain.edit import KEEP, CellEdit
from kepesertaan.domain.serials import serial_of
from kepesertaan.domain.table import CellError, cell_name

from . import api
from .fills import Fill, read_fill
from .troubles import excel_errors

MACRO = api.macro_named("SelKepesertaan.TulisSel")
IS_THERE = api.macro_named("SelKepesertaan.Versi")
LONGEST_ADDRESS = 255  # letters Excel takes in one address
TEXT, GENERAL = "@", "General"  # the format a value is written under, so that it stays itself
_MOST = 100_000  # cells told in one call
_FEW = 5_000  # cells that every Excel takes in one call
_KEPT, _TEXT, _NUMBER, _EMPTY = range(4)


class MacroRefused(Exception):
    """Excel refused our macro a cell, by the number of its error; the cells before are written."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """One edit as Excel takes it."""

    row: int
    col: int  # from 0
    kind: int
    value: str | float | bool | None
    number_format: str | None
    fill: Fill | None


def addin_for(book: Any) -> Any | None:
    """The app whose add-in writes the cells, None where it is not loaded.

    3 calls; raises Excel's own error when it is busy.
    """
    app = book.app
    return app if api.has_macro(app, IS_THERE) else None


def write_cells(
    book: Any, name: str, edits: Sequence[CellEdit], *, date1904: bool, addin: Any | None
) -> None:
    """Write every edit of a sheet; a fill only a file can hold is left as it is.

    ``addin``: what ``addin_for`` said. Raises Excel's own error, or ``MacroRefused``, when it
    refuses; what was written until then stands.
    """
    cells = [_cell(edit, date1904) for edit in sorted(edits, key=lambda e: (e.col, e.row))]
    if addin is not None:
        _write_by_macro(addin, book.name, name, cells)
    else:
        _write_by_runs(book.sheets[name], cells)


def _cell(edit: CellEdit, date1904: bool) -> _Cell:
    value, kind = edit.value, _NUMBER
    if value is KEEP:
        value, kind = None, _KEPT
    elif value is None or value == "":
        value, kind = None, _EMPTY
    elif isinstance(value, str | CellError):
        value, kind = str(value), _TEXT
        if value.startswith("'"):
            value = "'" + value  # Excel takes a first apostrophe for its own mark
    elif isinstance(value, date | time):
        value = serial_of(value, date1904)
    elif not isinstance(value, bool):
        value = float(value)
    fill = None if edit.fill is None else read_fill(edit.fill)
    return _Cell(edit.row, edit.col, kind, value, edit.number_format, fill)


def _write_by_macro(app: Any, book: str, sheet: str, cells: Sequence[_Cell]) -> None:
    write = app.macro(MACRO)
    for start in range(0, len(cells), _MOST):
        _write_some(lambda *told: write(book, sheet, *told), cells[start : start + _MOST])


def _write_some(write: Callable[..., Any], cells: Sequence[_Cell]) -> None:
    """By one call, or by halves where Excel does not take so many; writing twice is no harm."""
    try:
        refusal = write(
            [float(cell.row) for cell in cells],
            [float(cell.col + 1) for cell in cells],
            [float(cell.kind) for cell in cells],
            ["" if cell.value is None else cell.value for cell in cells],
            [cell.number_format or "" for cell in cells],
            [cell.fill.code if cell.fill else "" for cell in cells],
        )
    except excel_errors():
        if len(cells) <= _FEW:
            raise
        middle = len(cells) // 2
        _write_some(write, cells[:middle])
        _write_some(write, cells[middle:])
        return
    if refusal:
        raise MacroRefused(refusal)


def _write_by_runs(sheet: Any, cells: Sequence[_Cell]) -> None:
    if _hides_rows(sheet, cells):
        for cell in cells:
            _write_together(sheet, [cell])
    else:
        _write_together(sheet, cells)


def _hides_rows(sheet: Any, cells: Sequence[_Cell]) -> bool:
    """Whether a filter or a person hides rows among those to be written."""
    rows = [cell.row for cell in cells]
    if not rows or not api.is_excel(sheet):  # Calc writes a block as it is given
        return False
    span = f"{cell_name(min(rows), 0)}:{cell_name(max(rows), 0)}"
    return api.hidden_rows(sheet.range(span)) is not False


def _write_together(sheet: Any, cells: Sequence[_Cell]) -> None:
    for run in _runs([cell for cell in cells if cell.kind != _KEPT], lambda c: c.number_format):
        _write_run(sheet, run)
    fills = {cell.fill for cell in cells if cell.fill}
    for fill in sorted(fills, key=lambda f: f.code):
        for address in addresses([(c.row, c.col) for c in cells if c.fill == fill]):
            api.paint(sheet.range(address), fill)


def _runs(cells: Sequence[_Cell], look: Any) -> Iterator[list[_Cell]]:
    """Cells under one another, of one kind and one look; ``cells`` by column, then row."""
    numbered = enumerate(cells)
    for _, run in groupby(numbered, lambda p: (p[1].col, p[1].kind, p[1].row - p[0], look(p[1]))):
        yield [cell for _, cell in run]


def _write_run(sheet: Any, run: Sequence[_Cell]) -> None:
    first, last = run[0], run[-1]
    name = cell_name(first.row, first.col)
    rng = sheet.range(name if last is first else f"{name}:{cell_name(last.row, last.col)}")
    form = first.number_format or api.number_format(rng)
    if form is None:  # the cells differ, so each keeps its own
        for cell in run:
            _write_run(sheet, [cell])
        return
    safe = TEXT if first.kind == _TEXT else GENERAL
    rng.number_format = safe
    rng.raw_value = [[cell.value] for cell in run]
    if form != safe:
        rng.number_format = form


def addresses(places: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Addresses of at most 255 letters that together name every cell (row from 1, column from 0).

    >>> list(addresses([(2, 0), (3, 0), (5, 1)]))
    ['A2:A3,B5']
    """
    pack = ""
    for area in _areas(sorted(places, key=lambda p: (p[1], p[0]))):
        if pack and len(pack) + 1 + len(area) > LONGEST_ADDRESS:
            yield pack
            pack = ""
        pack = f"{pack},{area}" if pack else area
    if pack:
        yield pack


def _areas(places: Sequence[tuple[int, int]]) -> Iterator[str]:
    for _, run in groupby(enumerate(places), lambda p: (p[1][1], p[1][0] - p[0])):
        cells = [place for _, place in run]
        first, last = cell_name(*cells[0]), cell_name(*cells[-1])
        yield first if first == last else f"{first}:{last}"
