"""kepesertaan rekap on real folders: states, memory, who is missing, proof, nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from fake_addin import load_addin
from kepesertaan import cli
from kepesertaan.actions.registry import all_actions
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.targets import Figure, Reading
from kepesertaan.excel.load import load_xlwings
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options
from kepesertaan.run.target_child import Known, read_here
from kepesertaan.run.target_files import latest_month, read_targets, target_files
from kepesertaan.run.target_reading import gathered, past_of
from kepesertaan.run.target_store import read_memory, remember
from kepesertaan.sheets.targets.words.said import said

MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "November", "Desember")  # fmt: skip
ROWS = (("Akuisisi TK PU", 40, 412), ("Akuisisi TK BPU", 20, 18), ("Kunjungan", 12, 9))
NOW = "2026-12-03"
Run = Callable[..., tuple[int, str, str]]
Rows = tuple[tuple[str, Any, Any], ...]


def month_file(folder: Path, officer: str, month: int, rows: Rows = ROWS, name: str = "") -> Path:
    """One officer's month: title, name, table with a total."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Sheet1"
    for line in (
        ["TARGET DAN REALISASI"],
        [f"BULAN {MONTHS[month - 1].upper()} 2026"],
        [f"Nama : {officer}"],
        [],
        ["Uraian", "Target", "Realisasi", "%"],
        *([label, a, b, b / a if b is not None else None] for label, a, b in rows),
        ["Jumlah", sum(a for _, a, _ in rows), sum(b or 0 for _, _, b in rows)],
    ):
        page.append(line)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name or f"{officer} {month:02}.xlsx")
    book.save(path)
    return path


def options(month: str = "2026-11", **own: Any) -> Options:
    from datetime import date

    return Options(date.fromisoformat(NOW), own={"bulan": month, **own})


def read(folder: Path, month: str = "2026-11", *, keep: bool = False, **own: Any) -> Reading:
    """The reading of a folder with its memory, remembered as a run would."""
    from datetime import UTC, datetime

    asked = options(month, **own)
    past = past_of(folder / ".kepesertaan" / "target", asked)
    files = read_targets(target_files([folder]), Known(past.officers, 2026), lambda _step: None)
    found = gathered(files, past, asked)
    if keep:
        remember(past.folder, found, past.records, datetime(2026, int(month[5:]), 28, tzinfo=UTC))
    return found


def states(reading: Reading) -> dict[tuple[str, int], str]:
    return {(s.officer, s.month[1] if s.month else 0): s.state for s in reading.sources}


def value(reading: Reading, officer: str, month: int, segment: str, side: str = "realisasi") -> Any:
    found = [f for f in reading.figures
             if (f.metric, f.officer, f.month, f.segment, f.side)
             == ("akuisisi", officer, (2026, month), segment, side)]  # fmt: skip
    return found[0].value if found else "nowhere"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*args: object) -> tuple[int, str, str]:
        code = cli.main([str(arg) for arg in args])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.*")}


def test_a_folder_becomes_one_book_and_stays_as_it_was(tmp_path: Path, run: Run) -> None:
    folder, out = tmp_path / "masuk", tmp_path / "HASIL"
    for who in ("Andi Pratama", "Sari Dewi"):
        month_file(folder, who, 11)
    (folder / "rusak.xlsx").write_bytes(b"PK\x03\x04 bukan buku")
    (folder / "~$Andi.xlsx").write_bytes(b"kunci")
    before = hashes(folder)
    code, text, _ = run("rekap", folder, "--keluar", out, "--bulan", "2026-11", "--json")
    told = json.loads(text)
    assert code == 1
    assert told["per_aturan"]["rekap"]["tidak_terbaca"] == 1
    assert told["per_aturan"]["rekap"]["petugas"] == 2
    assert Path(told["keluaran"][0]).name == "Rekap_Target_2026-11.xlsx"
    assert hashes(folder) == before
    assert not (folder / "HASIL").exists()
    first = (out / "Rekap_Target_2026-11.xlsx").read_bytes()

    code, _, error = run("rekap", folder, "--keluar", out, "--bulan", "2026-11")
    assert code == 4
    assert "--salinan" in error
    run("rekap", folder, "--keluar", out, "--bulan", "2026-11", "--salinan")
    assert (out / "Rekap_Target_2026-11_salinan.xlsx").read_bytes() == first


