"""The layouts: how the same kind of list looks in different offices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from . import write
from .headings import SIPP, SIPP_FIELDS, SIPP_FILL, USUAL, synonym
from .kinds_number import as_number
from .kinds_office import hp_zero_lost
from .model import Book, Formula, Ground, Mark, Person, Sheet
from .rows import judge_thin_columns, row_of

Build = Callable[[list[Person], Random, Ground], Book]
SHORT = ("no_urut", "nik", "kpj", "nama", "tgl_lahir", "jenis_kelamin", "ibu_kandung", "hp", "upah")
WIDE = ("no_urut", "nik", "kpj", "nama", "tempat_lahir", "tgl_lahir", "jenis_kelamin",
        "ibu_kandung", "status_kawin", "gol_darah", "hp", "email", "alamat", "kode_pos", "npwp",
        "npp", "segmen", "upah", "tgl_mulai_kerja", "no_pegawai")  # fmt: skip
FIRM = ("no_urut", "npp", "nik", "nama", "tgl_lahir", "jenis_kelamin", "blth", "lokasi_kerja",
        "segmen", "upah", "tgl_mulai_kerja", "tgl_akhir_kontrak")  # fmt: skip
FAMILY = ("no_urut", "kk", "nik", "nama", "tempat_lahir", "tgl_lahir", "jenis_kelamin",
          "status_kawin", "ibu_kandung", "alamat", "kode_pos", "hp", "telepon", "email",
          "tgl_kepesertaan")  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """A layout's name is its file's stem."""

    name: str
    suffix: str
    ground: Ground
    build: Build
    save: Callable[[Book, Path], None]
    rows: float = 1.0
    people: int = 1  # groups of people, one per participant sheet
    extra: bool = True
    before: Callable[[list[Person], Random], None] | None = None
    after: Callable[[list[Person]], None] | None = None


def heads(fields: tuple[str, ...]) -> list[Any]:
    return [USUAL[f] for f in fields]


def body(
    people: list[Person], fields: tuple[str, ...], rng: Random, dates: str | None = None
) -> Any:
    return [row_of(p, i, fields, rng, dates) for i, p in enumerate(people, 1)]


def plain(people: list[Person], rng: Random, ground: Ground) -> Book:
    grid = [heads(ground.fields), *body(people, ground.fields, rng)]
    return Book([Sheet("Peserta", grid)], people)


def titles(people: list[Person], rng: Random, ground: Ground) -> Book:
    """Logo line, title, company lines, blank line; a signature below."""
    top: list[list[Any]] = [
        ["BPJS KETENAGAKERJAAN"],
        ["KANTOR CABANG TANJUNG PERAK"],
        [],
        ["DAFTAR TENAGA KERJA"],
        ["Nama Perusahaan", None, ": PT CONTOH SEJAHTERA"],
        ["Periode", None, ": Oktober 2026"],
        [],
    ]
    foot: list[list[Any]] = [[], [None] * 5 + ["Surabaya, 22 November 2026"], [None] * 5 + ["HRD"]]
    grid = [*top, heads(ground.fields), *body(people, ground.fields, rng), *foot]
    return Book([Sheet("DAFTAR TK", grid, merges=[(0, 0, 0, 7), (3, 0, 3, 7)])], people)


def two_rows(people: list[Person], rng: Random, ground: Ground) -> Book:
    """Two heading rows: some merged downwards, the groups merged across."""
    fields = ground.fields
    groups = {"tempat_lahir": ("KELAHIRAN", 2), "hp": ("KONTAK", 2), "kode_pos": ("LAIN-LAIN", 2)}
    upper: list[Any] = [None] * len(fields)
    lower = heads(fields)
    merges = [(0, 0, 0, 6)]
    covered: set[int] = set()
    for place, field in enumerate(fields):
        if field in groups:
            upper[place], width = groups[field]
            merges.append((2, place, 2, place + width - 1))
            covered.update(range(place, place + width))
    for place in range(len(fields)):
        if place not in covered:
            upper[place], lower[place] = lower[place], None
            merges.append((2, place, 3, place))
    grid = [["DATA KELUARGA PESERTA"], [], upper, lower, *body(people, fields, rng)]
    return Book([Sheet("Sheet1", grid, merges=merges)], people)


def numbered(people: list[Person], rng: Random, ground: Ground) -> Book:
    """A row (1) (2) (3) under the heading."""
    fields = ground.fields
    numbers = [f"({i})" for i in range(1, len(fields) + 1)]
    grid = [["DATA PESERTA"], heads(fields), numbers, *body(people, fields, rng)]
    return Book([Sheet("Data", grid)], people)


def repeated(people: list[Person], rng: Random, ground: Ground) -> Book:
    """The heading comes again every 25 rows, as in printed pages."""
    grid: list[list[Any]] = []
    for place, row in enumerate(body(people, ground.fields, rng)):
        if place % 25 == 0:
            grid.append(heads(ground.fields))
        grid.append(row)
    return Book([Sheet("Cetak", grid)], people)


def grouped(people: list[Person], rng: Random, ground: Ground) -> Book:
    """Group rows, subtotals, a total."""
    fields = ground.fields
    wage = fields.index("upah")
    grid = [heads(fields)]
    rows = body(people, fields, rng)
    names = ("PRODUKSI", "GUDANG", "KANTOR", "KEAMANAN")
    size = -(-len(rows) // len(names))
    total = 0
    for place, name in enumerate(names):
        chunk = rows[place * size : (place + 1) * size]
        amount = sum(p.values["upah"] for p in people[place * size : (place + 1) * size])
        total += amount
        grid.append([f"DIVISI {name}"] if place % 2 else [None, f"DIVISI {name}"])
        grid += chunk
        grid.append(sum_row(f"SUBTOTAL DIVISI {name}", wage, amount, len(fields)))
    grid.append(sum_row("TOTAL", wage, total, len(fields)))
    grid.append([None, None, None, f"Jumlah tenaga kerja: {len(people)}"])
    return Book([Sheet("Per Divisi", grid)], people)


def sum_row(label: str, wage: int, amount: int, width: int) -> list[Any]:
    row: list[Any] = [None] * width
    row[1 if label.startswith("SUB") else 0] = label
    row[wage] = amount
    return row


def gaps(people: list[Person], rng: Random, ground: Ground) -> Book:
    """Blank columns and rows; the table begins in column C, row 4."""
    fields = ground.fields

    def spread(row: list[Any]) -> list[Any]:
        return [None, None, *row[:4], None, *row[4:8], None, None, *row[8:]]

    grid: list[list[Any]] = [[], [], [], spread(heads(fields))]
    for place, row in enumerate(body(people, fields, rng)):
        if place % 17 == 5:
            grid.append([])
        if place % 40 == 20:
            grid += [[], []]
        grid.append(spread(row))
    return Book([Sheet("Data", grid)], people)


def synonyms(people: list[Person], rng: Random, ground: Ground) -> Book:
    fields = ground.fields
    grid = [[synonym(rng, f) for f in fields], *body(people, fields, rng)]
    return Book([Sheet("Lembar 1", grid)], people)


def employees(people: list[Person], rng: Random, ground: Ground) -> Book:
    """'"NIK" may be Nomor Induk Karyawan': employee numbers, beside "No KTP"."""
    for number, person in enumerate(people):
        person.values["no_pegawai"] = str(120_000 + number * 7)
    names = {**USUAL, "no_pegawai": "NIK", "nik": "No KTP", "nama": "Nama Karyawan"}
    grid = [[names[f] for f in ground.fields], *body(people, ground.fields, rng)]
    return Book([Sheet("Karyawan", grid)], people)


def many_sheets(people: list[Person], rng: Random, ground: Ground) -> Book:
    """Two participant sheets, a guide, a list of branches: '"all of them"'."""
    half = len(people) // 2
    fields = ground.fields
    guide = [["PETUNJUK PENGISIAN"], [], ["1. Isi semua kolom."], ["2. Simpan sebagai .xlsx."]]
    branches = [["Kode", "Cabang", "Kota"], ["L00", "Tanjung Perak", "Surabaya"],
                ["L01", "Darmo", "Surabaya"], ["L02", "Gresik", "Gresik"]]  # fmt: skip
    first = Sheet("PT A", [heads(fields), *body(people[:half], fields, rng)])
    second = Sheet("PT B", [["TAMBAHAN"], heads(fields), *body(people[half:], fields, rng)])
    return Book([Sheet("Petunjuk", guide), first, Sheet("Cabang", branches), second], people)


def hidden(people: list[Person], rng: Random, ground: Ground) -> Book:
    """Hidden rows, a hidden column and a filter: '"processed and counted"'."""
    book = plain(people, rng, ground)
    sheet = book.sheets[0]
    sheet.hidden_rows = set(rng.sample(range(1, len(people)), len(people) // 5))
    sheet.hidden_cols = {ground.fields.index("ibu_kandung")}
    sheet.filter_row = 0
    return book


def sipp(people: list[Person], rng: Random, ground: Ground) -> Book:
    """SIPP's data_tk_baru: thirty columns, every cell text."""
    grid: list[list[Any]] = [list(SIPP)]
    order = tuple(SIPP_FIELDS.values())
    for person in people:
        cells = dict(zip(order, row_of(person, 0, order, rng, "%d-%m-%Y"), strict=True))
        grid.append([cells.get(SIPP_FIELDS.get(h, ""), SIPP_FILL.get(h)) for h in SIPP])
    judge_thin_columns(people, order)
    guide = [["Petunjuk Pengisian"], ["Kolom", "Keterangan"], ["NAMA_LENGKAP", "Sesuai KTP"]]
    places = [["KODE", "NAMA"], ["3578", "KOTA SURABAYA"], ["3525", "KAB. GRESIK"]]
    sheets = [Sheet("Petunjuk Pengisian", guide), Sheet("LOKASI_PEKERJAAN", places)]
    return Book([*sheets, Sheet("data_tk_baru", grid)], people)


