"""The cells of one sheet: their contents in an openpyxl worksheet, and Excel's rules for writing.

Contents are ``None``, ``bool``, ``float``, ``str``, ``CellError`` or ``Formula``; dates are serial
numbers with a date format, as in Excel.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import WINDOWS_EPOCH, to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from fake_excel import looks
from fake_excel.areas import Box, cells, common, parse, show
from fake_excel.com import DISP_E_TYPEMISMATCH, OutsideTheFake, com_error, refused
from fake_excel.entry import GENERAL, TEXT, CellError, Content, Entry, Formula, typed, written

# support.microsoft.com, "Excel specifications and limits": total number of characters that a cell
# can contain, length of formula contents.
LONGEST_TEXT = 32_767
LONGEST_FORMULA = 8_192

PROTECTED = (
    "The cell or chart you're trying to change is on a protected sheet. To make a change, "
    "unprotect the sheet. You might be requested to enter a password."
)
PART_OF_ARRAY = "You can't change part of an array."


class Grid:
    """The contents of one worksheet, and the results of its formulas."""

    def __init__(self, sheet: Worksheet, results: dict[tuple[int, int], Content] | None = None):
        self.sheet = sheet
        self.results = results or {}
        self.prefixed: set[tuple[int, int]] = set()
        self.array_cells = {
            place
            for place, cell in sheet._cells.items()
            if isinstance(getattr(cell, "_value", None), ArrayFormula | DataTableFormula)
        }

    # reading

    def content(self, row: int, col: int) -> Content:
        """What the cell holds: a constant or a ``Formula``."""
        cell = self.sheet._cells.get((row, col))
        if cell is None or isinstance(cell, MergedCell) or cell._value is None:
            return None
        return stored(cell._value, cell.data_type, self.sheet.parent.epoch)

    def shown(self, row: int, col: int) -> Content:
        """What the cell is worth: a formula's result.

        The fake does not calculate: a formula whose result neither the file nor the test gave
        raises ``OutsideTheFake``.
        """
        content = self.content(row, col)
        if not isinstance(content, Formula):
            return content
        if (row, col) in self.results:
            return self.results[row, col]
        where = f"{self.sheet.title}!{looks.get_column_letter(col)}{row}"
        raise OutsideTheFake(f"{where} {content}: no result known; give one with set_result")

    def number_format(self, row: int, col: int) -> str:
        """The format code of the cell."""
        return looks.number_format(self.sheet, looks.style_at(self.sheet, row, col))

    def formula_text(self, row: int, col: int) -> str:
        """``Range.Formula`` of one cell: the formula, or the constant as text, or "".

        Source: learn.microsoft.com, Range.Formula: "If the cell contains a constant, this property
        returns the constant. If the cell is empty, this property returns an empty string."
        """
        content = self.content(row, col)
        if content is None:
            return ""
        if isinstance(content, bool):
            return str(content).upper()
        return written(content) if isinstance(content, float) else str(content)

    def filled(self) -> set[tuple[int, int]]:
        """The cells that are not empty."""
        return {
            place
            for place, cell in self.sheet._cells.items()
            if not isinstance(cell, MergedCell) and cell._value is not None
        }

    # who may write

    def check_unprotected(self, boxes: list[Box]) -> None:
        """Raise where the sheet is protected and one of the cells is locked."""
        if self.sheet.protection.sheet and self.locked(boxes) is not False:
            raise refused(PROTECTED)

    def check_arrays(self, boxes: list[Box]) -> None:
        """Raise where a part of an array formula would change, and not all of it."""
        for array in self.arrays():
            for box in boxes:
                inside = common(array, box)
                if inside is not None and inside != array:
                    raise refused(PART_OF_ARRAY)

    def locked(self, boxes: list[Box]) -> bool | None:
        """``Range.Locked``: None when some are and some are not."""
        found: bool | None = looks.shared(self.sheet, boxes, lambda cell: cell.protection.locked)
        return found

    def arrays(self) -> list[Box]:
        """The boxes of the sheet's array formulas and data tables."""
        held = (self.sheet._cells[place]._value for place in self.array_cells)
        return [box for value in held for box in parse(value.ref) or []]

    # writing

    def enter(self, row: int, col: int, value: Any, *, dates: bool = True) -> None:
        """Put one value that came through COM into a cell, as ``Range.Value`` does.

        ``dates`` False is ``Range.Value2``: dates and money arrive as bare numbers.
        """
        number_format = self.number_format(row, col)
        entry = arrived(value, number_format, dates=dates)
        self.place(row, col, entry, number_format)

    def place(self, row: int, col: int, entry: Entry, number_format: str) -> None:
        """Store an entry; a General cell takes on the entry's number format."""
        if entry.content is None:
            self.erase(row, col)
            return
        if isinstance(entry.content, str):
            limit = LONGEST_FORMULA if isinstance(entry.content, Formula) else LONGEST_TEXT
            if len(entry.content) > limit:
                raise refused("")
        cell = looks.ensure(self.sheet, row, col)
        if isinstance(cell, MergedCell):
            return  # only the upper-left cell of a merged area keeps a value [facts: xlwings.md]
        self.forget(row, col)
        if entry.prefix:
            self.prefixed.add((row, col))
        cell._value, cell.data_type = kept(entry.content)
        if entry.number_format and number_format == GENERAL:
            if self.sheet.parent.epoch != WINDOWS_EPOCH and is_date(entry.number_format):
                raise OutsideTheFake("dates written into a book of the 1904 calendar")
            cell.number_format = entry.number_format

    def erase(self, row: int, col: int) -> None:
        """Take the content away; the look stays."""
        cell = self.sheet._cells.get((row, col))
        if cell is not None and not isinstance(cell, MergedCell):
            cell._value, cell.data_type = None, "n"
        self.forget(row, col)

    def keep(self, row: int, col: int, content: Content, result: Content = None) -> None:
        """Store a content as it is, with a formula's result: what copying does."""
        self.place(row, col, Entry(content), TEXT)
        if isinstance(content, Formula) and result is not None:
            self.results[row, col] = result

    def array(self, box: Box, text: str) -> None:
        """Store one array formula over a box."""
        for place in cells([box]):
            self.erase(*place)
        cell = looks.ensure(self.sheet, *box[:2])
        cell._value = ArrayFormula(show([box], row_abs=False, col_abs=False), text)
        cell.data_type = "f"
        self.array_cells.add(box[:2])

    def forget(self, row: int, col: int) -> None:
        """Drop what is known of the content that stood there."""
        self.results.pop((row, col), None)
        self.prefixed.discard((row, col))
        self.array_cells.discard((row, col))


