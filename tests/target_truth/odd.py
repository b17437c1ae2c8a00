"""Sheets that cannot be read for certain: what is unclear must be asked about, never guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .months import NOV, PAIR, fill, total
from .world import NAMES, SEGMENTS, Book, Grid, Key, Sheet, World, layout


def simple(
    w: World, who: str, truth: dict[Key, Any], titles: Grid, month: tuple[int, int] = NOV
) -> Grid:
    grid: Grid = [*titles, ["Uraian", "Target", "Realisasi"]]
    for metric, s in (("tk_aktif", "PU"), ("akuisisi", "PU"), ("akuisisi", "BPU")):
        grid.append([f"{w.word(metric)} {s}", *fill(w, who, month, metric, s, PAIR, truth)])
    return grid


@layout
def lembar_dan_judul_beda_bulan(w: World) -> Book:
    """A copied sheet whose title still says the old month."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = simple(w, who, truth, [["BULAN OKTOBER 2026"], [f"Nama : {who}"]])
    return Book("aa.xlsx", [Sheet("NOV", grid)], truth, asks=True)


@layout
def berkas_dan_judul_beda_bulan(w: World) -> Book:
    who, truth = w.officer(), dict[Key, Any]()
    grid = simple(w, who, truth, [["BULAN NOVEMBER 2026"], [f"Nama : {who}"]])
    return Book("Target Oktober 2026.xlsx", [Sheet("Sheet1", grid)], truth, asks=True)


@layout
def berkas_dan_isi_beda_petugas(w: World) -> Book:
    truth = dict[Key, Any]()
    grid = simple(w, NAMES[0], truth, [["BULAN NOVEMBER 2026"], [f"Nama : {NAMES[0]}"]])
    return Book("Target Kurniawan November.xlsx", [Sheet("Sheet1", grid)], truth, asks=True)


@layout
def beda_tahun(w: World) -> Book:
    who, truth = w.officer(), dict[Key, Any]()
    grid = simple(w, who, truth, [["BULAN NOVEMBER 2025"], [f"Nama : {who}"]])
    return Book("November 2026.xlsx", [Sheet("Sheet1", grid)], truth, asks=True)


@layout
def tanpa_bulan(w: World) -> Book:
    who, truth = w.officer(), dict[Key, Any]()
    grid = simple(w, who, truth, [["TARGET DAN REALISASI"], [f"Nama : {who}"]])
    return Book("Target.xlsx", [Sheet("Sheet1", grid)], truth, asks=True)


@layout
def tanpa_petugas(w: World) -> Book:
    truth = dict[Key, Any]()
    grid = simple(w, "Entah Siapa", truth, [["BULAN NOVEMBER 2026"]])
    return Book("Target.xlsx", [Sheet("Sheet1", grid)], truth, asks=True)


