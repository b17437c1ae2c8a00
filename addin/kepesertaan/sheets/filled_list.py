"""A call list as it comes back from an officer: which sheets are lists, and their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.table import Column, Raw, SheetRows, Table
from kepesertaan.domain.text import visible

from .call_list import COLUMNS, FILLED, NPP, SHEET

_NAME = re.compile(rf"{SHEET} ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\b", re.IGNORECASE)
_SEARCHED_ROWS = 20  # in which the headings stand, below titles an officer may have put above them
_NEEDED = (NPP, *FILLED)


def list_day(name: str) -> date | None:
    """The day of a list's sheet, None where the name is not one of a list.

    >>> list_day("Daftar Telepon 2026-11-22 (2)"), list_day("Daftar Telepon"), list_day("Juli")
    (datetime.date(2026, 11, 22), None, None)
    """
    found = _NAME.match(visible(name))
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def find_lists(file: str, sheets: Sequence[SheetRows]) -> list[tuple[date, Table]]:
    """Every call list of a book with its day; each table holds the lines with an NPP or an answer.

    Columns may have been moved and titles put above, headings not renamed. Raises
    ``SheetNotRecognised`` where there is no list, or a heading is missing or there twice.
    """
    found = [
        (day, _table(file, sheet)) for sheet in sheets if (day := list_day(sheet.name)) is not None
    ]
    if not found:
        raise SheetNotRecognised(
            f"{file}: tidak ada lembar '{SHEET} TANGGAL'. Pilih daftar telepon yang sudah diisi; "
            f"nama lembarnya jangan diubah, misalnya '{SHEET} 2026-11-22'."
        )
    return found


def _table(file: str, sheet: SheetRows) -> Table:
    heading, places = _heading(sheet)
    rows = [
        i
        for i in range(heading + 1, len(sheet.rows))
        if any(_is_filled(_at(sheet.rows[i], places[name])) for name in _NEEDED)
    ]
    columns = tuple(
        Column(col, name, name, [_at(sheet.rows[i], col) for i in rows])
        for name, col in places.items()
    )
    return Table(file, sheet.name, columns, [i + 1 for i in rows], header_row=heading + 1)


def _heading(sheet: SheetRows) -> tuple[int, dict[str, int]]:
    """The heading row (from 0) and the column of each heading."""
    found = [_places(row) for row in sheet.rows[:_SEARCHED_ROWS]]
    counts = [sum(name in places for name in _NEEDED) for places in found]
    best = max(range(len(found)), key=lambda i: counts[i], default=-1)
    missing = [name for name in _NEEDED if best < 0 or name not in found[best]]
    twice = [name for name in _NEEDED if best >= 0 and len(found[best].get(name, [])) > 1]
    if missing or twice:
        what = f"tidak memuat judul kolom {', '.join(missing)}" if missing else (
            f"memuat dua kolom {', '.join(twice)}"
        )  # fmt: skip
        raise SheetNotRecognised(
            f"Lembar '{sheet.name}' {what}; kembalikan judul kolom seperti semula. "
            "Belum ada yang dicatat."
        )
    return best, {name: cols[0] for name, cols in found[best].items()}


def _places(row: Sequence[Raw]) -> dict[str, list[int]]:
    names = {name.upper(): name for name in COLUMNS}
    found: dict[str, list[int]] = {}
    for col, value in enumerate(row):
        name = names.get(visible(value).upper()) if isinstance(value, str) else None
        if name:
            found.setdefault(name, []).append(col)
    return found


def _at(row: Sequence[Raw], col: int) -> Raw:
    return row[col] if col < len(row) else None


def _is_filled(value: Raw) -> bool:
    return value is not None and (not isinstance(value, str) or bool(visible(value)))