def stored(value: Any, data_type: str, epoch: datetime) -> Content:
    """What an openpyxl cell holds, as Excel's own few types."""
    if isinstance(value, ArrayFormula | DataTableFormula):
        return Formula(getattr(value, "text", None) or "=TABLE()")
    if data_type == "f":
        return Formula(value)
    if data_type == "e":
        return CellError(value)
    if isinstance(value, CellRichText):
        return str(value)
    if isinstance(value, str | bool):
        return value
    if isinstance(value, datetime | date | time | timedelta):
        return float(to_excel(value, epoch))
    return float(value)


def kept(content: Content) -> tuple[Any, str]:
    """Value and data type of an openpyxl cell for a content."""
    if isinstance(content, Formula):
        return str(content), "f"
    if isinstance(content, CellError):
        return str(content), "e"
    if isinstance(content, bool):
        return content, "b"
    return (content, "s") if isinstance(content, str) else (content, "n")


def arrived(value: Any, number_format: str, *, dates: bool = True) -> Entry:
    """What a value that came through COM becomes in a cell of that number format.

    An int that once was an error value is just a number: pywin32 sends VT_I4 (oleargs.cpp), so
    writing back what was read turns ``#N/A`` into -2146826246.
    """
    if value is None or value == "":
        return Entry(None)
    if isinstance(value, str):
        return typed(value, number_format)
    if isinstance(value, bool):
        return Entry(str(value).upper() if number_format == TEXT else value)
    number, shown = _number(value)
    if number_format == TEXT:  # a number put into a Text cell becomes text [facts: xlwings.md 3.4]
        return Entry(written(number))
    return Entry(number, shown if dates else None)


def _number(value: Any) -> tuple[float, str | None]:
    """Number and the format Excel gives it: a date or money arrives with one."""
    if isinstance(value, datetime):
        bare = value.replace(tzinfo=None)
        midnight = bare.time() == time(0)
        return float(to_excel(bare)), "m/d/yyyy" if midnight else "m/d/yyyy h:mm"
    if isinstance(value, Decimal):
        return float(value), '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)'
    if isinstance(value, int | float):
        number = float(value)
        if number != number or number in (float("inf"), float("-inf")):
            raise OutsideTheFake("no source says what Excel does with NaN or infinity")
        return number, None
    raise com_error(DISP_E_TYPEMISMATCH, "Type mismatch.", None, None)


def is_money(number_format: str) -> bool:
    """Whether Value gives Currency: a format with a currency sign (Range.Value2's page: "doesn't
    use the Currency and Date data types"); accounting formats without a sign do not count."""
    return "$" in number_format.replace("[$-", "[")


def is_date(number_format: str) -> bool:
    """Whether Value gives a Date."""
    return bool(is_date_format(number_format))
