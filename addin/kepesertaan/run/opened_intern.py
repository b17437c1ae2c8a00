"""Laporan MSIB on the workbook that is open; its sheets are not changed."""

from __future__ import annotations

from typing import Any

from kepesertaan.actions.registry import Action
from kepesertaan.excel.reading import read_sheet
from kepesertaan.excel.standing import read_standing
from kepesertaan.sheets.internship import read_internship

from .final_report import report_of
from .opened import Desk
from .opened_write import place_of
from .plan import Options
from .report import MOST_LINES, Report


def report_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Write the next version of the report beside the open workbook.

    Raises ``KepesertaanError``; nothing has been written then.
    """
    standing = read_standing(book)
    desk.progress("membaca")
    sheets = [read_sheet(standing.name, sheet) for sheet in book.sheets]
    work = read_internship(standing.name, sheets)
    return report_of(action, work, place_of(standing), options, desk.progress, MOST_LINES)
