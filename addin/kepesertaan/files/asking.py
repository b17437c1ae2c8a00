"""What calamine makes of single cells: it is asked wherever a value is not plain to see."""

from __future__ import annotations

from collections.abc import Iterable

from kepesertaan.domain.table import Raw

from .engine import open_engine, rows_of
from .package import Package
from .plaincopy import copy_of_cells


def ask(package: Package, cells: Iterable[tuple[bytes, bytes]]) -> list[Raw]:
    """The value of each cell, given the attributes behind its address and what it holds (XML).

    Raises ``UnreadableInput`` when calamine does not read one of them.
    """
    xml = [
        b'<row r="%d"><c r="A%d"%s>%s</c></row>' % (number, number, attributes, inside)
        for number, (attributes, inside) in enumerate(cells, 1)
    ]
    with open_engine(package.path, copy_of_cells(package, b"".join(xml))) as engine:
        rows = rows_of(engine.get_sheet_by_index(0))
    values = [row[0] if row else None for row in rows]
    return values + [None] * (len(xml) - len(values))
