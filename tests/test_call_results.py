"""Simpan Hasil as an officer uses it: a filled list in, every call recorded once, the rest told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kepesertaan import cli
from kepesertaan.actions.registry import all_actions
from kepesertaan.domain.calls import Call
from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.table import CellError
from kepesertaan.excel.load import load_xlwings
from kepesertaan.files.read import read_book
from kepesertaan.rules.call_lines import is_blank, read_line, troubles_of
from kepesertaan.run.call_store import read_memory
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options
from kepesertaan.sheets.call_list import COLUMNS
from kepesertaan.sheets.filled_list import find_lists

Run = Callable[..., tuple[int, str, str]]
SHEET = "Daftar Telepon 2026-11-22"
DAY = date(2026, 11, 23)
PROMISE = {"Hasil": "Terhubung", "Tindak lanjut": "Janji bayar", "Tgl janji": datetime(2026, 12, 1)}


def line(number: int, **answers: object) -> dict[str, Any]:
    """A line of the list for an invented company; answers by heading, blanks as _."""
    known = {
        "No": number, "Perusahaan": f"PT CONTOH {number}", "NPP": f"1500990{number}",
        "Total": 5_000_000, "HP": "081234567890",
    }  # fmt: skip
    return known | {name.replace("_", " "): value for name, value in answers.items()}


def filled(path: Path, *lines: dict[str, Any], sheet: str = SHEET, top: int = 0) -> Path:
    """A list as it comes back from Excel; ``top`` title rows above the headings."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for _ in range(top):
        page.append(["DAFTAR TELEPON CABANG"])
    page.append(list(COLUMNS))
    for cells in lines:
        page.append([cells.get(name) for name in COLUMNS])
        for cell in page[page.max_row]:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type  # text, no formula
    book.save(path)
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*args: object) -> tuple[int, str, str]:
        code = cli.main([str(arg) for arg in ("simpan-hasil", *args)])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def remembered(book: Path) -> dict[str, list[Call]]:
    return {k: [*v] for k, v in read_memory(book.parent / ".kepesertaan" / "telepon").calls.items()}


def files_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


# --- one line


def cells(**answers: object) -> dict[str, Any]:
    return line(1, **answers)


READ = [  # id, the line, what is understood
    ("the least", cells(Hasil="Sibuk"), Call("15009901", DAY, "Sibuk")),
    ("letters and blanks", cells(Hasil=" terhubung\u00a0"), Call("15009901", DAY, "Terhubung")),
    (
        "everything",
        cells(**PROMISE, Nominal_janji=2_500_000, Tgl_tindak_lanjut=datetime(2026, 12, 2), Catatan=" besok \n"),
        Call("15009901", DAY, "Terhubung", date(2026, 12, 1), Decimal(2_500_000), "Janji bayar", date(2026, 12, 2), "besok"),
    ),
    ("a date as text", cells(Hasil="Terhubung", Tgl_janji="1 Des 2026"), Call("15009901", DAY, "Terhubung", date(2026, 12, 1))),
    ("a date as text, day above 12", cells(Hasil="Terhubung", Tgl_janji="24/12/2026"), Call("15009901", DAY, "Terhubung", date(2026, 12, 24))),
    ("money as text", cells(**PROMISE, Nominal_janji="Rp 2,5 juta"), Call("15009901", DAY, "Terhubung", date(2026, 12, 1), Decimal(2_500_000), "Janji bayar")),
    ("an NPP as a number", {**cells(Hasil="Sibuk"), "NPP": 15009901.0}, Call("15009901", DAY, "Sibuk")),
    ("a BPU participant", {**cells(Hasil="Sibuk"), "NPP": "KPJ 05012345671"}, Call("KPJ 05012345671", DAY, "Sibuk")),
    ("an NPP with a blank", {**cells(Hasil="Sibuk"), "NPP": "1500 9901"}, Call("15009901", DAY, "Sibuk")),
    ("an NPP as the list has it", {**cells(Hasil="Sibuk"), "NPP": "JK12345/01"}, Call("JK12345/01", DAY, "Sibuk")),
    ("a promise for the very day", cells(Hasil="Terhubung", Tgl_janji=datetime(2026, 11, 23)), Call("15009901", DAY, "Terhubung", DAY)),
    ("an hour", cells(Hasil="Sibuk", Jam="09"), Call("15009901", DAY, "Sibuk", hour=9)),
    ("an hour as a number", cells(Hasil="Sibuk", Jam=14.0), Call("15009901", DAY, "Sibuk", hour=14)),
    ("an hour with minutes", cells(Hasil="Sibuk", Jam="9.45"), Call("15009901", DAY, "Sibuk", hour=9)),
    ("an hour as a time", cells(Hasil="Sibuk", Jam=time(13, 30)), Call("15009901", DAY, "Sibuk", hour=13)),
    ("a promise within a year", cells(Hasil="Terhubung", Tgl_janji=datetime(2027, 11, 24)), Call("15009901", DAY, "Terhubung", date(2027, 11, 24))),
]  # fmt: skip


