"""What only Windows can do: long paths, deny-write handles, replacing with rights kept.

The pure parts (path prefix, error numbers) are the same everywhere; the calls exist on Windows.
"""

from __future__ import annotations

import ntpath
import sys
from pathlib import Path

# Excel and Explorer stop at 260 characters; temp and lock names beside a file need room too.
LONG_FROM = 180

# Windows error numbers (winerror.h) that a user can do something about, by kind of trouble.
TROUBLE_OF_WINERROR = {
    number: kind
    for kind, numbers in {
        "in use": (32, 33, 1175, 1176, 1224),
        "no right": (5, 65, 1314),
        "read-only disk": (19,),
        "full": (39, 112, 1295),
        "too long": (111, 123, 206),
        "gone": (3, 21, 51, 53, 54, 55, 59, 64, 67, 121, 1167, 1231, 1232, 1233, 1236),
    }.items()
    for number in numbers
}

# ReplaceFileW on file systems that do not know it: invalid function or parameter, not supported.
NOT_SUPPORTED = frozenset({1, 50, 87, 120})


def extended(path: str) -> str:
    r"""An absolute Windows path of any length that may pass 260 characters.

    >>> extended("C:\\a.xlsx")
    'C:\\a.xlsx'
    >>> extended("\\\\pc\\share\\" + "x" * 200)[:18]
    '\\\\?\\UNC\\pc\\share\\x'
    """
    if len(path) < LONG_FROM or path.startswith(("\\\\?\\", "\\\\.\\")):
        return path
    path = ntpath.normpath(path)
    if path.startswith("\\\\"):
        return "\\\\?\\UNC\\" + path[2:]
    return "\\\\?\\" + path


def reachable(path: Path) -> Path:
    """The path as the system calls need it: absolute and prefixed on Windows when long."""
    if sys.platform != "win32":
        return path
    return Path(extended(ntpath.abspath(str(path))))


if sys.platform == "win32":
    import contextlib
    import ctypes
    import msvcrt
    import os
    from ctypes import wintypes

    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
    _create = _KERNEL.CreateFileW
    _create.restype = wintypes.HANDLE
    _create.argtypes = [
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.LPVOID,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.HANDLE,
    ]
    _replace = _KERNEL.ReplaceFileW
    _replace.restype = wintypes.BOOL
    _replace.argtypes = [
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.LPVOID,
        wintypes.LPVOID,
    ]
    _move = _KERNEL.MoveFileExW
    _move.restype = wintypes.BOOL
    _move.argtypes = [wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD]

    _READ_WRITE = 0xC0000000
    _SHARE_READ = 0x1
    _OPEN_ALWAYS = 4
    _HIDDEN = 0x2
    _IGNORE_MERGE_AND_ACL_ERRORS = 0x6
    _REPLACE_THROUGH = 0x9  # MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH
    _WRITE_THROUGH = 0x8
    _NEW_NOT_MOVED = 1177  # the old file already carries the aside name

    def open_deny_write(path: Path) -> int:
        """A file descriptor for reading and writing that lets others read only.

        The server gives it back when its owner dies. Raises ``OSError`` (winerror 32) when taken.
        """
        handle = _create(str(path), _READ_WRITE, _SHARE_READ, None, _OPEN_ALWAYS, _HIDDEN, None)
        if handle == wintypes.HANDLE(-1).value:
            raise ctypes.WinError(ctypes.get_last_error())
        return msvcrt.open_osfhandle(handle, os.O_RDWR | os.O_NOINHERIT)

    def _move_to(source: Path, target: Path, flags: int) -> None:
        if not _move(str(source), str(target), flags):
            raise ctypes.WinError(ctypes.get_last_error())

    def move_new(source: Path, target: Path) -> None:
        """Rename; ``FileExistsError`` when the target exists."""
        _move_to(source, target, _WRITE_THROUGH)

    def replace(source: Path, target: Path, aside: Path) -> None:
        """Put ``source`` in place of ``target``, keeping its rights, streams and creation time.

        ``aside`` is the old file's name for the moment in which both exist (ReplaceFileW,
        error 1177: the old file keeps that name; then the move is finished or taken back here).
        """
        if not target.exists():
            _move_to(source, target, _REPLACE_THROUGH)
            return
        if _replace(str(target), str(source), str(aside), _IGNORE_MERGE_AND_ACL_ERRORS, None, None):
            _drop(aside)
            return
        code = ctypes.get_last_error()
        if code in NOT_SUPPORTED:
            _move_to(source, target, _REPLACE_THROUGH)
        elif code == _NEW_NOT_MOVED:
            _finish(source, target, aside)
        else:
            raise ctypes.WinError(code)

    def _finish(source: Path, target: Path, aside: Path) -> None:
        try:
            _move_to(source, target, _WRITE_THROUGH)
        except OSError:
            _move_to(aside, target, _WRITE_THROUGH)
            raise
        _drop(aside)

    def _drop(aside: Path) -> None:
        with contextlib.suppress(OSError):  # held by a virus scanner: swept by a later run
            aside.unlink()
