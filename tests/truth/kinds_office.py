"""How kpj, npp, npwp, kk, kode_pos and mobile numbers get damaged in ways of their own."""

from __future__ import annotations

from random import Random

from .kinds_nik import empty
from .kinds_number import EXACT, Made, Make, lose, spoil
from .model import Ground, Kind, Person

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

KINDS = [*OTHER, *HP]
