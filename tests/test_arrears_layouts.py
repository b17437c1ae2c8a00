"""Layouts and values as offices write them: every rupiah and month of the list is told beside."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kepesertaan.actions.daftar_telepon import CallList, daftar_telepon
from kepesertaan.domain.table import Table
from kepesertaan.rules.arrears_amounts import amounts_reader, read_amount, unit_of
from kepesertaan.rules.arrears_months import read_months
from kepesertaan.sheets.arrears import find_arrears
from kepesertaan.sheets.participant import Sheet

DAY = date(2026, 11, 22)
TITLE = ["DAFTAR PIUTANG IURAN"]
PER = ["Per 20 November 2026"]
PLAIN = ["NPP", "Nama Perusahaan", "BLTH", "Piutang Iuran"]
SEP, OCT = "September 2026", "Oktober 2026"
SEP_OCT = "September dan Oktober 2026"
Rows = list[list[Any]]


def made(*sheets: Rows, merges: tuple[Any, ...] = ()) -> CallList:
    """The list of sheets as they are read."""
    tables: dict[str, list[Table]] = {"piutang": [], "pembayaran": []}
    for n, rows in enumerate(sheets, 1):
        wide = max(map(len, rows))
        filled = [[*row, *[None] * (wide - len(row))] for row in rows]
        found = find_arrears(Sheet("P.xlsx", f"L{n}", filled, merges, frozenset(), {}, False), {})
        assert found is not None
        tables[found[0]].append(found[1])
    return daftar_telepon(tables["piutang"], tables["pembayaran"], DAY, {})


def listed(found: CallList) -> list[tuple[Any, ...]]:
    """NPP, months, contribution, denda of each line."""
    return sorted((row[3], row[4], row[5], row[6]) for row in found.pages[0].rows)


def excluded(found: CallList) -> list[tuple[Any, ...]]:
    return [(row[2], row[3], str(row[4]).split(",")[0]) for row in found.pages[1].rows]


ONE = [("15000001", OCT, 1_000_000, 20_000)]
LAYOUTS: dict[str, tuple[Rows, list[tuple[Any, ...]]]] = {
    "thousands, in the titles": ([TITLE, PER, ["(dalam ribuan rupiah)"], PLAIN, ["15000001", "PT A", "Sep-Okt 2026", 4200],
                                  ["15000002", "PT B", "Okt 2026", 1250.5]],
                                 [("15000001", SEP_OCT, 4_200_000, 126_000), ("15000002", OCT, 1_250_500, 25_010)]),
    "millions, in the heading": ([PER, [*PLAIN[:3], "Jumlah Piutang (Rp juta)"], ["15000001", "PT A", "Okt 2026", 42.5],
                                  ["15000002", "PT B", "Okt 2026", "1,25"]],
                                 [("15000001", OCT, 42_500_000, 850_000), ("15000002", OCT, 1_250_000, 25_000)]),
    "no unit": ([PER, ["Piutang di atas 10 juta dan iuran per ribu pekerja"], PLAIN, ["15000001", "PT A", "Okt 2026", 1_000_000]], ONE),
    "programs under a heading": ([PER, [*PLAIN, None, None, None, None], [None, None, None, "JHT", "JKK", "JKM", "JP", "Jumlah"],
                                  ["15000001", "PT A", "Okt 2026", 570_000, 24_000, 30_000, 376_000, 1_000_000]], ONE),
    "programs alone": ([PER, [*PLAIN[:3], "Iuran JHT", "Iuran JKK", "Iuran JKM", "Iuran JP"],
                        ["15000001", "PT A", "Okt 2026", 570_000, 54_000, None, 376_000]], ONE),
    "programs and their denda": ([PER, [*PLAIN[:3], "Piutang Iuran", None, "Denda", None], [None, None, None, "JHT", "JKK", "JHT", "JKK"],
                                  ["15000001", "PT A", "Okt 2026", 900_000, 100_000, 18_000, 2_000]], ONE),
    "parts of years under a heading": ([PER, [*PLAIN, None, None], [None, None, None, "s.d. 2025", 2026.0, "Jumlah"],
                                        ["15000001", "PT A", "Okt 2026", 100, 999_900, 1_000_000]], ONE),
    "months in rows without names": ([PER, ["No", *PLAIN], [1, "15000001", "PT A", "Sep 2026", 500_000], [None, None, None, "Okt 2026", 1_000_000],
                                      [2, "15000002", "PT B", "Sep 2026", 700_000], ["JUMLAH", None, None, None, 2_200_000]],
                                     [("15000001", SEP_OCT, 1_500_000, 40_000), ("15000002", SEP, 700_000, 28_000)]),
    "headings on every page": ([PER, PLAIN, ["15000001", "PT A", "Okt 2026", 1_000_000], ["JUMLAH", None, None, 1_000_000], [],
                                PLAIN, ["15000002", "PT B", "Okt 2026", 1_000_000]],
                               [*ONE, ("15000002", OCT, 1_000_000, 20_000)]),
    "first and last month": ([PER, [*PLAIN[:2], "BLTH Awal", "BLTH Akhir", "Jumlah Tunggakan"], ["15000001", "PT A", "Sep 2026", date(2026, 10, 1), 2_000_000],
                              ["15000002", "PT B", "Okt 2026", "Okt 2026", 1_000_000]],
                             [("15000001", SEP_OCT, 2_000_000, 60_000), ("15000002", OCT, 1_000_000, 20_000)]),
    "month and year": ([PER, [*PLAIN[:2], "Tahun", "Bulan", "Iuran"], ["15000001", "PT A", 2026, 9, 1_000_000], ["15000001", "PT A", 2026.0, "10", 1_000_000],
                        ["15000002", "PT B", "2026", "Oktober", 1_000_000]],
                       [("15000001", SEP_OCT, 2_000_000, 60_000), ("15000002", OCT, 1_000_000, 20_000)]),
    "months as numbers with their year": ([PER, [*PLAIN[:2], "Bulan", "Iuran"], ["15000001", "PT A", 202609.0, 500_000], ["15000001", "PT A", 202610.0, 500_000]],
                                           [("15000001", SEP_OCT, 1_000_000, 30_000)]),
    "month of contribution and year": ([PER, [*PLAIN[:2], "Bulan Iuran", "Thn", "Iuran"], ["15000001", "PT A", 10, 2026, 1_000_000]], ONE),
    "one row a company counts": ([PER, [*PLAIN[:2], "Bulan", "Iuran"], ["15000001", "PT A", 1, 1_000_000], ["15000002", "PT B", 2, 2_000_000]],
                                 [*ONE, ("15000002", SEP_OCT, 2_000_000, 60_000)]),
    "billed, paid and left": ([PER, [*PLAIN[:3], "Iuran", "Dibayar", "Tunggakan"], ["15000001", "PT A", "Okt 2026", 1_400_000, 400_000, 1_000_000]], ONE),
    "owed before and after": ([PER, [*PLAIN[:3], "Jumlah Piutang", "Dibayar", "Sisa Piutang (ribuan)"], ["15000001", "PT A", "Okt 2026", 1_400_000, 400_000, 1000]], ONE),
    "days for months": ([PER, PLAIN, ["15000001", "PT A", "01-10-2026", 500_000], ["15000001", "PT A", "2026-09-01", 500_000], ["15000002", "PT B", "01/09/2026 s.d. 31/10/2026", 2_000_000]],
                        [("15000001", SEP_OCT, 1_000_000, 30_000), ("15000002", SEP_OCT, 2_000_000, 60_000)]),
    "first month alone": ([["Per 14 November 2026"], [*PLAIN[:2], "Menunggak Sejak", "Jumlah Tunggakan"], ["15000001", "PT A", "Agt 2026", 2_000_000]],
                          [("15000001", "Agustus dan September 2026", 2_000_000, 100_000)]),
    "days, no months": ([PER, [*PLAIN[:2], "BLTH Terakhir Lunas", "Umur Piutang (hari)", "Piutang"], ["15000001", "PT A", "Sep 2026", 36, 1_000_000]], ONE),
    "divisions behind the npp": ([PER, PLAIN, ["15000001-000", "PT A", "Okt 2026", 400_000], ["15000001-001", "PT A Solo", "Okt 2026", 600_000]], ONE),
    "subtotals": ([PER, ["No", "Pembina", *PLAIN], [1, "Andi", "15000001", "PT A", "Okt 2026", 1_000_000], ["Andi Total", None, None, None, None, 1_000_000],
                   [None, None, "Subtotal", None, None, 1_000_000], [None, None, None, "Jumlah Andi", None, 1_000_000], [None, None, None, "J U M L A H", None, 1_000_000], ["Grand Total", None, None, None, None, 1_000_000]], ONE),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "lines"), LAYOUTS.values(), ids=list(LAYOUTS))
def test_a_layout_is_read_to_the_rupiah(rows: Rows, lines: list[tuple[Any, ...]]) -> None:
    found = made(rows)
    assert listed(found) == lines
    assert excluded(found) == []
    assert not any(day for day in found.lines if "perkiraan" in day)
    assert not found.pages[3].rows  # no figure differs


def test_the_sum_of_a_merged_group_is_taken_not_its_first_part() -> None:
    group = ["NPP", "Nama Perusahaan", "BLTH", "Piutang Iuran", None, None, "Denda", None, None]
    parts = [None, None, None, "Lama", "Baru", "Jumlah", "Lama", "Baru", "Jumlah"]
    row = ["15000001", "PT A", "Okt 2026", 100, 999_900, 1_000_000, 1, 19_999, 20_000]
    merges = ((2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 5), (2, 6, 2, 8))
    found = made([PER, group, parts, row], merges=merges)
    assert (listed(found), list(found.pages[3].rows)) == (ONE, [])


@pytest.mark.parametrize(
    "row",
    [
        [None, "Pembina Andi", "Wilayah 1", None],
        ["Andi", None, "Total", None],
        [None, None, None, 1_000_000, 2_000_000],
    ],
)
def test_a_row_of_words_is_no_second_heading(row: list[Any]) -> None:
    assert listed(made([PER, PLAIN, row, ["15000001", "PT A", "Okt 2026", "Rp 1.000.000"]])) == ONE


def test_parts_that_nothing_names_are_not_taken_for_the_whole() -> None:
    rows = [PER, [*PLAIN, None], [None, None, None, "Lama", "Baru"], ["15000001", "PT A", "Okt 2026", 1, 999_999]]  # fmt: skip
    assert find_arrears(Sheet("P.xlsx", "L", rows, (), frozenset(), {}, False), {}) is None


def test_units_and_rows_that_were_taken_for_others_are_told() -> None:
    found = made(LAYOUTS["thousands, in the titles"][0])
    assert "Angka dibaca dalam ribuan rupiah menurut judulnya." in found.lines[1]
    found = made(LAYOUTS["months in rows without names"][0])
    told = [
        row[0] for block in found.board.blocks if block.title == "Catatan" for row in block.rows
    ]
    assert "1 baris tanpa NPP dan nama dihitung milik perusahaan di atasnya." in told


@pytest.mark.parametrize(
    "rest",
    [
        [None, None, None, 500_000],  # no month: nobody's
        [None, "PT Lain", "Okt 2026", 500_000],  # another name
        [None, None, "Sep 2026", 500_000],  # the month above again
        [None, None, "Okt 2026", None],
    ],
)
def test_a_row_without_npp_is_not_taken_for_the_company_above(rest: list[Any]) -> None:
    found = made([PER, PLAIN, ["15000001", "PT A", "Sep 2026", 700_000], rest])
    assert listed(found) == [("15000001", SEP, 700_000, 28_000)]
    assert excluded(found) == [(None, rest[3] or 0, "NPP atau KPJ kosong")] or excluded(found) == [("", rest[3] or 0, "NPP atau KPJ kosong")]  # fmt: skip


def test_numbers_of_months_without_a_year_are_not_counted() -> None:
    rows = [[*PLAIN[:2], "Bulan", "Iuran"], ["15000001", "PT A", 9, 1_000_000], ["15000001", "PT A", 10, 1_000_000]]  # fmt: skip
    found = made([PER, *rows])
    assert listed(found) == []
    assert [row[4] for row in found.pages[1].rows] == [
        f"Bulan tertunggak tidak dapat ditentukan: 'bulan {n} tanpa tahun'" for n in (9, 10)
    ]


def test_below_a_blank_row_nothing_goes_on() -> None:
    rows = [PER, PLAIN, ["15000001", "PT A", "Sep 2026", 700_000], [], [None, None, "Okt 2026", 1]]
    assert listed(made(rows)) == [("15000001", SEP, 700_000, 28_000)]


PAYMENTS: dict[str, tuple[list[Any], list[Any]]] = {
    "a month": (["Tgl Bayar", "NPP", "Bulan", "Jumlah Bayar"], [date(2026, 11, 21), "15000001", "Okt 2026", 1_000_000]),
    "zeros lost": (["NPP", "Tgl Bayar", "Nominal"], ["0015000001", date(2026, 11, 21), 1_000_000]),
    "a division": (["NPP", "Tgl Bayar", "Nominal"], ["15000001-000", date(2026, 11, 21), 1_000_000]),
    "thousands": (["NPP", "Tgl Bayar", "Nominal (ribuan)"], [15000001, "21-11-2026", 1000]),
    "thousands grouped": (["NPP", "Tgl Bayar", "Nominal (ribuan)"], [15000001, "21-11-2026", "1.000"]),
}  # fmt: skip


@pytest.mark.parametrize(("heads", "row"), PAYMENTS.values(), ids=list(PAYMENTS))
def test_a_payment_is_found_as_it_is_written(heads: list[Any], row: list[Any]) -> None:
    owed = [["Per 31 Oktober 2026"], PLAIN, ["15000001", "PT A", "Sep 2026", 1_000_000], ["15000002", "PT B", "Sep 2026", 5_000_000]]  # fmt: skip
    found = made(owed, [heads, row])
    assert [line[0] for line in listed(found)] == ["15000002"]
    assert excluded(found) == [("15000001", 1_000_000, "Lunas")]


def test_an_npp_whose_zeros_excel_lost_is_the_same_company() -> None:
    owed = [["Per 31 Oktober 2026"], PLAIN, [4005857.0, "PT A", "Sep 2026", 1_000_000], ["15000002", "PT B", "Sep 2026", 1]]  # fmt: skip
    paid = [["NPP", "Tgl Bayar", "Nominal"], ["04005857", date(2026, 11, 21), 400_000]]
    found = made(owed, paid)
    assert listed(found)[0] == ("04005857", SEP, 600_000, 40_000)
    notes = [row[0] for block in found.board.blocks if block.title == "Catatan" for row in block.rows]  # fmt: skip
    assert "1 NPP kurang dari 8 angka dibaca dengan nol di depannya." in notes
    assert made([PER, PLAIN, ["12345", "PT A", "Okt 2026", 1]]).pages[0].rows[0][3] == "12345"


def test_months_owed_with_a_day_of_payment_are_no_payments() -> None:
    heads = ["NPP", "Nama", "Tgl Bayar", "Jml Bulan", "Total"]
    assert listed(made([PER, heads, ["15000001", "PT A", date(2026, 9, 1), 1, 1_000_000]])) == ONE


MONTHS: dict[str, list[str]] = {
    "08-10": ["3 bln (Agt s.d. Okt 2026)", "Agt s.d. Okt 2026 (3 bulan)", "08/2026-10/2026", "202608-202610",
              "Agustus/September/Oktober 2026", "Agustus 2026 sampai dengan Oktober 2026", "3 bulan: Agt, Sep, Okt 2026"],
    "10": ["(Okt 2026)", "Okt 2026 (1 bln)", "1 bln (Okt 2026)"],
}  # fmt: skip


@pytest.mark.parametrize(("span", "text"), [(s, t) for s, some in MONTHS.items() for t in some])
def test_months_are_read_as_people_write_them(span: str, text: str) -> None:
    first, last = int(span[:2]), int(span[-2:])
    assert read_months(text) == tuple((2026, month) for month in range(first, last + 1))


@pytest.mark.parametrize(
    "text",
    [
        "08/26-10/26",
        "A/B 2026",
        "3 (Agt)",
        "2026-08-10/2026",
        "bln (3)",
        "202610-202608",
        "05-10-2026",
    ],
)
def test_months_that_may_be_others_are_not_read(text: str) -> None:
    assert read_months(text) is None


AMOUNTS: list[tuple[Any, int, Any]] = [
    ("Rp 16.800", 1, 16_800), ("16.800,00", 1, 16_800), ("16,800.-", 1, 16_800), ("IDR 16,800", 1, 16_800),
    ("16.800", 1, "16.800"), ("Rp 16", 1, "Rp 16"), (16800.0, 1, 16_800),
    (4200, 1000, 4_200_000), ("4.200", 1000, 4_200_000), ("4200,5", 1000, 4_200_500), ("-", 1000, None), (None, 1000, None),
    ("4.200.000", 1000, "4.200.000"), ("4.200", 1_000_000, "4.200"), ("Rp 4.200.000", 1000, "Rp 4.200.000"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "unit", "amount"), AMOUNTS)
def test_amounts_that_can_mean_one_thing_are_read(cell: Any, unit: int, amount: Any) -> None:
    assert amounts_reader(unit)(cell) == amount
    assert read_amount("Rp 1.500.000,00") == 1_500_000


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("(dalam jutaan Rp)", 1_000_000), ("Rp juta", 1_000_000), ("dlm ribuan", 1000), ("Rp.000", 1000),
        ("Satuan: Ribu Rupiah", 1000), ("(000)", 1000), ("Rp 1.000", 1), ("Nilai Rp 10 juta", 1), ("PT Jutawan", 1),
        ("(dalam rupiah)", 1), ("10 juta (rupiah)", 1),
    ],
)  # fmt: skip
def test_the_unit_of_amounts_is_read_from_the_titles(text: str, unit: int) -> None:
    assert unit_of(Table("P.xlsx", "P", (), [], above=(text,))) == unit


def test_a_book_with_payments_by_month_does_not_call_who_paid(tmp_path: Path) -> None:
    from kepesertaan import cli

    work = openpyxl.Workbook()
    work.remove(work.active)
    for name, rows in {
        "Piutang": [["Per 31 Oktober 2026"], PLAIN, ["15000001", "PT A", "Sep 2026", 1_000_000]],
        "Bayar": [["Tgl Bayar", "NPP", "Bulan", "Jumlah Bayar"], ["05/11/2026", "15000001", "Sep 2026", "Rp 1.000.000"]],
    }.items():  # fmt: skip
        page = work.create_sheet(name)
        for row in rows:
            page.append(row)
    work.save(tmp_path / "P.xlsx")
    args = ["daftar-telepon", str(tmp_path / "P.xlsx"), "--per", "2026-11-22"]
    assert cli.main([*args, "--keluar", str(tmp_path / "H")]) == 0
    (file,) = (tmp_path / "H").glob("*.xlsx")
    page = openpyxl.load_workbook(file)["Dikeluarkan"]
    assert page["E2"].value.startswith("Lunas, dibayar terakhir 05-11-2026")
