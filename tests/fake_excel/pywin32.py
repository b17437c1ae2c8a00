"""Stand-ins for pywin32 and the Windows parts of ctypes, in place only as long as wanted.

With them ``xlwings/_xlwindows.py`` is imported and runs unmodified on Linux.
"""

from __future__ import annotations

import atexit
import builtins
import ctypes
import importlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from types import ModuleType, SimpleNamespace
from typing import Any

from fake_excel.com import ComObject, DispatchBaseClass, com_error
from fake_excel.contents import TimeType, Win32Error
from fake_excel.desktop import Desktop


class _CDispatch(DispatchBaseClass):
    """Late-bound objects; the fake has none, xlwings only asks whether something is one."""


class _CoClassBaseClass:
    """Replaced by xlwings' own as soon as it is imported."""


def modules_for(desktop: Desktop) -> dict[str, ModuleType]:
    """Every module of pywin32 that xlwings imports, answering from the desktop."""
    com = {"com_error": com_error, "error": Win32Error, "TimeType": TimeType, "IID": str}
    client = {
        "CDispatch": _CDispatch, "CoClassBaseClass": _CoClassBaseClass,
        "DispatchBaseClass": DispatchBaseClass,
        "Dispatch": lambda pointer: pointer, "DispatchEx": lambda name: _start(desktop, name),
    }  # fmt: skip
    held: dict[str, dict[str, Any]] = {
        "pywintypes": com,
        "pythoncom": {
            "com_error": com_error, "ole_error": com_error, "__file__": "pythoncom.dll",
            "CoInitialize": lambda: None, "CoUninitialize": lambda: None,
        },
        "win32com": {}, "win32com.client": client,
        "win32con": {
            "MB_OK": 0, "MB_OKCANCEL": 1, "MB_YESNOCANCEL": 3, "MB_YESNO": 4,
            "MB_ICONWARNING": 0x30, "MB_ICONINFORMATION": 0x40,
        },
        "win32api": {
            "MessageBox": lambda hwnd, text, title, _style=0: desktop.message_box(hwnd, text, title),
            "OpenProcess": lambda _access, _inherit, pid: pid,
            "TerminateProcess": lambda pid, _code: desktop.kill(pid),
            "CloseHandle": lambda _handle: None,
        },
        "win32gui": {"FindWindowEx": lambda parent, _after, kind, _text: desktop.child(parent, kind)},
        "win32process": {"GetWindowThreadProcessId": lambda hwnd: (0, _pid(desktop, hwnd))},
        "win32timezone": {"TimeZoneInfo": SimpleNamespace(utc=lambda: UTC)},
    }  # fmt: skip
    made = {name: ModuleType(name) for name in held}
    for name, members in held.items():
        vars(made[name]).update(members)
    vars(made["win32com"])["client"] = made["win32com.client"]
    return made


def _start(desktop: Desktop, name: str) -> ComObject:
    if name != "Excel.Application":
        raise com_error(-2147221005, "Invalid class string", None, None)
    return desktop.start()


def _pid(desktop: Desktop, hwnd: int) -> int:
    app = desktop.excel_of(hwnd)
    if app is None:
        raise Win32Error(1400, "GetWindowThreadProcessId", "Invalid window handle.")
    return app._pid