def test_nothing_is_written_on_trial(tmp_path: Path, run: Run) -> None:
    month_file(tmp_path / "masuk", "Andi", 11)
    code, text, _ = run("rekap", tmp_path / "masuk", "--keluar", tmp_path / "HASIL", "--uji")
    assert code in (0, 1)
    assert "Uji saja" in text
    assert not (tmp_path / "HASIL").exists()


@pytest.mark.parametrize("asked", ["2026-13", "November", "Oktober dan November 2026", "x"])
def test_a_month_that_is_none_is_refused(tmp_path: Path, run: Run, asked: str) -> None:
    month_file(tmp_path, "Andi", 11)
    code, _, error = run("rekap", tmp_path, "--uji", "--bulan", asked)
    assert code == 2
    assert "--bulan" in error


def test_a_folder_without_workbooks_is_told(tmp_path: Path, run: Run) -> None:
    code, _, error = run("rekap", tmp_path)
    assert code == 3
    assert "tidak memuat berkas" in error


def test_the_same_content_twice_counts_once(tmp_path: Path) -> None:
    path = month_file(tmp_path, "Andi Pratama", 11)
    shutil.copy(path, tmp_path / "Andi Pratama 11 (1).xlsx")
    reading = read(tmp_path)
    assert sorted(s.state for s in reading.sources) == ["baru", "ganda"]
    double = next(s for s in reading.sources if s.state == "ganda")
    assert (double.place.file, double.same_as) == (
        "Andi Pratama 11 (1).xlsx", "Andi Pratama 11.xlsx lembar Sheet1",
    )  # fmt: skip
    assert value(reading, "Andi Pratama", 11, "PU") == 412
    assert len([f for f in reading.figures if f.value is not None]) == 6
    assert not [f for f in reading.findings if f.level == "tanya"]


def test_two_files_that_contradict_are_asked_about(tmp_path: Path) -> None:
    month_file(tmp_path, "Andi Pratama", 11)
    other = (("Akuisisi TK PU", 40, 398), *ROWS[1:])
    month_file(tmp_path, "Andi Pratama", 11, other, "Andi Pratama 11 revisi.xlsx")
    reading = read(tmp_path)
    assert value(reading, "Andi Pratama", 11, "PU") is None
    assert value(reading, "Andi Pratama", 11, "BPU") == 18
    (asked,) = [f.text for f in reading.findings if f.level == "tanya"]
    assert "412" in asked
    assert "398" in asked


def test_a_third_file_cannot_decide_between_two(tmp_path: Path) -> None:
    for n, number in enumerate((412, 398, 412)):
        rows = (("Akuisisi TK PU", 40, number), ("Kunjungan", 12, 9 + n))
        month_file(tmp_path, "Andi Pratama", 11, rows, f"Andi Pratama 11 v{n}.xlsx")
    reading = read(tmp_path)
    assert value(reading, "Andi Pratama", 11, "PU") is None


def test_another_officers_very_same_numbers_are_remarked(tmp_path: Path) -> None:
    month_file(tmp_path, "Andi Pratama", 11)
    month_file(tmp_path, "Sari Dewi", 11)
    reading = read(tmp_path)
    (remark,) = [f.text for f in reading.findings if f.level == "periksa"]
    assert "sama persis dengan Andi Pratama" in remark
    assert value(reading, "Sari Dewi", 11, "PU") == 412


