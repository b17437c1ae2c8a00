"""What is made of all visit reports together: one document, PDFs, the book that tells of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kepesertaan.actions.visit_pages import board, pages
from kepesertaan.files.pagebook import write_pages
from kepesertaan.sheets.visit_report import TOGETHER

from .report_files import open_shelf, put_report
from .scratch import scratch_folder

if TYPE_CHECKING:
    from .visits import Work


def write_results(work: Work, progress: Callable[[str], None]) -> None:
    """The document of all reports and the PDFs that are wanted, and the book, last."""
    reports = list(work.made)
    if work.plan.together and reports:
        progress("menggabungkan")
        from kepesertaan.word.merge import merge

        data = merge([path.read_bytes() for path in reports])
        put = put_report(
            open_shelf(work.home.parent), f"{TOGETHER} {work.plan.as_of.isoformat()}", ".docx",
            data, TOGETHER,
        )  # fmt: skip
        work.made.append(put.path)
    _write_book(work)


def _write_book(work: Work) -> None:
    summary = board(work.plan, work.filed, work.form.template.name, work.notes)
    with scratch_folder(work.home) as folder:
        write_pages(folder / work.home.name, summary, pages(work.plan, work.filed))
        data = (folder / work.home.name).read_bytes()
    shelf = open_shelf(work.home.parent)
    put = put_report(shelf, work.home.stem, work.home.suffix, data, "hasil")
    work.made.append(put.path)
