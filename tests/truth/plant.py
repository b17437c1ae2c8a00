"""Plant mistakes into clean people, each with the verdict the issue's table gives it."""

from __future__ import annotations

import datetime as dt
from random import Random

from . import (
    kinds_date,
    kinds_nik,
    kinds_number,
    kinds_office,
    kinds_word,
    more_numbers,
    more_words,
)
from .kinds_date import BIRTH, move, small, written
from .model import Ground, Kind, Mark, Person
from .more_pairs import plant_more_pairs
from .people import Taken, new_nik

KINDS = [
    *kinds_nik.KINDS,
    *kinds_number.KINDS,
    *kinds_office.KINDS,
    *kinds_date.KINDS,
    *kinds_word.KINDS,
    *more_numbers.KINDS,
    *more_words.KINDS,
]
IDENTITY = ("nik", BIRTH, "jenis_kelamin")
SHARES = {"nik": 0.22, BIRTH: 0.2, "jenis_kelamin": 0.12}
AGED = ("usia_anak", "usia_di_atas_99", "tgl_lahir_tahun_2_angka_lepas")
STARTS = ("tgl_mulai_kerja", "tgl_kepesertaan", "tgl_akhir_kontrak")
FORCED = {
    "dmy": ("{}_hari_di_atas_12",) * 6,
    "mdy": ("{}_bulan_dulu_hari_di_atas_12",) * 6,
    "mixed": ("{}_hari_di_atas_12", "{}_bulan_dulu_hari_di_atas_12") * 4,
    "none": (),
}


def fits(kind: Kind, ground: Ground) -> bool:
    """Whether the layout has the field and can hold such a value."""
    return kind.field in ground.fields and (ground.typed or not kind.typed)


def plant(people: list[Person], rng: Random, ground: Ground, taken: Taken, extra: bool) -> None:
    """Plant mistakes in all fields of the layout; with extra also doubles and shared numbers."""
    if extra:
        plant_pairs(people, rng, ground, taken)
        plant_more_pairs(people, rng, ground)
    plant_unproven_births(people, rng, ground)
    order = [*IDENTITY, *[f for f in ground.fields if f not in IDENTITY]]
    for field in order:
        if field in ground.fields:
            plant_field(people, rng, ground, field)


def plant_field(people: list[Person], rng: Random, ground: Ground, field: str) -> None:
    """Plant the kinds of one field in turn until its share of rows is dirty."""
    kinds = [k for k in KINDS if k.field == field and fits(k, ground)]
    rng.shuffle(kinds)
    by_name = {k.name: k for k in kinds}
    queue = [by_name[n] for n in forced(field, ground) if n in by_name]
    target = round(SHARES.get(field, 0.25) * len(people))
    stuck: set[str] = set()
    place = 0
    while kinds and target > 0 and len(stuck) < len(kinds):
        kind = queue.pop(0) if queue else kinds[place % len(kinds)]
        place += 1
        if kind.name in stuck:
            continue
        if plant_one(people, rng, ground, kind):
            target -= 1
        else:
            stuck.add(kind.name)


def forced(field: str, ground: Ground) -> list[str]:
    """Kinds that must be there so that the column proves what the ground says."""
    if field == BIRTH and ground.order in ("mixed", "none"):
        both = ["tgl_lahir_ambigu_bukti_nik", "tgl_lahir_ambigu_bukti_nik_bulan_dulu"]
        return both + [name.format(field) for name in FORCED[ground.order][:4]]
    names = [name.format(field) for name in FORCED[ground.order]]
    if field == "upah" and "lokasi_kerja" in ground.fields:
        names += ["upah_di_bawah_umk"] * 4
    proven = ground.order in ("dmy", "mdy")
    return names + [f"{field}_ambigu_{'kolom' if proven else 'tanpa_bukti'}"] * 4


def plant_one(people: list[Person], rng: Random, ground: Ground, kind: Kind) -> bool:
    """Plant one kind on the first of some random rows which lends itself to it."""
    for person in rng.sample(people, min(60, len(people))):
        if not open_for(person, kind):
            continue
        made = kind.make(person, rng, ground)
        if made is None or not encodable(made[0], ground.charset):
            continue
        raw, values = made
        person.raw[kind.field] = raw
        accept = [(person, f) for f in (kind.field, *kind.accept) if f in ground.fields]
        person.marks[kind.field] = Mark(kind.name, kind.expect, values, accept)
        if kind.identity or "nik" in kind.accept:
            person.free = False
        if kind.name in AGED:
            excuse(person, (*STARTS, "segmen"))
        return True
    return False


def open_for(person: Person, kind: Kind) -> bool:
    """Whether this row may still take this kind."""
    field = kind.field
    if field in person.raw or field in person.held:
        return False
    if field in person.marks and person.marks[field].kind != "nama_gelar_utuh":
        return False
    if (kind.identity or "nik" in kind.accept) and not person.free:
        return False
    return not any(f in person.marks or f in person.held for f in kind.accept)