def test_what_changed_since_the_last_roll_up(tmp_path: Path) -> None:
    for who in ("Andi Pratama", "Dewi Anggraini", "Eko Nugroho"):
        rows = ROWS if who[0] != "E" else (("Kunjungan", 3, 2),)
        month_file(tmp_path, who, 10, (*rows, ("Sosialisasi", 2, ord(who[0]))))
    october = read(tmp_path, "2026-10", keep=True)
    assert set(states(october).values()) == {"baru"}
    dewi = (("Akuisisi TK PU", 40, 398), *ROWS[1:], ("Sosialisasi", 2, ord("D")))
    month_file(tmp_path, "Dewi Anggraini", 10, dewi)
    month_file(tmp_path, "Andi Pratama", 11)
    november = read(tmp_path)
    assert states(november) == {
        ("Andi Pratama", 10): "sama", ("Andi Pratama", 11): "baru",
        ("Dewi Anggraini", 10): "berubah", ("Eko Nugroho", 10): "sama",
    }  # fmt: skip
    (changed,) = november.restated
    assert (changed.officer, changed.month, changed.segment) == ("Dewi Anggraini", (2026, 10), "PU")
    assert (changed.before, changed.after) == (Decimal(412), Decimal(398))
    assert [(m.officer, m.last) for m in november.missing] == [
        ("Dewi Anggraini", (2026, 10)), ("Eko Nugroho", (2026, 10)),
    ]  # fmt: skip


def test_who_is_missing_is_known_from_earlier_months_and_from_the_list(tmp_path: Path) -> None:
    month_file(tmp_path, "Andi Pratama", 9)
    path = month_file(tmp_path, "Sari Dewi", 9, (("Kunjungan", 3, 2),))
    read(tmp_path, "2026-09", keep=True)
    path.unlink()  # this month's folder holds this month's files alone
    month_file(tmp_path, "Andi Pratama", 11, (*ROWS, ("Sosialisasi", 2, 3)))
    reading = read(tmp_path)
    assert [(m.officer, m.last) for m in reading.missing] == [("Sari Dewi", (2026, 9))]
    assert reading.officers == ("Andi Pratama", "Sari Dewi")
    reading = read(tmp_path, petugas=("Galih Permana",))  # those the user names, and no others
    assert [(m.officer, m.last) for m in reading.missing] == [("Galih Permana", None)]
    assert reading.officers == ("Andi Pratama", "Galih Permana")


def test_a_sheet_that_came_empty_is_not_sent(tmp_path: Path) -> None:
    month_file(tmp_path, "Andi Pratama", 11, (("Kunjungan", 12, None),))
    reading = read(tmp_path)
    assert [m.officer for m in reading.missing] == ["Andi Pratama"]


def test_who_sent_a_sheet_that_is_asked_about_is_not_missing(tmp_path: Path) -> None:
    month_file(tmp_path, "Andi Pratama", 11, name="Andi Pratama Oktober.xlsx")  # November inside
    reading = read(tmp_path)
    assert not reading.unsent
    assert [(one.officer, one.questions) for one in reading.withheld] == [("Andi Pratama", 1)]
    assert reading.officers == ("Andi Pratama",)
    (source,) = reading.sources
    assert (source.state, source.notes) == (
        "baru",
        ("semua angkanya ditahan: lihat pertanyaannya",),
    )


def test_a_sheet_whose_title_still_names_last_month_has_come(tmp_path: Path) -> None:
    month_file(tmp_path, "Andi Pratama", 10)
    month_file(tmp_path, "Andi Pratama", 10, name="Andi Pratama November.xlsx")  # October inside
    reading = read(tmp_path, "2026-11")
    assert not reading.unsent
    assert [(one.officer, one.last) for one in reading.withheld] == [("Andi Pratama", (2026, 10))]
    assert [one.officer for one in read(tmp_path, "2026-12").unsent] == ["Andi Pratama"]


def test_running_again_says_the_same(tmp_path: Path) -> None:
    month_file(tmp_path, "Andi Pratama", 10)
    read(tmp_path, "2026-10", keep=True)
    month_file(tmp_path, "Andi Pratama", 11, (*ROWS, ("Sosialisasi", 2, 3)))
    first = read(tmp_path, keep=True)
    again = read(tmp_path, keep=True)
    assert first == again
    records, notes = read_memory(tmp_path / ".kepesertaan" / "target")
    assert [record.month for record in records] == [(2026, 10), (2026, 11)]
    assert not notes


def test_a_damaged_memory_is_passed_over_and_told(tmp_path: Path) -> None:
    month_file(tmp_path, "Andi Pratama", 10)
    read(tmp_path, "2026-10", keep=True)
    (file,) = (tmp_path / ".kepesertaan" / "target").iterdir()
    file.write_bytes(file.read_bytes()[:40])
    past = past_of(file.parent, options())
    assert not past.records
    assert "rusak dan dilewati" in past.notes[0]


