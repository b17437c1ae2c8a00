"""An open sheet as plain values, the same as the reader of closed files gives.

    sheet = read_sheet(book.name, xw_sheet)      # sheets.participant.Sheet

Read in blocks of many cells: the number of calls grows with the columns, not with the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from kepesertaan.domain.edit import (
    IN_HEADER,
    IN_MERGE,
    IN_PIVOT,
    IN_TOTALS,
    LOCKED,
    WITH_FORMULA,
)
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.serials import is_date_format, moment_of
from kepesertaan.domain.table import CellError, Raw, cell_name
from kepesertaan.sheets.participant import Sheet

from . import api

MOST_AREA = 24_000_000  # cells up to the last one; about 1 GB in memory
_BLOCK = 2_000_000  # cells read in one call
_HEAD = 16  # rows in which titles and headings mostly stand
_MOST_SPLITS = 60  # calls spent on finding out which of many rows are hidden, or spilled
_WHOLE = 10**15  # from here on a float shows a whole number as our reader of files does
_ERRORS = {
    -2146826288: "#NULL!", -2146826281: "#DIV/0!", -2146826273: "#VALUE!", -2146826265: "#REF!",
    -2146826259: "#NAME?", -2146826252: "#NUM!", -2146826246: "#N/A", -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!", -2146826242: "#CONNECT!", -2146826241: "#BLOCKED!",
    -2146826240: "#UNKNOWN!", -2146826239: "#FIELD!", -2146826238: "#CALC!",
}  # fmt: skip
Cell = tuple[int, int]  # row from 1, column from 0
Merge = tuple[int, int, int, int]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column; all from 1


def read_sheet(file: str, sheet: Any) -> Sheet:
    """Every cell of an open sheet, with what must not be written and what is hidden.

    Raises ``UnreadableInput`` where the cells are too many or too far apart.
    """
    date1904 = api.has_1904_dates(sheet.book)
    rows, columns, hides = api.extent(sheet)
    if not rows:
        return Sheet(file, sheet.name, [], [], frozenset(), {}, date1904)
    if rows * columns > MOST_AREA:
        raise UnreadableInput(
            f"{file} lembar {sheet.name}: isinya terlalu banyak atau terpencar sampai ke tepi "
            "lembar. Hapus isian yang jauh dari tabel, atau bagi datanya, lalu coba lagi."
        )
    values = read_values(sheet, rows, columns, date1904)
    head = min(rows, _HEAD)  # titles are merged, people are not
    areas = [(1, 1, head, columns), (head + 1, 1, rows, columns)][: 1 + (rows > head)]
    merges = [merge for area in areas for merge in _merges(sheet, area)]
    is_locked = api.is_protected(sheet)
    locked = _every_cell(values) if is_locked else ()
    fixed = dict.fromkeys(locked, LOCKED) | _fixed(sheet, values, columns, merges)
    hidden = frozenset(_hidden(sheet, 1, rows) if hides else ())
    return Sheet(file, sheet.name, values, merges, hidden, fixed, date1904, is_locked)


def read_values(sheet: Any, rows: int, columns: int, date1904: bool) -> list[list[Raw]]:
    """Rows 1 to ``rows`` of raw values, each ending at its last one."""
    found: list[list[Raw]] = []
    step = max(1, _BLOCK // columns)
    for first in range(1, rows + 1, step):
        area = (first, 1, min(first + step - 1, rows), columns)
        found += _block(sheet, area, date1904)
    return found


def _block(sheet: Any, area: Area, date1904: bool) -> list[list[Raw]]:
    top, left, bottom, right = area
    rows = [[_raw(value) for value in row] for row in api.serial_block(_range(sheet, area))]
    for col in range(left, right + 1):
        _show_dates(sheet, (top, col, bottom, col), rows, col - left, date1904)
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows


def _raw(value: Any) -> Raw:
    """A value of Value2 as our files' reader has it."""
    if value is None or value == "":
        return None
    if isinstance(value, float):
        return int(value) if abs(value) >= _WHOLE and value.is_integer() else value
    if isinstance(value, int) and not isinstance(value, bool):
        return CellError(_ERRORS.get(value, "#N/A"))
    return value  # type: ignore[no-any-return]


def _show_dates(sheet: Any, area: Area, rows: list[list[Raw]], k: int, date1904: bool) -> None:
    """Turn the serials of a column into what they show, where the format says they are dates."""
    if not any(isinstance(row[k], float) for row in rows):
        return
    for row, is_date in zip(rows, _are_dates(sheet, area), strict=True):
        value = row[k]
        if is_date and isinstance(value, float):
            moment = moment_of(value, date1904)
            row[k] = value if moment is None else moment


