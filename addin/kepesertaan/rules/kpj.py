"""KPJ, nomor Kartu Peserta Jamsostek: 11 digits (public example; other lengths are asked about).

Old numbers carry a letter in the third place. No check digit is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import whole_number
from kepesertaan.domain.verdict import KEEP, Verdict, fix, flag

from . import digits
from .registry import Context, cell_rule, settled, table_rule
from .view import View

FORM = re.compile(r"[0-9]{11}")
_OLD = re.compile(r"[0-9]{2}[A-Z][0-9A-Z][0-9]{7}")
_SHORT = re.compile(r"[1-9][0-9]{9}")
_LEAST_PROOF = 3
_PROVEN = 0.8


@settled("kpj")
def _settled(value: Raw) -> bool:
    return digits.is_settled(value, FORM)


def _lost_zero(value: Raw) -> str | None:
    """The ten digits of a number that may have lost a leading zero."""
    number = whole_number(value)
    return number if number and _SHORT.fullmatch(number) else None


@cell_rule("KPJ-01", field="kpj", samples="""
    0501 2345 671    ->  05012345671
    '05012345671     ->  05012345671
    05012345671.0    ->  05012345671
    05012345671      ->  =
    0501 2345 67     ->  =
""")  # fmt: skip
def separators(value: Raw) -> Verdict:
    """Spasi, tanda baca, dan karakter tak terlihat di dalam KPJ dihapus bila hasilnya tepat 11 angka."""
    return digits.tidy(value, FORM)


@cell_rule("KPJ-02", field="kpj", samples="""
    (angka) 19012345671   ->  19012345671
    (angka) 5012345671    ->  =
""")  # fmt: skip
def number(value: Raw) -> Verdict:
    """KPJ yang tersimpan sebagai angka dijadikan teks bila kesebelas angkanya utuh."""
    return digits.number_as_text(value, FORM)


@cell_rule("KPJ-03", field="kpj", samples="""
    0001234567891           ->  ?
    (angka) 5012345671      ->  =
    05012345671             ->  =
""")  # fmt: skip
def health_card(value: Raw) -> Verdict:
    """Nomor 13 angka yang diawali 000 adalah kartu BPJS Kesehatan, bukan KPJ."""
    bare = digits.bare_text(value)
    if re.fullmatch(r"000[0-9]{10}", bare):
        return flag("13 angka diawali 000")
    return KEEP


@cell_rule("KPJ-04", field="kpj", samples="""
    05J81234567   ->  ?
    05O81234567   ->  ? 05081234567
    05081234567   ->  =
""")  # fmt: skip
def letters(value: Raw) -> Verdict:
    """KPJ memuat huruf; pastikan apakah nomor lama Jamsostek atau salah ketik."""
    meant = digits.letters_for_digits(value, FORM)
    if meant:
        return flag(f"huruf dibaca sebagai angka menjadi {meant}", meant)
    if isinstance(value, str) and _OLD.fullmatch(digits.bare_text(value).upper()):
        return flag("bentuk nomor lama dengan huruf di tempat ketiga", level="Info")
    return KEEP


@cell_rule("KPJ-05", field="kpj", samples="""
    050123456712         ->  ?
    0501234567           ->  ?
    (angka) 5012345671   ->  =
    05012345671          ->  =
""")  # fmt: skip
def length(value: Raw) -> Verdict:
    """KPJ harus tepat 11 angka."""
    if _lost_zero(value) or (isinstance(value, str) and FORM.fullmatch(value)):
        return KEEP
    return digits.wrong_length(value, "11 angka")


@table_rule("KPJ-06", fields=("kpj",), samples="""
    19012345671
    05012345672
    20012345673
    (angka) 5012345674  ->  05012345674
""")  # fmt: skip
def leading_zero(view: View, context: Context) -> Iterator[tuple[int, int, Verdict]]:
    """KPJ 10 angka yang tersimpan sebagai angka kehilangan nol di depan bila kolom ini terbukti 11 angka."""
    for col in view.columns_of("kpj"):
        values = view.values[col]
        short = {i: number for i, v in enumerate(values) if (number := _lost_zero(v))}
        others = [v for i, v in enumerate(values) if v is not None and i not in short]
        full = sum(1 for v in others if isinstance(v, str) and FORM.fullmatch(v))
        proven = full >= _LEAST_PROOF and full >= _PROVEN * len(others)
        proof = f"{full} dari {len(others)} KPJ lain di kolom ini 11 angka"
        for i, number in short.items():
            meant = "0" + number
            yield col, i, fix(meant, proof) if proven else flag("10 angka", meant, why=_UNPROVEN)


_UNPROVEN = "KPJ 10 angka mungkin kehilangan nol di depan; kolom ini belum membuktikannya."