@pytest.mark.parametrize(("given", "call"), [c[1:] for c in READ], ids=[c[0] for c in READ])
def test_a_line_is_understood(given: dict[str, Any], call: Call) -> None:
    read = read_line(given, DAY, "")
    assert (read.call, read.troubles, [*troubles_of(read.call)]) == (call, [], [])


WRONG = [  # id, the line, heading, part of what is said
    ("unknown outcome", cells(Hasil="Diangkat"), "Hasil", "bukan pilihan; pilih Terhubung, Berdering"),
    ("no outcome", cells(Catatan="minta besok"), "Hasil", "belum dipilih"),
    ("unknown step", cells(Hasil="Terhubung", Tindak_lanjut="Nanti"), "Tindak lanjut", "bukan pilihan"),
    ("a promise without a date", cells(Hasil="Terhubung", Tindak_lanjut="Janji bayar"), "Tgl janji", "isi Tgl janji"),
    ("an amount without a date", cells(Hasil="Terhubung", Nominal_janji=500_000), "Tgl janji", "tanpa tanggal"),
    ("a promise yesterday", cells(Hasil="Terhubung", Tgl_janji=datetime(2026, 11, 22)), "Tgl janji", "22-11-2026 sudah lewat"),
    ("next action yesterday", cells(Hasil="Sibuk", Tgl_tindak_lanjut=datetime(2026, 11, 22)), "Tgl tindak lanjut", "sudah lewat"),
    ("a year mistyped", cells(Hasil="Terhubung", Tgl_janji=datetime(2027, 11, 25)), "Tgl janji", "periksa tahunnya"),
    ("a promise of nobody", cells(**{**PROMISE, "Hasil": "Sibuk"}), "Hasil", "tidak dapat disertai janji"),
    ("two dates", cells(Hasil="Terhubung", Tgl_janji="5/12/2026"), "Tgl janji", "dua tanggal"),
    ("no date", cells(Hasil="Terhubung", Tgl_janji="besok"), "Tgl janji", "bukan tanggal"),
    ("a number for a date", cells(Hasil="Terhubung", Tgl_janji=46357), "Tgl janji", "bukan tanggal"),
    ("a day that is none", cells(Hasil="Terhubung", Tgl_janji="31 Nov 2026"), "Tgl janji", "bukan tanggal"),
    ("no money", cells(**PROMISE, Nominal_janji="lunas"), "Nominal janji", "bukan jumlah uang"),
    ("thousands?", cells(**PROMISE, Nominal_janji=2500), "Nominal janji", "mungkin ribuan"),
    ("nothing promised", cells(**PROMISE, Nominal_janji=0), "Nominal janji", "bukan jumlah uang"),
    ("below nothing", cells(**PROMISE, Nominal_janji=-500_000), "Nominal janji", "bukan jumlah uang"),
    ("an error for money", cells(**PROMISE, Nominal_janji=CellError("#REF!")), "Nominal janji", "bukan jumlah uang"),
    ("an hour that is none", cells(Hasil="Sibuk", Jam="pagi"), "Jam", "bukan jam"),
    ("an hour after midnight", cells(Hasil="Sibuk", Jam=24), "Jam", "bukan jam"),
    ("no NPP", {**cells(Hasil="Sibuk"), "NPP": None}, "NPP", "tidak terbaca"),
    ("an NPP of words", {**cells(Hasil="Sibuk"), "NPP": "sama dengan atas"}, "NPP", "tidak terbaca"),
    ("an NPP as Excel shows it", {**cells(Hasil="Sibuk"), "NPP": "1,5E+07"}, "NPP", "tidak terbaca"),
    ("a zero lost", {**cells(Hasil="Sibuk"), "NPP": 1500990.0}, "NPP", "tidak terbaca"),
    ("an error for an NPP", {**cells(Hasil="Sibuk"), "NPP": CellError("#N/A")}, "NPP", "tidak terbaca"),
    ("a date for an NPP", {**cells(Hasil="Sibuk"), "NPP": datetime(2026, 1, 1)}, "NPP", "tidak terbaca"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "name", "said"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG]
)
def test_what_is_wrong_with_a_line_is_said(given: dict[str, Any], name: str, said: str) -> None:
    read = read_line(given, DAY, "")
    ((where, why),) = [*read.troubles, *troubles_of(read.call)]
    assert where == name
    assert said in why


