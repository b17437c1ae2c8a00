"""Tables and pivot tables of a sheet: only where they are, so that nobody writes into them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .base import base_classes
from .ranges import Range

if TYPE_CHECKING:
    from . import native_cells
    from .sheets import Sheet


class _Found(base_classes.Collection):
    """What a sheet has of one kind."""

    _question = ""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def parent(self) -> Sheet:
        """Their sheet."""
        return self.sheet

    def _all(self) -> list[Any]:
        return [self._made(one) for one in self.sheet.ask(self._question)]

    def _made(self, one: dict[str, Any]) -> Any:
        raise NotImplementedError

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

    _question = "parts.tables"

    def _made(self, one: dict[str, Any]) -> Table:
        return Table(self.sheet, one)


class Table(base_classes.Table):
    """One table."""

    def __init__(self, sheet: Sheet, found: dict[str, Any]) -> None:
        self.sheet = sheet
        self._found = found

    @property  # type: ignore[misc]  # none of these is written here
    def name(self) -> str:
        """Its name."""
        return str(self._found["name"])

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self.sheet

    @property  # type: ignore[misc]  # none of these is written here
    def show_headers(self) -> bool:
        """Whether its first row holds headings."""
        return bool(self._found["headers"])

    @property  # type: ignore[misc]  # none of these is written here
    def show_totals(self) -> bool:
        """Whether its last row holds totals."""
        return bool(self._found["totals"])

    @property
    def range(self) -> Range:
        """All of it."""
        return self._rows(0, 0)

    @property
    def header_row_range(self) -> Range | None:
        """Its headings, None when it has none."""
        top, _, bottom, _ = self._found["rect"]
        return self._rows(0, bottom - top) if self.show_headers else None

    @property
    def totals_row_range(self) -> Range | None:
        """Its totals, None when it has none."""
        top, _, bottom, _ = self._found["rect"]
        return self._rows(bottom - top, 0) if self.show_totals else None

    @property
    def data_body_range(self) -> Range:
        """What is between headings and totals."""
        return self._rows(int(self.show_headers), int(self.show_totals))

    def _rows(self, above: int, below: int) -> Range:
        top, left, bottom, right = self._found["rect"]
        return Range(self.sheet, ((top + above, left, bottom - below, right),))


class PivotTables(_Found, base_classes.PivotTables):
    """The pivot tables of a sheet."""

    _question = "parts.pivots"

    def _made(self, one: dict[str, Any]) -> PivotTable:
        return PivotTable(self.sheet, one)


class PivotTable(base_classes.PivotTable):
    """One pivot table."""

    def __init__(self, sheet: Sheet, found: dict[str, Any]) -> None:
        self.sheet = sheet
        self._found = found

    @property
    def api(self) -> native_cells.NativePivot:
        """Excel's own names, as far as Kepesertaan needs them."""
        from .native_cells import NativePivot

        return NativePivot(self)

    @property  # type: ignore[misc]  # none of these is written here
    def name(self) -> str:
        """Its name."""
        return str(self._found["name"])

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self.sheet

    @property
    def range(self) -> Range:
        """All cells it fills."""
        return Range(self.sheet, (tuple(self._found["rect"]),))
