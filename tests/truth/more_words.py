"""Second shapes of damaged dates, codes, names and wages, and near misses."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from .kinds_date import BIRTH, OTHERS, big, move, small, written
from .kinds_nik import aged
from .kinds_number import INVISIBLE, Made, at, invisible, spoil
from .kinds_word import dotted, fixed
from .model import Ground, Kind, Person
from .words import MONTHS

# ---- dates -----------------------------------------------------------------------------------


def in_words(day: dt.date, rng: Random, sep: str) -> str:
    return sep.join((f"{day.day:02}", rng.choice(MONTHS[day.month]), str(day.year)))


def dirty_words(field: str) -> Any:
    """Month names with '"invisible characters, NBSP, apostrophes, stray spaces"'."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        day = person.values[field]
        text = in_words(day, rng, rng.choice((" ", "  ", "\u00a0", "/", ".")))
        dirt = rng.choice(
            (f"'{text}", f" {text} ", at(text, rng, rng.choice(INVISIBLE)), text + "\n")
        )
        return dirt, (day,)

    return make


def dirty_figures(field: str) -> Any:
    """'"d/m/y with a day above 12 | fix"' with the first row's dirt."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        if ground.order != "dmy":
            return None
        move(person, field, big(rng, person.values[field]))
        day = person.values[field]
        text = written(rng, day, "dmy")
        wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)
        gaps = text.replace("/", " / ").replace("-", " - ").replace(".", ". ")
        return rng.choice((f"'{text}", f"\u00a0{text}", f"{text}\u200b", wide, gaps)), (day,)

    return make


def english(field: str) -> Any:
    """domain.md 1.3 lists May, Aug, Oct, Dec among the names to accept."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        names = {5: "May", 8: "Aug", 10: "Oct", 12: "Dec"}
        month = rng.choice(list(names))
        move(person, field, person.values[field].replace(month=month, day=rng.randint(1, 28)))
        day = person.values[field]
        if day > dt.date(2026, 9, 1):
            return None
        sep = rng.choice(" -")
        return sep.join((str(day.day), names[month], str(day.year))), (day,)

    return make


def odd_shapes(field: str) -> Any:
    """One reading each, but of no listed shape."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        day = person.values[field]
        names = MONTHS[day.month]
        shapes = (f"Senin, {day.day} {names[0]} {day.year}", f"{names[0]} {day.day}, {day.year}",
                  f"{day.day} {names[-1]}. {day.year}", f"{day.day}{names[0]}{day.year}",
                  f"{day:%Y.%m.%d}", f"{day:%Y-%m-%d} 07:00:00", f"{day:%Y-%m-%dT%H:%M:%SZ}")  # fmt: skip
        return rng.choice(shapes), (day,)

    return make


def two_digits_small(person: Person, rng: Random, ground: Ground) -> Made:
    """Year of two figures, both others at most 12: the age window and the NIK decide together."""
    if ground.order != "dmy":
        return None
    move(person, BIRTH, small(rng, person.values[BIRTH]))
    day = person.values[BIRTH]
    sep = rng.choice("/-")
    return f"{day.day:02}{sep}{day.month:02}{sep}{day.year % 100:02}", (day,)


def two_digits_start(person: Person, rng: Random, ground: Ground) -> Made:
    """'"fix by the age window"': a start date has no age."""
    if ground.order != "dmy":
        return None
    person.values["tgl_mulai_kerja"] = big(rng, person.values["tgl_mulai_kerja"])
    day = person.values["tgl_mulai_kerja"]
    return f"{day.day}-{day.month:02}-{day.year % 100:02}", (day,)


def future(person: Person, rng: Random, ground: Ground) -> Made:
    """Not born yet: '"age against programme"', or '"NIK against birth date"'."""
    return aged(person, rng, dt.date(2027, 6, 1), dt.date(2040, 12, 31))


def impossible_other(person: Person, rng: Random, ground: Ground) -> Made:
    texts = ["30 Februari 2021", "31 Juni 2019", "31 November 2018", "00/00/0000"]
    if ground.order == "dmy":
        texts += ["31-06-2019", "30/02/2021", "29-02-2022"]
    return rng.choice(texts), ()


def with_hour(field: str) -> Any:
    """A date cell that also holds an hour: cut off, or left."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        day = person.values[field]
        return dt.datetime(day.year, day.month, day.day, 7, 30), (day,)

    return make


