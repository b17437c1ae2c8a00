"""Target sheets as a trial met them: sides in any column, units of one metric, who has sent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kepesertaan.actions.target_book.book import book
from kepesertaan.actions.target_book.meeting import sentences
from kepesertaan.actions.target_book.rolled import rolled_up
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.grid import Formula
from kepesertaan.domain.target_memory import Before
from kepesertaan.domain.targets import Reading
from kepesertaan.rules.target_gathering.gather import gather
from kepesertaan.rules.target_rollup.lines import remark
from kepesertaan.run.rekap import refuse_nothing
from kepesertaan.run.target_child import Known, read_here
from kepesertaan.run.target_files import target_files

NOV = (2026, 11)
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "November"]  # fmt: skip
TITLE = "REKAP TARGET 2026 (dalam jutaan rupiah untuk iuran)"
Sheets = dict[str, list[list[Any]]]


def save(path: Path, sheets: Sheets) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def read(folder: Path, *officers: str, month: tuple[int, int] = NOV) -> Reading:
    files = read_here(target_files([folder]), Known(officers, 2026), progress=lambda _n: None)
    return gather(files, Before(), month, officers)


def values(reading: Reading, metric: str, segment: str = "PU") -> dict[str, list[Decimal | None]]:
    """The months' figures of a metric by side, in order."""
    found: dict[str, list[Decimal | None]] = {}
    ordered = sorted(reading.figures, key=lambda f: f.month)
    for f in ordered:
        if (f.metric, f.segment) == (metric, segment):
            found.setdefault(f.side, []).append(f.value)
    return found


def asked(reading: Reading) -> list[str]:
    return [finding.text for finding in reading.findings if finding.level == "tanya"]


def yearly(head: str, words: tuple[str, str] = ("Target", "Realisasi")) -> list[list[Any]]:
    rows: list[list[Any]] = [[TITLE], ["Nama: Budi Santoso"], ["Indikator", head, *MONTHS]]
    for metric, start in (("Iuran PU", 1000), ("TK aktif PU", 5000), ("Piutang PU", 90_000_000)):
        rows.append([metric, words[0], *(start + n for n in range(11))])
        rows.append([None, words[1], *(start + 7 * n for n in range(11))])
    return rows


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Keterangan", ("Target", "Realisasi")),
        ("Uraian", ("Target", "Realisasi")),
        ("Jenis", ("TGT", "REAL")),
        ("T/R", ("T", "R")),
        (None, ("Target", "Realisasi")),
        ("Ket", ("T", "R")),
    ],
)
def test_a_column_of_sides_is_read_whatever_heads_it(
    tmp_path: Path, head: str, words: tuple[str, str]
) -> None:
    save(tmp_path / "Budi.xlsx", {"2026": yearly(head, words)})
    reading = read(tmp_path)
    assert not asked(reading)
    iuran = values(reading, "iuran")
    assert iuran["target"] == [(1000 + n) * 1_000_000 for n in range(11)]
    assert iuran["realisasi"] == [(1000 + 7 * n) * 1_000_000 for n in range(11)]
    assert values(reading, "tk_aktif")["realisasi"] == [5000 + 7 * n for n in range(11)]
    # said "untuk iuran": piutang is not a million times what is written
    assert values(reading, "piutang")["realisasi"][0] == 90_000_000
    assert reading.officers == ("Budi Santoso",)


def test_a_word_of_a_title_never_stands_in_for_an_unclear_side(tmp_path: Path) -> None:
    rows = yearly("Keterangan")
    rows[4][1] = "Realisasi (sementara)"
    rows[6][1] = "belum final"
    save(tmp_path / "Budi.xlsx", {"2026": rows})
    reading = read(tmp_path)
    assert "realisasi" not in values(reading, "iuran")
    assert "realisasi" not in values(reading, "tk_aktif")
    assert values(reading, "piutang")["realisasi"][1] == 90_000_007
    assert values(reading, "tk_aktif")["target"] == [5000 + n for n in range(11)]
    (text,) = asked(reading)
    assert "target atau realisasi tidak jelas di baris ini" in text


