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


def tally(outcome: Outcome) -> dict[str, int]:
    """What became of the cells, and how many questions there are about how many of them.

    ``diubah`` + ``ditandai`` + ``utuh`` = ``sel`` where ``sel`` is known: a cell that was changed
    and is asked about (``keduanya``) counts as changed. ``temuan`` counts every question,
    ``kolom`` the headings that were asked about.
    """
    changed = {(c.sheet, c.row, c.col) for c in outcome.changes}
    asked = {(f.sheet, f.row, f.col) for f in outcome.findings if not f.whole_column}
    counts = {
        "diubah": len(changed),
        "ditandai": len(asked - changed),
        "keduanya": len(asked & changed),
        "kolom": len({(f.sheet, f.row, f.col) for f in outcome.findings if f.whole_column}),
        "temuan": len(outcome.findings),
    }
    if "sel" in outcome.counts:
        counts["utuh"] = outcome.counts["sel"] - len(changed | asked)
    return counts
