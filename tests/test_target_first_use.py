"""Rekap Target as somebody meets it who has only the README and the guide."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
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
from locked import locked_package

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
    rows: list[list[Any]] = [[f"Nama: {name}"], [f"Bulan: {month}"], [], HEADS]
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


def test_an_achievement_of_few_says_of_how_many_who_sent(tmp_path: Path, run: Run) -> None:
    month_file(tmp_path, "Sari Dewi")
    month_file(tmp_path, "Tono Baru", start=90)
    book = openpyxl.Workbook()
    rows: list[list[Any]] = [["Nama: Rina Aji"], ["Bulan: November 2026"], ["Segmen", "Target TK", "Realisasi TK"],
            ["PU", 120, 100], ["BPU", 50, 40]]  # fmt: skip
    for row in rows:
        book.worksheets[0].append(row)
    book.save(tmp_path / "Rina.xlsx")
    _, said = run("rekap", tmp_path, "--keluar", tmp_path / "HASIL")
    assert "Kepesertaan 82,4 % (1 dari 3 petugas), iuran" in said
    page = docx.Document(str(tmp_path / "HASIL" / "Rapat_Target_2026-11.docx"))
    text = "\n".join(paragraph.text for paragraph in page.paragraphs)
    assert "82,4 % dari target 170 (1 dari 3 petugas)" in text
    assert "Tiga petugas mengirim." in text
    assert "--petugas" not in text


@pytest.mark.parametrize("month", ["2025-11", "2026-12"])
def test_a_month_of_which_nobody_has_anything_names_the_one_there_is(
    tmp_path: Path, run: Run, month: str
) -> None:
    month_file(tmp_path, "Sari Dewi")
    _, said = run("rekap", tmp_path, "--uji", "--bulan", month)
    assert "Realisasi terakhir di lembarnya November 2026" in said
    assert "pakai --bulan 2026-11." in said
    _, said = run("rekap", tmp_path, "--uji", "--bulan", "2026-11")
    assert "Realisasi terakhir" not in said


def test_a_sheet_with_nothing_realised_is_not_called_never_sent(tmp_path: Path, run: Run) -> None:
    month_file(tmp_path, "Sari Dewi")
    blank = month_file(tmp_path, "Tono Baru")
    book = openpyxl.load_workbook(blank)
    for row in (5, 6, 7):
        book.worksheets[0].cell(row, 3).value = book.worksheets[0].cell(row, 5).value = None
    book.save(blank)
    month_file(tmp_path, "Rina Aji", "November 2025", start=90)
    _, said = run("rekap", tmp_path, "--bulan", "2026-11", "--keluar", tmp_path / "HASIL")
    assert "Rina Aji (terakhir Nov 2025)" in said
    assert "Tono Baru (lembar Nov ada, realisasinya kosong)" in said
    found = openpyxl.load_workbook(tmp_path / "HASIL" / "Rekap_Target_2026-11.xlsx")
    notes = {(row[2].value, row[9].value) for row in found["Lembar Masuk"].iter_rows(min_row=5)}
    assert ("Tono Baru", "lembarnya ada, realisasinya kosong") in notes


def _asked(page: Any) -> None:
    page["A2"] = None


def _unit(page: Any) -> None:
    page["D4"], page["E4"] = "Target Iuran", "Realisasi Iuran"
    for row in (5, 6, 7):
        page.cell(row, 4).value, page.cell(row, 5).value = 400, 300 + row


def _text(page: Any) -> None:
    page["C5"] = "sekitar 90"


def _unit_said(page: Any) -> None:
    page["D4"] = "Target Iuran dalam jutaan rupiah"
    page["E4"] = "Realisasi Iuran dalam jutaan rupiah"


@pytest.mark.parametrize(
    ("spoil", "says", "mend"),
    [
        (_asked, "tulis di judulnya", lambda page: page.__setitem__("A2", "Bulan: November 2026")),
        (_unit, "Tulis di judul, misalnya 'dalam jutaan rupiah'", _unit_said),
        (_text, "ketik angkanya saja", lambda page: page.__setitem__("C5", 90)),
    ],
)
def test_what_a_question_says_to_do_answers_it(
    tmp_path: Path, run: Run, spoil: Callable[[Any], None], says: str, mend: Callable[[Any], None]
) -> None:
    folder, out = tmp_path / "masuk", tmp_path / "HASIL"
    path = month_file(folder, "Sari Dewi").rename(folder / "Sari Dewi.xlsx")
    for change, name, count in ((spoil, "", 1), (mend, "_salinan", 0)):
        book = openpyxl.load_workbook(path)
        change(book.worksheets[0])
        book.save(path)
        run("rekap", folder, "--bulan", "2026-11", "--keluar", out, "--salinan")
        made = openpyxl.load_workbook(out / f"Rekap_Target_2026-11{name}.xlsx")
        rows = list(made["Pertanyaan"].values) if "Pertanyaan" in made.sheetnames else []
        asked = [str(row[5]) for row in rows if "Tanya" in str(row[1])]
        assert len(asked) == count
        assert not count or says in asked[0]


def test_a_folder_without_workbooks_is_named(tmp_path: Path, run: Run) -> None:
    (tmp_path / "Target November").mkdir()
    code, said = run("rekap", tmp_path / "Target November")
    assert (code, said.startswith("Folder Target November tidak memuat")) == (3, True)


def test_a_note_names_its_file_once(tmp_path: Path, run: Run, monkeypatch: Any) -> None:
    path = month_file(tmp_path, "Sari Dewi")
    path.write_bytes(locked_package(path.read_bytes(), "Rahasia 1"))
    monkeypatch.setenv("KEPESERTAAN_SANDI", "Rahasia 1")
    _, said = run("rekap", tmp_path, "--uji", "--sandi")
    assert said.count(path.name) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the size of files is limited on Linux")
def test_a_disk_that_is_full_is_one_sentence(tmp_path: Path) -> None:
    import resource

    month_file(tmp_path / "masuk", "Sari Dewi")
    words = ["rekap", str(tmp_path / "masuk"), "--keluar", str(tmp_path / "HASIL")]
    for most in (1000, 40_000):
        done = subprocess.run(
            [sys.executable, "-m", "kepesertaan.cli", *words], capture_output=True, text=True,
            check=False, env={**os.environ, "HOME": str(tmp_path)},
            preexec_fn=lambda most=most: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        )  # fmt: skip
        assert done.returncode == 4
        assert done.stderr.startswith("Ruang simpan di folder")
        assert len(done.stderr.splitlines()) == 1
        assert not list((tmp_path / "HASIL").glob("*.*"))


def test_what_is_no_target_sheet_is_told_what_is(tmp_path: Path, run: Run) -> None:
    note = tmp_path / "catatan.csv"
    note.write_text("Belanja;Harga\nKertas;50\n")
    code, said = run("rekap", note)
    assert code == 3
    assert "tabelnya perlu judul Target dan Realisasi." in said


def test_a_folder_of_results_alone_is_no_folder_of_sheets(tmp_path: Path, run: Run) -> None:
    month_file(tmp_path / "masuk", "Sari Dewi")
    run("rekap", tmp_path / "masuk", "--keluar", tmp_path / "HASIL")
    code, said = run("rekap", tmp_path / "HASIL")
    assert code == 3
    assert "Folder HASIL tidak memuat berkas Excel, CSV, atau ODS selain hasil rekap." in said
