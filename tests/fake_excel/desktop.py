"""The Windows desktop around the fake: Excel processes, their windows, message boxes, kills."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fake_excel.application import Application
from fake_excel.com import ComObject, prop

FIRST_HWND, FIRST_PID = 1000, 4000
DESK, SHEETS = 1, 2  # the child windows XLDESK and EXCEL7 are numbered after their Excel


class WindowObject(ComObject):
    """What AccessibleObjectFromWindow gives for an EXCEL7 window: Excel's Window object."""

    def __init__(self, app: Application):
        super().__init__(app._wire)
        self._app = app

    @prop
    def Application(self) -> Application:
        return self._app


class Desktop:
    """All running Excels, newest in front, and what programs did beside COM.

    ``answers`` are what the user clicks in message boxes, in order (ids of Win32: 1 OK, 2 cancel,
    6 yes, 7 no); ``shown`` is what the boxes said; ``killed`` are ids of processes that were ended.
    """

    def __init__(self) -> None:
        self.excels: list[Application] = []
        self.foreign: list[int] = []  # EXCEL.EXE processes no program can see, e.g. Protected View
        self.answers: list[int] = []
        self.shown: list[tuple[str, str]] = []
        self.killed: list[int] = []
        self.closed: set[int] = set()  # windows of books that the user has closed
        self.prepare: list[Callable[[Application], None]] = []
        self._started = 0

    def start(self) -> Application:
        """Start one more Excel, without a book."""
        self._started += 1
        app = Application(FIRST_HWND + 10 * self._started, FIRST_PID + self._started)
        self.excels.insert(0, app)
        for prepare in self.prepare:
            prepare(app)
        return app

    def running(self) -> list[Application]:
        """The Excels that have not ended."""
        return [app for app in self.excels if not app._wire.ended]

    def excel_of(self, hwnd: int) -> Application | None:
        """The Excel a window or child window belongs to."""
        return next((app for app in self.running() if hwnd // 10 == app._hwnd // 10), None)

    def front(self, hwnd: int) -> int:
        """Bring a window in front of the others."""
        self.excels.sort(key=lambda app: app._hwnd != hwnd)
        return 1

    def kill(self, pid: int) -> None:
        """End a process as taskkill or TerminateProcess does."""
        self.killed.append(pid)
        for app in self.running():
            if app._pid == pid:
                app._end()

    def child(self, parent: int, kind: str) -> int:
        """FindWindowEx: an Excel without a book has no EXCEL7 window (xlwings/_xlwindows.py)."""
        app = self.excel_of(parent)
        if app is None:
            return 0
        if kind == "XLDESK":
            return app._hwnd + DESK
        return app._hwnd + SHEETS if app._books else 0

    def object_from_window(self, hwnd: int) -> WindowObject:
        """AccessibleObjectFromWindow; raises OSError for a window without one."""
        app = self.excel_of(hwnd)
        if app is None or hwnd != app._hwnd + SHEETS:
            raise OSError("no such window")
        return WindowObject(app)

    def message_box(self, hwnd: int, text: str, title: str) -> Any:
        """Show a message box and click the next answer; OK when none was prepared.

        0, and no box, where its owner is no window (MessageBox's page).
        """
        if hwnd in self.closed:
            return 0
        self.shown.append((title, text))
        return self.answers.pop(0) if self.answers else 1
