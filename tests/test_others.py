"""What others do to the files between two steps of ours: save, sort, move, copy, tick."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kepesertaan.actions.registry import all_actions
from kepesertaan.domain.errors import CannotWrite
from kepesertaan.run.dispatch import run_job
from kepesertaan.run.plan import Job, Options, plan_jobs
from kepesertaan.run.report import Report
from test_command import dirty, run

__all__ = ["dirty", "run"]  # fixtures
Run = Callable[..., tuple[int, str, str]]


def during(action: str, path: Path, step: str, meanwhile: Callable[[], Any], **said: Any) -> Report:
    """Run an action on a file; at one of its steps somebody else does something."""
    options = Options(date(2026, 11, 25), **said)
    is_check = all_actions()[action].needs == "peserta"
    job = plan_jobs([path], options)[0] if is_check else Job(path, path, path)

    def show(now: str) -> None:
        if now == step:
            meanwhile()

    return run_job(action, path, job, options, progress=show)


def turned(path: Path) -> None:
    """A colleague sorts the list the other way round, and saves."""
    work = openpyxl.load_workbook(path)
    page = work["Juli"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    for number, row in enumerate(reversed(rows), 4):
        for column, value in enumerate(row, 1):
            page.cell(number, column).value = value
    work.save(path)


def ticked(findings: Path, **answers: str) -> None:
    """A person ticks these questions with their answers, and none of the certain changes."""
    work = openpyxl.load_workbook(findings)
    for row in work["Perubahan"].iter_rows(min_row=2):
        row[0].value = "Tidak"
    for row in work["Perlu Keputusan"].iter_rows(min_row=2):
        if row[3].value in answers:
            row[0].value, row[7].value = "Ya", answers[row[3].value]
    work.save(findings)


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("[!.]*") if path.is_file()}


# --- a colleague saves the source while we are at work


def test_a_save_between_reading_and_writing_stops_bersihkan(dirty: Path) -> None:
    with pytest.raises(CannotWrite, match=r"PESERTA\.xlsx sudah diubah orang lain sejak dibaca"):
        during("bersihkan", dirty, "menulis", lambda: turned(dirty))
    assert files(dirty.parent / "HASIL") == set()
    report = during("bersihkan", dirty, "menulis", lambda: None)
    assert report.diubah > 0


def test_a_save_between_reading_and_writing_stops_terapkan(dirty: Path, run: Run) -> None:
    run("periksa", dirty)
    findings = dirty.parent / "HASIL" / "PESERTA_temuan.xlsx"
    with pytest.raises(CannotWrite, match=r"PESERTA\.xlsx sudah diubah orang lain sejak dibaca"):
        during("terapkan", findings, "menulis", lambda: turned(dirty))
    assert files(dirty.parent / "HASIL") == {"PESERTA_temuan.xlsx"}


def test_a_save_of_a_book_that_is_laid_out_anew_stops_as_well(tmp_path: Path) -> None:
    source = tmp_path / "PESERTA.csv"
    source.write_text("NIK;Nama\n3578 0117 0890 9901;BUDI\n3578011708909902;SITI\n")
    other = "NIK;Nama\n3578011708909902;SITI\n3578 0117 0890 9901;BUDI\n"
    with pytest.raises(CannotWrite, match="sudah diubah orang lain"):
        during("bersihkan", source, "menulis", lambda: source.write_text(other))
    assert files(tmp_path / "HASIL") == set()