@pytest.mark.parametrize("blank", [{}, {"Hasil": "  "}, {"Catatan": "\u200b"}])
def test_a_line_without_an_answer_is_no_call(blank: dict[str, Any]) -> None:
    assert is_blank(cells(**blank))


# --- which sheets are lists

NO_LISTS = [  # id, sheet, headings changed, part of what is said
    ("another sheet", "Juli", {}, "tidak ada lembar 'Daftar Telepon TANGGAL'"),
    ("no day", "Daftar Telepon", {}, "tidak ada lembar"),
    ("no such day", "Daftar Telepon 2026-13-01", {}, "tidak ada lembar"),
    ("a heading renamed", SHEET, {"Hasil": "Hasil telp"}, "judul kolom Hasil;"),
    ("a heading twice", SHEET, {"PIC": "Hasil"}, "dua kolom Hasil;"),
]


@pytest.mark.parametrize(
    ("sheet", "renamed", "said"), [c[1:] for c in NO_LISTS], ids=[c[0] for c in NO_LISTS]
)
def test_what_is_no_list_is_refused(
    tmp_path: Path, run: Run, sheet: str, renamed: dict[str, str], said: str
) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"), sheet=sheet)
    book = openpyxl.load_workbook(path)
    for cell in book[sheet][1]:
        cell.value = renamed.get(cell.value, cell.value)
    book.save(path)
    code, _, err = run(path)
    assert (code, said in err, files_in(tmp_path)) == (3, True, ["d.xlsx"])


def test_columns_may_be_moved_and_titles_put_above(tmp_path: Path) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"), line(2), top=3)
    book = openpyxl.load_workbook(path)
    book[SHEET].delete_cols(13, 2)  # WA and Naskah
    book[SHEET].insert_cols(1)
    book.save(path)
    ((day, table),) = find_lists("d.xlsx", read_book(path).sheets)
    assert (day, table.rows) == (date(2026, 11, 22), [5, 6])
    assert {c.header: c.values for c in table.columns}["Hasil"] == ["Sibuk", None]


def test_a_book_with_several_lists_gives_each(tmp_path: Path) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"))
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book[SHEET]).title = "daftar telepon 2026-10-20 (2)"
    book.create_sheet("Ringkasan")
    book.save(path)
    found = find_lists("d.xlsx", read_book(path).sheets)
    assert [day for day, _ in found] == [date(2026, 11, 22), date(2026, 10, 20)]
    with pytest.raises(SheetNotRecognised):
        find_lists("d.xlsx", read_book(path).sheets[2:])


# --- the whole way


