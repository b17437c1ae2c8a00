"""LibreOffice Calc as an engine for xlwings: what goes in, what comes out, and what may go wrong."""

import os
import signal
import subprocess
import sys
import threading
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from kepesertaan.excel import calc
from kepesertaan.excel.calc.semantics import enter
from kepesertaan.excel.calc.values import ERROR_CODES

pytestmark = pytest.mark.libreoffice
TODAY = date(2026, 11, 22)
NIK = "3578011708909901"
NOT_AVAILABLE = ERROR_CODES[-1]

# put into a cell with this format -> what the cell holds, and its format afterwards; why
ENTERED = [
    ("General", NIK, 3578011708909900.0, "General", "a number of 16 digits keeps 15"),
    ("@", NIK, NIK, "@", "Text keeps every digit"),
    ("General", "'" + NIK, NIK, "General", "a first apostrophe is a mark for text"),
    ("@", "'0812", "0812", "@", "also in a Text cell"),
    ("General", "0812", 812.0, "General", "zeros in front are lost"),
    ("@", "0812", "0812", "@", "and kept in Text"),
    ("General", "+62 812", "+62 812", "General", "blanks inside: no number"),
    ("General", "+62812", 62812.0, "General", "a telephone number like this is one"),
    ("General", " 12 ", 12.0, "General", "blanks around a number do not matter"),
    ("General", "1,234.5", 1234.5, "#,##0.00", "thousands as in America"),
    ("General", "1.234", 1.234, "General", "the point is a decimal point"),
    ("General", "1.234.567", "1.234.567", "General", "Indonesian thousands stay text"),
    ("General", "(5)", -5.0, "General", "brackets: less than nothing"),
    ("General", "12%", 0.12, "0%", "percent"),
    ("General", "1e5", 100000.0, "0.00E+00", "an exponent"),
    ("General", "Rp 5.000", "Rp 5.000", "General", "no money Excel knows in America"),
    ("General", "17/08/1990", "17/08/1990", "General", "there is no month 17"),
    ("General", "08/07/1990", 33092.0, "m/d/yyyy", "7 August: month first"),
    ("General", "1990-08-17", 33102.0, "m/d/yyyy", "year first"),
    ("General", "3-4", 46085.0, "d-mmm", "day and month of this year"),
    ("General", "17 Aug 1990", 33102.0, "d-mmm-yy", "English months"),
    ("General", "17 Agustus 1990", "17 Agustus 1990", "General", "no Indonesian ones"),
    ("General", "10:30", 0.4375, "h:mm", "a time is a part of a day"),
    ("dd/mm/yyyy", "08/07/1990", 33092.0, "dd/mm/yyyy", "a format that is there stays"),
    ("General", "true", True, "General", "truth values in small letters too"),
    ("@", "true", "true", "@", "but not in Text"),
    ("General", "#N/A", NOT_AVAILABLE, "General", "the name of an error is the error"),
    ("@", "#N/A", "#N/A", "@", "but not in Text"),
    ("General", "=1+1", 2.0, "General", "a formula"),
    ("@", "=1+1", "=1+1", "@", "but not in Text"),
    ("General", "", None, "General", "empty clears"),
    ("General", None, None, "General", "nothing clears"),
    ("@", 812.0, "812", "@", "a number becomes text in Text"),
    ("General", 3578011708909901, 3578011708909901.0, "General", "a number that is one stays whole"),
    ("General", True, True, "General", "truth values"),
    ("General", datetime(1990, 8, 17), 33102.0, "m/d/yyyy", "a date brings its format"),
    ("General", datetime(1990, 8, 17, 12), 33102.5, "m/d/yyyy h:mm", "with its time"),
    ("0", datetime(1990, 8, 17), 33102.0, "0", "unless there is one"),
    ("General", "BUDI", "BUDI", "General", "a name"),
    ("General", "March", "March", "General", "a month alone is a name"),
]  # fmt: skip


