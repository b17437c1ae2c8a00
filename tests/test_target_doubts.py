"""Figures of target sheets that are somebody else's, of another time, or twice: asked, not taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kepesertaan.domain.target_memory import Before
from kepesertaan.domain.targets import Reading
from kepesertaan.rules.target_gather import gather
from kepesertaan.run.target_child import Known, read_here
from target_truth.world import Book, Sheet
from target_truth.write import save

Grid = list[list[Any]]
NOV = (2026, 11)


def read(
    folder: Path, *books: tuple[str, dict[str, Grid]], officers: tuple[str, ...] = ()
) -> Reading:
    paths = [
        save(Book(name, [Sheet(*one) for one in sheets.items()], {}), folder)
        for name, sheets in books
    ]
    files = read_here(paths, Known(officers, 2026), progress=lambda _n: None)
    return gather(files, Before(), NOV, officers)


def one(folder: Path, rows: Grid, file: str = "lembar.xlsx", sheet: str = "Sheet1") -> Reading:
    return read(folder, (file, {sheet: rows}))


def told(reading: Reading, level: str = "tanya") -> list[str]:
    return [finding.text for finding in reading.findings if finding.level == level]


def cells(reading: Reading) -> set[tuple[str, str, str]]:
    """Whose figures are used, of which side, from which cell."""
    found = (f for f in reading.figures if f.value is not None)
    return {(f.officer, f.side, f.place.cell) for f in found}


def proven(reading: Reading) -> bool:
    return all(not tally.difference for proof in reading.proofs for tally in proof.tallies)


def of_heads(*heads: str, title: str = "KUNJUNGAN NOVEMBER 2026") -> Grid:
    numbers = range(30, 30 - len(heads), -1)
    return [[title], ["Nama : Andi Pratama"], ["Uraian", *heads], ["Kunjungan", *numbers]]


EACH, OFFICE = "tertulis per petugas", "tertulis angka kantor atau tim"


@pytest.mark.parametrize(
    ("heads", "used", "asked"),
    [
        (["Target per AR", "Realisasi"], {"C4"}, EACH),
        (["TARGET PER PETUGAS", "REALISASI"], {"C4"}, EACH),
        (["Target tiap AR", "Realisasi"], {"C4"}, EACH),
        (["Target", "Realisasi masing-masing petugas"], {"B4"}, EACH),
        (["Target Cabang", "Realisasi"], {"C4"}, OFFICE),
        (["Target Tim", "Realisasi Tim"], set(), OFFICE),
        (["Rata-rata Target per AR", "Realisasi"], {"C4"}, "rata-rata tanpa jumlah"),
        (["Target Tahun", "Target per AR", "Realisasi"], {"B4", "D4"}, EACH),
        # beside the officer's own it is no question
        (["Target", "Target per AR", "Realisasi"], {"B4", "D4"}, ""),
        (["Target Cabang", "Target", "Realisasi Cabang", "Realisasi"], {"C4", "E4"}, ""),
        (["Target", "Rata-rata per AR", "Realisasi"], {"B4", "D4"}, ""),
        # near misses
        (["Target AR", "Realisasi AR"], {"B4", "C4"}, ""),
        (["Target per Bulan", "Realisasi"], {"B4", "C4"}, ""),
        (["Target Petugas", "Realisasi Petugas"], {"B4", "C4"}, ""),
        (["Target (unit)", "Realisasi (unit)"], {"B4", "C4"}, ""),
    ],
)
def test_a_figure_of_each_officer_or_of_the_office(
    tmp_path: Path, heads: list[str], used: set[str], asked: str
) -> None:
    reading = one(tmp_path, of_heads(*heads))
    assert {cell for *_, cell in cells(reading)} == used
    assert proven(reading)
    if asked:
        assert asked in " ".join(told(reading))
    else:
        assert not told(reading)


def test_what_is_of_each_officer_is_of_those_in_the_rows(tmp_path: Path) -> None:
    rows: Grid = [["TARGET KUNJUNGAN PER PETUGAS NOVEMBER 2026"],
                  ["Nama Petugas", "Target per AR", "Realisasi"],
                  ["Andi Pratama", 10, 9], ["Sari Dewi", 8, 7]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert not told(reading)
    assert {who for who, _, _ in cells(reading)} == {"Andi Pratama", "Sari Dewi"}
    assert len(cells(reading)) == 4
    assert not told(one(tmp_path / "b", of_heads("Target", "Realisasi", title="REKAP TARGET PER "
                                                 "AR KANTOR CABANG NOVEMBER 2026")))  # fmt: skip


QUARTER = "untuk bulan atau triwulan?"


@pytest.mark.parametrize(
    ("heads", "used", "asked"),
    [
        (["Target", "Realisasi TW IV"], set(), True),
        (["Target TW IV", "Realisasi"], set(), True),
        (["Target", "Realisasi Triwulan IV"], set(), True),
        (["Target", "Realisasi Semester II", "%"], set(), True),
        (["Target Bulan Ini", "Realisasi TW IV"], {"B4"}, False),
        (["Target Nov", "Realisasi TW IV"], {"B4"}, False),
        (["Target", "Realisasi", "Realisasi TW IV"], {"B4", "C4"}, False),
        (["Target", "Target TW IV", "Realisasi"], {"B4", "D4"}, False),
        (
            ["Target", "Realisasi Okt", "Realisasi Nov", "Realisasi TW IV"],
            {"B4", "C4", "D4"},
            False,
        ),
    ],
)
def test_what_stands_beside_a_quarter_may_be_of_it(
    tmp_path: Path, heads: list[str], used: set[str], asked: bool
) -> None:
    reading = one(tmp_path, of_heads(*heads))
    assert {cell for *_, cell in cells(reading)} == used
    assert any(QUARTER in text for text in told(reading)) is asked
    assert proven(reading)


def test_a_target_in_rows_beside_a_quarter(tmp_path: Path) -> None:
    rows: Grid = [["KUNJUNGAN NOVEMBER 2026"], ["Nama : Andi Pratama"], ["Uraian", "Nilai"],
                  ["Target", 30], ["Realisasi TW IV", 28]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert not cells(reading)
    assert any(QUARTER in text for text in told(reading))


@pytest.mark.parametrize(
    ("title", "sheet", "year"),
    [
        ("NOVEMBER 20c26", "Sheet1", 0),
        ("NOVEMBER 2O26", "Sheet1", 0),
        ("NOVEMBER 20226", "Sheet1", 0),
        ("NOVEMBER 206", "Sheet1", 0),
        ("NOVEMBER", "Nov 20c26", 0),
        # the year is told elsewhere
        ("NOVEMBER 20c26", "Nov 2026", 2026),
        # near misses
        ("NOVEMBER 20 26", "Sheet1", 2026),
        ("NOV26", "Sheet1", 2026),
        ("NOV'25", "Sheet1", 2025),
        ("NOVEMBER 2026 NPK 24187", "Sheet1", 2026),
        ("NOVEMBER 2026 (20 TK)", "Sheet1", 2026),
        ("NOVEMBER 2026 V2", "Sheet1", 2026),
    ],
)
def test_a_year_that_is_none_is_asked_about(
    tmp_path: Path, title: str, sheet: str, year: int
) -> None:
    rows = of_heads("Target", "Realisasi", title=f"KUNJUNGAN {title}")
    reading = one(tmp_path, rows, sheet=sheet)
    assert {f.month for f in reading.figures} == ({(year, 11)} if year else set())
    assert ("yang tidak dikenal" in " ".join(told(reading))) is not bool(year)


def test_a_year_that_is_none_over_months_is_asked_about(tmp_path: Path) -> None:
    heads = ["Target Okt", "Realisasi Okt", "Target Nov", "Realisasi Nov"]
    reading = one(tmp_path, of_heads(*heads, title="KUNJUNGAN TAHUN 20c26"))
    assert not cells(reading)
    assert "judul menyebut tahun '20C26' yang tidak dikenal" in told(reading)[0]
    heads = [f"{head} 2026" for head in heads]
    assert len(cells(one(tmp_path / "b", of_heads(*heads, title="KUNJUNGAN TAHUN 20c26")))) == 4
