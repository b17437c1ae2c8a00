"""Target sheets as officers send them: habits of title, label and number that were read wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kepesertaan.domain.target_memory import Before
from kepesertaan.domain.targets import Reading
from kepesertaan.rules.target_gather import gather
from kepesertaan.run.target_child import Known, read_here
from kepesertaan.run.target_files import latest_month
from target_read import NOV, Grid, one, read, told
from target_truth.world import Book, Sheet
from target_truth.write import save

TITLE = ["AKUISISI TK NOVEMBER 2026"]
TABLE: Grid = [["Segmen", "Target", "Realisasi"], ["PU", 120, 110], ["BPU", 60, 66]]
ALL = {("PU", "target", 120), ("PU", "realisasi", 110), ("BPU", "target", 60),
       ("BPU", "realisasi", 66)}  # fmt: skip


def figures(reading: Reading) -> set[tuple[str, str, int]]:
    found = (f for f in reading.figures if f.value is not None)
    return {(f.segment, f.side, int(f.value or 0)) for f in found}


@pytest.mark.parametrize(
    ("period", "spans"),
    [
        ("Periode 1 s.d. 30 November 2026", {"bulan"}),
        ("Tanggal 1 November 2026 s/d 30 November 2026", {"bulan"}),
        ("Periode 01-11-2026 s.d. 30-11-2026", {"bulan"}),
        ("Periode 1 Januari s.d. 30 November 2026", {"sd"}),
        ("s.d. 30 November 2026", {"sd"}),
        ("Bulan 11 Tahun 2026", {"bulan"}),
        ("Periode 16 s.d. 30 November 2026", set()),
    ],
)
def test_the_days_of_one_month_are_that_month(tmp_path: Path, period: str, spans: set[str]) -> None:
    reading = one(tmp_path, [["AKUISISI TK"], ["Nama: Andi Pratama"], [period], *TABLE])
    valued = [f for f in reading.figures if f.value is not None]
    assert {f.span for f in valued} == spans
    assert {f.month for f in valued} == ({NOV} if spans else set())
    assert bool(told(reading)) is not bool(spans)


@pytest.mark.parametrize(
    "row",
    [
        ["AR: Wahyu Saputra"],
        ["ARK : WAHYU SAPUTRA"],
        ["Nm. Pembina : Wahyu Saputra"],
        ["AR", "Wahyu Saputra"],
        ["Nama / NPK : Wahyu Saputra / 241870999"],
        ["Nama AR/ARK : Wahyu Saputra", "Jabatan : AR"],
    ],
)
def test_a_labelled_officer_is_heeded_before_the_files_name(tmp_path: Path, row: list[Any]) -> None:
    reading = one(tmp_path, [TITLE, row, *TABLE])
    assert reading.officers == ("Wahyu Saputra",)
    assert figures(reading) == ALL
    other = one(tmp_path / "beda", [TITLE, row, *TABLE], "Rina Wulandari Nov.xlsx")
    assert not figures(other)
    assert "menyebut Wahyu Saputra tetapi nama berkas Rina Wulandari" in told(other)[0]


@pytest.mark.parametrize("row", [["AR: PU Besar"], ["AR: 2 orang"], ["AR", "KC Tanjung Perak"],
                                 ["Nama", "Alamat", "Telepon rumah"]])  # fmt: skip
def test_what_stands_behind_a_duty_may_be_nobody(tmp_path: Path, row: list[Any]) -> None:
    reading = one(tmp_path, [TITLE, row, *TABLE], "Rina Wulandari Nov.xlsx")
    assert set(reading.officers) <= {"Rina Wulandari"}
    assert not any("menyebut" in text for text in told(reading))


@pytest.mark.parametrize("title", ["AKUISISI TK NOV 2026 - WAHYU SAPUTRA", "AR Wahyu Saputra"])
def test_a_name_in_a_title_is_told_where_the_file_names_another(tmp_path: Path, title: str) -> None:
    reading = one(tmp_path, [TITLE, [title], *TABLE], "Rina Wulandari.xlsx")
    (remark,) = told(reading, "periksa")
    assert "wahyu saputra" in remark.lower()
    assert not told(one(tmp_path, [TITLE, [title], *TABLE], "Wahyu.xlsx"), "periksa")


def test_officers_may_head_sections_of_one_table(tmp_path: Path) -> None:
    rows = [TITLE, TABLE[0], ["AR: Wahyu Saputra"], *TABLE[1:], ["ARK: Rina Wulandari"],
            ["PU", 10, 9], ["BPU", 8, 7]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert reading.officers == ("Rina Wulandari", "Wahyu Saputra")
    assert len(figures(reading)) == 8


@pytest.mark.parametrize("head", ["Nilai", "Jumlah", "Angka"])
@pytest.mark.parametrize("year", [2026, 2025])
def test_a_list_of_figures_with_its_year_is_read(tmp_path: Path, head: str, year: int) -> None:
    rows: Grid = [["Tahun", "Bulan", "Petugas", "Segmen", "Indikator", "Jenis", head]]
    rows += [[year, "November", "Wahyu Saputra", segment, "Akuisisi TK", kind, value]
             for segment, kind, value in sorted(ALL)]  # fmt: skip
    reading = one(tmp_path, rows)
    assert figures(reading) == {(s, side, value) for s, side, value in ALL}
    assert {f.month for f in reading.figures} == {(year, 11)}
    assert not reading.findings


def test_a_year_beside_a_month_tells_whose_it_is(tmp_path: Path) -> None:
    rows = [["Nama", "Thn", "Bulan", "Segmen", "Target Akuisisi", "Realisasi Akuisisi"],
            ["Wahyu Saputra", 2025, 11, "PU", 100, 90],
            ["Wahyu Saputra", 2026, 11, "PU", 120, 110]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert not reading.findings
    assert {(f.month[0], int(f.value or 0)) for f in reading.figures} == {
        (2025, 100), (2025, 90), (2026, 120), (2026, 110),
    }  # fmt: skip


def test_a_score_beside_figures_is_no_figure(tmp_path: Path) -> None:
    rows = [["Nama: Wahyu Saputra"], TITLE, ["Segmen", "Target", "Realisasi", "Nilai"],
            ["PU", 120, 110, 3], ["BPU", 60, 66, 4]]  # fmt: skip
    assert figures(one(tmp_path, rows)) == ALL


@pytest.mark.parametrize("years", [(2026, 2025), ("2026", "2025"), ("2008", "2053")])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_people_counted_like_a_year_are_figures(
    tmp_path: Path, at: int, years: tuple[Any, Any]
) -> None:
    body: Grid = [["PU", 120, 110], ["BPU", 60, 66], ["PMI", 7, 8]]
    body[at][1:] = years
    below: Grid = [[], ["Kegiatan", "Target", "Realisasi"], ["Sosialisasi", 5, 4]]
    rows = [TITLE, ["Nama: Wahyu Saputra"], TABLE[0], *body, *below]
    reading = one(tmp_path, rows)
    assert {(f.segment, f.side, f.value) for f in reading.figures if f.metric == "akuisisi"} == {
        (s, side, int(value)) for s, *both in body
        for side, value in zip(("target", "realisasi"), both, strict=True)
    }  # fmt: skip
    assert not reading.findings


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Rp1.234.567", 1_234_567),
        ("Rp1.234.567,-", 1_234_567),
        ("Rp. 1.234.567,00", 1_234_567),
        ("IDR1234567", 1_234_567),
        ("Rp4,5 jt", 4_500_000),
        ("Rpx 1.234.567", None),
        ("1.234.567*", None),
    ],
)
def test_rupiah_as_people_type_them(tmp_path: Path, typed: str, value: int | None) -> None:
    rows = [["IURAN NOVEMBER 2026"], ["Nama: Andi Pratama"], TABLE[0], ["PU", 2_000_000, typed]]
    reading = one(tmp_path, rows)
    (figure,) = [f for f in reading.figures if f.side == "realisasi"]
    assert figure.value == value
    assert bool(told(reading)) == (value is None)


def test_a_text_that_is_no_number_says_what_to_do(tmp_path: Path) -> None:
    reading = one(tmp_path, [TITLE, ["Nama: Andi Pratama"], TABLE[0], ["PU", 120, "110*"]])
    assert told(reading) == ["Lembar Sheet1 sel C4: tertulis '110*'; tulis angkanya saja."]


def test_the_signature_below_a_table_asks_nothing(tmp_path: Path) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], *TABLE, [], [None, None, "Surabaya, 30 November 2026"],
            [None, None, "Andi Pratama"], [None, None, "NPK 241870999"], [None, None, "HP 0812345"]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert figures(reading) == ALL
    assert not reading.findings


@pytest.mark.parametrize("numbers", [["(1)", "(2)", "(3)", "(4:3)"], [1, 2, 3, "4=3:2"]])
def test_numbers_of_columns_may_say_how_they_are_computed(
    tmp_path: Path, numbers: list[Any]
) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], ["Segmen", "Target", "Realisasi", "% (3:2)"], numbers,
            ["PU", 120, 110, 91.7], ["BPU", 60, 66, 110]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert figures(reading) == ALL
    assert not reading.findings


@pytest.mark.parametrize(
    ("name", "month"), [("APRL", 4), ("AGTS", 8), ("Pebr", 2), ("OKTBER", 10), ("BUDI", None)]
)
def test_a_mistyped_month_among_months(tmp_path: Path, name: str, month: int | None) -> None:
    sheets = {
        sheet: [["AKUISISI TK"], TABLE[0], ["PU", 10 + n, 20 + n]]
        for n, sheet in enumerate(("JAN", "MAR", "DES", name))
    }
    reading = read(tmp_path, ("Target Andi Pratama 2026.xlsx", sheets))  # type: ignore[arg-type]
    assert [f.month[1] for f in reading.figures if f.value == 23] == ([month] if month else [])
    assert bool(told(reading)) == (month is None)


def test_weeks_beside_their_month_are_left_out(tmp_path: Path) -> None:
    weeks = ["Minggu 1", "Minggu 2", "Minggu 3", "Minggu 4"]
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], ["Kegiatan", "Target", *weeks, "Realisasi"],
            ["Kunjungan", 20, 5, 4, 6, 3, 18]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert {(f.side, f.value) for f in reading.figures} == {("target", 20), ("realisasi", 18)}
    assert not reading.findings
    assert (
        "rincian mingguan tanpa jumlah sebulan"
        in told(one(tmp_path / "tanpa", [*rows[:2], [*rows[2][:6]], rows[3][:6]]))[0]
    )


@pytest.mark.parametrize("name", ["Keg", "Pivot", "Ringkasan"])
def test_a_sheet_named_for_what_it_is_names_nobody(tmp_path: Path, name: str) -> None:
    reading = one(tmp_path, [["NOVEMBER 2026"], *[["Segmen", "Target Akuisisi", "Realisasi Akuisisi"]],
                             *TABLE[1:]], "Irma Rosdiana.xlsx", name)  # fmt: skip
    assert reading.officers == ("Irma Rosdiana",)
    assert figures(reading) == ALL


@pytest.mark.parametrize(
    ("title", "sheet", "told_as"),
    [
        ("BULAN OKTOBER 2026", "NOV",
         "nama lembar menyebut bulan November tetapi judul menyebut bulan Oktober"),
        ("BULAN OKTOBER DAN NOVEMBER 2026", "Sheet1", "menyebut bulan Oktober dan November"),
    ],
)  # fmt: skip
def test_months_are_told_by_name(tmp_path: Path, title: str, sheet: str, told_as: str) -> None:
    rows = [["AKUISISI TK"], ["Nama: Andi Pratama"], [title], *TABLE]
    (text,) = told(one(tmp_path, rows, sheet=sheet))
    assert told_as in text


def test_whose_of_two_is_asked_in_whole_sentences(tmp_path: Path) -> None:
    (text,) = told(one(tmp_path, [TITLE, *TABLE], "Irma.xlsx", "Joko"))
    assert "Irma (nama berkas)? Angkanya belum dipakai. Tulis 'Nama: ...'" in text


@pytest.mark.parametrize("file", ["{}.xlsx", "{1} {0}.xlsx"])
def test_a_name_written_with_or_without_a_blank_is_one_person(tmp_path: Path, file: str) -> None:
    books = [
        (file.format(month, name), {"S": [[f"{month} 2026"], [f"Nama: {name}"], *counted]})
        for n, (month, name) in enumerate(
            (("SEPTEMBER", "NUR AINI"), ("OKTOBER", "Nur'aini"), ("NOVEMBER", "Nuraini"))
        )
        for counted in [[["Kegiatan", "Target", "Realisasi"], ["Kunjungan", 20, 10 + n]]]
    ]
    reading = read(tmp_path, *books)
    assert len(reading.officers) == 1
    assert sorted(int(f.value or 0) for f in reading.figures if f.side == "realisasi") == [
        10,
        11,
        12,
    ]


@pytest.mark.parametrize("title", ["AKUISISI TK NOV 2026 \u2013 Agus Setiawan", "AR AGUS SETIAWAN"])
def test_a_title_may_end_in_the_whole_name_of_the_files_officer(tmp_path: Path, title: str) -> None:
    reading = one(tmp_path, [TITLE, [title], *TABLE], "Agus.xlsx")
    assert reading.officers == ("Agus Setiawan",)
    assert not reading.findings


@pytest.mark.parametrize(
    ("head", "shown", "is_told"),
    [("Pertumbuhan %", 15, False), ("% Deviasi", -8.3, False), ("% Capaian", 15, True)],
)
def test_growth_in_per_cent_is_no_achievement(
    tmp_path: Path, head: str, shown: float, is_told: bool
) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], [*TABLE[0], head], ["PU", 120, 110, shown]]
    assert bool(told(one(tmp_path, rows), "periksa")) is is_told


@pytest.mark.parametrize("typed", [480_000_000, "480.000.000"])
def test_whole_rupiah_below_millions_are_asked_about(tmp_path: Path, typed: Any) -> None:
    rows = [["IURAN NOV 2026 (dalam jutaan rupiah)"], ["Nama: Andi Pratama"], TABLE[0],
            ["PU", 500_000_000, typed], ["BPU", 20, 21]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert figures(reading) == {("BPU", "target", 20_000_000), ("BPU", "realisasi", 21_000_000)}
    (text,) = told(reading)
    assert "sel B4, C4" in text
    assert "satuan atau angkanya keliru?" in text
    assert all(tally.difference == 0 for proof in reading.proofs for tally in proof.tallies)


def test_a_month_whose_figures_are_all_held_is_the_month_of_the_rollup(tmp_path: Path) -> None:
    rows = [["IURAN NOV 2026 (dalam jutaan rupiah)"], ["Nama: Andi Pratama"], TABLE[0],
            ["PU", 500_000_000, 480_000_000]]  # fmt: skip
    path = save(Book("lembar.xlsx", [Sheet("Sheet1", rows)], {}), tmp_path)
    files = read_here([path], Known((), 2026), progress=lambda _n: None)
    assert latest_month(files, date(2027, 1, 20)) == NOV


def test_marks_of_nobody_and_teams_are_no_officers(tmp_path: Path) -> None:
    names = ["TIM AR", "Wahyu Saputra", "\u2013", "...", "(kosong)", "Mei"]
    rows = [["KUNJUNGAN NOV 2026"], ["Petugas", "Target", "Realisasi"],
            *([name, 20 + n, 11 + n] for n, name in enumerate(names))]  # fmt: skip
    reading = one(tmp_path, rows)
    assert reading.officers == ("Mei", "Wahyu Saputra")
    assert "sel baris 3, baris 5, baris 6" in told(reading)[0]


def test_months_over_the_middle_of_their_columns_are_carried_to_none(tmp_path: Path) -> None:
    heads: Grid = [[None, None, "Oktober", None, "November"],
                   ["Segmen", "Target", "Realisasi", "Target", "Realisasi"]]  # fmt: skip
    rows = [["AKUISISI TK 2026"], ["Nama: Andi Pratama"], *heads, ["PU", 100, 90, 120, 110]]
    reading = one(tmp_path, rows)
    assert {(f.month[1], f.value) for f in reading.figures} == {(10, 90), (11, 110)}
    assert "sel B5, D5: bulannya tidak disebut" in told(reading)[0]
    heads[0][1:] = ["Oktober", None, "November", None]
    reading = one(tmp_path / "lain", [*rows[:2], *heads, rows[-1]])
    assert {(f.month[1], f.value) for f in reading.figures} == {
        (10, 100), (10, 90), (11, 120), (11, 110),
    }  # fmt: skip
    assert not reading.findings


def test_sides_may_head_sections_in_the_column_of_segments(tmp_path: Path) -> None:
    rows = [["AKUISISI TK"], ["Nama: Andi Pratama"], ["Segmen", "Nov 2026"], ["TARGET"],
            ["PU", 120], ["BPU", 60], ["REALISASI"], ["PU", 110], ["BPU", 66]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert figures(reading) == ALL
    assert not reading.findings


def test_an_m_is_asked_about_with_both_it_may_be(tmp_path: Path) -> None:
    rows = [["IURAN NOV 2026"], ["Nama: Andi Pratama"], TABLE[0], ["PU", 2_000_000_000, "1,2 M"]]
    assert any("M bisa juta atau miliar" in text for text in told(one(tmp_path, rows)))


@pytest.mark.parametrize(
    ("title", "sheet", "said"),
    [
        ("(dalam ribuan rupiah)", "Iuran Rp juta", "dua satuan disebut: ribuan dan jutaan"),
        ("(dalam jutaan)", "Sheet1", "satuan jutaan untuk ukuran apa? Tulis di judul"),
    ],
)
def test_units_are_told_in_words(tmp_path: Path, title: str, sheet: str, said: str) -> None:
    metric = "IURAN" if "Iuran" in sheet else "TK AKTIF"
    rows = [[f"{metric} NOV 2026"], ["Nama: Andi Pratama"], [title], *TABLE]
    assert any(said in text for text in told(one(tmp_path, rows, sheet=sheet)))


@pytest.mark.parametrize("off", [0, 5])
def test_totals_of_several_metrics_below_the_officers(tmp_path: Path, off: int) -> None:
    rows = [["KEGIATAN NOV 2026"], ["Petugas", "Kegiatan", "Target", "Realisasi"],
            ["Olivia Damayanti", "Kunjungan", 10, 8], [None, "Sosialisasi", 20, 18],
            ["Panji Kusuma", "Kunjungan", 14, 12], [None, "Sosialisasi", 28, 26],
            ["Total", "Kunjungan", 24, 20], [None, "Sosialisasi", 48, 44 + off]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert sorted(int(f.value or 0) for f in reading.figures) == [8, 10, 12, 14, 18, 20, 26, 28]
    texts = [finding.text for finding in reading.findings]
    assert len(texts) == bool(off)
    assert all("sel D8: jumlahnya berbeda" in text and "D8: 44" in text for text in texts)


@pytest.mark.parametrize("column", [1, 2, 3])
def test_a_signature_below_a_column_takes_no_figure_of_it(tmp_path: Path, column: int) -> None:
    signed: Grid = [[None] * column + [text] for text in
                    ("Surabaya, 30 November 2026", "Account Representative", "Andi Pratama")]  # fmt: skip
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], ["Akuisisi TK", "PU", "BPU", "Jakon"],
            ["Target", 120, 60, 7], ["Realisasi", 110, 66, 8], [], *signed]  # fmt: skip
    reading = one(tmp_path, rows)
    assert figures(reading) == ALL | {("JAKON", "target", 7), ("JAKON", "realisasi", 8)}
    assert not reading.findings


def test_a_month_in_two_cells_is_no_heading(tmp_path: Path) -> None:
    rows = [["KUNJUNGAN"], ["Bulan", date(2026, 11, 1)], ["Nama", "Target", "Realisasi"],
            ["Andi Pratama", 20, 18]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert {(f.officer, f.side, f.value) for f in reading.figures} == {
        ("Andi Pratama", "target", 20), ("Andi Pratama", "realisasi", 18),
    }  # fmt: skip
    assert not told(reading)


def test_people_counted_like_a_year_in_a_list(tmp_path: Path) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], ["Segmen", "Jenis", "Nilai"], ["PU", "Target", 2026],
            [None, "Realisasi", 2025]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert figures(reading) == {("PU", "target", 2026), ("PU", "realisasi", 2025)}
    assert not reading.findings


def test_the_number_of_a_files_name_is_no_day(tmp_path: Path) -> None:
    rows = [["AKUISISI TK"], ["Nama: Andi Pratama"], *TABLE]
    assert figures(one(tmp_path, rows, "Book1 November 2026.xlsx")) == ALL


def test_realisasi_in_the_name_of_a_metric_is_the_side_of_its_column(tmp_path: Path) -> None:
    heads = ["Segmen", "Target Penerimaan Iuran (Rp)", "Realisasi Penerimaan Iuran (Rp)"]
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], heads, ["PU", 9_000_000, 8_000_000]]
    wanted = {("PU", "target", 9_000_000), ("PU", "realisasi", 8_000_000)}
    assert figures(one(tmp_path, rows)) == wanted
    alone = [["TARGET 2026"], *rows[:2], [heads[0], heads[2]], ["PU", 8_000_000]]
    assert figures(one(tmp_path / "satu", alone)) == {("PU", "realisasi", 8_000_000)}
    across = [*rows[:2], ["Uraian", "Target", "Realisasi"],
              ["Realisasi Penerimaan Iuran PU (Rp)", 9_000_000, 8_000_000]]  # fmt: skip
    assert figures(one(tmp_path / "baris", across)) == wanted
    twice = [*across, ["Target Penerimaan Iuran PU (Rp)", 1, 2]]
    assert any("dua sisi disebut" in text for text in told(one(tmp_path / "dua", twice)))


@pytest.mark.parametrize(
    ("note", "span"),
    [
        ("Data s.d. tanggal 20", "bulan"),
        ("Data s.d. 20 November 2026", "bulan"),
        ("Realisasi s.d. 20 November 2026", "sd"),
        ("Data s.d. November 2026", "sd"),
    ],
)
def test_the_day_data_were_drawn_makes_nothing_cumulative(
    tmp_path: Path, note: str, span: str
) -> None:
    reading = one(tmp_path, [TITLE, ["Nama: Andi Pratama"], [note], *TABLE])
    assert figures(reading) == ALL
    assert {f.span for f in reading.figures} == {span}


def test_monitoring_target_says_no_side(tmp_path: Path) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], ["MONITORING TARGET"], ["Segmen", "Nov 2026"],
            ["PU", 120]]  # fmt: skip
    assert not figures(one(tmp_path, rows))
    assert told(one(tmp_path, rows))
    rows[2] = ["TARGET"]
    assert figures(one(tmp_path, rows)) == {("PU", "target", 120)}


def test_a_mark_behind_a_name_is_none_of_it(tmp_path: Path) -> None:
    assert one(tmp_path, [TITLE, ["Nama: Andi Pratama *"], *TABLE]).officers == ("Andi Pratama",)


@pytest.mark.parametrize(
    ("title", "months", "said"),
    [
        ("BULAN AGUSTeUS 2026", {4, 8}, "judul 'Agusteus' dibaca bulan Agustus"),
        ("BULAN XYZAB 2026", {4}, "menyebut bulan 'Xyzab' yang tidak dikenal"),
        ("", {4}, ""),
    ],
)
def test_a_mistyped_month_of_a_second_table_is_not_the_firsts(
    tmp_path: Path, title: str, months: set[int], said: str
) -> None:
    other = ["Segmen", "Target Winback", "Realisasi Winback"]
    rows = [["Nama: Andi Pratama"], ["BULAN APRIL 2026"],
            ["Segmen", "Target Akuisisi", "Realisasi Akuisisi"], ["PU", 12, 11], [],
            [title], other, ["PU", 22, 21]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert {f.month[1] for f in reading.figures if f.value} == months
    assert any(said in finding.text for finding in reading.findings) or not said
    assert bool(told(reading)) == (months == {4} and bool(title))


def test_title_and_sheet_of_two_segments_are_asked_about(tmp_path: Path) -> None:
    rows = [["AKUISISI TK SEGMEN PU"], ["Nama: Andi Pratama"], ["Bulan", "Target", "Realisasi"],
            ["November 2026", 120, 110]]  # fmt: skip
    reading = one(tmp_path, rows, sheet="BPU")
    assert not figures(reading)
    assert "judul menyebut segmen PU tetapi nama lembar BPU" in told(reading)[0]
    wanted = {("PU", "target", 120), ("PU", "realisasi", 110)}
    for sheet in ("PU", "Data", "PU dan BPU"):
        assert figures(one(tmp_path / sheet, rows, sheet=sheet)) == wanted
    body = [[TABLE[0][0], *TABLE[0][1:]], *TABLE[1:]]
    assert figures(one(tmp_path / "baris", [TITLE, *rows[:2], *body], sheet="BPU")) == ALL


def test_the_heading_of_a_list_above_a_table_names_nobody(tmp_path: Path) -> None:
    rows = [["Nama", "Alamat", "HP"], [], TITLE, *TABLE]
    reading = one(tmp_path, rows, "Rina Wulandari.xlsx")
    assert reading.officers == ("Rina Wulandari",)
    assert figures(reading) == ALL


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("(dalam Rp 1.000)", 10**3),
        ("(x 1.000)", 10**3),
        ("(Rp 1.000.000)", 10**6),
        ("(dlm jutaan)", 10**6),
        ("(Rp.000)", 10**3),
    ],
)
def test_units_written_as_numbers(tmp_path: Path, unit: str, factor: int) -> None:
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"],
            ["Uraian", f"Target {unit}", f"Realisasi {unit}"], ["Iuran PU", 5000, 4000]]  # fmt: skip
    assert figures(one(tmp_path, rows)) == {
        ("PU", "target", 5000 * factor), ("PU", "realisasi", 4000 * factor),
    }  # fmt: skip
    titled = [[f"IURAN {unit}"], *rows[:2], TABLE[0], ["PU", 5000, 4000]]
    assert len(figures(one(tmp_path / "judul", titled)) & figures(one(tmp_path, rows))) == 2


def test_a_ratio_with_an_unknown_word_is_asked_about(tmp_path: Path) -> None:
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], ["Uraian", "Target", "Realisasi", "%"],
            ["ITW (%)", 95, 90, 94.7], ["Tertib Adm Upah Wajar (%)", 95, 90, 94.7]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert {f.metric for f in reading.figures if f.value is not None} == {"itw"}
    assert told(reading) == [
        "Lembar Sheet1 sel B5, C5: kata 'Upah Wajar' tidak dikenal; "
        "hapus atau ganti katanya bila angkanya perlu direkap."
    ]


@pytest.mark.parametrize("file", ["Laporan Wahyu Saputra.xlsx", "Tim AR.xlsx"])
def test_a_teams_recap_is_not_the_files_officers(tmp_path: Path, file: str) -> None:
    sheets = {"Rina": [TITLE, *TABLE], "Maya": [TITLE, TABLE[0], ["PU", 3, 4]],
              "REKAP": [TITLE, TABLE[0], ["PU", 123, 114], ["BPU", 60, 66]],
              "Petunjuk": [["Isi kolom target"]]}  # fmt: skip
    reading = read(tmp_path, (file, sheets))
    assert reading.officers == ("Maya", "Rina")
    assert figures(reading) == ALL | {("PU", "target", 3), ("PU", "realisasi", 4)}
    assert "Lembar REKAP: " in told(reading)[0]
    del sheets["Maya"]
    alone = {"Nov": [TITLE, *TABLE], "Petunjuk": sheets["Petunjuk"], "Kamus": sheets["Petunjuk"]}
    assert read(tmp_path / "satu", ("Wahyu.xlsx", alone)).officers == ("Wahyu",)


KEGIATAN = {("kunjungan", "", "target", 20), ("kunjungan", "", "realisasi", 18)}


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize("right", ["Kegiatan", "Uraian"])
def test_the_rows_of_a_table_beside_another_are_its_own(
    tmp_path: Path, gap: int, right: str
) -> None:
    heads = [TABLE[0], [right, "Target", "Realisasi"]]
    bodies = [TABLE[1:], [["Kunjungan", 20, 18], ["Winback BPU", 7, 8]]]
    blank = [None] * gap
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"],
            ["AKUISISI TK", None, None, *blank, "KINERJA"], [*heads[0], *blank, *heads[1]],
            *([*a, *blank, *b] for a, b in zip(*bodies, strict=True))]  # fmt: skip
    reading = one(tmp_path, rows)
    found = {(f.metric, f.segment, f.side, int(f.value or 0)) for f in reading.figures}
    wanted = {("akuisisi", *figure) for figure in ALL} | KEGIATAN
    assert found == wanted | {("winback", "BPU", "target", 7), ("winback", "BPU", "realisasi", 8)}
    assert not reading.findings


def test_a_column_of_names_between_figures_begins_no_table(tmp_path: Path) -> None:
    heads = ["Segmen", "Target", "Realisasi", "PIC", "Target s.d.", "Realisasi s.d."]
    rows = [TITLE, heads, ["PU", 120, 110, "Andi Pratama", 1200, 1100]]
    found = one(tmp_path, rows).figures
    assert {(f.officer, f.segment, f.span, f.value) for f in found} == {
        ("Andi Pratama", "PU", span, value)
        for span, values in (("bulan", (120, 110)), ("sd", (1200, 1100))) for value in values
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "asked"),
    [
        (["Rata-rata Target", "Rata-rata Realisasi"], "rata-rata tanpa jumlah sebulan"),
        (["Target", "Average of Realisasi"], "rata-rata tanpa jumlah sebulan"),
        (["Rencana", "Realisasi"], "rencana di sini bisa target atau perkiraan"),
        (["Target", "Estimasi Realisasi"], "perkiraan tanpa angka sebenarnya"),
        (["Target", "Realisasi", "Rata-rata Realisasi per Bulan"], ""),
        (["Target", "Realisasi", "Rencana"], ""),
        (["Target", "Realisasi", "Proyeksi"], ""),
    ],
)
def test_averages_and_plans_are_no_figures(tmp_path: Path, heads: list[str], asked: str) -> None:
    rows = [
        TITLE,
        ["Nama: Andi Pratama"],
        ["Segmen", *heads],
        ["PU", 120, 110, 90][: len(heads) + 1],
    ]
    reading = one(tmp_path, rows)
    used = {("PU", side, value) for head, side, value in zip(heads, ("target", "realisasi"),
            (120, 110), strict=False) if head.lower() == side}  # fmt: skip
    assert figures(reading) == used
    assert [asked in text for text in told(reading)] == [True] * bool(asked)


def test_a_plan_in_rows_is_asked_about(tmp_path: Path) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], ["Uraian", "PU", "BPU"], ["Rencana", 120, 60],
            ["Realisasi", 110, 66]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert figures(reading) == {figure for figure in ALL if figure[1] == "realisasi"}
    assert "rencana di sini bisa target" in told(reading)[0]


@pytest.mark.parametrize("title", ["PROYEKSI AKUISISI TK", "Rata-rata Akuisisi TK", "PROGNOSA"])
def test_a_title_of_projections_is_asked_about(tmp_path: Path, title: str) -> None:
    rows: Grid = [[title], TITLE, ["Nama: Andi Pratama"], TABLE[0], TABLE[1]]
    reading = one(tmp_path, rows)
    assert not figures(reading)
    assert "benarkah ini target dan realisasi" in told(reading)[0]
    rows[0] = [f"{title}, TARGET, DAN REALISASI"]
    assert len(figures(one(tmp_path / "semua", rows))) == 2
    rows[0], rows[3], rows[4] = [title], [*TABLE[0], "Proyeksi"], ["PU", 120, 110, 115]
    assert len(figures(one(tmp_path / "kolom", rows))) == 2 * (not title.startswith("Rata"))


def test_rows_below_the_officers_that_are_nobody(tmp_path: Path) -> None:
    rows = [TITLE, ["Petugas", "Target", "Realisasi"], ["Andi Pratama", 120, 110],
            ["Dipindahkan ke hal. 2", 120, 110], ["Pindahan dari hal. 1", 120, 110],
            ["Rina Wulandari", 60, 66], ["Jumlah", 180, 176], ["Rata-rata", 90, 88]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert reading.officers == ("Andi Pratama", "Rina Wulandari")
    assert not told(reading)
    reading = one(tmp_path / "lain", [*rows, ["Tertinggi", 120, 110], ["Terendah", 60, 66]])
    assert reading.officers == ("Andi Pratama", "Rina Wulandari")
    assert "baris 9, baris 10: nama petugas tidak ada" in told(reading)[0]


def test_capaian_of_a_number_and_of_a_percentage(tmp_path: Path) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], ["Segmen", "Target", "Capaian", None],
            [None, None, "Jumlah", "%"], ["PU", 120, 110, 91.7]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert figures(reading) == {("PU", "target", 120)}
    assert "'Capaian Jumlah' bisa realisasi atau persentase" in told(reading)[0]


def test_sides_over_the_middle_of_their_columns_are_carried_to_none(tmp_path: Path) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], ["Segmen", None, "Target", None, None, "Realisasi", None],
            [None, *["PU", "BPU", "Jakon"] * 2], ["Akuisisi", 120, 60, 7, 110, 66, 8]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert figures(reading) == {("BPU", "target", 60), ("BPU", "realisasi", 66)}
    assert "sel B5, D5, E5 dan 1 lainnya: target atau realisasi tidak disebut" in told(reading)[0]


@pytest.mark.parametrize(("typed", "used"), [(1.234, False), (10.5, True), (104.1666667, True)])
def test_a_target_of_thousands_read_as_a_fraction_is_asked_about(
    tmp_path: Path, typed: float, used: bool
) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], TABLE[0], ["PU", typed, 110]]
    reading = one(tmp_path, rows)
    assert any(f.side == "target" and f.value is not None for f in reading.figures) is used
    assert bool(told(reading)) is not used


def test_a_number_that_stands_twice_in_a_column_is_told(tmp_path: Path) -> None:
    reading = one(tmp_path, [TITLE, ["Nama: Andi Pratama"], *TABLE, TABLE[1]])
    assert figures(reading) == ALL
    (text,) = told(reading, "periksa")
    assert "sel B6: sama dengan sel B4" in text


@pytest.mark.parametrize("head", ["30 Nov 2026", "30/11/2026", "28-NOV-26", "2026-11-30"])
def test_a_date_typed_as_text_heads_its_month(tmp_path: Path, head: str) -> None:
    rows = [["AKUISISI TK PU TAHUN 2026"], ["Nama: Andi Pratama"], ["Uraian", head],
            ["Target", 120], ["Realisasi", 110]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert {(f.month, f.side, f.span, f.value) for f in reading.figures} == {
        (NOV, "target", "bulan", 120), (NOV, "realisasi", "bulan", 110),
    }  # fmt: skip
    assert not told(reading)


@pytest.mark.parametrize("quarter", ["Q1", "S1", "TW I"])
def test_quarters_among_months_lose_no_table(tmp_path: Path, quarter: str) -> None:
    rows = [["AKUISISI TK PU 2026"], ["Nama: Andi Pratama"],
            ["Uraian", "Jan", "Feb", "Mar", quarter, "Apr"],
            ["Target", 11, 12, 13, 36, 14], ["Realisasi", 21, 22, 23, 66, 24]]  # fmt: skip
    found = {(f.month[1], int(f.value or 0)) for f in one(tmp_path, rows).figures}
    assert found == {(n, ten + n) for n in (1, 2, 3, 4) for ten in (10, 20)}


def test_targets_below_an_unknown_heading_are_asked_about(tmp_path: Path) -> None:
    body: Grid = [["Target", 11, 12, 13], ["Realisasi", 21, 22, 23]]
    rows = [["AKUISISI TK PU 2026"], ["Nama: Andi Pratama"], ["Uraian", 1, 2, 3], *body]
    (text,) = told(one(tmp_path, rows))
    assert "sel B4, C4, D4 dan 3 lainnya: judul kolomnya tidak dikenal" in text
    guide: Grid = [["Petunjuk"], [1, "Isi kolom Target"], [2, "Isi kolom Realisasi"], [3, "Kirim"]]
    assert not told(
        read(tmp_path / "dua", ("Andi Nov 2026.xlsx", {"S": [TITLE, *TABLE], "P": guide}))
    )


def test_months_below_quarters_are_months_beside_a_year(tmp_path: Path) -> None:
    rows = [["AKUISISI TK PU 2026"], ["Nama: Andi Pratama"],
            ["Uraian", "Target Tahun", "TW I", None, None, "TW II"],
            [None, None, "Feb", "Mar", "Jml", "Apr"], ["Realisasi", None, 12, 13, 25, 14]]  # fmt: skip
    found = {(f.month[1], int(f.value or 0)) for f in one(tmp_path, rows).figures if f.value}
    assert found == {(2, 12), (3, 13), (4, 14)}


@pytest.mark.parametrize(
    ("title", "sheet", "said"),
    [
        ("AKUISISI TK TRIWULAN III 2026", "SEP", "judul menyebut triwulan"),
        ("AKUISISI TK", "TW III", "nama lembar menyebut triwulan"),
        ("AKUISISI TK SEMESTER I 2026", "Sheet1", "judul menyebut triwulan atau semester"),
        ("AKUISISI TK MINGGU III NOVEMBER 2026", "Sheet1", "menyebut minggu"),
        ("AKUISISI TK POSISI S.D. MINGGU KE-3 NOVEMBER 2026", "Sheet1", "menyebut minggu"),
        ("AKUISISI TK TAHUN 2026 KEADAAN PER 31 DESEMBER 2025", "Sheet1", "tahun 2025 dan 2026"),
        ("AKUISISI TK SEPTEMBER 2026", "TW III", ""),
        ("MONITORING MINGGUAN AKUISISI TK SEPTEMBER 2026", "Sheet1", ""),
        ("AKUISISI TK SEPTEMBER 2026 (PERDIR 22 TAHUN 2022)", "Sheet1", ""),
    ],
)
def test_a_time_that_is_no_month_is_asked_about(
    tmp_path: Path, title: str, sheet: str, said: str
) -> None:
    rows = [["Nama: Andi Pratama"], [title], *TABLE]
    file = "Andi.xlsx" if "KEADAAN" in title else "Andi September 2026.xlsx"
    reading = one(tmp_path, rows, file, sheet)
    assert bool(figures(reading)) is not bool(said)
    assert any(said in text for text in told(reading)) or not said


@pytest.mark.parametrize("head", ["Realisasi TW IV", "Realisasi s.d. TW III", "Realisasi Q3"])
def test_a_quarter_is_no_month_of_the_title(tmp_path: Path, head: str) -> None:
    rows = [TITLE, ["Nama: Andi Pratama"], ["Segmen", "Target", head], *TABLE[1:]]
    assert not figures(one(tmp_path, rows))  # and the target beside it may be of the quarter
    assert "C4, C5: triwulan atau semester, bukan satu bulan" in " ".join(told(one(tmp_path, rows)))


@pytest.mark.parametrize(
    ("line", "month"),
    [
        (["Tanggal cetak", date(2026, 12, 3)], 0),
        (["Dicetak", date(2026, 12, 1)], 0),
        ([None, date(2026, 12, 3)], 0),
        (["Bulan", date(2026, 11, 30)], 11),
        ([date(2026, 11, 1)], 11),
        (["Posisi per", date(2026, 11, 30)], 11),
    ],
)
def test_a_date_above_a_table_may_be_of_printing(
    tmp_path: Path, line: list[Any], month: int
) -> None:
    reading = one(tmp_path, [["AKUISISI TK"], ["Nama: Andi Pratama"], line, *TABLE])
    assert {f.month[1] for f in reading.figures if f.value} == ({month} if month else set())
    assert bool(told(reading)) is not bool(month)
    assert figures(one(tmp_path / "n", [TITLE, ["Nama: Andi Pratama"], line, *TABLE])) == ALL


def test_years_side_by_side_below_a_month_are_asked_about(tmp_path: Path) -> None:
    rows: Grid = [["Nama: Andi Pratama"], TITLE, ["Segmen", "2025", None, "2026", None],
                  [None, "Target", "Realisasi", "Target", "Realisasi"], ["PU", 1, 2, 3, 4]]  # fmt: skip
    assert not figures(one(tmp_path, rows))
    assert "setahun penuh atau November saja" in told(one(tmp_path, rows))[0]
    rows[2:] = [["Segmen", "Target 2026", "Realisasi 2025", "Realisasi s.d. Nov 2026"],
                ["PU", 1, 2, 3]]  # fmt: skip
    reading = one(tmp_path / "lain", rows)
    assert len(figures(reading)) == 3
    assert not told(reading)


@pytest.mark.parametrize(
    "label",
    ["AR 3 (kosong)", "Formasi Kosong", "Tim Penagihan", "Kec. Rungkut", "Semua Petugas",
     "Konsolidasi", "Kepala Bidang", "Plt. Kabid", "Lain-lain", "Rayon 2", "s.d.a", "idem",
     "November 2025", "s.d. Oktober", "Y"],
)  # fmt: skip
def test_a_row_of_nobody_is_no_officer(tmp_path: Path, label: str) -> None:
    rows = [["KUNJUNGAN NOV 2026"], ["Petugas", "Target", "Realisasi"], ["Wahyu Saputra", 20, 11],
            ["Timbul Seno", 21, 12], [label, 30, 27]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert reading.officers == ("Timbul Seno", "Wahyu Saputra")
    assert "sel baris 5: nama petugas tidak ada di barisnya" in told(reading)[0]
    listed = read(tmp_path / "daftar", ("x.xlsx", {"S": rows}), officers=("Tim Penagihan",))
    assert ("Tim Penagihan" in listed.officers and not told(listed)) or label != "Tim Penagihan"


@pytest.mark.parametrize("name", ["SEMUA AR", "Konsolidasi", "ALL", "Tim Penagihan", "Rayon Timur"])
def test_a_sheet_of_everybody_is_nobodys(tmp_path: Path, name: str) -> None:
    sheets = {"Rina": [TITLE, TABLE[0], ["PU", 3, 4]], "Maya": [TITLE, *TABLE],
              name: [TITLE, TABLE[0], ["PU", 123, 114], ["BPU", 60, 66]]}  # fmt: skip
    reading = read(tmp_path, ("Target Nov 2026.xlsx", sheets))
    assert reading.officers == ("Maya", "Rina")
    assert f"Lembar {name}: " in told(reading)[0]
    labelled = one(tmp_path / "isi", [TITLE, [f"Petugas: {name}"], *TABLE], "Rina Nov.xlsx")
    assert not figures(labelled)
    assert told(labelled)


@pytest.mark.parametrize(
    "name",
    ["Pratama, Andi", "Pratama Andi", "Sdr. Andi P.", "Ir. H. Andi Pratama, S.E., M.M.",
     "Bpk Andi Pratama SE", "ANDI PRATAMA, S.Kom"],
)  # fmt: skip
def test_one_person_in_any_order_and_with_titles_counts_once(tmp_path: Path, name: str) -> None:
    rows = [TITLE, ["Petugas", "Target PU", "Realisasi PU", "Target BPU", "Realisasi BPU"],
            [name, 120, 110, 60, 66]]  # fmt: skip
    own = ("Andi Pratama Nov 2026.xlsx", {"S": [TITLE, ["Nama: Andi Pratama"], *TABLE]})
    reading = read(tmp_path, own, ("Rekap Nov.xlsx", {"REKAP": rows}))
    assert len(reading.officers) == 1
    assert len([f for f in reading.figures if f.value is not None]) == len(ALL)
    other = read(
        tmp_path / "lain", own, ("R.xlsx", {"S": [*rows[:2], ["Pratama Adi", 1, 2, 3, 4]]})
    )
    assert len(other.officers) == 2


@pytest.mark.parametrize(
    "labels",
    [("Okt 2026", "Nov 2026"), ("31/10/2026", "30/11/2026"), ("10/2026", "11/2026"),
     ("2026-10", "2026-11"), ("31 Okt 2026", "30 Nov 2026")],
)  # fmt: skip
def test_months_in_rows_as_people_type_them(tmp_path: Path, labels: tuple[str, str]) -> None:
    rows = [["AKUISISI TK PU"], ["Nama: Andi Pratama"], ["Bulan", "Target", "Realisasi"],
            [labels[0], 100, 90], [labels[1], 120, 110]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert {(f.month, f.value) for f in reading.figures} == {
        ((2026, 10), 100), ((2026, 10), 90), (NOV, 120), (NOV, 110),
    }  # fmt: skip
    assert not reading.findings


def test_years_typed_as_text_beside_months(tmp_path: Path) -> None:
    rows = [["AKUISISI TK PU"], ["Nama: Andi Pratama"], ["Tahun", "Bulan", "Target"],
            ["2025", "Desember", 100], [None, "November", 90], ["2026", "Januari", 120]]  # fmt: skip
    assert {(f.month, f.value) for f in one(tmp_path, rows).figures} == {
        ((2025, 12), 100), ((2025, 11), 90), ((2026, 1), 120),
    }  # fmt: skip


def test_december_before_january_without_a_year_is_asked_about(tmp_path: Path) -> None:
    months = ["November", "Desember", "Januari", "Februari"]
    down = [["REALISASI AKUISISI TK PU 2026"], ["Nama: Andi Pratama"], ["Bulan", "Realisasi"],
            *([month, n] for n, month in enumerate(months, 11))]  # fmt: skip
    across = [*down[:2], ["Segmen", *months], ["PU", *range(11, 15)]]
    for name, rows, cells in (("a", down, "B4, B5"), ("b", across, "B4, C4")):
        reading = one(tmp_path / name, rows)
        assert {(f.month, f.value) for f in reading.figures} == {((2026, 1), 13), ((2026, 2), 14)}
        assert told(reading) == [f"Lembar Sheet1 sel {cells}: bulan sebelum Januari tanpa tahun: "
                                 "tulis tahunnya."]  # fmt: skip
    twice = [["AKUISISI TK PU 2026"], across[1], ["Segmen", "Jan", "Des", "Jan", "Des"], [None, *["Target"] * 2, *["Real"] * 2],
             ["PU", 1, 2, 3, 4]]  # fmt: skip
    assert not told(one(tmp_path / "c", twice))


@pytest.mark.parametrize(
    ("title", "today", "is_asked"),
    [("BULAN DESEMBER", NOV, True), ("BULAN DESEMBER", (2026, 12), False),
     ("BULAN DESEMBER 2026", NOV, False), ("BULAN NOVEMBER", NOV, False)],
)  # fmt: skip
def test_a_realisation_yet_to_come_is_of_another_year(
    tmp_path: Path, title: str, today: tuple[int, int], is_asked: bool
) -> None:
    rows = {"S": [["AKUISISI TK"], ["Nama: Andi Pratama"], [title], *TABLE],
            "OKT": [["AKUISISI TK"], ["Nama: Andi Pratama"], *TABLE]}  # fmt: skip
    path = save(Book("Andi.xlsx", [Sheet(*one) for one in rows.items()], {}), tmp_path)
    files = read_here([path], Known((), 2026), progress=lambda _n: None)
    reading = gather(files, Before(), NOV, (), today)
    assert bool(reading.figures) is not is_asked
    assert bool(told(reading)) is is_asked
    assert all(tally.difference == 0 for proof in reading.proofs for tally in proof.tallies)


BOTH = [
    (f"{name} Nov 2026.xlsx", {"S": [TITLE, [f"Nama: {name}"], TABLE[0], *rows]})
    for name, rows in (
        ("Andi Pratama", [["PU", 120, 110], ["BPU", 60, 66]]),
        ("Rina Wulandari", [["PU", 25, 14], ["BPU", 6, 7]]),
        ("Tono Aji", [["PU", 31, 35], ["BPU", 8, 9]]),
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "is_recap"),
    [
        ([["PU", 176, 159], ["BPU", 74, 82]], True),
        ([["PU", 145, 124], ["BPU", 66, 73]], True),  # of two of the three
        ([["Akuisisi TK", 250, 241]], True),
        ([["PU", 176, 160], ["BPU", 74, 82]], False),
        ([["PU", 120, 110], ["BPU", 60, 67]], False),
    ],
)
def test_the_recap_of_a_teams_leader_is_not_counted_beside_the_team(
    tmp_path: Path, rows: Grid, is_recap: bool
) -> None:
    leader = ("Budi.xlsx", {"S": [TITLE, ["Nama: Budi Santoso"], TABLE[0], *rows]})
    reading = read(tmp_path, *BOTH, leader)
    assert ("Budi Santoso" in reading.officers) is not is_recap
    assert (
        any("angka Budi Santoso adalah jumlah Andi" in text for text in told(reading)) == is_recap
    )
    counted = [f for f in reading.figures if f.value is not None and f.officer != "Budi Santoso"]
    assert len(counted) == 12
    assert all(tally.difference == 0 for proof in reading.proofs for tally in proof.tallies)
    is_large = any(
        "sebesar semua petugas lain bersama" in text for text in told(reading, "periksa")
    )
    assert is_large == (rows[0][1:] == [176, 160])
    names = ("Andi Pratama", "Rina Wulandari", "Tono Aji", "Budi Santoso")
    listed = read(tmp_path / "daftar", *BOTH, leader, officers=names)
    assert not told(listed)
    assert listed.officers == tuple(sorted(names))


@pytest.mark.parametrize(
    ("name", "value", "is_held"),
    [("Andi Pratma", 110, True), ("Andi Pratma", 111, False), ("Dewi Sartika", 110, False)],
)
def test_a_mistyped_name_with_the_same_figures_is_held(
    tmp_path: Path, name: str, value: int, is_held: bool
) -> None:
    rows = [TITLE, ["Petugas", "Target PU", "Realisasi PU", "Target BPU", "Realisasi BPU"],
            [name, 120, value, 60, 66], ["Rina Wulandari", 25, 14, 6, 7]]  # fmt: skip
    reading = read(tmp_path, *BOTH[:2], ("Rekap.xlsx", {"S": rows}))
    assert (name in reading.officers) is not is_held
    assert any("satu orang?" in text for text in told(reading)) == is_held


def test_a_first_name_of_two_officers_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ["KUNJUNGAN NOV 2026"],
        ["Petugas", "Target", "Realisasi"],
        ["Andi", 5, 4],
        ["Rina", 6, 7],
    ]
    other = ("Andi Wijaya.xlsx", {"S": [TITLE, ["Nama: Andi Wijaya"], TABLE[0], ["PU", 3, 4]]})
    books = (*BOTH[:2], other, ("Keg.xlsx", {"S": rows}))
    reading = read(tmp_path, *books)
    assert {f.officer for f in reading.figures if f.metric == "kunjungan"} == {"Rina Wulandari"}
    assert "nama 'Andi' bisa Andi Pratama atau Andi Wijaya; angkanya belum" in told(reading)[0]


def test_two_of_one_list_are_two_people_though_one_name_holds_the_other(tmp_path: Path) -> None:
    rows = [["NOV 2026"], ["Petugas", "Target Kunjungan", "Realisasi Kunjungan"],
            ["Siti Nur'aini", 30, None], ["Nur Aini", None, 19]]  # fmt: skip
    reading = one(tmp_path, rows)
    found = {(f.officer, f.side, f.value) for f in reading.figures if f.value is not None}
    assert found == {("Siti Nur'aini", "target", 30), ("Nur Aini", "realisasi", 19)}
    assert "ada di satu lembar" in told(reading, "periksa")[0]


@pytest.mark.parametrize("name", ["Juni Hartono", "Mei", "Agustus Simatupang"])
def test_a_section_of_an_officer_named_like_a_month(tmp_path: Path, name: str) -> None:
    rows = [["AKUISISI TK NOVEMBER 2026"], TABLE[0], ["AR: Rina Wulandari"], ["PU", 12, 11],
            [f"AR: {name}"], ["PU", 22, 21]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert {(f.officer, f.month, int(f.value or 0)) for f in reading.figures} == {
        ("Rina Wulandari", NOV, 12), ("Rina Wulandari", NOV, 11), (name, NOV, 22), (name, NOV, 21),
    }  # fmt: skip
    rows[4] = ["AR: Juni 2026"]
    assert "Juni 2026" not in one(tmp_path / "bulan", rows).officers


def test_rows_below_a_section_with_an_unknown_word_are_asked_about(tmp_path: Path) -> None:
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], ["Uraian", "Target", "Realisasi"],
            ["TK Keluar Sementara"], *TABLE[1:], ["Kunjungan", 5, 4]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert {f.metric for f in reading.figures if f.value is not None} == {"kunjungan"}
    assert told(reading) == [
        "Lembar Sheet1 sel B5, C5, B6 dan 1 lainnya: kata 'Sementara' tidak dikenal; "
        "hapus atau ganti katanya bila angkanya perlu direkap."
    ]
    rows[3] = ["TK Keluar"]
    assert figures(one(tmp_path / "tahu", rows)) == ALL | {("", "target", 5), ("", "realisasi", 4)}


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("(jutaa rupiah)", None),
        ("(dlm ribuaan)", None),
        ("(M)", None),
        ("(dalam m)", None),
        ("(in million IDR)", 10**6),
        ("(rupiah murni)", 1),
        ("KC M", 1),
    ],
)
def test_a_mistyped_unit_is_asked_about_whatever_the_amounts(
    tmp_path: Path, unit: str, factor: int | None
) -> None:
    rows = [[f"IURAN NOVEMBER 2026 {unit}"], ["Nama: Andi Pratama"], TABLE[0], ["PU", 5e6, 45e5]]
    if factor and factor > 1:
        rows[-1] = ["PU", 5, 4.5]
    reading = one(tmp_path, rows)
    wanted = {("PU", "target", 5 * 10**6), ("PU", "realisasi", 4_500_000)}
    assert figures(reading) == (wanted if factor else set())
    assert bool(told(reading)) is not bool(factor)


@pytest.mark.parametrize(
    ("heads", "row", "used"),
    [
        (["Uraian", "Target (Rp)", "Realisasi (Rp)"], ["Akuisisi PU"], False),
        (["Uraian", "Satuan", "Target", "Realisasi"], ["Akuisisi PU", "Rp"], False),
        (["Uraian", "Satuan", "Target", "Realisasi"], ["Akuisisi PU", "TK"], True),
        (["Uraian", "Satuan", "Target", "Realisasi"], ["Iuran PU", "Rp"], True),
    ],
)
def test_heads_counted_in_rupiah_are_asked_about(
    tmp_path: Path, heads: list[str], row: list[str], used: bool
) -> None:
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], heads, [*row, 9_500_000, 9_300_000]]
    reading = one(tmp_path, rows)
    assert bool(figures(reading)) is used
    assert [text.split(": ")[1] for text in told(reading)] == [
        "satuannya rupiah, padahal ukurannya dalam orang."
    ] * (not used)


def test_a_heading_rupiah_over_rows_of_both_is_of_those_in_rupiah(tmp_path: Path) -> None:
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], ["Uraian", "Target (Rp)", "Realisasi (Rp)"],
            ["Iuran PU", 9_500_000, 9_300_000], ["Akuisisi PU", 120, 110]]  # fmt: skip
    assert len(figures(one(tmp_path, rows))) == 4


@pytest.mark.parametrize(
    ("heads", "is_asked"),
    [
        (["Target Januari", "Realisasi Januari"], True),
        (["Target", "Realisasi Januari"], True),
        (["Target Januari", "Realisasi Februari"], False),
        (["Target", "Realisasi", "Realisasi s.d. Januari"], False),
        (["Realisasi Januari", "Realisasi Februari"], False),
    ],
)
def test_headings_of_the_copied_month_are_asked_about(
    tmp_path: Path, heads: list[str], is_asked: bool
) -> None:
    rows = [["AKUISISI TK 2026"], ["Nama: Andi Pratama"], ["Segmen", *heads], ["PU", 10, 9, 8]]
    reading = one(tmp_path, [row[: len(heads) + 1] for row in rows], sheet="FEB")
    asked = "judul kolomnya Januari tetapi judul atau nama lembarnya Februari"
    assert any(asked in text for text in told(reading)) is is_asked
    assert ("PU", "realisasi", 9) not in figures(reading) if is_asked else not told(reading)


@pytest.mark.parametrize(
    ("first", "span"), [(date(2026, 11, 1), {"bulan"}), (date(2026, 1, 1), {"sd"})]
)
def test_a_period_of_two_date_cells_heads_no_column(
    tmp_path: Path, first: date, span: set[str]
) -> None:
    period = ["Periode:", first, "s.d.", date(2026, 11, 30)]
    reading = one(tmp_path, [["AKUISISI TK"], ["Nama: Andi Pratama"], period, *TABLE])
    assert figures(reading) == ALL
    assert {f.span for f in reading.figures} == span
    assert {f.month for f in reading.figures} == {NOV}


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("BU Menunggak > 3 bulan", "kata '> 3' tidak dikenal"),
        ("BU Menunggak 1 bulan", "kata '1' tidak dikenal"),
        ("TK Aktif 3 Program", "kata '3' tidak dikenal"),
        ("Penambahan TK dan BU", "dua ukuran disebut"),
        ("Akuisisi TK/BU", "dua ukuran disebut"),
        ("BU Menunggak", ""),
        ("1. Penambahan TK", ""),
        ("Akuisisi PK/BU Baru", ""),
    ],
)
def test_a_part_of_a_metric_is_not_the_whole(tmp_path: Path, label: str, why: str) -> None:
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], ["Uraian", "Target", "Realisasi"],
            [label, 12, 11], ["Kunjungan", 5, 4]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert len(figures(reading)) == (2 if why else 4)
    assert why in "".join(told(reading))


@pytest.mark.parametrize(
    ("above", "kept"),
    [
        (["Klaim JHT"], 0),
        (["Klaim JHT", 9, 8], 0),
        (["Potensi TK", 9, 8], 0),
        (["TK Keluar"], 2),
        (["- Skala Besar", 9, 8], 2),
    ],
)
def test_rows_below_something_unknown_are_not_what_stood_above_it(
    tmp_path: Path, above: list[Any], kept: int
) -> None:
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], ["Uraian", "Target", "Realisasi"],
            ["Akuisisi TK"], *TABLE[1:], above, ["PMI", 4, 3]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert len([f for f in reading.figures if f.segment == "PMI" and f.value is not None]) == kept
    assert figures(reading) >= ALL
    assert bool(told(reading)) is (above != ["TK Keluar"])


def test_bare_tk_and_bu_are_of_their_section(tmp_path: Path) -> None:
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], ["Uraian", "Target", "Realisasi"],
            ["Winback"], ["TK", 9, 8], ["BU", 2, 1]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert {f.metric for f in reading.figures if f.value is not None} == {"winback"}
    assert "dua ukuran disebut" in told(reading)[0]
    rows[3] = ["Akuisisi"]
    assert {f.metric for f in one(tmp_path / "dua", rows).figures} == {"akuisisi", "bu_baru"}


def test_a_segment_without_numbers_among_others_heads_no_section(tmp_path: Path) -> None:
    rows = [["NOVEMBER 2026"], ["Nama: Andi Pratama"], ["Uraian", "Target", "Realisasi"],
            ["BU Menunggak"], ["PU", 7, 4], ["BPU"], ["Kunjungan", 5, 4]]  # fmt: skip
    found = {(f.metric, f.segment) for f in one(tmp_path, rows).figures if f.value is not None}
    assert found == {("bu_menunggak", "PU"), ("kunjungan", "")}
    rows[3:] = [["TK Aktif PU", 7, 4], ["TK Aktif BPU"], ["JMO", 2, 1], ["Kunjungan", 5, 4]]
    found = {
        (f.metric, f.segment) for f in one(tmp_path / "b", rows).figures if f.value is not None
    }
    assert found == {("tk_aktif", "PU"), ("kunjungan", "")}


def test_a_first_row_whose_only_number_has_no_known_heading_is_counted_once(tmp_path: Path) -> None:
    rows = [["AKUISISI TK NOV 2026"], ["Nama: Andi Pratama"], ["Jenis", "Non ASN", "PU", "BPU"],
            ["Target", 28], ["Realisasi", 19, 18, 17]]  # fmt: skip
    (proof,) = one(tmp_path, rows).proofs
    assert (proof.tallies[0].cells_read, proof.tallies[0].difference) == (2, 0)


def test_who_is_on_the_list_is_found_with_titles_and_never_taken_for_another(
    tmp_path: Path,
) -> None:
    names = ("Nur Aini", "Siti Nur'aini", "Juni Hartono")
    heads = [
        "Ir. Nur Aini",
        None,
        "Hj. Siti Nur'aini, S.E.",
        None,
        "JUNI HARTONO, S.Kom., M.M.",
        None,
    ]
    rows = [
        TITLE,
        ["Segmen", *heads],
        [None, *["Target", "Realisasi"] * 3],
        ["PU", 1, 2, 3, 4, 5, 6],
    ]
    reading = read(tmp_path, ("Rekap.xlsx", {"S": rows}), officers=names)
    assert {(f.officer, int(f.value or 0)) for f in reading.figures} == {
        (name, 2 * n + more) for n, name in enumerate(names) for more in (1, 2)
    }  # fmt: skip
    assert not reading.findings


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Andi Pratama / Rina Wulandari", False),
        ("Andi & Rina", False),
        ("Andi Pratama, Rina Wulandari", False),
        ("Andi Pratama (AR/ARK)", True),
        ("Andi Pratama, S.E., M.M.", True),
        ("Nu'man Al-Farisi", True),
    ],
)
def test_two_names_in_one_cell_are_no_officer(tmp_path: Path, name: str, is_one: bool) -> None:
    rows = [
        ["KUNJUNGAN NOV 2026"],
        ["Petugas", "Target", "Realisasi"],
        [name, 5, 4],
        ["Tono", 6, 7],
    ]
    assert len(one(tmp_path, rows).officers) == 1 + is_one
    labelled = one(tmp_path / "judul", [TITLE, [f"Nama: {name}"], *TABLE])
    assert bool(figures(labelled)) is is_one
    assert bool(told(labelled)) is not is_one


def test_two_labelled_names_over_one_table_are_asked_about(tmp_path: Path) -> None:
    rows = [TITLE, ["Nama: Budi Santoso"], ["Nama AR: Andi Pratama"], *TABLE]
    assert not figures(one(tmp_path, rows))
    assert "'Budi Santoso / Andi Pratama' bukan nama satu petugas" in told(one(tmp_path, rows))[0]
    listed = read(tmp_path / "daftar", ("x.xlsx", {"S": rows}), officers=("Andi Pratama",))
    assert figures(listed) == ALL
    rows[1] = ["Nama: Andi"]
    assert one(tmp_path / "sama", rows).officers == ("Andi Pratama",)


def test_who_replaced_somebody_is_not_the_one_who_left(tmp_path: Path) -> None:
    rows = [TITLE, ["Nama: Rina Wulandari (pengganti Andi Pratama)"], TABLE[0], ["PU", 5, 6]]
    reading = read(tmp_path, BOTH[0], ("Rina.xlsx", {"S": rows}))
    assert {f.value for f in reading.figures if f.officer == "Andi Pratama"} == {120, 110, 60, 66}
    assert len(reading.officers) == 2


def test_an_unfilled_label_leaves_the_name_to_the_file(tmp_path: Path) -> None:
    reading = one(tmp_path, [TITLE, ["Nama: ............"], *TABLE], "Andi Pratama.xlsx")
    assert reading.officers == ("Andi Pratama",)
    assert figures(reading) == ALL


@pytest.mark.parametrize(("own", "is_asked"), [([77, 66], True), ([41, 23], False)])
def test_an_office_among_officers_that_is_not_their_sum_is_asked_about(
    tmp_path: Path, own: list[int], is_asked: bool
) -> None:
    rows = [["KUNJUNGAN NOV 2026"], ["Petugas", "Target", "Realisasi"], ["Wahyu Saputra", 20, 11],
            ["Timbul Seno", 21, 12], ["KCP Gresik", *own]]  # fmt: skip
    reading = one(tmp_path, rows)
    assert reading.officers == ("Timbul Seno", "Wahyu Saputra")
    assert ["bukan jumlah petugasnya" in text for text in told(reading)] == [True] * is_asked


def test_a_short_first_name_behind_a_comma_is_a_name(tmp_path: Path) -> None:
    books = [(f"{n}.xlsx", {"S": [[f"AKUISISI TK {month} 2026"], [f"Nama: {name}"], *TABLE]})
             for n, (month, name) in enumerate((("OKT", "Lestari, Mei"), ("NOV", "Mei L.")))]  # fmt: skip
    assert len(read(tmp_path, *books).officers) == 1


@pytest.mark.parametrize(
    ("one_file", "other_file", "officers"),
    [
        ("Andi Nov", "Andi Pratama Nov rev", 1),
        ("Pratama Andi Nov", "Andi Pratama Nov", 1),
        ("Bpk Andi Pratama Nov", "Andi Pratama, S.Kom Nov", 1),
        ("Harian Andi Pratama Nov", "Andi Pratama Nov", 1),
        ("Andika Nov", "Andi Pratama Nov", 2),
    ],
)
def test_one_person_by_the_names_of_two_files_counts_once(
    tmp_path: Path, one_file: str, other_file: str, officers: int
) -> None:
    books = [(f"{name}.xlsx", {"S": [TITLE, *TABLE]}) for name in (one_file, other_file)]
    reading = read(tmp_path, *books)
    assert len(reading.officers) == officers
    assert len([f for f in reading.figures if f.value is not None]) == officers * len(ALL)


@pytest.mark.parametrize("file", ["Andi dan Rina", "Andi & Rina", "Andi, Rina", "Andi untuk Budi"])
def test_a_file_named_for_two_is_asked_about(tmp_path: Path, file: str) -> None:
    reading = one(tmp_path, [TITLE, *TABLE], f"Target {file} Nov 2026.xlsx")
    assert not figures(reading)
    assert "nama berkas menyebut lebih dari satu nama" in told(reading)[0]
    by_sheet = one(tmp_path / "lembar", [TITLE, *TABLE], "Target PU dan BPU Andi.xlsx", "Andi")
    assert figures(by_sheet) == ALL


def test_sections_headed_by_names_alone_are_not_the_files_officers(tmp_path: Path) -> None:
    rows = [["NOV 2026"], ["Uraian", "Target", "Realisasi"], ["Tarno Kacung"],
            ["Kunjungan", 1, 2], ["Mul Wagiman"], ["Sosialisasi", 7, 8]]  # fmt: skip
    reading = one(tmp_path, rows, "Budi.xlsx")
    assert not figures(reading)
    assert "'Tarno Kacung' nama petugas?" in told(reading)[0]
    assert len(figures(one(tmp_path / "satu", rows[:4], "Budi.xlsx"))) == 2
