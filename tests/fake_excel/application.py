"""``Application``: one Excel process, its open books and its switches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook as Book
from openpyxl import load_workbook

from fake_excel import areas
from fake_excel.books import ProtectedViewWindow, Workbooks, plain_texts, results_in
from fake_excel.com import ComObject, WaitsForUser, Wire, com_error, method, prop, refused
from fake_excel.range import Range
from fake_excel.window import Window, Windows
from fake_excel.workbook import Workbook

AUTOMATIC, MANUAL, SEMIAUTOMATIC = -4105, -4135, 2  # XlCalculation
NO_MACRO = "Cannot run the macro '{}'. The macro may not be available in this workbook or all macros may be disabled."  # fmt: skip


class WorksheetFunction(ComObject):
    """``Application.WorksheetFunction``."""

    @method
    def CountA(self, Arg1: Range) -> float:
        """How many cells are not empty (its page), whatever is hidden [K]."""
        filled = Arg1._sheet._grid.filled()
        return float(sum(areas.holds(Arg1._boxes, *place) for place in filled))


class Application(ComObject):
    """Excel itself. ``macros`` are Python functions that stand for VBA, by full name."""

    def __init__(self, hwnd: int, pid: int):
        super().__init__(Wire())
        self._hwnd = hwnd
        self._pid = pid
        self._books: list[Workbook] = []
        self._order: list[Workbook] = []  # in front first
        self._created = 0
        self._alerts = True
        self._user = "Pengguna"
        self._undo: tuple[str, str] | None = None
        self._protected_views: list[ProtectedViewWindow] = []
        self._macros: dict[str, Callable[..., Any]] = {}
        self._longest_array = 1_000_000  # told to a macro; older Excels are said to take less [K]
        self._keys: dict[str, str] = {}
        self._ready = True
        self._calculation = AUTOMATIC

    def _same(self) -> Any:
        return self._hwnd

    def _front(self, book: Workbook) -> None:
        self._order = [book, *(other for other in self._order if other is not book)]

    def _drop(self, book: Workbook) -> None:
        self._books.remove(book)
        self._order.remove(book)
        book._release()

    def _take(self, book: Workbook) -> Workbook:
        self._books.append(book)
        self._front(book)
        return book

    def _new_book(self, title: str) -> Workbook:
        """A new book with one sheet, as Excel makes since 2013 [K]."""
        made = Book()
        made.active.title = title
        self._created += 1
        book = Workbook(self, made, None, {})
        book._title = f"Book{self._created}"
        return self._take(book)

    def _from(self, template: Path) -> Workbook:
        """A new book like a file, named after it and a number."""
        book = self._read(template)
        self._created += 1
        book._path, book._title = None, f"{template.stem}{self._created}"
        return self._take(book)

    def _read(self, path: Path) -> Workbook:
        try:
            with plain_texts():
                opened = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
        except (OSError, BadZipFile, KeyError):
            raise refused("Sorry, we couldn't find or open the file.") from None
        return Workbook(self, opened, path, results_in(path, opened))

    def _open_file(self, path: Path, *, read_only: bool = False) -> Workbook:
        for book in self._books:
            if book._name().lower() == path.name.lower():
                if book._path == path:
                    return book
                raise refused("Excel can't open two workbooks with the same name at once.")
        book = self._read(path)
        book._read_only = read_only
        return self._take(book)

    def _active_book(self) -> Workbook | None:
        """None without a book, and while a Protected View window is in front [facts: 4]."""
        return None if self._protected_views or not self._order else self._order[0]

    def _plain(name: str, start: Any) -> prop:
        """A switch that keeps what is put into it."""
        kept = f"_{name}"

        def read(self: Application) -> Any:
            return self.__dict__.get(kept, start)

        def write(self: Application, value: Any) -> None:
            self.__dict__[kept] = type(start)(value)

        return prop(read).put(write)

    ScreenUpdating = _plain("screen_updating", True)
    EnableEvents = _plain("enable_events", True)
    Interactive = _plain("interactive", True)
    Visible = _plain("visible", True)
    DisplayStatusBar = _plain("display_status_bar", True)
    AutomationSecurity = _plain("automation_security", 1)  # MsoAutomationSecurity: low, its default
    Cursor = _plain("cursor", -4143)  # xlDefault
    EnableCancelKey = _plain("enable_cancel_key", 1)  # xlInterrupt
    UserControl = _plain("user_control", True)
    del _plain

    @prop
    def DisplayAlerts(self) -> bool:
        return self._alerts

    @DisplayAlerts.put
    def DisplayAlerts(self, value: bool) -> None:
        self._alerts = bool(value)

    @prop
    def StatusBar(self) -> str | bool:
        """False while Excel writes its own; put False to give the bar back (its page)."""
        return self.__dict__.get("_status", False)

    @StatusBar.put
    def StatusBar(self, text: Any) -> None:
        self.__dict__["_status"] = False if text is False else str(text)

    @prop
    def Calculation(self) -> int:
        return self._calculation

    @Calculation.put
    def Calculation(self, mode: int) -> None:
        """Refused without an open book [K]."""
        if not self._books or mode not in (AUTOMATIC, MANUAL, SEMIAUTOMATIC):
            raise refused("Unable to set the Calculation property of the Application class")
        self._calculation = mode

    @prop
    def CutCopyMode(self) -> int:
        return 0

    @CutCopyMode.put
    def CutCopyMode(self, value: Any) -> None:
        """Nothing is ever on the fake's clipboard."""

    @prop
    def Ready(self) -> bool:
        return self._ready

    @prop
    def Hwnd(self) -> int:
        return self._hwnd

    @prop
    def Name(self) -> str:
        return "Microsoft Excel"

    @prop
    def Version(self) -> str:
        return "16.0"

    @prop
    def PathSeparator(self) -> str:
        return "/"

    @prop
    def UserName(self) -> str:
        return self._user

    @prop
    def Application(self) -> Application:
        return self

    @prop
    def International(self) -> tuple[Any, ...]:
        """Only the list separator (XlApplicationInternational 5) of an English Windows."""
        return (None, None, None, None, None, ",")

    # books and windows

    @prop
    def Workbooks(self) -> Workbooks:
        return Workbooks(self)

    @prop
    def ActiveWorkbook(self) -> Workbook | None:
        return self._active_book()

    @prop
    def ActiveSheet(self) -> Any:
        book = self._active_book()
        return (book._chart or book._active) if book else None

    @prop
    def ActiveWindow(self) -> Window | None:
        book = self._active_book()
        return book._window() if book else None

    @prop
    def Windows(self) -> Windows:
        return Windows(self, self._order)

    @prop
    def ActiveProtectedViewWindow(self) -> ProtectedViewWindow | None:
        """Nothing if there are no Protected View windows open (its page)."""
        return self._protected_views[0] if self._protected_views else None

    @prop
    def Selection(self) -> Any:
        book = self._active_book()
        if book is None:
            return None
        if book._picked:
            return book._picked
        return book._active._selection or book._active._range((1, 1, 1, 1))

    @prop
    def WorksheetFunction(self) -> WorksheetFunction:
        return WorksheetFunction(self._wire)

    # methods

    @method
    def Run(self, Macro: str, *args: Any) -> Any:
        """An error the macro lets out is shown in a box of the VBA editor [K]."""
        if Macro not in self._macros:
            raise refused(NO_MACRO.format(Macro))
        if any(isinstance(arg, tuple) and len(arg) > self._longest_array for arg in args):
            raise refused("")
        self._wire.in_macro = True
        try:
            return self._macros[Macro](self, *args)
        except com_error as error:
            text = f"Run-time error '1004': {Macro} [End] [Debug]"
            raise WaitsForUser(text) from error
        finally:
            self._wire.in_macro = False

    @method
    def Intersect(self, Arg1: Range, Arg2: Range, *more: Range) -> Range | None:
        """The cells all ranges share, Nothing without any; ranges of one sheet (its page)."""
        found = Arg1._boxes
        for other in (Arg2, *more):
            if other._sheet is not Arg1._sheet:
                raise refused("Method 'Intersect' of object '_Application' failed")
            found = areas.intersect(found, other._boxes)
        return Arg1._of(*found) if found else None

    @method
    def Union(self, Arg1: Range, Arg2: Range, *more: Range) -> Range:
        ranges = (Arg1, Arg2, *more)
        if any(other._sheet is not Arg1._sheet for other in ranges):
            raise refused("Method 'Union' of object '_Application' failed")
        boxes = [box for one in ranges for box in one._boxes]
        return Arg1._of(*dict.fromkeys(boxes))

    @method
    def OnKey(self, Key: str, Procedure: str | None = None) -> None:
        """Without a procedure the key means again what it always does (its page)."""
        self._keys.pop(Key, None)
        if Procedure is not None:
            self._keys[Key] = Procedure

    @method
    def OnUndo(self, Text: str, Procedure: str) -> None:
        self._undo = (Text, Procedure)

    @method
    def Undo(self) -> None:
        """Only what the user did by hand; a change from outside leaves nothing [facts: 5]."""
        raise refused("Method 'Undo' of object '_Application' failed")

    @method
    def Calculate(self) -> None:
        """Results stay those of the file or the test."""

    @method
    def Quit(self) -> None:
        if self._alerts and any(not book._saved for book in self._books):
            raise WaitsForUser("Do you want to save the changes?")
        self._end()

    def _end(self) -> None:
        """The process is gone, whoever ended it."""
        for book in self._books:
            book._release()
        self._books.clear()
        self._order.clear()
        self._wire.ended = True
