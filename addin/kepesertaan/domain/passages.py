"""A document as plain paragraphs, and what is remarked about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["teks", "judul", "keterangan", "daftar"]  # text, heading, caption, line of a list


@dataclass(frozen=True, slots=True)
class Caption:
    """The number of a figure or table as its caption states it.

    ``chapter``: "2", also where it is written II; a letter in an appendix; "" where none is stated.
    """

    label: str
    chapter: str
    number: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph. ``text``: tabs and breaks are blanks; ``number``: what Word puts before it.

    ``place``: where it is, in words; ``level``: of a heading, else 0; ``table``: which table it
    stands in, from 1, else 0; ``upright``: its text without italic words; ``paragraph``: which one
    of its ``part`` ("" is the body).
    """

    text: str
    paragraph: int = 0
    place: str = ""
    kind: Kind = "teks"
    level: int = 0
    number: str = ""
    caption: Caption | None = None
    table: int = 0
    upright: str = ""
    part: str = ""

    @property
    def whole(self) -> str:
        """The text with the number that Word puts before it."""
        return f"{self.number} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be looked at. ``passage``: index in the list of passages; ``quote``: the words it
    is about, the ``nth`` of them; ``is_secret``: the words must not be shown anywhere.
    """

    passage: int
    why: str
    quote: str = ""
    nth: int = 1
    proposal: str = ""
    is_secret: bool = False
