"""What cells of target sheets show by their number format: per cent, thousands, words."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kepesertaan.actions.registry import all_actions
from kepesertaan.domain.targets import Reading
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options
from kepesertaan.run.target_store import read_memory
from target_read import gathered, told

Cells = tuple[Any, str]  # a value and its number format


def sheet_file(folder: Path, title: str, *rows: tuple[str, Cells, Cells], name: str = "") -> Path:
    """One officer's sheet, each value with its number format; the title may say a unit."""
    path = folder / f"{name or 'Andi Pratama'}.xlsx"
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append([f"TARGET DAN REALISASI NOVEMBER 2026 {title}"])
    page.append([f"Nama : {name or 'Andi Pratama'}"])
    page.append(["Uraian", "Target", "Realisasi"])
    for label, *cells in rows:
        page.append([label, *(value for value, _ in cells)])
        for cell, (_, code) in zip(page[page.max_row][1:], cells, strict=True):
            cell.number_format = code
    folder.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def reading_of(*paths: Path) -> Reading:
    return gathered(paths)


def one(folder: Path, title: str, *rows: tuple[str, Cells, Cells]) -> Reading:
    return reading_of(sheet_file(folder, title, *rows))


def figures(reading: Reading, side: str = "realisasi") -> dict[str, Decimal | None]:
    return {f.metric: f.value for f in reading.figures if f.side == side}


def proven(reading: Reading) -> bool:
    return all(not tally.difference for proof in reading.proofs for tally in proof.tallies)


WHOLE, PER_CENT = "0", "0%"


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("Kunjungan", 1, "0%"),
        ("Kunjungan", 1, "0.0%"),
        ("Kunjungan", 2, '[Red]0.00%;-0.00%;"-"'),
        ("TK aktif PU", 93, '0"%"'),
        ("Iuran PU", 1, "0.00%;[Red]-0.00%"),
        ("Akuisisi TK PU", 0.93, "0%"),
    ],
)
def test_a_count_shown_in_per_cent_is_asked_about(
    tmp_path: Path, label: str, value: float, code: str
) -> None:
    rows = [("Sosialisasi", (4, WHOLE), (3, WHOLE)), (label, (10, WHOLE), (value, code))]
    reading = one(tmp_path, "(dalam rupiah)", *rows)
    (text,) = told(reading)
    assert "sel C5: tertulis persen, padahal ini bukan persentase" in text
    done = figures(reading)
    assert done.pop("sosialisasi") == 3
    assert list(done.values()) == [None]
    assert proven(reading)


@pytest.mark.parametrize(
    ("value", "code", "share"),
    [
        (0.93, "0%", Decimal(93)),
        (1, "0%", Decimal(100)),
        (1.02, "0.0%", Decimal(102)),
        (0.93125, "0%", Decimal("93.125")),
        (0.005, "0.0%", Decimal("0.5")),
        (93, '0"%"', Decimal(93)),
    ],
)
def test_a_percentage_in_per_cent_is_certain(
    tmp_path: Path, value: float, code: str, share: Decimal
) -> None:
    reading = one(tmp_path, "", ("ITW", (0.9, PER_CENT), (value, code)))
    assert figures(reading) == {"itw": share}
    assert figures(reading, "target") == {"itw": Decimal(90)}
    assert not told(reading)
    assert not any("pecahan" in text for text in told(reading, "periksa"))
    assert proven(reading)


def test_a_fraction_without_a_format_is_read_as_before(tmp_path: Path) -> None:
    reading = one(tmp_path, "", ("ITW", (0.9, "0.00"), (0.93, "General")))
    assert figures(reading) == {"itw": Decimal(93)}
    assert any("pecahan dibaca persen" in text for text in told(reading, "periksa"))


@pytest.mark.parametrize("code", ['_-"Rp"* #,##0_-', "#,##0.00", '0" orang"', "General", "@"])
def test_other_formats_change_nothing(tmp_path: Path, code: str) -> None:
    reading = one(tmp_path, "(dalam jutaan rupiah)", ("TK aktif PU", (70, code), (65, code)),
                  ("Iuran PU", (5, code), (4, code)))  # fmt: skip
    assert figures(reading) == {"tk_aktif": 65, "iuran": 4_000_000}
    assert not reading.findings


def test_a_column_of_percentages_is_judged_as_without_its_format(tmp_path: Path) -> None:
    path = sheet_file(tmp_path, "", ("1", (2, WHOLE), (3, WHOLE)),
                      ("Kunjungan", (10, WHOLE), (9, WHOLE)),
                      ("Sosialisasi", (4, WHOLE), (2, WHOLE)))  # fmt: skip
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for row, value in enumerate(("%", 4, 0.9, 0.7), 3):  # the number of the column as well
        page.cell(row, 4, value).number_format = PER_CENT
    book.save(path)
    reading = reading_of(path)
    assert figures(reading) == {"kunjungan": 9, "sosialisasi": 2}
    assert not told(reading)
    (text,) = [text for text in told(reading, "periksa") if "dihitung ulang" in text]
    assert "D6: tertulis 70,0 %, menurut target dan realisasi 50,0 %" in text
    assert proven(reading)


