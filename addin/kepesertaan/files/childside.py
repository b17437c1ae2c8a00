"""The child's side of childproc.py: calls in, results out, until the parent is gone."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, BinaryIO

from kepesertaan.domain.errors import KepesertaanError


def serve() -> None:
    """Answer what comes on standard input; ends with the parent, wherever it is.

    A call is (function, arguments, bytes of memory, whether progress is wanted), pickled, and
    pickled again: the function's module is loaded where the call runs. Answers are (kind, value):
    "progress", and at last "result", "ours", "memory" or "bug".
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    answers = _only_answers()
    calls: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(calls,), daemon=True).start()

    def tell(kind: str, value: Any) -> None:
        answers.write(pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL))
        answers.flush()

    gc.disable()  # a call builds very many values, none of them a cycle, until they are sent
    while True:
        _serve_one(calls.get(), tell)
        gc.collect(1)  # what came since, of which next to nothing is left


def _serve_one(call: bytes, tell: Callable[[str, Any], None]) -> None:
    answer = _answer(call, tell)
    try:
        tell(*answer)
    except (MemoryError, OSError):
        os._exit(1)
    except Exception:  # noqa: BLE001 - a result that does not pickle is a bug of ours
        tell("bug", _trace())


def _only_answers() -> BinaryIO:
    """Standard output, for answers alone: native code writes its last words there when it aborts,
    and users must not see them."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _listen(calls: SimpleQueue[bytes]) -> None:
    """Take calls; when nobody can send one any more this process ends, which saving is made for."""
    try:
        while True:
            calls.put(pickle.load(sys.stdin.buffer))
    finally:
        os._exit(1)


def _answer(call: bytes, tell: Callable[[str, Any], None]) -> tuple[str, Any]:
    try:
        function, args, memory_bytes, wants_progress = pickle.loads(call)
        options = {"progress": lambda value: tell("progress", value)} if wants_progress else {}
        _limit_memory(memory_bytes)
        return "result", function(*args, **options)
    except KepesertaanError as error:
        return "ours", (type(error), str(error))
    except MemoryError:
        return "memory", None
    except Exception:  # noqa: BLE001 - carried to the parent, which raises it as ChildBug
        return "bug", _trace()


def _trace() -> str:
    import traceback

    return traceback.format_exc()


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
