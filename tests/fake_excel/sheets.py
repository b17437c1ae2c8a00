"""``Worksheets``: the sheets of a book in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fake_excel.com import ComObject, bad_index, method, prop

if TYPE_CHECKING:
    from fake_excel.workbook import Workbook
    from fake_excel.worksheet import Worksheet


class Sheets(ComObject):
    """The worksheets of a book."""

    def __init__(self, book: Workbook):
        super().__init__(book._wire)
        self._book = book

    def _all(self) -> list[Worksheet]:
        return [self._book._sheet_of(sheet) for sheet in self._book._wb.worksheets]

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
    def Item(self, Index: Any) -> Worksheet:
        return self._item(Index)

    def __call__(self, Index: Any) -> Worksheet:
        self._wire.cross("Sheets.Item()")
        return self._item(Index)

    def _item(self, index: Any) -> Worksheet:
        """By number from 1, or by name whatever the case."""
        for number, sheet in enumerate(self._all(), 1):
            if index == number or str(index).lower() == sheet._ws.title.lower():
                return sheet
        raise bad_index()

    def __iter__(self) -> Iterator[Worksheet]:
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
