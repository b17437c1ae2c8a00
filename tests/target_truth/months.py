"""Sheets of one month: sections, segments, column groups, subtotals, units."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .world import MONEY, MONTHS, SEGMENTS, SHORT, STOCKS, Book, Grid, Key, Sheet, World, layout

NOV = (2026, 11)
ROWS = (
    ("tk_aktif", ("PU", "BPU", "JAKON")),
    ("akuisisi", ("PU", "BPU")),
    ("iuran", ("PU", "BPU", "PMI")),
)
FULL = (("target", "tahun"), ("target", "sd"), ("realisasi", "bulan"), ("realisasi", "sd"))
PAIR = (("target", "bulan"), ("realisasi", "bulan"))


def spans(metric: str, columns: tuple[tuple[str, str], ...]) -> list[tuple[str, str] | None]:
    """The columns a metric fills: a stock has no s.d. of its own here, only its state."""
    return [None if metric in STOCKS and (side, span) == ("realisasi", "bulan") and len(columns) > 2
            else (side, span) for side, span in columns]  # fmt: skip


def fill(
    w: World, who: str, month: tuple[int, int], metric: str, segment: str,
    columns: tuple[tuple[str, str], ...], truth: dict[Key, Decimal | None], unit: int = 1,
) -> list[Any]:  # fmt: skip
    """The cells of one row, and their truth."""
    cells: list[Any] = []
    for at in spans(metric, columns):
        if at is None:
            cells.append(None)
            continue
        side, span = at
        held = "bulan" if metric in STOCKS and span == "sd" else span
        value = w.amount(metric)
        truth[metric, who, month, segment, side, held] = Decimal(value)
        cells.append(float(Decimal(value) / unit) if metric in MONEY and unit > 1 else value)
    return cells


def total(rows: list[list[Any]], label: list[Any]) -> list[Any]:
    """A row of sums under rows that begin with as many labels."""
    skip = len(label)
    width = len(rows[0])
    sums = [None if all(r[c] is None for r in rows) else sum(r[c] or 0 for r in rows)
            for c in range(skip, width)]  # fmt: skip
    return [*label, *sums]


@layout
def dua_baris_judul(w: World) -> Book:
    """Two heading rows, merged; sections, subtotals; rupiah in millions by the title."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["KANTOR CABANG CONTOH"], ["TARGET DAN REALISASI"], ["BULAN NOVEMBER 2026"],
             [f"Nama : {who}"], ["(iuran dalam jutaan rupiah)"],
             ["No", "Uraian", "Target", None, "Realisasi", None, "% thd", None, "Ket"],
             [None, None, "Tahun", "s.d. Bulan", "Bulan Ini", "s.d.", "s.d.", "Tahun", None]]  # fmt: skip
    for metric, segments in ROWS:
        grid.append([None, w.word(metric).upper()])
        rows = [[k, s, *fill(w, who, NOV, metric, s, FULL, truth, 10**6)]
                for k, s in enumerate(segments, 1)]  # fmt: skip
        grid += [*rows, total(rows, [None, "Sub Total"])]
    merges = [(5, 0, 6, 0), (5, 1, 6, 1), (5, 2, 5, 3), (5, 4, 5, 5), (5, 6, 5, 7), (5, 8, 6, 8)]
    return Book("Laporan November.xlsx", [Sheet("NOV", grid, merges)], truth)


@layout
def judul_tak_digabung(w: World) -> Book:
    """The same without merged cells, the group typed over its first column only."""
    made = dua_baris_judul(w)
    made.sheets[0].merges = []
    made.sheets[0].name = "Sheet1"
    return made


@layout
def satu_baris_judul(w: World) -> Book:
    """One heading row, full labels, no sections, the unit in each label."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["REALISASI TARGET KEPESERTAAN"], [f"Petugas: {who}", None, "Bulan: November 2026"], [],
             ["No.", "Indikator", "Target", "Realisasi", "Capaian (%)", "Keterangan"]]  # fmt: skip
    k = 0
    for metric, segments in ROWS:
        for s in segments:
            k += 1
            unit = " (Rp juta)" if metric == "iuran" else ""
            cells = fill(w, who, NOV, metric, s, PAIR, truth, 10**6)
            share = cells[1] / cells[0]
            grid.append([k, f"{w.word(metric)} {s}{unit}", *cells, share, "ok" if k % 2 else None])
    return Book("Data.xlsx", [Sheet("Data", grid)], truth)


@layout
def kolom_satuan(w: World) -> Book:
    """A column Satuan says what each row counts in."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["TARGET BULAN 11-2026"], ["PIC", who], [],
             ["No", "Uraian", "Segmen", "Satuan", "Target", "Realisasi"]]  # fmt: skip
    for k, (metric, s, unit, factor) in enumerate(
        (("tk_aktif", "PU", "Orang", 1), ("akuisisi", "BPU", "Orang", 1), ("iuran", "PU", "Rp Ribu", 1000),
         ("iuran", "BPU", "Rupiah", 1), ("kunjungan", "", "Kali", 1)), 1):  # fmt: skip
        cells = fill(w, who, NOV, metric, s, PAIR, truth, factor)
        grid.append([k, w.word(metric), s or None, unit, *cells])
    return Book("Lap.xlsx", [Sheet("Lembar1", grid)], truth)


