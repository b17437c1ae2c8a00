"""One run at a time on a workbook, and who has it open elsewhere.

The lock is a *held handle* on a file beside the workbook (flock, on Windows deny-write sharing):
it ends with its owner, whatever happens to the owner, and can still be read to say who that is.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kepesertaan.domain.errors import FileInUse

from .opened import open_elsewhere as open_elsewhere
from .troubles import refusal, told
from .windows import reachable

if sys.platform == "win32":
    from .windows import open_deny_write
else:
    import fcntl

PREFIX = ".~kepesertaan-"  # of every temporary file of ours
OLD_AFTER = timedelta(hours=12)  # a longer run is told with its age
# Seconds between tries while a colleague or a virus scanner holds a file; 10 s in all.
PAUSES = (0.02, 0.03, 0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 1.6, 1.6, 2.0, 2.0)
Ask = Callable[[str], bool]  # a question, whether the person says yes
_NO_FLOCK = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a run lock; ``start`` carries its time zone, None when unreadable."""

    user: str
    host: str
    pid: int
    start: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """An open lock. ``proven``: the system vouches that no living process here has it too."""

    fd: int
    path: Path
    proven: bool


def owner_line(owner: Owner) -> str:
    """The content of a lock file: ``user;host;pid;start``."""
    user, host = (text.replace(";", ",").strip() for text in (owner.user, owner.host))
    start = owner.start.isoformat(timespec="seconds") if owner.start else ""
    return ";".join((user, host, str(owner.pid), start))


def read_owner(text: str) -> Owner | None:
    """The owner written in a lock file, None when it is empty.

    >>> read_owner("budi;PC-7;412;2026-11-22T09:31:05+07:00").host
    'PC-7'
    """
    if not text.strip():
        return None
    user, host, pid, start, *_ = [*text.split(";"), "", "", ""]
    try:
        begun = datetime.fromisoformat(start.strip()).astimezone()
    except ValueError:
        begun = None
    return Owner(user.strip(), host.strip(), int(pid) if pid.strip().isdecimal() else 0, begun)


def _no(_question: str) -> bool:
    return False


@contextmanager
def locked_for_run(target: Path, user: str | None = None, may_take: Ask = _no) -> Iterator[str]:
    """Hold the run lock of a workbook or folder for the block; who was ousted, "" if nobody.

    The lock of a process that died is taken over. ``may_take`` is asked about one of another PC
    that is older than ``OLD_AFTER``, with a sentence that says whose it is.
    Raises ``FileInUse`` naming user, PC and start when another run has it, ``CannotWrite`` when
    the folder takes no lock.
    """
    target = reachable(target)
    with told(target):
        held, ousted = _take_or_refuse(lock_path(target), target, may_take)
        try:
            _write_owner(held.fd, user)
        except BaseException:
            _release(held)
            raise
    try:
        yield ousted
    finally:
        _release(held)


def lock_path(target: Path) -> Path:
    """Where the run lock of a file (beside it) or a folder (inside it) stands."""
    folder = target if target.is_dir() else target.parent
    name = f".~kerja-{target.name}.lock"
    if len(os.fsencode(name)) > 255:
        name = f".~kerja-{_short(target.name)}.lock"
    return folder / name


@contextmanager
def held_briefly(target: Path) -> Iterator[None]:
    """Keep our other processes from replacing ``target`` during the block.

    Waits 10 s at most, then ``FileInUse``. Raises ``OSError`` when the folder takes no lock.
    """
    path = target.with_name(f"{PREFIX}{_short(target.name)}.lock")
    for pause in (*PAUSES, 0.0):
        held = _take(path)
        if held:
            break
        time.sleep(pause)
    else:
        raise refusal("in use", target)
    try:
        yield
    finally:
        _release(held)


def _short(name: str) -> str:
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:16]


def _take_or_refuse(path: Path, target: Path, may_take: Ask) -> tuple[Held, str]:
    try:
        held = _take(path)
    except PermissionError:
        if not path.exists():
            raise
        held = None  # somebody else's lock file, which we may not even open
    if held is None:
        raise _in_use(target, _owner_soon(path), may_end=False)
    before = _owner_of(path)
    if before is None or _is_dead(before, held.proven):
        return held, ""
    try:
        if _is_old(before) and may_take(f"{_told_old(target, before)}. Ambil alih?"):
            return held, f"{_who(before)} {_since(before)}"
        raise _in_use(target, before)
    except BaseException:
        _close(held.fd)
        raise


def _is_dead(owner: Owner, proven: bool) -> bool:
    """Whether the owner written in a lock that nobody holds has certainly ended."""
    if sys.platform == "win32":
        return proven  # the server grants deny-write only after the owner's handle is gone
    if owner.host != platform.node():
        return False
    return proven or not is_alive(owner.pid)


