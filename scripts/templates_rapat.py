"""Template of the page for the monthly meeting: figures, five sentences, room for decisions."""

from __future__ import annotations

from docx.enum.text import WD_ALIGN_PARAGRAPH

from template_base import (
    command,
    grid,
    letterhead,
    new_document,
    page_numbers,
    to_bytes,
    write,
)
from visit_fields import LETTERHEAD, Field, Rows, described_as

_HEADS = ("Metrik", "Target s.d. bulan", "Realisasi", "Capaian", "Warna", "Perkiraan Des")
_CELLS = ("nama", "target", "realisasi", "capaian", "warna", "perkiraan")
_WIDTHS = (46, 28, 28, 17, 19, 27)
_RIGHT = (1, 2, 3, 5)  # columns of numbers
_DECISIONS = ("No", "Keputusan rapat", "Penanggung jawab", "Tenggat")
_DECISION_WIDTHS = (10, 85, 42, 28)
_EMPTY_ROWS = 3


def meeting_page() -> bytes:
    """Halaman rapat bulanan."""
    document = new_document("Rapat Bulanan Target")
    letterhead(document, "Rapat Bulanan Target \u2013 {{ bulan }}")
    page_numbers(document, "Rapat Bulanan Target \u2013 {{ bulan }}")
    write(document, "Rapat Bulanan Target", "Title")
    write(document, "Bulan {{ bulan }}", "Nomor Dokumen")
    table = grid(
        document, _HEADS, _WIDTHS, [f"{{{{ baris.{name} }}}}" for name in _CELLS],
        loop="baris in metrik",
    )  # fmt: skip
    for row in table.rows:
        for column in _RIGHT:
            row.cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    command(document, "{%p if sebagian %}")
    write(
        document,
        "* Perkiraan hanya dari petugas dan segmen yang semua bulannya ada, jadi dapat di bawah "
        "realisasi semua petugas.",
        "caption",
    )
    command(document, "{%p endif %}")
    command(document, "{%p if lebih %}")
    write(document, "{{ lebih }} metrik lain ada di buku rekap.", "caption")
    command(document, "{%p endif %}")
    write(document, "Yang perlu dibicarakan", "heading 1")
    command(document, "{%p for kalimat_ini in kalimat %}")
    write(document, "{{ kalimat_ini }}", "Butir Angka")
    command(document, "{%p endfor %}")
    write(document, "Keputusan", "heading 1")
    decisions = grid(document, _DECISIONS, _DECISION_WIDTHS, ("1", "", "", ""))
    for number in range(2, _EMPTY_ROWS + 1):
        decisions.add_row().cells[0].paragraphs[0].text = str(number)
    for row in decisions.rows[1:]:
        for cell in row.cells:
            cell.paragraphs[0].style = "Isi"
    return to_bytes(document)


_TEXTS = (
    *LETTERHEAD,
    ("bulan", "Bulan", "November 2026", True),
    ("sampai", "Sampai Bulan", "Nov", False),
    ("lebih", "Metrik Lain", "0", False),
    ("sebagian", "Perkiraan Sebagian", "ya", False),
)
FIELDS = tuple(Field(name, label, "text", example, need) for name, label, example, need in _TEXTS)
_EXAMPLES = ("Iuran diterima (rupiah)", "Rp 548,8 miliar", "Rp 542,1 miliar", "98,8 %", "! Kuning",
             "Rp 566,9 miliar")  # fmt: skip
ROWS = Rows(
    "metrik", "Metrik", "Metrik",
    tuple(
        Field(name, label, "text", example, name == "nama")
        for name, label, example in zip(_CELLS, _HEADS, _EXAMPLES, strict=True)
    ),
)  # fmt: skip
SENTENCES = Rows(
    "kalimat", "Kalimat", "Kalimat",
    (Field("kalimat", "Kalimat", "long", "Selisih rekonsiliasi 0.", True),),
)  # fmt: skip
_NOTE = (
    "Tata letak buatan sendiri, bukan formulir resmi BPJS Ketenagakerjaan. Diisi oleh Rekap Target "
    "dari angka yang sama dengan bukunya."
)


def _described() -> bytes:
    return described_as(
        "templates_rapat", "rekap", "Rapat Bulanan Target", _NOTE, FIELDS, [ROWS, SENTENCES]
    )


TEMPLATES = {"rapat_bulanan.docx": meeting_page, "rapat_bulanan.toml": _described}
