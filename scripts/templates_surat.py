"""Templates of letters to companies in arrears: pemberitahuan, teguran 1, teguran 2.

Their texts say what is owed and ask for payment or an answer. What the law says comes from
data/letters.toml, so that an unconfirmed sentence never gets into a letter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from template_base import (
    LETTER,
    command,
    fill,
    grid,
    letterhead,
    new_document,
    page_numbers,
    plain_table,
    signatures,
    text_width,
    to_bytes,
    write,
)
from visit_fields import LETTERHEAD, Field, Rows, described_as

_DOTS = "…" * 12
_HEADS = ("No", "Bulan iuran", "Jatuh tempo", "Iuran", "Denda", "Jumlah")
_WIDTHS = (9, 33, 24, 33, 31, 35)
_CELLS = ("no", "bulan", "jatuh_tempo", "iuran", "denda", "jumlah")
_FIRST_AMOUNT = 3  # the column from which amounts stand at the right
_OWED = (
    "iuran untuk **{{ jumlah_bulan }} bulan** ({{ bulan }}) belum kami terima, dengan rincian "
    "sebagai berikut:"
)
_FOLLOWING = (
    "{% if nomor_lalu %}Menindaklanjuti {{ surat_lalu }} nomor {{ nomor_lalu }} tanggal "
    "{{ tanggal_lalu }}, {% endif %}"
)
_ESTIMATED = (
    "Jumlah setiap bulan merupakan pembagian rata dari seluruh tunggakan; mohon dicocokkan dengan "
    "catatan Bapak/Ibu."
)
_PAID = (
    "Pembayaran Bapak/Ibu sebesar {{ dibayar }} sudah kami perhitungkan{% if denda %}; denda bulan "
    "yang baru dibayar sebagian dihitung dari seluruh iuran bulan itu{% endif %}."
)
_THANKS = "Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih."
_NEXT = "Iuran berikutnya jatuh tempo pada {{ jatuh_tempo_berikut }}."
_HELP = (
    "Bila pembayaran sudah dilakukan, mohon abaikan surat ini dan sampaikan bukti bayarnya kepada "
    "kami. Bila ada data yang perlu diperbaiki, misalnya jumlah tenaga kerja, kami siap "
    "membantu{% if telepon_kantor %} melalui telepon {{ telepon_kantor }}{% endif %}."
)


def notice() -> bytes:
    """Surat pemberitahuan."""
    thanks = (
        "Terima kasih atas kepesertaan {{ perusahaan }} dalam program BPJS Ketenagakerjaan. "
        "Menurut catatan kami sampai dengan {{ tanggal_catatan }}, "
    )
    asked = "Kami mohon pembayaran dilakukan paling lambat **{{ batas }}**. "
    return _letter("Surat Pemberitahuan", thanks, asked)


def first_reminder() -> bytes:
    """Surat teguran 1."""
    told = (
        f"{_FOLLOWING}kami sampaikan bahwa menurut catatan kami sampai dengan "
        "{{ tanggal_catatan }}, "
    )
    asked = (
        "Kami minta tunggakan tersebut dilunasi paling lambat **{{ batas }}**. Bila ada kendala, "
        "mohon sampaikan rencana pembayarannya kepada kami sebelum tanggal itu. "
    )
    return _letter("Surat Teguran 1", told, asked)


def second_reminder() -> bytes:
    """Surat teguran 2."""
    told = (
        f"{_FOLLOWING}kami sampaikan teguran kedua ini karena menurut catatan kami sampai dengan "
        "{{ tanggal_catatan }}, "
    )
    asked = (
        "Kami minta tunggakan tersebut dilunasi paling lambat **{{ batas }}**. Bila pelunasan "
        "belum dapat dilakukan, mohon hubungi kami sebelum tanggal itu untuk membahas "
        "penyelesaiannya. Tanpa jawaban, penagihan kami lanjutkan sesuai ketentuan yang berlaku. "
    )
    return _letter("Surat Teguran 2", told, asked)


def _letter(title: str, told: str, asked: str) -> bytes:
    document = _begun(title)
    write(document, told + _OWED)
    _table(document)
    write(document, asked + _NEXT)
    return _ended(document)


def _begun(title: str) -> Any:
    document = new_document(title, LETTER)
    width = text_width(document)
    letterhead(document, "{{ tingkat }} \u2013 {{ perusahaan }}\tNomor {{ nomor }}")
    page_numbers(document, "{{ tingkat }} \u2013 {{ perusahaan }}")
    write(document, "{% if kota %}{{ kota }}, {% endif %}{{ tanggal }}", "Tempat Tanggal")
    head = [("Nomor", "{{ nomor }}"), ("Lampiran", "-"), ("Perihal", "**{{ perihal }}**")]
    rows = [[(label, "Isi Rapat"), (":", "Isi Rapat"), (v, "Isi Rapat")] for label, v in head]
    _flush(plain_table(document, (22, 4, width - 26), rows))
    for text in ("", "Yth. Pimpinan", "**{{ perusahaan }}**", "NPP {{ npp }}"):
        write(document, text, "Isi Rapat")
    write(document, "{{ alamat or 'di Tempat' }}", "Isi Rapat")
    write(document, "", "Isi Rapat")
    write(document, "Dengan hormat,")
    return document


def _flush(table: Any) -> None:
    """Let the text of a table's first column begin where paragraphs do."""
    margins = OxmlElement("w:tblCellMar")
    left = OxmlElement("w:left")
    left.set(qn("w:w"), "0")
    left.set(qn("w:type"), "dxa")
    margins.append(left)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    table._tbl.tblPr.append(margins) if look is None else look.addprevious(margins)


