"""The appendices of a final report: the log, texts, photos, pictures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from kepesertaan.data.written_days import long_date
from kepesertaan.domain.document import Para, Photo, Piece, plain
from kepesertaan.domain.internship import Annex, Internship
from kepesertaan.rules.report_text import asked, runs_of, without_numbers

from .report_log import log_pieces
from .report_writing import Writing

_PICTURES = (".jpg", ".jpeg", ".png")
_DEFAULT_ANNEXES = (Annex("A", "LOG ACTIVITY", "log", "", ""),)


def photo_names(work: Internship) -> list[str]:
    """Names of the picture files the workbook mentions, in the order of the report."""
    named = [
        *(event.photo for event in work.events),
        *(entry.evidence for entry in work.log),
        *(annex.file for annex in work.annexes),
    ]
    return list(dict.fromkeys(name for name in named if is_picture(name)))


def is_picture(name: str) -> bool:
    """Whether a text is the name of a picture file.

    >>> is_picture("foto/event 1.JPG"), is_picture("tautan drive")
    (True, False)
    """
    return name.lower().endswith(_PICTURES)


def annexes_of(work: Internship) -> list[tuple[str, list[Annex]]]:
    """The lines of Lampiran by letter; the log alone where the sheet is empty."""
    lines = sorted(work.annexes or _DEFAULT_ANNEXES, key=lambda annex: annex.letter)
    return [(letter, list(rows)) for letter, rows in groupby(lines, key=lambda a: a.letter)]


def annex_id(letter: str) -> str:
    """The id of an appendix' block."""
    return f"lampiran_{letter.lower()}"


def annex_title(letter: str) -> str:
    """The id of the field with an appendix' title."""
    return f"judul_lampiran_{letter.lower()}"


def annex_pieces(row: Annex, writing: Writing) -> Iterable[Piece]:
    """What a line of Lampiran brings into the report."""
    if row.shows == "log":
        writing.need("catatan kegiatan (lembar Logbook)", bool(writing.work.log))
        yield from log_pieces(writing)
    elif row.shows == "teks":
        yield from writing.prose(annex_id(row.letter))
    elif row.shows == "foto":
        yield from _photos(writing)
    if row.file:
        yield from _picture(row.file, row.caption or row.title, writing)


def _photos(writing: Writing) -> Iterable[Piece]:
    """Photos of events and those that prove days of the log, by day; a file once."""
    shown: dict[str, tuple[date, str]] = {}
    for event in writing.work.events:
        when = f", {long_date(event.day)}" if event.day else ""
        text = event.caption or f"{event.name}{when}"
        shown[event.photo or text] = (event.day or date.max, text)
    for entry in writing.work.counted:
        if is_picture(entry.evidence) and entry.evidence not in shown:
            text = f"{entry.activity}, {long_date(entry.day)}"
            shown[entry.evidence] = (entry.day, text)
    if not writing.need("foto kegiatan (lembar Event dan Logbook)", bool(shown)):
        yield Para((asked("foto kegiatan, lembar Event"),), "gambar")
    for name, (_, text) in sorted(shown.items(), key=lambda item: item[1][0]):
        yield from _picture(name, text.rstrip("."), writing)


def _picture(name: str, text: str, writing: Writing) -> Iterable[Piece]:
    photo = writing.photos.get(name)
    writing.need(f"foto {without_numbers(name or text)}", photo is not None)
    if photo is None:
        yield Para((asked(f"foto {name or text}"),), "gambar")
    else:
        alt = plain(runs_of(text, {}))
        yield Photo(photo.data, photo.width, photo.height, f"Foto: {alt}")
    yield writing.caption("Gambar", "", text)
