"""Calamine's sheets as rows of raw values, with its own habits undone.

Observed of python-calamine 0.9: '' stands for empty and for error cells alike; ``iter_rows`` gives
the rows above the first value but not the columns left of it; every cell gets a string of its own.
It aborts the process when a sheet's area is too large: look at the area first, and call it in a
child process.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import CellError, Raw
from kepesertaan.files.book import SheetData
from kepesertaan.files.kind import encrypted

_Given = str | int | float | bool | date | datetime | time | timedelta
_DAY = 86_400
_EMPTY: list[Raw] = []


@contextmanager
def without_gc() -> Iterator[None]:
    """Millions of values are built here and none is a cycle: looking for cycles costs most."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def open_engine(path: Path, source: BinaryIO) -> Iterator[CalamineWorkbook]:
    """Calamine on an open file; its errors become ``UnreadableInput`` naming ``path``.

    Given a path it would believe the extension; given a file it looks at the content.
    """
    try:
        source.seek(0)
        with CalamineWorkbook.from_filelike(source) as book:
            yield book
    except PasswordError:
        raise encrypted(path) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise UnreadableInput(
            f"{path.name} tidak dapat dibaca: isinya rusak. "
            "Buka di Excel, simpan sebagai .xlsx yang baru, lalu coba lagi."
        ) from None


def worksheets(book: CalamineWorkbook) -> Iterator[SheetData]:
    """The worksheets in workbook order with their rows; charts and macro sheets are left out."""
    for about in book.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            yield SheetData(
                about.name,
                rows_of(sheet),
                merged=[
                    (top + 1, left, bottom + 1, right)
                    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
                ],
                visible=about.visible == SheetVisibleEnum.Visible,
            )


def rows_of(sheet: CalamineSheet) -> list[list[Raw]]:
    """Rows from workbook row 1 and column A, each ending at its last value."""
    if sheet.start is None:
        return []
    left: list[Raw] = [None] * sheet.start[1]
    pool: dict[Any, Any] = {"": None}  # equal strings become one; '' becomes None
    given = cast("Iterator[list[Any]]", sheet.iter_rows())
    with without_gc():
        rows = [_raw_row(left, row, pool.setdefault) for row in given]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _raw_row(left: list[Raw], given: list[Any], share: Callable[[Any, Any], Any]) -> list[Raw]:
    row: list[Raw] = [
        share(v, v)
        if (kind := type(v)) is str
        else v
        if kind is float and v - v == 0.0
        else _settle(v)
        for v in given
    ]
    while row and row[-1] is None:
        row.pop()
    return left + row if left and row else row or _EMPTY


def _settle(value: _Given) -> Raw:
    """What is neither text nor an ordinary number, as our raw values have it."""
    if isinstance(value, timedelta):
        return value.total_seconds() / _DAY
    if isinstance(value, float):
        return CellError("#NUM!")  # NaN or infinite: no Excel writes such
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value
