"""What a data book or a description gives to a template: sheets and headings as field paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kepesertaan.data.described import given_paths, sheet_words
from kepesertaan.domain.described import Described
from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.template_check import Offer
from kepesertaan.sheets.headings import field_named
from kepesertaan.sheets.plain_table import PlainTable

from .naming import field_name, field_names
from .template_fields import Given

KIND = "kunjungan"  # whose words the headings of a data book are


def given_by_book(book: str, tables: Sequence[PlainTable], main: str = "") -> Given:
    """What the sheets of a book give. ``main``: the sheet with one row a document.

    Sheets with the key column (No Kunjungan) are repeated tables. Raises ``SheetNotRecognised``
    where there is no main sheet.
    """
    first = main_table(book, tables, main)
    offers = [Offer(name, heading, first.sheet) for name, heading in named_columns(first)]
    for table in tables:
        if table is not first and _belongs(table):
            root = field_name(table.sheet)
            offers += [
                Offer(f"{root}[*].{name}", heading, table.sheet)
                for name, heading in named_columns(table)
            ]
    return Given([*offers, *_own(offers)], f"lembar '{first.sheet}'", _silent())


def named_columns(table: PlainTable) -> list[tuple[str, str]]:
    """Every name by which a column can be used: its heading's, and that of the field it is."""
    own = [
        (name, heading)
        for name, heading in zip(field_names(table.headings), table.headings, strict=True)
        if name
    ]
    taken = {name for name, _ in own}
    known = [(field_named(heading, KIND), heading) for _, heading in own]
    return [*own, *((name, heading) for name, heading in known if name and name not in taken)]


def _belongs(table: PlainTable) -> bool:
    """Whether the rows of a sheet belong to those of the main sheet."""
    named = {name for name, _ in named_columns(table)}
    by_day = "tanggal" in named and bool(named & {"npp_perusahaan", "nama_perusahaan"})
    return field_name(sheet_words().key) in named or by_day


def with_description(given: Given, described: Described) -> Given:
    """The same where a description says which fields may be missing: optional ones and tables."""
    optional = {one.name for one in described.fields if not one.required}
    return replace(given, may_lack=frozenset(optional | {one.name for one in described.tables}))


def main_table(book: str, tables: Sequence[PlainTable], asked: str = "") -> PlainTable:
    """The table with one row a document: the one asked for, else Kunjungan, else the first.

    Raises ``SheetNotRecognised``.
    """
    if not tables:
        raise SheetNotRecognised(
            f"{book}: tidak ada baris judul kolom. Isi judul kolom di baris pertama, lalu ulangi."
        )
    wanted = asked or sheet_words().main
    found = next((one for one in tables if _same(one.sheet, wanted)), None)
    if found is None and asked:
        have = ", ".join(f"'{one.sheet}'" for one in tables)
        raise SheetNotRecognised(
            f"{book}: lembar '{asked}' tidak ada atau tanpa judul kolom; lembar yang ada: {have}."
        )
    return found or tables[0]


def given_by_description(described: Described, name: str) -> Given:
    """What the description of a template says it needs."""
    offers = [Offer(one.name, one.label, name) for one in described.fields]
    offers += [
        Offer(f"{table.name}[*].{one.name}", one.label, name)
        for table in described.tables
        for one in table.fields
    ]
    return Given([*offers, *_own(offers)], f"daftar isian {name}", _silent())


def _own(offers: Sequence[Offer]) -> list[Offer]:
    """What filling gives by itself; a column of the sheet of the same name goes before."""
    taken = {offer.path for offer in offers}
    return [Offer(path, source, "") for path, source in given_paths().items() if path not in taken]


def _silent() -> frozenset[str]:
    words = sheet_words()
    return frozenset(map(field_name, (words.key, *words.photos)))


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
