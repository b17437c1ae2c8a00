"""``PivotTables``: where they are; the fake never refreshes one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from openpyxl.pivot.table import TableDefinition

from fake_excel import areas
from fake_excel.com import ComObject, OutsideTheFake, bad_index, method, prop

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet


class PivotTables(ComObject):
    """All pivot tables of a sheet."""

    def __init__(self, sheet: Worksheet):
        super().__init__(sheet._wire)
        self._sheet = sheet

    def _all(self) -> list[PivotTable]:
        return [PivotTable(self._sheet, pivot) for pivot in self._sheet._ws._pivots]

    @prop
    def Count(self) -> int:
        return len(self._all())

    @method
    def Item(self, Index: Any) -> PivotTable:
        for number, pivot in enumerate(self._all(), 1):
            if Index == number or str(Index).lower() == pivot._pivot.name.lower():
                return pivot
        raise bad_index()

    def __iter__(self) -> Iterator[PivotTable]:
        self._wire.cross("PivotTables._NewEnum")
        for pivot in self._all():
            self._wire.cross("PivotTables._NewEnum.Next()")
            yield pivot


class PivotTable(ComObject):
    """One pivot table."""

    def __init__(self, sheet: Worksheet, pivot: TableDefinition):
        super().__init__(sheet._wire)
        self._sheet = sheet
        self._pivot = pivot

    @prop
    def Name(self) -> str:
        return str(self._pivot.name)

    @prop
    def TableRange1(self) -> Any:
        """Without page fields (its page)."""
        return self._range()

    @prop
    def TableRange2(self) -> Any:
        """With page fields (its page)."""
        if self._pivot.pageFields:
            raise OutsideTheFake("the place of a pivot table's page fields")
        return self._range()

    def _range(self) -> Any:
        boxes = areas.parse(self._pivot.location.ref)
        assert boxes, "a pivot table's own address"
        return self._sheet._range(*boxes)
