"""Hold Ctrl-C back where half of something could be neither used nor ended.

Python raises KeyboardInterrupt between any two steps: in the midst of ``Thread.start`` or
``Popen.poll`` it leaves their locks as they should never be, and a process that nobody knows of.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def no_interrupt() -> Iterator[None]:
    """Ctrl-C waits until this is over, then it comes."""
    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(usual):
        yield  # no interrupt comes here
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
        if came:
            signal.raise_signal(came[0])
