"""A target sheet of any layout as figures, each with its cell, and everything that was not taken.

    reading = read_target_sheet(sheet, book, known=["Andi Pratama"], year=2026)

What is not certain is asked about and held back. The officer is as written; who is one person is
settled over all files (``rules/target_gather.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from kepesertaan.data.metrics import metrics
from kepesertaan.data.target_words import target_settings
from kepesertaan.domain.edit import WITH_FORMULA
from kepesertaan.domain.period import Month
from kepesertaan.domain.table import Raw, cell_name, cell_names, column_letter
from kepesertaan.domain.targets import Level

from .participant import Sheet
from .target_cells import NO_CACHE, Cell, CellReader
from .target_grid import Block, Grid, cut
from .target_keys import Ground
from .target_months import Told, agree, name_time, time_of
from .target_numbers import UNCLEAR, amount_of
from .target_officers import officer_in, without_names, words_left
from .target_parts import Part, ask_achieved, column_parts, has_amounts, row_parts, title_saids
from .target_percents import wrong_percents
from .target_totals import find_totals
from .target_words import Said, said

OUTSIDE = "di luar tabel"
_ROLE_WHY = {"nomor": "nomor urut", "catatan": "keterangan", "satuan": "satuan",
             "uraian": "uraian", "waktu": "bulan", "petugas": "nama petugas"}  # fmt: skip


class Found(NamedTuple):
    """A figure as found: ``row`` and ``col`` from 0; ``value`` in whole units or None and why."""

    metric: str
    officer: str
    month: Month
    segment: str
    side: str
    span: str
    value: Decimal | None
    scale: Decimal
    row: int
    col: int
    why: str


class Dropped(NamedTuple):
    """A number that is no figure; ``row`` and ``col`` from 0. ``by``: "baris" or "kolom"."""

    row: int
    col: int
    number: Decimal
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question or a remark on cells (rows and columns from 0), none for the whole sheet."""

    level: Level
    text: str
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class SheetReading:
    """One sheet as read. ``read``: of each column how many numbers, and their sum, as shown."""

    name: str
    found: list[Found] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    read: dict[int, tuple[int, Decimal]] = field(default_factory=dict)
    heads: dict[int, str] = field(default_factory=dict)
    rows: int = 0  # with numbers
    told_officer: str = ""  # by a title
    name_officer: str = ""  # by the sheet's name
    month: Month | None = None  # by titles and names, for a sheet without figures
    labels: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BookNames:
    """What the names of a file and of its sheets say. ``months``: of the sheets, 0 left out."""

    file: str
    said: Said
    time: Told
    officer: str
    months: frozenset[int]


def book_names(stem: str, sheets: Sequence[str], known: Sequence[str]) -> BookNames:
    """Of a file's name (without ending) and the names of its sheets."""
    bare, named = without_names(stem.replace("_", " "), known)
    told = said(bare)
    exact = [m for name in sheets for _, m in said(without_names(name, known)[0]).months]
    return BookNames(stem, told, time_of([told]), named or words_left(bare), frozenset(exact))


def read_target_sheet(
    sheet: Sheet, book: BookNames, known: Sequence[str], year: int
) -> SheetReading:
    """Everything a sheet holds. ``known``: officers by name; ``year``: where nothing names one."""
    grid = cut(sheet)
    reading = SheetReading(sheet.name)
    bare, named = without_names(sheet.name.replace("_", " "), known)
    name_said = said(bare)
    name_told = name_time(name_said, may_mistype=len(book.months) > 1)
    reading.name_officer = named or _officer_left(sheet.name, bare, name_told)
    for block in grid.blocks:
        saids, title_told, officer = _titles_for(block, grid, known)
        claims = [("judul", title_told), ("nama lembar", name_told)]
        time = agree([*claims, ("nama berkas", book.time)], book.months)
        ground = Ground(saids, (name_said, book.said), time, year)
        reading.told_officer = reading.told_officer or officer
        _read_block(reading, sheet, grid, block, ground, officer, known)
        _note_time(reading, time, ground)
    if not grid.blocks:
        _read_titles(reading, grid, name_told, book, known, year)
    _count(reading, sheet.rows, grid)
    return reading


