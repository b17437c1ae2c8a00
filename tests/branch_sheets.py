"""Thirteen invented officers' target sheets of two years, in seven layouts, that know their own truth.

It uses nothing of the program. Who is special: Citra lacks April, Galih joined in June, Hana left in
September, Kartika is late, Fitri and Galih have no last year, Joko sends only what counts from
January, Kartika and Sari give the year's target alone, Dewi sent May anew, Indra
alone has a target of agents and none of PMI.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from openpyxl import Workbook

Month = tuple[int, int]
Key = tuple[str, str, str, str, str, Month]  # metric, officer, segment, side, span, month
Truth = dict[Key, Decimal]
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "November", "Desember")  # fmt: skip
YEAR = 2026
STOCKS = frozenset({"tk_aktif", "bu_aktif", "bu_tepat_waktu", "piutang", "perisai_agen"})
RATIOS = frozenset({"itw"})
RUPIAH = frozenset({"iuran", "piutang"})
# As a sheet words it, the size of a month, and as the book words it.
METRICS = {
    "tk_aktif": ("TK Aktif", 5000, "TK aktif"),
    "iuran": ("Iuran", 400_000_000, "Iuran diterima"),
    "bu_aktif": ("BU Aktif", 400, "PK/BU aktif"),
    "bu_tepat_waktu": ("BU Tepat Waktu", 300, "BU membayar tepat waktu"),
    "itw": ("ITW (%)", 0, "Iuran tepat waktu (ITW)"),
    "piutang": ("Saldo Piutang", 600_000_000, "Saldo piutang iuran"),
    "tk_keluar": ("TK Keluar", 40, "TK keluar"),
    "microcredential": ("Microcredential", 12, "Microcredential"),
    "net": ("Pertumbuhan Bersih TK", 0, "Pertumbuhan bersih TK"),
    "perisai_agen": ("Agen Perisai", 30, "Agen Perisai aktif"),
    "kunjungan": ("Kunjungan", 30, "Kunjungan"),
}
SEGMENTS = {"PU": "PU", "BPU": "BPU", "JAKON": "Jakon", "PMI": "PMI", "": ""}
_AR = (("tk_aktif", "PU"), ("tk_aktif", "JAKON"), ("iuran", "PU"), ("iuran", "JAKON"), ("bu_aktif", "PU"),
       ("bu_tepat_waktu", "PU"), ("itw", "PU"), ("piutang", "PU"), ("tk_keluar", "PU"), ("microcredential", ""))  # fmt: skip
_ARK = (("tk_aktif", "PU"), ("tk_aktif", "BPU"), ("tk_aktif", "PMI"), ("iuran", "PU"), ("iuran", "BPU"),
        ("iuran", "PMI"), ("net", "BPU"), ("perisai_agen", ""), ("kunjungan", ""))  # fmt: skip


class Officer(NamedTuple):
    """Who sends what: ``scale`` of rupiah, the months of the year, whether last year is there."""

    name: str
    things: tuple[tuple[str, str], ...]
    layout: str
    scale: int = 1
    months: tuple[int, ...] = tuple(range(1, 13))
    has_past: bool = True


_K, _M = 1000, 1_000_000
OFFICERS = (
    Officer("Andi Prasetyo", _ARK, "both"), Officer("Ayu Lestari", _AR, "both", _M),
    Officer("Bayu Wibowo", _AR, "split"), Officer("Citra Dewi", _ARK, "split", _K, (1, 2, 3, *range(5, 13))),
    Officer("Dewi Anggraini", _AR, "across"), Officer("Eko Susanto", _ARK, "across", _M),
    Officer("Fitri Handayani", _AR, "sheets", _K, has_past=False),
    Officer("Galih Pratama", _ARK, "sheets", 1, tuple(range(6, 13)), has_past=False),
    Officer("Hana Maharani", _AR, "list", 1, tuple(range(1, 10))), Officer("Indra Kusuma", _ARK, "list"),
    Officer("Joko Santoso", _AR, "up to", _M),
    Officer("Kartika Sari", _ARK, "year", 1, (*range(1, 10), 12)), Officer("Sari Wulandari", _AR, "year", _K),
)  # fmt: skip
# The columns of layouts of one file a month.
_COLUMNS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "both": (("Target Bulan Ini", "target", "bulan"), ("Realisasi Bulan Ini", "realisasi", "bulan"),
             ("Target s.d. Bulan Ini", "target", "sd"), ("Realisasi s.d. Bulan Ini", "realisasi", "sd")),
    "split": (("Target Tahun", "target", "tahun"), ("Target Bulan Ini", "target", "bulan"),
              ("Realisasi Bulan Ini", "realisasi", "bulan")),
    "up to": (("Target s.d. Bulan Ini", "target", "sd"), ("Realisasi s.d. Bulan Ini", "realisasi", "sd")),
    "year": (("Target Tahun", "target", "tahun"), ("Realisasi Bulan Ini", "realisasi", "bulan")),
}  # fmt: skip
_ALONE = (("Target", "target", "bulan"), ("Realisasi", "realisasi", "bulan"))


def truth(*, is_restated: bool) -> Truth:
    """Every figure that the sheets will hold; last year's sheets give realisation and target a month."""
    random, found = Random(20261129), Truth()
    for officer in OFFICERS:
        for metric, segment in officer.things:
            size = METRICS[metric][1] * random.randint(60, 140) // 100
            for year in (YEAR - 1, YEAR):
                course = _course(random, metric, size, officer.scale, year)
                if is_restated and (officer.name, metric, segment, year) == (
                    "Dewi Anggraini",
                    "iuran",
                    "PU",
                    YEAR,
                ):
                    course[4] = (course[4][0] + 1_000_000, course[4][1])
                if year == YEAR or officer.has_past:
                    _state(found, officer, metric, segment, year, course)
    return found


