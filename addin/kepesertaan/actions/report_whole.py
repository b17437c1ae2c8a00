"""A whole final report as sections to be laid out and pieces to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kepesertaan.data.campus import COUNTED, known_fields
from kepesertaan.domain.campus import Approval, Campus
from kepesertaan.domain.document import (
    Block,
    Contents,
    Listing,
    Para,
    Photo,
    Piece,
    Run,
    Runs,
    Section,
    Signatures,
    plain,
)
from kepesertaan.domain.internship import Annex, Internship
from kepesertaan.domain.logbook import work_days
from kepesertaan.domain.terbilang import in_words
from kepesertaan.rules.call_text import day_words
from kepesertaan.rules.report_text import asked, duration_words, period_words, runs_of

from .report_log import log_pieces
from .report_parts import part_pieces
from .report_writing import ROMAN, Writing, again, first_writing

FRONT, REFERENCES, ANNEXES = "Bagian awal", "Referensi", "Lampiran"
CAPITALS = "_kapital"
_FIELD = re.compile(r"\{([a-z_]+)\}")
_PICTURES = (".jpg", ".jpeg", ".png")
_LISTS = (("DAFTAR ISI", ""), ("DAFTAR TABEL", "Tabel"), ("DAFTAR GAMBAR", "Gambar"))
_DEFAULT_ANNEXES = (Annex("A", "LOG ACTIVITY", "log", "", ""),)
_COVER = {"judul": "sampul_judul", "besar": "sampul_besar", "biasa": "sampul_biasa",
          "kosong": "sampul_kosong"}  # fmt: skip


@dataclass(slots=True)
class Whole:
    """The report: sections of a new document, what fills them, and the writing behind it."""

    sections: tuple[Section, ...]
    contents: Contents
    writing: Writing


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


def write_whole(
    work: Internship,
    campus: Campus,
    holidays: Mapping[date, str],
    photos: Mapping[str, Photo],
) -> Whole:
    """Everything of the report. Captions are numbered in a first pass, then text can name them."""
    values = values_of(work, holidays)
    first = first_writing(work, campus, values, holidays, photos)
    _blocks(first)
    writing = again(first)
    blocks, titles = _blocks(writing)
    fields = {**values, **{name + CAPITALS: _capitals(runs) for name, runs in values.items()}}
    return Whole(_sections(writing), Contents(blocks, fields, titles), writing)


def values_of(work: Internship, holidays: Mapping[date, str]) -> dict[str, Runs]:
    """Every value that text may name, a yellow mark for what is missing."""
    names = sorted(known_fields() - set(COUNTED) - {"tanggal_pengesahan"})
    found: dict[str, Runs] = {}
    for name in names:
        text = work.values.get(name, "")
        found[name] = runs_of(text, {}) if text else (asked(name),)
        if name in ("nim", "nip_dosen", "nip_koordinator") and text:
            found[name] = (Run(text),)  # long numbers that are nobody's NIK
    found["tanggal_pengesahan"] = _signing_day(work)
    if work.first and work.last:
        days = len(work_days(work.first, work.last, holidays))
        found["periode"] = (Run(period_words(work.first, work.last)),)
        found["lama"] = (Run(duration_words(work.first, work.last)),)
        found["hari_kerja"] = (Run(f"{days} ({in_words(days)}) hari kerja"),)
    return {**{name: (asked(name),) for name in COUNTED}, **found}


def _signing_day(work: Internship) -> Runs:
    text = work.values.get("tanggal_pengesahan", "")
    match = re.fullmatch(r"(\d{2})-(\d{2})-(\d{4})", text)
    if match:
        return (Run(day_words(date(int(match[3]), int(match[2]), int(match[1])))),)
    return (Run(text),) if text else (asked("tanggal pengesahan"),)


def _capitals(runs: Runs) -> Runs:
    return tuple(
        run if run.missing else Run(run.text.upper(), italic=run.italic, bold=run.bold)
        for run in runs
    )


def _with_fields(text: str, *, capitals: bool = False, bold: bool = False) -> Runs:
    """Fixed words and, for each name between braces, a field."""
    found: list[Run] = []
    for k, part in enumerate(_FIELD.split(text)):
        if k % 2:
            found.append(Run(field=part + (CAPITALS if capitals else ""), bold=bold))
        elif part:
            found.append(Run(part.upper() if capitals else part, bold=bold))
    return tuple(found)


def _sections(writing: Writing) -> tuple[Section, ...]:
    campus = writing.campus
    cover = tuple(
        Para(_with_fields(line.text, capitals=line.size != "biasa"), _COVER[line.size])
        for line in campus.title_page
    )
    chapters = [
        Section("bab", _chapter(k, writing), restart=k == 1)
        for k in range(1, len(campus.chapters) + 1)
    ]
    references: tuple[Piece | Block, ...] = (
        Para((Run("REFERENSI"),), "judul_depan"), Block("referensi", "Referensi"),
    )  # fmt: skip
    return (
        Section("sampul", cover),
        Section("depan", tuple(_front(campus)), restart=True),
        *chapters,
        Section("bab", references),
        *(_annex_section(letter, rows, campus) for letter, rows in annexes_of(writing.work)),
    )


def _front(campus: Campus) -> Iterable[Piece | Block]:
    for approval in campus.approvals:
        yield from _approval(approval)
    yield Para((Run("ABSTRAK"),), "judul_depan")
    yield Block("abstrak", "Abstrak")
    yield Para((Run("KATA PENGANTAR"),), "judul_depan")
    yield Block("kata_pengantar", "Kata Pengantar")
    for title, label in _LISTS:
        yield Para((Run(title),), "judul_depan")
        yield Listing(label)


def _approval(approval: Approval) -> Iterable[Piece]:
    yield Para((Run(approval.title),), "judul_depan")
    for line in approval.lines:
        is_head = line == "{judul}" or line == "{nama}"
        yield Para(_with_fields(line, capitals=line == "{judul}", bold=is_head), "tengah")
    yield Para((), "tengah")
    yield Para((), "tengah")
    yield Signatures(
        tuple(
            (
                tuple(_with_fields(line) for line in signer.above),
                tuple(_with_fields(line, bold=k == 0) for k, line in enumerate(signer.below)),
            )
            for signer in approval.signers
        )
    )


def _chapter(number: int, writing: Writing) -> tuple[Piece | Block, ...]:
    chapter = writing.campus.chapters[number - 1]
    made: list[Piece | Block] = [
        Para((Run("\n"), *_with_fields(chapter.title, capitals=True)), "judul1")
    ]
    for k, part in enumerate(chapter.parts, 1):
        title = f"{_shown(number, writing.campus.look.chapters)}.{k} {part.title}"
        made += [Para(_with_fields(part.title), "judul2"), Block(part.key, title)]
    return tuple(made)


def _shown(number: int, numerals: str) -> str:
    return ROMAN[number] if numerals == "romawi" else str(number)


def annexes_of(work: Internship) -> list[tuple[str, list[Annex]]]:
    """The lines of Lampiran by letter; the log alone where the sheet is empty."""
    lines = sorted(work.annexes or _DEFAULT_ANNEXES, key=lambda annex: annex.letter)
    return [(letter, list(rows)) for letter, rows in groupby(lines, key=lambda a: a.letter)]


def _annex_section(letter: str, rows: list[Annex], campus: Campus) -> Section:
    title = next((row.title for row in rows if row.title), "") or f"[ISI: judul lampiran {letter}]"
    head = Para((Run(f"LAMPIRAN {letter}\n"), *runs_of(title.upper(), {})), "judul_lampiran")
    is_log = any(row.shows == "log" for row in rows)
    return Section(
        "lampiran", (head, Block(annex_id(letter), f"Lampiran {letter}")), restart=True,
        landscape=is_log and campus.log_across, prefix=letter,
    )  # fmt: skip


def annex_id(letter: str) -> str:
    """The id of an appendix' block."""
    return f"lampiran_{letter.lower()}"


