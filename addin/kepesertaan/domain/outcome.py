"""What an action decided, as plain data: printable, comparable, storable, invertible."""

from __future__ import annotations

from dataclasses import dataclass, field

from .table import Raw, cell_name
from .verdict import Level


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that gets another value. ``row`` from 1, ``col`` from 0."""

    sheet: str
    row: int
    col: int
    header: str
    field: str
    before: Raw
    after: Raw
    rule: str
    why: str
    evidence: str = ""

    @property
    def cell(self) -> str:
        """The address, such as ``D15``."""
        return cell_name(self.row, self.col)


@dataclass(frozen=True, slots=True)
class Finding:
    """One question for a person. ``proposal`` is what the cell could be, None when nothing is."""

    sheet: str
    row: int
    col: int
    header: str
    field: str
    value: Raw
    rule: str
    why: str
    proposal: Raw = None
    level: Level = "Salah"
    evidence: str = ""
    whole_column: bool = False  # about the column; the cell is its heading

    @property
    def cell(self) -> str:
        """The address, such as ``D15``."""
        return cell_name(self.row, self.col)


@dataclass(slots=True)
class Outcome:
    """The decision of one action on one workbook; nothing has been written yet."""

    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)  # Indonesian sentences for the user
