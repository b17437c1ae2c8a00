"""What cells hold: values and formulas, in blocks.

Calc's own ways, each of which gave a wrong result first: a block gives nothing at all for an error
and 1 for TRUE; constants that are errors or truth values come as formulas when Calc opens an Excel
file; a text that looks like a number makes Calc change the format of its cell.
"""

from __future__ import annotations

import re
from typing import Any

import uno

from . import looks
from .session import Session, rect_of, rects_of, refusing

_FUNCTION = re.compile(r"[A-Za-z_][\w.]*(?=\()")
_FORMULA, _STRING_RESULT, _ERROR_RESULT = 16, 2, 4  # CellFlags, FormulaResult
_NOT_AVAILABLE = 7
# Calc's error numbers by Excel's ERROR.TYPE; others have no name in Excel: #VALUE!
_ERROR_TYPES = {
    521: 1, 532: 2, 519: 3, 502: 3, 504: 3, 524: 4, 525: 5, 508: 5, 503: 6, 523: 6, 32767: 7,
}  # fmt: skip
_OTHER_ERROR = 3
_ERROR_NAMES = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
CONSTANTS = frozenset({"=TRUE()", "=FALSE()", *(f"={name}" for name in _ERROR_NAMES)})


def read(session: Session, number: int, rect: list[int]) -> dict[str, Any]:
    """The values of a block: ``rows`` of texts and numbers, None for errors; "" for no text.

    Beside them, in rows and columns of the sheet: ``errors`` as [row, column, Excel's error type];
    the rectangles that show numbers as ``dates`` or ``bools``; those of formulas giving ``texts``.
    """
    area = session.area(number, rect)
    found = area.getDataArray()
    kinds = looks.kinds(session, number, area)
    has_empty = any("" in row for row in found)
    texts = rects_of(area.queryFormulaCells(_STRING_RESULT)) if has_empty else []
    has_error = any(None in row for row in found)
    return {
        "rows": found,
        "errors": _errors(session, number, area) if has_error else [],
        "dates": kinds["date"],
        "bools": kinds["bool"],
        "texts": texts,
    }


def _errors(session: Session, number: int, area: Any) -> list[list[int]]:
    """Every error with its type; one question for a whole rectangle of #N/A."""
    access = session.service("com.sun.star.sheet.FunctionAccess")
    found: list[list[int]] = []
    for rect in rects_of(area.queryFormulaCells(_ERROR_RESULT)):
        part = session.area(number, rect)
        missing = access.callFunction("ISNA", (part,))
        for i, row in enumerate(missing):
            for k, is_missing in enumerate(row):
                kind = _NOT_AVAILABLE if is_missing else _error_type(part.getCellByPosition(k, i))
                found.append([rect[0] + i, rect[1] + k, kind])
    return found


def _error_type(cell: Any) -> int:
    return _ERROR_TYPES.get(cell.getError(), _OTHER_ERROR)


def write(session: Session, number: int, rect: list[int], what: dict[str, Any]) -> None:
    """Write a block: ``rows`` of texts, numbers and None; what Excel would make of it decided.

    ``formulas`` are [row, column, text] in the block, from 0; ``formats`` are [code, rectangles]
    in the sheet, set afterwards. Raises ``Refused`` for locked cells and parts of arrays.
    """
    session.guard(number, [rect])
    area = session.area(number, rect)
    rows = tuple(tuple("" if value is None else value for value in row) for row in what["rows"])
    with refusing("refused", "cannot write the block"):
        area.setDataArray(rows)
    for row, column, text in what["formulas"]:
        _put_formula(session, number, area.getCellByPosition(column, row), text)
    for code, rects in what["formats"]:
        looks.put_number_format(session, number, rects, code)


def formulas(session: Session, number: int, rect: list[int]) -> list[list[str]]:
    """What Excel shows in its formula bar: formulas in its syntax, else the text of the value."""
    area = session.area(number, rect)
    texts = area.getDataArray()
    found = [
        [texts[i][k] if isinstance(texts[i][k], str) else text for k, text in enumerate(row)]
        for i, row in enumerate(area.getFormulaArray())
    ]
    for top, left, bottom, right in looks.kinds(session, number, area)["bool"]:
        for i in range(top - rect[0], bottom - rect[0] + 1):
            for k in range(left - rect[1], right - rect[1] + 1):
                found[i][k] = {"1": "TRUE", "0": "FALSE"}.get(found[i][k], found[i][k])
    parser = session.parser(session.uid_of(number))
    for top, left, bottom, right in rects_of(area.queryContentCells(_FORMULA)):
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                i, k = row - rect[0], column - rect[1]
                cell = area.getCellByPosition(k, i)
                found[i][k] = _told(parser, cell, cell.getFormula())
    return found