def _blocks(writing: Writing) -> tuple[dict[str, tuple[Piece, ...]], dict[str, str]]:
    """What stands in every block, and how a person calls it."""
    blocks: dict[str, tuple[Piece, ...]] = {}
    titles: dict[str, str] = {}

    def begin(id: str, title: str) -> None:
        titles[id], writing.part = title, title

    writing.group = FRONT
    _check_front(writing)
    begin("abstrak", "Abstrak")
    blocks["abstrak"] = tuple(_abstract(writing))
    begin("kata_pengantar", "Kata Pengantar")
    blocks["kata_pengantar"] = (*writing.prose("kata_pengantar"), _signed(writing))
    look = writing.campus.look
    for number, chapter in enumerate(writing.campus.chapters, 1):
        writing.group = f"BAB {_shown(number, look.chapters)}"
        writing.chapter = _shown(number, look.captions)
        for k, part in enumerate(chapter.parts, 1):
            begin(part.key, f"{_shown(number, look.chapters)}.{k} {part.title}")
            blocks[part.key] = part_pieces(part, writing)
    writing.group = REFERENCES
    begin("referensi", "Referensi")
    blocks["referensi"] = tuple(_references(writing))
    writing.group = ANNEXES
    for letter, rows in annexes_of(writing.work):
        writing.chapter = letter
        begin(annex_id(letter), f"Lampiran {letter}")
        blocks[annex_id(letter)] = tuple(p for row in rows for p in _annex(row, writing))
    return blocks, titles


