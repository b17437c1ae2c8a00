"""The Word templates that are shipped: what a person sees, and that Word will open them."""

from __future__ import annotations

import io
import re
import subprocess
import tomllib
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from openxml_audit import OpenXmlValidator
from PIL import Image

import make_templates
from kepesertaan.data.visits import visit_settings
from kepesertaan.word.photos import prepare
from kepesertaan.word.picture import Picture
from kepesertaan.word.soundness import check_document
from kepesertaan.word.template import open_template, render
from template_base import new_document, to_bytes

FOLDER = make_templates.FOLDER
MADE = {name: make() for name, make in make_templates.templates().items()}
WORD = [name for name in MADE if name.endswith(".docx")]
VISITS = [name for name in WORD if "kunjungan" in name or "sosialisasi" in name]
OFFICE = {
    "nama_kantor": "Kantor Cabang Contoh", "alamat_kantor": "Jl. Contoh No. 1",
    "telepon_kantor": "(031) 0000000", "surel_kantor": "contoh@example.com", "logo_kantor": "",
}  # fmt: skip


def described(name: str) -> dict[str, Any]:
    return tomllib.loads(MADE[name.replace(".docx", ".toml")].decode())


def example(name: str, photos: int = 0) -> dict[str, Any]:
    """The values of a template's own examples."""
    said = described(name)
    values = {one["name"]: one["example"] for one in said["field"]} | OFFICE
    for table in said.get("table", []):
        values[table["name"]] = [{one["name"]: one["example"] for one in table["field"]}] * 3
    values["nomor_laporan"] = "007/LK/XI/2026"
    settings = visit_settings().photos
    taken = io.BytesIO()
    Image.linear_gradient("L").resize((400, 300)).save(taken, "JPEG")
    made = prepare(taken.getvalue(), settings.box_for(photos), settings)
    picture = Picture(made.data, made.width, made.height, "Foto kunjungan")
    caption = "Keterangan {}, 24 November 2026 pukul 09.12, Kantor PT Maju Jaya Sentosa, Lamongan"
    shown = [
        {"gambar": picture, "nomor": k, "keterangan": caption.format(k)}
        for k in range(1, photos + 1)
    ]
    return values | {"foto": shown, "foto_baris": [shown[k : k + 2] for k in range(0, photos, 2)]}


