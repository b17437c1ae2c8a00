"""The empty participant form, and the columns it shares with the practice book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

FONT = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
INK, LINE, HEAD = "#1F3864", "#BFBFBF", "#DDEBF7"
TEXT, DAY, RUPIAH = "@", "dd-mm-yyyy", "#,##0"
HEADING_ROW = 4  # from 0
HEIGHT = 18  # of a row, in points
ROOM = 500  # rows the form is prepared for


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``length``: digits it must have; ``choices``: its drop-down."""

    heading: str
    width: float
    look: str
    how: str
    sample: str
    required: bool = False
    length: int = 0
    choices: tuple[str, ...] = ()


_SEGMENTS = ("PU", "BPU", "JAKON", "PMI")
_BLOOD = ("A", "B", "AB", "O")
FIELDS = (
    Field("NIK", 19, TEXT, "16 angka sesuai KTP, tanpa spasi.", "3578015708909901", True, 16),
    Field("KPJ", 14, TEXT, "11 angka; kosongkan bila belum terdaftar.", "99000009901", length=11),
    Field("Nama", 26, TEXT, "Huruf besar sesuai KTP, tanpa gelar.", "DEWI KUSUMA", True),
    Field("Tempat Lahir", 16, TEXT, "Huruf besar sesuai KTP.", "LAMONGAN"),
    Field("Tgl Lahir", 12, DAY, "Tanggal, ditampilkan hari-bulan-tahun.", "17-08-1990", True),
    Field("Jenis Kelamin", 9, TEXT, "L atau P.", "P", True, choices=("L", "P")),
    Field("Nama Ibu Kandung", 21, TEXT, "Huruf besar, nama sebelum menikah.", "ROHMAH", True),
    Field("No. HP", 16, TEXT, "Satu nomor, diawali 08.", "081200009901"),
    Field("Email", 31, TEXT, "Satu alamat, huruf kecil.", "dewi.kusuma@example.com"),
    Field("Alamat", 34, TEXT, "Sesuai KTP.", "JL. TERATAI NO. 8 LAMONGAN"),
    Field("Kode Pos", 9, TEXT, "5 angka.", "62272", length=5),
    Field("NPP", 11, TEXT, "8 angka, nomor pendaftaran perusahaan.", "99000001", length=8),
    Field("Segmen", 9, TEXT, "PU, BPU, JAKON, atau PMI.", "PU", choices=_SEGMENTS),
    Field("Upah", 13, RUPIAH, "Rupiah penuh sebulan, angka saja.", "5300000", True),
    Field("BLTH", 10, TEXT, "Bulan iuran, tahun-bulan.", "2026-10", length=7),
    Field("Status Kawin", 8, TEXT, "Y (kawin) atau T (tidak).", "T", choices=("Y", "T")),
    Field("Golongan Darah", 10, TEXT, "Kosongkan bila tidak diketahui.", "O", choices=_BLOOD),
    Field("NPWP", 19, TEXT, "15 atau 16 angka; kosongkan bila tidak ada.", "3578015708909901"),
    Field("Tgl Mulai Kerja", 12, DAY, "Tanggal, ditampilkan hari-bulan-tahun.", "01-03-2014"),
)  # fmt: skip

_GUIDE = (
    "Isi satu orang pada satu baris di lembar Peserta, mulai baris 6, tanpa baris kosong.",
    "Jangan mengubah judul kolom. Kolom berjudul biru tua wajib diisi.",
    "NIK, KPJ, No. HP, Kode Pos, NPP, dan NPWP sudah berformat teks; jangan diubah menjadi angka.",
    "Bila menempel dari berkas lain, pakai Tempel Khusus > Nilai supaya format tetap.",
    "Sebelum dikirim, jalankan Periksa; yang perlu diperbaiki akan disebutkan per sel.",
)


