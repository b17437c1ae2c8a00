"""Saving that loses nothing: a power cut, a full disk, a dropped share, a colleague's newer save.

A file is written whole under a temporary name in its own folder, flushed to the disk, read
again, and only then takes the place of the old one in a single step. Until that step the old
file is untouched; whatever goes wrong before it leaves nothing but a sentence for the user.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from kepesertaan.domain.errors import FileInUse

from .lock import PAUSES, held_briefly
from .opened import open_elsewhere
from .temporary import aside, flush, flush_folder, make_folder, place_new, temporary
from .temporary import sweep_unfinished as sweep_unfinished
from .temporary import writable_folder as writable_folder
from .troubles import reading, refusal, told, trouble_of
from .windows import reachable

if sys.platform == "win32":
    from . import windows

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a file held: bytes, SHA-256 (hexadecimal); the time (ns) is told but not compared.

    Shares and virus scanners touch times; only the content says whether somebody saved.
    """

    size: int
    mtime_ns: int = field(compare=False)
    sha256: str


def fingerprint(path: Path) -> Fingerprint:
    """The fingerprint of a file; take it *before* reading what a later save is based on.

    Raises ``UnreadableInput``, or ``FileInUse`` where another program lets nobody read.
    """
    path = reachable(path)
    with reading(path):
        return measured(path)


def replace_safely(
    target: Path,
    write: Callable[[Path], object],
    *,
    verify: Callable[[Path], object] | None = None,
    expected: Fingerprint | None = None,
    create_only: bool = False,
    backup: Callable[[Path], object] | None = None,
    like: Path | None = None,
) -> None:
    """Save ``target`` through ``write(temp)``: afterwards it is the whole new file or untouched.

    ``verify(temp)`` reads the flushed file again and raises when it is not right;
    ``backup(target)`` runs before an existing file is replaced. With ``expected`` the target
    must still have that content; with ``create_only`` it must still be absent. A file that was
    not there gets the rights of ``like``.

    Raises ``CannotWrite`` or ``FileInUse``, and what ``write``, ``verify``, ``backup`` raise
    (an ``OSError`` of theirs becomes ``CannotWrite`` or ``FileInUse``).
    """
    with told(target):
        target = _final(target)
        _refuse_unwritable(target)
        with temporary(target, target if target.exists() else like) as temp:
            write(temp)
            flush(temp)
            if verify:
                verify(temp)
            if backup and target.exists():
                backup(target)
            _put_in_place(temp, target, expected, create_only)
    flush_folder(target.parent)


def write_new(path: Path, data: bytes, like: Path | None = None) -> None:
    """Create an immutable file in one step, and its folder: whole or not at all.

    It gets the rights of ``like``.
    Raises ``FileExistsError`` when the name is taken, else ``CannotWrite`` or ``FileInUse``.
    """
    path = reachable(path)
    with told(path):
        make_folder(path.parent)
    # ".tmp": who looks for *.json in the folder must not meet an unfinished one.
    with told(path, passing=FileExistsError), temporary(path.with_name("baru.tmp"), like) as temp:
        temp.write_bytes(data)
        flush(temp)
        _put_in_place(temp, path, None, create_only=True)
    flush_folder(path.parent)


def measured(path: Path) -> Fingerprint:
    """The fingerprint of a file. Raises ``OSError``."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        mtime_ns = os.fstat(file.fileno()).st_mtime_ns
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Fingerprint(size, mtime_ns, digest.hexdigest())


def _final(target: Path) -> Path:
    """Where the bytes will stand: a link is followed, never replaced."""
    target = reachable(target)
    return target.resolve() if target.is_symlink() else target


def _refuse_unwritable(target: Path) -> None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise refusal("not a file", target)
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise refusal("read-only", target)


def _put_in_place(
    temp: Path, target: Path, expected: Fingerprint | None, create_only: bool
) -> None:
    """The one step; tried for 10 s while a colleague or a virus scanner holds the target."""
    for pause in PAUSES:
        try:
            with nullcontext() if create_only else held_briefly(target):
                _refuse_changed(target, expected)
                _move(temp, target, create_only)
            return
        except OSError as error:
            if not _may_pass(error):
                raise
            busy = error
        time.sleep(pause)
    who = open_elsewhere(target)
    if who:
        raise FileInUse(f"{target.name} sedang dibuka {who}; mintalah ditutup, lalu jalankan lagi.")
    raise refusal("in use", target) if who == "" else busy


def _may_pass(error: OSError) -> bool:
    """Whether waiting can help; Windows says "access denied" for an open target as well."""
    return trouble_of(error) == "in use" or getattr(error, "winerror", None) == 5


def _refuse_changed(target: Path, expected: Fingerprint | None) -> None:
    if expected is None:
        return
    try:
        now = measured(target)
    except FileNotFoundError as error:
        raise refusal("changed", target) from error
    if now != expected:
        raise refusal("changed", target)


def _move(temp: Path, target: Path, create_only: bool) -> None:
    """Give the new file its name; a server that did it but lost its answer is believed."""
    made = temp.stat()
    try:
        if create_only:
            place_new(temp, target)
        elif sys.platform == "win32":
            windows.replace(temp, target, aside(target))
        else:
            temp.replace(target)
    except OSError:
        if not _stands_at(target, made):
            raise


def _stands_at(target: Path, made: os.stat_result) -> bool:
    try:
        there = target.stat()
    except OSError:
        return False
    return made.st_ino != 0 and os.path.samestat(there, made)