def _officer_left(name: str, bare: str, told: Told) -> str:
    return (
        ""
        if told.month or said(bare).metrics or name.lower().startswith("sheet")
        else words_left(bare)
    )


def _titles_for(block: Block, grid: Grid, known: Sequence[str]) -> tuple[list[Said], Told, str]:
    """What the titles of a table say, the nearest first, of what time, and of whom.

    Those of the first table hold for the others where their own leave it open, but for what is
    counted: that holds on only where a table has no title.
    """
    own = title_saids(block.titles, known)
    first = grid.blocks[0]
    officer = _officer_of(block.titles) or _officer_of(first.titles)
    if block is first:
        return own, _title_time(own), officer
    upper = title_saids(first.titles, known)
    if own:
        upper = [replace(one, metrics=(), segments=(), sides=()) for one in upper]
    time, above = _title_time(own), _title_time(upper)
    if not time.month and not time.doubt:
        time = replace(above, year=time.year or above.year)
    return [*own, *upper], replace(time, year=time.year or above.year), officer


def _officer_of(titles: Sequence[Sequence[str]]) -> str:
    return next((name for cells in reversed(titles) if (name := officer_in(cells))), "")


def _title_time(saids: Sequence[Said]) -> Told:
    return time_of(reversed(saids))


def _note_time(reading: SheetReading, time: Told, ground: Ground) -> None:
    if time.note:
        _ask(reading, Ask("periksa", f"Nama lembar '{reading.name}' {time.note}."))
    if reading.found and not time.year and not _has_years(reading, ground):
        _ask(reading, Ask("periksa", f"Tahun tidak disebut; dibaca {ground.year}."))


def _has_years(reading: SheetReading, ground: Ground) -> bool:
    return all(found.month[0] != ground.year for found in reading.found)


def _ask(reading: SheetReading, ask: Ask) -> None:
    if ask not in reading.asks:
        reading.asks.append(ask)


def _read_titles(
    reading: SheetReading, grid: Grid, told: Told, book: BookNames, known: Sequence[str], year: int
) -> None:
    """Whose month a sheet without figures would be."""
    saids = title_saids(grid.titles, known)
    claims = [("judul", _title_time(saids)), ("nama lembar", told), ("nama berkas", book.time)]
    time = agree(claims, book.months)
    reading.told_officer = next((n for cells in grid.titles if (n := officer_in(cells))), "")
    if time.month and not time.doubt:
        reading.month = (time.year or year, time.month)