def test_numbers_after_the_month_are_left_out(tmp_path: Path) -> None:
    month_file(tmp_path, "Andi Pratama", 11)
    month_file(tmp_path, "Andi Pratama", 12, (("Akuisisi TK PU", 40, 0), *ROWS[1:]))
    reading = read(tmp_path)
    assert value(reading, "Andi Pratama", 12, "PU") == "nowhere"
    assert value(reading, "Andi Pratama", 12, "PU", "target") == 40
    assert any(left.why == "sesudah bulan rekap" for left in reading.left)


@pytest.mark.parametrize(
    ("rows", "month"),
    [({10: 3, 11: 5}, (2026, 11)), ({10: 3, 11: 0}, (2026, 10)), ({11: 4, 12: 0}, (2026, 11))],
)
def test_without_a_month_the_last_with_a_realisation(
    tmp_path: Path, rows: dict[int, int], month: tuple[int, int]
) -> None:
    from datetime import date

    for number, actual in rows.items():
        month_file(tmp_path, "Andi", number, (("Kunjungan", 4, actual),))
    files = read_targets(target_files([tmp_path]), Known((), 2026), lambda _step: None)
    assert latest_month(files, date.fromisoformat(NOW)) == month


@pytest.mark.parametrize(
    ("file", "cells", "officer"),
    [
        ("Target Andi November.xlsx", "Andi Pratama", "Andi Pratama"),
        ("Target ANDI P. November.xlsx", "Andi Pratama", "Andi Pratama"),
        ("Target Sari November.xlsx", "Andi Pratama", ""),  # somebody else's name
        ("Target KC Tanjung Perak November.xlsx", "Andi Pratama", "Andi Pratama"),
        ("Target Mei Lestari November.xlsx", "Mei Lestari", "Mei Lestari"),  # no month of May
    ],
)
def test_whose_sheet_it_is(tmp_path: Path, file: str, cells: str, officer: str) -> None:
    month_file(tmp_path, cells, 11, name=file)
    reading = read(tmp_path, petugas=("Mei Lestari",))
    (source,) = reading.sources
    assert source.officer == officer
    asked = [f.text for f in reading.findings if f.level == "tanya"]
    assert bool(asked) == (officer == "")
    if not officer:
        assert not [f for f in reading.figures if f.value is not None]


