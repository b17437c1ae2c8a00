"""The workbook of an intern: sheets to fill, with an invented intern in them, and five pictures."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from kepesertaan.data.internship import groups

from participant_form import FONT, HEAD, HEIGHT, INK, LINE

HERE = Path(__file__).resolve().parent
_ROOM = 400  # rows a table is prepared for
_DAY = "dd-mm-yyyy"
_KINDS = ("log", "foto", "teks", "berkas")
_LONG = 46  # a column so wide is wrapped


@dataclass(frozen=True, slots=True)
class Head:
    """A column: how to fill it, whether it must be filled, its drop-down, whether it is a date."""

    text: str
    width: float
    how: str
    required: bool = False
    choices: tuple[str, ...] = ()
    is_day: bool = False
    is_score: bool = False


def write_msib(book: xlsxwriter.Workbook) -> None:
    """Every sheet, and how to fill them."""
    said = tomllib.loads((HERE / "msib_text.toml").read_text(encoding="utf-8"))
    looks = _Looks(book)
    _form(book, looks, "Mahasiswa", said["mahasiswa"], "Isian tentang mahasiswa dan laporannya.")
    _form(book, looks, "Mitra", said["mitra"], "Kantor, mentor, dan dosen.")
    for name, note, heads, rows in _tables(said):
        _table(book, looks, name, note, heads, rows)
    _guide(book, looks)


def _tables(said: dict[str, Any]) -> list[tuple[str, str, tuple[Head, ...], list[list[Any]]]]:
    """Name, line of help, columns and rows of each table."""
    kinds = tuple(group.names[0].capitalize() for group in groups().values())
    named = {key: group.names[0].capitalize() for key, group in groups().items()}
    italic = "*asing* menjadi huruf miring; {nama}, {periode}, {tabel:modul} menjadi isinya."
    return [
        ("Struktur", "Satu baris satu kotak bagan. Sorot: unit penempatan.", (
            Head("Id", 8, "Nomor kotak, tidak boleh sama.", True),
            Head("Atasan", 10, "Id kotak di atasnya; kosong untuk pimpinan."),
            Head("Jabatan", 32, "Isi kotak.", True), Head("Nama", 26, "Boleh kosong."),
            Head("Uraian tugas", 60, "Satu kalimat."),
            Head("Sorot", 9, "Ya untuk unit penempatan.", choices=("ya",)),
        ), _rows(said["struktur"], "id", "atasan", "jabatan", "nama", "uraian", "sorot")),
        ("Lingkup", "Tugas tiap peran di unit penempatan, satu tugas satu baris.", (
            Head("Peran", 32, "Jabatan.", True), Head("Tugas", 90, "Satu kalimat.", True),
        ), [[role, duty] for role, duties in said["lingkup"].items() for duty in duties]),
        ("Deskripsi", "Uraian tiap kelompok kegiatan.", (
            Head("Kelompok", 22, "Pilih dari daftar.", True, kinds), Head("Uraian", 100, italic, True),
        ), [[named[key], text] for key, texts in said["deskripsi"].items() for text in texts]),
        ("Modul", "Modul microcredential dan nilainya, 0-100.", (
            Head("No", 6, "Nomor urut."), Head("Nama modul", 40, "Judul modul.", True),
            Head("Pokok bahasan", 60, "Isi modul."),
            Head("Pre-test", 10, "0-100; kosong bila belum.", is_score=True),
            Head("Post-test", 10, "0-100; kosong bila belum.", is_score=True),
        ), [[k, *row] for k, row in enumerate(_rows(said["modul"], "nama", "pokok", "pre", "post"), 1)]),
        ("Logbook", "Satu baris satu kegiatan. Hari izin juga dicatat.", (
            Head("Tanggal", 13, "Tanggal kegiatan.", True, is_day=True),
            Head("Jam", 13, "Misalnya 08.00-17.00."),
            Head("Kegiatan", 70, "Apa yang dikerjakan; tanpa nama atau nomor peserta.", True),
            Head("Kelompok", 22, "Pilih dari daftar.", True, kinds),
            Head("Hasil", 40, "Keluaran hari itu."),
            Head("Bukti", 26, "Nama berkas foto di folder buku ini."),
        ), _log()),
        ("Event", "Kegiatan pendukung; fotonya masuk lampiran dokumentasi.", (
            Head("Nama", 34, "Nama kegiatan.", True), Head("Tanggal", 13, "Tanggal.", is_day=True),
            Head("Tempat", 28, "Tempat."), Head("Uraian", 60, "Satu kalimat."),
            Head("Foto", 26, "Nama berkas foto di folder buku ini."),
            Head("Keterangan", 50, "Tulisan di bawah foto."),
        ), _rows(said["event"], "nama", "tanggal", "tempat", "uraian", "foto", "keterangan")),
        ("Proyek", "Tahapan proyek.", (
            Head("Tahap", 28, "Nama tahap.", True), Head("Mulai", 13, "Tanggal.", is_day=True),
            Head("Selesai", 13, "Tanggal.", is_day=True), Head("Uraian", 60, "Apa yang dikerjakan."),
            Head("Hasil", 40, "Keluaran tahap."),
        ), _rows(said["proyek"], "tahap", "mulai", "selesai", "uraian", "hasil")),
        ("Jadwal", "Hari dan jam kerja; {periode} menjadi masa magang.", (
            Head("Periode", 30, "Masa berlakunya."),
            Head("Hari", 18, "Misalnya Senin-Jumat.", True),
            Head("Jam", 16, "Misalnya 08.00-17.00.", True),
            Head("Istirahat", 16, "Misalnya 12.00-13.00."),
        ), _rows(said["jadwal"], "periode", "hari", "jam", "istirahat")),
        ("Narasi", f"Teks laporan, satu paragraf satu baris. {italic}", (
            Head("Kunci", 20, "Bagian laporan.", True),
            Head("Paragraf", 10, "Urutan di dalam bagian itu."),
            Head("Teks", 120, "Awali '- ' untuk butir, '1. ' untuk nomor, '## ' untuk subjudul.", True),
        ), [[key, k, text] for key, texts in said["narasi"].items() for k, text in enumerate(texts, 1)]),
        ("Referensi", "Sumber, menurut urutan nomornya di teks.", (
            Head("No", 6, "Nomor urut."), Head("Referensi", 120, "Satu sumber satu baris.", True),
        ), [[k, text] for k, text in enumerate(said["referensi"]["daftar"], 1)]),
        ("Lampiran", "Isi: log (dari Logbook), foto (dari Event), teks (Narasi lampiran_a), berkas.", (
            Head("Huruf", 8, "A, B, C.", True), Head("Judul", 40, "Judul lampiran.", True),
            Head("Isi", 12, "Pilih dari daftar.", choices=_KINDS),
            Head("Berkas", 30, "Nama berkas gambar bila isinya berkas."),
            Head("Keterangan", 50, "Tulisan di bawah gambar."),
        ), _rows(said["lampiran"], "huruf", "judul", "isi", "berkas", "keterangan")),
    ]  # fmt: skip


def _rows(entries: list[dict[str, Any]], *names: str) -> list[list[Any]]:
    return [[entry.get(name) for name in names] for entry in entries]


def _log() -> list[list[Any]]:
    with (HERE / "msib_log.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


class _Looks:
    """The formats of the book."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        frame = {"border": 1, "border_color": LINE}
        self.title = book.add_format({**FONT, "bold": True, "font_size": 14, "font_color": INK})
        self.note = book.add_format({**FONT, "font_color": "#595959"})
        head = {**FONT, **frame, "bold": True, "align": "center", "text_wrap": True}
        self.head = book.add_format({**head, "bg_color": HEAD})
        self.needed = book.add_format({**head, "bg_color": INK, "font_color": "#FFFFFF"})
        self.text = book.add_format({**FONT, **frame, "num_format": "@", "valign": "top"})
        self.long = book.add_format(
            {**FONT, **frame, "num_format": "@", "valign": "top", "text_wrap": True}
        )
        self.day = book.add_format(
            {**FONT, **frame, "num_format": _DAY, "valign": "top", "align": "left"}
        )
        self.number = book.add_format({**FONT, **frame, "valign": "top", "align": "left"})