def _read_block(
    reading: SheetReading,
    sheet: Sheet,
    grid: Grid,
    block: Block,
    ground: Ground,
    officer: str,
    known: Sequence[str],
) -> None:
    columns = column_parts(block)
    parts = row_parts(block, sheet.rows, grid.texts, known)
    ask_achieved((*parts.values(), *columns.values()), ground.titles)
    ground = _with_rupiah(ground, parts, columns)
    totals = find_totals(parts, columns, sheet.rows)
    fixed = {cell: why for cell, why in sheet.fixed.items() if why == WITH_FORMULA}
    reader = CellReader(ground, fixed)
    reading.heads |= {c: part.text for c, part in columns.items()}
    has_officers = "petugas" in block.roles.values()
    asked: dict[tuple[Level, str], list[tuple[int, int]]] = {}
    start = len(reading.found)
    no_unit: dict[int, list[int]] = {}
    for i, part in parts.items():
        reading.labels[i] = part.text
        row = sheet.rows[i]
        if i in totals.rows:
            _drop_row(reading, row, i, columns, totals.rows[i])
            continue
        if has_officers and not part.officer and has_amounts(block, row):
            asked.setdefault(("tanya", "nama petugas tidak ada di barisnya"), []).append((i, -1))
            _drop_row(reading, row, i, columns, "petugas tidak disebut")
            continue
        for c, col in columns.items():
            value = row[c] if c < len(row) else None
            if c in totals.columns:
                _drop(reading, i, c, value, totals.columns[c], "kolom")
                continue
            if value is None and (col.why or part.why):
                continue
            cell = reader.read(i, part, c, col, value if value != "" else None)
            _take(reading, cell, i, c, part.officer or officer, value, asked)
            if cell.no_unit:
                no_unit.setdefault(c, []).append(len(reading.found) - 1)
    _settle_units(reading, no_unit, asked)
    _settle_totals(totals.wrong, asked)
    for wrong in wrong_percents(parts, columns, sheet.rows):
        text = (f"persentasenya tertulis {_decimal(wrong.shown)} %, menurut target dan realisasi "
                f"{_decimal(wrong.right)} %; dihitung ulang")  # fmt: skip
        asked.setdefault(("periksa", text), []).append((wrong.row, wrong.col))
    _settle_segments(reading, start, asked)
    _settle_stocks(reading, start, asked)
    _settle_twins(reading, start, asked)
    for (level, text), cells in asked.items():
        _ask(reading, Ask(level, text, tuple(cells)))


def _with_rupiah(ground: Ground, parts: Mapping[int, Part], columns: Mapping[int, Part]) -> Ground:
    told = [key for p in (*parts.values(), *columns.values()) for key in p.said.metrics]
    has = any(metrics()[key].unit == "rupiah" for key in told)
    return Ground(ground.titles, ground.names, ground.time, ground.year, has)


def _take(
    reading: SheetReading,
    cell: Cell,
    i: int,
    c: int,
    officer: str,
    value: Raw,
    asked: dict[tuple[Level, str], list[tuple[int, int]]],
) -> None:
    if cell.left:
        _drop(reading, i, c, value, cell.left, "kolom")
    if cell.ask:
        asked.setdefault(("tanya", cell.ask), []).append((i, c))
    if cell.worry:
        asked.setdefault(("periksa", cell.worry), []).append((i, c))
    key = cell.key
    if key is not None and key.metric is not None and key.month is not None:
        span = key.span
        reading.found.append(
            Found(key.metric.key, officer, key.month, key.segment, key.side, span, cell.value,
                  cell.scale, i, c, cell.why)
        )  # fmt: skip


def _drop_row(
    reading: SheetReading, row: Sequence[Raw], i: int, columns: Mapping[int, Part], why: str
) -> None:
    for c in columns:
        _drop(reading, i, c, row[c] if c < len(row) else None, why, "baris")


def _drop(reading: SheetReading, i: int, c: int, value: Raw, why: str, by: str) -> None:
    number = number_of(value)
    if number is not None:
        reading.dropped.append(Dropped(i, c, number, why, by))


def number_of(value: Raw) -> Decimal | None:
    """The number a cell shows, None for anything else."""
    if value is None:
        return None
    amount = amount_of(value)
    return amount.value if amount else None


def _decimal(number: Decimal) -> str:
    return f"{number:.1f}".replace(".", ",")


def _hold(reading: SheetReading, at: int, why: str) -> None:
    """Take back the value of a figure: it is asked about."""
    found = reading.found[at]
    if found.value is not None:
        number = found.value / found.scale
        reading.dropped.append(Dropped(found.row, found.col, number, why, "kolom"))
        reading.found[at] = found._replace(value=None, why=UNCLEAR)


def _leave(reading: SheetReading, places: Sequence[int], why: str) -> None:
    """Take figures out altogether."""
    for at in sorted(places, reverse=True):
        found = reading.found.pop(at)
        if found.value is not None:
            number = found.value / found.scale
            reading.dropped.append(Dropped(found.row, found.col, number, why, "baris"))


