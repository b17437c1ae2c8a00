"""siapkan-isian and buat-contoh-templat: from a template to its input book, from a sheet to a template."""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openxml_audit import OpenXmlValidator
from openxml_audit.errors import FileFormat

import kepesertaan
from kepesertaan import cli
from kepesertaan.domain.described import Described, DescribedField, DescribedTable
from kepesertaan.domain.template_check import Need, TagPlace
from kepesertaan.sheets.plain_table import plain_table
from kepesertaan.word.form_fields import last_values, plan_form
from kepesertaan.word.naming import field_name
from kepesertaan.word.template import open_template, render

TEMPLATES = Path(kepesertaan.__file__).parent / "templates"
SHIPPED = [
    path
    for path in sorted(TEMPLATES.glob("*.docx"))
    if tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))["kind"] == "kunjungan"
]
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def call(*args: Any) -> tuple[int, str]:
        code = cli.main([*map(str, args), "--keluar", str(tmp_path / "HASIL")])
        out = capsys.readouterr()
        return code, out.out + out.err

    return call


def template(path: Path, *texts: str) -> Path:
    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    made.save(str(path))
    return path


def heads(page: Any) -> list[Any]:
    return [cell.value for cell in page[1]]


def needs(*paths: str) -> list[Need]:
    return [Need(path, (TagPlace("paragraf 1", "word/document.xml", 0),), None) for path in paths]


# --- siapkan-isian


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_book_of_every_shipped_template_gives_all_its_fields(
    path: Path, run: Run, tmp_path: Path
) -> None:
    code, out = run("siapkan-isian", path)
    assert code == 0, out
    made = tmp_path / "HASIL" / f"{path.stem}_isian.xlsx"
    code, out = run("periksa-templat", path, "--data", made)
    assert code == 0, out
    assert " 0 tidak ada, 0 kolom tidak terpakai" in out or " 0 tidak ada, 1 kolom" in out, out


def test_a_template_that_a_command_computes_needs_no_book(run: Run) -> None:
    code, out = run("siapkan-isian", TEMPLATES / "surat_teguran_1.docx")
    assert (code, "diisi oleh surat-tagihan dari hitungannya" in out) == (2, True), out


def test_the_sheets_of_a_template_of_the_office(run: Run, tmp_path: Path) -> None:
    source = template(
        tmp_path / "lapor.docx", "{{ nama_kantor }} {{ no_hp }} {{ npp_perusahaan }}",
        "{%p for t in temuan %}", "{{ t.aspek }} {{ t.tenggat }}", "{%p endfor %}",
        "{%p for f in foto %}", "{{ f.gambar }}", "{%p endfor %}",
    )  # fmt: skip
    source.with_suffix(".toml").write_text(
        '[[field]]\nname="npp_perusahaan"\nlabel="NPP Perusahaan"\nrequired=true\n'
        '[[field]]\nname="no_hp"\nlabel="Nomor Telepon"\n'
        '[[field]]\nname="tanggal"\nlabel="Tanggal"\nform="date"\nrequired=true\nexample=2026-11-24\n'
        '[[table]]\nname="temuan"\nsheet="Temuan"\n'
        '[[table.field]]\nname="tenggat"\nlabel="Tenggat"\nform="date"\n'
        '[[table.field]]\nname="aspek"\nlabel="Aspek"\nchoices=["Upah","Tenaga kerja"]\n',
        encoding="utf-8",
    )
    code, out = run("siapkan-isian", source)
    assert code == 0, out
    made = openpyxl.load_workbook(tmp_path / "HASIL" / "lapor_isian.xlsx")
    assert made.sheetnames == ["Kunjungan", "Temuan"]
    # a label that would give another field name is no heading; the office's name is given by filling
    assert heads(made["Kunjungan"]) == [
        "No Kunjungan", "NPP Perusahaan", "No HP", "Tanggal", "Foto", "Keterangan Foto",
    ]  # fmt: skip
    assert heads(made["Temuan"]) == ["No Kunjungan", "Tenggat", "Aspek"]
    checks = {str(one.sqref): one for one in made["Temuan"].data_validations.dataValidation}
    assert checks["C2:C201"].formula1 == '"Upah,Tenaga kerja"'
    assert checks["B2:B201"].type == "date"
    days = [one for one in made["Kunjungan"].data_validations.dataValidation if one.type == "date"]
    assert [(str(one.sqref), one.prompt) for one in days] == [
        ("D2:D201", "Wajib diisi. Contoh: 24-11-2026")
    ]


