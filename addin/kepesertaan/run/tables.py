"""From a book as read to the participant tables in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Table
from kepesertaan.domain.text import digits_of, visible
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


def people_of(tables: Sequence[Table], outcome: Outcome) -> dict[str, list[str]]:
    """Who stands in each row that something was said about: short fingerprints of NIK and name.

    They tell later whether a row still holds the same person, without holding who that is.
    """
    rows = {(change.sheet, change.row) for change in outcome.changes}
    rows |= {(finding.sheet, finding.row) for finding in outcome.findings}
    return {
        f"{table.sheet}!{row}": person_in(table, i)
        for table in tables
        for i, row in enumerate(table.rows)
        if (table.sheet, row) in rows
    }


def person_in(table: Table, i: int) -> list[str]:
    """Fingerprints of the NIK and the name in a table row; tidying them changes neither."""
    found = []
    for field in ("nik", "nama"):
        column = table.column(field)
        text = shown(column.values[i]) if column else ""
        text = digits_of(text) if field == "nik" else visible(text.lstrip("'")).upper()
        found.append(
            hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12] if text else ""
        )
    return found


def moved_people(
    people: Mapping[str, Sequence[str]], tables: Sequence[Table]
) -> frozenset[tuple[str, int]]:
    """Rows (sheet, row) that hold another person now than ``people_of`` found there."""
    return frozenset(
        (table.sheet, row)
        for table in tables
        for i, row in enumerate(table.rows)
        if (was := people.get(f"{table.sheet}!{row}")) and not _same(was, person_in(table, i))
    )


def _same(was: Sequence[str], now: Sequence[str]) -> bool:
    """Whether NIK or name is still the same; nothing to compare counts as the same."""
    pairs = [(a, b) for a, b in zip(was, now, strict=True) if a]
    return not pairs or any(a == b for a, b in pairs)
