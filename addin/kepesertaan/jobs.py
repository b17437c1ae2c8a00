"""One click at work at a time, in a thread of its own, so that Excel never waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

ELSEWHERE = (
    "Kepesertaan masih bekerja di jendela Excel yang lain. Tunggu sampai selesai, lalu klik "
    "tombol ini lagi. Belum ada data yang diubah."
)


@dataclass(frozen=True, slots=True)
class Click:
    """Which button, in which Excel (the number of the window in front), for which open book."""

    button: str
    hwnd: int
    book: str


class Jobs:
    """At most one click at work; every thread may ask.

    ``work`` does a click and must not raise; it is given a function that says whether the person
    wants it no more. ``excel_of`` tells which Excel a window is of: each book has one.
    """

    def __init__(
        self,
        work: Callable[[Click, Callable[[], bool]], None],
        excel_of: Callable[[int], int] = int,
    ) -> None:
        self._work = work
        self._excel_of = excel_of
        self._excel = 0
        self._lock = threading.Lock()
        self._now: Click | None = None
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_working(self) -> bool:
        """Whether a click is at work."""
        return self._now is not None

    def start(self, click: Click) -> str:
        """Begin and return at once; a sentence where that cannot be.

        A second click in the same Excel cancels the first and begins nothing.
        """
        with self._lock:
            if self._now is None:
                self._begin(click)
            elif self._excel == self._excel_of(click.hwnd):
                self._cancelled.set()
            else:
                return ELSEWHERE
        return ""

    def cancel(self) -> bool:
        """Ask the click at work to stop before it writes; whether there is one."""
        with self._lock:
            self._cancelled.set()
            return self.is_working

    def wait(self) -> None:
        """Return when no click is at work."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _begin(self, click: Click) -> None:
        self._now, self._cancelled = click, threading.Event()
        self._excel = self._excel_of(click.hwnd)  # now, while that window is there
        self._thread = threading.Thread(target=self._do, args=(click, self._cancelled))
        self._thread.start()

    def _do(self, click: Click, cancelled: threading.Event) -> None:
        try:
            self._work(click, cancelled.is_set)
        finally:
            with self._lock:
                self._now = None
