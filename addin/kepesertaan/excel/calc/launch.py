"""LibreOffice on this computer: where it is, a private one started, a running one attached to.

A running Calc needs no preparation: a second start of ``soffice --accept=pipe,...`` hands the wish
to the first one and ends. A pipe and not a port: faster, and nobody else can reach it by network;
its name is random, and it is closed again afterwards.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kepesertaan.domain.programs import libreoffice

from .connection import Connection, clean_environment, is_windows
from .trouble import CalcError, CalcGone, CalcMissing, CalcNotOpen

_SILENT = ("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard")
_LONGEST_START = 120  # seconds
_LONGEST_END, _LONGEST_TERM = 30, 5
_MARK = "KEPESERTAAN_PIPE"  # told to the office that is started, never to one that runs already


@dataclass
class Office:
    """An office we are connected to. ``process``: only the private one we started ourselves."""

    soffice: str
    pipe: str
    connection: Connection
    profile: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    arguments: tuple[str, ...] = ()

    @property
    def is_private(self) -> bool:
        """Whether we started it, and may end it."""
        return self.process is not None

    def leave(self) -> None:
        """Close the pipe; a private office ends, one we attached to goes on without us."""
        if self.process is None:
            self._close_pipe()
            return
        with contextlib.suppress(CalcError, subprocess.TimeoutExpired):
            self.connection.ask("office.end")
            self.process.wait(_LONGEST_END)
        self.connection.close()
        end_group(self.process)
        if self.profile is not None:
            shutil.rmtree(self.profile, ignore_errors=True)

    def _close_pipe(self) -> None:
        self.connection.close()
        closing = [self.soffice, f"--unaccept=pipe,name={self.pipe};urp;", *self.arguments]
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                closing, capture_output=True, env=clean_environment(), timeout=30, check=False
            )


def start_office(soffice: str | None = None) -> Office:
    """A private office without windows, with a profile of its own.

    Raises ``CalcMissing`` or ``CalcGone``.
    """
    program = find_soffice(soffice)
    python = find_python(program)
    pipe = _pipe_name()
    profile = Path(tempfile.mkdtemp(prefix="kepesertaan-calc-"))
    process = _start(program, [*_SILENT, _accept(pipe), _profile(profile)])
    connection = Connection(python, pipe, "private")
    office = Office(program, pipe, connection, profile, process)
    try:
        for _ in range(_LONGEST_START):
            if connection.is_connected(1):
                return office
            if process.poll() not in (None, 0):
                break
    except BaseException:
        office.leave()
        raise
    office.leave()
    raise CalcGone


def attach_office(soffice: str | None = None, profile: Path | None = None) -> Office:
    """The office the user has open; ``profile`` is for one that runs with another than usual.

    Raises ``CalcMissing``, ``CalcNotOpen`` or ``CalcGone``.
    """
    program = find_soffice(soffice)
    python = find_python(program)
    pipe = _pipe_name()
    arguments = ("--headless", *([_profile(profile)] if profile else []))
    mark = f"-env:{_MARK}={pipe}"
    messenger = _start(program, [*_SILENT, _accept(pipe), mark, *arguments[1:]])
    connection = Connection(python, pipe, "attached")
    office = Office(program, pipe, connection, arguments=arguments)
    try:
        if not connection.is_connected(_LONGEST_START):
            raise CalcGone
        if connection.ask("office.variable", _MARK) == pipe:
            raise CalcNotOpen  # there was none, so our messenger became one
        messenger.wait(_LONGEST_START)
    except BaseException as error:
        connection.close()
        end_group(messenger)
        if isinstance(error, subprocess.TimeoutExpired):
            raise CalcGone from None
        raise
    return office


def _pipe_name() -> str:
    return "kepesertaan" + secrets.token_hex(16)


def _accept(pipe: str) -> str:
    return f"--accept=pipe,name={pipe};urp;"


def _profile(folder: Path) -> str:
    return f"-env:UserInstallation={folder.resolve().as_uri()}"


def _start(program: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
        start_new_session=True,
    )


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process we started, with all it started; by its number, never by a name."""
    if is_windows():
        command = ["taskkill", "/PID", str(process.pid), "/T", "/F"]
        subprocess.run(command, capture_output=True, check=False)
    else:
        _end_posix(process)
    process.wait()


def _end_posix(process: subprocess.Popen[bytes]) -> None:
    """Ask first: an office that is killed leaves the lock files of its books behind."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_LONGEST_TERM)


def find_soffice(given: str | None = None) -> str:
    """The program of LibreOffice. Raises ``CalcMissing``."""
    found = given or libreoffice()
    if found is None:
        raise CalcMissing
    return found


def find_python(soffice: str) -> str:
    """The first Python that can speak to this LibreOffice: its own, the system's, or ours.

    Raises ``CalcMissing``.
    """
    for python in _pythons(Path(soffice).resolve().parent):
        command = [python, "-s", "-B", "-c", "import uno"]
        tried = None
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            tried = subprocess.run(
                command, capture_output=True, env=clean_environment(), timeout=60, check=False
            )
        if tried is not None and tried.returncode == 0:
            return python
    raise CalcMissing(python=True)


def _pythons(program: Path) -> Iterator[str]:
    own = [program / "python.exe", program / "python", program.parent / "Resources" / "python"]
    yield from (str(path) for path in own if path.is_file())
    if not is_windows():
        yield "/usr/bin/python3"
    yield sys.executable