def test_good_lines_are_recorded_and_wrong_ones_listed(tmp_path: Path, run: Run) -> None:
    path = filled(
        tmp_path / "Daftar Telepon 2026-11-22.xlsx",
        line(1, **PROMISE, Nominal_janji=2_500_000),
        line(2, Hasil="Terhubung", Tindak_lanjut="Janji bayar"),
        line(3, Hasil="Berdering tidak diangkat"),
        line(4),
        line(5, Hasil="Entah", Catatan="hubungi 081299990000"),
    )
    before = path.read_bytes()
    code, out, err = run(path, "--per", "2026-11-23")
    assert (code, err, path.read_bytes()) == (1, "", before)
    result = tmp_path / "HASIL" / "Hasil Telepon 2026-11-23.xlsx"
    assert out.splitlines() == [
        "Daftar Telepon 2026-11-22.xlsx: 2 panggilan dicatat: 1 terhubung (50 %), 1 janji bayar Rp 2.500.000.",
        "0 sudah tercatat sebelumnya, 1 belum ditelepon, 2 perlu diperbaiki (belum dicatat).",
        "Perbaiki dahulu Daftar Telepon 2026-11-22!R3: 'Janji bayar' tanpa tanggal; isi Tgl janji.",
        f"Lihat {result}",
        f"Catatan pertama di {tmp_path / '.kepesertaan' / 'telepon'}. Agar terbaca bulan depan, buat daftar berikutnya di "
        "folder yang sama, atau minta petugas TI mengisi folder bersama (call_memory.toml).",
    ]
    calls = remembered(path)
    assert set(calls) == {"15009901", "15009903"}
    assert calls["15009903"][0].next_on == date(2026, 11, 24)
    book = openpyxl.load_workbook(result)
    assert book.sheetnames == ["Perlu Dilengkapi"]
    rows = [[c.value for c in row] for row in book["Perlu Dilengkapi"].iter_rows()]
    assert [row[:4] for row in rows if row[0] == SHEET] == [
        [SHEET, "R3", 3, "Tgl janji"],
        [SHEET, "P6", 6, "Hasil"],
    ]
    assert not any("0812" in name for name in files_in(tmp_path))
    memory = read_memory(path.parent / ".kepesertaan" / "telepon")
    assert [(r.company, r.total, r.listed) for r in memory.records] == [
        ("PT CONTOH 1", Decimal(5_000_000), date(2026, 11, 22)),
        ("PT CONTOH 3", Decimal(5_000_000), date(2026, 11, 22)),
    ]


def test_saving_twice_records_nothing_twice(tmp_path: Path, run: Run) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, **PROMISE), line(2, Hasil="Sibuk"))
    assert run(path, "--per", "2026-11-23")[0] == 0
    before = files_in(tmp_path)
    code, out, _ = run(path, "--per", "2026-12-20")  # its promise is long past by then
    assert (code, files_in(tmp_path)) == (0, before)
    assert out.splitlines() == [
        "d.xlsx: 0 panggilan dicatat.",
        "2 sudah tercatat sebelumnya, 0 belum ditelepon, 0 perlu diperbaiki (belum dicatat).",
    ]


def test_a_correction_is_a_new_record_that_stands(tmp_path: Path, run: Run) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"))
    run(path, "--per", "2026-11-23")
    before = {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path / ".kepesertaan")
              if (tmp_path / name).exists()}  # fmt: skip
    filled(path, line(1, Hasil="Salah nomor"))
    assert run(path, "--per", "2026-11-23")[0] == 0
    assert all((tmp_path / name).read_bytes() == data for name, data in before.items())
    assert [c.outcome for c in remembered(path)["15009901"]] == ["Salah nomor"]
    filled(path, line(1, Hasil="Terhubung"))
    run(path, "--per", "2026-11-24")
    assert [c.outcome for c in remembered(path)["15009901"]] == ["Salah nomor", "Terhubung"]


def test_a_correction_that_cannot_be_read_is_listed_and_the_record_stays(
    tmp_path: Path, run: Run
) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Terhubung"))
    run(path, "--per", "2026-11-23")
    filled(path, line(1, Hasil="Terhubung", Tgl_janji="minggu depan"))
    code, out, _ = run(path, "--per", "2026-11-23")
    assert (code, "1 perlu diperbaiki" in out) == (1, True)
    assert [c.promised_on for c in remembered(path)["15009901"]] == [None]