def _table(document: Any) -> None:
    cells = [f"{{{{ baris.{name} }}}}" for name in _CELLS]
    table = grid(document, _HEADS, _WIDTHS, cells, loop="baris in rincian")
    sums = ("", "**Jumlah**", "", *(f"**{{{{ {name} }}}}**" for name in (
        "jumlah_iuran", "jumlah_denda", "total")))  # fmt: skip
    for cell, text in zip(table.add_row().cells, sums, strict=True):
        cell.paragraphs[0].style = "Isi Tabel"
        fill(cell.paragraphs[0], text)
    for row in table.rows:
        for cell in row.cells[_FIRST_AMOUNT:]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(document, "Terbilang: **{{ terbilang }}**.", "Isi Sambung")
    command(document, "{%p if dibayar %}")
    write(document, _PAID)
    command(document, "{%p endif %}")
    command(document, "{%p if denda %}")
    write(document, "Denda dihitung sampai dengan tanggal surat ini.")
    command(document, "{%p endif %}")
    command(document, "{%p if perkiraan %}")
    write(document, _ESTIMATED)
    command(document, "{%p endif %}")
    command(document, "{%p if dasar %}")
    write(document, "{{ dasar }}")
    command(document, "{%p endif %}")


def _ended(document: Any) -> bytes:
    write(document, _HELP).paragraph_format.keep_with_next = True  # no signature on its own page
    write(
        document, "Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih.", "Penutup"
    )
    signs = ("Hormat kami,", f"{{{{ penanda_tangan or '{_DOTS}' }}}}", "{{ jabatan }}")
    signatures(document, (("", "", ""), signs), text_width(document))
    return to_bytes(document)


_LETTER = (
    *LETTERHEAD,
    ("nomor", "Nomor Surat", "001/TAG/XI/2026", True),
    ("tanggal", "Tanggal Surat", "23 November 2026", True),
    ("tanggal_catatan", "Tanggal Catatan", "20 November 2026", True),
    ("tingkat", "Tingkat", "Surat Teguran 1", True),
    ("perihal", "Perihal", "Teguran Pertama Tunggakan Iuran", True),
    ("perusahaan", "Perusahaan", "PT Contoh Makmur", True),
    ("npp", "NPP", "15009901", True),
    ("alamat", "Alamat Perusahaan", "Jalan Contoh Nomor 2, Malang", False),
    ("bulan", "Bulan Tertunggak", "September dan Oktober 2026", True),
    ("jumlah_bulan", "Jumlah Bulan", "2", True),
    ("jumlah_iuran", "Jumlah Iuran", "Rp 2.500.000", True),
    ("jumlah_denda", "Jumlah Denda", "Rp 75.000", True),
    ("total", "Total", "Rp 2.575.000", True),
    ("terbilang", "Terbilang", "dua juta lima ratus tujuh puluh lima ribu rupiah", True),
    ("dibayar", "Sudah Dibayar", "", False),
    ("denda", "Ada Denda", "ya", False),
    ("perkiraan", "Perkiraan", "", False),
    ("dasar", "Dasar Hukum", "Iuran yang dibayar sesudah jatuh tempo dikenai denda.", False),
    ("batas", "Batas Waktu", "2 Desember 2026", True),
    ("jatuh_tempo_berikut", "Jatuh Tempo Berikut", "15 Desember 2026", True),
    ("nomor_lalu", "Nomor Surat Lalu", "001/TAG/X/2026", False),
    ("surat_lalu", "Surat Lalu", "Surat Pemberitahuan", False),
    ("tanggal_lalu", "Tanggal Surat Lalu", "26 Oktober 2026", False),
    ("penanda_tangan", "Penanda Tangan", "Dewi Kusuma", False),
    ("jabatan", "Jabatan", "Kepala Bidang Kepesertaan", False),
)
FIELDS = tuple(Field(name, label, "text", example, need) for name, label, example, need in _LETTER)
ROWS = Rows(
    "rincian", "Rincian per bulan", "Rincian",
    tuple(
        Field(name, label, "text", example, name != "denda")
        for name, label, example in zip(
            _CELLS, _HEADS,
            ("1", "September 2026", "15-10-2026", "Rp 1.250.000", "Rp 50.000", "Rp 1.300.000"),
            strict=True,
        )
    ),
)  # fmt: skip
_NOTE = (
    "Tata letak dan kata-kata buatan sendiri, bukan naskah resmi BPJS Ketenagakerjaan; periksa "
    "dengan kantor sebelum dipakai. Kalimat tentang hukum (dasar) hanya dari letters.toml yang "
    "sudah dipastikan: denda menurut ringkasan PP 44/2015 (keuangan.kontan.co.id)."
)


def _described(title: str) -> Callable[[], bytes]:
    return lambda: described_as("templates_surat", "surat", title, _NOTE, FIELDS, [ROWS])


def _of(name: str, title: str, make: Callable[[], bytes]) -> dict[str, Callable[[], bytes]]:
    return {f"{name}.docx": make, f"{name}.toml": _described(title)}


LETTERS: Sequence[tuple[str, str, Callable[[], bytes]]] = (
    ("surat_pemberitahuan", "Surat Pemberitahuan Tunggakan", notice),
    ("surat_teguran_1", "Surat Teguran 1", first_reminder),
    ("surat_teguran_2", "Surat Teguran 2", second_reminder),
)
TEMPLATES = {key: make for letter in LETTERS for key, make in _of(*letter).items()}