def is_alive(pid: int) -> bool:
    """Whether a process of this PC may still be running; Windows is not asked, so always there."""
    if sys.platform == "win32":
        return True  # os.kill would end it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return pid > 0 and not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Whether a process has ended and only waits to be forgotten, as far as the system tells."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return False


def _in_use(target: Path, owner: Owner | None, *, may_end: bool = True) -> FileInUse:
    """The sentence of a second run; an old lock nobody holds, with its age and how to end it."""
    if may_end and owner and _is_old(owner):
        return FileInUse(
            f"{_told_old(target, owner)}; bila orang itu sudah selesai, jalankan lagi dengan "
            "--ambil-alih."
        )
    who = f"{_who(owner)} {_since(owner)}".strip() if owner else "proses lain"
    return FileInUse(f"{target.name} sedang dikerjakan {who}; tunggu sampai selesai.")


def _told_old(target: Path, owner: Owner) -> str:
    if owner.start is None:
        return f"{target.name} tercatat dikerjakan {_who(owner)}, entah sejak kapan"
    ago = _hours(datetime.now().astimezone() - owner.start)
    return f"{target.name} tercatat dikerjakan {_who(owner)} {_since(owner)}, {ago} yang lalu"


def _is_old(owner: Owner) -> bool:
    """Whether a lock may be asked about: old, or so damaged that nobody knows how old."""
    return owner.start is None or datetime.now().astimezone() - owner.start >= OLD_AFTER


def _who(owner: Owner) -> str:
    return f"{owner.user or 'orang lain'} di komputer {owner.host or 'lain'}"


def _since(owner: Owner) -> str:
    return f"sejak {owner.start:%d-%m-%Y} pukul {owner.start:%H.%M}" if owner.start else ""


def _hours(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours} jam" if hours < 48 else f"{hours // 24} hari"


def _owner_soon(path: Path) -> Owner | None:
    """The owner of a lock that is held; one that was taken this moment is not written yet."""
    for pause in PAUSES[:5]:
        owner = _owner_of(path)
        if owner:
            return owner
        time.sleep(pause)
    return None


def _owner_of(path: Path) -> Owner | None:
    try:
        with path.open("rb") as file:
            return read_owner(file.read(1000).decode("utf-8", "replace"))
    except OSError:
        return None


def _close(fd: int) -> None:
    with contextlib.suppress(OSError):  # the system drops the handle all the same
        os.close(fd)


def _write_owner(fd: int, user: str | None) -> None:
    name = os.environ.get("USERNAME") or os.environ.get("USER") or ""
    now = datetime.now().astimezone()
    line = owner_line(Owner(name if user is None else user, platform.node(), os.getpid(), now))
    os.lseek(fd, 0, os.SEEK_SET)
    os.ftruncate(fd, 0)
    os.write(fd, line.encode())


if sys.platform == "win32":

    def _take(path: Path) -> Held | None:
        """The lock, or None when another process has it."""
        try:
            return Held(open_deny_write(path), path, True)
        except OSError as error:
            if error.winerror in (32, 33):
                return None
            raise

    def _release(held: Held) -> None:
        with contextlib.suppress(OSError):
            os.ftruncate(held.fd, 0)
        _close(held.fd)
        with contextlib.suppress(OSError):  # already the next one's
            held.path.unlink()

else:

    def _take(path: Path) -> Held | None:
        """The lock, or None when another process has it."""
        while True:
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
            try:
                proven = _flock(fd)
                current = proven is not None and _still_names(path, fd)
            except OSError:
                _close(fd)
                raise
            if proven is not None and current:
                with contextlib.suppress(OSError):  # a colleague may have to take it over
                    os.fchmod(fd, 0o666)
                return Held(fd, path, proven)
            _close(fd)
            if proven is None:
                return None
            # released and removed between open and flock: look again

    def _flock(fd: int) -> bool | None:
        """True: ours. None: another's. False: this file system knows no such lock."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        except OSError as error:
            if error.errno in _NO_FLOCK:
                return False
            raise
        return True

    def _still_names(path: Path, fd: int) -> bool:
        try:
            return os.path.samestat(path.lstat(), os.fstat(fd))
        except FileNotFoundError:
            return False

    def _release(held: Held) -> None:
        """Remove, then let go: who waits in between finds the name gone and looks again."""
        try:
            held.path.unlink()
        except OSError:  # an empty lock is a free lock
            with contextlib.suppress(OSError):
                os.ftruncate(held.fd, 0)
        _close(held.fd)