def excuse(person: Person, fields: tuple[str, ...]) -> None:
    """Let these cells be flagged in consequence; they still must not change their meaning."""
    for field in fields:
        if field not in person.marks:
            person.held.add(field)
            person.marks[field] = Mark("ikutan", "either", (person.values[field],))


def encodable(raw: object, charset: str) -> bool:
    """Whether the file's charset can hold the text."""
    try:
        str(raw).encode(charset)
    except UnicodeEncodeError:
        return False
    return True


# ---- mistakes that need two cells or two rows ------------------------------------------------


def plant_unproven_births(people: list[Person], rng: Random, ground: Ground) -> None:
    """Birth dates with both parts at most 12 in rows whose NIK says nothing at all."""
    if not {"nik", BIRTH} <= set(ground.fields):
        return
    for person in free_people(people, rng, max(2, len(people) // 40)):
        move(person, BIRTH, small(rng, person.values[BIRTH]))
        day = person.values[BIRTH]
        proven = ground.order in ("dmy", "mdy")
        order = ground.order if proven else rng.choice(("dmy", "mdy"))
        person.raw["nik"] = rng.choice(("-", "tidak ada"))
        person.marks["nik"] = Mark("nik_tiruan", "flag", (), [(person, "nik")])
        person.raw[BIRTH] = written(rng, day, order)
        person.marks[BIRTH] = (
            Mark("tgl_lahir_ambigu_kolom", "fix", (day,))
            if proven
            else Mark("tgl_lahir_ambigu_tanpa_bukti", "flag", (), [(person, BIRTH)])
        )


def free_people(people: list[Person], rng: Random, count: int) -> list[Person]:
    """Take some rows for an identity mistake."""
    free = [p for p in people if p.free and not p.held and not p.marks]
    taken = rng.sample(free, min(count, len(free)))
    for person in taken:
        person.free = False
    return taken


def plant_pairs(people: list[Person], rng: Random, ground: Ground, taken: Taken) -> None:
    """Plant doubles, one person twice, and the HR's number on many rows."""
    has = set(ground.fields).issuperset
    for _ in range(max(1, len(people) // 50)):
        if has({"nik", BIRTH}):
            double_nik(*free_people(people, rng, 2))
        if has({"kpj"}):
            double_kpj(*free_people(people, rng, 2))
        if has({"nik", "kpj", "nama", BIRTH, "ibu_kandung"}):
            same_person(*free_people(people, rng, 2), rng, taken)
    if has({"hp"}):
        shared_phone(rng.sample([p for p in people if not p.held], max(8, len(people) // 8)))


def copy(source: Person, target: Person, fields: tuple[str, ...]) -> None:
    """Give the target the source's values and hold both."""
    for field in fields:
        target.values[field] = source.values[field]
    for person in (source, target):
        person.held.update((*fields, "nik", "kpj", "nama"))


def double_nik(one: Person, two: Person) -> None:
    """'"same NIK or KPJ twice in the book | flag with the partner's row"'.

    Both rows are of one contribution month: a list of several months may repeat a person.
    """
    copy(one, two, ("nik", BIRTH, "jenis_kelamin", "blth", *STARTS, "status_pegawai"))
    two.values["npwp"] = None
    pair = [(two, "nik"), (one, "nik")]
    two.marks["nik"] = Mark("nik_ganda", "flag", (), pair)
    one.marks["nik"] = Mark("nik_ganda", "flag", (), pair)


def double_kpj(one: Person, two: Person) -> None:
    copy(one, two, ("kpj", "blth"))
    pair = [(two, "kpj"), (one, "kpj")]
    two.marks["kpj"] = Mark("kpj_ganda", "flag", (), pair)
    one.marks["kpj"] = Mark("kpj_ganda", "flag", (), pair)


def same_person(one: Person, two: Person, rng: Random, taken: Taken) -> None:
    """'"same person with another KPJ (birth date + mother + similar name) | flag"'."""
    name = "MUHAMMAD" if one.values["jenis_kelamin"] == "L" else "KARTIKASARI"
    one.values["nama"] = f"{name} {one.values['nama']}"
    copy(one, two, ("nama", BIRTH, "ibu_kandung", "jenis_kelamin", *STARTS, "status_pegawai"))
    birth: dt.date = one.values[BIRTH]
    two.values["nik"] = new_nik(rng, taken, birth, one.values["jenis_kelamin"])
    two.values["npwp"] = None
    if rng.random() < 0.5:
        two.values["nama"] = one.values["nama"].replace("MM", "M").replace("IKAS", "IKA S")
    fields = ("nik", "kpj", "nama", BIRTH, "ibu_kandung")
    accept = [(p, f) for p in (two, one) for f in fields]
    two.marks["kpj"] = Mark("orang_sama_kpj_lain", "flag", (), accept)


def shared_phone(people: list[Person]) -> None:
    """'"the HR's number on many rows | flag, propose"'."""
    number = "081330004455"
    accept = [(person, "hp") for person in people]
    for person in people:
        person.values["hp"] = number
        person.held.add("hp")
        person.marks["hp"] = Mark("hp_bersama", "flag", (), accept)
