"""Files of ours that are not finished yet: made beside the target, flushed, named, swept."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import platform
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .lock import PREFIX, held_briefly, is_alive
from .troubles import told, trouble_of
from .windows import reachable

if sys.platform == "win32":
    from . import windows

ASIDE = f"{PREFIX}lama-"  # an old file in the moment of its replacement (Windows only)
UNFINISHED_AFTER = 3600  # seconds without a write after which a temporary file is a leftover
_NO_LINKS = {"no right", "unknown"}  # what a file system without hard links answers
_OWN = re.compile(re.escape(PREFIX) + r"([0-9a-f]{6})-(\d{1,10})-[0-9a-f]{8}")  # PC, process
_LOG = logging.getLogger(__name__)


@contextmanager
def temporary(target: Path, like: Path | None = None) -> Iterator[Path]:
    """An empty file of ours beside ``target``, with its rights (or those of ``like``).

    Gone after the block. Raises ``OSError``.
    """
    temp = target.with_name(_own_name(target.suffix[:10]))
    old = _stat_of(like or target)
    rights = 0o666 if old is None else stat.S_IMODE(old.st_mode) | stat.S_IWUSR
    fd = os.open(temp, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), rights)
    try:
        with contextlib.suppress(OSError):
            os.close(fd)
        if old is not None:
            _take_over_rights(temp, old, rights)
        yield temp
    finally:
        with contextlib.suppress(OSError):  # in place already, or swept by a later run
            temp.unlink()


def aside(target: Path) -> Path:
    """The name of an old file while the new one takes its place."""
    return target.with_name(f"{ASIDE}{secrets.token_hex(4)}-{target.name}")


def flush(path: Path) -> None:
    """Push a written file to the disk (to the server's, on a share). Raises ``OSError``."""
    fd = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def flush_folder(folder: Path) -> None:
    """Push a new name to the disk; where that fails the file is in place and only logged.

    Windows has no such call: its moves are asked to be written through.
    """
    if sys.platform == "win32":
        return
    try:
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        _LOG.warning("saved, but the folder could not be flushed (errno %s)", error.errno)


def make_folder(folder: Path) -> None:
    """Create a folder and the missing ones above it, lastingly. Raises ``OSError``."""
    if folder.is_dir():
        return
    if folder.parent == folder:
        raise FileNotFoundError(errno.ENOENT, "no such drive or share", str(folder))
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def place_new(temp: Path, target: Path) -> None:
    """Give a finished file its name; ``FileExistsError`` when it is taken. Raises ``OSError``."""
    if sys.platform == "win32":
        windows.move_new(temp, target)
        return
    try:
        os.link(temp, target)
    except FileExistsError:
        raise
    except OSError as error:
        if trouble_of(error) not in _NO_LINKS:
            raise
        with held_briefly(target):
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "exists", str(target)) from error
            temp.rename(target)


def writable_folder(folder: Path) -> None:
    """Say before any work that a folder takes no new file: rights, read-only, full, gone.

    Raises ``CannotWrite`` or ``FileInUse``.
    """
    folder = reachable(folder)
    with told(folder / "hasil"), temporary(folder / _own_name("")):
        pass


def sweep_unfinished(folder: Path) -> int:
    """Remove our temporary files and folders that a crash left; how many.

    Those of an ended process of this PC go at once, others when an hour old. An old file caught in
    the middle of its replacement (Windows) gets its name back.
    """
    folder = reachable(folder)
    try:
        found = [entry for entry in folder.iterdir() if entry.name.startswith(PREFIX)]
        now = _time_of_share(folder) if found else 0.0
    except OSError:
        return 0
    return sum(_sweep(entry, now - UNFINISHED_AFTER) for entry in found)


def _own_name(suffix: str) -> str:
    return f"{PREFIX}{_this_pc()}-{os.getpid()}-{secrets.token_hex(4)}{suffix}"


def _this_pc() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _is_orphan(name: str) -> bool:
    """Whether a temporary file is of a process of this PC that has certainly ended."""
    found = _OWN.match(name)
    return bool(found and found[1] == _this_pc() and not is_alive(int(found[2])))


def _stat_of(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _take_over_rights(temp: Path, old: os.stat_result, rights: int) -> None:
    with contextlib.suppress(OSError):  # not ours to give, or a share without such rights
        if sys.platform != "win32":
            os.chown(temp, -1, old.st_gid)
    with contextlib.suppress(OSError):
        temp.chmod(rights)


def _time_of_share(folder: Path) -> float:
    """Seconds by the clock that dates the folder's files, which need not be this PC's."""
    with temporary(folder / _own_name("")) as probe:
        return probe.stat().st_mtime


def _sweep(entry: Path, before: float) -> bool:
    try:
        if entry.lstat().st_mtime >= before and not _is_orphan(entry.name):
            return False
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
            return True
        home = entry.with_name(entry.name[len(ASIDE) + 9 :] or entry.name)
        if entry.name.startswith(ASIDE) and not home.exists():
            place_new(entry, home)
        entry.unlink(missing_ok=True)
    except OSError:
        return False
    return True