def test_a_company_with_two_different_answers_is_asked_about(tmp_path: Path, run: Run) -> None:
    twice = line(1, Hasil="Sibuk"), line(1, Hasil="Terhubung"), line(2, Hasil="Sibuk")
    path = filled(tmp_path / "d.xlsx", *twice, line(2, Hasil="Sibuk"))
    code, out, _ = run(path, "--per", "2026-11-23", "--json")
    report = json.loads(out)
    assert (code, set(remembered(path))) == (1, {"15009902"})
    assert report["hitungan"] | {"jatuh_tempo": 0} == {
        "baris": 4, "dicatat": 1, "sudah": 1, "kosong": 0, "dilengkapi": 2, "terhubung": 0,
        "janji": 0, "nominal_janji": 0, "jatuh_tempo": 0,
    }  # fmt: skip
    assert report["catatan"][:-1] == [
        f"{SHEET}!D{row} (NPP): NPP ini terisi di lebih dari satu baris; sisakan satu hasil."
        for row in (2, 3)
    ]


def test_a_trial_writes_nothing(tmp_path: Path, run: Run) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"), line(2, Hasil="Entah"))
    code, out, _ = run(path, "--uji", "--laporan", "--per", "2026-11-23")
    assert (code, files_in(tmp_path)) == (1, ["d.xlsx"])
    assert [p.name for p in tmp_path.iterdir()] == ["d.xlsx"]
    assert "1 panggilan dapat dicatat" in out


def test_every_list_of_a_folder_is_saved(tmp_path: Path, run: Run) -> None:
    for n in (1, 2):
        filled(tmp_path / f"Daftar Telepon {n}.xlsx", line(n, Hasil="Sibuk"))
    (tmp_path / "~$Daftar Telepon 1.xlsx").write_bytes(b"x")
    filled(tmp_path / "Hasil Telepon 2026-11-22.xlsx", line(3, Hasil="Sibuk"))
    assert run(tmp_path, "--per", "2026-11-23")[0] == 0
    assert set(remembered(tmp_path / "x")) == {"15009901", "15009902"}


def test_a_damaged_record_is_told_and_the_rest_saved(tmp_path: Path, run: Run) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"))
    run(path, "--per", "2026-11-23")
    (record,) = (tmp_path / ".kepesertaan").rglob("*.gz")
    record.write_bytes(b"rusak")
    code, out, _ = run(path, "--per", "2026-11-23")
    assert code == 1
    assert f"{record.name} rusak dan dilewati" in out
    assert set(remembered(path)) == {"15009901"}


def test_two_officers_saving_the_same_list_at_once_double_nothing(tmp_path: Path) -> None:
    """Two real programs; whichever reads first, each company has one call afterwards."""
    path = filled(tmp_path / "d.xlsx", *(line(n, Hasil="Sibuk") for n in range(1, 10)))
    command = [
        sys.executable,
        "-m",
        "kepesertaan.cli",
        "simpan-hasil",
        str(path),
        "--per",
        "2026-11-23",
    ]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [program.communicate()[0] for program in running]
    assert [program.returncode for program in running] == [0, 0], said
    calls = remembered(path)
    assert {npp: len(some) for npp, some in calls.items()} == {
        f"1500990{n}": 1 for n in range(1, 10)
    }


# --- the report of the day


