"""The guard against real people's data finds a number wherever it hides, and never prints it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

GUARD = Path(__file__).resolve().parent.parent / "scripts" / "guard_people.py"
BORN = "357801" + "570890"  # a woman born on 17 August 1990
REAL = BORN + "0123"  # put together here, so that this file passes the guard itself


def guard(*paths: Path) -> tuple[int, str]:
    """Exit code and output of the guard on these files, on all files of the repository without."""
    ended = subprocess.run(
        [sys.executable, GUARD, *paths], capture_output=True, encoding="utf-8", check=False
    )
    assert not ended.stderr
    assert REAL not in ended.stdout
    assert "0123" not in ended.stdout
    return ended.returncode, ended.stdout


@pytest.mark.parametrize(
    "text",
    [
        REAL,
        f"nama;{REAL};L",
        f"5,{REAL},L",
        f"{REAL} 081234567890",
        f"'{REAL}'",
        f"{BORN} 0123",
        "3578.0157.0890." + "0123",
        f"3578 0157 0890 {'01'}23",
        f"3.{REAL[1:]}E+15",
        BORN + "0000",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_number_in_text_is_found(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "data.csv"
    path.write_text(f"judul\n{text}\n", encoding)
    code, said = guard(path)
    assert code == 1
    assert "data.csv, baris 2:" in said


@pytest.mark.parametrize(
    "text",
    [
        BORN + "9900",
        BORN + "9999",
        "1" * 16,
        "12" * 8,
        "35780157" + "13900123",  # month 13
        "35780132" + "08900123",  # day 32
        "35780172" + "08900123",  # a woman's day 32
        "08110812" + "08130821",  # phone codes: no province 08
        f"{REAL}7",
        f"0.{REAL}",
        "3578011708450000",  # allowed by name
    ],
)
def test_what_nobody_can_have_passes(tmp_path: Path, text: str) -> None:
    path = tmp_path / "data.csv"
    path.write_text(text)
    assert guard(path)[0] == 0


def test_a_number_in_a_workbook_is_found_with_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "NIK")
        sheet.write_blank("A7", None, book.add_format({"bold": True}))
        sheet.write("B7", int(REAL))
        sheet.write("C2", REAL)
    code, said = guard(path)
    assert code == 1
    assert "buku.xlsx > xl/worksheets/sheet1.xml, sel B7:" in said
    assert "buku.xlsx > xl/sharedStrings.xml, teks ke-2:" in said


def test_a_number_in_a_link_is_found(tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_url("A1", f"https://contoh.example/{REAL}", string="profil")
    code, said = guard(path)
    assert code == 1
    assert "sheet1.xml.rels" in said


def test_a_number_in_pieces_of_a_letter_is_found(tmp_path: Path) -> None:
    path = tmp_path / "surat.docx"
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in (REAL[:5], REAL[5:]))
    with zipfile.ZipFile(path, "w") as letter:
        letter.writestr("word/document.xml", f"<?xml version='1.0'?><w:p>NIK {runs}</w:p>")
    assert "paragraf ke-1" in guard(path)[1]


def test_a_number_in_a_file_name_is_found(tmp_path: Path) -> None:
    path = tmp_path / f"{REAL}.txt"
    path.write_text("kosong")
    code, said = guard(path)
    assert code == 1
    assert "(nama berkas)" in said
