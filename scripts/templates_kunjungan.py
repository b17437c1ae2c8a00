"""Templates of visits: berita acara (one page, two pages), reports with photos, socialisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from template_base import (
    command,
    grid,
    label_table,
    letterhead,
    new_document,
    page_numbers,
    photo_cell,
    plain_table,
    signatures,
    text_width,
    to_bytes,
    write,
)
from visit_fields import FINDINGS, PRESENT, QUESTIONS, described

Line = tuple[str, str]


def _people(name: str) -> str:
    """A number of people; a zero is one, an empty cell a dash."""
    return f"{{% if {name} is defined %}}{{{{ {name} }}}} orang{{% else %}}–{{% endif %}}"


def _letter(number: str, day: str) -> str:
    """A letter's number and day, a dash without a number."""
    told = f"{{% if {day} %}}, tanggal {{{{ {day}|tanggal_panjang }}}}{{% endif %}}"
    return f"{{% if {number} %}}{{{{ {number} }}}}{told}{{% else %}}–{{% endif %}}"


_WHEN = (
    "**{{ tanggal|hari }}**, tanggal {{ tanggal|tanggal_terbilang }} "
    "({{ tanggal|tanggal_panjang }}), pukul {{ jam_mulai|jam }} sampai dengan "
    "{{ jam_selesai|jam }} {{ zona_waktu }}"
)
_OPENING = f"Pada hari ini {_WHEN}, bertempat di {{{{ lokasi }}}}, "
_OFFICER: tuple[Line, ...] = (
    ("Nama petugas", "**{{ nama_petugas }}**"),
    ("NPP petugas", "{{ npp_petugas or '–' }}"),
    ("Jabatan", "{{ jabatan_petugas or '–' }}"),
)
_TEAM: tuple[Line, ...] = (
    ("Anggota tim", "{{ anggota_tim or '–' }}"),
    (
        "Surat tugas",
        _letter("nomor_surat_tugas", "tanggal_surat_tugas"),
    ),
)
_COMPANY: tuple[Line, ...] = (
    ("Nama perusahaan", "**{{ nama_perusahaan }}**"),
    ("NPP perusahaan", "{{ npp_perusahaan }}"),
    ("Alamat", "{{ alamat_perusahaan }}"),
)
_TRADE: tuple[Line, ...] = (
    (
        "Bidang dan skala usaha",
        "{{ bidang_usaha or '–' }}{% if skala_usaha %}, {{ skala_usaha }}{% endif %}",
    ),
    ("Segmen dan program", "{{ segmen or '–' }}{% if program %}; {{ program }}{% endif %}"),
)
_CONTACT: tuple[Line, ...] = (
    ("Ditemui", "{{ nama_pic }}, {{ jabatan_pic }}"),
    ("Nomor HP", "{{ no_hp or '–' }}"),
)
_MEMBERS: tuple[Line, ...] = (
    ("Tenaga kerja terdaftar", _people("tk_terdaftar")),
    ("Tenaga kerja sebenarnya", _people("tk_sebenarnya")),
    ("Iuran terakhir dibayar", "{{ iuran_terakhir or '–' }}"),
    (
        "Tunggakan",
        "{% if bulan_tunggakan is defined %}{{ bulan_tunggakan }} bulan, {% endif %}"
        "{{ jumlah_tunggakan|rupiah or '–' }}",
    ),
    ("Sebab tunggakan", "{{ sebab_tunggakan or '–' }}"),
)
_PROMISE: tuple[Line, ...] = (
    ("Kesediaan perusahaan", "{{ komitmen or '–' }}"),
    ("Nominal", "{{ nominal_komitmen|rupiah or '–' }}"),
    ("Tanggal pembayaran", "{{ tanggal_komitmen|tanggal_panjang or '–' }}"),
    ("Kunjungan berikutnya", "{{ kunjungan_berikutnya|tanggal_panjang or '–' }}"),
)
_CLOSING = "Demikian {} ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."
_COMPANY_SIGNS = ("Pihak perusahaan,", "{{ nama_pic }}", "{{ jabatan_pic }}")
_OFFICER_SIGNS = ("Petugas,", "{{ nama_petugas }}", "NPP {{ npp_petugas or '–' }}")
_HEAD_SIGNS = (
    "Mengetahui,",
    "{{ mengetahui or '........................' }}",
    "{{ jabatan_mengetahui or '' }}",
)


