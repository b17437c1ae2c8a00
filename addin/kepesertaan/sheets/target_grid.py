"""Where the tables of a target sheet stand: titles, headings of several rows, labels, values.

A table begins below the texts that head its numbers and ends at the next heading. Rows and columns
count from 0 here. Nothing is said of what the words mean beyond what tells a heading from a label.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from kepesertaan.domain.table import Raw

from .header import Rows
from .participant import Sheet
from .target_heads import (
    FIRST_YEAR,
    LAST_YEAR,
    Texts,
    are_months,
    column_heads,
    head_text,
    is_counting,
    is_numbering,
    is_year,
    merged_texts,
)
from .target_numbers import text_amount
from .target_officers import officer_in
from .target_words import Said, said, side_word, spelled_side

T = TypeVar("T")
_DEEPEST = 4  # rows of a heading
_LOOKED_AT = 20  # rows of a table that tell which columns hold values
LABELS = frozenset({"nomor", "petugas", "rincian", "satuan", "uraian", "catatan", "waktu"})


@dataclass(slots=True)
class Block:
    """One table. ``heads``: of each column its heading's texts from the top down.

    ``roles``: of each column "nilai" or one of LABELS. ``body``: row indices with anything in them.
    """

    titles: list[list[str]]
    heads: dict[int, list[str]]
    body: list[int]
    roles: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, list[int]] = field(default_factory=dict)  # column -> rows with amounts
    sides: list[int] = field(default_factory=list)  # columns whose cells say target or realisasi
    first: int = 0  # its columns: from this one ...
    behind: int = 1 << 20  # ... to before this one

    @property
    def notes(self) -> list[int]:
        """The rows below its last amount."""
        held = {i for c, some in self.numbers.items() if self.roles.get(c) == "nilai" for i in some}
        last = max(held, default=-1)
        return [i for i in self.body if i > last]


@dataclass(slots=True)
class Grid:
    """A sheet cut into tables. ``stray``: rows with amounts outside of any."""

    blocks: list[Block]
    titles: list[list[str]]  # of a sheet without a table
    stray: list[int]
    texts: Texts  # of merged areas, for each of their cells


def cut(sheet: Sheet) -> Grid:
    """The tables of a sheet, top down."""
    texts = merged_texts(sheet.merges, sheet.rows)
    grid = Grid([], [], [], texts)
    pending: list[int] = []
    at, rows = 0, sheet.rows
    while at < len(rows):
        if not has_amount(rows[at]) and not _holds_years(rows, pending, at):
            pending.append(at)
            at += 1
            continue
        heads = _heading_rows(rows, pending, at)
        if not heads:
            grid.stray.append(at)
            at += 1
            continue
        last, following = _end(rows, at)
        titles = _title_rows(rows, pending, heads, texts)
        block = Block(titles, column_heads(rows, heads, texts), [])
        below = range(heads[-1] + 1, last + 1)
        block.body = [i for i in below if any_value(rows[i]) and not is_numbering(rows[i])]
        _tell_roles(block, rows, texts)
        grid.blocks.append(block)
        pending = list(range(last + 1, following))
        at = following
    grid.titles = [_texts_of(rows[i]) for i in pending] if not grid.blocks else []
    return grid


def any_value(row: Sequence[Raw]) -> bool:
    """Whether anything stands in a row."""
    return any(value is not None and value != "" for value in row)


def has_amount(row: Sequence[Raw]) -> bool:
    """Whether a row holds a number that is no year and no number of a column."""
    return any(map(is_amount, row)) and not is_numbering(row)


def _holds_years(rows: Rows, pending: Sequence[int], at: int) -> bool:
    """Whether a row counts 2025 or 2026 of something, below a heading that says of which side."""
    if not pending:
        return False
    heads = rows[pending[-1]]
    sides = {c for c, v in enumerate(heads) if isinstance(v, str) and said(v).sides}
    return _names_and_counts(rows[at], sides)


def _names_and_counts(row: Sequence[Raw], columns: Collection[int]) -> bool:
    """Whether a row names a metric or a segment, and has a number in one of the columns."""
    told = [said(v) for v in row if isinstance(v, str)]
    numbers = (c for c, v in enumerate(row) if v.__class__ is float or _counts(v))
    return any((one.counts or one.segments) and not one.sides for one in told) and any(
        c in columns for c in numbers
    )


def has_amounts(block: Block, row: Sequence[Raw]) -> bool:
    """Whether a column of values holds an amount."""
    return any(
        c < len(row) and is_amount(row[c]) for c, role in block.roles.items() if role == "nilai"
    )


def is_amount(value: Raw) -> bool:
    """Whether a cell holds an amount, typed as a number or as text; a year is none."""
    if value.__class__ is float or (isinstance(value, int) and not isinstance(value, bool)):
        return not is_year(value)
    return isinstance(value, str) and _is_number_text(value)


@lru_cache(maxsize=20_000)
def _is_number_text(text: str) -> bool:
    amount = text_amount(text)
    if amount is None or (amount.value is None and not amount.doubt):
        return False
    if amount.value is not None and FIRST_YEAR <= amount.value <= LAST_YEAR:
        return False
    found = said(text)
    return not (found.months or found.dated or found.years)


def heads_a_column(value: Raw) -> bool:
    """Whether a cell may head numbers: words of a target sheet, a date, a year, a number."""
    if isinstance(value, str):
        return said(value).is_known or spelled_side(value) != value
    return isinstance(value, date | float | int) and not isinstance(value, bool)


def _heading_rows(rows: Rows, pending: Sequence[int], first: int) -> list[int]:
    """The rows that head the amounts of row ``first``, top down; none where nothing does."""
    columns = [k for k, value in enumerate(rows[first]) if is_amount(value)]
    heads = [i for i in pending if _heads(rows[i], columns)]
    if not heads:
        return []
    found = [heads[-1]]
    for i in reversed([i for i in pending if i < heads[-1]]):
        is_near = i == found[0] - 1 and len(found) < _DEEPEST
        texts = _texts_of(rows[i])
        if not is_near or len(set(texts)) < 2 or _names_officer(texts):
            break  # a text alone is a title and holds for the whole table, as a name does
        found.insert(0, i)
    return found


def _names_officer(texts: Sequence[str]) -> bool:
    return (len(texts) == 2 or any(":" in text for text in texts)) and bool(officer_in(texts))


def _heads(row: Sequence[Raw], columns: Sequence[int]) -> bool:
    held = [k for k in columns if k < len(row) and row[k] is not None]
    known = [k for k, value in enumerate(row) if value is not None and heads_a_column(value)]
    return bool(known) and (any(k in known for k in held) or (len(known) > 1 and not held))


def _end(rows: Rows, first: int) -> tuple[int, int]:
    """The last row of the table whose first amounts stand in ``first``, and where to go on."""
    columns: set[int] = set()
    last = first
    for i in range(first, len(rows)):
        row = rows[i]
        if has_amount(row) or _names_and_counts(row, columns):
            if i < first + _LOOKED_AT:
                columns |= {k for k, value in enumerate(row) if is_amount(value)}
            last = i
        elif i > last and _begins_heading(row, columns):
            return _before_titles(rows, last, i)
    return len(rows) - 1, len(rows)


def _begins_heading(row: Sequence[Raw], columns: set[int]) -> bool:
    known = [k for k, v in enumerate(row) if isinstance(v, str | date) and heads_a_column(v)]
    return (len(known) > 1 and sum(k in columns for k in known) > 1) or _is_headed_pair(
        row, columns
    )


def _is_headed_pair(row: Sequence[Raw], columns: set[int]) -> bool:
    """A label's heading and one over a value: URAIAN, REALISASI."""
    known = [(k, v) for k, v in enumerate(row) if isinstance(v, str) and v.strip()]
    labels = any(set(said(v).roles) & LABELS for k, v in known if k not in columns)
    values = any(said(v).sides or said(v).months for k, v in known if k in columns)
    return labels and values


