"""Doubles that show only after cleaning, and pairs that only look like doubles."""

from __future__ import annotations

from random import Random

from .kinds_date import BIRTH
from .model import Ground, Mark, Person
from .people import set_nik

STARTS = ("tgl_mulai_kerja", "tgl_kepesertaan", "tgl_akhir_kontrak", "status_pegawai")


def plant_more_pairs(people: list[Person], rng: Random, ground: Ground) -> None:
    """Plant one of each for every fifty people, where the layout has the fields."""
    has = set(ground.fields).issuperset
    for _ in range(max(1, len(people) // 50)):
        if has({"nik", BIRTH}):
            dirty_double(*untouched(people, rng), "nik", (BIRTH, "jenis_kelamin", *STARTS))
        if has({"kpj"}) and ground.kpj_proven:
            dirty_double(*untouched(people, rng), "kpj", ())
        if has({"nik", "kpj", "nama", BIRTH, "ibu_kandung"}):
            namesakes(*untouched(people, rng))


def untouched(people: list[Person], rng: Random) -> list[Person]:
    """Two rows nothing was planted in; they are taken."""
    pair = rng.sample([p for p in people if p.free and not p.held and not p.marks], 2)
    for person in pair:
        person.free = False
    return pair


def hold(one: Person, two: Person, fields: tuple[str, ...]) -> None:
    """Give the second the first's values; neither takes other mistakes in them."""
    for field in fields:
        two.values[field] = one.values[field]
    for person in (one, two):
        person.held.update((*fields, "nik", "kpj", "nama", "blth"))


def dirty_double(one: Person, two: Person, field: str, along: tuple[str, ...]) -> None:
    """'"same NIK or KPJ twice in the book | flag"', one of them with separators: fix and flag."""
    hold(one, two, (field, "blth", *along))
    if field == "nik":
        two.values["npwp"] = None
    value = one.values[field]
    two.raw[field] = f"{value[:4]} {value[4:8]}-{value[8:]}"
    two.marks[field] = Mark(f"{field}_ganda_kotor", "fix", (value,))
    one.marks[field] = Mark(f"{field}_ganda_dengan_kotor", "flag", (), [(one, field), (two, field)])


def namesakes(one: Person, two: Person) -> None:
    """Same name, birth date and sex, but another mother and another NIK: two people."""
    sex = one.values["jenis_kelamin"]
    name, birth = one.values["nama"], one.values[BIRTH]
    hold(one, two, (BIRTH, "jenis_kelamin", *STARTS))
    two.values["nama"] = name
    nik = two.values["nik"]
    day = birth.day + (40 if sex == "P" else 0)
    serial = nik[12:] if nik[:6] != one.values["nik"][:6] else f"{(int(nik[12:]) + 1) % 100 + 9900}"
    set_nik(two, f"{nik[:6]}{day:02}{birth:%m%y}{serial}")
    for person, mother in ((one, "SULASTRI HANDAYANI"), (two, "MARGARETHA WENAS")):
        person.values["ibu_kandung"] = mother
        person.held.update((BIRTH, "jenis_kelamin", "ibu_kandung"))
