"""Words around the day an arrears sheet stands at (arrears.toml), looked through for mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from .loader import bad_data, load_toml

_trouble = partial(bad_data, "arrears.toml")


@dataclass(frozen=True, slots=True)
class PositionWords:
    """The words around such a day, as arrears.toml says; ``old_days``: older is told."""

    words: tuple[str, ...]
    until: tuple[str, ...]
    between: tuple[str, ...]
    never: tuple[str, ...]
    old_days: int


@cache
def position_words() -> PositionWords:
    """Those of arrears.toml. Raises ``UnreadableInput`` where the file is not as it must be."""
    return read_position(load_toml("arrears"))


def read_position(said: dict[str, Any]) -> PositionWords:
    """The same from what was read of the file."""
    section = said.get("position", {})
    lists = {name: _words(section, name) for name in ("words", "until", "between", "never")}
    days = section.get("old_days")
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        raise _trouble("old_days harus jumlah hari, paling sedikit 1")
    return PositionWords(**lists, old_days=days)


@cache
def unit_words() -> dict[int, tuple[str, ...]]:
    """The words of each unit, by how many rupiah it is. Raises ``UnreadableInput``."""
    section = load_toml("arrears").get("unit", {})
    try:
        return {int(unit): _words(section, unit) for unit in section}
    except ValueError:
        raise _trouble("[unit] berisi satuan yang bukan angka") from None


def _words(section: dict[str, Any], name: str) -> tuple[str, ...]:
    found = section.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(w, str) and w for w in found):
        raise _trouble(f"{name} harus daftar kata")
    return tuple(word.upper() for word in found)
