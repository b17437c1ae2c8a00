"""Settings of visit reports (visits.toml) as plain data, looked through for mistakes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, partial
from typing import Any

from kepesertaan.domain.numbers import Numbering

from .loader import bad_data, load_toml

_trouble = partial(bad_data, "visits.toml")


@dataclass(frozen=True, slots=True)
class Box:
    """The room of a photo, mm, for reports with up to so many."""

    up_to: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PhotoSettings:
    """As visits.toml says; bytes, pixels, minutes, and marks of 256."""

    dots_per_inch: int
    quality: int
    most_megabytes: int
    most_megapixels: int
    most_in_report: int
    minutes_around: int
    alike_bits: int
    legal_forms: tuple[str, ...]
    boxes: tuple[Box, ...]

    def box_for(self, photos: int) -> Box:
        """The room of each photo where a report has so many."""
        return next((box for box in self.boxes if photos <= box.up_to), self.boxes[-1])


@dataclass(frozen=True, slots=True)
class VisitSettings:
    """``template``: shipped one where none is named; ``file_name``: pattern of a report's name;
    ``team``: folder of the register that the team shares, "" beside the results; ``zone``: where
    the sheet says none; ``percent_words``: of headings whose numbers are shares.
    """

    template: str
    file_name: str
    numbering: Numbering
    team: str
    zone: str
    percent_words: tuple[str, ...]
    photos: PhotoSettings
    source: str
    confirmed: bool


@cache
def visit_settings() -> VisitSettings:
    """Those of visits.toml. Raises ``UnreadableInput`` where the file is not as it must be."""
    return read_settings(load_toml("visits"))


def read_settings(said: dict[str, Any]) -> VisitSettings:
    """The same from what was read of the file."""
    report, photos = said.get("report", {}), said.get("photos", {})
    numbering = Numbering(
        "kunjungan", _text(report, "number"), _text(report, "code"), _whole(report, "digits"),
        _whole(report, "first"),
    )  # fmt: skip
    confirmed = said.get("confirmed")
    if not isinstance(confirmed, bool):
        raise _trouble("confirmed harus true atau false")
    return VisitSettings(
        _text(report, "template"), _text(report, "file_name"), numbering,
        str(report.get("folder", "")).strip(),
        _text(report, "zone"), _words(report, "percent_words"), _photos(photos),
        _text(said, "source"), confirmed,
    )  # fmt: skip


def _photos(said: dict[str, Any]) -> PhotoSettings:
    forms = _words(said, "legal_forms")
    boxes = tuple(
        Box(_whole(box, "up_to"), _whole(box, "width"), _whole(box, "height"))
        for box in said.get("box", [])
    )
    if not boxes:
        raise _trouble("[[photos.box]] tidak ada")
    wholes = {
        one.name: _whole(said, one.name) for one in fields(PhotoSettings) if one.type == "int"
    }
    return PhotoSettings(**wholes, legal_forms=forms, boxes=boxes)


def _words(section: dict[str, Any], name: str) -> tuple[str, ...]:
    value = section.get(name)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _trouble(f"{name} harus daftar kata")
    return tuple(value)


def _text(section: dict[str, Any], name: str) -> str:
    value = section.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _trouble(f"{name} harus teks di antara tanda kutip")
    return value.strip()


def _whole(section: dict[str, Any], name: str) -> int:
    value = section.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _trouble(f"{name} harus bilangan bulat")
    return value