@layout
def label_digabung_ke_bawah(w: World) -> Book:
    """The metric merged over its segments, or typed once with blanks below."""
    who, truth, grid, merges = w.officer(), dict[Key, Any](), Grid(), []
    grid += [["Posisi 30 November 2026"], [f"Pembina : {who}"], ["dalam rupiah penuh"],
             ["Indikator", "Segmen", "Target", "Realisasi"]]  # fmt: skip
    for n, (metric, segments) in enumerate(ROWS):
        top = len(grid)
        for k, s in enumerate(segments):
            grid.append(
                [w.word(metric) if not k else None, s, *fill(w, who, NOV, metric, s, PAIR, truth)]
            )
        if n != 1:
            merges.append((top, 0, len(grid) - 1, 0))
        rows = grid[top:]
        grid.append(total(rows, ["Jumlah", None]))
    return Book("x.xlsx", [Sheet("Target", grid, merges)], truth)


@layout
def pasangan_sebagai_baris(w: World) -> Book:
    """Target, realisasi and per cent below each other."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["EVALUASI TARGET"],
        [f"Nama: {who}"],
        [],
        ["Uraian", "Jenis", *SHORT[8:11]],
    ]
    for metric, s in (("akuisisi", "PU"), ("akuisisi", "BPU"), ("kunjungan", "")):
        name = f"{w.word(metric)} {s}".strip()
        rows: list[list[Any]] = [[name, "Target"], [None, "Realisasi"], [None, "%"]]
        for month in (9, 10, 11):
            pair = []
            for side in ("target", "realisasi"):
                value = w.amount(metric)
                truth[metric, who, (2026, month), s, side, "bulan"] = Decimal(value)
                pair.append(value)
            for row, value in zip(rows, (*pair, pair[1] / pair[0] * 100), strict=True):
                row.append(value)
        grid += rows
    return Book("Evaluasi 2026.xlsx", [Sheet("Evaluasi", grid)], truth)


@layout
def tanpa_kata_jumlah(w: World) -> Book:
    """Totals without a word: found by arithmetic alone, the grand total as well."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["AKUISISI TK BARU BULAN NOV 2026"],
        ["Petugas", f": {who}"],
        ["Segmen", "Target", "Realisasi"],
    ]
    rows = [[s, *fill(w, who, NOV, "akuisisi", s, PAIR, truth)] for s in SEGMENTS]
    grid += [*rows, total(rows, [None])]
    return Book("a.xlsx", [Sheet("A", grid)], truth)


@layout
def jumlah_di_atas(w: World) -> Book:
    """The metric's own row holds the total of the segments below it."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["LAPORAN BULAN NOPEMBER 2026"],
        [f"PIC : {who}"],
        [],
        ["Uraian", "Target", "Realisasi"],
    ]
    for metric in ("tk_aktif", "akuisisi"):
        rows = [[f"- {s}", *fill(w, who, NOV, metric, s, PAIR, truth)] for s in SEGMENTS[:3]]
        grid += [total(rows, [w.word(metric)]), *rows]
    return Book("b.xlsx", [Sheet("B", grid)], truth)


@layout
def jumlah_berarti_banyaknya(w: World) -> Book:
    """JUMLAH as "number of": nothing it could be the total of; near miss of a subtotal."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["TARGET NOVEMBER 2026"], [f"Nama : {who}"], [], ["Uraian", "Target", "Realisasi"]]
    for metric, name in (("akuisisi", "Jumlah Akuisisi TK PU"), ("kunjungan", "Jumlah Kunjungan"),
                         ("sosialisasi", "Jumlah Sosialisasi"), ("winback", "Total Winback")):  # fmt: skip
        segment = "PU" if metric == "akuisisi" else ""
        grid.append([name, *fill(w, who, NOV, metric, segment, PAIR, truth)])
    return Book("c.xlsx", [Sheet("C", grid)], truth)


