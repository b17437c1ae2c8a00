"""Read what the command wrote, and what it was given, as plain coded cells."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

Coded = tuple[str, Any]
Cells = dict[tuple[str, str], Coded]
EMPTY: Coded = ("empty", None)
SHOWN = re.compile(r"dd[\\\-\"]*-[\\\"]*mm[\\\-\"]*-[\\\"]*yyyy(;@)?", re.IGNORECASE)
PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


def coded(cell: Any) -> Coded:
    """Type and value of an openpyxl cell; a date that is not shown dd-mm-yyyy says so."""
    value = cell.value
    if value is None or value == "":
        return EMPTY
    if cell.data_type == "f":
        return ("formula", value)
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, dt.datetime):
        day: Any = value.date() if value.time() == dt.time() else value
        return ("date", day.isoformat())
    if isinstance(value, (int, float)):
        return ("number", int(value) if float(value).is_integer() else value)
    return ("text", str(value))


def read_cached(path: Path, formulas: set[tuple[str, str]]) -> Cells:
    """The last values the formulas had."""
    if not formulas:
        return {}
    book = openpyxl.load_workbook(path, data_only=True)
    return {(sheet, place): coded(book[sheet][place]) for sheet, place in sorted(formulas)}


def read_book(path: Path, text: bool) -> tuple[Cells, set[tuple[str, str]]]:
    """All filled cells of a workbook by (sheet, place), and the date cells shown otherwise.

    The only sheet of a file that was text has no name of its own: it is called "".
    """
    book = openpyxl.load_workbook(path)
    cells: Cells = {}
    odd: set[tuple[str, str]] = set()
    for sheet in book.worksheets:
        name = "" if text else sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                value = coded(cell)
                if value == EMPTY:
                    continue
                cells[name, cell.coordinate] = value
                if value[0] == "date" and not SHOWN.fullmatch(cell.number_format):
                    odd.add((name, cell.coordinate))
    book.close()
    return cells, odd


def grid_cells(grid: list[list[Any]], name: str) -> Cells:
    """The cells of a file openpyxl cannot read, from its truth."""
    cells: Cells = {}
    for r, row in enumerate(grid, 1):
        for c, (kind, value) in enumerate(row, 1):
            if kind != "empty":
                cells[name, f"{get_column_letter(c)}{r}"] = (kind, value)
    return cells


def places(text: str) -> list[str]:
    """Single cells named in a `Sel` field: D15, D15:D20, D15 dan D307."""
    out: list[str] = []
    for found in PLACE.finditer(text):
        if not found[3]:
            out.append(found[1] + found[2])
            continue
        left, top, right, bottom = range_boundaries(found[0])
        out += [
            f"{get_column_letter(c)}{r}"
            for c in range(left, right + 1)
            for r in range(top, bottom + 1)
        ]
    return out


COLUMNS = ["Terapkan", "Tingkat", "Lembar", "Sel", "Baris", "Kolom", "Isian Lama", "Isian Baru",
           "Aturan", "Alasan", "Bukti"]  # fmt: skip


def read_findings(path: Path, text: bool) -> dict[str, list[dict[str, Any]]]:
    """The lines of `Perubahan` and `Perlu Keputusan`, each a dict by column name.

    Raises ValueError when a sheet or a column of the issue is missing.
    """
    book = openpyxl.load_workbook(path, read_only=True)
    out: dict[str, list[dict[str, Any]]] = {}
    for name in ("Perubahan", "Perlu Keputusan"):
        if name not in book.sheetnames:
            raise ValueError(f"{path.name}: no sheet {name}")
        rows = list(book[name].iter_rows(values_only=True))
        heading = next((i for i, r in enumerate(rows) if r and r[0] == "Terapkan"), None)
        if heading is None or list(rows[heading][:11]) != COLUMNS:
            raise ValueError(f"{path.name}: the columns of {name} are not those of the issue")
        lines = [dict(zip(COLUMNS, row, strict=False)) for row in rows[heading + 1 :] if any(row)]
        for line in lines:
            line["sheet"] = "" if text else line["Lembar"]
            line["places"] = places(str(line["Sel"] or ""))
        out[name] = lines
    book.close()
    return out
