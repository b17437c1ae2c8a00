"""Turn people into rows of cells, typed or as text."""

from __future__ import annotations

import datetime as dt
import re
from random import Random
from typing import Any

from .model import Cell, Mark, Person

DATE_FORMATS = ("dd-mm-yyyy", "dd-mm-yyyy", "dd-mm-yyyy", "dd/mm/yyyy", "d mmm yyyy", "yyyy-mm-dd",
                "mm/dd/yyyy")  # fmt: skip


def typed_cell(person: Person, field: str, rng: Random) -> Cell:
    """The raw value if one was planted, else the canonical one."""
    value = person.raw.get(field, person.values.get(field))
    cell = Cell(value, field, person.marks.get(field))
    if isinstance(value, dt.date):
        cell.fmt = rng.choice(DATE_FORMATS)
    elif field == "upah" and isinstance(value, (int, float)):
        cell.fmt = rng.choice(("0", "#,##0", "General"))
    person.cells[field] = cell
    return cell


def text_cell(person: Person, field: str, dates: str) -> Cell:
    """The same as text; a date or a wage then becomes a certain fix of its own."""
    raw = field in person.raw
    value = person.raw[field] if raw else person.values.get(field)
    mark = person.marks.get(field)
    if not raw and isinstance(value, dt.date):
        # '"dates: … ISO, d/m/y with a day above 12 | fix"'; the column's order is proven
        mark = mark or Mark(f"{field}_teks", "fix", (value,))
        value = value.strftime(dates)
    elif not raw and isinstance(value, int):
        # '"upah whole rupiah as number"'
        mark = mark or Mark(f"{field}_teks_berkas", "fix", (value,))
        value = str(value)
    elif value is not None:
        value = str(value)
    cell = Cell(value, field, mark)
    person.cells[field] = cell
    return cell


def judge_thin_columns(people: list[Person], fields: tuple[str, ...]) -> None:
    """Weigh again the dates d/m/y of columns where hardly any day is above 12.

    '"the column's own unambiguous values all of one order"': with none the others must be asked
    about; with one or two the issue does not say whether that is proof. Birth dates have the NIK.
    """
    for field in fields:
        cells = [p.cells[field] for p in people if field in p.cells]
        firsts = [first_number(cell.value) for cell in cells]
        proofs = sum(first > 12 for first in firsts)
        if field == "tgl_lahir" or proofs > 2:
            continue
        for cell, first in zip(cells, firsts, strict=True):
            if cell.mark and cell.mark.kind == f"{field}_teks" and 0 < first <= 12:
                cell.mark = unproven_mark(cell.field, cell.mark.values[0], proofs)


def first_number(value: Any) -> int:
    """The first part of a text d/m/y; 0 of anything else."""
    found = re.fullmatch(r"(\d{1,2})[-/.]\d{1,2}[-/.]\d{4}", str(value))
    return int(found[1]) if found else 0


def unproven_mark(field: str, day: dt.date, proofs: int) -> Mark:
    """What to do with a day of at most 12 in a column with few proofs or none."""
    if day.day == day.month:
        return Mark(f"{field}_teks", "fix", (day,))
    if proofs:
        return Mark(f"{field}_teks_bukti_tipis", "either", (day,))
    return Mark(f"{field}_teks_tanpa_bukti", "flag")


def row_of(
    person: Person, number: int, fields: tuple[str, ...], rng: Random, dates: str | None = None
) -> list[Any]:
    """One row; no_urut is a plain number outside the judged fields."""
    row: list[Any] = []
    for field in fields:
        if field == "no_urut":
            row.append(number if dates is None else str(number))
        elif dates is None:
            row.append(typed_cell(person, field, rng))
        else:
            row.append(text_cell(person, field, dates))
    return row