@pytest.fixture
def app(office):
    return office


@pytest.fixture
def book(app):
    made = app.books.add()
    yield made
    made.close()


@pytest.fixture
def sheet(book):
    return book.sheets[0]


def looks(sheet, address):
    """What every cell of a block holds and looks like, cell by cell."""
    rng = sheet.range(address).impl
    formulas = {(i, k): text for i, row in enumerate(rng.formula) for k, text in enumerate(row)}
    found = {place: [text] for place, text in formulas.items()}
    top, left = rng.rect[:2]
    for groups in (rng.number_formats(), rng.fills()):
        for look, rects in groups:
            for a, b, c, d in rects:
                for row in range(a, c + 1):
                    for column in range(b, d + 1):
                        found[row - top, column - left].append(look)
    return found


@pytest.fixture
def questions(app, monkeypatch):
    """The questions asked of Calc, as they are asked."""
    asked = []
    connection = app.impl.connection
    ask = connection.ask
    monkeypatch.setattr(connection, "ask", lambda *words: asked.append(words[0]) or ask(*words))
    return asked


def test_values_go_into_cells_as_excel_takes_them(sheet, monkeypatch):
    monkeypatch.setattr("kepesertaan.excel.calc.values.date", Fixed)
    for row, (number_format, value, *_) in enumerate(ENTERED, 1):
        sheet.range((row, 1)).number_format = number_format
        sheet.range((row, 1)).raw_value = value
    held = [row[0] for row in sheet.range((1, 1), (len(ENTERED), 1)).api.Value2]
    formats = [sheet.range((row, 1)).number_format for row in range(1, len(ENTERED) + 1)]
    for (before, value, *wanted, why), *found in zip(ENTERED, held, formats, strict=True):
        assert found == wanted, (before, value, why)


def test_a_block_is_the_same_as_its_cells(sheet):
    sheet.range("A1:B2").number_format = "@"
    rows = [[NIK, "0812", NIK, "0812"], ["=1", "#N/A", "=1+1", "#N/A"], [None, "", 5, True]]
    sheet.range("A1:D3").raw_value = rows
    wanted = ((NIK, "0812", 3578011708909900.0, 812.0), ("=1", "#N/A", 2.0, NOT_AVAILABLE),
              (None, None, 5.0, True))  # fmt: skip
    assert sheet.range("A1:D3").raw_value == wanted
    assert sheet.range("A1:D3").number_format is None
    assert (sheet.range("A1:B2").number_format, sheet.range("C1:D2").number_format) == (
        "@",
        "General",
    )


class Fixed(date):
    """A calendar that stands still."""

    @classmethod
    def today(cls):
        return TODAY


@pytest.mark.parametrize("value", [date(1990, 8, 17), 5j, object()])
def test_what_excel_takes_no_part_of_is_refused(value):
    with pytest.raises(TypeError):
        enter(value, "General", date(1899, 12, 30), TODAY)


def test_a_text_like_a_number_leaves_the_format_alone(sheet):
    sheet.range("A1").raw_value = "'0812"
    assert (sheet.range("A1").raw_value, sheet.range("A1").number_format) == ("0812", "General")
    sheet.range("A1").raw_value = True
    sheet.range("A1").raw_value = 5
    assert sheet.range("A1").raw_value == 5.0
    assert sheet.range("A1").raw_value is not True


def test_every_error_is_read_as_itself(sheet):
    names = ["#DIV/0!", "#N/A", "#NAME?", "#NUM!", "#REF!", "#VALUE!"]
    sheet.range("A1:A6").raw_value = [[name] for name in names]
    sheet.range("B1:B2").formula = "=1/0"
    assert sheet.range("A1:A6").options(err_to_str=True).value == names
    assert sheet.range("B1:B2").options(err_to_str=True).value == ["#DIV/0!"] * 2
    assert sheet.range("A1:A6").api.HasFormula is False
    assert sheet.range("A1:B6").api.HasFormula is None
    assert sheet.range("A1:B1").formula == (("#DIV/0!", "=1/0"),)


