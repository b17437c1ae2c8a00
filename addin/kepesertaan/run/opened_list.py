"""Daftar Telepon on the book that is open: the sheet in front, and payments of other sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kepesertaan.actions.daftar_telepon import CallList
from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.table import Table
from kepesertaan.excel import api
from kepesertaan.excel.pages import is_ours, put_pages
from kepesertaan.excel.reading import read_sheet
from kepesertaan.excel.screen import still
from kepesertaan.excel.standing import Standing, read_standing
from kepesertaan.files.pagebook import write_pages
from kepesertaan.sheets.arrears import Kind, find_arrears
from kepesertaan.sheets.call_list import is_call_list

from .call_history import history_for
from .opened import WRITE, Desk, asking_columns, takes_sheets
from .opened_write import place_of
from .plan import Options
from .report import Report
from .scratch import scratch_folder

NOTHING = (
    "Saya tidak menemukan tabel piutang di lembar ini. Klik satu sel di dalam tabel piutang, "
    "lalu coba lagi."
)


def call_list_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Make the list of the sheet in front and bring it in; no cell of the book is changed.

    Raises ``KepesertaanError``; nothing has been added then.
    """
    standing = read_standing(book)
    desk.progress("membaca")
    (arrears,), payments = debts_in_front(standing, book, desk)
    desk.progress("menghitung")
    history = history_for(place_of(standing), payments, options.today, dry=False)
    made: CallList = action.function([arrears], payments, options.today, history.calls)
    desk.progress(WRITE)
    with still(book.app):
        where = _show(book.app, book, standing, made)
    lines = [*history.notes[:1], *made.lines[:-1], f"Lihat {where}.", made.lines[-1]]
    return Report(
        standing.name, baris=made.counts["baris"], ditandai=made.counts["selisih"],
        catatan=[*made.lines, *history.notes], per_aturan={"daftar-telepon": made.counts},
        kode=int(made.has_findings or bool(history.notes)), lines=lines,
    )  # fmt: skip


def debts_in_front(standing: Standing, book: Any, desk: Desk) -> tuple[list[Table], list[Table]]:
    """The arrears table of the sheet in front, and the payments tables of the other sheets.

    Raises ``SheetNotRecognised``.
    """
    front = book.sheets.active
    arrears = _arrears_in(standing, front, book, desk)
    return [arrears], _payments_beside(standing, book, front.name)


def _arrears_in(standing: Standing, sheet: Any, book: Any, desk: Desk) -> Table:
    seen = read_sheet(standing.name, sheet)
    found, _ = asking_columns(find_arrears, seen, book, desk)
    if found is None or found[0] != "piutang":
        raise SheetNotRecognised(NOTHING)
    return found[1]


def _payments_beside(standing: Standing, book: Any, front: str) -> list[Table]:
    """The payments tables of the other sheets; one whose columns are unclear counts as none."""
    found: list[tuple[Kind, Table] | None] = []
    for sheet in book.sheets:
        if sheet.name == front or is_ours(sheet.api) or is_call_list(sheet.name):
            continue
        try:
            found.append(find_arrears(read_sheet(standing.name, sheet), {}))
        except SheetNotRecognised:
            continue
    return [one[1] for one in found if one and one[0] == "pembayaran"]


def _show(app: Any, book: Any, standing: Standing, made: CallList) -> str:
    """Bring the sheets into the book, or a new one where it takes none; where they are."""
    with scratch_folder(place_of(standing)) as folder:
        file = folder / f"{Path(standing.name).stem}_telepon.xlsx"
        write_pages(file, made.board, made.pages)
        if not takes_sheets(standing):
            api.open_as_new(app, file)
            return "buku baru"
        heads = {page.name: [column.header for column in page.columns] for page in made.pages}
        heads[made.board.name] = [made.board.title]
        brought = put_pages(app, book, file, {name: name for name in heads}, heads)
        return f"lembar '{brought[0]}' sampai '{brought[-1]}'"
