"""Copies of a workbook from before each change: made safely, kept by count and by day."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from .save import fingerprint, measured, replace_safely
from .temporary import flush, flush_folder, make_folder, place_new, temporary
from .troubles import refusal, told
from .windows import reachable

_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{4})-(\d+)(\.\w+)?")
_STAMP = "%Y-%m-%dT%H%M"


def back_up(
    path: Path, folder: Path, *, keep: int = 20, days: int = 60, now: datetime | None = None
) -> Path:
    """Copy a workbook into ``folder`` as ``2026-11-22T0931-1.xlsx``; the copy's path.

    Of the copies there, the newest ``keep`` stay, and the first of each of the last ``days``
    days. Raises ``CannotWrite`` or ``FileInUse``; the copy is then not there at all.
    """
    path = reachable(path)
    return back_up_by(
        lambda temp: _copy(path, temp),
        folder,
        path.suffix,
        like=path,
        keep=keep,
        days=days,
        now=now,
    )


def back_up_by(
    write: Callable[[Path], object],
    folder: Path,
    suffix: str,
    *,
    like: Path | None = None,
    keep: int = 20,
    days: int = 60,
    now: datetime | None = None,
) -> Path:
    """The same with ``write(temp)`` making the copy: of a book that is open, Excel does it."""
    folder = reachable(folder)
    stamp = (now or datetime.now().astimezone()).strftime(_STAMP)
    with told(folder / f"cadangan{suffix}"):
        make_folder(folder)
        with temporary(folder / f"cadangan{suffix}", like=like) as temp:
            write(temp)
            flush(temp)
            copy = _name_copy(temp, folder, stamp, suffix)
    flush_folder(folder)
    _prune(folder, copy, keep, days)
    return copy


def list_backups(folder: Path, suffix: str | None = None) -> list[Path]:
    """The copies in a folder, newest first; only those of a suffix (``.xlsx``) when given."""
    folder = reachable(folder)
    with told(folder):
        return _newest_first(folder, suffix) if folder.is_dir() else []


def restore_backup(copy: Path, target: Path, folder: Path) -> Path | None:
    """Put a copy back in place of the workbook; the copy made of what stood there, if any.

    Raises ``CannotWrite``, ``FileInUse``, or ``UnreadableInput`` when the copy is gone.
    """
    wanted = fingerprint(copy)
    expected = fingerprint(target) if target.exists() else None
    kept: list[Path] = []

    def verify(temp: Path) -> None:
        if measured(temp) != wanted:
            raise refusal("unsound", target)

    replace_safely(
        target,
        lambda temp: _pour(copy, temp),
        verify=verify,
        expected=expected,
        create_only=expected is None,
        backup=lambda path: kept.append(back_up(path, folder)),
    )
    return kept[0] if kept else None


def _copy(path: Path, temp: Path) -> None:
    """Copy and read again; a book somebody saves meanwhile is refused, not half taken."""
    before = measured(path)
    _pour(path, temp)
    flush(temp)
    if measured(temp) == before:
        return
    raise refusal("unsound" if measured(path) == before else "changed", path)


def _pour(source: Path, temp: Path) -> None:
    with source.open("rb") as old, temp.open("wb") as new:
        shutil.copyfileobj(old, new, 1 << 20)


def _name_copy(temp: Path, folder: Path, stamp: str, suffix: str) -> Path:
    taken = [_parts(entry)[1] for entry in folder.iterdir() if entry.name.startswith(stamp)]
    number = max(taken, default=0)
    while True:
        number += 1
        copy = folder / f"{stamp}-{number}{suffix}"
        try:
            place_new(temp, copy)
        except FileExistsError:  # a colleague's copy of the same minute
            continue
        return copy


def _prune(folder: Path, newest: Path, keep: int, days: int) -> None:
    """Remove what neither the count nor the days keep; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        copies = _newest_first(folder, newest.suffix)
        for copy in set(copies) - _kept(copies, newest, keep, days):
            copy.unlink()


def _kept(copies: list[Path], newest: Path, keep: int, days: int) -> set[Path]:
    oldest_day = (_time(newest) - timedelta(days=days)).date()
    first_of_day = {_time(copy).date(): copy for copy in copies}  # the last one met is the first
    daily = {copy for day, copy in first_of_day.items() if day > oldest_day}
    return {newest, *copies[:keep], *daily}


def _newest_first(folder: Path, suffix: str | None) -> list[Path]:
    found = [entry for entry in folder.iterdir() if _is_copy(entry)]
    wanted = [entry for entry in found if suffix in (None, entry.suffix)]
    return sorted(wanted, key=_parts, reverse=True)


def _parts(copy: Path) -> tuple[str, int]:
    found = _NAME.fullmatch(copy.name)
    return (found[1], int(found[2])) if found else ("", 0)


def _is_copy(entry: Path) -> bool:
    """Whether a file is named as our copies are: a time that exists, and a number."""
    with contextlib.suppress(ValueError):
        return bool(_NAME.fullmatch(entry.name) and _time(entry))
    return False


def _time(copy: Path) -> datetime:
    return datetime.strptime(_parts(copy)[0], _STAMP)
