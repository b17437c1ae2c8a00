"""What is owed for a contribution month (BLTH): the entries in force, and their arithmetic.

Amounts are rupiah. Every function raises ``WrongUse`` for a month or choice the data does not know,
and ``UnreadableInput`` where a data file is broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from kepesertaan.data.dated import Entry
from kepesertaan.data.law import in_force, setting
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.iuran import (
    Bill,
    Ground,
    Line,
    band_at,
    capped,
    part,
    rounded,
    sliced,
    without_ppn,
)
from kepesertaan.domain.period import Month, first_day, later, month_name
from kepesertaan.domain.show import percent, rupiah_exact

from .tariff import chosen, flat_line, known, line_of, relief_notes, reliefs, relieved

PROGRAMS = {"PU": ("JKK", "JKM", "JHT", "JP"), "BPU": ("JKK", "JKM", "JHT")}
RISKS = ("1", "2", "3", "4", "5")
SECTORS = ("angkutan", "lain")
ROUTES = ("pelaksana", "perseorangan")
_PROJECT = ("JKK", "JKM")
_BUDGET = "APBN/APBD"
_LABOUR = "padat karya"
_SPLIT = (("from_jkk", "dari JKK"), ("from_jkm", "dari JKM"), ("government", "pemerintah"))


def bill_pu(
    wage: Decimal,
    risk: str,
    month: Month,
    programs: Sequence[str] = PROGRAMS["PU"],
    *,
    labour_intensive: bool = False,
) -> Bill:
    """One wage earner's month. ``risk``: JKK class, one of ``RISKS``; ``programs`` of PU.

    ``labour_intensive``: the firm has the JKK relief of padat karya. PP 44, 45, 46 of 2015.
    """
    traits = (_LABOUR,) if labour_intensive else ()
    ceiling = known("jp_ceiling", month)[0] if "JP" in programs else None
    lines: list[Line] = []
    relief: list[Entry] = []
    for program in programs:
        found = reliefs("PU", program, month, traits)
        risk_class = {"class": risk} if program == "JKK" else {}
        rows = known("rates", month, segment="PU", program=program, **risk_class)
        lines += [relieved(_of_wage(row, wage, ceiling, month), found, month) for row in rows]
        relief += found
    notes = [*relief_notes(relief), *_stale(ceiling, month)]
    if labour_intensive and not any(row.values["group"] == _LABOUR for row in relief):
        notes.append(f"Tidak ada keringanan padat karya untuk BLTH {month_name(month)}")
    about, more = _jkp(wage, month) if set(PROGRAMS["PU"]) <= set(programs) else ((), [])
    return _bill(lines, (*notes, *more), about)


def bill_bpu(
    income: Decimal,
    month: Month,
    programs: Sequence[str] = ("JKK", "JKM"),
    *,
    sector: str = "",
    from_budget: bool = False,
) -> Bill:
    """One self-employed member's month. ``programs`` of BPU; JHT is their own choice.

    ``sector``: one of ``SECTORS``, "" where it makes no difference; ``from_budget``: paid by
    APBN/APBD. PP 44/2015 Lampiran II, PP 50/2025.
    """
    traits = (sector, _BUDGET) if from_budget else (sector,)
    if not sector and _sector_matters(month, traits):
        raise WrongUse(
            f"Diskon BPU untuk BLTH {month_name(month)} berbeda menurut sektor; "
            "sebut sektornya (--sektor angkutan atau lain)."
        )
    bands = sorted(known("bpu_bands", month), key=lambda row: row.number("income_from"))
    band = bands[band_at(income, [row.number("income_from") for row in bands])]
    basis = band.number("basis")
    lines: list[Line] = []
    relief: list[Entry] = []
    for program in programs:
        found = reliefs("BPU", program, month, traits)
        (row,) = known("rates", month, segment="BPU", program=program)
        line = line_of(row, basis, f"dasar {rupiah_exact(basis)}", (band,), month)
        lines.append(relieved(line, found, month))
        relief += found
    return _bill(lines, relief_notes(relief))


def bill_project_wages(wages: Decimal, month: Month) -> Bill:
    """One month of a construction project (Jakon) by its wages."""
    lines: list[Line] = []
    relief: list[Entry] = []
    for program in _PROJECT:
        found = reliefs("JAKON", program, month, ())
        (row,) = known("rates", month, segment="JAKON", program=program)
        lines.append(relieved(_of_wage(row, wages, None, month), found, month))
        relief += found
    return _bill(lines, relief_notes(relief))


def bill_project(value: Decimal, month: Month, *, with_ppn: bool = False) -> Bill:
    """A construction project (Jakon) by its contract value, in progressive slices.

    ``with_ppn``: the value includes PPN, which is taken out first.
    """
    base = value
    settings: list[Ground] = []
    if with_ppn:
        ppn = setting("ppn")
        base = without_ppn(value, Decimal(ppn.values["percent"]))
        settings.append(ppn.ground)
    tiers = sorted(known("jakon_tiers", month), key=lambda row: row.number("above"))
    used = [row for row in tiers if row.number("above") < base] or tiers[:1]
    grounds = tuple(row.ground(first_day(month)) for row in used)
    lines: list[Line] = []
    relief: list[Entry] = []
    for program in _PROJECT:
        found = reliefs("JAKON", program, month, ())
        column = f"{program.lower()}_percent"
        amount = sliced(base, [(row.number("above"), row.number(column)) for row in tiers])
        rates = ", ".join(percent(row.number(column)) for row in used)
        how = f"{rates} berlapis dari {rupiah_exact(base)}"
        lines.append(relieved(Line(program, "pemberi kerja", amount, how, grounds), found, month))
        relief += found
    return _bill(lines, relief_notes(relief), settings=settings)


def bill_migrant(
    month: Month, contract: int, route: str, extra_months: int = 0, jht: Decimal = Decimal(0)
) -> Bill:
    """One migrant worker (PMI), paid in that month: Permenaker 4/2023 article 18.

    ``contract``: months; ``route``: one of ``ROUTES``; ``extra_months`` beyond the contract;
    ``jht``: rupiah a month, one of the amounts offered, 0 for none.
    """
    known("pmi", month)
    kept = in_force("pmi", first_day(month), item="sebelum bekerja", route=route)
    wanted, item = Decimal(contract), "selama dan setelah bekerja"
    rows = [*kept, *chosen("pmi", month, "months", wanted, "Kontrak (bulan)", item=item)]
    lines = [flat_line(row, 1, month) for row in rows]
    if extra_months:
        (row,) = known("pmi", month, item="bulan tambahan")
        lines.append(flat_line(row, extra_months, month))
    if jht:
        (row,) = chosen("pmi", month, "rupiah", jht, "JHT sebulan Rp", item="JHT")
        lines.append(flat_line(row, 1, month))
    return _bill(lines)


def places() -> int:
    """Decimals that a program's part of a bill is rounded to."""
    return int(setting("rounding").values["places"])


