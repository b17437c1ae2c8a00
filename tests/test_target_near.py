"""Near misses of a target, and names with signs: the book, its colours, the words, the charts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from kepesertaan.actions.target_book import tables
from kepesertaan.actions.target_book.book import book
from kepesertaan.actions.target_book.rolled import RollUp, rolled_up
from kepesertaan.domain.targets import Figure, Reading
from kepesertaan.files.gridbook import write_grids
from kepesertaan.run.meeting_page import write_meeting_page
from recalculated import recalculated, same_values
from target_sample import figure, metrics, strips

MARCH = (2026, 3)
# Realised of a target of 100.000: what is written, and its colour where more and where less is better.
NEAR = {
    "Ani 99,94": (99_940, 0.9994, "! Kuning", "✓ Hijau"),
    "Ani 99,95": (99_950, 0.999, "! Kuning", "✓ Hijau"),
    "Ani 99,999": (99_999, 0.999, "! Kuning", "✓ Hijau"),
    "Ani 100": (100_000, 1, "✓ Hijau", "✓ Hijau"),
    "Ani 100,04": (100_040, 1.0004, "✓ Hijau", "! Kuning"),
    "Ani 89,96": (89_960, 0.899, "✗ Merah", "✓ Hijau"),
    "Ani 90": (90_000, 0.9, "! Kuning", "✓ Hijau"),
    "Ani 110,04": (110_040, 1.1004, "✓ Hijau", "✗ Merah"),
}
LESS = {"Ani 99,95": 0.9995, "Ani 99,999": 0.99999, "Ani 100,04": 1.001, "Ani 89,96": 0.8996,
        "Ani 110,04": 1.101}  # fmt: skip
SIGNS = {"Budi*": 7, "Budi Santoso": 11, "Bud?": 13, "Budi": 17, "~Budi": 19, "=Budi": 23,
         "<Budi": 29, "*": 31}  # fmt: skip


def near_figures() -> list[Figure]:
    figures = []
    for name, (done, *_) in NEAR.items():
        for metric in ("tk_aktif", "piutang"):
            figures += [figure(metric, name, MARCH, "PU", "target", 100_000),
                        figure(metric, name, MARCH, "PU", "realisasi", done)]  # fmt: skip
    for name, done in SIGNS.items():
        figures.append(figure("kunjungan", name, MARCH, "", "realisasi", done))
    figures += [figure("itw", "Ani 90", MARCH, "PU", "target", 75),
                figure("bu_aktif", "Ani 90", MARCH, "PU", "realisasi", 10_000),
                figure("bu_tepat_waktu", "Ani 90", MARCH, "PU", "realisasi", 7_498)]  # fmt: skip
    return figures


@pytest.fixture(scope="module")
def made() -> RollUp:
    names = tuple(sorted({*NEAR, *SIGNS}))
    return rolled_up(Reading(MARCH, strips(near_figures()), metrics(), names))


@pytest.fixture(scope="module")
def path(made: RollUp, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dekat") / "Rekap.xlsx"
    write_grids(target, book(made))
    return target


def lines(page: Any, metric: str) -> dict[str, dict[str, Any]]:
    rows = page.iter_rows(min_row=tables.FIRST + 1, values_only=True)
    found = [{name: row[n] for name, n in tables.AT.items()} for row in rows if row[0] == metric]
    return {one["label"]: one for one in found}


def test_the_book_never_writes_a_target_as_reached_that_is_not(path: Path) -> None:
    page = openpyxl.load_workbook(path, data_only=True)["Per Petugas"]
    more, less = lines(page, "TK aktif"), lines(page, "Saldo piutang iuran")
    for name, (_, share, colour, less_colour) in NEAR.items():
        assert (more[name]["share"], more[name]["band"]) == (pytest.approx(share), colour), name
        want = LESS.get(name, share)
        assert (less[name]["share"], less[name]["band"]) == (pytest.approx(want), less_colour), name


def test_bars_of_a_near_miss_lack_something(path: Path) -> None:
    rows = openpyxl.load_workbook(path, data_only=True)["Data Grafik"].iter_rows(values_only=True)
    bars = dict[str, Any]()
    for row in rows:
        if row[0] in NEAR:
            bars.setdefault(row[0], row[1:4])  # the first chart; that of a limit follows
    assert bars["Ani 99,999"] == (pytest.approx(0.999), pytest.approx(0.001), 0)
    assert bars["Ani 100"] == (1, 0, 0)


def test_a_ratio_is_judged_the_same_way(path: Path) -> None:
    rows = openpyxl.load_workbook(path, data_only=True)["Rasio"].iter_rows(values_only=True)
    whole = next(row for row in rows if row[1] == "Jumlah")
    assert (whole[9], whole[10]) == (pytest.approx(0.999), "! Kuning")


def test_words_and_the_meeting_page_say_the_same(made: RollUp, path: Path, tmp_path: Path) -> None:
    only = {"Ani 99,95", "Ani 99,999", "Ani 100"}
    figures = tuple(f for f in near_figures() if f.officer in only and f.metric != "kunjungan")
    close = rolled_up(Reading(MARCH, strips(figures), metrics(), tuple(only)))
    assert "Kepesertaan 99,9 %" in close.lines[0]
    document = docx.Document(io.BytesIO(write_meeting_page(close, tmp_path).read_bytes()))
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in document.tables[0].rows}
    assert rows["TK aktif (orang)"][3:5] == ["99,9 %", "! Kuning"]
    assert any("1 dari 3 petugas mencapai target" in p.text for p in document.paragraphs)


def test_halves_are_rounded_up_in_words_as_in_the_book(tmp_path: Path) -> None:
    figures = (figure("tk_aktif", "Ani", MARCH, "PU", "target", 2_000),
               figure("tk_aktif", "Ani", MARCH, "PU", "realisasi", 1_945),  # 97,25 %
               figure("iuran", "Ani", MARCH, "PU", "target", 12_250_000_000),
               figure("iuran", "Ani", MARCH, "PU", "realisasi", 12_250_000_000))  # fmt: skip
    made = rolled_up(Reading(MARCH, strips(figures), metrics(), ("Ani",)))
    assert "Kepesertaan 97,3 %" in made.lines[0]  # as Excel shows 0,9725 with one decimal
    document = docx.Document(io.BytesIO(write_meeting_page(made, tmp_path).read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Rp 12,3 miliar" in text


def test_a_name_with_signs_is_added_up_by_itself(path: Path) -> None:
    page = openpyxl.load_workbook(path, data_only=True)["Per Petugas"]
    found = lines(page, "Kunjungan")
    assert {name: found[name]["done"] for name in SIGNS} == SIGNS


@pytest.mark.libreoffice
def test_libreoffice_comes_to_the_same_near_bounds_and_with_signs_in_names(
    path: Path, soffice: str, tmp_path: Path
) -> None:
    assert same_values(path, recalculated(path, soffice, tmp_path)) > 300


def test_the_book_with_signs_in_names_is_as_the_schema_wants_it(path: Path) -> None:
    assert OpenXmlValidator().validate(str(path)).errors == []


def test_no_name_becomes_a_formula(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/sheet" in n]
        shared = archive.read("xl/sharedStrings.xml").decode()
    assert "=Budi" in shared
    assert not any("<f>Budi" in sheet or "<f>=Budi" in sheet for sheet in sheets)