def short_record() -> bytes:
    """Berita acara on one page."""
    document = _begun("Berita Acara Kunjungan", "{{ nama_perusahaan }}")
    width = text_width(document)
    write(document, _OPENING + "yang bertanda tangan di bawah ini:")
    label_table(document, _OFFICER, width)
    write(document, "telah melaksanakan kunjungan **{{ jenis_kunjungan }}** kepada:", "Isi Sambung")
    label_table(document, [*_COMPANY, *_CONTACT], width)
    write(document, "dengan hasil sebagai berikut:", "Isi Sambung")
    label_table(
        document,
        (
            ("Tujuan", "{{ tujuan }}"),
            ("Hasil", "{{ hasil }}"),
            ("Kendala", "{{ kendala or '–' }}"),
            ("Tindak lanjut", "{{ tindak_lanjut }}"),
            ("Tenggat", "{{ tenggat|tanggal_panjang or '–' }}"),
        ),
        width,
    )
    _signed(document, "berita acara", (_COMPANY_SIGNS, _OFFICER_SIGNS))
    return to_bytes(document)


def long_record() -> bytes:
    """Berita acara on two pages: findings as a table, photos, three signatures."""
    document = _begun("Berita Acara Kunjungan", "{{ nama_perusahaan }}")
    width = text_width(document)
    write(document, _OPENING + "telah dilaksanakan kunjungan **{{ jenis_kunjungan }}** dengan "
          "uraian sebagai berikut.")  # fmt: skip
    _section(document, "A. Pelaksana", [*_OFFICER, *_TEAM])
    _section(document, "B. Perusahaan", [*_COMPANY, *_TRADE, *_CONTACT])
    _section(document, "C. Kepesertaan dan iuran", _MEMBERS)
    write(document, "D. Tujuan dan hasil", "heading 1")
    write(document, "Tujuan: {{ tujuan }}")
    write(document, "{{ hasil }}")
    write(document, "Kendala: {{ kendala or '–' }}")
    _findings(document, width)
    _section(document, "E. Komitmen perusahaan", _PROMISE)
    _signed(document, "berita acara", (_COMPANY_SIGNS, _OFFICER_SIGNS, _HEAD_SIGNS))
    _photos(document, "Lampiran: dokumentasi kunjungan")
    return to_bytes(document)


def visit_report() -> bytes:
    """Laporan kunjungan with a grid of photos."""
    document = _begun("Laporan Kunjungan", "{{ nama_perusahaan }}")
    width = text_width(document)
    visit = (
        ("Hari, tanggal", "{{ tanggal|hari }}, {{ tanggal|tanggal_panjang }}"),
        ("Waktu", "{{ jam_mulai|jam }}\u2013{{ jam_selesai|jam }} {{ zona_waktu }}"),
        ("Tempat", "{{ lokasi }}"),
        ("Jenis kunjungan", "{{ jenis_kunjungan }}"),
        ("Petugas", "{{ nama_petugas }} ({{ jabatan_petugas or '–' }})"),
        ("Anggota tim", "{{ anggota_tim or '–' }}"),
    )
    _section(document, "1. Pelaksanaan", visit)
    _section(document, "2. Perusahaan", [*_COMPANY, *_CONTACT, *_MEMBERS[:2], _MEMBERS[3]])
    write(document, "3. Tujuan", "heading 1")
    write(document, "{{ tujuan }}")
    write(document, "4. Hasil", "heading 1")
    write(document, "{{ hasil }}")
    write(document, "Kendala: {{ kendala or '–' }}")
    write(document, "5. Tindak lanjut", "heading 1")
    write(document, "{{ tindak_lanjut }} Tenggat: {{ tenggat|tanggal_panjang or '–' }}.")
    _findings(document, width)
    _signed(document, "laporan", (_HEAD_SIGNS, ("Pelapor,", *_OFFICER_SIGNS[1:])))
    _photos(document, "Lampiran: dokumentasi kunjungan")
    return to_bytes(document)


