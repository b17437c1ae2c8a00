"""How an intern's workbook is laid out, and the kinds of activity (msib.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .loader import load_toml


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of activity. ``name``: as the report writes it; ``work``: whether it is work."""

    key: str
    name: str
    names: tuple[str, ...]
    work: bool


@dataclass(frozen=True, slots=True)
class SheetShape:
    """A sheet: its usual name, further names, columns (or lines) by field, the needed ones."""

    key: str
    name: str
    names: tuple[str, ...]
    is_form: bool
    columns: dict[str, tuple[str, ...]]
    required: tuple[str, ...]


@cache
def groups() -> dict[str, Group]:
    """Kinds of activity by key, in the order of the file."""
    said = load_toml("msib")["groups"]
    return {
        key: Group(key, spec["name"], tuple(spec["names"]), spec["work"])
        for key, spec in said.items()
    }


@cache
def sheet_shapes() -> dict[str, SheetShape]:
    """Sheets by key, in the order of the file."""
    said = load_toml("msib")["sheets"]
    return {
        key: SheetShape(
            key, spec["name"], tuple(spec["names"]), spec["shape"] == "isian",
            {field: tuple(names) for field, names in spec["columns"].items()},
            tuple(spec.get("required", ())),
        )
        for key, spec in said.items()
    }  # fmt: skip


@cache
def week_days() -> dict[str, int]:
    """Days of the week by name in upper case; 0 is Monday."""
    found: dict[str, int] = load_toml("msib")["days"]
    return found


def longest_day() -> int:
    """Minutes of a day that are still believed."""
    return int(load_toml("msib")["limits"]["longest_day_minutes"])