@layout
def tabel_bertumpuk(w: World) -> Book:
    """One table a metric, each with its title and heading, blank rows between."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["KANTOR CABANG CONTOH"], [f"NAMA : {who.upper()}"], ["BULAN : NOVEMBER 2026"], []]
    for metric in ("tk_aktif", "akuisisi", "iuran"):
        grid.append(
            [f"{w.word(metric).upper()}" + (" (dalam ribuan rupiah)" if metric == "iuran" else "")]
        )
        grid.append(["Segmen", "Target", "Realisasi", "%"])
        rows = [[s, *fill(w, who, NOV, metric, s, PAIR, truth, 1000)] for s in SEGMENTS[:3]]
        grid += [*[[*r, r[2] / r[1]] for r in rows], total(rows, ["TOTAL"]), []]
    return Book("d.xlsx", [Sheet("Rekap", grid)], truth)


@layout
def dua_tabel_berdampingan_segmen(w: World) -> Book:
    """Segments as column groups, target and realisasi below, a total group at the right."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    top: list[Any] = ["No", "Uraian"]
    low: list[Any] = [None, None]
    merges = [(3, 0, 4, 0), (3, 1, 4, 1)]
    for s in (*SEGMENTS[:3], "TOTAL"):
        merges.append((3, len(top), 3, len(top) + 1))
        top += [s, None]
        low += ["Target", "Realisasi"]
    grid += [[f"PETUGAS: {who}"], ["Bulan November 2026"], ["Rp dalam jutaan"], top, low]
    for k, metric in enumerate(("tk_aktif", "akuisisi", "iuran"), 1):
        cells: list[Any] = []
        for s in SEGMENTS[:3]:
            cells += fill(w, who, NOV, metric, s, PAIR, truth, 10**6)
        grid.append([k, w.word(metric), *cells, sum(cells[::2]), sum(cells[1::2])])
    return Book("e.xlsx", [Sheet("E", grid, merges)], truth)


@layout
def sampai_dengan_di_judul(w: World) -> Book:
    """The title says s.d. November: what has no span of its own is cumulative."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["TARGET DAN REALISASI S.D. NOVEMBER 2026"], [f"Nama : {who}"], [],
             ["Uraian", "Target", "Realisasi", "Realisasi Bulan Ini"]]  # fmt: skip
    columns = (("target", "sd"), ("realisasi", "sd"), ("realisasi", "bulan"))
    for metric, s in (("akuisisi", "PU"), ("akuisisi", "BPU"), ("kunjungan", "")):
        cells: list[Any] = []
        for side, span in columns:
            value = w.amount(metric)
            truth[metric, who, NOV, s, side, span] = Decimal(value)
            cells.append(value)
        grid.append([f"{w.word(metric)} {s}".strip(), *cells])
    return Book("f.xlsx", [Sheet("F", grid)], truth)


@layout
def januari_sd_november(w: World) -> Book:
    """Cumulative and monthly columns side by side, the span in each heading."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["MONITORING TARGET 2026"], [f"Petugas : {who}"], ["Kegiatan", "Target Tahun 2026", "Target s.d. Nov 2026",
             "Realisasi Nov 2026", "Realisasi Januari s.d. November 2026", "Sisa Target", "Proyeksi"]]  # fmt: skip
    for metric in ("kunjungan", "sosialisasi", "winback", "microcredential"):
        cells = fill(w, who, NOV, metric, "", FULL, truth)
        grid.append([w.word(metric), *cells, cells[0] - cells[3], cells[3] * 12 // 11])
        truth[metric, who, (2026, 12), "", "target", "tahun"] = truth.pop(
            (metric, who, NOV, "", "target", "tahun")
        )
    return Book("g.xlsx", [Sheet("G", grid)], truth)


@layout
def nama_berkas_saja(w: World) -> Book:
    """Officer and month stand in the file's name alone."""
    who, truth, grid = w.officer().split()[0], dict[Key, Any](), Grid()
    grid += [["Uraian", "Target", "Realisasi"]]
    for metric, s in (("tk_aktif", "PU"), ("akuisisi", "PU"), ("kunjungan", "")):
        grid.append([f"{w.word(metric)} {s}".strip(), *fill(w, who, NOV, metric, s, PAIR, truth)])
    return Book(f"Target_{who}_November_2026 (1).xlsx", [Sheet("Sheet1", grid)], truth)


@layout
def baris_kosong_dan_celah(w: World) -> Book:
    """Blank rows and columns inside, the table begins at C5; a numbering row (1) (2) (3)."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [[None, None, "Laporan bulan November 2026"], [None, None, f"Nama : {who}"], [], [],
             [None, None, "No", "Uraian", None, "Target", "Realisasi", None, "%"],
             [None, None, "(1)", "(2)", None, "(3)", "(4)", None, "(5)"]]  # fmt: skip
    for k, s in enumerate(SEGMENTS, 1):
        a, b = fill(w, who, NOV, "akuisisi", s, PAIR, truth)
        grid.append([None, None, k, f"Akuisisi TK {s}", None, a, b, None, b / a])
        if k == 2:
            grid.append([])
    grid += [
        [],
        [None, None, None, None, None, None, "Surabaya, 5 Desember 2026"],
        [None] * 6 + [who],
    ]
    return Book("h.xlsx", [Sheet("H", grid)], truth)


@layout
def csv_titik_koma(w: World) -> Book:
    """A text file: every number is text, thousands with points."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["TARGET BULAN NOVEMBER 2026", "", ""],
        [f"Nama : {who}", "", ""],
        ["Uraian", "Target", "Realisasi"],
    ]
    for metric, s in (("akuisisi", "PU"), ("akuisisi", "BPU"), ("kunjungan", "")):
        cells = fill(w, who, NOV, metric, s, PAIR, truth)
        grid.append([f"{w.word(metric)} {s}".strip(), *(f"{v:,}".replace(",", ".") for v in cells)])
    return Book("i.csv", [Sheet("i", grid)], truth)


@layout
def iuran_rupiah_penuh(w: World) -> Book:
    """Whole rupiah, some typed as text with Rp and points, some with cents."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["PENERIMAAN IURAN BULAN NOVEMBER 2026 (Rupiah)"],
        [f"Petugas : {who}"],
        ["Segmen", "Target", "Realisasi"],
    ]
    for s in SEGMENTS:
        a, b = fill(w, who, NOV, "iuran", s, PAIR, truth)
        shown = f"{b:,}".replace(",", ".")
        grid.append([s, a, w.rng.choice((f"Rp {shown}", f"Rp. {shown},-", f"{shown},00", b))])
    return Book("j.xlsx", [Sheet("J", grid)], truth)


@layout
def ribu_orang(w: World) -> Book:
    """People in thousands, by the title of each column."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["TK AKTIF NOVEMBER 2026"],
        [f"Petugas : {who}"],
        ["Segmen", "Target (ribu orang)", "Realisasi (ribu orang)"],
    ]
    for s in SEGMENTS:
        cells = fill(w, who, NOV, "tk_aktif", s, PAIR, truth)
        grid.append([s, *(float(Decimal(v) / 1000) for v in cells)])
    return Book("k.xlsx", [Sheet("K", grid)], truth)


