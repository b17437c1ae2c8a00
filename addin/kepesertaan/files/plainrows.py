"""Rows as nearly every program writes them, taken apart column by column with one pattern a row.

cutter = RowCutter(prefix)
for piece in cutter.cut(region):      # whole rows; ``UnusualXmlError`` where one is different
    piece.numbers                     # row numbers, rising
    for col, cells in piece.columns:  # column from 0; ``Cells`` of the rows of the piece
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kepesertaan.domain.table import column_index

from .sheetxml import UnusualXmlError

Texts = Sequence[bytes | None]
_MOST_COLUMNS, _MOST_PATTERNS = 500, 50
_ADDRESS = rb'<%sc r="([A-Z]{1,3})\d'
_ROW = rb'<%srow r="(\d{1,7})"([^<>/]*+)(?:/>|>%s</%srow>)\s*+'
_CELL = (
    rb'(?:<%(p)sc r="%(column)s\1"([^<>/]*+)(?:/>|>'
    rb"(<%(p)sf(?: [^<>/]*+)?+(?:/>|>[^<]*+</%(p)sf>))?+"
    rb'(?:<%(p)sv>([^<]*+)</%(p)sv>|<%(p)sis><%(p)st( xml:space="preserve")?+>([^<]*+)'
    rb"</%(p)st></%(p)sis>)?+</%(p)sc>))?+"
)
_GROUPS = 5  # of a cell


class Cells(NamedTuple):
    """The cells of a column, one a row: attributes behind the address (None: no cell), formula
    element, text of ``v``, `` xml:space="preserve"`` and text of an inline string.
    """

    attributes: Texts
    formulas: Texts
    values: Texts
    spaces: Texts
    texts: Texts


class Piece(NamedTuple):
    """Some rows. ``tags``: what stands in each row's tag behind its number."""

    numbers: list[int]
    tags: Sequence[bytes]
    columns: list[tuple[int, Cells]]


class RowCutter:
    """Learns which columns the rows of a sheet have."""

    def __init__(self, prefix: bytes) -> None:
        self.prefix = re.escape(prefix)
        self.address = re.compile(_ADDRESS % self.prefix)
        self.columns: list[bytes] = []
        self.patterns = 0
        self.row = self._pattern()

    def cut(self, region: bytes) -> Iterator[Piece]:
        """The rows of a region; in several pieces where new columns turn up."""
        at, rows = 0, []
        while at < len(region):
            found = self.row.match(region, at)
            if found:
                rows.append(found.groups())
                at = found.end()
                continue
            if rows:
                yield self._piece(rows)
                rows = []
            self._learn(region[at:])
        if rows:
            yield self._piece(rows)

    def _piece(self, rows: list[tuple[bytes, ...]]) -> Piece:
        groups = list(zip(*rows, strict=True))
        columns = [
            (column_index(letters.decode()), Cells(*groups[at : at + _GROUPS]))
            for letters, at in zip(self.columns, range(2, len(groups), _GROUPS), strict=True)
        ]
        return Piece(list(map(int, groups[0])), groups[1], columns)

    def _learn(self, rest: bytes) -> None:
        """Know the columns of more rows; they are unusual when there is nothing to learn."""
        new = set(self.address.findall(rest)) - set(self.columns)
        self.columns = sorted({*self.columns, *new}, key=lambda c: (len(c), c))
        self.patterns += 1
        if not new or len(self.columns) > _MOST_COLUMNS or self.patterns > _MOST_PATTERNS:
            raise UnusualXmlError("rows of another kind")
        self.row = self._pattern()

    def _pattern(self) -> re.Pattern[bytes]:
        cells = (_CELL % {b"p": self.prefix, b"column": column} for column in self.columns)
        return re.compile(_ROW % (self.prefix, b"".join(cells), self.prefix))
