"""What stands around the cells of a sheet: merges, tables, pivots, protection, array formulas.

frame = read_frame(package, sheet)        # Frame; streams the part once, no cell is looked at
fixed_cells(frame, {(row, col), ...})     # {(row, col): Indonesian reason} of those not to write
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from kepesertaan.domain.edit import IN_ARRAY, IN_HEADER, IN_MERGE, IN_PIVOT, IN_TOTALS

from .anysheet import general_sheet
from .archive import damaged
from .package import Package, SheetPart, is_on
from .sheetxml import (
    Area,
    SheetText,
    UnusualXmlError,
    attributes,
    open_sheet,
    read_area,
)
from .styles import style_finder
from .xmlgate import BadXmlError, local, parse_tree

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableArea:
    """An Excel table: its whole area, and how many of its rows are header and totals."""

    name: str
    area: Area
    headers: int
    totals: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything of a worksheet but its rows."""

    is_ordered: bool  # rows rise
    merged: tuple[Area, ...]
    tables: tuple[TableArea, ...]
    pivots: tuple[Area, ...]
    arrays: tuple[Area, ...]  # array formulas and data tables
    has_formulas: bool
    autofilter: Area | None
    is_protected: bool
    column_styles: tuple[tuple[int, int, int], ...]  # first and last column from 0, style
    hidden_columns: tuple[tuple[int, int], ...]
    dimension: Area | None
    largest_style: int = -1  # see ``read_frame``


def read_frame(package: Package, sheet: SheetPart, least_style: int | None = None) -> Frame:
    """The frame of a worksheet; ``UnreadableInput`` when the part is not sound.

    With ``least_style`` it also tells the largest style number of a row, cell or column that is
    not below it; -1 when there is none.
    """
    try:
        return _read_around(package, sheet, open_sheet(package, sheet.part), least_style)
    except UnusualXmlError:
        return _read_around(package, sheet, general_sheet(package, sheet.part), least_style)


def _read_around(
    package: Package, sheet: SheetPart, text: SheetText, least_style: int | None
) -> Frame:
    arrays: list[Area] = []
    has_formulas, largest = False, -1
    find_styles = None if least_style is None else style_finder(least_style)
    opening = b"<" + text.prefix + b"f"
    formula = re.compile(re.escape(opening) + rb"[\s/>]")
    for region in _counted_regions(text):
        if opening in region and formula.search(region):
            has_formulas = True
            arrays += array_areas(region)
        if find_styles:
            largest = max(largest, find_styles(region))
    frame = make_frame(package, sheet, text, arrays, has_formulas=has_formulas)
    if find_styles:
        largest = max(largest, *(style for _, _, style in frame.column_styles), -1)
        frame = replace(frame, largest_style=largest)
    return frame


def _counted_regions(text: SheetText) -> Iterator[bytes]:
    """The rows in large pieces, their numbers counted."""
    regions = text.regions()
    if regions is None:
        for batch in text.rows():
            yield b"".join(row for _, row in batch)
        return
    mark = b"<" + text.prefix + b"row"
    tags = re.compile(re.escape(mark) + rb'(?: r="(\d{1,8})")?')
    for region in regions:
        numbers = tags.findall(region)
        if b"" in numbers or not region.startswith(mark):
            text.cut(region)
        else:
            for number in numbers:
                text.count(int(number))
        yield region


_ARRAY = re.compile(rb"""<(?:[\w.-]+:)?f(?=\s)[^<>]*\st\s*=\s*["'](?:array|dataTable)["'][^<>]*>""")


def array_areas(rows: bytes) -> Iterator[Area]:
    """Areas of the array formulas and data tables that begin in some rows."""
    for match in _ARRAY.finditer(rows):
        area = read_area(attributes(match[0]).get(b"ref", b"").decode("ascii", "replace"))
        if area:
            yield area


