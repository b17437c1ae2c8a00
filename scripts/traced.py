"""Run a function in a forked child that is killed, or told of an error, at a chosen system call.

    killed_before(7, work)                     # SIGKILL as its 7th call is about to be made
    failing_at(7, errno.ENOSPC, False, work)   # the 7th file call is not made and says "no space"

Linux only; ``failing_at`` and ``only`` know the registers of x86-64.
"""

from __future__ import annotations

import ctypes
import os
import signal
import traceback
from collections.abc import Callable, Container

BUG = 70
WRITE, FSYNC, UNLINK = 1, 74, {87, 263}
FILE_CALLS = UNLINK | {
    *(0, 1, 2, 3, 4, 5, 6, 8, 16, 17, 18, 19, 20),  # read write open close stat seek ioctl pread
    *(72, 73, 74, 75, 76, 77, 78, 79, 80, 82, 83, 84, 85, 86, 88, 89, 90, 91, 92, 93),  # fcntl…
    *(217, 257, 258, 260, 262, 264, 265, 267, 268, 269, 316, 326, 332, 334, 439),  # …at, statx
}
# Those after which the disk may look different: between two of them every kill leaves the same.
CHANGING_CALLS = UNLINK | {
    *(1, 2, 18, 20, 40, 73, 74, 75, 76, 77, 82, 83, 84, 85, 86, 90, 91, 92, 93),
    *(257, 258, 260, 264, 265, 268, 316, 326),
}
_TRACEME, _PEEKUSER, _POKEUSER, _SYSCALL, _SETOPTIONS = 0, 3, 6, 24, 0x4200
_SYSCALL_STOP = signal.SIGTRAP | 0x80
_ORIG_RAX, _RAX = 15 * 8, 10 * 8  # offsets in x86-64's struct user

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


class CannotTraceError(Exception):
    """This machine lets no process be traced."""


def start(work: Callable[[], int]) -> int:
    """Run ``work`` in a forked child that ends with its result; the child's pid."""
    pid = os.fork()
    if pid:
        return pid
    code = BUG
    try:
        code = work()
    except BaseException:  # noqa: BLE001 - the child must not come back into the caller
        traceback.print_exc()
    finally:
        os._exit(code)


def end_of(pid: int) -> int:
    """Wait for a child: its exit code, or the negative number of the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _start_traced(work: Callable[[], int]) -> int:
    def traced() -> int:
        if _libc.ptrace(_TRACEME, 0, None, None) != 0:
            return BUG
        os.kill(os.getpid(), signal.SIGSTOP)
        return work()

    pid = start(traced)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSTOPPED(status):
        raise CannotTraceError
    _libc.ptrace(_SETOPTIONS, pid, None, 1)  # PTRACE_O_TRACESYSGOOD
    return pid


def _next_stop(pid: int) -> int | None:
    """Let the child run to its next system call's begin or end; the exit code when it ended."""
    while True:
        _libc.ptrace(_SYSCALL, pid, None, None)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status):
            return os.WEXITSTATUS(status)
        if os.WIFSTOPPED(status) and os.WSTOPSIG(status) == _SYSCALL_STOP:
            return None


def _number(pid: int) -> int:
    return int(_libc.ptrace(_PEEKUSER, pid, _ORIG_RAX, None))


def killed_before(
    call: int, work: Callable[[], int], only: Container[int] | None = None
) -> int | None:
    """Kill the child when it is about to make its ``call``-th system call (of those in ``only``).

    Returns the exit code when it made fewer.
    """
    pid = _start_traced(work)
    seen = 0
    while True:
        if (code := _next_stop(pid)) is not None:
            return code
        seen += only is None or _number(pid) in only
        if seen == call:
            break
        if (code := _next_stop(pid)) is not None:
            return code
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def failing_at(
    call: int, error: int, for_ever: bool, work: Callable[[], int]
) -> tuple[int, int | None]:
    """Let the ``call``-th file call fail without being made (and all later ones).

    Returns the exit code and which system call failed first, None when there were fewer calls.
    """
    pid = _start_traced(work)
    seen, hit = 0, None
    while True:
        if (code := _next_stop(pid)) is not None:
            return code, hit
        number = _number(pid)
        seen += number in FILE_CALLS
        fails = number in FILE_CALLS and (seen == call or (for_ever and seen > call))
        if fails:
            hit = number if hit is None else hit
            _libc.ptrace(_POKEUSER, pid, _ORIG_RAX, ctypes.c_void_p(-1))
        if (code := _next_stop(pid)) is not None:
            return code, hit
        if fails:
            _libc.ptrace(_POKEUSER, pid, _RAX, ctypes.c_void_p(-error))
