"""What the parts of a final report are written with: values, captions, what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kepesertaan.data.written_days import long_date
from kepesertaan.domain.campus import Campus
from kepesertaan.domain.document import Caption, Para, Photo, Piece, Run, Runs
from kepesertaan.domain.internship import Internship
from kepesertaan.rules.report_text import asked, runs_of

_NUMBERED = re.compile(r"([0-9]{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Need:
    """Something a part should have, and whether it has it."""

    part: str  # its number and title, as the outline shows it
    what: str
    is_there: bool


@dataclass(slots=True)
class Writing:
    """The state of one writing. ``numbers``: of captions by "gambar:struktur", of an earlier pass.

    ``chapter``: as captions show it; ``part``: what is being written, for the outline.
    """

    work: Internship
    campus: Campus
    values: dict[str, Runs]
    holidays: Mapping[date, str]
    photos: Mapping[str, Photo]
    numbers: dict[str, Runs] = field(default_factory=dict)
    chapter: str = ""
    part: str = ""
    needs: dict[str, list[Need]] = field(default_factory=dict)  # by chapter of the outline
    group: str = ""  # the chapter of the outline
    made: dict[str, Runs] = field(default_factory=dict)  # numbers given in this pass
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)  # keys of Narasi that were asked for

    def need(self, what: str, is_there: bool) -> bool:
        """Note something this part should have; whether it is there."""
        self.needs.setdefault(self.group, []).append(Need(self.part, what, is_there))
        return is_there

    def runs(self, text: str) -> Runs:
        """Prose as runs, with values and numbers of captions."""
        return runs_of(text, {**self.values, **self.numbers})

    def caption(self, label: Literal["Gambar", "Tabel"], key: str, text: str) -> Caption:
        """The next caption of the chapter; ``key``: what text calls it, as in {gambar:struktur}."""
        place = (label, self.chapter)
        ordinal = self.counts[place] = self.counts.get(place, 0) + 1
        if key:
            self.made[f"{label.lower()}:{key}"] = (Run(f"{label} {self.chapter}.{ordinal}"),)
        return Caption(label, self.chapter, ordinal, self.runs(text))

    def prose(self, key: str, *, required: bool = True, style: str = "isi") -> list[Piece]:
        """The paragraphs of Narasi under a key; a yellow mark where there is none but must be."""
        self.used.add(key)
        texts = self.work.prose.get(key, ())
        if required:
            self.need(f"teks Narasi '{key}'", bool(texts))
        if not texts and required:
            return [Para((asked(f"Narasi, kunci {key}"),), style)]
        return self.paragraphs(texts, style)

    def paragraphs(self, texts: Iterable[str], style: str = "isi") -> list[Piece]:
        """The paragraphs of cells: each line of a cell is one."""
        lines = (line.strip() for text in texts for line in text.split("\n"))
        return [self.paragraph(line, style) for line in lines if line]

    def paragraph(self, text: str, style: str = "isi") -> Para:
        """A paragraph: "- " begins a bullet, "1. " a numbered line, "## " a heading."""
        if text.startswith("## "):
            is_annex = self.part.startswith("Lampiran")
            return Para(self.runs(text[3:].strip()), "subjudul" if is_annex else "judul3")
        if text.startswith(("- ", "• ", "– ", "* ")):
            return Para(self.runs(text[2:].strip()), "butir")
        if number := _NUMBERED.match(text):
            return Para((Run(f"{number[1]}\t"), *self.runs(text[number.end() :])), "nomor")
        return Para(self.runs(text), style)


def first_writing(
    work: Internship,
    campus: Campus,
    values: dict[str, Runs],
    holidays: Mapping[date, str],
    photos: Mapping[str, Photo],
) -> Writing:
    """A writing in which numbers of captions are not known yet."""
    return Writing(work, campus, values, holidays, photos)


def again(writing: Writing) -> Writing:
    """The same once more, with the numbers of captions that the first pass gave."""
    return Writing(
        writing.work, writing.campus, writing.values, writing.holidays, writing.photos,
        dict(writing.made),
    )  # fmt: skip


def text_of(value: str) -> Runs:
    """A cell as it goes into a table."""
    return runs_of(value, {}) if value else ()


def day_or_mark(day: date | None, what: str) -> Runs:
    """A day in words, or the mark for a missing one."""
    return (Run(long_date(day)),) if day else (asked(what),)