def test_what_no_column_can_hold_is_said(run: Run, tmp_path: Path) -> None:
    source = template(tmp_path / "a.docx", "{{ perusahaan.nama }} {{ hasil }} {{ Nama }}")
    code, out = run("siapkan-isian", source)
    assert code == 1
    assert "Tidak dapat menjadi kolom: perusahaan.nama, Nama." in out
    code, out = run("siapkan-isian", template(tmp_path / "kosong.docx", "tanpa tag"))
    assert code == 3
    assert "tidak ada isian {{ … }} di dalamnya" in out


HEADINGS = {
    "no_hp": "No HP", "npp_perusahaan": "NPP Perusahaan", "nama": "Nama", "k_2026": "K 2026",
    "tk_terdaftar": "TK Terdaftar", "email_hrd": "Email Hrd",
}  # fmt: skip


@pytest.mark.parametrize(("name", "heading"), HEADINGS.items())
def test_headings_lead_back_to_their_fields(name: str, heading: str) -> None:
    plan = plan_form(needs(name), Described())
    assert [column.heading for column in plan.sheets[0].columns] == [heading]


def test_tables_keep_their_sheet_only_where_it_leads_back() -> None:
    described = Described(
        tables=(DescribedTable("temuan", "Hasil Temuan", (DescribedField("aspek", "Aspek"),)),)
    )
    plan = plan_form(needs("temuan[*].aspek"), described)
    assert [sheet.name for sheet in plan.sheets] == ["Kunjungan", "Temuan"]
    assert [column.heading for column in plan.sheets[0].columns] == ["No Kunjungan"]


def test_names_that_excel_would_not_take(run: Run, tmp_path: Path) -> None:
    long = "kolom_" * 12 + "x"
    source = template(
        tmp_path / "a.docx",
        f"{{{{ {long} }}}} {{{{ jenis }}}} {{{{ kota_kantor }}}}",
        *(
            f"{{% for t in {name} %}}{{{{ t.a }}}}{{% endfor %}}"
            for name in ("temuan", "kunjungan", long)
        ),
    )
    source.with_suffix(".toml").write_text(
        f'[[field]]\nname="{long}"\nrequired=true\n[[field]]\nname="jenis"\nchoices=["a, b", "c"]\n'
        '[[field]]\nname="kota_kantor"\nexample="Lamongan"\n[[table]]\nname="temuan"\nsheet="Te:muan"\n',
        encoding="utf-8",
    )
    code, out = run("siapkan-isian", source)
    assert code == 1
    assert f"Tidak dapat menjadi kolom: kunjungan[*], {long}[*]." in out
    made = openpyxl.load_workbook(tmp_path / "HASIL" / "a_isian.xlsx")
    assert made.sheetnames == ["Kunjungan", "Temuan"]
    prompts = [one.prompt for one in made["Kunjungan"].data_validations.dataValidation]
    assert prompts == [
        "Nomor bebas, misalnya K-001; sama di setiap lembar untuk kunjungan yang sama.",
        "Wajib diisi.", "Pilihan: a, b; c", "Contoh: Lamongan",
    ]  # fmt: skip


LAST = [
    ["Tanggal", "Nama Perusahaan", "NPP Perusahaan", "Alamat Perusahaan", "Nama PIC", "Hasil"],
    [datetime(2026, 9, 1), "PT Maju Jaya", 99000001, "Jl. Lama 1", "Sari", "lama"],
    [datetime(2026, 11, 1), "PT Maju Jaya", "99000001", "Jl. Baru 2", "Dewi", "baru"],
    [datetime(2026, 10, 1), "PT Maju Jaya", 99000001, "Jl. Tengah", "Rina", "tengah"],
    [None, "CV Sinar", None, "Jl. Sinar", None, "x"],
    [None, None, None, None, "tanpa nama", None],
]


def test_last_visits_fill_what_stays_and_nothing_else(run: Run, tmp_path: Path) -> None:
    source = template(
        tmp_path / "a.docx",
        "{{ tanggal }} {{ nama_perusahaan }} {{ npp_perusahaan }} {{ alamat_perusahaan }} {{ nama_pic }} {{ hasil }}",
    )
    work = openpyxl.Workbook()
    work.active.title = "Kunjungan"
    for row in LAST:
        work.active.append(row)
    work.save(tmp_path / "lama.xlsx")
    code, out = run("siapkan-isian", source, "--terakhir", tmp_path / "lama.xlsx")
    assert code == 0, out
    assert "2 perusahaan diisi dari kunjungan terakhirnya" in out
    page = openpyxl.load_workbook(tmp_path / "HASIL" / "a_isian.xlsx")["Kunjungan"]
    found = [row for row in page.iter_rows(min_row=2, values_only=True) if any(row)]
    assert found == [
        (None, "PT Maju Jaya", "99000001", "Jl. Baru 2", "Dewi", None),
        (None, "CV Sinar", None, "Jl. Sinar", None, None),
    ]


