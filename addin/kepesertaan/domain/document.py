"""A document to be written, as plain data: paragraphs, tables, charts, pictures, sections.

What stands in a ``Block`` or in a ``Run`` with a ``field`` is ours and is filled again later;
everything else of the document belongs to the person who writes in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. ``missing``: to be filled by a person, so it is marked yellow.

    ``field``: the name of the value that stands here; its text is in the values.
    """

    text: str = ""
    italic: bool = False
    bold: bool = False
    missing: bool = False
    field: str = ""


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; ``style`` is a key of word/styles.py. A line break is ``\\n`` in a run."""

    runs: Runs
    style: str = "isi"


@dataclass(frozen=True, slots=True)
class Caption:
    """The numbered line of a figure or table; ``ordinal`` counts from 1 within its chapter."""

    label: Literal["Gambar", "Tabel"]
    chapter: str
    ordinal: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading row, in which ``*asing*`` is italic.

    ``widths`` are shares of the text width; ``small``: 10 pt.
    """

    heads: tuple[str, ...]
    rows: Sequence[tuple[Runs, ...]]
    widths: tuple[float, ...]
    aligns: tuple[Align, ...] = ()
    small: bool = False
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A box of an organisation chart. ``above``: the id of the box over it, "" for the top."""

    id: str
    above: str
    title: str
    name: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class OrgChart:
    """An organisation chart, drawn over the text width."""

    units: tuple[Unit, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of upright bars: ``series`` are a name and a value for each of ``names``.

    ``most``: where the axis ends; 0 where the program decides.
    """

    names: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    axis: str
    alt: str
    most: float = 0.0


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture ready for the document (JPEG or PNG), at most ``width`` x ``height`` mm."""

    data: bytes
    width: float
    height: float
    alt: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs beside each other: for each the lines above the space and those below it."""

    columns: tuple[tuple[tuple[Runs, ...], tuple[Runs, ...]], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The contents (``label`` ""), or the list of "Tabel" or "Gambar"."""

    label: str = ""


Piece: TypeAlias = Para | Caption | Grid | OrgChart | Bars | Photo | Signatures | Listing


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the document that is filled by us. ``title``: how it is called to a person."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """Pages with the same numbering. ``prefix`` as in "A-1"; ``restart``: numbered from 1."""

    kind: Literal["sampul", "depan", "bab", "lampiran"]
    content: tuple[Piece | Block, ...]
    restart: bool = False
    landscape: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is filled in: pieces for each block, text for each field."""

    blocks: dict[str, tuple[Piece, ...]]
    fields: dict[str, Runs]
    titles: dict[str, str]  # of blocks and fields, for messages


def plain(runs: Sequence[Run]) -> str:
    """The text of runs.

    >>> plain((Run("Data "), Run("entry", italic=True)))
    'Data entry'
    """
    return "".join(run.text for run in runs)
