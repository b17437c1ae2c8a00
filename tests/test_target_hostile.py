"""Target sheets as a thousand offices may type them: what is not certain is asked, never used."""

from __future__ import annotations

from datetime import datetime
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


def read(tmp_path: Path, rows: Rows, name: str = "Andi Pratama.xlsx") -> Reading:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Data"
    for row in rows:
        page.append(row)
    path = tmp_path / name
    book.save(path)
    files = read_here([path], Known((), 2026), progress=lambda _n: None)
    return gather(files, Before(), NOV, ())


def used(reading: Reading) -> dict[tuple[str, str, str], Decimal]:
    """Metric, segment and officer, and side, to value."""
    return {
        (f"{f.metric} {f.segment}", f.officer, f.side): f.value
        for f in reading.figures
        if f.value is not None
    }


def asked(reading: Reading) -> str:
    return " ".join(finding.text for finding in reading.findings if finding.level == "tanya")


OFFICERS: Rows = [
    *TITLES, ["AKUISISI TK PU"], ["Petugas", "Target", "Realisasi"],
    ["Andi Pratama", 100, 90], ["Siti Aminah", 200, 170],
]  # fmt: skip


@pytest.mark.parametrize(
    "label",
    [
        "BPU Mandiri",
        "PU Eks BPU",
        "Iuran JHT",
        "Target Minimal",
        "Winback Lama",
        "Denda",
        "Koreksi",
        "di antaranya online",
    ],
)
def test_what_counts_something_is_nobody_among_officers(tmp_path: Path, label: str) -> None:
    reading = read(tmp_path, [*OFFICERS, [label, 30, 20]], "kiriman.xlsx")
    assert set(reading.officers) == {"Andi Pratama", "Siti Aminah"}
    assert "nama petugas tidak ada di barisnya" in asked(reading)


@pytest.mark.parametrize("name", ["Ach. Fauzi", "Ach Zaini", "H. Rizal", "Bu Rina", "Mei Lestari"])
def test_names_with_words_of_target_sheets_are_names(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, [*OFFICERS, [name, 30, 20]], "kiriman.xlsx")
    assert len(reading.officers) == 3
    assert {v for (_, _, side), v in used(reading).items() if side == "realisasi"} == {90, 170, 20}
    assert not asked(reading)


def sided(*heads: str) -> Rows:
    start: Rows = [*TITLES, ["Indikator", *heads]]
    numbers = [(100, 11), (90, 12), (700, 13), (650, 14)]
    labels = ("Target Akuisisi PU", "Realisasi Akuisisi PU", "Target TK Aktif PU",
              "Realisasi TK Aktif PU")  # fmt: skip
    return [*start, *([label, *pair] for label, pair in zip(labels, numbers, strict=True))]


@pytest.mark.parametrize(
    "heads",
    [("Angka", "Bulan Ini"), ("Nilai", "Jumlah"), ("Nilai", "Akumulasi"), ("Nilai", "Growth"),
     ("Angka", "Nilai"), ("Angka", ""), ("Nilai", "2026"), ("Nilai", "Potensi"), ("Jumlah", ""),
     ("Bulan Ini", "Jumlah")],
)  # fmt: skip
def test_one_of_two_columns_that_may_both_be_the_numbers_is_asked_about(
    tmp_path: Path, heads: tuple[str, str]
) -> None:
    reading = read(tmp_path, sided(*heads))
    assert used(reading) == {}
    assert "mana angkanya" in asked(reading)


@pytest.mark.parametrize("heads", [("Nilai", "Keterangan"), ("PU", "Nilai"), ("Nov 2026", "Nilai")])
def test_a_score_beside_what_says_what_it_is_stays_a_score(
    tmp_path: Path, heads: tuple[str, str]
) -> None:
    rows = sided(*heads)
    rows = [[*row[:2], "baik"] if len(row) > 2 and heads[1] == "Keterangan" and row[1] != heads[0]
            else row for row in rows]  # fmt: skip
    reading = read(tmp_path, rows)
    assert set(used(reading).values()) == {100, 90, 700, 650} or set(used(reading).values()) == {
        700,
        650,
    }
    assert not asked(reading)


