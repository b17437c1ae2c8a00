"""Run siapkan-isian: reads a template, its description and maybe an older book; writes a book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kepesertaan.actions.registry import Action
from kepesertaan.actions.siapkan_isian import InputForm
from kepesertaan.domain.described import Described
from kepesertaan.domain.errors import SheetNotRecognised, UnreadableInput
from kepesertaan.files.filename import free_names
from kepesertaan.files.pagebook import write_pages
from kepesertaan.files.save import replace_safely
from kepesertaan.sheets.plain_table import PlainTable

from .ledger import open_folder
from .plan import OUT, Job, Options
from .report import Report
from .template_check import (
    book_tables,
    described_beside,
    named_book,
    read_word,
    refuse_computed,
)

Progress = Callable[[str], None]


def make_form(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    """Make the input book. Raises ``KepesertaanError``; nothing has been written then."""
    from kepesertaan.word.form_fields import last_values, plan_form
    from kepesertaan.word.gate import open_word
    from kepesertaan.word.template_fields import Given, check
    from kepesertaan.word.template_tags import read_tags

    progress("membaca")
    name = job.source.name
    described = described_beside(job.source)
    refuse_computed(described, name, "tidak perlu buku isian")
    found = check(read_tags(open_word(read_word(job.source), name)), Given(None))
    plan = plan_form(found.needs, described or Described())
    if not plan.sheets[0].columns:
        raise UnreadableInput(
            f"{name}: tidak ada isian {{{{ … }}}} di dalamnya. Pilih templat yang memuat isian."
        )
    if options.own.get("terakhir"):
        path = named_book(options.own["terakhir"], "--terakhir")
        main = options.sheets[0] if options.sheets else ""
        plan = replace(plan, last=last_values(path.name, _old_visits(path, options), main))
    made: InputForm = action.function(plan, name)
    progress("menulis")
    folder = options.out or job.source.parent / OUT
    (target,) = free_names(folder, f"{job.source.stem}_isian", (".xlsx",))
    open_folder(folder)
    replace_safely(target, lambda temp: write_pages(temp, None, made.pages), create_only=True)
    troubles = [one for one in found.mistakes if one.stops]
    lines = [*made.lines, *_warned(len(troubles)), f"Hasil: {target}"]
    return Report(
        name, keluaran=[target.as_posix()], catatan=lines[:-1], per_aturan={action.id: made.counts},
        kode=int(bool(plan.left_out or troubles)), lines=lines,
    )  # fmt: skip


def _old_visits(path: Path, options: Options) -> list[PlainTable]:
    """The tables of an older book; of its visits only the rows that reports would be made of."""
    from .visits import read_visits

    tables = book_tables(path, options)
    try:
        book = read_visits(path, options)
    except SheetNotRecognised:
        return tables  # a list of companies
    rows = {visit.row for visit in book.visits}
    return [
        replace(one, rows=[row for n, row in enumerate(one.rows, one.first) if n in rows])
        if one.sheet == book.sheet
        else one
        for one in tables
    ]


def _warned(mistakes: int) -> list[str]:
    if not mistakes:
        return []
    return [f"Templat itu memuat {mistakes} kesalahan; jalankan periksa-templat."]
