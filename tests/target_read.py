"""Target sheets of a few rows, written as files and read as a folder of them is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kepesertaan.domain.target_memory import Before
from kepesertaan.domain.targets import Reading
from kepesertaan.rules.target_gather import gather
from kepesertaan.run.target_child import Known, read_here
from target_truth.world import Book, Sheet
from target_truth.write import save

Grid = list[list[Any]]
NOV = (2026, 11)


def gathered(paths: Sequence[Path], officers: tuple[str, ...] = ()) -> Reading:
    """The reading of November; ``officers``: who is to send a sheet."""
    files = read_here(paths, Known(officers, 2026), progress=lambda _n: None)
    return gather(files, Before(), NOV, officers)


def read(
    folder: Path, *books: tuple[str, dict[str, Grid]], officers: tuple[str, ...] = ()
) -> Reading:
    """Of files by name, each with its sheets."""
    paths = [
        save(Book(name, [Sheet(*one) for one in sheets.items()], {}), folder)
        for name, sheets in books
    ]
    return gathered(paths, officers)


def one(folder: Path, rows: Grid, file: str = "lembar.xlsx", sheet: str = "Sheet1") -> Reading:
    """Of one file with one sheet."""
    return read(folder, (file, {sheet: rows}))


def told(reading: Reading, level: str = "tanya") -> list[str]:
    """What is asked, or remarked."""
    return [finding.text for finding in reading.findings if finding.level == level]
