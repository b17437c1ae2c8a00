"""BLTH, bulan-tahun iuran: text YYYY-MM, whatever notation the month was written in."""

from __future__ import annotations

import re

from kepesertaan.domain.show import shown
from kepesertaan.domain.table import CellError, Raw
from kepesertaan.domain.text import visible
from kepesertaan.domain.verdict import KEEP, Verdict, fix, flag
from kepesertaan.sheets.month_text import month_of

from .registry import Context, cell_rule, settled

FORM = re.compile(r"(?:19|20)[0-9][0-9]-(?:0[1-9]|1[0-2])")


@settled("blth")
def _settled(value: Raw) -> bool:
    return isinstance(value, str) and bool(FORM.fullmatch(value))


@cell_rule("BLT-01", field="blth", samples="""
    01/2026               ->  2026-01
    Jan-26                ->  2026-01
    JANUARI 2026          ->  2026-01
    202601                ->  2026-01
    (angka) 202601        ->  2026-01
    (tanggal) 2026-01-15  ->  2026-01
    13/2026               ->  =
    1/26                  ->  =
    2026-01               ->  =
""")  # fmt: skip
def month_text(value: Raw, context: Context) -> Verdict:
    """Bulan iuran ditulis sebagai teks tahun-bulan."""
    found = month_of(value, context.date1904)
    if found is None:
        return KEEP
    text = f"{found[0]}-{found[1]:02}"
    return fix(text, f"bulan {found[1]} tahun {found[0]}") if text != value else KEEP


@cell_rule("BLT-02", field="blth", samples="""
    13/2026     ->  ?
    1/26        ->  ?
    semester 1  ->  ?
    2026-01     ->  =
""")  # fmt: skip
def form(value: Raw, context: Context) -> Verdict:
    """Bulan iuran tidak dapat dibaca pasti; tulis misalnya 2026-01."""
    if isinstance(value, CellError) or month_of(value, context.date1904):
        return KEEP
    return flag(f"tertulis '{visible(shown(value))}'")
