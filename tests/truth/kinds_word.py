"""How names, codes, wages, months and addresses get damaged."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from .kinds_date import serial
from .kinds_nik import empty
from .kinds_number import Made, invisible, lose, spoil
from .model import Ground, Kind, Person
from .people import titled
from .words import MARRIED, MONTHS, SEGMENT, SEX

NAMES = ("nama", "ibu_kandung", "tempat_lahir")

# ---- names -----------------------------------------------------------------------------------


def plain_name(field: str, bend: Any) -> Any:
    """Bend a name that has no title; titled names have kinds of their own."""
    inner = spoil(field, bend)

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        return None if field in person.marks else inner(person, rng, ground)

    return make


def title_case(value: str, rng: Random) -> str:
    return " ".join(word[:1] + word[1:].lower() for word in value.split())


def lower(value: str, rng: Random) -> str:
    return rng.choice((value.lower(), value[:1] + value[1:].lower(), value.swapcase()))


def two_spaces(value: str, rng: Random) -> str | None:
    return value.replace(" ", rng.choice(("  ", "   ")), 1) if " " in value else None


def ends(value: str, rng: Random) -> str:
    return rng.choice((" " + value, value + " ", f"  {value} ", value + "\u00a0", value + "\t"))


def inner_nbsp(value: str, rng: Random) -> str | None:
    return value.replace(" ", "\u00a0", 1) if " " in value else None


def everything(value: str, rng: Random) -> str:
    return f" '{title_case(value, rng)}\u00a0"


def untitled_kinds(field: str) -> list[Kind]:
    """'"nama, ibu_kandung, tempat_lahir upper case, single spaces"'."""
    bends = {
        "huruf_judul": title_case,
        "huruf_kecil": lower,
        "spasi_ganda": two_spaces,
        "spasi_tepi": ends,
        "nbsp": inner_nbsp,
        "tak_tampak": invisible,
        "apostrof_depan": lambda v, r: "'" + v,
        "campur": everything,
    }
    kinds = [Kind(f"{field}_{n}", field, "fix", plain_name(field, b)) for n, b in bends.items()]
    blank = lose(field, lambda v, r: r.choice(("-", "tidak ada", "TIDAK ADA")))
    kinds.append(Kind(f"{field}_tiruan", field, "flag", blank))
    line = spoil(field, lambda v, r: v.replace(" ", "\n", 1))
    kinds.append(Kind(f"{field}_baris_baru", field, "either", line))
    return kinds


def title_kept(person: Person, rng: Random, ground: Ground) -> Made:
    """'"flag or leave, never expand or drop"': as it is, in capitals already."""
    if "nama" in person.marks:
        return None
    name = person.values["nama"] = titled(rng, person.values["nama"])
    return name, ()


def title_lower(person: Person, rng: Random, ground: Ground) -> Made:
    """A title in small letters: capitals or untouched are both within the issue's words."""
    if "nama" in person.marks:
        return None
    name = person.values["nama"] = titled(rng, person.values["nama"])
    return title_case(name, rng), (name,)


def name_with_digit(value: str, rng: Random) -> str | None:
    return value.replace("I", "1", 1) if "I" in value else None


def mother_is_self(person: Person, rng: Random, ground: Ground) -> Made:
    return person.values["nama"], ()


NAME_KINDS = [
    *[kind for field in NAMES for kind in untitled_kinds(field)],
    Kind("nama_gelar", "nama", "either", title_kept),
    Kind("nama_gelar_kecil", "nama", "either", title_lower),
    Kind("nama_kosong", "nama", "flag", empty),
    Kind("nama_berangka", "nama", "either", lose("nama", name_with_digit)),
    Kind("ibu_sama_nama", "ibu_kandung", "either", mother_is_self),
    Kind("ibu_kosong", "ibu_kandung", "either", empty),
]

# ---- codes -----------------------------------------------------------------------------------


def value_list(field: str, listed: dict[str, tuple[str, ...]]) -> Any:
    """'"sex, marital, segment, blood words | fix by the value lists"'."""

    def make(person: Person, rng: Random, ground: Ground) -> Made:
        value = person.values[field]
        word = rng.choice(listed[value])
        return rng.choice((word, word, word + " ", " " + word)), (value,)

    return make


def segment_word(person: Person, rng: Random, ground: Ground) -> Made:
    value = person.values["segmen"] = rng.choice(("PU", person.values["segmen"]))
    return rng.choice(SEGMENT[value]), (value,)


