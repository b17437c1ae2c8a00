"""The intern's workbook: the shipped one, other orders and names of columns, mistakes and places."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from intern import BOOK, HEAD, changed, holidays, read, sample
from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.internship import Internship
from kepesertaan.domain.logbook import minutes_of, work_days
from kepesertaan.rules.report_text import duration_words, personal_numbers


def test_the_shipped_intern_is_whole_and_of_the_shape_of_an_internship() -> None:
    work = sample()
    assert work.problems == ()
    assert work.first
    assert work.last
    assert duration_words(work.first, work.last) == "5 (lima) bulan"
    days = work_days(work.first, work.last, holidays())
    assert {entry.day for entry in work.log} == set(days)
    assert 95 <= len(days) <= 105
    assert {entry.group for entry in work.log} == {"microcredential", "proyek", "kerja", "izin"}
    (shift,) = work.shifts
    assert (shift.days, shift.start, shift.end) == (frozenset(range(5)), 480, 1020)
    assert len(work.modules) == 8
    assert all(module.post and module.pre and module.post > module.pre for module in work.modules)
    assert {"AR", "ARK", "PAP", "PAPK"} <= {unit.title for unit in work.units}
    assert len({role for role, _ in work.scope}) == 5
    assert [unit.title for unit in work.units if unit.marked] == [
        "Kepala Bidang Kepesertaan", "Mahasiswa MSIB",
    ]  # fmt: skip


def test_nothing_in_the_shipped_book_looks_like_a_number_of_a_participant() -> None:
    book = openpyxl.load_workbook(BOOK)
    texts = [str(c.value) for page in book for row in page.iter_rows() for c in row if c.value]
    assert sum(map(personal_numbers, texts)) == 0


def test_the_book_offers_choices_and_refuses_scores_above_100() -> None:
    book = openpyxl.load_workbook(BOOK)
    rules = {page.title: page.data_validations.dataValidation for page in book}
    lists = {name: [r.formula1 for r in found if r.type == "list"] for name, found in rules.items()}
    assert lists["Logbook"] == ['"Microcredential,Proyek,Working experience,Izin"']
    assert lists["Lampiran"] == ['"log,foto,teks,berkas"']
    assert lists["Struktur"] == ['"ya"']
    scores = [r for r in rules["Modul"] if r.type == "decimal"]
    assert [(r.formula1, r.formula2) for r in scores] == [("0", "100")] * 2


def turned(book: Any) -> None:
    """Columns in the other order, headings by other names, sheets renamed, a title row more."""
    renamed = {"Tanggal": "Tgl. Kegiatan", "Kegiatan": "AKTIVITAS", "Teks": "Narasi", "Kunci": "Bagian",
               "Post-test": "Nilai Post Test", "Jabatan": "Unit Kerja"}  # fmt: skip
    for page in book:
        if page.title in ("Mahasiswa", "Mitra", "Petunjuk"):
            continue
        rows = [[c.value for c in row] for row in page.iter_rows()]
        width = max(len(row) for row in rows)
        for i, row in enumerate(rows, 1):
            for k in range(width):
                page.cell(i, width - k).value = row[k]
        for cell in page[HEAD]:
            cell.value = renamed.get(cell.value, cell.value)
        page.insert_rows(1)
    book["Logbook"].title = "Log Harian"
    book["Modul"].title = "microcredential"


def test_order_and_names_of_columns_do_not_matter(tmp_path: Path) -> None:
    work = read(changed(tmp_path / "lain.xlsx", turned))
    bare = lambda one: [(e.day, e.start, e.activity, e.group, e.result) for e in one.log]  # noqa: E731
    assert bare(work) == bare(sample())
    for name in ("values", "units", "scope", "descriptions", "modules", "events", "stages", "prose",
                 "references", "annexes", "shifts", "first", "last"):  # fmt: skip
        assert getattr(work, name) == getattr(sample(), name), name
    assert work.problems == ()


WRONG: list[tuple[str, str, Any, str, str]] = [
    ("Logbook", "A5", "31-02-2025", "Logbook A5", "bukan tanggal"),
    ("Logbook", "A5", None, "Logbook A5", "tanggal kosong"),
    ("Logbook", "B5", "jam 8 pagi", "Logbook B5", "tidak terbaca"),
    ("Logbook", "B5", "08.00-25.00", "Logbook B5", "tidak terbaca"),
    ("Logbook", "D5", "Rapat", "Logbook D5", "kelompok 'Rapat' tidak dikenal"),
    ("Logbook", "C5", None, "Logbook C5", "kegiatan kosong"),
    ("Modul", "D5", 101, "Modul D5", "di luar 0-100"),
    ("Modul", "E6", "sembilan", "Modul E6", "bukan angka"),
    ("Struktur", "B6", "77", "Struktur B6", "atasan 77 tidak ada"),
    ("Struktur", "A6", "1", "Struktur A6", "sudah dipakai"),
    ("Struktur", "B5", "10", "Struktur B5", "atasan dirinya sendiri"),
    ("Jadwal", "B5", "tiap hari", "Jadwal B5", "tidak terbaca"),
    ("Lampiran", "C5", "peta", "Lampiran C5", "tidak dikenal"),
    ("Mahasiswa", "B16", datetime(2024, 9, 1), "Mahasiswa B16", "mendahului"),
    ("Narasi", "A5", None, "Narasi A5", "kunci kosong"),
    ("Proyek", "B5", "kapan-kapan", "Proyek B5", "bukan tanggal"),
]
WRONG += [
    ("Modul", "C4", "Modul", "Modul C", "berisi hal yang sama dengan kolom B"),
    ("Mitra", "B17", 198704122012129901, "Mitra B17", "diketik sebagai angka"),
]
WRONG += [
    ("Modul", "B5", None, "Modul B5", "nama kosong"),
    ("Referensi", "A7", 9, "Referensi A7", "nomor 9 menjadi [3] di laporan"),
    ("Event", "A5", None, "Event A5", "nama kosong"),
    ("Proyek", "A5", None, "Proyek A5", "tahap kosong"),
    ("Deskripsi", "A5", None, "Deskripsi A5", "kelompok kosong"),
    ("Logbook", "B5", "08.00-12.00, 13.00", "Logbook B5", "tidak terbaca"),
]
RIGHT: list[tuple[str, str, Any]] = [
    ("Logbook", "B5", "09.00–12.00, 13.00–17.00"), ("Logbook", "B5", "08.00-12.00 dan 13.00-17.00"),
    ("Logbook", "B5", "pukul 8:00 s/d 17:00"), ("Modul", "A13", 9),
    ("Logbook", "A5", "1 Oktober 2024"), ("Logbook", "A5", "01/10/2024"), ("Logbook", "A5", 45566.0),
    ("Logbook", "B5", "08:00 – 17:00"), ("Logbook", "B5", "08.00 s.d. 17.00 WIB"),
    ("Logbook", "D5", "*working experience*"), ("Modul", "D5", 100), ("Modul", "D5", "62,5"),
    ("Modul", "D5", None), ("Jadwal", "B5", "Senin s.d. Jumat"), ("Struktur", "G5", "x"),
]  # fmt: skip


def setting(sheet: str, cell: str, value: Any) -> Any:
    def change(book: Any) -> None:
        book[sheet][cell].value = value

    return change


@pytest.mark.parametrize(("sheet", "cell", "value", "place", "said"), WRONG)
def test_a_mistake_is_told_with_its_place(
    sheet: str, cell: str, value: Any, place: str, said: str, tmp_path: Path
) -> None:
    work = read(changed(tmp_path / "x.xlsx", setting(sheet, cell, value)))
    told = [problem for problem in work.problems if problem.place == place]
    assert [said in problem.text for problem in told] == [True], work.problems


@pytest.mark.parametrize(("sheet", "cell", "value"), RIGHT)
def test_usual_ways_of_writing_are_no_mistake(
    sheet: str, cell: str, value: Any, tmp_path: Path
) -> None:
    assert read(changed(tmp_path / "x.xlsx", setting(sheet, cell, value))).problems == ()


def test_hours_may_stand_in_two_columns_and_as_times(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        page = book["Logbook"]
        page["B4"].value, page["G4"].value = "Jam mulai", "Jam selesai"
        for row, (start, end) in enumerate([(time(8), time(17)), ("13.00", 0.625)], 5):
            page.cell(row, 2).value, page.cell(row, 7).value = start, end
        page.delete_rows(7, 200)

    work = read(changed(tmp_path / "x.xlsx", change))
    assert [(entry.start, entry.end) for entry in work.log] == [(480, 1020), (780, 900)]


def test_sources_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    def turned(book: Any) -> None:
        page = book["Referensi"]
        page["A5"].value, page["A6"].value, page["A7"].value = 3, 1, 2

    first, second, third = sample().references
    work = read(changed(tmp_path / "x.xlsx", turned))
    assert work.references == (second, third, first)
    assert work.problems == ()


def test_several_times_of_a_day_are_summed_without_what_lies_between(tmp_path: Path) -> None:
    text = "09.00–12.00, 13.00–17.00"
    work = read(changed(tmp_path / "x.xlsx", setting("Logbook", "B5", text)))
    first = work.log[0]
    assert (first.start, first.end, first.spans) == (540, 1020, ((540, 720), (780, 1020)))
    assert minutes_of(first, ()) == minutes_of(first, work.shifts) == 420


def test_a_missing_sheet_or_heading_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        del book["Event"]
        book["Modul"]["B4"].value = "Barang"

    work: Internship = read(changed(tmp_path / "x.xlsx", change))
    assert {problem.place for problem in work.problems} == {"lembar Event", "lembar Modul"}
    assert (work.events, work.modules) == ((), ())
    assert work.log == sample().log


def test_another_book_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Peserta"
    book.save(tmp_path / "p.xlsx")
    with pytest.raises(SheetNotRecognised, match=r"p\.xlsx bukan buku MSIB"):
        read(tmp_path / "p.xlsx")


def test_dates_of_the_sample_are_those_of_the_calendar() -> None:
    assert sample().first == date(2024, 10, 1)
    assert sample().last == date(2025, 2, 28)
