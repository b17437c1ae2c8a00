"""The office that letters and reports come from (office.toml), looked through for mistakes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from .loader import bad_data, load_toml


@dataclass(frozen=True, slots=True)
class Office:
    """What a letterhead says; "" where the office did not fill it in."""

    name: str
    address: str
    city: str
    phone: str
    email: str


@cache
def office() -> Office:
    """That of office.toml. Raises ``UnreadableInput`` where the file is not as it must be."""
    return read_office(load_toml("office"))


def read_office(said: dict[str, Any]) -> Office:
    """The same from what was read of the file."""
    section = said.get("office", {})
    values = {one.name: section.get(one.name) for one in fields(Office)}
    for name, value in values.items():
        if not isinstance(value, str):
            raise bad_data("office.toml", f"[office] {name} harus teks di antara tanda kutip")
    return Office(**{name: value.strip() for name, value in values.items()})