def _are_dates(sheet: Any, area: Area) -> list[bool]:
    """Of each cell of a column whether its number shows as a date.

    One moment that pywin32 cannot bring fails its whole block, so that is asked by halves.
    """
    top, left, bottom, _ = area
    column = _range(sheet, area)
    code = api.number_format(column)
    if code is not None:
        return [is_date_format(code)] * (bottom - top + 1)
    try:
        return [isinstance(value, datetime) for (value,) in api.moment_block(column)]
    except Exception:  # noqa: BLE001 - pywin32's own, ValueError, OverflowError: whichever it is
        middle = (top + bottom) // 2
        halves = (top, left, middle, left), (middle + 1, left, bottom, left)
        return [is_date for half in halves for is_date in _are_dates(sheet, half)]


def number_formats(sheet: Any, cells: Iterable[Cell]) -> dict[Cell, str]:
    """The number format of each cell (row from 1, column from 0); few calls where columns agree."""
    columns: dict[int, list[int]] = {}
    for row, col in cells:
        columns.setdefault(col, []).append(row)
    return {
        (row, col): code
        for col, rows in columns.items()
        for row, code in _formats(sheet, col + 1, rows).items()
    }


def _formats(sheet: Any, column: int, rows: list[int]) -> dict[int, str]:
    """Of rows, in their order, of one column; asked by halves where they differ."""
    code = api.number_format(_range(sheet, (rows[0], column, rows[-1], column)))
    if code is not None:
        return dict.fromkeys(rows, code)
    if len(rows) == 1:
        return {}
    middle = len(rows) // 2
    return _formats(sheet, column, rows[:middle]) | _formats(sheet, column, rows[middle:])


def _every_cell(values: list[list[Raw]]) -> Iterator[Cell]:
    return ((i, k) for i, row in enumerate(values, 1) for k in range(len(row)))


def _fixed(
    sheet: Any, values: list[list[Raw]], columns: int, merges: list[Merge]
) -> dict[Cell, str]:
    """Cells that must not be written even in an open sheet, each with its reason."""
    found: dict[Cell, str] = dict.fromkeys(_formulas(sheet, len(values), columns), WITH_FORMULA)
    for top, left, bottom, right in merges:
        covered = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        found |= dict.fromkeys(covered - {(top, left)}, IN_MERGE)
    for area, why in _table_parts(sheet):
        top, left, bottom, right = area
        for row in range(top, min(bottom, len(values)) + 1):
            found |= {(row, col - 1): why for col in range(left, right + 1)}
    return found


def _formulas(sheet: Any, rows: int, columns: int) -> Iterator[tuple[int, int]]:
    """Places of the formulas and of what they spill; text that only begins like one is none."""
    if not _has_formula(sheet, (1, 1, rows, columns)):
        return
    spills = api.has_spill(_range(sheet, (1, 1, rows, columns))) is not False
    for col in range(1, columns + 1):
        area = (1, col, rows, col)
        if spills:
            yield from _spilled(sheet, rows, col)
        if not _has_formula(sheet, area):
            continue
        column = _range(sheet, area)
        pairs = zip(api.formula_block(column), api.serial_block(column), strict=True)
        for row, ((formula,), (value,)) in enumerate(pairs, 1):
            if isinstance(formula, str) and formula.startswith("=") and formula != value:
                yield row, col - 1


def _spilled(sheet: Any, rows: int, col: int) -> Iterator[tuple[int, int]]:
    """Places of a column that show what a dynamic array spilled.

    Where they change too often to look at each, the rest of the column counts as such.
    """
    budget = _MOST_SPLITS
    spans = [(1, rows)]
    while spans:
        top, bottom = spans.pop()
        state = api.has_spill(_range(sheet, (top, col, bottom, col))) if budget else True
        budget -= bool(budget)
        if state:
            yield from ((row, col - 1) for row in range(top, bottom + 1))
        elif state is None:
            middle = (top + bottom) // 2
            spans += [(top, middle), (middle + 1, bottom)]


def _has_formula(sheet: Any, area: Area) -> bool:
    return api.has_formula(_range(sheet, area))


def _table_parts(sheet: Any) -> Iterator[tuple[Area, str]]:
    """Heading and total rows of Excel tables, and what pivots fill."""
    for table in sheet.tables:
        if table.show_headers:
            yield _area(table.header_row_range), IN_HEADER
        if table.show_totals:
            yield _area(table.totals_row_range), IN_TOTALS
    for pivot in sheet.pivot_tables:
        yield api.pivot_area(pivot), IN_PIVOT


