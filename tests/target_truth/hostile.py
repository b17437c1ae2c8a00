"""Traps: what looks like one thing and is another. Each is read right or asked about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .months import NOV, PAIR, fill, total
from .world import MONTHS, NAMES, SEGMENTS, SHORT, Book, Grid, Key, Sheet, World, layout


def start(who: str, *more: str) -> Grid:
    return [["BULAN NOVEMBER 2026"], [f"Nama : {who}"], *([m] for m in more)]


@layout
def judul_akuisisi_kolom_tk_dan_bu(w: World) -> Book:
    """Below the title AKUISISI a column TK is no stock of workers."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [
        *start(who, "AKUISISI"),
        ["Segmen", "Target TK", "Realisasi TK", "Target BU", "Realisasi BU"],
    ]
    for s in SEGMENTS[:3]:
        grid.append(
            [
                s,
                *fill(w, who, NOV, "akuisisi", s, PAIR, truth),
                *fill(w, who, NOV, "bu_baru", s, PAIR, truth),
            ]
        )
    return Book("ba.xlsx", [Sheet("BA", grid)], truth)


@layout
def bagian_akuisisi_baris_tk(w: World) -> Book:
    """Sections Kepesertaan Aktif and Akuisisi, each with rows TK and BU."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who), ["Uraian", "Target", "Realisasi"]]
    for head, pairs in (("TK AKTIF", (("TK PU", "tk_aktif", "PU"), ("TK BPU", "tk_aktif", "BPU"))),
                        ("AKUISISI", (("TK PU", "akuisisi", "PU"), ("BU PU", "bu_baru", "PU")))):  # fmt: skip
        grid.append([head])
        for label, metric, s in pairs:
            grid.append([f"  {label}", *fill(w, who, NOV, metric, s, PAIR, truth)])
    return Book("bb.xlsx", [Sheet("BB", grid)], truth)


@layout
def satuan_di_bawah_tabel(w: World) -> Book:
    """The unit stands in a note below the table alone."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who), ["Penerimaan Iuran", "Target", "Realisasi"]]
    for s in SEGMENTS:
        value = [w.count(2_000_000, 8_000_000) for _ in PAIR]
        grid.append([f"Iuran {s}", *value])
        for number, (side, span) in zip(value, PAIR, strict=True):
            truth["iuran", who, NOV, s, side, span] = Decimal(number) * 1000
    grid += [[], ["*) dalam ribuan rupiah"]]
    return Book("bc.xlsx", [Sheet("BC", grid)], truth)


@layout
def satuan_nol_nol_nol(w: World) -> Book:
    """(Rp 000): thousands."""
    made = satuan_di_bawah_tabel(w)
    made.sheets[0].grid[-1] = ["Surabaya, 5 Desember 2026"]
    made.sheets[0].grid[0] = ["BULAN NOVEMBER 2026 (Rp 000)"]
    return made


@layout
def satuan_salah_ketik(w: World) -> Book:
    """ "dalam ribuann rupiah" is asked about, not taken for whole rupiah."""
    made = satuan_di_bawah_tabel(w)
    made.sheets[0].grid[-1] = []
    made.sheets[0].grid[0] = ["BULAN NOVEMBER 2026 (dalam ribuann rupiah)"]
    made.asks = True
    return made


@layout
def target_gabung_dua_segmen(w: World) -> Book:
    """One target merged over two segments belongs to neither."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who), ["Akuisisi TK", "Target", "Realisasi"]]
    top = len(grid)
    for s in ("PU", "BPU"):
        grid.append([s, *fill(w, who, NOV, "akuisisi", s, PAIR, truth)])
    grid[-1][1] = None
    truth["akuisisi", who, NOV, "PU", "target", "bulan"] = None
    truth["akuisisi", who, NOV, "BPU", "target", "bulan"] = None
    return Book("bd.xlsx", [Sheet("BD", grid, [(top, 1, top + 1, 1)])], truth, asks=True)


@layout
def baris_kantor_di_antara_petugas(w: World) -> Book:
    """The branch's own row in the officers' column is their total."""
    truth, grid = dict[Key, Any](), Grid()
    grid += [["AKUISISI TK NOVEMBER 2026"], ["Petugas", "Target", "Realisasi"]]
    rows = [[who, *fill(w, who, NOV, "akuisisi", "", PAIR, truth)] for who in NAMES[:4]]
    grid += [total(rows, ["KC Contoh Utara"]), *rows]
    return Book("be.xlsx", [Sheet("BE", grid)], truth)


@layout
def jumlah_di_kolom_nomor(w: World) -> Book:
    """The word JUMLAH stands in the column No."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who, "AKUISISI TK"), ["No", "Segmen", "Target", "Realisasi"]]
    rows = [
        [k, s, *fill(w, who, NOV, "akuisisi", s, PAIR, truth)] for k, s in enumerate(SEGMENTS, 1)
    ]
    whole = total(rows, [None, None])
    grid += [*rows, ["JUMLAH", None, whole[2] + 9, whole[3] + 9]]
    return Book("bf.xlsx", [Sheet("BF", grid)], truth)


