"""What ``Range`` and its fill and font share: looks read from and written to its cells."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell

from fake_excel import looks
from fake_excel.areas import Box
from fake_excel.com import ComObject

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet


class Looking(ComObject):
    """Something that stands for the look of boxes on a sheet."""

    _sheet: Worksheet
    _boxes: list[Box]

    def _read(self, read: Callable[[Cell], Any]) -> Any:
        """What all cells have, or Null."""
        return looks.shared(self._sheet._ws, self._boxes, read)

    def _write(self, what: Hashable, write: Callable[[Cell], None]) -> None:
        """Change the look of all cells; ``what`` says in one value what ``write`` does."""
        self._sheet._formatting(self._boxes)
        known = self._sheet._known_looks.setdefault(what, {})
        looks.change(self._sheet._ws, self._boxes, write, known)