@pytest.mark.parametrize(
    ("title", "code", "typed", "iuran", "asked"),
    [
        # kept in whole rupiah, shown in thousands or millions: what is shown is what the title says
        ("(dalam ribuan rupiah)", "#,##0,", 1_234_567, 1_234_567, ""),
        ("(dalam jutaan rupiah)", "#,##0.0,,", 12_500_000, 12_500_000, ""),
        ("", "#,##0,", 1_234_567, 1_234_567, ""),
        ("(dalam rupiah)", "#,##0,", 1_234_567, 1_234_567, ""),
        ("(dalam jutaan rupiah)", "#,##0,", 1_234_567, None, "menampilkan ribuan, judulnya"),
        # the word stands in the format
        ("", '#,##0" jt"', 12, 12_000_000, ""),
        ("", '0.0,,"jt"', 12_500_000, 12_500_000, ""),
        ("(dalam jutaan rupiah)", '#,##0" juta"', 12, 12_000_000, ""),
        ("(dalam ribuan rupiah)", '#,##0" juta"', 12, None, "satuan di selnya berbeda"),
        # near misses
        ("(dalam ribuan rupiah)", "#,##0", 1_234, 1_234_000, ""),
        ("(dalam jutaan rupiah)", "#,##0.0", 12.5, 12_500_000, ""),
        ("(dalam ribuan rupiah)", '[>=1000000]#,##0.0,,"jt";#,##0', 1_234, 1_234_000, ""),
    ],
)
def test_rupiah_shown_in_thousands_or_millions(
    tmp_path: Path, title: str, code: str, typed: float, iuran: int | None, asked: str
) -> None:
    reading = one(tmp_path, title, ("Iuran PU", (typed, code), (typed, code)))
    assert figures(reading) == {"iuran": iuran}
    assert proven(reading)
    if asked:
        assert asked in " ".join(told(reading))
    else:
        assert not told(reading)


def test_the_open_book_says_the_same(excel: Any, addin: None, tmp_path: Path) -> None:
    path = sheet_file(tmp_path / "masuk", "", ("Kunjungan", (10, WHOLE), (1, PER_CENT)),
                      ("Sosialisasi", (4, WHOLE), (3, WHOLE)))  # fmt: skip
    _, opened = excel.open(path)
    asked = Options(date(2026, 12, 1), own={"bulan": "2026-11"})
    desk = Desk(lambda _text: True, lambda _step: None)
    report = run_opened(all_actions()["rekap"], opened, asked, desk)
    assert report.ditandai == 1
    record = read_memory(tmp_path / "masuk" / "HASIL" / ".kepesertaan" / "target")[0][0]
    done = {key[0]: value for key, value in record.figures.items() if key[4] == "realisasi"}
    assert done == {"sosialisasi": 3}


def replace_in(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Write something else into a part of a workbook, where it stands once."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert parts[part].count(old) == 1
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)


def test_the_usual_format_of_a_workbook_may_be_per_cent(tmp_path: Path) -> None:
    path = sheet_file(tmp_path, "", ("Kunjungan", (4, "0"), (3, "General")))
    usual = b'<cellXfs count="2"><xf numFmtId="%d"'
    replace_in(path, "xl/styles.xml", usual % 0, usual % 9)
    (text,) = told(reading_of(path))
    assert "sel C4: tertulis persen" in text


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        (b'<c r="C5" s="1" t="n">', b"<c t='n' s='1' r='C5'>"),
        (b'<c r="C5" s="1" t="n">', b'<c r="C5" t="n" s = "01">'),
        (b'<row r="5">', b'<row r="5" s="1" customFormat="1">'),
        (b'<row r="5">', b'<!-- s="1" --><row r="5">'),
    ],
)
def test_a_format_is_found_however_the_cell_is_written(
    tmp_path: Path, usual: bytes, other: bytes
) -> None:
    path = sheet_file(tmp_path, "", ("Sosialisasi", (4, "General"), (3, "General")),
                      ("Kunjungan", (10, "General"), (1, PER_CENT)))  # fmt: skip
    replace_in(path, "xl/worksheets/sheet1.xml", usual, other)
    reading = reading_of(path)
    (text,) = told(reading)
    assert "sel C5: tertulis persen" in text
    assert figures(reading) == {"sosialisasi": 3, "kunjungan": None}
