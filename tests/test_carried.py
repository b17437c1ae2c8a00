"""What strangers put into a workbook goes through a whole run: kept, told, never run, never live."""

from __future__ import annotations

import csv
import json
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

import hostile
from kepesertaan import cli
from kepesertaan.files.findings import write_rest
from kepesertaan.sheets.findings import COLUMNS, Line, read_lines

HEAD = "".join(
    hostile.text_cell(f"{letter}1", text)
    for letter, text in zip("ABCD", ("NAMA", "NIK", "TGL LAHIR", "ALAMAT"), strict=True)
)
CELLS = ("budi  santoso", "3578011708909901", "17/08/1990", "JL. MAWAR")


def rows(*people: tuple[str, ...]) -> str:
    result = f'<row r="1">{HEAD}</row>'
    for number, person in enumerate(people, 2):
        cells = "".join(
            hostile.text_cell(f"{letter}{number}", text)
            for letter, text in zip("ABCD", person, strict=True)
        )
        result += f'<row r="{number}">{cells}</row>'
    return result


def run(*args: str | Path) -> int:
    return cli.main([str(arg) for arg in args])


def content(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


# -- kept byte for byte ------------------------------------------------------------------------


def test_what_acts_on_its_own_is_kept_and_told(tmp_path: Path, capsys):
    source = tmp_path / "aneh.xlsm"
    source.write_bytes(hostile.carrying(rows(CELLS)))
    assert run("bersihkan", source, "--json") in (0, 1)
    told = json.loads(capsys.readouterr().out)
    before, after = content(source), content(tmp_path / "HASIL" / "aneh_bersih.xlsm")
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {hostile.SHEET, "xl/styles.xml"}
    for word in (
        "makro;", "XLM", "buku lain", "DDE", "sambungan data", "tabel kueri", "model data",
        "add-in lain", "ActiveX", "berlabel sensitivitas", "final",
    ):  # fmt: skip
        assert word in " ".join(told["catatan"]), word


@pytest.mark.parametrize(
    ("after", "final", "why"),
    [
        ("", True, "ditandai final oleh pembuatnya"),
        ('<fileSharing readOnlyRecommended="1"/>', False, "disarankan hanya dibaca"),
        ('<fileSharing userName="x" reservationPassword="CC1A"/>', False, "kata sandinya"),
    ],
)
def test_a_file_its_maker_wants_left_alone_is_not_changed_in_place(
    after: str, final: bool, why: str, tmp_path: Path, capsys
):
    source = tmp_path / "aneh.xlsm"
    source.write_bytes(hostile.carrying(rows(CELLS), after, final))
    before = source.read_bytes()
    assert run("bersihkan", source, "--di-tempat") == 4
    told = capsys.readouterr().err
    assert "tidak dapat diubah di tempat karena " in told
    assert why in told
    assert source.read_bytes() == before
    assert run("bersihkan", source) in (0, 1)


SIGNED = {
    "_rels/.rels": lambda text: text.replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'
        "</Relationships>",
    )
}


@pytest.mark.parametrize("kind", ["signed", "junk"])
def test_what_cannot_be_kept_whole_becomes_a_new_book_and_is_never_replaced(
    kind: str, tmp_path: Path, capsys
):
    parts = hostile.parts(rows(CELLS))
    if kind == "signed":
        parts["_rels/.rels"] = SIGNED["_rels/.rels"](str(parts["_rels/.rels"]))
        parts["_xmlsignatures/origin.sigs"] = b""
    junk = b"bukan isi" if kind == "junk" else b""
    source = tmp_path / "asal.xlsm"
    source.write_bytes(junk + hostile.pack(parts))
    before = source.read_bytes()
    assert run("bersihkan", source, "--di-tempat") == 4
    assert "tidak dapat diubah di tempat karena" in capsys.readouterr().err
    assert source.read_bytes() == before
    assert run("bersihkan", source) in (0, 1)
    assert "Hasilnya dibuat di buku baru" in capsys.readouterr().out
    result = tmp_path / "HASIL" / "asal_bersih.xlsm"
    assert openpyxl.load_workbook(result)["Data"]["A2"].value == "BUDI SANTOSO"
    types = content(result)["[Content_Types].xml"]  # Excel opens no other book under this name
    assert b"application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert source.read_bytes() == before


# -- no text ever becomes a formula ---------------------------------------------------------------

LIVE = (
    "=1+1",
    '=HYPERLINK("http://127.0.0.1:9/","x")',
    "=cmd|'/c calc'!A0",
    "{=1+1}",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "http://127.0.0.1:9/",
    "_x0041_",
)


def people() -> list[tuple[str, ...]]:
    """Each dangerous text as a name and as an address; one cell of each person is mended."""
    return [
        (text, f"35780117089099{number:02}", "17/08/1990", text)
        for number, text in enumerate(LIVE, 2)
    ]


def dangerous(kind: str, folder: Path) -> Path:
    path = folder / f"asal.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(
                [("NAMA", "NIK", "TGL LAHIR", "ALAMAT"), *people()]
            )
        return path
    escaped = [
        tuple(text.replace("&", "&amp;").replace("_x0041_", "_x005F_x0041_") for text in person)
        for person in people()
    ]
    path.write_bytes(hostile.pack(hostile.parts(rows(*escaped))))
    return path


def made(source: Path) -> tuple[Path, Path]:
    folder = source.parent / "HASIL"
    assert run("bersihkan", source) == 1
    return folder / "asal_bersih.xlsx", folder / "asal_temuan.xlsx"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_text_that_looks_like_a_formula_stays_text(kind: str, tmp_path: Path):
    """Read back by openpyxl: no formula, no link, the very text."""
    result, findings = made(dangerous(kind, tmp_path))
    page = openpyxl.load_workbook(result).worksheets[0]
    texts = [row[3].value for row in page.iter_rows(min_row=2)]
    assert [text.replace("_x005F_", "_") for text in texts] == list(LIVE)
    for path in (result, findings):
        for sheet in openpyxl.load_workbook(path).worksheets:
            cells = [cell for row in sheet.iter_rows() for cell in row]
            assert not [c.coordinate for c in cells if c.data_type == "f"]
            assert not [c.coordinate for c in cells if c.hyperlink]
        assert not [
            name for name, data in content(path).items() if b"<f>" in data or b"<f " in data
        ]
    shown = {
        str(c.value) for s in openpyxl.load_workbook(findings) for r in s.iter_rows() for c in r
    }
    assert shown & set(LIVE)


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_libreoffice_shows_the_same_text(kind: str, tmp_path: Path, soffice: str):
    """Computed, shown and saved as text by another program."""
    result, _ = made(dangerous(kind, tmp_path))
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):59,34,76",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "lo"), str(result)], check=True, capture_output=True
    )
    with (tmp_path / "lo" / "asal_bersih.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    assert [line[3] for line in lines[1:]] == list(LIVE)


def test_a_csv_of_ours_is_inert_and_comes_back_as_it_was(tmp_path: Path):
    path = tmp_path / "lanjutan.csv"
    texts = [*LIVE, "\r=1", "'=1"]
    lines = [
        Line("", "", "Data", f"A{number}", number, "NAMA", text, text, "NAMA-01", text, "")
        for number, text in enumerate(texts, 2)
    ]
    write_rest(path, lines)
    with path.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file, delimiter=";"))
    assert tuple(written[0]) == tuple(COLUMNS)
    for row in written[1:]:
        assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r")]
    again = read_lines([[cell.removeprefix("'") for cell in row] for row in written])
    assert [line.old for line in again] == texts
