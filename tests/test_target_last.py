"""Target sheets: group headings that repeat, sections below Keterangan, cut names, part of a month."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kepesertaan.domain.target_memory import Before
from kepesertaan.domain.targets import Reading
from kepesertaan.rules.target_gathering.gather import gather
from kepesertaan.run.target_child import Known, read_here

NOV = (2026, 11)
Rows = list[list[Any]]
TITLES: Rows = [["REKAP 2026"], ["Bulan: November 2026"]]


def read(tmp_path: Path, rows: Rows, sheet: str = "Data") -> Reading:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    path = tmp_path / "Andi Pratama.xlsx"
    book.save(path)
    files = read_here([path], Known((), 2026), progress=lambda _n: None)
    return gather(files, Before(), NOV, ())


def used(reading: Reading) -> dict[tuple[str, str], Decimal]:
    """Metric and segment, and side, to value."""
    return {
        (f"{f.metric} {f.segment}", f.side): f.value for f in reading.figures if f.value is not None
    }


def told(reading: Reading, level: str) -> str:
    return " ".join(finding.text for finding in reading.findings if finding.level == level)


BOTH = {("akuisisi PU", "target"): 11, ("akuisisi PU", "realisasi"): 12,
        ("akuisisi BPU", "target"): 13, ("akuisisi BPU", "realisasi"): 14}  # fmt: skip


@pytest.mark.parametrize("middle", ["Nov", "November 2026", "Akuisisi TK"])
def test_the_same_text_below_every_group_is_part_of_the_heading(
    tmp_path: Path, middle: str
) -> None:
    rows: Rows = [["REKAP 2026 November"], ["Indikator", "PU", None, "BPU", None],
                  [None, middle, None, middle, None],
                  [None, "Target", "Realisasi", "Target", "Realisasi"],
                  ["Akuisisi TK", 11, 12, 13, 14]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert used(reading) == BOTH
    assert not told(reading, "tanya")


def test_the_same_title_over_two_tables_beside_each_other_heads_no_column(tmp_path: Path) -> None:
    rows: Rows = [["November 2026", None, None, None, "November 2026"],
                  ["Akuisisi TK", "Target", "Realisasi", None, "Akuisisi TK", "Target",
                   "Realisasi"],
                  ["PU", 11, 12, None, "BPU", 13, 14]]  # fmt: skip
    assert used(read(tmp_path, rows)) == BOTH


def test_segments_over_target_and_realisation_below_keterangan_hold_for_them(
    tmp_path: Path,
) -> None:
    rows: Rows = [*TITLES, ["Keterangan", "Akuisisi"], ["PU"], ["Target", 11], ["Realisasi", 12],
                  ["BPU"], ["Target", 13], ["Realisasi", 14]]  # fmt: skip
    assert used(read(tmp_path, rows)) == BOTH
    assert used(read(tmp_path, [*rows, ["Cadangan", 5]])) == BOTH


@pytest.mark.parametrize("note", ["menunggu surat", "BPU menyusul"])
def test_notes_below_keterangan_head_nothing(tmp_path: Path, note: str) -> None:
    rows: Rows = [*TITLES, ["Keterangan", "Segmen", "Akuisisi"], ["Target", "PU", 11], [note],
                  ["Realisasi", "PU", 12], ["Target", "BPU", 13],
                  ["Realisasi", "BPU", 14]]  # fmt: skip
    assert used(read(tmp_path, rows)) == BOTH


@pytest.mark.parametrize("head", [
    "Realisasi s.d. 15 Nov", "Realisasi s/d 15 November 2026", "Realisasi s.d. tgl 15/11/2026",
    "Realisasi 1 s.d. 15 November 2026",
])  # fmt: skip
def test_a_realisation_of_a_part_of_its_month_is_remarked_on(tmp_path: Path, head: str) -> None:
    rows: Rows = [*TITLES, ["Akuisisi TK", "Target", head], ["PU", 11, 12], ["BPU", 13, 14]]
    reading = read(tmp_path, rows)
    assert "hanya sampai tanggal 15" in told(reading, "periksa")
    assert used(reading)[("akuisisi PU", "realisasi")] == 12


@pytest.mark.parametrize("head", [
    "Realisasi s.d. 30 Nov", "Realisasi s.d. Nov", "Realisasi s.d. 11/2026",
    "Realisasi 1 s.d. 30 November 2026",
])  # fmt: skip
def test_a_realisation_of_whole_months_is_not_remarked_on(tmp_path: Path, head: str) -> None:
    rows: Rows = [*TITLES, ["Akuisisi TK", "Target", head], ["PU", 11, 12], ["BPU", 13, 14]]
    assert "sampai tanggal" not in told(read(tmp_path, rows), "periksa")


def test_a_total_beside_one_column_it_is_not_the_sum_of_is_asked_about(tmp_path: Path) -> None:
    rows: Rows = [*TITLES, ["Realisasi"], ["Akuisisi TK", "Jumlah", "Des-25"],
                  ["PU", 11, 5], ["BPU", 13, 6]]  # fmt: skip
    assert "bukan jumlahnya" in told(read(tmp_path, rows), "tanya")


def test_a_total_that_is_the_one_column_again_needs_no_question(tmp_path: Path) -> None:
    rows: Rows = [*TITLES, ["Realisasi"], ["Akuisisi TK", "Jumlah", "Nov-26"],
                  ["PU", 11, 11], ["BPU", 13, 13]]  # fmt: skip
    assert "bukan jumlahnya" not in told(read(tmp_path, rows), "tanya")


@pytest.mark.parametrize(("sheet", "segment"), [
    ("Andi Pratama Bukan Penerima Upa", "BPU"), ("Akuisisi TK Baru Jasa Konstruks", "JAKON"),
    ("Akuisisi TK Bukan Penerima Upah", "BPU"), ("Tenaga Kerja Aktif Penerima Upa", "PU"),
    ("Tenaga Kerja Aktif Bukan Peneri", "BPU"),
])  # fmt: skip
def test_a_sheets_name_cut_by_excel_still_says_its_segment(
    tmp_path: Path, sheet: str, segment: str
) -> None:
    rows: Rows = [*TITLES, ["Uraian", "Target", "Realisasi"], ["Akuisisi TK", 11, 12]]
    reading = read(tmp_path, rows, sheet)
    assert {f.segment for f in reading.figures} == {segment}
    assert {f.officer for f in reading.figures} == {"Andi Pratama"}


@pytest.mark.parametrize(
    "sheet", ["Andi Pratama Penerima Upa", "Target Andi Pratama Kusuma Jasa", 31 * "_", 31 * " "]
)
def test_other_names_of_sheets_are_taken_as_they_are(tmp_path: Path, sheet: str) -> None:
    rows: Rows = [*TITLES, ["Uraian", "Target", "Realisasi"], ["Akuisisi TK", 11, 12]]
    assert {f.segment for f in read(tmp_path, rows, sheet).figures} == {""}


@pytest.mark.parametrize("label", ["Cabang", "Kantor"])
def test_a_row_of_idle_words_is_not_what_a_row_without_words_is(tmp_path: Path, label: str) -> None:
    rows: Rows = [*TITLES, ["Akuisisi TK PU"], [None, "Target", "Realisasi"], [None, 11, None],
                  [label, 5, 6]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert used(reading) == {("akuisisi PU", "target"): 11}
    assert "ada baris tanpa kata" in told(reading, "tanya")


def test_rows_that_say_what_they_count_stand_beside_one_without_words(tmp_path: Path) -> None:
    rows: Rows = [*TITLES, ["Akuisisi TK"], [None, "Target", "Realisasi"], [None, 24, 26],
                  ["PU", 11, 12], ["BPU", 13, 14]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert used(reading).items() >= BOTH.items()
    assert "ada baris tanpa kata" not in told(reading, "tanya")


@pytest.mark.parametrize(("others", "is_asked"), [
    (["Okt", "Des-25"], True), (["Okt", "Nov"], False),
])  # fmt: skip
def test_a_column_of_angka_beside_other_months_may_be_the_titles(
    tmp_path: Path, others: list[str], is_asked: bool
) -> None:
    rows: Rows = [*TITLES, ["Realisasi Akuisisi TK"], ["Segmen", "Angka", *others],
                  ["PU", 11, 5, 6], ["BPU", 13, 7, 8]]  # fmt: skip
    assert ("angka November?" in told(read(tmp_path, rows), "tanya")) == is_asked


@pytest.mark.parametrize(("first", "second", "level"), [
    ("Target", "Pencapaian", "bisa realisasi atau persentase"),
    ("Rencana", "Realisasi", "bisa target atau perkiraan"),
])  # fmt: skip
def test_sides_by_other_words_below_keterangan_are_no_notes(
    tmp_path: Path, first: str, second: str, level: str
) -> None:
    rows: Rows = [["TARGET KEPESERTAAN"], *TITLES, ["Keterangan", "Akuisisi TK PU", "TK Aktif PU"],
                  [first, None, 21], [second, 12, 22]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert level in told(reading, "tanya")
    assert ("akuisisi PU", "target") not in used(reading)


def test_a_note_of_target_below_keterangan_is_a_note(tmp_path: Path) -> None:
    rows: Rows = [*TITLES, ["Akuisisi TK", "Target", "Realisasi", "Keterangan"],
                  ["PU", 11, 12, "menunggu surat"], ["BPU", 13, 14, "Deviasi"]]  # fmt: skip
    assert used(read(tmp_path, rows)) == BOTH


def test_angka_beside_what_is_cumulative_and_a_quarters_target_is_asked_about(
    tmp_path: Path,
) -> None:
    rows: Rows = [*TITLES, ["Kegiatan", "T/R", "Angka", "Akumulasi", "Target TW IV"],
                  ["TK Aktif PU", "T", 60, 51, 67], [None, "R", 89, 59, None]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert not used(reading)
    assert "dua kolom tidak menyebut isinya" in told(reading, "tanya")


@pytest.mark.parametrize("label", ["% Capaian", "Selisih", "Realisasi Tahun Lalu", "Rata-rata"])
def test_rows_behind_a_row_left_out_within_a_group_are_asked_about(
    tmp_path: Path, label: str
) -> None:
    rows: Rows = [["REKAP 2026"], ["Kegiatan", "Bulan", "Segmen", "Target", "Realisasi"],
                  ["Akuisisi TK", "Okt", "PU", 1, 2], [None, None, "BPU", 3, 4],
                  [label, None, None, 5, 6],
                  [None, "Nov", "PU", 11, 12], [None, None, "BPU", 13, 14]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert {f.value for f in reading.figures if f.month == NOV} <= {None}
    assert f"masih {label}?" in told(reading, "tanya")


def test_what_is_left_out_by_segment_as_every_group_is_not_asked_about(tmp_path: Path) -> None:
    rows: Rows = [*TITLES, ["Uraian", "Segmen", "Target", "Realisasi"],
                  ["Akuisisi TK", None, 24, 26], [None, "PU", 11, 12], [None, "BPU", 13, 14],
                  ["Tahun Lalu", None, 2, 2], [None, "PU", 1, 1], [None, "BPU", 1, 1]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert used(reading).items() >= BOTH.items()
    assert not told(reading, "tanya")


def test_a_label_left_out_with_its_segments_beside_it_is_not_asked_about(tmp_path: Path) -> None:
    rows: Rows = [*TITLES, ["Uraian", "Segmen", "Target", "Realisasi"],
                  ["Akuisisi TK", "PU", 11, 12], [None, "BPU", 13, 14],
                  ["Tahun Lalu", "PU", 1, 1], [None, "BPU", 1, 1]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert used(reading) == BOTH
    assert not told(reading, "tanya")


def test_a_title_of_achievements_beside_one_column_of_targets_is_asked_about(
    tmp_path: Path,
) -> None:
    rows: Rows = [["CAPAIAN KEPESERTAAN"], *TITLES, ["Segmen", "Akuisisi TK", "Target Harian"],
                  ["PU", 11, 1], ["BPU", 13, 2]]  # fmt: skip
    reading = read(tmp_path, rows, "Target")
    assert not {11, 13} & set(used(reading).values())
    assert "judulnya menyebut capaian" in told(reading, "tanya")


def test_a_total_beside_what_may_be_percentages_is_no_target_by_the_sheets_name(
    tmp_path: Path,
) -> None:
    rows: Rows = [["AKUISISI TK"], *TITLES, ["Segmen", "Pencapaian", "Total 2026"],
                  ["PU", 11, 49], ["BPU", 13, 48]]  # fmt: skip
    reading = read(tmp_path, rows, "Target")
    assert not used(reading)
    assert "jumlah di sebelah kolom capaian" in told(reading, "tanya")


def test_a_total_beside_target_realisation_and_achievement_is_not_asked_about(
    tmp_path: Path,
) -> None:
    rows: Rows = [*TITLES, ["Akuisisi TK", "Target", "Realisasi", "Capaian", "Total"],
                  ["PU", 11, 12, 109, 23], ["BPU", 13, 14, 108, 27]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert used(reading) == BOTH
    assert not told(reading, "tanya")


@pytest.mark.parametrize(("past", "is_asked"), [("2025", True), ("2026", False)])
def test_a_realisation_of_another_year_makes_no_percentage_of_what_was_achieved(
    tmp_path: Path, past: str, is_asked: bool
) -> None:
    rows: Rows = [["REKAP"], ["Akuisisi TK", f"Realisasi Nov {past}", "Target Nov 2026",
                              "Capaian Nov 2026"],
                  ["PU", 97, 11, 12], ["BPU", 47, 13, 14]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert ("bisa realisasi atau persentase" in told(reading, "tanya")) == is_asked


@pytest.mark.parametrize(("label", "is_asked"), [
    ("Saldo Akhir", True), ("Kontribusi", True), ("Penyesuaian", True), ("Awal Ramadhan", False),
])  # fmt: skip
def test_amounts_of_nobody_among_officers_are_asked_about(
    tmp_path: Path, label: str, is_asked: bool
) -> None:
    rows: Rows = [*TITLES, ["AKUISISI TK PU"], ["Nama", "Target", "Realisasi"],
                  ["Siti Aminah", 11, 12], ["Budi Santoso", 13, 14], [label, 5, 6]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert ("nama petugas tidak ada di barisnya" in told(reading, "tanya")) == is_asked
    assert (label in reading.officers) != is_asked


def test_a_plan_beside_a_target_nobody_knows_is_asked_about(tmp_path: Path) -> None:
    rows: Rows = [*TITLES, ["Akuisisi TK", "Rencana", "Realisasi", "Target Stretch"],
                  ["PU", 11, 12, 5], ["BPU", 13, 14, 6]]  # fmt: skip
    assert "bila target, tulis Target" in told(read(tmp_path, rows), "tanya")
    plain = [[*row[:3], row[3].split()[0]] if row[1:2] == ["Rencana"] else row for row in rows]
    assert "bila target, tulis Target" not in told(read(tmp_path, plain), "tanya")


def test_a_row_without_a_side_beside_rows_of_both_is_no_target_by_the_sheets_name(
    tmp_path: Path,
) -> None:
    rows: Rows = [*TITLES, ["AKUISISI TK"], ["Uraian", "Nilai"], ["Target PU", 11],
                  ["Realisasi PU", 12], ["BPU", 13]]  # fmt: skip
    reading = read(tmp_path, rows, "Target")
    assert used(reading) == {("akuisisi PU", "target"): 11, ("akuisisi PU", "realisasi"): 12}
    assert "target atau realisasi tidak disebut" in told(reading, "tanya")
    rows = [*rows[:-1], ["Target BPU", 13], ["Realisasi BPU", 14]]
    assert used(read(tmp_path, rows, "Target")) == BOTH
