"""What a cell holds and what a document says: names of fields, values, filters."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from kepesertaan.domain.table import CellError
from kepesertaan.word.filters import FILTERS
from kepesertaan.word.naming import field_name, field_names
from kepesertaan.word.picture import Picture
from kepesertaan.word.values import tidied, written
from word_makes import PNG

NAMES = [
    ("No. HP", "no_hp"),
    ("no hp", "no_hp"),
    ("  NO.   HP  ", "no_hp"),
    ("No_HP", "no_hp"),
    ("PIC/Jabatan", "pic_jabatan"),
    ("Nama Perusahaan*", "nama_perusahaan"),
    ("NAMA\nPERUSAHAAN", "nama_perusahaan"),
    ("Nama\u00a0Perusahaan\u200b", "nama_perusahaan"),
    ("Jumlah (Rp)", "jumlah_rp"),
    ("Café", "cafe"),
    ("1. Temuan", "k_1_temuan"),
    ("For", "k_for"),
    ("Format", "format"),
    ("__class__", "class"),
    ("---", ""),
    ("", ""),
]


@pytest.mark.parametrize(("heading", "name"), NAMES)
def test_a_heading_is_a_field_name(heading: str, name: str) -> None:
    assert field_name(heading) == name


def test_headings_of_one_sheet_get_names_of_their_own() -> None:
    headings = ["Foto", "FOTO", "Foto 2", "", "foto"]
    assert field_names(headings) == ["foto", "foto_2", "foto_2_2", "", "foto_3"]


WRITTEN = [  # what the sheet gives, what the document says
    (None, ""),
    (float("nan"), ""),
    (float("inf"), ""),
    (CellError("#N/A"), ""),
    (3.0, "3"),
    (-0.0, "0"),
    (0, "0"),
    (4.5, "4,5"),
    (0.1 + 0.2, "0,3"),
    (1e-7, "0,0000001"),
    (3578011708459901.0, "3578011708459901"),
    (Decimal("1500.50"), "1500,5"),
    (Decimal("100"), "100"),
    (True, "Ya"),
    (False, "Tidak"),
    (date(2022, 8, 19), "19 Agustus 2022"),
    (datetime(2022, 8, 19), "19 Agustus 2022"),
    (datetime(2022, 8, 19, 9, 5), "19 Agustus 2022 pukul 09.05"),
    (time(13, 0), "13.00"),
    ("PT Maju & Jaya <Tbk>", "PT Maju & Jaya <Tbk>"),
    ("a\r\nb\rc", "a\nb\nc"),
    ("a\x0bb\x00c", "abc"),
    ("a\ud800b", "ab"),
    ("a\ufdd0b\uffffc", "abc"),
    ("  a\tb 😀", "  a\tb 😀"),
    ([1.0, None, "b"], "1, , b"),
]


@pytest.mark.parametrize(("value", "text"), WRITTEN, ids=[repr(case[0]) for case in WRITTEN])
def test_a_value_is_written_as_a_person_would(value: Any, text: str) -> None:
    assert written(tidied(value)) == text


def test_rows_are_tidied_all_the_way_down() -> None:
    row = {"temuan": ({"isi": "a\r\nb", "nilai": float("nan")},), 5: CellError("#REF!")}
    assert tidied(row) == {"temuan": [{"isi": "a\nb", "nilai": None}], "5": None}


@pytest.mark.parametrize("value", [object(), print, b"x", {1}, iter(()), [open]])
def test_what_is_no_plain_data_never_gets_into_a_template(value: Any) -> None:
    with pytest.raises(TypeError, match="no plain data"):
        tidied(value)


DAY = date(2026, 11, 22)
FILTERED = [
    ("tanggal_panjang", DAY, "22 November 2026"),
    ("tanggal_panjang", "22 Nov 2026", "22 November 2026"),
    ("tanggal_panjang", "22/11/2026", "22 November 2026"),
    ("tanggal_panjang", "05/11/2026", "05/11/2026"),  # May or November: stays as typed
    ("tanggal_pendek", DAY, "22-11-2026"),
    ("tanggal_terbilang", date(2023, 1, 1), "satu bulan Januari tahun dua ribu dua puluh tiga"),
    ("hari", DAY, "Minggu"),
    ("hari", datetime(2026, 11, 20, 8), "Jumat"),
    ("bulan", DAY, "November"),
    ("bulan", 2.0, "Februari"),
    ("tahun", DAY, "2026"),
    ("bulan_romawi", DAY, "XI"),
    ("bulan_romawi", 4, "IV"),
    ("jam", time(9, 5), "09.05"),
    ("jam", datetime(2026, 11, 22, 14, 30), "14.30"),
    ("jam", 0.375, "09.00"),
    ("jam", "9:05", "09.05"),
    ("jam", "09.05.30", "09.05"),
    ("jam", "25:00", "25:00"),
    ("jam", "pagi", "pagi"),
    ("terbilang", 2026.0, "dua ribu dua puluh enam"),
    ("terbilang", "11", "sebelas"),
    ("rupiah", 4375479, "Rp 4.375.479"),
    ("rupiah", 4375479.5, "Rp 4.375.479,50"),
    ("rupiah", -2000, "-Rp 2.000"),
    ("rupiah", "Rp 4.375.479,00", "Rp 4.375.479"),
    ("rupiah_terbilang", 1_000_000, "satu juta rupiah"),
    ("angka", 1234567, "1.234.567"),
    ("angka", 0.5, "1"),
    ("huruf_besar", "pt maju", "PT MAJU"),
    ("huruf_kecil", "PT Maju", "pt maju"),
    ("huruf_awal", "seribu rupiah", "Seribu rupiah"),
]


@pytest.mark.parametrize(("name", "value", "text"), FILTERED)
def test_a_filter(name: str, value: Any, text: str) -> None:
    assert FILTERS[name](value) == text


REFUSED = [
    ("hari", "besok"),
    ("hari", "05/11/2026"),
    ("bulan", 13),
    ("bulan_romawi", 0),
    ("tahun", True),
    ("tanggal_terbilang", 2026),
    ("terbilang", 2.5),
    ("terbilang", 10**15),
    ("terbilang", "dua"),
    ("terbilang", True),
    ("rupiah", "empat juta"),
    ("rupiah", "4.500"),  # 4500 or 4.5 million: nobody knows
]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_filter_refuses_what_it_would_have_to_guess(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match="isinya") as refused:
        FILTERS[name](value)
    assert str(value) not in str(refused.value)


@pytest.mark.parametrize(
    ("data", "width", "height"), [(b"GIF89a", 10, 10), (PNG, 0, 10), (PNG, 10, -1), (b"", 1, 1)]
)
def test_a_picture_of_no_kind_or_size_is_refused(data: bytes, width: float, height: float) -> None:
    with pytest.raises(ValueError, match="picture"):
        Picture(data, width, height, "foto")
    assert "data" not in repr(Picture(PNG, 1, 1, "foto"))