def _settle_units(
    reading: SheetReading,
    no_unit: Mapping[int, Sequence[int]],
    asked: dict[tuple[Level, str], list[tuple[int, int]]],
) -> None:
    """Rupiah without a unit: whole rupiah where they are large enough, else asked about."""
    least = target_settings().least_rupiah
    for c, places in no_unit.items():
        largest = max(abs(reading.found[at].value or 0) for at in places)
        first = (reading.found[places[0]].row, c)
        if largest >= least:
            text = "satuan rupiah tidak disebut; dibaca rupiah penuh"
            asked.setdefault(("periksa", text), []).append(first)
        elif largest:
            text = "satuan rupiah tidak disebut dan angkanya kecil: ribu, juta, atau rupiah penuh?"
            for at in places:
                asked.setdefault(("tanya", text), []).append((reading.found[at].row, c))
                _hold(reading, at, "satuan tidak jelas")


def _settle_totals(
    wrong: Sequence[tuple[int, int, Decimal]], asked: dict[tuple[Level, str], list[tuple[int, int]]]
) -> None:
    for i, c, total in wrong:
        text = f"jumlahnya berbeda dari rinciannya ({_short(total)}); rinciannya yang dipakai"
        asked.setdefault(("periksa", text), []).append((i, c))


def _short(number: Decimal) -> str:
    whole = f"{number:,.2f}".removesuffix(".00")
    return whole.replace(",", " ").replace(".", ",").replace(" ", ".")


