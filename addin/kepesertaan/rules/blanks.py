"""What holds for every field: fillers, cell errors, required fields left empty."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.table import CellError, Raw
from kepesertaan.domain.text import digits_of, visible, whole_number
from kepesertaan.domain.verdict import KEEP, Verdict, flag

from .digits import is_dummy_digits
from .registry import Context, cell_rule, table_rule
from .view import View

JUDGED = (
    "nik", "no_kk", "kpj", "npp", "nama", "ibu_kandung", "tempat_lahir", "tgl_lahir",
    "tgl_kepesertaan", "tgl_mulai_kerja", "tgl_akhir_kontrak", "tgl_na", "jenis_kelamin", "hp",
    "telepon", "email", "upah", "rapel", "npwp", "kode_pos", "segmen", "status_kawin", "gol_darah",
    "blth",
)  # fmt: skip
_NUMBERS = ("no_kk", "kpj", "npp", "hp", "telepon", "npwp")
_MOSTLY = 0.5
_FEW = 5


@cache
def _dummies() -> frozenset[str]:
    return frozenset(load_toml("names")["dummies"])


def is_empty(value: Raw) -> bool:
    """Whether a cell holds nothing a person can see.

    >>> is_empty(None), is_empty("\\u00a0 "), is_empty(0)
    (True, True, False)
    """
    if isinstance(value, str):
        return not value[:1].isalnum() and not visible(value)
    return value is None


@cell_rule("ISI-01", field=JUDGED, samples="""
    -            ->  ?
    tidak ada    ->  ?
    n/a          ->  ?
    ADA          ->  =
""")  # fmt: skip
def filler(value: Raw) -> Verdict:
    """Isian ini hanya pengisi sel; isi dengan data yang benar atau kosongkan."""
    if isinstance(value, str) and visible(value).upper() in _dummies():
        return flag(f"tertulis '{visible(value)}'", level="Periksa")
    return KEEP


@cell_rule("ISI-02", field=_NUMBERS, samples="""
    11111111111           ->  ?
    1234567890            ->  ?
    (angka) 99999999      ->  ?
    12345678902           ->  =
    JK123456              ->  =
""")  # fmt: skip
def filler_digits(value: Raw) -> Verdict:
    """Angka ini hanya pengisi sel, bukan nomor yang diterbitkan."""
    digits = whole_number(value) or digits_of(str(value))
    plain = digits.isascii() and digits.isdigit()
    return flag("angka berulang atau berurutan") if plain and is_dummy_digits(digits) else KEEP


@cell_rule("ISI-03", field=JUDGED, samples="""
    (galat) #N/A   ->  ?
    #N/A           ->  =
""")  # fmt: skip
def cell_error(value: Raw) -> Verdict:
    """Sel berisi kesalahan rumus; perbaiki rumus atau sumbernya."""
    return flag(f"nilai sel {value}") if isinstance(value, CellError) else KEEP


@table_rule("ISI-04", fields=("nik", "nama"), samples="")
def required(view: View, context: Context) -> Iterator[tuple[int, int, Verdict]]:
    """Isian wajib kosong."""
    for field in load_toml("regions")["required"]["fields"]:
        col = view.first_of(field)
        if col is None:
            continue
        values = view.values[col]
        index = view.table.columns[col].index
        gaps = [
            i
            for i, value in enumerate(values)
            if is_empty(value) and (view.row_number(i), index) not in view.table.fixed
        ]
        if len(gaps) > _FEW and len(gaps) > _MOSTLY * len(values):
            count = f"{len(gaps)} dari {len(values)} baris kosong"
            yield col, view.HEADING, flag(count, level="Periksa")
        else:
            yield from ((col, i, flag("sel kosong")) for i in gaps)
