"""Target sheets whose numbers, units or layout were read wrong: averages, plans, tables side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from test_target_sent import ALL, TABLE, TITLE, figures, one, told


@pytest.mark.parametrize("numbers", [[1, 2, 3], ["(1)", "(2)", "(3)"], [None, 1, 2, 3]])
@pytest.mark.parametrize("label", ["Segmen", "Nama Petugas"])
def test_numbers_of_columns_below_two_heading_rows(
    tmp_path: Path, numbers: list[Any], label: str
) -> None:
    heads = [[label, "Realisasi", "Target", "Proyeksi"], [None, *["s.d. Bulan Ini"] * 2]]
    body = [["PU", 110, 120, 115], ["BPU", 66, 60, 70]]
    if label != "Segmen":
        body[0][0], body[1][0] = "Rina Wulandari", "Wahyu Saputra"
    reading = one(tmp_path, [TITLE, ["Nama: Andi Pratama"], *heads, numbers, *body])
    assert {(f.side, f.span, int(f.value or 0)) for f in reading.figures} == {
        (side, "sd", value) for _, side, value in ALL
    }
    assert not reading.findings


@pytest.mark.parametrize(("head", "used"), [(None, 0), ("YTD", 0), ("November", 1)])
def test_a_column_without_a_side_has_not_that_of_the_title_and_of_another(
    tmp_path: Path, head: str | None, used: int
) -> None:
    rows = [["REKAP TARGET AKUISISI"], ["BULAN NOVEMBER 2026"], ["Nama: Andi Pratama"],
            ["Segmen", head, "Target s.d. November"], ["PU", 110, 120]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert len(figures(reading)) == 1 + used
    assert ["target atau realisasi tidak disebut" in text for text in told(reading)] == [True] * (
        1 - used
    )
    rows = [["REALISASI AKUISISI"], *rows[1:3], ["Segmen", "Target", "Bulan Ini"], ["PU", 120, 110]]
    assert figures(one(tmp_path / "lain", rows)) == {f for f in ALL if f[0] == "PU"}


def test_a_table_whose_headings_cannot_be_found_is_asked_about(tmp_path: Path) -> None:
    rows = [TITLE, ["Nama Petugas", "Target", "Realisasi"], [], [1, 2, 3],
            ["Rina Wulandari", 120, 110], ["Wahyu Saputra", 60, 66]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert not figures(reading)
    assert "judul kolom angkanya tidak terbaca" in told(reading)[0]


def test_a_word_among_row_numbers_reaches_to_no_numbered_row(tmp_path: Path) -> None:
    rows = [["IURAN NOVEMBER 2026 (Rp)"], ["No", "Nama Petugas", "Target", "Realisasi"],
            ["Perusahaan Baru", None, 17, 52], [1, "Rina Wulandari", 9_000_000, 8_000_000],
            ["2.", "Wahyu Saputra", 7_000_000, 6_000_000]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert {(f.metric, f.officer, int(f.value or 0)) for f in reading.figures} == {
        ("iuran", "Rina Wulandari", 9_000_000), ("iuran", "Rina Wulandari", 8_000_000),
        ("iuran", "Wahyu Saputra", 7_000_000), ("iuran", "Wahyu Saputra", 6_000_000),
    }  # fmt: skip


@pytest.mark.parametrize(("row", "used"), [(["PU", None, 120, 110], 0), (["PU", 120, 110, 7], 2)])
def test_a_row_shifted_below_its_headings_is_asked_about(
    tmp_path: Path, row: list[Any], used: int
) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], TABLE[0], row, TABLE[2]]
    reading = one(tmp_path, rows)
    assert len([f for f in figures(reading) if f[0] == "PU"]) == used
    assert len([f for f in figures(reading) if f[0] == "BPU"]) == 2
    assert any("bergeser" in text for text in told(reading)) is (not used)


@pytest.mark.parametrize(
    ("metric", "typed", "used"),
    [
        ("Akuisisi TK", "110 BU", False),
        ("Akuisisi TK", "110 org", True),
        ("Akuisisi TK", "110x", False),
        ("Akuisisi BU", "110 TK", False),
        ("Kunjungan", "110 BU", True),
        ("Kunjungan", "110 kali", True),
    ],
)
def test_a_cell_of_another_unit_is_asked_about(
    tmp_path: Path, metric: str, typed: str, used: bool
) -> None:
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], ["Uraian", "Target", "Realisasi"],
            [metric, 120, typed]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert (("", "realisasi", 110) in figures(reading)) is used
    assert any("padahal satuannya" in text for text in told(reading)) is (not used)