def _check_front(writing: Writing) -> None:
    """Every value the cover and the approval pages name."""
    campus = writing.campus
    pages = [("Sampul", [line.text for line in campus.title_page])]
    pages += [
        (a.title.capitalize(), [*a.lines, *(x for s in a.signers for x in (*s.above, *s.below))])
        for a in campus.approvals
    ]
    for page, texts in pages:
        writing.part = page
        for name in dict.fromkeys(name for text in texts for name in _FIELD.findall(text)):
            runs = writing.values[name]
            writing.need(name.replace("_", " "), not any(run.missing for run in runs))


def _abstract(writing: Writing) -> Iterable[Piece]:
    yield from writing.prose("abstrak")
    yield Para((), "rata")
    words = writing.work.prose.get("kata_kunci", ())
    writing.need("kata kunci (Narasi 'kata_kunci')", bool(words))
    text = writing.runs(", ".join(words)) if words else (asked("kata kunci"),)
    yield Para((Run("Kata kunci: ", bold=True), *text), "rata")


def abstract_words(work: Internship) -> int:
    """How many words the abstract has."""
    return sum(len(text.split()) for text in work.prose.get("abstrak", ()))


def _signed(writing: Writing) -> Signatures:
    values = writing.values
    place = (*values["kota"], Run(", "), *values["tanggal_pengesahan"])
    name = tuple(Run(run.text, bold=True, missing=run.missing) for run in values["nama"])
    return Signatures((((), ()), (((), place, (Run("Penulis"),)), (name,))))


def _references(writing: Writing) -> Iterable[Piece]:
    texts = writing.work.references
    if not writing.need("sumber (lembar Referensi)", bool(texts)):
        yield Para((asked("sumber, lembar Referensi"),), "pustaka")
    for k, text in enumerate(texts, 1):
        bare = re.sub(r"^\[\d+\]\s*", "", text)
        yield Para((Run(f"[{k}]\t"), *writing.runs(bare)), "pustaka")


def _annex(row: Annex, writing: Writing) -> Iterable[Piece]:
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
    """Photos of events, then those that prove days of the log."""
    shown: list[tuple[str, str]] = []
    for event in writing.work.events:
        when = f", {day_words(event.day)}" if event.day else ""
        shown.append((event.photo, event.caption or f"{event.name}{when}"))
    for entry in writing.work.log:
        if is_picture(entry.evidence) and entry.evidence not in [name for name, _ in shown]:
            shown.append((entry.evidence, f"{entry.activity}, {day_words(entry.day)}"))
    if not writing.need("foto kegiatan (lembar Event dan Logbook)", bool(shown)):
        yield Para((asked("foto kegiatan, lembar Event"),), "gambar")
    for name, text in dict.fromkeys(shown):
        yield from _picture(name, text.rstrip("."), writing)


def _picture(name: str, text: str, writing: Writing) -> Iterable[Piece]:
    photo = writing.photos.get(name)
    writing.need(f"foto {name or text}", photo is not None)
    if photo is None:
        yield Para((asked(f"foto {name or text}"),), "gambar")
    else:
        alt = plain(runs_of(text, {}))
        yield Photo(photo.data, photo.width, photo.height, f"Foto: {alt}")
    yield writing.caption("Gambar", "", text)
