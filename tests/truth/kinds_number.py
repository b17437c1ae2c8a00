"""How identifiers get damaged: nik, kk, kpj, npp, npwp, kode_pos, hp.

Every comment in quotation marks is the issue's or the fact page's own wording.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

from .model import Ground, Kind, Person
from .people import PAPUA, PREFIXES, day_between, nik_of, set_nik

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


# ---- nik -----------------------------------------------------------------------------------


def nik_lost_number(person: Person, rng: Random, ground: Ground) -> Made:
    """'"16th NIK digit lost (number ending 0 …) | flag; never change"'."""
    value = int(person.values["nik"])
    return None if value >= EXACT else (value // 10 * 10, ())


def nik_lost_text(value: str, rng: Random) -> str:
    """'"… or 3,57E+15 text"'."""
    short = f"{int(value) / 1e15:.{rng.choice((2, 5))}f}"
    return f"{rng.choice((short, short.replace('.', ',')))}E+15"


def nik_above_exact(person: Person, rng: Random, ground: Ground) -> Made:
    """'"NIK above 2^53 stored as number | flag"'; the files hold an even neighbour."""
    set_nik(person, rng.choice(PAPUA) + person.values["nik"][6:])
    value = int(float(person.values["nik"]))
    return (value, ()) if value > EXACT else None


def nik_bad_date(value: str, rng: Random) -> str:
    return value[:6] + rng.choice(("300290", "311187", "001195", "321290", "711380", "150090",
                                   "451301", "290295")) + value[12:]  # fmt: skip


def nik_bad_province(value: str, rng: Random) -> str:
    return rng.choice(("10", "20", "29", "40", "48", "60", "77", "85", "99", "00")) + value[2:]


def nik_old_prefix(person: Person, rng: Random, ground: Ground) -> Made:
    """'"unknown kecamatan/kabupaten prefix (old or split region) … | flag as periksa"'."""
    old = ("647301", "647302", "640401", "910201", "927101", "927102", "357899", "357850", "359901")
    prefix = rng.choice([p for p in old if p not in PREFIXES])
    return prefix + person.values["nik"][6:], ()


def nik_timor(value: str, rng: Random) -> str:
    return "540101" + value[6:]


def nik_papua_text(person: Person, rng: Random, ground: Ground) -> Made:
    """Papua as text is simply right."""
    set_nik(person, rng.choice(PAPUA) + person.values["nik"][6:])
    return person.values["nik"], (person.values["nik"],)


def nik_zero_text(person: Person, rng: Random, ground: Ground) -> Made:
    """A text NIK ending in 0 is fine."""
    set_nik(person, person.values["nik"][:12] + f"99{rng.randint(1, 9)}0")
    return person.values["nik"], (person.values["nik"],)


def sex_against_nik(person: Person, rng: Random, ground: Ground) -> Made:
    """'"NIK against birth date or sex … neither side is ever changed"'."""
    return {"L": "P", "P": "L"}[person.values["jenis_kelamin"]], ()


def birth_against_nik(person: Person, rng: Random, ground: Ground) -> Made:
    """A real date that is not the NIK's: swapped, another year, a day off."""
    birth = person.values["tgl_lahir"]
    choices = [birth.replace(year=birth.year + 1, day=min(birth.day, 28)), birth + dt.timedelta(1)]
    if birth.day <= 12 and birth.day != birth.month:
        choices.append(birth.replace(month=birth.day, day=birth.month))
    return rng.choice(choices), ()


def child(person: Person, rng: Random, ground: Ground) -> Made:
    """'"age against programme | flag"': 8 to 13 years old, NIK and date agree."""
    return aged(person, rng, dt.date(2013, 6, 1), dt.date(2018, 12, 31))


def aged(person: Person, rng: Random, first: dt.date, last: dt.date) -> Made:
    """Give the person another birth date, in the NIK too."""
    values = person.values
    birth = day_between(rng, first, last)
    nik = values["nik"]
    values["tgl_lahir"] = birth
    set_nik(person, nik_of(birth, values["jenis_kelamin"], nik[:6], int(nik[12:])))
    return birth, ()


def old_age(person: Person, rng: Random, ground: Ground) -> Made:
    return aged(person, rng, dt.date(1905, 1, 1), dt.date(1920, 12, 31))


