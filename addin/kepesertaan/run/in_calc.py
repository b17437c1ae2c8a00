"""Run a button on the book in front in a LibreOffice Calc that runs: one step for its undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import CannotWrite, ExcelNotReady, KepesertaanError
from kepesertaan.excel import calc
from kepesertaan.excel.screen import status

from .bugs import note_for_it
from .opened import Desk
from .opened_buttons import run_opened
from .plan import Options
from .report import BUG, Report, failed

TITLE = "Kepesertaan"
NO_BOOK = (
    "Belum ada buku kerja di depan di LibreOffice Calc. Buka berkas peserta di Calc, lalu ulangi."
)
REFUSED = (
    "LibreOffice Calc menolak pekerjaan ini. Periksa apakah bukunya dikunci atau sedang dipakai, "
    "lalu coba lagi."
)


def run_in_calc(action: Action, options: Options, desk: Desk) -> Report:
    """Do what a button does to the book in front; what it says. Raises ``KepesertaanError``."""
    app = calc.attach()
    try:
        return _run(action, app, options, desk)
    except KepesertaanError:
        raise
    except calc.CalcError as refusal:
        raise CannotWrite(REFUSED) from refusal
    except Exception as bug:  # noqa: BLE001 - a person must get a sentence, IT the log
        return failed(Path(), RuntimeError(_bug_sentence(bug)), BUG)
    finally:
        app.quit()


def _run(action: Action, app: Any, options: Options, desk: Desk) -> Report:
    book = calc.active_book(app)
    if book is None:
        raise ExcelNotReady(NO_BOOK)
    with calc.undo_group(book, f"{TITLE}: {action.label}"), status(app) as show:

        def progress(step: str) -> None:
            show(f"{TITLE}: {action.label}, {step} …")
            desk.progress(step)

        return run_opened(action, book, options, Desk(desk.ask, progress))


def _bug_sentence(bug: Exception) -> str:
    return (
        "Terjadi kesalahan di aplikasi ini. Periksa lembar Anda; bila ada yang berubah, tekan "
        f"Ctrl+Z sekali di Calc. {note_for_it(bug)}"
    )
