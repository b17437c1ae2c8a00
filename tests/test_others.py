"""What others do to the files between two steps of ours: save, sort, move, copy, tick."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from kepesertaan.actions.registry import all_actions
from kepesertaan.domain.errors import CannotWrite
from kepesertaan.files import findings as findings_book
from kepesertaan.run.dispatch import run_job
from kepesertaan.run.plan import Job, Options, plan_jobs
from kepesertaan.run.report import Report
from test_command import ROWS, book, dirty, run, values
from test_runs import by_hand, turned

__all__ = ["dirty", "run"]  # fixtures
Run = Callable[..., tuple[int, str, str]]


def during(
    action: str,
    path: Path,
    step: str = "",
    meanwhile: Callable[[], Any] | None = None,
    *,
    in_place: bool = False,
) -> Report:
    """Run an action on a file; at one of its steps somebody else does something."""
    options = Options(date(2026, 11, 25), in_place=in_place)
    is_check = all_actions()[action].needs == "peserta"
    job = plan_jobs([path], options)[0] if is_check else Job(path, path, path)

    def show(now: str) -> None:
        if meanwhile and now == step:
            meanwhile()

    return run_job(action, job, options, progress=show)


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
    assert during("bersihkan", dirty).diubah > 0


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


# --- which workbook a list speaks of


def test_a_list_does_not_go_into_the_result_of_another_months_source(dirty: Path, run: Run) -> None:
    run("bersihkan", dirty)
    result, findings = (dirty.parent / "HASIL" / f"PESERTA_{x}.xlsx" for x in ("bersih", "temuan"))
    last_month = result.read_bytes()
    book(dirty, [*ROWS, [5, "3578011708909905", "05012345675", "RINA", None, "P", None, 4500000]])
    run("periksa", dirty)
    ticked(findings, H6="4500000")
    code, _, err = run("terapkan", findings)
    assert (code, err) == (
        4,
        "PESERTA_bersih.xlsx sudah ada dan tidak berasal dari isi yang diperiksa untuk "
        "PESERTA_temuan.xlsx, jadi tidak diubah; pindahkan, atau pakai --keluar.\n",
    )
    assert result.read_bytes() == last_month
    assert run("terapkan", findings, "--keluar", dirty.parent / "BULAN INI")[0] == 0
    assert values(dirty.parent / "BULAN INI" / "PESERTA_bersih.xlsx")[-1][3] == "RINA"


@pytest.mark.parametrize("made_by", ["bersihkan", "terapkan"])
def test_a_list_goes_into_a_result_of_the_same_source(dirty: Path, run: Run, made_by: str) -> None:
    findings = dirty.parent / "HASIL" / "PESERTA_temuan.xlsx"
    if made_by == "bersihkan":
        run("bersihkan", dirty)
    run("periksa", dirty)
    if made_by == "terapkan":
        run("terapkan", findings)
        run("urungkan", dirty.parent / "HASIL" / "PESERTA_bersih.xlsx")
    ticked(findings, H6="4500000")
    assert run("terapkan", findings)[0] == 0
    assert values(dirty.parent / "HASIL" / "PESERTA_bersih.xlsx")[5][7] == 4500000


def test_the_list_of_a_book_changed_in_place_finds_it_from_another_folder(
    dirty: Path, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "DAFTAR"
    run("bersihkan", dirty, "--di-tempat", "--keluar", out)
    copy = out / "PESERTA.xlsx"
    shutil.copyfile(dirty, copy)  # somebody's, of the same name
    of_somebody = copy.read_bytes()
    ticked(out / "PESERTA_temuan.xlsx", H6="4500000")
    assert run("terapkan", out / "PESERTA_temuan.xlsx")[0] == 0
    assert values(dirty)[5][7] == 4500000
    assert copy.read_bytes() == of_somebody


def rewritten(findings: Path, label: str, value: str) -> None:
    """Somebody changes where a list says it comes from."""
    work = openpyxl.load_workbook(findings)
    for row in work["Ringkasan"].iter_rows():
        if row[0].value == label:
            row[1].value = value
    work.save(findings)


@pytest.mark.parametrize("label", ["Berkas hasil", "Berkas asal"])
@pytest.mark.parametrize("address", ["{}", r"\\server\bagi\R.xlsx", r"C:\R.xlsx", "C:R.xlsx"])
def test_a_list_reaches_no_absolute_address(
    dirty: Path, run: Run, tmp_path: Path, label: str, address: str
) -> None:
    run("periksa", dirty)
    findings = dirty.parent / "HASIL" / "PESERTA_temuan.xlsx"
    other = shutil.copyfile(dirty, tmp_path / "RAHASIA.xlsx")
    untouched = other.read_bytes()
    rewritten(findings, label, address.format(other))
    code, _, err = run("terapkan", findings, "--di-tempat")
    assert (code, "menunjuk berkas di luar foldernya" in err) == (3, True)
    assert other.read_bytes() == untouched
    assert files(dirty.parent / "HASIL") == {"PESERTA_temuan.xlsx"}


def test_a_list_writes_only_into_a_result_that_was_made_with_it(dirty: Path, run: Run) -> None:
    run("periksa", dirty)
    findings = dirty.parent / "HASIL" / "PESERTA_temuan.xlsx"
    other = shutil.copyfile(dirty, dirty.parent / "HASIL" / "LAIN.xlsx")
    untouched = other.read_bytes()
    rewritten(findings, "Berkas hasil", "LAIN.xlsx")
    code, _, err = run("terapkan", findings)
    assert (code, "LAIN.xlsx tidak dibuat bersama PESERTA_temuan.xlsx" in err) == (3, True)
    assert other.read_bytes() == untouched


# --- a person sorts the rows, or moves the list, between a list and Terapkan


@pytest.mark.parametrize("name", ["PESERTA_temuan.xlsx", "PESERTA_temuan (1).xlsx"])
@pytest.mark.parametrize("made_by", ["bersihkan", "periksa"])
def test_no_row_gets_what_was_meant_for_another_person(
    dirty: Path, run: Run, made_by: str, name: str
) -> None:
    run(made_by, dirty)
    out = dirty.parent / "HASIL"
    changed = out / "PESERTA_bersih.xlsx" if made_by == "bersihkan" else dirty
    findings = (out / "PESERTA_temuan.xlsx").rename(out / name)
    ticked(findings, H6="4500000")
    turned(changed)  # row 5 holds another person with the same answer missing
    by_hand(changed, H6="4500")
    before = values(changed)
    code, text, _ = run("terapkan", findings, "--json")
    assert (code, json.loads(text)["catatan"]) == (
        1,
        ["Juli!H6: baris itu kini berisi orang lain."],
    )
    assert values(changed) == before


def test_a_list_whose_runs_nobody_knows_is_applied_to_what_it_was_made_from_only(
    dirty: Path, run: Run
) -> None:
    run("periksa", dirty)
    findings = dirty.parent / "HASIL" / "PESERTA_temuan.xlsx"
    shutil.rmtree(dirty.parent / "HASIL" / ".kepesertaan")
    ticked(findings, H6="4500000")
    assert run("terapkan", findings, "--uji")[0] == 0
    turned(dirty)
    code, _, err = run("terapkan", findings)
    assert (code, err) == (
        3,
        "PESERTA.xlsx sudah berubah sejak PESERTA_temuan.xlsx dibuat, dan siapa yang ada di tiap "
        "baris saat itu tidak tercatat lagi; buat ulang daftar temuan dengan periksa.\n",
    )
    assert files(dirty.parent / "HASIL") == {"PESERTA_temuan.xlsx"}


# --- what a person keeps beside our files, or does to them while we are at work


def test_a_file_of_a_person_under_the_name_of_our_rest_stays(dirty: Path, run: Run) -> None:
    out = dirty.parent / "HASIL"
    out.mkdir()
    own = out / "PESERTA_temuan_lanjutan.csv"
    own.write_text("catatan saya sendiri\n")
    for command in ("bersihkan", "periksa"):
        code, _, err = run(command, dirty)
        assert (code, "PESERTA_temuan_lanjutan.csv sudah ada" in err) == (4, True)
    assert (files(out), own.read_text()) == ({own.name}, "catatan saya sendiri\n")
    assert run("bersihkan", dirty, "--salinan")[0] == 1
    assert (out / "PESERTA_bersih_salinan.xlsx").exists()


def test_our_own_rest_goes_when_it_is_no_longer_needed_but_not_with_a_persons_ticks(
    dirty: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = dirty.parent / "HASIL"
    rest = out / "PESERTA_temuan_lanjutan.csv"
    monkeypatch.setattr(findings_book, "MOST_LINES", 1)
    during("bersihkan", dirty)
    assert rest.exists()
    monkeypatch.undo()
    made = rest.read_bytes()
    rest.write_bytes(made.replace(b"\n;", b"\nYa;", 1))
    code, _, err = run("bersihkan", dirty)
    assert (code, "PESERTA_temuan_lanjutan.csv sudah ada" in err, rest.exists()) == (4, True, True)
    rest.write_bytes(made)
    assert run("bersihkan", dirty)[0] == 1
    assert files(out) == {"PESERTA_bersih.xlsx", "PESERTA_temuan.xlsx"}


@pytest.mark.parametrize("action", ["bersihkan", "periksa"])
def test_ticks_saved_while_the_new_list_is_made_are_kept(
    dirty: Path, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    during(action, dirty)
    findings = dirty.parent / "HASIL" / "PESERTA_temuan.xlsx"

    class Slow(xlsxwriter.Workbook):
        def close(self) -> None:
            super().close()
            ticked(findings, H6="4500000")

    monkeypatch.setattr(xlsxwriter, "Workbook", Slow)
    with pytest.raises(CannotWrite, match=r"PESERTA_temuan\.xlsx sudah ada dan bukan lagi seperti"):
        during(action, dirty)
    work = openpyxl.load_workbook(findings)
    assert "Ya" in [row[0].value for row in work["Perlu Keputusan"].iter_rows()]
