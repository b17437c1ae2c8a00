"""A table while it is judged: the values as they now stand, for rules on tables and books."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from kepesertaan.domain.table import Raw, Table


@dataclass(slots=True)
class View:
    """``values[c][i]`` is what column c of the table holds in its row i after the fixes so far."""

    HEADING: ClassVar[int] = -1  # row index that stands for the heading cell

    table: Table
    values: list[list[Raw]]
    open: list[set[int]] = field(default_factory=list)  # row indices already flagged, by column

    def columns_of(self, name: str) -> list[int]:
        """Positions of the columns that hold a field."""
        return [c for c, column in enumerate(self.table.columns) if column.field == name]

    def first_of(self, name: str) -> int | None:
        """Position of the first column that holds a field."""
        return next(iter(self.columns_of(name)), None)

    def values_of(self, name: str) -> list[Raw] | None:
        """The values of the first column that holds a field."""
        col = self.first_of(name)
        return None if col is None else self.values[col]

    def row_number(self, index: int) -> int:
        """The workbook row of a row index; the heading's row for ``HEADING``."""
        return self.table.header_row if index == self.HEADING else self.table.rows[index]
