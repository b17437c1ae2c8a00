"""Files around a final report: the campus profile, its styles, earlier versions."""

from __future__ import annotations

import re
from pathlib import Path

from kepesertaan.data.campus import read_campus, shipped_campus
from kepesertaan.domain.campus import Campus
from kepesertaan.domain.errors import UnreadableInput, WrongUse
from kepesertaan.files.troubles import reading

NAME = "Laporan MSIB"
_VERSION = re.compile(rf"{NAME}_v([0-9]+)\b.*", re.IGNORECASE)
_MOST_PROFILE = 1_000_000  # bytes
_MOST_REPORT = 200_000_000


def campus_of(name: str, home: Path) -> tuple[Campus, bytes | None]:
    """A profile of the program, or of a file, and the styles it takes from a document.

    Raises ``UnreadableInput`` or ``WrongUse``.
    """
    if not name.lower().endswith(".toml"):
        return shipped_campus(name.lower()), None
    path = next((p for p in (Path(name), home / name) if p.is_file()), None)
    if path is None:
        raise WrongUse(f"--profil {Path(name).name}: berkas itu tidak ada; periksa namanya.")
    campus = read_campus(read_limited(path, _MOST_PROFILE), path.name, path.stem)
    return campus, _styles(campus, path.parent) if campus.styles else None


def _styles(campus: Campus, folder: Path) -> bytes:
    from kepesertaan.word.versions import styles_of

    path = folder / campus.styles
    if not path.is_file():
        raise UnreadableInput(
            f"Profil {campus.name}: berkas gaya {campus.styles} tidak ada di folder profil itu."
        )
    return styles_of(read_limited(path), path.name)


def versions_in(folder: Path) -> dict[int, list[Path]]:
    """Files of earlier versions by their number."""
    found: dict[int, list[Path]] = {}
    if folder.is_dir():
        with reading(folder):
            for path in sorted(folder.iterdir()):
                match = _VERSION.fullmatch(path.name)
                if match:
                    found.setdefault(int(match[1]), []).append(path)
    return found


def last_version(folder: Path, campus: Campus) -> Path | None:
    """The latest report of this profile in a folder. Raises ``UnreadableInput``."""
    versions = sorted(versions_in(folder).items(), reverse=True)
    reports = (path for _, paths in versions for path in paths if _is_word(path))
    return next((path for path in reports if _profile_of(path) == campus.id), None)


def _is_word(path: Path) -> bool:
    return path.suffix.lower() == ".docx"


def _profile_of(path: Path) -> str:
    from kepesertaan.word.gate import open_word
    from kepesertaan.word.versions import profile_of

    data = read_limited(path)
    open_word(data, path.name)
    return profile_of(data, path.name)


def read_limited(path: Path, most: int = _MOST_REPORT) -> bytes:
    """The content of a file. Raises ``UnreadableInput`` for one of more bytes."""
    with reading(path):
        if path.stat().st_size > most:
            raise UnreadableInput(f"{path.name} terlalu besar; pindahkan, lalu ulangi.")
        return path.read_bytes()
