"""kepesertaan periksa-templat: every mistake with its place, the three lists, comments in a copy."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any

import docx
import openpyxl
import pytest
from docxtpl import DocxTemplate
from docxtpl_lint.messages import RULES
from lxml import etree

import kepesertaan
from kepesertaan import cli
from kepesertaan.data.described import given_paths
from kepesertaan.data.loader import load_toml
from kepesertaan.data.office import office
from kepesertaan.data.visits import visit_settings
from kepesertaan.domain.described import Described
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.template_check import Checked, Offer, TagPlace
from kepesertaan.domain.visits import Visit
from kepesertaan.rules.visit_values import visit_values
from kepesertaan.word.gate import open_word
from kepesertaan.word.template_fields import Given, check
from kepesertaan.word.template_tags import read_tags
from kepesertaan.word.template_words import lint_params, mistake, syntax_words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATES = Path(kepesertaan.__file__).parent / "templates"
Fill = Callable[[Any], Any]

DATA = Given(
    [
        *(Offer(path, heading, "Kunjungan") for path, heading in (
            ("nama_perusahaan", "Nama Perusahaan"), ("no_hp", "No. HP"),
            ("pic_jabatan", "PIC/Jabatan"), ("tanggal", "Tanggal"), ("catatan", "Catatan"),
            ("jumlah", "Jumlah"), ("hasil", "Hasil"),
        )),
        Offer("temuan[*].tindak_lanjut", "Tindak Lanjut", "Temuan"),
        Offer("temuan[*].tenggat", "Tenggat", "Temuan"),
        Offer("nama_kantor", "pengaturan kantor", ""),
    ],
    "lembar 'Kunjungan'",
)  # fmt: skip


def lines(*texts: str) -> Fill:
    """A document of paragraphs."""
    return lambda made: [made.add_paragraph(text) for text in texts]


def cell(*texts: str) -> Fill:
    """A document with a table of which a cell holds these paragraphs."""

    def fill(made: Any) -> None:
        inside = made.add_table(2, 2).cell(1, 1)
        inside.paragraphs[0].text = texts[0]
        for text in texts[1:]:
            inside.add_paragraph(text)

    return fill


def rows(*texts: str) -> Fill:
    """A document with a table, a text a row."""

    def fill(made: Any) -> None:
        table = made.add_table(len(texts), 2)
        for number, text in enumerate(texts):
            table.cell(number, 0).text = text

    return fill


def runs(*texts: str, inside: str = "") -> Fill:
    """A paragraph of runs as Word cuts them; the last one in an element such as a link."""

    def fill(made: Any) -> None:
        paragraph = made.add_paragraph()
        for text in texts:
            paragraph.add_run(text)
        if inside:
            last = paragraph.runs[-1]._r
            holder = etree.Element(W + inside)
            last.addprevious(holder)
            holder.append(last)

    return fill


def merged(instruction: str) -> Fill:
    """A paragraph with a field of Word's."""

    def fill(made: Any) -> None:
        simple = etree.SubElement(made.add_paragraph()._p, W + "fldSimple")
        simple.set(W + "instr", instruction)

    return fill


def word(fill: Fill) -> bytes:
    made = docx.Document()
    fill(made)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def checked(fill: Fill, given: Given = DATA) -> Checked:
    return check(read_tags(open_word(word(fill), "a.docx")), given)


def said(fill: Fill, given: Given = DATA) -> list[str]:
    return [one.sentence for one in checked(fill, given).mistakes]


# --- the twelve mistakes of staff, and their near misses