@layout
def dua_tahun_berdampingan(w: World) -> Book:
    """Two years of months side by side, the year over each group."""
    who, truth = w.officer(), dict[Key, Any]()
    months = [*SHORT[8:11]]
    grid: Grid = [["REALISASI AKUISISI TK"], [f"Nama : {who}"], [], ["Segmen", 2025, None, None, 2026, None, None],
                  [None, *months, *months]]  # fmt: skip
    for s in SEGMENTS[:3]:
        row: list[Any] = [s]
        for year in (2025, 2026):
            for m in (9, 10, 11):
                value = w.count()
                truth["akuisisi", who, (year, m), s, "realisasi", "bulan"] = Decimal(value)
                row.append(value)
        grid.append(row)
    return Book("bg.xlsx", [Sheet("BG", grid, [(3, 1, 3, 3), (3, 4, 3, 6), (3, 0, 4, 0)])], truth)


@layout
def judul_kolom_berulang(w: World) -> Book:
    """The heading comes again after a few rows, as on printed pages."""
    who, truth = w.officer(), dict[Key, Any]()
    head = ["Uraian", "Target\nBulan Ini", "Realisasi\nBulan Ini"]
    grid = [*start(who), head]
    for k, (metric, s) in enumerate(
        (("akuisisi", "PU"), ("akuisisi", "BPU"), ("winback", ""), ("kunjungan", ""))
    ):
        if k == 2:
            grid.append(list(head))
        grid.append([f"{w.word(metric)} {s}".strip(), *fill(w, who, NOV, metric, s, PAIR, truth)])
    return Book("bh.xlsx", [Sheet("BH", grid)], truth)


@layout
def dua_tabel_bersebelahan(w: World) -> Book:
    """Two tables beside each other, their segments in different order."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who), ["TK AKTIF", None, None, None, "AKUISISI TK", None, None],
            ["Segmen", "Target", "Realisasi", None, "Segmen", "Target", "Realisasi"]]  # fmt: skip
    for left, right in (("PU", "BPU"), ("BPU", "PU")):
        grid.append([left, *fill(w, who, NOV, "tk_aktif", left, PAIR, truth), None,
                     right, *fill(w, who, NOV, "akuisisi", right, PAIR, truth)])  # fmt: skip
    return Book("bi.xlsx", [Sheet("BI", grid)], truth)


@layout
def petugas_sebagai_kolom(w: World) -> Book:
    """Officers across: names nobody told the reader, but which are nothing else."""
    truth, grid = dict[Key, Any](), Grid()
    grid += [["AKUISISI TK NOVEMBER 2026"], ["Segmen", "Andi", None, "Sari", None],
             [None, "Target", "Realisasi", "Target", "Realisasi"]]  # fmt: skip
    for s in SEGMENTS[:2]:
        grid.append(
            [
                s,
                *fill(w, "Andi", NOV, "akuisisi", s, PAIR, truth),
                *fill(w, "Sari", NOV, "akuisisi", s, PAIR, truth),
            ]
        )
    return Book("bj.xlsx", [Sheet("BJ", grid, [(1, 1, 1, 2), (1, 3, 1, 4)])], truth)


@layout
def lembar_orang_lain_tersalin(w: World) -> Book:
    """Sheets a person; one was copied and still says the other's name."""
    truth, sheets = dict[Key, Any](), []
    for who, cells in (("Andi", "Andi Pratama"), ("Sari", "Sari Dewi"), ("Budi", "Andi Pratama")):
        grid = [*start(cells), ["Uraian", "Target", "Realisasi"]]
        grid.append(
            [
                "Kunjungan",
                *fill(w, cells if who != "Budi" else "?", NOV, "kunjungan", "", PAIR, truth),
            ]
        )
        sheets.append(Sheet(who.upper(), grid))
    return Book("Target November 2026.xlsx", sheets, truth, asks=True)