def sex_number(person: Person, rng: Random, ground: Ground) -> Made:
    """'"M, 1 → L … W, 2 → P"', stored as a number."""
    value = person.values["jenis_kelamin"]
    return {"L": 1, "P": 2}[value], (value,)


def blood(value: str, rng: Random) -> str:
    return rng.choice((value.lower(), value + " ", f" {value}", value.lower() + "\u00a0"))


def fixed(*texts: Any) -> Any:
    """One of these, whatever the person's value is; nothing may become of it."""
    return lambda person, rng, ground: (rng.choice(texts), ())


CODE_KINDS = [
    Kind("jk_kata", "jenis_kelamin", "fix", value_list("jenis_kelamin", SEX), identity=True),
    Kind("jk_angka", "jenis_kelamin", "fix", sex_number, typed=True, identity=True),
    Kind("jk_asing", "jenis_kelamin", "flag", fixed("X", "?", "-"), identity=True),
    Kind("jk_kosong", "jenis_kelamin", "either", empty, identity=True),
    Kind("kawin_kata", "status_kawin", "fix", value_list("status_kawin", MARRIED)),
    Kind("kawin_asing", "status_kawin", "flag", fixed("?", "XX")),
    Kind("kawin_dekat", "status_kawin", "either",
         lambda p, r, g: (r.choice(("BELUM MENIKAH", "cerai mati", "Cerai Hidup")), ("T",))),
    Kind("segmen_kata", "segmen", "fix", segment_word),
    Kind("segmen_asing", "segmen", "flag", fixed("ABC", "XYZ")),
    Kind("darah_kata", "gol_darah", "fix", spoil("gol_darah", blood)),
    Kind("darah_asing", "gol_darah", "flag", fixed("C", "X", "-", "tidak ada")),
    Kind("darah_nol", "gol_darah", "either", lambda p, r, g: ("0", ("O",))),
    Kind("darah_rhesus", "gol_darah", "either",
         lambda p, r, g: ((p.values["gol_darah"] or "A") + "+", (p.values["gol_darah"] or "A",))),
]  # fmt: skip

# ---- wage ------------------------------------------------------------------------------------


def dotted(amount: int, sep: str = ".") -> str:
    return f"{amount:,}".replace(",", sep)


def money(person: Person, rng: Random, ground: Ground) -> Made:
    """'"Rp 4.375.479,00 · 4,375,479 · 4,5jt · 4.375.479,- | fix when one reading exists"'."""
    amount = person.values["upah"]
    dots, commas = dotted(amount), dotted(amount, ",")
    shapes = (f"Rp {dots},00", f"Rp{dots}", f"Rp. {dots},-", f"{dots},-", f"{dots},00", dots,
              commas, f"{commas}.00", f"Rp {commas}", f"IDR {dots}", f" {dots} ", f"rp {dots}",
              f"Rp\u00a0{dots},00")  # fmt: skip
    return rng.choice(shapes), (amount,)