def test_a_remark_column_with_one_word_stays_a_remark(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Nama: Budi Santoso"], ["Bulan November 2026"],
        ["Uraian", "Target", "Realisasi", "Keterangan"],
        ["Akuisisi TK PU", 40, 41, "Target tercapai"], ["Kunjungan", 10, 9, "Target"],
        ["Sosialisasi", 3, 3, None],
    ]  # fmt: skip
    save(tmp_path / "Budi.xlsx", {"Sheet1": rows})
    reading = read(tmp_path)
    assert not asked(reading)
    assert values(reading, "kunjungan", "") == {"target": [10], "realisasi": [9]}


@pytest.mark.parametrize(
    ("title", "iuran", "tk", "piutang"),
    [
        ("TK dalam orang, iuran dalam jutaan rupiah", 5_000_000, 70, 8_000_000),
        ("(dalam orang dan juta rupiah)", 5_000_000, 70, 800_000_000_000),
        ("(dalam jutaan rupiah dan orang)", 5_000_000, 70, 800_000_000_000),
        ("iuran dalam jutaan rupiah; piutang dalam ribuan rupiah", 5_000_000, 70, 8_000_000_000),
        ("dalam jutaan rupiah", 5_000_000, 70, 800_000_000_000),
    ],
)
def test_a_unit_is_for_what_it_names(
    tmp_path: Path, title: str, iuran: int, tk: int, piutang: int
) -> None:
    typed = 8_000_000 if piutang < 10**11 else 800_000
    rows: list[list[Any]] = [
        ["Nama: Budi Santoso"], ["NOVEMBER 2026"], [title], ["Uraian", "Target", "Realisasi"],
        ["Iuran PU", 5, 5], ["TK aktif PU", 70, 70], ["Piutang PU", typed, typed],
    ]  # fmt: skip
    save(tmp_path / "Budi.xlsx", {"Sheet1": rows})
    reading = read(tmp_path)
    got = [values(reading, key)["realisasi"] for key in ("iuran", "tk_aktif", "piutang")]
    assert got == [[iuran], [tk], [piutang]]
    assert not asked(reading)


def test_two_flows_in_rupiah_have_each_its_own_unit(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Nama: Budi Santoso"], ["NOVEMBER 2026"],
        ["iuran dalam jutaan rupiah; piutang tertagih dalam ribuan rupiah"],
        ["Uraian", "Target", "Realisasi"], ["Iuran PU", 5, 5], ["Piutang tertagih PU", 8_000, 8_000],
    ]  # fmt: skip
    save(tmp_path / "Budi.xlsx", {"Sheet1": rows})
    reading = read(tmp_path)
    got = [values(reading, key)["realisasi"] for key in ("iuran", "piutang_tertagih")]
    assert got == [[5_000_000], [8_000_000]]


@pytest.mark.parametrize("title", ["dalam ribuan rupiah kecuali iuran", "TK dalam ribuan"])
def test_a_unit_that_may_be_for_something_else_is_asked(tmp_path: Path, title: str) -> None:
    rows: list[list[Any]] = [
        ["Nama: Budi Santoso"], ["NOVEMBER 2026"], [title], ["Uraian", "Target", "Realisasi"],
        ["Akuisisi TK PU", 7, 7], ["Iuran PU", 5_000_000, 5_000_000],
    ]  # fmt: skip
    save(tmp_path / "Budi.xlsx", {"Sheet1": rows})
    assert asked(read(tmp_path))


@pytest.mark.parametrize(
    ("label", "metric"),
    [
        ("Akuisisi perusahaan baru", "bu_baru"),
        ("Akuisisi Pemberi Kerja Baru", "bu_baru"),
        ("Akuisisi PK Baru", "bu_baru"),
        ("Akuisisi Tenaga Kerja Baru", "akuisisi"),
        ("Akuisisi Perisai baru", "perisai_tk"),
        ("Kunjungan baru", ""),
        ("Iuran baru", ""),
        ("Iuran bruto", ""),
        ("Akuisisi tambahan", ""),
        ("TK aktif baru", ""),
    ],
)
def test_new_is_idle_beside_an_acquisition_alone(tmp_path: Path, label: str, metric: str) -> None:
    rows: list[list[Any]] = [
        ["Nama: Budi Santoso"], ["NOVEMBER 2026"], ["Uraian", "Target", "Realisasi"],
        [label, 7_000_000, 6_000_000], ["Sosialisasi", 1, 2],
    ]  # fmt: skip
    save(tmp_path / "Budi.xlsx", {"Sheet1": rows})
    reading = read(tmp_path)
    assert ({f.metric for f in reading.figures if f.value} - {"sosialisasi"}) == (
        {metric} if metric else set()
    )
    assert bool(asked(reading)) is not bool(metric)


