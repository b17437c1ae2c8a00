"""What the office sets for the memory of calls (call_memory.toml), looked through for mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from .loader import bad_data, load_toml

_MOST_DAYS = 36_500
_trouble = partial(bad_data, "call_memory.toml")


@dataclass(frozen=True, slots=True)
class MemorySettings:
    """``folder``: the team's, "" for beside the list; days are calendar days, ``keep_days`` 0 is
    for ever.
    """

    folder: str
    keep_days: int
    grace_days: int
    latest_days: int


@cache
def memory_settings() -> MemorySettings:
    """Those of call_memory.toml. Raises ``UnreadableInput`` where it is not as it must be."""
    return read_settings(load_toml("call_memory"))


def read_settings(said: dict[str, Any]) -> MemorySettings:
    """The same from what was read of the file."""
    memory, promise = said.get("memory", {}), said.get("promise", {})
    folder = memory.get("folder", "")
    if not isinstance(folder, str):
        raise _trouble("folder harus alamat folder di antara tanda kutip")
    return MemorySettings(
        folder.strip(),
        _days(memory, "keep_days"),
        _days(promise, "grace_days"),
        _days(promise, "latest_days"),
    )


def _days(section: dict[str, Any], name: str) -> int:
    days = section.get(name)
    if type(days) is not int or not 0 <= days <= _MOST_DAYS:
        raise _trouble(f"{name} harus jumlah hari, 0 sampai {_MOST_DAYS}")
    return days
