"""Run periksa-laporan: reads a report, writes a list and a copy with comments, edits no text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kepesertaan.actions.periksa_laporan import ReportCheck, Told
from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files.filename import free_names
from kepesertaan.files.pagebook import write_pages
from kepesertaan.files.save import replace_safely, write_new
from kepesertaan.files.troubles import reading

from .ledger import open_folder
from .plan import OUT, Job, Options
from .report import Report
from .template_check import read_word

Progress = Callable[[str], None]
_TAIL = "_periksa"
_OURS = ("~$", ".~", ".")


def report_jobs(paths: Sequence[Path]) -> list[Job]:
    """The reports themselves; of a folder its .docx files that are no copies of ours.

    Raises ``UnreadableInput`` where a folder has none.
    """
    found: list[Path] = []
    for path in paths:
        with reading(path):
            found += _reports_in(path) if path.is_dir() else [path]
    if not found:
        raise UnreadableInput("Folder itu tidak memuat laporan .docx; periksa nama folder.")
    return [Job(path, path, path) for path in found]


def _reports_in(folder: Path) -> list[Path]:
    files = (path for path in sorted(folder.iterdir()) if path.suffix.lower() == ".docx")
    return [one for one in files if not (one.name.startswith(_OURS) or _TAIL in one.stem)]


def check_report(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    """Look a report through. Raises ``KepesertaanError``; nothing has been written then."""
    from kepesertaan.word.gate import open_word
    from kepesertaan.word.passages import read_passages

    progress("membaca")
    data = read_word(job.source)
    open_word(data, job.source.name)
    passages = read_passages(data)
    progress("memeriksa")
    made: ReportCheck = action.function(passages)
    written = []
    if not options.dry:
        progress("menulis")
        written = _write(job.source, options, data, made)
    else:
        made.lines.append("Uji saja: tidak ada berkas yang ditulis.")
    return Report(
        job.source.name, baris=len(passages), ditandai=len(made.told),
        keluaran=[path.as_posix() for path in written], catatan=made.lines,
        per_aturan={action.id: made.counts}, kode=int(made.has_findings),
        lines=[*made.lines, *(f"Hasil: {path}" for path in written)],
    )  # fmt: skip


def _write(source: Path, options: Options, data: bytes, made: ReportCheck) -> list[Path]:
    """The list, and the copy where there is something to say."""
    folder = options.out or source.parent / OUT
    book, copy = free_names(folder, f"{source.stem}{_TAIL}", (".xlsx", ".docx"))
    open_folder(folder)
    replace_safely(book, lambda temp: write_pages(temp, None, made.pages), create_only=True)
    if not made.has_findings:
        return [book]
    write_new(copy, _commented(data, made.told))
    return [book, copy]


def _commented(data: bytes, told: Sequence[Told]) -> bytes:
    from kepesertaan.word.comments import Comment, add_comments

    return add_comments(
        data,
        [
            Comment(
                one.text, one.passage.paragraph, one.remark.quote, one.remark.nth,
                one.passage.part, one.passage.place,
            )
            for one in told
        ],
    )  # fmt: skip
