"""How cells of a workbook file look, without changing it: fill and number format of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import column_index

from .anysheet import general_sheet
from .book import BookData
from .celledit import Editing, inherited, style_of
from .frame import read_frame
from .package import Package, SheetPart, open_package
from .rowxml import list_cells, read_row
from .sheetxml import SheetText, UnusualXmlError, open_sheet
from .styles import read_styles

Place = tuple[str, int, int]  # sheet, row from 1, column from 0
Look = tuple[str, str]  # fill, and number format by the name Excel has for it


def looks_at(path: Path, cells: Mapping[str, Collection[tuple[int, int]]]) -> dict[Place, Look]:
    """The look of each cell (row from 1, column from 0) of each named sheet of a workbook.

    Raises ``UnreadableInput`` when the file is not sound.
    """
    found: dict[Place, Look] = {}
    with open_package(path) as package:
        for name, wanted in cells.items():
            sheet = package.sheet(name)
            if sheet is not None and wanted:
                looks = _looks_in(package, sheet, wanted)
                found |= {(name, row, col): look for (row, col), look in looks.items()}
    return found


def number_formats(
    book: BookData,
    cells: Mapping[str, Collection[tuple[int, int]]],
    is_wanted: Callable[[str], bool],
) -> dict[Place, str]:
    """The number format of each cell of each named sheet, where it is one that is wanted.

    None of a file that is no .xlsx or .xlsm, or is too odd to tell: its numbers are as stored.
    """
    if book.kind != "xlsx" or not any(cells.values()):
        return {}
    found: dict[Place, str] = {}
    with suppress(UnreadableInput), open_package(book.path, file=book.open()) as package:
        styles = read_styles(package)
        styles.name_as_excel()
        codes = ((k, styles.format_of(k)) for k in range(len(styles.xfs)))
        kept = {k: code for k, code in codes if is_wanted(code)}
        for name, wanted in cells.items() if kept else ():
            sheet = package.sheet(name)
            if sheet is not None and wanted:
                used = _styled(package, sheet, kept)
                found |= {(name, *at): kept[used[at]] for at in wanted if at in used}
    return found


def _styled(
    package: Package, sheet: SheetPart, styles: Collection[int]
) -> dict[tuple[int, int], int]:
    """The cells of a sheet that have one of some styles."""
    try:
        return dict(_styled_in(open_sheet(package, sheet.part), styles))
    except UnusualXmlError:
        return dict(_styled_in(general_sheet(package, sheet.part), styles))


def _styled_in(text: SheetText, styles: Collection[int]) -> Iterator[tuple[tuple[int, int], int]]:
    """The same, each with its style; only rows that are written unusually are parsed."""
    some = b"|".join(b"%d" % style for style in sorted(styles))
    usual = re.compile(rb'<c r="([A-Z]{1,3})[0-9]+" s="(%s)"' % some)
    any_way = re.compile(rb"""\ss\s*=\s*["']\s*0*(?:%s)\s*["']""" % some)
    for number, row in (pair for batch in text.rows() for pair in batch):
        cells = usual.findall(row)
        if len(any_way.findall(row)) == len(cells) and 0 not in styles:
            yield from (((number, _column(letters)), int(style)) for letters, style in cells)
            continue
        for cell in list_cells(row, number, strict=False):
            if cell.style in styles:
                yield (number, cell.col), cell.style


@lru_cache(maxsize=16_384)
def _column(letters: bytes) -> int:
    return column_index(letters.decode())


def _looks_in(
    package: Package, sheet: SheetPart, wanted: Collection[tuple[int, int]]
) -> dict[tuple[int, int], Look]:
    columns: dict[int, list[int]] = {}
    for row, col in wanted:
        columns.setdefault(row, []).append(col)
    styles = read_styles(package)
    styles.name_as_excel()
    editing = Editing(styles, package.date1904, read_frame(package, sheet).column_styles)
    try:
        return _looks_of(open_sheet(package, sheet.part), columns, editing)
    except UnusualXmlError:
        return _looks_of(general_sheet(package, sheet.part), columns, editing)


def _looks_of(
    text: SheetText, columns: Mapping[int, list[int]], editing: Editing
) -> dict[tuple[int, int], Look]:
    styles = {
        (row, col): inherited(b"", col, editing) for row, cols in columns.items() for col in cols
    }
    for batch in text.rows():
        for number, row in batch:
            if number in columns:
                styles |= _styles_in(number, row, columns[number], editing)
    return {place: editing.look(style) for place, style in styles.items()}


def _styles_in(
    number: int, row: bytes, columns: list[int], editing: Editing
) -> dict[tuple[int, int], int]:
    cells = {
        cell.col: row[cell.start : cell.stop] for cell in read_row(row, number, strict=False).cells
    }
    return {
        (number, col): style_of(cells[col]) if col in cells else inherited(row, col, editing)
        for col in columns
    }
