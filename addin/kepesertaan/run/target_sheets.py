"""Understand one workbook of target sheets, from a file or from the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kepesertaan.actions.target_book.places import DETAIL, PROOF, SOURCES
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.files.book import BookData, SheetData
from kepesertaan.files.read import read_book
from kepesertaan.rules.target_sources import FileReading
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.target_formats import as_meant, numbers_in, says_more
from kepesertaan.sheets.target_found import SheetReading
from kepesertaan.sheets.target_given import unnamed_in
from kepesertaan.sheets.target_names import BookNames, book_names, named_in_cells
from kepesertaan.sheets.targets import read_target_sheet

from .bugs import bug_in
from .target_child import Known

_BOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


def read_one(path: Path, known: Known) -> FileReading:
    """A file as read, or why it cannot be read. Raises ``MemoryError``."""
    try:
        return as_reading(read_book(path, password=known.password), known)
    except KepesertaanError as trouble:
        return FileReading(str(path), path.name, trouble=str(trouble))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a bug of ours in one file must not lose the others
        import traceback

        text = bug_in(path.name, traceback.format_exc())
        return FileReading(str(path), path.name, trouble=text)


def as_reading(book: BookData, known: Known) -> FileReading:
    """A workbook as read; hidden sheets are told of and left alone."""
    ours = result_told(book.path, (sheet.name for sheet in book.sheets))
    if ours:
        return ours
    shown = _as_meant(book, [_sheet(book, sheet) for sheet in book.sheets if sheet.visible])
    hidden = [sheet.name for sheet in book.sheets if not sheet.visible and any(sheet.rows)]
    name = book.path.name
    notes = [text if text.startswith(name) else f"{name}: {text}" for text in book.notices]
    notes += hidden_told(book.path.name, hidden)
    found = sheets_reading(book.path, shown, notes, known)
    if (
        book.text_only
        and book.path.suffix.lower() in _BOOKS
        and not any(sheet.strips or sheet.asks for sheet in found.sheets)
    ):
        text = f"{book.path.name} bukan buku Excel dan tidak memuat tabel; mintalah yang benar."
        return FileReading(str(book.path), book.path.name, trouble=text)
    return found


def result_told(path: Path, names: Iterable[str]) -> FileReading | None:
    """What is said of a book of ours, whatever its name; None for other workbooks."""
    if not {DETAIL, PROOF, SOURCES} <= set(names):
        return None
    text = f"{path.name} adalah hasil rekap, bukan lembar target; pakai berkas petugasnya."
    return FileReading(str(path), path.name, trouble=text)


def hidden_told(name: str, sheets: Sequence[str]) -> list[str]:
    """What is said of the hidden sheets of a workbook."""
    text = (
        f"{name}: lembar tersembunyi tidak dibaca: {', '.join(sheets)}. Bila perlu, tampilkan, "
        "simpan, lalu rekap lagi."
    )
    return [text] if sheets else []


def sheets_reading(
    path: Path, sheets: Sequence[Sheet], notes: Sequence[str], known: Known
) -> FileReading:
    """The sheets of a workbook as read, from a file or from the screen; empty ones are none."""
    held = [sheet for sheet in sheets if any(sheet.rows)]
    called = [sheet.name for sheet in held]
    titled = named_in_cells((path.stem, *called), (sheet.rows for sheet in held))
    officers = (*known.officers, *titled)
    names = book_names(path.stem, called, officers)
    read = [read_target_sheet(sheet, names, officers, known.year) for sheet in held]
    unnamed = {sheet.name: unnamed_in(sheet.rows)
               for sheet, found in zip(held, read, strict=True) if _asks(found, names)}  # fmt: skip
    return FileReading(str(path), path.name, names, read, notes=notes, unnamed=unnamed)


def _asks(found: SheetReading, names: BookNames) -> bool:
    """Whether a sheet asks something, be it whose it is."""
    named = found.told_officer or found.name_officer or names.officer
    is_nobodys = not named and any(not strip.officer for strip in found.strips)
    return is_nobodys or any(ask.level == "tanya" for ask in found.asks)


def _as_meant(book: BookData, sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """The sheets of a workbook with its numbers as their formats say them, where any says more."""
    if not any(map(says_more, book.formats)):
        return sheets
    from kepesertaan.files.looks import number_formats  # most workbooks need it not

    return as_meant(sheets, number_formats(book, numbers_in(sheets), says_more))


def _sheet(book: BookData, sheet: SheetData) -> Sheet:
    return Sheet(
        book.path.name, sheet.name, sheet.rows, sheet.merged, frozenset(sheet.hidden_rows),
        sheet.fixed, sheet.date1904,
    )  # fmt: skip
