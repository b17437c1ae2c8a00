"""Fill and font of a range, as the objects ``Interior`` and ``Font``."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import COLOR_INDEX, Color

from fake_excel import looks
from fake_excel.areas import Box
from fake_excel.com import ComObject, OutsideTheFake, prop, refused

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet

NONE, AUTOMATIC = -4142, -4105  # xlColorIndexNone and xlPatternNone; xlColorIndexAutomatic
SOLID = 1  # xlPatternSolid
WHITE = 0xFFFFFF


def blended(color: Color | None) -> int | None:
    """A colour as Excel numbers it (blue, green, red); None where it stands for automatic."""
    if color is None:
        return None
    if color.type == "rgb":
        red, green, blue = bytes.fromhex(color.rgb[-6:])
    elif color.type == "indexed" and color.indexed < len(COLOR_INDEX):
        red, green, blue = bytes.fromhex(COLOR_INDEX[color.indexed][-6:])
    elif color.type == "indexed":
        return None
    else:
        raise OutsideTheFake("a colour of the theme; give the cells RGB colours")
    return red + green * 256 + blue * 65536


def argb(number: int) -> str:
    """The colour number of Excel as openpyxl writes it; raises as Excel for what is no colour."""
    if not isinstance(number, int | float) or not 0 <= number <= WHITE:
        raise refused("Unable to set the Color property of the Interior class")
    number = int(number)
    return f"FF{number & 255:02X}{number >> 8 & 255:02X}{number >> 16:02X}"


class Face(ComObject):
    """An object that stands for one side of a range's look."""

    def __init__(self, sheet: Worksheet, boxes: list[Box]):
        super().__init__(sheet._wire)
        self._sheet = sheet
        self._boxes = boxes

    def _read(self, read: Callable[[Cell], Any]) -> Any:
        return looks.shared(self._sheet._ws, self._boxes, read)

    def _write(self, write: Callable[[Cell], None]) -> None:
        self._sheet._formatting(self._boxes)
        looks.change(self._sheet._ws, self._boxes, write)


def _fill_color(cell: Cell) -> int:
    if cell.fill.fill_type is None:
        return WHITE
    found = blended(cell.fill.fgColor)
    return WHITE if found is None else found


def _put_fill(cell: Cell, color: str | None) -> None:
    cell.fill = PatternFill() if color is None else PatternFill("solid", fgColor=color)


class Interior(Face):
    """The fill. Mixed cells give Null [K; some say Color gives 0 there: do not build on it]."""

    @prop
    def Color(self) -> int | None:
        return self._read(_fill_color)

    @Color.put
    def Color(self, number: int) -> None:
        color = argb(number)
        self._write(lambda cell: _put_fill(cell, color))

    @prop
    def ColorIndex(self) -> int | None:
        """-4142 without a fill; indexes into the palette are not modelled beyond that."""
        filled = self._read(lambda cell: cell.fill.fill_type is not None)
        if not filled:
            return NONE if filled is False else None
        colors = self._read(_fill_color)
        return None if colors is None else _palette_index(colors)

    @ColorIndex.put
    def ColorIndex(self, number: int) -> None:
        if number in (NONE, 0):
            self._write(lambda cell: _put_fill(cell, None))
            return
        if not 1 <= number <= 56:
            raise refused("Unable to set the ColorIndex property of the Interior class")
        color = "FF" + COLOR_INDEX[number + 7][-6:]
        self._write(lambda cell: _put_fill(cell, color))

    @prop
    def Pattern(self) -> int | None:
        kinds = {None: NONE, "solid": SOLID}
        found = self._read(lambda cell: cell.fill.fill_type or "none")
        return None if found is None else kinds.get(None if found == "none" else found, 9)

    @Pattern.put
    def Pattern(self, number: int) -> None:
        if number != NONE:
            raise OutsideTheFake("patterns other than none")
        self._write(lambda cell: _put_fill(cell, None))


def _palette_index(color: int) -> int:
    """The nearest of the 56 colours of the palette (Excel's choice where none is equal [K])."""

    def distance(index: int) -> int:
        other = blended(Color(rgb="FF" + COLOR_INDEX[index + 7][-6:])) or 0
        return sum((((color >> s) & 255) - ((other >> s) & 255)) ** 2 for s in (0, 8, 16))

    return min(range(1, 57), key=distance)


class Font(Face):
    """The font of whole cells."""

    def _put(self, **changed: Any) -> None:
        def write(cell: Cell) -> None:
            font = copy(cell.font)
            for name, value in changed.items():
                setattr(font, name, value)
            cell.font = font

        self._write(write)

    @prop
    def Bold(self) -> bool | None:
        return self._read(lambda cell: bool(cell.font.b))

    @Bold.put
    def Bold(self, value: bool) -> None:
        self._put(b=bool(value))

    @prop
    def Italic(self) -> bool | None:
        return self._read(lambda cell: bool(cell.font.i))

    @Italic.put
    def Italic(self, value: bool) -> None:
        self._put(i=bool(value))

    @prop
    def Size(self) -> float | None:
        return self._read(lambda cell: cell.font.sz)

    @Size.put
    def Size(self, value: float) -> None:
        self._put(sz=value)

    @prop
    def Name(self) -> str | None:
        return self._read(lambda cell: cell.font.name)

    @Name.put
    def Name(self, value: str) -> None:
        self._put(name=value)

    @prop
    def Color(self) -> int | None:
        return self._read(_font_color)

    @Color.put
    def Color(self, number: int) -> None:
        self._put(color=Color(rgb=argb(number)))


def _font_color(cell: Cell) -> int:
    color = cell.font.color
    if color is not None and color.type == "theme" and color.theme == 1 and not color.tint:
        return 0  # the automatic colour of Excel's own default font
    return blended(color) or 0
