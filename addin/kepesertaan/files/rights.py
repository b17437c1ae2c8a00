"""Folders that colleagues share: who may use the folder may use what is made in it."""

from __future__ import annotations

import contextlib
import stat
import sys
from pathlib import Path

from .temporary import make_folder
from .troubles import told


def open_shared(folder: Path) -> None:
    """Make a folder; new ones get the rights of the folder they are made in.

    Raises ``CannotWrite``.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    with told(folder):
        make_folder(folder)
    for place in reversed(missing):
        take_rights(place, place.parent)


def take_rights(path: Path, folder: Path) -> None:
    """Who may use the folder may use what was made in it, nobody else, whatever the umask.

    Windows hands rights down by itself.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # not ours to give, or a share without such rights
        rights = stat.S_IMODE(folder.stat().st_mode)
        path.chmod(rights if path.is_dir() else rights & 0o666)
