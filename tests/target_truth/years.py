"""Sheets of many months, of many officers, and books with a sheet a month or an officer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from .months import FULL, NOV, PAIR, fill, total
from .world import MONTHS, NAMES, SEGMENTS, SHORT, Book, Grid, Key, Sheet, World, layout


def put(w: World, truth: dict[Key, Any], key: Key) -> int:
    value = w.amount(key[0])
    truth[key] = Decimal(value)
    return value


@layout
def bulan_sebagai_kolom(w: World) -> Book:
    """Twelve month columns and a total; target and realisasi as rows; later months blank."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["REKAP TARGET TAHUN 2026"], [f"Nama : {who}"], [],
             ["No", "Uraian", "Target/Realisasi", *[m.title() for m in SHORT], "Total"]]  # fmt: skip
    for k, (metric, s) in enumerate(
        (("akuisisi", "PU"), ("akuisisi", "BPU"), ("bu_baru", "PU")), 1
    ):
        for side in ("target", "realisasi"):
            cells: list[Any] = []
            for m in range(1, 13):
                key = (metric, who, (2026, m), s, side, "bulan")
                if side == "realisasi" and m > 11:
                    cells.append(None)
                    truth[key] = None
                else:
                    cells.append(put(w, truth, key))
            first = [k, f"{w.word(metric)} {s}"] if side == "target" else [None, None]
            grid.append([*first, side.title(), *cells, sum(c or 0 for c in cells)])
    return Book("Rekap.xlsx", [Sheet("2026", grid)], truth)


@layout
def bulan_tanggal_triwulan(w: World) -> Book:
    """Month headings that are dates; quarters and a total between them."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    head: list[Any] = ["Uraian"]
    for m in range(1, 13):
        head.append(dt.datetime(2026, m, 1))
        if m % 3 == 0:
            head.append(f"TW {('I', 'II', 'III', 'IV')[m // 3 - 1]}")
    grid += [["REALISASI KEGIATAN"], [f"Petugas : {who}"], [*head, "Jumlah"]]
    for metric in ("kunjungan", "sosialisasi", "winback"):
        cells: list[Any] = []
        quarter = 0
        for m in range(1, 13):
            value = (
                put(w, truth, (metric, who, (2026, m), "", "realisasi", "bulan"))
                if m < 12
                else None
            )
            if m == 12:
                truth[metric, who, (2026, 12), "", "realisasi", "bulan"] = None
            quarter += value or 0
            cells.append(value)
            if m % 3 == 0:
                cells.append(quarter)
                quarter = 0
        grid.append([w.word(metric), *cells, sum(c or 0 for c in cells) // 2])
    return Book("Kegiatan.xlsx", [Sheet("Kegiatan", grid)], truth)


@layout
def bulan_berpasangan(w: World) -> Book:
    """Each month merged over Target, Realisasi and %; typed percentages are whole per cent."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    top: list[Any] = ["Segmen"]
    low: list[Any] = [None]
    merges = [(3, 0, 4, 0)]
    for m in (9, 10, 11):
        merges.append((3, len(top), 3, len(top) + 2))
        top += [f"{MONTHS[m - 1]} 2026", None, None]
        low += ["Target", "Real", "%"]
    grid += [["TARGET IURAN (Rp juta)"], [f"PIC: {who}"], [], top, low]
    rows = []
    for s in SEGMENTS[:3]:
        row: list[Any] = [s]
        for m in (9, 10, 11):
            pair = [
                put(w, truth, ("iuran", who, (2026, m), s, side, "bulan"))
                for side in ("target", "realisasi")
            ]
            row += [*(float(Decimal(v) / 10**6) for v in pair), pair[1] / pair[0] * 100]
        rows.append(row)
    grid += [*rows, ["Total", *[sum(r[c] for r in rows) if c % 3 else None for c in range(1, 10)]]]
    return Book("p.xlsx", [Sheet("Iuran", grid, merges)], truth)


