"""How cells look: number formats, fills, fonts, sizes, merged cells.

Asked for a property in which cells differ, Calc gives that of one of them; so a whole block is
always asked by its groups of cells that look alike (``getUniqueCellFormatRanges``), or first
whether they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import uno

from .session import Refused, Session, is_mixed, rect_of, rects_of, refusing, structure

_DATE, _TIME, _LOGICAL = 2, 4, 1024  # NumberFormat
_ENGLISH = ("en", "US")
_LITERAL = re.compile(r'("[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P|General)')
_DURATION = re.compile(r"\[(H+|M+|S+)\]")
_COLOURS = frozenset(
    f"[{name}]" for name in ("BLACK", "BLUE", "CYAN", "GREEN", "MAGENTA", "RED", "WHITE", "YELLOW")
)
_PERMIT_MOST = 256  # rows or columns asked one by one


def kinds(session: Session, number: int, area: Any) -> dict[str, list[list[int]]]:
    """Rectangles of a block that show numbers as dates, as truth values, or hold texts."""
    found: dict[str, list[list[int]]] = {"date": [], "bool": [], "text": [], "other": []}
    for group in _groups(area):
        kind = _format(session, number, group.NumberFormat)[1]
        if kind != "other":
            found[kind] += rects_of(group)
    return found


def _groups(area: Any) -> list[Any]:
    """The cells of a block by their looks; cells that look alike in one group."""
    groups = area.getUniqueCellFormatRanges()
    return [groups.getByIndex(k) for k in range(groups.Count)]


def number_formats(session: Session, number: int, rects: list[list[int]]) -> list[list[Any]]:
    """Every number format of a block as [Excel's code, rectangles]."""
    found: dict[str, list[list[int]]] = {}
    for rect in rects:
        for group in _groups(session.area(number, rect)):
            code, _ = _format(session, number, group.NumberFormat)
            found.setdefault(code, []).extend(rects_of(group))
    return [[code, places] for code, places in found.items()]


def _format(session: Session, number: int, key: int) -> tuple[str, str]:
    """Excel's code of a format, and its kind; BOOLEAN, which Excel has not, is General there."""
    known = (session.uid_of(number), key)
    if known not in session.formats:
        session.formats[known] = _read_format(session.book_of(number).NumberFormats, key)
    return session.formats[known]


def _read_format(formats: Any, key: int) -> tuple[str, str]:
    found = formats.getByKey(key)
    if found.Type & _LOGICAL:
        return "BOOLEAN", "bool"
    if key == formats.getStandardIndex(found.Locale):
        return "General", "other"
    code = str(found.FormatString)
    if (found.Locale.Language, found.Locale.Country) != _ENGLISH:
        code = _in_english(formats, code, found.Locale)
    if code == "@":
        return code, "text"
    is_date = bool(found.Type & (_DATE | _TIME))
    code = _as_excel(code, is_date)
    return (_language(found.Locale, code), "date") if is_date else (code, "other")


def _in_english(formats: Any, code: str, locale: Any) -> str:
    """The same format as it is written in English: Calc keeps each in a language's letters."""
    key = formats.addNewConverted(code, locale, _english())
    return str(formats.getByKey(key).FormatString)


def _as_excel(code: str, is_date: bool) -> str:
    """Calc writes letters of dates and names of colours large, Excel does not.

    >>> _as_excel('[RED]DD" H"/MM/YYYY [HH]:MM AM/PM;@', True)
    '[Red]dd" H"/mm/yyyy [hh]:mm AM/PM;@'
    """
    parts = _LITERAL.split(code)
    parts[1::2] = [_bracket(part) for part in parts[1::2]]
    if is_date:
        parts[::2] = [part.lower() for part in parts[::2]]
    return "".join(parts)


def _bracket(part: str) -> str:
    if _DURATION.fullmatch(part):
        return part.lower()
    return part.title() if part in _COLOURS else part


def _language(locale: Any, code: str) -> str:
    """Names of months in Indonesian need a mark in Excel."""
    return "[$-421]" + code if locale.Language == "id" and "mmm" in code else code


def _english() -> Any:
    language, country = _ENGLISH
    return structure("com.sun.star.lang.Locale", Language=language, Country=country)


def put_number_format(session: Session, number: int, rects: list[list[int]], code: str) -> None:
    """Give cells a number format by Excel's code. Raises ``Refused`` for one that is none."""
    session.guard(number, rects)
    formats = session.book_of(number).NumberFormats
    session.areas(number, rects).NumberFormat = _key(formats, code)


def _key(formats: Any, code: str) -> int:
    """Calc's own number for a code: in the language of the office, as a file it opens has it.

    In English it would be saved as ``[$-409]@``.
    """
    plain = structure("com.sun.star.lang.Locale")
    if code == "General":
        return int(formats.getStandardIndex(plain))
    if code == "BOOLEAN":
        return int(formats.getStandardFormat(_LOGICAL, plain))
    with refusing("value", "not a number format"):
        if not code.startswith("[$-"):
            return int(formats.addNewConverted(code, _english(), plain))
        found = formats.queryKey(code, _english(), False)
        return int(found if found != -1 else formats.addNew(code, _english()))


def fills(session: Session, number: int, rects: list[list[int]]) -> list[list[Any]]:
    """Every fill of a block as [red-green-blue in one number or None, rectangles]."""
    found: dict[int | None, list[list[int]]] = {}
    for rect in rects:
        for group in _groups(session.area(number, rect)):
            colour = int(group.CellBackColor)
            found.setdefault(None if colour < 0 else colour, []).extend(rects_of(group))
    return [[colour, places] for colour, places in found.items()]


def put_fill(session: Session, number: int, rects: list[list[int]], colour: int | None) -> None:
    """Fill cells with red-green-blue, or take their fill away; all rectangles in one call."""
    session.guard(number, rects)
    session.areas(number, rects).CellBackColor = -1 if colour is None else colour


def property_of(session: Session, number: int, rects: list[list[int]], name: str) -> Any:
    """A plain property of all cells as [value]; [] where they differ."""
    areas = session.areas(number, rects)
    if is_mixed(areas, name):
        return []
    value = areas.getPropertyValue(name)
    return [getattr(value, "value", value)]


def put_property(
    session: Session, number: int, rects: list[list[int]], name: str, value: Any
) -> None:
    """Set a plain property of all cells."""
    session.guard(number, rects)
    areas = session.areas(number, rects)
    if name == "CharPosture":
        value = uno.Enum("com.sun.star.awt.FontSlant", value)
    areas.setPropertyValue(name, value)


def sizes(session: Session, number: int, rect: list[int], across: bool) -> list[int]:
    """The different widths of columns, or heights of rows, in hundredths of a millimetre."""
    area = session.area(number, rect)
    lines, name = (area.Columns, "Width") if across else (area.Rows, "Height")
    if lines.Count > _PERMIT_MOST:
        raise Refused("unsupported", f"sizes of more than {_PERMIT_MOST} rows or columns")
    return sorted({int(getattr(lines.getByIndex(k), name)) for k in range(lines.Count)})


def put_size(session: Session, number: int, rect: list[int], across: bool, size: int) -> None:
    """Set the width of columns or the height of rows; 0 hides them, as in Excel."""
    session.guard(number, [rect])
    area = session.area(number, rect)
    lines, name = (area.Columns, "Width") if across else (area.Rows, "Height")
    if size:
        setattr(lines, name, size)
    lines.IsVisible = size > 0


def fit(session: Session, number: int, rect: list[int], across: bool) -> None:
    """Let columns be as wide, or rows as high, as what is in them."""
    session.guard(number, [rect])
    area = session.area(number, rect)
    if across:
        area.Columns.OptimalWidth = True
    else:
        area.Rows.OptimalHeight = True


def place(session: Session, number: int, rect: list[int]) -> list[int]:
    """Left, top, width and height of a block, in hundredths of a millimetre."""
    area = session.area(number, rect)
    where, size = area.Position, area.Size
    return [where.X, where.Y, size.Width, size.Height]


def hidden(session: Session, number: int, first: int, last: int, across: bool) -> list[list[int]]:
    """Rows (or columns) from ``first`` to ``last`` that are hidden or filtered away, as runs.

    Asked by whole rows or columns: a hidden column must not hide the rows that cross it.
    """
    sheet = session.sheet(number)
    most = (sheet.Rows if across else sheet.Columns).Count - 1
    rect = [0, first, most, last] if across else [first, 0, last, most]
    start = 1 if across else 0
    shown = rects_of(session.area(number, rect).queryVisibleCells())
    found, at = [], first
    for begin, end in sorted((one[start], one[start + 2]) for one in shown):
        if begin > at:
            found.append([at, begin - 1])
        at = max(at, end + 1)
    return found + ([[at, last]] if at <= last else [])


def hide(session: Session, number: int, rect: list[int], across: bool, on: bool) -> None:
    """Hide or show the rows (or columns) of a block."""
    session.guard(number, [rect])
    area = session.area(number, rect)
    (area.Columns if across else area.Rows).IsVisible = not on


def _merged(session: Session, number: int, rect: list[int]) -> Iterator[list[int]]:
    """The merged areas whose first cell is in a block: one question where there is none."""
    top, left, bottom, right = rect
    if not session.area(number, rect).getIsMerged():
        return
    if (top, left) == (bottom, right):
        yield _merged_at(session.sheet(number), top, left)
    elif bottom - top > right - left:
        middle = (top + bottom) // 2
        yield from _merged(session, number, [top, left, middle, right])
        yield from _merged(session, number, [middle + 1, left, bottom, right])
    else:
        middle = (left + right) // 2
        yield from _merged(session, number, [top, left, bottom, middle])
        yield from _merged(session, number, [top, middle + 1, bottom, right])


def merged_share(session: Session, number: int, rects: list[list[int]]) -> bool | None:
    """Whether the cells are merged: all, none, or (None) some."""
    found = {_merged_share(session, number, rect) for rect in rects}
    return found.pop() if len(found) == 1 else None


def _merged_share(session: Session, number: int, rect: list[int]) -> bool | None:
    """Most blocks have nothing merged, or a corner that is not: only others are counted."""
    sheet = session.sheet(number)
    cursor = sheet.createCursorByRange(session.area(number, rect))
    cursor.collapseToMergedArea()
    if not cursor.getIsMerged():
        return False
    top, left, bottom, right = rect
    for row, column in ((bottom, right), (top, left)):
        if _merged_at(sheet, row, column) == [row, column, row, column]:
            return None
    total = 0
    for area in _merged(session, number, rect_of(cursor.getRangeAddress())):
        high = min(bottom, area[2]) - max(top, area[0]) + 1
        wide = min(right, area[3]) - max(left, area[1]) + 1
        total += max(high, 0) * max(wide, 0)
    return True if total == (bottom - top + 1) * (right - left + 1) else None


def _merged_at(sheet: Any, row: int, column: int) -> list[int]:
    cursor = sheet.createCursorByRange(sheet.getCellByPosition(column, row))
    cursor.collapseToMergedArea()
    return rect_of(cursor.getRangeAddress())


def merged_around(session: Session, number: int, rect: list[int]) -> list[int]:
    """The merged area that the first cell of a block belongs to; the cell itself if to none."""
    return _merged_at(session.sheet(number), rect[0], rect[1])


def merge(session: Session, number: int, rect: list[int], on: bool) -> None:
    """Merge a block, or take apart what is merged in it."""
    session.guard(number, [rect])
    area = session.area(number, rect)
    area.merge(False)  # over merged cells Calc would merge nothing
    if on:
        area.merge(True)
