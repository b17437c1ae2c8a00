"""Colours as Excel numbers them (blue, green, red), also those a file names by theme or palette."""

from __future__ import annotations

import colorsys
import re

from openpyxl import Workbook
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.xml.constants import DRAWING_NS

from fake_excel.com import OutsideTheFake, refused

WHITE = 0xFFFFFF
# Order of the theme's colours in files (ECMA-376 18.8.3, theme): light 1, dark 1, light 2, dark 2,
# accents. XlThemeColor counts the same order from 1.
_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_OFFICE = (
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6",
    "F79646", "0000FF", "800080",
)  # fmt: skip


def blended(book: Workbook, color: Color | None) -> int | None:
    """The number of a colour; None where it stands for automatic."""
    if color is None:
        return None
    if color.type == "rgb":
        return numbered(color.rgb[-6:], 0.0)
    if color.type == "indexed":
        known = color.indexed < len(COLOR_INDEX)
        return numbered(COLOR_INDEX[color.indexed][-6:], 0.0) if known else None
    if color.type == "theme":
        return numbered(palette(book)[color.theme], color.tint)
    raise OutsideTheFake(f"a colour of type {color.type}")


def palette(book: Workbook) -> tuple[str, ...]:
    """The theme's colours as RRGGBB, in the order of files; Office's where the book has none."""
    text = book.loaded_theme
    if not text:
        return _OFFICE
    theme = text.decode() if isinstance(text, bytes) else text
    found = []
    for name in _ORDER:
        part = re.search(rf"<(\w+:)?{name}>(.*?)</(\w+:)?{name}>", theme, re.DOTALL)
        value = part and re.search(r'(?:lastClr|srgbClr val)="([0-9A-Fa-f]{6})"', part[2])
        if not value:
            raise OutsideTheFake(f"a theme without {name} ({DRAWING_NS})")
        found.append(value[1].upper())
    return tuple(found)


def numbered(rgb: str, tint: float) -> int:
    """Excel's number of RRGGBB, made lighter or darker by a tint (ECMA-376 18.8.19)."""
    red, green, blue = (part / 255 for part in bytes.fromhex(rgb))
    if tint:
        hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
        light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
        red, green, blue = colorsys.hls_to_rgb(hue, light, saturation)
    return round(red * 255) + round(green * 255) * 256 + round(blue * 255) * 65536


def argb(number: int) -> str:
    """The colour number of Excel as openpyxl writes it; raises as Excel for what is no colour."""
    if not isinstance(number, int | float) or not 0 <= number <= WHITE:
        raise refused("Unable to set the Color property of the Interior class")
    number = int(number)
    return f"FF{number & 255:02X}{number >> 8 & 255:02X}{number >> 16:02X}"