def make_frame(
    package: Package,
    sheet: SheetPart,
    text: SheetText,
    arrays: Iterable[Area],
    *,
    has_formulas: bool,
) -> Frame:
    """The frame from a text whose rows have been read to the end."""
    tree = _tree_around(package, sheet, text)
    blocks = {local(item.tag): item for item in reversed(tree)}
    protection = blocks.get("sheetProtection")
    columns = list(blocks.get("cols", ()))
    return Frame(
        text.is_ordered,
        tuple(_areas(blocks.get("mergeCells", ()))),
        tuple(_tables(package, sheet)),
        tuple(_pivots(package, sheet)),
        tuple(arrays),
        has_formulas,
        _area_of(blocks.get("autoFilter")),
        protection is not None and is_on(protection.get("sheet")),
        tuple((*_span(c), _number(c.get("style"))) for c in columns if _number(c.get("style"))),
        tuple(_span(c) for c in columns if is_on(c.get("hidden"))),
        _area_of(blocks.get("dimension")),
    )


def _tree_around(package: Package, sheet: SheetPart, text: SheetText) -> ET.Element:
    around = text.head + text.opening.rstrip() + text.tail
    if b"<!" in text.opening:
        around = text.head + b"<" + text.prefix + b"sheetData>" + text.tail
    try:
        return parse_tree(around, encoding="utf-8")
    except BadXmlError as trouble:
        raise damaged(package.path, f"lembar {sheet.name} {trouble}") from None


def _areas(block: ET.Element | tuple[()]) -> Iterator[Area]:
    for item in block:
        area = read_area(item.get("ref", ""))
        if area and area.size > 1:
            yield area


def _area_of(item: ET.Element | None) -> Area | None:
    return None if item is None else read_area(item.get("ref", ""))


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else default


def _span(column: ET.Element) -> tuple[int, int]:
    first = _number(column.get("min"), 1)
    return first - 1, _number(column.get("max"), first) - 1


def _tables(package: Package, sheet: SheetPart) -> Iterator[TableArea]:
    for relation in package.related(sheet.part, "table"):
        tree = package.tree(relation.target)
        area = read_area(tree.get("ref", ""))
        if area:
            name = tree.get("displayName") or tree.get("name") or ""
            headers = _number(tree.get("headerRowCount"), 1)
            yield TableArea(name, area, headers, _number(tree.get("totalsRowCount")))


def _pivots(package: Package, sheet: SheetPart) -> Iterator[Area]:
    for relation in package.related(sheet.part, "pivotTable"):
        for item in package.tree(relation.target):
            area = _area_of(item) if local(item.tag) == "location" else None
            if area:
                yield area


def fixed_areas(frame: Frame) -> Iterator[tuple[Area, str, Cell | None]]:
    """Areas not to be written, why, and the one cell of each that may be all the same."""
    for area in frame.merged:
        yield area, IN_MERGE, (area.top, area.left)
    for area in frame.arrays:
        yield area, IN_ARRAY, None
    for table in frame.tables:
        area = table.area
        if table.headers:
            yield area._replace(bottom=area.top + table.headers - 1), IN_HEADER, None
        if table.totals:
            yield area._replace(top=area.bottom - table.totals + 1), IN_TOTALS, None
    for area in frame.pivots:
        yield area, IN_PIVOT, None


def is_restrained(frame: Frame) -> bool:
    """Whether anything of the frame forbids to write a cell."""
    return next(fixed_areas(frame), None) is not None


def fixed_cells(frame: Frame, cells: Collection[Cell]) -> dict[Cell, str]:
    """Those of ``cells`` that the frame forbids to write, each with its reason."""
    order = sorted(cells)
    found: dict[Cell, str] = {}
    for area, why, free in fixed_areas(frame):
        start = bisect_left(order, (area.top, area.left))
        stop = bisect_right(order, (area.bottom, area.right))
        for cell in order[start:stop]:
            if area.left <= cell[1] <= area.right and cell != free:
                found.setdefault(cell, why)
    return found
