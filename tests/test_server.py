"""From the click to Python: the warm server, RunPython where there is none, and what cancels."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fake_addin import load_addin
from fake_excel import counted
from fake_server import Windows, serving
from kepesertaan import __version__, buttons, server
from kepesertaan.excel.load import load_xlwings
from kepesertaan.excel.screen import esc_cancels
from kepesertaan.install.entries import CLSID, OWN_KEYS, PROGID, server_entries
from kepesertaan.jobs import ELSEWHERE, Click, Jobs

ROOT = Path(__file__).resolve().parents[1]
PRACTICE = ROOT / "workbooks" / "latihan.xlsx"
YES, NO = 6, 7
LIMIT = 60  # seconds after which a thread that waits for another gives up
ESC = {"{ESC}": "'Kepesertaan.xlam'!RibbonKepesertaan.BatalkanPekerjaan"}
CANCELLED = "Dibatalkan. Belum ada data yang diubah."


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of nobody's."""
    folder = tmp_path / "rumah"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """The practice book, in a folder of its own."""
    path = tmp_path / "kantor" / "latihan.xlsx"
    path.parent.mkdir()
    shutil.copyfile(PRACTICE, path)
    return path


@pytest.fixture
def opened(excel: Any, practice: Path) -> Any:
    """The practice book, open in an Excel with our add-in."""
    load_xlwings()
    load_addin(excel)
    return excel.open(practice)[1]


def values(book: Any) -> list[list[Any]]:
    """Every cell of the book, without a call through COM."""
    inside = book.impl.xl._inner._wb
    return [[c.value for row in page.iter_rows() for c in row] for page in inside.worksheets]