def _form(book: Any, looks: _Looks, name: str, lines: dict[str, str], note: str) -> None:
    page = _page(book, looks, name, note)
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 70)
    for col, text in enumerate(("Isian", "Isi")):
        page.write_string(3, col, text, looks.needed)
    for row, (label, value) in enumerate(lines.items(), 4):
        page.write_string(row, 0, label, looks.text)
        day = _as_day(value)
        if day:
            page.write_datetime(row, 1, day, looks.day)
        else:
            page.write_string(row, 1, value, looks.text)
    page.freeze_panes(4, 1)


def _table(
    book: Any, looks: _Looks, name: str, note: str, heads: Sequence[Head], rows: list[list[Any]]
) -> None:
    page = _page(book, looks, name, note)
    page.set_row(3, 30)
    for col, head in enumerate(heads):
        page.set_column(col, col, head.width, _look_of(looks, head))
        page.write_string(3, col, head.text, looks.needed if head.required else looks.head)
        _limit(page, col, head)
    for row, values in enumerate(rows, 4):
        for col, (head, value) in enumerate(zip(heads, values, strict=True)):
            _write(page, row, col, value, head, looks)
        page.set_row(row, _height(heads, values))
    page.freeze_panes(4, 1)
    page.autofilter(3, 0, 3 + max(len(rows), 1), len(heads) - 1)


def _page(book: Any, looks: _Looks, name: str, note: str) -> Any:
    page = book.add_worksheet(name)
    page.hide_gridlines(2)
    page.set_default_row(HEIGHT)
    page.write_string(0, 0, name.upper(), looks.title)
    page.write_string(1, 0, note, looks.note)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)
    return page


def _look_of(looks: _Looks, head: Head) -> Any:
    if head.is_day:
        return looks.day
    if head.is_score:
        return looks.number
    return looks.long if head.width >= _LONG else looks.text


