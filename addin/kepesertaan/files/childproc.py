"""Run functions in child processes with limits, so that no foreign file can take us down.

Measured: a 2 KB workbook can abort calamine and the whole Python with it, and nothing in the same
process can catch that (a cell in the far corner). A worker is a new Python (the same on every
system; childside.py) and serves calls one after another; one that died, hung, or worked long is
replaced. POSIX limits address space and time; Windows limits the time only.
"""

from __future__ import annotations

import atexit
import contextlib
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO, TypeAlias, TypeVar, cast

from kepesertaan.domain.errors import KepesertaanError, UnreadableInput

from .interrupt import no_interrupt

MEMORY_BYTES = 1536 * 1024**2
SECONDS = 60.0
LONG_JOB = 5.0  # seconds; a worker that had such a job keeps its memory, so it is not used again
MOST_JOBS = 200  # per worker

_BLINK = 0.5  # seconds; so long Windows lets nobody interrupt who waits
_START = "import sys; sys.path[:] = sys.argv[1:]; " + (
    "from kepesertaan.files.childside import serve; serve()"
)
Result = TypeVar("Result")
_living: set[_Worker] = set()
_idle: list[_Worker] = []
_lock = threading.Lock()
_NO_WINDOW = 0
if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW  # nor a console, so Ctrl-C does not come to a child


class ChildBug(Exception):
    """A bug in the child; the message is its traceback, meant for the log and not for the user."""


Trouble: TypeAlias = KepesertaanError | ChildBug