def month_rows(month: str, *rows: list[Any], name: str = "Budi Santoso") -> list[list[Any]]:
    return [[f"Nama: {name}"], [f"BULAN {month} 2026"], ["Uraian", "Target", "Realisasi"], *rows]


def test_an_officer_whose_figures_are_held_has_sent(tmp_path: Path) -> None:
    odd = ["Kunjungan baru", 7, 6]
    held = {m[:3].upper(): month_rows(m.upper(), odd, ["Iuran mandek", 5, 5]) for m in MONTHS}
    save(tmp_path / "Budi.xlsx", held)
    fine = ["Sosialisasi", 2, 2]
    save(tmp_path / "Sari.xlsx", {"OKT": month_rows("OKTOBER", odd, fine, name="Sari Dewi")})
    save(tmp_path / "Tono.xlsx", {"NOV": month_rows("NOVEMBER", fine, name="Tono Aji")})
    reading = read(tmp_path, "Wati Lestari")
    lacking = {one.officer: (one.last, one.questions) for one in reading.missing}
    assert lacking == {
        "Budi Santoso": (None, 2), "Sari Dewi": ((2026, 10), 0), "Wati Lestari": (None, 0)
    }  # fmt: skip
    told = "\n".join(rolled_up(reading).lines)
    assert "Dua petugas belum mengirim" in told
    assert "Budi Santoso sudah mengirim, angkanya ditahan: 2 pertanyaan" in told


def test_one_cause_of_a_file_is_one_line(tmp_path: Path) -> None:
    rows = (["Kunjungan baru", 7, 6], ["Kunjungan baru PU", 1, 2])
    save(tmp_path / "Budi.xlsx", {m[:3].upper(): month_rows(m.upper(), *rows) for m in MONTHS})
    first, *more = asked(read(tmp_path))
    assert not more
    assert first.startswith("Lembar JAN sel B4")
    assert "44 sel di 11 lembar" in first


def test_two_files_that_differ_are_one_line(tmp_path: Path) -> None:
    rows = [["Sosialisasi", 7, 6], ["Kunjungan", 4, 5]]
    save(tmp_path / "a Budi.xlsx", {"NOV": month_rows("NOVEMBER", *rows)})
    other = [[label, a + 1, b + 1] for label, a, b in rows]
    save(tmp_path / "b Budi.xlsx", {"NOV": month_rows("NOVEMBER", *other)})
    first, *more = asked(read(tmp_path))
    assert not more
    assert "7 di a Budi.xlsx (NOV B4) dan 8 di b Budi.xlsx (NOV B4)" in first
    assert "3 angka lain" in first


def test_a_file_without_any_figure_makes_no_officer(tmp_path: Path) -> None:
    (tmp_path / "rusak.xlsx").write_text("ini bukan buku kerja, hanya teks\n", encoding="utf-8")
    save(tmp_path / "Catatan Rapat.xlsx", {"Sheet1": [["Rapat hari Senin"], ["bawa laptop"]]})
    tono = month_rows("NOVEMBER", ["Sosialisasi", 2, 2], name="Tono Aji")
    save(tmp_path / "Tono.xlsx", {"NOV": tono})
    (tmp_path / "Sari.xlsx").write_text(
        "Nama: Sari Dewi\nBULAN NOVEMBER 2026\nUraian;Target;Realisasi\nSosialisasi;4;5\n",
        encoding="utf-8",
    )
    reading = read(tmp_path)
    assert reading.officers == ("Sari Dewi", "Tono Aji")
    by_file = {state.place.file: state for state in reading.sources}
    assert by_file["rusak.xlsx"].state == "tidak terbaca"
    assert by_file["Catatan Rapat.xlsx"].state == "kosong"
    assert not by_file["rusak.xlsx"].officer + by_file["Catatan Rapat.xlsx"].officer
    assert [text.count("rusak.xlsx") for text in asked(reading) if "rusak" in text] == [1]
    assert all(note.count("rusak.xlsx") <= 1 for note in reading.notes)


