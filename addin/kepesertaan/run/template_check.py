"""Run periksa-templat: reads a template and maybe a book, writes a book and a commented copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kepesertaan.actions.periksa_templat import TemplateCheck
from kepesertaan.actions.registry import Action
from kepesertaan.data.described import computed_by, read_described
from kepesertaan.domain.described import Described
from kepesertaan.domain.errors import UnreadableInput, WrongUse
from kepesertaan.files.filename import free_names
from kepesertaan.files.pagebook import write_pages
from kepesertaan.files.read import read_book
from kepesertaan.files.save import replace_safely, write_new
from kepesertaan.files.troubles import reading
from kepesertaan.sheets.plain_table import PlainTable, plain_table

from .ledger import open_folder
from .plan import OUT, Job, Options
from .report import Report
from .tables import chosen_sheets

if TYPE_CHECKING:
    from kepesertaan.word.template_fields import Given

Progress = Callable[[str], None]
_TAIL = "_periksa"
_MOST_COMMENTS = 300  # in the copy; nobody reads more, and the book has all


def check_template(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    """Look a template through. Raises ``KepesertaanError``; nothing has been written then."""
    from kepesertaan.word.gate import open_word
    from kepesertaan.word.template_fields import check
    from kepesertaan.word.template_tags import read_tags

    from .template_trial import refusals, tried_out

    progress("membaca")
    data, name = read_word(job.source), job.source.name
    members = open_word(data, name)
    described = described_beside(job.source)
    progress("memeriksa")
    tags = read_tags(members)
    found = check(tags, _given(job.source, described, options))
    progress("mencoba")
    more = refusals(members, name) or tried_out(data, name, found, tags, described, options)
    found = replace(found, mistakes=[*found.mistakes, *more])
    made: TemplateCheck = action.function(found, name)
    progress("menulis")
    written = _write(job.source, options, data, made)
    lines = [*made.lines, *(f"Hasil: {path}" for path in written), "Templat asli tidak diubah."]
    return Report(
        job.source.name, ditandai=len(made.mistakes),
        keluaran=[path.as_posix() for path in written], catatan=made.lines,
        per_aturan={action.id: made.counts}, kode=int(bool(made.mistakes)), lines=lines,
        is_list=True,
    )  # fmt: skip


def read_word(path: Path) -> bytes:
    """The content of a Word file. Raises ``UnreadableInput`` where it cannot be read or is huge."""
    from kepesertaan.word.gate import MOST_BYTES

    with reading(path):
        if not path.is_file():
            raise UnreadableInput(f"{path.name} tidak ada atau bukan berkas; periksa namanya.")
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableInput(
                f"{path.name} lebih dari {MOST_BYTES >> 20} MB, terlalu besar untuk templat."
            )
        return path.read_bytes()


def described_beside(template: Path) -> Described | None:
    """The description of a template, where there is one beside it. Raises ``UnreadableInput``."""
    path = template.with_suffix(".toml")
    if not path.is_file():
        return None
    with reading(path):
        return read_described(path.read_text(encoding="utf-8-sig", errors="replace"), path.name)


def refuse_computed(described: Described | None, name: str, instead: str) -> None:
    """Raise ``WrongUse`` for a template that is filled with what a command computes."""
    command = computed_by(described.kind) if described else ""
    if command:
        raise WrongUse(
            f"{name} diisi oleh {command} dari hitungannya, bukan dari judul kolom; {instead}."
        )


def book_tables(path: Path, options: Options) -> list[PlainTable]:
    """The tables of a book, whatever their headings are. Raises ``KepesertaanError``."""
    from kepesertaan.word.template_data import KIND

    book = read_book(path, password=options.password)
    found = (plain_table(s.name, s.rows, s.merged, KIND) for s in book.sheets if s.visible)
    chosen_sheets(book, options.sheets)
    return [table for table in found if table]


def named_book(text: str, flag: str) -> Path:
    """A book that an option names. Raises ``WrongUse`` where it is not there."""
    path = Path(text)
    if not path.is_file():
        raise WrongUse(f"{flag} {path.name}: berkas itu tidak ada; periksa namanya.")
    return path


def _given(template: Path, described: Described | None, options: Options) -> Given:
    """What the template is held against: a book, its own description, or nothing."""
    from kepesertaan.word.template_data import (
        given_by_book,
        given_by_description,
        with_description,
    )
    from kepesertaan.word.template_fields import Given

    if options.own.get("data"):
        refuse_computed(described, template.name, "jalankan tanpa --data")
        path = named_book(options.own["data"], "--data")
        main = options.sheets[0] if options.sheets else ""
        given = given_by_book(path.name, book_tables(path, options), main)
        return with_description(given, described) if described else given
    if described is None:
        return Given(None)
    return given_by_description(described, template.with_suffix(".toml").name)


def _write(source: Path, options: Options, data: bytes, made: TemplateCheck) -> list[Path]:
    folder = options.out or source.parent / OUT
    ending = ".dotx" if source.suffix.lower() == ".dotx" else ".docx"
    book, copy = free_names(folder, f"{source.stem}{_TAIL}", (".xlsx", ending))
    open_folder(folder)
    replace_safely(book, lambda temp: write_pages(temp, None, made.pages), create_only=True)
    if not made.mistakes:
        return [book]
    write_new(copy, _commented(data, made))
    return [book, copy]


def _commented(data: bytes, made: TemplateCheck) -> bytes:
    from kepesertaan.word.comments import Comment, add_comments

    said = ((one, f"{one.text}; {one.remedy}.") for one in made.mistakes[:_MOST_COMMENTS])
    return add_comments(
        data,
        [
            Comment(
                text[:1].upper() + text[1:], one.place.paragraph, one.tag, part=one.place.part,
                place=one.place.words, letter=one.place.letter,
            )
            for one, text in said
        ],
    )  # fmt: skip
