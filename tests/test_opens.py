"""What we write opens elsewhere: openpyxl, calamine and LibreOffice read the same values."""

import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from kepesertaan import cli

HEAD = ["NIK", "Nama", "Tgl Lahir", "JK", "Upah"]
ROWS = [
    ["3578 0117 0890 9901", "budi & <Anak>", "17/08/1990", "Pria", "Rp 4.500.000"],
    ["3578015708909902", "=SITI", date(1990, 8, 17), "P", 4500000],
    ["3578011708909903", "_x0041_ UMAR", "31/02/1990", "L", "4500"],
]


@pytest.fixture
def outputs(tmp_path):
    work = openpyxl.Workbook()
    page = work.active
    page.title = "Data"
    page.append(HEAD)
    for row in ROWS:
        page.append(row)
    page["B3"].data_type = "s"
    work.save(tmp_path / "p.xlsx")
    assert cli.main(["bersihkan", str(tmp_path / "p.xlsx"), "--keluar", str(tmp_path)]) == 1
    return tmp_path / "p_bersih.xlsx", tmp_path / "p_temuan.xlsx"


def converted(path: Path, folder: Path, soffice: str) -> openpyxl.Workbook:
    """The workbook as LibreOffice read it and wrote it again."""
    out = folder / "lain"
    command = [soffice, "--headless", f"-env:UserInstallation={(folder / 'profil').as_uri()}",
               "--convert-to", "xlsx", "--outdir", str(out), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(out / path.name)


def test_openpyxl_and_calamine_read_every_output(outputs):
    for path in outputs:
        work = openpyxl.load_workbook(path)
        with CalamineWorkbook.from_path(path) as other:
            assert other.sheet_names == work.sheetnames
            for name in work.sheetnames:
                assert other.get_sheet_by_name(name).to_python()


@pytest.mark.libreoffice
def test_libreoffice_reads_the_corrected_values_and_colours(outputs, tmp_path, soffice):
    page = converted(outputs[0], tmp_path, soffice)["Data"]
    values = [[cell.value for cell in row] for row in page.iter_rows()]
    assert values[1] == ["3578011708909901", "BUDI & <ANAK>", datetime(1990, 8, 17), "L", 4500000]
    assert values[2][:2] == ["3578015708909902", "=SITI"]
    assert values[3][1] == "_x0041_ UMAR"
    assert len(values) == len(ROWS) + 1
    assert page["C2"].number_format.lower().replace("\\", "") == "dd-mm-yyyy"
    assert [page[a].fill.fgColor.rgb for a in ("A2", "C4")] == ["FFC6E0B4", "FFFFD966"]


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_libreoffice_reads_the_questions(outputs, tmp_path, soffice):
    rows = list(
        converted(outputs[1], tmp_path, soffice)["Perlu Keputusan"].iter_rows(values_only=True)
    )
    assert rows[0][:4] == ("Terapkan", "Tingkat", "Lembar", "Sel")
    assert {"C4", "E4"} <= {row[3] for row in rows[1:]}