def test_subtotals_of_each_metric_are_right_and_a_wrong_one_is_told_once(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["TK Aktif PU", 90, 80], ["TK Aktif BPU", 30, 20], ["Jumlah TK Aktif", 120, 100],
        ["Akuisisi TK PU", 9, 8], ["Akuisisi TK BPU", 3, 2], ["Jumlah Akuisisi TK", 12, 10],
    ]  # fmt: skip
    sheets = {"JAN": month_rows("JANUARI", *rows)}
    save(tmp_path / "Budi.xlsx", sheets)
    assert not read(tmp_path).findings
    wrong = [row[:] for row in rows]
    wrong[5][1], wrong[5][2] = 15, 17
    sheets = {m[:3].upper(): month_rows(m.upper(), *wrong) for m in MONTHS[:3]}
    save(tmp_path / "Budi.xlsx", sheets)
    (finding, *_) = read(tmp_path).findings  # beside that the months are alike
    assert "(6 sel di 3 lembar): jumlahnya berbeda dari rinciannya" in finding.text
    assert "(B9: 12)" in finding.text


def test_a_copy_under_another_name_is_counted_and_asked_once(tmp_path: Path) -> None:
    rows = [["Sosialisasi", 10, 6], ["Kunjungan baru", 4, 5]]
    for name in ("Budi.xlsx", "kiriman wa 001.xlsx"):
        save(tmp_path / name, {"NOV": month_rows("NOVEMBER", *rows)})
    reading = read(tmp_path)
    assert [state.state for state in reading.sources] == ["baru", "ganda"]
    (finding,) = reading.findings
    assert finding.place.file == "Budi.xlsx"


def test_a_year_beside_its_month_is_told(tmp_path: Path) -> None:
    rows = [["Nama Petugas", "Bulan", "Uraian", "Target", "Realisasi"]]
    for n in (10, 11):
        rows.append(["Budi Santoso", f"{MONTHS[n - 1]} 2026", "Sosialisasi", 4, 5])  # type: ignore[list-item]
    save(tmp_path / "data.xlsx", {"Sheet1": rows})
    reading = read(tmp_path)
    assert [f.value for f in reading.figures] == [4, 5, 4, 5]
    assert not reading.findings


def test_a_years_target_of_some_officers_is_told_as_of_some(tmp_path: Path) -> None:
    head = ["Uraian", "Target Tahun", "Target s.d.", "Realisasi s.d."]
    for name, year in (("Budi Santoso", 1200), ("Tono Aji", None)):
        rows = [[f"Nama: {name}"], ["NOVEMBER 2026"], head, ["Akuisisi TK PU", year, 1100, 1000]]
        save(tmp_path / f"{name}.xlsx", {"Sheet1": rows})
    made = rolled_up(read(tmp_path))
    (line,) = [group.whole for group in made.groups]
    assert (line.compared, line.done, line.year, line.left) == (2200, 2000, 1200, 200)
    assert "target setahun dan sisanya: 1 dari 2 petugas" in remark(line)
    (summary,) = [grid for grid in book(made).grids if grid.name == "Ringkasan"]
    texts = {spot.value.value if isinstance(spot.value, Formula) else spot.value
             for spot in summary.spots}  # fmt: skip
    assert 2200 in texts
    assert 1200 not in texts
    assert "masih perlu 200 (1 dari 2 petugas)" in " ".join(sentences(made))


