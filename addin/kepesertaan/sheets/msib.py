"""An intern's workbook: its sheets by name, columns in whatever order, values with their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kepesertaan.data.internship import SheetShape, sheet_shapes
from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.internship import Problem
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import CellError, Raw, SheetRows, column_letter
from kepesertaan.domain.text import visible

from .headings import normalise

_SEARCHED_ROWS = 15  # in which the headings stand, below titles
_LEAST_SHEETS = 3  # of ours in a book that is an intern's


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: raw values by field, and where it stands."""

    sheet: str
    row: int
    values: dict[str, Raw]
    letters: dict[str, str]

    def text(self, field: str) -> str:
        """The value as a person reads it, "" where there is none."""
        value = self.values.get(field)
        if isinstance(value, CellError):
            return ""
        if isinstance(value, str):
            return "\n".join(visible(part) for part in value.splitlines()).strip()
        return shown(value)

    def place(self, field: str = "") -> str:
        """Sheet and cell, or sheet and row."""
        letter = self.letters.get(field, "")
        return f"{self.sheet} {letter}{self.row}" if letter else f"{self.sheet} baris {self.row}"


@dataclass(frozen=True, slots=True)
class FoundBook:
    """Lines by the key of their sheet, and what is wrong with the sheets."""

    lines: dict[str, list[Line]]
    problems: tuple[Problem, ...]


def find_sheets(file: str, sheets: Sequence[SheetRows]) -> FoundBook:
    """The sheets of an intern's workbook.

    Raises ``SheetNotRecognised`` where the book is another one.
    """
    by_name = {normalise(sheet.name): sheet for sheet in reversed(sheets)}
    found: dict[str, SheetRows] = {}
    for shape in sheet_shapes().values():
        sheet = next((by_name[n] for n in map(normalise, shape.names) if n in by_name), None)
        if sheet is not None:
            found[shape.key] = sheet
    if "mahasiswa" not in found or len(found) < _LEAST_SHEETS:
        raise SheetNotRecognised(
            f"{file} bukan buku MSIB: lembar Mahasiswa, Mitra, Logbook, dan Narasi tidak "
            "ditemukan. Mulai dari salinan msib.xlsx, contoh bawaan aplikasi ini."
        )
    lines, problems = {}, []
    for shape in sheet_shapes().values():
        read, troubles = _read(found.get(shape.key), shape)
        lines[shape.key] = read
        problems += troubles
    return FoundBook(lines, tuple(problems))


def _read(sheet: SheetRows | None, shape: SheetShape) -> tuple[list[Line], list[Problem]]:
    if sheet is None:
        return [], [Problem(f"lembar {shape.name}", "lembar ini tidak ada di buku kerja.")]
    return _form(sheet, shape) if shape.is_form else _table(sheet, shape)


def _form(sheet: SheetRows, shape: SheetShape) -> tuple[list[Line], list[Problem]]:
    """A sheet of names and values as one line; the value stands right of its name."""
    known = _names(shape)
    values: dict[str, Raw] = {}
    letters: dict[str, str] = {}
    problems = []
    for row, cells in enumerate(sheet.rows, 1):
        for col, cell in enumerate(cells):
            field = known.get(normalise(cell)) if isinstance(cell, str) and cell.strip() else None
            if field is None:
                continue
            place = f"{column_letter(col + 1)}{row}"
            value = cells[col + 1] if col + 1 < len(cells) else None
            if _is_filled(values.get(field)) and _is_filled(value):
                text = f"'{visible(str(cell))}' ada dua kali; yang dipakai {letters[field]}."
                problems.append(Problem(f"{sheet.name} {place}", text))
            elif not _is_filled(values.get(field)):
                values[field], letters[field] = value, place
            break
    if not values:
        problems.append(
            Problem(f"lembar {sheet.name}", "tidak ada isian yang dikenal di lembar ini.")
        )
    return [_FormLine(sheet.name, 0, values, letters)], problems


class _FormLine(Line):
    """The line of a form: each value has a cell of its own."""

    __slots__ = ()

    def place(self, field: str = "") -> str:
        cell = self.letters.get(field)
        return f"{self.sheet} {cell}" if cell else f"lembar {self.sheet}"


def _table(sheet: SheetRows, shape: SheetShape) -> tuple[list[Line], list[Problem]]:
    places = [_columns(row, shape) for row in sheet.rows[:_SEARCHED_ROWS]]
    best = max(range(len(places)), key=lambda i: len(places[i]), default=-1)
    columns = places[best] if best >= 0 else {}
    missing = [field for field in shape.required if field not in columns]
    if missing:
        heads = ", ".join(shape.columns[field][0].capitalize() for field in missing)
        return [], [Problem(f"lembar {sheet.name}", f"judul kolom {heads} tidak ditemukan.")]
    letters = {field: column_letter(col) for field, col in columns.items()}
    twice = _twice(sheet, sheet.rows[best], columns, shape)
    lines = []
    for row in range(best + 1, len(sheet.rows)):
        values = {field: _at(sheet.rows[row], col) for field, col in columns.items()}
        if any(_is_filled(value) for value in values.values()):
            lines.append(Line(sheet.name, row + 1, values, letters))
    return lines, [*twice, *(p for line in lines for p in _errors(line))]


def _twice(
    sheet: SheetRows, row: Sequence[Raw], columns: dict[str, int], shape: SheetShape
) -> list[Problem]:
    """Headings that name what an earlier column holds already."""
    known = _names(shape)
    found = []
    for col, cell in enumerate(row):
        field = known.get(normalise(cell)) if isinstance(cell, str) and cell.strip() else None
        if field and columns[field] != col:
            first = column_letter(columns[field])
            text = f"kolom '{visible(str(cell))}' berisi hal yang sama dengan kolom {first}; "
            text += f"yang dipakai kolom {first}."
            found.append(Problem(f"{sheet.name} {column_letter(col)}", text))
    return found


def _names(shape: SheetShape) -> dict[str, str]:
    return {normalise(name): field for field, names in shape.columns.items() for name in names}


def _columns(row: Sequence[Raw], shape: SheetShape) -> dict[str, int]:
    known = _names(shape)
    found: dict[str, int] = {}
    for col, cell in enumerate(row):
        field = known.get(normalise(cell)) if isinstance(cell, str) and cell.strip() else None
        if field and field not in found:
            found[field] = col
    return found


def _errors(line: Line) -> list[Problem]:
    return [
        Problem(line.place(field), f"sel berisi kesalahan {value}.")
        for field, value in line.values.items()
        if isinstance(value, CellError)
    ]


def _at(row: Sequence[Raw], col: int) -> Raw:
    return row[col] if col < len(row) else None


def _is_filled(value: Raw) -> bool:
    return value is not None and (not isinstance(value, str) or bool(visible(value)))