@layout
def bulan_sebagai_baris(w: World) -> Book:
    """One row a month, target and realisasi of two metrics across, a total at the bottom."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["KARTU TARGET 2026"], [f"Nama Pegawai : {who}"], [],
             ["Bulan", "Akuisisi TK PU", None, "Kunjungan", None],
             [None, "Target", "Realisasi", "Target", "Realisasi"]]  # fmt: skip
    rows = []
    for m in range(1, 12):
        row: list[Any] = [MONTHS[m - 1]]
        for metric, s in (("akuisisi", "PU"), ("kunjungan", "")):
            row += [
                put(w, truth, (metric, who, (2026, m), s, side, "bulan"))
                for side in ("target", "realisasi")
            ]
        rows.append(row)
    grid += [*rows, total(rows, ["Jumlah"])]
    return Book("q.xlsx", [Sheet("Kartu", grid, [(3, 0, 4, 0), (3, 1, 3, 2), (3, 3, 3, 4)])], truth)


@layout
def nomor_bulan(w: World) -> Book:
    """Months by number below BULAN, the year in the title."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["REALISASI SOSIALISASI TAHUN 2026"], [f"Nama : {who}"],
             ["Segmen", "BULAN", *[None] * 10], [None, *range(1, 12)]]  # fmt: skip
    for s in SEGMENTS[:2]:
        grid.append(
            [
                s,
                *[
                    put(w, truth, ("sosialisasi", who, (2026, m), s, "realisasi", "bulan"))
                    for m in range(1, 12)
                ],
            ]
        )
    return Book("r.xlsx", [Sheet("R", grid, [(2, 0, 3, 0), (2, 1, 2, 11)])], truth)


def month_sheet(
    w: World, who: str, m: int, truth: dict[Key, Any], title: str, blank: bool = False
) -> Grid:
    grid: Grid = [["TARGET DAN REALISASI"], [title], [f"Nama : {who}"] if who else [], [],
                  ["Uraian", "Target", "Realisasi"]]  # fmt: skip
    for metric, s in (("tk_aktif", "PU"), ("akuisisi", "PU"), ("akuisisi", "BPU")):
        if blank:
            grid.append([f"{w.word(metric)} {s}", None, None])
        else:
            cells = fill(w, who, (2026, m), metric, s, PAIR, truth)
            grid.append([f"{w.word(metric)} {s}", *cells])
    return grid


@layout
def dua_belas_lembar(w: World) -> Book:
    """A sheet a month; December is an empty form; the month in the sheet's name alone."""
    who, truth = w.officer(), dict[Key, Any]()
    sheets = [
        Sheet(SHORT[m - 1], month_sheet(w, who, m, truth, "TAHUN 2026", m == 12))
        for m in range(1, 13)
    ]
    return Book(f"Target {who} 2026.xlsx", sheets, truth)


@layout
def nama_lembar_salah_ketik(w: World) -> Book:
    """Mistyped names of month sheets that can be one month only."""
    who, truth = w.officer(), dict[Key, Any]()
    names = {1: "JANUARI", 2: "Febuari", 3: "MARETT", 6: "JUNI", 7: "JULI", 8: "Agustuss", 9: "Septembr",
             10: "OKTOBER ", 11: "Novembr"}  # fmt: skip
    sheets = [
        Sheet(n.strip(), month_sheet(w, who, m, truth, "TAHUN 2026")) for m, n in names.items()
    ]
    return Book("Target 2026.xlsx", sheets, truth)


@layout
def lembar_juni_atau_juli(w: World) -> Book:
    """JUNLI is one letter from JUNI and from JULI: it is asked about, the others are read."""
    who, truth = w.officer(), dict[Key, Any]()
    names = {5: "MEI", 6: "JUN", 7: "JUNLI", 8: "AGS"}
    sheets = [Sheet(n, month_sheet(w, who, m, truth, "TAHUN 2026")) for m, n in names.items()]
    return Book("t.xlsx", sheets, truth, asks=True)


