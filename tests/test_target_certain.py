"""Layouts of target sheets of which any person is certain are read; their near misses are asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kepesertaan.domain.targets import Reading
from target_read import NOV, Grid, gathered, told
from target_truth.world import Book, Sheet
from target_truth.write import save

TITLE, NAME = ["AKUISISI TK NOVEMBER 2026"], ["Nama: Andi Pratama"]


def read(
    folder: Path,
    rows: Grid,
    *,
    file: str = "lembar.xlsx",
    sheet: str = "Sheet1",
    merges: tuple[tuple[int, int, int, int], ...] = (),
    officers: tuple[str, ...] = (),
) -> Reading:
    path = save(Book(file, [Sheet(sheet, rows, list(merges))], {}), folder)
    found = gathered([path], officers)
    for proof in found.proofs:
        assert proof.rows_read == proof.rows_used + proof.rows_left
        for tally in proof.tallies:
            assert (tally.difference, tally.cells_read) == (
                0,
                tally.cells_used + tally.cells_left,
            )
    return found


def values(reading: Reading, side: str = "target", metric: str = "akuisisi") -> dict[str, int]:
    """The values of November of one side by segment, with the officer where there are several."""
    held = [f for f in reading.figures
            if (f.metric, f.side, f.month) == (metric, side, NOV) and f.value is not None]  # fmt: skip
    several = len({f.officer for f in reading.figures}) > 1
    return {f"{f.officer} {f.segment}".strip() if several else f.segment: int(f.value or 0)
            for f in held}  # fmt: skip


# A first target and its revision


def test_of_a_first_and_a_revised_target_the_revised_one_counts(tmp_path: Path) -> None:
    rows: Grid = [TITLE, NAME, ["Segmen", "Target Awal", "Target Revisi", "Realisasi"],
                  ["PU", 120, 131, 110], ["BPU", 60, 72, 66]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"PU": 131, "BPU": 72}
    assert values(reading, "realisasi") == {"PU": 110, "BPU": 66}
    assert told(reading) == []
    assert told(reading, "periksa") == [
        "Lembar Sheet1 sel B4, B5: target awal diganti target revisi."
    ]
    assert any(left.why == "target awal, sudah direvisi" for left in reading.left)


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(("first", "later"), [("Awal", "Revisi"), ("Semula", "Perubahan")])
def test_both_targets_below_one_heading(
    tmp_path: Path, first: str, later: str, merged: bool
) -> None:
    rows: Grid = [TITLE, NAME, ["Segmen", "Target", None, "Realisasi"], [None, first, later, None],
                  ["PU", 120, 131, 110], ["BPU", 60, 72, 66]]  # fmt: skip
    merges = ((2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 3, 3)) if merged else ()
    reading = read(tmp_path, rows, merges=merges)
    assert values(reading) == {"PU": 131, "BPU": 72}
    assert told(reading) == []


def test_unknown_words_that_part_a_heading_are_asked_about(tmp_path: Path) -> None:
    rows: Grid = [TITLE, NAME, ["Segmen", "Target", None, "Realisasi"], [None, "Lama", "Baru", None],
                  ["PU", 120, 131, 110], ["BPU", 60, 72, 66]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {}
    assert values(reading, "realisasi") == {"PU": 110, "BPU": 66}
    assert "kata 'Lama' tidak dikenal" in told(reading)[0]


def test_both_targets_as_rows_of_a_year(tmp_path: Path) -> None:
    rows: Grid = [["AKUISISI TK 2026"], NAME, ["Segmen", "Jenis", "Okt", "Nov"],
                  ["PU", "Target Awal", 100, 120], [None, "Target Revisi", 101, 131],
                  [None, "Realisasi", 99, 110],
                  ["BPU", "Target Awal", 50, 60], [None, "Target Revisi", 51, 72],
                  [None, "Realisasi", 49, 66]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"PU": 131, "BPU": 72}
    assert told(reading) == []


def test_a_thing_without_a_revision_beside_others_is_asked_about(tmp_path: Path) -> None:
    rows: Grid = [TITLE, NAME, ["Segmen", "Target Awal", "Target Revisi", "Realisasi"],
                  ["PU", 120, 131, 110], ["BPU", 60, None, 66],
                  ["Jumlah", 180, 131, 176]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"PU": 131}
    assert told(reading) == [
        "Lembar Sheet1 sel B5: target awal terisi tetapi target revisinya kosong; isi target "
        "revisinya (sama dengan target awal bila tidak berubah)."
    ]


def test_a_revision_nobody_filled_in_leaves_the_first_target(tmp_path: Path) -> None:
    rows: Grid = [TITLE, NAME, ["Segmen", "Target Awal", "Target Revisi", "Realisasi"],
                  ["PU", 120, None, 110], ["BPU", 60, None, 66]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"PU": 120, "BPU": 60}
    assert told(reading) == []
    assert "dipakai target awal" in told(reading, "periksa")[0]


@pytest.mark.parametrize(
    ("heads", "target", "done"),
    [
        (["Target Revisi", "Realisasi"], {"PU": 1, "BPU": 11}, {"PU": 2, "BPU": 12}),
        (["Target Awal", "Realisasi"], {}, {"PU": 2, "BPU": 12}),
        (["Target Awal Tahun", "Target Revisi", "Realisasi"], {}, {"PU": 3, "BPU": 13}),
        (["Target", "Realisasi", "Realisasi Revisi"], {"PU": 1, "BPU": 11}, {}),
        (["Target Awal", "Target Revisi BPU", "Realisasi"], {}, {"PU": 3, "BPU": 13}),
    ],
)
def test_near_misses_of_a_revision(
    tmp_path: Path, heads: list[str], target: dict[str, int], done: dict[str, int]
) -> None:
    rows: Grid = [TITLE, NAME, ["Segmen", *heads], ["PU", *range(1, len(heads) + 1)],
                  ["BPU", *range(11, len(heads) + 11)]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert (values(reading), values(reading, "realisasi")) == (target, done)
    assert bool(told(reading)) == (not (target and done))


# PU by the size of firms, and other details

HEAD = ["Segmen", "Target", "Realisasi"]


@pytest.mark.parametrize(
    "names",
    [
        ("PU Besar", "PU Kecil"),
        ("PU Skala Besar", "PU Skala Kecil/Mikro"),
        ("PU - Usaha Menengah dan Besar", "PU - Usaha Mikro"),
        ("Penerima Upah Besar", "Penerima Upah Kecil"),
    ],
)
def test_all_sizes_of_firms_are_pu(tmp_path: Path, names: tuple[str, str]) -> None:
    rows: Grid = [TITLE, NAME, HEAD, [names[0], 120, 110], [names[1], 61, 66], ["BPU", 30, 33]]
    reading = read(tmp_path, rows)
    assert values(reading) == {"PU": 181, "BPU": 30}
    assert values(reading, "realisasi") == {"PU": 176, "BPU": 33}
    assert told(reading) == []
    assert "PU adalah jumlah PU " in told(reading, "periksa")[0]
    assert {left.why for left in reading.left} == {
        "dijumlahkan ke PU di sel B4", "dijumlahkan ke PU di sel C4"}  # fmt: skip


def test_three_sizes_with_their_total(tmp_path: Path) -> None:
    rows: Grid = [TITLE, NAME, HEAD, ["PU Besar", 120, 110], ["PU Menengah", 7, 6],
                  ["PU Kecil", 61, 66], ["Jumlah PU", 188, 182], ["BPU", 30, 33],
                  ["Jumlah", 218, 215]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"PU": 188, "BPU": 30}
    assert [text for text in told(reading, "periksa") if "PU adalah jumlah" not in text] == []


def test_sizes_as_sections(tmp_path: Path) -> None:
    rows: Grid = [["NOVEMBER 2026"], NAME, ["Uraian", "Target", "Realisasi"],
                  ["PU Besar"], ["Akuisisi TK", 120, 110], ["TK Aktif", 1120, 1110],
                  ["PU Kecil"], ["Akuisisi TK", 61, 66], ["TK Aktif", 161, 166]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"PU": 181}
    assert values(reading, "realisasi", "tk_aktif") == {"PU": 1276}


@pytest.mark.parametrize(
    "details",
    [
        [["PU Besar", 120, 110], ["PU Kecil", 61, 66]],
        [["- PU Skala Besar", 120, 110], ["- PU Raksasa", 61, 66]],
        [["PU JKK", 60, 55], ["PU JKM", 60, 55], ["PU JHT", 61, 66]],
    ],
)
def test_details_that_add_up_are_left_out(tmp_path: Path, details: Grid) -> None:
    rows: Grid = [TITLE, NAME, HEAD, ["PU", 181, 176], *details, ["BPU", 30, 33],
                  ["Jumlah", 211, 209]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"PU": 181, "BPU": 30}
    assert values(reading, "realisasi") == {"PU": 176, "BPU": 33}
    assert told(reading) == told(reading, "periksa") == []
    assert any(left.why == "rincian PU" for left in reading.left)


def test_sizes_as_columns_are_details_of_their_column(tmp_path: Path) -> None:
    rows: Grid = [["REALISASI NOVEMBER 2026"], NAME, ["Uraian", "PU", "PU Besar", "PU Kecil", "BPU"],
                  ["Akuisisi TK", 181, 120, 61, 30], ["TK Aktif", 900, 500, 400, 70]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading, "realisasi") == {"PU": 181, "BPU": 30}
    assert told(reading) == []
    rows[2:] = [[row[0], *row[2:]] for row in rows[2:]]
    apart = read(tmp_path, rows)
    assert values(apart, "realisasi") == {"BPU": 30}
    assert "tambahkan kolom PU yang menjumlahkannya" in told(apart)[0]


@pytest.mark.parametrize(
    ("rows", "kept", "asked"),
    [
        ([["PU Besar", 120, 110]], {}, "hanya PU Besar: tambahkan"),
        ([["PU Besar", 120, 110], ["PU Menengah", 61, 66]], {}, "hanya PU Besar dan PU Menengah"),
        ([["PU Besar", 120, 110], ["PU Raksasa", 61, 66]], {}, "kata 'Raksasa' tidak dikenal"),
        ([["PU", 182, 176], ["PU Besar", 120, 110], ["PU Kecil", 61, 66]], {}, "bukan jumlah PU"),
        (
            [["PU", 182, 176], ["PU Baru X", 120, 110], ["PU Y", 61, 66]],
            {"PU": 182},
            "tidak dikenal",
        ),
        ([["PU", 120, 176], ["PU Baru X", 120, 176]], {"PU": 120}, "tidak dikenal"),
        ([["PU Besar", 120, 110], ["PU Kecil", None, 66]], {}, "skala usaha lainnya kosong"),
        ([["PU Besar", 120, 110], ["PU Besar", 7, 6], ["PU Kecil", 61, 66]], {}, "hanya PU Besar"),
        ([["BPU Mandiri", 120, 110], ["BPU Wadah", 61, 66]], {}, "kata 'Mandiri' tidak dikenal"),
    ],
)
def test_near_misses_of_details(
    tmp_path: Path, rows: Grid, kept: dict[str, int], asked: str
) -> None:
    reading = read(tmp_path, [TITLE, NAME, HEAD, *rows, ["JAKON", 5, 6]])
    assert values(reading) == {**kept, "JAKON": 5}
    assert any(asked in text for text in told(reading)), told(reading)


def test_percentages_of_sizes_are_never_added(tmp_path: Path) -> None:
    rows: Grid = [["NOVEMBER 2026"], NAME, ["Uraian", "Target", "Realisasi"],
                  ["ITW PU Besar", 90, 91], ["ITW PU Kecil", 80, 81]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading, metric="itw") == {}
    assert "persentase PU Besar dan PU Kecil tidak dapat dijumlahkan" in told(reading)[0]


# Months that a heading gives as numbers

DONE, YEAR = ["REALISASI AKUISISI TK 2026"], ["AKUISISI TK 2026"]
PU, BPU = ["PU", *range(101, 112)], ["BPU", *range(201, 212)]


def months(reading: Reading, segment: str, side: str = "realisasi") -> dict[int, int]:
    return {f.month[1]: int(f.value) for f in reading.figures
            if (f.segment, f.side) == (segment, side) and f.value is not None}  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [DONE, NAME, ["Segmen", *range(1, 13)], PU, BPU],
        [DONE, NAME, ["Segmen", *(f"{n:02}" for n in range(1, 13))], PU, BPU],
        [DONE, NAME, ["Segmen", *range(1, 13), "Jumlah"], [*PU, None, 1166], [*BPU, None, 2266]],
        [["REALISASI AKUISISI TK s.d. NOVEMBER 2026"], NAME, ["Segmen", *range(1, 13)], PU, BPU],
        [YEAR, NAME, ["Segmen", "Realisasi"], [None, *range(1, 12)], PU, BPU],
        [["REALISASI AKUISISI TK"], NAME, ["Segmen", "Tahun 2026"], [None, *range(1, 13)], PU, BPU],
    ],
)
def test_numbers_of_months_are_months(tmp_path: Path, rows: Grid) -> None:
    reading = read(tmp_path, rows)
    assert months(reading, "PU") == dict(zip(range(1, 12), PU[1:], strict=True))
    assert months(reading, "BPU") == dict(zip(range(1, 12), BPU[1:], strict=True))
    assert told(reading) == []
    assert any("angka di judul kolom dibaca bulan" in text for text in told(reading, "periksa"))


def test_numbers_of_months_below_target_and_above_it(tmp_path: Path) -> None:
    below: Grid = [YEAR, NAME, ["Segmen", "Target", *[None] * 11, "Realisasi"],
                   [None, *range(1, 13), *range(1, 13)],
                   ["PU", *range(301, 313), *PU[1:]], ["BPU", *range(401, 413), *BPU[1:]]]  # fmt: skip
    reading = read(tmp_path, below, merges=((2, 1, 2, 12), (2, 13, 2, 24), (2, 0, 3, 0)))
    assert months(reading, "PU") == dict(zip(range(1, 12), PU[1:], strict=True))
    assert months(reading, "BPU", "target") == dict(zip(range(1, 13), range(401, 413), strict=True))
    above: Grid = [YEAR, NAME, ["Segmen", 9, None, 10, None, 11], [None, *["Target", "Realisasi"] * 3],
                   ["PU", *range(1, 7)], ["BPU", *range(11, 17)]]  # fmt: skip
    reading = read(tmp_path, above, merges=((2, 1, 2, 2), (2, 3, 2, 4), (2, 5, 2, 6)))
    assert months(reading, "PU", "target") == {9: 1, 10: 3, 11: 5}
    assert months(reading, "BPU") == {9: 12, 10: 14, 11: 16}


def test_a_second_table_of_numbered_months_is_none_of_the_first(tmp_path: Path) -> None:
    rows: Grid = [DONE, NAME, ["Segmen", *range(1, 13)], PU, BPU, [], ["TARGET AKUISISI TK 2026"],
                  ["Segmen", *range(1, 13)], ["PU", *range(301, 313)], ["BPU", *range(401, 413)]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert months(reading, "PU", "target") == dict(zip(range(1, 13), range(301, 313), strict=True))
    assert months(reading, "PU") == dict(zip(range(1, 12), PU[1:], strict=True))
    assert months(reading, "") == {}


NOVEMBER = ["REALISASI AKUISISI TK NOVEMBER 2026"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            NOVEMBER,
            NAME,
            ["Segmen", *range(1, 13)],
            ["PU", *range(101, 113)],
            ["BPU", *range(201, 213)],
        ],
        [
            NOVEMBER,
            NAME,
            ["Segmen", *range(1, 31)],
            ["PU", *range(101, 131)],
            ["BPU", *range(201, 231)],
        ],
        [
            NOVEMBER,
            NAME,
            ["Segmen", *range(1, 5)],
            ["PU", *range(101, 105)],
            ["BPU", *range(201, 205)],
        ],
        [
            NOVEMBER,
            NAME,
            ["Segmen", "Realisasi"],
            [None, *range(1, 6)],
            ["PU", *[5] * 5],
            ["BPU", *[6] * 5],
        ],
        [
            YEAR,
            NAME,
            ["Segmen", "Realisasi"],
            [None, *range(1, 5)],
            ["PU", *[5] * 4],
            ["BPU", *[6] * 4],
        ],
        [["REALISASI AKUISISI TK"], NAME, ["Segmen", *range(1, 13)], PU, BPU],
        [["REALISASI HARIAN AKUISISI TK 2026"], NAME, ["Segmen", *range(1, 13)], PU, BPU],
        [YEAR, NAME, ["Segmen", "Realisasi Tanggal"], [None, *range(1, 12)], PU, BPU],
        [DONE, NAME, ["Segmen", 1, 3, 2, *range(4, 13)], PU, BPU],
    ],
)
def test_numbers_that_may_be_days_or_weeks_are_asked_about(tmp_path: Path, rows: Grid) -> None:
    reading = read(tmp_path, rows, merges=((2, 1, 2, len(rows[3]) - 1),) if not rows[3][0] else ())
    assert months(reading, "PU") == months(reading, "BPU") == months(reading, "") == {}
    assert told(reading)


@pytest.mark.parametrize(
    "numbers",
    [
        ["(1)", "(2)", "(3)", "(4)=(3:2)"],
        [1, 2, 3, "4=3/2"],
        [None, 1, 2, 3],
    ],
)
def test_numbers_of_columns_are_no_months(tmp_path: Path, numbers: list[Any]) -> None:
    rows: Grid = [TITLE, NAME, ["Segmen", "Target", "Realisasi", "%"], numbers,
                  ["PU", 120, 110, 110 / 120], ["BPU", 60, 66, 1.1]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"PU": 120, "BPU": 60}
    assert values(reading, "realisasi") == {"PU": 110, "BPU": 66}
    assert months(reading, "PU").keys() == {11}


def test_a_row_of_small_numbers_in_order_is_data(tmp_path: Path) -> None:
    rows: Grid = [DONE, NAME, ["Segmen", "Jul", "Agt", "Sep", "Okt", "Nov"], ["PU", 7, 8, 9, 10, 11],
                  ["BPU", 1, 2, 3, 4, 5]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert months(reading, "PU") == {7: 7, 8: 8, 9: 9, 10: 10, 11: 11}
    assert months(reading, "BPU") == {7: 1, 8: 2, 9: 3, 10: 4, 11: 5}


# Officers side by side whom nobody has listed

SIDE = ["REALISASI NOVEMBER 2026"]
ROWS: Grid = [["Akuisisi TK PU", 10, 20, 30, 60], ["Akuisisi TK BPU", 1, 2, 3, 6],
              ["Kunjungan", 4, 5, 6, 15]]  # fmt: skip


def done(reading: Reading) -> dict[str, int]:
    found = (f for f in reading.figures if f.side == "realisasi" and f.value is not None)
    return {f"{f.officer} {f.metric} {f.segment}".strip(): int(f.value or 0) for f in found}


def of(names: list[str], rows: Grid) -> dict[str, int]:
    labels = ["akuisisi PU", "akuisisi BPU", "kunjungan"]
    return {f"{name} {labels[k]}": row[at] for k, row in enumerate(rows)
            for at, name in enumerate(names, 1)}  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "width"),
    [
        ([["Uraian", "Andi", "Budi", "Citra", "Jumlah"]], 5),
        ([["Uraian", "Andi Pratama", "Siti A.", "Hj. Dewi, S.E.", "Total"]], 5),
        ([["Uraian", "Andi", "Budi", "Citra"]], 4),
        ([["Uraian", "Andi", "Budi", "Tarno", "Jumlah"]], 5),
        ([["Uraian", "AR", None, None], [None, "Tarno", "Mul", "Kacung"]], 4),
        ([["Uraian", "Petugas", None, None, "Jumlah"], [None, "Tarno", "Mul", "Kacung", None]], 5),
        (
            [
                ["Uraian", "Nama Petugas", None, None, None],
                [None, "Tarno", "Mul", "Kacung", "Jumlah"],
            ],
            5,
        ),
    ],
)
def test_columns_of_officers_nobody_has_listed(tmp_path: Path, heads: Grid, width: int) -> None:
    merges = ((1, 1, 1, 3),) if len(heads) > 1 else ()
    reading = read(tmp_path, [SIDE, *heads, *(row[:width] for row in ROWS)], merges=merges)
    assert done(reading) == of(heads[-1][1:4], ROWS)
    assert told(reading) == told(reading, "periksa") == []


def test_officers_over_target_and_realisation(tmp_path: Path) -> None:
    rows: Grid = [TITLE, ["Segmen", "Andi", None, "Budi", None, "Jumlah", None],
                  [None, *["Target", "Realisasi"] * 3], ["PU", 9, 10, 19, 20, 28, 30],
                  ["BPU", 2, 1, 4, 3, 6, 4]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"Andi PU": 9, "Andi BPU": 2, "Budi PU": 19, "Budi BPU": 4}
    assert values(reading, "realisasi") == {
        "Andi PU": 10,
        "Andi BPU": 1,
        "Budi PU": 20,
        "Budi BPU": 3,
    }
    assert told(reading) == []


def test_officers_who_are_listed_by_their_full_name(tmp_path: Path) -> None:
    rows: Grid = [SIDE, ["Uraian", "Andi", "Mul", "Tarno"], *(row[:4] for row in ROWS)]
    full = ("Andi Pratama", "Mul Kacung", "Tarno")
    assert done(read(tmp_path, rows, officers=full)) == of(list(full), ROWS)


@pytest.mark.parametrize(
    "heads",
    [
        ["Uraian", "Merah", "Biru", "Hijau", "Jumlah"],
        ["Uraian", "Semampir", "Kenjeran", "Bulak", "Jumlah"],
        ["Uraian", "PT Andi", "CV Budi", "UD Citra", "Jumlah"],
        ["Uraian", "Tim Andi", "Tim Budi", "Tim Citra", "Jumlah"],
        ["Uraian", "Putra", "Putri", "Anak", "Jumlah"],
        ["Uraian", "JKK", "JKM", "JHT", "Jumlah"],
        ["Uraian", "Andi", "Lainnya", "Kosong", "Jumlah"],
        ["Uraian", "Andi", "Merah", "Biru", "Jumlah"],
        ["Uraian", "Andi", "Budi", "Tarno"],
        ["Uraian", "Tarno", "Mul", "Kacung"],
    ],
)
def test_unknown_words_that_may_be_no_people_are_asked_about(
    tmp_path: Path, heads: list[str]
) -> None:
    reading = read(tmp_path, [SIDE, heads, *(row[: len(heads)] for row in ROWS)])
    assert done(reading) == {}
    assert told(reading)


def test_what_stands_below_petugas_beside_other_columns_is_no_officer(tmp_path: Path) -> None:
    rows: Grid = [NOVEMBER, ["Petugas", None, "Segmen", "Nov"], ["Inisial", "Golongan", None, None],
                  [7, 3, "PU", 10], [7, 3, "BPU", 20]]  # fmt: skip
    reading = read(tmp_path, rows, merges=((1, 0, 1, 1),))
    assert {f.officer for f in reading.figures if f.value is not None} <= {""}


def test_totals_across_are_held_against_unsure_names_and_told_of_sure_ones(tmp_path: Path) -> None:
    rows = [*ROWS[:2], ["Kunjungan", 4, 5, 6, 16]]
    sure = read(tmp_path, [SIDE, ["Uraian", "Andi", "Budi", "Citra", "Jumlah"], *rows])
    assert done(sure) == of(["Andi", "Budi", "Citra"], ROWS)
    assert told(sure, "periksa") == [
        "Lembar Sheet1 sel E5: jumlahnya berbeda dari jumlah petugasnya; dipakai angka petugas."
    ]
    unsure = read(tmp_path, [SIDE, ["Uraian", "Andi", "Budi", "Tarno", "Jumlah"], *rows])
    assert done(unsure) == of(["Andi", "Budi", "Tarno"], ROWS[:2])
    assert "benarkah semua kolom itu petugas?" in told(unsure)[0]


@pytest.mark.parametrize("head", ["Target", "Kantor"])
def test_a_column_of_nobody_beside_officers_is_asked_about(tmp_path: Path, head: str) -> None:
    reading = read(tmp_path, [SIDE, ["Uraian", head, "Andi", "Budi", "Jumlah"], *ROWS])
    assert {f.officer for f in reading.figures if f.value is not None} == {"Andi", "Budi"}
    assert "milik siapa?" in told(reading)[0]


# Pivot tables

PIVOT: Grid = [["Andi Pratama", 180, 176], ["PU", 120, 110], ["BPU", 60, 66],
               ["Sari Dewi", 120, 113], ["PU", 90, 80], ["BPU", 30, 33]]  # fmt: skip
BOTH = {"Andi Pratama PU": 120, "Andi Pratama BPU": 60, "Sari Dewi PU": 90, "Sari Dewi BPU": 30}
ACTUAL = {"Andi Pratama PU": 110, "Andi Pratama BPU": 66, "Sari Dewi PU": 80, "Sari Dewi BPU": 33}
ENGLISH = ["Row Labels", "Sum of Target", "Sum of Realisasi"]


@pytest.mark.parametrize(
    ("head", "total"),
    [
        (ENGLISH, "Grand Total"),
        (["Label Baris", "Jumlah dari Target", "Jumlah dari Realisasi"], "Total Keseluruhan"),
        (["Row Labels", "Sum - Target", "Sum - Realisasi"], "Total Result"),
    ],
)
@pytest.mark.parametrize("subtotals", [True, False])
def test_officers_and_segments_in_one_column_of_a_pivot(
    tmp_path: Path, head: list[str], total: str, subtotals: bool
) -> None:
    body = [row if subtotals or row[0] in ("PU", "BPU") else row[:1] for row in PIVOT]
    reading = read(tmp_path, [TITLE, ["Segmen", "(All)"], [], head, *body, [total, 300, 289]])
    assert values(reading) == BOTH
    assert values(reading, "realisasi") == ACTUAL
    assert told(reading) == told(reading, "periksa") == []


def test_a_pivot_with_segments_above_officers(tmp_path: Path) -> None:
    rows: Grid = [["PU", 210, 190], ["Andi Pratama", 120, 110], ["Sari Dewi", 90, 80],
                  ["BPU", 90, 99], ["Andi Pratama", 60, 66], ["Sari Dewi", 30, 33]]  # fmt: skip
    reading = read(tmp_path, [TITLE, [], ENGLISH, *rows, ["Grand Total", 300, 289]])
    assert (values(reading), values(reading, "realisasi")) == (BOTH, ACTUAL)


def test_a_pivot_of_three_levels(tmp_path: Path) -> None:
    rows: Grid = [["Andi", 187, 183], ["Akuisisi TK", 180, 176], ["PU", 120, 110], ["BPU", 60, 66],
                  ["TK Aktif", 7, 7], ["PU", 7, 7], ["Sari", 126, 118], ["Akuisisi TK", 120, 113],
                  ["PU", 90, 80], ["BPU", 30, 33], ["TK Aktif", 6, 5], ["PU", 6, 5]]  # fmt: skip
    reading = read(tmp_path, [["NOVEMBER 2026"], [], ENGLISH, *rows, ["Grand Total", 313, 301]])
    assert values(reading) == {"Andi PU": 120, "Andi BPU": 60, "Sari PU": 90, "Sari BPU": 30}
    assert values(reading, "realisasi", "tk_aktif") == {"Andi PU": 7, "Sari PU": 5}
    assert told(reading) == []


@pytest.mark.parametrize("side", ["rows", "columns"])
def test_a_pivot_with_a_field_in_its_columns(tmp_path: Path, side: str) -> None:
    rows: Grid = [["Jumlah dari Realisasi", "Label Kolom"],
                  ["Label Baris", "PU", "BPU", "Total Keseluruhan"],
                  ["Andi Pratama", 110, 66, 176], ["Sari Dewi", 80, 33, 113],
                  ["Total Keseluruhan", 190, 99, 289]]  # fmt: skip
    if side == "columns":
        rows = [rows[0], *(list(row) for row in zip(*rows[1:], strict=True))]
    reading = read(tmp_path, [TITLE, [], *rows])
    assert values(reading, "realisasi") == ACTUAL
    assert told(reading) == []


def test_a_pivot_of_two_sums_with_a_field_in_its_columns(tmp_path: Path) -> None:
    rows: Grid = [[None, "Column Labels"],
                  [None, "PU", None, "BPU", None, "Total Sum of Target", "Total Sum of Realisasi"],
                  ["Row Labels", *["Sum of Target", "Sum of Realisasi"] * 2],
                  ["Andi Pratama", 120, 110, 60, 66, 180, 176], ["Sari Dewi", 90, 80, 30, 33, 120, 113],
                  ["Grand Total", 210, 190, 90, 99, 300, 289]]  # fmt: skip
    reading = read(tmp_path, [TITLE, [], *rows])
    assert (values(reading), values(reading, "realisasi")) == (BOTH, ACTUAL)


def test_a_pivot_in_tabular_form(tmp_path: Path) -> None:
    rows: Grid = [["Petugas", "Segmen", "Jumlah dari Target", "Jumlah dari Realisasi"],
                  ["Andi Pratama", "PU", 120, 110], [None, "BPU", 60, 66], ["Andi Pratama Total", None, 180, 176],
                  ["Sari Dewi", "PU", 90, 80], [None, "BPU", 30, 33], ["Total Keseluruhan", None, 300, 289]]  # fmt: skip
    reading = read(tmp_path, [TITLE, [], *rows])
    assert (values(reading), values(reading, "realisasi")) == (BOTH, ACTUAL)


def test_a_pivot_of_one_officer_with_metrics(tmp_path: Path) -> None:
    rows: Grid = [["Akuisisi TK PU", 120, 110], ["Kunjungan", 60, 66]]
    reading = read(tmp_path, [["Bulan", "Nov-26"], ["Petugas", "Andi"], [], ENGLISH, *rows,
                              ["Grand Total", 180, 176]])  # fmt: skip
    assert values(reading) == {"PU": 120}
    assert values(reading, metric="kunjungan") == {"": 60}
    assert told(reading) == []


def test_the_empty_row_of_a_pivot_alone_is_asked_about(tmp_path: Path) -> None:
    rows: Grid = [
        ["Andi", 120, 110],
        ["Sari", 90, 80],
        ["(blank)", 7, 6],
        ["Grand Total", 217, 196],
    ]
    reading = read(tmp_path, [TITLE, [], ENGLISH, *rows])
    assert values(reading) == {"Andi": 120, "Sari": 90}
    assert "sel B6, C6" in told(reading)[0]


TWO: Grid = [["Andi", 120, 110], ["Sari", 90, 80]]


@pytest.mark.parametrize(
    ("above", "rows"),
    [
        ([], [ENGLISH, *PIVOT, ["Grand Total", 301, 289]]),
        ([], [ENGLISH, ["Andi Pratama", 181, 176], *PIVOT[1:], ["Grand Total", 301, 289]]),
        ([], [ENGLISH, ["PT Andi", 120, 110], ["CV Sari", 90, 80], ["Grand Total", 210, 190]]),
        ([], [ENGLISH, ["Andi", 120, 110], ["Maju Makmur", 120, 110], ["Sari", 90, 80],
              ["Sejahtera Abadi", 90, 80], ["Grand Total", 210, 190]]),
        ([], [["Row Labels", "Count of Target", "Count of Realisasi"], *TWO]),
        ([], [["Row Labels", "Average of Target", "Average of Realisasi"], *TWO]),
        ([], [["Row Labels", "Max of Target", "Max of Realisasi"], *TWO]),
        ([["Segmen", "(Multiple Items)"]], [ENGLISH, *TWO]),
        ([["Tahun", "(All)"]], [ENGLISH, *TWO]),
        ([["Bulan", "(Semua)"]], [ENGLISH, *TWO]),
        ([["Indikator", "(All)"]], [ENGLISH, *TWO]),
        ([["Petugas", "(Multiple Items)"]], [ENGLISH, ["PU", 120, 110], ["BPU", 90, 80]]),
        ([["Petugas", "(All)"]], [ENGLISH, ["PU", 120, 110], ["BPU", 90, 80]]),
        ([], [ENGLISH, ["Semampir", 120, 110], ["Bulak", 90, 80], ["Grand Total", 210, 190]]),
    ],
)  # fmt: skip
def test_near_misses_of_a_pivot(tmp_path: Path, above: Grid, rows: Grid) -> None:
    reading = read(tmp_path, [TITLE, *above, [], *rows], file="Dewi.xlsx")
    assert values(reading) == values(reading, "realisasi") == {}
    assert told(reading)


# Texts whose point may part thousands


def money(folder: Path, *cells: tuple[Any, Any]) -> Reading:
    rows = [[segment, *both] for segment, both in zip(("PU", "BPU", "JAKON"), cells, strict=True)]
    title = ["IURAN NOVEMBER 2026 (dalam ribuan rupiah)"]
    return read(folder, [title, NAME, ["Segmen", "Target", "Realisasi"], *rows])


@pytest.mark.parametrize("sure", ["1.200.500", "200,5", "1.200,25"])
def test_a_point_parts_thousands_where_another_cell_shows_it(tmp_path: Path, sure: str) -> None:
    reading = money(tmp_path, ("1.234", "1.250"), (sure, "2.100"), ("900", 800))
    assert values(reading, "realisasi", "iuran") == {
        "PU": 1_250_000,
        "BPU": 2_100_000,
        "JAKON": 800_000,
    }
    assert values(reading, metric="iuran")["PU"] == 1_234_000
    assert told(reading) == []
    assert told(reading, "periksa") == [
        "Lembar Sheet1 sel B4, C4, C5: titik dibaca pemisah ribuan, seperti di sel lain tabelnya."
    ]


def test_a_comma_parts_thousands_where_another_cell_shows_it(tmp_path: Path) -> None:
    reading = money(tmp_path, ("1,234", "1,250"), ("1,200.5", "2,100"), ("900", 800))
    assert values(reading, metric="iuran") == {"PU": 1_234_000, "BPU": 1_200_500, "JAKON": 900_000}


@pytest.mark.parametrize(
    "cells",
    [
        [("1.234", "1.250"), ("200", "2.100"), ("900", 800)],
        [("1.234", "1.250"), (200.5, 2.1), ("900", 800)],
        [("1.234", "1.250"), ("200.5", 2100), ("900", 800)],
        [("1.234", "1.250"), ("200,5", "2.10"), ("900", 800)],
        [("1.234", "1.250"), ("1,234", "1.200.300"), ("900", 800)],
    ],
)
def test_a_point_no_other_cell_tells_of_is_asked_about(
    tmp_path: Path, cells: list[tuple[Any, Any]]
) -> None:
    reading = money(tmp_path, *cells)
    assert "titik atau komanya bisa ribuan atau pecahan" in told(reading)[0]
    last = "1,234" in str(cells)
    assert values(reading, metric="iuran").get("PU") == (1_234_000 if last else None)


# Sheets as a branch gets them: letterheads, staff numbers, notes, signatures

LETTER: Grid = [["KANTOR CABANG SURABAYA TANJUNG PERAK"], ["CAPAIAN TARGET"], ["BULAN NOVEMBER 2026"],
                ["Nama", None, ": Andi Pratama"],
                ["Jabatan", None, ": Account Representative"], ["NPK", None, ": 241870999"]]  # fmt: skip
SIGNED: Grid = [[], ["Catatan:"], ["1. Data per tanggal 30 November 2026"],
                ["2. Iuran berdasarkan kas diterima"], [], [None, None, "Surabaya, 1 Desember 2026"],
                ["Mengetahui,", None, "Dibuat oleh,"],
                ["Kepala Bidang Kepesertaan", None, "Account Representative"], [],
                ["(......................)", None, "(......................)"]]  # fmt: skip
FORM: Grid = [["Indikator", "Target", "Realisasi", "%"], ["Akuisisi TK PU", 120, 110, 110 / 120],
              ["Akuisisi TK BPU", 60, 66, 1.1]]  # fmt: skip


@pytest.mark.parametrize("number", ["NPK", "NPK :", "NIP/NPK", "No. HP"])
@pytest.mark.parametrize("value", [": 241870999", 241870999])
def test_a_staff_number_above_a_table_is_no_row_of_it(
    tmp_path: Path, number: str, value: Any
) -> None:
    reading = read(tmp_path, [*LETTER[:-1], [number, None, value], *FORM, *SIGNED])
    assert values(reading) == {"PU": 120, "BPU": 60}
    assert {f.officer for f in reading.figures} == {"Andi Pratama"}
    assert told(reading) == told(reading, "periksa") == []


def test_what_a_form_gives_directly_above_a_table_heads_no_column(tmp_path: Path) -> None:
    reading = read(tmp_path, [*LETTER[:-1], *FORM])
    assert values(reading) == {"PU": 120, "BPU": 60}
    assert told(reading) == []


def test_numbered_labels_and_notes_are_words(tmp_path: Path) -> None:
    rows: Grid = [["URAIAN", "TARGET", "REALISASI"], ["A. AKUISISI TK"], ["   1. PU", 120, 110],
                  ["   2. BPU", 60, 66], ["   Jumlah A", 180, 176], ["B. KUNJUNGAN"],
                  ["   1. PK", 12, 11]]  # fmt: skip
    reading = read(tmp_path, [*LETTER, *rows, *SIGNED])
    assert values(reading) == {"PU": 120, "BPU": 60}
    assert values(reading, metric="kunjungan") == {"": 12}
    assert told(reading) == []


def test_two_tables_side_by_side_with_their_own_labels(tmp_path: Path) -> None:
    rows: Grid = [["Kepesertaan", "Target", "Realisasi", None, "Iuran (Rp)", "Target", "Realisasi"],
                  ["Akuisisi TK PU", 120, 110, None, "Iuran PU", 5_000_000, 4_000_000],
                  ["Akuisisi TK BPU", 60, 66, None, "Iuran BPU", 7_000_000, 6_000_000]]  # fmt: skip
    reading = read(tmp_path, [*LETTER, *rows, *SIGNED])
    assert values(reading) == {"PU": 120, "BPU": 60}
    assert values(reading, "realisasi", "iuran") == {"PU": 4_000_000, "BPU": 6_000_000}
    assert told(reading) == []


def test_labels_below_target_kinerja_are_labels(tmp_path: Path) -> None:
    rows: Grid = [["No.", "Target Kinerja", "Sat.", "Target", "Real", "Ach (%)"],
                  [1, "Akuisisi TK PU", "Org", 120, 110, 91.7], [2, "Akuisisi TK BPU", "Org", 60, 66, 110]]  # fmt: skip
    reading = read(tmp_path, [*LETTER, *rows, *SIGNED])
    assert values(reading) == {"PU": 120, "BPU": 60}
    assert told(reading) == []


def test_words_behind_the_numbers_are_notes(tmp_path: Path) -> None:
    rows = [[*FORM[0], "Kendala", "Solusi"], [*FORM[1], "3 PK menolak", "Pendekatan ulang"],
            [*FORM[2], None, "Sosialisasi 2 kali"]]  # fmt: skip
    reading = read(tmp_path, [*LETTER, *rows, *SIGNED])
    assert values(reading) == {"PU": 120, "BPU": 60}
    assert told(reading) == []
    sided: Grid = [["NOVEMBER 2026"], NAME, ["Indikator", "Nov", "Jenis"], ["Akuisisi TK PU", 120, "Target"],
                   ["Akuisisi TK PU", 110, "Realisasi"]]  # fmt: skip
    assert values(read(tmp_path, sided), "realisasi") == {"PU": 110}


def test_the_first_name_in_a_column_is_the_person_of_the_title(tmp_path: Path) -> None:
    rows = [[*FORM[0], "PIC"], [*FORM[1], "Andi"], [*FORM[2], "Andi"]]
    assert {f.officer for f in read(tmp_path, [*LETTER, *rows]).figures} == {"Andi Pratama"}
    rows = [[*FORM[0], "PIC"], [*FORM[1], "Rina"], [*FORM[2], "Rina"]]
    assert {f.officer for f in read(tmp_path, [*LETTER, *rows]).figures} == {"Rina"}


@pytest.mark.parametrize(
    ("percents", "is_read"),
    [
        ([110 / 120, 1.1], True),
        ([91.67, 110], True),
        (["92%", "110%"], True),
        ([91.67, 120], False),
        ([91.67, None], False),
        ([None, None], False),
        ([110, 66], False),
    ],
)
def test_capaian_is_a_realisation_where_its_percentages_show_it(
    tmp_path: Path, percents: list[Any], is_read: bool
) -> None:
    rows: Grid = [["Indikator", "Target", "Capaian", "%"], ["Akuisisi TK PU", 120, 110, percents[0]],
                  ["Akuisisi TK BPU", 60, 66, percents[1]]]  # fmt: skip
    reading = read(tmp_path, [*LETTER, *rows, *SIGNED])
    assert values(reading, "realisasi") == ({"PU": 110, "BPU": 66} if is_read else {})
    assert bool(told(reading)) != is_read


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            [["PU Raksasa", 1, 2]],
            "sel B4, C4: kata 'Raksasa' tidak dikenal; hapus atau ganti katanya",
        ),
        (
            [["Andi Kacung", 1, 2]],
            "kata 'Andi Kacung' tidak dikenal; bila nama petugas, tulis Petugas",
        ),
    ],
)
def test_a_question_on_an_unknown_word_says_what_to_do(
    tmp_path: Path, rows: Grid, text: str
) -> None:
    assert text in told(read(tmp_path, [TITLE, NAME, HEAD, *rows, ["BPU", 3, 4]]))[0]


def test_words_below_sasaran_are_notes_beside_targets(tmp_path: Path) -> None:
    rows: Grid = [["No.", "Sasaran", "Indikator", "Target", "Realisasi"],
                  [1, "Meningkatnya peserta", "Jumlah akuisisi TK PU", 120, 110],
                  [2, None, "Jumlah akuisisi TK BPU", 60, 66]]  # fmt: skip
    reading = read(tmp_path, [*LETTER, *rows, *SIGNED])
    assert values(reading) == {"PU": 120, "BPU": 60}
    assert told(reading) == []


@pytest.mark.parametrize(
    ("head", "kept"),
    [("Target (TK)", {}), ("Target TK Aktif", {"PU": 120}), ("Target TK", {"PU": 120})],
)
def test_a_unit_in_brackets_names_no_metric(
    tmp_path: Path, head: str, kept: dict[str, int]
) -> None:
    reading = read(tmp_path, [["NOVEMBER 2026"], NAME, ["Segmen", head, "Ket"], ["PU", 120, "ok"]])
    assert values(reading, metric="tk_aktif") == kept
    assert bool(told(reading)) != bool(kept)
    named = read(tmp_path, [TITLE, NAME, ["Segmen", "Target (TK)", "Ket"], ["PU", 120, "ok"]])
    assert values(named) == {"PU": 120}


def test_wrong_percentages_of_a_table_are_told_in_one_line(tmp_path: Path) -> None:
    rows: Grid = [FORM[0], [*FORM[1][:3], "93%"], [*FORM[2][:3], "111%"]]
    assert told(read(tmp_path, [*LETTER, *rows]), "periksa") == [
        "Lembar Sheet1 sel D8, D9: persentase tertulis berbeda dari target dan realisasinya; "
        "dihitung ulang (D8: 93,0 %, seharusnya 91,7 %)."
    ]


# Officers below each other whom nobody has listed


@pytest.mark.parametrize("head", ["Uraian", None, "AR", "Account Representative"])
def test_rows_of_names_are_officers(tmp_path: Path, head: str | None) -> None:
    rows: Grid = [TITLE, [], [head, "Target", "Realisasi"], ["1. Andi Pratama", 12, 11],
                  ["Siti Aminah, S.E.", 34, 33], ["Jumlah", 46, 44]]  # fmt: skip
    reading = read(tmp_path, [*rows, *SIGNED])
    assert values(reading) == {"Andi Pratama": 12, "Siti Aminah, S.E.": 34}
    assert told(reading) == told(reading, "periksa") == []


def test_sections_of_names_are_officers(tmp_path: Path) -> None:
    part: Grid = [["Akuisisi TK PU", 12, 11], ["Akuisisi TK BPU", 34, 33]]
    rows: Grid = [["NOVEMBER 2026"], [], ["Uraian", "Target", "Realisasi"], ["Andi Pratama"], *part,
                  ["Siti Aminah"], ["Akuisisi TK PU", 56, 55]]  # fmt: skip
    reading = read(tmp_path, [*rows, *SIGNED])
    assert values(reading) == {"Andi Pratama PU": 12, "Andi Pratama BPU": 34, "Siti Aminah PU": 56}
    assert told(reading) == []
    third = read(tmp_path, [*rows, ["Tarmuji"], ["Akuisisi TK PU", 78, 77], *SIGNED])
    assert values(third) == {}
    assert told(third)


@pytest.mark.parametrize(
    "names", [("Semampir", "Bulak"), ("Andi", "Gresik"), ("PT Andi", "PT Siti"), ("Tarno", "Mul")]
)
def test_rows_of_unknown_words_are_asked_about(tmp_path: Path, names: tuple[str, str]) -> None:
    rows: Grid = [TITLE, [], ["Uraian", "Target", "Realisasi"], [names[0], 12, 11], [names[1], 34, 33],
                  ["Jumlah", 46, 44]]  # fmt: skip
    reading = read(tmp_path, rows, file="Dewi.xlsx")
    assert values(reading) == {}
    assert told(reading)


def test_the_total_of_one_side_is_compared_with_that_side(tmp_path: Path) -> None:
    rows: Grid = [["AKUISISI TK 2026"], [], ["Petugas", "Jenis", "Okt", "Nov"],
                  ["Andi", "Target", 10, 12], [None, "Realisasi", 9, 11],
                  ["Siti", "Target", 30, 34], [None, "Realisasi", 29, 33],
                  ["TOTAL", "Target", 40, 46], [None, "Realisasi", 38, 44]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"Andi": 12, "Siti": 34}
    assert told(reading, "periksa") == []
    rows[-1][-1] = 45
    assert "jumlahnya berbeda dari rinciannya" in told(read(tmp_path, rows), "periksa")[0]


def test_staff_numbers_in_a_list_of_officers_are_no_figures(tmp_path: Path) -> None:
    rows: Grid = [TITLE, ["No", "NPK", "Nama", "Target", "Realisasi"], [1, 241870999, "Andi", 12, 11],
                  [2, 241870998, "Budi", 34, 33]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert values(reading) == {"Andi": 12, "Budi": 34}
    assert told(reading) == []


def test_words_behind_the_numbers_that_tell_rows_apart_are_no_notes(tmp_path: Path) -> None:
    rows: Grid = [TITLE, NAME, [*HEAD, "Kanal"], ["PU", 12, 11, "Perisai"], ["PU", 12, 11, "Langsung"],
                  ["BPU", 5, 6, None]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert "PU" not in values(reading)
    assert "tidak dikenal" in told(reading)[0]
