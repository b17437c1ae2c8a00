"""Sheets whose words are the same and that must still be understood differently, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kepesertaan.run.target_files import Known
from kepesertaan.run.target_sheets import sheets_reading
from kepesertaan.sheets.header import Merge
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.targets.found import SheetReading

Rows = list[list[Any]]
TITLE = ["TARGET DAN REALISASI NOVEMBER 2026"]
HEAD = ["Uraian", "Target", "Realisasi"]
MEI = "Mei Lestari"


def sheet_read(rows: Rows, *known: str, merges: Sequence[Merge] = ()) -> SheetReading:
    sheet = Sheet("Budi.xlsx", "Nov", rows, merges, frozenset(), {}, date1904=False)
    (read,) = sheets_reading(Path("Budi.xlsx"), [sheet], [], Known(known, 2026)).sheets
    return read


def told(rows: Rows, *known: str, merges: Sequence[Merge] = ()) -> set[Any]:
    """What was realised by the sheet: metric, segment, officer, month, value, cell."""
    read = sheet_read(rows, *known, merges=merges)
    return {
        (*thing, strip.officer or read.told_officer, strip.month[1], value, strip.cell(at))
        for strip in read.strips if strip.side == "realisasi"
        for at, (thing, value) in enumerate(zip(strip.things, strip.values, strict=True))
    }  # fmt: skip


def table(*rows: list[Any]) -> Rows:
    return [TITLE, ["Nama : Budi"], HEAD, *rows]


def people(*rows: list[Any]) -> Rows:
    return [TITLE, ["Nama Petugas", "Target Kunjungan", "Realisasi Kunjungan"], *rows]


def section(*numbers: float | str | None) -> set[Any]:
    return told(table(["Sosialisasi", 9.0, 7.0], ["PU", *numbers], ["Kunjungan", 4.0, 3.0]))


def test_a_row_heads_those_below_it_only_where_it_is_empty() -> None:
    alone = ("kunjungan", "", "Budi", 11, 3, "C6")
    for _ in range(2):
        assert section(None, None) == {
            ("sosialisasi", "", "Budi", 11, 7, "C4"), ("kunjungan", "PU", "Budi", 11, 3, "C6"),
        }  # fmt: skip
        for cell, value in (("-", None), (1.0, 1)):  # and the row above is of all segments
            segment = ("sosialisasi", "PU", "Budi", 11, value, "C5")
            assert section(cell, cell) == {segment, alone}
    rows = table(["Sosialisasi", 9.0, 7.0], ["PU", 9.0, 7.0], ["BPU", None, None],
                 ["Kunjungan", 4.0, 3.0])  # fmt: skip
    assert ("kunjungan", "", "Budi", 11, 3, "C7") in told(rows)  # as PU, BPU is of sosialisasi


def test_who_is_known_decides_whether_a_name_is_a_month() -> None:
    rows = table(["Kunjungan", 9.0, 7.0], [f"Kunjungan {MEI}", 3.0, 4.0])
    columns = [TITLE, ["Uraian", "Target", f"Realisasi {MEI}"], ["Kunjungan", 9.0, 7.0]]
    for _ in range(2):
        assert told(rows) == {("kunjungan", "", "Budi", 11, 7, "C4")}
        assert ("kunjungan", "", MEI, 11, 4, "C5") in told(rows, MEI)
        assert told(columns) == set()
        assert told(columns, MEI) == {("kunjungan", "", MEI, 11, 7, "C3")}


def test_who_signs_below_a_table_is_no_row_of_it() -> None:
    ani, budi = ("kunjungan", "", "Ani", 11, 7, "C3"), ("kunjungan", "", "Budi", 11, None, "C4")
    citra = ("kunjungan", "", "Citra", 11, None, "C5")
    for _ in range(2):
        assert told(people(["Ani", 9.0, 7.0], ["Budi", None, "Ketua"])) == {ani}
        assert told(people(["Ani", 9.0, 7.0], ["Budi", None, "-"])) == {ani, budi}
        more = people(["Ani", 9.0, 7.0], ["Budi", None, "Ketua"], ["Citra", 3.0, None])
        assert told(more) == {ani, budi, citra}


def test_a_label_reaches_as_far_as_its_cell_is_merged() -> None:
    rows = table(["Kunjungan", 9.0, 7.0], [None, 1.0, 1.0])
    first = ("kunjungan", "", "Budi", 11, 7, "C4")
    for _ in range(2):
        assert told(rows) == {first}
        assert told(rows, merges=((4, 0, 5, 0),)) == {first, ("kunjungan", "", "Budi", 11, 1, "C5")}


def test_the_same_words_lower_down_are_other_cells() -> None:
    rows = table(["Kunjungan", 9.0, 7.0])
    for blank in (0, 3, 1, 0):
        assert told([[]] * blank + rows) == {
            ("kunjungan", "", "Budi", 11, 7, f"C{4 + blank}")
        }  # fmt: skip


def test_totals_and_percentages_are_judged_by_each_sheets_own_numbers() -> None:
    right = (9.0, 1.0, set[str]())
    for total, percent, asked in (right, (8.0, 1.0, {"C6", "D6"}), (9.0, 0.5, {"D4"}), right):
        rows = [TITLE, ["Nama : Budi"], [*HEAD, "%"], ["Kunjungan PU", 4.0, 4.0, percent],
                ["Kunjungan BPU", 5.0, 5.0, 1.0], ["Jumlah", 9.0, total, 1.0]]  # fmt: skip
        read = sheet_read(rows)
        assert {ask.first for ask in read.asks} == asked


def test_totals_are_of_the_rows_since_the_last_total_and_numbers_may_be_texts() -> None:
    parts: Rows = [["Kunjungan PU", "1.000", 4.0], ["Kunjungan BPU", 500.0, "5"],
                   ["Jumlah", 1500.0, 9.0], ["Sosialisasi PU", 4.0, 4.0],
                   ["Sosialisasi BPU", 3.0, 3.0]]  # fmt: skip
    assert not sheet_read(table(*parts, ["Jumlah", 7.0, 7.0])).asks
    (ask,) = sheet_read(table(*parts, ["Jumlah", 7.0, 8.0])).asks
    assert (ask.level, ask.first, ask.right) == ("periksa", "C9", "7")


@pytest.mark.parametrize(
    "odd", ["\u00b2", "(\u00b2)", "\u00b2 November 2026", "\u2460", "9" * 400, "9" * 5000]
)
def test_signs_like_digits_and_endless_numbers_harm_no_other_figure(odd: str) -> None:
    found = told(table(["Kunjungan", 9.0, 7.0], [odd, 1.0, 1.0], ["Sosialisasi", odd, 3.0]))
    assert {
        ("kunjungan", "", "Budi", 11, 7, "C4"), ("sosialisasi", "", "Budi", 11, 3, "C6"),
    } <= found  # fmt: skip


def test_a_total_is_not_named_for_the_row_above_it() -> None:
    read = sheet_read([TITLE, ["Nama : Budi"], ["Uraian", "Segmen", *HEAD[1:]],
                       ["Kunjungan", "PU", 4.0, 4.0], [None, "BPU", 3.0, 3.0],
                       [None, "Jumlah", 7.0, 7.0]])  # fmt: skip
    assert [read.labels[i] for i in (3, 4, 5)] == ["Kunjungan PU", "Kunjungan BPU", "Jumlah"]