def _area(rng: Any) -> Area:
    """7 calls."""
    rows, columns = rng.shape
    return rng.row, rng.column, rng.row + rows - 1, rng.column + columns - 1


def _merges(sheet: Any, area: Area) -> Iterator[Merge]:
    """Merged areas, columns from 0; an area without any costs one call."""
    top, left, bottom, right = area
    merged = api.is_merged(_range(sheet, area))
    if merged is False:
        return
    if top < bottom:
        middle = (top + bottom) // 2
        yield from _merges(sheet, (top, left, middle, right))
        yield from _merges(sheet, (middle + 1, left, bottom, right))
    elif merged is None:
        middle = (left + right) // 2
        yield from _merges(sheet, (top, left, bottom, middle))
        yield from _merges(sheet, (top, middle + 1, bottom, right))
    else:
        yield from _merges_in_row(sheet, top, left, right)


def _merges_in_row(sheet: Any, row: int, left: int, right: int) -> Iterator[Merge]:
    """The merged areas whose corner is in a part of a row that holds merged cells only."""
    col = left
    while col <= right:
        top, first, bottom, last = _area(sheet.range(cell_name(row, col - 1)).merge_area)
        if (top, first) == (row, col):
            yield top, first - 1, bottom, last - 1
        col = last + 1


def _hidden(sheet: Any, first: int, last: int) -> Iterator[int]:
    """Rows that are hidden or filtered away.

    Where they change too often to look at each, only how many they are is right, which is all
    that is told of them.
    """
    budget = _MOST_SPLITS
    spans = [(first, last)]
    while spans:
        top, bottom = spans.pop()
        column = _range(sheet, (top, 1, bottom, 1))
        state = api.hidden_rows(column)
        budget -= 1
        if state:
            yield from range(top, bottom + 1)
        elif state is None and budget > 0:
            middle = (top + bottom) // 2
            spans += [(top, middle), (middle + 1, bottom)]
        elif state is None:
            yield from range(top, bottom + 1 - api.visible_count(column))


def _range(sheet: Any, area: Area) -> Any:
    """One call; by two pairs of numbers it would be three."""
    top, left, bottom, right = area
    return sheet.range(f"{cell_name(top, left - 1)}:{cell_name(bottom, right - 1)}")


def looks_of(
    sheet: Any, places: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], tuple[str, str]]:
    """Fill (``RRGGBB`` or "") and number format of cells, asked from Excel.

    Each column is asked as a whole: Calc tells all looks in it at once, Excel is asked by halves
    where its cells differ. A theme's colour comes as the colour it shows, a pattern
    as ``PATTERNED``.
    """
    ask = _ask_look if api.is_excel(sheet) else _told_looks
    found: dict[Cell, tuple[str, str]] = {}
    columns: dict[int, list[int]] = {}
    for row, col in places:
        columns.setdefault(col, []).append(row)
    for col, rows in columns.items():
        ask(sheet, col, sorted(rows), found)
    return found


def _told_looks(sheet: Any, col: int, rows: list[int], found: dict[Cell, tuple[str, str]]) -> None:
    rng = _range(sheet, (rows[0], col + 1, rows[-1], col + 1)).impl
    fills, forms = _by_row(rng.fills()), _by_row(rng.number_formats())
    for row in rows:
        rgb = fills[row]
        found[row, col] = ("" if rgb is None else bytes(rgb).hex().upper(), forms[row])


def _by_row(looks: Iterable[tuple[Any, Iterable[Area]]]) -> dict[int, Any]:
    """The look of each row (from 1) of one column, of looks with their blocks (from 0)."""
    return {
        row + 1: look
        for look, blocks in looks
        for top, _, bottom, _ in blocks
        for row in range(top, bottom + 1)
    }


def _ask_look(sheet: Any, col: int, rows: list[int], found: dict[Cell, tuple[str, str]]) -> None:
    rng = _range(sheet, (rows[0], col + 1, rows[-1], col + 1))
    form, fill = api.number_format(rng), api.fill_code(rng)
    if form is not None and fill is not None:
        found |= {(row, col): (fill, form) for row in rows}
    elif len(rows) > 1:
        _ask_look(sheet, col, rows[: len(rows) // 2], found)
        _ask_look(sheet, col, rows[len(rows) // 2 :], found)
