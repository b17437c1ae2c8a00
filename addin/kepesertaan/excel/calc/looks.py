"""How cells look, the part of a range that has no values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .address import COLUMNS, Rect
from .parts import DropDown, Font, Note, read_rgb, rgb_number, rgb_of

if TYPE_CHECKING:
    from .ranges import Range
    from .sheets import Sheet

GENERAL, _BOOLEAN = "General", "BOOLEAN"
_TWIPS = 1440 / 2540  # twentieths of a point in a hundredth of a millimetre
_POINT, _PIXEL = 20, 15  # in twips
_DIGIT, _PADDING = 7, 5  # pixels of a digit in Excel's usual font, and around a cell's text
_MIXED_FILL = (0, 0, 0)  # K: what Excel says of cells with different fills


def to_points(size: float) -> float:
    """Hundredths of a millimetre as points.

    >>> to_points(529), to_points(1984)
    (15.0, 56.25)
    """
    return round(size * _TWIPS) / _POINT


def from_points(points: float) -> int:
    """Points as hundredths of a millimetre."""
    return round(points * _POINT / _TWIPS)


def to_letters(size: float) -> float:
    """The width of a column as Excel counts it: in digits of its usual font.

    >>> to_letters(1984), from_letters(10)
    (10.0, 1984)
    """
    pixels = round(size * _TWIPS / _PIXEL)
    if pixels <= _DIGIT + _PADDING:
        return round(pixels / (_DIGIT + _PADDING), 2)
    return round((pixels - _PADDING) / _DIGIT, 2)


def from_letters(letters: float) -> int:
    """Excel's width of a column as hundredths of a millimetre."""
    pixels = letters * (_DIGIT + _PADDING) if letters < 1 else letters * _DIGIT + _PADDING
    return round(round(pixels) * _PIXEL / _TWIPS)


class Looks:
    """Formats, fills, fonts, sizes, merged cells, notes and drop-downs of a range."""

    sheet: Sheet
    rects: tuple[Rect, ...]

    @property
    def rect(self) -> Rect:
        """The first block."""
        return self.rects[0]

    def number_formats(self) -> list[tuple[str, tuple[Rect, ...]]]:
        """Every number format with its blocks, without asking cell by cell."""
        found: dict[str, tuple[Rect, ...]] = {}
        for code, rects in self.sheet.ask("looks.number_formats", self.rects):
            code = GENERAL if code == _BOOLEAN else code
            found[code] = found.get(code, ()) + tuple(tuple(rect) for rect in rects)
        return list(found.items())

    @property
    def number_format(self) -> str | None:
        """The number format of all cells, None where they differ."""
        found = self.number_formats()
        return found[0][0] if len(found) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.sheet.ask("looks.put_number_format", self.rects, value)

    def fills(self) -> list[tuple[tuple[int, int, int] | None, tuple[Rect, ...]]]:
        """Every fill (red, green, blue; None for none) with its blocks."""
        return [
            (read_rgb(colour), tuple(tuple(rect) for rect in rects))
            for colour, rects in self.sheet.ask("looks.fills", self.rects)
        ]

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The fill of all cells, None for none; black where they differ, as from Excel."""
        found = self.fills()
        return found[0][0] if len(found) == 1 else _MIXED_FILL

    @color.setter
    def color(self, value: Any) -> None:
        self.sheet.ask("looks.put_fill", self.rects, rgb_number(rgb_of(value)))

    def property_of(self, name: str) -> Any:
        """A property of all cells by Calc's name; None where they differ."""
        found = self.sheet.ask("looks.property_of", self.rects, name)
        return found[0] if found else None

    def put_property(self, name: str, value: Any) -> None:
        """Set a property of all cells by Calc's name."""
        self.sheet.ask("looks.put_property", self.rects, name, value)

    @property
    def font(self) -> Font:
        """Their letters."""
        return Font(self)

    @property
    def wrap_text(self) -> bool | None:
        """Whether long texts go on in a new line; None where cells differ."""
        found = self.property_of("IsTextWrapped")
        return None if found is None else bool(found)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.put_property("IsTextWrapped", bool(value))

    @property
    def column_width(self) -> float | None:
        """In digits, as Excel counts; None where columns differ."""
        found = self._ask("looks.sizes", True)
        return to_letters(found[0]) if len(found) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._ask("looks.put_size", True, from_letters(value))

    @property
    def row_height(self) -> float | None:
        """In points; None where rows differ."""
        found = self._ask("looks.sizes", False)
        return to_points(found[0]) if len(found) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self._ask("looks.put_size", False, from_points(value))

    def _ask(self, what: str, *given: Any) -> Any:
        return self.sheet.ask(what, self.rect, *given)

    @property
    def left(self) -> float:
        """Points from the left edge of the sheet."""
        return self._place()[0]

    @property
    def top(self) -> float:
        """Points from the top of the sheet."""
        return self._place()[1]

    @property
    def width(self) -> float:
        """In points."""
        return self._place()[2]

    @property
    def height(self) -> float:
        """In points."""
        return self._place()[3]

    def _place(self) -> list[float]:
        """In quarters of a point: Excel has no smaller steps, and Calc's sums are rounded."""
        return [round(to_points(size) * 4) / 4 for size in self._ask("looks.place")]

    def autofit(self, axis: str | None = None) -> None:
        """Let columns, rows or both fit what is in them."""
        whole_rows = (self.rect[1], self.rect[3]) == (0, COLUMNS - 1)
        if axis in ("columns", "c") or (axis is None and not whole_rows):
            self._ask("looks.fit", True)
        if axis in ("rows", "r", None):
            self._ask("looks.fit", False)

    def hidden_rows(self) -> list[tuple[int, int]]:
        """Rows, from 1, that are hidden or filtered away: (first, last) of each run."""
        return self.sheet.hidden_rows(self.rect[0] + 1, self.rect[2] + 1)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden: all, none, or (None) some."""
        return self._hidden(0)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self._ask("looks.hide", False, value)

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden: all, none, or (None) some."""
        return self._hidden(1)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self._ask("looks.hide", True, value)

    def _hidden(self, axis: int) -> bool | None:
        first, last = self.rect[axis], self.rect[axis + 2]
        runs = self.sheet.ask("looks.hidden", first, last, axis == 1)
        hidden = sum(end - begin + 1 for begin, end in runs)
        return None if 0 < hidden < last - first + 1 else hidden > 0

    @property
    def merge_area(self) -> Range:
        """The merged block the first cell belongs to; the cell itself if to none."""
        from .ranges import Range

        return Range(self.sheet, (tuple(self._ask("looks.merged_around")),))

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are merged: all, none, or (None) some."""
        found = self.sheet.ask("looks.merged_share", self.rects)
        return None if found is None else bool(found)

    def merge(self, across: bool) -> None:
        """Merge the block, or with ``across`` each of its rows."""
        top, left, bottom, right = self.rect
        for row in range(top, bottom + 1) if across else ():
            self.sheet.ask("looks.merge", (row, left, row, right), True)
        if not across:
            self._ask("looks.merge", True)

    def unmerge(self) -> None:
        """Take apart what is merged."""
        self._ask("looks.merge", False)

    @property
    def note(self) -> Note | None:
        """The note on the first cell, None when it has none."""
        found = Note(self.sheet, self.rect[0], self.rect[1])
        return found if found.read() is not None else None

    def add_note(self, text: str) -> Note:
        """Put a note on the first cell."""
        made = Note(self.sheet, self.rect[0], self.rect[1])
        made.text = text
        return made

    @property
    def data_validation(self) -> DropDown:
        """What may be typed into the cells."""
        return DropDown(self)
