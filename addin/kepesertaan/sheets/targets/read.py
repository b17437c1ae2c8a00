"""A target sheet of any layout as figures, each with its cell, and everything that was not taken.

What is not certain is asked about and held back. The officer is as written; who is one person is
settled over all files (``rules/target_gathering/gather.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial

from kepesertaan.domain.edit import WITH_FORMULA
from kepesertaan.domain.period import Month
from kepesertaan.domain.table import Raw
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.targets.around.names import BookNames, officer_left, sheet_time
from kepesertaan.sheets.targets.around.titles import (
    name_like,
    officer_of,
    title_saids,
    titles_for,
    units_below,
)
from kepesertaan.sheets.targets.cells.decimal_marks import parting
from kepesertaan.sheets.targets.cells.key import Ground, Key, ground_of
from kepesertaan.sheets.targets.cells.numbers_left import count_numbers
from kepesertaan.sheets.targets.cells.plain_columns import rows_alike, take_plain
from kepesertaan.sheets.targets.cells.reader import Cell, CellReader
from kepesertaan.sheets.targets.cells.settle import settle, short
from kepesertaan.sheets.targets.doubts.all_of_them import Near, asked, names_sides
from kepesertaan.sheets.targets.doubts.unheaded import ask_unheaded, ask_years
from kepesertaan.sheets.targets.grid.block import Block, has_amounts, side_by_side
from kepesertaan.sheets.targets.grid.cut import Grid, cut
from kepesertaan.sheets.targets.numbers.amounts import number_of
from kepesertaan.sheets.targets.table.part import Part, Parts
from kepesertaan.sheets.targets.table.percents import percent_remark, wrong_percents
from kepesertaan.sheets.targets.table.totals import Totals, find_totals
from kepesertaan.sheets.targets.table.words import TableWords, table_words
from kepesertaan.sheets.targets.words.claimed_months import Told, agree, title_time
from kepesertaan.sheets.targets.words.day_ranges import part_of_month
from kepesertaan.sheets.targets.words.said import Said, said

from .found import NO_YEAR, Ask, Asked, Found, SheetReading, Taken, numbered

_NO_SIDES = (
    "tabelnya tidak menyebut target atau realisasi, jadi tidak dipakai; "
    "tulis Target atau Realisasi di atas angkanya"
)
_OTHER_TOTAL = "kolom jumlah di sebelah satu kolom saja, tetapi bukan jumlahnya: mana angkanya?"
_NO_HEADS = "judul kolom angkanya tidak terbaca, jadi tidak dipakai; tulis tepat di atas angkanya"


@dataclass(frozen=True, slots=True)
class _Table:
    """One table with what is known around it."""

    block: Block
    words: TableWords
    totals: Totals
    ground: Ground
    officer: str

    @property
    def rows(self) -> Parts:
        """Its rows that may hold figures."""
        return self.words.rows

    @property
    def columns(self) -> Parts:
        """Its columns of values."""
        return self.words.columns


@dataclass(frozen=True, slots=True)
class _Outside:
    """What is known of a sheet before its cells: its name's words and time, its file, officers.

    ``year``: where nothing names one.
    """

    said: Said
    told: Told
    book: BookNames
    known: Sequence[str]
    year: int

    def time(self, titles: Told) -> Told:
        """The time on which titles and names agree."""
        places = [("judul", titles), ("nama lembar", self.told), ("nama berkas", self.book.time)]
        return agree(places, self.book.months)


def read_target_sheet(
    sheet: Sheet, book: BookNames, known: Sequence[str], year: int
) -> SheetReading:
    """Everything a sheet holds. ``known``: officers by name; ``year``: where nothing names one."""
    grid = cut(sheet, known)
    reading, taken = SheetReading(sheet.name), Taken()
    bare, named, name_told = sheet_time(sheet.name, known, may_mistype=len(book.months) > 1)
    reading.name_officer = named or officer_left(sheet.name, bare, name_told)
    outside = _Outside(said(bare), name_told, book, known, year)
    blocks = [part for whole in grid.blocks for part in side_by_side(whole)]
    used = [block for block in blocks if _read_table(reading, taken, sheet, grid, block, outside)]
    _tell_outside(reading, sheet, grid, outside)
    count_numbers(reading, taken, sheet.rows, used, grid.stray if used else [])
    reading.strips, reading.no_unit = taken.all_strips(), taken.no_unit
    reading.left, reading.unused = taken.dropped.left_out(), taken.dropped.by_column()
    return reading


def _tell_outside(reading: SheetReading, sheet: Sheet, grid: Grid, outside: _Outside) -> None:
    """Targets below no known heading; of a sheet without a table, whose it is and of when."""
    unheaded = ask_unheaded(sheet.rows, grid.stray, outside.said)
    reading.asks += [unheaded] if unheaded else []
    if grid.blocks:
        return
    time = outside.time(title_time(title_saids(grid.titles, outside.known)))
    when = (time.year or outside.year, time.month)
    reading.told_officer = officer_of(grid.titles, outside.known)
    reading.month = when if time.month and not time.doubt else None
    if not unheaded and (unheaded := ask_years(sheet.rows, when[0])):
        reading.ask(unheaded)
    if unheaded and reading.told_officer:
        reading.held.add((reading.told_officer, when))


def _read_table(
    reading: SheetReading, taken: Taken, sheet: Sheet, grid: Grid, block: Block, outside: _Outside
) -> bool:
    """Read one table; whether it is one of targets."""
    saids, title_told, officer = titles_for(block, grid, outside.known)
    time, year = outside.time(title_told), outside.year
    reading.told_officer = reading.told_officer or officer
    reading.like_name = reading.like_name or name_like(block.titles)
    if not names_sides(sheet.rows, block, saids, outside.said):
        _hold_all(reading, _NO_SIDES, officer, (time.year or year, time.month))
        return False
    names = (outside.said, outside.book.said)
    words = table_words(block, grid.texts, outside.known)
    titles = [*words.labels, *saids, *units_below(sheet.rows, grid)]
    month = title_told.month or outside.told.month
    first = grid.blocks[0].titles
    near = Near(saids, outside.said, (*titles, *names), month, time, outside.known, first)
    words = asked(words, block, near)
    if not words.rows:
        _hold_all(reading, _NO_HEADS, officer, (time.year or year, time.month))
    ground = ground_of(titles, names, time, year, has_rupiah=words.has_rupiah)
    totals = find_totals(words.totals, words.rows, words.columns, block)
    _read_block(reading, taken, sheet, _Table(block, words, totals, ground, officer))
    return True


def _hold_all(reading: SheetReading, why: str, officer: str, month: Month) -> None:
    """Ask about a whole table, which holds nothing that can be used."""
    reading.ask(Ask("tanya", why))
    if officer:
        reading.held.add((officer, month))


@dataclass(slots=True)
class _Work:
    """One table while it is read. ``no_unit``: places in ``taken.found`` of rupiah without a unit,
    by column.
    """

    reading: SheetReading
    taken: Taken
    table: _Table
    reader: CellReader
    asked: Asked = field(default_factory=Asked)
    no_unit: dict[int, list[int]] = field(default_factory=dict)


def _read_block(reading: SheetReading, taken: Taken, sheet: Sheet, table: _Table) -> None:
    start = (len(taken.strips), len(taken.found))
    reading.heads |= {c: part.text for c, part in table.columns.items()}
    for ask in table.words.asks:
        reading.ask(ask)
    merged = frozenset((top - 1, left) for top, left, _, _ in sheet.merges)
    columns = {c: col for c, col in table.columns.items() if c not in table.totals.columns}
    marks = partial(parting, table.block)
    reader = CellReader(table.ground, columns, _not_computed(sheet), merged, marks)
    work = _Work(reading, taken, table, reader)
    rows = _rows(work, sheet)
    for c, why in table.totals.columns.items():
        taken.dropped.column(c, why, numbered((i, number_of(_at(sheet.rows, i, c))) for i in rows))
    alike, alone = rows_alike(table.words, rows, tuple(columns), table.ground)
    others = [(i, c) for i in alone for c in columns]
    for some in alike:
        others += take_plain(taken, table.block, some, table.officer, reader.odd)
    for i, c in sorted(others):
        _read_cell(work, _at(sheet.rows, i, c), (i, c), table.rows[i])
    _remark(work.asked, table)
    settle(taken, start, work.no_unit, work.asked)
    work.asked.tell(reading)
    _note_time(work)


def _note_time(work: _Work) -> None:
    """Remarks on a time that is written oddly, or without its year."""
    table, reading, ground = work.table, work.reading, work.table.ground
    if ground.time.note:
        reading.ask(Ask("periksa", ground.time.note))
    if not (ground.time.year or table.words.has_years) and any(
        month[0] == ground.year for month in work.taken.months()
    ):
        reading.guessed_year = ground.year
        reading.ask(Ask("periksa", f"{NO_YEAR}; dibaca {ground.year}"))


def _remark(asked: Asked, table: _Table) -> None:
    """What a table's totals and percentages say against its figures."""
    if table.totals.alone:
        asked.hold("hanya jumlahnya yang terisi: isi rinciannya", *table.totals.alone)
    if table.totals.other:
        asked.hold(_OTHER_TOTAL, *table.totals.other)
    for i, c, total in table.totals.wrong:
        if not table.rows[i].own.is_total:  # an office among its officers
            asked.hold("baris kantor, tetapi bukan jumlah petugasnya; milik siapa?", (i, c))
            continue
        text = "jumlahnya berbeda dari rinciannya; dipakai rinciannya"
        asked.look(text, (i, c), first=short(total))
    for c, col in table.columns.items():
        day = 0 if col.why or col.doubt or c in table.totals.columns else part_of_month(col.text)
        if day and table.rows:
            text = f"hanya sampai tanggal {day}, dihitung sebagai bulannya"
            asked.look(text, (min(table.rows), c))
    words = table.words
    wrong = list(wrong_percents(words.percents, table.rows, table.columns, table.block))
    if wrong:
        text, first = percent_remark(wrong)
        asked.look(text, *((one.row, one.col) for one in wrong), first=first)