def test_formulas_are_spoken_in_excels_syntax(book, sheet):
    book.sheets.add("Data Lain", after=sheet)
    told = ["=SUM(A2:A3,'Data Lain'!$B$1)", '=IF(A1="a;b",1,2)', "=VLOOKUP(A1,B:C,2,FALSE())"]
    for row, formula in enumerate(told, 1):
        sheet.range((row, 4)).formula = formula
    assert [row[0] for row in sheet.range("D1:D3").formula] == told
    sheet.range("E1:E2").formula = "=A1*2"
    assert sheet.range("E1:E2").formula == (("=A1*2",), ("=A2*2",))


def test_one_question_colours_cells_far_apart(sheet, questions):
    sheet.range("A1,C3:D4,F9").color = (198, 224, 180)
    assert questions == ["looks.put_fill"]
    groups = dict(sheet.range("A1:F9").impl.fills())
    cells = sum((c - a + 1) * (d - b + 1) for a, b, c, d in groups[(198, 224, 180)])
    assert cells == 6
    assert sheet.range("A1").api.Interior.Color == 0xB4E0C6


def test_questions_do_not_grow_with_rows(sheet, questions):
    counts = []
    for rows in (20, 20, 2000):
        questions.clear()
        block = sheet.range("A1").resize(rows, 3)
        block.raw_value = [[f"'{n:04}", n, "BUDI"] for n in range(rows)]
        assert block.raw_value[-1] == (f"{rows - 1:04}", rows - 1.0, "BUDI")
        assert block.number_format == "General"
        counts.append(len(questions))
    assert counts[1] == counts[2] <= 20


def test_one_undo_gives_back_everything(app, book, sheet, tmp_path):
    sheet.range("A1:C3").value = [["NIK", "Nama", "n"], ["'0812", "budi", 5], ["#N/A", "=C2", None]]
    made = openpyxl.Workbook()
    made.active.append(["Hasil"])
    made.save(tmp_path / "hasil.xlsx")
    before, names = looks(sheet, "A1:C3"), book.sheet_names
    with calc.undo_group(book, "Kepesertaan: Bersihkan"):
        sheet.range("A2:A3").number_format = "@"
        sheet.range("A1:C3").raw_value = [["a", NIK, 1], [1, 2, 3], [None, "x", "=1"]]
        sheet.range("A1,C2:C3").color = (1, 2, 3)
        sheet.range("A1").add_note("catatan")
        log = book.sheets.add("Log", after=sheet)
        log.range("A1:B1").value = ["Baris", "Alasan"]
        log.range("A1:B1").font.bold = True
        log.freeze_panes.freeze_at("1:1")
        other = app.books.open(str(tmp_path / "hasil.xlsx"), read_only=True)
        other.sheets[0].copy(after=log, name="Hasil")
        other.close()
    assert book.sheet_names == [*names, "Log", "Hasil"]
    assert looks(sheet, "A1:C3") != before
    assert book.impl.undo_titles[0] == "Kepesertaan: Bersihkan"
    book.impl.undo()
    assert (looks(sheet, "A1:C3"), book.sheet_names) == (before, names)
    assert sheet.range("A1").note is None


