"""The few names of Excel's own object model that Kepesertaan uses through ``.api``.

``kepesertaan.excel.api`` asks Excel and Calc by the same names; whatever is not here raises
``NotImplementedError`` and never gives a value that was not looked up.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .native_cells import Native, NativeRange, NotInCalc
from .trouble import CalcError

if TYPE_CHECKING:
    from .apps import App
    from .books import Book
    from .sheets import Sheet, Sheets

_FORCE_DISABLE = 3  # MsoAutomationSecurity
_FIRST_1904 = 1904


class NativeApp(Native):
    """Excel's Application."""

    _app: App

    def __init__(self, app: App) -> None:
        self._set(_app=app)

    ActiveProtectedViewWindow = None  # Calc has no such view
    Ready = True  # Calc takes what is written also while the user types in a cell

    @property
    def AutomationSecurity(self) -> int:  # noqa: N802
        """Always: no macro of a file we open may run."""
        return _FORCE_DISABLE

    @AutomationSecurity.setter
    def AutomationSecurity(self, value: int) -> None:  # noqa: N802
        if value != _FORCE_DISABLE:
            raise NotInCalc("letting macros run")

    @property
    def Workbooks(self) -> NativeBooks:  # noqa: N802
        """The open books."""
        return NativeBooks(self._app)


class NativeBooks(Native):
    """Excel's Workbooks."""

    _app: App

    def __init__(self, app: App) -> None:
        self._set(_app=app)

    def Add(self, path: str | None = None) -> NativeBook:  # noqa: N802
        """A new book; with a path it begins as a copy of the file."""
        books = self._app.books
        return NativeBook(books.add() if path is None else books.open_copy(path))


class NativeBook(Native):
    """Excel's Workbook."""

    _book: Book

    def __init__(self, book: Book) -> None:
        self._set(_book=book)

    @property
    def Name(self) -> str:  # noqa: N802
        """Its name."""
        return self._book.name

    @property
    def Path(self) -> str:  # noqa: N802
        """Its folder, "" when it was never saved; an address where it is not on this computer."""
        found = str(self._book.ask("books.path"))
        return (
            found.rpartition("/")[0] if "://" in found else str(Path(found).parent) if found else ""
        )

    @property
    def ReadOnly(self) -> bool:  # noqa: N802
        """Whether it may not be saved under its name."""
        return bool(self._book.state["read_only"])

    @property
    def MultiUserEditing(self) -> bool:  # noqa: N802
        """Whether it is shared."""
        return bool(self._book.state["shared"])

    @property
    def ProtectStructure(self) -> bool:  # noqa: N802
        """Whether sheets must not be added."""
        return bool(self._book.state["locked"])

    @property
    def Date1904(self) -> bool:  # noqa: N802
        """Whether day 0 is 1 January 1904."""
        return bool(self._book.first_day.year == _FIRST_1904)

    @property
    def Worksheets(self) -> NativeSheets:  # noqa: N802
        """Its sheets."""
        return NativeSheets(self._book.sheets)

    Sheets = Worksheets  # Calc has no chart sheets

    @property
    def ActiveSheet(self) -> NativeSheet:  # noqa: N802
        """The sheet in front."""
        return NativeSheet(self._book.sheets.active)

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802
        """Write it as it is to another file; its own name and state stay."""
        self._book.save_copy(Path(path))


class NativeSheets(Native):
    """Excel's Worksheets."""

    _sheets: Sheets

    def __init__(self, sheets: Sheets) -> None:
        self._set(_sheets=sheets)

    def __call__(self, name_or_index: str | int) -> NativeSheet:
        """A sheet; raises ``CalcError`` when there is none, as Excel does."""
        try:
            return NativeSheet(self._sheets(name_or_index))
        except KeyError:
            raise CalcError("no such sheet") from None

    @property
    def Count(self) -> int:  # noqa: N802
        """How many there are."""
        return len(self._sheets)


class NativeSheet(Native):
    """Excel's Worksheet."""

    sheet: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self._set(sheet=sheet)

    @property
    def Name(self) -> str:  # noqa: N802
        """Its name."""
        return self.sheet.name

    @Name.setter
    def Name(self, value: str) -> None:  # noqa: N802
        self.sheet.name = value

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        """Whether locked cells cannot be written."""
        return self.sheet.is_protected

    @property
    def Cells(self) -> NativeRange:  # noqa: N802
        """All cells."""
        return NativeRange(self.sheet.cells)

    def Range(self, address: str) -> NativeRange:  # noqa: N802
        """Cells by their address."""
        return NativeRange(self.sheet.range(address))

    def Copy(self, before: NativeSheet | None, after: NativeSheet | None) -> None:  # noqa: N802
        """Copy it before or after another; the copy comes to the front."""
        beside = before if before is not None else after
        if beside is None:
            raise NotInCalc("copying a sheet into a book of its own")
        earlier = before.sheet if before is not None else None
        self.sheet.copy(earlier, after.sheet if after is not None else None)
        place = beside.sheet.index - 1 if before is not None else beside.sheet.index + 1
        beside.sheet.book.sheets(place).select()

    def Delete(self) -> None:  # noqa: N802
        """Remove it."""
        self.sheet.delete()