FOOT = [
    [None, None, None, None, None, None],
    [None, "Mengetahui", None, "Lamongan, 30 November 2026", None, None],
    [None, "Budi Contoh", None, None, "Rina Contoh", None],
]


def test_who_signs_below_the_old_table_is_no_company(run: Run, tmp_path: Path) -> None:
    source = template(tmp_path / "a.docx", "{{ tanggal }} {{ nama_perusahaan }} {{ hasil }}")
    begun = [None, "PT Baru", None, "Jl. Baru", None, None]  # right below: a visit still
    seen = set[Path]()
    for rows in ([*LAST[:-1], begun, *FOOT], [LAST[0], LAST[1], begun, [], *FOOT[2:]]):
        work = openpyxl.Workbook()
        work.active.title = "Kunjungan"
        for row in rows:
            work.active.append(row)
        work.save(tmp_path / "lama.xlsx")
        run("siapkan-isian", source, "--terakhir", tmp_path / "lama.xlsx")
        (made,) = set((tmp_path / "HASIL").glob("a_isian*.xlsx")) - seen
        seen.add(made)
        page = openpyxl.load_workbook(made)["Kunjungan"]
        names = {row[1] for row in page.iter_rows(min_row=2, values_only=True)} - {None}
        assert "PT Baru" in names
        assert not names & {"Mengetahui", "Budi Contoh"}


def test_last_values_need_a_company(run: Run, tmp_path: Path) -> None:
    table = plain_table("Juli", [["Tanggal", "Hasil"], [date(2026, 7, 1), "x"]])
    assert table
    with pytest.raises(Exception, match="tidak ada kolom Nama Perusahaan"):
        last_values("lama.xlsx", [table])
    source = template(tmp_path / "a.docx", "{{ hasil }}")
    code, out = run("siapkan-isian", source, "--terakhir", tmp_path / "hilang.xlsx")
    assert (code, "--terakhir hilang.xlsx: berkas itu tidak ada" in out) == (2, True)


def test_a_description_that_cannot_be_read_is_said(run: Run, tmp_path: Path) -> None:
    source = template(tmp_path / "a.docx", "{{ hasil }}")
    for text in ("[[field]\n", "[[field]]\nlabel='x'\n", "[[field]]\nname='a'\nform='warna'\n"):
        source.with_suffix(".toml").write_text(text, encoding="utf-8")
        code, out = run("siapkan-isian", source)
        assert (code, "a.toml tidak terbaca" in out) == (3, True), out


PLAIN: list[tuple[list[list[Any]], tuple[str, ...], int]] = [
    ([["A", "B"], [1, 2]], ("A", "B"), 2),
    ([["JUDUL BESAR"], [], ["A", "B", "C"], [1, 2, 3]], ("A", "B", "C"), 4),
    ([["per", "Juli"], ["A", "B", "C", "D"], [1, 2, 3, 4]], ("A", "B", "C", "D"), 3),
    ([["A", None, " C "]], ("A", "", "C"), 2),
    ([["Satu"], ["x"]], ("Satu",), 2),
]


@pytest.mark.parametrize(("rows", "headings", "first"), PLAIN)
def test_headings_of_any_sheet(
    rows: list[list[Any]], headings: tuple[str, ...], first: int
) -> None:
    table = plain_table("x", rows)
    assert table
    assert (table.headings, table.first) == (headings, first)


def test_a_sheet_of_numbers_has_no_headings() -> None:
    assert plain_table("x", [[1, 2], [3, 4]]) is None


def test_a_filled_input_book_makes_a_report_that_lacks_nothing(run: Run, tmp_path: Path) -> None:
    source = TEMPLATES / "berita_acara_kunjungan_2.docx"
    run("siapkan-isian", source)
    made = tmp_path / "HASIL" / "berita_acara_kunjungan_2_isian.xlsx"
    told = tomllib.loads(source.with_suffix(".toml").read_text("utf-8"))
    examples = {"Kunjungan": told["field"], **{one["sheet"]: one["field"] for one in told["table"]}}
    work = openpyxl.load_workbook(made)
    for page in work:
        values = {one["name"]: one["example"] for one in examples[page.title]} | {
            "no_kunjungan": "K-001"
        }
        for cell in page[1]:
            page.cell(2, cell.column).value = values[field_name(cell.value)] or None
    work.save(made)
    code, out = run("laporan-kunjungan", made, "--templat", source)
    assert code == 0, out
    assert "1 laporan selesai" in out
    assert "[ISI]" not in out


