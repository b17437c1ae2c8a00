"""Fills as the journal tells them, and as Excel's object model takes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_ATTRIBUTE = re.compile(r'([\w]+)\s*=\s*"([^"]*)"')
_PATTERN = re.compile(r"<[\w:]*patternFill\b([^>]*)>")
_COLOUR = re.compile(r"<[\w:]*fgColor\b([^>]*)>")
PATTERNED = "<fill/>"  # of a pattern or gradient whose colours Excel was not asked for
_COLOUR_INDEX = range(8, 64)  # of the old palette; below stand the same colours again


@dataclass(frozen=True, slots=True)
class Fill:
    """One solid fill, or none. ``number``: blue-green-red, the theme's colour, or the palette's."""

    kind: Literal["none", "rgb", "theme", "indexed"]
    number: int = 0
    tint: float = 0.0

    @property
    def code(self) -> str:
        """As one text for the add-in's own macro: ``-``, ``255``, ``T4:0.6`` or ``I12``."""
        if self.kind == "none":
            return "-"
        if self.kind == "theme":
            return f"T{self.number}:{self.tint!r}"
        return f"I{self.number}" if self.kind == "indexed" else str(self.number)


def read_fill(text: str) -> Fill | None:
    """The fill of ``RRGGBB``, "" or a ``<fill>`` element; None for one that only a file can hold.

    >>> read_fill("C6E0B4"), read_fill("").code
    (Fill(kind='rgb', number=11854022, tint=0.0), '-')
    >>> read_fill('<fill><patternFill patternType="solid"><fgColor theme="4" tint="0.5"/>').code
    'T4:0.5'
    """
    if not text:
        return Fill("none")
    if re.fullmatch(r"[0-9A-Fa-f]{6}", text):
        return Fill("rgb", _reversed(text))
    pattern, colour = _PATTERN.search(text), _COLOUR.search(text)
    if not pattern or not colour or 'patternType="solid"' not in pattern[1]:
        return None
    return _of_colour(dict(_ATTRIBUTE.findall(colour[1])))


def _of_colour(said: dict[str, str]) -> Fill | None:
    if "theme" in said:
        return Fill("theme", int(said["theme"]), float(said.get("tint", "0")))
    if "rgb" in said and not float(said.get("tint", "0")):
        return Fill("rgb", _reversed(said["rgb"][-6:]))
    if "indexed" in said and int(said["indexed"]) in _COLOUR_INDEX:
        return Fill("indexed", int(said["indexed"]))
    return None


def _reversed(rgb: str) -> int:
    """Excel's object model counts blue, green, red."""
    red, green, blue = (int(rgb[k : k + 2], 16) for k in (0, 2, 4))
    return red + 256 * green + 65536 * blue
