"""Headings people give the fields: the usual one, and the synonyms of domain.md 4.6."""

from __future__ import annotations

from random import Random

from .words import words_of

USUAL = {
    "no_urut": "NO",
    "nik": "NIK",
    "kk": "NO KK",
    "kpj": "KPJ",
    "no_pegawai": "NO PEGAWAI",
    "nama": "NAMA LENGKAP",
    "tempat_lahir": "TEMPAT LAHIR",
    "tgl_lahir": "TANGGAL LAHIR",
    "jenis_kelamin": "JENIS KELAMIN",
    "ibu_kandung": "NAMA IBU KANDUNG",
    "status_kawin": "STATUS KAWIN",
    "gol_darah": "GOLONGAN DARAH",
    "npwp": "NPWP",
    "alamat": "ALAMAT",
    "kode_pos": "KODE POS",
    "hp": "NO HP",
    "telepon": "TELEPON",
    "email": "EMAIL",
    "npp": "NPP",
    "segmen": "SEGMEN",
    "upah": "UPAH",
    "blth": "BLTH",
    "tgl_kepesertaan": "TANGGAL KEPESERTAAN",
    "tgl_mulai_kerja": "TGL MULAI KERJA",
    "tgl_akhir_kontrak": "TGL AKHIR KONTRAK",
    "status_pegawai": "STATUS PEGAWAI",
    "lokasi_kerja": "LOKASI KERJA",
}
SYNONYMS = {
    "no_urut": "NO.|NOMOR|NO URUT|NOURUT",
    "nik": "NOMOR_IDENTITAS|NO_IDENTITAS|NO NIK|NOMOR NIK|NIK KTP|NO KTP|NOMOR KTP|NO E-KTP|"
    "NOMOR INDUK KEPENDUDUKAN|ID KTP",
    "kk": "NOMOR KK|NO KARTU KELUARGA|NOMOR KARTU KELUARGA|NKK|NO. KK",
    "kpj": "NOMOR_IDENTITAS_KPJ|NO KPJ|NOMOR KPJ|NO REFERENSI (NOMOR PESERTA)|NO PESERTA|"
    "NO KARTU PESERTA|NO JAMSOSTEK|NO BPJSTK|NO BPJS TK|NO BPJS KETENAGAKERJAAN",
    "no_pegawai": "NO_PEGAWAI|NOMOR_PEGAWAI|ID_PEGAWAI|NOMOR INDUK PEGAWAI|NIP|NRP|NPK|"
    "NIK KARYAWAN|NO INDUK KARYAWAN|ID KARYAWAN|EMPLOYEE ID",
    "nama": "NAMA_LENGKAP|NAMA|NAMA TENAGA KERJA|NAMA TK|NAMA PESERTA|NAMA KARYAWAN|"
    "NAMA SESUAI KTP|NAMA LENGKAP (SESUAI KTP)|NM PESERTA",
    "tempat_lahir": "TEMPAT_LAHIR|TMP LAHIR|TMPT LAHIR|TEMPAT LHR|KOTA LAHIR|TPT LAHIR",
    "tgl_lahir": "TANGGAL_LAHIR|TGL_LAHIR|TGL LHR|TANGGAL LHR|TG LAHIR|BIRTH DATE|DOB",
    "jenis_kelamin": "JENIS_KELAMIN|JK|L/P|JNS KELAMIN|JENKEL|KELAMIN|SEX|GENDER",
    "ibu_kandung": "NAMA_IBU_KANDUNG|IBU KANDUNG|NAMA IBU|NM IBU KANDUNG|NAMA GADIS IBU KANDUNG",
    "status_kawin": "STATUS_KAWIN|STATUS PERKAWINAN|STATUS PERNIKAHAN|STATUS NIKAH|STS KAWIN",
    "gol_darah": "GOLONGAN_DARAH|GOL DARAH|GOLDAR|GOL. DRH|BLOOD TYPE",
    "npwp": "NO NPWP|NOMOR NPWP|NPWP PESERTA|NPWP KARYAWAN",
    "alamat": "ALAMAT KTP|ALAMAT RUMAH|ALAMAT DOMISILI|ALAMAT LENGKAP|ALMT",
    "kode_pos": "KODE_POS|KODEPOS|KD POS|ZIP|POSTAL CODE",
    "hp": "HP|HANDPHONE|NOMOR HP|NO. HANDPHONE|NO WA|WHATSAPP|NO TELP/HP|TELEPON SELULER|PONSEL",
    "telepon": "TELEPON_RUMAH|TELP|NO TELP|TLP",
    "email": "E-MAIL|ALAMAT EMAIL|SUREL|EMAIL PESERTA",
    "npp": "NO NPP|NOMOR NPP|NOMOR PENDAFTARAN PERUSAHAAN|NO PENDAFTARAN PERUSAHAAN|NPP BU",
    "segmen": "KODE SEGMEN|SEGMENTASI|SEGMEN PESERTA|JENIS KEPESERTAAN",
    "upah": "DATA UPAH (RP.)|GAJI|UPAH SEBULAN|UPAH TK|PENGHASILAN|GAJI POKOK|NOMINAL UPAH",
    "blth": "BULAN IURAN|BLN/THN|PERIODE IURAN|BLTH IURAN",
    "tgl_mulai_kerja": "TGL_AWAL_BEKERJA|TGL MASUK|TGL MULAI KERJA|TMT|TANGGAL MASUK KERJA|JOIN DATE",
    "tgl_kepesertaan": "TANGGAL_KEPESERTAAN|TGL KEPESERTAAN|TGL PESERTA|TGL DAFTAR",
    "tgl_akhir_kontrak": "TGL_AKHIR_KONTRAK|AKHIR KONTRAK|TGL HABIS KONTRAK|TGL SELESAI KONTRAK",
    "status_pegawai": "STATUS_PEGAWAI|STATUS KARYAWAN|STATUS KEPEGAWAIAN",
    "lokasi_kerja": "LOKASI_PEKERJAAN|LOKASI KERJA|TEMPAT KERJA|PENEMPATAN",
}
SIPP = words_of("""NO_PEGAWAI NAMA_LENGKAP GELAR TELEPON_AREA_RUMAH TELEPON_RUMAH TELEPON_AREA_KANTOR
TELEPON_KANTOR TELEPON_EXT_KANTOR HP EMAIL TEMPAT_LAHIR TANGGAL_LAHIR NAMA_IBU_KANDUNG
JENIS_IDENTITAS NOMOR_IDENTITAS MASA_LAKU_IDENTITAS JENIS_KELAMIN SURAT_MENYURAT_KE
TANGGAL_KEPESERTAAN STATUS_KAWIN GOLONGAN_DARAH NPWP KODE_NEGARA UPAH ALAMAT KODE_POS
LOKASI_PEKERJAAN STATUS_PEGAWAI TGL_AWAL_BEKERJA TGL_AKHIR_KONTRAK""")
SIPP_FIELDS = {
    "NO_PEGAWAI": "no_pegawai",
    "NAMA_LENGKAP": "nama",
    "HP": "hp",
    "EMAIL": "email",
    "TEMPAT_LAHIR": "tempat_lahir",
    "TANGGAL_LAHIR": "tgl_lahir",
    "NAMA_IBU_KANDUNG": "ibu_kandung",
    "NOMOR_IDENTITAS": "nik",
    "JENIS_KELAMIN": "jenis_kelamin",
    "STATUS_KAWIN": "status_kawin",
    "GOLONGAN_DARAH": "gol_darah",
    "NPWP": "npwp",
    "UPAH": "upah",
    "ALAMAT": "alamat",
    "KODE_POS": "kode_pos",
    "STATUS_PEGAWAI": "status_pegawai",
    "TGL_AWAL_BEKERJA": "tgl_mulai_kerja",
    "TGL_AKHIR_KONTRAK": "tgl_akhir_kontrak",
}
SIPP_FILL = {
    "JENIS_IDENTITAS": "KTP",
    "MASA_LAKU_IDENTITAS": "SEUMUR HIDUP",
    "SURAT_MENYURAT_KE": "S",
    "KODE_NEGARA": "ID",
    "LOKASI_PEKERJAAN": "3578",
}


def synonym(rng: Random, field: str) -> str:
    """Draw a synonym the way people type it: capitals, title case, a star, a line break."""
    text = rng.choice(SYNONYMS[field].split("|"))
    styles = (text, text, text.title(), text + " *", text.replace(" ", "\n", 1), text.lower())
    return rng.choice(styles)
