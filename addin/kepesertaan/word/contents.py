"""Contents, list of tables and list of figures of a Word document, with right page numbers.

Word computes such lists only when a person asks for it; a program that lays out the document can
say earlier on which page each heading stands. The fields stay fields: F9 in Word makes them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["isi", "daftar"]  # headings, or captions of one label
LayOut = Callable[[bytes], bytes]  # a .docx becomes a PDF that keeps bookmarks as destinations


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list. ``place``: which list, from 0; ``page``: its label as printed, "" unknown."""

    place: int
    kind: Kind
    level: int
    text: str
    bookmark: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A list as the document asks for it. ``label``: "Gambar", "Tabel", "" for the contents."""

    kind: Kind
    label: str
    instruction: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The lists of a document in its order, and what would stand in them (pages unknown)."""

    places: tuple[Place, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """The document with its lists filled. ``notes``: short Indonesian sentences for the user."""

    data: bytes
    notes: list[str] = field(default_factory=list)
    entries: tuple[Entry, ...] = ()


def contents_places(data: bytes) -> Contents:
    """Where a .docx asks for lists (TOC fields), and the headings and captions they would hold.

    Raises ``UnreadableInput`` for what is no .docx.
    """
    raise NotImplementedError


def fill_contents(
    data: bytes,
    lay_out: LayOut | None = None,
    *,
    least: int = 0,
    verify: bool = False,
) -> Filled:
    """The same .docx with every list filled; the same bytes where there is none.

    ``lay_out`` makes the PDF that page numbers are read from; without it the lists have titles
    only, and Word is told to compute them. Lists of tables and figures with fewer than ``least``
    items are left out with their title. ``verify``: lay out once more and compare.
    Raises ``UnreadableInput`` for what is no .docx, and what ``lay_out`` raises.
    """
    raise NotImplementedError
