"""Our add-in's macro for the fake Excel, by the same rules as addin/ribbon's VBA.

``test_addin`` runs the VBA itself in LibreOffice on the same table of cells.
"""

from __future__ import annotations

from typing import Any

from fake_excel.com import com_error
from kepesertaan.excel.writing import IS_THERE, MACRO

KEPT, TEXT, NUMBER, EMPTY = range(4)
NOTE = "'Kepesertaan.xlam'!RibbonKepesertaan.CatatUrungan"
UNDO = (
    "Urungkan perubahan Kepesertaan",
    "'Kepesertaan.xlam'!RibbonKepesertaan.UrunganTerakhir",
)
_NONE = -4142  # XlColorIndex


def load_addin(excel: Any) -> None:
    """Load the add-in into a fake Excel: its macros can be run."""
    excel.macros[MACRO] = write_cells
    excel.macros[IS_THERE] = lambda _app: "uji"
    excel.macros[NOTE] = lambda app, _book, cells: app.OnUndo(*UNDO) if cells > 0 else None


def unload_addin(excel: Any) -> None:
    """Take it out again."""
    excel.macros.clear()


def write_cells(
    app: Any,
    book: str,
    sheet: str,
    rows: list[float],
    columns: list[float],
    kinds: list[float],
    values: list[Any],
    formats: list[str],
    fills: list[str],
) -> str:
    """``TulisSel`` of the add-in: runs inside Excel, so what it asks crosses no process."""
    try:
        page = app.Workbooks(book).Worksheets(sheet)
        given = zip(rows, columns, kinds, values, formats, fills, strict=True)
        for row, column, kind, value, form, fill in given:
            cell = page.Cells(int(row), int(column))
            _write_one(cell, kind, value, form)
            if fill:
                _paint(cell.Interior, fill)
    except com_error:
        return "Galat 1004"
    return ""


def _write_one(cell: Any, kind: float, value: Any, form: str) -> None:
    after = form or cell.NumberFormat
    if kind != KEPT:
        cell.NumberFormat = "@" if kind == TEXT else "General"
        cell.Value2 = None if kind == EMPTY else value
    cell.NumberFormat = after


def _paint(inside: Any, fill: str) -> None:
    if fill == "-":
        inside.ColorIndex = _NONE
    elif fill.startswith("T"):
        number, _, tint = fill[1:].partition(":")
        inside.ThemeColor = int(number) + 1
        inside.TintAndShade = float(tint)
    elif fill.startswith("I"):
        inside.ColorIndex = int(fill[1:]) - 7
    else:
        inside.Color = int(fill)
