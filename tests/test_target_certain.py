"""Layouts of target sheets of which any person is certain are read; their near misses are asked."""

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
    files = read_here([path], Known(officers, 2026), progress=lambda _n: None)
    found = gather(files, Before(), NOV, officers)
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


def told(reading: Reading, level: str = "tanya") -> list[str]:
    return [finding.text for finding in reading.findings if finding.level == level]


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