def test_officers_across_are_read_once_they_are_known(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in (
        ["AKUISISI TK NOVEMBER 2026"],
        ["Segmen", "Tarno", None, "Mul Kacung", None],
        [None, "Target", "Realisasi", "Target", "Realisasi"],
        ["PU", 50, 41, 60, 52],
    ):
        page.append(line)
    book.save(tmp_path / "Rekap.xlsx")
    assert not read(tmp_path).figures
    reading = read(tmp_path, petugas=("Tarno", "Mul Kacung"))
    assert [value(reading, who, 11, "PU") for who in ("Tarno", "Mul Kacung")] == [41, 52]


def test_two_spellings_of_one_person_are_one_and_told(tmp_path: Path) -> None:
    month_file(tmp_path, "ANDI PRATAMA", 10)
    month_file(tmp_path, "Andi P.", 11, (*ROWS, ("Sosialisasi", 2, 3)))
    reading = read(tmp_path)
    assert reading.officers == ("Andi Pratama",)
    assert any("'Andi P.' dibaca sebagai Andi Pratama" in f.text for f in reading.findings)


def test_alike_names_are_asked_about_and_kept_apart(tmp_path: Path) -> None:
    month_file(tmp_path, "Andi Pratama", 10)
    month_file(tmp_path, "Andi Pratana", 11, (*ROWS, ("Sosialisasi", 2, 3)))
    reading = read(tmp_path)
    assert reading.officers == ("Andi Pratama", "Andi Pratana")
    assert any("orang yang sama?" in f.text for f in reading.findings)


def wide_folder(folder: Path, seed: int) -> None:
    """Officers with month columns, subtotals, millions; every number random."""
    rng = Random(seed)
    for who in ("Andi Pratama", "Sari Dewi", "Budi Santoso"):
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        page.append(["REALISASI TAHUN 2026 (iuran dalam jutaan rupiah)"])
        page.append([f"Petugas : {who}"])
        page.append(["Uraian", "Segmen", *(f"Realisasi {m}" for m in MONTHS[:11]), "Total"])
        for metric in ("Akuisisi TK", "Iuran", "Kunjungan"):
            lines = []
            for segment in ("PU", "BPU"):
                numbers = [rng.choice((None, rng.randint(2, 900))) for _ in range(11)]
                lines.append([metric, segment, *numbers, sum(n or 0 for n in numbers)])
            for line in lines:
                page.append(line)
            page.append(["Jumlah", None, *(sum(x[c] or 0 for x in lines) for c in range(2, 14))])
        book.save(folder / f"{who}.xlsx")


def sums_by_openpyxl(folder: Path) -> dict[tuple[str, str, int], int]:
    """The same sums by other code, straight from the raw files."""
    sums: dict[tuple[str, str, int], int] = {}
    for path in folder.glob("*.xlsx"):
        page = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        for row in page.iter_rows(min_row=4, values_only=True):
            if row[0] == "Jumlah":
                continue
            for month in range(1, 12):
                if row[month + 1] is not None:
                    factor = 10**6 if row[0] == "Iuran" else 1
                    key = (str(row[0]), str(row[1]), month)
                    sums[key] = sums.get(key, 0) + int(str(row[month + 1])) * factor
    return sums


@pytest.mark.parametrize("seed", [1, 2])
def test_every_total_is_what_other_code_finds_in_the_raw_files(tmp_path: Path, seed: int) -> None:
    wide_folder(tmp_path, seed)
    reading = read(tmp_path)
    words = {"akuisisi": "Akuisisi TK", "iuran": "Iuran", "kunjungan": "Kunjungan"}
    ours: dict[tuple[str, str, int], Decimal] = {}
    for f in reading.figures:
        if f.value is not None:
            key = (words[f.metric], f.segment, f.month[1])
            ours[key] = ours.get(key, Decimal(0)) + f.value
    assert ours == sums_by_openpyxl(tmp_path)
    for proof in reading.proofs:
        raw = openpyxl.load_workbook(tmp_path / proof.place.file, data_only=True).worksheets[0]
        numbers = [c.value for row in raw.iter_rows(min_row=4) for c in row
                   if isinstance(c.value, int | float)]  # fmt: skip
        assert sum(t.cells_read for t in proof.tallies) == len(numbers)
        assert sum(t.sum_read for t in proof.tallies) == sum(Decimal(str(n)) for n in numbers)
        assert all(t.difference == 0 for t in proof.tallies)


def test_every_figure_names_the_cell_it_came_from(tmp_path: Path) -> None:
    wide_folder(tmp_path, 3)
    reading = read(tmp_path)
    pages = {
        path.name: openpyxl.load_workbook(path).worksheets[0] for path in tmp_path.glob("*.xlsx")
    }

    def shown(figure: Figure) -> Any:
        return pages[figure.place.file][figure.place.cell].value

    for figure in reading.figures:
        number = shown(figure)
        assert figure.value == (None if number is None else number * figure.scale)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (106.1, ""), (106.0, ""), (1.061, ""),  # 146.309 / 137.956 is 106.05 %
        (108, "tertulis 108,0 %, menurut target dan realisasi 106,1 %"),
        (1.08, "tertulis 108,0 %, menurut target dan realisasi 106,1 %"),
    ],
)  # fmt: skip
def test_a_typed_percentage_is_recomputed(tmp_path: Path, typed: float, right: str) -> None:
    path = month_file(tmp_path, "Andi", 11, (("Kunjungan", 137956, 146309),))
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["D6"] = typed
    book.save(path)
    remarks = [f.text for f in read(tmp_path).findings]
    assert [right in text and "sel D6" in text for text in remarks] == [True] * bool(right)


def test_progress_tells_how_far_it_is(tmp_path: Path) -> None:
    for month in (9, 10, 11):
        month_file(tmp_path, "Andi", month)
    steps: list[str] = []
    read_targets(target_files([tmp_path]), Known((), 2026), steps.append)
    assert steps == ["membaca 1 dari 3", "membaca 2 dari 3", "membaca 3 dari 3"]


