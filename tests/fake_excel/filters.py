"""Filters and hidden rows of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from fake_excel import areas, looks
from fake_excel.areas import COLUMNS, ROWS, Box
from fake_excel.com import ComObject, OutsideTheFake, method, prop, refused
from fake_excel.entry import written
from fake_excel.grid import Grid

if TYPE_CHECKING:
    from fake_excel.range import Range
    from fake_excel.workbook import Workbook

AND, VALUES = 1, 7  # XlAutoFilterOperator


class Filtered(ComObject):
    """The part of ``Worksheet`` for filters and hidden lines."""

    _ws: Sheet
    _grid: Grid
    _book: Workbook

    @prop
    def AutoFilterMode(self) -> bool:
        """Whether the drop-down arrows are shown (its page)."""
        return self._ws.auto_filter.ref is not None

    @AutoFilterMode.put
    def AutoFilterMode(self, value: bool) -> None:
        if value:
            raise refused("Unable to set the AutoFilterMode property of the Worksheet class")
        self._unfilter()
        self._ws.auto_filter.ref = None

    @prop
    def FilterMode(self) -> bool:
        """Whether a filter is actively hiding rows (its page)."""
        return self._is_filtering()

    @prop
    def AutoFilter(self) -> AutoFilter | None:
        return AutoFilter(self) if self._ws.auto_filter.ref else None

    @method
    def ShowAllData(self) -> None:
        """Fails when nothing is filtered (its page shows it under FilterMode)."""
        if not self._is_filtering():
            raise refused("ShowAllData method of Worksheet class failed")
        self._unfilter()

    def _filter_box(self) -> Box | None:
        ref = self._ws.auto_filter.ref
        found = areas.parse(ref) if ref else None
        return found[0] if found else None

    def _is_filtering(self) -> bool:
        filtered_table = any(
            table.autoFilter is not None and table.autoFilter.filterColumn
            for table in self._ws.tables.values()
        )
        return bool(self._ws.auto_filter.filterColumn) or filtered_table

    def _filtered_boxes(self) -> list[Box]:
        """Where a filter hides rows: the sheet's own, and those of tables."""
        refs = [self._ws.auto_filter.ref] if self._ws.auto_filter.filterColumn else []
        for table in self._ws.tables.values():
            if table.autoFilter is not None and table.autoFilter.filterColumn:
                refs.append(table.autoFilter.ref)
        return [box for ref in refs for box in areas.parse(ref) or []]

    def _filtered_rows(self, box: Box) -> set[int]:
        """The rows within the box that a filter hides; a single row is written all the same [K]."""
        found: set[int] = set()
        if box[0] == box[2]:
            return found
        for top, _, bottom, _ in self._filtered_boxes():
            rows = range(max(top, box[0]), min(bottom, box[2]) + 1)
            found.update(row for row in rows if self._row_hidden(row))
        return found

    def _row_hidden(self, row: int) -> bool:
        return row in self._ws.row_dimensions and bool(self._ws.row_dimensions[row].hidden)

    def _unfilter(self) -> None:
        box = self._filter_box()
        for row in self._filtered_rows(box) if box else ():
            self._ws.row_dimensions[row].hidden = False
        self._ws.auto_filter.filterColumn = []

    def _autofilter(self, box: Box, field: Any, one: Any, operator: int, two: Any) -> None:
        """``Range.AutoFilter``: switch the arrows, or filter one column, or clear its filter."""
        self._book._touched()
        if field is None:
            self._switch_arrows(box)
            return
        if self._filter_box() is None:
            self._switch_arrows(box)
        kept = [c for c in self._ws.auto_filter.filterColumn if c.colId != field - 1]
        if one is not None:
            wanted = self._wanted(one, operator, two)
            kept.append(FilterColumn(colId=field - 1, filters=Filters(filter=wanted)))
        self._unfilter()
        self._ws.auto_filter.filterColumn = kept
        self._hide_unwanted()

    def _switch_arrows(self, box: Box) -> None:
        if self._filter_box() is not None:
            self._unfilter()
            self._ws.auto_filter.ref = None
            return
        if areas.count([box]) == 1:
            box = areas.region(self._grid.filled(), *box[:2])
        box = areas.common(box, self._used()) or box
        self._ws.auto_filter.ref = areas.show([box], row_abs=False, col_abs=False)

    def _wanted(self, one: Any, operator: int, two: Any) -> list[str]:
        """The texts a filter lets through; only lists and plain equality are modelled."""
        if operator == VALUES and isinstance(one, tuple):
            return [str(value) for value in one]
        text = str(one).removeprefix("=")
        plain = operator == AND and two is None and not set("*?<>") & set(text) and text
        if not plain:
            raise OutsideTheFake(f"the filter criterion {one!r}")
        return [text]

    def _hide_unwanted(self) -> None:
        box = self._filter_box()
        assert box is not None
        for row in range(box[0] + 1, box[2] + 1):
            shown = all(
                self._text(row, box[1] + column.colId) in column.filters.filter
                for column in self._ws.auto_filter.filterColumn
            )
            if not shown:
                self._ws.row_dimensions[row].hidden = True

    def _text(self, row: int, col: int) -> str:
        content = self._grid.shown(row, col)
        return written(content) if isinstance(content, float) else str(content or "")

    # hidden lines

    def _hidden(self, boxes: list[Box], *, rows: bool) -> bool | None:
        """Whether the rows, or columns, are hidden; None when only some are."""
        spans = [(box[0], box[2]) if rows else (box[1], box[3]) for box in boxes]
        total = sum(last - first + 1 for first, last in spans)
        hidden = self._hidden_rows() if rows else self._hidden_columns()
        count = sum(first <= line <= last for line in hidden for first, last in spans)
        return None if 0 < count < total else bool(count)

    def _hidden_rows(self) -> set[int]:
        return {row for row, found in self._ws.row_dimensions.items() if found.hidden}

    def _hidden_columns(self) -> set[int]:
        found: set[int] = set()
        for letter, dimension in self._ws.column_dimensions.items():
            if dimension.hidden:
                first = dimension.min or looks.index_of(letter)
                found.update(range(first, (dimension.max or first) + 1))
        return found

    def _hide(self, line: int, value: bool, *, row: bool) -> None:
        if row:
            self._ws.row_dimensions[line].hidden = value
        else:
            looks.own_column_dimension(self._ws, line).hidden = value

    def _visible(self, boxes: list[Box]) -> list[Box]:
        """The parts of the boxes in rows and columns that are shown."""
        holes = [(row, 1, row, COLUMNS) for row in self._hidden_rows()]
        holes += [(1, col, ROWS, col) for col in self._hidden_columns()]
        holes.sort()
        merged: list[Box] = []
        for hole in holes:
            last = merged[-1] if merged else None
            if last and last[1::2] == hole[1::2] and last[2] + 1 == hole[0]:
                merged[-1] = (last[0], last[1], hole[2], last[3])
            else:
                merged.append(hole)
        return areas.without(boxes, merged)


class AutoFilter(ComObject):
    """``Worksheet.AutoFilter``."""

    def __init__(self, sheet: Filtered):
        super().__init__(sheet._wire)
        self._sheet = sheet

    @prop
    def Range(self) -> Range:
        return self._sheet._range(self._sheet._filter_box())

    @prop
    def FilterMode(self) -> bool:
        return bool(self._sheet._ws.auto_filter.filterColumn)

    @method
    def ShowAllData(self) -> None:
        self._sheet._unfilter()
