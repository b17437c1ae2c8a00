"""Run one function in a child process with limits, so that no foreign file can take us down.

Measured: a 2 KB workbook can abort calamine and the whole Python with it, and nothing in the same
process can catch that (a cell in the far corner). A worker is started once (spawn, the same on
every system) and serves jobs one after another; one that died, hung, or worked long is replaced.
POSIX limits address space and time; Windows limits the time only.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from kepesertaan.domain.errors import KepesertaanError, UnreadableInput

MEMORY_BYTES = 1536 * 1024**2
SECONDS = 60.0
LONG_JOB = 5.0  # seconds; a worker that had such a job keeps its memory, so it is not used again
MOST_JOBS = 200  # per worker

Result = TypeVar("Result")
_idle: list[_Worker] = []
_idle_lock = threading.Lock()


class ChildBug(Exception):
    """A bug in the child; the message is its traceback, meant for the log and not for the user."""


class _Worker:
    """One child process and the connection to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs,), daemon=True)
        with _interrupts_later():
            self.process.start()
        theirs.close()
        self.jobs = 0

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold back Ctrl-C while a child starts; it inherits this, so it never sees one itself."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # starting it would lift the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def run_limited(
    function: Callable[..., Result],
    args: Sequence[Any],
    *,
    memory_bytes: int = MEMORY_BYTES,
    seconds: float = SECONDS,
    progress: Callable[[Any], None] | None = None,
) -> Result:
    """``function(*args)`` in a child process; function, arguments and result must pickle.

    ``function`` stands at module level. With ``progress`` it is also given a keyword argument
    ``progress``, and what it calls that with arrives here. The first ``Path`` among ``args``
    names the file in messages. Raises what the child raised where it is ours
    (``KepesertaanError``), ``UnreadableInput`` when the child died, ran out of memory or of time,
    and ``ChildBug`` with the child's traceback for anything else.
    """
    worker = _take()
    started = time.monotonic()
    usable = False
    try:
        worker.connection.send((function, tuple(args), memory_bytes, progress is not None))
        kind, value = _wait(worker.connection, started + seconds, progress)
        usable = kind != "memory" and time.monotonic() - started < LONG_JOB
    except TimeoutError:
        raise _unreadable(args, f"belum selesai dalam {seconds:.0f} detik") from None
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise _unreadable(args, "isinya rusak atau terlalu besar") from None
    finally:
        _give_back(worker, usable)
    if kind == "result":
        return value  # type: ignore[no-any-return]
    raise _error(kind, value, args)


def stop_workers() -> None:
    """End the idle workers (they also end with this process)."""
    with _idle_lock:
        workers, _idle[:] = list(_idle), []
    for worker in workers:
        worker.stop()


def _take() -> _Worker:
    while True:
        with _idle_lock:
            worker = _idle.pop() if _idle else None
        if worker is None:
            return _Worker()
        if worker.process.is_alive():
            return worker
        worker.stop()


def _give_back(worker: _Worker, usable: bool) -> None:
    worker.jobs += 1
    if usable and worker.jobs < MOST_JOBS:
        with _idle_lock:
            _idle.append(worker)
    else:
        worker.stop()


def _wait(
    connection: Connection[Any, Any], deadline: float, progress: Callable[[Any], None] | None
) -> tuple[str, Any]:
    while True:
        if not connection.poll(max(0.0, deadline - time.monotonic())):
            raise TimeoutError
        kind, value = connection.recv()
        if kind != "progress":
            return kind, value
        if progress is not None:
            progress(value)


def _error(kind: str, value: Any, args: Sequence[Any]) -> Exception:
    if kind == "ours":
        error_class, message = value
        error: Exception = error_class(message)
        return error
    if kind == "memory":
        return _unreadable(args, "isinya terlalu besar untuk memori yang tersedia")
    return ChildBug(value)


def _unreadable(args: Sequence[Any], why: str) -> UnreadableInput:
    name = next((arg.name for arg in args if isinstance(arg, Path)), "")
    return UnreadableInput(
        f"Berkas {name} tidak dapat dibaca: {why}. "
        "Buka di Excel, simpan sebagai .xlsx yang baru, lalu coba lagi."
    )


def _serve(connection: Connection[Any, Any]) -> None:
    """The child: jobs in, results out, until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    _silence()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            function, args, memory_bytes, wants_progress = connection.recv()
        except (EOFError, OSError):
            return
        answer = _answer(connection, function, args, memory_bytes, wants_progress)
        try:
            connection.send(answer)
        except (MemoryError, OSError):
            return
        except Exception:  # noqa: BLE001 - a result that does not pickle is a bug of ours
            connection.send(("bug", traceback.format_exc()))


def _end_with_parent() -> None:
    """A run whose parent was killed ends where it is, which saving is made for."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(
    connection: Connection[Any, Any],
    function: Callable[..., Any],
    args: tuple[Any, ...],
    memory_bytes: int,
    wants_progress: bool,
) -> tuple[str, Any]:
    options = {"progress": lambda value: connection.send(("progress", value))}
    try:
        _limit_memory(memory_bytes)
        return "result", function(*args, **(options if wants_progress else {}))
    except KepesertaanError as error:
        return "ours", (type(error), str(error))
    except MemoryError:
        return "memory", None
    except Exception:  # noqa: BLE001 - carried to the parent, which raises it as ChildBug
        return "bug", traceback.format_exc()


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _silence() -> None:
    """Native code writes its last words to the terminal when it aborts; users must not see them."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
