"""``ListObjects``: the tables of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.table import Table

from fake_excel import areas
from fake_excel.areas import Box
from fake_excel.com import ComObject, bad_index, method, prop

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet


class ListObjects(ComObject):
    """All tables of a sheet."""

    def __init__(self, sheet: Worksheet):
        super().__init__(sheet._wire)
        self._sheet = sheet

    @prop
    def Count(self) -> int:
        return len(self._sheet._ws.tables)

    @method
    def Item(self, Index: Any) -> ListObject:
        return self._item(Index)

    def __call__(self, Index: Any) -> ListObject:
        self._wire.cross("ListObjects.Item()")
        return self._item(Index)

    def _item(self, index: Any) -> ListObject:
        for number, table in enumerate(self._sheet._tables(), 1):
            if index == number or str(index).lower() == table._table.name.lower():
                return table
        raise bad_index()

    def __iter__(self) -> Iterator[ListObject]:
        self._wire.cross("ListObjects._NewEnum")
        for table in self._sheet._tables():
            self._wire.cross("ListObjects._NewEnum.Next()")
            yield table


class ListObject(ComObject):
    """One table."""

    def __init__(self, sheet: Worksheet, table: Table):
        super().__init__(sheet._wire)
        self._sheet = sheet
        self._table = table

    def _box(self) -> Box:
        found = areas.parse(self._table.ref)
        assert found, "a table's own address"
        return found[0]

    def _body(self) -> Box | None:
        top, left, bottom, right = self._box()
        top += 1 if self._table.headerRowCount != 0 else 0
        bottom -= self._table.totalsRowCount or 0
        return (top, left, bottom, right) if top <= bottom else None

    @prop
    def Name(self) -> str:
        return self._table.name or self._table.displayName

    @prop
    def DisplayName(self) -> str:
        return self._table.displayName

    @prop
    def Parent(self) -> Worksheet:
        return self._sheet

    @prop
    def Range(self) -> Any:
        return self._sheet._range(self._box())

    @prop
    def DataBodyRange(self) -> Any:
        """Nothing when the table has no rows (its page)."""
        body = self._body()
        return self._sheet._range(body) if body else None

    @prop
    def HeaderRowRange(self) -> Any:
        top, left, _, right = self._box()
        shown = self._table.headerRowCount != 0
        return self._sheet._range((top, left, top, right)) if shown else None

    @prop
    def TotalsRowRange(self) -> Any:
        _, left, bottom, right = self._box()
        shown = bool(self._table.totalsRowCount)
        return self._sheet._range((bottom, left, bottom, right)) if shown else None

    @prop
    def ShowHeaders(self) -> bool:
        return self._table.headerRowCount != 0

    @prop
    def ShowTotals(self) -> bool:
        return bool(self._table.totalsRowCount)

    @prop
    def ShowAutoFilter(self) -> bool:
        return self._table.autoFilter is not None
