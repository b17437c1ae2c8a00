"""An invented branch: thirteen officers, eleven months, four segments, as it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from openpyxl.utils.cell import coordinate_to_tuple

from kepesertaan.data.metrics import metrics as catalogue
from kepesertaan.domain.period import Month
from kepesertaan.domain.targets import (
    Figure,
    Finding,
    Left,
    Metric,
    Missing,
    Place,
    Proof,
    Reading,
    Restated,
    SourceState,
    Strip,
    Tally,
    Thing,
    lines_of,
)

OFFICERS = {
    "Andi Prasetyo": "ARK", "Ayu Lestari": "AR", "Bayu Wibowo": "AR", "Citra Dewi": "ARK",
    "Dewi Anggraini": "AR", "Eko Susanto": "ARK", "Fitri Handayani": "AR", "Galih Pratama": "ARK",
    "Hana Maharani": "AR", "Indra Kusuma": "ARK", "Joko Santoso": "AR", "Kartika Sari": "ARK",
    "Sari Wulandari": "AR",
}  # fmt: skip
SEGMENTS = {"AR": ("PU", "JAKON"), "ARK": ("PU", "BPU", "PMI")}
ONE = Decimal(1)
MILLION = Decimal(1_000_000)
NOVEMBER = (2026, 11)
LATE = {"Andi Prasetyo": 10, "Sari Wulandari": 9}  # the last month they sent


def metrics() -> dict[str, Metric]:
    return dict(catalogue())


def figure(
    metric: str, officer: str, month: Month, segment: str, side: str, value: int | None,
    span: str = "bulan", scale: Decimal = ONE, cell: str = "C5",
) -> Figure:  # fmt: skip
    file = f"{officer.split()[0].upper()} {month[0]}-{month[1]:02}.xlsx"
    place = Place(file, "TARGET", cell, file)
    amount = None if value is None else Decimal(value)
    return Figure(metric, officer, month, segment, side, span, amount, scale, place)  # type: ignore[arg-type]


def strips(figures: Iterable[Figure]) -> tuple[Strip, ...]:
    """Each figure as it comes from a column of its own."""
    return tuple(map(_strip, figures))


def _strip(f: Figure) -> Strip:
    row, col = coordinate_to_tuple(f.place.cell)
    whys = {0: f.why_missing or "kosong"} if f.value is None else {}
    return Strip(
        f.officer, f.month, f.side, f.span, int(f.scale), col - 1,
        lines_of((row - 1,), (Thing(f.metric, f.segment),)), (f.value,), whys, f.place._replace(cell=""),
    )  # fmt: skip


def branch(month: Month = NOVEMBER, officers: tuple[str, ...] = tuple(OFFICERS)) -> Reading:
    figures = [*_this_year(month), *_last_year()]
    figures = [one for one in figures if one.officer in officers]
    return Reading(
        month, strips(figures), metrics(), officers, tuple(_sources(figures, month)), tuple(_proofs(figures, month)),
        tuple(_left()), tuple(_findings()), tuple(_restated()),
        (Missing("Andi Prasetyo", (2026, 10)), Missing("Sari Wulandari", (2026, 9))),
    )  # fmt: skip


def _this_year(month: Month) -> Iterator[Figure]:
    for n, (officer, role) in enumerate(OFFICERS.items()):
        for m in range(1, min(month[1], LATE.get(officer, 12)) + 1):
            for s, segment in enumerate(SEGMENTS[role]):
                yield from _sheet(n, officer, (2026, m), segment, s)
            yield from _activities(n, officer, (2026, m))


def _sheet(n: int, officer: str, month: Month, segment: str, s: int) -> Iterator[Figure]:
    m = month[1]
    size = 900 + 310 * n - 140 * s
    row = 6 + s
    skill = 88 + (n * 7 + s * 5) % 19  # per cent
    target = size + 12 * m

    def cell(letter: str, shift: int = 0) -> str:
        return f"{letter}{row + shift}"

    yield figure("tk_aktif", officer, month, segment, "target", target, cell=cell("C"))
    yield figure("tk_aktif", officer, month, segment, "realisasi",
                 target * skill // 100 + (n * m) % 7, cell=cell("D"))  # fmt: skip
    monthly = 1_210 + 85 * n - 160 * s
    wave = (0, -30, 5, 10, -4, 8, 12, -6, 3, 9, 14, 90)[m - 1]
    yield figure("iuran", officer, month, segment, "target", monthly * 1_000_000,
                 scale=MILLION, cell=cell("F"))  # fmt: skip
    yield figure("iuran", officer, month, segment, "realisasi",
                 monthly * (skill + wave) * 10_000 + 1_234 * n, scale=MILLION, cell=cell("G"))  # fmt: skip
    yield figure("akuisisi", officer, month, segment, "target", 600 + 24 * n, "tahun",
                 cell=cell("I"))  # fmt: skip
    yield figure("akuisisi", officer, month, segment, "realisasi",
                 (600 + 24 * n) * skill * m // 1_200, "sd", cell=cell("J"))  # fmt: skip
    yield figure("piutang", officer, month, segment, "target", (90 + 4 * n) * 1_000_000,
                 scale=MILLION, cell=cell("L"))  # fmt: skip
    yield figure("piutang", officer, month, segment, "realisasi",
                 (92 + 5 * n - m + s) * 1_000_000, scale=MILLION, cell=cell("M"))  # fmt: skip
    if segment == "PU":
        yield figure(
            "bu_aktif", officer, month, segment, "realisasi", 210 + 9 * n + m, cell=cell("O")
        )
        yield figure(
            "bu_tepat_waktu", officer, month, segment, "realisasi", 140 + 8 * n, cell=cell("P")
        )
        yield figure("itw", officer, month, segment, "target", 75, cell=cell("Q"))


def _activities(n: int, officer: str, month: Month) -> Iterator[Figure]:
    m = month[1]
    yield figure("kunjungan", officer, month, "", "target", 20, cell="C20")
    yield figure("kunjungan", officer, month, "", "realisasi", 14 + (n + m) % 9, cell="D20")
    yield figure("sosialisasi", officer, month, "", "target", 10, cell="C23")
    yield figure("sosialisasi", officer, month, "", "realisasi", 10 - n % 2, cell="D23")
    if (n + m) % 3:
        yield figure("microcredential", officer, month, "", "realisasi", (n + m) % 5, cell="D21")
    yield figure("winback", officer, month, "", "target", 60, "tahun", cell="C22")
    yield figure("winback", officer, month, "", "realisasi", 3 + (n * m) % 4, cell="D22")


def _last_year() -> Iterator[Figure]:
    for n, (officer, role) in enumerate(OFFICERS.items()):
        for m in range(1, 13):
            for s, segment in enumerate(SEGMENTS[role]):
                wave = (-35, -25, 4, 8, -4, 6, 10, -5, 3, 7, 11, 92)[m - 1]
                yield figure("iuran", officer, (2025, m), segment, "realisasi",
                             (1_050 + 80 * n - 150 * s) * (90 + wave) * 10_000, scale=MILLION)  # fmt: skip
                yield figure("tk_aktif", officer, (2025, m), segment, "realisasi",
                             800 + 300 * n - 130 * s + 6 * m)  # fmt: skip


def _own(figures: list[Figure], officer: str, m: int) -> list[Figure]:
    return [f for f in figures if f.officer == officer and f.month == (2026, m)]


def _sent(figures: list[Figure], month: Month) -> Iterator[tuple[int, str, int]]:
    there = {one.officer for one in figures}
    for n, officer in enumerate(OFFICERS):
        if officer not in there:
            continue
        for m in range(1, min(month[1], LATE.get(officer, 12)) + 1):
            yield n, officer, m


def _proofs(figures: list[Figure], month: Month) -> Iterator[Proof]:
    for _, officer, m in _sent(figures, month):
        own = _own(figures, officer, m)
        total = sum((f.value / f.scale for f in own if f.value is not None), Decimal(0))
        tally = Tally("C TARGET", len(own) + 4, len(own), 4, total + 400, total, Decimal(400))
        place = Place(own[0].place.file, "TARGET", "", own[0].place.path)
        yield Proof(place, 9, 7, 2, (tally,))


def _sources(figures: list[Figure], month: Month) -> Iterator[SourceState]:
    for n, officer, m in _sent(figures, month):
        own = _own(figures, officer, m)
        place = Place(own[0].place.file, "TARGET", "", own[0].place.path)
        state = "baru" if m == month[1] else "berubah" if (n, m) == (4, 7) else "sama"
        yield SourceState(place, officer, (2026, m), state, 9, 7, 2, strips(own))
    yield SourceState(Place("SALINAN AYU 2026-11.xlsx", "TARGET", "", "SALINAN AYU 2026-11.xlsx"),
                      "Ayu Lestari", month, "ganda", 9, 0, 9, strips(_own(figures, "Ayu Lestari", month[1])),
                      same_as="AYU 2026-11.xlsx, lembar TARGET")  # fmt: skip
    yield SourceState(Place("rusak.xlsx", "", "", "rusak.xlsx"), "", None, "tidak terbaca",
                      notes=("berkas terpotong; mintalah dikirim ulang",))  # fmt: skip


def _left() -> Iterator[Left]:
    place = Place("AYU 2026-11.xlsx", "TARGET", "C9", "AYU 2026-11.xlsx")
    yield Left(place, 9, "JUMLAH", "baris jumlah", 2, Decimal(400))
    yield Left(place, 0, "Ket", "kolom teks", 2)


def _findings() -> Iterator[Finding]:
    place = Place("INDRA 2026-11.xlsx", "TARGET", "B2", "INDRA 2026-11.xlsx")
    yield Finding(place, "tanya", "Nama berkas menyebut November, sel B2 menyebut Oktober 2026. "
                                  "Tanyakan kepada Indra Kusuma; angkanya belum dipakai.")  # fmt: skip
    yield Finding(place, "periksa", "Persen di sel H6 tertulis 108,0 %, hitungannya 106,1 %. "
                                    "Yang dipakai hitungannya.")  # fmt: skip


def _restated() -> Iterator[Restated]:
    yield Restated("tk_aktif", "Dewi Anggraini", (2026, 7), "PU", "realisasi", "bulan",
                   Decimal(412), Decimal(398), Place("DEWI 2026-07.xlsx", "TARGET", "D6",
                                                     "DEWI 2026-07.xlsx"))  # fmt: skip
