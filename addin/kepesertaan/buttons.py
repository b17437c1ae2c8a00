"""What a click in Excel or Calc does: one entry for every button, by the action's id.

    click("bersihkan", app, "Peserta.xlsx")        # LibreOffice Calc
    click_at(hwnd, "bersihkan", "Peserta.xlsx")    # the warm server (kepesertaan.server)
    from_excel("bersihkan")                        # xlwings' RunPython, where there is no server

The answer is one message of at most six short lines; an error is one sentence, never a traceback.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from kepesertaan.actions.registry import Action, action_named
from kepesertaan.domain.errors import Cancelled, KepesertaanError, WrongUse

TITLE = "Kepesertaan"
NOT_BY_HAND = "Perintah ini hanya dijalankan oleh tombol Kepesertaan di Excel."
Is = Callable[[], bool]


def from_excel(button: str) -> None:
    """A click that comes by xlwings' RunPython, which names Excel and the book as arguments.

    Excel runs our macro until this ends, so nothing can cancel it. Raises ``SystemExit`` with a
    sentence when it was not called that way.
    """
    from kepesertaan.excel.load import load_xlwings

    load_xlwings()  # RunPython has imported it: first of all, its clean-up must not end any Excel
    hwnd, book = caller(sys.argv)
    click_at(hwnd, button, book, by_xlwings=True)


def caller(arguments: Sequence[str]) -> tuple[int, str]:
    """The window of the Excel and the name of the book that RunPython was called in.

    >>> caller(["-c", "--wb=Rekap=2025.xlsx", "--from_xl=1", "--app=C:/Excel", "--hwnd=1010"])
    (1010, 'Rekap=2025.xlsx')
    """
    given = dict(text[2:].split("=", 1) for text in arguments if text[:2] == "--" and "=" in text)
    try:
        return int(given["hwnd"]), given["wb"]
    except (KeyError, ValueError):
        raise SystemExit(NOT_BY_HAND) from None


def click_at(
    hwnd: int, button: str, book: str, is_cancelled: Is | None = None, *, by_xlwings: bool = False
) -> None:
    """``click`` in the Excel with that main window; never raises.

    Where that Excel is gone nobody is left to be told, so only the log knows.
    """
    from kepesertaan.excel.load import app_at

    try:
        click(button, app_at(hwnd), book, is_cancelled, by_xlwings=by_xlwings)
    except Exception as bug:  # noqa: BLE001 - nothing above can tell a person
        _log(bug)


def click(
    button: str, app: Any, book: str, is_cancelled: Is | None = None, *, by_xlwings: bool = False
) -> None:
    """Do what a button does in the open book of that name, and tell the person how it went.

    ``is_cancelled`` is asked at every step before anything is written; without it nothing can
    cancel. ``by_xlwings``: refuse a book that could have chosen xlwings' settings.
    """
    try:
        lines = _answer(button, app, book, is_cancelled, by_xlwings)
    except KepesertaanError as error:
        lines = [str(error)]
    except Exception as bug:  # noqa: BLE001 - a person must get a sentence, IT the log
        lines = _bug(app, bug)
    _say(app, lines)


def _answer(
    button: str, app: Any, book: str, is_cancelled: Is | None, by_xlwings: bool
) -> list[str]:
    from kepesertaan.excel.screen import esc_cancels, status
    from kepesertaan.excel.standing import open_book, refuse_busy, refuse_settings

    action = _action_of(button)
    if action.needs == "panduan":
        return _open_guide(action)
    if action.needs == "komputer":
        return _look_at_computer(action, app)
    if action.needs == "tanpa":
        return list(action.function())
    refuse_busy(app)
    opened = open_book(app, book)
    if by_xlwings:
        refuse_settings(opened)
    with status(app) as show, esc_cancels(app, wanted=is_cancelled is not None):
        return _run(action, app, opened, show, is_cancelled)


def _action_of(button: str) -> Action:
    try:
        action = action_named(button)
    except KeyError:
        action = None
    if action is None or action.needs == "pilihan":
        raise WrongUse("Tombol ini tidak dikenal. Pasang ulang add-in Kepesertaan.")
    return action


def _run(
    action: Action, app: Any, book: Any, show: Callable[[str], None], is_cancelled: Is | None
) -> list[str]:
    from kepesertaan.run.opened import BACK, WRITE, Desk
    from kepesertaan.run.opened_buttons import run_opened
    from kepesertaan.run.plan import Options

    def progress(step: str) -> None:
        if is_cancelled is not None and is_cancelled():
            raise Cancelled
        can_stop = is_cancelled is not None and step not in (WRITE, BACK)
        show(f"{TITLE}: {action.label}, {step} …" + (" (Esc membatalkan)" if can_stop else ""))

    def ask(text: str) -> bool:
        return _ask(app, text, action.label)

    report = run_opened(action, book, Options(today=date.today()), Desk(ask, progress))
    return report.lines[:6]


def _open_guide(action: Action) -> list[str]:
    import webbrowser

    from kepesertaan.guide import write_page

    page = write_page()
    webbrowser.open(page.as_uri())
    return list(action.function(page))


def _look_at_computer(action: Action, app: Any) -> list[str]:
    import webbrowser

    from kepesertaan.actions.kesiapan import lacking, letter
    from kepesertaan.install.look import look, own_letter

    found = look()
    checks = action.function(found)
    lines = lacking(checks)
    question = "\n".join([*lines, "", "Buat surat untuk petugas TI?"])
    if not any(check.it for check in checks) or not _ask(app, question, action.label):
        return lines
    written = own_letter(letter(found, checks, date.today()))
    webbrowser.open(written.as_uri())
    return [lines[-1], f"Surat untuk TI: {written}"]


def _ask(app: Any, text: str, label: str) -> bool:
    from kepesertaan.excel.api import show_box

    return show_box(app, text, f"{TITLE}: {label}", "yes_no") == "yes"


def _say(app: Any, lines: list[str]) -> None:
    from kepesertaan.excel.api import show_box

    show_box(app, "\n".join(lines), TITLE, "ok")


def _bug(app: Any, bug: BaseException) -> list[str]:
    from kepesertaan.excel.troubles import excel_errors

    if isinstance(bug, excel_errors()):
        return [
            "Excel tidak menjawab. Tekan Esc bila Anda sedang mengetik di sel, "
            "lalu klik tombol ini lagi."
        ]
    return [
        "Terjadi kesalahan di aplikasi ini. Periksa lembar Anda; bila ada yang berubah, "
        "klik Urungkan.",
        _log(bug),
    ]


def _log(bug: BaseException) -> str:
    from kepesertaan.run.bugs import note_for_it

    return note_for_it(bug)
