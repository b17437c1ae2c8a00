"""How good each column is: what was filled, changed and asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.table import Table
from kepesertaan.rules.registry import all_rules


@dataclass(frozen=True, slots=True)
class ColumnQuality:
    """Counts of one recognised column; ``good`` is the share of its cells not asked about."""

    sheet: str
    letter: str
    header: str
    cells: int
    filled: int
    changed: int
    flagged: int

    @property
    def good(self) -> float:
        """From 0 to 1; an empty table is good."""
        return 1 - self.flagged / self.cells if self.cells else 1.0


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule changed or asked."""

    code: str
    text: str
    changed: int
    flagged: int


def column_quality(tables: Sequence[Table], outcome: Outcome) -> list[ColumnQuality]:
    """One line for each recognised column, in the order of the sheets."""
    changed = Counter((c.sheet, c.col, c.row) for c in outcome.changes)
    flagged = Counter((f.sheet, f.col, f.row) for f in outcome.findings)
    per_change = Counter((sheet, col) for sheet, col, _ in changed)
    per_flag = Counter((sheet, col) for sheet, col, _ in flagged)
    return [
        ColumnQuality(
            table.sheet,
            column.letter,
            column.header,
            len(column.values),
            len(column.values) - column.values.count(None),
            per_change[table.sheet, column.index],
            min(per_flag[table.sheet, column.index], len(column.values)),
        )
        for table in tables
        for column in table.columns
        if column.field
    ]


def rule_counts(outcome: Outcome) -> list[RuleCount]:
    """One line for each rule that said something, by code."""
    changed = Counter(code for c in outcome.changes for code in c.rule.split(", "))
    flagged = Counter(code for f in outcome.findings for code in f.rule.split(", "))
    return [
        RuleCount(code, all_rules()[code].text, changed[code], flagged[code])
        for code in sorted(set(changed) | set(flagged))
    ]