def empty(person: Person, rng: Random, ground: Ground) -> Made:
    return None, ()


NIK = [
    Kind("nik_digit16_hilang", "nik", "flag", nik_lost_number, typed=True, identity=True),
    Kind("nik_eksponen", "nik", "flag", lose("nik", nik_lost_text), identity=True),
    Kind("nik_di_atas_2_53", "nik", "flag", nik_above_exact, typed=True, identity=True),
    Kind(
        "nik_serial_0000", "nik", "flag", lose("nik", lambda v, r: v[:12] + "0000"), identity=True
    ),
    Kind("nik_tanggal_mustahil", "nik", "flag", lose("nik", nik_bad_date), identity=True),
    Kind("nik_provinsi_asing", "nik", "flag", lose("nik", nik_bad_province), identity=True),
    Kind("nik_awalan_lama", "nik", "flag", nik_old_prefix, identity=True),
    # domain.md 1.2: "plus 54 (former Timor Timur) accepted as lama" (b 80 %)
    Kind("nik_timor_54", "nik", "either", lose("nik", nik_timor), identity=True),
    Kind("nik_papua_teks", "nik", "clean", nik_papua_text, identity=True),
    Kind("nik_akhir_0_teks", "nik", "clean", nik_zero_text, identity=True),
    Kind("nik_kosong", "nik", "flag", empty, identity=True),
    Kind("nik_galat_excel", "nik", "either", lambda p, r, g: ("#N/A", ()), True, True),
    Kind("jk_beda_nik", "jenis_kelamin", "flag", sex_against_nik, False, True, ("nik",)),
    Kind("tgl_beda_nik", "tgl_lahir", "flag", birth_against_nik, True, True, ("nik",)),
    Kind("usia_anak", "tgl_lahir", "flag", child, True, True, ("nik", "segmen")),
    Kind("usia_di_atas_99", "tgl_lahir", "flag", old_age, True, True, ("nik", "segmen")),
]

# ---- kpj, npp, npwp, kode_pos, kk ------------------------------------------------------------