def _ctypes_for(desktop: Desktop) -> dict[str, Any]:
    """``oledll``, ``windll`` and ``PyDLL`` as far as _xlwindows uses them."""

    def object_from_window(hwnd: int, _kind: int, _iid: Any, place: Any) -> int:
        desktop.object_from_window(hwnd)
        place._obj.value = hwnd
        return 0

    class PyDLL:
        """Turns the pointer of ``object_from_window`` back into the object."""

        def __init__(self, _file: str):
            def from_pointer(pointer: Any, _iid: Any, _add: bool) -> ComObject:
                return desktop.object_from_window(pointer.value)

            self.PyCom_PyObjectFromIUnknown = from_pointer

    user32 = SimpleNamespace(
        GetTopWindow=lambda _parent: _next_window(desktop, None),
        GetWindow=lambda hwnd, _how: _next_window(desktop, hwnd),
        GetForegroundWindow=lambda: 0,
        SetForegroundWindow=desktop.front,
        SetWindowPos=lambda hwnd, *_where: desktop.front(hwnd),
    )
    oleacc = SimpleNamespace(AccessibleObjectFromWindow=object_from_window)
    ole32 = SimpleNamespace(CLSIDFromString=lambda _text, _place: 0)
    return {
        "oledll": SimpleNamespace(ole32=ole32, oleacc=oleacc),
        "windll": SimpleNamespace(user32=user32),
        "PyDLL": PyDLL,
    }


def _next_window(desktop: Desktop, hwnd: int | None) -> int:
    order = [app._hwnd for app in desktop.running()]
    following = order if hwnd is None else order[order.index(hwnd) + 1 :]
    return following[0] if following else 0


def _subprocess_for(desktop: Desktop) -> ModuleType:
    """``tasklist`` and ``taskkill`` as xlwings' clean-up calls them; nothing else runs."""
    made = ModuleType("subprocess")
    vars(made).update(PIPE=subprocess.PIPE, STDOUT=subprocess.STDOUT, CREATE_NO_WINDOW=0x08000000)

    def run(command: list[str], **_how: Any) -> SimpleNamespace:
        if command[0] == "taskkill":
            desktop.kill(int(command[2]))
            return SimpleNamespace(stdout="")
        assert command[0] == "tasklist", command
        pids = [app._pid for app in desktop.running()] + desktop.foreign
        rows = [f"EXCEL.EXE {pid} Console 1 100,000 K" for pid in pids]
        return SimpleNamespace(stdout="\n".join(["", "head", "====", *rows]))

    vars(made)["run"] = run
    return made


@contextmanager
def windows(desktop: Desktop) -> Iterator[ModuleType]:
    """Let ``xlwings`` see that desktop through its own Windows engine; everything is put back.

    Gives the imported ``xlwings._xlwindows``.
    """
    import xlwings

    placed = {**modules_for(desktop), "subprocess": _subprocess_for(desktop)}
    before = {name: sys.modules.get(name) for name in placed}
    attributes = _ctypes_for(desktop)
    engines = xlwings.engines
    known = engines.active, list(engines.engines), dict(engines.engines_by_name)
    assert "xlwings._xlwindows" not in sys.modules, "one desktop at a time"
    try:
        sys.modules.update(placed)
        vars(ctypes).update({name: value for name, value in attributes.items() if name != "PyDLL"})
        real_dll, ctypes.PyDLL = ctypes.PyDLL, attributes["PyDLL"]
        vars(builtins).setdefault("WindowsError", OSError)
        try:
            found = importlib.import_module("xlwings._xlwindows")
        finally:
            ctypes.PyDLL = real_dll
            sys.modules["subprocess"] = subprocess
        engine = xlwings.Engine(impl=found.engine)
        engines.add(engine)
        engines.active = engine
        yield found
    finally:
        engines.active, engines.engines, engines.engines_by_name = known
        _put_back(xlwings, before)


def _put_back(xlwings: Any, before: dict[str, Any]) -> None:
    module = sys.modules.pop("xlwings._xlwindows", None)
    sys.modules.pop("xlwings._win32patch", None)
    if module is not None:
        atexit.unregister(module.cleanup)
        vars(xlwings).pop("_xlwindows", None)
        vars(xlwings).pop("_win32patch", None)
    for name, previous in before.items():
        if previous is None:
            sys.modules.pop(name, None)
        else:
            sys.modules[name] = previous
    for name in ("oledll", "windll"):
        vars(ctypes).pop(name, None)
    vars(builtins).pop("WindowsError", None)