def _not_computed(sheet: Sheet) -> frozenset[tuple[int, int]]:
    """The formulas of a sheet where no program has computed any: all show nothing, or 0.

    A formula may show nothing on purpose, but not every one of a sheet.
    """
    cells = [cell for cell, why in sheet.fixed.items() if why == WITH_FORMULA]
    shown = (_at(sheet.rows, row - 1, col) for row, col in cells)
    return frozenset() if any(shown) else frozenset(cells)


def _at(rows: Sequence[Sequence[Raw]], i: int, c: int) -> Raw:
    return rows[i][c] if i < len(rows) and c < len(rows[i]) else None


def _rows(work: _Work, sheet: Sheet) -> tuple[int, ...]:
    """The rows that may hold figures; totals and rows of nobody are left out."""
    table, roles = work.table, set(work.table.block.roles.values())
    work.reading.labels |= {i: part.text for i, part in table.rows.items()}
    left = {i: why for i in table.rows if (why := _why_left(work, i, sheet.rows[i], roles))}
    place = {i: n for n, i in enumerate(table.block.body)}
    numbers = {c: table.block.numbers(c) for c in table.columns}
    columns = {c: [some[place[i]] for i in left] for c, some in numbers.items()}
    work.taken.dropped.rows(left, columns)
    return tuple(i for i in table.rows if i not in left)


