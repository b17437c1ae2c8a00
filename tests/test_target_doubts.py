"""Figures of target sheets that are somebody else's, of another time, or twice: asked, not taken."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kepesertaan.domain.target_memory import Remembered, before
from kepesertaan.domain.targets import Reading
from kepesertaan.rules.target_gather import gather
from kepesertaan.run.target_child import Known, read_here
from target_read import NOV, Grid, one, read, told
from target_truth.world import Book, Sheet
from target_truth.write import save


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


HEADS = ["Uraian", "Target", "Realisasi"]
TEAM = {
    "Andi Pratama": (120, 111, 31, 27),
    "Rina Wulandari": (97, 88, 22, 25),
    "Tono Aji": (140, 133, 41, 36),
    "Citra Lestari": (108, 99, 29, 31),
}


def of(who: str, numbers: tuple[Any, ...], title: str = "NOVEMBER 2026") -> tuple[str, Any]:
    rows = [[title], [f"Nama : {who}"], HEADS, ["Kunjungan", *numbers[:2]],
            ["Sosialisasi", *numbers[2:]]]  # fmt: skip
    return (f"{who}.xlsx", {"Sheet1": rows})


def together(*names: str, more: int = 0) -> tuple[int, ...]:
    return tuple(sum(some) + more for some in zip(*(TEAM[name] for name in names), strict=True))


LEADER = "Rudi Hartono"
SENT = ("Andi Pratama", "Rina Wulandari", "Tono Aji")
EXPECTED = (*SENT, "Citra Lestari")
LARGE = "sebesar semua petugas lain bersama"


@pytest.mark.parametrize(
    ("numbers", "expected", "held", "remarked"),
    [
        (together(*TEAM), EXPECTED, True, False),  # Citra has not sent
        (together(*SENT), EXPECTED, True, False),  # the sum of those who have
        (together(*TEAM), (), False, True),  # nobody is known to be missing
        (together(*TEAM, *TEAM), EXPECTED, False, True),  # more than one more officer's
        ((500, 490, 60, 61), EXPECTED, False, False),  # near miss: less in one thing
        ((250, 240, 90, 95), EXPECTED, False, False),
    ],
)
def test_a_recap_with_an_officer_who_has_not_sent(
    tmp_path: Path,
    numbers: tuple[int, ...],
    expected: tuple[str, ...],
    held: bool,
    remarked: bool,
) -> None:
    books = [of(name, TEAM[name]) for name in SENT]
    reading = read(tmp_path, *books, of(LEADER, numbers), officers=expected)
    assert (LEADER not in {who for who, _, _ in cells(reading)}) is held
    assert len([who for who, _, _ in cells(reading) if who != LEADER]) == 12
    assert any(f"angka {LEADER} adalah jumlah" in text for text in told(reading)) is held
    assert any(LARGE in text for text in told(reading, "periksa")) is remarked
    assert proven(reading)
    listed = read(tmp_path / "b", *books, of(LEADER, numbers), officers=(*EXPECTED, LEADER))
    assert LEADER in {who for who, _, _ in cells(listed)}


def test_a_recap_with_an_officer_whose_sheet_is_asked_about(tmp_path: Path) -> None:
    books = [of(name, TEAM[name]) for name in SENT]
    name, sheets = of("Citra Lestari", TEAM["Citra Lestari"])
    whole = of(LEADER, together(*TEAM))
    contrary = read(tmp_path, *books, ("Budi Santoso.xlsx", sheets), whole)
    assert "isi lembar menyebut Citra Lestari tetapi nama berkas Budi Santoso" in told(contrary)[0]
    (text,) = [text for text in told(contrary) if LEADER in text]
    assert "adalah jumlah Andi Pratama, Rina Wulandari, Tono Aji, lembar Sheet1 (Budi" in text
    assert len(cells(contrary)) == 12
    assert proven(contrary)

    sheets["Sheet1"][3][2] = "99*"  # one cell is asked about: the others still add up
    unclear = read(tmp_path / "b", *books, (name, sheets), whole)
    assert any(f"angka {LEADER} adalah jumlah" in text for text in told(unclear))
    assert len(cells(unclear)) == 15
    other = of(LEADER, (*together(*TEAM)[:3], 118))
    assert LEADER in {who for who, _, _ in
                      cells(read(tmp_path / "c", *books, (name, sheets), other))}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "sheet", "title", "label", "officer", "month"),
    [
        ("Mei Lestari", "Sheet1", "", "", "", 0),
        ("Target Juni Hartono 2026", "Sheet1", "", "", "", 0),
        ("Target 2026", "Mei Lestari", "", "", "", 0),
        ("Lestari", "Sheet1", "MEI LESTARI", "", "", 0),
        ("Mei Lestari", "Sheet1", "NOVEMBER 2026", "", "", 0),  # one of both is wrong
        ("Mei Lestari", "Sheet1", "", "Nama : Mei Lestari", "", 0),  # then nothing says a month
        # somebody else tells what Mei is
        ("Mei Lestari", "Sheet1", "NOVEMBER 2026", "Nama : Mei Lestari", "Mei Lestari", 11),
        ("Mei Lestari", "Nov 2026", "", "Nama : Mei Lestari Putri", "Mei Lestari Putri", 11),
        ("Target Mei Lestari Nov 2026", "Sheet1", "", "", "Mei Lestari", 11),
        ("Mei Lestari", "Sheet1", "MEI 2026", "", "Lestari", 5),
        # near misses
        ("Lestari Mei", "Sheet1", "", "", "Lestari", 5),
        ("Target Mei 2026 Lestari", "Sheet1", "", "", "Lestari", 5),
        ("November Lestari", "Sheet1", "", "", "Lestari", 11),
        ("Mei PU Lestari", "Sheet1", "", "", "Lestari", 5),
        ("Mei", "Sheet1", "", "Nama : Lestari", "Lestari", 5),
        ("Lestari", "Sheet1", "BULAN MEI SURABAYA", "", "Lestari", 5),
        ("Lestari", "Sheet1", "MEI 2026 SURABAYA", "", "Lestari", 5),
        ("Lestari", "Mei", "MEI SURABAYA", "", "Lestari", 5),
    ],
)
def test_a_month_that_may_be_a_name(
    tmp_path: Path, file: str, sheet: str, title: str, label: str, officer: str, month: int
) -> None:
    rows = [[f"KUNJUNGAN {title}"], [label], HEADS, ["Kunjungan", 10, 9]]
    reading = one(tmp_path, rows, f"{file}.xlsx", sheet)
    found = {(f.officer, f.month[1]) for f in reading.figures}
    assert found == ({(officer, month)} if month else set())
    assert bool(told(reading)) is not bool(month)
    assert not reading.unsent or month == 5  # who sent a sheet that is asked about has sent one


def test_months_beside_each_other_are_no_names(tmp_path: Path) -> None:
    sheets = {f"{month} Andi": [["KUNJUNGAN 2026"], ["Nama : Andi"], HEADS, ["Kunjungan", n, n]]
              for n, month in enumerate(("Maret", "April", "Mei"), 7)}  # fmt: skip
    reading = read(tmp_path, ("Target.xlsx", sheets))
    assert {f.month[1] for f in reading.figures} == {3, 4, 5}
    assert not told(reading)


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("REKAP TIM", "REKAP TIM"),
        ("Total Kantor Cabang", "Total Kantor"),
        ("REKAP SEMUA AR", "SEMUA AR"),
        ("KEGIATAN TIM PENAGIHAN", "TIM"),
        # near misses
        ("KEGIATAN LAIN", ""),
        ("REKAP PER SEGMEN", ""),
        ("KANTOR CABANG SURABAYA", ""),
        ("REKAP TIM\nNama : Andi Pratama", ""),
    ],
)
def test_a_table_of_the_team_below_an_officers(tmp_path: Path, title: str, word: str) -> None:
    above: Grid = [["KANTOR CABANG SURABAYA"], ["TARGET NOVEMBER 2026"], ["Nama : Andi Pratama"]]
    team: Grid = [["Uraian", "Target", "Realisasi"], ["Call", 100, 90]]
    lines = [[line] for line in title.split("\n")]
    reading = one(tmp_path, [*above, HEADS, ["Kunjungan", 10, 9], [], *lines, *team])
    assert {f.metric for f in reading.figures} == ({"kunjungan"} if word else {"kunjungan", "call"})
    assert {who for who, _, _ in cells(reading)} == {"Andi Pratama"}
    assert proven(reading)
    if word:
        (text,) = told(reading)
        assert f"judul tabelnya menyebut '{word}': benarkah milik petugas lembar ini?" in text
    else:
        assert not told(reading)


def test_a_table_of_the_team_may_name_its_officers(tmp_path: Path) -> None:
    above: Grid = [["TARGET NOVEMBER 2026"], ["Nama : Andi Pratama"], HEADS, ["Kunjungan", 10, 9]]
    team = [["REKAP TIM"], ["Petugas", "Target Call", "Realisasi Call"], ["Budi", 100, 90]]
    reading = one(tmp_path, [*above, [], *team])
    assert not told(reading)
    assert {who for who, _, _ in cells(reading)} == {"Andi Pratama", "Budi"}


LIST = (("Wahyu Saputra", 20, 11), ("Timbul Seno", 21, 12), ("Citra Lestari", 35, 36))


@pytest.mark.parametrize(
    ("office", "at", "is_held"),
    [
        (("Surabaya Darmo", 76, 59), 3, True),  # their sum
        (("Surabaya Darmo", 76, 57), 3, True),  # one number mistyped
        (("Surabaya Darmo", 76, 95), 0, True),
        (("Surabaya Darmo", 75, 60), 3, True),
        (("Surabaya Darmo", 75, 60), 1, False),  # in the middle nothing says total
        (("Surabaya Darmo", 71, 52), 3, False),
        (("Surabaya Darmo", 120, 70), 3, False),
        (("Surabaya Darmo", 36, 36), 3, False),
    ],
)
def test_an_office_named_by_its_place_is_no_officer(
    tmp_path: Path, office: tuple[Any, ...], at: int, is_held: bool
) -> None:
    rows = [*LIST[:at], office, *LIST[at:]]
    grid = [["KUNJUNGAN NOVEMBER 2026"], ["Petugas", "Target", "Realisasi"], *map(list, rows)]
    reading = one(tmp_path, grid)
    assert ("Surabaya Darmo" not in {who for who, _, _ in cells(reading)}) is is_held
    assert any("jumlah" in text and "Surabaya Darmo" in text for text in told(reading)) is is_held
    assert {who for who, _, _ in cells(reading)} >= {name for name, *_ in LIST}
    assert proven(reading)
    listed = read(tmp_path / "b", ("a.xlsx", {"S": grid}), officers=("Surabaya Darmo",))
    assert "Surabaya Darmo" in {who for who, _, _ in cells(listed)}


def test_a_recap_with_an_officer_whose_name_may_be_either(tmp_path: Path) -> None:
    named = {"Andi Pratama": TEAM["Andi Pratama"], "Andi Wijaya": TEAM["Tono Aji"],
             "Andi": TEAM["Citra Lestari"], LEADER: together("Andi Pratama", "Tono Aji",
                                                             "Citra Lestari")}  # fmt: skip
    reading = read(tmp_path, *(of(name, numbers) for name, numbers in named.items()))
    assert {who for who, _, _ in cells(reading)} == {"Andi Pratama", "Andi Wijaya"}
    assert any(f"angka {LEADER} adalah jumlah Andi" in text for text in told(reading))
    assert proven(reading)


def test_two_officers_and_one_like_both_are_three_officers(tmp_path: Path) -> None:
    rows = [*map(list, LIST[:2]), ["Citra Lestari", 41, 24]]
    reading = one(tmp_path, [["KUNJUNGAN NOV 2026"], ["Petugas", "Target", "Realisasi"], *rows])
    assert not told(reading)
    assert len(cells(reading)) == 6


def iuran(who: str, done: float, title: str = "NOVEMBER 2026") -> tuple[str, dict[str, Grid]]:
    rows = [[f"TARGET {title}"], [f"Nama : {who}"], HEADS, ["Iuran PU", done * 2, done],
            ["Piutang PU", done, done * 3]]  # fmt: skip
    return (f"{who} {title[:3]}.xlsx", {"S": rows})


OTHERS = [iuran(who, n * 10**9, "NOVEMBER 2026 (dalam rupiah)")
          for who, n in (("Andi Pratama", 4), ("Rina Wulandari", 2), ("Tono Aji", 7))]  # fmt: skip


@pytest.mark.parametrize(
    ("done", "title", "asked"),
    [
        (3_100_000, "NOVEMBER 2026", "ribuan"),  # of three milliard
        (1_500_000, "NOVEMBER 2026", "ribuan"),
        (3_100, "NOVEMBER 2026", "ribu, juta"),  # too small for anybody
        (3_100_000, "NOVEMBER 2026 (dalam ribuan rupiah)", ""),
        # a small officer is nothing to ask about, and who says the unit is believed
        (60_000_000, "NOVEMBER 2026", ""),
        (3_100_000, "NOVEMBER 2026 (dalam rupiah)", ""),
        (2_100_000_000, "NOVEMBER 2026", ""),
    ],
)
def test_rupiah_a_thousandth_of_all_others(
    tmp_path: Path, done: int, title: str, asked: str
) -> None:
    reading = read(tmp_path, *OTHERS, iuran("Citra Lestari", done, title))
    used = {f.metric for f in reading.figures
            if f.officer == "Citra Lestari" and f.value is not None}  # fmt: skip
    assert used == (set() if asked else {"iuran", "piutang"})
    assert proven(reading)
    assert len({who for who, _, _ in cells(reading)} - {"Citra Lestari"}) == 3
    if asked:
        assert asked in " ".join(told(reading))
    else:
        assert not told(reading)


def test_rupiah_a_thousandth_of_the_officers_other_months(tmp_path: Path) -> None:
    months = [iuran("Citra Lestari", n * 10**8, f"{month} 2026")
              for n, month in ((31, "SEPTEMBER"), (28, "OKTOBER"))]  # fmt: skip
    reading = read(tmp_path, *months, iuran("Citra Lestari", 1_300_000))
    (text,) = told(reading)
    assert "Iuran diterima Citra Lestari bulan November 2026 Rp 2.600.000, bulan lain" in text
    assert "dalam ribuan?" in text
    assert {f.month[1] for f in reading.figures if f.value is not None} == {9, 10}
    assert proven(reading)
    # one other month is too little to know, and a bad month is no other unit
    assert not told(read(tmp_path / "b", months[0], iuran("Citra Lestari", 1_300_000)))
    assert not told(read(tmp_path / "c", *months, iuran("Citra Lestari", 90_000_000)))


def test_two_officers_say_nothing_of_a_third(tmp_path: Path) -> None:
    assert not told(read(tmp_path, *OTHERS[:2], iuran("Citra Lestari", 3_100_000)))


FLOWS = ("Kunjungan", "Sosialisasi", "Call", "Winback")
OLD = (38, 17, 190, 22)


def month_sheet(month: str, numbers: tuple[Any, ...], labels: tuple[str, ...] = FLOWS) -> Grid:
    rows = [[label, number + 3, number] for label, number in zip(labels, numbers, strict=True)]
    return [[f"TARGET {month} 2026"], ["Nama : Andi Pratama"], HEADS, *rows]


@pytest.mark.parametrize(
    ("numbers", "labels", "is_held"),
    [
        (OLD, FLOWS, True),
        ((38, 17, 190, 23), FLOWS, False),  # one was filled in
        ((4, 2, 10, 3), FLOWS, False),  # small numbers may come again
        (
            (3811, 1712, 1904, 2245),
            ("TK aktif PU", "TK aktif BPU", "BU aktif", "Agen Perisai"),
            False,
        ),
    ],
)
def test_last_months_figures_under_this_months_name(
    tmp_path: Path, numbers: tuple[Any, ...], labels: tuple[str, ...], is_held: bool
) -> None:
    last = numbers if numbers[-1] != 23 else OLD
    sheets = {"Nov": month_sheet("NOVEMBER", numbers, labels),
              "Okt": month_sheet("OKTOBER", last, labels)}  # fmt: skip
    reading = read(tmp_path, ("Andi.xlsx", sheets))
    done = {f.month[1] for f in reading.figures if f.side == "realisasi" and f.value is not None}
    assert done == ({10} if is_held else {10, 11})
    assert {f.month[1] for f in reading.figures if f.side == "target"} == {10, 11}
    assert any("salinan yang belum diisi" in text for text in told(reading)) is is_held
    assert proven(reading)


def test_last_months_figures_are_known_from_the_last_roll_up(tmp_path: Path) -> None:
    (path,) = [save(Book("Andi.xlsx", [Sheet("Nov", month_sheet("NOVEMBER", OLD))], {}), tmp_path)]
    files = read_here([path], Known((), 2026), progress=lambda _n: None)
    metrics = ("kunjungan", "sosialisasi", "call", "winback")
    for last, is_held in ((OLD, True), ((38, 17, 190, 21), False)):
        known = {(metric, "Andi Pratama", (2026, 10), "", "realisasi", "bulan"): Decimal(value)
                 for metric, value in zip(metrics, last, strict=True)}  # fmt: skip
        record = Remembered((2026, 10), "a", known, {}, ("Andi Pratama",))
        reading = gather(files, before([record], NOV), NOV)
        assert len(cells(reading)) == (4 if is_held else 8)
        assert any("(rekap bulan itu): salinan" in text for text in told(reading)) is is_held
        assert proven(reading)