class _Worker:
    """One child process; what it says is put, with the worker, where its call wants it."""

    def __init__(self) -> None:
        flags = ["-I"] if sys.flags.isolated else []
        self.process = subprocess.Popen(
            [sys.executable, *flags, "-c", _START, *sys.path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )  # fmt: skip
        self.calls = cast("BinaryIO", self.process.stdin)
        self.answers = cast("BinaryIO", self.process.stdout)
        self.heard: SimpleQueue[Any] = SimpleQueue()
        self.jobs = 0
        self.listener = threading.Thread(target=self._listen, daemon=True)
        with _lock:
            _living.add(self)
        self.listener.start()

    def begin(self, call: tuple[Any, ...], heard: SimpleQueue[Any]) -> None:
        """Send a call; its answers come to ``heard``, "gone" where the child is."""
        self.heard = heard
        self.jobs += 1
        try:
            pickle.dump(pickle.dumps(call), self.calls)
            self.calls.flush()
        except OSError:
            heard.put((self, "gone", None))

    @no_interrupt()
    def stop(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()
        with contextlib.suppress(OSError):
            self.calls.close()
        self.listener.join(SECONDS)
        with _lock:
            _living.discard(self)

    def _listen(self) -> None:
        """Tell what comes, until nothing can come any more."""
        with self.answers:
            while True:
                try:
                    kind, value = pickle.load(self.answers)
                except (EOFError, OSError, pickle.UnpicklingError):
                    return self.heard.put((self, "gone", None))
                except Exception as error:  # noqa: BLE001 - a result that is lost is a bug of ours
                    return self.heard.put((self, "lost", repr(error)))
                self.heard.put((self, kind, value))


def run_limited(
    function: Callable[..., Result],
    args: Sequence[Any],
    *,
    memory_bytes: int = MEMORY_BYTES,
    seconds: float = SECONDS,
    progress: Callable[[Any], None] | None = None,
) -> Result:
    """``function(*args)`` in a child process; function, arguments and result must pickle.

    ``function`` stands at the top of a module that can be imported. With ``progress`` it is also
    given a keyword argument ``progress``, and what it calls that with arrives here. The first
    ``Path`` among ``args`` names the file in messages. Raises what the child raised where it is
    ours (``KepesertaanError``), ``UnreadableInput`` when the child died, ran out of memory or of
    time, and ``ChildBug`` with the child's traceback for anything else.
    """

    def told(_place: int, value: Any) -> None:
        if progress is not None:
            progress(value)

    (end,) = run_each(
        function,
        [args],
        memory_bytes=memory_bytes,
        seconds=seconds,
        progress=told if progress else None,
    )
    if isinstance(end, Trouble):
        raise end
    return end


def run_each(
    function: Callable[..., Result],
    calls: Sequence[Sequence[Any]],
    *,
    at_once: int = 1,
    memory_bytes: int = MEMORY_BYTES,
    seconds: float = SECONDS,
    progress: Callable[[int, Any], None] | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> list[Result | Trouble]:
    """``run_limited`` for many calls, so many ``at_once``: the result of each, or what it raised.

    ``progress`` is told the place of the call too; it and ``meanwhile``, which runs while the first
    calls are under way, run in the thread of the caller. What they raise ends every child.
    """
    heard: SimpleQueue[tuple[_Worker, str, Any]] = SimpleQueue()
    waiting = [(place, args, seconds) for place, args in enumerate(calls)][::-1]
    busy: dict[_Worker, _Call] = {}
    ends: dict[int, Result | Trouble] = {}

    def begin_more() -> None:
        while len(busy) < at_once and (worker := _employ(busy, waiting)):
            args = tuple(busy[worker].args)
            worker.begin((function, args, memory_bytes, progress is not None), heard)

    try:
        begin_more()
        if meanwhile is not None:
            meanwhile()
        while busy:
            worker, kind, value = _next(heard, busy)
            call = busy[worker]
            if kind != "progress":
                ends[call.place] = value if kind == "result" else call.trouble(kind, value)
                _give_back(worker, call, kind)
                del busy[worker]
                begin_more()
            elif progress is not None:
                progress(call.place, value)
    finally:
        for worker in busy:
            worker.stop()
        stop_workers(keep=1)
    return [ends[place] for place in range(len(calls))]


def stop_workers(keep: int = 0) -> None:
    """End the idle workers but so many (all end with this process)."""
    with _lock:
        workers = _idle[keep:]
        del _idle[keep:]
    for worker in workers:
        worker.stop()


@atexit.register
def _stop_all() -> None:
    """No listener may be at work while Python takes itself apart."""
    with _lock:
        workers = list(_living)
    for worker in workers:
        worker.stop()


@dataclass(frozen=True, slots=True)
class _Call:
    """One call under way."""

    place: int
    args: Sequence[Any]
    seconds: float
    began: float

    @property
    def over(self) -> float:
        """Since when it is late; before that below zero."""
        return time.monotonic() - self.began - self.seconds

    def trouble(self, kind: str, value: Any) -> Trouble:
        """What is raised for an end that is no result."""
        if kind == "ours":
            error_class, message = value
            error: KepesertaanError = error_class(message)
            return error
        why = {
            "gone": "isinya rusak atau terlalu besar",
            "late": f"belum selesai dalam {self.seconds:.0f} detik",
            "memory": "isinya terlalu besar untuk memori yang tersedia",
        }.get(kind)
        return _unreadable(self.args, why) if why else ChildBug(value)


@no_interrupt()
def _employ(
    busy: dict[_Worker, _Call], waiting: list[tuple[int, Sequence[Any], float]]
) -> _Worker | None:
    """The worker that is now busy with the next call; None without a call or room for a worker."""
    worker = _take(needed=not busy) if waiting else None
    if worker is not None:
        busy[worker] = _Call(*waiting.pop(), time.monotonic())
    return worker


def _take(*, needed: bool) -> _Worker | None:
    """An idle worker, or a new one; None where there is no room for one that is not ``needed``."""
    while True:
        with _lock:
            worker = _idle.pop() if _idle else None
        if worker is None:
            try:
                return _Worker()
            except OSError:
                if needed:
                    raise
                return None
        if worker.process.poll() is None:
            return worker
        worker.stop()


def _give_back(worker: _Worker, call: _Call, kind: str) -> None:
    fit = kind in ("result", "ours", "bug") and time.monotonic() - call.began < LONG_JOB
    if fit and worker.jobs < MOST_JOBS:
        with _lock:
            _idle.append(worker)
    else:
        worker.stop()


def _next(heard: SimpleQueue[Any], busy: dict[_Worker, _Call]) -> tuple[_Worker, str, Any]:
    """What is told next of a call under way, if only that it is late."""
    while True:
        latest = max(busy, key=lambda one: busy[one].over)
        try:
            wait = min(_BLINK, max(0.0, -busy[latest].over))
            worker, kind, value = heard.get(timeout=wait)
        except Empty:
            if busy[latest].over >= 0:
                return latest, "late", None
            continue
        if worker in busy:
            return worker, kind, value


def _unreadable(args: Sequence[Any], why: str) -> UnreadableInput:
    name = next((arg.name for arg in args if isinstance(arg, Path)), "")
    return UnreadableInput(
        f"Berkas {name} tidak dapat dibaca: {why}. "
        "Buka di Excel, simpan sebagai .xlsx yang baru, lalu coba lagi."
    )
