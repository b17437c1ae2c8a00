"""Read sheets a second time that asked about names which the rest of the folder is certain of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from .target_child import Known

if TYPE_CHECKING:  # what is read is loaded where it is
    from kepesertaan.rules.target_gathering.sources import FileReading

ReadAll: TypeAlias = Callable[[Sequence[Path], Known], "list[FileReading]"]


def read_twice(paths: Sequence[Path], known: Known, read: ReadAll) -> list[FileReading]:
    """The files as ``read`` gives them, in that order; sheets that asked about an officer's name as
    it gives them where the officers of all files are known. Nobody is expected more for that."""
    files = read(paths, known)
    if not any(any(file.unnamed.values()) for file in files):
        return files
    from kepesertaan.rules.target_gathering.established import asks_of, established

    names = established(files, known.officers)
    if not names:
        return files
    everybody = (*known.officers, *names)
    again = {
        path: wanted for path, file in zip(paths, files, strict=True)
        if (wanted := {s.name for s in file.sheets if asks_of(file, s, names, everybody)})
    }  # fmt: skip
    if not again:
        return files
    second = dict(zip(again, read(list(again), replace(known, officers=everybody)), strict=True))
    return [
        _with_sheets(file, second[path], again[path]) if path in again else file
        for path, file in zip(paths, files, strict=True)
    ]


def _with_sheets(file: FileReading, second: FileReading, wanted: set[str]) -> FileReading:
    """A file with those sheets as they were read the second time."""
    found = {sheet.name: sheet for sheet in second.sheets if sheet.name in wanted}
    return replace(file, sheets=[found.get(sheet.name, sheet) for sheet in file.sheets])
