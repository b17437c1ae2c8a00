"""Wages: whole rupiah a month as a number. Never scaled: thousands, daily wages are asked about."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from kepesertaan.data.law import entries, in_force
from kepesertaan.data.loader import load_toml
from kepesertaan.domain.money import rupiah_readings
from kepesertaan.domain.show import rupiah, shown
from kepesertaan.domain.table import CellError, Raw
from kepesertaan.domain.verdict import KEEP, Verdict, fix, flag

from .registry import Context, cell_rule, row_rule, settled

FIELDS = ("upah", "rapel")


@settled("upah")
def _settled(value: Raw) -> bool:
    limits = load_toml("limits")["wage"]
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and bool(limits["lowest_plausible"] <= value <= limits["highest_plausible"])
        and float(value).is_integer()
    )


@settled("rapel")
def _settled_back_pay(value: Raw) -> bool:
    return isinstance(value, float) and value >= 0 and value.is_integer()


@cell_rule("UPH-01", field=FIELDS, samples="""
    Rp 4.375.479,00   ->  (angka) 4375479
    4,375,479         ->  (angka) 4375479
    4.375.479,-       ->  (angka) 4375479
    4,5jt             ->  (angka) 4500000
    4375479           ->  (angka) 4375479
    4.500             ->  =
    4.375.479,50      ->  =
    4.375,479.00      ->  =
""")  # fmt: skip
def money_text(value: Raw) -> Verdict:
    """Teks upah yang hanya dapat dibaca satu cara dijadikan angka rupiah bulat."""
    if not isinstance(value, str):
        return KEEP
    amounts = rupiah_readings(value)
    if len(amounts) != 1 or amounts[0] != int(amounts[0]):
        return KEEP
    return fix(float(amounts[0]), f"dibaca {rupiah(int(amounts[0]))}")


@cell_rule("UPH-02", field=FIELDS, samples="""
    4.500                ->  ?
    31                   ->  ?
    4.375.479,50         ->  ?
    4.375,479.00         ->  ?
    sesuai UMK           ->  ?
    (angka) 4375479.19   ->  ?
    (angka) 4375479      ->  =
""")  # fmt: skip
def unclear(value: Raw) -> Verdict:
    """Upah tidak dapat dibaca pasti sebagai rupiah bulat; tulis nilai sebulan."""
    if isinstance(value, CellError):
        return KEEP
    if isinstance(value, int | float) and not isinstance(value, bool):
        return KEEP if float(value).is_integer() else flag(f"ada pecahan rupiah: {shown(value)}")
    amounts = rupiah_readings(value) if isinstance(value, str) else ()
    if len(amounts) > 1:
        return flag("dapat dibaca " + " atau ".join(rupiah(int(a)) for a in amounts))
    return flag("ada pecahan rupiah" if amounts else f"tertulis '{shown(value)}'")


@cell_rule("UPH-05", field="rapel", samples="""
    (angka) -5000   ->  ?
    (angka) 0       ->  =
""")  # fmt: skip
def negative(value: Raw) -> Verdict:
    """Rapel tidak boleh kurang dari nol."""
    below = isinstance(value, int | float) and value < 0
    return flag(rupiah(value), level="Periksa") if below else KEEP  # type: ignore[arg-type]


@cell_rule("UPH-03", field="upah", samples="""
    (angka) 4500         ->  ?
    (angka) 0            ->  ?
    (angka) -4500000     ->  ?
    (angka) 450000000    ->  ?
    (angka) 4500000      ->  =
""")  # fmt: skip
def implausible(value: Raw) -> Verdict:
    """Upah sebulan di luar batas wajar: mungkin upah harian, ribuan, atau kelebihan nol."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return KEEP
    limits = load_toml("limits")["wage"]
    if value < limits["lowest_plausible"]:
        return flag(
            f"{rupiah(value)}, di bawah {rupiah(limits['lowest_plausible'])}", level="Periksa"
        )
    if value > limits["highest_plausible"]:
        return flag(
            f"{rupiah(value)}, di atas {rupiah(limits['highest_plausible'])}", level="Periksa"
        )
    return KEEP


@cache
def _regions() -> dict[str, str]:
    """UMK region codes by their code and by their names as people write them."""
    found: dict[str, str] = {}
    for row in (entry.values for entry in entries("umk")):
        name = row["name"].upper()
        short = re.sub(r"^(KOTA|KAB\.) ", "", name)
        kind = "KOTA" if name.startswith("KOTA") else "KABUPATEN"
        found |= {row["code"]: row["code"], name: row["code"], f"{kind} {short}": row["code"]}
        found.setdefault(f"KAB {short}" if kind == "KABUPATEN" else name, row["code"])
    both = {re.sub(r"^KOTA ", "", n) for n in found if n.startswith("KOTA ")}
    twins = {n for n in both if f"KAB. {n}" in found}
    single = {n: found.get(f"KOTA {n}", "") for n in both - twins}
    lone = {n[5:]: code for n, code in found.items() if n.startswith("KAB. ") and n[5:] not in both}
    return found | single | lone


def umk_at(place: str, day: date) -> tuple[str, float, bool] | None:
    """Name of the region, its UMK (rupiah a month) on a day, and whether the source confirms it.

    None for a place or year outside the table, or a place named ambiguously ("Malang": city or regency).
    Source: data/umk.csv, decrees named there.
    """
    code = _regions().get(place.strip().upper())
    rows = in_force("umk", day, code=code) if code else ()
    return next(((r.values["name"], float(r.number("amount")), r.confirmed) for r in rows), None)


@row_rule("UPH-04", fields=("upah", "lokasi_kerja", "?segmen"), on=("upah",), samples="""
    (angka) 4000000 | Kota Surabaya | PU   ->  ?
    (angka) 4000000 | 3578 | PU            ->  ?
    (angka) 4000000 | 3578 | BPU           ->  =
    (angka) 5288796 | Surabaya | PU        ->  =
    (angka) 3700000 | Malang | PU          ->  =
    (angka) 4000000 | Gudang A | PU        ->  =
""")  # fmt: skip
def below_umk(wage: Raw, place: Raw, segment: Raw, context: Context) -> Verdict:
    """Upah di bawah UMK tempat kerja; usaha mikro dan kecil dikecualikan, mohon diperiksa."""
    if segment in ("BPU", "PMI") or not isinstance(wage, int | float) or isinstance(wage, bool):
        return KEEP
    found = umk_at(shown(place), context.today)
    if found is None or wage >= found[1] or wage < load_toml("limits")["wage"]["lowest_plausible"]:
        return KEEP
    name, amount, confirmed = found
    remark = "" if confirmed else " (belum dikonfirmasi)"
    return flag(f"UMK {name} {rupiah(amount)}{remark}, upah {rupiah(wage)}", level="Periksa")
