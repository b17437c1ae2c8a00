"""What a click in Excel or Calc does: one entry for every button, by the action's id.

    click("bersihkan", app, "Peserta.xlsx")        # from the warm server or from RunPython

The answer is one message of at most six short lines; an error is one sentence, never a traceback.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kepesertaan.actions.registry import Action, all_actions
from kepesertaan.domain.errors import Cancelled, KepesertaanError, WrongUse

TITLE = "Kepesertaan"
Is = Callable[[], bool]


def click(button: str, app: Any, book: str, is_cancelled: Is = lambda: False) -> None:
    """Do what a button does in the open book of that name, and tell the person how it went.

    ``is_cancelled`` is asked at every step before anything is written.
    """
    try:
        lines = _answer(button, app, book, is_cancelled)
    except KepesertaanError as error:
        lines = [str(error)]
    except Exception as bug:  # noqa: BLE001 - a person must get a sentence, IT the log
        lines = _bug(app, bug)
    _say(app, lines)


def _answer(button: str, app: Any, book: str, is_cancelled: Is) -> list[str]:
    from kepesertaan.excel.screen import status
    from kepesertaan.excel.standing import refuse_busy

    action = all_actions().get(button)
    if action is None:
        raise WrongUse("Tombol ini tidak dikenal. Pasang ulang add-in Kepesertaan.")
    if action.needs == "panduan":
        return _open_guide(action)
    if action.needs == "tanpa":
        return list(action.function())
    refuse_busy(app)
    with status(app) as show:
        return _run(action, app, book, show, is_cancelled)


def _run(
    action: Action, app: Any, book: str, show: Callable[[str], None], is_cancelled: Is
) -> list[str]:
    from kepesertaan.run.opened import Desk
    from kepesertaan.run.opened_buttons import run_opened
    from kepesertaan.run.plan import Options

    def progress(step: str) -> None:
        if is_cancelled():
            raise Cancelled
        show(f"{TITLE}: {action.label}, {step} … (Esc membatalkan)")

    def ask(text: str) -> bool:
        return _ask(app, text, action.label)

    report = run_opened(action, app.books[book], Options(today=date.today()), Desk(ask, progress))
    return report.lines[:6]


def _open_guide(action: Action) -> list[str]:
    import webbrowser

    from kepesertaan.guide import write_page

    page = write_page()
    webbrowser.open(page.as_uri())
    return list(action.function(page))


def _ask(app: Any, text: str, label: str) -> bool:
    return bool(app.alert(text, title=f"{TITLE}: {label}", buttons="yes_no") == "yes")


def _say(app: Any, lines: list[str]) -> None:
    app.alert("\n".join(lines), title=TITLE, buttons="ok")


def _bug(app: Any, bug: BaseException) -> list[str]:
    import traceback

    from kepesertaan.excel.troubles import excel_errors
    from kepesertaan.run.bugs import log_of

    if isinstance(bug, excel_errors()):
        return [
            "Excel tidak menjawab. Tekan Esc bila Anda sedang mengetik di sel, "
            "lalu klik tombol ini lagi."
        ]
    log = log_of("".join(traceback.format_exception(bug)))
    return [
        "Terjadi kesalahan di aplikasi ini. Periksa lembar Anda; bila ada yang berubah, "
        "klik Urungkan.",
        f"Mohon serahkan catatan ini kepada petugas TI: {log}",
    ]
