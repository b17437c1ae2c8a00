"""A busy Excel is asked again for a while: seconds by the clock, with pauses, not for ever.

Excel rejects calls while the user types in a cell, drags, or looks at a box of its own, and for
moments without any reason to be seen. xlwings repeats at once and without end, and only some of
those calls.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any

from .troubles import excel_errors

PAUSE = 0.05  # seconds between two attempts
_SECONDS = ContextVar("seconds", default=20.0)
_BUSY = {  # as winerror.h and MSDN name them
    -2147418111,  # RPC_E_CALL_REJECTED
    -2147417846,  # RPC_E_SERVERCALL_RETRYLATER
    -2146777998,  # 0x800AC472, VBA_E_IGNORE
}


@contextmanager
def patient_for(seconds: float) -> Iterator[None]:
    """Within it, a call that a busy Excel rejects is repeated for so long, in this thread."""
    before = _SECONDS.set(seconds)
    try:
        yield
    finally:
        _SECONDS.reset(before)


def make_patient(windows: ModuleType) -> None:
    """Let xlwings' engine for Windows repeat rejected calls by our rule instead of its own."""
    if windows.N_COM_ATTEMPTS == 1:
        return

    class Method(windows.COMRetryMethodWrapper):  # type: ignore[misc,name-defined]
        def __call__(self, *given: Any, **named: Any) -> Any:
            return _again(lambda: super(Method, self).__call__(*given, **named))

    class Thing(windows.COMRetryObjectWrapper):  # type: ignore[misc,name-defined]
        def __getattr__(self, name: str) -> Any:
            return _again(lambda: super(Thing, self).__getattr__(name))

        def __setattr__(self, name: str, value: Any) -> None:
            _again(lambda: super(Thing, self).__setattr__(name, value))

        def __call__(self, *given: Any, **named: Any) -> Any:
            return _again(lambda: super(Thing, self).__call__(*given, **named))

    windows.N_COM_ATTEMPTS = 1  # type: ignore[attr-defined]
    windows.COMRetryMethodWrapper, windows.COMRetryObjectWrapper = Method, Thing  # type: ignore[attr-defined]


def _again(ask: Callable[[], Any]) -> Any:
    until = time.monotonic() + _SECONDS.get()
    while True:
        try:
            return ask()
        except excel_errors() as error:
            if not is_busy(error) or time.monotonic() > until:
                raise
        time.sleep(PAUSE)


def is_busy(error: BaseException) -> bool:
    """Whether Excel may do it when asked again. ``ExcelBusyError`` is xlwings' own word for it."""
    told = getattr(error, "excepinfo", None)
    numbers = {getattr(error, "hresult", None), told[5] if told else None}
    return type(error).__name__ == "ExcelBusyError" or bool(numbers & _BUSY)