def _bill(
    lines: Sequence[Line],
    notes: Sequence[str] = (),
    about: Sequence[Line] = (),
    settings: Sequence[Ground] = (),
) -> Bill:
    """The bill, which rests on the rounding as well where that changes an amount."""
    changed = any(rounded(line.amount, places()) != line.amount for line in (*lines, *about))
    rounding = (setting("rounding").ground,) if changed else ()
    return Bill(tuple(lines), tuple(about), tuple(notes), (*settings, *rounding))


def _of_wage(row: Entry, wage: Decimal, ceiling: Entry | None, month: Month) -> Line:
    if row.values["program"] != "JP" or ceiling is None:
        return line_of(row, wage, f"upah {rupiah_exact(wage)}", (), month)
    base = capped(wage, ceiling.number("ceiling"))
    words = "upah" if base == wage else "batas upah JP"
    return line_of(row, base, f"{words} {rupiah_exact(base)}", (ceiling,), month)


def _sector_matters(month: Month, traits: tuple[str, ...]) -> bool:
    found = {
        tuple(reliefs("BPU", program, month, (*traits, sector)) for program in PROGRAMS["BPU"])
        for sector in SECTORS
    }
    return len(found) > 1


def _stale(ceiling: Entry | None, month: Month) -> list[str]:
    if ceiling is None or ceiling.until is not None:
        return []
    begun = (ceiling.since.year, ceiling.since.month)
    newer = later(begun, setting("jp_ceiling").values["new_every_months"])
    if month < newer:
        return []
    return [
        f"Batas upah JP yang diketahui berlaku sejak {month_name(begun)}; yang baru diharapkan "
        f"sejak {month_name(newer)} dan belum ada di jp_ceiling.csv"
    ]


def _jkp(wage: Decimal, month: Month) -> tuple[tuple[Line, ...], list[str]]:
    """What JKP takes out of the bill and what the government adds, and what to know of it."""
    day, last = first_day(month), first_day(later(month, 1)) - timedelta(days=1)
    rows = in_force("jkp", day)
    lines = []
    for row in rows:
        base = capped(wage, row.number("wage_cap"))
        for column, payer in _SPLIT:
            rate = row.number(column)
            how = f"{percent(rate)} x {rupiah_exact(base)}"
            lines.append(Line("JKP", payer, part(base, rate), how, (row.ground(day),)))
    notes = [
        f"Rincian JKP berubah pada {row.since:%d-%m-%Y}; yang dipakai yang berlaku di awal bulan"
        for row in in_force("jkp", last)
        if row not in rows
    ]
    return tuple(line for line in lines if line.amount), notes