def social_report() -> bytes:
    """Report of an invitation or a socialisation."""
    document = _begun("Laporan Sosialisasi", "{{ judul_kegiatan }}")
    width = text_width(document)
    event = (
        ("Kegiatan", "**{{ judul_kegiatan }}**"),
        ("Penyelenggara", "{{ penyelenggara }}"),
        (
            "Undangan",
            _letter("nomor_undangan", "tanggal_undangan"),
        ),
        ("Hari, tanggal", "{{ tanggal|hari }}, {{ tanggal|tanggal_panjang }}"),
        ("Waktu", "{{ jam_mulai|jam }}\u2013{{ jam_selesai|jam }} {{ zona_waktu }}"),
        ("Tempat", "{{ lokasi }}"),
        ("Narasumber", "{{ narasumber or '–' }}"),
        ("Petugas", "{{ nama_petugas }} ({{ jabatan_petugas or '–' }})"),
        ("Jumlah peserta", "{{ jumlah_peserta }} orang"),
    )
    _section(document, "1. Kegiatan", event)
    write(document, "2. Materi", "heading 1")
    write(document, "{{ materi }}")
    write(document, "3. Hasil", "heading 1")
    write(document, "{{ hasil }}")
    command(document, "{%p if tanya_jawab %}")
    write(document, "Tanya jawab", "heading 2")
    grid(document, ("No.", "Pertanyaan", "Jawaban"), (10, 70, width - 80),
         ("{{ loop.index }}", "{{ baris.pertanyaan }}", "{{ baris.jawaban or '–' }}"),
         loop="baris in tanya_jawab")  # fmt: skip
    command(document, "{%p endif %}")
    write(document, "4. Tindak lanjut", "heading 1")
    write(document, "{{ tindak_lanjut }}")
    command(document, "{%p if peserta_hadir %}")
    write(document, "5. Peserta hadir", "heading 1")
    grid(document, ("No.", "Nama", "Instansi", "Jabatan"), (10, 55, 60, width - 125),
         ("{{ loop.index }}", "{{ baris.nama }}", "{{ baris.instansi or '–' }}",
          "{{ baris.jabatan or '–' }}"),
         loop="baris in peserta_hadir")  # fmt: skip
    command(document, "{%p endif %}")
    _signed(document, "laporan", (_HEAD_SIGNS, ("Pelapor,", *_OFFICER_SIGNS[1:])))
    _photos(document, "Lampiran: dokumentasi kegiatan")
    return to_bytes(document)


def _begun(title: str, about: str) -> Any:
    document = new_document(title)
    letterhead(document, f"{title} \u2013 {about}\tNomor {{{{ nomor_laporan }}}}")
    page_numbers(document, f"{title} \u2013 {about}")
    write(document, title, "Title")
    write(document, "Nomor: {{ nomor_laporan }}", "Nomor Dokumen")
    return document


def _section(document: Any, title: str, lines: Sequence[Line]) -> None:
    write(document, title, "heading 1")
    label_table(document, lines, text_width(document))


def _findings(document: Any, width: float) -> None:
    """The table of findings, where the visit has any."""
    command(document, "{%p if temuan %}")
    grid(
        document,
        ("No.", "Aspek", "Temuan", "Tindak lanjut", "Penanggung jawab", "Tenggat"),
        (10, 27, 43, 40, 24, width - 144),
        (
            "{{ loop.index }}", "{{ baris.aspek }}", "{{ baris.temuan }}",
            "{{ baris.tindak_lanjut or '–' }}", "{{ baris.penanggung_jawab or '–' }}",
            "{{ baris.tenggat|tanggal_pendek or '–' }}",
        ),
        loop="baris in temuan",
    )  # fmt: skip
    command(document, "{%p endif %}")


