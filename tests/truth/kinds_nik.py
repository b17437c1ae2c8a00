"""How a NIK is lost or contradicts the row: never changed, always asked."""

from __future__ import annotations

import datetime as dt
from random import Random

from .kinds_number import EXACT, Made, lose
from .model import Ground, Kind, Person
from .people import PAPUA, PREFIXES, day_between, nik_of, set_nik


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


KINDS = [
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