def _why_left(work: _Work, i: int, row: Sequence[Raw], roles: Collection[str]) -> str:
    """Why a row holds no figures, "" where it may; ``roles``: of the table's columns."""
    table, part = work.table, work.table.rows[i]
    if i in table.totals.rows:
        return table.totals.rows[i]
    if "rincian" in roles and has_amounts(table.block, row):
        text = "satu baris per perusahaan, peserta, atau kantor: jumlahkan dahulu"
        work.asked.hold(text, (i, -1))
        return "rincian, bukan segmen atau petugas"
    if "petugas" not in roles or part.officer:
        return ""
    if not part.why and has_amounts(table.block, row):
        work.asked.hold("nama petugas tidak ada di barisnya; isi namanya", (i, -1))
        return "petugas tidak disebut"
    return part.why


def _read_cell(work: _Work, value: Raw, place: tuple[int, int], part: Part) -> None:
    """What became of a cell: a figure, a number left out, a question, or a remark."""
    (i, c), table, taken = place, work.table, work.taken
    col = table.columns[c]
    if value is None and (col.why or part.why):
        return
    cell = work.reader.read(i, part, c, col, None if value == "" else value)
    if cell.left:
        taken.dropped.column(c, cell.left, numbered([(i, number_of(value))]))
    if cell.ask:
        work.asked.hold(cell.ask, place)
        officer = part.officer or table.officer
        work.reading.held |= {(officer, when) for when in _when(part, col, table.ground)}
    if cell.worry:
        work.asked.look(cell.worry, place)
    if cell.no_unit:
        work.no_unit.setdefault(c, []).append(len(taken.found))
    if cell.key is not None:
        whose = col.officer or part.officer or table.officer
        taken.found.append(_found(cell.key, whose, cell, i, c))


def _when(row: Part, col: Part, ground: Ground) -> list[Month]:
    """The months a cell that is asked about may be of; month 0 where nothing says one."""
    time, months = ground.time, row.said.months or col.said.months
    claims = months[-1:] or [(time.year, month) for month in (time.month, *time.others)]
    return [(year or time.year or ground.year, month) for year, month in claims]


def _found(key: Key, officer: str, cell: Cell, i: int, c: int) -> Found:
    assert key.metric is not None
    assert key.month is not None
    return Found(
        key.metric.key, officer, key.month, key.segment, key.side, key.span, cell.value,
        cell.scale, i, c, cell.why,
    )  # fmt: skip