def _photos(document: Any, title: str) -> None:
    """One photo over the whole width, or two beside each other in as many rows as are needed."""
    width = text_width(document)
    command(document, "{%p if foto %}")
    write(document, title, "heading 1")
    command(document, "{%p if foto|length == 1 %}")
    single = plain_table(document, (width,), [[("", "Foto")]])
    photo_cell(single.cell(0, 0), "foto[0]")
    command(document, "{%p else %}")
    pairs = plain_table(
        document, (width / 2, width / 2),
        [[("{%tr for baris in foto_baris %}", "Perintah"), ("", "Perintah")],
         [("", "Foto"), ("", "Foto")],
         [("{%tr endfor %}", "Perintah"), ("", "Perintah")]],
    )  # fmt: skip
    photo_cell(pairs.cell(1, 0), "baris[0]")
    photo_cell(pairs.cell(1, 1), "baris[1]", guard="baris|length > 1")
    command(document, "{%p endif %}")
    command(document, "{%p endif %}")


def _signed(document: Any, what: str, blocks: Sequence[Sequence[str]]) -> None:
    write(document, _CLOSING.format(what), "Penutup")
    write(
        document,
        "{{ kota or '........................' }}, {{ tanggal|tanggal_panjang }}",
        "Tempat Tanggal",
    )
    signatures(document, blocks, text_width(document))


_RECORD = (
    "no_kunjungan", "nomor_laporan", "tanggal", "jam_mulai", "jam_selesai", "zona_waktu", "lokasi",
    "kota", "jenis_kunjungan", "nama_petugas", "npp_petugas", "jabatan_petugas", "nama_perusahaan",
    "npp_perusahaan", "alamat_perusahaan", "nama_pic", "jabatan_pic", "no_hp", "tujuan", "hasil",
    "kendala", "tindak_lanjut", "tenggat",
)  # fmt: skip
_MORE = (
    "anggota_tim", "nomor_surat_tugas", "tanggal_surat_tugas", "bidang_usaha", "skala_usaha",
    "segmen", "program", "tk_terdaftar", "tk_sebenarnya", "iuran_terakhir", "bulan_tunggakan",
    "jumlah_tunggakan", "sebab_tunggakan", "komitmen", "nominal_komitmen", "tanggal_komitmen",
    "kunjungan_berikutnya",
)  # fmt: skip
_HEAD = ("mengetahui", "jabatan_mengetahui")
_PHOTOS = ("foto", "keterangan_foto")
_REPORT = (
    *_RECORD, "anggota_tim", "tk_terdaftar", "tk_sebenarnya", "bulan_tunggakan",
    "jumlah_tunggakan", *_HEAD, *_PHOTOS,
)  # fmt: skip
_EVENT = (
    "no_kunjungan", "nomor_laporan", "tanggal", "jam_mulai", "jam_selesai", "zona_waktu", "lokasi",
    "kota", "judul_kegiatan", "penyelenggara", "nomor_undangan", "tanggal_undangan", "narasumber",
    "nama_petugas", "npp_petugas", "jabatan_petugas", "jumlah_peserta", "materi", "hasil",
    "tindak_lanjut", *_HEAD, *_PHOTOS,
)  # fmt: skip

TEMPLATES = {
    "berita_acara_kunjungan_1.docx": short_record,
    "berita_acara_kunjungan_1.toml": lambda: described(
        "Berita Acara Kunjungan (1 halaman)", _RECORD
    ),
    "berita_acara_kunjungan_2.docx": long_record,
    "berita_acara_kunjungan_2.toml": lambda: described(
        "Berita Acara Kunjungan (2 halaman)", (*_RECORD[:-2], *_MORE, *_HEAD, *_PHOTOS), [FINDINGS]
    ),
    "laporan_kunjungan.docx": visit_report,
    "laporan_kunjungan.toml": lambda: described("Laporan Kunjungan", _REPORT, [FINDINGS]),
    "laporan_sosialisasi.docx": social_report,
    "laporan_sosialisasi.toml": lambda: described(
        "Laporan Sosialisasi", _EVENT, [QUESTIONS, PRESENT]
    ),
}
