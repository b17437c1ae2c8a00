"""What a child that reads target sheets is asked. What reads them is loaded there, not here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kepesertaan.rules.target_gathering.sources import FileReading


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader knows before: officers by name, the year of sheets that name none."""

    officers: tuple[str, ...]
    year: int
    password: str = ""


def read_here(
    paths: Sequence[Path], known: Known, *, progress: Callable[[int], None]
) -> list[FileReading]:
    """The files, in this process; what one raises is told of it alone."""
    from .target_sheets import read_one

    found = []
    for place, path in enumerate(paths, 1):
        progress(place)
        found.append(read_one(path, known))
    return found
