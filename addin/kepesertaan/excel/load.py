"""The one place that imports xlwings: light, and without the parts that may do harm.

xlwings imports pandas, numpy, polars, matplotlib, plotly and Pillow wherever they happen to be
installed (half a second of CPU that a click would wait for), looks for its paid part, and on
Windows registers a function that kills every Excel it cannot see when Python ends. It also lets
pywin32 write classes for Excel into the folder for temporary files and run them from there: code
that anything may have changed, and that breaks every click when a clean-up took half of it.
"""

from __future__ import annotations

import atexit
import importlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from .patience import make_patient

HEAVY = ("numpy", "pandas", "polars", "matplotlib", "plotly", "PIL")
_NOT_OURS = ("xlwings.pro",)
_CLASSES = "win32com.client.gencache"
_ASKED_FOR_CLASSES = ("EnsureModule", "GetClassForCLSID", "GetModuleForCLSID")
_LOADING = threading.Lock()  # the server loads in one thread and works in another


def load_xlwings() -> ModuleType:
    """xlwings, imported without what is heavy, not ours to use, or dangerous at exit.

    A heavy library that is loaded already stays usable in xlwings; one that is not can be
    imported afterwards as usual, but xlwings then does not know it. Raises ``ImportError``
    when xlwings is not installed.
    """
    with _LOADING:
        if "xlwings" not in sys.modules:
            if sys.platform == "win32":
                bind_late()
            with absent(*HEAVY, *_NOT_OURS):
                importlib.import_module("xlwings")
    xlwings = sys.modules["xlwings"]
    windows = getattr(xlwings, "_xlwindows", None)
    if windows is not None:
        atexit.unregister(windows.cleanup)
        make_patient(windows)
    return xlwings


def bind_late() -> None:
    """Let pywin32 ask Excel itself for each name, by no class that was generated before.

    Its module for those classes reads a folder of temporary files as soon as it is imported, so
    ours, which knows none, stands in its place.
    """
    module = sys.modules.setdefault(_CLASSES, ModuleType(_CLASSES))
    vars(module).update(dict.fromkeys(_ASKED_FOR_CLASSES, _no_class))


def _no_class(*_asked: object, **_more: object) -> None:
    """What there is of a generated class."""


def app_at(hwnd: int) -> Any:
    """The Excel (``xlwings.App``) of a main window; its books are not asked yet.

    Raises Excel's error where there is no such window, ``ImportError`` without xlwings.
    """
    xlwings = load_xlwings()
    return xlwings.App(impl=xlwings._xlwindows.App(xl=hwnd))


@contextmanager
def absent(*names: str) -> Iterator[None]:
    """Within it, those of ``names`` that are not loaded yet cannot be imported."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None means: not there
    try:
        yield
    finally:
        for name in hidden:
            if sys.modules.get(name, name) is None:
                del sys.modules[name]