@layout
def tanpa_satuan(w: World) -> Book:
    """Rupiah in millions without a word of it."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["IURAN BULAN NOVEMBER 2026"], [f"Nama : {who}"], ["Segmen", "Target", "Realisasi"]]
    for s in SEGMENTS:
        cells = fill(w, who, NOV, "iuran", s, PAIR, truth, 10**6)
        grid.append([s, *cells])
    return Book("ab.xlsx", [Sheet("AB", grid)], truth, asks=True)


@layout
def satuan_m(w: World) -> Book:
    """ "(Rp M)": million or miliar?"""
    made = tanpa_satuan(w)
    made.sheets[0].grid[0] = ["IURAN BULAN NOVEMBER 2026 (Rp M)"]
    return made


@layout
def dua_satuan(w: World) -> Book:
    """The title says thousands, the column millions."""
    made = tanpa_satuan(w)
    made.sheets[0].grid[0] = ["IURAN BULAN NOVEMBER 2026 (dalam ribuan rupiah)"]
    made.sheets[0].grid[2] = ["Segmen", "Target (Rp juta)", "Realisasi (Rp juta)"]
    return made


@layout
def teks_tidak_pasti(w: World) -> Book:
    """Numbers typed with words and signs whose meaning is open."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["BULAN NOVEMBER 2026"],
        [f"Nama : {who}"],
        ["dalam jutaan rupiah"],
        ["Uraian", "Target", "Realisasi"],
    ]
    odd = (
        "Rp 1,2 M",
        "\u00b1 300",
        "1,234",
        "Rp 4.000.000",
        "> 100",
        "(250)",
        "nihil",
        "2,5 jt",
        "85%",
        True,
    )
    for k, mark in enumerate(odd):
        metric = ("iuran", "piutang_tertagih")[k % 2]
        s = SEGMENTS[k // 2 % 4] if k < 8 else ""
        if not s:
            metric = ("kunjungan", "sosialisasi")[k % 2]
        a, _ = fill(w, who, NOV, metric, s, PAIR, truth, 10**6)
        grid.append([f"{w.word(metric)} {s}".strip(), a, mark])
        value = 2_500_000 if mark == "2,5 jt" else None  # the title's own unit
        truth[metric, who, NOV, s, "realisasi", "bulan"] = value
    return Book("ac.xlsx", [Sheet("AC", grid)], truth, asks=True)


@layout
def dua_kolom_sama(w: World) -> Book:
    """Two columns Realisasi with different numbers."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["BULAN NOVEMBER 2026"],
        [f"Nama : {who}"],
        ["Uraian", "Target", "Realisasi", "Realisasi"],
    ]
    for metric in ("akuisisi", "kunjungan"):
        a, b = fill(w, who, NOV, metric, "", PAIR, truth)
        grid.append([w.word(metric), a, b, b + 7])
    return Book("ad.xlsx", [Sheet("AD", grid)], truth, asks=True)


@layout
def rincian_tak_dikenal(w: World) -> Book:
    """PU besar and PU menengah are parts of PU: they are not the whole of it."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["AKUISISI TK BULAN NOVEMBER 2026"],
        [f"Nama : {who}"],
        ["Uraian", "Target", "Realisasi"],
    ]
    rows = [["PU Skala Besar", w.count(), w.count()], ["PU Skala Menengah", w.count(), w.count()]]
    grid += [*rows, ["BPU", *fill(w, who, NOV, "akuisisi", "BPU", PAIR, truth)]]
    return Book("ae.xlsx", [Sheet("AE", grid)], truth, asks=True)


@layout
def jumlah_tanpa_salah_satu(w: World) -> Book:
    """The metric's own row is more than its segments: one is not in the sheet."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["BULAN NOVEMBER 2026"], [f"Nama : {who}"], ["Uraian", "Target", "Realisasi"]]
    rows = [[s, *fill(w, who, NOV, "akuisisi", s, PAIR, truth)] for s in SEGMENTS[:2]]
    whole = total(rows, ["Akuisisi TK"])
    grid += [[whole[0], whole[1] + 55, whole[2] + 33], *rows]
    return Book("af.xlsx", [Sheet("AF", grid)], truth, asks=True)


@layout
def capaian_apa(w: World) -> Book:
    """Target and Capaian: is it a number or a percentage?"""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["BULAN NOVEMBER 2026"], [f"Nama : {who}"], ["Uraian", "Target", "Capaian"]]
    for metric in ("akuisisi", "kunjungan"):
        grid.append([w.word(metric), *fill(w, who, NOV, metric, "", PAIR, truth)])
    return Book("ag.xlsx", [Sheet("AG", grid)], truth, asks=True)


@layout
def rumus_tanpa_nilai(w: World) -> Book:
    """Formulas whose results no program has computed yet."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["BULAN NOVEMBER 2026"], [f"Nama : {who}"], ["Uraian", "Target", "Realisasi"]]
    for metric in ("akuisisi", "kunjungan"):
        a, b = fill(w, who, NOV, metric, "", PAIR, truth)
        grid.append([w.word(metric), a, f"={b}+0"])
    return Book("ah.xlsx", [Sheet("AH", grid)], truth, asks=True)


