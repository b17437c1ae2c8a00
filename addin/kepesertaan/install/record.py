"""The install record: everything that was written, with hashes, beside what was written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kepesertaan.files.save import measured, replace_safely

from .entries import Entry


@dataclass(frozen=True, slots=True)
class Record:
    """``id``: of the bundle; ``files``: SHA-256 by path; ``folders``: made, the outermost first."""

    version: str = ""
    id: str = ""
    python: str = ""
    files: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)


def read_record(path: Path) -> Record | None:
    """The record, None where there is none that can be read."""
    try:
        found = Record(**json.loads(path.read_text(encoding="utf-8")))
        key_name_value = [tuple(map(str, entry)) for entry in found.entries]
        return Record(**{**asdict(found), "entries": key_name_value})
    except (OSError, ValueError, TypeError):
        return None


def write_record(path: Path, record: Record) -> None:
    """Write it whole or not at all. Raises ``CannotWrite`` or ``FileInUse``."""
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1)
    replace_safely(path, lambda temp: temp.write_text(text, encoding="utf-8"))


def hashes_below(folder: Path) -> dict[str, str]:
    """SHA-256 by path of every file in a folder and below. Raises ``OSError``."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {str(path): measured(path).sha256 for path in files}