def _before_titles(rows: Rows, last: int, heading: int) -> tuple[int, int]:
    """Where a table ends before the next heading: its titles belong to the next table."""
    between = range(last + 1, heading)
    empty = [i for i in between if not any_value(rows[i])]
    start = empty[0] if empty else heading
    while not empty and start > last + 1 and len(set(_texts_of(rows[start - 1]))) <= 1:
        start -= 1
    return start - 1, start


def _title_rows(
    rows: Rows, pending: Sequence[int], heads: Sequence[int], texts: Texts
) -> list[list[str]]:
    above = [i for i in pending if i < heads[0]]
    return [found for i in above if (found := _texts_of(rows[i]))]


def _texts_of(row: Sequence[Raw]) -> list[str]:
    return [shown for value in row if (shown := head_text(value))]


def _tell_roles(block: Block, rows: Rows, texts: Texts) -> None:
    width = max([*(len(rows[i]) for i in block.body), *(c + 1 for c in block.heads)], default=0)
    for c in range(width):
        found = [(i, rows[i][c]) for i in block.body if c < len(rows[i]) and rows[i][c] is not None]
        block.numbers[c] = [i for i, v in found if v.__class__ is float or _counts(v)]
        told = [v for _, v in found if isinstance(v, str)]
        words = sum(text_amount(v) is None for v in told)
        sides = {side_word(v) for v in set(told) if v.strip()}
        sides |= {""} if len(told) < len(found) else set()
        if not block.numbers[c] and sides >= {"target", "realisasi"}:
            block.sides.append(c)
        if not found and _only_groups(block, c):
            continue  # an empty column below the heading of a group
        role = _role(block.heads.get(c, []), len(block.numbers[c]), words, found)
        role = "uraian" if c in block.sides and (role != "catatan" or "" not in sides) else role
        if role:
            block.roles[c] = role


