"""What a campus asks of a final report: a profile, read from a .toml (data/campus.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Position = Literal["bawah tengah", "bawah kanan", "atas tengah", "atas kanan", "tanpa"]
Numerals = Literal["romawi", "arab"]


@dataclass(frozen=True, slots=True)
class Look:
    """Pages and letters. Margins and indent in mm, sizes in points, ``spacing`` in lines."""

    top: float
    left: float
    bottom: float
    right: float
    font: str
    size: float
    spacing: float
    indent: float
    chapters: Numerals  # BAB I and I.1, or BAB 1 and 1.1
    captions: Numerals  # Gambar I.1 or Gambar 1.1
    front_number: Position
    chapter_first_number: Position
    chapter_number: Position
    appendix_number: Position


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the title page. ``size``: "judul", "besar", "biasa" or "kosong"."""

    text: str
    size: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs an approval page: lines above and below the space for the signature."""

    above: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval page."""

    title: str
    lines: tuple[str, ...]
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a chapter; ``key``: of its text in Narasi and of what is built for it."""

    title: str
    key: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter and its sections."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Campus:
    """A whole profile. ``confirmed``: whether the campus confirmed it; ``least``: items a list of
    tables or figures must have to be printed; ``log_columns``: of the activity log.
    """

    id: str
    name: str
    styles: str  # name of a .docx beside the profile whose styles are taken, "" none
    source: str
    confirmed: bool
    abstract_words: int
    least: int
    look: Look
    title_page: tuple[Line, ...]
    approvals: tuple[Approval, ...]
    chapters: tuple[Chapter, ...]
    log_columns: tuple[str, ...]
    log_by_week: bool
    log_across: bool  # the log's pages lie across
