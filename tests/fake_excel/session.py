"""A test's hands on the fake: open books, play the user, count the calls, look what was left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from openpyxl import Workbook as Book

from fake_excel.application import Application
from fake_excel.areas import parse
from fake_excel.books import ProtectedViewWindow, results_in
from fake_excel.com import Calls, counting
from fake_excel.desktop import Desktop
from fake_excel.entry import ERRORS, CellError, Formula
from fake_excel.pywin32 import windows
from fake_excel.sheets import Chart, Picked
from fake_excel.workbook import Workbook

# What a button may change for a while and must put back.
SWITCHES = (
    "ScreenUpdating", "StatusBar", "EnableEvents", "Interactive", "DisplayAlerts", "Calculation",
    "AutomationSecurity", "Cursor", "DisplayStatusBar", "EnableCancelKey", "Visible",
)  # fmt: skip


class Excel:
    """One Excel as its user has it: what can be done by hand, and what can be looked at."""

    def __init__(self, desktop: Desktop, engine: ModuleType):
        self.desktop = desktop
        self.engine = engine  # xlwings._xlwindows
        self.application = desktop.start()
        self._start = self.switches()

    def open(
        self, path: Path | str, *, read_only: bool = False, book: Book | None = None
    ) -> tuple[Any, Any]:
        """Open a file as the user does: ``(xlwings.App, xlwings.Book)``.

        ``book`` saves reading the file again where the test has just made it with openpyxl.
        """
        import xlwings

        app = self.application
        path = Path(path)
        if book is None:
            opened = app._open_file(path, read_only=read_only)
        else:
            opened = app._take(Workbook(app, book, path, results_in(path, book)))
            opened._read_only = read_only
        return self.app(), xlwings.Book(impl=self.engine.Book(xl=self.wrapped(opened)))

    def app(self) -> Any:
        """The ``xlwings.App`` of this Excel.

        A click finds it by its window instead: ``xlwings._xlwindows.App(xl=excel.hwnd)``, which
        fails with OSError when no book is open (``get_xl_apps`` in xlwings/_xlwindows.py).
        """
        import xlwings

        impl = object.__new__(self.engine.App)
        impl._xl, impl._hwnd = self.wrapped(self.application), self.hwnd
        impl._pid = self.application._pid
        return xlwings.App(impl=impl)

    @property
    def hwnd(self) -> int:
        """The number of Excel's window, which VBA gives to a click."""
        return self.application._hwnd

    def wrapped(self, thing: Any) -> Any:
        """A COM object as xlwings holds it."""
        return self.engine.COMRetryObjectWrapper(thing)

    # what the user does

    def edit_cell(self) -> None:
        """Start typing into a cell: Excel rejects every call until ``leave_cell``."""
        self.application._wire.editing = True

    def leave_cell(self) -> None:
        """Press Enter or Esc."""
        self.application._wire.editing = False

    def show_protected_view(self, path: Path | str) -> None:
        """Open a file from the internet; it comes to the front in Protected View."""
        view = ProtectedViewWindow(self.application, Path(path))
        self.application._protected_views.insert(0, view)

    def show_chart(self, book: Any, name: str) -> None:
        """Click on a chart sheet: it comes to the front, and the chart is selected."""
        inside = self.inside(book)
        inside._chart = Chart(inside, inside._wb[name])
        inside._picked = Picked(inside._wire)

    def select_shape(self, book: Any) -> None:
        """Click on a picture or another shape on the sheet in front."""
        inside = self.inside(book)
        inside._picked = Picked(inside._wire)

    def share(self, book: Any) -> None:
        """Make the book a shared one (Review, Share Workbook)."""
        self.inside(book)._shared = True

    def put_in_cloud(self, book: Any, address: str) -> None:
        """Let the book live in OneDrive: its path is an address."""
        self.inside(book)._cloud = address

    def be_busy(self, calls: int) -> None:
        """Reject so many calls, as Excel does for a moment now and then."""
        self.application._wire.busy = calls

    def take_arrays_of(self, most: int) -> None:
        """Be an Excel that takes no longer arrays as arguments of a macro."""
        self.application._longest_array = most

    def crash(self) -> None:
        """End the process under our feet."""
        self.desktop.kill(self.application._pid)

    def set_result(self, book: Any, sheet: str, address: str, value: Any) -> None:
        """Say what the formula in a cell comes to; text that is an error value is that error."""
        boxes = parse(address)
        assert boxes, address
        value = CellError(value) if isinstance(value, str) and value in ERRORS else value
        kept = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
        grid = next(s for s in self.inside(book)._wrappers.values() if s._ws.title == sheet)._grid
        grid.results[boxes[0][:2]] = kept

    def spill(self, book: Any, sheet: str, address: str) -> None:
        """Say that the formula in the first cell of a range fills all of it."""
        boxes = parse(address)
        assert boxes, address
        next(
            s for s in self.inside(book)._wrappers.values() if s._ws.title == sheet
        )._spills += boxes

    def assume_results(self, book: Any, value: Any) -> None:
        """Say what every formula comes to whose result the file does not hold."""
        kept = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for sheet in self.inside(book)._wrappers.values():
            for place in sheet._grid.filled():
                if isinstance(sheet._grid.content(*place), Formula):
                    sheet._grid.results.setdefault(place, kept)

    # what a test looks at

    def inside(self, book: Any) -> Workbook:
        """The fake's own object for an ``xlwings.Book``."""
        found: Workbook = book.impl.xl._inner
        return found

    def openpyxl(self, book: Any) -> Book:
        """The live openpyxl workbook whose cells the book shows."""
        return self.inside(book)._wb

    def switches(self) -> dict[str, Any]:
        """Excel's switches as they stand, without a call through COM."""
        kind = type(self.application)
        return {name: getattr(kind, name).fget(self.application) for name in SWITCHES}

    def left(self) -> dict[str, Any]:
        """The switches that are not as they were at the start; empty when a button cleaned up."""
        return {name: now for name, now in self.switches().items() if now != self._start[name]}

    @property
    def macros(self) -> dict[str, Any]:
        """Python functions that stand for VBA: full name, ``f(application, *arguments)``.

        They run inside Excel: what they ask of it is not counted.
        """
        return self.application._macros

    @property
    def keys(self) -> dict[str, str]:
        """Keys that call a macro, by ``OnKey``."""
        return self.application._keys

    @property
    def undo_entry(self) -> tuple[str, str] | None:
        """What ``OnUndo`` put into the Undo button, None after any later change."""
        return self.application._undo

    @property
    def faults(self) -> list[str]:
        """What was asked of the fake that it does not know, or that would have hung."""
        return [fault for app in self.desktop.excels for fault in app._wire.faults]


@contextmanager
def running() -> Iterator[Excel]:
    """One Excel without a book, and xlwings attached to it."""
    desktop = Desktop()
    with windows(desktop) as engine:
        try:
            yield Excel(desktop, engine)
        finally:
            for app in desktop.running():
                app._end()


def counted(app: Any) -> AbstractContextManager[Calls]:
    """Count every get, put and call that goes to the Excel of an ``xlwings.App``."""
    inner: Application = app.impl.xl._inner
    return counting(inner._wire)