def test_a_workbook_is_read_as_it_was_made(app, tmp_path):
    path = tmp_path / "data.xlsx"
    work = openpyxl.Workbook()
    page = work.active
    for row in (["NIK", "Tgl", "Aktif"], [NIK, datetime(1990, 8, 17), True], ["0812", None, False]):
        page.append(row)
    page.add_table(Table(displayName="Peserta", ref="A1:C3"))
    page["D1"], page["D2"] = "#N/A", "=A3"
    page["D1"].data_type = "e"
    page.merge_cells("A5:B6")
    page.row_dimensions[3].hidden = True
    work.save(path)
    opened = app.books.open(str(path))
    sheet = opened.sheets[0]
    block = sheet.range("A1:D3")
    assert block.raw_value[1] == (NIK, datetime(1990, 8, 17), True, "0812")
    assert block.raw_value[2][:3] == ("0812", None, False)
    assert block.raw_value[0][3] == NOT_AVAILABLE
    assert block.impl.formula_areas == ((1, 3, 1, 3),)
    assert sheet.api.Cells.Find("*", sheet.api.Cells(1, 1), -4123, 2, 1, 2).Row == 3
    (table,) = sheet.tables
    assert (table.name, table.range.address, table.show_totals) == ("Peserta", "$A$1:$C$3", False)
    assert [sheet.range(a).merge_area.address for a in ("A5", "B6", "C5")] == [
        "$A$5:$B$6", "$A$5:$B$6", "$C$5",
    ]  # fmt: skip
    assert [sheet.range(a).merge_cells for a in ("A5:B6", "A4:B6", "A1:C3")] == [True, None, False]
    assert sheet.impl.hidden_rows(1, 5) == [(3, 3)]
    assert (opened.api.Path, opened.api.ReadOnly, opened.api.Date1904) == (
        str(tmp_path),
        False,
        False,
    )
    opened.close()


def test_what_is_saved_is_read_elsewhere(book, sheet, tmp_path):
    sheet.range("A1:D1").number_format = "@"
    sheet.range("A1").raw_value = NIK
    sheet.range("A2:B2").raw_value = [[datetime(1990, 8, 17), True]]
    sheet.range("A1").color = (198, 224, 180)
    for kind in ("xlsx", "ods", "csv"):
        book.save(tmp_path / f"data.{kind}")
    book.to_pdf(tmp_path / "data.pdf")
    page = openpyxl.load_workbook(tmp_path / "data.xlsx").active
    assert (page["A1"].value, page["A1"].number_format) == (NIK, "@")
    assert page["A1"].fill.fgColor.rgb == "FFC6E0B4"
    assert (page["A2"].value, page["B2"].value) == (datetime(1990, 8, 17), True)
    assert NIK in (tmp_path / "data.csv").read_text("utf-8")
    assert (tmp_path / "data.pdf").read_bytes().startswith(b"%PDF")


