"""Fields with few values: the words people write and the one value the office uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible, without_apostrophe
from kepesertaan.domain.verdict import KEEP, Verdict, fix, flag

from .blanks import is_empty
from .registry import Context, cell_rule, settled, table_rule
from .view import View

FIELDS = ("jenis_kelamin", "status_kawin", "gol_darah", "segmen", "status_peserta")
_MOSTLY = 0.5
_FEW = 5
_LIKE = 80


@cache
def _values(field: str) -> frozenset[str]:
    return frozenset(load_toml("values")[field]) - {"confirmed"}


@cache
def _meaning(field: str) -> dict[str, str]:
    table = load_toml("values")[field]
    return {word: value for value in _values(field) for word in (value, *table[value])}


def _settled_in(field: str) -> None:
    values = _values(field)
    settled(field)(lambda value: value in values if isinstance(value, str) else False)


for _field in FIELDS:
    _settled_in(_field)


def _word(value: Raw) -> str:
    return without_apostrophe(visible(shown(value))).upper().removesuffix(".")


@cell_rule("KAT-01", field=FIELDS, samples="""
    jenis_kelamin: Laki-laki     ->  L
    jenis_kelamin: Pr            ->  P
    jenis_kelamin: (angka) 1     ->  L
    status_kawin: Menikah        ->  Y
    status_kawin: TK/0           ->  T
    gol_darah: ab                ->  AB
    segmen: Penerima Upah        ->  PU
    jenis_kelamin: L             ->  =
    jenis_kelamin: X             ->  =
""")  # fmt: skip
def known_word(value: Raw, context: Context) -> Verdict:
    """Kata yang dikenal diganti dengan kode yang dipakai kantor."""
    meant = _meaning(context.field).get(_word(value))
    if meant is None or meant == value or _other_code(value, context):
        return KEEP
    return fix(meant, f"'{_word(value)}' berarti {meant}")


def _other_code(value: Raw, context: Context) -> bool:
    """Whether the column uses the word in another code: 0 and 1, or P and W for Pria and Wanita."""
    if context.field != "jenis_kelamin":
        return False
    others = {_word(other) for other in context.others if other is not None}
    if _word(value) in ("1", "2"):
        return "0" in others
    men = {word for word, sex in _meaning("jenis_kelamin").items() if sex == "L"}
    return _word(value) == "W" and "P" in others and not men & others


@table_rule("KAT-02", fields=FIELDS, samples="""
    jenis_kelamin: L
    jenis_kelamin: P
    jenis_kelamin: X           ->  ?
    jenis_kelamin: Lki-laki    ->  ? L
""")  # fmt: skip
def unknown_word(view: View, context: Context) -> Iterator[tuple[int, int, Verdict]]:
    """Isian ini tidak ada di daftar kode kantor."""
    for field in FIELDS:
        for col in view.columns_of(field):
            values = view.values[col]
            unknown = [
                i
                for i, value in enumerate(values)
                if value not in _values(field) and not is_empty(value) and i not in view.open[col]
            ]
            if len(unknown) > max(_FEW, _MOSTLY * len(values)):
                yield col, view.HEADING, _whole_column(values, unknown)
            else:
                yield from ((col, i, _ask(field, values[i])) for i in unknown)


def _whole_column(values: list[Raw], unknown: list[int]) -> Verdict:
    common = Counter(shown(values[i]) for i in unknown).most_common(3)
    examples = ", ".join(f"'{text}' {number}x" for text, number in common)
    why = "Kolom ini memakai kode yang tidak ada di daftar kantor; isinya tidak diubah."
    return flag(
        f"{len(unknown)} dari {len(values)} baris, misalnya {examples}", level="Periksa", why=why
    )


def _ask(field: str, value: Raw) -> Verdict:
    from rapidfuzz import fuzz, process

    word = _word(value)
    best = process.extractOne(word, list(_meaning(field)), scorer=fuzz.ratio, score_cutoff=_LIKE)
    meant = _meaning(field)[best[0]] if best and len(word) > 2 else None
    return flag(f"tertulis '{visible(shown(value))}'", meant)
