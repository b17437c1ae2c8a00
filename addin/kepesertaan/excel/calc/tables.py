"""Tables and pivot tables of a sheet: only where they are, so that nobody writes into them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .base import base_classes
from .ranges import Range

if TYPE_CHECKING:
    from . import native_cells
    from .sheets import Sheet


class _Block:
    """A table or pivot table as the worker told of it."""

    def __init__(self, sheet: Sheet, found: dict[str, Any]) -> None:
        self.sheet = sheet
        self.found = found

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.found["name"])

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self.sheet

    @property
    def range(self) -> Range:
        """All of it."""
        return self.rows(0, 0)

    def rows(self, above: int, below: int) -> Range:
        """All of it but some rows at its top and its end."""
        top, left, bottom, right = self.found["rect"]
        return Range(self.sheet, ((top + above, left, bottom - below, right),))


class Table(_Block, base_classes.Table):
    """One table."""

    @property  # type: ignore[misc]  # nobody writes it here
    def show_headers(self) -> bool:
        """Whether its first row holds headings."""
        return bool(self.found["headers"])

    @property  # type: ignore[misc]  # nobody writes it here
    def show_totals(self) -> bool:
        """Whether its last row holds totals."""
        return bool(self.found["totals"])

    @property
    def header_row_range(self) -> Range | None:
        """Its headings, None when it has none."""
        return self.rows(0, self.range.shape[0] - 1) if self.show_headers else None

    @property
    def totals_row_range(self) -> Range | None:
        """Its totals, None when it has none."""
        return self.rows(self.range.shape[0] - 1, 0) if self.show_totals else None


class PivotTable(_Block, base_classes.PivotTable):
    """One pivot table."""

    @property
    def api(self) -> native_cells.NativePivot:
        """Excel's own names, as far as Kepesertaan needs them."""
        from .native_cells import NativePivot

        return NativePivot(self)


class _Found:
    """What a sheet has of one kind: ``question`` asks for it, ``kind`` is made of each answer."""

    question: str
    kind: type[_Block]

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def parent(self) -> Sheet:
        """Their sheet."""
        return self.sheet

    def _all(self) -> list[Any]:
        return [self.kind(self.sheet, one) for one in self.sheet.ask(self.question)]

    def __call__(self, key: str | int) -> Any:
        """One by its name or its place from 1; raises ``KeyError``."""
        for place, one in enumerate(self._all(), 1):
            if key in (place, one.name):
                return one
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __contains__(self, key: str) -> bool:
        return any(one.name == key for one in self._all())


class Tables(_Found, base_classes.Tables):
    """The tables of a sheet."""

    question, kind = "parts.tables", Table


class PivotTables(_Found, base_classes.PivotTables):
    """The pivot tables of a sheet."""

    question, kind = "parts.pivots", PivotTable
