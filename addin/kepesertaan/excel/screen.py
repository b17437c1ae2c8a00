"""What the user sees while a button works: one line at the bottom, and the screen as it was."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from . import api
from .troubles import excel_errors

CANCEL = "RibbonKepesertaan.BatalkanPekerjaan"
_EXCEL_WAY_BACK = "Bila keliru: klik Urungkan, atau Ctrl+Z selama belum ada perubahan lain."
_CALC_WAY_BACK = "Bila keliru: Ctrl+Z sekali, atau Urungkan."
_STILL: dict[str, Any] = {
    "screen_updating": False,
    "enable_events": False,
    "display_alerts": False,
    "interactive": False,
    "calculation": "manual",
}


def way_back(book: Any) -> str:
    """How a person takes back what a button did; Excel offers the last macro's undo only once."""
    return _EXCEL_WAY_BACK if api.is_excel(book) else _CALC_WAY_BACK


@contextlib.contextmanager
def still(app: Any) -> Iterator[None]:
    """Nothing flickers, asks or calculates during the block; afterwards all is as it was."""
    before: dict[str, Any] = {}
    try:
        for name, value in _STILL.items():
            before[name] = getattr(app, name)
            setattr(app, name, value)
        yield
    finally:
        for name, value in reversed(before.items()):
            with contextlib.suppress(Exception):  # the others must be put back all the same
                setattr(app, name, value)


@contextlib.contextmanager
def status(app: Any) -> Iterator[Any]:
    """A function that writes the status bar; afterwards Excel has it back."""

    def show(text: str) -> None:
        with contextlib.suppress(Exception):  # Excel is busy: the line is no reason to stop
            app.status_bar = text

    try:
        yield show
    finally:
        with contextlib.suppress(Exception):
            app.status_bar = False


@contextlib.contextmanager
def esc_cancels(app: Any, *, wanted: bool) -> Iterator[None]:
    """Esc in Excel cancels the job of the block, where that is wanted; afterwards it is Excel's.

    Should Excel be too busy to take it back, the add-in's macro does so at the next Esc.
    """
    if not wanted or app.engine.name != "excel":
        yield
        return
    try:
        with contextlib.suppress(*excel_errors()):  # a second click cancels as well
            api.on_esc(app, CANCEL)
        yield
    finally:
        with contextlib.suppress(Exception):
            api.on_esc(app, None)