def as_text(dates: str, top: list[list[Any]]) -> Build:
    """A file without types: every value is its text."""

    def build(people: list[Person], rng: Random, ground: Ground) -> Book:
        grid = [*top, heads(ground.fields), *body(people, ground.fields, rng, dates)]
        judge_thin_columns(people, ground.fields)
        return Book([Sheet("", grid)], people)

    return build


def add_formulas(people: list[Person], rng: Random) -> None:
    """'"A cell with a formula is never overwritten (flag it)"'."""
    for place, person in enumerate(people):
        wage = person.values["upah"]
        person.raw["upah"] = Formula(f"={wage - 250000}+250000", wage)
        person.marks["upah"] = Mark("rumus_bersih", "either")
        if place % 10 == 0:
            name = person.values["nama"] = "BUDI SANTOSO WIJAYA"[: 12 + place % 8].strip()
            person.raw["nama"] = Formula(f'=PROPER("{name}")', name.title())
            person.marks["nama"] = Mark("rumus_kotor", "flag", (), [(person, "nama")])
        if place % 10 == 5:
            hp = person.values["hp"]
            person.raw["hp"] = Formula(f'="+62"&"{hp[1:]}"', "+62" + hp[1:])
            person.marks["hp"] = Mark("rumus_kotor", "flag", (), [(person, "hp")])


