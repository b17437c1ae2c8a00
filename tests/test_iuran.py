"""Bills by the law in force: every figure that a person can check against a printed table."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kepesertaan.cli import main
from kepesertaan.data.law import entries
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.iuran import Bill, rounded, sliced
from kepesertaan.domain.period import Month
from kepesertaan.rules.iuran import (
    PROGRAMS,
    bill_bpu,
    bill_migrant,
    bill_project,
    bill_project_wages,
    bill_pu,
)

NOW = (2026, 11)


def amounts(bill: Bill) -> list[str]:
    """Each line as ``program payer amount``, rounded as it is shown."""
    return [f"{x.program} {x.payer} {rounded(x.amount, 2)}" for x in bill.lines]


def of(bill: Bill, program: str) -> Decimal:
    return sum((line.amount for line in bill.lines if line.program == program), Decimal(0))


def month(text: str) -> Month:
    year, number = text.split("-")
    return int(year), int(number)


def test_the_worked_example_of_a_wage_earner() -> None:
    bill = bill_pu(Decimal(5032635), "3", NOW)
    assert amounts(bill) == [
        "JKK pemberi kerja 44790.45",
        "JKM pemberi kerja 15097.91",
        "JHT pemberi kerja 186207.50",
        "JHT pekerja 100652.70",
        "JP pemberi kerja 100652.70",
        "JP pekerja 50326.35",
    ]
    assert rounded(bill.total, 2) == Decimal("497727.60")  # the parts as shown would give .61
    assert all(line.grounds and all(g.source for g in line.grounds) for line in bill.lines)
    assert [ground.where for ground in bill.unconfirmed] == ["law.toml [rounding]"]


@pytest.mark.parametrize(
    ("risk", "percent"), [("1", "0.24"), ("2", "0.54"), ("3", "0.89"), ("4", "1.27"), ("5", "1.74")]
)
def test_the_risk_class_gives_the_rate_of_jkk(risk: str, percent: str) -> None:
    bill = bill_pu(Decimal(10_000_000), risk, NOW, ("JKK",))
    assert bill.total == 100_000 * Decimal(percent)


@pytest.mark.parametrize(
    ("blth", "ceiling", "sure"),
    [
        ("2015-07", 7000000, True),
        ("2016-02", 7000000, True),
        ("2016-03", 7335300, False),
        ("2017-02", 7335300, False),
        ("2017-03", 7703500, False),
        ("2018-03", 8094000, False),
        ("2019-03", 8512400, False),
        ("2020-02", 8512400, False),
        ("2020-03", 8939700, True),
        ("2021-02", 8939700, True),
        ("2021-03", 8754600, False),
        ("2022-02", 8754600, False),
        ("2022-03", 9077600, True),
        ("2023-03", 9559600, True),
        ("2024-02", 9559600, True),
        ("2024-03", 10042300, True),
        ("2025-02", 10042300, True),
        ("2025-03", 10547400, True),
        ("2026-02", 10547400, True),
        ("2026-03", 11086300, True),
        ("2026-11", 11086300, True),
    ],
)
def test_the_ceiling_of_jp_changes_in_march(blth: str, ceiling: int, sure: bool) -> None:
    bill = bill_pu(Decimal(20_000_000), "1", month(blth), ("JP",))
    assert bill.total == Decimal(ceiling) * 3 / 100
    assert sure == all("jp_ceiling" not in ground.where for ground in bill.unconfirmed)


def test_each_ceiling_is_the_one_before_with_growth_floored_to_100() -> None:
    growth = (4.79, 5.02, 5.07, 5.17, 5.02, -2.07, 3.69, 5.31, 5.05, 5.03, 5.11)  # percent
    ceilings = [entry.number("ceiling") for entry in entries("jp_ceiling")]
    for (before, after), rate in zip(pairwise(ceilings), growth, strict=True):
        assert after == before * (100 + Decimal(str(rate))) / 100 // 100 * 100


@pytest.mark.parametrize("wage", [11_086_299, 11_086_300, 11_086_301])
def test_only_jp_is_capped(wage: int) -> None:
    bill = bill_pu(Decimal(wage), "1", NOW)
    assert of(bill, "JP") == Decimal(min(wage, 11_086_300)) * 3 / 100
    assert of(bill, "JHT") == Decimal(wage) * Decimal("5.7") / 100


@pytest.mark.parametrize(("blth", "asked"), [("2027-02", 0), ("2027-03", 1), ("2028-01", 1)])
def test_a_ceiling_that_is_due_to_change_is_spoken_of(blth: str, asked: int) -> None:
    notes = bill_pu(Decimal(1_000_000), "1", month(blth)).notes
    assert sum("jp_ceiling.csv" in note for note in notes) == asked
    assert not bill_pu(Decimal(1_000_000), "1", month(blth), ("JKK",)).notes


@pytest.mark.parametrize(
    ("blth", "split"),
    [
        ("2021-02", {}),
        ("2021-03", {"dari JKK": 7000, "dari JKM": 5000, "pemerintah": 11000}),
        ("2025-01", {"dari JKK": 7000, "dari JKM": 5000, "pemerintah": 11000}),
        ("2025-02", {"dari JKK": 7000, "dari JKM": 5000, "pemerintah": 11000}),
        ("2025-03", {"dari JKK": 7000, "pemerintah": 11000}),
        ("2026-11", {"dari JKK": 7000, "pemerintah": 11000}),
    ],
)
def test_jkp_is_told_but_not_billed(blth: str, split: dict[str, int]) -> None:
    bill = bill_pu(Decimal(8_000_000), "1", month(blth))
    assert {line.payer: int(line.amount) for line in bill.about} == split
    assert of(bill, "JKP") == 0
    changes_within = any("JKP berubah" in note for note in bill.notes)
    assert changes_within == (blth in ("2021-02", "2025-02"))


def test_jkp_is_not_told_without_all_programs() -> None:
    assert not bill_pu(Decimal(8_000_000), "1", NOW, ("JKK", "JKM", "JHT")).about


@pytest.mark.parametrize(
    ("blth", "labour", "jkk"),
    [
        ("2025-01", True, "0.89"),
        ("2025-02", True, "0.445"),
        ("2025-02", False, "0.89"),
        ("2025-07", True, "0.445"),
        ("2025-08", True, "0.445"),
        ("2026-01", True, "0.445"),
        ("2026-02", True, "0.89"),
        ("2020-07", False, "0.89"),
        ("2020-08", False, "0.0089"),
        ("2021-01", False, "0.0089"),
        ("2021-02", False, "0.89"),
    ],
)
def test_relief_of_wage_earners_by_month(blth: str, labour: bool, jkk: str) -> None:
    bill = bill_pu(Decimal(1_000_000), "3", month(blth), labour_intensive=labour)
    assert of(bill, "JKK") == 10_000 * Decimal(jkk)
    assert of(bill, "JHT") == 57_000
    covid = jkk == "0.0089"
    assert of(bill, "JKM") == (30 if covid else 3000)
    assert any("ditunda" in note for note in bill.notes) == covid
    refused = f"Tidak ada keringanan padat karya untuk BLTH {blth}"
    assert (refused in bill.notes) == (labour and jkk == "0.89")


BANDS = """
1,0,1000000,10000,6800,20000,16800,36800,8400
2,1100000,1200000,12000,6800,24000,18800,42800,9400
3,1300000,1400000,14000,6800,28000,20800,48800,10400
4,1500000,1600000,16000,6800,32000,22800,54800,11400
5,1700000,1800000,18000,6800,36000,24800,60800,12400
6,1900000,2000000,20000,6800,40000,26800,66800,13400
7,2100000,2200000,22000,6800,44000,28800,72800,14400
8,2300000,2400000,24000,6800,48000,30800,78800,15400
9,2500000,2600000,26000,6800,52000,32800,84800,16400
10,2700000,2950000,29500,6800,59000,36300,95300,18150
11,3200000,3450000,34500,6800,69000,41300,110300,20650
12,3700000,3950000,39500,6800,79000,46300,125300,23150
13,4200000,4450000,44500,6800,89000,51300,140300,25650
14,4700000,4950000,49500,6800,99000,56300,155300,28150
15,5200000,5450000,54500,6800,109000,61300,170300,30650
16,5700000,5950000,59500,6800,119000,66300,185300,33150
17,6200000,6450000,64500,6800,129000,71300,200300,35650
18,6700000,6950000,69500,6800,139000,76300,215300,38150
19,7200000,7450000,74500,6800,149000,81300,230300,40650
20,7700000,7950000,79500,6800,159000,86300,245300,43150
21,8200000,8700000,87000,6800,174000,93800,267800,46900
22,9200000,9700000,97000,6800,194000,103800,297800,51900
23,10200000,10700000,107000,6800,214000,113800,327800,56900
24,11200000,11700000,117000,6800,234000,123800,357800,61900
25,12200000,12700000,127000,6800,254000,133800,387800,66900
26,13200000,13700000,137000,6800,274000,143800,417800,71900
27,14200000,14700000,147000,6800,294000,153800,447800,76900
28,15200000,15700000,157000,6800,314000,163800,477800,81900
29,16200000,16700000,167000,6800,334000,173800,507800,86900
30,17200000,17700000,177000,6800,354000,183800,537800,91900
31,18200000,18700000,187000,6800,374000,193800,567800,96900
32,19200000,19700000,197000,6800,394000,203800,597800,101900
33,20200000,20700000,207000,6800,414000,213800,627800,106900
"""
# band, income from, basis, JKK, JKM, JHT, JKK + JKM, all three, JKK + JKM after 50 %
PRINTED = [tuple(map(int, line.split(","))) for line in BANDS.split()]


@pytest.mark.parametrize("row", PRINTED, ids=lambda row: f"lapis {row[0]}")
def test_the_printed_table_of_the_self_employed(row: tuple[int, ...]) -> None:
    band, start, _, jkk, jkm, jht, two, three, halved = row
    last = PRINTED[band][1] - 1 if band < len(PRINTED) else start * 3
    for income in (max(start, 1), last):
        bill = bill_bpu(Decimal(income), (2025, 11), PROGRAMS["BPU"])
        assert [of(bill, program) for program in PROGRAMS["BPU"]] == [jkk, jkm, jht]
        assert bill.total == three
        assert bill_bpu(Decimal(income), (2025, 11)).total == two
        assert bill_bpu(Decimal(income), NOW, sector="lain").total == halved


@pytest.mark.parametrize(
    ("blth", "transport", "other"),
    [
        ("2020-07", 16800, 16800),
        ("2020-08", 168, 168),
        ("2021-01", 168, 168),
        ("2021-02", 16800, 16800),
        ("2025-12", 16800, 16800),
        ("2026-01", 8400, 16800),
        ("2026-03", 8400, 16800),
        ("2026-04", 8400, 8400),
        ("2026-12", 8400, 8400),
        ("2027-01", 8400, 16800),
        ("2027-03", 8400, 16800),
        ("2027-04", 16800, 16800),
    ],
)
def test_the_discount_of_the_self_employed_by_month(blth: str, transport: int, other: int) -> None:
    income = Decimal(1_000_000)
    for sector, wanted in (("angkutan", transport), ("lain", other)):
        bill = bill_bpu(income, month(blth), PROGRAMS["BPU"], sector=sector)
        assert bill.total - of(bill, "JHT") == wanted
        assert of(bill, "JHT") == 20000
    full = 168 if wanted == 168 else 16800
    assert bill_bpu(income, month(blth), sector="angkutan", from_budget=True).total == full
    assert bill_bpu(income, month(blth), from_budget=True).total == full


def test_the_sector_is_asked_for_only_where_it_matters() -> None:
    for blth in ((2026, 1), (2026, 11), (2027, 3)):
        with pytest.raises(WrongUse, match="angkutan atau lain"):
            bill_bpu(Decimal(1_000_000), blth)
    assert bill_bpu(Decimal(1_000_000), (2025, 12)).total == 16800
    assert bill_bpu(Decimal(1_000_000), (2027, 4)).total == 16800


@pytest.mark.parametrize(
    ("millions", "jkk", "jkm"),
    [
        (50, 105_000, 15_000),
        (100, 210_000, 30_000),
        (200, 380_000, 50_000),
        (500, 890_000, 110_000),
        (1_000, 1_540_000, 210_000),
        (5_000, 5_940_000, 610_000),
        (10_000, 10_440_000, 1_110_000),
    ],
)
def test_a_project_pays_by_slices_of_its_value(millions: int, jkk: int, jkm: int) -> None:
    bill = bill_project(Decimal(millions) * 1_000_000, NOW)
    assert (of(bill, "JKK"), of(bill, "JKM")) == (jkk, jkm)
    with_ppn = bill_project(Decimal(millions) * 1_110_000, NOW, with_ppn=True)
    assert [rounded(line.amount, 2) for line in with_ppn.lines] == [jkk, jkm]
    assert "law.toml [ppn]" in [ground.where for ground in with_ppn.unconfirmed]
    assert not bill.unconfirmed


def test_a_rupiah_beyond_a_slice_pays_the_next_rate() -> None:
    at, beyond = (bill_project(Decimal(value), NOW) for value in (100_000_000, 100_000_001))
    assert of(beyond, "JKK") - of(at, "JKK") == Decimal("0.0017")


def test_a_project_by_wages_pays_one_rate() -> None:
    bill = bill_project_wages(Decimal(10_000_000), NOW)
    assert (of(bill, "JKK"), of(bill, "JKM")) == (174_000, 30_000)
    assert bill_project_wages(Decimal(10_000_000), (2020, 8)).total == 2040


@pytest.mark.parametrize(
    ("contract", "route", "total"),
    [
        (24, "pelaksana", 370_000),
        (12, "pelaksana", 226_500),
        (6, "pelaksana", 145_500),
        (24, "perseorangan", 332_500),
        (12, "perseorangan", 189_000),
        (6, "perseorangan", 108_000),
    ],
)
def test_migrant_workers(contract: int, route: str, total: int) -> None:
    assert bill_migrant(NOW, contract, route).total == total
    assert bill_migrant(NOW, contract, route, 3).total == total + 3 * 13_500
    for thousands in (50, 100, 200, 300, 400, 500, 600):
        bill = bill_migrant(NOW, contract, route, 0, Decimal(thousands * 1000))
        assert bill.total == total + thousands * 1000


@pytest.mark.parametrize(
    "ask",
    [
        lambda: bill_pu(Decimal(1), "1", (2015, 6)),
        lambda: bill_pu(Decimal(1), "6", NOW),
        lambda: bill_bpu(Decimal(1), (2015, 6)),
        lambda: bill_project(Decimal(1), (2015, 6)),
        lambda: bill_project_wages(Decimal(1), (2015, 6)),
        lambda: bill_migrant((2023, 2), 24, "pelaksana"),
        lambda: bill_migrant(NOW, 18, "pelaksana"),
        lambda: bill_migrant(NOW, 24, "pelaksana", 0, Decimal(150_000)),
    ],
)
def test_what_the_data_does_not_know_is_not_guessed(ask: Callable[[], Bill]) -> None:
    with pytest.raises(WrongUse):
        ask()


def test_a_start_that_is_unconfirmed_is_told_near_it() -> None:
    near = bill_pu(Decimal(1_000_000), "1", (2016, 6), ("JKM",)).unconfirmed
    assert [ground.unsure for ground in near] == ["awal berlaku belum dikonfirmasi"]
    assert not bill_pu(Decimal(1_000_000), "1", (2016, 7), ("JKM",)).unconfirmed
    assert bill_pu(Decimal(8_000_000), "1", (2024, 1)).unconfirmed  # JKP's split
    assert bill_migrant((2023, 4), 24, "perseorangan").unconfirmed
    assert not bill_migrant(NOW, 24, "perseorangan").unconfirmed


MONEY = st.integers(1, 10**12).map(lambda cents: Decimal(cents) / 100)


@settings(deadline=None)
@given(wage=MONEY, risk=st.sampled_from("12345"))
def test_a_total_is_within_half_a_cent_a_line_of_what_is_shown(wage: Decimal, risk: str) -> None:
    bill = bill_pu(wage, risk, NOW)
    shown = sum(rounded(line.amount, 2) for line in bill.lines)
    assert abs(shown - bill.total) <= Decimal("0.005") * len(bill.lines)
    assert sum(bill.total_of(payer) for payer in bill.payers) == bill.total


@settings(deadline=None)
@given(one=MONEY, more=MONEY)
def test_a_larger_project_never_pays_less_nor_more_than_the_first_rate(
    one: Decimal, more: Decimal
) -> None:
    small, large = bill_project(one, NOW).total, bill_project(one + more, NOW).total
    assert small < large <= (one + more) * Decimal("0.24") / 100


def test_slices_refuse_a_negative_value() -> None:
    with pytest.raises(ValueError, match="below 0"):
        sliced(Decimal(-1), [(Decimal(0), Decimal(1))])


# --- the command


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = main(["iuran", *args])
    out, err = capsys.readouterr()
    return code, out, err


PU = ("--segmen", "PU", "--blth", "2026-11", "--upah", "5032635", "--kelas", "III")


def test_the_command_shows_each_line_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *PU)
    assert (code, err) == (0, "")
    assert "JKK (pemberi kerja): Rp 44.790,45 = 0,89 % x upah Rp 5.032.635" in out
    assert "PP 44/2015 jo. PP 82/2019 jo. PP 49/2023" in out
    assert "Total: Rp 497.727,60, dibulatkan Rp 497.728" in out
    assert "Jatuh tempo: 15-12-2026\n" in out
    assert "- law.toml [rounding]: isi belum dikonfirmasi" in out


def test_the_command_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *PU, "--json")
    told: dict[str, Any] = json.loads(out)
    assert (code, told["kode"], told["total"], told["total_bulat"]) == (0, 0, "497727.60", 497728)
    assert told["per_pembayar"] == {"pemberi kerja": "346748.55", "pekerja": "150979.05"}
    assert [line["jumlah"] for line in told["rincian"]][:2] == ["44790.45", "15097.91"]
    assert all(ground["sumber"] for line in told["rincian"] for ground in line["sumber"])
    assert [ground["letak"] for ground in told["belum_dikonfirmasi"]] == ["law.toml [rounding]"]
    assert told["jatuh_tempo"] == "2026-12-15"


@pytest.mark.parametrize(
    ("given", "total"),
    [
        ("--segmen pu --blth 11/2026 --upah 5.000.000 --kelas 1 --program jkk,jkm", "27000.00"),
        ("--segmen PU --blth 2025-03 --upah 5jt --kelas 3 --padat-karya --program jkk", "22250.00"),
        ("--segmen mandiri --blth 2026-11 --upah 1500000 --sektor lain", "11400.00"),
        ("--segmen BPU --blth 2026-11 --upah 1500000 --apbn --program JHT --program JKK", "48000.00"),
        ("--segmen JAKON --blth 2026-11 --nilai 222.000.000 --termasuk-ppn", "430000.00"),
        ("--segmen jakon --blth 2026-11 --upah 10000000", "204000.00"),
        ("--segmen PMI --blth 2026-11 --kontrak 24 --jalur pelaksana --bulan-tambahan 2 --jht 50000", "447000.00"),
    ],
)  # fmt: skip
def test_every_segment_by_command(
    capsys: pytest.CaptureFixture[str], given: str, total: str
) -> None:
    code, out, _ = run(capsys, *given.split(), "--json")
    assert (code, json.loads(out)["total"]) == (0, total)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "--segmen belum disebut; pilihannya PU, BPU, JAKON, PMI."),
        ("--segmen PPPK", "--segmen PPPK tidak dikenal; pilihannya PU, BPU, JAKON, PMI."),
        ("--segmen PU", "--blth belum disebut; tulis misalnya 2026-11."),
        ("--segmen PU --blth 13/2026", "--blth 13/2026 tidak dikenal; tulis misalnya 2026-11."),
        ("--segmen PU --blth 2026-11", "--kelas belum disebut; pilihannya 1, 2, 3, 4, 5."),
        ("--segmen PU --blth 2026-11 --kelas VI", "--kelas VI tidak dikenal; pilihannya 1, 2, 3, 4, 5."),
        ("--segmen PU --blth 2026-11 --kelas 1", "--upah belum disebut; tulis rupiah penuh"),
        ("--segmen PU --blth 2026-11 --kelas 1 --upah 4.500", "--upah 4.500 tidak dikenal; tulis rupiah penuh"),
        ("--segmen PU --blth 2026-11 --kelas 1 --upah 0", "--upah 0 tidak dikenal; tulis rupiah penuh"),
        ("--segmen PU --blth 2026-11 --kelas 1 --upah -5000000", "--upah -5000000 tidak dikenal;"),
        ("--segmen PU --blth 2026-11 --kelas 1 --upah 9999999999999999", "--upah 9999999999999999 tidak dikenal;"),
        ("--segmen PU --blth 2026-11 --kelas 1 --upah 5jt --program JKP", "--program JKP tidak dikenal; pilihannya JKK, JKM, JHT, JP."),
        ("--segmen BPU --blth 2026-11 --upah 5jt --program JP --sektor lain", "--program JP tidak dikenal;"),
        ("--segmen BPU --blth 2026-11 --upah 5jt --kelas 1", "--kelas tidak dipakai untuk BPU; hapus pilihan itu."),
        ("--segmen BPU --blth 2026-11 --upah 5jt --padat-karya", "--padat-karya tidak dipakai untuk BPU;"),
        ("--segmen BPU --blth 2026-11 --upah 5jt --sektor tani", "--sektor tani tidak dikenal; pilihannya angkutan, lain."),
        ("--segmen BPU --blth 2026-11 --upah 5jt", "Diskon BPU untuk BLTH 2026-11 berbeda menurut sektor;"),
        ("--segmen JAKON --blth 2026-11", "Untuk JAKON sebut salah satu:"),
        ("--segmen JAKON --blth 2026-11 --upah 5jt --nilai 5jt", "Untuk JAKON sebut salah satu:"),
        ("--segmen JAKON --blth 2026-11 --upah 5jt --termasuk-ppn", "--termasuk-ppn hanya untuk --nilai"),
        ("--segmen PMI --blth 2026-11 --kontrak 24", "--jalur belum disebut; pilihannya pelaksana, perseorangan."),
        ("--segmen PMI --blth 2026-11 --jalur pelaksana --kontrak dua", "--kontrak dua tidak dikenal; tulis jumlah bulan"),
        ("--segmen PMI --blth 2026-11 --jalur pelaksana --kontrak 18", "Kontrak (bulan) 18 tidak ditawarkan; pilihannya 24, 12, 6."),
        ("--segmen PU --blth 2015-06 --kelas 1 --upah 5jt", "Data jp_ceiling untuk BLTH 2015-06 tidak ada;"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence(
    capsys: pytest.CaptureFixture[str], given: str, said: str
) -> None:
    code, out, err = run(capsys, *given.split())
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert err.count("\n") == 1
    code, out, err = run(capsys, *given.split(), "--json")
    assert (code, err) == (2, "")
    assert json.loads(out)["catatan"][0].startswith(said)