def dates_of(field: str) -> list[Kind]:
    ident = field == BIRTH
    kinds = [
        ("nama_bulan_kotor", "fix", dirty_words(field), False),
        ("angka_kotor", "fix", dirty_figures(field), False),
        ("nama_bulan_inggris", "fix", english(field), False),
        ("bentuk_ganjil", "either", odd_shapes(field), False),
        ("berjam", "either", with_hour(field), True),
    ]
    return [Kind(f"{field}_{n}", field, e, m, typed=t, identity=ident) for n, e, m, t in kinds]


DATES = [
    *[kind for field in (BIRTH, *OTHERS) for kind in dates_of(field)],
    Kind("tgl_lahir_tahun_2_angka_bukti_nik", BIRTH, "fix", two_digits_small, identity=True),
    Kind("tgl_mulai_kerja_tahun_2_angka", "tgl_mulai_kerja", "either", two_digits_start),
    Kind("tgl_lahir_masa_depan", BIRTH, "flag", future, True, True, ("nik",)),
    *[Kind(f"{f}_mustahil", f, "flag", impossible_other) for f in OTHERS],
    *[Kind(f"{f}_tiruan", f, "flag", fixed("-", "tidak ada")) for f in OTHERS],
]

# ---- codes, names, e-mail --------------------------------------------------------------------


def dirty_code(field: str) -> Any:
    """The right code with '"invisible characters, NBSP, apostrophes, stray spaces"'."""

    def bend(value: str, rng: Random) -> str:
        return rng.choice(
            (f"'{value}", f"{value}\u00a0", f"\u200b{value}", f"{value}\t", f" {value} ")
        )

    return spoil(field, bend)


def accented(person: Person, rng: Random, ground: Ground) -> Made:
    if "nama" in person.marks:
        return None
    person.values["nama"] = rng.choice(
        ("JOSÉ DA COSTA", "RENÉ TUMBELAKA", "SITI-AMINAH", "MÜLLER HUTAPEA")
    )
    return person.values["nama"].lower(), (person.values["nama"],)


def accented_clean(person: Person, rng: Random, ground: Ground) -> Made:
    if "nama" in person.marks:
        return None
    name = person.values["nama"] = rng.choice(
        ("JOSÉ LATUHERU", "ANNE-MARIE WENAS", "DE'ARMAN PELLO")
    )
    return name, (name,)


def blth_other(person: Person, rng: Random, ground: Ground) -> Made:
    """domain.md 4.2 with the first row's dirt."""
    value = person.values["blth"]
    year, month = value.split("-")
    text = rng.choice((f"{MONTHS[int(month)][0]} {year}", f"{month}/{year}", value))
    return rng.choice((f"'{text}", f"\u00a0{text}", f"{text}\u200b", f"{text}  ")), (value,)


WORDS = [
    *[Kind(f"{n}_kotor", f, "fix", dirty_code(f), identity=f == "jenis_kelamin")
      for n, f in (("jk", "jenis_kelamin"), ("kawin", "status_kawin"), ("segmen", "segmen"),
                   ("darah", "gol_darah"))],
    *[Kind(f"{f}_angka_nol_lebar", f, "fix", spoil(f, lambda v, r: invisible(v.lower(), r)))
      for f in ("ibu_kandung", "tempat_lahir")],
    Kind("jk_singkat", "jenis_kelamin", "either", lambda p, r, g:
         ({"L": "Laki2", "P": "Prp."}[p.values["jenis_kelamin"]], (p.values["jenis_kelamin"],)),
         identity=True),
    Kind("nama_beraksen_kecil", "nama", "fix", accented),
    Kind("nama_beraksen", "nama", "clean", accented_clean),
    Kind("blth_kotor", "blth", "fix", blth_other),
    Kind("blth_tiruan", "blth", "flag", fixed("-", "tidak ada")),
]  # fmt: skip

