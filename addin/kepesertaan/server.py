"""The Python that is ready before the click: a COM server of this user, started by Windows.

    python -m kepesertaan.server         # how Windows starts it (LocalServer32), with pythonw

The add-in asks for ``Kepesertaan.Server`` and calls ``Jalankan``, which returns at once; the click
is done in a thread and tells the person itself. The server ends with Excel. What Windows must know
of it is in ``install.entries``.
"""

from __future__ import annotations

import functools
import gc
import sys
import threading
from collections.abc import Callable

from kepesertaan import __version__
from kepesertaan.install.entries import CLSID, PROGID
from kepesertaan.jobs import Click, Jobs

ONLY_WINDOWS = "Server Kepesertaan hanya berjalan di Windows, dan dijalankan oleh Excel sendiri."
LOOK_EVERY = 5000  # milliseconds without a call after which the server looks whether Excel is there


class Server:
    """What the add-in calls; pywin32 makes one for each that asks, all with the same jobs."""

    _reg_clsid_ = CLSID
    _reg_progid_ = PROGID
    _public_methods_ = ("Jalankan", "Batal", "Versi")

    def __init__(self) -> None:
        begin_to_warm_up()

    def Jalankan(self, button: str, hwnd: int, book: str) -> str:
        """Begin what a button does in an open book; a sentence where that cannot be, else "".

        While a click is at work another in the same Excel cancels it.
        """
        return JOBS.start(Click(str(button), int(hwnd), str(book)))

    def Batal(self) -> bool:
        """Ask the click at work to stop before it writes; whether there is one."""
        return JOBS.cancel()

    def Versi(self) -> str:
        """The version of Kepesertaan that answers."""
        return __version__


@functools.cache
def begin_to_warm_up() -> None:
    """Let a thread load what the first click needs, once.

    Not before somebody holds the server: pywin32 ends it when a count of objects comes to 0.
    """
    threading.Thread(target=warm_up).start()


def warm_up() -> None:
    """Load what the first click of the daily buttons needs; Word parts come with their own."""
    from kepesertaan.actions.registry import all_actions
    from kepesertaan.excel.load import load_xlwings
    from kepesertaan.run import (  # noqa: F401 - loading them is the purpose
        opened_buttons,
        opened_list,
        opened_results,
        opened_tick,
        opened_undo,
    )

    load_xlwings()
    all_actions()


def work(click: Click, is_cancelled: Callable[[], bool]) -> None:
    """Do a click in this thread; afterwards it holds nothing of Excel, which could not end else."""
    import pythoncom

    from kepesertaan.buttons import click_at

    pythoncom.CoInitialize()
    try:
        click_at(click.hwnd, click.button, click.book, is_cancelled)
    finally:
        gc.collect()
        pythoncom.CoUninitialize()


def process_of(hwnd: int) -> int:
    """The process a window is of; 0 where the window is gone."""
    import pywintypes
    import win32process

    try:
        return int(win32process.GetWindowThreadProcessId(hwnd)[1])
    except pywintypes.error:
        return 0


JOBS = Jobs(work, process_of)


def is_over(*, is_quiet: bool, is_working: bool, has_excel: bool) -> bool:
    """Whether the server ends: no call for a while, nothing at work, and no Excel left.

    >>> is_over(is_quiet=True, is_working=False, has_excel=False)
    True
    >>> is_over(is_quiet=True, is_working=True, has_excel=False)
    False
    """
    return is_quiet and not is_working and not has_excel


def main() -> int:
    """Serve until the last Excel has gone, or nobody holds the server any more."""
    sys.coinit_flags = 2  # type: ignore[attr-defined]  # pythoncom: calls come one after another
    try:
        import pythoncom
        import win32api
        import win32event
        from win32com.server import factory
    except ImportError:
        if sys.stderr is not None:  # pythonw has none
            sys.stderr.write(f"{ONLY_WINDOWS}\n")
        return 2
    made = factory.RegisterClassFactories([CLSID])
    pythoncom.EnableQuitMessage(win32api.GetCurrentThreadId())
    pythoncom.CoResumeClassObjects()
    while not pythoncom.PumpWaitingMessages():  # 1 when the last that held us has let go
        woken = win32event.MsgWaitForMultipleObjects((), False, LOOK_EVERY, win32event.QS_ALLINPUT)
        quiet = woken == win32event.WAIT_TIMEOUT
        if is_over(is_quiet=quiet, is_working=JOBS.is_working, has_excel=has_excel()):
            break
    factory.RevokeClassFactories(made)
    JOBS.wait()
    pythoncom.CoUninitialize()
    return 0


def has_excel() -> bool:
    """Whether this user has an Excel, seen or unseen."""
    import pywintypes
    import win32gui

    try:
        return bool(win32gui.FindWindow("XLMAIN", None))
    except pywintypes.error:
        return False


if __name__ == "__main__":
    from kepesertaan.server import main as serve  # pywin32 makes that module's Server, not ours

    sys.exit(serve())