TWELVE: list[tuple[str, Fill, list[str]]] = [
    ("1 for not closed", lines("{%p for t in temuan %}", "{{ t.tenggat }}"),
     ["paragraf 1: blok {% for %} tidak ditutup; tambahkan {%p endfor %} sesudah bagian itu."]),
    ("2 one bracket", lines("Nama {{ hasil } dan {{ catatan }}"),
     ["paragraf 1: tag {{ tidak ditutup; tutup dengan }}."]),
    ("3 space before tr", rows("{% tr for t in temuan %}", "{{ t.tenggat }}", "{%tr endfor %}"),
     ["tabel 1 baris 1 kolom 1: ada spasi di depan 'tr'; tulis {%tr tanpa spasi sesudah %."]),
    ("4 space in the name", lines("", "Kepada {{ nama perusahaan }}"),
     ["paragraf 2: 'nama perusahaan' adalah judul kolom, bukan nama isian; tulis {{ nama_perusahaan }}."]),
    ("5 heading with a stroke", cell("{{ PIC/Jabatan }}"),
     ["tabel 1 baris 2 kolom 2: 'PIC/Jabatan' adalah judul kolom, bukan nama isian; tulis {{ pic_jabatan }}."]),
    ("6 heading with a point", lines("{{ No. HP }}"),
     ["paragraf 1: 'No. HP' adalah judul kolom, bukan nama isian; tulis {{ no_hp }}."]),
    ("7 cell that may be empty", cell("{%p if catatan %}", "{{ catatan }}", "{%p endif %}"),
     ["tabel 1 baris 2 kolom 2: isi sel hanya {%p if catatan %} sampai penutupnya, sehingga sel bisa menjadi "
      "kosong sama sekali dan Word menolak sel seperti itu; tambahkan satu alinea kosong di sel itu, di luar "
      "blok; program ini menambahkannya saat mengisi, program lain tidak."]),
    ("8 typing mistake", rows("{%tr for t in temuan %}", "{{ t.tindak_lanjt }}", "{%tr endfor %}"),
     ["tabel 1 baris 2 kolom 1: kolom 'tindak_lanjt' tidak ada di lembar 'Temuan'; mungkin maksudnya "
      "{{ t.tindak_lanjut }}."]),
    ("9 unknown filter", lines("{{ tanggal | tgl_panjang }}"),
     ["paragraf 1: filter 'tgl_panjang' tidak dikenal; mungkin maksudnya {{ tanggal | tanggal_panjang }}."]),
    ("10 cut by Word, but whole", runs("{", "{ nama_per", "usahaan }", "}"), []),
    ("11 else if", lines("{%p if hasil %}", "a", "{%p else if catatan %}", "b", "{%p endif %}"),
     ["paragraf 3: {% else if %} tidak dikenal; tulis {%p elif catatan %}."]),
    ("12 per cent in a {%p", lines("{%p if jumlah % 2 == 0 %}", "genap", "{%p endif %}"),
     ["paragraf 1: tag {%p memuat tanda % atau } di tengahnya, sehingga tidak terbaca; hitung nilainya lebih "
      "dahulu dengan {% set %} di alinea tersendiri."]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fill", "sentences"), [one[1:] for one in TWELVE], ids=[t[0] for t in TWELVE]
)
def test_typical_mistakes(fill: Fill, sentences: list[str]) -> None:
    assert said(fill) == sentences


FINE: dict[str, Fill] = {
    "plain": lines("{{ nama_perusahaan }} {{ tanggal|tanggal_panjang }} {{ hasil.upper() }}"),
    "cell with a line outside of the block": cell("{%p if catatan %}", "x", "{%p endif %}", ""),
    "cell with both branches": cell("{%p if catatan %}", "a", "{%p else %}", "b", "{%p endif %}"),
    "cell with a condition in the line": cell("{% if catatan %}{{ catatan }}{% endif %}"),
    "day of a date": lines("{{ tanggal.day }}"),
    "guarded": lines("{{ lain|default('-') }}{% if zzz is defined %}{{ zzz }}{% endif %}"),
    "own variable": lines("{% set n = jumlah * 2 %}{{ n }}"),
    "sum of fields": lines("{{ jumlah + 1 }} {{ jumlah / jumlah }}"),
    "loop": rows("{%tr for t in temuan %}", "{{ loop.index }} {{ t.tenggat }}", "{%tr endfor %}"),
    "given by filling": lines("{{ nama_kantor }}"),
    "words in single brackets that are no field": lines("Pilih {salah satu} dan {lihat}"),
    "a whole tag in a link": runs("Lihat ", "{{ hasil }}", inside="hyperlink"),
    "hard blank in a tag": lines("{{\u00a0hasil\u00a0}}"),
    "a field of Word": merged(" PAGE "),
    "percent outside of tags": lines("Naik 5 % {{ jumlah }}%"),
    "macro": lines("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(hasil) }}"),
}


@pytest.mark.parametrize("fill", FINE.values(), ids=FINE.keys())
def test_near_misses_are_fine(fill: Fill) -> None:
    assert said(fill) == []


MORE: dict[str, tuple[Fill, str]] = {
    "end without beginning": (lines("{%p endif %}"), "{%p endif %} tidak punya tag pembuka"),
    "closing bracket alone": (lines("hasil }} ada"), "tanda }} tidak punya pasangan {{ di depannya"),
    "single brackets": (lines("Kepada {Nama Perusahaan}"), "tulis {{ nama_perusahaan }}"),
    "torn by a link": (runs("{{ ha", "sil }}", inside="hyperlink"), "sebagian di dalam tautan"),
    "torn by a revision": (runs("{{ ha", "sil }}", inside="ins"), "sebagian di dalam sisipan"),
    "loop over a single value": (lines("{% for a in hasil %}{{ a.b }}{% endfor %}"), "hanya satu nilai per baris"),
    "loop over no sheet": (lines("{% for a in tamu %}{{ a.b }}{% endfor %}"), "tidak ada lembar kedua bernama 'tamu'"),
    "table printed whole": (lines("{{ temuan }}"), "berisi banyak baris"),
    "part of a value": (lines("{{ nama.perusahaan }} {{ pic_jabatan.hp }}"), "'pic_jabatan' satu nilai saja"),
    "column of a table outside": (lines("{{ tenggat }}"), "{{ baris.tenggat }} di dalam {%tr for baris in temuan %}"),
    "heading inside a loop": (lines("{% for t in temuan %}{{ t.Tindak Lanjut }}{% endfor %}"), "tulis {{ t.tindak_lanjut }}"),
    "heading with a filter": (lines("{{ Tanggal|tanggal_panjang }}"), "tulis {{ tanggal | tanggal_panjang }}"),
    "tag over two cells": (rows("{{ ha", "sil }}"), "terputus di antara dua sel"),
    "tag over two lines": (lines("{{ ha", "sil }}"), "kedua alinea menyatu"),
    "text beside a row tag": (rows("{%tr for t in temuan %} isi", "{{ t.tenggat }}", "{%tr endfor %}"), "'isi' di dekatnya hilang"),
    "loop variable after its loop": (lines("{% for t in temuan %}{% endfor %}{{ t.tenggat }}"), "hanya ada di dalam blok for"),
    "heading of another sheet": (lines("{{ Jabatan / PIC }}"), "kolom 'Jabatan / PIC' tidak ada di lembar 'Kunjungan'; mungkin maksudnya {{ pic_jabatan }}"),
    "heading of no sheet": (lines("{{ Nama Ibu Kandung }}"), "kolom 'Nama Ibu Kandung' tidak ada di lembar 'Kunjungan'; tambahkan"),
    "heading in a condition": (lines("{% if No. HP %}x{% endif %}"), "mungkin maksudnya {% if no_hp %}"),
    "letters nobody sees": (lines("{{ ha\u200bsil }}"), "huruf yang tidak terlihat"),
    "heading with a hard blank": (lines("{{ Nama\u00a0Perusahaan }}"), "tulis {{ nama_perusahaan }}"),
    "mail merge": (merged(' MERGEFIELD "Nama Perusahaan" \\* MERGEFORMAT '), "lalu tulis {{ nama_perusahaan }}"),
    "empty tag": (lines("{{ }}"), "kosong atau kurang isinya"),
    "unknown command": (lines("{% jika hasil %}"), "perintah 'jika' tidak dikenal"),
}  # fmt: skip


@pytest.mark.parametrize(("fill", "words"), MORE.values(), ids=MORE.keys())
def test_other_mistakes(fill: Fill, words: str) -> None:
    found = said(fill)
    assert any(words in sentence for sentence in found), found


def test_a_torn_tag_is_one_docxtpl_cannot_read_and_a_cut_one_is_not() -> None:
    """The rule says what docxtpl does with such files."""
    for inside, is_read in (("hyperlink", False), ("", True)):
        template = DocxTemplate(BytesIO(word(runs("{{ ha", "sil }}", inside=inside))))
        template.init_docx()
        source = re.sub(r"\{\{.*?\}\}", "", template.patch_xml(template.get_xml()))
        try:
            etree.fromstring(source)
        except etree.XMLSyntaxError:
            assert not is_read
        else:
            assert is_read


UNSAFE = [
    "{{ cycler.__init__.__globals__.os.popen('id') }}", "{{ ''.__class__.__mro__ }}",
    "{{ foto.tpl.docx.save('x') }}", "{{ hasil['__class__'] }}", "{% include 'x' %}",
    "{% import 'x' as y %}", "{{ lipsum() }}", "{{ hasil.format('x') }}",
]  # fmt: skip


@pytest.mark.parametrize("tag", UNSAFE)
def test_unsafe_tags_are_told_as_such_and_nothing_else(tag: str) -> None:
    assert [one.code for one in checked(lines(tag)).mistakes] == ["T05"]


def test_every_mistake_is_told_in_one_go_in_reading_order_with_places() -> None:
    def fill(made: Any) -> None:
        made.sections[0].header.paragraphs[0].text = "{{ nama_kntor }}"
        made.add_paragraph("{{ nama perusahaan }} {{ hasil }} {{ Nama_Perushaan }}")
        outer = made.add_table(1, 1).cell(0, 0)
        outer.add_table(1, 1).cell(0, 0).text = "{{ catatn }}"
        made.add_paragraph("{{ jumlh }} {%p endif %}")
        made.core_properties.title = "{{ hasl }}"

    places = [(one.place.words, one.code) for one in checked(fill).mistakes]
    assert places == [
        ("paragraf 1", "T01"),
        ("paragraf 1", "T02"),
        ("tabel 1 baris 1 kolom 1, tabel di dalamnya baris 1 kolom 1", "T02"),
        ("paragraf 2", "T02"),
        ("paragraf 2", "DTL102"),
        ("paragraf 2", "DTL209"),
        ("kepala halaman, paragraf 1", "T02"),
        ("properti berkas (judul)", "T02"),
    ]  # fmt: skip


def test_text_boxes_are_told_once() -> None:
    box = (
        '<w:r xmlns:w="{w}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{inside}</w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    inside = "<w:txbxContent><w:p><w:r><w:t>{{ hasl }}</w:t></w:r></w:p></w:txbxContent>"

    def fill(made: Any) -> None:
        made.add_paragraph()._p.append(etree.fromstring(box.format(w=W[1:-1], inside=inside)))

    assert said(fill) == [
        "kotak teks di paragraf 1: kolom 'hasl' tidak ada di lembar 'Kunjungan'; mungkin maksudnya {{ hasil }}."
    ]


def test_without_data_headings_are_told_and_names_believed() -> None:
    nothing = Given(None)
    assert said(lines("{{ No. HP }} {{ PIC/Jabatan }} {{ apa_saja }} {{ a / b }}"), nothing) == [
        "paragraf 1: 'No. HP' adalah judul kolom, bukan nama isian; tulis {{ no_hp }}.",
        "paragraf 1: 'PIC/Jabatan' adalah judul kolom, bukan nama isian; tulis {{ pic_jabatan }}.",
    ]


def test_three_lists() -> None:
    found = checked(
        rows(
            "{%tr for t in temuan %}",
            "{{ t.tenggat }} {{ t.biaya }} {{ No. HP }}",
            "{%tr endfor %}",
        )
    )
    assert [need.path for need in found.there] == ["temuan[*].tenggat", "no_hp"]
    assert [need.path for need in found.missing] == ["temuan[*].biaya"]
    assert [one.heading for one in found.unused] == [
        "Nama Perusahaan", "PIC/Jabatan", "Tanggal", "Catatan", "Jumlah", "Hasil", "Tindak Lanjut",
    ]  # fmt: skip


HOSTILE: dict[str, Fill] = {
    "brackets": lines("{{ " + "(" * 3000 + "a" + ")" * 3000 + " }}"),
    "steps": lines("{{ a" + ".b" * 900 + " }}"),
    "filters": lines("{{ a" + "|upper" * 3000 + " }}"),
    "blocks": lines(*["{%p if a %}"] * 1500, *["{%p endif %}"] * 1500),
    "openings": lines("{{" * 3000),
    "an ending of nothing": lines("{{ a " + "<" * 3000),
}


@pytest.mark.parametrize("fill", HOSTILE.values(), ids=HOSTILE.keys())
def test_templates_made_to_hang_end_in_a_sentence(fill: Fill, run: Any, tmp_path: Path) -> None:
    template = tmp_path / "jahat.docx"
    template.write_bytes(word(fill))
    code, out = run(template)
    assert (code, "kesalahan." in out) == (1, True), out[-500:]


# --- the words

SAMPLES = {
    "open": "{{", "close": "}}", "end_para": 3, "directive": "disable", "rules": "DTL1", "kw": "for",
    "raw": "{{ x }}", "msg": "unexpected '}'", "name": "x", "prefix": "tr", "open_raw": "{%tr for %}",
    "close_raw": "{% endfor %}", "open_loc": "body 1", "open_prefix": "-", "close_prefix": "tr",
    "t1": 1, "t2": 2, "table": 1, "row": 2, "rest": "isi", "unit": "table row", "path": "a", "key": "a",
    "type": "number", "filter": "join", "object": "RichText", "char": "&", "value": "x", "error": "boom",
}  # fmt: skip
ENGLISH = re.compile(
    r"\b(the|is|are|not|and|but|of|with|without|tag is|missing|unknown|unexpected|expected|row|table|paragraph"
    r"|number|string|cell|object|list|docxtpl|use|write|never)\b"
)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_of_the_linter_is_told_in_indonesian(code: str) -> None:
    english = RULES[code].en
    needed = {name for _, name, _, _ in Formatter().parse(english) if name}
    given = {**{name: SAMPLES[name] for name in needed}, "close": "{% endfor %}"}
    told = mistake(
        code, TagPlace("paragraf 1", "word/document.xml", 0), "{{ x }}", **lint_params(given)
    )
    words = re.sub(r"'[^']*'|\{[{%].*?[}%]\}|is defined|is x", "", f"{told.text}; {told.remedy}")
    assert not ENGLISH.search(words), words
    assert told.text != english
    assert told.stops or RULES[code].severity == "warning" or code in ("DTL302", "DTL307", "DTL308")


JINJA = [
    "expected token 'end of print statement', got 'perusahaan'",
    "expected token 'end of statement block', got 'if'", "expected token 'in', got 'x'",
    "Expected an expression, got 'end of print statement'", "Encountered unknown tag 'jika'.",
    "unexpected char '#' at 3", "unexpected '}'", "No filter named 'x'", "a sentence of tomorrow",
]  # fmt: skip


@pytest.mark.parametrize("message", JINJA)
def test_what_jinja_says_is_told_in_indonesian(message: str) -> None:
    words = re.sub(r"'[^']*'", "", syntax_words(message))
    assert not ENGLISH.search(words), words
    assert words != message


def test_every_rule_has_its_words() -> None:
    for code, told in load_toml("template_rules").items():
        if re.fullmatch(r"(DTL|T)\d+", code):
            assert told["apa"], code
            assert told["saran"], code


# --- files that are no templates


def test_what_is_no_word_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    whole = word(lines("x"))
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    book = BytesIO()
    openpyxl.Workbook().save(book)
    cases = {
        b"": "kosong",
        b"%PDF-1.7": "dokumen PDF",
        b"{\\rtf1": "dokumen RTF",
        b"halo": "tidak dikenal",
        encrypted: "berkata sandi",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"): "(.doc)",
        book.getvalue(): "buku kerja Excel",
        whole[: len(whole) // 2]: "utuh",
        swapped(
            whole, "[Content_Types].xml", b"document.main", b"document.macroEnabled.main"
        ): "makro",
        swapped(whole, "word/document.xml", b"</w:body>", b""): "rusak",
        swapped(whole, "word/document.xml", b"<w:body>", b"<w:body>" + b" " * (33 << 20)): "besar",
    }
    for data, words in cases.items():
        with pytest.raises(UnreadableInput) as error:
            open_word(data, "a.docx")
        assert words in str(error.value), str(error.value)
        assert str(error.value).startswith("a.docx ")


def swapped(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            target.writestr(name, content)
    return out.getvalue()


# --- the command


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def call(*args: Any) -> tuple[int, str]:
        code = cli.main(["periksa-templat", *map(str, args)])
        out = capsys.readouterr()
        return code, out.out + out.err

    return call


def book(path: Path) -> Path:
    work = openpyxl.Workbook()
    page = work.active
    page.title = "Kunjungan"
    page.append(["DAFTAR KUNJUNGAN"])
    page.append([])
    page.append(["No Kunjungan", "Tanggal", "Nama Perusahaan", "No. HP", "Foto", "Hasil"])
    page.append(["K-1", None, "PT Maju & Jaya", "0812", "a.jpg", "baik"])
    other = work.create_sheet("Temuan")
    other.append(["No Kunjungan", "Aspek", "Tindak Lanjut"])
    other.append(["K-1", "upah", "lapor"])
    work.create_sheet("Catatan bebas").append(["halo"])
    work.save(path)
    return path


def faulty(made: Any) -> None:
    made.sections[0].header.paragraphs[0].text = "{{ nama_kntor }}"
    made.add_paragraph("{{ nama perusahaan }} dan {{ hasil }}, {{ hasl }}")
    table = made.add_table(3, 2)
    table.cell(0, 0).text = "{%tr for t in temuan %}"
    table.cell(1, 1).text = "{{ t.tindak_lanjt }}"
    table.cell(2, 0).text = "{%tr endfor %}"


def test_end_to_end(run: Any, tmp_path: Path) -> None:
    template = tmp_path / "lapor.docx"
    template.write_bytes(word(faulty))
    before = template.read_bytes()
    code, out = run(template, "--data", book(tmp_path / "data.xlsx"))
    assert code == 1
    assert "lapor.docx: 4 kesalahan." in out
    assert "Tabel 1 baris 2 kolom 2: kolom 'tindak_lanjt' tidak ada di lembar 'Temuan'" in out
    assert "2 isian ada, 3 tidak ada" in out
    assert template.read_bytes() == before
    made = openpyxl.load_workbook(tmp_path / "HASIL" / "lapor_periksa.xlsx")
    assert made.sheetnames == [
        "Kesalahan",
        "Dibutuhkan dan ada",
        "Dibutuhkan, tidak ada",
        "Tidak terpakai",
    ]
    found = [row[1:5] for row in made["Kesalahan"].iter_rows(min_row=2, values_only=True)]
    assert found[0] == (
        "Paragraf 1", "{{ nama perusahaan }}", "'nama perusahaan' adalah judul kolom, bukan nama isian",
        "Tulis {{ nama_perusahaan }}",
    )  # fmt: skip
    unused = [row[:2] for row in made["Tidak terpakai"].iter_rows(min_row=2, values_only=True)]
    assert unused == [
        ("Tanggal", "Kunjungan"),
        ("No. HP", "Kunjungan"),
        ("Aspek", "Temuan"),
        ("Tindak Lanjut", "Temuan"),
    ]
    copy = docx.Document(str(tmp_path / "HASIL" / "lapor_periksa.docx"))
    assert [comment.text for comment in copy.comments] == [
        "'nama perusahaan' adalah judul kolom, bukan nama isian; tulis {{ nama_perusahaan }}.",
        "Kolom 'hasl' tidak ada di lembar 'Kunjungan'; mungkin maksudnya {{ hasil }}.",
        "Kolom 'tindak_lanjt' tidak ada di lembar 'Temuan'; mungkin maksudnya {{ t.tindak_lanjut }}.",
        "Kepala halaman, paragraf 1: Kolom 'nama_kntor' tidak ada di lembar 'Kunjungan'; mungkin maksudnya "
        "{{ nama_kantor }}.",
    ]  # fmt: skip


def test_earlier_results_stay_and_runs_are_repeatable(run: Any, tmp_path: Path) -> None:
    template = tmp_path / "lapor.docx"
    template.write_bytes(word(faulty))
    run(template)
    run(template)
    made = tmp_path / "HASIL"
    assert sorted(path.name for path in made.iterdir()) == [
        "lapor_periksa.docx", "lapor_periksa.xlsx", "lapor_periksa_v2.docx", "lapor_periksa_v2.xlsx",
    ]  # fmt: skip
    for ending in ("docx", "xlsx"):
        assert (made / f"lapor_periksa.{ending}").read_bytes() == (
            made / f"lapor_periksa_v2.{ending}"
        ).read_bytes()


def test_a_sound_template_ends_with_0_and_no_copy(run: Any, tmp_path: Path) -> None:
    template = tmp_path / "baik.docx"
    template.write_bytes(word(lines("{{ Hasil }}".lower(), "{{ nama_kantor }}")))
    code, out = run(template, "--data", book(tmp_path / "data.xlsx"), "--json")
    assert code == 0
    said = json.loads(out)
    assert said["per_aturan"]["periksa-templat"] == {
        "kesalahan": 0, "perlu_dilihat": 0, "ada": 2, "tidak_ada": 0, "tidak_terpakai": 5,
    }  # fmt: skip
    assert [Path(path).name for path in said["keluaran"]] == ["baik_periksa.xlsx"]


VISITS = [
    ["No Kunjungan", "Tanggal", "Nama Perusahaan", "NPP Perusahaan", "Jam Mulai", "Jam Selesai", "Hasil", "Jumlah Tunggakan"],
    ["K-1", datetime(2026, 11, 24), "PT Maju Jaya", "99000001", "09.00", "10.00", "baik", 5],
    ["K-2", datetime(2026, 11, 25), "CV Sinar", "99000002", "09.00", "10.00", "baik", "belum dihitung"],
]  # fmt: skip


def test_what_only_the_rows_show_is_told_with_row_and_place(run: Any, tmp_path: Path) -> None:
    work = openpyxl.Workbook()
    work.active.title = "Kunjungan"
    for row in VISITS:
        work.active.append(row)
    work.save(tmp_path / "data.xlsx")
    template = tmp_path / "a.docx"
    template.write_bytes(word(rows("{{ hasil }}", "{{ jumlah_tunggakan|rupiah }}")))
    code, out = run(template, "--data", tmp_path / "data.xlsx")
    assert code == 1
    assert "a.docx: 1 kesalahan." in out
    assert (
        "Tabel 1 baris 2 kolom 1: dengan isi baris 3 lembar 'Kunjungan' tidak dapat diisi: " in out
    )
    assert "tag '{{ jumlah_tunggakan|rupiah }}' (kolom Jumlah Tunggakan): " in out
    assert "belum dihitung" not in out  # never a value of the data
    work.active["H3"] = 7
    work.save(tmp_path / "data.xlsx")
    assert run(template, "--data", tmp_path / "data.xlsx")[0] == 0


def test_what_the_engine_refuses_is_told_as_well(run: Any, tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        simple = etree.SubElement(made.add_paragraph()._p, W + "fldSimple")
        simple.set(W + "instr", "INCLUDETEXT C:/rahasia.docx")
        made.add_paragraph("{{ No. HP }}")

    template = tmp_path / "a.docx"
    template.write_bytes(word(fill))
    code, out = run(template)
    assert code == 1
    assert "Seluruh berkas: bidang INCLUDETEXT mengambil isi dari luar" in out
    assert "tulis {{ no_hp }}" in out


def test_fields_the_description_calls_optional_may_be_missing(run: Any, tmp_path: Path) -> None:
    template = tmp_path / "a.docx"
    template.write_bytes(
        word(lines("{{ kendala }} {{ tujuan }} {% for t in tanya %}{{ t.isi }}{% endfor %}"))
    )
    template.with_suffix(".toml").write_text(
        '[[field]]\nname="kendala"\n[[field]]\nname="tujuan"\nrequired=true\n[[table]]\nname="tanya"\nsheet="Tanya"\n',
        encoding="utf-8",
    )
    code, out = run(template, "--data", book(tmp_path / "data.xlsx"))
    assert code == 1
    assert "a.docx: 1 kesalahan." in out
    assert "kolom 'tujuan' tidak ada" in out
    missing = openpyxl.load_workbook(tmp_path / "HASIL" / "a_periksa.xlsx")["Dibutuhkan, tidak ada"]
    assert {row[0]: row[2] for row in missing.iter_rows(min_row=2, values_only=True)} == {
        "kendala": "Boleh kosong", "tujuan": "Dibutuhkan", "tanya[*].isi": "Boleh kosong",
    }  # fmt: skip


def test_what_filling_gives_by_itself_is_what_visit_reports_give() -> None:
    values = visit_values(Visit("Kunjungan", 2, {}), Described(), office(), visit_settings())
    given = {path.partition("[*]")[0] for path in given_paths()}
    assert given == values.keys() | {"nomor_laporan", "foto", "foto_baris"}


WRONG: list[tuple[list[str], int, str]] = [
    (["tidak_ada.docx"], 3, "tidak"),
    (["a.docx", "--data", "tidak_ada.xlsx"], 2, "berkas itu tidak ada"),
    (["a.docx", "--data", "data.xlsx", "--lembar", "Juli"], 3, "lembar yang diminta tidak ada"),
    (["data.xlsx"], 3, "bukan dokumen Word"),
    (["a.docx", "data.xlsx"], 2, "satu templat Word saja"),
    (["a.docx", "--data", "a.docx"], 3, "a.docx"),
    ([str(TEMPLATES / "surat_teguran_1.docx"), "--data", "data.xlsx"], 2, "jalankan tanpa --data"),
]


@pytest.mark.parametrize(("args", "code", "words"), WRONG)
def test_wrong_use_is_one_sentence(
    args: list[str],
    code: int,
    words: str,
    run: Any,
    tmp_path: Path,
) -> None:
    book(tmp_path / "data.xlsx")
    (tmp_path / "a.docx").write_bytes(word(lines("x")))
    paths = [str(tmp_path / arg) if arg.endswith(("docx", "xlsx")) else arg for arg in args]
    got, out = run(*paths)
    assert (got, words in out, "Traceback" in out) == (code, True, False), out
    assert not (tmp_path / "HASIL").exists()


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_every_shipped_template_fits_its_own_description(
    path: Path, run: Any, tmp_path: Path
) -> None:
    code, out = run(path, "--keluar", tmp_path)
    assert code == 0, out
    assert " 0 tidak ada" in out


@pytest.mark.libreoffice
def test_libreoffice_shows_the_comments_at_their_words(
    run: Any, tmp_path: Path, soffice: str
) -> None:
    template = tmp_path / "lapor.docx"
    template.write_bytes(word(faulty))
    run(template, "--data", book(tmp_path / "data.xlsx"))
    subprocess.run(
        [soffice, f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless",
         "--convert-to", "fodt", "--outdir", str(tmp_path), str(tmp_path / "HASIL" / "lapor_periksa.docx")],
        check=True, timeout=120, capture_output=True,
    )  # fmt: skip
    tree = etree.parse(str(tmp_path / "lapor_periksa.fodt"))
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    notes = [
        "".join(p.itertext()) for note in tree.iter(office + "annotation") for p in list(note)[-1:]
    ]
    assert len(notes) == 4
    assert any("{{ t.tindak_lanjut }}" in note for note in notes)
    assert len(list(tree.iter(office + "annotation-end"))) == 4
