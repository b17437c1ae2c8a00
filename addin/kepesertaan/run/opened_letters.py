"""Surat Tagihan on the book that is open: letters beside it, no cell of it is changed."""

from __future__ import annotations

from typing import Any

from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import ExcelNotReady
from kepesertaan.domain.show import count
from kepesertaan.excel import api
from kepesertaan.excel.standing import read_standing
from kepesertaan.files.troubles import plain
from kepesertaan.sheets.letter_list import BOOK

from .letters import Made, plan_letters, report_of, write_letters
from .opened import WRITE, Desk, agree
from .opened_list import debts_in_front
from .plan import Options, result_job
from .report import Report

_NOWHERE = (
    "Buku kerja ini tidak ada di folder komputer ini atau folder bersama, jadi surat tidak punya "
    "tempat. Simpan salinannya di folder biasa, lalu klik tombol ini lagi."
)


def letters_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Write the letters of the sheet in front into HASIL beside its book, and open their list.

    Raises ``KepesertaanError``; no number has been taken then.
    """
    standing = read_standing(book)
    if standing.path is None:
        raise ExcelNotReady(_NOWHERE)
    desk.progress("membaca")
    tables = debts_in_front(standing, book, desk)
    desk.progress("menghitung")
    job = result_job(standing.path, options, BOOK)
    made = plan_letters(action, job.result, standing.path, tables, options)
    agree(desk, _card(made, plain(job.result.parent)))
    desk.progress(WRITE)
    write_letters(job.result, made, tables, options, lambda _step: None)
    api.open_file(book.app, made.files[0])
    return report_of(job, made)


def _card(made: Made, folder: str) -> list[str]:
    """What is asked before numbers are taken; nothing where there is no letter."""
    number = len(made.plan.letters)
    if not number:
        return []
    return [
        f"{count(number)} surat akan ditulis di {folder}, masing-masing dengan nomor dari "
        "register. Nomor yang terpakai tidak dapat dipakai lagi."
    ]