def write_form(book: xlsxwriter.Workbook) -> None:
    """Two sheets: the form, and how to fill it."""
    page = book.add_worksheet("Peserta")
    page.hide_gridlines(2)
    page.set_default_row(HEIGHT)
    first, last = HEADING_ROW + 1, HEADING_ROW + ROOM
    write_top(book, page, "FORMULIR DATA PESERTA", [
        "Isi satu orang pada satu baris, mulai baris 6. Cara mengisi ada di lembar Petunjuk.",
        "Kolom berjudul biru tua wajib diisi.",
    ])  # fmt: skip
    for col, field in enumerate(FIELDS):
        write_heading(book, page, col, field)
        page.set_column(col, col, field.width, look(book, field))
        _limit(page, col, field, first, last)
    grid = book.add_format({"border": 1, "border_color": LINE})
    area = (first, 0, last, len(FIELDS) - 1)
    page.conditional_format(*area, {"type": "formula", "criteria": "=TRUE", "format": grid})
    page.freeze_panes(first, 3)
    set_paper(page, len(FIELDS) - 1, first + 24)
    _write_guide(book)


def write_top(book: xlsxwriter.Workbook, page: Any, title: str, lines: list[str]) -> None:
    """The title and at most three lines under it, above the table."""
    page.set_row(0, 26)
    page.write(
        0, 0, title, book.add_format({**FONT, "bold": True, "font_size": 16, "font_color": INK})
    )
    quiet = book.add_format({**FONT, "font_color": "#595959"})
    for row, line in enumerate(lines, 1):
        page.write(row, 0, line, quiet)


def write_heading(book: xlsxwriter.Workbook, page: Any, col: int, field: Field) -> None:
    """One heading cell; required ones are dark."""
    colours = {"bg_color": INK, "font_color": "#FFFFFF"} if field.required else {"bg_color": HEAD}
    frame = {"border": 1, "border_color": LINE, "align": "center", "text_wrap": True}
    page.set_row(HEADING_ROW, 33)
    page.write(
        HEADING_ROW, col, field.heading, book.add_format({**FONT, **frame, **colours, "bold": True})
    )


def look(book: xlsxwriter.Workbook, field: Field, **more: Any) -> Any:
    """How the cells of a column look."""
    is_short = field.choices or field.length or field.look == DAY
    align = {"align": "center"} if is_short else {}
    return book.add_format({**FONT, "num_format": field.look, **align, **more})


def set_paper(page: Any, last_col: int, last_row: int) -> None:
    """A4 across, one page wide, the heading on every page."""
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(0.4, 0.4, 0.5, 0.5)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADING_ROW)
    page.print_area(0, 0, last_row, last_col)


def _limit(page: Any, col: int, field: Field, first: int, last: int) -> None:
    """Drop-down, kind of value and hint of a column."""
    rule: dict[str, Any] = {"validate": "any"}
    if field.choices:
        rule = {"validate": "list", "source": list(field.choices)}
    elif field.length:
        rule = {
            "validate": "length",
            "criteria": "==",
            "value": field.length,
            "error_type": "warning",
        }
    elif field.look == DAY:
        rule = {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1920, 1, 1),
            "maximum": date(2099, 12, 31),
        }
    elif field.look == RUPIAH:
        rule = {"validate": "integer", "criteria": ">=", "value": 0}
    hint = {"input_title": field.heading, "input_message": field.how}
    wrong = {"error_title": field.heading, "error_message": f"Isian belum sesuai. {field.how}"}
    page.data_validation(first, col, last, col, {**rule, **hint, **wrong})


def _write_guide(book: xlsxwriter.Workbook) -> None:
    page = book.add_worksheet("Petunjuk")
    page.hide_gridlines(2)
    page.set_default_row(HEIGHT)
    wrap = book.add_format(
        {**FONT, "indent": 1, "border": 1, "border_color": LINE, "num_format": TEXT}
    )
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 52)
    page.set_column(2, 2, 30)
    write_top(book, page, "PETUNJUK PENGISIAN", [])
    plain = book.add_format({**FONT})
    for row, line in enumerate(_GUIDE, 1):
        page.write(row, 0, f"{row}. {line}", plain)
    top = len(_GUIDE) + 2
    head = book.add_format(
        {**FONT, "indent": 1, "bold": True, "bg_color": HEAD, "border": 1, "border_color": LINE}
    )
    for col, text in enumerate(("Kolom", "Cara mengisi", "Contoh")):
        page.write(top, col, text, head)
    for row, field in enumerate(FIELDS, top + 1):
        how = field.how + (" Wajib diisi." if field.required else "")
        for col, text in enumerate((field.heading, how, field.sample)):
            page.write_string(row, col, text, wrap)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