def as_numbers(people: list[Person]) -> None:
    """A program wrote most identifiers as numbers; the file holds every digit."""
    rng = Random(len(people))
    makers = {"nik": as_number("nik"), "kode_pos": as_number("kode_pos"), "hp": hp_zero_lost,
              "npwp": as_number("npwp")}  # fmt: skip
    for person in people:
        for field, make in makers.items():
            touched = field in person.raw or field in person.marks or field in person.held
            made = None if touched or rng.random() < 0.4 else make(person, rng, Ground(()))
            if made:
                person.raw[field] = made[0]
                person.marks[field] = Mark(f"{field}_kolom_angka", "fix", made[1])


def many_lengths(people: list[Person], rng: Random) -> None:
    """Old numbers of 8 to 13 digits: the column proves no length."""
    for person in people:
        length = rng.choice((8, 9, 10, 10, 11, 12, 13))
        person.values["kpj"] = "1" + "".join(rng.choices("123456789", k=length - 1))
        person.marks["kpj"] = (
            Mark("kpj_tak_terbukti", "either")
            if length == 11
            else Mark("kpj_10_tak_terbukti", "flag", (), [(person, "kpj")])
        )


def mac_serials(people: list[Person]) -> None:
    """A 1904 workbook counts days from 1904: domain.md 1.3 'check the workbook's 1904 flag'."""
    for person in people:
        for field, mark in person.marks.items():
            if mark.kind.endswith(("_serial", "_serial_teks")) and field in person.raw:
                raw = person.raw[field]
                person.raw[field] = type(raw)(int(raw) - 1462)


