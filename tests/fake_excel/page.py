"""``PageSetup`` and the sheet's tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles.colors import Color

from fake_excel.com import ComObject, prop
from fake_excel.themes import argb, blended

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet

PORTRAIT, LANDSCAPE = 1, 2  # XlPageOrientation


class PageSetup(ComObject):
    """How a sheet is printed."""

    def __init__(self, sheet: Worksheet):
        super().__init__(sheet._wire)
        self._sheet = sheet

    @prop
    def PrintArea(self) -> str:
        return (self._sheet._ws.print_area or "").rpartition("!")[2]

    @PrintArea.put
    def PrintArea(self, address: str | None) -> None:
        self._sheet._ws.print_area = (address or "").replace("$", "") or None

    @prop
    def PrintTitleRows(self) -> str:
        return self._sheet._ws.print_title_rows or ""

    @PrintTitleRows.put
    def PrintTitleRows(self, address: str) -> None:
        self._sheet._ws.print_title_rows = address.replace("$", "") or None

    @prop
    def Orientation(self) -> int:
        return LANDSCAPE if self._sheet._ws.page_setup.orientation == "landscape" else PORTRAIT

    @Orientation.put
    def Orientation(self, number: int) -> None:
        names = {PORTRAIT: "portrait", LANDSCAPE: "landscape"}
        self._sheet._ws.page_setup.orientation = names[number]


class Tab(ComObject):
    """The sheet's tab."""

    def __init__(self, sheet: Worksheet):
        super().__init__(sheet._wire)
        self._sheet = sheet

    @prop
    def Color(self) -> int | bool:
        found = blended(self._sheet._book._wb, self._sheet._ws.sheet_properties.tabColor)
        return False if found is None else found

    @Color.put
    def Color(self, number: int) -> None:
        self._sheet._ws.sheet_properties.tabColor = Color(rgb=argb(number))