def test_the_report_shows_the_day_in_two_tables_and_its_rates(tmp_path: Path, run: Run) -> None:
    other = filled(tmp_path / "kemarin.xlsx", line(7, Hasil="Terhubung"))
    run(other, "--per", "2026-11-22")
    path = filled(
        tmp_path / "d.xlsx",
        line(1, **PROMISE, Nominal_janji=2_500_000, Catatan="=1+1"),
        line(2, Hasil="Terhubung", Tindak_lanjut="Minta rincian"),
        line(3, Hasil="Sibuk"),
    )
    assert run(path, "--laporan", "--per", "2026-11-23", "--keluar", tmp_path / "L")[0] == 0
    made = tmp_path / "L" / "Hasil Telepon 2026-11-23.xlsx"
    book = openpyxl.load_workbook(made)
    assert book.sheetnames == ["Laporan Harian"]
    page = book["Laporan Harian"]
    rows = [[c.value for c in row if c.value is not None] for row in page.iter_rows()]
    assert [row for row in rows if row][:7] == [
        ["Laporan telepon 23-11-2026"],
        ["Ringkasan"],
        ["Angka", "Jumlah", "Bagian", "Dari"],
        ["Terhubung", "2 dari 3", "67 %", "perusahaan yang ditelepon"],
        ["Janji bayar", "1 dari 2", "50 %", "perusahaan yang terhubung"],
        ["Janji ditepati", "0 dari 0", "-", "janji yang sudah dapat dinilai"],
        [
            "Nominal janji hari itu Rp 2.500.000. Janji dinilai dari data pembayaran; "
            "yang dihitung adalah catatan sejak 22-08-2026."
        ],
    ]
    titles = [row[0] for row in rows if len(row) == 1]
    assert titles[3:] == ["Terhubung: 2 panggilan", "Tidak terhubung: 1 panggilan"]
    (promised,) = (row for row in page.iter_rows() if row[0].value == "PT CONTOH 1")
    assert [c.value for c in promised[1:8]] == [
        "15009901", "Terhubung", "Janji bayar", datetime(2026, 12, 1), 2_500_000,
        datetime(2026, 12, 1), "=1+1",
    ]  # fmt: skip
    assert promised[4].number_format == "dd-mm-yyyy"
    assert promised[7].data_type == "s"
    run(path, "--laporan", "--per", "2026-11-23", "--keluar", tmp_path / "L")
    again = tmp_path / "L" / "Hasil Telepon 2026-11-23 (2).xlsx"
    assert again.exists()


def test_promises_due_next_are_told(tmp_path: Path, run: Run) -> None:
    friday = datetime(2026, 11, 27)
    due = [
        line(n, **{**PROMISE, "Tgl janji": datetime(2026, 11, day)})
        for n, day in ((1, 28), (2, 30), (4, 27))
    ]
    path = filled(tmp_path / "d.xlsx", *due, line(3, **PROMISE))
    _, out, _ = run(path, "--per", f"{friday:%Y-%m-%d}")
    assert "Sampai 30-11-2026 ada 2 janji jatuh tempo." in out.splitlines()


# --- the button


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "rumah"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


def click(book: Any, *, says: bool) -> list[str]:
    """The button on an open book; what it says."""
    desk = Desk(lambda _text: says, lambda _step: None)
    return run_opened(all_actions()["simpan-hasil"], book, Options(today=DAY), desk).lines


@pytest.mark.usefixtures("home")
def test_the_button_records_what_stands_in_the_open_book(excel: Any, tmp_path: Path) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"), line(2), line(3, Hasil="Entah"))
    load_xlwings()
    _, book = excel.open(path)
    before = path.read_bytes()
    book.sheets[SHEET].range("P3").raw_value = "Terhubung"  # typed, not saved
    said = click(book, says=True)
    assert said[:3] == [
        "d.xlsx: 2 panggilan dicatat: 1 terhubung (50 %), 0 janji bayar Rp 0.",
        "0 sudah tercatat sebelumnya, 0 belum ditelepon, 1 perlu diperbaiki (belum dicatat).",
        f"Perbaiki dahulu {SHEET}!P4: isian ini bukan pilihan; pilih Terhubung, "
        "Berdering tidak diangkat, Tidak tersambung, Sibuk, Nomor tidak aktif, Salah nomor.",
    ]
    assert (
        said[-1]
        == "Lihat lembar 'Perlu Dilengkapi' dan 'Laporan Harian' di buku baru yang terbuka."
    )
    assert len(said) <= 6
    assert set(remembered(path)) == {"15009901", "15009902"}
    assert (path.read_bytes(), book.sheets[SHEET].range("P3").raw_value) == (before, "Terhubung")
    assert len(book.app.books) == 2
    assert not list((tmp_path / ".kepesertaan").glob("sementara-*"))


@pytest.mark.usefixtures("home")
def test_without_a_report_and_without_trouble_no_book_is_opened(excel: Any, tmp_path: Path) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"))
    load_xlwings()
    _, book = excel.open(path)
    click(book, says=False)
    assert click(book, says=False)[0] == "d.xlsx: 0 panggilan dicatat."
    assert (set(remembered(path)), len(book.app.books)) == ({"15009901"}, 1)


