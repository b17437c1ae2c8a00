"""The rows of a sheet alone, for what calamine stumbles over and Excel does not.

Around the rows that is, say, ``<dimension ref="1:4"/>``. Among them it is a cell that names a
shared text the workbook does not have: Excel offers to repair such a book and empties the cell;
here it becomes an error value, so that somebody looks at it, and the rest is read.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from kepesertaan.domain.table import cell_names
from kepesertaan.files.anysheet import general_sheet
from kepesertaan.files.oddvalue import LOST_TEXT
from kepesertaan.files.package import Package, SheetPart
from kepesertaan.files.rowxml import list_cells
from kepesertaan.files.xmlgate import decode_part, new_parser

_SHARED = re.compile(
    rb"""(<(?:[\w.-]+:)?c\b[^<>]*?\st\s*=\s*["'])s(["'][^<>]*>\s*<(?:[\w.-]+:)?v\b[^<>]*>)([^<]*)"""
)
_ROOT = re.compile(rb"<((?:[\w.-]+:)?)worksheet(?:\s[^<>]*)?>")
_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^<>]*)?>.*</\1sheetData\s*>", re.DOTALL)
Cell = tuple[int, int]  # workbook row from 1, column from 0


def count_texts(package: Package) -> int:
    """How many shared texts the workbook has."""
    found = package.related(package.workbook_part, "sharedStrings")
    if not found:
        return 0
    data, _ = decode_part(package.read(found[0].target))
    count = 0

    def start(tag: str, _told: dict[str, str]) -> None:
        nonlocal count
        count += tag.rpartition("\n")[2] == "si"

    parser = new_parser(b"", namespaces=True, encoding="utf-8")
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return count
    return count


def lost_texts(package: Package, sheet: SheetPart, count: int) -> list[Cell]:
    """The cells of a sheet that name a text beyond ``count``, or none at all."""
    return [
        (cell.row, cell.col)
        for batch in general_sheet(package, sheet.part).rows()
        for number, row in batch
        for cell in list_cells(row, number, strict=False)
        if cell.kind == "s" and not _is_there(cell.value, count)
    ]


def rows_only(xml: bytes, count: int) -> bytes:
    """A sheet (UTF-8) without what stands around its rows, its lost texts as error values.

    Where no rows are found, the sheet as it is.
    """

    def mend(match: re.Match[bytes]) -> bytes:
        if _is_there(match[3].decode("latin-1"), count):
            return match[0]
        return match[1] + b"e" + match[2] + LOST_TEXT.encode()

    root, data = _ROOT.search(xml), _DATA.search(xml)
    if root is None or data is None:
        return xml
    return root[0] + _SHARED.sub(mend, data[0]) + b"</" + root[1] + b"worksheet>"


def told(sheet: str, cells: list[Cell]) -> str:
    """The notice: where, and what now."""
    return (
        f"Lembar {sheet} sel {cell_names(cells)}: teksnya hilang dari berkas dan dibaca sebagai "
        f"{LOST_TEXT}; isi dari sumbernya."
    )


def _is_there(number: str, count: int) -> bool:
    text = number.strip()
    return text.isascii() and text.isdigit() and len(text) < 10 and int(text) < count
