"""A starter template for Word, as plain data: what stands in it, before it is a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StarterLine:
    """A label and the tag beside it."""

    label: str
    tag: str


@dataclass(frozen=True, slots=True)
class StarterTable:
    """A table whose rows repeat: its title, the list it goes through, a column a line."""

    title: str
    name: str
    columns: tuple[StarterLine, ...]


@dataclass(frozen=True, slots=True)
class Starter:
    """The whole template. ``signers``: who signs, with the tag of their name ("" for dots)."""

    title: str
    lines: tuple[StarterLine, ...]
    tables: tuple[StarterTable, ...]
    signers: tuple[StarterLine, ...]
    has_photos: bool = False
