"""The roll-up book: live formulas that hold, figures that lead to their cells, ready for paper."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd
import pytest
from openxml_audit import OpenXmlValidator

from kepesertaan import cli
from kepesertaan.actions.target_book import detail, tables
from kepesertaan.actions.target_book.book import book
from kepesertaan.actions.target_book.meeting import sentences
from kepesertaan.actions.target_book.outlook import FIRST as OUTLOOK_FIRST
from kepesertaan.actions.target_book.people import FIRST as PEOPLE_FIRST
from kepesertaan.actions.target_book.proof import NOT_SENT
from kepesertaan.actions.target_book.rolled import RollUp, file_name, rolled_up
from kepesertaan.data.roll_up_settings import bands, settings
from kepesertaan.domain.targets import Missing, Reading, Tally
from kepesertaan.files.gridbook import write_grids
from kepesertaan.rules.target_rollup.lines import remark
from kepesertaan.run.meeting_page import write_meeting_page
from recalculated import recalculated, same_values
from target_sample import branch, figure, strips

SOME = ("Andi Prasetyo", "Ayu Lestari", "Bayu Wibowo", "Citra Dewi", "Sari Wulandari")
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group:UserWarning")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return branch(officers=SOME)


@pytest.fixture(scope="module")
def made(reading: Reading) -> RollUp:
    return rolled_up(reading)


@pytest.fixture(scope="module")
def path(made: RollUp, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("rekap") / f"{file_name(made.reading)}.xlsx"
    write_grids(target, book(made))
    return target


@pytest.fixture(scope="module")
def shown(path: Path) -> Any:
    """The book as a reader sees it: values that were kept beside the formulas."""
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def written(path: Path) -> Any:
    """The book as it is written: formulas, links, set-up."""
    return openpyxl.load_workbook(path)


def lines(page: Any) -> Iterator[dict[str, Any]]:
    """The lines of Per Petugas or Per Segmen by the short names of their columns."""
    for row in page.iter_rows(min_row=tables.FIRST + 1, values_only=True):
        if row[0]:
            yield {name: row[n] for name, n in tables.AT.items()}


# --- the sheets


def test_the_sheets_are_those_asked_for_and_more_only_where_they_say_something(
    shown: Any, made: RollUp, tmp_path: Path
) -> None:
    assert shown.sheetnames == [
        "Ringkasan", "Papan Petugas", "Per Petugas", "Per Segmen", "Bulanan", "Rasio", "Proyeksi", "Lembar Masuk",
        "Pertanyaan", "Angka Berubah", "Bukti Rekonsiliasi", "Tidak Dipakai", "Rincian", "Sumber",
        "Data Grafik",
    ]  # fmt: skip
    assert file_name(made.reading) == "Rekap_Target_2026-11"
    calm = rolled_up(replace(made.reading, findings=(), restated=()))
    names = {grid.name for grid in book(calm).grids}
    assert not names & {"Pertanyaan", "Angka Berubah"}


def test_sums_by_name_cannot_take_one_metric_for_another(made: RollUp) -> None:
    labels = [metric.label.casefold() for metric in made.reading.metrics.values()]
    assert len(set(labels)) == len(labels)
    assert not any(sign in label for label in labels for sign in "*?~<>=")


def test_the_same_figures_give_the_same_bytes(path: Path, made: RollUp, tmp_path: Path) -> None:
    again = tmp_path / "lagi.xlsx"
    write_grids(again, book(rolled_up(branch(officers=SOME))))
    assert again.read_bytes() == path.read_bytes()


# --- the numbers, by other code


def frame(reading: Reading) -> pd.DataFrame:
    """The raw figures of the year, as a table."""
    rows = [
        (f.metric, f.officer, f.segment, f.month[1], f.side, f.span, float(f.value))
        for f in reading.figures
        if f.month[0] == 2026 and f.value is not None
    ]
    names = ["metric", "officer", "segment", "month", "side", "span", "value"]
    return pd.DataFrame(rows, columns=names)


def monthly_sums(data: pd.DataFrame, side: str, by: list[str]) -> Any:
    return data[(data.side == side) & (data.span == "bulan")].groupby(by)["value"].sum()


@pytest.mark.parametrize(("sheet", "by"), [("Per Petugas", "officer"), ("Per Segmen", "segment")])
def test_iuran_is_what_the_raw_figures_come_to(
    sheet: str, by: str, shown: Any, reading: Reading
) -> None:
    data = frame(reading)
    data = data[data.metric == "iuran"].replace({"segment": {"JAKON": "Jakon"}})
    done, asked = (monthly_sums(data, side, [by]) for side in ("realisasi", "target"))
    found = {one["label"]: one for one in lines(shown[sheet]) if one["metric"] == "Iuran diterima"}
    assert set(found) == {*done.index, "Jumlah"}
    for name in done.index:
        line = found[name]
        assert (line["done"], line["target"]) == (done[name], asked[name])
        assert line["share"] == pytest.approx(done[name] / asked[name])
        assert line["gap"] == done[name] - asked[name]
    assert found["Jumlah"]["done"] == done.sum()
    assert found["Jumlah"]["target"] == asked.sum()


def test_a_stock_is_novembers_of_those_who_sent_it(shown: Any, reading: Reading) -> None:
    data = frame(reading)
    november = data[(data.metric == "tk_aktif") & (data.month == 11)]
    done, asked = (november[november.side == s].value.sum() for s in ("realisasi", "target"))
    every_month = data[(data.metric == "tk_aktif") & (data.side == "realisasi")].value.sum()
    (whole,) = [one for one in lines(shown["Per Petugas"])
                if (one["metric"], one["label"]) == ("TK aktif", "Jumlah")]  # fmt: skip
    assert (whole["done"], whole["target"]) == (done, asked)
    assert whole["done"] < every_month / 5


def test_a_years_target_is_spread_and_what_is_left_is_of_the_whole_ones(
    shown: Any, reading: Reading
) -> None:
    data = frame(reading)
    own = data[(data.metric == "akuisisi") & (data.officer == "Ayu Lestari")]
    done = own[(own.side == "realisasi") & (own.month == 11)].value.sum()
    year = own[(own.side == "target") & (own.month == 11)].value.sum()
    (line,) = [one for one in lines(shown["Per Petugas"])
               if (one["metric"], one["label"]) == ("Akuisisi TK baru", "Ayu Lestari")]  # fmt: skip
    assert (line["done"], line["year"]) == (done, year)
    assert line["target"] == pytest.approx(year * 11 / 12)
    assert line["left"] == year - done
    assert line["a_month"] == year - done  # one month is left
    assert line["a_week"] == pytest.approx((year - done) / (21 / 5))


def test_months_are_those_of_the_raw_figures(shown: Any, reading: Reading) -> None:
    data = frame(reading)
    asked = monthly_sums(data[data.metric == "kunjungan"], "realisasi", ["officer", "month"])
    page = shown["Bulanan"]
    found = {row[2]: row[4:15] for row in page.iter_rows(min_row=5, values_only=True)
             if row[0] == "Kunjungan" and row[1] == "Petugas"}  # fmt: skip
    assert set(found) == set(SOME)
    for officer, values in found.items():
        want = [asked.get((officer, m), "belum ada") for m in range(1, 12)]
        assert list(values) == want


def test_the_officers_board_says_what_per_petugas_says(shown: Any, made: RollUp) -> None:
    board = list(shown["Papan Petugas"].iter_rows(min_row=PEOPLE_FIRST - 1, values_only=True))
    metrics = board[0][1:-1:2]
    assert metrics[:2] == ("TK aktif", "Iuran diterima")
    assert "Microcredential" not in metrics  # has no target
    found = {(one["metric"], one["label"]): one for one in lines(shown["Per Petugas"])}
    people = [row for row in board[2:] if row[0] != "Cabang"]
    assert {row[0] for row in people} == set(SOME)
    for row in (*people, board[-1]):
        name = "Jumlah" if row[0] == "Cabang" else row[0]
        for n, metric in enumerate(metrics):
            told = found[metric, name]
            if told["share"] == "–":
                assert row[1 + 2 * n : 3 + 2 * n] == ("–", "belum ada")
            else:
                assert row[1 + 2 * n : 3 + 2 * n] == (told["share"], told["band"])
    reds = [row.count("✗ Merah") for row in people]
    assert reds == sorted(reds, reverse=True)
    assert max(reds) > min(reds)
    remarks = {row[0]: row[-1] for row in people}
    assert remarks["Andi Prasetyo"] == "semua metrik"
    assert not remarks["Ayu Lestari"]


def test_without_any_target_there_is_no_officers_board() -> None:
    one = figure("kunjungan", "Ani", (2026, 11), "", "realisasi", 3)
    bare = rolled_up(replace(branch(), strips=strips([one]), officers=("Ani",)))
    assert "Papan Petugas" not in {grid.name for grid in book(bare).grids}


# --- missing is never zero


def test_who_sent_nothing_is_said_and_is_not_zero(shown: Any) -> None:
    found = {
        one["label"]: one for one in lines(shown["Per Petugas"]) if one["metric"] == "TK aktif"
    }
    assert found["Andi Prasetyo"]["done"] == "belum ada"
    assert found["Andi Prasetyo"]["share"] == "–"
    assert found["Andi Prasetyo"]["remark"] == "belum lengkap: BPU, PMI, PU (Nov)"
    whole = found["Jumlah"]
    assert whole["remark"].startswith("belum lengkap: 2 petugas (Andi Prasetyo, Sari Wulandari)")
    detail_page = shown["Rincian"]
    november = detail.REALISED + 10
    missing = [row for row in detail_page.iter_rows(min_row=detail.FIRST + 1, values_only=True)
               if row[:2] == ("TK aktif", "Andi Prasetyo")]  # fmt: skip
    assert [row[november] for row in missing] == ["belum ada"] * 3
    assert [row[detail.AT["rinci_kurang"]] for row in missing] == ["Nov"] * 3


def test_who_never_sent_anything_counts_among_those_who_lack(reading: Reading) -> None:
    never = Missing("Zaki Ramadhan", None)
    made = rolled_up(replace(reading, missing=(*reading.missing, never)))
    line = made.groups[0].whole
    assert line.complete == (3, 6)
    assert "belum pernah mengirim: Zaki Ramadhan" in remark(line)
    assert made.groups[0].outlook.of == 6
    words = {spot.value for spot in book(made).grids[0].spots}
    assert {"3 dari 6 petugas lengkap", "3 dari 6"} <= words
    assert "Tiga petugas belum mengirim" in made.lines[1]


def test_the_found_list_begins_with_who_is_missing_since_when(shown: Any) -> None:
    page = list(shown["Lembar Masuk"].iter_rows(min_row=6, values_only=True))
    assert [(row[2], row[4], row[9]) for row in page[:2]] == [
        ("Andi Prasetyo", NOT_SENT, "terakhir mengirim Okt 2026"),
        ("Sari Wulandari", NOT_SENT, "terakhir mengirim Sep 2026"),
    ]
    states = list(dict.fromkeys(row[4] for row in page))
    assert states == [NOT_SENT, "tidak terbaca", "ganda", "baru", "sama seperti rekap lalu"]


def test_what_changed_is_listed_with_both_numbers(shown: Any) -> None:
    row = next(shown["Angka Berubah"].iter_rows(min_row=5, values_only=True))
    assert row[:9] == (
        "TK aktif", "Dewi Anggraini", "PU", "Jul 2026", "Realisasi", "bulan itu", 412, 398, -14,
    )  # fmt: skip


def test_each_officer_and_segment_has_a_projection_or_the_reason_why_not(shown: Any) -> None:
    rows = list(shown["Proyeksi"].iter_rows(min_row=OUTLOOK_FIRST + 1, values_only=True))
    found = {(row[0], row[1]): row for row in rows if row[3] != ""}
    late, good = found["Iuran diterima", "Andi Prasetyo"], found["Iuran diterima", "Ayu Lestari"]
    assert late[2:12] == ("–",) * 10
    assert late[13] == "data belum cukup: BPU, PMI, PU (Nov)"
    assert good[5] <= good[4] <= good[6]
    done = next(one for one in lines(shown["Per Petugas"])
                if (one["metric"], one["label"]) == ("Iuran diterima", "Ayu Lestari"))  # fmt: skip
    assert good[4] > done["done"]
    assert {who for metric, who in found if metric == "Iuran diterima"} == {
        "Cabang", "PU", "BPU", "Jakon", "PMI", *SOME,
    }  # fmt: skip
    assert not any(metric == "Microcredential" and who in SOME for metric, who in found)


# --- from where


def span(link: str) -> tuple[str, int, int]:
    match = re.fullmatch(r"'(.+)'!A(\d+):[A-Z]+(\d+)", link)
    assert match, link
    return match[1], int(match[2]), int(match[3])


def test_every_figure_of_an_officer_leads_to_the_rows_it_is_made_of(
    written: Any, shown: Any
) -> None:
    checked = 0
    for row in written["Per Petugas"].iter_rows(min_row=tables.FIRST + 1):
        for name, side in (("done", "Realisasi"), ("target", "Target"), ("now", "Realisasi")):
            cell = row[tables.AT[name]]
            if row[1].value == "Jumlah" or cell.hyperlink is None:
                continue
            sheet, first, last = span(cell.hyperlink.location)
            assert sheet == "Sumber"
            rows = list(shown[sheet].iter_rows(min_row=first, max_row=last, values_only=True))
            assert {r[:2] for r in rows} == {(row[0].value, row[1].value)}
            assert {rows[0][4], rows[-1][4]} == {side}
            checked += 1
    assert checked > 60


@pytest.mark.parametrize(("sheet", "column"), [("Per Petugas", 1), ("Per Segmen", 2)])
def test_a_sum_leads_to_the_lines_it_adds_up(
    sheet: str, column: int, written: Any, shown: Any
) -> None:
    values = shown[sheet]
    for row in written[sheet].iter_rows(min_row=tables.FIRST + 1):
        cell = row[tables.AT["done"]]
        if cell.hyperlink is None or (sheet == "Per Petugas" and row[1].value != "Jumlah"):
            continue
        name, first, last = span(cell.hyperlink.location)
        there = list(shown[name].iter_rows(min_row=first, max_row=last, values_only=True))
        who = row[1].value
        own = [r for r in there if who in ("Jumlah", r[column])]
        assert {r[0] for r in own} == {row[0].value}
        amounts = [r[detail.AT["rinci_realisasi"]] for r in own]
        assert sum(a for a in amounts if a) == values[cell.coordinate].value


def test_detail_is_a_formula_over_the_rows_of_its_sources(written: Any, shown: Any) -> None:
    page, values = written["Rincian"], shown["Rincian"]
    sources = shown["Sumber"]
    col = detail.AT["rinci_realisasi"] + 1
    checked = 0
    for row in range(detail.FIRST + 1, page.max_row + 1):
        formula = page.cell(row, col).value
        if not isinstance(formula, str) or not formula.startswith("=SUM('Sumber'!$G$"):
            continue
        first, last = map(int, re.findall(r"\$G\$(\d+)", formula))
        cells = [sources.cell(n, 7).value for n in range(first, last + 1)]
        assert sum(cells) == values.cell(row, col).value
        assert page.cell(row, col).hyperlink.location == f"'Sumber'!A{first}:M{last}"
        checked += 1
    assert checked > 10


def test_each_source_opens_its_file_at_its_cell(written: Any, reading: Reading) -> None:
    page = written["Sumber"]
    links = {(c.hyperlink.target, c.hyperlink.location) for (c,) in page["K5:K4000"] if c.hyperlink}
    places = {(f.place.path, f.place.sheet, f.place.cell) for f in reading.figures}
    assert links
    for target, location in links:
        sheet, cell = location.replace("'", "").split("!")
        assert (target.replace("%20", " ").removeprefix("file:///"), sheet, cell) in places
    assert page.protection.sheet  # rows that are pointed at must not be sorted


def test_written_times_scale_is_the_value(shown: Any) -> None:
    rows = [r for r in shown["Sumber"].iter_rows(min_row=5, values_only=True) if r[0]]
    assert rows
    assert all(r[11] * r[12] == pytest.approx(r[6], rel=1e-12) for r in rows)


def sheet_of(work: Any, name: str, officer: str, month: str, done: list[int]) -> None:
    page = work.create_sheet(name)
    for row in (
        ["KANTOR CABANG CONTOH"], [f"LAPORAN BULAN {month} 2026"], ["Nama Pembina", officer],
        ["(iuran dalam jutaan rupiah)"],
        ["SEGMEN", "TK AKTIF", None, "IURAN", None],
        [None, "TARGET", "REALISASI", "TARGET", "REALISASI"],
        ["PU", 100, done[0], 50, done[1]], ["BPU", 200, done[2], 20.5, done[3]],
        ["JUMLAH", 300, done[0] + done[2], 70.5, done[1] + done[3]],
    ):  # fmt: skip
        page.append(row)
    page.merge_cells("B5:C5")
    page.merge_cells("D5:E5")


def test_from_the_folder_to_the_cell_and_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "TARGET", tmp_path / "HASIL"
    folder.mkdir()
    for n, officer in enumerate(("Ayu Lestari", "Bayu Wibowo")):
        work = openpyxl.Workbook()
        work.remove(work.active)
        sheet_of(work, "JAN", officer, "JANUARI", [90 + n, 40, 180, 15])
        sheet_of(work, "FEB", officer, "FEBRUARI", [95 + n, 45, 190, 20])
        work.save(folder / f"{officer}.xlsx")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    code = cli.main(["rekap", str(folder), "--bulan", "2026-02", "--keluar", str(out)])
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert "Kepesertaan 95,2 %, iuran 85,1 % dari target s.d. Februari." in said.out
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert (out / "Rapat_Target_2026-02.docx").is_file()
    page = openpyxl.load_workbook(out / "Rekap_Target_2026-02.xlsx")["Sumber"]
    checked = 0
    for row in page.iter_rows(min_row=5):
        link = row[10].hyperlink
        source = (out / link.target.replace("%20", " ").replace("\\", "/")).resolve()
        sheet, cell = link.location.replace("'", "").split("!")
        there = openpyxl.load_workbook(source)[sheet][cell].value
        assert there * row[12].value == row[6].value
        checked += 1
    assert checked == 2 * 2 * 2 * 4


def test_where_nothing_can_be_read_no_book_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "TARGET", tmp_path / "HASIL"
    folder.mkdir()
    (folder / "rusak.xlsx").write_bytes(b"PK\x03\x04bukan")
    code = cli.main(["rekap", str(folder), "--bulan", "2026-02", "--keluar", str(out)])
    said = capsys.readouterr().err
    assert code == 3
    assert "Tidak ada lembar target yang terbaca." in said
    assert "rusak.xlsx" in said
    assert not out.exists()


# --- proof


def test_every_column_reconciles_and_the_whole_is_said(shown: Any) -> None:
    rows = list(shown["Bukti Rekonsiliasi"].iter_rows(min_row=6, values_only=True))
    assert rows[0][0] == "Selisih seluruhnya"
    assert (rows[0][12], rows[0][13]) == (0, "✓ 0")
    assert {row[13] for row in rows} == {"✓ 0"}
    kinds = {row[2] for row in rows[1:]}
    assert {"C TARGET", "Rincian lawan Per Petugas", "Rincian lawan Per Segmen"} <= kinds


def test_a_difference_is_shown_in_the_proof_and_in_the_message(
    reading: Reading, tmp_path: Path
) -> None:
    wrong = Tally("C TARGET", 10, 9, 1, Decimal(100), Decimal(80), Decimal(15))
    proofs = (replace(reading.proofs[0], tallies=(wrong,)), *reading.proofs[1:])
    made = rolled_up(replace(reading, proofs=proofs))
    assert "Selisih rekonsiliasi: 5." in made.lines[0]
    write_grids(tmp_path / "x.xlsx", book(made))
    page = openpyxl.load_workbook(tmp_path / "x.xlsx", data_only=True)["Bukti Rekonsiliasi"]
    rows = list(page.iter_rows(min_row=6, max_row=7, values_only=True))
    assert [(row[12], row[13]) for row in rows] == [(5, "✗"), (5, "✗")]


# --- what is said


def test_the_message_says_how_much_who_is_missing_and_what_to_do(made: RollUp) -> None:
    assert made.lines == [
        "Rekap selesai. Kepesertaan 95,7 %, iuran 96,8 % dari target s.d. November. "
        "Selisih rekonsiliasi: 0.",
        "Dua petugas belum mengirim; angka mereka tidak ditebak: Andi Prasetyo (terakhir Okt), "
        "Sari Wulandari (terakhir Sep).",
        "Satu lembar ganda dihitung sekali; satu berkas tidak terbaca (lembar Lembar Masuk). "
        "Angka lama berubah: TK aktif Jul milik Dewi Anggraini 412 → 398 (lembar Angka Berubah).",
        "Satu hal perlu dijawab dan menahan angka; satu hal lain perlu diperiksa (lembar Pertanyaan).",
    ]
    assert made.has_findings


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ("tanya", "Satu hal perlu dijawab dan menahan angka (lembar Pertanyaan)."),
        ("periksa", "Satu hal perlu diperiksa, angkanya dipakai (lembar Pertanyaan)."),
        ("tanya periksa periksa", "Satu hal perlu dijawab dan menahan angka; dua hal lain perlu diperiksa (lembar Pertanyaan)."),
    ],
)  # fmt: skip
def test_what_is_to_be_answered_and_whether_it_holds_figures_back(
    levels: str, said: str, reading: Reading
) -> None:
    one = reading.findings[0]
    asked = tuple(replace(one, level=level) for level in levels.split())  # type: ignore[arg-type]
    assert rolled_up(replace(reading, findings=asked)).lines[-1] == said


def test_a_calm_month_has_a_short_message(reading: Reading) -> None:
    calm = replace(reading, findings=(), restated=(), missing=(), sources=reading.sources[:3])
    made = rolled_up(calm)
    assert made.lines[1:] == ["Semua petugas (5) sudah mengirim."]
    assert not made.has_findings


def test_without_targets_no_achievement_is_made_up(tmp_path: Path) -> None:
    one = figure("kunjungan", "Ani", (2026, 11), "", "realisasi", 3)
    made = rolled_up(replace(branch(), strips=strips([one]), officers=("Ani",), missing=(Missing("Budi", None),)))  # fmt: skip
    assert "Belum ada capaian yang dapat dihitung s.d. November." in made.lines[0]
    assert "Budi (belum pernah)" in made.lines[1]
    write_grids(tmp_path / "x.xlsx", book(made))
    assert sentences(made)[0].startswith("Belum ada capaian")


def test_a_folder_without_figures_still_makes_a_book(tmp_path: Path) -> None:
    empty = replace(branch(), strips=(), sources=(), proofs=(), findings=(), restated=(), left=())
    write_grids(tmp_path / "x.xlsx", book(rolled_up(empty)))
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[0] == "Ringkasan"


# --- looks and paper


def test_colours_come_with_words_and_the_words_are_live(written: Any, shown: Any) -> None:
    page = written["Per Petugas"]
    band = tables.AT["band"]
    words = {one["band"] for one in lines(shown["Per Petugas"])}
    assert words <= {"✓ Hijau", "! Kuning", "✗ Merah", "–"}
    assert len(words) > 2
    formulas = [row[band].value for row in page.iter_rows(min_row=5) if row[band].value != "–"]
    assert all("batas_naik_1" in f or "batas_turun_1" in f for f in formulas if f)
    coloured = [r.formula for rules in page.conditional_formatting for r in rules.rules]
    assert len(coloured) == len(bands().bands)
    names = written.defined_names
    assert {"batas_naik_1", "batas_turun_2", "sisa_bulan", "rinci_realisasi"} <= set(names)


def test_every_sheet_is_ready_for_paper(written: Any) -> None:
    for page in written:
        setup = page.page_setup
        assert (setup.orientation, setup.paperSize) == ("landscape", 9)
        assert "&P" in page.oddFooter.right.text
        assert page.sheet_properties.pageSetUpPr.fitToPage or setup.scale
        if page.title not in ("Ringkasan", "Data Grafik"):
            assert page.print_title_rows, page.title
            assert page.freeze_panes, page.title


def test_the_summary_has_its_charts_and_small_lines(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        charts = [archive.read(n).decode() for n in names if n.startswith("xl/charts/chart")]
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
        sheets = [archive.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 3, 4, 5)]
    assert len(charts) == 6
    kinds = [re.findall(r"<c:(barDir val=\"\w+\"|lineChart)", chart)[0] for chart in charts]
    assert sorted(kinds) == [*['barDir val="bar"'] * 2, *['barDir val="col"'] * 2, "lineChart", "lineChart"]  # fmt: skip
    assert drawing.count('descr="') == 6
    assert all("<x14:sparklines>" in sheet for sheet in sheets)


def test_the_book_is_as_the_schema_wants_it(path: Path) -> None:
    assert OpenXmlValidator().validate(str(path)).errors == []


# --- LibreOffice comes to the same


@pytest.mark.libreoffice
def test_libreoffice_computes_what_the_book_keeps(path: Path, soffice: str, tmp_path: Path) -> None:
    assert same_values(path, recalculated(path, soffice, tmp_path)) > 1000


# --- the page for the meeting


def test_the_meeting_page_has_the_figures_of_the_book(
    made: RollUp, shown: Any, tmp_path: Path
) -> None:
    page = write_meeting_page(made, tmp_path)
    assert page.name == "Rapat_Target_2026-11.docx"
    document = docx.Document(io.BytesIO(page.read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert all(sentence in text for sentence in sentences(made))
    assert len(sentences(made)) == 5
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows[1:]]
    whole = {one["metric"]: one for one in lines(shown["Per Petugas"]) if one["label"] == "Jumlah"}
    found = {row[0]: row for row in rows}
    assert len(found) == len(whole)
    active = found["TK aktif (orang)"]
    assert active[2] == f"{whole['TK aktif']['done']:,.0f}".replace(",", ".")
    assert active[3] == f"{100 * whole['TK aktif']['share']:.1f} %".replace(".", ",")
    assert active[4] == whole["TK aktif"]["band"]
    assert "* Perkiraan hanya dari petugas dan segmen yang semua bulannya ada" in text
    assert active[5].endswith("*")
    again = write_meeting_page(made, tmp_path)
    assert again == page  # the same page is not written twice


def test_a_projection_of_everybody_has_no_star(reading: Reading, tmp_path: Path) -> None:
    good = {"Ayu Lestari", "Bayu Wibowo", "Citra Dewi"}
    some = strips(f for f in reading.figures if f.officer in good and f.metric != "microcredential")
    made = rolled_up(replace(reading, strips=some, missing=(), officers=tuple(good)))
    document = docx.Document(io.BytesIO(write_meeting_page(made, tmp_path).read_bytes()))
    cells = [row.cells[5].text for row in document.tables[0].rows[1:]]
    assert cells
    assert not any("*" in cell for cell in cells)
    assert not any("*" in paragraph.text for paragraph in document.paragraphs)


def test_a_range_whose_ends_are_written_alike_is_not_written() -> None:
    figures = [figure("tk_aktif", "Ani", (2026, m), "PU", side, 100 + 10 * m)
               for m in range(1, 12) for side in ("target", "realisasi")]  # fmt: skip
    steady = rolled_up(replace(branch(), strips=strips(figures), officers=("Ani",), missing=()))
    (told,) = [text for text in sentences(steady) if text.startswith("Sampai Desember")]
    assert "perkiraan kepesertaan 220 (uji masa lalu" in told, told


def test_the_sentences_for_the_meeting(made: RollUp) -> None:
    told = sentences(made)
    assert told[0].startswith("Sampai November 2026: kepesertaan ")
    assert " terjauh di bawah target pada " in told[1]
    assert "petugas mencapai target kepesertaan" in told[2]
    assert "uji masa lalu meleset rata-rata" in told[3]
    assert told[4] == (
        "Dua petugas belum mengirim (Andi Prasetyo, Sari Wulandari); angkanya tidak ditebak. "
        "Selisih rekonsiliasi 0."
    )
    assert settings().first[0] == "tk_aktif"
