"""``ListObjects``: the tables of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.worksheet.table import Table, TableStyleInfo

from fake_excel import areas
from fake_excel.areas import Box
from fake_excel.com import ComObject, OutsideTheFake, bad_index, method, prop, refused

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet


RANGE = 1  # XlListObjectSourceType
GUESS, YES = 0, 1  # XlYesNoGuess
STANDARD_STYLE = "TableStyleMedium2"  # xlwings' test_table.py


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

    @method
    def Add(
        self,
        SourceType: int,
        Source: Any,
        LinkSource: Any = None,
        XlListObjectHasHeaders: int = GUESS,
        Destination: Any = None,
        TableStyleName: str | None = None,
    ) -> ListObject:
        """A table over cells that have headings; elsewhere Excel would make some up (its page)."""
        box = Source._boxes[0]
        headings = [self._sheet._grid.content(box[0], col) for col in range(box[1], box[3] + 1)]
        texts = {str(text).lower() for text in headings if isinstance(text, str)}
        if SourceType != RANGE or XlListObjectHasHeaders != YES or len(texts) < len(headings):
            raise OutsideTheFake("a table without headings of its own, or from another source")
        if any(areas.common(table._box(), box) for table in self._sheet._tables()):
            raise refused("A table can't overlap another table.")
        self._sheet._formatting([box])
        name = _free_name(self._sheet._book._wb, "Table", 1)
        made = Table(displayName=name, name=name, ref=_plain(box))
        made.tableStyleInfo = TableStyleInfo(TableStyleName or STANDARD_STYLE, showRowStripes=True)
        self._sheet._ws.add_table(made)
        made._initialise_columns()
        for column, heading in zip(made.tableColumns, headings, strict=True):
            column.name = heading
        return ListObject(self._sheet, made)


def _plain(box: Box) -> str:
    return areas.show([box], row_abs=False, col_abs=False)


def _free_name(book: Workbook, stem: str, number: int) -> str:
    taken = {name.lower() for sheet in book.worksheets for name in sheet.tables}
    while f"{stem}{number}".lower() in taken:
        number += 1
    return f"{stem}{number}"


class TableStyle(ComObject):
    """The style of a table: only its name."""

    def __init__(self, table: ListObject):
        super().__init__(table._wire)
        self._table = table

    @prop
    def Name(self) -> str:
        return str(self._table._style().name)


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

    @Name.put
    def Name(self, name: str) -> None:
        self._rename(name)

    @prop
    def DisplayName(self) -> str:
        return self._table.displayName

    @DisplayName.put
    def DisplayName(self, name: str) -> None:
        self._rename(name)

    def _rename(self, name: str) -> None:
        """Names are unique in the book, whatever the case (its page)."""
        tables = self._sheet._ws.tables
        if any(
            other.lower() == name.lower() for other in tables if tables[other] is not self._table
        ):
            raise refused("A table name must be unique.")
        del tables[self._table.name]
        self._table.name = self._table.displayName = name
        tables.add(self._table)

    def _style(self) -> TableStyleInfo:
        if self._table.tableStyleInfo is None:
            self._table.tableStyleInfo = TableStyleInfo("")
        return self._table.tableStyleInfo

    @prop
    def TableStyle(self) -> TableStyle:
        return TableStyle(self)

    @TableStyle.put
    def TableStyle(self, name: str) -> None:
        self._style().name = name

    def _flag(name: str) -> prop:
        """One of the style's switches."""

        def read(self: ListObject) -> bool:
            return bool(getattr(self._style(), name))

        def write(self: ListObject, value: bool) -> None:
            setattr(self._style(), name, bool(value))

        return prop(read).put(write)

    ShowTableStyleRowStripes = _flag("showRowStripes")
    ShowTableStyleColumnStripes = _flag("showColumnStripes")
    ShowTableStyleFirstColumn = _flag("showFirstColumn")
    ShowTableStyleLastColumn = _flag("showLastColumn")
    del _flag

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