def million(person: Person, rng: Random, ground: Ground) -> Made:
    tenths = rng.randint(61, 119)
    amount = person.values["upah"] = tenths * 100_000
    figure = f"{tenths // 10},{tenths % 10}" if tenths % 10 else str(tenths // 10)
    return figure + rng.choice(("jt", " jt", "juta", " juta")), (amount,)


def plain_text(person: Person, rng: Random, ground: Ground) -> Made:
    amount = person.values["upah"]
    return rng.choice((f"{amount}", f"{amount}.0", f"{amount},00", f"'{amount}")), (amount,)


def money_unclear(person: Person, rng: Random, ground: Ground) -> Made:
    """'"4500, 31, mixed → flag; never scale by guess"'."""
    texts = ("4500", "31", "4,5", "4.500", "5.400.00", "5,400.000", "4.5", "Rp 5.400",
             "5.40.0000", "UMK", "-", "lihat slip")  # fmt: skip
    return rng.choice(texts), ()


def money_small(person: Person, rng: Random, ground: Ground) -> Made:
    return rng.choice((4500, 31, 4.5, 5400, 0)), ()


def wage_low(person: Person, rng: Random, ground: Ground) -> Made:
    """'"wage against UMK of the work place and date … | flag"': Surabaya 2026 is 5.288.796."""
    if "lokasi_kerja" not in ground.fields or person.values["segmen"] != "PU":
        return None
    if {"segmen", "blth", "lokasi_kerja"} & person.raw.keys():
        return None
    return rng.randint(20, 39) * 100_000, ()


def wage_fraction(person: Person, rng: Random, ground: Ground) -> Made:
    """'"upah whole rupiah"' does not say which way a fraction goes."""
    amount = person.values["upah"]
    return amount + 0.75, (amount, amount + 1)


def wage_formatted(person: Person, rng: Random, ground: Ground) -> Made:
    return person.values["upah"], (person.values["upah"],)


WAGE_KINDS = [
    Kind("upah_uang", "upah", "fix", money),
    Kind("upah_juta", "upah", "fix", million),
    Kind("upah_teks_polos", "upah", "fix", plain_text),
    Kind("upah_tak_jelas", "upah", "flag", money_unclear),
    Kind("upah_kecil_angka", "upah", "flag", money_small, typed=True),
    Kind("upah_di_bawah_umk", "upah", "flag", wage_low, typed=True, accept=("lokasi_kerja",)),
    Kind("upah_pecahan", "upah", "either", wage_fraction, typed=True),
    Kind("upah_ribuan_tampilan", "upah", "clean", wage_formatted, typed=True),
    Kind("upah_keterangan", "upah", "either",
         lambda p, r, g: (f"{dotted(p.values['upah'])}/bln", (p.values["upah"],))),
    Kind("upah_kosong", "upah", "either", empty),
]  # fmt: skip

# ---- month, e-mail, address ------------------------------------------------------------------


def month_text(person: Person, rng: Random, ground: Ground) -> Made:
    """domain.md 4.2: '"BLTH notations to accept … Normalise to YYYY-MM"'."""
    value = person.values["blth"]
    year, month = value.split("-")
    names = MONTHS[int(month)]
    shapes = (f"{month}/{year}", f"{year}{month}", f"{month}-{year}", f"{names[-1]}-{year[2:]}",
              f"{names[0].upper()} {year}", f"{names[0]} {year}", f" {value}")  # fmt: skip
    return rng.choice(shapes), (value,)


def month_typed(person: Person, rng: Random, ground: Ground) -> Made:
    value = person.values["blth"]
    first = dt.date(int(value[:4]), int(value[5:]), 1)
    return rng.choice((int(value.replace("-", "")), first, first.replace(day=15))), (value,)


def month_serial(person: Person, rng: Random, ground: Ground) -> Made:
    value = person.values["blth"]
    return serial(dt.date(int(value[:4]), int(value[5:]), 1)), (value,)


def mail_case(value: str, rng: Random) -> str:
    return rng.choice((value.upper(), value.title(), value[:1].upper() + value[1:]))


def mail_broken(value: str, rng: Random) -> str:
    return rng.choice((value.replace("@", ""), value.split(".")[0], value.replace(".", ",")))


def like_formula(person: Person, rng: Random, ground: Ground) -> Made:
    """'"Values beginning with = + - @ coming from text stay text"'."""
    return rng.choice(("=JL. MAWAR 3", "+JL. MELATI", "@RUNGKUT", "-JL. DARMO", "=1+1")), ()


def spaced_address(person: Person, rng: Random, ground: Ground) -> Made:
    text = f"Jl.  Kenjeran   No. {rng.randint(1, 99)} "
    return text, (text,)


REST_KINDS = [
    Kind("blth_teks", "blth", "fix", month_text),
    Kind("blth_angka_tanggal", "blth", "fix", month_typed, typed=True),
    Kind("blth_serial", "blth", "either", month_serial, typed=True),
    Kind("blth_mustahil", "blth", "flag", fixed("13/2026", "2026-13", "00/2026")),
    Kind("email_besar", "email", "fix", spoil("email", mail_case)),
    Kind("email_tepi", "email", "fix", spoil("email", lambda v, r: ends(v, r))),
    Kind("email_nbsp", "email", "fix", spoil("email", lambda v, r: "\u00a0" + v)),
    Kind("email_tak_tampak", "email", "fix", spoil("email", invisible)),
    Kind("email_rusak", "email", "either", lose("email", mail_broken)),
    Kind("email_tiruan", "email", "flag", fixed("-", "tidak ada")),
    Kind("email_kosong", "email", "either", empty),
    Kind("alamat_mirip_rumus", "alamat", "either", like_formula),
    Kind("alamat_spasi_ganda", "alamat", "clean", spaced_address),
    Kind("telepon_pemisah", "telepon", "either", spoil("telepon", lambda v, r: f"031-{v[3:]}")),
]

KINDS = [*NAME_KINDS, *CODE_KINDS, *WAGE_KINDS, *REST_KINDS]
