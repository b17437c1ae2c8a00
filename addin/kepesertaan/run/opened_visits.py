"""Laporan Kunjungan on the book that is open: reports beside it, no cell of it is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import ExcelNotReady
from kepesertaan.domain.show import count
from kepesertaan.domain.visits import Visit
from kepesertaan.excel import api
from kepesertaan.excel.pages import is_ours
from kepesertaan.excel.reading import number_formats, read_sheet
from kepesertaan.excel.standing import Standing, read_standing
from kepesertaan.files.troubles import plain
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.visit_numbers import as_displayed, numbers_in
from kepesertaan.sheets.visit_report import BOOK
from kepesertaan.sheets.visits import VisitBook, find_visits, is_visit_sheet
from kepesertaan.word.naming import field_names

from .opened import WRITE, Desk, agree
from .plan import Options, result_job
from .report import Report
from .visit_results import write_results
from .visit_told import report_of
from .visits import Work, make_reports, plan_reports, try_out

_NOWHERE = (
    "Buku kerja ini tidak ada di folder komputer ini atau folder bersama, jadi laporan tidak punya "
    "tempat. Simpan salinannya di folder biasa, lalu klik tombol ini lagi."
)
_NAMED = 3  # companies named on the card


def visits_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Make the reports of the visits into HASIL beside the book, and open the book that tells.

    With several rows selected on the sheet of visits, only theirs. Raises ``KepesertaanError``; no
    number has been taken then.
    """
    standing = read_standing(book)
    if standing.path is None:
        raise ExcelNotReady(_NOWHERE)
    desk.progress("membaca")
    found = _visits_of(standing, book)
    selected = tuple(str(visit.row) for visit in _selected(book, found))
    options = replace(options, own={**options.own, "hanya": selected})
    home = result_job(standing.path, options, BOOK).result
    work = plan_reports(action, found, standing.path, home, options, desk.progress)
    try_out(work, desk.progress)
    agree(desk, _card(work))
    make_reports(work, desk.progress)
    desk.progress(WRITE)
    write_results(work, lambda _step: None)
    api.open_file(book.app, work.made[-1])
    return report_of(standing.name, work)


def _visits_of(standing: Standing, book: Any) -> VisitBook:
    """The visits of the sheet in front, else of the only sheet that holds any."""
    front = book.sheets.active.name
    sheets: Sequence[Sheet] = [
        read_sheet(standing.name, sheet) for sheet in book.sheets if not is_ours(sheet.api)
    ]
    codes = {
        (name, *at): code
        for name, cells in numbers_in(sheets).items()
        for at, code in number_formats(book.sheets[name], cells).items()
    }
    sheets = as_displayed(sheets, codes)
    asked = [one.name for one in sheets if one.name == front and is_visit_sheet(one)]
    return find_visits(standing.name, sheets, field_names, asked)


def _selected(book: Any, found: VisitBook) -> list[Visit]:
    """The visits whose rows are selected, where more than one row is; none without."""
    chosen = book.app.selection  # None: a shape or a part of a chart
    if chosen is None or (chosen.sheet.name, chosen.sheet.book.name) != (found.sheet, book.name):
        return []
    first, last = chosen.row, chosen.last_cell.row
    rows = [visit for visit in found.visits if first <= visit.row <= last]
    return rows if last > first and len(rows) < len(found.visits) else []


def _card(work: Work) -> list[str]:
    """What is asked before anything is numbered or written; nothing where nothing can be made."""
    good = [one for one in work.filed if not one.draft.bad]
    if not good:
        return []
    photos = sum(len(one.draft.photos) for one in good)
    lacking = [
        f"{one.draft.visit.company or one.draft.visit.label} ({', '.join(one.missing[:2])})"
        for one in good
        if one.missing
    ]
    cards = [
        f"{count(len(good))} laporan dengan {count(photos)} foto akan dibuat dari templat "
        f"{work.form.template.name} di {plain(work.shelf.folder)}."
    ]
    if lacking:
        more = f" dan {len(lacking) - _NAMED} lainnya" if len(lacking) > _NAMED else ""
        cards.append(f"Belum lengkap, ditandai kuning: {', '.join(lacking[:_NAMED])}{more}.")
    bad = len(work.filed) - len(good)
    if bad:
        cards.append(f"{count(bad)} kunjungan tidak dapat dibuat; alasannya di hasil.")
    return cards
