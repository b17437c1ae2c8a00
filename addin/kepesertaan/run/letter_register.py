"""The register of letters: each number is one file that only one officer can create.

The numbers of a year lie in ``surat/2026/00001.json.gz``; the name itself is the number, so that
none is given twice, however many PCs ask at once. A number whose letter could not be made stays
taken: a register has no holes that nobody can explain.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kepesertaan.domain.errors import CannotWrite
from kepesertaan.domain.letters import Letter
from kepesertaan.files.save import write_new
from kepesertaan.files.troubles import reading
from kepesertaan.files.windows import reachable

_ENDING = ".json.gz"
_MOST = 99_999  # letters a year


@dataclass(slots=True)
class Register:
    """Every letter; ``notes``: Indonesian sentences on entries that cannot be read."""

    letters: list[Letter] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def take_number(folder: Path, of_number: Callable[[int], Letter], year: int) -> Letter:
    """Register a letter under the year's next number. ``of_number`` makes the letter of a number.

    Raises ``CannotWrite`` or ``FileInUse``; no number is taken then.
    """
    place = reachable(folder) / str(year)
    for number in range(_last(place) + 1, _MOST + 1):
        letter = of_number(number)
        plain = {
            "number": letter.number, "day": letter.day.isoformat(), "npp": letter.npp,
            "level": letter.level, "officer": letter.officer,
        }  # fmt: skip
        data = gzip.compress(json.dumps(plain, ensure_ascii=False).encode(), mtime=0)
        try:
            write_new(place / f"{number:05}{_ENDING}", data)
        except FileExistsError:  # a colleague was faster
            continue
        return letter
    raise CannotWrite(
        f"Nomor surat tahun {year} habis ({_MOST}); mulai register di folder yang lain."
    )


def read_register(folder: Path) -> Register:
    """Every letter, oldest number first; an entry that is damaged is told, its number stays taken.

    Raises ``UnreadableInput`` for a folder that may not be looked into.
    """
    register = Register()
    folder = reachable(folder)
    with reading(folder):
        years = sorted(folder.glob("[0-9][0-9][0-9][0-9]")) if folder.is_dir() else []
        paths = [path for year in years for path in sorted(year.iterdir())]
    for path in paths:
        if _number_of(path):
            _read_into(register, path)
    return register


def _read_into(register: Register, path: Path) -> None:
    try:
        plain = json.loads(gzip.decompress(path.read_bytes()))
        plain["day"] = date.fromisoformat(plain["day"])
        register.letters.append(Letter(**plain))
    except (OSError, EOFError, zlib.error, ValueError, TypeError, KeyError):
        register.notes.append(
            f"Register surat {path.parent.name} nomor {_number_of(path)} rusak; nomor itu tetap "
            "terpakai. Kembalikan dari cadangan folder itu."
        )


def _last(place: Path) -> int:
    with reading(place):
        names = list(place.iterdir()) if place.is_dir() else []
    return max(map(_number_of, names), default=0)


def _number_of(path: Path) -> int:
    digits = path.name.removesuffix(_ENDING)
    return int(digits) if path.name.endswith(_ENDING) and digits.isdecimal() else 0