def _told(parser: Any, cell: Any, text: str) -> str:
    """One formula in Excel's syntax; only those that differ are worth the questions."""
    if text in CONSTANTS:
        return text[1:].removesuffix("()")
    if text.startswith("{"):
        text = text[1:-1]
    if set(text) & set(";.$'{}[]~!"):
        text = "=" + str(parser.printFormula(cell.getTokens(), cell.getCellAddress()))
    return _large(text)


def _large(formula: str) -> str:
    """Excel writes the names of functions large; Calc those it does not know small."""
    parts = formula.split('"')
    parts[::2] = [_FUNCTION.sub(lambda found: found[0].upper(), part) for part in parts[::2]]
    return '"'.join(parts)


def formula_areas(session: Session, number: int, rect: list[int]) -> list[list[int]]:
    """Rectangles of formulas, without constants that Calc keeps as formulas."""
    area = session.area(number, rect)
    found: list[list[int]] = []
    for part in rects_of(area.queryContentCells(_FORMULA)):
        texts = session.area(number, part).getFormulaArray()
        if not any(text in CONSTANTS for row in texts for text in row):
            found.append(part)
            continue
        for i, row in enumerate(texts):
            for k, text in enumerate(row):
                if text not in CONSTANTS:
                    found.append([part[0] + i, part[1] + k, part[0] + i, part[1] + k])
    return found


def put_formula(session: Session, number: int, rect: list[int], text: str) -> None:
    """The same formula in every cell, its relative references moved along."""
    session.guard(number, [rect])
    area = session.area(number, rect)
    first = area.getCellByPosition(0, 0)
    tokens = session.parser(session.uid_of(number)).parseFormula(
        text.lstrip("="), first.getCellAddress()
    )
    for row in range(rect[2] - rect[0] + 1):
        for column in range(rect[3] - rect[1] + 1):
            area.getCellByPosition(column, row).setTokens(tokens)


def _put_formula(session: Session, number: int, cell: Any, text: str) -> None:
    if text in CONSTANTS:
        cell.setFormula(text)
        return
    tokens = session.parser(session.uid_of(number)).parseFormula(
        text.lstrip("="), cell.getCellAddress()
    )
    cell.setTokens(tokens)


def array_formula(session: Session, number: int, rect: list[int]) -> str:
    """The array formula of the first cell, "" when it has none."""
    cell = session.area(number, [rect[0], rect[1], rect[0], rect[1]])
    if not cell.getArrayFormula():
        return ""
    parser = session.parser(session.uid_of(number))
    return "=" + str(parser.printFormula(cell.getArrayTokens(), rect_corner(cell)))


def rect_corner(cell: Any) -> Any:
    """The address of a single cell."""
    return cell.getCellByPosition(0, 0).getCellAddress()


def put_array_formula(session: Session, number: int, rect: list[int], text: str) -> None:
    """One formula for the whole block."""
    session.guard(number, [rect])
    area = session.area(number, rect)
    tokens = session.parser(session.uid_of(number)).parseFormula(
        text.lstrip("="), rect_corner(area)
    )
    area.setArrayTokens(tokens)


def clear(session: Session, number: int, rects: list[list[int]], flags: int) -> None:
    """Remove what the flags (CellFlags) say."""
    session.guard(number, rects)
    session.areas(number, rects).clearContents(flags)


def region(session: Session, number: int, rect: list[int]) -> list[int]:
    """The block of filled cells around a cell."""
    cursor = session.sheet(number).createCursorByRange(session.area(number, rect))
    cursor.collapseToCurrentRegion()
    return rect_of(cursor.getRangeAddress())


def filled(session: Session, number: int, rect: list[int]) -> list[bool]:
    """Whether each cell of one row or column holds anything, also a formula that shows nothing."""
    found = session.area(number, rect).getFormulaArray()
    return [text != "" for row in found for text in row]


def shift(session: Session, number: int, rect: list[int], way: str, insert: bool) -> None:
    """Insert or delete cells, the others moving ``down``, ``right``, ``up`` or ``left``."""
    session.guard(number, [rect])
    if insert:
        kind, do = "com.sun.star.sheet.CellInsertMode", session.sheet(number).insertCells
    else:
        kind, do = "com.sun.star.sheet.CellDeleteMode", session.sheet(number).removeRange
    do(session.area(number, rect).getRangeAddress(), uno.Enum(kind, way.upper()))


def copy(session: Session, number: int, rect: list[int], to: int, cell: list[int]) -> None:
    """Copy a block, with its looks, to a place in the same book."""
    bottom, right = cell[0] + rect[2] - rect[0], cell[1] + rect[3] - rect[1]
    session.guard(to, [[cell[0], cell[1], bottom, right]])
    target = session.area(to, [cell[0], cell[1], cell[0], cell[1]])
    source = session.area(number, rect).getRangeAddress()
    session.sheet(to).copyRange(rect_corner(target), source)
