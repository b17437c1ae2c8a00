"""Every field of the visit templates: label, form, example (invented), drop-down; and their .toml.

A template's .toml holds ``title``, ``kind``, ``note``, ``official``; ``[[field]]`` with name,
label, form (text, long, date, time, number, money), example, required and, where there is a
drop-down, choices; and ``[[table]]`` for rows that repeat: name, label, sheet and its own
``[[table.field]]``. Names are what stands between the braces in Word; labels are the headings of
the sheet.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

# Of letters and the meeting page: name, label, example, whether it is needed.
LETTERHEAD = (
    ("nama_kantor", "Nama Kantor", "BPJS Ketenagakerjaan Cabang Contoh", True),
    ("alamat_kantor", "Alamat Kantor", "Jalan Contoh Nomor 1", False),
    ("telepon_kantor", "Telepon Kantor", "0341-000000", False),
    ("surel_kantor", "Surel Kantor", "kantor@contoh.example", False),
    ("logo_kantor", "Logo Kantor", "", False),
    ("kota", "Kota", "Malang", False),
)
NOTE = (
    "Tata letak buatan sendiri menurut kebiasaan kantor, bukan formulir resmi BPJS "
    "Ketenagakerjaan; periksa dengan kantor sebelum dipakai resmi."
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``example`` is a TOML value: dates and times as datetime words."""

    name: str
    label: str
    form: str
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of the template whose rows come from a sheet of their own."""

    name: str
    label: str
    sheet: str
    fields: tuple[Field, ...]


KINDS = ("Pembinaan", "Akuisisi", "Penagihan", "Sosialisasi", "Verifikasi NA", "Pemutakhiran data")
SEGMENTS = ("PU", "BPU", "JAKON", "PMI")
SCALES = ("Mikro", "Kecil", "Menengah", "Besar")
ZONES = ("WIB", "WITA", "WIT")
ROLES = (
    "Account Representative",
    "Account Representative Khusus",
    "PAP",
    "PAPK",
    "Mahasiswa magang",
)
ANSWERS = ("Bersedia", "Tidak bersedia", "Perlu persetujuan pimpinan")

_ALL = (
    Field("no_kunjungan", "No Kunjungan", "text", "K-001"),
    Field("nomor_laporan", "Nomor Laporan", "text", ""),
    Field("tanggal", "Tanggal", "date", "2026-11-24", True),
    Field("jam_mulai", "Jam Mulai", "time", "09:00", True),
    Field("jam_selesai", "Jam Selesai", "time", "10:30", True),
    Field("zona_waktu", "Zona Waktu", "text", "WIB", choices=ZONES),
    Field("lokasi", "Lokasi", "text", "Kantor PT Maju Jaya Sentosa, Lamongan", True),
    Field("koordinat", "Koordinat", "text", "-7,1167; 112,4167"),
    Field("kota", "Kota", "text", "Lamongan"),
    Field("jenis_kunjungan", "Jenis Kunjungan", "text", "Pembinaan", True, KINDS),
    Field("tujuan", "Tujuan", "long",
          "Memutakhirkan data tenaga kerja dan membahas iuran yang belum dibayar.", True),
    Field("nomor_surat_tugas", "Nomor Surat Tugas", "text", "ST/118/XI/2026"),
    Field("tanggal_surat_tugas", "Tanggal Surat Tugas", "date", "2026-11-20"),
    Field("nama_petugas", "Nama Petugas", "text", "Rina Permata", True),
    Field("npp_petugas", "NPP Petugas", "text", "209900001"),
    Field("jabatan_petugas", "Jabatan Petugas", "text", "Account Representative", choices=ROLES),
    Field("anggota_tim", "Anggota Tim", "text", "Bagus Pradana (mahasiswa magang)"),
    Field("nama_perusahaan", "Nama Perusahaan", "text", "PT Maju Jaya Sentosa", True),
    Field("npp_perusahaan", "NPP Perusahaan", "text", "99000001", True),
    Field("alamat_perusahaan", "Alamat Perusahaan", "text",
          "Jl. Veteran No. 17, Kelurahan Jetis, Kecamatan Lamongan", True),
    Field("bidang_usaha", "Bidang Usaha", "text", "Pengolahan hasil laut"),
    Field("skala_usaha", "Skala Usaha", "text", "Menengah", choices=SCALES),
    Field("segmen", "Segmen", "text", "PU", choices=SEGMENTS),
    Field("program", "Program", "text", "JKK, JKM, JHT, JP"),
    Field("nama_pic", "Nama PIC", "text", "Dewi Kusuma", True),
    Field("jabatan_pic", "Jabatan PIC", "text", "Kepala Personalia", True),
    Field("no_hp", "No. HP", "text", "081200009901"),
    Field("tk_terdaftar", "TK Terdaftar", "number", "148"),
    Field("tk_sebenarnya", "TK Sebenarnya", "number", "163"),
    Field("iuran_terakhir", "Bulan Iuran Terakhir", "text", "September 2026"),
    Field("bulan_tunggakan", "Bulan Tunggakan", "number", "1"),
    Field("jumlah_tunggakan", "Jumlah Tunggakan", "money", "27345600"),
    Field("sebab_tunggakan", "Sebab Tunggakan", "text", "Pergantian bendahara"),
    Field("hasil", "Hasil", "long",
          "Ditemukan 15 tenaga kerja yang belum didaftarkan. Perusahaan memahami kewajibannya dan "
          "sudah menerima rincian iuran Oktober 2026.", True),
    Field("kendala", "Kendala", "long", "Data tenaga kerja baru belum lengkap."),
    Field("tindak_lanjut", "Tindak Lanjut", "long",
          "Perusahaan mengirim data 15 tenaga kerja; petugas mendampingi pendaftarannya.", True),
    Field("tenggat", "Tenggat", "date", "2026-12-04"),
    Field("komitmen", "Komitmen", "text", "Bersedia", choices=ANSWERS),
    Field("nominal_komitmen", "Nominal Komitmen", "money", "27345600"),
    Field("tanggal_komitmen", "Tanggal Komitmen", "date", "2026-11-30"),
    Field("kunjungan_berikutnya", "Kunjungan Berikutnya", "date", "2026-12-08"),
    Field("mengetahui", "Mengetahui", "text", "Hadi Wibowo"),
    Field("jabatan_mengetahui", "Jabatan Mengetahui", "text", "Kepala Bidang Kepesertaan"),
    Field("foto", "Foto", "text", ""),
    Field("keterangan_foto", "Keterangan Foto", "text", ""),
)  # fmt: skip
FIELDS = {one.name: one for one in _ALL}

_SOCIAL = (
    Field("judul_kegiatan", "Judul Kegiatan", "text",
          "Sosialisasi Program Jaminan Sosial bagi Pekerja Perikanan", True),
    Field("penyelenggara", "Penyelenggara", "text", "Kelompok Nelayan Bahari Makmur", True),
    Field("nomor_undangan", "Nomor Undangan", "text", "012/BM/XI/2026"),
    Field("tanggal_undangan", "Tanggal Undangan", "date", "2026-11-18"),
    Field("narasumber", "Narasumber", "text", "Rina Permata"),
    Field("materi", "Materi", "long",
          "Manfaat JKK dan JKM, cara mendaftar, cara membayar iuran, dan cara mengajukan klaim.",
          True),
    Field("jumlah_peserta", "Jumlah Peserta", "number", "42", True),
)  # fmt: skip
FIELDS |= {one.name: one for one in _SOCIAL}

FINDINGS = Rows("temuan", "Temuan dan tindak lanjut", "Temuan", (
    Field("aspek", "Aspek", "text", "Data tenaga kerja", True),
    Field("temuan", "Temuan", "long", "15 tenaga kerja belum didaftarkan", True),
    Field("tindak_lanjut", "Tindak Lanjut", "long", "Mengirim data melalui SIPP"),
    Field("penanggung_jawab", "Penanggung Jawab", "text", "Dewi Kusuma"),
    Field("tenggat", "Tenggat", "date", "2026-12-04"),
))  # fmt: skip
PRESENT = Rows("peserta_hadir", "Peserta hadir", "Peserta Hadir", (
    Field("nama", "Nama", "text", "Sari Handayani", True),
    Field("instansi", "Instansi", "text", "Kelompok Nelayan Bahari Makmur"),
    Field("jabatan", "Jabatan", "text", "Bendahara"),
))  # fmt: skip
QUESTIONS = Rows("tanya_jawab", "Tanya jawab", "Tanya Jawab", (
    Field("pertanyaan", "Pertanyaan", "long",
          "Apakah nelayan yang melaut harian dapat mendaftar?", True),
    Field("jawaban", "Jawaban", "long", "Dapat, sebagai peserta bukan penerima upah."),
))  # fmt: skip


def described(title: str, names: Sequence[str], tables: Sequence[Rows] = (), **need: bool) -> bytes:
    """The .toml of a template; ``need`` changes whether a field must be filled."""
    wanted = [
        replace(FIELDS[name], required=need.get(name, FIELDS[name].required)) for name in names
    ]
    return described_as("visit_fields", "kunjungan", title, NOTE, wanted, tables)


def described_as(
    module: str,
    kind: str,
    title: str,
    note: str,
    wanted: Sequence[Field],
    tables: Sequence[Rows],
) -> bytes:
    """The .toml of a template of another kind, with fields of its own from ``module``."""
    lines = [
        f"# Dibuat oleh scripts/make_templates.py dari scripts/{module}.py.",
        f"title = {_text(title)}",
        f'kind = "{kind}"',
        "official = false",
        f"note = {_text(note)}",
    ]
    for one in wanted:
        lines += ["", "[[field]]", *_field(one)]
    for table in tables:
        lines += ["", "[[table]]", f'name = "{table.name}"', f"label = {_text(table.label)}",
                  f"sheet = {_text(table.sheet)}"]  # fmt: skip
        for one in table.fields:
            lines += ["", "[[table.field]]", *_field(one)]
    return ("\n".join(lines) + "\n").encode()


def _field(one: Field) -> list[str]:
    lines = [
        f'name = "{one.name}"', f"label = {_text(one.label)}", f'form = "{one.form}"',
        f"example = {_example(one)}", f"required = {str(one.required).lower()}",
    ]  # fmt: skip
    if one.choices:
        lines.append(f"choices = [{', '.join(map(_text, one.choices))}]")
    return lines


def _example(one: Field) -> str:
    if one.form == "time":
        return f"{one.example}:00"
    return one.example if one.form in ("date", "number", "money") else _text(one.example)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
