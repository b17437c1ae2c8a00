"""A whole final report as sections to be laid out and pieces to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

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
)
from kepesertaan.domain.internship import Annex, Internship
from kepesertaan.domain.numbers import ROMAN
from kepesertaan.rules.report_text import asked, runs_of

from .report_annexes import annex_id, annex_pieces, annex_title, annexes_of
from .report_parts import part_pieces
from .report_values import capitals_of, values_of
from .report_writing import Writing, again, first_writing

FRONT, REFERENCES, ANNEXES = "Bagian awal", "Referensi", "Lampiran"
CAPITALS = "_kapital"
_FIELD = re.compile(r"\{([a-z_]+)\}")
_LISTS = (("DAFTAR ISI", ""), ("DAFTAR TABEL", "Tabel"), ("DAFTAR GAMBAR", "Gambar"))
_COVER = {"judul": "sampul_judul", "besar": "sampul_besar", "biasa": "sampul_biasa",
          "kosong": "sampul_kosong"}  # fmt: skip


@dataclass(slots=True)
class Whole:
    """The report: sections of a new document, what fills them, and the writing behind it."""

    sections: tuple[Section, ...]
    contents: Contents
    writing: Writing


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
    fields = {**values, **{name + CAPITALS: capitals_of(runs) for name, runs in values.items()}}
    fields |= _annex_titles(writing)
    return Whole(_sections(writing), Contents(blocks, fields, titles), writing)


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
    return ROMAN[number - 1] if numerals == "romawi" else str(number)


def _annex_section(letter: str, rows: list[Annex], campus: Campus) -> Section:
    title = (Run(f"LAMPIRAN {letter}\n"), Run(field=annex_title(letter)))
    is_log = any(row.shows == "log" for row in rows)
    return Section(
        "lampiran", (Para(title, "judul_lampiran"), Block(annex_id(letter), f"Lampiran {letter}")),
        restart=True, landscape=is_log and campus.log_across, prefix=letter,
    )  # fmt: skip


def _annex_titles(writing: Writing) -> dict[str, Runs]:
    """The titles of appendices in capitals, as fields."""
    found = {}
    for letter, rows in annexes_of(writing.work):
        text = next((row.title for row in rows if row.title), "")
        title = runs_of(text, {}) if text else (asked(f"judul lampiran {letter}"),)
        found[annex_title(letter)] = capitals_of(title)
    return found


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
        blocks[annex_id(letter)] = tuple(p for row in rows for p in annex_pieces(row, writing))
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
    writing.used.add("kata_kunci")
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
