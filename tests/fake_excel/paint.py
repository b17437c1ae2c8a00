"""Fill and font of a range, as the objects ``Interior`` and ``Font``."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import COLOR_INDEX, Color

from fake_excel.areas import Box
from fake_excel.com import OutsideTheFake, prop, refused
from fake_excel.looking import Looking
from fake_excel.themes import WHITE, argb, blended, numbered

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet

NONE, SOLID = -4142, 1  # xlColorIndexNone and xlPatternNone; xlPatternSolid
OTHER_PATTERN = 9  # stands for every pattern that is not solid (xlPatternUp...)
AUTOMATIC = Color(indexed=64)  # the system's foreground, ECMA-376 18.8.3


class Face(Looking):
    """An object that stands for one side of a range's look."""

    def __init__(self, sheet: Worksheet, boxes: list[Box]):
        super().__init__(sheet._wire)
        self._sheet = sheet
        self._boxes = boxes

    def _number(self, color: Color | None) -> int | None:
        return blended(self._sheet._book._wb, color)


class Interior(Face):
    """The fill. Mixed cells give Null [K; some say Color gives 0 there: do not build on it]."""

    def _shown(self, cell: Cell) -> int:
        found = self._number(cell.fill.fgColor) if cell.fill.fill_type else WHITE
        return WHITE if found is None else found

    def _fill(self, color: Color | str | None) -> None:
        made = PatternFill() if color is None else PatternFill("solid", fgColor=color)
        what = (color.type, color.value) if isinstance(color, Color) else color
        self._write(("fill", what), lambda cell: setattr(cell, "fill", made))

    @prop
    def Color(self) -> int | None:
        return self._read(self._shown)

    @Color.put
    def Color(self, number: int) -> None:
        self._fill(argb(number))

    @prop
    def ColorIndex(self) -> int | None:
        filled = self._read(lambda cell: cell.fill.fill_type is not None)
        if not filled:
            return NONE if filled is False else None
        color = self._read(self._shown)
        return None if color is None else palette_index(color)

    @ColorIndex.put
    def ColorIndex(self, number: int) -> None:
        """1 to 56 are the palette's; files count it from 8 (ECMA-376 18.8.27)."""
        if number in (NONE, 0):
            self._fill(None)
        elif 1 <= number <= 56:
            self._fill(Color(indexed=number + 7))
        else:
            raise refused("Unable to set the ColorIndex property of the Interior class")

    @prop
    def ThemeColor(self) -> int | None:
        """Fails for a fill that is not of the theme [K]; counted from 1, files count from 0."""
        found = self._read(lambda cell: _theme_of(cell.fill.fgColor) if cell.fill.fill_type else -1)
        if found == -1:
            raise refused("Application-defined or object-defined error")
        return None if found is None else found + 1

    @ThemeColor.put
    def ThemeColor(self, number: int) -> None:
        if not 1 <= number <= 12:
            raise refused("Unable to set the ThemeColor property of the Interior class")
        self._fill(Color(theme=int(number) - 1))

    @prop
    def TintAndShade(self) -> float | None:
        return self._read(lambda cell: cell.fill.fgColor.tint if cell.fill.fill_type else 0.0)

    @TintAndShade.put
    def TintAndShade(self, tint: float) -> None:
        if not -1 <= tint <= 1:
            raise refused("Unable to set the TintAndShade property of the Interior class")

        def write(cell: Cell) -> None:
            color = copy(cell.fill.fgColor)
            color.tint = tint
            cell.fill = PatternFill(cell.fill.fill_type or "solid", fgColor=color)

        self._write(("tint", tint), write)

    @prop
    def Pattern(self) -> int | None:
        kinds = {"none": NONE, "solid": SOLID}
        found = self._read(lambda cell: cell.fill.fill_type or "none")
        return None if found is None else kinds.get(found, OTHER_PATTERN)

    @Pattern.put
    def Pattern(self, number: int) -> None:
        """None takes the fill away; solid keeps the colour there is."""
        if number not in (NONE, SOLID):
            raise OutsideTheFake("patterns other than none and solid")
        if number == NONE:
            self._fill(None)
            return

        def write(cell: Cell) -> None:
            kept = cell.fill.fgColor if cell.fill.fill_type else AUTOMATIC
            cell.fill = PatternFill("solid", fgColor=kept)

        self._write("solid", write)


def _theme_of(color: Color) -> int:
    return int(color.theme) if color.type == "theme" else -1


def palette_index(color: int) -> int:
    """The nearest of the 56 colours of the palette (Excel's choice where none is equal [K])."""

    def distance(index: int) -> int:
        other = numbered(COLOR_INDEX[index + 7][-6:], 0.0)
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

        self._write(("font", *((name, str(value)) for name, value in changed.items())), write)

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
        return self._read(lambda cell: self._number(cell.font.color) or 0)

    @Color.put
    def Color(self, number: int) -> None:
        self._put(color=Color(rgb=argb(number)))