def _write(page: Any, row: int, col: int, value: Any, head: Head, looks: _Looks) -> None:
    look = _look_of(looks, head)
    if value in (None, ""):
        page.write_blank(row, col, None, look)
    elif head.is_day:
        page.write_datetime(row, col, date.fromisoformat(value), look)
    elif isinstance(value, int | float):
        page.write_number(row, col, value, looks.number)
    else:
        page.write_string(row, col, value, look)


def _height(heads: Sequence[Head], values: Sequence[Any]) -> float:
    wide = [(h, v) for h, v in zip(heads, values, strict=True) if h.width >= _LONG and v]
    lines = max((-(-len(str(v)) // round(h.width * 1.05)) for h, v in wide), default=1)
    return max(HEIGHT, 13.5 * lines + 4)


def _limit(page: Any, col: int, head: Head) -> None:
    """Drop-down, kind of value and hint of a column."""
    rule: dict[str, Any] = {"validate": "any"}
    if head.choices:
        rule = {"validate": "list", "source": list(head.choices)}
    elif head.is_day:
        rule = {"validate": "date", "criteria": "between", "minimum": date(2015, 1, 1),
                "maximum": date(2099, 12, 31)}  # fmt: skip
    elif head.is_score:
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    hint = {"input_title": head.text, "input_message": head.how[:250]}
    wrong = {"error_title": head.text, "error_message": f"Isian belum sesuai. {head.how}"[:250]}
    page.data_validation(4, col, 4 + _ROOM, col, {**rule, **hint, **wrong})


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_GUIDE = (
    "Isi lembar dari kiri ke kanan; semua orang, kampus, kantor, dan angka di sini buatan. Ganti semuanya.",
    "Kolom berjudul biru tua wajib. Urutan kolom boleh diubah; judulnya jangan.",
    "Catat Logbook setiap hari, satu baris satu kegiatan, tanpa nama, NIK, KPJ, atau nomor telepon peserta.",
    "Foto disimpan di folder yang sama dengan buku ini; tulis nama berkasnya, misalnya msib_foto/magang-01.png.",
    "Di Narasi: *asing* miring; awalan '- ' butir, '1. ' nomor, '## ' subjudul.",
    "Di Narasi boleh menulis {nama}, {mitra}, {kantor}, {periode}, {lama}, {hari_kerja}, dan isian lain dari "
    "lembar Mahasiswa dan Mitra.",
    "Rujukan: {gambar:struktur}, {gambar:nilai}, {gambar:mingguan}, {tabel:lingkup}, {tabel:modul}, "
    "{tabel:kelompok}, {tabel:event}, {tabel:jadwal}, {tabel:hari}, {tabel:proyek}, {tabel:mingguan}.",
    "Kunci Narasi: abstrak, kata_kunci, kata_pengantar, latar_belakang, lingkup_magang, tujuan, struktur, lingkup, "
    "deskripsi, jadwal, persoalan, pelaksanaan, pencapaian, kesimpulan, saran, lampiran_a, lampiran_c.",
    "Kapan saja: kepesertaan laporan-akhir msib.xlsx --profil umum. Yang belum ada ditandai kuning di laporan.",
)


def _guide(book: Any, looks: _Looks) -> None:
    page = _page(book, looks, "Petunjuk", "Cara mengisi buku ini.")
    page.set_column(0, 0, 120, looks.long)
    for row, line in enumerate(_GUIDE, 3):
        page.write_string(row, 0, f"{row - 2}. {line}", looks.long)
        page.set_row(row, 13.5 * (1 + len(line) // 125) + 4)


def pictures() -> dict[str, bytes]:
    """The invented photos, by path under workbooks/: plain drawings, nobody's face."""
    scenes = [("magang-01", 3, "#DCE6F1"), ("magang-02", 9, "#E2EFDA"), ("magang-03", 4, "#FCE4D6"),
              ("magang-04", 8, "#DDEBF7"), ("magang-05", 7, "#EDE7F6")]  # fmt: skip
    return {f"msib_foto/{name}.png": _scene(people, wall) for name, people, wall in scenes}


def _scene(people: int, wall: str) -> bytes:
    """People as plain shapes in a room with a board."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (960, 640), wall)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 470, 960, 640), fill="#C9B79C")
    pen.rectangle((300, 70, 660, 270), fill="white", outline="#7F7F7F", width=6)
    for k in range(4):
        pen.line((340, 120 + 35 * k, 620 - 60 * (k % 2), 120 + 35 * k), fill="#1F3864", width=6)
    for k in range(people):
        x, y = 90 + k * 780 // max(people - 1, 1), 400 + 40 * (k % 2)
        coat = ("#1F3864", "#BF8F00", "#548235", "#7F7F7F")[k % 4]
        pen.ellipse((x - 28, y - 95, x + 28, y - 35), fill="#8D6E63")
        pen.rounded_rectangle((x - 48, y - 30, x + 48, y + 130), 24, fill=coat)
    made = io.BytesIO()
    image.quantize(32).save(made, "PNG", optimize=True)
    return made.getvalue()
