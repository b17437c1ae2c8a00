"""NPP, Nomor Pendaftaran Perusahaan: 8 characters, digits in every example seen."""

from __future__ import annotations

import re

from kepesertaan.domain.table import Raw
from kepesertaan.domain.verdict import KEEP, Verdict, flag

from . import digits
from .registry import cell_rule, settled

FORM = re.compile(r"[0-9]{8}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{4}")
_OLD = re.compile(r"[A-Z]{2}[0-9]{6}")


@settled("npp")
def _settled(value: Raw) -> bool:
    return digits.is_settled(value, FORM)


@cell_rule("NPP-01", field="npp", samples="""
    1500 7095    ->  15007095
    '15007095    ->  15007095
    15007095.0   ->  15007095
    15007095     ->  =
    1500 709     ->  =
    2015-07-09   ->  =
""")  # fmt: skip
def separators(value: Raw) -> Verdict:
    """Spasi, tanda baca, dan karakter tak terlihat di dalam NPP dihapus bila hasilnya tepat 8 angka."""
    if isinstance(value, str) and _DATE.search(value):
        return KEEP
    return digits.tidy(value, FORM)


@cell_rule("NPP-02", field="npp", samples="""
    (angka) 15007095   ->  15007095
    (angka) 1500709    ->  =
""")  # fmt: skip
def number(value: Raw) -> Verdict:
    """NPP yang tersimpan sebagai angka dijadikan teks bila kedelapan angkanya utuh."""
    return digits.number_as_text(value, FORM)


@cell_rule("NPP-03", field="npp", samples="""
    (angka) 1500709   ->  ? 01500709
    1500709           ->  ? 01500709
    15007O95          ->  ? 15007095
    JK123456          ->  ?
    150070951         ->  ?
    15007095          ->  =
""")  # fmt: skip
def form(value: Raw) -> Verdict:
    """NPP harus tepat 8 angka."""
    if isinstance(value, str) and FORM.fullmatch(value):
        return KEEP
    bare = digits.bare_text(value)
    if re.fullmatch(r"[0-9]{7}", bare):
        return flag("7 angka; nol di depan mungkin hilang", "0" + bare, level="Periksa")
    if _OLD.fullmatch(bare.upper()):
        return flag("bentuk nomor lama Jamsostek dengan dua huruf", level="Info")
    meant = digits.letters_for_digits(value, FORM)
    if meant:
        return flag(f"huruf dibaca sebagai angka menjadi {meant}", meant)
    return digits.wrong_length(value, "8 angka")