def _groups(
    reading: SheetReading, start: int, *fields: str
) -> Iterator[tuple[tuple[object, ...], list[int]]]:
    """Places of the figures with the same fields."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for at in range(start, len(reading.found)):
        found = reading.found[at]
        groups.setdefault(tuple(getattr(found, name) for name in fields), []).append(at)
    yield from groups.items()


def _settle_segments(
    reading: SheetReading, start: int, asked: dict[tuple[Level, str], list[tuple[int, int]]]
) -> None:
    """A number without a segment beside numbers of segments is their total."""
    leave: list[int] = []
    for _, places in _groups(reading, start, "metric", "officer", "month", "side", "span"):
        whole = [at for at in places if not reading.found[at].segment]
        parts = [at for at in places if reading.found[at].segment]
        if not whole or not parts:
            continue
        leave += whole
        total = sum((reading.found[at].value or Decimal(0) for at in parts), Decimal(0))
        for at in whole:
            found = reading.found[at]
            slack = max(Decimal("0.51") * found.scale, abs(total) * Decimal("0.0005"))
            if found.value is not None and abs(found.value - total) > slack:
                text = (f"angka tanpa segmen berbeda dari jumlah segmennya ({_short(total)}); "
                        "segmen mana yang kurang?")  # fmt: skip
                asked.setdefault(("tanya", text), []).append((found.row, found.col))
    _leave(reading, leave, "jumlah segmen")


def _settle_stocks(
    reading: SheetReading, start: int, asked: dict[tuple[Level, str], list[tuple[int, int]]]
) -> None:
    """A stock has no "s.d.": it is the state at the end of the month; two that differ are asked."""
    choice = target_settings().stock_in_two_columns
    leave: list[int] = []
    for key, places in _groups(reading, start, "metric", "officer", "month", "segment", "side"):
        if metrics()[str(key[0])].kind == "arus":
            continue
        totals = [at for at in places if reading.found[at].span == "sd"]
        months = [at for at in places if reading.found[at].span == "bulan"]
        valued = [_values(reading, totals), _values(reading, months)]
        if totals and months and (valued[0] == valued[1] or not all(valued)):
            drop, totals = (months, totals) if valued[0] and not valued[1] else (totals, [])
            leave += drop
        elif totals and months:
            if choice == "tanya":
                text = ("keadaan akhir bulan tertulis 'bulan ini' dan 's.d.' dengan angka berbeda; "
                        "mana yang dipakai?")  # fmt: skip
                cells = [(reading.found[at].row, reading.found[at].col) for at in totals + months]
                asked.setdefault(("tanya", text), []).extend(cells)
                for at in totals + months:
                    _hold(reading, at, "dua angka untuk keadaan akhir bulan")
            leave += months if choice == "sd" else totals
            totals = totals if choice == "sd" else []
        for at in totals:
            reading.found[at] = reading.found[at]._replace(span="bulan")
    _leave(reading, leave, "keadaan akhir bulan yang sama")


def _values(reading: SheetReading, places: Sequence[int]) -> set[Decimal | None]:
    return {reading.found[at].value for at in places} - {None}


def _settle_twins(
    reading: SheetReading, start: int, asked: dict[tuple[Level, str], list[tuple[int, int]]]
) -> None:
    """The same thing in two cells: once where equal, asked about where not."""
    leave: list[int] = []
    fields = ("metric", "officer", "month", "segment", "side", "span")
    for _, places in _groups(reading, 0, *fields):
        valued = [at for at in places if reading.found[at].value is not None]
        if len(places) < 2 or not any(at >= start for at in places):
            continue
        if len(_values(reading, valued)) > 1:
            text = "dua sel untuk hal yang sama dengan angka berbeda; mana yang benar?"
            cells = [(reading.found[at].row, reading.found[at].col) for at in valued]
            asked.setdefault(("tanya", text), []).extend(cells)
            for at in valued:
                _hold(reading, at, "dua angka untuk hal yang sama")
            leave += places[1:]
        else:
            keep = valued[0] if valued else places[0]
            leave += [at for at in places if at != keep]
    _leave(reading, leave, "sudah ada di sel lain")


def _count(reading: SheetReading, rows: Sequence[Sequence[Raw]], grid: Grid) -> None:
    """The numbers of every table and beside it, by column; what nobody took is left with why."""
    taken = {(f.row, f.col) for f in reading.found if f.value is not None}
    known = {(d.row, d.col) for d in reading.dropped}
    places = [(i, block) for block in grid.blocks for i in block.body]
    held = 0
    for i, block in [*places, *((i, None) for i in grid.stray)]:
        before = held
        for c, value in enumerate(rows[i]):
            number = number_of(value)
            if number is None:
                continue
            held += 1
            count, total = reading.read.get(c, (0, Decimal(0)))
            reading.read[c] = (count + 1, total + number)
            if (i, c) not in taken and (i, c) not in known:
                role = block.roles.get(c, "") if block else ""
                why = _ROLE_WHY.get(role, OUTSIDE if block is None else "bagian judul")
                reading.dropped.append(Dropped(i, c, number, why, "kolom" if role else "baris"))
        reading.rows += held > before


def cells_told(ask: Ask) -> str:
    """The cells of a question as people name them.

    >>> cells_told(Ask("tanya", "", ((4, 3), (5, 3))))
    'D5, D6'
    """
    cells = [(i + 1, c) for i, c in ask.cells if c >= 0]
    return cell_names(cells) if cells else ", ".join(f"baris {i + 1}" for i, _ in ask.cells[:3])


def first_cell(ask: Ask) -> str:
    """The first cell of a question, "" for the whole sheet."""
    return cell_name(ask.cells[0][0] + 1, max(ask.cells[0][1], 0)) if ask.cells else ""


def column_told(reading: SheetReading, c: int) -> str:
    """A column by its letter and heading."""
    head = reading.heads.get(c, "")
    return f"{column_letter(c)} {head}".strip()


__all__ = ["NO_CACHE", "Ask", "BookNames", "Dropped", "Found", "SheetReading", "book_names",
           "cells_told", "column_told", "first_cell", "number_of", "read_target_sheet"]  # fmt: skip
