"""A book of ours that is made only to be opened at once, and never outlives that."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kepesertaan.files.temporary import UNFINISHED_AFTER, make_folder
from kepesertaan.files.troubles import told

from .ledger import folder_beside
from .own import own_folder

LONGEST = 218  # letters of a path that Excel takes, with the name (support.microsoft.com, 218)
_ADDED = 48  # letters that our folders and endings add to a workbook's name
_PREFIX = "sementara-"


@contextmanager
def scratch_folder(home: Path) -> Iterator[Path]:
    """A folder of one run with the journal of the workbook ``home``; gone after the block.

    What is made in it holds personal data, so it has the rights of the workbook's own folder; where
    that lies too deep for Excel, it is in the user's own. Folders that a crash left more than an
    hour ago go too. Raises ``CannotWrite``.
    """
    parent = folder_beside(home).parent
    if len(str(parent)) + len(home.name) + _ADDED > LONGEST:
        parent = own_folder() / "sementara"
    with told(home):
        make_folder(parent)
        _sweep(parent)
        folder = TemporaryDirectory(prefix=_PREFIX, dir=parent, ignore_cleanup_errors=True)
    with folder as made:
        yield Path(made)


def _sweep(parent: Path) -> None:
    before = time.time() - UNFINISHED_AFTER
    for left in parent.glob(f"{_PREFIX}*"):
        if left.stat().st_mtime < before:
            shutil.rmtree(left, ignore_errors=True)
