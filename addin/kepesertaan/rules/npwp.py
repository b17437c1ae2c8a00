"""NPWP: 15 digits printed 99.999.999.9-999.999, or 16 since July 2022 (PMK 112/PMK.03/2022).

Both are accepted for ever: a resident person's new number is the NIK, others are 0 + the old one.
"""

from __future__ import annotations

import re

from kepesertaan.domain.table import Raw
from kepesertaan.domain.verdict import KEEP, Verdict, flag

from . import digits
from .registry import cell_rule, settled

FORM = re.compile(r"[0-9]{15,16}")


@settled("npwp")
def _settled(value: Raw) -> bool:
    return digits.is_settled(value, FORM)


@cell_rule("NPW-01", field="npwp", samples="""
    09.254.294.3-407.000   ->  092542943407000
    '092542943407000       ->  092542943407000
    092542943407000        ->  =
    09.254.294.3-407.00    ->  =
""")  # fmt: skip
def separators(value: Raw) -> Verdict:
    """Tanda baca dan karakter tak terlihat di dalam NPWP dihapus bila hasilnya tepat 15 atau 16 angka."""
    return digits.tidy(value, FORM)


@cell_rule("NPW-02", field="npwp", samples="""
    (angka) 923456789012345    ->  923456789012345
    (angka) 3578011708909901   ->  3578011708909901
    (angka) 3578011708909900   ->  =
    (angka) 92542943407000     ->  =
""")  # fmt: skip
def number(value: Raw) -> Verdict:
    """NPWP yang tersimpan sebagai angka dijadikan teks bila 15 atau 16 angkanya utuh."""
    return KEEP if digits.rounded_number(value) else digits.number_as_text(value, FORM)


@cell_rule("NPW-03", field="npwp", samples="""
    (angka) 3578011708909900   ->  ?
    (angka) 92542943407000     ->  ? 092542943407000
    09.254.294.3-407.00        ->  ?
    O92542943407000            ->  ? 092542943407000
    092542943407000            ->  =
""")  # fmt: skip
def form(value: Raw) -> Verdict:
    """NPWP harus 15 atau 16 angka."""
    if isinstance(value, str) and FORM.fullmatch(value):
        return KEEP
    lost = digits.rounded_number(value)
    if lost:
        return flag(lost, why="Angka terakhir NPWP hilang karena tersimpan sebagai angka.")
    bare = digits.bare_text(value)
    if not isinstance(value, str) and len(bare) == 14:
        return flag("14 angka; nol di depan mungkin hilang", "0" + bare)
    meant = digits.letters_for_digits(value, FORM)
    if meant:
        return flag(f"huruf dibaca sebagai angka menjadi {meant}", meant)
    return digits.wrong_length(value, "15 atau 16 angka")
