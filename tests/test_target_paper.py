"""The roll-up book on paper, and of an odd branch: many officers, one, long names, negative values."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import openpyxl
import pypdf
import pytest

from kepesertaan.actions.target_book.book import book
from kepesertaan.actions.target_book.rolled import RollUp, rolled_up
from kepesertaan.domain.grid import Drawing, Grid
from kepesertaan.domain.targets import Figure, Reading
from kepesertaan.files.gridbook import write_grids
from target_sample import branch, figure, metrics, strips

AUGUST = (2026, 8)
PEOPLE = ("Ringkasan", "Papan Petugas", "Per Petugas", "Per Segmen", "Bulanan", "Rasio", "Proyeksi", "Lembar Masuk",
          "Pertanyaan", "Angka Berubah")  # fmt: skip
DATA = ("Bukti Rekonsiliasi", "Tidak Dipakai", "Rincian", "Sumber", "Data Grafik")
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group:UserWarning")


def rolled(figures: list[Figure]) -> RollUp:
    names = tuple(sorted({one.officer for one in figures}))
    return rolled_up(Reading(AUGUST, strips(figures), metrics(), names))


def given(
    metric: str, officer: str, target: int | None, value: Callable[[int], int]
) -> list[Figure]:
    """A target and realisation of every month, of PU."""
    made = [figure(metric, officer, (2026, m), "PU", "realisasi", value(m)) for m in range(1, 9)]
    if target is None:
        return made
    return made + [figure(metric, officer, (2026, m), "PU", "target", target) for m in range(1, 9)]


def many() -> list[Figure]:
    """Thirty officers with long names and huge amounts."""
    found = []
    for n in range(30):
        name = f"Raden Mas Aditya Kusumonegoro {n:02}"
        found += given("tk_aktif", name, 1000, lambda m, n=n: 800 + 10 * n + m)  # type: ignore[misc]
        found += given("iuran", name, 10**12, lambda m, n=n: 10**10 * (85 + n))  # type: ignore[misc]
    return found


def fallen() -> list[Figure]:
    """One officer, whose flow is below zero."""
    return [
        *given("net", "Ani", 10, lambda m: -5 - m),
        *given("kunjungan", "Ani", None, lambda m: 3),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kertas")


@pytest.fixture(scope="module")
def path(folder: Path) -> Path:
    """Of thirteen officers and eleven months."""
    write_grids(folder / "cabang.xlsx", book(rolled_up(branch())))
    return folder / "cabang.xlsx"


def rows_of(area: str) -> int:
    """The last row of a print area."""
    return int(area.rsplit("$", 1)[-1])


def test_tabs_tell_what_is_for_print_and_data_sheets_print_one_page(path: Path) -> None:
    written = openpyxl.load_workbook(path)
    colours = {name: written[name].sheet_properties.tabColor.rgb[-6:] for name in (*PEOPLE, *DATA)}
    assert {colours[name] for name in PEOPLE} == {"2F5597"}
    assert {colours[name] for name in DATA} == {"A6A6A6"}
    for name in DATA:
        page = written[name]
        first = page.print_title_rows.split("$")[-1] if page.print_title_rows else "0"
        assert rows_of(page.print_area) <= int(first) + 61, name
        assert page.sheet_properties.pageSetUpPr.fitToPage, name
        assert page.page_setup.fitToHeight in (None, 1), name  # which is what none means
    assert rows_of(written["Sumber"].print_area) < written["Sumber"].max_row
    words = [str(cell.value) for cell in written["Sumber"]["A"][:4]]
    assert any("yang dicetak hanya 60 dari" in word for word in words)
    assert "lembar bertab biru" in " ".join(
        str(c.value) for row in written["Ringkasan"] for c in row
    )


def test_of_what_came_in_the_month_and_what_needs_a_look_is_printed(path: Path) -> None:
    page = openpyxl.load_workbook(path)["Lembar Masuk"]
    last = rows_of(page.print_area)
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=6)]
    printed, left = rows[: last - 5], rows[last - 5 :]
    good = ("baru", "sama seperti rekap lalu")
    assert {row[4] for row in printed} == {
        "belum mengirim",
        "tidak terbaca",
        "ganda",
        "berubah",
        "baru",
    }
    assert all(row[3] == "Nov 2026" for row in printed if row[4] in good)
    assert all(row[3] != "Nov 2026" and row[4] in good for row in left)
    assert f"Tidak ikut dicetak: {len(left)} baris" in str(page["A3"].value)


def test_a_short_data_sheet_prints_whole_and_says_nothing() -> None:
    (sources,) = [one for one in book(rolled(fallen())).grids if one.name == "Sumber"]
    assert sources.printed
    spots = list(sources.spots)
    assert sources.printed[2] == max(spot.row for spot in spots)
    assert not any("dicetak" in str(spot.value) for spot in spots)


def test_the_printed_summary_has_bands_and_charts_but_not_how_it_was_computed(path: Path) -> None:
    grid = book(rolled_up(branch())).grids[0]
    assert grid.printed
    found = {str(spot.value): spot.row for spot in grid.spots}
    last = grid.printed[2]
    assert found["✗ Merah"] < last < found["Cara menghitung"]
    assert max(one.row for one in grid.drawings) < last


def pages(pdf: Path) -> dict[str, int]:
    """How many pages each sheet has, by the name in its footer."""
    texts = "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    found = re.findall(r"\.xlsx (.+?) Halaman \d+ dari", texts)
    return {name: len(list(some)) for name, some in groupby(found)}


@pytest.fixture(scope="module")
def printed(path: Path, folder: Path, soffice: str) -> dict[str, Path]:
    """The books as LibreOffice prints them, in one call."""
    write_grids(folder / "banyak.xlsx", book(rolled(many())))
    write_grids(folder / "turun.xlsx", book(rolled(fallen())))
    books = [path, folder / "banyak.xlsx", folder / "turun.xlsx"]
    subprocess.run(
        [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), *map(str, books)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {one.stem: one.with_suffix(".pdf") for one in books}


@pytest.mark.libreoffice
def test_the_sheets_for_people_are_few_pages(printed: dict[str, Path]) -> None:
    found = pages(printed["cabang"])
    assert {name: found[name] for name in ("Ringkasan", "Per Segmen", "Sumber", "Rincian")} == {
        "Ringkasan": 2, "Per Segmen": 2, "Sumber": 1, "Rincian": 3,
    }  # fmt: skip
    assert found["Per Petugas"] <= 8
    assert sum(found.values()) <= 30
    many_people = pages(printed["banyak"])
    assert many_people["Papan Petugas"] == 1
    assert sum(many_people.values()) <= 30


@pytest.mark.libreoffice
def test_nothing_is_cut_off_or_loses_its_sign(printed: dict[str, Path]) -> None:
    text = {name: "".join(page.extract_text() for page in pypdf.PdfReader(one).pages)
            for name, one in printed.items()}  # fmt: skip
    assert not any("###" in one for one in text.values())
    assert text["turun"].count("-95.0%") + text["turun"].count("-95,0%") >= 3
    assert all(f"Kusumonegoro {n:02}" in text["banyak"] for n in range(30))


# --- charts of odd branches


def summary(made: RollUp) -> Grid:
    return book(made).grids[0]


def kinds(made: RollUp) -> list[str]:
    return [one.kind for one in summary(made).drawings]


def charts(made: RollUp) -> dict[str, Drawing]:
    return {one.kind: one for one in summary(made).drawings}


def test_thirty_bars_are_as_tall_as_their_names_need() -> None:
    bars = charts(rolled(many()))["bar"]
    assert bars.bars == 30
    assert bars.height >= 30 * 18 + 80
    assert summary(rolled(many())).breaks  # each metric's charts on a page of their own


def test_a_flow_below_zero_is_seen_and_has_no_waterfall() -> None:
    made = rolled(fallen())
    assert kinds(made) == ["bar", "line"]
    assert charts(made)["line"].least is None
    assert not any(
        spark.bars for spark in summary(made).sparks if spark.row == _row_of(made, "net")
    )


def _row_of(made: RollUp, key: str) -> int:
    label = made.reading.metrics[key].label
    return next(s.row for s in summary(made).spots if str(s.value).startswith(f"{label} (") and s.col == 0 and "wrap" in s.look)  # fmt: skip


def test_what_is_better_when_less_is_red_above_and_a_long_bar_is_cut() -> None:
    made = rolled([*given("tk_keluar", "Ani", 10, lambda m: 13), *given("tk_keluar", "Budi", 10, lambda m: 90)])  # fmt: skip
    bars = charts(made)["bar"]
    assert [one.colour for one in bars.series] == ["2F5597", "BFBFBF", "C55A11"]
    assert bars.most == 2
    assert "dipotong di 200 %" in bars.title


# --- words


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (given("tk_keluar", "Ani", 10, lambda m: 8), "TK keluar 80 % dari target s.d. Agustus."),
        ([*given("kunjungan", "Ani", 10, lambda m: 8), *given("sosialisasi", "Ani", 10, lambda m: 9)],
         "Kunjungan 80 %, sosialisasi 90 % dari target s.d. Agustus."),
        (given("tk_aktif", "Ani", 10, lambda m: 0), "Kepesertaan 0 % dari target s.d. Agustus."),
        (given("kunjungan", "Ani", None, lambda m: 8), "Belum ada capaian yang dapat dihitung"),
    ],
)  # fmt: skip
def test_the_first_line_tells_what_has_a_target(figures: list[Figure], said: str) -> None:
    assert said in rolled(figures).lines[0]