# --- buat-contoh-templat

SHEET = [
    ["No Kunjungan", "Tanggal", "Nama Perusahaan", "No. HP", "PIC/Jabatan", "Foto", "Jumlah (Rp)", "Petugas"],
    ["K-1", datetime(2026, 11, 24), "PT Maju & Jaya", "0812", "Sari/HRD", "a.jpg", 5, "Rina"],
]  # fmt: skip
LINES = [["No Kunjungan", "Aspek", "Tenggat"], ["K-1", "Upah", datetime(2026, 12, 1)]]


def sheet_book(path: Path) -> Path:
    work = openpyxl.Workbook()
    work.active.title = "Kunjungan"
    for row in SHEET:
        work.active.append(row)
    other = work.create_sheet("Temuan")
    for row in LINES:
        other.append(row)
    work.create_sheet("Harga").append(["Barang", "Harga"])
    work.save(path)
    return path


def starter(run: Run, tmp_path: Path, *more: str) -> tuple[Path, Path]:
    book = sheet_book(tmp_path / "data.xlsx")
    code, out = run("buat-contoh-templat", book, *more)
    assert code == 0, out
    (made,) = (tmp_path / "HASIL").glob("templat_*.docx")
    return book, made


def test_a_starter_has_no_mistake_against_its_sheet(run: Run, tmp_path: Path) -> None:
    book, made = starter(run, tmp_path)
    code, out = run("periksa-templat", made, "--data", book)
    assert code == 0, out
    assert " 0 tidak ada, 0 kolom tidak terpakai" in out
    document = docx.Document(str(made))
    pairs = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert pairs == [
        ["Tanggal", "{{ tanggal | tanggal_panjang }}"],
        ["Nama Perusahaan", "{{ nama_perusahaan }}"],
        ["No. HP", "{{ no_hp }}"],
        ["PIC/Jabatan", "{{ pic_jabatan }}"],
        ["Jumlah (Rp)", "{{ jumlah_rp }}"],
        ["Petugas", "{{ petugas }}"],
    ]
    assert [cell.text for cell in document.tables[1].rows[2].cells] == [
        "{{ loop.index }}", "{{ baris.aspek }}", "{{ baris.tenggat | tanggal_panjang }}",
    ]  # fmt: skip
    signed = [cell.text.split("\n")[-1] for cell in document.tables[2].rows[0].cells]
    assert signed == ["{{ petugas }}", f"({'.' * 30})"]


def test_a_starter_is_sound_repeatable_and_can_be_filled(run: Run, tmp_path: Path) -> None:
    _, made = starter(run, tmp_path)
    run("buat-contoh-templat", tmp_path / "data.xlsx")
    again = made.with_name("templat_kunjungan_v2.docx")
    assert again.read_bytes() == made.read_bytes()
    check = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    assert check.validate(str(made)).errors == []
    values = {"nama_perusahaan": "PT Maju & Jaya <Tbk>", "tanggal": date(2026, 11, 24), "foto": [],
              "temuan": [{"aspek": "Upah", "tenggat": date(2026, 12, 1)}]}  # fmt: skip
    filled = render(open_template(made.read_bytes(), "a.docx"), values)
    text = "".join(
        cell.text for table in docx.Document(BytesIO(filled.data)).tables for cell in table._cells
    )
    assert "PT Maju & Jaya <Tbk>" in text
    assert "24 November 2026" in text
    assert "1 Desember 2026" in text
    assert "{{" not in text
    assert "{%" not in text


def test_a_starter_of_another_sheet(run: Run, tmp_path: Path) -> None:
    book, made = starter(run, tmp_path, "--lembar", "Harga")
    code, out = run("periksa-templat", made, "--data", book, "--lembar", "Harga")
    assert code == 0, out
    with zipfile.ZipFile(made) as archive:
        body = archive.read("word/document.xml").decode()
    assert "{{ barang }}" in body
    assert "{{ nama_perusahaan }}" not in body
    assert "foto" not in body


def test_a_trial_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    code, out = run("buat-contoh-templat", sheet_book(tmp_path / "data.xlsx"), "--uji")
    assert (code, "Uji saja" in out, (tmp_path / "HASIL").exists()) == (0, True, False)