@layout
def segmen_ganda_di_label(w: World) -> Book:
    """ "PU + BPU" in one row, without the parts."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["AKUISISI TK BULAN NOVEMBER 2026"], [f"Nama : {who}"], ["Uraian", "Target", "Realisasi"],
             ["PU + BPU", w.count(), w.count()]]  # fmt: skip
    grid.append(["JAKON", *fill(w, who, NOV, "akuisisi", "JAKON", PAIR, truth)])
    return Book("ai.xlsx", [Sheet("AI", grid)], truth, asks=True)


@layout
def ukuran_tak_dikenal(w: World) -> Book:
    who, truth = w.officer(), dict[Key, Any]()
    grid = simple(w, who, truth, [["BULAN NOVEMBER 2026"], [f"Nama : {who}"]])
    grid.append(["Kepuasan Pelanggan", w.count(), w.count()])
    return Book("aj.xlsx", [Sheet("AJ", grid)], truth, asks=True)


@layout
def stok_dua_angka(w: World) -> Book:
    """TK aktif both "bulan ini" and "s.d.", with different numbers."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["BULAN NOVEMBER 2026"],
        [f"Nama : {who}"],
        ["Uraian", "Target", "Realisasi Bulan Ini", "Realisasi s.d."],
    ]
    target, added, state = w.count(), w.count(), w.count()
    grid.append(["TK Aktif PU", target, added, state])
    truth["tk_aktif", who, NOV, "PU", "target", "bulan"] = Decimal(target)
    truth["tk_aktif", who, NOV, "PU", "realisasi", "bulan"] = Decimal(state)
    return Book("ak.xlsx", [Sheet("AK", grid)], truth, asks=True)


@layout
def dua_bulan_di_judul(w: World) -> Book:
    who, truth = w.officer(), dict[Key, Any]()
    grid = simple(w, who, truth, [["PERIODE OKTOBER DAN NOVEMBER 2026"], [f"Nama : {who}"]])
    return Book("al.xlsx", [Sheet("AL", grid)], truth, asks=True)


@layout
def ribuan_tanpa_kata_benda(w: World) -> Book:
    """ "dalam ribuan" over people: thousands of what?"""
    who, truth = w.officer(), dict[Key, Any]()
    grid = simple(w, who, truth, [["BULAN NOVEMBER 2026 (dalam ribuan)"], [f"Nama : {who}"]])
    return Book("am.xlsx", [Sheet("AM", grid)], truth, asks=True)


@layout
def dua_orang_satu_lembar(w: World) -> Book:
    """Two sections named for people nobody has listed."""
    truth, grid = dict[Key, Any](), Grid()
    grid += [["BULAN NOVEMBER 2026"], ["Uraian", "Target", "Realisasi"]]
    for who in NAMES[:2]:
        grid.append([who.upper()])
        for metric in ("akuisisi", "kunjungan"):
            grid.append([w.word(metric), *fill(w, who, NOV, metric, "", PAIR, truth)])
    return Book("Target Kelompok.xlsx", [Sheet("AN", grid)], truth)


@layout
def persen_salah(w: World) -> Book:
    """Typed percentages that are wrong: told, and the figures are read all the same."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["BULAN NOVEMBER 2026"], [f"Nama : {who}"], ["Uraian", "Target", "Realisasi", "%"]]
    for metric in ("akuisisi", "kunjungan"):
        a, b = fill(w, who, NOV, metric, "", PAIR, truth)
        grid.append([w.word(metric), a, b, b / a + 0.02])
    return Book("ao.xlsx", [Sheet("AO", grid)], truth)


@layout
def target_tahun_di_judul(w: World) -> Book:
    """The title says target tahun; the column says Target alone."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = simple(
        w, who, truth, [["TARGET TAHUN 2026 DAN REALISASI BULAN NOVEMBER 2026"], [f"Nama : {who}"]]
    )
    return Book("ap.xlsx", [Sheet("AP", grid)], truth, asks=True)


@layout
def tanggal_cetak_saja(w: World) -> Book:
    """Only the day of printing stands over the table."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = simple(w, who, truth, [["Surabaya, 5 Desember 2026"], [f"Nama : {who}"]])
    return Book("aq.xlsx", [Sheet("AQ", grid)], truth, asks=True)


@layout
def tanggal_cetak_dan_bulan(w: World) -> Book:
    """The day of printing beside the month: the month counts."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = simple(
        w, who, truth, [["BULAN NOVEMBER 2026"], ["Dicetak 05-12-2026"], [f"Nama : {who}"]]
    )
    return Book("ar.xlsx", [Sheet("NOV", grid)], truth)