@layout
def yang_kosong(w: World) -> Book:
    """Blanks, dashes, n/a and errors are missing and never zero; a real zero is zero."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["TARGET BULAN NOVEMBER 2026"], [f"Nama : {who}"], ["Uraian", "Target", "Realisasi"]]
    marks = (None, "-", "n/a", "#DIV/0!", 0, "  ", "\u2013")
    for metric, mark in zip(("akuisisi", "bu_baru", "kunjungan", "sosialisasi", "winback",
                             "microcredential", "tk_aktif"), marks, strict=True):  # fmt: skip
        a, _ = fill(w, who, NOV, metric, "", PAIR, truth)
        grid.append([w.word(metric), a, mark])
        truth[metric, who, NOV, "", "realisasi", "bulan"] = Decimal(0) if mark == 0 else None
    return Book("l.xlsx", [Sheet("L", grid)], truth)


@layout
def judul_mendatar(w: World) -> Book:
    """Labels and values of the title side by side: Nama | : | Andi | Bulan | : | November 2026."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [["FORMULIR TARGET INDIVIDU"], ["Nama", ":", who, None, "Bulan", ":", f"{MONTHS[10]} 2026"], [],
             ["Indikator", None, None, "Target", "Realisasi", "Deviasi"]]  # fmt: skip
    for metric, s in (("akuisisi", "PU"), ("akuisisi", "BPU"), ("bu_baru", "PU")):
        a, b = fill(w, who, NOV, metric, s, PAIR, truth)
        grid.append([f"{w.word(metric)} {s}", None, None, a, b, b - a])
    return Book("m.xlsx", [Sheet("M", grid)], truth)


@layout
def target_bagi_dua_belas(w: World) -> Book:
    """A monthly target that is a twelfth of the year's: a fraction that is right."""
    who, truth, grid = w.officer(), dict[Key, Any](), Grid()
    grid += [
        ["BULAN NOVEMBER 2026"],
        [f"Nama : {who}"],
        ["Uraian", "Target Tahun", "Target Bulan Ini", "Realisasi Bulan Ini"],
    ]
    for metric in ("akuisisi", "kunjungan"):
        year, actual = w.count(), w.count()
        grid.append([w.word(metric), year, year / 12, actual])
        truth[metric, who, NOV, "", "target", "tahun"] = Decimal(year)
        truth[metric, who, NOV, "", "target", "bulan"] = Decimal(repr(year / 12))
        truth[metric, who, NOV, "", "realisasi", "bulan"] = Decimal(actual)
    return Book("n.xlsx", [Sheet("N", grid)], truth)