@layout
def per_petugas(w: World) -> Book:
    """A branch's sheet: a row an officer, groups with subtotals, a grand total."""
    truth, grid = dict[Key, Any](), Grid()
    grid += [["REKAP PETUGAS BULAN NOVEMBER 2026"], [],
             ["No", "Nama Petugas", "TK Aktif PU", None, "Akuisisi TK", None, "Kunjungan", None],
             [None, None, *["Target", "Realisasi"] * 3]]  # fmt: skip
    merges = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5), (2, 6, 2, 7)]
    everything: list[list[Any]] = []
    for group, label in ((NAMES[:3], "Subtotal AR"), (NAMES[3:6], "Subtotal ARK")):
        rows = []
        for k, who in enumerate(group, 1):
            row: list[Any] = [k, f"{who} (AR)" if k == 1 else who.upper() if k == 2 else who]
            for metric, s in (("tk_aktif", "PU"), ("akuisisi", ""), ("kunjungan", "")):
                row += fill(w, who, NOV, metric, s, PAIR, truth)
            rows.append(row)
        everything += rows
        grid += [*rows, total(rows, [None, label])]
    grid.append(total(everything, [None, "TOTAL"]))
    return Book("Rekap KC Contoh.xlsx", [Sheet("Nov", grid, merges)], truth)


@layout
def petugas_dan_segmen(w: World) -> Book:
    """An officer's name merged over the rows of segments; totals of each officer."""
    truth, grid, merges = dict[Key, Any](), Grid(), []
    grid += [["AKUISISI TK NOVEMBER 2026"], ["Pembina", "Segmen", "Target", "Realisasi", "Capaian"]]
    for who in NAMES[:3]:
        top = len(grid)
        rows = [
            [who if not k else None, s, *fill(w, who, NOV, "akuisisi", s, PAIR, truth)]
            for k, s in enumerate(SEGMENTS[:3])
        ]
        grid += [[*r, r[3] / r[2]] for r in rows]
        merges.append((top, 0, len(grid) - 1, 0))
        grid.append(total(rows, [None, "Jumlah"]))
    return Book("u.xlsx", [Sheet("U", grid, merges)], truth)


@layout
def lembar_per_petugas(w: World) -> Book:
    """A sheet an officer, named for them; the month in the file's name."""
    truth, sheets = dict[Key, Any](), []
    for who in ("Andi", "Sari", "Budi"):
        grid: Grid = [["TARGET DAN REALISASI"], [], ["Uraian", "Target", "Realisasi"]]
        for metric in ("akuisisi", "kunjungan"):
            grid.append([w.word(metric), *fill(w, who, NOV, metric, "", PAIR, truth)])
        sheets.append(Sheet(who.upper(), grid))
    truth = {(k[0], k[1].title(), *k[2:]): v for k, v in truth.items()}
    return Book("Rekap Target November 2026.xlsx", sheets, truth)


@layout
def tahun_lalu_di_samping(w: World) -> Book:
    """The same month of last year in a column of its own, and growth that is no figure."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["TK AKTIF NOVEMBER 2026"], [f"Nama : {who}"],
             ["Segmen", "Realisasi Nov 2025", "Target Nov 2026", "Realisasi Nov 2026", "Pertumbuhan"]]  # fmt: skip
    for s in SEGMENTS[:3]:
        cells = [put(w, truth, ("tk_aktif", who, (year, 11), s, side, "bulan"))
                 for year, side in ((2025, "realisasi"), (2026, "target"), (2026, "realisasi"))]  # fmt: skip
        grid.append([s, *cells, (cells[2] - cells[0]) / cells[0]])
    return Book("v.xlsx", [Sheet("V", grid)], truth)


@layout
def januari_berulang(w: World) -> Book:
    """A table a month below each other, each under its own month's title."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["TARGET 2026"], [f"Nama : {who}"], []]
    for m in (9, 10, 11):
        grid += [[f"BULAN {MONTHS[m - 1].upper()} 2026"], ["Uraian", "Target", "Realisasi"]]
        for metric in ("akuisisi", "kunjungan"):
            grid.append([w.word(metric), *fill(w, who, (2026, m), metric, "", PAIR, truth)])
        grid.append([])
    return Book("w.xlsx", [Sheet("W", grid)], truth, asks=False)