CSV_TOP: list[list[Any]] = [["DATA PESERTA PT CONTOH"], ["Diunduh 01-11-2026"]]
XLSX = write.by_openpyxl
SEMI = partial(write.by_csv, sep=";", charset="cp1252")
COMMA = partial(write.by_csv, sep=",", charset="utf-8-sig")
TAB = partial(write.by_csv, sep="\t", charset="utf-16")
POWER = partial(write.by_xlsxwriter, power=True)
MAC = partial(write.by_xlsxwriter, mac=True)
NO_TYPES = partial(Ground, typed=False)

LAYOUTS = [
    Layout("polos", ".xlsx", Ground(WIDE), plain, XLSX),
    Layout("judul", ".xlsx", Ground(SHORT), titles, XLSX),
    Layout("kepala_dua", ".xlsx", Ground(FAMILY), two_rows, XLSX),
    Layout("bernomor", ".xlsx", Ground(FIRM), numbered, XLSX),
    Layout("kepala_berulang", ".xlsx", Ground(SHORT), repeated, XLSX),
    Layout("per_divisi", ".xlsx", Ground(SHORT), grouped, XLSX),
    Layout("bercelah", ".xlsx", Ground(WIDE), gaps, XLSX),
    Layout("sinonim", ".xlsx", Ground(WIDE), synonyms, XLSX),
    Layout("sinonim_dua", ".xlsx", Ground(FAMILY), synonyms, XLSX, extra=False),
    Layout("nik_karyawan", ".xlsx", Ground(("no_urut", "no_pegawai", *SHORT[3:], "nik", "kpj")),
           employees, XLSX),
    Layout("banyak_lembar", ".xlsx", Ground(SHORT), many_sheets, XLSX, rows=1.5),
    Layout("tersembunyi", ".xlsx", Ground(WIDE), hidden, XLSX),
    Layout("titik_koma", ".csv", NO_TYPES(WIDE, charset="cp1252"), as_text("%d/%m/%Y", []), SEMI),
    Layout("koma", ".csv", NO_TYPES(FAMILY), as_text("%Y-%m-%d", []), COMMA),
    Layout("tab_utf16", ".csv", NO_TYPES(SHORT), as_text("%d-%m-%Y", CSV_TOP), TAB),
    Layout("laman", ".xls", NO_TYPES(FIRM), as_text("%d/%m/%Y", []), write.by_html),
    Layout("terbuka", ".ods", Ground(FAMILY), plain, write.by_ods),
    Layout("angka", ".xlsx", Ground(WIDE), plain, POWER, after=as_numbers, rows=1.5),
    Layout("sipp", ".xlsx", NO_TYPES(tuple(SIPP_FIELDS.values())), sipp, XLSX),
    Layout("rumus", ".xlsx", Ground(SHORT), plain, write.by_xlsxwriter, before=add_formulas,
           extra=False),
    Layout("tanggal_campur", ".xlsx", Ground(FIRM, order="mixed"), plain, XLSX),
    Layout("tanggal_bulan_dulu", ".xlsx", Ground(FIRM, order="mdy"), plain, XLSX),
    Layout("tanggal_tanpa_bukti", ".xlsx", Ground(FAMILY, order="none"), plain, XLSX),
    Layout("mac_1904", ".xlsx", Ground(FAMILY), plain, MAC, after=mac_serials),
    Layout("kpj_campur", ".xlsx", Ground(SHORT, kpj_proven=False), plain, XLSX, extra=False,
           before=many_lengths),
    Layout("besar", ".xlsx", Ground(WIDE), plain, write.by_xlsxwriter),
]  # fmt: skip
