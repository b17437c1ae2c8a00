"""From a book as read to the participant tables in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.table import Table
from kepesertaan.files.book import BookData, SheetData
from kepesertaan.sheets.participant import Sheet, find_tables


def participant_tables(
    book: BookData, sheets: Sequence[str], columns: Mapping[str, str]
) -> list[Table]:
    """Every participant table of a book; ``SheetNotRecognised`` when there is none."""
    chosen = chosen_sheets(book, sheets)
    tables = [table for sheet in chosen for table in find_tables(_as_sheet(book, sheet), columns)]
    if not any(table.rows for table in tables):
        raise SheetNotRecognised(_nothing_found(book, chosen))
    return tables


def chosen_sheets(book: BookData, names: Sequence[str]) -> list[SheetData]:
    """The sheets of those names, all without any. Raises ``SheetNotRecognised``."""
    if not names:
        return book.sheets
    wanted = {name.strip().lower() for name in names}
    found = [sheet for sheet in book.sheets if sheet.name.strip().lower() in wanted]
    if len(found) < len(wanted):
        have = ", ".join(f"'{sheet.name}'" for sheet in book.sheets)
        raise SheetNotRecognised(
            f"{book.path.name}: lembar yang diminta tidak ada; lembar yang ada: {have}."
        )
    return found


def _as_sheet(book: BookData, sheet: SheetData) -> Sheet:
    return Sheet(
        book.path.name, sheet.name, sheet.rows, sheet.merged, frozenset(sheet.hidden_rows),
        sheet.fixed, sheet.date1904,
    )  # fmt: skip


def _nothing_found(book: BookData, sheets: Sequence[SheetData]) -> str:
    names = ", ".join(f"'{sheet.name}'" for sheet in sheets[:5])
    where = f"lembar {names}" if names else "berkas ini"
    if not any(sheet.rows for sheet in sheets):
        return (
            f"{book.path.name}: {where} kosong. Pilih berkas atau lembar yang berisi data peserta."
        )
    return (
        f"{book.path.name}: tidak ada tabel peserta di {where}. Pastikan ada baris judul seperti "
        "NIK, Nama, dan Tgl Lahir, atau tunjuk kolomnya dengan --kolom nik=D."
    )
