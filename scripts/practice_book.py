"""The practice book: 40 invented people, 15 planted mistakes, and a sheet that owns up to them.

The people stand in practice_people.csv. Their NIK have serials from 9901 to 9940, which no
register has reached; phones, e-mail addresses and numbers of cards and firms are made up too.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from participant_form import (
    FIELDS,
    FONT,
    HEAD,
    HEADING_ROW,
    HEIGHT,
    INK,
    LINE,
    RUPIAH,
    look,
    set_paper,
)

PEOPLE = Path(__file__).resolve().parent / "practice_people.csv"
FIRST_SERIAL = 9901
FIRM, NPP, MONTH = "PT CONTOH SEJAHTERA", "99000001", "2026-10"
Cell = str | int | date
_HEADINGS = [field.heading for field in FIELDS]
_FIRST = HEADING_ROW + 1
_NOTICE = "Bulan iuran Oktober 2026. Buku latihan: semua orang di sini rekaan."
_TRY_FIRST = (
    "Lima belas kesalahan sengaja ditanam di lembar Peserta. Cari dahulu, lalu cocokkan hasilnya."
)
_KEY_HEADINGS = (
    "No.", "Sel", "Kolom", "Isian di buku", "Yang salah", "Yang dilakukan program",
)  # fmt: skip
_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One planted mistake: whose (1 to 40), where, how it comes out, and what is right."""

    person: int
    heading: str
    plant: Callable[[Any], Cell]
    wrong: str
    todo: str

    @property
    def cell(self) -> str:
        """The address on the sheet Peserta."""
        row, col = _FIRST + self.person - 1, _HEADINGS.index(self.heading) + 1
        return str(xl_rowcol_to_cell(row, col))


def _people() -> list[dict[str, Cell]]:
    """The 40 people without any mistake, by heading."""
    with PEOPLE.open(encoding="utf-8", newline="") as file:
        return [
            _person(serial, row) for serial, row in enumerate(csv.DictReader(file), FIRST_SERIAL)
        ]


def _person(serial: int, row: dict[str, str]) -> dict[str, Cell]:
    born = date.fromisoformat(row["tgl_lahir"])
    day = born.day + (40 if row["jenis_kelamin"] == "P" else 0)
    nik = f"{row['wilayah']}{day:02}{born:%m%y}{serial}"
    return {
        "NIK": nik,
        "KPJ": f"990000{serial:05}",
        "Nama": row["nama"],
        "Tempat Lahir": row["tempat_lahir"],
        "Tgl Lahir": born,
        "Jenis Kelamin": row["jenis_kelamin"],
        "Nama Ibu Kandung": row["ibu_kandung"],
        "No. HP": f"08120000{serial}",
        "Email": f"{row['nama'].lower().replace(' ', '.')}@example.com",
        "Alamat": row["alamat"],
        "Kode Pos": row["kode_pos"],
        "NPP": NPP,
        "Segmen": "PU",
        "Upah": int(row["upah"]),
        "BLTH": MONTH,
        "Status Kawin": row["status_kawin"],
        "Golongan Darah": row["gol_darah"],
        "NPWP": nik if serial % 5 == 4 else "",
        "Tgl Mulai Kerja": date.fromisoformat(row["tgl_mulai_kerja"]),
    }


def _thousands(wage: int) -> str:
    return f"Rp {wage:,}".replace(",", ".") + ",00"