def kpj_zero_lost(typed: bool) -> Make:
    """'"leading zero lost: … kpj only when the column proves 11 digits | fix"'."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        if not ground.kpj_proven:
            return None
        value = "0" + str(rng.randint(5, 8)) + person.values["kpj"][2:10] + str(rng.randint(1, 9))
        person.values["kpj"] = value
        return (int(value) if typed else value[1:]), (value,)

    return make


def kpj_unproven(person: Person, rng: Random, ground: Ground) -> Made:
    """A column of many lengths proves nothing: ten digits are a wrong length."""
    return None if ground.kpj_proven else (person.values["kpj"][1:], ())


def kpj_health_card(value: str, rng: Random) -> str:
    return "000" + value[1:]


def npwp_printed(value: str, rng: Random) -> str | None:
    """Print as 99.999.999.9-999.999."""
    if len(value) != 15:
        return None
    v = value
    return f"{v[:2]}.{v[2:5]}.{v[5:8]}.{v[8]}-{v[9:12]}.{v[12:]}"


def npwp_number(person: Person, rng: Random, ground: Ground) -> Made:
    """15 digits exact; '"left-pad to 16 (old 15-digit and new 0+15 give the same result)"'."""
    value = person.values["npwp"]
    if not value or len(value) != 15 or value[0] == "0":
        return None
    value = person.values["npwp"] = value[:-1] + "1"
    return int(value), (value, "0" + value)


OTHER = [
    Kind("kpj_nol_hilang_angka", "kpj", "fix", kpj_zero_lost(True), typed=True),
    # '"leading zero lost … | fix"' against '"wrong length | flag"' for text: either
    Kind("kpj_nol_hilang_teks", "kpj", "either", kpj_zero_lost(False)),
    Kind("kpj_10_tak_terbukti", "kpj", "flag", kpj_unproven),
    Kind("kpj_kartu_kesehatan", "kpj", "flag", lose("kpj", kpj_health_card)),
    # domain.md 1.1: "accept … as format lama, warn" (b 60 %)
    Kind("kpj_format_lama", "kpj", "either", lose("kpj", lambda v, r: v[:2] + "J" + v[3:])),
    # domain.md 1.3: "leading zero lost: NPP | 7 digits | propose, ask; do not auto-fix"
    Kind("npp_7_angka", "npp", "flag", lose("npp", lambda v, r: int(v[1:])), typed=True),
    Kind("npp_huruf_lama", "npp", "either", lose("npp", lambda v, r: "JJ" + v[2:])),
    Kind("npwp_cetak", "npwp", "fix", spoil("npwp", npwp_printed)),
    Kind("npwp_angka_15", "npwp", "fix", npwp_number, typed=True),
    Kind("kk_sama_nik", "kk", "flag", lambda p, r, g: (p.values["nik"], ()), accept=("nik",)),
    Kind("kk_digit16_hilang", "kk", "flag", lose("kk", lambda v, r: _kk_lost(v)), typed=True),
    # a real kode_pos never starts with 0, so four digits are not decidable by its form
    Kind("kode_pos_4_angka", "kode_pos", "either", lose("kode_pos", lambda v, r: v[1:])),
]


def _kk_lost(value: str) -> int | None:
    number = int(value)
    return None if number >= EXACT else number // 10 * 10


# ---- hp --------------------------------------------------------------------------------------


def hp_zero_lost(person: Person, rng: Random, ground: Ground) -> Made:
    value = person.values["hp"]
    return int(value), (value,)


def hp_number_abroad(person: Person, rng: Random, ground: Ground) -> Made:
    value = person.values["hp"]
    return int("62" + value[1:]), (value,)


def hp_abroad(value: str, rng: Random) -> str:
    """Write with the country code, as domain.md 1.4 lists."""
    a, b, c = value[1:4], value[4:8], value[8:]
    return rng.choice((f"+62{value[1:]}", f"62{value[1:]}", f"+62 {a}-{b}-{c}", f"+62 {a} {b} {c}",
                       f"62-{a}-{b}-{c}", f"(+62) {value[1:]}"))  # fmt: skip


def hp_two(value: str, rng: Random) -> str:
    """'"two phone numbers in one cell … | flag, propose"'."""
    other = "0857" + "".join(rng.choices("123456789", k=8))
    return value + rng.choice(("/", " / ", ", ", ";", " atau ", "\n")) + other


def hp_landline(value: str, rng: Random) -> str:
    """'"a landline in an hp column | flag"'."""
    tail_digits = str(rng.randint(3000000, 8999999))
    return rng.choice(("031", "031-", "(031) ", "021-5")) + tail_digits


HP = [
    Kind("hp_nol_hilang_teks", "hp", "fix", spoil("hp", lambda v, r: v[1:])),
    Kind("hp_nol_hilang_angka", "hp", "fix", hp_zero_lost, typed=True),
    Kind("hp_62_angka", "hp", "fix", hp_number_abroad, typed=True),
    Kind("hp_62", "hp", "fix", spoil("hp", hp_abroad)),
    Kind("hp_ekor_0_tanpa_nol", "hp", "fix", spoil("hp", lambda v, r: v[1:] + ".0")),
    Kind("hp_kurung", "hp", "fix", spoil("hp", lambda v, r: f"({v[:4]}) {v[4:]}")),
    Kind("hp_dua_nomor", "hp", "flag", lose("hp", hp_two)),
    Kind("hp_telepon_rumah", "hp", "flag", lose("hp", hp_landline)),
    Kind("hp_eksponen", "hp", "flag", lose("hp", lambda v, r: r.choice(("8,12E+10", "8.57E+10")))),
    Kind(
        "hp_tiruan", "hp", "flag", lose("hp", lambda v, r: r.choice(("-", "tidak ada", "0" * 12)))
    ),
    # '"1234567890…"' is named as dummy, yet 0812 3456 7890 is an issued shape: either
    Kind("hp_mirip_tiruan", "hp", "either", lose("hp", lambda v, r: "081234567890")),
    Kind("hp_62_dan_0", "hp", "either", spoil("hp", lambda v, r: "+62" + v)),
    Kind("hp_kosong", "hp", "either", empty),
]

KINDS = [*NIK, *[kind for field in FIELDS for kind in common(field)], *OTHER, *HP]
