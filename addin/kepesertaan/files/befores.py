"""What stood in edited cells, packed: a cell takes its XML and some twenty bytes.

``SheetBefores`` is filled in the order of the sheet; ``Befores`` is the mapping callers read.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import ItemsView, Iterator, Mapping

from .cells import Before
from .sheetxml import COLUMNS

Cell = tuple[int, int]  # row from 1, column from 0
Place = tuple[str, int, int]  # sheet, row from 1, column from 0


class SheetBefores:
    """The cells of one sheet; rows rise, and columns within a row."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._keys, self._looks, self._ends = array("Q"), array("L"), array("Q", [0])
        self._xml = bytearray()
        self._instead: dict[int, bytes] = {}
        self._numbers: dict[tuple[str, str], int] = {}

    def add(self, row: int, col: int, xml: bytes | None, look: tuple[str, str]) -> None:
        """One more cell: its XML (None: nothing to put back), its fill and number format."""
        self._keys.append(row * COLUMNS + col)
        self._xml += xml or b""
        self._ends.append(len(self._xml))
        self._looks.append(self._numbers.setdefault(look, len(self._numbers)))

    def put_before(self, cell: Cell, note: bytes) -> None:
        """A note in front of a cell's XML."""
        at = self._find(cell)
        self._instead[at] = note + (self._xml_at(at) or b"")

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Cell]:
        return (divmod(key, COLUMNS) for key in self._keys)

    def __contains__(self, cell: Cell) -> bool:
        key = cell[0] * COLUMNS + cell[1]
        at = bisect_left(self._keys, key)
        return at < len(self._keys) and self._keys[at] == key

    def __getitem__(self, cell: Cell) -> Before:
        at = self._find(cell)
        return Before(self._xml_at(at), *list(self._numbers)[self._looks[at]])

    def pairs(self) -> Iterator[tuple[Cell, Before]]:
        """Every cell with what stood there, in the order of the sheet."""
        looks = list(self._numbers)
        for at, cell in enumerate(self):
            yield cell, Before(self._xml_at(at), *looks[self._looks[at]])

    def notes(self) -> Iterator[tuple[int, int, bytes]]:
        """Row, column and XML (empty for none) of every cell, in the order of the sheet."""
        for at, (row, col) in enumerate(self):
            yield row, col, self._xml_at(at) or b""

    def _find(self, cell: Cell) -> int:
        if cell not in self:
            raise KeyError(cell)
        return bisect_left(self._keys, cell[0] * COLUMNS + cell[1])

    def _xml_at(self, at: int) -> bytes | None:
        if at in self._instead:
            return self._instead[at]
        return bytes(self._xml[self._ends[at] : self._ends[at + 1]]) or None


class Befores(Mapping[Place, Before]):
    """What stood in the edited cells of some sheets, in the order of the sheets."""

    def __init__(self, sheets: Mapping[str, SheetBefores] | None = None) -> None:
        self.sheets = dict(sheets or {})

    def __len__(self) -> int:
        return sum(map(len, self.sheets.values()))

    def __iter__(self) -> Iterator[Place]:
        return ((name, *cell) for name, cells in self.sheets.items() for cell in cells)

    def __getitem__(self, place: Place) -> Before:
        name, row, col = place
        return self.sheets[name][row, col]

    def items(self) -> ItemsView[Place, Before]:
        """Every place with what stood there; looks nothing up."""
        return _Items(self)


class _Items(ItemsView[Place, Before]):
    def __init__(self, befores: Befores) -> None:
        super().__init__(befores)
        self.befores = befores

    def __iter__(self) -> Iterator[tuple[Place, Before]]:
        for name, cells in self.befores.sheets.items():
            for cell, before in cells.pairs():
                yield (name, *cell), before
