"""Protection of a sheet: what may change, and how it is switched on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils.protection import hash_password
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from fake_excel.areas import Box
from fake_excel.com import ComObject, OutsideTheFake, WaitsForUser, method, prop, refused
from fake_excel.grid import PROTECTED, Grid

if TYPE_CHECKING:
    from fake_excel.workbook import Workbook


class Protected(ComObject):
    """The part of ``Worksheet`` that guards it."""

    _ws: Sheet
    _grid: Grid
    _book: Workbook
    _password: str | None
    _macros_may_write: bool

    def _changing(self, boxes: list[Box]) -> None:
        """Before contents change: refuse where Excel does, then the book is no longer saved."""
        if not self._macros_may_write:
            self._grid.check_unprotected(boxes)
        self._grid.check_arrays(boxes)
        self._book._touched()

    def _formatting(self, boxes: list[Box]) -> None:
        """Before looks change: refused on a protected sheet, locked cells or not."""
        protection = self._ws.protection
        if protection.sheet and protection.formatCells and not self._macros_may_write:
            raise refused(PROTECTED)
        self._book._touched()

    @prop
    def ProtectContents(self) -> bool:
        return bool(self._ws.protection.sheet)

    @prop
    def ProtectionMode(self) -> bool:
        return self._macros_may_write

    @method
    def Protect(
        self,
        Password: str | None = None,
        DrawingObjects: bool = True,
        Contents: bool = True,
        Scenarios: bool = True,
        UserInterfaceOnly: bool = False,
    ) -> None:
        self._ws.protection.sheet = bool(Contents)
        self._password = Password or None
        self._macros_may_write = bool(UserInterfaceOnly)

    @method
    def Unprotect(self, Password: str | None = None) -> None:
        protection = self._ws.protection
        if not protection.sheet:
            return
        if protection.hashValue:
            raise OutsideTheFake("a sheet protected with a modern password hash")
        if self._password or protection.password:
            if Password is None:
                raise WaitsForUser("Unprotect asks for the password")
            wrong_here = self._password is not None and Password != self._password
            wrong = protection.password and hash_password(Password) != protection.password
            if wrong_here or wrong:
                raise refused("The password you supplied is not correct.")
        protection.sheet = False
        self._macros_may_write = False
