"""What belongs to cells: letters, notes, drop-downs; and colours as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .base import base_classes

if TYPE_CHECKING:
    from .looks import Looks
    from .sheets import Sheet

_BOLD, _NORMAL = 150.0, 100.0


def rgb_of(value: Any) -> tuple[int, int, int] | None:
    """A colour as xlwings takes it: red, green, blue; ``#RRGGBB``; or Excel's number.

    >>> rgb_of("#C6E0B4"), rgb_of(255), rgb_of((1, 2, 3))
    ((198, 224, 180), (255, 0, 0), (1, 2, 3))
    """
    if value is None:
        return None
    if isinstance(value, str):
        return read_rgb(int(value.lstrip("#"), 16))
    if isinstance(value, int):  # Excel counts blue, green, red
        return value & 255, value >> 8 & 255, value >> 16 & 255
    red, green, blue = value
    return int(red), int(green), int(blue)


def read_rgb(number: int | None) -> tuple[int, int, int] | None:
    """Red, green and blue of one number, as the worker tells them."""
    return None if number is None else (number >> 16 & 255, number >> 8 & 255, number & 255)


def rgb_number(rgb: tuple[int, int, int] | None) -> int | None:
    """Red, green and blue as one number, as the worker takes them."""
    return None if rgb is None else (rgb[0] << 16) + (rgb[1] << 8) + rgb[2]


class Font(base_classes.Font):
    """The letters of cells; what differs among them is None."""

    def __init__(self, cells: Looks) -> None:
        self.cells = cells

    @property
    def api(self) -> Font:
        """Calc has nothing more for them."""
        return self

    @property
    def bold(self) -> bool | None:
        """Whether they are bold."""
        found = self.cells.property_of("CharWeight")
        return None if found is None else found > (_BOLD + _NORMAL) / 2

    @bold.setter
    def bold(self, value: bool) -> None:
        self.cells.put_property("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool | None:
        """Whether they lean."""
        found = self.cells.property_of("CharPosture")
        return None if found is None else found != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self.cells.put_property("CharPosture", "ITALIC" if value else "NONE")

    @property
    def size(self) -> float | None:
        """In points."""
        found = self.cells.property_of("CharHeight")
        return None if found is None else float(found)

    @size.setter
    def size(self, value: float) -> None:
        self.cells.put_property("CharHeight", float(value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Red, green, blue; black also where the program chooses it."""
        found = self.cells.property_of("CharColor")
        return None if found is None else read_rgb(max(found, 0))

    @color.setter
    def color(self, value: Any) -> None:
        self.cells.put_property("CharColor", rgb_number(rgb_of(value)))

    @property
    def name(self) -> str | None:
        """The name of the font."""
        found = self.cells.property_of("CharFontName")
        return None if found is None else str(found)

    @name.setter
    def name(self, value: str) -> None:
        self.cells.put_property("CharFontName", value)


class Note(base_classes.Note):
    """The note on one cell."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self.sheet = sheet
        self.place = (row, column)

    @property
    def api(self) -> Note:
        """Calc has nothing more for it."""
        return self

    def read(self) -> str | None:
        """Its text, None when there is no note."""
        found = self.sheet.ask("parts.note", *self.place)
        return None if found is None else str(found)

    @property
    def text(self) -> str:
        """Its text."""
        return self.read() or ""

    @text.setter
    def text(self, value: str) -> None:
        self.sheet.ask("parts.put_note", *self.place, value)

    def delete(self) -> None:
        """Take it away."""
        self.sheet.ask("parts.put_note", *self.place, None)


class DropDown(base_classes.DataValidation):
    """The list of what may be typed into cells."""

    def __init__(self, cells: Looks) -> None:
        self.cells = cells

    @property
    def api(self) -> DropDown:
        """Calc has nothing more for it."""
        return self

    def set_list(self, source: Any, in_cell_dropdown: bool = True) -> None:
        """Let one of these texts be chosen."""
        if isinstance(source, str) or not in_cell_dropdown:
            raise NotImplementedError("drop-downs from cells")
        choices = [str(one) for one in source]
        self.cells.sheet.ask("parts.choose_from", self.cells.rects, choices)

    def delete(self) -> None:
        """Take all rules away."""
        self.cells.sheet.ask("parts.choose_from", self.cells.rects, [])