@layout
def tanggal_di_sel_angka(w: World) -> Book:
    """Excel made a date of 1-2; a fraction of a visit; a word."""
    import datetime as dt

    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who), ["Uraian", "Target", "Realisasi"]]
    for metric, mark in (
        ("kunjungan", dt.datetime(2026, 2, 1)),
        ("sosialisasi", 3.5),
        ("winback", "lihat lampiran"),
    ):
        a, _ = fill(w, who, NOV, metric, "", PAIR, truth)
        grid.append([w.word(metric), a, mark])
        truth[metric, who, NOV, "", "realisasi", "bulan"] = None
    return Book("bk.xlsx", [Sheet("BK", grid)], truth, asks=True)


@layout
def realisasi_setahun_berjalan(w: World) -> Book:
    """ "Realisasi Tahun 2026" in November: so far, or the whole year?"""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who), ["Uraian", "Target Tahun 2026", "Realisasi Tahun 2026"]]
    for metric in ("akuisisi", "kunjungan"):
        a, b = w.count(), w.count()
        truth[metric, who, NOV, "", "target", "tahun"] = Decimal(a)
        truth[metric, who, NOV, "", "realisasi", "sd"] = Decimal(b)
        grid.append([w.word(metric), a, b])
    return Book("bl.xlsx", [Sheet("BL", grid)], truth, asks=True)


@layout
def target_kosong_realisasi_ada(w: World) -> Book:
    """Blank data rows at the top and the end are rows, not sections."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who), ["Uraian", "Target", "Realisasi"]]
    for metric, s, held in (
        ("akuisisi", "PU", False),
        ("akuisisi", "BPU", True),
        ("kunjungan", "", True),
        ("winback", "", False),
    ):
        label = f"{w.word(metric)} {s}".strip()
        if held:
            grid.append([label, *fill(w, who, NOV, metric, s, PAIR, truth)])
        else:
            grid.append([label, None, None])
            for side, span in PAIR:
                truth[metric, who, NOV, s, side, span] = None
    return Book("bm.xlsx", [Sheet("BM", grid)], truth)


@layout
def sampai_dengan_per_bulan(w: World) -> Book:
    """Month columns that are cumulative by their group's heading."""
    who, truth = w.officer(), dict[Key, Any]()
    grid: Grid = [["KUNJUNGAN 2026"], [f"Nama : {who}"], [], ["Segmen", "Realisasi s.d.", None, None],
                  [None, *(m.title() for m in MONTHS[8:11])]]  # fmt: skip
    for s in SEGMENTS[:2]:
        row: list[Any] = [s]
        for m in (9, 10, 11):
            value = w.count()
            truth["kunjungan", who, (2026, m), s, "realisasi", "sd"] = Decimal(value)
            row.append(value)
        grid.append(row)
    return Book("bn.xlsx", [Sheet("BN", grid, [(3, 0, 4, 0), (3, 1, 3, 3)])], truth)


@layout
def jumlah_petugas_tanpa_kata(w: World) -> Book:
    """The total below the officers has no label at all."""
    truth, grid = dict[Key, Any](), Grid()
    grid += [["AKUISISI TK NOVEMBER 2026"], ["Petugas", "Target", "Realisasi"]]
    rows = [[who, *fill(w, who, NOV, "akuisisi", "", PAIR, truth)] for who in NAMES[:4]]
    grid += [*rows, total(rows, [None])]
    return Book("bo.xlsx", [Sheet("BO", grid)], truth)


@layout
def induk_berangka(w: World) -> Book:
    """AKUISISI holds the total of the rows TK below it, which are no stock of workers."""
    who, truth = w.officer(), dict[Key, Any]()
    rows = [[f"- TK {s}", *fill(w, who, NOV, "akuisisi", s, PAIR, truth)] for s in SEGMENTS[:3]]
    grid = [*start(who), ["Uraian", "Target", "Realisasi"], total(rows, ["AKUISISI"]), *rows]
    return Book("bp.xlsx", [Sheet("BP", grid)], truth)


@layout
def tk_sesudah_kunjungan(w: World) -> Book:
    """A bare TK below Kunjungan is the stock of workers: there is no visit of TK."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who), ["Uraian", "Target", "Realisasi"]]
    for label, metric, s in (("Kunjungan", "kunjungan", ""), ("TK PU", "tk_aktif", "PU")):
        grid.append([label, *fill(w, who, NOV, metric, s, PAIR, truth)])
    return Book("bq.xlsx", [Sheet("BQ", grid)], truth)


@layout
def baris_per_perusahaan(w: World) -> Book:
    """A row a company: companies are no officers."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who, "AKUISISI TK"), ["No", "Nama Perusahaan", "NPP", "Target", "Realisasi"]]
    for k, name in enumerate(("PT Maju", "CV Sinar", "UD Jaya"), 1):
        grid.append([k, name, 15000000 + k, w.count(), w.count()])
    return Book("br.xlsx", [Sheet("BR", grid)], truth, asks=True)