@pytest.mark.parametrize("dated", [True, False])
def test_months_below_a_heading_nobody_knows_are_asked_about(tmp_path: Path, dated: bool) -> None:
    when = [datetime(2026, month, 1) if dated else name
            for month, name in ((10, "Oktober"), (11, "November"))]  # fmt: skip
    rows: Rows = [
        ["TAHUN 2026"], ["Akuisisi TK PU"], ["Bulan", "Wahyu Hidayat"], ["Target"],
        [when[0], 8145], [when[1], 9827], ["Realisasi"], [when[0], 3095], [when[1], 77],
    ]  # fmt: skip
    assert "judul kolomnya tidak dikenal" in asked(read(tmp_path, rows, "kiriman.xlsx"))


def test_months_of_what_is_no_target_are_not_asked_about(tmp_path: Path) -> None:
    rows: Rows = [["Tagihan listrik"], ["Bulan", "Gedung"], ["Oktober", 8145], ["November", 9827]]
    assert not asked(read(tmp_path, rows, "kiriman.xlsx"))


def test_a_bare_year_beside_a_plan_has_not_the_side_of_the_files_name(tmp_path: Path) -> None:
    rows: Rows = [*TITLES, ["Uraian", "Rencana", "Realisasi", "2026"],
                  ["Akuisisi PU", 100, 90, 363], ["Akuisisi BPU", 70, 60, 52]]  # fmt: skip
    reading = read(tmp_path, rows, "Target Andi Pratama.xlsx")
    assert {side for _, _, side in used(reading)} == {"realisasi"}


def test_a_title_of_achievements_is_no_target_by_the_files_name(tmp_path: Path) -> None:
    rows: Rows = [["CAPAIAN KEPESERTAAN"], *TITLES, ["Indikator", "Nilai"], ["TK Aktif PU", 1733],
                  ["Akuisisi PU", 40]]  # fmt: skip
    reading = read(tmp_path, rows, "Target Andi Pratama.xlsx")
    assert used(reading) == {}
    assert "capaian" in asked(reading).lower()