def test_a_backup_of_a_saved_book_is_the_same_file(app, tmp_path):
    work = openpyxl.Workbook()
    work.active["A1"] = NIK
    work.save(tmp_path / "a.xlsx")
    opened = app.books.open(str(tmp_path / "a.xlsx"))
    opened.api.SaveCopyAs(str(tmp_path / "b.xlsx"))
    assert (tmp_path / "b.xlsx").read_bytes() == (tmp_path / "a.xlsx").read_bytes()
    opened.sheets[0].range("B1").value = "baru"
    opened.api.SaveCopyAs(str(tmp_path / "c.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "c.xlsx").active["B1"].value == "baru"
    assert opened.fullname == str(tmp_path / "a.xlsx")
    opened.close()


def test_a_file_somebody_else_has_open_is_only_read(app, tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    (tmp_path / ".~lock.a.xlsx#").write_text(",orang lain,pc,22.11.2026 10:00,file:///x;")
    opened = app.books.open(str(tmp_path / "a.xlsx"))
    assert opened.api.ReadOnly is True
    opened.close()


def test_locked_cells_and_sheets_are_not_written(book, sheet):
    sheet.range("A1:B1").value = ["asli", "asli"]
    sheet.impl.protect(True)
    for write in (
        lambda: setattr(sheet.range("A1"), "value", "x"),
        lambda: setattr(sheet.range("A1,C3"), "color", (1, 2, 3)),
        lambda: setattr(sheet.range("A1"), "number_format", "@"),
        sheet.range("A1").clear_contents,
        lambda: sheet.range("A1").add_note("x"),
    ):
        with pytest.raises(calc.CalcProtected):
            write()
    assert sheet.range("A1:B1").value == ["asli", "asli"]
    assert sheet.range("A1").color is None


@pytest.mark.parametrize("name", ["x" * 32, "a/b", "a:b", "'a", "History"])
def test_sheet_names_excel_does_not_take_are_refused(book, name):
    with pytest.raises(calc.CalcError):
        book.sheets.impl.add(None, None, name)
    assert len(book.sheets) == 1


def test_excel_decides_where_calc_would_take_more(book, sheet):
    with pytest.raises(ValueError, match="255"):
        sheet.range(",".join(f"A{n}" for n in range(1, 200, 2))).color = 5
    sheet.range("A1").add_note("satu")
    with pytest.raises(ValueError, match="already"):
        sheet.range("A1").add_note("dua")
    with pytest.raises(calc.CalcError):
        sheet.delete()


def test_what_there_is_not_says_so(app, book, sheet):
    for ask in (
        lambda: sheet.charts,
        lambda: sheet.api.UsedRange,
        lambda: sheet.range("A1").api.Comment,
        lambda: app.api.Run,
        lambda: sheet.range("A1").copy(),
        lambda: setattr(sheet.range("A1").api.Interior, "ThemeColor", 5),
    ):
        with pytest.raises(NotImplementedError):
            ask()


def test_screen_status_and_calculation_are_given_back(app, sheet):
    with app.properties(screen_updating=False, interactive=False, calculation="manual"):
        app.status_bar = "Bersihkan …"
        assert (app.status_bar, app.calculation) == ("Bersihkan …", "manual")
        app.status_bar = False
    assert (app.screen_updating, app.interactive, app.calculation) == (True, True, "automatic")
    assert app.status_bar is False


def alive(group):
    """Whether any process of a group still runs; one that ended may wait to be noticed."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            return True
    return False


def ends(group):
    """Whether a group is ending: of its processes we can wait for the first alone."""
    pause = threading.Event()
    return any(not alive(group) or pause.wait(0.05) for _ in range(1200))


def test_an_office_that_is_killed_is_said_to_be_gone():
    app = calc.start()
    sheet = app.books.add().sheets[0]
    os.killpg(app.pid, signal.SIGKILL)
    with pytest.raises(calc.CalcGone, match="berhenti"):
        sheet.range("A1").value = 1
    app.quit()
    assert ends(app.pid)
    assert app not in list(calc.engine().apps)


def test_an_office_that_hangs_is_left_behind(monkeypatch):
    monkeypatch.setattr("kepesertaan.excel.calc.launch._LONGEST_TERM", 1)
    app = calc.start()
    sheet = app.books.add().sheets[0]
    app.impl.connection.timeout = 1
    os.killpg(app.pid, signal.SIGSTOP)
    with pytest.raises(calc.CalcGone, match="tidak menjawab"):
        sheet.range("A1").value = 1
    app.quit()
    assert ends(app.pid)


@pytest.mark.parametrize("end", ["pass", "os.kill(os.getpid(), 9)"])
def test_a_private_office_ends_with_us_however_we_end(end):
    code = f"import os; from kepesertaan.excel import calc; app = calc.start(); app.books.add(); print(app.pid, flush=True); {end}"
    ended = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=False)
    assert ends(int(ended.stdout))


def test_without_libreoffice_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("kepesertaan.domain.programs._LIBREOFFICE", ())
    with pytest.raises(calc.CalcMissing, match="Pasang LibreOffice"):
        calc.start()


def test_loading_it_loads_neither_uno_nor_pandas():
    code = (
        "import sys; from kepesertaan.excel import calc; calc.engine()\n"
        "print([n for n in ('uno', 'numpy', 'pandas', 'openpyxl', 'xlwings.pro') if n in sys.modules])\n"
        "import numpy"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
