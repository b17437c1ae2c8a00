"""Simpan Hasil on the call list that is open; its sheets are not changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kepesertaan.actions.registry import Action
from kepesertaan.excel import api
from kepesertaan.excel.reading import read_sheet
from kepesertaan.excel.standing import read_standing
from kepesertaan.files.pagebook import write_pages
from kepesertaan.sheets.filled_list import find_lists, list_day

from .opened import Desk
from .opened_write import place_of
from .plan import Options
from .report import Report
from .save_results import RESULTS, after_recording, record, report_of
from .scratch import scratch_folder

_ASK = "Buat juga laporan hari ini? Hasil telepon dicatat, apa pun jawaban Anda."


def save_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Record the calls noted in the open book, and open the report or what is to be mended.

    Raises ``KepesertaanError``; nothing has been recorded then.
    """
    standing = read_standing(book)
    desk.progress("membaca")
    names = [str(sheet.name) for sheet in book.sheets]
    seen = [read_sheet(standing.name, book.sheets[name]) for name in names if list_day(name)]
    lists = find_lists(standing.name, seen)
    home = place_of(standing)
    options = replace(options, report=options.report or desk.ask(_ASK))
    saving = record(action, home, lists, options, desk.progress)
    report = report_of(standing.name, lists, saving, [])
    if saving.noted.sheets:
        with after_recording(), scratch_folder(home) as folder:
            made = folder / f"{RESULTS} {options.today.isoformat()}.xlsx"
            write_pages(made, saving.noted.report, saving.noted.pages)
            api.open_as_new(book.app, made)
        where = " dan ".join(f"'{name}'" for name in saving.noted.sheets)
        report.lines.append(f"Lihat lembar {where} di buku baru yang terbuka.")
    return report