@pytest.mark.usefixtures("home")
def test_the_button_on_another_book_says_what_it_needs(excel: Any, tmp_path: Path) -> None:
    load_xlwings()
    _, book = excel.open(filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"), sheet="Juli"))
    with pytest.raises(SheetNotRecognised, match="Pilih daftar telepon yang sudah diisi"):
        click(book, says=True)
    assert files_in(tmp_path) == ["d.xlsx"]


@pytest.mark.libreoffice
@pytest.mark.usefixtures("home")
def test_the_button_works_in_calc(office: Any, tmp_path: Path) -> None:
    path = filled(
        tmp_path / "d.xlsx", line(1, **PROMISE, Nominal_janji=2_500_000), line(2, Hasil="Entah")
    )
    book = office.books.open(str(path))
    said = click(book, says=True)
    assert (
        said[0] == "d.xlsx: 1 panggilan dicatat: 1 terhubung (100 %), 1 janji bayar Rp 2.500.000."
    )
    assert remembered(path)["15009901"][0].promised_on == date(2026, 12, 1)
    (report,) = (other for other in office.books if other.name != "d.xlsx")
    assert [sheet.name for sheet in report.sheets] == ["Perlu Dilengkapi", "Laporan Harian"]
    for opened in (report, book):
        opened.close()


# --- round the month: list, answers, payments, next list


def arrears(path: Path, *numbers: int) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["NPP", "Nama Perusahaan", "BLTH", "Iuran", "HP PIC"])
    for n in numbers:
        page.append([f"1500990{n}", f"PT CONTOH {n}", "09-2026", 5_000_000, "081234567890"])
    book.save(path)
    return path


def payments(path: Path, *paid: tuple[int, datetime, int]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["NPP", "Tgl Bayar", "Jumlah Bayar"])
    for n, day, amount in paid:
        page.append([f"1500990{n}", day, amount])
    book.save(path)
    return path


def answer(path: Path, sheet: str, answers: dict[str, dict[str, object]]) -> None:
    """Fill a list we made, as an officer does."""
    book = openpyxl.load_workbook(path)
    rows = book[sheet].iter_rows()
    places = {cell.value: k for k, cell in enumerate(next(rows))}
    for row in rows:
        for name, value in answers.get(row[places["NPP"]].value, {}).items():
            row[places[name]].value = value
    book.save(path)


def histories(path: Path, sheet: str) -> dict[str, str]:
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    heads = next(rows)
    return {row[heads.index("NPP")]: row[heads.index("Riwayat singkat")] or "" for row in rows}


def daftar(capsys: pytest.CaptureFixture[str], *args: object) -> str:
    cli.main([str(arg) for arg in ("daftar-telepon", *args)])
    out = capsys.readouterr()
    assert out.err == ""
    return out.out


