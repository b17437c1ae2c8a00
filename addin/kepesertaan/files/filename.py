"""File names made of what a sheet says, and files that are not overwritten once edited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count
from pathlib import Path

from .save import write_new
from .troubles import reading
from .windows import reachable

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*#%\u2028\u2029]+')  # Windows; # % break links
_LONGEST = 80  # letters; folders of shares are long already


def safe_name(text: str, longest: int = _LONGEST) -> str:
    """A text as part of a file name on Windows.

    >>> safe_name('PT "Maju/Jaya" <Tbk>.'), safe_name("??")
    ('PT Maju Jaya Tbk', 'tanpa nama')
    """
    plain = " ".join(_NOT_IN_NAMES.sub(" ", text).split())
    return plain[:longest].strip(" .") or "tanpa nama"


def keep_new(path: Path, data: bytes) -> tuple[Path, bool]:
    """Save what was made without replacing anything: the file it is in, and whether it is new.

    Where the name holds other bytes (an edited letter), it is ``NAME_v2``, and so on; where it
    holds these, nothing is written. Raises ``CannotWrite``, ``FileInUse`` or ``UnreadableInput``.
    """
    for candidate in _versions(path):
        try:
            write_new(candidate, data)
            return candidate, True
        except FileExistsError:
            if _holds(candidate, data):
                return candidate, False
    raise AssertionError  # versions have no end


def free_names(folder: Path, stem: str, endings: Sequence[str]) -> list[Path]:
    """Files of one name that are not there yet: NAMA, then NAMA_v2, NAMA_v3."""
    for tail in _tails():
        paths = [folder / f"{stem}{tail}{ending}" for ending in endings]
        if not any(path.exists() for path in paths):
            return paths
    raise AssertionError  # versions have no end


def _versions(path: Path) -> Iterator[Path]:
    return (path.with_name(f"{path.stem}{tail}{path.suffix}") for tail in _tails())


def _tails() -> Iterator[str]:
    return chain([""], (f"_v{number}" for number in count(2)))


def _holds(path: Path, data: bytes) -> bool:
    path = reachable(path)
    with reading(path):
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
