"""The buttons inside Excel: the real xlwings engine of Windows over a fake Excel."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from fake_addin import UNDO, load_addin, unload_addin
from fake_excel import counted
from kepesertaan import buttons
from kepesertaan.actions.registry import all_actions
from kepesertaan.domain.edit import CellEdit
from kepesertaan.domain.errors import Cancelled, CannotWrite, ExcelNotReady, KepesertaanError
from kepesertaan.domain.show import count
from kepesertaan.excel.load import load_xlwings
from kepesertaan.excel.patience import patient_for
from kepesertaan.excel.reading import read_sheet
from kepesertaan.excel.standing import open_book
from kepesertaan.excel.writing import MACRO, MacroRefused, write_cells
from kepesertaan.run.dispatch import run_job
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options, plan_jobs

PRACTICE = Path(__file__).parents[1] / "workbooks" / "latihan.xlsx"
TODAY = date(2026, 11, 22)
YES = 6  # the button's id in a message box


class Person:
    """Who sits at the screen: says yes or no, and remembers what was asked and told."""

    def __init__(self, *, says: bool = True) -> None:
        self.says, self.asked, self.told = says, [], []

    def ask(self, text: str) -> bool:
        self.asked.append(text)
        return self.says

    @property
    def desk(self) -> Desk:
        return Desk(self.ask, self.told.append)


def click(button: str, book: Any, person: Person | None = None) -> Any:
    person = person or Person()
    return run_opened(all_actions()[button], book, Options(today=TODAY), person.desk)


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """The practice book, in a folder of its own."""
    path = tmp_path / "kantor" / "latihan.xlsx"
    path.parent.mkdir()
    shutil.copyfile(PRACTICE, path)
    return path


@pytest.fixture(autouse=True)
def addin(excel: Any) -> None:
    """Our add-in is loaded, as it is wherever a ribbon button is clicked."""
    load_xlwings()
    load_addin(excel)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of nobody's."""
    folder = tmp_path / "rumah"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


def cells_of(path: Path, sheet: str | None = None) -> dict[str, Any]:
    """Value, number format and fill of every cell of a saved sheet."""
    book = openpyxl.load_workbook(path)
    page = book[sheet] if sheet else book.worksheets[0]
    return {
        cell.coordinate: (cell.value, cell.data_type, cell.number_format, fill_of(cell))
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None or fill_of(cell)
    }


def fill_of(cell: Any) -> str:
    return cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type == "solid" else ""


def saved(book: Any, path: Path) -> Path:
    """The book as it is now, in a file."""
    book.api.SaveCopyAs(str(path))
    return path


# --- what a person relies on, button by button