def test_of_a_list_of_people_nothing_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in (
        ["DATA PESERTA NOVEMBER 2026"],
        ["No", "NIK", "Nama Tenaga Kerja", "Upah"],
        [1, "3578011708459901", "Budi Contohnya", 5_000_000],
        [2, 3578011708459902, "Sari Misalnya", 4_900_000],
    ):
        page.append(line)
    book.save(tmp_path / "peserta.xlsx")
    month_file(tmp_path, "Andi", 11)
    reading = read(tmp_path)
    assert "35780117" not in repr(reading)
    assert "Contohnya" not in repr(reading)
    (asked,) = [f.text for f in reading.findings if f.level == "tanya"]
    assert "tidak menyebut target atau realisasi" in asked
    assert value(reading, "Andi", 11, "PU") == 412


def dies_of_it(paths: tuple[Path, ...], known: Known, *, progress: Any) -> Any:
    if any("maut" in path.name for path in paths):
        os.abort()
    return read_here(paths, known, progress=progress)


def test_a_file_that_kills_its_reader_stops_no_other(tmp_path: Path) -> None:
    for name in ("Andi 11.xlsx", "maut.xlsx", "Sari 11.xlsx"):
        month_file(tmp_path, name.split()[0], 11, name=name)
    paths = target_files([tmp_path])
    files = read_targets(paths, Known((), 2026), lambda _step: None, dies_of_it)
    assert [file.name for file in files] == ["Andi 11.xlsx", "Sari 11.xlsx", "maut.xlsx"]
    assert [bool(file.trouble) for file in files] == [False, False, True]
    assert files[2].trouble.startswith("maut.xlsx tidak dapat dibaca")


def test_what_a_heading_says() -> None:
    cases = (Path(__file__).parent / "cases" / "target_headings.txt").read_text(encoding="utf-8")
    for line in cases.splitlines():
        if line and not line.startswith("#"):
            text, _, expected = line.partition(" -> ")
            found = said(text.strip())
            told = [*found.metrics, *(f"~{key}" for key in found.weak), *found.segments, *found.sides, *found.spans, *found.roles,
                    *(f"{y or ''}-{m:02}" for y, m in found.months), *found.scales,
                    *(["jumlah"] if found.is_total else []), *(f"?{word}" for word in found.rest)]  # fmt: skip
            assert (" ".join(told) or "-") == expected.strip(), text


@pytest.fixture
def addin(excel: Any, home: None) -> None:
    load_xlwings()
    load_addin(excel)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rumah").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))


def click(opened: Any, *, whole: bool) -> tuple[Any, list[str]]:
    asked: list[str] = []

    def ask(text: str) -> bool:
        asked.append(text)
        return whole or len(asked) > 1

    desk = Desk(ask, lambda _step: None)
    return run_opened(all_actions()["rekap"], opened, options(), desk), asked


@pytest.mark.parametrize("whole", [True, False])
def test_the_button_rolls_up_the_folder_or_the_open_book(
    excel: Any, addin: None, tmp_path: Path, whole: bool
) -> None:
    folder = tmp_path / "masuk"
    path = month_file(folder, "Andi Pratama", 11)
    month_file(folder, "Sari Dewi", 11, (*ROWS, ("Sosialisasi", 2, 3)))
    before = hashes(folder)
    _, opened = excel.open(path)
    opened.sheets[0].range("C6").value = 500  # not saved yet: it counts as it stands
    report, asked = click(opened, whole=whole)
    assert "2 berkas" in asked[0]
    assert report.per_aturan["rekap"]["petugas"] == 1 + whole
    made = folder / "HASIL" / "Rekap_Target_2026-11.xlsx"
    assert report.keluaran[0] == made.as_posix()
    record = read_memory(folder / "HASIL" / ".kepesertaan" / "target")[0][0]
    key = ("akuisisi", "Andi Pratama", (2026, 11), "PU", "realisasi", "bulan")
    assert record.figures[key] == 500
    assert hashes(folder) == before


