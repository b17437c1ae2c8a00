"""Kode pos: five digits, the first from 1 to 9."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kepesertaan.domain.table import CellError, Raw
from kepesertaan.domain.text import whole_number
from kepesertaan.domain.verdict import KEEP, Verdict, fix, flag

from . import digits
from .registry import Context, cell_rule, settled, table_rule
from .view import View

FORM = re.compile(r"[1-9][0-9]{4}")


@settled("kode_pos")
def _settled(value: Raw) -> bool:
    return isinstance(value, str) and bool(FORM.fullmatch(value)) and len(set(value)) > 1


@cell_rule("POS-01", field="kode_pos", samples="""
    (angka) 60115   ->  60115
    60 115          ->  60115
    60115.0         ->  60115
    60115           ->  =
    6011            ->  =
""")  # fmt: skip
def text(value: Raw) -> Verdict:
    """Kode pos ditulis sebagai teks lima angka."""
    done = digits.number_as_text(value, FORM)
    return done if done.kind == "fix" else digits.tidy(value, FORM)


@cell_rule("POS-02", field="kode_pos", samples="""
    11111          ->  ?
    00000          ->  ?
    6O115          ->  ? 60115
    601            ->  ?
    601155         ->  ?
    60115          ->  =
""")  # fmt: skip
def form(value: Raw) -> Verdict:
    """Kode pos harus lima angka dan tidak diawali 0."""
    if isinstance(value, CellError) or len(digits.bare_text(value)) == 4 or _settled(value):
        return KEEP
    meant = digits.letters_for_digits(value, FORM)
    if meant:
        return flag(f"huruf dibaca sebagai angka menjadi {meant}", meant)
    bare = digits.bare_text(value)
    if len(bare) == 5 and len(set(bare)) == 1:
        return flag("angka berulang", level="Periksa")
    if re.fullmatch(r"0[0-9]{4}", bare):
        return KEEP
    return digits.wrong_length(value, "5 angka")


@table_rule("POS-03", fields=("kode_pos",), samples="""
    60115
    (angka) 6011   ->  ?
    60117
""")  # fmt: skip
def leading_zero(view: View, context: Context) -> Iterator[tuple[int, int, Verdict]]:
    """Kode pos empat angka kehilangan nol di depan bila kode lain di kolom ini diawali nol."""
    for col in view.columns_of("kode_pos"):
        values = view.values[col]
        zeros = sum(1 for v in values if isinstance(v, str) and re.fullmatch(r"0[0-9]{4}", v))
        for i, value in enumerate(values):
            if value is None or _settled(value):
                continue
            bare = digits.bare_text(value)
            if not re.fullmatch(r"[0-9]{4}", bare) or i in view.open[col]:
                continue
            if zeros and whole_number(value):
                yield col, i, fix("0" + bare, f"{zeros} kode lain di kolom ini diawali 0")
            else:
                yield col, i, flag("4 angka", why="Kode pos harus lima angka.")