def test_periksa_changes_no_cell_and_brings_its_lists(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    before = cells_of(saved(book, practice.with_name("sebelum.xlsx")))
    report = click("periksa", book)
    after = saved(book, practice.with_name("sesudah.xlsx"))
    assert cells_of(after) == before
    assert [sheet.name for sheet in book.sheets][-3:] == [
        "Ringkasan Temuan", "Pratinjau", "Daftar Temuan",
    ]  # fmt: skip
    assert report.lines[0] == "40 peserta di lembar 'Peserta' diperiksa."
    assert "Klik Terapkan" in report.lines[3]


def test_bersihkan_gives_the_same_cells_and_lists_as_the_command(
    excel: Any, practice: Path, tmp_path: Path
) -> None:
    by_command = cleaned_by_command(practice, tmp_path)
    _, book = excel.open(practice)
    click("bersihkan", book)
    by_button = saved(book, tmp_path / "tombol.xlsx")
    assert cells_of(by_button, "Peserta") == cells_of(by_command, "Peserta")
    findings = by_command.with_name("latihan_temuan.xlsx")
    for there, here in (("Perubahan", "Perubahan"), ("Perlu Keputusan", "Daftar Temuan")):
        assert values_of(by_button, here) == values_of(findings, there)


def cleaned_by_command(path: Path, folder: Path) -> Path:
    """The result of the command line on a copy, of the sheet in front only."""
    source = folder / "perintah" / path.name
    source.parent.mkdir()
    shutil.copyfile(path, source)
    options = Options(today=TODAY, sheets=("Peserta",))
    (job,) = plan_jobs([source], options)
    run_job("bersihkan", job, options, progress=lambda _text: None)
    return job.result


def values_of(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def test_urungkan_gives_back_every_value_format_and_colour(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    before = cells_of(saved(book, practice.with_name("a.xlsx")))
    click("bersihkan", book)
    assert cells_of(saved(book, practice.with_name("b.xlsx"))) != before
    report = click("urungkan", book)
    assert cells_of(saved(book, practice.with_name("c.xlsx"))) == before
    assert "dikembalikan" in report.lines[0]


def test_urungkan_works_after_the_book_was_closed(excel: Any, practice: Path) -> None:
    before = cells_of(practice)
    _, book = excel.open(practice)
    click("bersihkan", book)
    book.save()
    book.close()
    _, again = excel.open(practice)
    excel.set_result(again, "Peserta", "O46", 1)  # openpyxl saves formulas without results
    click("urungkan", again)
    assert cells_of(saved(again, practice.with_name("c.xlsx"))) == before


def test_urungkan_leaves_newer_edits_alone_and_says_so(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    click("bersihkan", book)
    address = first_changed(book)
    book.sheets["Peserta"].range(address).number_format = "@"
    book.sheets["Peserta"].range(address).raw_value = "DIKETIK ORANG"
    person = Person()
    report = click("urungkan", book, person)
    assert book.sheets["Peserta"].range(address).raw_value == "DIKETIK ORANG"
    assert "1 dibiarkan" in report.lines[0]
    assert "1 sel sudah Anda ubah sesudahnya; dibiarkan." in person.asked[0]


def test_urungkan_gives_nobody_what_was_another_persons(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    click("bersihkan", book)
    page = book.sheets["Peserta"]
    page.range("B9").raw_value, page.range("D9").raw_value = "3578035405949999", "ORANG LAIN"
    person = Person()
    report = click("urungkan", book, person)
    assert page.range("G9").raw_value == "P"  # of BUNGA, who had "Perempuan"
    assert "sel dibiarkan: barisnya kini berisi orang lain." in report.lines[1]
    assert report.lines[1] in person.asked[0]


def first_changed(book: Any) -> str:
    """Address of the first change on the list."""
    return str(book.sheets["Perubahan"].range("D2").raw_value)


def test_an_undo_is_in_the_history_and_can_be_undone(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    click("bersihkan", book)
    done = cells_of(saved(book, practice.with_name("b.xlsx")))
    click("urungkan", book)
    report = click("riwayat", book)
    assert report.lines[0] == "2 pekerjaan tercatat. Lihat lembar 'Riwayat'."
    tick_history(book, lambda row: row["No"] == "2")
    click("urungkan", book)
    assert cells_of(saved(book, practice.with_name("d.xlsx"))) == done


def tick_history(book: Any, wanted: Any) -> int:
    """Write Ya beside the lines of ``Riwayat`` that are wanted; how many."""
    page = book.sheets["Riwayat"]
    head, *rows = page.range("A3:J200").raw_value
    found = 0
    for i, row in enumerate(rows, 4):
        if row[1] and wanted(dict(zip(head, row, strict=True))):
            page.range(f"A{i}").raw_value = "Ya"
            found += 1
    return found


def test_one_column_is_taken_back_by_ticking_it_in_the_history(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    before = cells_of(saved(book, practice.with_name("a.xlsx")))
    click("bersihkan", book)
    done = cells_of(saved(book, practice.with_name("b.xlsx")))
    click("riwayat", book)
    assert tick_history(book, lambda row: row["Kolom"] == "NIK")
    click("urungkan", book)
    after = cells_of(saved(book, practice.with_name("c.xlsx")))
    column = heading_letter(practice, "NIK")
    for address in {*before, *done}:
        wanted = before if address.rstrip("0123456789") == column else done
        assert after.get(address) == wanted.get(address), address


def heading_letter(path: Path, heading: str) -> str:
    page = openpyxl.load_workbook(path)["Peserta"]
    return next(c.column_letter for row in page.iter_rows() for c in row if c.value == heading)


def test_terapkan_writes_the_ticked_lines_only(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    click("periksa", book)
    preview = book.sheets["Pratinjau"]
    lines = preview.range("A2:K60").raw_value
    keep = next(i for i, line in enumerate(lines) if line[0] == "Ya")
    for i, line in enumerate(lines):
        if line[0] == "Ya" and i != keep:
            preview.range(f"A{i + 2}").raw_value = "Tidak"
    before = cells_of(saved(book, practice.with_name("a.xlsx")), "Peserta")
    report = click("terapkan", book)
    after = cells_of(saved(book, practice.with_name("b.xlsx")), "Peserta")
    changed = {a for a in {*before, *after} if before.get(a) != after.get(a)}
    assert changed == {lines[keep][3]}
    assert report.lines[0] == "1 perubahan selesai, 0 dilewati. Jumlah baris tetap 40."
    assert click("terapkan", book).lines == [
        "Semua baris yang dicentang sudah diterapkan sebelumnya."
    ]


def test_a_cell_edited_after_the_preview_is_skipped(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    click("periksa", book)
    address = str(book.sheets["Pratinjau"].range("D2").raw_value)
    book.sheets["Peserta"].range(address).number_format = "@"
    book.sheets["Peserta"].range(address).raw_value = "DIKETIK ORANG"
    report = click("terapkan", book)
    assert book.sheets["Peserta"].range(address).raw_value == "DIKETIK ORANG"
    assert ", 1 dilewati." in report.lines[0]


def test_saying_no_changes_nothing(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    before = cells_of(saved(book, practice.with_name("a.xlsx")))
    with pytest.raises(Cancelled, match="Belum ada data yang diubah"):
        click("bersihkan", book, Person(says=False))
    assert cells_of(saved(book, practice.with_name("b.xlsx"))) == before
    assert [sheet.name for sheet in book.sheets] == ["Peserta", "Kunci"]


def test_every_button_puts_the_screen_back(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    for button in ("periksa", "terapkan", "urungkan", "bersihkan", "riwayat", "urungkan"):
        click(button, book)
        assert excel.left() == {}, button


def test_ctrl_z_offers_urungkan_until_something_else_changes(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    person = Person()
    click("bersihkan", book, person)
    assert "klik Urungkan, atau Ctrl+Z selama belum ada perubahan lain" in person.asked[0]
    assert excel.undo_entry == UNDO
    book.sheets["Kunci"].range("A1").raw_value = "diketik"
    assert excel.undo_entry is None


def test_nothing_is_offered_to_ctrl_z_once_all_is_undone(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    noted = []
    note = "'Kepesertaan.xlam'!RibbonKepesertaan.CatatUrungan"
    excel.macros[note] = lambda _app, name, cells: noted.append((name, cells))
    changed = click("bersihkan", book).diubah
    click("urungkan", book)
    (name, cells), last = noted
    assert name == practice.name
    assert cells > changed  # the marks go too
    assert last == (practice.name, 0)
    click("periksa", book)
    assert len(noted) == 2  # it writes no data, so there is nothing to tell


@pytest.mark.parametrize("folder", ["beside", "cloud"])
def test_what_holds_data_is_made_with_the_journal_and_never_stays(
    excel: Any, practice: Path, home: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    _, book = excel.open(practice)
    kept = practice.parent / ".kepesertaan"
    if folder == "cloud":
        excel.put_in_cloud(book, "https://kantor.example/data")
        kept = home / ".kepesertaan"
    made = []
    note_places(monkeypatch, made)
    for button in ("periksa", "bersihkan", "riwayat"):
        click(button, book)
    assert len(made) == 3
    assert all(kept in path.parents for path in made)
    assert list(practice.parent.rglob("*sementara*")) == list(home.rglob("*sementara*")) == []


def note_places(monkeypatch: pytest.MonkeyPatch, made: list[Path]) -> None:
    """Keep the path of every book of ours that Excel is given to open."""
    from kepesertaan.run import opened, opened_undo

    for module in (opened, opened_undo):
        real = module.put_pages

        def put(app: Any, book: Any, path: Path, names: Any, real: Any = real) -> Any:
            made.append(path)
            return real(app, book, path, names)

        monkeypatch.setattr(module, "put_pages", put)


def test_what_a_crash_left_an_hour_ago_is_swept(excel: Any, practice: Path) -> None:
    kept = practice.parent / ".kepesertaan"
    old, new = kept / "sementara-lama", kept / "sementara-baru"
    for left in (old, new):
        left.mkdir(parents=True)
        (left / "isi.xlsx").write_bytes(b"")
    os.utime(old, (1, 1))
    click("periksa", excel.open(practice)[1])
    assert not old.exists()
    assert new.exists()  # another run may be at it


# --- what stands in the way


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("typing", "Anda sedang mengetik di sebuah sel."),
        ("protected view", "Tampilan Terproteksi"),
        ("no book", "Belum ada buku kerja yang terbuka."),
    ],
)
def test_excel_is_not_ready(excel: Any, practice: Path, what: str, sentence: str) -> None:
    app, book = excel.open(practice)
    if what == "typing":
        excel.edit_cell()
    elif what == "protected view":
        excel.show_protected_view(practice)
    else:
        book.close()
    excel.desktop.shown.clear()
    buttons.click("bersihkan", app, practice.name)
    ((_, text),) = excel.desktop.shown
    assert sentence in text


def test_a_busy_moment_is_waited_for_whatever_is_asked(excel: Any, practice: Path) -> None:
    app, book = excel.open(practice)
    page = book.sheets["Peserta"].range("A1").api
    excel.be_busy(3)
    assert page.Value2 is not None
    excel.be_busy(3)
    app.api.DisplayAlerts = False
    excel.be_busy(3)
    app.api.Calculate()
    excel.be_busy(3)
    assert app.books(practice.name).name == practice.name
    excel.be_busy(99)
    with patient_for(0), pytest.raises(sys.modules["pywintypes"].com_error):
        app.api.Calculate()
    excel.be_busy(0)


def test_a_book_of_a_busy_excel_is_not_called_closed(excel: Any, practice: Path) -> None:
    app, _ = excel.open(practice)
    held = SimpleNamespace(books=app.books)  # it was at rest until here
    excel.edit_cell()
    with patient_for(0), pytest.raises(ExcelNotReady, match="sedang mengetik"):
        open_book(held, practice.name)
    excel.leave_cell()
    with pytest.raises(ExcelNotReady, match="sudah tidak terbuka"):
        open_book(app, "lain.xlsx")


def test_a_button_works_through_busy_moments(excel: Any, practice: Path) -> None:
    app, _ = excel.open(practice)
    excel.desktop.answers.append(YES)
    real = excel.macros[MACRO]

    def write(*given: Any) -> str:
        excel.be_busy(4)
        return real(*given)

    excel.macros[MACRO] = write
    buttons.click("bersihkan", app, practice.name)
    assert excel.desktop.shown[-1][1].startswith("40 peserta")
    assert excel.left() == {}


def test_a_book_that_was_never_saved(excel: Any, practice: Path) -> None:
    app, _ = excel.open(practice)
    book = app.books.add()
    with pytest.raises(KepesertaanError, match="Simpan dulu buku kerja ini"):
        click("bersihkan", book)


@pytest.mark.parametrize("serial", [19_850_512.0, -693_555.0, 43_318.1247685135])
def test_a_date_that_pywin32_cannot_bring_stops_no_button(
    excel: Any, practice: Path, serial: float
) -> None:
    _, book = excel.open(practice)
    page = book.sheets["Peserta"]
    page.range("F8").number_format = "dd/mm/yyyy"  # the cells above and below differ
    page.range("F8").api.Value2 = serial
    assert click("periksa", book).lines[0].startswith("40 peserta")
    assert page.range("F8").api.Value2 == serial


def test_what_is_a_date_is_told_beside_one_that_cannot_be_brought(
    excel: Any, practice: Path
) -> None:
    _, book = excel.open(practice)
    page = book.sheets["Peserta"]
    for address, form, serial in (
        ("F8", "dd/mm/yyyy", 19_850_512.0), ("F9", "dd/mm/yyyy", 31_179.0), ("F10", "0", 31_179.0)
    ):  # fmt: skip
        page.range(address).number_format = form
        page.range(address).api.Value2 = serial
    rows = read_sheet("latihan.xlsx", page).rows
    assert [rows[i][5] for i in (7, 8, 9)] == [19_850_512.0, date(1985, 5, 12), 31_179.0]


def test_a_sheet_without_participants(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    book.sheets["Kunci"].activate()
    with pytest.raises(KepesertaanError, match="tidak menemukan tabel peserta"):
        click("periksa", book)


@pytest.mark.parametrize("why", ["protected sheet", "read-only", "shared"])
def test_findings_go_to_a_new_book_where_nothing_may_be_written(
    excel: Any, practice: Path, why: str
) -> None:
    _, book = excel.open(practice, read_only=why == "read-only")
    if why == "protected sheet":
        excel.openpyxl(book)["Peserta"].protection.enable()
    if why == "shared":
        excel.share(book)
    before = cells_of(saved(book, practice.with_name("a.xlsx")))
    person = Person()
    report = click("bersihkan", book, person)
    assert cells_of(saved(book, practice.with_name("b.xlsx"))) == before
    if why == "protected sheet":
        assert "Lembar 'Peserta' diproteksi." in person.asked[0]
    else:
        assert report.lines[2] == "Lihat buku baru."
        assert len(book.app.books) == 2


def test_an_unsure_column_is_asked_once(excel: Any, tmp_path: Path) -> None:
    path = tmp_path / "ragu.xlsx"
    unsure_book(path)
    _, book = excel.open(path)
    person = Person()
    click("periksa", book, person)
    assert person.asked[0].startswith("Kolom mana yang berisi NIK?")
    again = Person()
    click("periksa", book, again)
    assert again.asked == []


def test_after_no_the_column_clicked_on_is_taken(excel: Any, tmp_path: Path) -> None:
    path = tmp_path / "ragu.xlsx"
    unsure_book(path)
    _, book = excel.open(path)
    with pytest.raises(KepesertaanError, match="Klik satu sel di kolom yang benar"):
        click("periksa", book, Person(says=False))
    book.sheets[0].range("E5").select()
    click("periksa", book)
    rules = {row[8] for row in book.sheets["Daftar Temuan"].range("A2:K40").raw_value if row[8]}
    assert not any(rule.startswith("NIK") for rule in rules)


def unsure_book(path: Path) -> None:
    """Two columns that both may be the NIK, half filled; the good one is E."""
    made = openpyxl.Workbook()
    page = made.active
    page.append(["No", "NIK", "Nama", "Tgl Lahir", "No. KTP"])
    for n in range(1, 13):
        nik = f"35780117{n:02}90{9900 + n:04}"
        page.append([n, nik if n % 2 else "belum ada", f"ORANG {chr(64 + n)} CONTOH", None, nik])
    made.save(path)


def test_esc_before_writing_changes_nothing(excel: Any, practice: Path) -> None:
    app, book = excel.open(practice)
    before = cells_of(saved(book, practice.with_name("a.xlsx")))
    excel.desktop.shown.clear()
    buttons.click("bersihkan", app, practice.name, lambda: True)
    assert excel.desktop.shown[-1][1] == "Dibatalkan. Belum ada data yang diubah."
    assert cells_of(saved(book, practice.with_name("b.xlsx"))) == before
    assert excel.left() == {}


def test_when_excel_refuses_in_the_middle_all_is_put_back(
    excel: Any, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, book = excel.open(practice)
    before = cells_of(saved(book, practice.with_name("a.xlsx")))
    unload_addin(excel)  # runs of cells, so that there is a middle
    refuse_after(monkeypatch, excel, 5)
    with pytest.raises(KepesertaanError, match="semuanya dikembalikan seperti semula"):
        click("bersihkan", book)
    assert cells_of(saved(book, practice.with_name("b.xlsx"))) == before
    assert excel.left() == {}


def test_without_a_copy_nothing_is_changed(
    excel: Any, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel refuses names of more than 218 characters with their folder."""
    _, book = excel.open(practice)
    before = cells_of(saved(book, practice.with_name("a.xlsx")))
    with monkeypatch.context() as patch:
        patch.setattr(type(excel.inside(book)).SaveCopyAs, "call", refuse)
        with pytest.raises(CannotWrite, match="tidak dapat menyimpan salinan buku ini"):
            click("bersihkan", book)
    assert cells_of(saved(book, practice.with_name("b.xlsx"))) == before
    assert excel.left() == {}


def refuse(*_given: Any) -> None:
    raise sys.modules["pywintypes"].com_error(-2147352567, "refused", None, None)


def test_what_excel_refuses_our_macro_comes_back_as_an_error(excel: Any, practice: Path) -> None:
    _, book = excel.open(practice)
    excel.openpyxl(book)["Peserta"].protection.enable()
    with pytest.raises(MacroRefused, match="1004"):
        write_cells(
            book, "Peserta", [CellEdit(8, 3, "BUDI CONTOH")], date1904=False, addin=book.app
        )


def test_where_excel_takes_fewer_cells_in_a_call_all_are_written_by_more(
    excel: Any, practice: Path
) -> None:
    _, book = excel.open(practice)
    excel.take_arrays_of(10_000)
    edits = [CellEdit(row, 3, f"ORANG {row}") for row in range(100, 24_100)]
    write_cells(book, "Kunci", edits, date1904=False, addin=book.app)
    page = excel.openpyxl(book)["Kunci"]
    assert all(page.cell(row, 4).value == f"ORANG {row}" for row in range(100, 24_100))


def test_when_excel_takes_nothing_any_more_urungkan_can_still_put_all_back(
    excel: Any, practice: Path
) -> None:
    _, book = excel.open(practice)
    before = cells_of(saved(book, practice.with_name("a.xlsx")))
    unload_addin(excel)
    with pytest.MonkeyPatch.context() as patch:
        refuse_after(patch, excel, 5, times=99)
        with pytest.raises(KepesertaanError, match="Klik Urungkan untuk mengembalikannya") as told:
            click("bersihkan", book)
    copies = Path(str(told.value).rpartition(" ada di ")[2].removesuffix("."))
    assert len(list(copies.iterdir())) == 1
    assert cells_of(saved(book, practice.with_name("b.xlsx"))) != before
    click("urungkan", book)
    assert cells_of(saved(book, practice.with_name("c.xlsx"))) == before


def refuse_after(monkeypatch: pytest.MonkeyPatch, excel: Any, count: int, times: int = 1) -> None:
    """Let the runs of values after ``count`` be refused, so many ``times``."""
    from kepesertaan.excel import writing

    real, done = writing._write_run, []

    def write(sheet: Any, run: Any) -> None:
        done.append(run)
        if count < len(done) <= count + times:
            raise sys.modules["pywintypes"].com_error(-2147352567, "refused", None, None)
        real(sheet, run)

    monkeypatch.setattr(writing, "_write_run", write)


# --- what it costs


def test_how_the_book_stands_is_asked_once(excel: Any, practice: Path) -> None:
    app, _ = excel.open(practice)
    excel.desktop.answers.append(YES)
    with counted(app) as calls:
        buttons.click("bersihkan", app, practice.name)
    once = (
        "Workbook.Path",
        "Workbook.ReadOnly",
        "Workbook.MultiUserEditing",
        "Worksheet.ProtectContents",
    )
    assert {name: calls.by_name[name] for name in once} == dict.fromkeys(once, 1)


def test_calls_do_not_grow_with_the_rows(excel: Any, tmp_path: Path) -> None:
    costs = [clean_scattered(excel, tmp_path / f"{rows}.xlsx", rows) for rows in (10_000, 20_000)]
    assert costs[0] <= 120, costs
    assert costs[1] == costs[0]


def clean_scattered(excel: Any, path: Path, rows: int) -> int:
    """The calls of one click on a sheet with a correction in every row, scattered over columns."""
    made = openpyxl.Workbook()
    page = made.active
    heads = ["NO", "NIK", "NAMA", "TGL LAHIR", "JENIS KELAMIN", "HP", "UPAH", "ALAMAT"]
    page.append([*heads, "KET"])
    for n in range(rows):
        row: list[Any] = [
            n + 1, f"357801{n // 100 % 28 + 1:02}{n // 2800 + 1:02}90{9900 + n % 100}", "BUDI CONTOH",
            None, "L", f"08123{n:07}", 5_500_000.0, "JALAN CONTOH", "TETAP",
        ]  # fmt: skip
        k = n % 3
        row[(1, 2, 5)[k]] = (" " + row[1], "budi contoh", "+62" + row[5][1:])[k]
        page.append(row)
    openpyxl.Workbook().save(path)  # what was typed since is in Excel only
    app, book = excel.open(path, book=made)
    excel.desktop.answers[:], excel.desktop.shown[:] = [YES], []
    with counted(app) as calls:
        buttons.click_at(excel.hwnd, "bersihkan", path.name, lambda: False)
    (_, _), (_, told) = excel.desktop.shown
    assert f"{count(rows)} sel dirapikan" in told
    book.close()
    return calls.total