def test_a_title_of_targets_needs_no_other_word(tmp_path: Path) -> None:
    rows: Rows = [["TARGET KEPESERTAAN"], *TITLES, ["Indikator", "Nilai"], ["TK Aktif PU", 1733],
                  ["Akuisisi PU", 40]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert set(used(reading).values()) == {1733, 40}


@pytest.mark.parametrize("mark", ["+/-", "(+/-)", "\u0394", "\u00b1", "+ / -"])
def test_a_difference_told_by_a_mark_is_no_figure(tmp_path: Path, mark: str) -> None:
    rows: Rows = [*TITLES, ["AKUISISI TK"], ["Keterangan", "Segmen", "Jumlah", mark],
                  ["Target", "PU", 3195, 31], ["Target", "BPU", 4540, 32],
                  ["Realisasi", "PU", 874, 23], ["Realisasi", "BPU", 3950, 18]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert set(used(reading).values()) == {3195, 4540, 874, 3950}


@pytest.mark.parametrize(
    "rows",
    [
        [["Pembina", "Target Iuran", "Realisasi Iuran"], ["BPU"], ["Joko Susilo", 6, 8],
         ["Wahyu Hidayat", 2, 3]],
        [["Uraian", "Iuran", "Akuisisi"], ["BPU"], ["Target", 6, 8], ["Realisasi", 2, 3]],
        [["Bulan", "Target Iuran", "Realisasi Iuran"], ["BPU"], ["Oktober", 6, 8],
         ["November", 2, 3]],
    ],
)  # fmt: skip
def test_a_segment_over_rows_of_officers_sides_or_months_holds_for_them(
    tmp_path: Path, rows: Rows
) -> None:
    reading = read(tmp_path, [["REKAP NOVEMBER 2026 (Rp juta)"], *rows])
    assert {f.segment for f in reading.figures} == {"BPU"}
    assert len([f for f in reading.figures if f.value is not None]) == 4


def test_a_segment_nobody_has_filled_in_yet_heads_no_other(tmp_path: Path) -> None:
    rows: Rows = [*TITLES, ["AKUISISI TK"], ["Segmen", "Target", "Realisasi"], ["PU"],
                  ["BPU", 5, 6], ["PMI", 7, 8]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert {f.segment for f in reading.figures if f.value is not None} == {"BPU", "PMI"}


def test_last_years_realisation_makes_no_percentage_of_what_was_achieved(tmp_path: Path) -> None:
    rows: Rows = [*TITLES, ["Uraian", "Target", "Capaian"], ["Kunjungan", 50, 40],
                  ["Sosialisasi", 6, 5], ["Realisasi Tahun Lalu", 30, 20]]  # fmt: skip
    assert "bisa realisasi atau persentase" in asked(read(tmp_path, rows))


@pytest.mark.parametrize("head", ["Target TW IV", "Target Semester II", "Target Q4"])
def test_a_quarters_target_is_of_no_month_its_row_names(tmp_path: Path, head: str) -> None:
    rows: Rows = [["Akuisisi PU 2026"], ["Bulan", "Target Bulan", head, "Realisasi"],
                  ["Oktober", 50, 700, 40], ["November", 60, 800, 45]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert not {700, 800} & {f.value for f in reading.figures}
    alone = [[row[0], *row[2:]] for row in rows[1:]]
    reading = read(tmp_path, [rows[0], *alone])
    assert not {700, 800} & {f.value for f in reading.figures}
    assert "triwulan" in asked(reading)


@pytest.mark.parametrize(
    "rows",
    [
        [["TK AKTIF PU"], ["Nama", "Target", "Realisasi"], ["Andi Pratama", 2019, 2031],
         ["Siti Aminah", 200, 170]],
        [["TK AKTIF PU"], ["Nama", "Target", "Realisasi"], ["Siti Aminah", 200, 170],
         ["Andi Pratama", 2019, 2031]],
        [["TK AKTIF PU"], ["Nama", "Target", "Realisasi"], ["Andi Pratama", "2.019", "2.031"],
         ["Siti Aminah", "200", "170"]],
        [["TK AKTIF PU"], ["Uraian", "Andi Pratama", "Siti Aminah"], ["Target", 2019, 200],
         ["Realisasi", 2031, 170]],
    ],
)  # fmt: skip
def test_two_thousand_workers_are_no_year(tmp_path: Path, rows: Rows) -> None:
    reading = read(tmp_path, [*TITLES, *rows], "kiriman.xlsx")
    assert used(reading) == {
        ("tk_aktif PU", "Andi Pratama", "target"): 2019,
        ("tk_aktif PU", "Andi Pratama", "realisasi"): 2031,
        ("tk_aktif PU", "Siti Aminah", "target"): 200,
        ("tk_aktif PU", "Siti Aminah", "realisasi"): 170,
    }


@pytest.mark.parametrize(
    "rows",
    [
        [["Bulan", "Target", "Realisasi"], ["Oktober", 2019, 2031], ["November", 2020, 170]],
        [["Uraian", "Oktober", "November"], ["Target", 2019, 2020], ["Realisasi", 2031, 170]],
        [["", "Oktober", "November"], ["Target TK Aktif", 2019, 2020],
         ["Realisasi TK Aktif", 2031, 170]],
    ],
)  # fmt: skip
def test_two_thousand_workers_of_a_month_are_no_year(tmp_path: Path, rows: Rows) -> None:
    reading = read(tmp_path, [["TK AKTIF PU 2026"], *rows])
    values = {(f.month, f.side, f.value) for f in reading.figures}
    assert values == {((2026, 10), "target", 2019), ((2026, 11), "target", 2020),
                      ((2026, 10), "realisasi", 2031), ((2026, 11), "realisasi", 170)}  # fmt: skip


def test_years_below_sides_are_still_years(tmp_path: Path) -> None:
    rows: Rows = [["TK AKTIF NOVEMBER"], ["Segmen", "Realisasi November", None],
                  [None, 2025, 2026], ["PU", 90, 80], ["BPU", 30, 20]]  # fmt: skip
    reading = read(tmp_path, rows)
    found = {(f.month, f.segment): f.value for f in reading.figures}
    assert found == {((2025, 11), "PU"): 90, ((2026, 11), "PU"): 80, ((2025, 11), "BPU"): 30,
                     ((2026, 11), "BPU"): 20}  # fmt: skip


@pytest.mark.parametrize("head", ["Keterangan", "T/R", "Uraian"])
def test_a_column_that_says_one_side_everywhere_beats_the_files_name(
    tmp_path: Path, head: str
) -> None:
    rows: Rows = [*TITLES, ["TK AKTIF"], [head, "Segmen", "Angka"], ["Realisasi", "PMI", 1397],
                  ["Realisasi", "PU", 3230], [], ["Sumber: SMILE"]]  # fmt: skip
    reading = read(tmp_path, rows, "Target Andi Pratama.xlsx")
    assert {side for _, _, side in used(reading)} == {"realisasi"}


@pytest.mark.parametrize("rows", [
    [["AKUISISI PU"], [None, "Target", "Realisasi"], [None, 2033, 2034]],
    [["AKUISISI PU"], ["T/R", "Merah", "Biru"], ["T", 2033, 2034], ["R", 2012, 2035]],
])  # fmt: skip
def test_numbers_that_may_all_be_years_do_not_vanish(tmp_path: Path, rows: Rows) -> None:
    reading = read(tmp_path, [*TITLES, *rows])
    assert not reading.figures
    assert asked(reading)


def test_a_cover_sheet_with_its_year_is_not_asked_about(tmp_path: Path) -> None:
    rows: Rows = [["TARGET DAN REALISASI"], ["Tahun", 2026], ["Bulan", "November", 2026]]
    assert not asked(read(tmp_path, rows))


def test_officers_below_sides_in_letters_are_asked_about_where_nobody_knows_them(
    tmp_path: Path,
) -> None:
    rows: Rows = [*TITLES, ["T/R", "Kegiatan", "MERAH", "BIRU"], ["T", "KUNJUNGAN", 1862, 7413],
                  ["R", "KUNJUNGAN", 18, 30]]  # fmt: skip
    assert "judul kolomnya tidak dikenal" in asked(read(tmp_path, rows))


def test_a_row_below_a_total_with_its_own_label_is_read(tmp_path: Path) -> None:
    rows: Rows = [["REKAP 2026 (Rp juta)"], ["Segmen", "Uraian", "Nov Iuran", "Nov Akuisisi"],
                  ["PU", "Target", 795, 78], [None, "Realisasi", 700, 70],
                  ["Jumlah", None, 1495, 148], ["BPU", "Target", 79, 7],
                  [None, "Realisasi", 72, 2]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert len([f for f in reading.figures if f.segment]) == 8
    assert not asked(reading)


def test_rows_with_letters_below_numbers_for_months_do_not_vanish(tmp_path: Path) -> None:
    rows: Rows = [["Indikator", "202610", "202611"], ["TK Aktif T", 3203, 2464],
                  ["TK Aktif R", 7278, 4399], ["Akuisisi T", 143, 6288]]  # fmt: skip
    assert "judul kolomnya tidak dikenal" in asked(read(tmp_path, rows))
