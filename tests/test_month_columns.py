"""Arrears sheets in layouts branches have: a column a month, groups over months, odd months."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from kepesertaan.actions.daftar_telepon import CallList, daftar_telepon
from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.rules.arrears_months import read_months
from kepesertaan.sheets.arrears import find_arrears
from kepesertaan.sheets.participant import Sheet

DAY = date(2026, 11, 23)
A, B = ["15009901", "PT A"], ["15009902", "PT B"]
TITLE = ["DAFTAR TUNGGAKAN IURAN"]


def found(
    rows: list[list[Any]], merges: tuple[Any, ...] = (), name: str = "Lembar1"
) -> CallList | None:
    sheet = Sheet("a.xlsx", name, rows, merges, frozenset(), {}, False)
    kind = find_arrears(sheet, {})
    return daftar_telepon([kind[1]], [], DAY, {}) if kind and kind[0] == "piutang" else None


def listed(made: CallList | None) -> list[tuple[Any, ...]]:
    assert made is not None
    return sorted((row[3], row[4], int(row[5]), int(row[6])) for row in made.pages[0].rows)


WANTED = [
    ("15009901", "Agustus dan September 2026", 3_000_000, 140_000),
    ("15009902", "Oktober 2026", 500_000, 10_000),
]
MONTHS = ["Agu 2026", "Sep 2026", "Okt 2026"]
OWED = [[*A, 1_000_000, 2_000_000, None], [*B, 0, "-", "Rp 500.000,00"]]
LAYOUTS: dict[str, tuple[list[list[Any]], tuple[Any, ...]]] = {
    "months in words": ([TITLE, ["NPP", "Nama Perusahaan", *MONTHS], *OWED], ()),
    "months as dates": (
        [TITLE, ["NPP", "Nama Perusahaan", *(datetime(2026, m, 1) for m in (8, 9, 10))], *OWED], (),
    ),
    "months as numbers": ([TITLE, ["NPP", "Nama Perusahaan", 202608.0, 202609.0, 202610.0], *OWED], ()),
    "months in figures": ([TITLE, ["NPP", "Nama Perusahaan", "2026-08", "09/2026", "202610"], *OWED], ()),
    "told by the total": (
        [["NPP", "Nama Perusahaan", *MONTHS, "Total Tunggakan"],
         [*OWED[0], 3_000_000], [*OWED[1], 500_000], ["", "JUMLAH", 1_000_000, 2_000_000, 500_000, 3_500_000]], (),
    ),
    "under a merged group": (
        [["NPP", "Nama Perusahaan", "Piutang Iuran", None, None], [None, None, *MONTHS], *OWED],
        ((1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 4)),
    ),
    "denda by month beside": (
        [["NPP", "Nama Perusahaan", "Piutang", None, None, "Denda", None, None],
         [None, None, *MONTHS, *MONTHS],
         [*OWED[0], 60_000, 80_000, None], [*OWED[1], None, None, 10_000]], (),
    ),
    "told by a title and numbered": (
        [TITLE, ["Per 31 Oktober 2026"], [], ["No", "NPP", "Nama Perusahaan", *MONTHS], [1, 2, 3, 4, 5, 6],
         [1, *OWED[0]], [2, *OWED[1]]], (),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "merges"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_column_a_month_is_read(rows: list[list[Any]], merges: tuple[Any, ...]) -> None:
    made = found(rows, merges)
    assert listed(made) == WANTED
    assert made is not None
    assert (
        not made.has_findings or "tunggakan" in str(rows[0]).lower() or made.counts["selisih"] == 0
    )
    assert "perkiraan" not in str(made.pages[0].rows)


NOT_OWED = {
    "payments by month": ([["REKAP PEMBAYARAN IURAN"], ["NPP", "Nama Perusahaan", *MONTHS], *OWED], "Piutang"),
    "nothing says owed": ([["NPP", "Nama Perusahaan", *MONTHS], *OWED], "Lembar1"),
    "months without a year": ([TITLE, ["NPP", "Nama Perusahaan", "Agu", "Sep"], *(row[:4] for row in OWED)], "x"),
    "the same month twice": ([TITLE, ["NPP", "Nama Perusahaan", "Agu 2026", "08-2026"], *(row[:4] for row in OWED)], "x"),
    "dates, no amounts": ([TITLE, ["NPP", "Nama Perusahaan", "Agu 2026", "Sep 2026"], [*A, "lunas", "belum"]], "x"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "name"), NOT_OWED.values(), ids=NOT_OWED)
def test_months_beside_each_other_are_not_always_arrears(rows: list[list[Any]], name: str) -> None:
    try:
        made = found(rows, name=name)
    except SheetNotRecognised:
        return
    assert made is None


def test_two_months_in_the_first_row_are_no_heading() -> None:
    heads = [
        "NPP",
        "Nama Perusahaan",
        "BLTH Terakhir Lunas",
        "Periode Tunggakan",
        "Jumlah Tunggakan",
    ]
    made = found([heads, [*A, "Agustus 2026", "September 2026", 1_000_000]])
    assert listed(made) == [("15009901", "September 2026", 1_000_000, 40_000)]


ODD = [  # id, the months' cells and the total, why it is left out or what differs
    ("below nothing", [-5, 1_000_000, None], "2026-08 '-5'"),
    ("unclear", ["1,25", 1_000_000, None], "2026-08 '1,25'"),
    ("nothing owed", [0, 0, 0], "Tidak ada tunggakan"),
    ("all blank", [None, None, None], "Jumlah tunggakan kosong"),
    ("only a total", [None, None, 500_000], "Bulan tertunggak tidak dapat ditentukan"),
]


@pytest.mark.parametrize(
    ("cells", "why"), [case[1:] for case in ODD], ids=[case[0] for case in ODD]
)
def test_what_a_row_of_months_does_not_say_is_told(cells: list[Any], why: str) -> None:
    made = found([TITLE, ["NPP", "Nama Perusahaan", *MONTHS[:2], "Total"], [*A, *cells]])
    assert made is not None
    assert listed(made) == []
    assert [why in str(row[4]) for row in made.pages[1].rows] == [True]


@pytest.mark.parametrize(("total", "differs"), [(2_000_000, 0), (2_100_000, 0), (2_300_000, 1)])
def test_a_total_that_is_not_the_sum_of_its_months_differs(total: int, differs: int) -> None:
    rows = [
        TITLE,
        ["NPP", "Nama Perusahaan", *MONTHS[:2], "Total"],
        [*A, 1_000_000, 1_000_000, total],
    ]
    made = found(rows)
    assert made is not None
    assert made.counts["selisih"] == differs


SAID = [
    ("Agt-Okt 2026", [8, 9, 10]),
    ("Sep - Okt 2026", [9, 10]),
    ("2026-08 - 2026-10", [8, 9, 10]),
    ("Agustus, September 2026", [8, 9]),
    ("Agustus dan Okt. 2026", [8, 10]),
    ("Jan-26", None),  # a month and its year, no range
    ("Nov-Jan 2026", ()),
    ("Okt-Sep 2026", ()),
    ("November, Januari 2026", ()),
    ("Agustus, September", ()),
    ("Agt-Okt", ()),
]


@pytest.mark.parametrize(("text", "months"), SAID)
def test_months_whose_year_stands_once(text: str, months: list[int] | tuple[()] | None) -> None:
    read = read_months(text)
    if months is None:
        assert read == ((2026, 1),)
    else:
        assert read == (tuple((2026, m) for m in months) if months else None)