def test_a_span_beside_a_side_is_kept(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["TARGET 2026"], ["Nama: Budi Santoso"], ["Indikator", "Keterangan", "Okt", "Nov"],
        ["Sosialisasi", "Target s.d.", 20, 22], [None, "Realisasi s.d.", 30, 33],
        ["Kunjungan", "Target", 1, 2], [None, "Realisasi", 3, 4], [None, "%", 300, 200],
    ]  # fmt: skip
    save(tmp_path / "Budi.xlsx", {"2026": rows})
    reading = read(tmp_path)
    assert not asked(reading)
    spans = {(f.metric, f.side, f.span) for f in reading.figures}
    assert {span for metric, _, span in spans if metric == "sosialisasi"} == {"sd"}
    assert {span for metric, _, span in spans if metric == "kunjungan"} == {"bulan"}
    assert len(reading.figures) == 8


@pytest.mark.parametrize("name", ["TARGET", "Realisasi"])
def test_the_name_of_a_sheet_may_say_the_side(tmp_path: Path, name: str) -> None:
    head = [["Nama: Budi Santoso"], ["Tahun 2026"]]
    save(tmp_path / "Budi.xlsx", {name: [*head, ["Uraian", "Okt", "Nov"], ["Sosialisasi", 3, 4]]})
    assert values(read(tmp_path), "sosialisasi", "") == {name.lower(): [3, 4]}
    people = [*head, ["Nama Peserta", "Umur"], ["Rudi Hartono", 30], ["Maya Putri", 31]]
    save(tmp_path / "Budi.xlsx", {name: people})
    reading = read(tmp_path)
    assert not reading.figures
    assert "Rudi" not in " ".join(asked(reading))


def test_letters_under_a_month_are_sides_where_both_are_there(tmp_path: Path) -> None:
    head = [["Nama: Budi Santoso"], ["Tahun 2026"], ["Uraian", "Okt", None, "Nov", None]]
    rows = [*head, [None, "T", "R", "T", "R"], ["Sosialisasi", 1, 2, 3, 4]]
    save(tmp_path / "Budi.xlsx", {"Sheet1": rows})
    assert values(read(tmp_path), "sosialisasi", "") == {"target": [1, 3], "realisasi": [2, 4]}
    rows = [*head, [None, "T", "S", "T", "S"], ["Sosialisasi", 1, 2, 3, 4]]
    save(tmp_path / "Budi.xlsx", {"Sheet1": rows})
    assert not values(read(tmp_path), "sosialisasi", "")


@pytest.mark.parametrize(
    "table",
    [
        [["(Rp M)"], ["Uraian", "Target", "Realisasi"], ["Iuran PU", 3, 2]],
        [["Uraian", "Nilai"], ["Sosialisasi", 3]],
    ],
)
def test_a_sheet_wholly_held_has_come(tmp_path: Path, table: list[list[Any]]) -> None:
    save(tmp_path / "Budi.xlsx", {"Nov": [["Nama: Budi Santoso"], ["NOVEMBER 2026"], *table]})
    reading = read(tmp_path)
    assert [(one.officer, one.questions) for one in reading.withheld] == [("Budi Santoso", 1)]
    assert not reading.unsent
    assert [source.state for source in reading.sources] == ["baru"]


def test_a_bare_name_in_a_title_is_not_overlooked(tmp_path: Path) -> None:
    rows = [["REKAP TARGET DAN REALISASI"], ["Budi Santoso"], ["NOVEMBER 2026"],
            ["Uraian", "Target", "Realisasi"], ["Sosialisasi", 3, 2]]  # fmt: skip
    save(tmp_path / "Andi.xlsx", {"Nov": rows})
    unknown = read(tmp_path)
    assert unknown.officers == ("Andi",)
    assert "judulnya menyebut 'Budi Santoso', dibaca milik Andi" in unknown.findings[0].text
    known = read(tmp_path, "Budi Santoso")
    assert not [f for f in known.figures if f.value is not None]
    assert "isi lembar menyebut Budi Santoso tetapi nama berkas Andi" in asked(known)[0]
    assert [one.officer for one in known.withheld] == ["Budi Santoso"]
    (tmp_path / "Andi.xlsx").rename(tmp_path / "Budi.xlsx")
    assert not read(tmp_path).findings
    (tmp_path / "Budi.xlsx").rename(tmp_path / "nov.xlsx")
    reading = read(tmp_path, "Budi Santoso")
    assert reading.officers == ("Budi Santoso",)
    assert len(reading.figures) == 2