def with_hidden(path: Path, name: str) -> Path:
    """A workbook with one more sheet, hidden: last month's."""
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title, copy.sheet_state = name, "hidden"
    copy["A2"] = "BULAN OKTOBER 2026"
    book.save(path)
    return path


def test_hidden_sheets_are_told_and_left_alone_closed_or_open(
    excel: Any, addin: None, tmp_path: Path, run: Run
) -> None:
    folder, out = tmp_path / "masuk", tmp_path / "lain"
    for who in ("Andi Pratama", "Sari Dewi"):
        path = with_hidden(month_file(folder, who, 11), f"Okt {who[:4]}")
    _, text, _ = run("rekap", folder, "--keluar", out, "--bulan", "2026-11")
    _, opened = excel.open(path)
    report, _ = click(opened, whole=True)
    page = openpyxl.load_workbook(out / "Rekap_Target_2026-11.xlsx")["Lembar Masuk"]
    written = " ".join(str(cell.value) for cell in page["A"])
    assert "tidak dibaca: Okt Andi. Bila perlu, tampilkan, simpan, lalu rekap lagi. Ada 1" in text
    for told in (" ".join(report.catatan), written):
        assert "Sari Dewi 11.xlsx: lembar tersembunyi tidak dibaca: Okt Sari" in told
        assert "Andi Pratama 11.xlsx: lembar tersembunyi tidak dibaca: Okt Andi" in told
    assert report.per_aturan["rekap"]["lembar"] == 2


