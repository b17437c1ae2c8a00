"""Write the dirty files and their truth; the same seed gives the same bytes of truth."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

from openpyxl.utils import get_column_letter

from .layouts import LAYOUTS, Layout
from .model import Book, Cell, Formula
from .people import Taken, invent
from .plant import plant

TEXT_SUFFIXES = (".csv", ".xls")


def coded(value: Any) -> list[Any]:
    """A value with its type, as JSON and the scorer hold it."""
    if value is None or value == "":
        return ["empty", None]
    if isinstance(value, Formula):
        return ["formula", value.text]
    if isinstance(value, str):
        return ["text", value]
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    whole = isinstance(value, float) and value.is_integer()
    return ["number", int(value) if whole else value]


def make_book(layout: Layout, seed: int, rows: int, big: int) -> Book:
    """Invent people, plant, lay out."""
    rng = Random(f"{seed}/{layout.name}")
    count = big if layout.name == "besar" else round(rows * layout.rows)
    taken = Taken()
    has_place = "lokasi_kerja" in layout.ground.fields  # minimum wages are judged for PU
    segment = "PU" if has_place else rng.choice(("PU", "PU", "JAKON"))
    people = invent(rng, count, taken, segment)
    if layout.before:
        layout.before(people, rng)
    plant(people, rng, layout.ground, taken, layout.extra)
    if layout.after:
        layout.after(people)
    return layout.build(people, rng, layout.ground)


def place_cells(book: Book) -> None:
    """Tell every cell where it stands."""
    for sheet in book.sheets:
        for r, row in enumerate(sheet.grid, 1):
            for c, item in enumerate(row, 1):
                if isinstance(item, Cell):
                    item.sheet, item.row, item.col = sheet.name, r, c


def ref(cell: Cell) -> str:
    return f"{get_column_letter(cell.col)}{cell.row}"


def truth_of(book: Book, layout: Layout, file: str) -> dict[str, Any]:
    """Everything the scorer needs, as plain JSON."""
    place_cells(book)
    cells, columns, grid = [], [], []
    for sheet in book.sheets:
        fields: dict[int, str] = {}
        rows: list[int] = []
        for r, row in enumerate(sheet.grid, 1):
            inside = [item for item in row if isinstance(item, Cell)]
            if inside:
                rows.append(r)
                fields.update({cell.col: cell.field for cell in inside})
        columns.append(
            {
                "sheet": sheet.name,
                "fields": {get_column_letter(c): f for c, f in sorted(fields.items())},
                "rows": rows,
            }
        )
        if layout.suffix != ".xlsx":
            grid = [[coded(getattr(i, "value", i)) for i in row] for row in sheet.grid]
    for person in book.people:
        for field, cell in person.cells.items():
            if cell.mark is None:
                continue
            mark = cell.mark
            accept = [p.cells[f] for p, f in mark.accept if f in p.cells]
            cells.append(
                {
                    "sheet": cell.sheet,
                    "cell": ref(cell),
                    "field": field,
                    "kind": mark.kind,
                    "expect": mark.expect,
                    "before": coded(cell.value),
                    "values": [coded(v) for v in mark.values],
                    "accept": [[c.sheet, ref(c)] for c in accept],
                }
            )
    return {
        "file": file,
        "layout": layout.name,
        "text": layout.suffix in TEXT_SUFFIXES,
        "folds": layout.suffix in (".xls", ".ods"),
        "columns": columns,
        "cells": cells,
        "grid": grid,  # what openpyxl cannot read back
    }


def generate(
    out: Path, seed: int, rows: int, big: int, only: str | None = None
) -> list[dict[str, Any]]:
    """Write OUT/in/<layout>.<suffix> and OUT/truth/<layout>.json for every layout."""
    for name in ("in", "truth"):
        shutil.rmtree(out / name, ignore_errors=True)
        (out / name).mkdir(parents=True)
    truths = []
    for layout in LAYOUTS:
        if only and layout.name != only:
            continue
        file = layout.name + layout.suffix
        book = make_book(layout, seed, rows, big)
        layout.save(book, out / "in" / file)
        truth = truth_of(book, layout, file)
        (out / "truth" / f"{layout.name}.json").write_text(
            json.dumps(truth, ensure_ascii=False, indent=0), encoding="utf-8"
        )
        truths.append(truth)
    return truths
