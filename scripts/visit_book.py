"""The workbook of visits: the sheet Kunjungan with drop-downs, repeated rows, invented visits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

import xlsxwriter

from participant_form import FONT, HEAD, INK, LINE
from visit_fields import FIELDS, FINDINGS, PRESENT, QUESTIONS, Field

Value = str | int | date | time
_ROOM = 300  # rows the sheet is prepared for
_HEIGHT, _LINE = 33, 13  # points
_WIDTHS = {"long": 46, "text": 22, "date": 13, "time": 10, "number": 11, "money": 16}
_WIDE = {"nama_perusahaan": 30, "alamat_perusahaan": 44, "lokasi": 38, "judul_kegiatan": 44,
         "foto": 32, "keterangan_foto": 32, "zona_waktu": 9, "no_kunjungan": 11}  # fmt: skip
_LOOKS = {"date": "dd-mm-yyyy", "time": "hh.mm", "number": "#,##0", "money": "#,##0"}
_NUMBER = FIELDS["no_kunjungan"]
COLUMNS = [
    one for name, one in FIELDS.items()
    if name not in ("koordinat", "tanggal_undangan", "nomor_undangan")
]  # fmt: skip

_RINA = {"nama_petugas": "Rina Permata", "npp_petugas": "209900001",
         "jabatan_petugas": "Account Representative", "zona_waktu": "WIB", "kota": "Lamongan",
         "mengetahui": "Hadi Wibowo",
         "jabatan_mengetahui": "Kepala Bidang Kepesertaan"}  # fmt: skip
_AGUS = _RINA | {"nama_petugas": "Agus Firmansyah", "npp_petugas": "209900002",
                 "jabatan_petugas": "Account Representative Khusus"}  # fmt: skip
VISITS: list[dict[str, Value]] = [
    _RINA | {
        "no_kunjungan": "K-001", "tanggal": date(2026, 11, 24), "jam_mulai": time(9, 0),
        "jam_selesai": time(10, 30), "lokasi": "Kantor PT Maju Jaya Sentosa, Lamongan",
        "jenis_kunjungan": "Pembinaan",
        "tujuan": "Memutakhirkan data tenaga kerja dan membahas iuran yang belum dibayar.",
        "nomor_surat_tugas": "ST/118/XI/2026", "tanggal_surat_tugas": date(2026, 11, 20),
        "anggota_tim": "Bagus Pradana (mahasiswa magang)",
        "nama_perusahaan": "PT Maju Jaya Sentosa", "npp_perusahaan": "99000001",
        "alamat_perusahaan": "Jl. Veteran No. 17, Kelurahan Jetis, Kecamatan Lamongan",
        "bidang_usaha": "Pengolahan hasil laut", "skala_usaha": "Menengah", "segmen": "PU",
        "program": "JKK, JKM, JHT, JP", "nama_pic": "Dewi Kusuma",
        "jabatan_pic": "Kepala Personalia", "no_hp": "081200009901", "tk_terdaftar": 148,
        "tk_sebenarnya": 163, "iuran_terakhir": "September 2026", "bulan_tunggakan": 1,
        "jumlah_tunggakan": 27345600, "sebab_tunggakan": "Pergantian bendahara",
        "hasil": "Ditemukan 15 tenaga kerja yang belum didaftarkan. Perusahaan memahami "
        "kewajibannya dan sudah menerima rincian iuran Oktober 2026.",
        "kendala": "Data tenaga kerja baru belum lengkap.",
        "tindak_lanjut": "Perusahaan mengirim data 15 tenaga kerja; petugas mendampingi "
        "pendaftarannya.",
        "tenggat": date(2026, 12, 4), "komitmen": "Bersedia", "nominal_komitmen": 27345600,
        "tanggal_komitmen": date(2026, 11, 30), "kunjungan_berikutnya": date(2026, 12, 8),
    },
    _RINA | {
        "no_kunjungan": "K-002", "tanggal": date(2026, 11, 24), "jam_mulai": time(13, 0),
        "jam_selesai": time(14, 0), "lokasi": "Gudang CV Sinar & Rekan, Babat",
        "jenis_kunjungan": "Akuisisi",
        "tujuan": "Menjelaskan kewajiban mendaftarkan seluruh tenaga kerja.",
        "nama_perusahaan": "CV Sinar & Rekan", "npp_perusahaan": "99000002",
        "alamat_perusahaan": "Jl. Raya Babat No. 5, Kecamatan Babat",
        "bidang_usaha": "Perdagangan bahan bangunan", "skala_usaha": "Kecil", "segmen": "PU",
        "program": "JKK, JKM", "nama_pic": "Yusuf Hidayat", "jabatan_pic": "Direktur",
        "no_hp": "081200009902", "tk_terdaftar": 0, "tk_sebenarnya": 12, "bulan_tunggakan": 0,
        "jumlah_tunggakan": 0, "hasil": "Pemilik bersedia mendaftarkan 12 tenaga kerja.",
        "tindak_lanjut": "Petugas mengirim formulir pendaftaran.", "tenggat": date(2026, 12, 1),
        "komitmen": "Bersedia",
    },
    _AGUS | {
        "no_kunjungan": "K-003", "tanggal": date(2026, 11, 25), "jam_mulai": time(10, 0),
        "jam_selesai": time(11, 0), "lokasi": "Kantor PT Bahari Sejahtera, Paciran",
        "jenis_kunjungan": "Penagihan", "tujuan": "Membahas tunggakan iuran tiga bulan.",
        "nama_perusahaan": "PT Bahari Sejahtera", "npp_perusahaan": "99000003",
        "alamat_perusahaan": "Jl. Deandles Km 60, Kecamatan Paciran", "segmen": "PU",
        "nama_pic": "Lestari Ningsih", "tk_terdaftar": 41, "iuran_terakhir": "Juli 2026",
        "bulan_tunggakan": 3, "jumlah_tunggakan": 18900000,
        "hasil": "Perusahaan meminta waktu sampai akhir bulan untuk membayar.",
        "komitmen": "Perlu persetujuan pimpinan",
    },
    _RINA | {
        "no_kunjungan": "K-004", "tanggal": date(2026, 11, 26), "jam_mulai": time(8, 30),
        "jam_selesai": time(11, 30), "lokasi": "Balai Desa Brondong",
        "jenis_kunjungan": "Sosialisasi", "tujuan": "Mengenalkan program kepada pekerja perikanan.",
        "nama_perusahaan": "Kelompok Nelayan Bahari Makmur", "npp_perusahaan": "99000004",
        "alamat_perusahaan": "Desa Brondong, Kecamatan Brondong", "segmen": "BPU",
        "nama_pic": "Sari Handayani", "jabatan_pic": "Bendahara",
        "hasil": "Peserta memahami manfaat program; 18 orang langsung mendaftar.",
        "tindak_lanjut": "Petugas mendampingi pendaftaran 24 orang lainnya.",
        "tenggat": date(2026, 12, 3),
        "judul_kegiatan": "Sosialisasi Program Jaminan Sosial bagi Pekerja Perikanan",
        "penyelenggara": "Kelompok Nelayan Bahari Makmur", "narasumber": "Rina Permata",
        "materi": "Manfaat JKK dan JKM, cara mendaftar, cara membayar iuran, dan cara mengajukan "
        "klaim.",
        "jumlah_peserta": 42,
    },
]  # fmt: skip
_ROWS: dict[str, list[dict[str, Value]]] = {
    "Temuan": [
        {"no_kunjungan": "K-001", "aspek": "Data tenaga kerja",
         "temuan": "15 tenaga kerja belum didaftarkan",
         "tindak_lanjut": "Mengirim data melalui SIPP", "penanggung_jawab": "Dewi Kusuma",
         "tenggat": date(2026, 12, 4)},
        {"no_kunjungan": "K-001", "aspek": "Iuran", "temuan": "Iuran Oktober 2026 belum dibayar",
         "tindak_lanjut": "Membayar melalui kode iuran", "penanggung_jawab": "Dewi Kusuma",
         "tenggat": date(2026, 11, 30)},
        {"no_kunjungan": "K-003", "aspek": "Iuran", "temuan": "Tiga bulan belum dibayar",
         "tindak_lanjut": "Menyampaikan jadwal pembayaran", "penanggung_jawab": "Lestari Ningsih",
         "tenggat": date(2026, 12, 2)},
    ],
    "Peserta Hadir": [
        {"no_kunjungan": "K-004", "nama": "Sari Handayani",
         "instansi": "Kelompok Nelayan Bahari Makmur", "jabatan": "Bendahara"},
        {"no_kunjungan": "K-004", "nama": "Slamet Riyadi",
         "instansi": "Kelompok Nelayan Bahari Makmur", "jabatan": "Ketua"},
    ],
    "Tanya Jawab": [
        {"no_kunjungan": "K-004",
         "pertanyaan": "Apakah nelayan yang melaut harian dapat mendaftar?",
         "jawaban": "Dapat, sebagai peserta bukan penerima upah."},
    ],
}  # fmt: skip
_GUIDE = (
    "Satu baris di lembar Kunjungan menjadi satu laporan. Empat kunjungan di sini rekaan; hapus "
    "isinya, bukan judul kolomnya.",
    "Kolom boleh dipindah, dihapus, atau ditambah. Judul kolom menjadi nama isian di templat Word: "
    "No. HP ditulis {{ no_hp }}.",
    "Kolom berjudul biru tua dipakai semua templat. Yang kosong ditandai kuning di laporan.",
    "Temuan, Peserta Hadir, dan Tanya Jawab: satu baris satu butir, dengan No Kunjungan yang sama.",
    "Foto: taruh di folder Foto di samping buku ini. Foto dikenali dari kolom Foto (nama berkas, "
    "pisahkan dengan titik koma), nama berkas atau folder (nomor kunjungan, NPP, nama perusahaan), "
    "atau jam pengambilannya.",
    "Nomor Laporan yang kosong diisi dari register saat laporan dibuat.",
    "Tata letak templat bawaan buatan sendiri, bukan formulir resmi.",
)


def write_visits(book: xlsxwriter.Workbook) -> None:
    """The sheets Kunjungan, Temuan, Peserta Hadir, Tanya Jawab and Petunjuk."""
    _write_sheet(book, "Kunjungan", COLUMNS, VISITS, frozen=2)
    for rows in (FINDINGS, PRESENT, QUESTIONS):
        _write_sheet(book, rows.sheet, [_NUMBER, *rows.fields], _ROWS[rows.sheet], frozen=1)
    page = book.add_worksheet("Petunjuk")
    page.hide_gridlines(2)
    page.set_column(0, 0, 110)
    wrap = book.add_format({**FONT, "text_wrap": True})
    title = book.add_format({**FONT, "bold": True, "font_size": 16, "font_color": INK})
    page.write_string(0, 0, "CARA MENGISI", title)
    for row, line in enumerate(_GUIDE, 2):
        page.set_row(row, 15 * (1 + len(line) // 118))
        page.write_string(row, 0, f"{row - 1}. {line}", wrap)
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _write_sheet(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Sequence[Field],
    rows: Sequence[Mapping[str, Value]],
    *,
    frozen: int,
) -> None:
    page = book.add_worksheet(name)
    page.set_row(0, _HEIGHT)
    for col, one in enumerate(columns):
        width = _WIDE.get(one.name, _WIDTHS[one.form])
        look = book.add_format(
            {
                **FONT,
                "num_format": _LOOKS.get(one.form, "@"),
                "valign": "top",
                "text_wrap": True,
                "align": "right" if one.form in ("number", "money") else "left",
            }
        )
        page.set_column(col, col, width, look)
        page.write_string(0, col, one.label, _head(book, one))
        _limit(page, col, one)
    for row, values in enumerate(rows, 1):
        page.set_row(row, _LINE * max(_lines(one, values.get(one.name)) for one in columns) + 3)
        for col, one in enumerate(columns):
            _write(page, row, col, values.get(one.name))
    page.freeze_panes(1, frozen)
    page.autofilter(0, 0, _ROOM, len(columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)


def _lines(one: Field, value: Value | None) -> int:
    width = _WIDE.get(one.name, _WIDTHS[one.form])
    return math.ceil(len(value) / (0.95 * width)) if isinstance(value, str) and value else 1


def _head(book: xlsxwriter.Workbook, one: Field) -> Any:
    needed = one.required or one.name == "no_kunjungan"
    colours = {"bg_color": INK, "font_color": "#FFFFFF"} if needed else {"bg_color": HEAD}
    return book.add_format(
        {**FONT, **colours, "bold": True, "border": 1, "border_color": LINE, "text_wrap": True}
    )


def _limit(page: Any, col: int, one: Field) -> None:
    rule: dict[str, Any] = {"validate": "any"}
    if one.choices:
        rule = {"validate": "list", "source": list(one.choices), "error_type": "warning"}
    elif one.form == "date":
        rule = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
    elif one.form == "time":
        rule = {"validate": "time", "criteria": "between", "minimum": time(0, 0),
                "maximum": time(23, 59)}  # fmt: skip
    elif one.form in ("number", "money"):
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
    if rule["validate"] != "any":
        rule |= {"error_title": one.label, "error_message": f"Isian {one.label} belum sesuai."}
        page.data_validation(1, col, _ROOM, col, rule)


def _write(page: Any, row: int, col: int, value: Value | None) -> None:
    if isinstance(value, date | time):
        page.write_datetime(row, col, value)
    elif isinstance(value, str):
        page.write_string(row, col, value)
    elif value is not None:
        page.write_number(row, col, value)