# ---- wage ------------------------------------------------------------------------------------


def money_dirty(person: Person, rng: Random, ground: Ground) -> Made:
    """One reading, with the first row's dirt."""
    amount = person.values["upah"]
    dots = dotted(amount)
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in dots)
    shapes = (f"'{dots}", f"{dots}\u200b", wide, f"Rp  {dots} ,-", dotted(amount, " "),
              dotted(amount, "\u00a0"), f"Rp. {dots} ,00", f"RP {dots},-", f"Rp.{dots}")  # fmt: skip
    return rng.choice(shapes), (amount,)


def million_other(person: Person, rng: Random, ground: Ground) -> Made:
    tenths = rng.randint(61, 119)
    amount = person.values["upah"] = tenths * 100_000
    return f"Rp {tenths // 10},{tenths % 10} juta", (amount,)


def money_odd(person: Person, rng: Random, ground: Ground) -> Made:
    """A person would guess, and mostly rightly."""
    tenths = rng.randint(61, 119)
    amount = person.values["upah"] = tenths * 100_000
    shapes = (f"{tenths / 10}jt", f"{tenths * 100}rb", f"{dotted(tenths * 100)} ribu",
              f"{tenths}00000 rupiah", f"{dotted(amount)}.-")  # fmt: skip
    return rng.choice(shapes), (amount,)


def wage_at_floor(person: Person, rng: Random, ground: Ground) -> Made:
    """Exactly the UMK of Surabaya 2026 is not below it."""
    if "lokasi_kerja" not in ground.fields or person.values["segmen"] != "PU":
        return None
    person.values["upah"] = 5_288_796
    return 5_288_796, (5_288_796,)


def wage_elsewhere(low: bool) -> Any:
    """'"wage against UMK of the work place"': 2026, domain.md 8."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        if "lokasi_kerja" not in ground.fields or person.values["segmen"] != "PU":
            return None
        place, floor = rng.choice((("KAB. SIDOARJO", 5_191_541), ("KAB. GRESIK", 5_195_401),
                                   ("KOTA MALANG", 3_736_101), ("KAB. SAMPANG", 2_484_443)))  # fmt: skip
        person.values["lokasi_kerja"] = place
        amount = floor - rng.randint(1, 90_000) if low else floor + rng.randint(0, 60_000)
        person.values["upah"] = amount
        return amount, (() if low else (amount,))

    return make


def wage_self_employed(person: Person, rng: Random, ground: Ground) -> Made:
    """domain.md 8: '"skip for BPU"'."""
    if "lokasi_kerja" not in ground.fields or "segmen" in person.raw or "segmen" in person.marks:
        return None
    person.values["segmen"] = "BPU"
    person.held.add("segmen")
    amount = person.values["upah"] = rng.randint(20, 39) * 100_000
    return amount, (amount,)


WAGES = [
    Kind("upah_uang_kotor", "upah", "fix", money_dirty),
    Kind("upah_juta_rp", "upah", "fix", million_other),
    Kind("upah_ganjil", "upah", "either", money_odd),
    Kind("upah_tiruan", "upah", "flag", fixed("tidak ada", "?", "sesuai UMK", "1.5.0.0")),
    Kind("upah_pas_umk", "upah", "clean", wage_at_floor, typed=True),
    Kind("upah_umk_tempat_lain", "upah", "clean", wage_elsewhere(False), typed=True),
    Kind("upah_di_bawah_umk_tempat_lain", "upah", "flag", wage_elsewhere(True), typed=True,
         accept=("lokasi_kerja",)),
    Kind("upah_bpu_rendah", "upah", "clean", wage_self_employed, typed=True),
]  # fmt: skip

KINDS = [*DATES, *WORDS, *WAGES]