MISTAKES = (
    Mistake(2, "NIK", lambda nik: " ".join((nik[:4], nik[4:8], nik[8:12], nik[12:])),
        "NIK ditulis dengan spasi.", "Dirapikan: spasi dihapus."),
    Mistake(4, "Jenis Kelamin", lambda _: "Perempuan",
        "Kata, bukan kode.", "Dirapikan menjadi P."),
    Mistake(6, "No. HP", int,
        "Nomor HP tersimpan sebagai angka, nol di depan hilang.", "Dirapikan menjadi teks 08…"),
    Mistake(8, "Tgl Lahir", lambda _: "17 Agustus 1990",
        "Tanggal ditulis sebagai kata.", "Dirapikan menjadi tanggal Excel."),
    Mistake(10, "NIK", int,
        "NIK tersimpan sebagai angka dan berakhir 0: angka ke-16 mungkin sudah hilang.",
        "Ditandai, tidak diubah: angka terakhir harus dicari di KTP."),
    Mistake(12, "Nama", lambda name: f"{_NBSP}{name.title().replace(' ', '  ')} ",
        "Spasi berlebih, spasi tak terlihat, dan huruf kecil.", "Dirapikan seperti pada KTP."),
    Mistake(14, "Upah", _thousands,
        "Upah ditulis sebagai teks rupiah.", "Dirapikan menjadi angka."),
    Mistake(16, "NIK", lambda nik: nik.replace("0", "O", 1),
        "Huruf O di tempat angka 0.", "Ditandai dengan usulan; NIK tidak diubah tanpa bukti."),
    Mistake(19, "Tgl Lahir", lambda day: f"{day:%d/%m/%Y}",
        "Hari dan bulan sama-sama paling besar 12, jadi ada dua cara membaca.",
        "Dirapikan, karena NIK baris itu membuktikan 5 April."),
    Mistake(22, "No. HP", lambda hp: f"{hp} / 085600009922",
        "Dua nomor di satu sel.", "Ditandai dengan usulan: pilih satu."),
    Mistake(25, "Upah", lambda _: 4500,
        "Upah Rp 4.500 sebulan: mungkin ditulis dalam ribuan.",
        "Ditandai, tidak dikalikan: nilai sebenarnya harus ditanyakan."),
    Mistake(28, "NIK", lambda nik: f"{nik[:12]}{FIRST_SERIAL + 22}",
        "NIK yang sama dengan peserta nomor 23.",
        "Kedua baris ditandai dan saling menyebut; tidak ada yang dihapus."),
    Mistake(31, "NIK", int,
        "NIK tersimpan sebagai angka, keenam belas angkanya masih utuh.",
        "Dirapikan menjadi teks."),
    Mistake(34, "Tgl Lahir", lambda day: day.replace(month=day.day, day=day.month),
        "Tanggal lahir berbeda dari tanggal di dalam NIK: hari dan bulan tertukar.",
        "NIK dan tanggal lahir ditandai; keduanya tidak diubah, cocokkan dengan KTP."),
    Mistake(38, "Nama Ibu Kandung", lambda _: "-",
        "Tanda hubung sebagai pengisi sel.", "Ditandai: isi nama yang benar."),
)  # fmt: skip


def write_practice(book: xlsxwriter.Workbook) -> None:
    """Two sheets: the people as an employer would send them, and the key."""
    people = _people()
    for mistake in MISTAKES:
        person = people[mistake.person - 1]
        person[mistake.heading] = mistake.plant(person[mistake.heading])
    page = book.add_worksheet("Peserta")
    page.set_default_row(HEIGHT)
    _write_top(book, page)
    _write_people(book, page, people)
    page.freeze_panes(_FIRST, 4)
    set_paper(page, len(FIELDS), _FIRST + len(people) + 5)
    _write_key(book, people)


def _write_top(book: xlsxwriter.Workbook, page: Any) -> None:
    centre = {**FONT, "align": "center", "bold": True}
    lines = (
        ("DAFTAR TENAGA KERJA", {**centre, "font_size": 16, "font_color": INK}),
        (f"{FIRM} (NPP {NPP})", {**centre, "font_size": 13}),
        (_NOTICE, {**centre, "bold": False, "italic": True}),
    )
    for row, (text, looks) in enumerate(lines):
        page.merge_range(row, 0, row, len(FIELDS), text, book.add_format(looks))
    page.set_row(0, 26)
    head = {**FONT, "bold": True, "bg_color": HEAD, "border": 1, "border_color": LINE}
    heading = book.add_format({**head, "align": "center", "text_wrap": True})
    page.set_row(HEADING_ROW, 33)
    page.write_row(HEADING_ROW, 0, ["No.", *_HEADINGS], heading)