@layout
def nama_kegiatan(w: World) -> Book:
    """Nama Kegiatan heads activities, not people."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who), ["No", "Nama Kegiatan", "Target", "Realisasi"]]
    for k, metric in enumerate(("kunjungan", "sosialisasi"), 1):
        grid.append([k, w.word(metric), *fill(w, who, NOV, metric, "", PAIR, truth)])
    return Book("bs.xlsx", [Sheet("BS", grid)], truth)


@layout
def dua_nama_di_judul(w: World) -> Book:
    truth = dict[Key, Any]()
    grid = [*start("Andi Pratama / Sari Dewi"), ["Uraian", "Target", "Realisasi"]]
    grid.append(["Kunjungan", *fill(w, "?", NOV, "kunjungan", "", PAIR, truth)])
    return Book("bt.xlsx", [Sheet("BT", grid)], truth, asks=True)


@layout
def judul_realisasi_kolom_capaian(w: World) -> Book:
    """The title says realisasi, the column Capaian: a number or a percentage?"""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [["REALISASI BULAN NOVEMBER 2026"], [f"Nama : {who}"], ["Uraian", "Target", "Capaian"]]
    for metric in ("akuisisi", "kunjungan"):
        grid.append([w.word(metric), *fill(w, who, NOV, metric, "", PAIR, truth)])
    return Book("bu.xlsx", [Sheet("BU", grid)], truth, asks=True)


@layout
def rasio_pecahan(w: World) -> Book:
    """Excel keeps 93 % as 0.93; beyond one it is unclear."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [
        *start(who),
        ["Uraian", "Target", "Realisasi"],
        ["ITW", 1, 0.93],
        ["Tertib Administrasi", 0.9, 1.02],
    ]
    for metric, side, value in (
        ("itw", "target", 100),
        ("itw", "realisasi", 93),
        ("tertib_adm", "target", 90),
    ):
        truth[metric, who, NOV, "", side, "bulan"] = Decimal(value)
    return Book("bv.xlsx", [Sheet("BV", grid)], truth, asks=True)


@layout
def sampai_dengan_bulan_lalu(w: World) -> Book:
    """What stood until last month is not this month's s.d."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [
        *start(who),
        [
            "Uraian",
            "Target",
            "Realisasi s.d. Bulan Lalu",
            "Realisasi Bulan Ini",
            "Realisasi s.d. Bulan Ini",
        ],
    ]
    a, b, so_far = w.count(), w.count(), w.count()
    grid.append(["Kunjungan", a, so_far, b, so_far + b])
    for side, span, value in (
        ("target", "bulan", a),
        ("realisasi", "bulan", b),
        ("realisasi", "sd", so_far + b),
    ):
        truth["kunjungan", who, NOV, "", side, span] = Decimal(value)
    return Book("bw.xlsx", [Sheet("BW", grid)], truth)


@layout
def hanya_jumlah_terisi(w: World) -> Book:
    """The parts are blank, the total is not: whose is it?"""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who, "AKUISISI TK"), ["Segmen", "Target", "Realisasi"]]
    for s in SEGMENTS[:2]:
        a, _ = fill(w, who, NOV, "akuisisi", s, PAIR, truth)
        truth["akuisisi", who, NOV, s, "realisasi", "bulan"] = None
        grid.append([s, a, None])
    grid.append(["Jumlah", None, w.count()])
    return Book("bx.xlsx", [Sheet("BX", grid)], truth, asks=True)


@layout
def hanya_kolom_jumlah_terisi(w: World) -> Book:
    """The same across."""
    who, truth = w.officer(), dict[Key, Any]()
    grid = [*start(who), ["Uraian", "Realisasi PU", "Realisasi BPU", "Total Realisasi"],
            ["Akuisisi TK", None, None, w.count()],
            ["Winback", *(x := fill(w, who, NOV, "winback", "PU", PAIR, {})), sum(x)]]  # fmt: skip
    for s, value in zip(("PU", "BPU"), x, strict=True):
        truth["winback", who, NOV, s, "realisasi", "bulan"] = Decimal(value)
        truth["akuisisi", who, NOV, s, "realisasi", "bulan"] = None
    return Book("by.xlsx", [Sheet("BY", grid)], truth, asks=True)
