"""Rekap Target as somebody meets it who has only the README and the guide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kepesertaan.cli import main
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.grid import GridBook
from kepesertaan.domain.page import Page, PageColumn
from kepesertaan.files.gridbook import write_grids
from kepesertaan.files.history import write_history
from kepesertaan.files.pagebook import write_pages
from kepesertaan.run.plan import Options
from kepesertaan.run.target_reading import past_of

Run = Callable[..., tuple[int, str]]
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "November"]  # fmt: skip
HEADS = ["Segmen", "Target Akuisisi TK", "Realisasi Akuisisi TK", "Target Iuran (Rp)",
         "Realisasi Iuran (Rp)"]  # fmt: skip


@pytest.fixture
def run(capsys: Any) -> Run:
    def once(*words: object) -> tuple[int, str]:
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        return code, told.out + told.err

    return once


def month_sheet(page: Any, name: str, month: str, start: int = 100) -> None:
    rows = [[f"Nama: {name}"], [f"Bulan: {month}"], [], HEADS]
    for n, segment in enumerate(("PU", "BPU", "Jakon")):
        done = start + 7 * n
        rows.append([segment, 120, done, 400_000_000, done * 3_000_000])
    for row in rows:
        page.append(row)


def month_file(folder: Path, name: str, month: str = "November 2026", start: int = 100) -> Path:
    book = openpyxl.Workbook()
    month_sheet(book.worksheets[0], name, month, start)
    folder.mkdir(exist_ok=True)
    path = folder / f"Target {name} {month}.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    "write",
    [
        lambda path: write_grids(path, GridBook("x", ())),
        lambda path: write_pages(path, None, [Page("x", (PageColumn("Nama", 9),), ())]),
        lambda path: write_history(path, [*"abcdefghij"], []),
    ],
)
def test_a_disk_that_takes_no_book_is_no_bug_of_ours(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "hilang" / "a.xlsx")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["Sari Dewi;Tono Baru"], ["Sari Dewi", "Tono Baru"]),
        (["Sari Dewi, S.E.; Tono Baru;"], ["Sari Dewi, S.E.", "Tono Baru"]),
        (["Sari Dewi, Tono Baru"], ["Sari Dewi", "Tono Baru"]),
        (["Sari\nTono\n"], ["Sari", "Tono"]),
        (["Sari", "Tono", "Sari"], ["Sari", "Tono"]),
        (["Dewi, Sari"], ["Dewi, Sari"]),
        (["", " ; "], []),
    ],
)
def test_names_of_a_list_are_people_each(
    tmp_path: Path, given: list[str], expected: list[str]
) -> None:
    past = past_of(tmp_path, Options(date(2026, 12, 1), own={"petugas": tuple(given)}))
    assert list(past.officers) == expected


@pytest.mark.parametrize("given", ["Sari & Tono", "Sari Dewi / Tono Baru", "Sari dan Tono"])
def test_two_people_under_one_name_are_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(WrongUse, match="pisahkan nama dengan titik koma"):
        past_of(tmp_path, Options(date(2026, 12, 1), own={"petugas": (given,)}))


def test_who_is_named_beside_one_who_sent_is_missed(tmp_path: Path, run: Run) -> None:
    month_file(tmp_path, "Sari Dewi")
    _, said = run("rekap", tmp_path, "--uji", "--petugas", "Sari Dewi;Tono Baru")
    assert "Satu petugas belum mengirim; angkanya tidak ditebak: Tono Baru" in said


def test_that_all_have_sent_is_said_where_a_list_says_who_all_are(tmp_path: Path, run: Run) -> None:
    month_file(tmp_path, "Sari Dewi")
    month_file(tmp_path, "Tono Baru", start=90)
    _, said = run("rekap", tmp_path, "--uji")
    assert "Semua petugas" not in said
    assert "Dua petugas mengirim. Siapa yang belum, hanya diketahui dari daftar petugas" in said
    _, said = run("rekap", tmp_path, "--uji", "--petugas", "Sari Dewi; Tono Baru")
    assert "Semua petugas (2) sudah mengirim." in said


def test_what_earlier_roll_ups_remember_is_such_a_list(tmp_path: Path, run: Run) -> None:
    folder, out = tmp_path / "masuk", tmp_path / "HASIL"
    month_file(folder, "Sari Dewi", "Oktober 2026")
    run("rekap", folder, "--bulan", "2026-10", "--keluar", out)
    month_file(folder, "Sari Dewi", start=90)
    _, said = run("rekap", folder, "--keluar", out, "--uji")
    assert "Semua petugas (1) sudah mengirim." in said


def test_months_that_most_officers_lack_are_said_beside_the_achievement(
    tmp_path: Path, run: Run
) -> None:
    month_file(tmp_path, "Sari Dewi")
    month_file(tmp_path, "Tono Baru", start=90)
    _, said = run("rekap", tmp_path, "--uji")
    assert "Bulan sebelumnya belum lengkap dari 2 petugas; capaian hanya dari bulan yang" in said
    whole = openpyxl.Workbook()
    for number, month in enumerate(MONTHS):
        month_sheet(whole.create_sheet(month), "Sari Dewi", f"{month} 2026", 90 + number)
    whole.remove(whole.worksheets[0])
    whole.save(tmp_path / "Target Sari Dewi November 2026.xlsx")
    _, said = run("rekap", tmp_path, "--uji", "--bulan", "2026-11")
    assert "Bulan sebelumnya" not in said


def test_months_alike_of_several_segments_are_told_once(tmp_path: Path, run: Run) -> None:
    month_file(tmp_path, "Sari Dewi")
    month_file(tmp_path, "Tono Baru", start=90)
    run("rekap", tmp_path, "--keluar", tmp_path / "HASIL")
    book = openpyxl.load_workbook(tmp_path / "HASIL" / "Rekap_Target_2026-11.xlsx")
    said = {cell.value for row in book["Per Petugas"].iter_rows() for cell in row}
    assert "belum lengkap: BPU, Jakon, PU (Jan s.d. Okt)" in said
