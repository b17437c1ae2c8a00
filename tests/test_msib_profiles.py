"""Campus profiles: those of the program, and one sentence for what is wrong in another."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files

import pytest

from kepesertaan.data.campus import read_campus, shipped, shipped_campus
from kepesertaan.domain.errors import KepesertaanError, UnreadableInput, WrongUse

TEXT = (files("kepesertaan") / "templates" / "kampus_umum.toml").read_text(encoding="utf-8")


def changed(old: str, new: str) -> bytes:
    assert old in TEXT
    return TEXT.replace(old, new, 1).encode()


def test_the_program_has_two_and_says_that_nobody_confirmed_them() -> None:
    assert shipped() == ["teknik", "umum"]
    for name in shipped():
        campus = shipped_campus(name)
        assert not campus.confirmed
        assert len(campus.source) > 60
        assert [len(chapter.parts) for chapter in campus.chapters] == [3, 4, 3, 2]
        assert [part.title for part in campus.chapters[1].parts] == [
            "Struktur Organisasi", "Lingkup Pekerjaan", "Deskripsi Pekerjaan", "Jadwal Kerja",
        ]  # fmt: skip
    assert shipped_campus("umum").look != shipped_campus("teknik").look
    assert shipped_campus("umum").log_columns != shipped_campus("teknik").log_columns


BROKEN = [
    ("nama = \"Umum\"", "nama = \"\"", "'nama' di berkas ini harus berupa teks"),
    ("nama = \"Umum\"", "nama = \"Umum\"\nwarna = 1", "kunci 'warna' di berkas ini tidak dikenal"),
    ("margin_kiri = 40", "margin_kiri = 400", "'margin_kiri' di [halaman] harus 5 sampai 80"),
    ("margin_kiri = 40", "margin_kiri = \"40\"", "'margin_kiri' di [halaman] harus berupa angka"),
    ("margin_kiri = 40\n", "kiri = 40\n", "kunci 'kiri' di [halaman] tidak dikenal"),
    ("nama = \"Umum\"", "nama = \"U\\u0001\"", "'nama' di berkas ini memuat huruf yang tidak terlihat"),
    ("spasi = 1.5", "spasi = 0.5", "'spasi' di [halaman] harus 1 sampai 3"),
    ("spasi = 1.5", "spasi = true", "'spasi' di [halaman] harus berupa angka"),
    ("nomor_bab = \"romawi\"", "nomor_bab = \"huruf\"", "'nomor_bab' di [halaman] harus salah satu"),
    ("nomor_depan = \"bawah tengah\"", "nomor_depan = \"kiri\"", "'nomor_depan' di [halaman]"),
    ("dipastikan = false", "dipastikan = \"belum\"", "'dipastikan' di berkas ini harus true atau"),
    ("{ teks = \"{judul}\"", "{ teks = \"{jdul}\"", "menyebut {jdul} yang tidak dikenal"),
    ("ukuran = \"judul\" }", "ukuran = \"raksasa\" }", "'ukuran' di [sampul] baris harus salah satu"),
    ("kunci = \"tujuan\"", "kunci = \"Tujuan 1\"", "'kunci' di subbab di [[bab]] hanya huruf kecil"),
    ("kunci = \"tujuan\"", "kode = \"tujuan\"", "kunci 'kode' di subbab di [[bab]] tidak dikenal"),
    ("\"kegiatan\", \"hasil\"", "\"kerja\", \"hasil\"", "'kolom' di [log] harus memuat sebagian dari"),
    ("per = \"minggu\"", "per = \"bulan\"", "'per' di [log] harus salah satu"),
    ("bawah = [\"{mentor}\"]", "bawah = \"{mentor}\"", "harus berupa daftar teks"),
    ("# gaya = \"gaya.docx\"", "gaya = \"../gaya.docx\"", "'gaya' di berkas ini harus nama berkas"),
    ("kunci = \"tujuan\"", "kunci = \"latar_belakang\"", "kunci 'latar_belakang' di [[bab]] sudah dipakai"),
    ("kunci = \"tujuan\"", "kunci = \"abstrak\"", "kunci 'abstrak' di [[bab]] sudah dipakai"),
    ("kunci = \"tujuan\"", "kunci = \"lampiran_a\"", "kunci 'lampiran_a' di [[bab]] sudah dipakai"),
    ("[halaman]", "[halaman", "tidak terbaca sebagai TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), BROKEN)
def test_what_is_wrong_is_one_sentence_that_names_the_key(old: str, new: str, said: str) -> None:
    with pytest.raises(UnreadableInput) as raised:
        read_campus(changed(old, new), "kampus_saya.toml", "saya")
    text = str(raised.value)
    assert said in text
    assert text.startswith("Profil kampus_saya.toml: ")
    assert text.endswith("Perbaiki, lalu ulangi.")


GOOD: list[tuple[str, str, Callable[[object], object], object]] = [
    ("margin_kiri = 40", "margin_kiri = 80", lambda c: c.look.left, 80.0),
    ("spasi = 1.5", "spasi = 3", lambda c: c.look.spacing, 3.0),
    ("dipastikan = false", "dipastikan = true", lambda c: c.confirmed, True),
    ("per = \"minggu\"", "per = \"hari\"", lambda c: c.log_by_week, False),
    ("kunci = \"tujuan\"", "kunci = \"tujuan\", wajib = false", lambda c: c.chapters[0].parts[2].required, False),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "look", "value"), GOOD)
def test_what_is_at_the_edge_is_taken(
    old: str, new: str, look: Callable[[object], object], value: object
) -> None:
    assert look(read_campus(changed(old, new), "k.toml", "k")) == value


def test_an_unknown_name_and_another_encoding_are_told() -> None:
    with pytest.raises(
        WrongUse, match=re.escape("--profil negeri tidak dikenal; pilih teknik atau umum")
    ):
        shipped_campus("negeri")
    with pytest.raises(KepesertaanError, match="bukan teks UTF-8"):
        read_campus(TEXT.encode("utf-16"), "k.toml", "k")