def test_answers_come_back_on_the_next_list_with_what_became_of_promises(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    first = arrears(tmp_path / "piutang.xlsx", 1, 2, 3)
    out = tmp_path / "HASIL"
    daftar(capsys, first, "--per", "2026-11-22", "--keluar", out)
    made = out / f"{SHEET}.xlsx"
    promise = {**PROMISE, "Nominal janji": 1_000_000}
    answer(made, SHEET, {"15009901": promise, "15009902": promise, "15009903": {"Hasil": "Sibuk"}})
    assert run(made, "--per", "2026-11-23")[0] == 0

    paid = payments(
        tmp_path / "bayar.xlsx",
        (1, datetime(2026, 11, 30), 1_000_000),
        (9, datetime(2026, 12, 20), 1),
    )
    daftar(capsys, first, "--bayar", paid, "--per", "2026-12-21", "--keluar", out)
    december = "Daftar Telepon 2026-12-21"
    told = histories(out / f"{december}.xlsx", december)
    assert told == {
        "15009901": "23-11-2026 Terhubung, janji 01-12-2026 Rp 1.000.000 (ditepati)",
        "15009902": "23-11-2026 Terhubung, janji 01-12-2026 Rp 1.000.000 (ingkar)",
        "15009903": "23-11-2026 Sibuk",
    }
    daftar(capsys, first, "--per", "2027-01-21", "--keluar", out)  # without those payments
    january = "Daftar Telepon 2027-01-21"
    assert histories(out / f"{january}.xlsx", january) == told
    assert run(out / f"{december}.xlsx", "--laporan", "--per", "2026-12-22")[0] == 0
    book = openpyxl.load_workbook(out / "Hasil Telepon 2026-12-22.xlsx")
    rows = list(book["Laporan Harian"].iter_rows(values_only=True))
    assert ("Janji ditepati", "1 dari 2", "50 %") in [row[:3] for row in rows]


def test_a_trial_list_remembers_no_verdict(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path / "HASIL.xlsx", line(1, **PROMISE))
    run(path, "--per", "2026-11-23")
    paid = payments(tmp_path / "bayar.xlsx", (9, datetime(2026, 12, 20), 1))
    args = (
        arrears(tmp_path / "p.xlsx", 1),
        "--bayar",
        paid,
        "--per",
        "2026-12-21",
        "--keluar",
        tmp_path,
    )
    assert "kode" in daftar(capsys, *args, "--uji", "--json")
    assert [c.kept for c in remembered(path)["15009901"]] == [None]
    daftar(capsys, *args)
    assert [c.kept for c in remembered(path)["15009901"]] == [False]


def test_a_promise_is_not_broken_by_payments_that_do_not_reach_it(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """An old payments sheet knows nothing of December; nothing paid there is not "not paid"."""
    path = filled(tmp_path / "d.xlsx", line(1, **PROMISE))
    run(path, "--per", "2026-11-23")
    paid = payments(tmp_path / "bayar.xlsx", (9, datetime(2026, 11, 28), 1))
    piutang = arrears(tmp_path / "p.xlsx", 1)
    daftar(capsys, piutang, "--bayar", paid, "--per", "2026-12-21", "--keluar", tmp_path)
    assert [c.kept for c in remembered(path)["15009901"]] == [None]


def test_a_damaged_record_does_not_stop_the_next_list(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"))
    run(path, "--per", "2026-11-23")
    (record,) = (tmp_path / ".kepesertaan").rglob("*.gz")
    record.write_bytes(b"rusak")
    said = daftar(
        capsys, arrears(tmp_path / "p.xlsx", 1), "--per", "2026-12-21", "--keluar", tmp_path
    )
    assert f"{record.name} rusak dan dilewati" in said
    assert (tmp_path / "Daftar Telepon 2026-12-21.xlsx").exists()


def test_a_list_of_an_earlier_day_knows_only_what_was_known_then(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, Hasil="Sibuk"))
    run(path, "--per", "2026-11-24")
    piutang = arrears(tmp_path / "p.xlsx", 1)
    for day, told in (("2026-11-23", ""), ("2026-11-24", "24-11-2026 Sibuk")):
        daftar(capsys, piutang, "--per", day, "--keluar", tmp_path)
        name = f"Daftar Telepon {day}"
        assert histories(tmp_path / f"{name}.xlsx", name) == {"15009901": told}


def test_one_receipt_in_two_sheets_keeps_half_a_promise_only(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path / "d.xlsx", line(1, **PROMISE, Nominal_janji=2_000_000))
    run(path, "--per", "2026-11-23")
    book = openpyxl.Workbook()
    for page in (book.active, book.create_sheet("lagi")):
        page.append(["NPP", "Tgl Bayar", "Jumlah Bayar", "No Bukti"])
        page.append(["15009901", datetime(2026, 11, 30), 1_000_000, "B-1"])
        page.append(["15009909", datetime(2026, 12, 20), 1, "B-2"])
    book.save(tmp_path / "bayar.xlsx")
    piutang = arrears(tmp_path / "p.xlsx", 1, 9)
    daftar(
        capsys,
        piutang,
        "--bayar",
        tmp_path / "bayar.xlsx",
        "--per",
        "2026-12-21",
        "--keluar",
        tmp_path,
    )
    assert [c.kept for c in remembered(path)["15009901"]] == [False]
