"""The server side of pywin32, as far as ``kepesertaan.server`` asks it, beside the fake Excel.

with serving(excel, [first, second]) as windows:
    server.main()                        # each step is done in turn, as a call from outside
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

from kepesertaan.install.entries import CLSID, server_entries

WAIT_OBJECT_0, WAIT_TIMEOUT, QS_ALLINPUT = 0, 258, 0x4FF  # winbase.h, winuser.h


class Windows:
    """What Windows does with the server: asks it step by step, and counts who holds it.

    ``steps`` are calls from outside, in order. When none is left every wait ends by its time.
    """

    def __init__(self, excel: Any, steps: Sequence[Callable[[Windows], None]]) -> None:
        self.excel, self.steps = excel, list(steps)
        self.registered: list[str] = []
        self.apartments: dict[int, int] = {}  # thread -> CoInitialize without CoUninitialize
        self.is_dropped = False  # the last that held the server has let go
        self.waited = 0

    def create(self) -> Any:
        """``CreateObject``: the class that the entry PythonCOM names."""
        assert self.registered == [CLSID], "the server is not up"
        named = {key.rpartition("\\")[2]: text for key, _, text in server_entries("pythonw.exe")}
        module, _, name = named["PythonCOM"].rpartition(".")
        made = getattr(importlib.import_module(module), name)()
        return SimpleNamespace(**{call: getattr(made, call) for call in made._public_methods_})

    def pump(self) -> int:
        if self.steps:
            self.steps.pop(0)(self)
        return int(self.is_dropped and not self.steps)

    def wait(self, _handles: Any, _all: bool, milliseconds: int, _mask: int) -> int:
        assert milliseconds > 0
        self.waited += 1
        assert self.waited < 1000, "the server never ends"
        return WAIT_OBJECT_0 if self.steps else WAIT_TIMEOUT

    def enter(self) -> None:
        thread = threading.get_ident()
        self.apartments[thread] = self.apartments.get(thread, 0) + 1

    def leave(self) -> None:
        self.apartments[threading.get_ident()] -= 1

    def window(self, kind: str, _title: Any) -> int:
        assert kind == "XLMAIN"
        running = self.excel.desktop.running()
        return int(running[0]._hwnd) if running else 0


@contextmanager
def serving(excel: Any, steps: Sequence[Callable[[Windows], None]]) -> Iterator[Windows]:
    """pywin32 with its server side, until the block ends and the threads begun in it have ended."""
    there = set(threading.enumerate())
    windows = Windows(excel, steps)
    factory = {
        "RegisterClassFactories": lambda ids: windows.registered.extend(ids) or list(ids),
        "RevokeClassFactories": lambda ids: [windows.registered.remove(id) for id in ids],
    }
    added: dict[str, dict[str, Any]] = {
        "pythoncom": {
            "EnableQuitMessage": lambda _thread: None,
            "CoResumeClassObjects": lambda: None,
            "PumpWaitingMessages": windows.pump,
            "CoInitialize": windows.enter,
            "CoUninitialize": windows.leave,
        },
        "win32api": {"GetCurrentThreadId": threading.get_ident},
        "win32gui": {"FindWindow": windows.window},
        "win32event": {
            "MsgWaitForMultipleObjects": windows.wait,
            "WAIT_TIMEOUT": WAIT_TIMEOUT,
            "QS_ALLINPUT": QS_ALLINPUT,
        },
        "win32com.server": {},
        "win32com.server.factory": factory,
    }
    before = {name: sys.modules.get(name) for name in added}
    windows.enter()  # pythoncom does so in the thread that imports it
    try:
        for name, members in added.items():
            old = before[name]
            made = ModuleType(name)
            vars(made).update({**(vars(old) if old else {}), **members})
            sys.modules[name] = made
        vars(sys.modules["win32com.server"])["factory"] = sys.modules["win32com.server.factory"]
        yield windows
        for begun in set(threading.enumerate()) - there:
            if not begun.daemon:
                begun.join()
    finally:
        for name, old in before.items():
            if old is None:
                del sys.modules[name]
            else:
                sys.modules[name] = old
