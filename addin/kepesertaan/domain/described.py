"""What a template's description (.toml) says of it: its fields, their forms and examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TypeAlias

Example: TypeAlias = str | int | float | date | time | None

FORMS = ("text", "long", "date", "time", "number", "money")


@dataclass(frozen=True, slots=True)
class DescribedField:
    """One field. ``label``: for people; ``form``: one of ``FORMS``; ``choices``: its drop-down."""

    name: str
    label: str
    form: str = "text"
    example: Example = None
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DescribedTable:
    """Rows that repeat: the name in tags, and the sheet they come from."""

    name: str
    sheet: str
    fields: tuple[DescribedField, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """A whole description; without a file there is an empty one.

    ``kind``: what fills the template: "kunjungan", "surat", …, "" where it is not said.
    """

    title: str = ""
    fields: tuple[DescribedField, ...] = ()
    tables: tuple[DescribedTable, ...] = ()
    kind: str = ""

    def field(self, name: str) -> DescribedField | None:
        """A field of the main sheet by its name in tags."""
        return next((one for one in self.fields if one.name == name), None)

    def table(self, name: str) -> DescribedTable | None:
        """A table by its name in tags."""
        return next((one for one in self.tables if one.name == name), None)
