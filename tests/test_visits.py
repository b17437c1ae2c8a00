"""kepesertaan laporan-kunjungan end to end: real workbooks, photos and Word files, and its button."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docx
import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from kepesertaan import cli
from kepesertaan.actions.registry import all_actions
from kepesertaan.data.office import Office
from kepesertaan.data.visits import read_settings, visit_settings
from kepesertaan.domain.described import Described, DescribedField, DescribedTable
from kepesertaan.domain.errors import (
    Cancelled,
    CannotWrite,
    ExcelNotReady,
    SheetNotRecognised,
    UnreadableInput,
    WrongUse,
)
from kepesertaan.domain.photos import Photo, Placed
from kepesertaan.domain.table import CellError
from kepesertaan.domain.visits import Visit
from kepesertaan.rules.visit_choice import chosen_visits
from kepesertaan.rules.visit_values import captions, file_stem, visit_values
from kepesertaan.run import opened_visits, report_files
from kepesertaan.run.dispatch import run_job
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options, result_job
from kepesertaan.run.report_files import open_shelf, put_report
from kepesertaan.run.visit_forms import BESIDE
from kepesertaan.run.visit_told import with_headings
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.visit_times import clock_times, read_days
from kepesertaan.sheets.visits import VisitBook, find_visits
from kepesertaan.word.naming import field_names
from make_workbooks import make
from plain_book import book
from pressing import press
from template_base import new_document, to_bytes, write
from test_photos import saved, scene

DAY = "2026-11-27"
BOOK = f"Hasil Laporan Kunjungan {DAY}.xlsx"
Run = Callable[..., tuple[int, str, str]]

PLAIN = [
    ["Tanggal", "Nama Perusahaan", "NPP", "Jam Mulai", "Jam Selesai", "Nama PIC", "Hasil", "Warna Gedung"],
    [date(2026, 11, 24), "PT Maju & Jaya <Tbk>", "99000001", time(9, 0), time(10, 30), "Dewi", "Jumlah TK 15 orang", "hijau"],
    [date(2026, 11, 25), "CV Sinar", 99000002.0, "13.00", None, None, None, None],
]  # fmt: skip
TITLED = [
    ["REKAP KUNJUNGAN NOVEMBER 2026"],
    ["Kantor Cabang Contoh"],
    [],
    ["No", "Hari/Tanggal", "Waktu", "PERUSAHAAN YANG DIKUNJUNGI", None, "Ditemui", "Uraian Hasil"],
    [None, None, None, "Nama", "No. NPP", None, None],
    [1, "Selasa, 24 November 2026", "09.00 - 10.30 WIB", "PT Maju & Jaya <Tbk>", "99000001", "Dewi", "Jumlah TK 15 orang"],
    [2, "25/11/2026", "13.00", "CV Sinar", "99000002", None, None],
    ["Jumlah", None, None, 2, None, None, None],
    [None, None, "Catatan: dibuat oleh petugas", None, None, None, None],
]  # fmt: skip


def sheet(rows: list[list[Any]], name: str = "Kunjungan") -> Sheet:
    return Sheet("B.xlsx", name, rows, [], frozenset(), {}, False)


def found(*sheets: Sheet, asked: tuple[str, ...] = ()) -> VisitBook:
    return find_visits("B.xlsx", sheets, field_names, asked)


# The sheet


@pytest.mark.parametrize("rows", [PLAIN, TITLED], ids=["plain", "titles, two heading rows"])
def test_visits_are_found_in_any_layout(rows: list[list[Any]]) -> None:
    first, second = found(sheet(rows)).visits
    assert (first.day, first.start, first.end) == (date(2026, 11, 24), time(9), time(10, 30))
    assert (first.company, first.npp) == ("PT Maju & Jaya <Tbk>", "99000001")
    assert first.values["nama_pic"] == "Dewi"
    assert first.values["hasil"] == "Jumlah TK 15 orang"
    assert first.values["tanggal"] == date(2026, 11, 24)
    assert (second.day, second.npp, second.end, second.troubles) == (
        date(2026, 11, 25),
        "99000002",
        None,
        (),
    )


def test_any_column_is_a_field_by_its_own_heading() -> None:
    rows = [
        [*PLAIN[0], "Target 2027", "No. HP", "Foto"],
        [*PLAIN[1], 5.0, "0812", "a.jpg; b.jpg\nc.jpg"],
    ]
    book = found(sheet(rows))
    values = book.visits[0].values
    assert values["warna_gedung"] == "hijau"
    assert values["target_2027"] == 5.0
    assert values["npp"] == values["npp_perusahaan"] == "99000001"  # its own name and the known one
    assert (values["no_hp"], book.fields["no_hp"]) == ("0812", "No. HP")
    assert book.visits[0].photos == ("a.jpg", "b.jpg", "c.jpg")


def test_who_signs_below_the_table_is_no_visit() -> None:
    foot = [
        ["TOTAL"],
        [None, "Lamongan, 30 November 2026", "Petugas"],
        [None, "Budi", None, None, None, None, "Rina"],
    ]
    seen = found(sheet([*PLAIN, *foot]))
    assert [visit.row for visit in seen.visits] == [2, 3]
    assert seen.notes == ["Baris 5, 6 di bawah tabel tidak bertanggal; tidak dijadikan laporan."]


def test_a_row_begun_without_a_date_is_a_visit_still() -> None:
    begun = [None, "PT Baru", "99000003"]
    later = [date(2026, 11, 26), "PT Akhir", "99000004"]
    assert [v.row for v in found(sheet([*PLAIN, begun])).visits] == [2, 3, 4]
    assert [v.row for v in found(sheet([*PLAIN, [], begun, later])).visits] == [2, 3, 5, 6]


def test_visits_in_hidden_rows_are_read_and_told() -> None:
    seen = find_visits(
        "B.xlsx", [Sheet("B.xlsx", "Kunjungan", PLAIN, [], frozenset((3,)), {}, False)], field_names
    )
    assert (len(seen.visits), seen.notes) == (2, ["1 kunjungan di baris tersembunyi ikut dibaca."])


def test_a_numbered_visit_stays_the_same_when_its_hour_is_corrected() -> None:
    def key(number: str, hour: int, npp: str = "99000001") -> str:
        return Visit("K", 2, {}, {}, date(2026, 11, 24), time(hour), None, "PT", npp, number).key

    assert key("K-1", 9) == key("K-1", 10)
    assert len({key("K-1", 9), key("K-2", 9), key("", 9), key("", 10), key("K-1", 9, "8")}) == 5


def test_an_error_cell_is_empty_and_told() -> None:
    rows = [
        PLAIN[0],
        [
            date(2026, 11, 24),
            CellError("#N/A"),
            "99000001",
            time(9, 0),
            None,
            CellError("#REF!"),
            "Baik",
            "hijau",
        ],
    ]
    (visit,) = found(sheet(rows)).visits
    assert (visit.company, visit.values["nama_pic"]) == ("", None)
    assert visit.troubles == ("Kolom Nama Perusahaan berisi #N/A.", "Kolom Nama PIC berisi #REF!.")


NOT_VISITS = {
    "arrears": [["NPP", "Nama Perusahaan", "BLTH", "Piutang"], ["99000001", "PT A", "2026-10", 5]],
    "payments": [["NPP", "Nama Perusahaan", "Tgl Bayar", "Nominal"], ["99000001", "PT A", date(2026, 11, 2), 5]],
    "people": [["NIK", "Nama", "Tgl Lahir"], ["3578011708459901", "BUDI", date(1990, 1, 1)]],
    "few columns": [["Tanggal", "Nama Perusahaan", "Hasil"], [date(2026, 11, 2), "PT A", "Baik"]],
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_VISITS)
def test_other_sheets_are_not_taken_for_visits(name: str) -> None:
    with pytest.raises(SheetNotRecognised, match="tidak ada tabel kunjungan"):
        found(sheet(NOT_VISITS[name], "Data"))
    assert len(found(sheet(NOT_VISITS[name], "Data"), sheet(PLAIN)).visits) == 2  # beside visits


def test_which_of_several_sheets_is_asked() -> None:
    october, november = sheet(PLAIN, "Kunjungan Okt"), sheet(PLAIN[:2], "Kunjungan Nov")
    with pytest.raises(SheetNotRecognised, match="2 lembar kunjungan"):
        found(october, november)
    assert found(october, november, asked=("kunjungan nov",)).sheet == "Kunjungan Nov"
    assert found(sheet(PLAIN, "Arsip"), november).sheet == "Kunjungan Nov"  # the one named so
    with pytest.raises(SheetNotRecognised, match="belum berisi kunjungan"):
        found(sheet(PLAIN[:1]))


def test_rows_of_other_sheets_follow_their_visit() -> None:
    rows = [["No Kunjungan", *PLAIN[0]], ["K-001", *PLAIN[1]], ["K-002", *PLAIN[2]]]
    by_number = [
        ["No Kunjungan", "Aspek", "Tindak Lanjut"],
        ["k-002", "Iuran", "Bayar"],
        ["K-009", "x", "y"],
        ["K-001", "Data", ""],
    ]
    by_day = [
        ["Tanggal", "NPP", "Nama"],
        [date(2026, 11, 24), 99000001.0, "Sari"],
        ["24/11/2026", "99000001", "Budi"],
        [date(2026, 11, 23), "99000001", "Ani"],
    ]
    book = found(sheet(rows), sheet(by_number, "Temuan"), sheet(by_day, "Peserta Hadir"))
    first, second = book.visits
    assert [row["aspek"] for row in first.rows["temuan"]] == ["Data"]
    assert [row["aspek"] for row in second.rows["temuan"]] == ["Iuran"]
    assert [row["nama"] for row in first.rows["peserta_hadir"]] == ["Sari", "Budi"]
    assert second.rows["peserta_hadir"] == []
    assert book.notes == [
        "Lembar Temuan baris 3 tidak punya kunjungan; tidak dipakai.",
        "Lembar Peserta Hadir baris 4 tidak punya kunjungan; tidak dipakai.",
    ]
    twice = [*rows, ["K-001", *PLAIN[1]]]
    assert "lebih dari satu kunjungan" in found(sheet(twice), sheet(by_number, "Temuan")).notes[1]


DAYS = [
    (date(2026, 11, 24), date(2026, 11, 24), ""),
    (datetime(2026, 11, 24, 9, 30), date(2026, 11, 24), ""),
    ("24/11/2026", date(2026, 11, 24), ""),
    ("Selasa, 24 November 2026", date(2026, 11, 24), ""),
    ("2026-11-05", date(2026, 11, 5), ""),
    ("05/11/2026", None, "dua cara"),
    ("31/11/2026", None, "tidak terbaca"),
    ("kemarin", None, "tidak terbaca"),
    ("", None, ""),
    (None, None, ""),
    (True, None, "tidak terbaca"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "day", "trouble"), DAYS)
def test_days_are_read_or_asked_about(cell: Any, day: date | None, trouble: str) -> None:
    (read,) = read_days([cell])
    assert read.day == day
    assert trouble in read.trouble
    assert bool(read.trouble) == bool(trouble)


def dated(*cells: Any, heading: str = "Tanggal", date1904: bool = False) -> VisitBook:
    """Visits on these days."""
    rows = [
        [heading, *PLAIN[0][1:]],
        *([cell, f"PT {k}", *PLAIN[1][2:]] for k, cell in enumerate(cells)),
    ]
    return find_visits(
        "B.xlsx", [Sheet("B.xlsx", "Kunjungan", rows, [], frozenset(), {}, date1904)], field_names
    )


def test_a_column_of_bare_day_numbers_is_read_and_told() -> None:
    day = date(2026, 11, 27)
    book = dated(46353.0, date(2026, 11, 28), 46355.0, None, heading="Tgl Kunjungan")
    assert [v.day for v in book.visits] == [day, date(2026, 11, 28), date(2026, 11, 29), None]
    assert book.visits[0].values["tgl_kunjungan"] == book.visits[0].values["tanggal"] == day
    assert book.visits[0].troubles == ()
    assert book.notes == [
        "Kolom Tgl Kunjungan: 2 bilangan tanpa format tanggal (A2, A4) dibaca sebagai tanggal, "
        "46353 sebagai 27-11-2026; periksa harinya, lalu beri format tanggal di Excel."
    ]
    assert dated(44891.0, date1904=True).visits[0].day == day  # a workbook with Mac days


SERIALS_NOT = [
    (46353.0, "kemarin"), (46353.0, "24/11/2026"), (46353.0, 20261127.0), (46353.0, 29999.0),
    (46353.0, 60001.0), (46353.5,), (46353.0, True), (46353.0, 5.0),
]  # fmt: skip


@pytest.mark.parametrize("cells", SERIALS_NOT)
def test_numbers_beside_anything_else_are_no_days(cells: tuple[Any, ...]) -> None:
    book = dated(*cells)
    assert book.visits[0].day is None
    assert "tidak terbaca" in book.visits[0].troubles[0]
    assert book.notes == []


def test_bare_numbers_are_days_in_columns_of_days_only() -> None:
    rows = [
        [*PLAIN[0], "Tanggal Surat Tugas", "Jumlah TK"],
        [*PLAIN[1], 46350.0, 46353.0],
    ]
    there = [["Tanggal", "NPP", "Nama"], [46350.0, "99000001", "Sari"]]
    book = found(sheet(rows), sheet(there, "Peserta Hadir"))
    visit = book.visits[0]
    assert visit.values["tanggal_surat_tugas"] == visit.day == date(2026, 11, 24)
    assert visit.values["jumlah_tk"] == 46353.0
    assert [row["nama"] for row in visit.rows["peserta_hadir"]] == ["Sari"]
    assert [note.partition(":")[0] for note in book.notes] == [
        "Kolom Tanggal Surat Tugas", "Lembar Peserta Hadir kolom Tanggal",
    ]  # fmt: skip


CLOCKS = [
    (time(9, 0), time(10, 30), time(9), time(10, 30), 0),
    (0.375, 0.4375, time(9), time(10, 30), 0),
    ("9:00", "10.30 WIB", time(9), time(10, 30), 0),
    ("pukul 09.00 s/d 10.30", "", time(9), time(10, 30), 0),
    (datetime(2026, 11, 24, 9, 0), None, time(9), None, 0),
    ("pagi", None, None, None, 1),
    (9.0, None, None, None, 1),  # not a share of a day
    ("24.00", "25:10", None, None, 2),
    ("13.00", "12.00", time(13), time(12), 1),  # backwards
    (None, None, None, None, 0),
]  # fmt: skip


@pytest.mark.parametrize(("start", "end", "first", "last", "troubles"), CLOCKS)
def test_hours_are_read_or_told(
    start: Any, end: Any, first: time | None, last: time | None, troubles: int
) -> None:
    begins, ends, said = clock_times(start, end)
    assert (begins, ends, len(said)) == (first, last, troubles)


# Which visits, values, captions, names

VISITS = [
    Visit("Kunjungan", row, {}, {}, day, number=number)
    for row, day, number in (
        (5, date(2026, 11, 22), "K-001"), (6, date(2026, 11, 23), "K-002"),
        (7, date(2026, 11, 27), "K-003"), (8, date(2026, 11, 29), "7"), (9, None, "K-005"),
    )
]  # fmt: skip
WANTED = [
    ((), [0, 1, 2, 3, 4]),
    (("hari",), [2]),
    (("minggu",), [1, 2, 3]),  # Monday 23 to Sunday 29; the 22nd is the week before
    (("2026-11-23",), [1]),
    (("2026-11-22..2026-11-27",), [0, 1, 2]),
    (("7",), [2]),  # a row, not the number "7"
    (("5-6", "k-003"), [0, 1, 2]),
]


@pytest.mark.parametrize(("said", "wanted"), WANTED)
def test_which_visits_are_wanted(said: tuple[str, ...], wanted: list[int]) -> None:
    assert chosen_visits(VISITS, said, date(2026, 11, 27)) == wanted


@pytest.mark.parametrize("said", ["besok", "", "2026-13-01", "2026-11-24", "99", "6-5", "K-00"])
def test_an_unknown_wish_is_one_sentence(said: str) -> None:
    with pytest.raises(WrongUse, match="--hanya"):
        chosen_visits(VISITS, (said,), date(2026, 11, 27))


def test_values_are_the_rows_own_and_the_offices() -> None:
    settings = visit_settings()
    form = Described(
        "",
        (DescribedField("kendala", "Kendala"), DescribedField("hasil", "Hasil")),
        (DescribedTable("temuan", "Temuan", ()),),
    )
    visit = Visit(
        "Kunjungan",
        2,
        {"hasil": "Baik", "kota": None, "zona_waktu": " "},
        {"peserta_hadir": [{"nama": "Sari"}]},
    )
    values = visit_values(visit, form, Office("Cabang Contoh", "", "Malang", "", ""), settings)
    assert values["hasil"] == "Baik"
    assert values["kendala"] is None  # described, no column: empty, and so may be optional
    assert values["temuan"] == []
    assert values["peserta_hadir"] == [{"nama": "Sari"}]
    assert (values["kota"], values["zona_waktu"], values["nama_kantor"]) == (
        "Malang",
        settings.zone,
        "Cabang Contoh",
    )


def placed(at: str = "") -> Placed:
    return Placed(
        Photo("a.jpg", taken=datetime.fromisoformat(at) if at else None), "cocok", "", 0, True
    )


def test_what_the_sheet_says_of_the_office_comes_first() -> None:
    own = {"nama_kantor": "Cabang Lain", "alamat_kantor": "Jl. Lain 1", "telepon_kantor": " "}
    office = Office("Cabang Contoh", "Jl. Contoh 2", "Malang", "0341-1", "a@b.id")
    values = visit_values(Visit("K", 2, own), Described(), office, visit_settings())
    given = [values[f"{name}_kantor"] for name in ("nama", "alamat", "telepon", "surel")]
    assert given == ["Cabang Lain", "Jl. Lain 1", "0341-1", "a@b.id"]


@pytest.mark.parametrize(
    ("own", "photos", "said"),
    [
        ({}, 1, ["24 November 2026 pukul 09.12, Kantor PT A – Pembinaan"]),
        (
            {"keterangan_foto": "Rapat; Gudang"},
            2,
            [
                "24 November 2026 pukul 09.12, Kantor PT A – Rapat",
                "24 November 2026, Kantor PT A – Gudang",
            ],
        ),
        (
            {"keterangan_foto": "Rapat; Gudang"},
            1,
            ["24 November 2026 pukul 09.12, Kantor PT A – Rapat; Gudang"],
        ),
        ({"lokasi": None, "jenis_kunjungan": None}, 1, ["24 November 2026 pukul 09.12, PT A"]),
    ],
)
def test_captions_say_when_where_what(own: dict[str, Any], photos: int, said: list[str]) -> None:
    values = {"lokasi": "Kantor PT A", "jenis_kunjungan": "Pembinaan"} | own
    visit = Visit("Kunjungan", 2, values, {}, date(2026, 11, 24), company="PT A")
    assert captions(visit, [placed("2026-11-24T09:12"), placed()][:photos]) == said


def test_names_come_from_the_pattern() -> None:
    values = {"tanggal": date(2026, 11, 24), "npp": 99000001.0, "judul_kegiatan": "Rapat  Kerja"}
    visit = Visit("Kunjungan", 2, values, company="PT A")
    assert (
        file_stem("{{ tanggal }}_{{nama_perusahaan}} {{ npp }}", visit)
        == "2026-11-24_PT A 99000001"
    )
    event = Visit("Kunjungan", 2, values)
    assert file_stem("{{ nama_perusahaan }}", event) == "Rapat Kerja"  # to no company
    assert file_stem("{{ nama_perusahaan }}", Visit("Kunjungan", 2, {})) == "tanpa nama perusahaan"


@pytest.mark.parametrize(
    "said",
    [
        {"report": {"file_name": ""}}, {"photos": {"quality": "82"}}, {"photos": {"quality": True}},
        {"photos": {"box": []}}, {"photos": {"legal_forms": "PT"}}, {"confirmed": "ya"},
    ],
)  # fmt: skip
def test_broken_settings_are_one_sentence(said: dict[str, Any]) -> None:
    from kepesertaan.data.loader import load_toml

    whole = json.loads(json.dumps(load_toml("visits"), default=str))
    assert read_settings(whole) == visit_settings()
    for part, value in said.items():
        whole[part] = whole[part] | value if isinstance(value, dict) else value
    with pytest.raises(UnreadableInput, match=r"visits\.toml"):
        read_settings(whole)


# Files that are not overwritten


def test_a_report_that_a_person_edited_stays(tmp_path: Path) -> None:
    def put(data: bytes, key: str = "k") -> tuple[str, str, bool]:
        made = put_report(open_shelf(tmp_path), "Laporan", ".docx", data, key)
        return made.path.name, made.fate, made.is_edited

    assert put(b"satu") == ("Laporan.docx", "dibuat", False)
    assert put(b"satu") == ("Laporan.docx", "tidak berubah", False)
    assert put(b"dua") == ("Laporan.docx", "diperbarui", False)  # ours, and nobody changed it
    (tmp_path / "Laporan.docx").write_bytes(b"disunting")
    assert put(b"dua") == ("Laporan.docx", "tidak berubah", True)  # nothing new to say
    assert put(b"tiga") == ("Laporan_v2.docx", "versi baru", True)
    assert put(b"tiga") == ("Laporan_v2.docx", "tidak berubah", False)
    assert put(b"empat") == ("Laporan_v2.docx", "diperbarui", True)
    assert (tmp_path / "Laporan.docx").read_bytes() == b"disunting"
    assert (tmp_path / "Laporan_v2.docx").read_bytes() == b"empat"
    assert put(b"lain", "kunjungan lain") == ("Laporan_2.docx", "dibuat", False)


def test_two_runs_at_once_make_each_report_once(tmp_path: Path) -> None:
    shelf = open_shelf(tmp_path)
    name, gate = tmp_path / "Laporan.docx", report_files._digest_of
    seen: list[Path] = []

    def just_before(path: Path) -> str | None:
        digest = gate(path)
        if path == name and not seen:
            seen.append(path)
            name.write_bytes(b"satu")  # a colleague's run is that moment faster
        return digest

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report_files, "_digest_of", just_before)
        made = put_report(shelf, "Laporan", ".docx", b"satu", "k")
    assert (made.path.name, made.fate, made.is_edited) == ("Laporan.docx", "tidak berubah", False)
    assert [path.name for path in tmp_path.glob("*.docx")] == ["Laporan.docx"]


def test_a_file_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "Laporan.docx").write_bytes(b"milik orang")
    made = put_report(open_shelf(tmp_path), "Laporan", ".docx", b"baru", "k")
    assert (made.path.name, (tmp_path / "Laporan.docx").read_bytes()) == (
        "Laporan_v2.docx",
        b"milik orang",
    )


def test_a_damaged_note_makes_a_report_count_as_edited(tmp_path: Path) -> None:
    put_report(open_shelf(tmp_path), "Laporan", ".docx", b"satu", "k")
    (note,) = (tmp_path / ".kepesertaan" / "laporan").glob("*.json")
    note.write_text("{", encoding="utf-8")
    assert (
        put_report(open_shelf(tmp_path), "Laporan", ".docx", b"dua", "k").path.name
        == "Laporan_v2.docx"
    )


def test_names_fit_windows_and_its_longest_path(tmp_path: Path) -> None:
    made = put_report(open_shelf(tmp_path), 'a<b>:"/\\|?*c.' + "x" * 300, ".docx", b"1", "k")
    assert not set(made.path.name) & set('<>:"/\\|?*')
    assert len(str(made.path)) <= report_files._LONGEST_PATH
    deep = tmp_path / ("d" * 120) / ("e" * 120)
    with pytest.raises(CannotWrite, match="terlalu dalam"):
        put_report(open_shelf(deep), "Laporan", ".docx", b"1", "k")


# End to end


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def call(source: Path, *args: Any) -> tuple[int, str, str]:
        out = ["--keluar", str(tmp_path / "HASIL"), "--per", DAY]
        code = cli.main(["laporan-kunjungan", str(source), *map(str, args), *out])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """The workbook that is shipped, with a folder of photos beside it."""
    source = tmp_path / "kunjungan.xlsx"
    source.write_bytes(make("kunjungan.xlsx"))
    photos = tmp_path / "Foto"
    (photos / "PT Maju Jaya Sentosa").mkdir(parents=True)
    for name, data in {
        "IMG_0001.jpg": saved(scene(1), taken="2026:11:24 09:12:33"),
        "PT Maju Jaya Sentosa/WhatsApp Image 2026-11-24 at 15.00.00.jpeg": saved(scene(2)),
        "K-004.png": saved(scene(3), "PNG"),
        "bahari sejahtera.jpg": saved(scene(4), taken="2026:11:20 10:00:00"),
        "rusak.jpg": saved(scene(5))[:900],
        "catatan.txt": b"bukan foto",
    }.items():
        (photos / name).write_bytes(data)
    return source


def change(path: Path, address: str, value: Any) -> None:
    work = openpyxl.load_workbook(path)
    work["Kunjungan"][address] = value
    work.save(path)


def told(tmp_path: Path, name: str = "Hasil Laporan") -> list[dict[str, Any]]:
    work = openpyxl.load_workbook(tmp_path / "HASIL" / BOOK)
    heads, *rows = work[name].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows if row[0] is not None]


def everything(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def reports(tmp_path: Path, folder: str = "Laporan Kunjungan") -> dict[str, str]:
    made = everything(tmp_path / "HASIL" / folder)
    return {name: digest for name, digest in made.items() if not name.startswith(".")}


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [
            archive.read(n).decode()
            for n in archive.namelist()
            if re.match(r"word/(document|header|footer)", n)
        ]
    return re.sub(r"<[^>]+>", "", " ".join(parts).replace("</w:p>", "\n"))


def template(path: Path, *lines: str) -> Path:
    document = new_document("Uji")
    for line in lines:
        write(document, line)
    path.write_bytes(to_bytes(document))
    return path


NAMES = [
    "2026-11-24_CV Sinar & Rekan.docx",
    "2026-11-24_PT Maju Jaya Sentosa.docx",
    "2026-11-25_PT Bahari Sejahtera.docx",
    "2026-11-26_Kelompok Nelayan Bahari Makmur.docx",
]


def test_one_finished_report_a_visit(visits: Path, run: Run, tmp_path: Path) -> None:
    before = everything(tmp_path)
    code, out, err = run(visits)
    assert (code, err) == (1, "")  # photos to be looked at, fields to be filled
    assert out.splitlines() == [
        "4 laporan selesai, 3 foto dipasang.",
        "1 laporan masih berisi kuning [ISI]: Jabatan PIC, Tindak Lanjut.",
        "2 foto tidak dipasang atau perlu dilihat: lembar Hasil Foto.",
        f"Hasil: {tmp_path / 'HASIL' / BOOK}",
    ]
    assert {k: v for k, v in everything(tmp_path).items() if not k.startswith("HASIL")} == before
    folder = tmp_path / "HASIL" / "Laporan Kunjungan"
    assert sorted(reports(tmp_path)) == NAMES
    first = text_of(folder / NAMES[1])
    for words in (
        "Nomor: 001/LK/XI/2026", "Selasa, 24 November 2026", "09.00–10.30 WIB", "148 orang",
        "1 bulan, Rp 27.345.600", "15 tenaga kerja belum didaftarkan", "30-11-2026", "Foto 2.",
        "24 November 2026 pukul 09.12, Kantor PT Maju Jaya Sentosa, Lamongan – Pembinaan",
    ):  # fmt: skip
        assert words in first, words
    assert "CV Sinar &amp; Rekan" in text_of(folder / NAMES[0])
    assert text_of(folder / NAMES[2]).count("[ISI: jabatan_pic]") == 1
    for name in NAMES:
        data = (folder / name).read_bytes()
        assert "{" not in text_of(folder / name)
        assert OpenXmlValidator().validate(str(folder / name)).errors == []
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            media = b"".join(archive.read(n) for n in archive.namelist() if "media" in n)
        assert b"PonselRahasia" not in media
        assert b"Exif" not in media


def test_the_book_tells_of_every_visit_and_photo(visits: Path, run: Run, tmp_path: Path) -> None:
    run(visits)
    lines = told(tmp_path)
    assert [(one["Baris"], one["Nomor Laporan"], one["Keadaan"], one["Foto"]) for one in lines] == [
        (2, "001/LK/XI/2026", "dibuat", 2), (3, "002/LK/XI/2026", "dibuat", 0),
        (4, "003/LK/XI/2026", "dibuat", 0), (5, "004/LK/XI/2026", "dibuat", 1),
    ]  # fmt: skip
    assert lines[2]["Belum terisi"] == "Jabatan PIC, Tindak Lanjut"
    page = openpyxl.load_workbook(tmp_path / "HASIL" / BOOK)["Hasil Laporan"]
    links = [page.cell(row, 7).hyperlink.target for row in range(2, 6)]
    assert [
        (tmp_path / "HASIL" / unquote(link).replace("\\", "/")).is_file() for link in links
    ] == [True] * 4
    photos = {
        one["Foto"]: (one["Keadaan"], one["Dipasang"], one["Baris"])
        for one in told(tmp_path, "Hasil Foto")
    }
    assert photos == {
        "bahari sejahtera.jpg": ("periksa", "tidak", 4),
        "rusak.jpg": ("tidak terbaca", "tidak", None),
        "IMG_0001.jpg": ("cocok", "ya", 2),
        "PT Maju Jaya Sentosa/WhatsApp Image 2026-11-24 at 15.00.00.jpeg": ("cocok", "ya", 2),
        "K-004.png": ("cocok", "ya", 5),
    }
    reasons = {one["Foto"]: one["Alasan"] for one in told(tmp_path, "Hasil Foto")}
    assert reasons["bahari sejahtera.jpg"] == (
        "Nama perusahaan cocok, tetapi tanggal foto 20-11-2026 berbeda 5 hari dari kunjungan."
    )


def test_again_nothing_changes_and_a_new_folder_gives_the_same_bytes(
    visits: Path, run: Run, tmp_path: Path
) -> None:
    run(visits)
    first = reports(tmp_path)
    _, out, _ = run(visits)
    assert "4 laporan selesai (4 tidak berubah)" in out
    assert reports(tmp_path) == first
    assert told(tmp_path)[0]["Nomor Laporan"] == "001/LK/XI/2026"
    shutil.rmtree(tmp_path / "HASIL")
    run(visits)
    assert reports(tmp_path) == first


def test_a_changed_row_renews_its_report_but_not_an_edited_one(
    visits: Path, run: Run, tmp_path: Path
) -> None:
    run(visits)
    first = reports(tmp_path)
    edited = tmp_path / "HASIL" / "Laporan Kunjungan" / NAMES[0]
    document = docx.Document(str(edited))
    document.add_paragraph("Catatan saya")
    document.save(str(edited))
    kept = edited.read_bytes()
    work = openpyxl.load_workbook(visits)
    page = work["Kunjungan"]
    column = next(cell.column for cell in page[1] if cell.value == "Hasil")
    for row in (2, 3):
        page.cell(row, column).value = "Hasil yang baru"
    work.save(visits)
    _, out, _ = run(visits)
    assert "1 diperbarui" in out
    assert "1 versi baru" in out
    assert "2 tidak berubah" in out
    assert edited.read_bytes() == kept
    now = reports(tmp_path)
    assert set(now) == {*NAMES, "2026-11-24_CV Sinar & Rekan_v2.docx"}
    assert now[NAMES[1]] != first[NAMES[1]]
    assert [now[name] for name in NAMES[2:]] == [first[name] for name in NAMES[2:]]
    version = text_of(edited.with_name("2026-11-24_CV Sinar & Rekan_v2.docx"))
    assert "Hasil yang baru" in version
    assert "Nomor: 002/LK/XI/2026" in version  # the number stays
    assert "sudah disunting" in told(tmp_path)[1]["Perlu dilihat"]


def test_a_second_book_of_the_day_is_told(visits: Path, run: Run, tmp_path: Path) -> None:
    said = "buku hasil hari ini sudah ada"
    assert said not in run(visits)[1]
    assert said not in run(visits, "--hanya", "K-001")[1]  # ours: renewed
    (tmp_path / "HASIL" / BOOK).write_bytes(b"buku dari run lain")
    out = run(visits)[1]
    assert said in out
    assert "_v2.xlsx" in out
    assert (tmp_path / "HASIL" / BOOK).read_bytes() == b"buku dari run lain"


def test_a_book_that_is_open_stays_and_the_new_one_lies_beside(
    visits: Path, run: Run, tmp_path: Path
) -> None:
    run(visits)
    before = (tmp_path / "HASIL" / BOOK).read_bytes()
    (tmp_path / "HASIL" / f"~${BOOK}").write_bytes(b"\x04Rina" + b" " * 50)  # as Excel tells
    _, out, _ = run(visits, "--ketat")
    assert f"Hasil Laporan Kunjungan {DAY}_salinan.xlsx" in out
    assert (tmp_path / "HASIL" / BOOK).read_bytes() == before


def test_strict_makes_only_whole_reports(visits: Path, run: Run, tmp_path: Path) -> None:
    code, out, _ = run(visits, "--ketat")
    assert code == 1
    assert "1 kunjungan tidak dibuat; baris 4: Isian belum lengkap (--ketat)." in out
    assert sorted(reports(tmp_path)) == [NAMES[0], NAMES[1], NAMES[3]]
    line = told(tmp_path)[2]
    assert (line["Keadaan"], line["Nomor Laporan"], line["Laporan"]) == ("tidak dibuat", None, None)
    numbers = {one["Nomor Laporan"] for one in told(tmp_path)} - {None}
    assert numbers == {"001/LK/XI/2026", "002/LK/XI/2026", "003/LK/XI/2026"}  # none was spent on it


def test_an_empty_cell_of_a_repeated_row_is_marked_too(
    visits: Path, run: Run, tmp_path: Path
) -> None:
    work = openpyxl.load_workbook(visits)
    heads = [cell.value for cell in work["Temuan"][1]]
    work["Temuan"].cell(2, heads.index("Temuan") + 1).value = None  # needed
    work["Temuan"].cell(2, heads.index("Tenggat") + 1).value = None  # not needed
    work.save(visits)
    run(visits, "--hanya", "K-001")
    made = tmp_path / "HASIL" / "Laporan Kunjungan" / NAMES[1]
    assert text_of(made).count("[ISI: temuan]") == 1
    assert "[ISI: tenggat]" not in text_of(made)
    assert told(tmp_path)[0]["Belum terisi"] == "Temuan (Temuan)"
    assert OpenXmlValidator().validate(str(made)).errors == []
    _, out, _ = run(visits, "--hanya", "K-001", "--ketat")
    assert "1 kunjungan tidak dibuat" in out


def test_bad_rows_are_told_and_the_others_made(run: Run, tmp_path: Path) -> None:
    rows = [
        ["Tanggal", "Nama Perusahaan", "Jam Mulai", "Jumlah Tunggakan", "Nama PIC", "Hasil"],
        [date(2026, 11, 24), "PT A", "09.00", 5, "Ani", "Baik"],
        [date(2026, 11, 24), "PT B", "10.00", "banyak sekali", "Budi", "Baik"],
        [date(2026, 11, 24), "PT A", "09.00", 5, "Ani", "Baik"],
        ["05/11/2026", "PT C", "pagi", 5, "Cici", "Baik"],
    ]
    source = book(tmp_path / "K.xlsx", Kunjungan=rows)
    form = template(
        tmp_path / "T.docx", "{{ nama_perusahaan }} {{ jumlah_tunggakan|rupiah }} {{ tanggal }}"
    )
    code, out, _ = run(source, "--templat", form)
    assert code == 1
    assert "2 laporan selesai" in out
    first, second, third, fourth = told(tmp_path)
    assert (first["Keadaan"], fourth["Keadaan"]) == ("dibuat", "dibuat")
    assert (second["Keadaan"], third["Keadaan"]) == ("tidak dibuat", "tidak dibuat")
    assert (
        "tag '{{ jumlah_tunggakan|rupiah }}' (kolom Jumlah Tunggakan): " in second["Perlu dilihat"]
    )
    assert "sama dengan baris 2" in third["Perlu dilihat"]
    assert "dapat dibaca dua cara" in fourth["Perlu dilihat"]
    assert "Jam mulai 'pagi' tidak terbaca" in fourth["Perlu dilihat"]
    assert fourth["Belum terisi"] is None  # what was typed is printed as it stands
    assert sorted(reports(tmp_path, "T")) == ["05 11 2026_PT C.docx", "2026-11-24_PT A.docx"]


NUMBERS = [
    (0.35, "0%", "35 %"), (0.125, "0.0%", "12,5 %"), (1, "0%", "100 %"), (0, "0%", "0 %"),
    (0.355, "0%", "36 %"), (0.125, "0%", "13 %"), (-0.05, "0%", "-5 %"), (-0.001, "0%", "0 %"), (0.35, "General", "0,35"),
    (0.35, "@", "0,35"), (1250000, "#,##0", "1.250.000"), (4.5, "#,##0.00", "4,50"),
    (2.675, "0.00", "2,68"), (4.5, "General", "4,5"), (81234, "000000", "081234"),
    (1250000, '_-"Rp"* #,##0_-;-"Rp"* #,##0_-;_-"Rp"* "-"_-;_-@_-', "1.250.000"),
    (1250000, '[$Rp-421]#,##0.00', "1.250.000,00"), (5, '0" orang"', "5"), (999, "#,##0", "999"),
    (1.5, "0.00E+00", "1,5"), (0.5, "# ?/?", "0,5"), (7, '[>5]0%;0', "7"), (1250000, "0", "1250000"),
]  # fmt: skip


def numbered(path: Path) -> tuple[Path, list[str]]:
    """A book of one visit a number, each in its own format; the texts the sheet shows."""
    rows = [
        [date(2026, 11, 24), f"PT {k}", None, *PLAIN[1][3:7], n]
        for k, (n, *_) in enumerate(NUMBERS)
    ]
    source = book(path, Kunjungan=[[*PLAIN[0][:7], "Capaian"], *rows])
    work = openpyxl.load_workbook(source)
    for k, (_, code, _) in enumerate(NUMBERS, 2):
        work["Kunjungan"][f"H{k}"].number_format = code
    work.save(source)
    return source, [f"[{shown}]" for *_, shown in NUMBERS]


def printed(folder: Path) -> list[str]:
    names = sorted(folder.glob("*.docx"), key=lambda p: int(re.findall("[0-9]+", p.stem)[-1]))
    return [re.findall(r"\[.*?\]", text_of(path))[0] for path in names]


def test_numbers_are_printed_as_the_sheet_shows_them(run: Run, tmp_path: Path) -> None:
    source, shown = numbered(tmp_path / "K.xlsx")
    form = template(tmp_path / "T.docx", "[{{ capaian }}] {{ capaian * 2 }}")
    code, out, _ = run(source, "--templat", form)
    assert f"{len(NUMBERS)} laporan selesai" in out, (code, out)
    assert printed(tmp_path / "HASIL" / "T") == shown
    first = next((tmp_path / "HASIL" / "T").glob("*PT 0.docx"))
    assert "0,7" in text_of(first)  # a template that counts with it still can


SHARES = [
    ("Capaian (%)", 0.35, "General", True), ("Persentase Capaian", 0.35, "General", True),
    ("Capaian (%)", 0.35, "0%", False), ("Capaian (%)", 35, "General", False),
    ("Capaian (%)", "35 %", "@", False), ("Capaian", 0.35, "General", False),
    ("Personel", 0.35, "General", False), ("Capaian (%)", 1.5, "General", False),
    ("Capaian (%)", 0, "General", False),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "value", "code", "is_told"), SHARES)
def test_a_share_that_is_no_per_cent_cell_is_to_be_looked_at(
    run: Run, tmp_path: Path, heading: str, value: Any, code: str, is_told: bool
) -> None:
    source = book(tmp_path / "K.xlsx", Kunjungan=[[*PLAIN[0][:7], heading], [*PLAIN[1][:7], value]])
    work = openpyxl.load_workbook(source)
    work["Kunjungan"]["H2"].number_format = code
    work.save(source)
    form = template(tmp_path / "T.docx", "[{{ hasil }}]")
    run(source, "--templat", form)
    work = openpyxl.load_workbook(tmp_path / "HASIL" / BOOK)
    said = [str(v) for page in work for row in page.iter_rows(values_only=True) for v in row if v]
    asked = [one for one in said if f"Kolom {heading} baris" in one]
    assert bool(asked) == is_told, said
    assert all(f"Kolom {heading} baris 2: 0,35 dicetak apa adanya" in one for one in asked)


def test_the_button_prints_numbers_alike(excel: Any, addin: None, tmp_path: Path) -> None:
    source, shown = numbered(tmp_path / "K.xlsx")
    template(tmp_path / BESIDE, "[{{ capaian }}]")
    _, opened = excel.open(source)
    click(opened)
    assert printed(tmp_path / "HASIL" / "Templat Kunjungan") == shown


def test_rows_of_other_sheets_print_as_shown(run: Run, tmp_path: Path) -> None:
    rows = [["No Kunjungan", *PLAIN[0][:7]], ["K-1", *PLAIN[1][:7]]]
    source = book(
        tmp_path / "K.xlsx", Kunjungan=rows, Temuan=[["No Kunjungan", "Bagian"], ["K-1", 0.4]]
    )
    work = openpyxl.load_workbook(source)
    work["Temuan"]["B2"].number_format = "0%"
    work.save(source)
    form = template(tmp_path / "T.docx", "{% for t in temuan %}[{{ t.bagian }}]{% endfor %}")
    run(source, "--templat", form)
    assert "[40 %]" in text_of(next((tmp_path / "HASIL" / "T").glob("*.docx")))


SENTENCES = [
    ("tag '{{ no_hp|rupiah }}': bukan.", "tag '{{ no_hp|rupiah }}' (kolom No. HP): bukan."),
    ("tag '{{ no_hp + hasil }}': x", "tag '{{ no_hp + hasil }}' (kolom No. HP, Hasil): x"),
    ("tag '{{ t.no_hp|rupiah }}': x", "tag '{{ t.no_hp|rupiah }}': x"),  # of another sheet
    ("tag '{{ hasil.x }}': x", "tag '{{ hasil.x }}' (kolom Hasil): x"),
    ("tag '{{ 5|hasil }}': x", "tag '{{ 5|hasil }}': x"),  # a filter
    ("""tag '{{ "no_hp" }}': x""", """tag '{{ "no_hp" }}': x"""),  # a text
    ("tag '{{ tidak_ada }}': x", "tag '{{ tidak_ada }}': x"),
    ("No Kunjungan no_hp ganda.", "No Kunjungan no_hp ganda."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), SENTENCES)
def test_a_refused_tag_names_its_column(said: str, meant: str) -> None:
    assert with_headings(said, {"no_hp": "No. HP", "hasil": "Hasil"}) == meant


def test_a_column_that_the_template_takes_from_a_sheet_is_told(run: Run, tmp_path: Path) -> None:
    rows = [[*PLAIN[0], "Temuan"], [*PLAIN[1], "tiga orang belum terdaftar"]]
    source = book(tmp_path / "K.xlsx", Kunjungan=rows)
    said = "Kolom Temuan tidak dicetak: templat ini memerlukan lembar Temuan"
    assert said in run(source)[1]
    form = template(tmp_path / "T.docx", "{{ temuan }}")  # it prints the column itself
    assert said not in run(source, "--templat", form)[1]
    assert "tiga orang" in text_of(next((tmp_path / "HASIL" / "T").glob("*.docx")))


def test_letters_are_not_filled_with_visits(visits: Path, run: Run) -> None:
    code, out, error = run(visits, "--templat", "surat_teguran_1")
    assert (code, out) == (2, "")
    assert "pilih templat kunjungan" in error


def test_a_dry_run_writes_nothing(visits: Path, run: Run, tmp_path: Path) -> None:
    before = everything(tmp_path)
    code, out, _ = run(visits, "--uji", "--gabung")
    assert code == 1
    assert "4 laporan dapat dibuat, 3 foto akan dipasang." in out
    assert everything(tmp_path) == before


def test_a_number_in_the_sheet_is_kept_and_none_is_taken(
    visits: Path, run: Run, tmp_path: Path
) -> None:
    heads = [cell.value for cell in openpyxl.load_workbook(visits)["Kunjungan"][1]]
    change(
        visits, f"{openpyxl.utils.get_column_letter(heads.index('Nomor Laporan') + 1)}2", "BA/77"
    )
    run(visits, "--hanya", "2", "--hanya", "3")
    assert [one["Nomor Laporan"] for one in told(tmp_path)] == ["BA/77", "001/LK/XI/2026"]
    assert "Nomor: BA/77" in text_of(tmp_path / "HASIL" / "Laporan Kunjungan" / NAMES[1])


def test_a_template_without_a_number_or_photos_takes_none(
    visits: Path, run: Run, tmp_path: Path
) -> None:
    form = template(tmp_path / "Sederhana.docx", "{{ nama_perusahaan }}, {{ no_hp }}")
    code, out, _ = run(visits, "--templat", form, "--foto", tmp_path / "Foto")
    assert code == 0 or "no_hp" in out or "No. HP" in out
    assert "tidak memuat foto" in out
    assert not (tmp_path / "HASIL" / ".kepesertaan" / "kunjungan").exists()
    assert {one["Foto"] for one in told(tmp_path)} == {0}
    assert "PT Maju Jaya Sentosa, 081200009901" in text_of(
        tmp_path / "HASIL" / "Sederhana" / NAMES[1]
    )


def test_names_that_clash_are_numbered_and_stay_so(run: Run, tmp_path: Path) -> None:
    rows = [PLAIN[0], PLAIN[1], [*PLAIN[1][:3], time(14, 0), *PLAIN[1][4:]]]
    source = book(tmp_path / "K.xlsx", Kunjungan=rows)
    form = template(tmp_path / "T.docx", "{{ jam_mulai|jam }}")
    run(source, "--templat", form)
    names = ["2026-11-24_PT Maju & Jaya Tbk.docx", "2026-11-24_PT Maju & Jaya Tbk_2.docx"]
    assert sorted(reports(tmp_path, "T")) == names
    run(source, "--templat", form, "--hanya", "3")  # alone it keeps its name
    assert sorted(reports(tmp_path, "T")) == names
    assert "14.00" in text_of(tmp_path / "HASIL" / "T" / names[1])


def test_a_photo_of_an_earlier_report_is_not_used_again(
    visits: Path, run: Run, tmp_path: Path
) -> None:
    run(visits, "--hanya", "K-004")
    left = next(one for one in told(tmp_path, "Hasil Foto") if one["Foto"] == "IMG_0001.jpg")
    assert (left["Keadaan"], left["Dipasang"]) == ("cocok", "tidak")
    assert left["Alasan"] == "Jam foto 09.12; laporannya tidak dibuat kali ini."
    (tmp_path / "Foto" / "K-004.png").rename(tmp_path / "Foto" / "K-002.png")
    run(visits, "--hanya", "K-002")
    photo = next(one for one in told(tmp_path, "Hasil Foto") if one["Foto"] == "K-002.png")
    assert (photo["Keadaan"], photo["Dipasang"]) == ("periksa", "tidak")
    assert NAMES[3] in photo["Alasan"]


def test_all_in_one_document_each_with_its_own_header(
    visits: Path, run: Run, tmp_path: Path
) -> None:
    run(visits, "--gabung")
    whole = tmp_path / "HASIL" / f"Gabungan Laporan Kunjungan {DAY}.docx"
    document = docx.Document(str(whole))
    assert len(document.sections) == 4
    headers = [section.header.paragraphs[0].text for section in document.sections]
    assert [re.search(r"00\d", text)[0] for text in headers] == ["001", "002", "003", "004"]  # type: ignore[index]
    assert "SECTIONPAGES" in text_of(whole)
    assert OpenXmlValidator().validate(str(whole)).errors == []


@pytest.mark.libreoffice
def test_a_pdf_is_ready_once_its_pages_are_counted(
    soffice: str, visits: Path, run: Run, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    _, out, _ = run(visits, "--pdf", "--gabung", "--hanya", "K-001", "--hanya", "K-003")
    folder = tmp_path / "HASIL"
    pages = {path.name: len(PdfReader(path).pages) for path in folder.rglob("*.pdf")}
    whole = pages.pop(f"Gabungan Laporan Kunjungan {DAY}.pdf")
    assert set(pages) == {NAMES[1].replace("docx", "pdf"), NAMES[2].replace("docx", "pdf")}
    assert whole == sum(pages.values())
    assert f"PDF siap: 2 laporan, {whole} halaman." in out
    text = PdfReader(folder / f"Gabungan Laporan Kunjungan {DAY}.pdf").pages[-1].extract_text()
    assert (
        f"Halaman {pages[NAMES[2].replace('docx', 'pdf')]} dari {pages[NAMES[2].replace('docx', 'pdf')]}"
        in text
    )


def test_no_pdf_is_said_to_be_ready_without_a_program(
    visits: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kepesertaan.word.pdf.libreoffice", lambda: None)
    options = Options(date.fromisoformat(DAY), own={"pdf": True, "hanya": ("K-001",)})
    job = result_job(visits, options, "Hasil Laporan Kunjungan")
    report = run_job("laporan-kunjungan", job, options, progress=lambda _step: None)
    assert report.kode == 1
    assert "PDF tidak dibuat" in "".join(report.lines)
    assert "PDF siap" not in "".join(report.lines)
    assert sorted(reports(tmp_path)) == [NAMES[1]]


BAD_USE = {
    "no such template": (("--templat", "tidak_ada.docx"), 3, "tidak ada"),
    "no template": (("--templat", "kunjungan.xlsx"), 2, "harus berkas Word .docx"),
    "damaged": (("--templat", "rusak.docx"), 3, "rusak.docx"),
    "tag": (("--templat", "tag.docx"), 3, "tag.docx"),
    "code": (("--templat", "jahat.docx"), 3, "jahat.docx"),
    "photos": (("--foto", "tidak ada"), 2, "folder itu tidak ada"),
    "sheet": (("--lembar", "Lain"), 3, "lembar yang diminta tidak ada"),
    "which": (("--hanya", "besok"), 2, "--hanya besok"),
}


@pytest.mark.parametrize("name", BAD_USE)
def test_wrong_use_is_one_sentence(
    name: str, visits: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    args, code, said = BAD_USE[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rusak.docx").write_bytes(b"PK\x03\x04 bukan zip")
    template(tmp_path / "tag.docx", "{{ nama perusahaan }}")
    template(tmp_path / "jahat.docx", "{{ ''.__class__.__mro__ }}")
    got, out, err = run(visits, *args)
    text = out + err
    assert got == code
    assert said in text
    assert "Traceback" not in text
    assert len(text.splitlines()) == 1
    assert not (tmp_path / "HASIL").exists()


def test_two_books_or_a_folder_are_wrong_use(visits: Path, run: Run, tmp_path: Path) -> None:
    assert run(visits, visits)[0] == 2
    assert run(tmp_path)[0] == 2


def test_json_for_programs(visits: Path, run: Run) -> None:
    code, out, _ = run(visits, "--json", "--hanya", "K-001")
    said = json.loads(out)
    assert said["kode"] == code == 1
    assert said["hitungan"]["laporan"] == 1
    assert [Path(path).name for path in said["keluaran"]] == [NAMES[1], BOOK]
    assert "0812" not in out  # no phone


# The button


def click(opened: Any, answer: bool = True) -> tuple[Any, list[str]]:
    return press("laporan-kunjungan", opened, DAY, answer)


def test_the_button_makes_the_same_reports_beside_the_book(
    excel: Any, addin: None, visits: Path, run: Run, tmp_path: Path
) -> None:
    app, opened = excel.open(visits)
    report, asked = click(opened)
    assert "4 laporan dengan 3 foto akan dibuat" in asked[0]
    assert (
        "Belum lengkap, ditandai kuning: PT Bahari Sejahtera (Jabatan PIC, Tindak Lanjut)."
        in asked[0]
    )
    assert len(report.lines) <= 6
    assert BOOK in [one.name for one in app.books]
    by_button = reports(tmp_path)
    assert sorted(by_button) == NAMES
    shutil.rmtree(tmp_path / "HASIL")
    run(visits)
    assert reports(tmp_path) == by_button


def test_selected_rows_only_and_the_template_beside_the_book(
    excel: Any, addin: None, visits: Path, tmp_path: Path
) -> None:
    template(tmp_path / BESIDE, "Templat kantor: {{ nama_perusahaan }}")
    _, opened = excel.open(visits)
    opened.sheets["Kunjungan"].activate()
    opened.sheets["Kunjungan"].range("A3:B4").select()
    _, asked = click(opened)
    assert "2 laporan" in asked[0]
    made = reports(tmp_path, "Templat Kunjungan")
    assert sorted(made) == [NAMES[0], NAMES[2]]


def test_a_cancelled_run_tells_what_was_made(
    excel: Any, addin: None, visits: Path, tmp_path: Path
) -> None:
    _, opened = excel.open(visits)

    def progress(step: str) -> None:
        if step.startswith("laporan 3"):
            raise Cancelled

    options = Options(today=date.fromisoformat(DAY))
    report = run_opened(
        all_actions()["laporan-kunjungan"], opened, options, Desk(lambda _text: True, progress)
    )
    assert report.lines[0].startswith("2 laporan selesai")
    assert [one["Keadaan"] for one in told(tmp_path)] == [
        "dibuat",
        "dibuat",
        "tidak dibuat",
        "tidak dibuat",
    ]
    assert "Dibatalkan sebelum laporan ini dibuat." in told(tmp_path)[3]["Perlu dilihat"]
    assert len(list((tmp_path / "HASIL" / ".kepesertaan" / "kunjungan").rglob("*.gz"))) == 2


def test_no_number_is_taken_when_the_person_says_no(
    excel: Any, addin: None, visits: Path, tmp_path: Path
) -> None:
    _, opened = excel.open(visits)
    with pytest.raises(Cancelled):
        click(opened, answer=False)
    assert not (tmp_path / "HASIL").exists()


def test_a_book_without_a_folder_gets_no_reports(
    excel: Any, addin: None, visits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    _, opened = excel.open(visits)
    known = opened_visits.read_standing(opened)
    monkeypatch.setattr(opened_visits, "read_standing", lambda _book: replace(known, folder=None))
    with pytest.raises(ExcelNotReady, match="folder"):
        click(opened)