def text_of(data: bytes) -> str:
    """Everything a person reads of a document: body, headers, footers."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [
            archive.read(n).decode()
            for n in archive.namelist()
            if re.match(r"word/(document|header|footer)", n)
        ]
    return re.sub(r"<[^>]+>", "", " ".join(parts).replace("</w:p>", "\n"))


def audited(data: bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "berkas.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]


@pytest.mark.parametrize("name", WORD)
def test_no_line_that_ends_in_a_break_is_stretched(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(MADE[name])) as archive:
        settings = archive.read("word/settings.xml").decode()
    assert "<w:compat><w:doNotExpandShiftReturn/>" in settings


def test_the_files_are_those_the_scripts_make() -> None:
    assert make_templates.main(["--check"]) == 0
    assert {name: make() for name, make in make_templates.templates().items()} == MADE


def test_a_changed_template_is_noticed(tmp_path: Path) -> None:
    data = MADE["laporan_kunjungan.docx"]
    path = tmp_path / "laporan_kunjungan.docx"
    assert not make_templates.is_fresh(path, data)
    path.write_bytes(data)
    assert make_templates.is_fresh(path, data)
    path.write_bytes(MADE["laporan_sosialisasi.docx"])
    assert not make_templates.is_fresh(path, data)


@pytest.mark.parametrize("name", WORD)
def test_word_opens_it(name: str, tmp_path: Path) -> None:
    assert audited(MADE[name], tmp_path) == []


@pytest.mark.parametrize("name", VISITS)
def test_a_description_names_every_tag_and_no_other(name: str) -> None:
    """What siapkan-isian asks for is what the template prints; office, number, photos come apart."""
    said = described(name)
    assert "bukan formulir resmi" in said["note"]
    assert said["official"] is False
    fields = {one["name"] for one in said["field"]}
    tables = {t["name"]: {one["name"] for one in t["field"]} for t in said.get("table", [])}
    tags = re.findall(r"\{[{%](.*?)[}%]\}", text_of(MADE[name]))
    words = set(
        re.findall(r"(?<![\w.|'])[a-z_]{3,}(?![\w(])", re.sub(r"'[^']*'|\|\w+", "", " ".join(tags)))
    )
    own = {
        "for",
        "endfor",
        "endif",
        "else",
        "and",
        "defined",
        "loop",
        "baris",
        "length",
        "index",
        "elif",
    }
    printed = (
        words - own - set(OFFICE) - set(tables) - {"foto_baris", "gambar", "nomor", "keterangan"}
    )
    silent = {"no_kunjungan", "keterangan_foto"}  # photos and rows are matched by them
    assert printed - fields == set()
    assert fields - printed == silent & fields
    rows = set(re.findall(r"baris\.(\w+)", " ".join(tags)))
    assert rows == set().union(*tables.values())


@pytest.mark.parametrize("name", VISITS)
def test_every_field_of_its_example_is_filled(name: str, tmp_path: Path) -> None:
    made = render(open_template(MADE[name], name), example(name, 3))
    assert made.missing == []
    text = text_of(made.data)
    assert "{" not in text
    assert "[ISI" not in text
    for words in ("Kantor Cabang Contoh", "007/LK/XI/2026", "24 November 2026", "Selasa", "09.00"):
        assert words in text
    assert check_document(made.data, 3 * ("laporan" in name or "_2" in name)) == []
    assert audited(made.data, tmp_path) == []


def test_what_is_not_there_is_asked_for_or_a_dash() -> None:
    name = "berita_acara_kunjungan_2.docx"
    said = described(name)
    empty = dict.fromkeys((one["name"] for one in said["field"]), None) | OFFICE
    made = render(
        open_template(MADE[name], name), empty | {"temuan": [], "foto": [], "foto_baris": []}
    )
    needed = {one["name"] for one in said["field"] if one["required"]} | {
        "nomor_laporan",
        "zona_waktu",
    }
    assert set(made.missing) == needed
    text = text_of(made.data)
    assert "–" in text
    assert "Lampiran" not in text  # no photos, no heading over nothing
    assert "Aspek" not in text


def test_a_zero_is_no_missing_value() -> None:
    name = "laporan_kunjungan.docx"
    zero = {
        "tk_terdaftar": 0.0,
        "tk_sebenarnya": 12.0,
        "bulan_tunggakan": 0.0,
        "jumlah_tunggakan": 0.0,
    }
    text = text_of(render(open_template(MADE[name], name), example(name) | zero).data)
    for words in ("0 orang", "12 orang", "0 bulan, Rp 0"):
        assert words in text


@pytest.mark.parametrize("photos", [1, 2, 3, 4, 6, 7])
def test_photos_stand_in_pairs_with_their_captions(photos: int) -> None:
    name = "laporan_kunjungan.docx"
    made = render(open_template(MADE[name], name), example(name, photos))
    document = docx.Document(io.BytesIO(made.data))
    pictures = list(document.inline_shapes)
    assert len(pictures) == photos
    room = Mm(82.5) if photos > 1 else Mm(165)
    assert all(0 < shape.width <= room for shape in pictures)
    ratio = {round(shape.width / shape.height, 2) for shape in pictures}
    assert ratio == {1.33}
    for number in range(1, photos + 1):
        assert f"Foto {number}. Keterangan {number}" in text_of(made.data)
    grid = document.tables[-1]
    assert len(grid.columns) == min(photos, 2)
    assert len(grid.rows) == (photos + 1) // 2


@pytest.mark.parametrize("name", VISITS)
def test_named_styles_a4_and_tables_that_hold_together(name: str) -> None:
    document = docx.Document(io.BytesIO(MADE[name]))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    used = {p.style.name for p in document.paragraphs}
    assert {"Title", "Nomor Dokumen", "Penutup"} <= used
    assert "Normal" not in used
    for table in document.tables:
        widths = [int(col.get(qn("w:w"))) for col in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert abs(sum(widths) - round(165 * 1440 / 25.4)) <= len(widths)  # as wide as the text
        for row in table.rows:
            assert row._tr.trPr is not None
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
        if table.style.name == "Tabel Kantor":
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    signs = [
        t
        for t in document.tables
        if any(p.style.name == "Nama Penanda Tangan" for c in t.rows[0].cells for p in c.paragraphs)
    ]
    assert len(signs) == 1
    assert all(
        p.paragraph_format.keep_with_next or p.style.paragraph_format.keep_with_next
        for c in signs[0].rows[0].cells
        for p in c.paragraphs
    )


@pytest.mark.parametrize("name", VISITS)
def test_every_page_says_which_of_how_many(name: str) -> None:
    section = docx.Document(io.BytesIO(MADE[name])).sections[0]
    assert section.different_first_page_header_footer
    for footer in (section.footer, section.first_page_footer):
        fields = [e.text.strip() for e in footer._element.iter(qn("w:instrText"))]
        assert fields == ["PAGE", "NUMPAGES"]
    assert "{{ nama_kantor }}" in text_of(MADE[name])


def test_no_logo_of_anybody_is_in_a_template() -> None:
    for name in WORD:
        with zipfile.ZipFile(io.BytesIO(MADE[name])) as archive:
            assert not [part for part in archive.namelist() if "media" in part]


def test_the_same_template_is_the_same_bytes() -> None:
    assert to_bytes(new_document("Uji")) == to_bytes(new_document("Uji"))


@pytest.mark.libreoffice
def test_pages_are_as_many_as_they_say(soffice: str, tmp_path: Path) -> None:
    """One page, two pages, and photos never alone with their heading on another page."""
    from pypdf import PdfReader

    for name, photos in (
        ("berita_acara_kunjungan_1", 0),
        ("berita_acara_kunjungan_2", 4),
        ("laporan_kunjungan", 12),  # more than fit on a page
        ("laporan_sosialisasi", 2),
    ):
        made = render(open_template(MADE[f"{name}.docx"], name), example(f"{name}.docx", photos))
        (tmp_path / f"{name}.docx").write_bytes(made.data)
    home = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [soffice, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=180
    )
    pages = {
        path.stem: [p.extract_text() for p in PdfReader(path).pages]
        for path in tmp_path.glob("*.pdf")
    }
    assert {name: len(texts) for name, texts in pages.items()} == {
        "berita_acara_kunjungan_1": 1, "berita_acara_kunjungan_2": 2,
        "laporan_kunjungan": 3, "laporan_sosialisasi": 2,
    }  # fmt: skip
    for texts in pages.values():
        for number, text in enumerate(texts, 1):
            assert f"Halaman {number} dari {len(texts)}" in text
        signed = [
            text
            for text in texts
            if "Rina Permata" in text and ("Petugas," in text or "Pelapor," in text)
        ]
        assert len(signed) == 1  # role and name on one page
    for name in ("laporan_kunjungan", "laporan_sosialisasi"):
        assert "Foto 1." in next(text for text in pages[name] if "Lampiran" in text)
    assert date(2026, 11, 24).strftime("%Y") in pages["laporan_sosialisasi"][0]
