"""Run buat-contoh-templat: reads the headings of a book, writes a starter template."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from kepesertaan.actions.registry import Action
from kepesertaan.data.described import sheet_words, starter_base
from kepesertaan.data.loader import word_template
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.starter import Starter
from kepesertaan.files.filename import free_names
from kepesertaan.files.save import write_new
from kepesertaan.sheets.plain_table import PlainTable

from .ledger import open_folder
from .plan import OUT, Job, Options
from .report import Report
from .template_check import book_tables

Progress = Callable[[str], None]


def make_starter(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    """Make the template. Raises ``KepesertaanError``; nothing has been written then."""
    from kepesertaan.word.naming import field_name, field_names
    from kepesertaan.word.starter import starter_document
    from kepesertaan.word.template_data import given_by_book, main_table

    progress("membaca")
    tables = book_tables(job.source, options)
    asked = options.sheets[0] if options.sheets else ""
    main = main_table(job.source.name, tables, asked)
    given = given_by_book(job.source.name, tables, asked)
    columns = list(given.columns.values())
    dates: set[str] = set()
    for table in tables:
        root = "" if table is main else f"{field_name(table.sheet)}[*]."
        names = field_names(table.headings)
        dates |= {root + name for k, name in enumerate(names) if _is_days(table, k)}
    photos = field_name(sheet_words().photos[0]) in field_names(main.headings)
    made: Starter = action.function(columns, dates, has_photos=photos)
    document = starter_document(made, *_base())
    folder = options.out or job.source.parent / OUT
    target = _target(folder, main)
    if not options.dry:
        progress("menulis")
        open_folder(folder)
        write_new(target, document)
    return _report(action, job, made, [] if options.dry else [target])


def _base() -> tuple[bytes, str]:
    """The template that gives the look, and its name. Raises ``UnreadableInput``."""
    name = starter_base()
    data = word_template(name)
    if data is None:
        raise UnreadableInput(
            f"Templat dasar {name} tidak ada di folder templates. Pasang ulang aplikasi ini."
        )
    return data, name


def _is_days(table: PlainTable, column: int) -> bool:
    """Whether a column holds days only."""
    values = [value for row in table.rows[:200] if (value := table.value(row, column)) is not None]
    return bool(values) and all(isinstance(value, date) for value in values)


def _target(folder: Path, main: PlainTable) -> Path:
    from kepesertaan.word.naming import field_name

    return free_names(folder, f"templat_{field_name(main.sheet) or 'contoh'}", (".docx",))[0]


def _report(action: Action, job: Job, made: Starter, written: list[Path]) -> Report:
    lines = [
        f"Contoh templat dari lembar '{made.title}': {len(made.lines)} isian, "
        f"{len(made.tables)} tabel berulang.",
        *(f"Hasil: {path}" for path in written),
        "Buka di Word, susun sesuai kebutuhan, lalu jalankan periksa-templat dengan --data."
        if written
        else "Uji saja: tidak ada berkas yang ditulis.",
    ]
    counts = {"isian": len(made.lines), "tabel": len(made.tables)}
    return Report(
        job.source.name, keluaran=[path.as_posix() for path in written], catatan=lines[:1],
        per_aturan={action.id: counts}, lines=lines,
    )  # fmt: skip