def test_both_whom_a_file_may_be_of_are_told_as_held(tmp_path: Path) -> None:
    rows = month_rows("NOVEMBER", ["Sosialisasi", 3, 2])
    save(tmp_path / "Andi Pratama.xlsx", {"Nov": rows})
    reading = read(tmp_path, "Budi Santoso", "Andi Pratama", "Wati Lestari")
    assert [one.officer for one in reading.withheld] == ["Andi Pratama", "Budi Santoso"]
    assert [one.officer for one in reading.unsent] == ["Wati Lestari"]


def test_a_book_of_equal_months_is_remarked_once(tmp_path: Path) -> None:
    rows = (["Sosialisasi", 7, 6], ["Kunjungan", 4, 5], ["Winback", 2, 3])
    save(tmp_path / "Budi.xlsx", {m[:3].upper(): month_rows(m.upper(), *rows) for m in MONTHS})
    (finding,) = read(tmp_path).findings
    assert "Lembar FEB" in finding.text
    assert "Ada 9 lembar atau bulan lain yang sama begitu." in finding.text


def test_a_short_name_of_two_officers_is_told(tmp_path: Path) -> None:
    rows = [["BULAN NOVEMBER 2026"], ["Nama Petugas", "Uraian", "Target", "Realisasi"]]
    names = ["Siti A.", "Siti Aminah", "Siti Aisyah", "Tono Aji"]
    rows += [[name, "Sosialisasi", 4, n] for n, name in enumerate(names)]  # type: ignore[list-item]
    save(tmp_path / "tim.xlsx", {"Nov": rows})
    reading = read(tmp_path)
    assert len(reading.officers) == 4
    (text,) = [f.text for f in reading.findings if "Siti A." in f.text and "bisa" in f.text]
    assert "bisa Siti Aisyah atau Siti Aminah" in text
    one, other = [*rows[:3], rows[5]], [*rows[:2], rows[3]]
    save(tmp_path / "tim.xlsx", {"Nov": one, "Nov (2)": other})
    reading = read(tmp_path)
    assert reading.officers == ("Siti Aminah", "Tono Aji")
    save(tmp_path / "tim.xlsx", {"Nov": [*one, rows[3]]})
    reading = read(tmp_path)
    assert reading.officers == ("Siti A.", "Siti Aminah", "Tono Aji")
    assert any("ada di satu lembar; dihitung sebagai dua" in f.text for f in reading.findings)


def test_a_book_of_something_else_makes_no_rollup(tmp_path: Path) -> None:
    people = [
        ["Nama", "Umur", "Alamat"],
        ["Sari", 31, "Jl. Contoh 1"],
        ["Budi", 40, "Jl. Contoh 2"],
    ]
    save(tmp_path / "penduduk.xlsx", {"Sheet1": people})
    with pytest.raises(UnreadableInput, match="Tidak ada lembar target yang terbaca"):
        refuse_nothing(read(tmp_path))


def test_a_sheet_that_is_held_is_something(tmp_path: Path) -> None:
    rows = [["Petugas: Sari Dewi"], ["Uraian", "Target", "Realisasi"], ["Hal aneh", 3, 4]]
    save(tmp_path / "Sari Dewi November 2026.xlsx", {"Nov": rows})
    refuse_nothing(read(tmp_path))


def test_of_two_figures_the_one_that_is_read_first_is_named_first(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Nama: Budi Santoso"], ["NOVEMBER 2026"], ["Uraian", "Target", "Realisasi"],
        ["Akuisisi TK PU", 10, -3], ["Kunjungan", 4, 5], ["Akuisisi TK PU", 10, 8],
    ]  # fmt: skip
    save(tmp_path / "Budi.xlsx", {"Sheet1": rows})
    (text,) = [text for text in asked(read(tmp_path)) if "berbeda" in text]
    assert text.index("C4") < text.index("C6")