def _write_people(book: xlsxwriter.Workbook, page: Any, people: list[dict[str, Cell]]) -> None:
    frame = {"border": 1, "border_color": LINE}
    looks = {field.heading: look(book, field, **frame) for field in FIELDS}
    whole = book.add_format({**FONT, **frame, "num_format": "0"})
    number = book.add_format({**FONT, **frame, "align": "center"})
    page.set_column(0, 0, 5)
    for col, field in enumerate(FIELDS, 1):
        page.set_column(col, col, field.width)
    for i, person in enumerate(people):
        page.write_number(_FIRST + i, 0, i + 1, number)
        for col, field in enumerate(FIELDS, 1):
            value = person[field.heading]
            as_digits = isinstance(value, int) and field.look != RUPIAH
            _write(page, _FIRST + i, col, value, whole if as_digits else looks[field.heading])
    _write_end(book, page, people, frame)


def _write(page: Any, row: int, col: int, value: Cell, looks: Any) -> None:
    if isinstance(value, str):
        page.write_string(row, col, value, looks) if value else page.write_blank(
            row, col, None, looks
        )
    elif isinstance(value, date):
        page.write_datetime(row, col, value, looks)
    else:
        page.write_number(row, col, value, looks)


def _write_end(
    book: xlsxwriter.Workbook, page: Any, people: list[dict[str, Cell]], frame: dict[str, Any]
) -> None:
    """The total of the wages, and who signs."""
    row, wage = _FIRST + len(people), _HEADINGS.index("Upah") + 1
    total = book.add_format({**FONT, **frame, "bold": True, "num_format": RUPIAH, "bg_color": HEAD})
    page.merge_range(row, 0, row, wage - 1, "JUMLAH", total)
    area = f"{xl_rowcol_to_cell(_FIRST, wage)}:{xl_rowcol_to_cell(row - 1, wage)}"
    known = sum(value for p in people if isinstance(value := p["Upah"], int))
    page.write_formula(row, wage, f"=SUM({area})", total, known)
    plain = book.add_format(FONT)
    for below, text in ((2, "Surabaya, 2 November 2026"), (3, "Bagian Personalia"), (5, FIRM)):
        page.write_string(row + below, wage + 1, text, plain)


def _write_key(book: xlsxwriter.Workbook, people: list[dict[str, Cell]]) -> None:
    page = book.add_worksheet("Kunci")
    page.hide_gridlines(2)
    title = book.add_format({**FONT, "bold": True, "font_size": 16, "font_color": INK})
    page.set_row(0, 26)
    page.write(0, 0, "KUNCI LATIHAN", title)
    page.write(1, 0, _TRY_FIRST, book.add_format({**FONT, "font_color": "#595959"}))
    frame = {**FONT, "indent": 1, "border": 1, "border_color": LINE, "text_wrap": True}
    head = book.add_format({**frame, "bold": True, "bg_color": HEAD})
    plain, link = book.add_format(frame), book.add_format({**frame, "font_color": "#0563C1"})
    for col, width in enumerate((6, 8, 21, 34, 50, 50)):
        page.set_column(col, col, width)
    page.set_row(3, HEIGHT)
    page.write_row(3, 0, _KEY_HEADINGS, head)
    for i, mistake in enumerate(MISTAKES):
        page.set_row(4 + i, 28)  # two lines
        value = people[mistake.person - 1][mistake.heading]
        shown = f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)
        page.write_number(4 + i, 0, i + 1, plain)
        page.write_url(4 + i, 1, f"internal:'Peserta'!{mistake.cell}", link, mistake.cell)
        for col, text in enumerate((mistake.heading, shown, mistake.wrong, mistake.todo), 2):
            page.write_string(4 + i, col, text, plain)
    page.freeze_panes(4, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
