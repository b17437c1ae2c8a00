"""``Worksheets``: the sheets of a book in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fake_excel.com import ComObject, bad_index, method, prop

if TYPE_CHECKING:
    from fake_excel.workbook import Workbook
    from fake_excel.worksheet import Worksheet


class Chart(ComObject):
    """A chart sheet: ``Sheets`` has it, ``Worksheets`` has not, and it has no cells (Chart's page)."""

    _absent = frozenset({"Range", "Cells"})

    def __init__(self, book: Workbook, sheet: Any):
        super().__init__(book._wire)
        self._book = book
        self._ws = sheet

    def _same(self) -> Any:
        return id(self._ws)

    @prop
    def Name(self) -> str:
        return self._ws.title


class Picked(ComObject):
    """What is selected when no cells are: a shape or a part of a chart, which has no address."""

    _absent = frozenset({"Address"})


class Sheets(ComObject):
    """The worksheets of a book, or all its sheets."""

    def __init__(self, book: Workbook, *, charts: bool = False):
        super().__init__(book._wire)
        self._book = book
        self._charts = charts

    def _all(self) -> list[Any]:
        book, wanted = self._book, self._book._wb.worksheets
        every = book._wb._sheets if self._charts else wanted
        return [book._sheet_of(s) if s in wanted else Chart(book, s) for s in every]

    @prop
    def Application(self) -> Any:
        return self._book._app

    @prop
    def Parent(self) -> Workbook:
        return self._book

    @prop
    def Count(self) -> int:
        return len(self._all())

    @method
    def Item(self, Index: Any) -> Any:
        return self._item(Index)

    def __call__(self, Index: Any) -> Any:
        self._wire.cross("Sheets.Item()")
        return self._item(Index)

    def _item(self, index: Any) -> Any:
        """By number from 1, or by name whatever the case."""
        for number, sheet in enumerate(self._all(), 1):
            if index == number or str(index).lower() == sheet._ws.title.lower():
                return sheet
        raise bad_index()

    def __iter__(self) -> Iterator[Any]:
        self._wire.cross("Sheets._NewEnum")
        for sheet in self._all():
            self._wire.cross("Sheets._NewEnum.Next()")
            yield sheet

    @method
    def Add(
        self, Before: Any = None, After: Any = None, Count: Any = None, Type: Any = None
    ) -> Worksheet:
        """A new sheet, before the active one unless told otherwise; it becomes active (its page)."""
        self._book._check_structure()
        assert Count in (None, 1), "one sheet at a time"
        anchor = Before or After or self._book._active
        sheet = self._book._adopt(self._book._wb.create_sheet(self._free_name()), {})
        self._book._place(sheet, anchor, after=Before is None and After is not None)
        self._book._activate(sheet)
        return sheet

    def _free_name(self) -> str:
        names = {sheet.title.lower() for sheet in self._book._wb._sheets}
        number = len(names)
        while f"sheet{number}" in names or number == 0:
            number += 1
        return f"Sheet{number}"