def _course(
    random: Random, metric: str, size: int, scale: int, year: int
) -> list[tuple[Decimal, Decimal]]:
    """Realisation and target of twelve months."""
    step = scale // 100 if scale > 1 and metric in RUPIAH else 1  # two decimals in the sheet
    level, course = size * (0.9 if year < YEAR else 1.0), []
    for month in range(1, 13):
        level *= random.uniform(0.99, 1.02)
        worth = {1: 0.6, 12: 2.0}.get(month, 1.0) if metric == "iuran" else 1.0
        made, target = size * worth * random.uniform(0.75, 1.2), size * worth
        if metric in STOCKS:
            made, target = level, size * (0.95 + month * 0.012)
        elif metric == "net":
            made, target = random.randint(-15, 25), 10
        elif metric == "itw":
            made, target = random.randint(700, 990) / 10, 95
        elif metric == "microcredential":
            target = 0
        elif metric == "iuran" and random.random() < 0.03:
            made = -size / 10  # a correction
        sizes = (
            Decimal(str(one)) if metric == "itw" else Decimal(int(one) // step * step)
            for one in (made, target)
        )
        course.append((next(sizes), next(sizes)))
    return course


def _state(
    found: Truth,
    officer: Officer,
    metric: str,
    segment: str,
    year: int,
    course: list[tuple[Decimal, Decimal]],
) -> None:
    is_flow = metric not in STOCKS | RATIOS
    has_target = metric != "bu_tepat_waktu" and (
        metric != "perisai_agen" or officer.name == "Indra Kusuma"
    )
    if (officer.name, metric, segment) == ("Indra Kusuma", "tk_aktif", "PMI"):
        has_target = False
    layout = officer.layout if year == YEAR else "across"
    for at in range(12):
        if year == YEAR and at + 1 not in officer.months and layout != "across":
            continue
        made, target = course[at]
        sums = (
            [sum(one) for one in zip(*course[: at + 1], strict=True)] if is_flow else [made, target]
        )
        whole = sum(one[1] for one in course) if is_flow else course[-1][1]
        values = {"bulan": (made, target), "sd": tuple(sums), "tahun": (None, whole)}
        for _, side, span in _COLUMNS.get(layout, _ALONE):
            value = values[span][side == "target"]
            if span == "sd" and layout == "both" and not is_flow:
                continue
            if has_target or side == "realisasi":
                kept = "bulan" if span == "sd" and not is_flow else span
                found[metric, officer.name, segment, side, kept, (year, at + 1)] = Decimal(value)


def visible(known: Truth, month: Month) -> Truth:
    """What the sheets hold at a month: those of months across hold all targets of their year."""
    across = {one.name for one in OFFICERS if one.layout == "across"}
    return {
        key: value for key, value in known.items()
        if key[5] <= month or (key[1] in across and key[3] == "target" and key[5][0] == month[0])
    }  # fmt: skip


def write(known: Truth, folder: Path) -> None:
    """The files of what is known."""
    folder.mkdir()
    for officer in OFFICERS:
        for year in (YEAR - 1, YEAR):
            months = sorted(
                {
                    key[5][1]
                    for key in known
                    if key[1] == officer.name and key[5][0] == year and key[3] == "realisasi"
                }
            )
            if months:
                _write(known, folder, officer, year, months)


def _write(known: Truth, folder: Path, officer: Officer, year: int, months: list[int]) -> None:
    layout = officer.layout if year == YEAR else "across"
    name = f"{officer.name} {year}"
    if layout in _COLUMNS:
        for month in months:
            book = Workbook()
            _month_sheet(book.worksheets[0], known, officer, (year, month), _COLUMNS[layout])
            book.save(folder / f"{name}-{month:02}.xlsx")
        return
    book = Workbook()
    page = book.worksheets[0]
    if layout == "across":
        _across(page, known, officer, year)
    elif layout == "list":
        page.append(["Petugas", "Tahun", "Bulan", "Uraian", "Segmen", "Target", "Realisasi"])
        for month in months:
            for metric, segment in officer.things:
                cells = [
                    _cell(known, officer, metric, segment, one, (year, month)) for one in _ALONE
                ]
                page.append(
                    [
                        officer.name,
                        year,
                        MONTHS[month - 1],
                        _label(metric, "", officer),
                        SEGMENTS[segment] or None,
                        *cells,
                    ]
                )
    else:
        book.remove(page)
        for month in months:
            _month_sheet(
                book.create_sheet(MONTHS[month - 1][:3].upper()),
                known,
                officer,
                (year, month),
                _ALONE,
            )
    book.save(folder / f"{name}.xlsx")


def _month_sheet(
    page: Any,
    known: Truth,
    officer: Officer,
    month: Month,
    columns: tuple[tuple[str, str, str], ...],
) -> None:
    for line in (
        "KANTOR CABANG CONTOH",
        f"BULAN {MONTHS[month[1] - 1].upper()} {month[0]}",
        f"Nama Petugas : {officer.name}",
    ):
        page.append([line])
    page.append([])
    page.append(["No", "Uraian", *(head for head, _, _ in columns)])
    for n, (metric, segment) in enumerate(officer.things, 1):
        cells = [_cell(known, officer, metric, segment, one, month) for one in columns]
        page.append([n, _label(metric, segment, officer), *cells])


def _across(page: Any, known: Truth, officer: Officer, year: int) -> None:
    for line in ("KANTOR CABANG CONTOH", f"TAHUN {year}", f"Nama Petugas : {officer.name}"):
        page.append([line])
    page.append([])
    page.append(["No", "Uraian", *(one for name in MONTHS for one in (name, None))])
    page.append([None, None, *("Target", "Realisasi") * 12])
    for n in range(12):
        page.merge_cells(start_row=5, end_row=5, start_column=3 + 2 * n, end_column=4 + 2 * n)
    for n, (metric, segment) in enumerate(officer.things, 1):
        cells = [
            _cell(known, officer, metric, segment, one, (year, month + 1))
            for month in range(12)
            for one in _ALONE
        ]
        page.append([n, _label(metric, segment, officer), *cells])


def _label(metric: str, segment: str, officer: Officer) -> str:
    unit = (
        {1: " (Rp)", _K: " (ribu rupiah)", _M: " (juta rupiah)"}[officer.scale]
        if metric in RUPIAH
        else ""
    )
    return f"{METRICS[metric][0]} {SEGMENTS[segment]}".strip() + unit


def _cell(
    known: Truth,
    officer: Officer,
    metric: str,
    segment: str,
    column: tuple[str, str, str],
    month: Month,
) -> float | int | None:
    _, side, span = column
    value = known.get((metric, officer.name, segment, side, span, month))
    if value is None and span == "sd" and metric in STOCKS | RATIOS:
        value = (
            known.get((metric, officer.name, segment, side, "bulan", month))
            if len(_COLUMNS["up to"]) and officer.layout == "up to"
            else None
        )
    if value is None:
        return None
    value = value / officer.scale if metric in RUPIAH else value
    return int(value) if value == value.to_integral_value() else float(value)
