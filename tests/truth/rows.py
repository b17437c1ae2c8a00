"""Turn people into rows of cells, typed or as text."""

from __future__ import annotations

import datetime as dt
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
        ours = [c for c in cells if c.mark and c.mark.kind == f"{field}_teks"]
        proofs = sum(day_first(c.value) for c in cells)
        if field == "tgl_lahir" or proofs > 2:
            continue
        for cell in ours:
            assert cell.mark is not None
            day = cell.mark.values[0]
            if day.day <= 12 and day.day != day.month:
                cell.mark = unproven_mark(cell, day, proofs)


def day_first(value: Any) -> bool:
    """Whether a text shows by itself that the day comes first."""
    found = re.fullmatch(r"(\d{1,2})[-/.]\d{1,2}[-/.]\d{4}", str(value))
    return found is not None and int(found[1]) > 12


def unproven_mark(cell: Cell, day: dt.date, proofs: int) -> Mark:
    kind = f"{cell.field}_teks_tanpa_bukti"
    if proofs:
        return Mark(kind, "either", (day,))
    return Mark(kind, "flag", (), [(cell, cell.field)])


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