def _only_groups(block: Block, c: int) -> bool:
    """Whether a column is headed by a group alone whose other columns have their own heading."""
    own = block.heads.get(c, [])
    return any(len(heads) > len(own) and heads[: len(own)] == own for heads in block.heads.values())


def _counts(value: Raw) -> bool:
    """A number, even one that may be a year: below a heading it counts."""
    return is_amount(value) or (isinstance(value, int) and not isinstance(value, bool))


def _role(heads: Sequence[str], numbers: int, words: int, found: Sequence[tuple[int, Raw]]) -> str:
    told = said(" ".join(heads))
    label = next((role for role in told.roles if role in LABELS), "")
    if label == "petugas" and (told.counts or told.rest or len(told.roles) > 1):
        label = "uraian"  # a name, but of a kegiatan, a program, ...
    if label in ("catatan", "nomor"):
        return label
    is_value = bool(len(told.sides) == 1 or told.months or told.has_percent or told.counts)
    if not label and _heads_years(told, found):
        return "waktu"
    if label and not (is_value and numbers > words):
        return label if label != "waktu" or words or are_months(found) else "nilai"
    if numbers and numbers >= words:
        return "nomor" if not heads and is_counting(found) else "nilai"
    if words:
        is_certain = bool(len(told.sides) == 1 or told.months or told.has_percent)
        return "nilai" if is_certain else "uraian"
    return "nilai" if found or is_value else ""


def _heads_years(told: Said, found: Sequence[tuple[int, Raw]]) -> bool:
    """Whether a column below Tahun holds years and nothing else."""
    is_bare = told.spans == ("tahun",) and not (told.sides or told.counts or told.months)
    return is_bare and bool(found) and all(is_year(value) for _, value in found)


def side_by_side(block: Block) -> list[Block]:
    """The tables that stand beside each other: the heading of the first label comes again."""
    labels = [c for c in sorted(block.roles) if block.roles[c] in LABELS and c in block.heads]
    if not labels:
        return [block]
    name = block.heads[labels[0]][-1].casefold()
    starts = [c for c in labels if block.heads[c][-1].casefold() == name]
    values = [c for c, role in block.roles.items() if role == "nilai"]
    starts = [
        c for k, c in enumerate(starts) if k == 0 or any(starts[k - 1] < v < c for v in values)
    ]
    if len(starts) < 2 or not any(v > starts[-1] for v in values):
        return [block]
    edges = [0, *starts[1:], 1 << 20]
    return [_columns_of(block, a, b) for a, b in pairwise(edges)]


def _columns_of(block: Block, first: int, behind: int) -> Block:
    def inside(held: dict[int, T]) -> dict[int, T]:
        return {c: value for c, value in held.items() if first <= c < behind}

    return Block(block.titles, inside(block.heads), block.body, inside(block.roles),
                 inside(block.numbers), [c for c in block.sides if first <= c < behind],
                 first, behind)  # fmt: skip
