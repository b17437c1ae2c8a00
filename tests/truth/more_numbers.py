"""Second shapes of damaged identifiers, and near misses; each by the issue's words.

What two rows of the verdict table decide together is certain too; what no row decides is `either`:
untouched, or the one value.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from .kinds_number import EXACT, Made, lose, spoil
from .kinds_word import dotted, fixed
from .model import Ground, Kind, Person

DASHES = "\u2010\u2011\u2013\u2014\u2212"

# ---- identifiers -----------------------------------------------------------------------------


def thousands(value: str, rng: Random) -> str | None:
    """'"separators inside identifiers"': a number shown with its thousands, copied as text.

    A NIK shown like this was a number: only digits a number holds exactly are certain.
    """
    lost = len(value) == 16 and (value[-1] == "0" or int(value) >= EXACT)
    return None if value[0] == "0" or lost else dotted(int(value), rng.choice(".,"))


def dashes(value: str, rng: Random) -> str:
    dash = rng.choice(DASHES)
    return dash.join((value[:4], value[4:8], value[8:])) if len(value) > 8 else value


def other_marks(value: str, rng: Random) -> str:
    """Slash, underscore, backtick, quotation marks: nobody named them."""
    return rng.choice((f"`{value}", f'"{value}"', f"{value[:6]}_{value[6:]}", f"{value}."))


def twice_dirty(value: str, rng: Random) -> str:
    """Two or three of the listed kinds of dirt at once."""
    a, b = value[:4], value[4:]
    return rng.choice(
        (f"'{a} {b}.0", f"\ufeff{a}-{b} ", f"\u200b{a}\u00a0{b}\u200b", f"'{value}\n")
    )


def labelled(*words: str) -> Callable[[str, Random], str]:
    """'"letters in digit fields … | flag, with a proposal where one exists"'."""

    def bend(value: str, rng: Random) -> str:
        word = rng.choice(words)
        return rng.choice((f"{word} {value}", f"{word}: {value}", f"{value} ({word})"))

    return bend


def exponent(value: str, rng: Random) -> str:
    """Shown in powers of ten, then copied as text: most digits are gone."""
    short = f"{float(value):.{rng.choice((1, 2, 4))}E}"
    return rng.choice((short, short.replace(".", ","), short.lower(), f" {short}"))


def exponent_whole(value: str, rng: Random) -> str:
    return f"{value[0]}.{value[1:]}E+15"


def ends_in_zero(field: str) -> Any:
    """'"exact (… last digit not 0)"' speaks of lost digits; a short number loses none."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        value = person.values[field] = person.values[field][:-1] + "0"
        return (int(value), (value,)) if value[0] != "0" else None

    return make


def more_digits(field: str) -> list[Kind]:
    ident = field == "nik"
    kinds = [
        ("ribuan", "fix", spoil(field, thousands)),
        ("kotor_ganda", "fix", spoil(field, twice_dirty)),
        ("tanda_lain", "either", spoil(field, other_marks)),
        ("berlabel", "flag", lose(field, labelled("No", "NO.", "lama"))),
    ]
    if field != "npp":
        kinds += [("garis_lebar", "fix", spoil(field, dashes))]
        kinds += [("eksponen_lain", "flag", lose(field, exponent))]
    return [Kind(f"{field}_{n}", field, e, m, identity=ident) for n, e, m in kinds]


KINDS = [
    *[kind for field in ("nik", "kk", "kpj", "npp") for kind in more_digits(field)],
    Kind("nik_eksponen_utuh", "nik", "either", spoil("nik", exponent_whole), identity=True),
    *[Kind(f"{f}_angka_akhir_0", f, "either", ends_in_zero(f), typed=True)
      for f in ("npp", "kode_pos")],
    Kind("hp_garis_lebar", "hp", "fix", spoil("hp", dashes)),
    Kind("hp_kotor_ganda", "hp", "fix", spoil("hp", twice_dirty)),
    Kind("hp_62_ekor_0", "hp", "fix", spoil("hp", lambda v, r: f"62{v[1:]}.0")),
    Kind("hp_berlabel", "hp", "flag", lose("hp", labelled("WA", "istri", "HP"))),
    Kind("hp_dua_nomor_lain", "hp", "flag", lose("hp", lambda v, r:
         v + r.choice((" & ", " dan ", " - ", "  ")) + "0857" + "".join(r.choices("123456789", k=8)))),
    Kind("hp_telepon_rumah_angka", "hp", "flag", lose("hp", lambda v, r:
         r.choice((318291234, 217654321, 3435678901 // 10))), typed=True),
    Kind("hp_luar_negeri", "hp", "flag", fixed("+65 9123 4567", "+60123456789", "006591234567")),
    Kind("hp_00_62", "hp", "either", spoil("hp", lambda v, r: "0062" + v[1:])),
    Kind("npwp_15_dalam_kolom_16", "npwp", "clean", lambda p, r, g: _old_npwp(p)),
]  # fmt: skip


def _old_npwp(person: Person) -> Made:
    """15 digits are as right as 16: '"npwp 15/16 digits text"'."""
    value = person.values["npwp"]
    return (value, (value,)) if value and len(value) == 15 else None