class Question:
    """The message box of a click: stays open until the test answers it."""

    def __init__(self, excel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.answered = threading.Event(), threading.Event()
        self.said: list[str] = []
        self._answer = YES
        monkeypatch.setattr(excel.desktop, "message_box", self.show)

    def show(self, _hwnd: int, text: str, _title: str) -> int:
        self.said.append(text)
        if not text.endswith("Lanjutkan?"):
            return 1
        self.asked.set()
        assert self.answered.wait(LIMIT)
        return self._answer

    def wait(self) -> None:
        assert self.asked.wait(LIMIT)

    def answer(self, answer: int) -> None:
        self._answer = answer
        self.answered.set()


# --- what is registered


def test_the_entries_start_our_server_and_nothing_else() -> None:
    entries = server_entries(r"C:\Users\Budi Contoh\AppData\Local\Kepesertaan\pythonw.exe")
    texts = {
        key.removeprefix("HKCU\\Software\\Classes\\"): text
        for key, name, text in entries
        if not name
    }
    own = f"CLSID\\{CLSID}"
    assert texts["Kepesertaan.Server\\CLSID"] == CLSID
    assert texts[f"{own}\\ProgID"] == "Kepesertaan.Server"
    assert shlex.split(texts[f"{own}\\LocalServer32"], posix=False) == [
        r'"C:\Users\Budi Contoh\AppData\Local\Kepesertaan\pythonw.exe"', "-I", "-m",
        "kepesertaan.server",
    ]  # fmt: skip
    for key, text in texts.items():
        if key.startswith(own):
            assert texts[f"WOW6432Node\\{key}"] == text  # an Excel of 32 bits


def test_taking_the_keys_out_leaves_nothing() -> None:
    for key, _, _ in server_entries("pythonw.exe"):
        assert key.startswith("HKCU\\Software\\Classes\\")
        assert any(key == root or key.startswith(f"{root}\\") for root in OWN_KEYS), key


def test_the_add_in_calls_what_the_server_has() -> None:
    folder = ROOT / "addin" / "ribbon"
    border = (folder / "BatasKepesertaan.bas").read_text(encoding="utf-8")
    assert f'SERVER As String = "{PROGID}"' in border
    code = (folder / "RibbonKepesertaan.bas").read_text(encoding="utf-8")
    calls = set(re.findall(r"\b(?:server|warmServer)\.(\w+)", code))
    assert calls == {"Jalankan", "Batal"}
    assert calls < set(server.Server._public_methods_)
    assert re.search(
        r"server\.Jalankan\(id, BatasKepesertaan\.JendelaExcel\(\), NamaBuku\(\)\)", code
    )


def test_started_where_it_cannot_run_it_says_so() -> None:
    ended = subprocess.run(
        [sys.executable, "-I", "-m", "kepesertaan.server"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"{server.ONLY_WINDOWS}\n"


# --- the server at work


def test_a_click_by_the_server_does_what_the_button_does(excel: Any, opened: Any) -> None:
    excel.desktop.answers.append(YES)
    before = values(opened)

    def click(windows: Windows) -> None:
        made = windows.create()
        assert made.Versi() == __version__
        assert made.Jalankan("bersihkan", excel.hwnd, opened.name) == ""

    with serving(excel, [click, finish, end_excel]) as windows:
        assert server.main() == 0
    (_, card), (_, told) = excel.desktop.shown
    assert card.endswith("Lanjutkan?")
    assert told.startswith("40 peserta di lembar 'Peserta' diperiksa.")
    assert values(opened) != before
    assert excel.left() == excel.keys == {}
    assert windows.registered == []
    assert set(windows.apartments.values()) <= {0, 1}


def finish(_windows: Windows) -> None:
    """The job comes to its end."""
    server.JOBS.wait()


def end_excel(windows: Windows) -> None:
    """The user closes Excel."""
    windows.excel.crash()


def test_jalankan_returns_while_the_job_is_at_work_and_esc_is_given_to_it(
    excel: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question(excel, monkeypatch)

    def click(windows: Windows) -> None:
        assert windows.create().Jalankan("bersihkan", excel.hwnd, opened.name) == ""
        question.wait()
        assert server.JOBS.is_working
        assert excel.keys == ESC
        question.answer(NO)

    with serving(excel, [click, finish, end_excel]):
        server.main()
    assert question.said[-1] == CANCELLED
    assert excel.keys == {}


@pytest.mark.parametrize("how", ["second click", "second click in another window", "esc"])
def test_cancelled_before_writing_nothing_is_changed(
    excel: Any, opened: Any, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    question = Question(excel, monkeypatch)
    before = values(opened)

    def click(windows: Windows) -> None:
        made = windows.create()
        made.Jalankan("bersihkan", excel.hwnd, opened.name)
        question.wait()
        if how == "esc":
            assert made.Batal() is True
        else:
            window = excel.hwnd + 5 * how.endswith("window")  # each book has one
            assert windows.create().Jalankan("periksa", window, opened.name) == ""
        question.answer(YES)
        server.JOBS.wait()
        assert made.Batal() is False

    with serving(excel, [click, end_excel]):
        server.main()
    assert question.said[1:] == [CANCELLED]  # and periksa did not begin
    assert values(opened) == before


def test_a_cancelled_job_does_not_cancel_the_next(excel: Any, opened: Any) -> None:
    def click(windows: Windows) -> None:
        made = windows.create()
        made.Batal()
        made.Jalankan("periksa", excel.hwnd, opened.name)

    with serving(excel, [click, finish, end_excel]):
        server.main()
    assert "Klik Terapkan" in excel.desktop.shown[-1][1]


def test_the_status_bar_says_what_is_done_and_how_to_stop_it(
    excel: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel.desktop.answers += [YES, YES, YES]
    shown = status_texts(excel, monkeypatch)
    with serving(excel, [click_of("bersihkan", opened.name), finish, end_excel]):
        server.main()
    assert [text for text in shown if text] == [
        "Kepesertaan: Bersihkan, membaca … (Esc membatalkan)",
        "Kepesertaan: Bersihkan, memeriksa … (Esc membatalkan)",
        "Kepesertaan: Bersihkan, menulis …",
    ]
    assert shown[-1] is False


def status_texts(excel: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is put into the status bar from now on."""
    shown: list[Any] = []
    bar = type(excel.application).StatusBar
    put = bar.fset

    def keep(app: Any, text: Any) -> None:
        shown.append(text)
        put(app, text)

    monkeypatch.setattr(bar, "fset", keep)
    return shown


def click_of(button: str, book: str) -> Callable[[Windows], None]:
    def click(windows: Windows) -> None:
        windows.create().Jalankan(button, windows.excel.hwnd, book)

    return click


def test_esc_is_given_back_when_the_button_fails(excel: Any, opened: Any) -> None:
    opened.sheets["Kunci"].activate()
    with serving(excel, [click_of("periksa", opened.name), finish, end_excel]):
        server.main()
    assert "tidak menemukan tabel peserta" in excel.desktop.shown[-1][1]
    assert excel.keys == {}


def test_a_program_without_such_keys_is_not_asked_for_them() -> None:
    """LibreOffice Calc has no OnKey; there is nothing in this stand-in to call."""
    calc = SimpleNamespace(engine=SimpleNamespace(name="calc"))
    with esc_cancels(calc, wanted=True):
        pass


def test_excel_that_refuses_the_key_works_all_the_same(
    excel: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_app: Any, _key: str, _procedure: str | None = None) -> None:
        raise sys.modules["pywintypes"].com_error(-2147352567, "refused", None, None)

    monkeypatch.setattr(type(excel.application).OnKey, "call", refuse)
    with serving(excel, [click_of("periksa", opened.name), finish, end_excel]):
        server.main()
    assert "Klik Terapkan" in excel.desktop.shown[-1][1]


def test_another_excel_is_asked_to_wait(
    excel: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question(excel, monkeypatch)
    other = excel.desktop.start()

    def click(windows: Windows) -> None:
        made = windows.create()
        made.Jalankan("bersihkan", excel.hwnd, opened.name)
        question.wait()
        assert made.Jalankan("bersihkan", other._hwnd, "lain.xlsx") == ELSEWHERE
        question.answer(YES)

    with serving(excel, [click, finish, end_all]):
        server.main()
    assert question.said[-1].startswith("40 peserta")  # it was not cancelled


def end_all(windows: Windows) -> None:
    for app in windows.excel.desktop.running():
        windows.excel.desktop.kill(app._pid)


def test_excel_ends_in_the_middle(
    excel: Any, opened: Any, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    question = Question(excel, monkeypatch)

    def click(windows: Windows) -> None:
        windows.create().Jalankan("bersihkan", excel.hwnd, opened.name)
        question.wait()
        excel.crash()
        question.answer(YES)

    with serving(excel, [click, finish]) as windows:
        assert server.main() == 0  # no Excel is left, so the server ends too
    assert windows.registered == []
    assert not server.JOBS.is_working


def test_the_server_stays_while_an_excel_is_there_and_ends_when_it_is_let_go(excel: Any) -> None:
    def drop(windows: Windows) -> None:
        windows.is_dropped = True

    nothing = [lambda _windows: None] * 20
    with serving(excel, [*nothing, drop]) as windows:
        server.main()
    assert windows.steps == []
    assert windows.registered == []


def test_a_button_without_a_workbook_answers(
    excel: Any, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    load_xlwings()
    monkeypatch.setattr("webbrowser.open", lambda _address: True)
    with serving(excel, [click_of("bantuan", ""), finish, end_excel]):
        server.main()
    assert excel.desktop.shown


def test_the_answer_is_told_where_the_window_clicked_in_is_closed(excel: Any, opened: Any) -> None:
    window = excel.hwnd + 5
    excel.desktop.closed.add(window)
    buttons.click_at(window, "periksa", opened.name)
    assert excel.desktop.shown[-1][1].startswith("40 peserta")


def test_no_box_is_no_yes(excel: Any, opened: Any) -> None:
    before = values(opened)
    excel.desktop.closed.add(excel.hwnd)
    buttons.click_at(excel.hwnd, "bersihkan", opened.name)
    assert values(opened) == before
    assert excel.desktop.shown == []


def test_work_is_waited_for_and_done_one_at_a_time() -> None:
    order: list[str] = []
    gate = threading.Event()

    def work(click: Click, is_cancelled: Callable[[], bool]) -> None:
        assert gate.wait(LIMIT)
        order.append(f"{click.button} {is_cancelled()}")

    jobs = Jobs(work)
    assert jobs.cancel() is False
    jobs.wait()
    assert jobs.start(Click("a", 1, "x")) == ""
    assert jobs.start(Click("b", 2, "x")) == ELSEWHERE
    assert jobs.start(Click("c", 1, "y")) == ""
    gate.set()
    jobs.wait()
    assert order == ["a True"]
    jobs.start(Click("d", 2, "x"))
    jobs.wait()
    assert order == ["a True", "d False"]
    assert not jobs.is_working


# --- RunPython


def by_run_python(monkeypatch: pytest.MonkeyPatch, button: str, hwnd: int | str, book: str) -> None:
    """A click as xlwings' VBA starts it."""
    given = [f"--wb={book}", "--from_xl=1", "--app=C:\\Office\\Microsoft Excel", f"--hwnd={hwnd}"]
    monkeypatch.setattr(sys, "argv", ["-c", *given])
    buttons.from_excel(button)


def test_run_python_gives_what_xlwings_sends() -> None:
    """The arguments above are those of the VBA we ship."""
    module = Path(load_xlwings().__file__).parent / "xlwings_custom_addin.bas"
    code = re.sub(r"\s*_\s*\n\s*", " ", module.read_text(encoding="ascii"))
    assert '" --wb=" & """" & ActiveWorkbook.Name & """ --from_xl=1" & " --app="' in code
    assert '" --hwnd=" & Chr(34) & Application.Hwnd & Chr(34)' in code


def test_run_python_works_in_the_excel_and_book_it_is_given(
    excel: Any, opened: Any, practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "lain" / practice.name
    second.parent.mkdir()
    shutil.copyfile(practice, second)
    other = excel.desktop.start()  # in front, with a book of the same name
    other._open_file(second)
    excel.desktop.answers.append(YES)
    by_run_python(monkeypatch, "bersihkan", excel.hwnd, practice.name.upper())
    assert excel.desktop.shown[-1][1].startswith("40 peserta")
    assert (practice.parent / ".kepesertaan").is_dir()
    assert not (second.parent / ".kepesertaan").exists()


def test_run_python_with_a_sign_in_the_books_name(
    excel: Any, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = practice.rename(practice.with_name("Rekap=2025 --hwnd=1.xlsx"))
    load_addin(excel)
    excel.open(path)
    by_run_python(monkeypatch, "periksa", excel.hwnd, path.name)
    assert excel.desktop.shown[-1][1].startswith("40 peserta")


def test_run_python_cannot_be_cancelled_and_does_not_say_so(
    excel: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = status_texts(excel, monkeypatch)
    by_run_python(monkeypatch, "periksa", excel.hwnd, opened.name)
    assert "Kepesertaan: Periksa, membaca …" in shown
    assert not any("Esc" in str(text) for text in shown)


@pytest.mark.parametrize(
    ("obstacle", "sentence"),
    [
        ("settings", "memuat lembar kepesertaan.conf"),
        ("folder on the path", "menjalankan program dari folder buku kerja"),
        ("zip on the path", "menjalankan program dari folder buku kerja"),
        ("closed", "sudah tidak terbuka"),
        ("unknown button", "Tombol ini tidak dikenal"),
    ],
)
def test_what_run_python_refuses(
    excel: Any, opened: Any, practice: Path, monkeypatch: pytest.MonkeyPatch,
    obstacle: str, sentence: str,
) -> None:  # fmt: skip
    name, button = practice.name, "bersihkan"
    if obstacle == "settings":
        opened.sheets.add("Kepesertaan.CONF")
    elif obstacle == "folder on the path":
        monkeypatch.syspath_prepend(str(practice.parent))
    elif obstacle == "zip on the path":
        monkeypatch.syspath_prepend(str(practice.with_suffix(".zip")))
    elif obstacle == "closed":
        name = "tutup.xlsx"
    else:
        button = "tidak-ada"
    before = values(opened)
    by_run_python(monkeypatch, button, excel.hwnd, name)
    ((_, text),) = excel.desktop.shown
    assert sentence in text
    assert values(opened) == before


def test_run_python_when_excel_is_gone_raises_nothing_and_leaves_a_log(
    excel: Any, opened: Any, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    name = opened.name
    excel.crash()
    by_run_python(monkeypatch, "bersihkan", excel.hwnd, name)
    (log,) = (home / ".kepesertaan" / "log").iterdir()
    assert name not in log.read_text(encoding="utf-8")


def test_run_python_that_ends_at_once_ends_no_excel(
    excel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """xlwings' clean-up, registered when RunPython imports it, kills what it cannot see."""
    taken: list[Any] = []
    monkeypatch.setattr("atexit.unregister", taken.append)
    monkeypatch.setattr(sys, "argv", ["-c"])
    with pytest.raises(SystemExit):
        buttons.from_excel("bersihkan")
    assert excel.engine.cleanup in taken


@pytest.mark.parametrize("given", [[], ["--wb=a.xlsx"], ["--wb=a.xlsx", "--hwnd="]])
def test_by_hand_it_is_one_sentence(given: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["-c", *given])
    with pytest.raises(SystemExit, match="hanya dijalankan oleh tombol Kepesertaan di Excel"):
        buttons.from_excel("bersihkan")


# --- what xlwings may load

# pywin32 and xlwings, as far as they meet over generated classes (win32com/client/__init__.py,
# gencache.py; xlwings/__init__.py): the real gencache unpickles a file when it is imported.
PYWIN32 = {
    "win32com/__init__.py": "",
    "win32com/client/__init__.py": """
from . import gencache
def Dispatch(clsid):
    return gencache.GetClassForCLSID(clsid) or "late"
""",
    "win32com/client/gencache.py": "1/0",
    "xlwings/__init__.py": """
from win32com.client import Dispatch, gencache
gencache.EnsureModule("{00020813-0000-0000-C000-000000000046}", lcid=0, major=1, minor=2)
made = Dispatch("{000208D5-0000-0000-C000-000000000046}")
""",
}
LOAD = """
import sys
sys.path[:0] = [sys.argv[1]]
sys.platform = "win32"
from kepesertaan.excel.load import load_xlwings
print(load_xlwings().made)
"""


def test_no_class_for_excel_is_run_from_the_folder_of_temporary_files(tmp_path: Path) -> None:
    for name, text in PYWIN32.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", LOAD, str(tmp_path)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (ended.stdout, ended.stderr) == ("late\n", "")


def test_a_click_asks_for_no_name_that_only_a_generated_class_has(excel: Any, opened: Any) -> None:
    """Such a class answers to ``GetAddress`` for ``Address`` (build.py, _propMapGetCheck_)."""
    with counted(opened.app) as calls:
        for button in ("periksa", "terapkan", "urungkan", "bersihkan", "riwayat"):
            excel.desktop.answers[:] = [YES] * 9
            buttons.click(button, opened.app, opened.name)
    assert calls.total
    assert [name for name in calls.by_name if re.search(r"\.[GS]et[A-Z]", name)] == []


# --- how fast


def test_a_click_loads_nothing_slow(practice: Path, home: Path) -> None:
    clicked = ["periksa", "terapkan", "urungkan", "bersihkan", "riwayat"]
    ended = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "lean_click.py"), str(practice), *clicked],
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, "HOME": str(home)},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    answer = json.loads(ended.stdout)
    assert answer["asked"] == {}
    assert answer["told"][0].startswith("40 peserta")
    assert answer["told"][-1].startswith("3 pekerjaan tercatat")
