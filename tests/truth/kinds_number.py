"""How identifiers get damaged: nik, kk, kpj, npp, npwp, kode_pos, hp.

Every comment in quotation marks is the issue's or the fact page's own wording.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

from .model import Ground, Kind, Person

Made = tuple[Any, tuple[Any, ...]] | None
Make = Callable[[Person, Random, Ground], Made]
EXACT = 2**53
FIELDS = ("nik", "kk", "kpj", "npp", "npwp", "kode_pos", "hp")
INVISIBLE = ("\u200b", "\ufeff", "\u200e", "\u2060", "\u00ad")


def spoil(field: str, bend: Callable[[str, Random], str | None]) -> Make:
    """Make a kind that bends the right text; the right text is what must come back."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        value = person.values[field]
        bent = bend(value, rng) if value else None
        return None if bent is None or bent == value else (bent, (value,))

    return make


def lose(field: str, bend: Callable[[str, Random], Any]) -> Make:
    """Make a kind whose right value cannot be known any more."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        value = person.values[field]
        bent = bend(value, rng) if value else None
        return None if bent is None or bent == value else (bent, ())

    return make


def at(value: str, rng: Random, char: str) -> str:
    """Put a character somewhere inside, or at one end."""
    place = rng.randint(0, len(value))
    return value[:place] + char + value[place:]


def outer_spaces(value: str, rng: Random) -> str:
    return rng.choice((f" {value}", f"{value}  ", f" {value} ", f"{value} "))


def nbsp(value: str, rng: Random) -> str:
    return rng.choice((f"\u00a0{value}", f"{value}\u00a0", f"{value[:4]}\u00a0{value[4:]}"))


def line_end(value: str, rng: Random) -> str:
    return rng.choice((f"{value}\n", f"\t{value}", f"{value}\t", f"{value}\r\n"))


def invisible(value: str, rng: Random) -> str:
    return at(value, rng, rng.choice(INVISIBLE))


def apostrophe(value: str, rng: Random) -> str:
    return rng.choice(("'", "'", "\u2019", "\u2018")) + value


def wide(value: str, rng: Random) -> str:
    """Write full-width digits, all or a few."""
    some = rng.random() < 0.5
    return "".join(
        chr(ord(c) + 0xFEE0) if c.isdigit() and (not some or i < 4) else c
        for i, c in enumerate(value)
    )


def tail(value: str, rng: Random) -> str:
    return value + ".0"


def mixed_dirt(value: str, rng: Random) -> str:
    return f"\u00a0'{value[:4]} {value[4:]} "


def letters(value: str, rng: Random) -> str | None:
    """Put letters where digits belong: O for 0, l or I for 1, S for 5, B for 8."""
    pairs = [("0", "O"), ("1", "l"), ("1", "I"), ("5", "S"), ("8", "B"), ("0", "o")]
    rng.shuffle(pairs)
    first = 4 if len(value) >= 8 else 1  # a letter in place 3 of a kpj may be the old form
    for digit, letter in pairs:
        place = value.rfind(digit)
        if place >= first:
            return value[:place] + letter + value[place + 1 :]
    return None


def shape(*cuts: int, seps: str = " .-") -> Callable[[str, Random], str]:
    """Part the digits at the cuts by one separator."""

    def bend(value: str, rng: Random) -> str:
        places = [0, *cuts, len(value)]
        sep = rng.choice(seps)
        return sep.join(value[a:b] for a, b in pairwise(places))

    return bend


def as_number(field: str) -> Make:
    """Store as a number: '"exact (below 2^53, last digit not 0) | fix to text"'."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        value = person.values[field]
        if not value or value[0] == "0" or value[-1] == "0" or int(value) >= EXACT:
            return None
        return int(value), (value,)

    return make


SEPARATED = {
    "nik": (shape(6, 12), shape(4, 8, 12), shape(2, 4, 6, 12)),
    "kk": (shape(6, 12), shape(4, 8, 12)),
    "kpj": (shape(4, 8), shape(2, 5)),
    "npp": (shape(2), shape(4)),
    "kode_pos": (shape(2, seps=" ."),),
    "hp": (shape(4, 8), shape(4, seps=" -."), shape(4, 7, 10)),
}
TOO_SHORT = {"nik": 15, "kk": 14, "kpj": 9, "npp": 6, "npwp": 12, "kode_pos": 3, "hp": 6}
TOO_LONG = {"nik": 17, "kk": 18, "kpj": 12, "npp": 9, "npwp": 17, "kode_pos": 6, "hp": 16}


def cut(length: int) -> Callable[[str, Random], str]:
    """Leave out inner digits so that the length is short (a lost leading zero is its own kind)."""
    return lambda value, rng: value[: length - 1] + value[-1]


def stretch(length: int) -> Callable[[str, Random], str]:
    """Double inner digits until the number is too long."""
    return lambda value, rng: value[:3] + "7" * (length - len(value)) + value[3:]


def dummy(length: int) -> Callable[[str, Random], str]:
    """'"dummy values (1111…, 1234567890…, "-", "tidak ada") | flag"'."""

    def bend(value: str, rng: Random) -> str:
        digits = rng.choice(("1", "9", "0")) * length
        run = ("1234567890" * 2)[:length]
        return rng.choice((digits, run, "-", "tidak ada", "TIDAK ADA"))

    return bend


def empty_words(value: str, rng: Random) -> str:
    """Words for nothing, and zeros; 11111 and 12345 could be post codes."""
    return rng.choice(("-", "tidak ada", "00000"))


def common(field: str) -> list[Kind]:
    """Damage every identifier suffers."""
    identity = field == "nik"

    def fix(name: str, bend: Callable[[str, Random], str | None]) -> Kind:
        return Kind(f"{field}_{name}", field, "fix", spoil(field, bend), identity=identity)

    def flag(name: str, bend: Callable[[str, Random], Any]) -> Kind:
        return Kind(f"{field}_{name}", field, "flag", lose(field, bend), identity=identity)

    kinds = [
        fix("spasi_tepi", outer_spaces),
        fix("nbsp", nbsp),
        fix("tak_tampak", invisible),
        fix("apostrof", apostrophe),
        fix("angka_lebar", wide),
        fix("ekor_0", tail),
        fix("tab_baris", line_end),
        fix("campur", mixed_dirt),
        flag("huruf", letters),
        flag("pendek", cut(TOO_SHORT[field])),
        flag("panjang", stretch(TOO_LONG[field])),
    ]
    if field in SEPARATED:
        kinds.append(fix("pemisah", lambda v, r: r.choice(SEPARATED[field])(v, r)))
    if field != "hp":
        make = as_number(field)
        kinds.append(Kind(f"{field}_angka", field, "fix", make, typed=True, identity=identity))
        length = {"nik": 16, "kk": 16, "kpj": 11, "npp": 8, "npwp": 15, "kode_pos": 5}[field]
        bend = empty_words if field == "kode_pos" else dummy(length)
        kinds.append(flag("tiruan", bend))
    return kinds


KINDS = [kind for field in FIELDS for kind in common(field)]
