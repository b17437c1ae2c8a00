"""What the office sets for letters (letters.toml) as plain data, looked through for mistakes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from typing import Any, TypeVar

from kepesertaan.domain.letters import Level
from kepesertaan.domain.numbers import FIELDS, Numbering

from .loader import bad_data, load_toml

T = TypeVar("T")
KIND = "surat"  # the register of letters
_MOST_DAYS, _MOST_DIGITS = 366, 5
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_trouble = partial(bad_data, "letters.toml")


@dataclass(frozen=True, slots=True)
class Law:
    """A sentence on the law that letters may hold, once somebody has confirmed it."""

    id: str
    text: str
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What letters of a level are made of. ``law``: ids of sentences."""

    template: str
    subject: str
    law: tuple[str, ...]
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class LetterSettings:
    """All of them. ``forms`` by the level's id, ``law`` by id; ``team``: folder of the register."""

    levels: tuple[Level, ...]
    forms: Mapping[str, Form]
    law: Mapping[str, Law]
    numbering: Numbering
    team: str
    signatory: str
    position: str
    joint_leave_is_free: bool
    source: str
    confirmed: bool


@cache
def letter_settings() -> LetterSettings:
    """Those of letters.toml. Raises ``UnreadableInput`` where the file is not as it must be."""
    return read_settings(load_toml("letters"))


def read_settings(said: dict[str, Any]) -> LetterSettings:
    """The same from what was read of the file."""
    number, signs = said.get("number", {}), said.get("signatory", {})
    law = {one.id: one for one in map(_law, said.get("law", []))}
    rows = said.get("level", [])
    levels = tuple(map(_level, rows))
    _refuse_odd_levels(levels)
    forms = {level.id: _form(row, level.id, law) for level, row in zip(levels, rows, strict=True)}
    return LetterSettings(
        levels, forms, law, _numbering(number), _get(number, "folder", str).strip(),
        _get(signs, "name", str).strip(), _get(signs, "position", str).strip(),
        _get(said.get("calendar", {}), "joint_leave_is_free", bool),
        _get(said, "source", str), _get(said, "confirmed", bool),
    )  # fmt: skip


def _level(row: dict[str, Any]) -> Level:
    level = Level(
        _get(row, "id", str), _get(row, "name", str).strip(), _days(row, "from_months"),
        _days(row, "wait_days"), _days(row, "answer_days"),
    )  # fmt: skip
    if not _ID.fullmatch(level.id) or not level.name:
        raise _trouble("[[level]] id harus huruf kecil, angka, dan tanda hubung, name tidak kosong")
    if not level.from_months or not level.answer_days:
        raise _trouble(f"'{level.id}': from_months dan answer_days paling sedikit 1")
    return level


def _refuse_odd_levels(levels: Sequence[Level]) -> None:
    if not levels or any(
        len({getattr(level, what) for level in levels}) < len(levels) for what in ("id", "name")
    ):
        raise _trouble("[[level]] tidak ada, atau satu id atau name dua kali")
    for before, after in pairwise(levels):
        if after.wait_days <= before.answer_days:
            raise _trouble(
                f"'{after.id}' wait_days harus lebih dari answer_days '{before.id}', agar surat "
                "berikut tidak mendahului batas waktunya"
            )


def _form(row: dict[str, Any], level: str, law: Mapping[str, Law]) -> Form:
    wanted = row.get("law", [])
    if not isinstance(wanted, list) or any(one not in law for one in wanted):
        raise _trouble(f"'{level}': law harus daftar id dari [[law]]")
    return Form(
        _get(row, "template", str), _get(row, "subject", str), tuple(wanted),
        _get(row, "source", str), _get(row, "confirmed", bool),
    )  # fmt: skip


def _law(row: dict[str, Any]) -> Law:
    found = Law(
        _get(row, "id", str), _get(row, "text", str), _get(row, "source", str),
        _get(row, "confirmed", bool),
    )  # fmt: skip
    if any(name != "persen" for name in _FIELD.findall(found.text)):
        raise _trouble(f"[[law]] '{found.id}': hanya {{{{ persen }}}} yang dikenal di text")
    return found


def _numbering(number: dict[str, Any]) -> Numbering:
    pattern = _get(number, "pattern", str)
    names = _FIELD.findall(pattern)
    if "nomor" not in names or any(name not in FIELDS for name in names):
        raise _trouble(
            f"[number] pattern harus memuat {{{{ nomor }}}}; dikenal: {', '.join(FIELDS)}"
        )
    if _get(number, "yearly", bool) and "tahun" not in names:
        raise _trouble(
            "[number] pattern harus memuat {{ tahun }} bila nomor mulai lagi setiap tahun"
        )
    digits, first = _days(number, "digits"), _days(number, "first")
    if not 1 <= digits <= _MOST_DIGITS or not first:
        raise _trouble(f"[number] digits harus 1 sampai {_MOST_DIGITS}, first paling sedikit 1")
    code, yearly = _get(number, "code", str).strip(), _get(number, "yearly", bool)
    return Numbering(KIND, pattern, code, digits, first, yearly)


def _days(row: dict[str, Any], name: str) -> int:
    days = row.get(name)
    if type(days) is not int or days < 0 or (name != "first" and days > _MOST_DAYS):
        raise _trouble(f"{name} harus bilangan, 0 sampai {_MOST_DAYS}")
    return days


def _get(row: dict[str, Any], name: str, kind: type[T]) -> T:
    value = row.get(name)
    if not isinstance(value, kind):
        word = {"str": "teks di antara tanda kutip", "bool": "true atau false"}[kind.__name__]
        raise _trouble(f"{name} harus {word}")
    return value
