"""``kepesertaan calc``: a button on the book a person has open in LibreOffice Calc."""

from __future__ import annotations

import io
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kepesertaan import cli
from kepesertaan.excel import calc
from kepesertaan.excel.calc import launch
from target_truth.world import Book, Sheet
from target_truth.write import save
from test_same_everywhere import InCalc, hard_book

pytestmark = pytest.mark.libreoffice
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of nobody's: LibreOffice keeps its settings there, and so do we."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)  # LibreOffice looks there first
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``kepesertaan calc``: exit code and all that it says; ``says`` is typed at the question."""

    def run(button: str, says: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(says))
        day = [] if button == "urungkan" else ["--per", "2026-11-22"]
        code = cli.main(["calc", button, *day])
        found = capsys.readouterr()
        return code, found.out + found.err

    return run


@pytest.fixture
def path(home: Path, soffice: str) -> Iterator[Path]:
    """A book that a person has open in Calc."""
    path = home / "kantor" / "peserta.xlsx"
    path.parent.mkdir()
    hard_book(path)
    person = subprocess.Popen(
        [soffice, "--headless", "--norestore", "--nologo", str(path)],
        start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(person, path.with_name(f".~lock.{path.name}#"))
        yield path
        assert person.poll() is None, "the person's Calc was ended"
    finally:
        os.killpg(person.pid, signal.SIGKILL)
        person.wait()


def wait_for(process: subprocess.Popen[bytes], path: Path) -> None:
    """Until a running process has made a file."""
    while not path.exists():
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail("LibreOffice ended")


def test_a_button_works_on_the_open_book_and_one_undo_takes_all_of_it_back(
    path: Path, run: Run
) -> None:
    app = calc.attach()
    book = calc.active_book(app)
    before, names = InCalc(book, path).cells(), book.sheet_names

    code, said = run("bersihkan", "t")
    assert (code, "Dibatalkan. Belum ada data yang diubah." in said) == (2, True)
    assert book.impl.undo_titles == []

    code, said = run("bersihkan", "y\n")
    assert code == 1
    assert "12 peserta di lembar 'Peserta' diperiksa." in said
    assert "Ctrl+Z sekali" in said
    page = book.sheets["Peserta"]
    assert page.range("C4").value == "BUDI CONTOH"
    assert page.range("H4").value == len("BUDI CONTOH"), "formulas are calculated again"
    assert book.sheet_names == [*names, "Ringkasan Temuan", "Perubahan", "Daftar Temuan"]
    assert book.impl.undo_titles == ["Kepesertaan: Bersihkan"]

    book.impl.undo()
    assert (InCalc(book, path).cells(), book.sheet_names) == (before, names)
    code, said = run("urungkan", "y\n")
    assert (code, "0 sel dikembalikan, 0 dibiarkan." in said) == (0, True)
    assert InCalc(book, path).cells() == before

    interrupt(app, book)
    app = calc.attach()
    book = calc.active_book(app)
    assert InCalc(book, path).cells() == before
    assert app.calculation == "automatic"

    book.close()
    app.quit()
    code, said = run("periksa")
    assert (code, said.startswith("Belum ada buku kerja di depan")) == (4, True)


def interrupt(app: Any, book: Any) -> None:
    """Let our side end in the middle of a button, without a word."""
    app.screen_updating = app.interactive = False
    app.calculation = "manual"
    book.impl.ask("books.begin_undo", "Kepesertaan: Bersihkan")
    book.sheets["Peserta"].range("C4:C9").raw_value = "SETENGAH"
    app.impl.connection.close(60)
    app.quit()


@pytest.mark.parametrize(
    ("missing", "code", "sentence"),
    [
        ("calc", 4, "LibreOffice Calc belum terbuka. Buka buku kerjanya di Calc, lalu coba lagi."),
        ("libreoffice", 4, "LibreOffice tidak ditemukan di komputer ini."),
        ("python", 4, "Python milik LibreOffice tidak ditemukan. Pasang paket python3-uno"),
        ("button", 2, "Perintah itu tidak dikenal; lihat kepesertaan calc --help."),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch, missing: str, code: int, sentence: str
) -> None:
    if missing == "libreoffice":
        monkeypatch.setenv("PATH", str(home))
        monkeypatch.setattr("kepesertaan.domain.programs._LIBREOFFICE", ())
    if missing == "python":
        monkeypatch.setattr(launch, "_pythons", lambda _folder: [str(home / "python")])
    found, said = run("rapikan" if missing == "button" else "bersihkan")
    assert (found, said[: len(sentence)]) == (code, sentence)
    assert "Traceback" not in said


def test_the_rollup_takes_open_target_sheets_as_they_stand(path: Path, run: Run) -> None:
    folder = path.parent.parent / "target"
    table = [["AKUISISI TK NOVEMBER 2026"], ["Nama: Andi Pratama"],
             ["Segmen", "Target", "Realisasi"], ["PU", 120, 110]]  # fmt: skip
    sheets = [Sheet("Nov", table), Sheet("Okt", [["AKUISISI TK OKTOBER 2026"], *table[1:]])]
    saved = save(Book("Andi.xlsx", sheets, {}), folder)
    held = openpyxl.load_workbook(saved)
    held["Okt"].sheet_state = "hidden"
    held.save(saved)
    app = calc.attach()
    book = app.books.open(str(saved))
    book.sheets["Nov"].range("C4").value = 115  # not saved
    book.impl.activate()
    code, said = run("rekap", "y\n")
    made = folder / "HASIL" / "Rekap_Target_2026-11.xlsx"
    assert (code, "Andi.xlsx: lembar tersembunyi tidak dibaca: Okt." in said) == (1, True)
    source = openpyxl.load_workbook(made)["Sumber"]
    assert [(row[6].value, row[9].value, row[10].value) for row in source.iter_rows(5)] == [
        (115, "Nov", "C4"), (120, "Nov", "B4"),
    ]  # fmt: skip
    assert calc.active_book(app).name == made.name, "the result is opened"
    code, said = run("rekap", "y\n")
    assert (code, "adalah hasil rekap, bukan lembar target" in said) == (3, True)
    assert openpyxl.load_workbook(saved)["Nov"]["C4"].value == 110
    app.quit()
