"""Months that a sheet lists, counts, or both, and the day an arrears sheet stands at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fake_addin import load_addin
from kepesertaan import cli
from kepesertaan.actions.daftar_telepon import daftar_telepon
from kepesertaan.actions.registry import all_actions
from kepesertaan.data.arrears import read_position
from kepesertaan.data.loader import load_toml
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import Table
from kepesertaan.excel.load import load_xlwings
from kepesertaan.rules.arrears_day import position_of
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options
from kepesertaan.sheets.arrears import find_arrears
from kepesertaan.sheets.participant import Sheet
from plain_book import book

DAY = "2026-11-22"
HEADS = ["No", "NPP", "Nama Perusahaan", "Alamat", "Jml Bulan", "Bulan Iuran Tertunggak",
         "Piutang Iuran (Rp)", "Bayar Terakhir", "PIC", "No HP"]  # fmt: skip
Made = dict[str, list[dict[str, Any]]]
Make = Callable[..., tuple[Made, str, int]]


def company(number: int, count: Any, months: Any, amount: Any = 2_000_000) -> list[Any]:
    name = f"PT Contoh {number}"
    return [number, f"1500000{number}", name, "Jl. A", count, months, amount, None, "Sari", "081234567890"]  # fmt: skip


def sheet(title: Any, *rows: list[Any]) -> list[list[Any]]:
    """The common layout: titles, a blank row, headings, rows, a total with a formula."""
    total = [None, "JUMLAH", None, None, None, None, f"=SUM(G5:G{4 + len(rows)})"]
    above = title if isinstance(title, list) else [title]
    return [["DAFTAR PIUTANG IURAN"], above, [], HEADS, *rows, total]


@pytest.fixture
def make(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Make:
    """Every sheet of the list as rows by heading, what was said, and the exit code."""

    def call(
        rows: list[list[Any]], per: str = DAY, name: str = "P.xlsx", title: str = "Piutang"
    ) -> tuple[Made, str, int]:
        source = book(tmp_path / name, **{title: rows})
        out = tmp_path / "HASIL"
        code = cli.main(
            ["daftar-telepon", str(source), "--per", per, "--keluar", str(out), "--salinan"]
        )
        (file,) = out.glob("*.xlsx")
        work = openpyxl.load_workbook(file)
        file.unlink()
        made = {page.title.split(" 2")[0]: lines(page) for page in work.worksheets}
        cells = (c for row in work["Ringkasan"].iter_rows(values_only=True) for c in row if c)
        made["Ringkasan"] = [{"": str(cell)} for cell in cells]
        return made, capsys.readouterr().out, code

    return call


def summary(made: Made) -> str:
    """All texts of the summary."""
    return "\n".join(one[""] for one in made["Ringkasan"])


def lines(page: Any) -> list[dict[str, Any]]:
    heads, *rows = page.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows if isinstance(row[0], int | float)]


def listed(made: Made) -> dict[str, tuple[str, Any]]:
    return {one["NPP"][-1]: (one["Bulan tertunggak"], one["Denda"]) for one in made["Daftar Telepon"]}  # fmt: skip


def differences(made: Made) -> list[tuple[Any, ...]]:
    return [
        (one["NPP"][-1], one["Yang dibandingkan"], one["Di lembar piutang"], one["Hitungan"])
        for one in made["Selisih"]
    ]


BOTH = [
    company(1, 2, "2026-09, 2026-10"),
    company(2, 2, "Sep 2026 s.d. Okt 2026"),
    company(3, 3, "2026-06, 2026-07"),  # the list wins
    company(4, 2, None),  # a count alone
    company(5, None, "Juni 2026"),  # a list alone
    company(6, "1 bulan", "semua"),  # cannot be read: told
]


@pytest.mark.parametrize("swapped", [False, True], ids=["count first", "list first"])
def test_a_list_of_months_goes_before_a_count(swapped: bool, make: Make) -> None:
    rows = [list(row) for row in sheet("Per 20 November 2026", *BOTH)]
    for row in rows[3:] if swapped else ():
        row[4:6] = row[5:3:-1]
    made, _, code = make(rows)
    assert listed(made) == {
        "1": ("September dan Oktober 2026", 60_000),
        "2": ("September dan Oktober 2026", 60_000),
        "3": ("Juni dan Juli 2026", 180_000),
        "4": ("September dan Oktober 2026", 60_000),
        "5": ("Juni 2026", 200_000),
        "6": ("Oktober 2026", 40_000),
    }
    assert differences(made) == [
        ("3", "Jumlah bulan", "3", "2"),
        ("6", "Bulan tertunggak", "semua", "tidak terbaca, dihitung mundur"),
    ]
    assert code == 1
    assert "perkiraan" not in str(made["Daftar Telepon"])


def test_months_that_cannot_be_read_and_no_count_are_named(make: Make) -> None:
    made, *_ = make(sheet("Per 20 November 2026", company(1, None, "semua"), company(2, "-", "-")))
    assert [one["Alasan"] for one in made["Dikeluarkan"]] == [
        "Bulan tertunggak tidak dapat ditentukan: 'semua'",
        "Bulan tertunggak tidak dapat ditentukan",
    ]


COUNTED = [company(1, 2, None)]


@pytest.mark.parametrize(
    ("title", "months", "said"),
    [
        ("Per 14 November 2026", "Agustus dan September 2026",
         "Lembar piutang ini per 14-11-2026; BLTH sesudahnya belum diketahui."),
        ("Per 20 November 2026", "September dan Oktober 2026", "Lembar piutang ini per 20-11-2026.\n"),
        ("s.d. 31 Oktober 2026", "Agustus dan September 2026",
         "Lembar piutang ini per 31-10-2026; BLTH sesudahnya belum diketahui."),
        (["Posisi per:", date(2026, 10, 31)], "Agustus dan September 2026",
         "Lembar piutang ini per 31-10-2026; BLTH sesudahnya belum diketahui."),
        ("Posisi 31 Agustus 2026", "Juni dan Juli 2026", "Sudah 83 hari; mintakan lembar terbaru."),
        ("Per 30 November 2026", "September dan Oktober 2026",
         "per 30-11-2026, sesudah tanggal daftar 22-11-2026; periksa --per."),
    ],
)  # fmt: skip
def test_months_are_counted_back_from_the_day_of_the_sheet(
    title: Any, months: str, said: str, make: Make
) -> None:
    made, out, code = make(sheet(title, *COUNTED))
    assert listed(made)["1"][0] == months
    assert said in out
    assert "perkiraan" not in out + str(made["Daftar Telepon"])
    assert code == ("mintakan" in out or "periksa --per" in out)
    assert said.strip() in summary(made)


@pytest.mark.parametrize("title", ["Dicetak 14-11-2026", "Tunggakan per bulan", "Oktober 2026"])
def test_without_a_day_months_are_an_estimate_and_called_one(title: str, make: Make) -> None:
    made, out, code = make(sheet(title, *COUNTED))
    assert listed(made)["1"][0] == "September dan Oktober 2026"
    assert "2 bulan (perkiraan)" in made["Daftar Telepon"][0]["Prioritas"]
    assert "dihitung mundur dari 22-11-2026 (perkiraan)" in out
    assert code == 0
    listing, out, _ = make(sheet(title, company(1, 2, "2026-09, 2026-10")))
    assert "perkiraan" not in out + str(listing["Daftar Telepon"])


def test_a_number_in_a_column_of_months_is_no_count(make: Make) -> None:
    heads = ["NPP", "Nama Perusahaan", "BLTH", "Piutang Iuran"]
    made, *_ = make([["Per 20 November 2026"], heads, ["15000001", "PT Contoh", 10, 1_000_000]])
    (one,) = made["Dikeluarkan"]
    assert one["Alasan"] == "Bulan tertunggak tidak dapat ditentukan"


def test_a_last_paid_month_reaches_to_the_day_of_the_sheet(make: Make) -> None:
    rows = [["Per 31 Oktober 2026"], ["NPP", "Nama Perusahaan", "BLTH Terakhir Lunas", "Piutang Iuran"],
            ["15000001", "PT Contoh", "Juli 2026", 2_000_000]]  # fmt: skip
    assert listed(make(rows)[0])["1"][0] == "Agustus dan September 2026"


def test_figures_of_the_sheet_are_held_against_its_own_day(make: Make) -> None:
    heads = [
        "NPP",
        "Nama Perusahaan",
        "BLTH",
        "Piutang Iuran",
        "Denda",
        "Jml Bulan",
        "Kolektibilitas",
    ]
    row = ["15000001", "PT Contoh", "Agt-Okt 2026", 3_000_000, 60_000, 2, "Lancar"]
    made, *_ = make([["Per 31 Oktober 2026"], heads, row])
    assert differences(made) == []  # October is due on 16-11: two months, 4 % and 2 % of a third
    assert listed(made)["1"] == ("Agustus-Oktober 2026", 120_000)  # denda on the day of the list
    four = ["15000002", "PT Empat", "Jul-Okt 2026", 4_000_000, 120_000, 3, "Lancar"]
    assert differences(make([["Per 31 Oktober 2026"], heads, four])[0]) == []  # a fourth since
    made, *_ = make([["Dicetak 31 Oktober 2026"], heads, row])
    assert [one[1] for one in differences(made)] == ["Jumlah bulan", "Denda"]


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Per 20 November 2026", "20 November 2026"),
        ("Piutang", "22 November 2026"),
        ("Per 25 November 2026", "22 November 2026"),
    ],
)
def test_the_draft_says_the_day_of_the_sheet(title: str, day: str, make: Make) -> None:
    made, *_ = make(sheet(title, company(1, 2, "2026-09, 2026-10")))
    assert f"belum kami terima per {day}." in made["Daftar Telepon"][0]["Naskah"]


PLACES: dict[str, tuple[tuple[str, ...], str, str, Any]] = {
    "title": (("PIUTANG", "Per 20 November 2026"), "Sheet1", "P.xlsx", date(2026, 11, 20)),
    "short month": (("PER 5 NOP 26",), "Sheet1", "P.xlsx", date(2026, 11, 5)),
    "digits": (("Posisi per tanggal : 05/11/2026",), "Sheet1", "P.xlsx", date(2026, 11, 5)),
    "weekday": (("per Jumat, 20 November 2026",), "Sheet1", "P.xlsx", date(2026, 11, 20)),
    "cells": (("Tanggal Data | : | 20-11-2026",), "Sheet1", "P.xlsx", date(2026, 11, 20)),
    "until": (("Periode 1 Januari 2026 s/d 31 Oktober 2026",), "S", "P.xlsx", date(2026, 10, 31)),
    "from day to day": (("per 1 Januari 2026 s.d. 31 Oktober 2026",), "S", "P.xlsx", date(2026, 10, 31)),
    "per before until": (("s.d. 31-10-2026", "per 20-11-2026"), "S", "P.xlsx", date(2026, 11, 20)),
    "printed beside": (("Per 20-11-2026 | Dicetak 25-11-2026",), "S", "P.xlsx", date(2026, 11, 20)),
    "printed before": (("Dicetak 25-11-2026 | per 20-11-2026",), "S", "P.xlsx", date(2026, 11, 20)),
    "month": (("Posisi Oktober 2026",), "Sheet1", "P.xlsx", (2026, 10)),
    "sheet": (("PIUTANG",), "per 20 Nov 2026", "per 1-1-2026.xlsx", date(2026, 11, 20)),
    "file": ((), "Sheet1", "Piutang_per_2026-11-20.xlsx", date(2026, 11, 20)),
    "file, compact": ((), "Sheet1", "Piutang per 20112026 rev2.xlsx", date(2026, 11, 20)),
    "file, no word": ((), "Sheet1", "Piutang 2026-11-20.xlsx", None),
    "printed": (("Dicetak per 25-11-2026", "Tanggal cetak: 25-11-2026"), "S", "P.xlsx", None),
    "due": (("Jatuh tempo s.d. 15 November 2026",), "Sheet1", "P.xlsx", None),
    "per month": (("Iuran per bulan", "Rp per 2026"), "Sheet1", "P.xlsx", None),
    "last month owed": (("s.d. Oktober 2026",), "Sheet1", "P.xlsx", None),
    "a rule's number": (("PER/12/2026", "PER-11-2026/01"), "Sheet1", "P.xlsx", None),
    "two days": (("per 20-11-2026", "per 21-11-2026"), "Sheet1", "P.xlsx", None),
    "no such day": (("per 31-11-2026",), "Sheet1", "P.xlsx", None),
    "inside a word": (("SUPER 20-11-2026",), "Sheet1", "P.xlsx", None),
}  # fmt: skip


@pytest.mark.parametrize(("above", "name", "file", "day"), PLACES.values(), ids=list(PLACES))
def test_where_the_day_of_a_sheet_is_told(
    above: tuple[str, ...], name: str, file: str, day: Any
) -> None:
    assert position_of(Table(file, name, (), [], above=above)) == day


@pytest.mark.parametrize(
    "other", [{"words": "PER"}, {"until": []}, {"old_days": True}, {"old_days": 0}, {"never": [1]}]
)
def test_mistyped_words_are_told(other: dict[str, Any]) -> None:
    said = load_toml("arrears")
    assert read_position(said).old_days == 31
    with pytest.raises(UnreadableInput, match=r"arrears\.toml"):
        read_position(said | {"position": said["position"] | other})


PAID: dict[str, tuple[list[Any], list[Any], int, str, str]] = {
    # titles, more of the row, what is paid, what is said of it, amount left
    "before, a part": (["Per 20 November 2026"], [], 400_000, "dibayar Rp 400.000 sebelum tanggal lembar, cek posting", "1000000"),
    "before, all": (["Per 20 November 2026"], [], 1_000_000, "Dibayar sampai tanggal lembar, mungkin belum diposting: Rp 1.000.000", ""),
    "after": (["Per 19 November 2026"], [], 400_000, "sudah dibayar Rp 400.000", "600000"),
    "the sheet tells payments": (["Per 20 November 2026"], ["15-09-2026"], 400_000, "sudah dibayar Rp 400.000", "600000"),
    "it tells of none": (["Per 20 November 2026"], [None], 400_000, "sudah dibayar Rp 400.000", "600000"),
    "no day": (["Dicetak 20 November 2026"], [], 400_000, "sudah dibayar Rp 400.000", "600000"),
}  # fmt: skip


@pytest.mark.parametrize(("title", "more", "paid", "said", "left"), PAID.values(), ids=list(PAID))
def test_a_sheet_knows_the_payments_before_its_day(
    title: list[Any], more: list[Any], paid: int, said: str, left: str
) -> None:
    heads = ["NPP", "Nama Perusahaan", "BLTH", "Piutang Iuran", "Bayar Terakhir"][: 4 + len(more)]
    owed = [title, heads, ["15000001", "PT A", "Okt 2026", 1_000_000, *more]]
    money = [["NPP", "Tgl Bayar", "Nominal"], ["15000001", date(2026, 11, 20), paid]]
    tables = [tables_of(rows) for rows in (owed, money)]
    found = daftar_telepon([tables[0]], [tables[1]], date(2026, 11, 22), {})
    assert [str(row[5]) for row in found.pages[0].rows] == ([left] if left else [])
    assert said in str(found.pages[0].rows) + str(found.pages[1].rows)
    total = sum(row[5] for row in found.pages[0].rows) + sum(row[3] for row in found.pages[1].rows)
    assert total == 1_000_000


def tables_of(rows: list[list[Any]]) -> Table:
    wide = max(map(len, rows))
    filled = [[*row, *[None] * (wide - len(row))] for row in rows]
    found = find_arrears(Sheet("P.xlsx", "L", filled, (), frozenset(), {}, False), {})
    assert found is not None
    return found[1]


def test_the_button_reads_the_same(
    excel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    load_xlwings()
    load_addin(excel)
    title = ["Posisi per:", date(2026, 11, 14)]
    rows = sheet(title, *COUNTED, company(3, 3, "2026-06, 2026-07"))[:-1]
    _, opened = excel.open(book(tmp_path / "P.xlsx", Piutang=rows))
    desk = Desk(lambda _text: True, lambda _step: None)
    report = run_opened(
        all_actions()["daftar-telepon"], opened, Options(today=date(2026, 11, 22)), desk
    )
    assert "Lembar piutang ini per 14-11-2026; BLTH sesudahnya belum diketahui." in report.lines
    saved = tmp_path / "sesudah.xlsx"
    opened.api.SaveCopyAs(str(saved))
    made = lines(openpyxl.load_workbook(saved)["Daftar Telepon 2026-11-22"])
    assert sorted(one["Bulan tertunggak"] for one in made) == [
        "Agustus dan September 2026", "Juni dan Juli 2026",
    ]  # fmt: skip
