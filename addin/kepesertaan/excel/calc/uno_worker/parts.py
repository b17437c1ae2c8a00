"""What a sheet has besides cells: tables, pivot tables, notes, print areas, drop-downs."""

from __future__ import annotations

from typing import Any

import uno

from .session import Session, address, cell_address, rect_of

_NOTE = 8  # CellFlags


def tables(session: Session, number: int) -> list[dict[str, Any]]:
    """The tables of a sheet (Calc: database ranges): name, block, whether headings, totals."""
    own = session.index_of(number)
    ranges = session.book_of(number).DatabaseRanges
    every = [(name, ranges.getByName(name)) for name in ranges.ElementNames]
    return [
        {
            "name": name,
            "rect": rect_of(found.DataArea),
            "headers": bool(found.ContainsHeader),
            "totals": bool(found.TotalsRow),
        }
        for name, found in every
        if found.DataArea.Sheet == own
    ]


def pivots(session: Session, number: int) -> list[dict[str, Any]]:
    """The pivot tables of a sheet: name and the block they fill."""
    found = session.sheet(number).DataPilotTables
    every = [found.getByIndex(k) for k in range(found.Count)]
    return [{"name": one.Name, "rect": rect_of(one.OutputRange)} for one in every]


def note(session: Session, number: int, row: int, column: int) -> str | None:
    """The note on a cell, None when it has none."""
    cell = session.area(number, [row, column, row, column])
    if not cell.queryContentCells(_NOTE).Count:
        return None  # asked for its note, a cell without one gives an empty one
    return str(cell.getCellByPosition(0, 0).Annotation.String)


def put_note(session: Session, number: int, row: int, column: int, text: str | None) -> None:
    """Put a note on a cell; None takes it away."""
    session.guard(number, [[row, column, row, column]])
    notes = session.sheet(number).Annotations
    where = cell_address(session.index_of(number), row, column)
    for k in range(notes.Count):
        found = notes.getByIndex(k).Position
        if (found.Row, found.Column) == (row, column):
            notes.removeByIndex(k)
            break
    if text is not None:
        notes.insertNew(where, text)


def print_areas(session: Session, number: int) -> list[list[int]]:
    """What is printed; [] for everything."""
    return [rect_of(found) for found in session.sheet(number).PrintAreas]


def put_print_areas(session: Session, number: int, rects: list[list[int]]) -> None:
    """Print these blocks only; [] for everything."""
    place = session.index_of(number)
    session.sheet(number).setPrintAreas(tuple(address(place, rect) for rect in rects))


def choose_from(session: Session, number: int, rects: list[list[int]], choices: list[str]) -> None:
    """A drop-down list on cells; [] takes rules away."""
    session.guard(number, rects)
    areas = session.areas(number, rects)
    rule = areas.Validation
    kind = "com.sun.star.sheet.ValidationType"
    rule.Type = uno.Enum(kind, "LIST" if choices else "ANY")
    quoted = ['"' + text.replace('"', '""') + '"' for text in choices]
    rule.setFormula1(";".join(quoted))
    rule.ShowList = 1
    areas.Validation = rule
