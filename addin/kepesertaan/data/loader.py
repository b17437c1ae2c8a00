"""The one loader of data: the files beside this one, read once; dated.py reads the dated tables."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kepesertaan.domain.errors import UnreadableInput

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER.parent / "templates"
_LINE = re.compile(r"at line ([0-9]+)")


def bad_data(place: str, what: str) -> UnreadableInput:
    """What is said of a data file the office changed and got wrong; ``place``: file, or line of it.

    >>> str(bad_data("letters.toml", "satu id dua kali"))
    'Data letters.toml: satu id dua kali. Perbaiki berkas itu, lalu ulangi.'
    """
    return UnreadableInput(f"Data {place}: {what}. Perbaiki berkas itu, lalu ulangi.")


@cache
def load_toml(name: str) -> dict[str, Any]:
    """The TOML file ``name`` (without ending) of this folder.

    Raises ``UnreadableInput`` for one that is gone, or that an editor saved in another way.
    """
    return parsed(f"{name}.toml", read_text(f"{name}.toml"))


def parsed(name: str, text: str) -> dict[str, Any]:
    """What the text of the TOML file ``name`` says. Raises ``UnreadableInput``, with the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        place = f"{name} baris {line[1]}" if line else f"{name} baris terakhir"
        raise bad_data(
            place, "tulisannya tidak terbaca; periksa tanda kutip, kurung, dan sama dengan"
        ) from error


@cache
def month_numbers() -> dict[str, int]:
    """Month names and abbreviations, upper case, to their numbers."""
    return {word: int(n) for n, words in load_toml("months").items() for word in words}


@cache
def month_pattern() -> str:
    """The same names as a pattern, longer ones before those they begin with."""
    return "|".join(sorted(month_numbers(), key=len, reverse=True))


@cache
def data_fingerprint() -> str:
    """SHA-256 over every data file: it changes when the office edits one."""
    import hashlib

    digest = hashlib.sha256()
    for entry in sorted(FOLDER.iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".toml", ".csv")):
            digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


def read_text(name: str) -> str:
    """A file of this folder. Raises ``UnreadableInput`` for one that is gone or not UTF-8."""
    try:
        return (FOLDER / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise bad_data(name, "berkas itu tidak ada, kembalikan dari cadangan") from error
    except UnicodeDecodeError as error:
        raise bad_data(name, "simpan sebagai UTF-8") from error


@cache
def template(name: str) -> str | None:
    """A text template of the folder templates, which the office may edit; None where none is."""
    file = TEMPLATES / name
    return file.read_text(encoding="utf-8-sig") if file.is_file() else None


@cache
def word_template(name: str) -> bytes | None:
    """A Word template that is shipped; None where none has that name."""
    file = TEMPLATES / name
    return file.read_bytes() if file.is_file() else None
