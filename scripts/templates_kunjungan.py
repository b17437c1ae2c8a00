"""Templates of visits: berita acara (one page, two pages), reports with photos, socialisation."""

from __future__ import annotations

from typing import Any

from template_base import (
    command,
    grid,
    label_table,
    letterhead,
    new_document,
    page_numbers,
    plain_table,
    signatures,
    text_width,
    to_bytes,
    write,
)

_OPENING = (
    "Pada hari ini **{{ tanggal|hari }}**, tanggal {{ tanggal.day|terbilang }} bulan "
    "{{ tanggal|nama_bulan }} tahun {{ tanggal.year|terbilang }} "
    "({{ tanggal|tanggal_panjang }}), pukul {{ jam_mulai }} sampai dengan {{ jam_selesai }} "
    "{{ zona_waktu }}, bertempat di {{ lokasi }}, "
)
_OFFICER = (
    ("Nama", "{{ nama_petugas }}"),
    ("NPP petugas", "{{ npp_petugas }}"),
    ("Jabatan", "{{ jabatan_petugas }}"),
)
_COMPANY = (
    ("Nama perusahaan", "**{{ nama_perusahaan }}**"),
    ("NPP perusahaan", "{{ npp_perusahaan }}"),
    ("Alamat", "{{ alamat_perusahaan }}"),
)
_CONTACT = (("Ditemui", "{{ nama_pic }}, {{ jabatan_pic }}"), ("Nomor HP", "{{ no_hp }}"))
_CLOSING = (
    "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."
)


def short_record() -> bytes:
    """Berita acara on one page."""
    document = _begun("Berita Acara Kunjungan")
    width = text_width(document)
    write(document, _OPENING + "kami yang bertanda tangan di bawah ini:")
    label_table(document, _OFFICER, width)
    _gap(document, "telah melaksanakan kunjungan **{{ jenis_kunjungan }}** ke:")
    label_table(document, [*_COMPANY, *_CONTACT], width)
    _gap(document, "dengan hasil sebagai berikut:")
    label_table(
        document,
        (
            ("Tujuan", "{{ tujuan }}"),
            ("Hasil kunjungan", "{{ hasil }}"),
            ("Kendala", "{{ kendala }}"),
            ("Tindak lanjut", "{{ tindak_lanjut }}"),
            ("Tenggat", "{{ tenggat|tanggal_panjang }}"),
        ),
        width,
    )
    _gap(document, _CLOSING, "Penutup")
    _both_sign(document, width)
    return to_bytes(document)


def _begun(title: str) -> Any:
    document = new_document(title)
    letterhead(document, f"{title} \u2013 {{{{ nama_perusahaan }}}}\tNomor {{{{ nomor_laporan }}}}")
    page_numbers(document, f"{title} \u2013 {{{{ nama_perusahaan }}}}")
    write(document, title, "Title")
    write(document, "Nomor: {{ nomor_laporan }}", "Nomor Dokumen")
    return document


def _gap(document: Any, text: str, style: str = "Isi") -> None:
    """A text with room above it, behind a table."""
    from docx.shared import Pt

    write(document, text, style).paragraph_format.space_before = Pt(6)


def _both_sign(document: Any, width: float) -> None:
    write(document, "{{ kota }}, {{ tanggal|tanggal_panjang }}", "Tempat Tanggal")
    signatures(
        document,
        (
            ("Pihak perusahaan,", "{{ nama_pic }}", "{{ jabatan_pic }}"),
            ("Petugas,", "{{ nama_petugas }}", "NPP {{ npp_petugas }}"),
        ),
        width,
    )


TEMPLATES = {"berita_acara_kunjungan_1.docx": short_record}
