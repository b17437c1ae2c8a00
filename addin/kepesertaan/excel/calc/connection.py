"""Our end of the pipe to the worker, which is the only one that speaks UNO.

Why a worker and not ``import uno`` here: the module is compiled for the one Python that LibreOffice
(or Debian) brings along. Another version imports it by luck on Linux and not at all on Windows;
a worker run by LibreOffice's own Python works from every environment, and when the office hangs it
is the worker that hangs: it can be left behind.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO, cast

from .trouble import CalcError, CalcGone, CalcProtected
from .uno_worker.wire import receive, send

WORKER = Path(__file__).parent / "uno_worker" / "run.py"
TIMEOUT = 300.0  # seconds: opening and saving large books takes long
_PATIENCE = 60  # seconds for a worker to take back what was interrupted
_MISLEADING = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
_KINDS: dict[str, type[Exception]] = {
    "protected": CalcProtected,
    "refused": CalcError,
    "value": ValueError,
    "missing": KeyError,
    "unsupported": NotImplementedError,
}


class Connection:
    """Questions to one office, one after another."""

    def __init__(self, python: str, pipe: str, whose: str) -> None:
        """Start a worker that connects to ``pipe``; it waits for the office to listen.

        ``whose``: ``private`` for an office that is to end when we do, else ``attached``.
        """
        self.timeout = TIMEOUT
        self._dropped: list[int] = []
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._worker = subprocess.Popen(
            [python, "-s", "-B", str(WORKER), pipe, whose],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=clean_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=True,  # Ctrl+C is for us; the worker has to put things back
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.version = ""

    @property
    def pid(self) -> int:
        """The number of the worker's process."""
        return self._worker.pid

    def _listen(self) -> None:
        """Take answers off the pipe, so that waiting for one can have an end."""
        stream = cast(BinaryIO, self._worker.stdout)
        answer: Any = True
        while answer is not None:
            try:
                answer = receive(stream)
            except (OSError, ValueError):
                answer = None
            self._answers.put(answer)

    def is_connected(self, wait: float) -> bool:
        """Whether the worker has reached the office within ``wait`` seconds.

        Raises ``CalcGone`` when it says that it cannot.
        """
        if not self.version:
            with contextlib.suppress(queue.Empty):
                self.version = self._value(self._answers.get(timeout=wait))
        return bool(self.version)

    def ask(self, what: str, *given: Any) -> Any:
        """The answer to one question, plain data.

        Raises ``CalcGone`` when the office ended or does not answer in time, ``CalcProtected``,
        ``CalcError``, ``KeyError``, ``ValueError`` or ``NotImplementedError`` when it refuses.
        """
        dropped, self._dropped = self._dropped, []
        stream = cast(BinaryIO, self._worker.stdin)
        if stream.closed:
            raise CalcGone
        try:
            send(stream, {"ask": what, "with": given, "drop": dropped})
            return self._value(self._answers.get(timeout=self.timeout))
        except (OSError, queue.Empty) as error:
            if isinstance(error, CalcError):
                raise
            self.close()
            raise CalcGone from None
        except KeyboardInterrupt:
            self.close(_PATIENCE)  # nobody takes this answer any more
            raise

    def _value(self, answer: Any) -> Any:
        if answer is None or answer.get("bad") == "gone":
            self.close()
            raise CalcGone
        if "bad" in answer:
            raise _KINDS[answer["bad"]](answer["why"])
        return answer["ok"]

    def drop(self, number: int) -> None:
        """Nobody here needs this sheet any more; said with the next question."""
        self._dropped.append(number)

    def close(self, patience: float = 2) -> None:
        """Let the worker end, within so many seconds; it gives the office back as it was."""
        with contextlib.suppress(OSError):
            cast(BinaryIO, self._worker.stdin).close()
        try:
            self._worker.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.wait()
        self._listener.join()
        cast(BinaryIO, self._worker.stdout).close()


def clean_environment() -> dict[str, str]:
    """Our environment without what would lead another Python to our packages."""
    return {name: value for name, value in os.environ.items() if name not in _MISLEADING}


def is_windows() -> bool:
    """Whether this is Windows."""
    return sys.platform == "win32"
