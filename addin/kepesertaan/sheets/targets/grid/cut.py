"""Where the tables of a target sheet stand: titles, headings of several rows, labels, values.

A table begins below the texts that head its numbers and ends at the next heading. Rows and columns
count from 0 here. Nothing is said of what the words mean beyond what tells a heading from a label.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise, zip_longest

from kepesertaan.domain.table import Raw
from kepesertaan.sheets.header import Rows
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.targets.numbers.amounts import is_certain, text_amount
from kepesertaan.sheets.targets.people.given_names import names_columns, tell_people, with_people
from kepesertaan.sheets.targets.table.counted import counts_years, goes_on, names_and_counts
from kepesertaan.sheets.targets.words.said import said, spelled_side

from .block import LABELS, Block, is_amount, is_number, tell_roles
from .headings import (
    Heads,
    Texts,
    column_heads,
    dated_month,
    head_text,
    is_numbering,
    merged_texts,
)
from .letterhead import gives_number, is_letterhead
from .note_columns import tell_notes
from .numbered_months import heads_months

_DEEPEST = 4  # rows of a heading
_LOOKED_AT = 20  # rows of a table that tell which columns hold values


@dataclass(slots=True)
class Grid:
    """A sheet cut into tables. ``stray``: rows with amounts outside of any."""

    blocks: list[Block]
    titles: list[list[str]]  # of a sheet without a table
    stray: list[int]
    texts: Texts  # of merged areas, for each of their cells


def cut(sheet: Sheet, known: Sequence[str] = ()) -> Grid:
    """The tables of a sheet, top down; ``known``: officers by name."""
    rows, texts = sheet.rows, merged_texts(sheet.merges, sheet.rows)
    grid = Grid([], [], [], texts)
    amounts = [_has_amount(row) for row in rows]
    months = {i for i, held in enumerate(amounts) if held and heads_months(rows, i)}
    amounts = [held and i not in months for i, held in enumerate(amounts)]
    pending: list[int] = []
    at = 0
    while at < len(rows):
        amounts[at] = amounts[at] or counts_years(rows, pending, at)
        heads = _heading_rows(rows, pending, at, months, known) if amounts[at] else []
        if not heads:
            (grid.stray if amounts[at] else pending).append(at)
            at += 1
            continue
        last, following = _end(rows, amounts, at, months)
        titles = [found for i in pending if i < heads[0] and (found := _title_texts(rows[i]))]
        below = range(heads[-1] + 1, last + 1)
        body = [i for i in below if amounts[i] or _holds_more(rows[i])]
        grid.stray = [i for i in grid.stray if i not in below]  # its first rows held too little
        headed = with_people(column_heads(rows, heads, texts), known)
        grid.blocks.append(_block(titles, headed, body, rows))
        tell_people(grid.blocks[-1], known)
        pending = list(range(last + 1, following))
        at = following
    grid.titles = [_title_texts(rows[i]) for i in pending] if not grid.blocks else []
    return grid


def _block(titles: list[list[str]], heads: Heads, body: list[int], rows: Rows) -> Block:
    columns: list[Sequence[Raw]] = list(zip_longest(*(rows[i] for i in body)))
    columns += [(None,) * len(body)] * (max(heads, default=-1) + 1 - len(columns))
    block = Block(titles, heads, body, columns)
    tell_roles(block)
    tell_notes(block)
    return block


def _has_amount(row: Sequence[Raw]) -> bool:
    """Whether a row holds a number that is no year, no number of a column, and none of a person."""
    amount = next(filter(is_amount, row), None)
    if amount is None or is_numbering(row):
        return False
    if isinstance(amount, str) and _heads_times(row):
        return False
    return not gives_number(next((value for value in row if isinstance(value, str)), ""))


def _heads_times(row: Sequence[Raw]) -> bool:
    """Whether a row without a certain number says months or totals, more than it has texts that
    are unclear as numbers: Jan, Feb, Mar, S1."""
    unclear = 0
    for value in filter(is_amount, row):
        if not isinstance(value, str) or is_certain(value):
            return False
        unclear += 1
    told = [said(value) for value in row if isinstance(value, str)]
    return sum(bool(one.months) or one.is_total for one in told) > unclear


def _holds_more(row: Sequence[Raw]) -> bool:
    """Whether a row holds anything but numbers of columns."""
    return _any_value(row) and not is_numbering(row)


def _any_value(row: Sequence[Raw]) -> bool:
    return any(value is not None and value != "" for value in row)


def heads_a_column(value: Raw) -> bool:
    """Whether a cell may head numbers: words of a target sheet, a date, a year, a number."""
    if isinstance(value, str):
        return _is_head(value)
    return isinstance(value, date | float | int) and not isinstance(value, bool)


@lru_cache(maxsize=20_000)
def _is_head(text: str) -> bool:
    return said(text).is_known or spelled_side(text) != text or bool(dated_month(text))


def _heading_rows(
    rows: Rows,
    pending: Sequence[int],
    first: int,
    months: Collection[int],
    known: Sequence[str],
) -> list[int]:
    """The rows that head the amounts of row ``first``, top down; none where nothing does.

    ``months``: those that head months by numbers; ``known``: officers by name.
    """
    columns = [c for c, value in enumerate(rows[first]) if is_number(value)]
    heads = (i for i in reversed(pending) if i in months or _heads(rows[i], columns)
             or names_columns(rows, i, columns, known))  # fmt: skip
    last = next(heads, None)
    if last is None:
        return []
    found = [last, *(i for i in pending if i > last and _splits(rows[last], rows[i]))]
    for i in reversed([i for i in pending if i < last]):
        is_near = i == found[0] - 1 and len(found) < _DEEPEST
        texts = _texts_of(rows[i]) if is_near else []
        is_part = _are_several(texts) or _repeats_over_numbers(rows[i], rows[first])
        if not is_part or is_letterhead(rows[i], texts):
            break  # a text alone is a title and holds for the whole table, as a name does
        found.insert(0, i)
    return found


def _splits(upper: Sequence[Raw], lower: Sequence[Raw]) -> bool:
    """Whether a row parts a group of a heading, be it by words nothing is known of: below Target,
    with nothing beside it, Awal and Revisi."""
    texts = [isinstance(v, str) and bool(v.strip()) and text_amount(v) is None for v in lower]
    heads = [isinstance(v, str) and bool(v.strip()) for v in upper]
    heads += [False] * (len(texts) - len(heads))
    return any(
        a and b and heads[c] and not heads[c + 1] and heads_a_column(upper[c])
        for c, (a, b) in enumerate(pairwise(texts))
    )


def _are_several(texts: Sequence[str]) -> bool:
    """Whether texts head several columns, be it all of them "s.d. Bulan Ini"."""
    return len(set(texts)) > 1 or (len(texts) > 1 and _is_lower_head(texts[0]))


def _repeats_over_numbers(row: Sequence[Raw], numbers: Sequence[Raw]) -> bool:
    """Whether a row says one thing known again and again, over numbers alone: Nov, Nov below the
    segments and over Target and Realisasi of each."""
    held = [(c, shown) for c, value in enumerate(row) if (shown := head_text(value))]
    texts = {shown for _, shown in held}
    are_over = all(c < len(numbers) and is_number(numbers[c]) for c, _ in held)
    return len(held) > 1 and len(texts) == 1 and are_over and all(map(_is_head, texts))


@lru_cache(maxsize=5000)
def _is_lower_head(text: str) -> bool:
    told = said(text)
    return bool(told.sides or told.spans) and not (told.counts or told.months or told.rest)


def _amount_columns(row: Sequence[Raw]) -> list[int]:
    return [c for c, value in enumerate(row) if is_amount(value)]


def _heads(row: Sequence[Raw], columns: Sequence[int]) -> bool:
    held = [k for k in columns if k < len(row) and row[k] is not None]
    known = [k for k, value in enumerate(row) if value is not None and heads_a_column(value)]
    return bool(known) and (any(k in known for k in held) or (len(known) > 1 and not held))


def _end(
    rows: Rows, amounts: Sequence[bool], first: int, months: Collection[int]
) -> tuple[int, int]:
    """The last row of the table whose first amounts stand in ``first``, and where to go on.

    ``months``: rows that head months by numbers.
    """
    columns: set[int] = set()
    last = seen = first
    for i in range(first, len(rows)):
        if amounts[i]:
            last = i
            continue
        for k in range(seen, min(i, first + _LOOKED_AT)):
            columns.update(_amount_columns(rows[k]) if amounts[k] else ())
        seen = i
        if names_and_counts(rows[i], columns) or (i == last + 1 and goes_on(rows[i], columns)):
            last = i
            continue
        if i in months or _begins_heading(rows[i], columns):
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
    empty = [i for i in between if not _any_value(rows[i])]
    start = empty[0] if empty else heading
    while not empty and start > last + 1 and len(set(_texts_of(rows[start - 1]))) <= 1:
        start -= 1
    return start - 1, start


def _title_texts(row: Sequence[Raw]) -> list[str]:
    """The texts of a title; a date is its month only beside a word for months, or where it is the
    first of one and stands alone or beside words of targets: others may be of printing."""
    texts = _texts_of(row)
    days = sum(isinstance(value, date) for value in row)
    if not days:
        return texts
    if days > 1:  # from one day to another
        return [f"{v.day:02}/{v.month:02}/{v.year}" if isinstance(v, date) else head_text(v)
                for v in row if head_text(v)]  # fmt: skip
    told = [said(value) for value in row if isinstance(value, str) and value.strip()]
    is_month = any("waktu" in one.roles for one in told)
    is_first = all(one.is_known and not one.rest for one in told)
    return [
        shown if is_month or not isinstance(value, date) or (is_first and value.day == 1)
        else f"{shown}-{value.day:02}"
        for value in row if (shown := head_text(value))
    ]  # fmt: skip


def _texts_of(row: Sequence[Raw]) -> list[str]:
    return [shown for value in row if (shown := head_text(value))]