def test_folders_inside_the_folder_are_told(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "masuk"
    month_file(folder / "AR", "Andi Pratama", 11)
    month_file(folder / "HASIL", "Andi Pratama", 11)
    (folder / "kosong").mkdir()
    code, _, error = run("rekap", folder, "--uji")
    assert code == 3
    assert "Folder di dalamnya tidak dibaca: AR." in error
    month_file(folder, "Sari Dewi", 11, (*ROWS, ("Sosialisasi", 2, 3)))
    _, text, _ = run("rekap", folder, "--uji")
    assert "Folder di dalamnya tidak dibaca: AR. Bila perlu, sebutkan juga folder itu." in text
    _, text, _ = run("rekap", folder, folder / "AR", "--uji")
    assert "tidak dibaca" not in text
    assert "Dua petugas mengirim." in text


def test_a_file_that_is_open_is_told(tmp_path: Path, run: Run) -> None:
    path = month_file(tmp_path / "masuk", "Andi Pratama", 11)
    for owner in (f"~${path.name}", f".~lock.{path.name}#"):
        lock = path.with_name(owner)
        lock.write_bytes(b"Budi")
        _, text, _ = run("rekap", path.parent, "--uji")
        assert f"Sedang terbuka: {path.name}. Yang dibaca isi yang terakhir disimpan." in text
        lock.unlink()
    _, text, _ = run("rekap", path.parent, "--uji")
    assert "Sedang terbuka" not in text


def test_many_notes_are_counted_and_stand_in_the_book(tmp_path: Path, run: Run) -> None:
    folder, out = tmp_path / "masuk", tmp_path / "HASIL"
    for month in range(6, 12):
        with_hidden(month_file(folder, "Andi Pratama", month), f"lama {month}")
    _, text, _ = run("rekap", folder, "--keluar", out, "--bulan", "2026-11")
    assert "Ada 5 catatan lain (lembar Lembar Masuk)." in text
    assert text.splitlines()[-1].startswith("Hasil: ")
    page = openpyxl.load_workbook(out / "Rekap_Target_2026-11.xlsx")["Lembar Masuk"]
    assert sum("lembar tersembunyi" in str(cell.value) for cell in page["A"]) == 6


def test_the_result_is_no_source_named_copied_or_open(
    excel: Any, addin: None, tmp_path: Path, run: Run
) -> None:
    folder, out = tmp_path / "masuk", tmp_path / "HASIL"
    month_file(folder, "Andi Pratama", 11)
    run("rekap", folder, "--keluar", out)
    made = out / "Rekap_Target_2026-11.xlsx"
    code, _, error = run("rekap", made, "--keluar", tmp_path / "lagi")
    assert code == 3
    assert "adalah hasil rekap, bukan lembar target; pakai berkas petugasnya." in error
    shutil.copy(made, folder / "Salinan.xlsx")
    _, text, _ = run("rekap", folder, "--uji", "--json")
    assert json.loads(text)["per_aturan"]["rekap"]["petugas"] == 1
    _, opened = excel.open(made)
    with pytest.raises(UnreadableInput, match="hasil rekap, bukan lembar target"):
        click(opened, whole=False)
    assert not (out / "HASIL").exists()


def test_a_copy_is_the_double_whichever_of_both_is_open(
    excel: Any, addin: None, tmp_path: Path
) -> None:
    path = month_file(tmp_path, "Andi Pratama", 11, name="Andi.xlsx")
    copy = shutil.copy(path, tmp_path / "Andi (1).xlsx")
    _, opened = excel.open(copy)
    report, _ = click(opened, whole=True)
    sheet = openpyxl.load_workbook(report.keluaran[0])["Lembar Masuk"]
    rows = list(sheet.iter_rows(values_only=True))
    (double,) = [row for row in rows if row[4] == "ganda"]
    assert (double[0], double[8]) == ("Andi (1).xlsx", "Andi.xlsx lembar Sheet1")


def test_a_book_of_the_results_name_may_be_open(excel: Any, addin: None, tmp_path: Path) -> None:
    path = month_file(tmp_path / "masuk", "Andi Pratama", 11)
    other = month_file(tmp_path / "lain", "Sari Dewi", 11, name="Rekap_Target_2026-11.xlsx")
    excel.open(other)
    _, opened = excel.open(path)
    desk = Desk(lambda _text: True, lambda _step: None)
    report = run_opened(all_actions()["rekap"], opened, options(), desk)
    assert (path.parent / "HASIL" / "Rekap_Target_2026-11.xlsx").is_file()
    assert "belum dibuka: buku lain dengan nama itu sedang terbuka" in " ".join(report.lines)


def test_a_file_is_no_folder_for_results(tmp_path: Path, run: Run) -> None:
    month_file(tmp_path / "masuk", "Andi Pratama", 11)
    (tmp_path / "berkas").write_text("isi")
    for out in ("berkas", "berkas/dalam"):
        code, _, error = run("rekap", tmp_path / "masuk", "--keluar", tmp_path / out)
        assert code == 4
        assert error.startswith("berkas adalah berkas, bukan folder;")


def test_who_is_expected_is_who_the_user_names(tmp_path: Path, run: Run) -> None:
    folder, out = tmp_path / "masuk", tmp_path / "HASIL"
    old = month_file(folder, "Andi Pratana", 10)
    run("rekap", folder, "--keluar", out, "--bulan", "2026-10")
    old.unlink()
    month_file(folder, "Andi Pratama", 11)
    _, text, _ = run("rekap", folder, "--keluar", out, "--uji", "--petugas", "Sari Dewi",
                     "--petugas", " ")  # fmt: skip
    assert "Satu petugas belum mengirim; angkanya tidak ditebak: Sari Dewi" in text
    _, text, _ = run("rekap", folder, "--keluar", out, "--uji")
    assert "Andi Pratana (terakhir Okt)" in text


def test_a_name_that_was_mended_is_not_missed(tmp_path: Path, run: Run) -> None:
    folder, out = tmp_path / "masuk", tmp_path / "HASIL"
    month_file(folder, "Andi Pratana", 11).rename(folder / "a.xlsx")
    run("rekap", folder, "--keluar", out)
    month_file(folder, "Andi Pratama", 11, name="a.xlsx")
    _, text, _ = run("rekap", folder, "--keluar", out, "--salinan")
    assert "Andi Pratana" not in text
    assert "Satu petugas mengirim." in text


def test_no_on_the_card_writes_nothing(excel: Any, addin: None, tmp_path: Path) -> None:
    from kepesertaan.domain.errors import Cancelled

    path = month_file(tmp_path / "masuk", "Andi Pratama", 11)
    _, opened = excel.open(path)
    desk = Desk(lambda _text: False, lambda _step: None)
    with pytest.raises(Cancelled):
        run_opened(all_actions()["rekap"], opened, options(), desk)
    assert not (path.parent / "HASIL").exists()
