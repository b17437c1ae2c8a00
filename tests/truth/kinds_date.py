"""How dates get damaged. '"fix only with proof: the row's NIK date, or the column's own
unambiguous values all of one order; else flag with both readings"'."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from .kinds_nik import aged, empty
from .kinds_number import Made
from .model import Ground, Kind, Person
from .people import nik_of, set_nik
from .words import MONTHS

ZERO = dt.date(1899, 12, 30)
BIRTH = "tgl_lahir"
OTHERS = ("tgl_mulai_kerja", "tgl_kepesertaan")
SEPS = "/-."


def serial(day: dt.date) -> int:
    """Excel's day number, 1900 system."""
    return (day - ZERO).days


def move(person: Person, field: str, day: dt.date) -> None:
    """Set the date; a birth date goes into the NIK too."""
    person.values[field] = day
    if field == BIRTH:
        nik = person.values["nik"]
        set_nik(person, nik_of(day, person.values["jenis_kelamin"], nik[:6], int(nik[12:])))


def small(rng: Random, day: dt.date) -> dt.date:
    """Move to a day of at most 12 which is not the month's number."""
    return day.replace(day=rng.choice([d for d in range(1, 13) if d != day.month]))


def big(rng: Random, day: dt.date) -> dt.date:
    """Move to a day above 12."""
    return day.replace(day=rng.randint(13, 28))


def written(rng: Random, day: dt.date, order: str, sep: str | None = None) -> str:
    """Write in figures, day or month first, with or without leading zeros."""
    sep = sep or rng.choice(SEPS)
    first, second = (day.day, day.month) if order == "dmy" else (day.month, day.day)
    if rng.random() < 0.3:
        return f"{first}{sep}{second}{sep}{day.year}"
    return f"{first:02}{sep}{second:02}{sep}{day.year}"


def words(field: str) -> Any:
    """'"Indonesian month names and abbreviations … | fix"'."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        day = person.values[field]
        month = rng.choice(MONTHS[day.month])
        month = rng.choice((month, month.upper(), month.lower()))
        sep = rng.choice((" ", " ", "-"))
        return f"{day.day}{sep}{month}{sep}{day.year}", (day,)

    return make


def iso(field: str) -> Any:
    def make(person: Person, rng: Random, ground: Ground) -> Made:
        day = person.values[field]
        return f"{day:%Y-%m-%d}{rng.choice(('', '', ' 00:00:00', 'T00:00:00'))}", (day,)

    return make


def figures(field: str, order: str) -> Any:
    """'"d/m/y with a day above 12 | fix"'; month first only where the column is not day-first."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        if ground.order not in (order, "mixed"):
            return None
        move(person, field, big(rng, person.values[field]))
        day = person.values[field]
        sep = "/" if order == "mdy" else None
        return written(rng, day, order, sep), (day,)

    return make


def equal(field: str) -> Any:
    """5/5/1990 has one reading only (design: 'exactly one value it can be')."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        day = person.values[field]
        move(person, field, day.replace(day=day.month))
        day = person.values[field]
        return written(rng, day, "dmy"), (day,)

    return make


def by_nik(order: str) -> Any:
    """'"day and month both at most 12 | fix only with proof: the row's NIK date"'.

    In a column which proves one order the text follows it, so the two proofs never disagree.
    """

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        if ground.order in ("dmy", "mdy") and ground.order != order:
            return None
        move(person, BIRTH, small(rng, person.values[BIRTH]))
        day = person.values[BIRTH]
        return written(rng, day, order), (day,)

    return make


def by_column(field: str) -> Any:
    """'"the column's own unambiguous values all of one order"'."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        if ground.order not in ("dmy", "mdy"):
            return None
        person.values[field] = small(rng, person.values[field])
        day = person.values[field]
        return written(rng, day, ground.order), (day,)

    return make


def unproven(field: str) -> Any:
    """'"else flag with both readings"'."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        if ground.order not in ("mixed", "none"):
            return None
        person.values[field] = small(rng, person.values[field])
        return written(rng, person.values[field], rng.choice(("dmy", "mdy"))), ()

    return make


def as_serial(field: str, typed: bool) -> Any:
    """'"Excel serials … | fix"'."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        day = person.values[field]
        return (serial(day) if typed else str(serial(day))), (day,)

    return make


def two_digits(person: Person, rng: Random, ground: Ground) -> Made:
    """'"two-digit years | fix by the age window"' of 15-99 years: 27-99 is 19xx, 00-11 is 20xx."""
    if ground.order in ("mdy", "none"):
        return None
    move(person, BIRTH, big(rng, person.values[BIRTH]))
    day = person.values[BIRTH]
    sep = rng.choice("/-")
    month = rng.choice((f"{day.month:02}", rng.choice(MONTHS[day.month])))
    return f"{day.day}{sep}{month}{sep}{day.year % 100:02}", (day,)


