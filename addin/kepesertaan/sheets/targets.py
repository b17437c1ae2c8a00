"""A target sheet of any layout as figures, each with its cell, and everything that was not taken.

    reading = read_target_sheet(sheet, book, known=["Andi Pratama"], year=2026)

What is not certain is asked about and held back. The officer is as written; who is one person is
settled over all files (``rules/target_gather.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kepesertaan.data.metrics import metrics
from kepesertaan.domain.edit import WITH_FORMULA
from kepesertaan.domain.period import Month
from kepesertaan.domain.table import Raw

from .participant import Sheet
from .target_cells import Cell, CellReader
from .target_columns import column_parts
from .target_counts import count_numbers
from .target_found import Ask, Asked, Found, SheetReading
from .target_grid import Block, Grid, cut, has_amounts, side_by_side
from .target_keys import Ground, Key
from .target_months import Told, agree, name_time, time_of
from .target_names import BookNames, officer_left
from .target_officers import without_names
from .target_parts import Part, ask_achieved, row_parts
from .target_percents import wrong_percents
from .target_settle import settle, short
from .target_titles import line_saids, name_like, officer_of, title_saids
from .target_totals import Totals, find_totals
from .target_words import Said, said

_NO_SIDES = "tabelnya tidak menyebut target atau realisasi, jadi tidak dipakai"
_LOOKED_AT = 40  # rows of a table in which its labels are looked at


@dataclass(frozen=True, slots=True)
class _Table:
    """One table with what is known around it."""

    block: Block
    parts: Mapping[int, Part]
    columns: Mapping[int, Part]
    totals: Totals
    ground: Ground
    officer: str


def read_target_sheet(
    sheet: Sheet, book: BookNames, known: Sequence[str], year: int
) -> SheetReading:
    """Everything a sheet holds. ``known``: officers by name; ``year``: where nothing names one."""
    grid = cut(sheet)
    reading = SheetReading(sheet.name)
    bare, named = without_names(sheet.name.replace("_", " "), known)
    name_said = said(bare)
    name_told = name_time(name_said, may_mistype=len(book.months) > 1)
    reading.name_officer = named or officer_left(sheet.name, bare, name_told)
    outside = (("nama lembar", name_told), ("nama berkas", book.time))
    used: list[Block] = []
    for block in (part for whole in grid.blocks for part in side_by_side(whole)):
        saids, title_told, officer = _titles_for(block, grid, known)
        time = agree([("judul", title_told), *outside], book.months)
        reading.told_officer = reading.told_officer or officer
        reading.like_name = reading.like_name or name_like(block.titles)
        if not _names_sides(sheet, block, saids, name_said):
            reading.ask(Ask("tanya", _NO_SIDES))
            if officer:
                reading.held.add((officer, (time.year or year, time.month)))
            continue
        used.append(block)
        ground = Ground([*saids, *_units_below(sheet, grid)], (name_said, book.said), time, year)
        table = _table(sheet, grid, block, ground, officer, known)
        _read_block(reading, sheet, grid, table)
        _note_time(reading, time, ground, table)
    if not grid.blocks:
        time = agree([("judul", _title_time(title_saids(grid.titles, known))), *outside],
                     book.months)  # fmt: skip
        reading.told_officer = officer_of(grid.titles, known)
        is_told = time.month and not time.doubt
        reading.month = (time.year or year, time.month) if is_told else None
    count_numbers(reading, sheet.rows, used, grid.stray if used else [])
    return reading


def _names_sides(sheet: Sheet, block: Block, titles: Sequence[Said], name: Said) -> bool:
    """Whether a table says target or realisasi; of a list of people nothing more is ever told."""
    heads = [said(" ".join(texts)) for texts in block.heads.values()]
    if block.sides or any(one.sides or "capaian" in one.roles for one in (*heads, *titles)):
        return True
    labels = [c for c, role in block.roles.items() if role != "nilai"]
    cells = (_at(sheet.rows, i, c) for i in block.body[:_LOOKED_AT] for c in labels)
    told = [said(cell) for cell in cells if isinstance(cell, str)]
    return any(one.sides or (name.sides and one.counts and not one.rest) for one in told)


def _units_below(sheet: Sheet, grid: Grid) -> list[Said]:
    """What notes below the tables say of units: "*) dalam jutaan rupiah"."""
    last = max((block.body[-1] for block in grid.blocks if block.body), default=0)
    rows = [*range(last + 1, len(sheet.rows)), *(i for b in grid.blocks for i in b.notes)]
    texts = [v for i in rows for v in sheet.rows[i] if isinstance(v, str) and v.strip()]
    return [
        Said(scales=one.scales, units=one.units, scaled=one.scaled, only_for=one.only_for,
             is_loose=one.is_loose)
        for text in texts for one in line_saids(text) if one.scales
    ]  # fmt: skip


def _titles_for(block: Block, grid: Grid, known: Sequence[str]) -> tuple[list[Said], Told, str]:
    """What the titles of a table say, the nearest first, of what time, and of whom.

    Those of the first table hold for the others where their own leave it open, but for what is
    counted: that holds on only where a table has no title.
    """
    own = title_saids(block.titles, known)
    first = grid.blocks[0]
    officer = officer_of(block.titles, known) or officer_of(first.titles, known)
    if block is first:
        return own, _title_time(own), officer
    upper = title_saids(first.titles, known)
    if own:
        upper = [replace(one, metrics=(), weak=(), segments=(), sides=()) for one in upper]
    time, above = _title_time(own), _title_time(upper)
    if not time.month and not time.doubt:
        time = replace(above, year=time.year or above.year)
    return [*own, *upper], replace(time, year=time.year or above.year), officer


def _title_time(saids: Sequence[Said]) -> Told:
    return time_of(reversed(saids))


def _note_time(reading: SheetReading, time: Told, ground: Ground, table: _Table) -> None:
    rows, parts = table.parts.values(), (*table.parts.values(), *table.columns.values())
    if time.note:
        reading.ask(Ask("periksa", f"nama lembar '{reading.name}' {time.note}"))
    is_said = any(year for part in parts for year, _ in part.said.months)
    is_said = is_said or any(part.said.years for part in rows)
    if not (time.year or is_said) and any(f.month[0] == ground.year for f in reading.found):
        reading.ask(Ask("periksa", f"tahun tidak disebut di judul; dibaca {ground.year}"))


def _table(
    sheet: Sheet, grid: Grid, block: Block, ground: Ground, officer: str, known: Sequence[str]
) -> _Table:
    columns = column_parts(block, known)
    parts = row_parts(block, sheet.rows, grid.texts, known)
    ask_achieved([*parts.values(), *columns.values()])
    told = [key for p in (*parts.values(), *columns.values()) for key in p.said.counts]
    labels = [said(" ".join(block.heads[c])) for c, role in block.roles.items()
              if role != "nilai" and c in block.heads]  # fmt: skip
    ground = replace(ground, titles=[*(one for one in labels if one.counts), *ground.titles])
    ground = replace(ground, has_rupiah=any(metrics()[key].unit == "rupiah" for key in told))
    return _Table(block, parts, columns, find_totals(parts, columns, sheet.rows), ground, officer)


def _read_block(reading: SheetReading, sheet: Sheet, grid: Grid, table: _Table) -> None:
    asked, start = Asked(), len(reading.found)
    reading.heads |= {c: part.text for c, part in table.columns.items()}
    no_unit: dict[int, list[int]] = {}
    merged = frozenset((top - 1, left) for top, left, _, _ in sheet.merges)
    columns = {c: col for c, col in table.columns.items() if c not in table.totals.columns}
    reader = CellReader(table.ground, columns, _not_computed(sheet), merged)
    for i, part in _rows(reading, sheet, table, asked):
        _read_row(reading, sheet.rows[i], i, part, table, (reader, asked, no_unit))
    if table.totals.alone:
        asked.hold("hanya jumlahnya yang terisi: isi rinciannya", *table.totals.alone)
    for i, c, total in table.totals.wrong:
        text = "jumlahnya berbeda dari rinciannya; dipakai rinciannya"
        asked.look(text, (i, c), first=short(total))
    for wrong in wrong_percents(table.parts, table.columns, sheet.rows):
        shown, right = _decimal(wrong.shown), _decimal(wrong.right)
        text = f"tertulis {shown} %, menurut target dan realisasi {right} %; dihitung ulang"
        asked.look(text, (wrong.row, wrong.col))
    settle(reading, start, no_unit, asked)
    asked.tell(reading)


def _not_computed(sheet: Sheet) -> frozenset[tuple[int, int]]:
    """The formulas of a sheet where no program has computed any: all show nothing, or 0.

    A formula may show nothing on purpose, but not every one of a sheet.
    """
    cells = [cell for cell, why in sheet.fixed.items() if why == WITH_FORMULA]
    shown = (_at(sheet.rows, row - 1, col) for row, col in cells)
    return frozenset() if any(shown) else frozenset(cells)


def _at(rows: Sequence[Sequence[Raw]], i: int, c: int) -> Raw:
    return rows[i][c] if i < len(rows) and c < len(rows[i]) else None


def _rows(
    reading: SheetReading, sheet: Sheet, table: _Table, asked: Asked
) -> Iterator[tuple[int, Part]]:
    """The rows that may hold figures; totals and rows of nobody are left out."""
    has_officers, has_details = (r in table.block.roles.values() for r in ("petugas", "rincian"))
    columns = list(table.columns)
    for i, part in table.parts.items():
        reading.labels[i] = part.text
        row = sheet.rows[i]
        if i in table.totals.rows:
            reading.drop_row(row, i, columns, table.totals.rows[i])
        elif has_details and has_amounts(table.block, row):
            asked.hold("satu baris per perusahaan, peserta, atau kantor: jumlahkan dahulu", (i, -1))
            reading.drop_row(row, i, columns, "rincian, bukan segmen atau petugas")
        elif has_officers and not part.officer and has_amounts(table.block, row):
            asked.hold("nama petugas tidak ada di barisnya", (i, -1))
            reading.drop_row(row, i, columns, "petugas tidak disebut")
        else:
            yield i, part


def _read_row(
    reading: SheetReading,
    row: Sequence[Raw],
    i: int,
    part: Part,
    table: _Table,
    at: tuple[CellReader, Asked, dict[int, list[int]]],
) -> None:
    """The figures of a row; ``at``: the reader, the questions, and figures without a unit."""
    officer, width = part.officer or table.officer, len(row)
    metric, segment, plain = at[0].plain(part)
    for c in table.columns:
        value = row[c] if c < width else None
        how = plain.get(c)
        if how and value.__class__ is float and value >= 0 and value.is_integer():
            side, span, month, scale, own = how
            amount = int(value) * scale
            reading.found.append(Found(
                metric, own or officer, month, segment, side, span, amount, scale, i, c, ""
            ))  # fmt: skip
        else:
            _read_cell(reading, value, (i, c), part, table, at)


def _read_cell(
    reading: SheetReading,
    value: Raw,
    place: tuple[int, int],
    part: Part,
    table: _Table,
    at: tuple[CellReader, Asked, dict[int, list[int]]],
) -> None:
    """What became of a cell: a figure, a number left out, a question, or a remark."""
    (reader, asked, no_unit), (i, c) = at, place
    col, totals = table.columns[c], table.totals.columns
    if c in totals or (value is None and (col.why or part.why)):
        reading.drop(i, c, value, totals.get(c, ""), "kolom")
        return
    cell = reader.read(i, part, c, col, None if value == "" else value)
    if cell.left:
        reading.drop(i, c, value, cell.left, "kolom")
    if cell.ask:
        asked.hold(cell.ask, place)
        reading.held.add((part.officer or table.officer, _when(part, col, table.ground)))
    if cell.worry:
        asked.look(cell.worry, place)
    if cell.no_unit:
        no_unit.setdefault(c, []).append(len(reading.found))
    if cell.key is not None:
        officer = col.officer or part.officer or table.officer
        reading.found.append(_found(cell.key, officer, cell, i, c))


def _when(row: Part, col: Part, ground: Ground) -> Month:
    """The month a cell that is asked about may be of; month 0 where nothing says one."""
    months = row.said.months or col.said.months
    year, month = months[-1] if months else (ground.time.year, ground.time.month)
    return year or ground.time.year or ground.year, month


def _found(key: Key, officer: str, cell: Cell, i: int, c: int) -> Found:
    assert key.metric is not None
    assert key.month is not None
    return Found(
        key.metric.key, officer, key.month, key.segment, key.side, key.span, cell.value,
        cell.scale, i, c, cell.why,
    )  # fmt: skip


def _decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
