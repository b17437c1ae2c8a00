"""Saving: openpyxl writes the file, then the results of formulas, which it leaves out, are put in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.xml.constants import SHEET_MAIN_NS

from fake_excel.entry import CellError, Content, written
from fake_excel.looks import index_of

Places = dict[tuple[int, int], Content]
_PART = "xl/worksheets/sheet{}.xml"  # what openpyxl calls the parts, counted from 1
_CELL, _FORMULA, _VALUE = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("c", "f", "v"))


def save(book: Workbook, path: Path, results: Iterable[Places]) -> None:
    """Write the book; ``results`` are those of each worksheet in order."""
    fresh = path.with_name(path.name + ".fake")
    book.save(fresh)
    wanted = {_PART.format(n): places for n, places in enumerate(results, 1) if places}
    if not wanted:
        fresh.replace(path)
        return
    with zipfile.ZipFile(fresh) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            places = wanted.get(entry.filename)
            new.writestr(entry, _with_results(data, places) if places else data)
    fresh.unlink()


def _with_results(data: bytes, places: Places) -> bytes:
    """A sheet's part with the results of its formulas (ECMA-376 18.3.1.4: c, f, v)."""
    tree = etree.fromstring(data)
    for cell in tree.iter(_CELL):
        if cell.find(_FORMULA) is None:
            continue
        letters, row = coordinate_from_string(cell.get("r"))
        result = places.get((row, index_of(letters)))
        if result is not None:
            _put_result(cell, result)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _put_result(cell: etree._Element, result: Content) -> None:
    value = cell.find(_VALUE)
    if value is None:
        value = etree.SubElement(cell, _VALUE)
    kind, text = _stored(result)
    value.text = text
    cell.attrib.pop("t", None)
    if kind:
        cell.set("t", kind)


def _stored(result: Content) -> tuple[str, str]:
    """Type and text of a result in the file."""
    if isinstance(result, CellError):
        return "e", str(result)
    if isinstance(result, bool):
        return "b", str(int(result))
    if isinstance(result, float):
        return "", repr(result) if written(result) != str(int(result)) else str(int(result))
    return "str", str(result)
