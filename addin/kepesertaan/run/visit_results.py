"""What is made of all visit reports together: one document, PDFs, the book that tells of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kepesertaan.actions.visit_pages import Filed, board, pages
from kepesertaan.domain.errors import FileInUse, KepesertaanError
from kepesertaan.domain.show import count
from kepesertaan.files.pagebook import write_pages
from kepesertaan.sheets.visit_report import TOGETHER

from .report_files import Shelf, open_shelf, put_report
from .scratch import scratch_folder

if TYPE_CHECKING:
    from .visits import Work

Progress = Callable[[str], None]
_COPIES = ("_salinan", "_salinan2", "_salinan3")
_AT_ONCE = 40  # reports in one start of the program that makes PDFs


def write_results(work: Work, progress: Progress) -> None:
    """The document of all reports and the PDFs that are wanted, and the book, last."""
    made = [one for one in work.filed if one.is_made]
    paths = [_path_of(work, one) for one in made]
    shelf = open_shelf(work.home.parent)
    if work.plan.together and paths:
        progress("menggabungkan")
        _together(work, shelf, paths)
    if work.plan.as_pdf and paths:
        _as_pdf(work, shelf, made, progress)
    _write_book(work, shelf)


def _path_of(work: Work, filed: Filed) -> Path:
    return work.home.parent / filed.file


def _together(work: Work, shelf: Shelf, paths: Sequence[Path]) -> None:
    from kepesertaan.word.merge import merge

    data = merge([path.read_bytes() for path in paths])
    work.made.append(put_report(shelf, _name(work), ".docx", data, TOGETHER).path)


def _name(work: Work) -> str:
    return f"{TOGETHER} {work.plan.as_of.isoformat()}"


def _as_pdf(work: Work, shelf: Shelf, made: Sequence[Filed], progress: Progress) -> None:
    """A PDF beside each report that is new or has none, and one of all; told when counted."""
    from kepesertaan.word.pdf import joined, page_count

    old = {one.file: _path_of(work, one).with_suffix(".pdf") for one in made}
    lacking = [one for one in made if _is_stale(old[one.file], _path_of(work, one))]
    try:
        for start in range(0, len(lacking), _AT_ONCE):
            progress(f"PDF {start + 1} dari {len(lacking)}: membuat")
            _some_pdfs(work, lacking[start : start + _AT_ONCE], old)
        each = [old[one.file].read_bytes() for one in made]
        if work.plan.together:
            put = put_report(shelf, _name(work), ".pdf", joined(each).data, TOGETHER)
            work.made.append(put.path)
        number = sum(map(page_count, each))
        work.notes.insert(0, f"PDF siap: {count(len(each))} laporan, {count(number)} halaman.")
    except KepesertaanError as error:
        work.notes.insert(0, str(error))
        work.has_no_pdf = True


def _is_stale(pdf: Path, report: Path) -> bool:
    """Whether a report has no PDF, or was written or edited after it."""
    return not pdf.exists() or pdf.stat().st_mtime_ns < report.stat().st_mtime_ns


def _some_pdfs(work: Work, lacking: Sequence[Filed], place: dict[str, Path]) -> None:
    from kepesertaan.word.pdf import to_pdf

    found = to_pdf([_path_of(work, one).read_bytes() for one in lacking])
    for filed, pdf in zip(lacking, found, strict=True):
        stem = place[filed.file].stem
        put = put_report(work.shelf, stem, ".pdf", pdf.data, filed.draft.visit.key)
        place[filed.file] = put.path
        work.made.append(put.path)


def _write_book(work: Work, shelf: Shelf) -> None:
    summary = board(work.plan, work.filed, work.form.template.name, work.notes)
    with scratch_folder(work.home) as folder:
        write_pages(folder / work.home.name, summary, pages(work.plan, work.filed))
        data = (folder / work.home.name).read_bytes()
    work.made.append(_put_book(work, shelf, data))


def _put_book(work: Work, shelf: Shelf, data: bytes) -> Path:
    """Save the book; beside the one of the same day where that is open somewhere."""
    for tail in ("", *_COPIES):
        try:
            stem = f"{work.home.stem}{tail}"
            return put_report(shelf, stem, work.home.suffix, data, f"hasil{tail}").path
        except FileInUse:
            if tail == _COPIES[-1]:
                raise
    raise AssertionError  # the last one returns or raises