def two_digits_lost(person: Person, rng: Random, ground: Ground) -> Made:
    """Years 13-25: neither century gives an age of 15 to 99."""
    if ground.order in ("mdy", "none"):
        return None
    aged(person, rng, dt.date(2013, 1, 1), dt.date(2025, 12, 31))
    move(person, BIRTH, big(rng, person.values[BIRTH]))
    day = person.values[BIRTH]
    return f"{day.day}-{day.month:02}-{day.year % 100:02}", ()


def impossible(person: Person, rng: Random, ground: Ground) -> Made:
    texts = ["31 April 1988", "00/00/0000", "30 Pebruari 1990"]
    if ground.order in ("dmy", "mixed"):  # elsewhere these would hint at an order
        texts += ["31-06-1990", "30/02/1991", "29-02-1991", "32-01-1990"]
    return rng.choice(texts), ()


def part(person: Person, rng: Random, ground: Ground) -> Made:
    """Only a year, or a month: no date can be made of it."""
    year = person.values[BIRTH].year
    return rng.choice((str(year), f"Agustus {year}", "tidak ada", "-", "?")), ()


def loose(field: str) -> Any:
    """Shapes the issue does not name: left alone or read rightly, never read wrongly."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        day = person.values[field]
        shapes = (f"{day:%Y%m%d}", f"{day:%Y/%m/%d}", f"{day.day} {day.month} {day.year}")
        if ground.order != "dmy":
            shapes = shapes[:2]
        return rng.choice(shapes), (day,)

    return make


def end_by_words(person: Person, rng: Random, ground: Ground) -> Made:
    return words("tgl_akhir_kontrak")(person, rng, ground) if _ends(person) else None


def end_by_iso(person: Person, rng: Random, ground: Ground) -> Made:
    return iso("tgl_akhir_kontrak")(person, rng, ground) if _ends(person) else None


def _ends(person: Person) -> bool:
    return person.values["tgl_akhir_kontrak"] is not None


def real_date(field: str) -> Any:
    """A real date in a date cell, shown in some other format: it stays."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        move(person, field, small(rng, person.values[field]))
        return person.values[field], (person.values[field],)

    return make


def general(field: str, birth: bool) -> list[Kind]:
    """Kinds every date column has."""
    kinds = [
        ("nama_bulan", "fix", words(field), False),
        ("iso", "fix", iso(field), False),
        ("hari_di_atas_12", "fix", figures(field, "dmy"), False),
        ("bulan_dulu_hari_di_atas_12", "fix", figures(field, "mdy"), False),
        ("hari_sama_bulan", "fix", equal(field), False),
        ("serial", "fix", as_serial(field, True), True),
        ("serial_teks", "fix" if birth else "either", as_serial(field, False), False),
        ("bentuk_lain", "either", loose(field), False),
        ("tanggal_asli", "clean", real_date(field), True),
    ]
    return [Kind(f"{field}_{n}", field, e, m, typed=t, identity=birth) for n, e, m, t in kinds]


KINDS = [
    *general(BIRTH, True),
    *[kind for field in OTHERS for kind in general(field, False)],
    *[Kind(f"{f}_ambigu_kolom", f, "fix", by_column(f)) for f in OTHERS],
    *[Kind(f"{f}_ambigu_tanpa_bukti", f, "flag", unproven(f)) for f in OTHERS],
    Kind("tgl_lahir_ambigu_bukti_nik", BIRTH, "fix", by_nik("dmy"), identity=True),
    Kind("tgl_lahir_ambigu_bukti_nik_bulan_dulu", BIRTH, "fix", by_nik("mdy"), identity=True),
    Kind("tgl_lahir_tahun_2_angka", BIRTH, "fix", two_digits, identity=True),
    Kind("tgl_lahir_tahun_2_angka_lepas", BIRTH, "flag", two_digits_lost, False, True, ("nik",)),
    Kind("tgl_lahir_mustahil", BIRTH, "flag", impossible, identity=True),
    Kind("tgl_lahir_sebagian", BIRTH, "flag", part, identity=True),
    Kind("tgl_lahir_kosong", BIRTH, "flag", empty, identity=True),
    Kind("tgl_akhir_kontrak_nama_bulan", "tgl_akhir_kontrak", "fix", end_by_words),
    Kind("tgl_akhir_kontrak_iso", "tgl_akhir_kontrak", "fix", end_by_iso),
]