@layout
def itw_persen(w: World) -> Book:
    """A ratio: its own per cent is a figure, the per cent of its achievement is none."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["BULAN NOVEMBER 2026"],
        [f"Nama : {who}"],
        ["Uraian", "Target", "Realisasi", "Capaian (%)"],
    ]
    for name, metric, a, b in (("ITW (%)", "itw", 95.0, 91.25), ("Kunjungan", "kunjungan", 40, 44)):
        grid.append([name, a, b, b / a])
        truth[metric, who, NOV, "", "target", "bulan"] = Decimal(str(a))
        truth[metric, who, NOV, "", "realisasi", "bulan"] = Decimal(str(b))
    return Book("y.xlsx", [Sheet("Y", grid)], truth)


@layout
def bagian_ukuran_baris_petugas(w: World) -> Book:
    """Sections name metric and segment in the officers' column; rows are officers."""
    truth, grid = dict[Key, Any](), Grid()
    grid += [["KANTOR CABANG CONTOH"], ["LAPORAN PENCAPAIAN TARGET"], ["BULAN : NOVEMBER 2026"], ["(dalam jutaan rupiah)"],
             [], ["No", "Pembina", "Target Tahun 2026", "Target s.d. Bln", "Realisasi Bln Ini", "Realisasi s.d.",
                  "% thd s.d.", "Deviasi", "Proyeksi", "Ket"]]  # fmt: skip
    for mark, label, metric, s in (
        ("A", "IURAN PU", "iuran", "PU"),
        ("B", "AKUISISI TK BPU", "akuisisi", "BPU"),
    ):
        grid.append([mark, label])
        rows = []
        for k, who in enumerate(NAMES[:3], 1):
            cells = fill(w, who, NOV, metric, s, FULL, truth, 10**6)
            rows.append(
                [k, who, *cells, cells[3] / cells[1], cells[3] - cells[1], cells[3] * 12 / 11]
            )
        grid += [*rows, total(rows, [None, "Sub Total"])]
    grid += [[], [None, "Mengetahui,", None, None, None, "Surabaya, 4 Desember 2026"]]
    return Book("Laporan Target.xlsx", [Sheet("NOV", grid)], truth)


@layout
def petugas_lalu_segmen_satu_kolom(w: World) -> Book:
    """An officer's name heads the segments below it in the same column."""
    truth, grid = dict[Key, Any](), Grid()
    grid += [["AKUISISI TK NOVEMBER 2026"], ["No", "Nama Petugas", "Target", "Realisasi"]]
    for k, who in enumerate(NAMES[:3], 1):
        grid.append([k, who])
        grid += [[None, s, *fill(w, who, NOV, "akuisisi", s, PAIR, truth)] for s in SEGMENTS[:2]]
    return Book("x1.xlsx", [Sheet("X1", grid)], truth)


@layout
def per_minggu(w: World) -> Book:
    """Four weeks and their total below Realisasi: the total is the month."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["BULAN NOVEMBER 2026"], [f"Nama : {who}"], [], ["Kegiatan", "Target", "Realisasi", None, None, None, None, "Skor"],
             [None, "Bulan", *(f"Minggu {n}" for n in ("I", "II", "III", "IV")), "Jumlah", None]]  # fmt: skip
    for metric in ("kunjungan", "sosialisasi"):
        weeks = [w.count() for _ in range(4)]
        target = put(w, truth, (metric, who, NOV, "", "target", "bulan"))
        truth[metric, who, NOV, "", "realisasi", "bulan"] = Decimal(sum(weeks))
        grid.append([w.word(metric), target, *weeks, sum(weeks), 3])
    return Book("x2.xlsx", [Sheet("X2", grid, [(3, 0, 4, 0), (3, 2, 3, 6), (3, 7, 4, 7)])], truth)


@layout
def per_minggu_tanpa_jumlah(w: World) -> Book:
    """Four weeks without a total."""
    made = per_minggu(w)
    for row in made.sheets[0].grid[3:]:
        del row[6:]
    made.sheets[0].merges = [(3, 0, 4, 0), (3, 2, 3, 5)]
    made.asks = True
    return made
