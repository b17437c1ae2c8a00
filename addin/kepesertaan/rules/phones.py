"""Phone numbers: a mobile number is text 08..., 10 to 13 digits (numbering plan of Indonesia)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.table import CellError, Raw
from kepesertaan.domain.text import digits_of, visible, whole_number
from kepesertaan.domain.verdict import KEEP, Verdict, fix, flag

from . import digits
from .registry import Context, cell_rule, settled, table_rule
from .view import View

FORM = re.compile(r"08[1-35-9][0-9]{7,10}")
_MARKS = re.compile(r"[ ()+.\-\u2010-\u2015\u2212]")
_BETWEEN = re.compile(r"\s*(?:/|,|;|\||&|\n|\bATAU\b|\bDAN\b)\s*", re.I)
_LANDLINE = re.compile(r"0[2-79][0-9]{6,10}")
_FOREIGN = re.compile(r"'?\+(?!\s*\(?(?:62|0))")
_LETTERS = str.maketrans("OoIl", "0011")


@settled("hp")
def _settled(value: Raw) -> bool:
    return digits.is_settled(value, FORM)


@settled("telepon")
def _settled_landline(value: Raw) -> bool:
    return isinstance(value, str) and visible(value) == value and bool(re.fullmatch(r"0[0-9 \-()]{5,15}", value))  # fmt: skip


def mobile(text: str) -> str | None:
    """The number as 08..., whatever its international or missing prefix; None when it is none.

    >>> mobile("+62 812-3456-7890"), mobile("81234567890"), mobile("(031) 3299999")
    ('081234567890', '081234567890', None)
    """
    if _FOREIGN.match(visible(text)):
        return None
    bare = _MARKS.sub("", digits_of(text))
    bare = re.sub(r"^(?:0062|620|62)(?=8)", "0", bare)
    bare = "0" + bare if bare.startswith("8") else bare
    return bare if FORM.fullmatch(bare) else None


@cell_rule("HP-01", field=("hp", "telepon"), samples="""
    hp: +62 812-3456-7890      ->  081234567890
    hp: 6281234567890          ->  081234567890
    hp: 0812 3456 7890         ->  081234567890
    hp: 81234567890            ->  081234567890
    hp: 81234567890.0          ->  081234567890
    hp: (angka) 81234567890    ->  081234567890
    hp: '081234567890          ->  081234567890
    hp: 0812345678             ->  =
    hp: +82 10 1234 5678       ->  =
    hp: 0313299999             ->  =
    hp: 0812 3456              ->  =
    telepon: (angka) 81234567890 -> 081234567890
    telepon: 031-3299999       ->  =
""")  # fmt: skip
def mobile_form(value: Raw) -> Verdict:
    """Nomor HP ditulis sebagai teks 08… tanpa kode negara dan tanda baca."""
    text = value if isinstance(value, str) else whole_number(value)
    found = mobile(text) if text else None
    return fix(found, "satu nomor HP yang utuh") if found and found != value else KEEP


@cell_rule("HP-02", field="hp", samples="""
    081234567890 / 085678901234   ->  ? 081234567890
    081234567890, 085678901234    ->  ? 081234567890
    0812/3456/7890                ->  =
""")  # fmt: skip
def two_numbers(value: Raw) -> Verdict:
    """Ada dua nomor di satu sel; pilih nomor yang dipakai."""
    parts = [part for part in _BETWEEN.split(str(value).strip()) if part]
    found = [number for part in parts if (number := mobile(part))]
    if len(parts) < 2 or not found or any(len(part) < 6 for part in parts):
        return KEEP
    return flag(f"{len(parts)} nomor", found[0], level="Periksa")


@cell_rule("HP-03", field="hp", samples="""
    031-3299999      ->  ?
    (021) 5551234    ->  ?
    0812345678       ->  =
""")  # fmt: skip
def landline(value: Raw) -> Verdict:
    """Nomor ini telepon rumah atau kantor, bukan HP."""
    bare = re.sub(r"^62(?=[2-79])", "0", _MARKS.sub("", digits_of(str(value))))
    return flag("kode area telepon tetap", level="Periksa") if _LANDLINE.fullmatch(bare) else KEEP


@cell_rule("HP-04", field="hp", samples="""
    0812345             ->  ?
    08123456789012      ->  ?
    08412345678         ->  ?
    O81234567890        ->  ? 081234567890
    081234567890 (WA)   ->  ? 081234567890
    8,12346E+10         ->  ?
    081234567890        ->  =
""")  # fmt: skip
def form(value: Raw) -> Verdict:
    """Nomor HP harus diawali 08 dan terdiri atas 10 sampai 13 angka."""
    if isinstance(value, CellError) or (isinstance(value, str) and FORM.fullmatch(value)):
        return KEEP
    text = whole_number(value) or visible(str(value))
    found = mobile(text.translate(_LETTERS))
    if not found and not re.search(r"\bext?\b", text, re.I):
        found = mobile(re.sub(r"[^0-9+]", "", text))
    if re.search(r"[0-9]E\+[0-9]", text, re.I):
        return flag("tertulis sebagai bilangan E+, angkanya sudah hilang")
    number = sum(char.isdigit() for char in text)
    return flag(f"{number} angka" + ("" if text[:1] in "0+68" else f", diawali {text[:2]}"), found)


@cell_rule("TLP-01", field="telepon", samples="""
    (angka) 3299999      ->  3299999
    (angka) 313299999    ->  =
    031-3299999          ->  =
""")  # fmt: skip
def local_number(value: Raw) -> Verdict:
    """Nomor telepon setempat yang tersimpan sebagai angka dijadikan teks."""
    number = whole_number(value)
    return fix(number, f"{len(number)} angka utuh") if number and 5 <= len(number) <= 8 else KEEP


@cell_rule("TLP-02", field="telepon", samples="""
    (angka) 313299999    ->  ? 0313299999
    12                   ->  ?
    031-3299999          ->  =
    3299999              ->  =
    (031) 3299999 ext 12 ->  =
""")  # fmt: skip
def landline_form(value: Raw) -> Verdict:
    """Nomor telepon tidak lengkap; tulis dengan kode area."""
    number = whole_number(value)
    if number:
        return flag("nol di depan mungkin hilang", "0" + number, level="Periksa")
    if isinstance(value, str) and sum(char.isdigit() for char in value) < 5:
        return flag("kurang dari 5 angka", level="Periksa")
    return KEEP


@table_rule("HP-05", fields=("hp",), samples="""
    081234567890
    081234567891
    081234567899  ->  ?
    081234567899  ->  ?
    081234567899  ->  ?
    081234567899  ->  ?
""")  # fmt: skip
def shared(view: View, context: Context) -> Iterator[tuple[int, int, Verdict]]:
    """Nomor yang sama dipakai banyak peserta, mungkin nomor bagian personalia."""
    yield from same_on_many(view, "hp", load_toml("limits")["shared"]["hp"])


def same_on_many(view: View, field: str, least: int) -> Iterator[tuple[int, int, Verdict]]:
    """Flag each value of a field that at least ``least`` different people share."""
    for col in view.columns_of(field):
        values = view.values[col]
        people = view.values_of("nik") or view.values_of("nama") or list(range(len(values)))
        owners = {
            (str(v), str(p)) for v, p in zip(values, people, strict=True) if isinstance(v, str)
        }
        often = {v: n for v, n in Counter(v for v, _ in owners).items() if n >= least}
        for i, value in enumerate(values):
            if isinstance(value, str) and value in often and i not in view.open[col]:
                yield col, i, flag(f"dipakai {often[value]} peserta", level="Periksa")
