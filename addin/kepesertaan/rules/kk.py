"""Nomor Kartu Keluarga: 16 digits; only its length is known for certain."""

from __future__ import annotations

import re

from kepesertaan.domain.table import Raw
from kepesertaan.domain.verdict import KEEP, Verdict, flag

from . import digits
from .registry import cell_rule, row_rule, settled

FORM = re.compile(r"[0-9]{16}")


@settled("no_kk")
def _settled(value: Raw) -> bool:
    return digits.is_settled(value, FORM)


@cell_rule("KK-01", field="no_kk", samples="""
    3578 0117 0812 9901    ->  3578011708129901
    '3578011708129901      ->  3578011708129901
    3578011708129901       ->  =
    3578 0117 0812 990     ->  =
""")  # fmt: skip
def separators(value: Raw) -> Verdict:
    """Spasi, tanda baca, dan karakter tak terlihat di dalam nomor KK dihapus bila hasilnya tepat 16 angka."""
    return digits.tidy(value, FORM)


@cell_rule("KK-02", field="no_kk", samples="""
    (angka) 3578011708129901  ->  3578011708129901
    (angka) 3578011708129900  ->  =
""")  # fmt: skip
def number(value: Raw) -> Verdict:
    """Nomor KK yang tersimpan sebagai angka dijadikan teks bila keenam belas angkanya masih utuh."""
    return KEEP if digits.rounded_number(value) else digits.number_as_text(value, FORM)


@cell_rule("KK-03", field="no_kk", samples="""
    (angka) 3578011708129900  ->  ?
    3,57801E+15               ->  ?
    3578011708129900          ->  =
""")  # fmt: skip
def last_digit_lost(value: Raw) -> Verdict:
    """Angka terakhir nomor KK hilang karena tersimpan sebagai angka; cari nomor aslinya pada kartu keluarga."""
    why = digits.rounded_number(value)
    return flag(why) if why else KEEP


@cell_rule("KK-04", field="no_kk", samples="""
    3578O11708129901   ->  ? 3578011708129901
    3578011708129901   ->  =
""")  # fmt: skip
def letters(value: Raw) -> Verdict:
    """Nomor KK memuat huruf yang mirip angka; pastikan angka yang dimaksud."""
    meant = digits.letters_for_digits(value, FORM)
    return flag(f"huruf dibaca sebagai angka menjadi {meant}", meant) if meant else KEEP


@cell_rule("KK-05", field="no_kk", samples="""
    357801170812990    ->  ?
    3578011708129901   ->  =
""")  # fmt: skip
def length(value: Raw) -> Verdict:
    """Nomor KK harus tepat 16 angka."""
    if isinstance(value, str) and FORM.fullmatch(value):
        return KEEP
    return digits.wrong_length(value, "16 angka")


@row_rule("KK-06", fields=("no_kk", "nik"), on=("no_kk",), samples="""
    3578011708909901 | 3578011708909901  ->  ?
    3578011708129901 | 3578011708909901  ->  =
""")  # fmt: skip
def same_as_nik(kk: Raw, nik: Raw) -> Verdict:
    """Kolom nomor KK berisi NIK orang yang sama."""
    return flag("nomor KK sama dengan NIK") if kk == nik else KEEP
