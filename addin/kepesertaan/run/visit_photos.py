"""The photos of a folder, looked at one by one; none of them stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kepesertaan.data.visits import Box, PhotoSettings
from kepesertaan.domain.errors import UnreadableInput, WrongUse
from kepesertaan.domain.photos import Photo
from kepesertaan.files.troubles import reading
from kepesertaan.files.windows import reachable

if TYPE_CHECKING:
    from kepesertaan.word.picture import Picture

FOLDER = "Foto"  # beside the workbook
_LOGO, _LOGO_ROOM = "Logo Kantor", Box(1, 21, 21)
_DEEPEST = 3  # folders below the one that was named
_MOST = 5_000


def photo_folder(said: str, source: Path) -> Path | None:
    """The folder named, else the one called Foto beside the workbook, if any.

    Raises ``WrongUse`` for a name that is no folder.
    """
    if not said:
        beside = source.parent / FOLDER
        return beside if reachable(beside).is_dir() else None
    folder = reachable(Path(said))
    with reading(folder):
        if not folder.is_dir():
            raise WrongUse(f"--foto {said}: folder itu tidak ada; periksa namanya.")
    return folder


def office_logo(source: Path, settings: PhotoSettings) -> Picture | None:
    """The office's own logo, a picture called Logo Kantor beside the workbook; None without one.

    Raises ``UnreadableInput`` for one that is no picture.
    """
    from kepesertaan.word.photos import prepare
    from kepesertaan.word.picture import Picture

    for ending in (".png", ".jpg", ".jpeg"):
        path = reachable(source.parent / f"{_LOGO}{ending}")
        with reading(path):
            data = path.read_bytes() if path.is_file() else b""
        if not data:
            continue
        try:
            made = prepare(data, _LOGO_ROOM, settings)
        except ValueError as unfit:
            raise UnreadableInput(f"{path.name}: {unfit}") from unfit
        return Picture(made.data, made.width, made.height, _LOGO)
    return None


def look_at_all(
    folder: Path, settings: PhotoSettings, progress: Callable[[str], None]
) -> list[Photo]:
    """Every photo below a folder, by name. Raises ``WrongUse`` for a folder with far too many."""
    from kepesertaan.word.photos import look_at, too_large

    paths = list(_photos_in(folder, folder, _DEEPEST))
    if len(paths) > _MOST:
        raise WrongUse(
            f"Folder foto berisi lebih dari {_MOST} foto; pilih folder yang hanya berisi foto "
            "kunjungan ini."
        )
    found = []
    for number, path in enumerate(paths, 1):
        progress(f"melihat foto {number} dari {len(paths)}")
        name = path.relative_to(folder).as_posix()
        try:
            if path.stat().st_size > settings.most_megabytes * 1_000_000:
                found.append(Photo(name, trouble=too_large(settings)))
                continue
            found.append(look_at(name, path.read_bytes(), settings))
        except OSError:
            found.append(Photo(name, trouble="Berkas tidak dapat dibuka; periksa hak aksesnya."))
    return found


def _photos_in(folder: Path, top: Path, depth: int) -> Iterator[Path]:
    from kepesertaan.word.photos import ENDINGS

    with reading(folder):
        entries = sorted(folder.iterdir(), key=lambda path: path.name.casefold())
    for path in entries:
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            if depth > 1:
                yield from _photos_in(path, top, depth - 1)
        elif path.suffix.lower() in ENDINGS:
            yield path
