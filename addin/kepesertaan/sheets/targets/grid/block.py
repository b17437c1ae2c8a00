"""One table of a target sheet column by column: which columns hold labels and which values.

Rows and columns count from 0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from types import NoneType
from typing import NamedTuple, TypeVar

from kepesertaan.domain.table import Raw
from kepesertaan.domain.targets import Number
from kepesertaan.sheets.targets.numbers.amounts import (
    OF_PERSONS,
    amount_of,
    numbers_in,
    text_amount,
)
from kepesertaan.sheets.targets.people.officer_texts import bare_heads
from kepesertaan.sheets.targets.words.said import SIDES, said, side_word

from .headings import FIRST_YEAR, LAST_YEAR, are_months, is_counting, is_year

T = TypeVar("T")
Cells = Sequence[Raw]
VALUE = "nilai"
FORM_ROWS = 300  # of a table; a longer one is a list, of which nothing is remembered
LABELS = frozenset({"nomor", "petugas", "rincian", "satuan", "uraian", "catatan", "waktu"})
LISTS = frozenset({"petugas", "uraian", "waktu"})  # what the rows of a table are
_YEARS = "tahun"  # a label where nothing but years stands below it
_OTHER = frozenset(("",))
_PARTED = re.compile(r"[0-9][.,][0-9]{3}")
_TEXTS = {str, NoneType}


@dataclass(slots=True)
class Block:
    """One table. ``heads``: of each column its heading's texts from the top down.

    ``body``: row indices with anything in them; ``columns``: their cells, column by column from
    column 0; ``roles``: of each column VALUE or one of LABELS.
    """

    titles: list[list[str]]
    heads: Mapping[int, tuple[str, ...]]
    body: list[int]
    columns: list[Cells]
    roles: dict[int, str] = field(default_factory=dict)
    sides: list[int] = field(default_factory=list)  # columns whose cells say target or realisasi
    floats: set[int] = field(default_factory=set)  # columns of nothing but floats
    first: int = 0  # its columns: from this one ...
    behind: int = 1 << 20  # ... to before this one
    _numbers: dict[int, Sequence[Number | None]] = field(default_factory=dict)

    @property
    def values(self) -> list[int]:
        """Its columns of values."""
        return [c for c, role in self.roles.items() if role == VALUE]

    @property
    def notes(self) -> list[int]:
        """The rows below its last amount."""
        return self.body[_last_number([self.columns[c] for c in self.values], len(self.body)) :]

    def numbers(self, c: int) -> Sequence[Number | None]:
        """The numbers of a column as its cells show them; None for cells without one."""
        if c not in self._numbers:
            column = self.columns[c]
            are_texts = len(column) <= FORM_ROWS and {*map(type, column)} <= _TEXTS
            self._numbers[c] = (_numbers_in_texts if are_texts else numbers_in)(column)
        return self._numbers[c]

    def amounts(self, c: int) -> Sequence[float | None]:
        """The numbers of a column, only to be compared; None for cells without one."""
        column = self.columns[c]
        if c in self.floats:
            return column  # type: ignore[return-value]
        return list(map(_compared, column))


_numbers_in_texts = lru_cache(maxsize=1000)(numbers_in)  # the same in the sheets of an office


def _compared(value: Raw) -> float | None:
    amount = amount_of(value)
    return None if amount is None or amount.value is None else float(amount.value)


def is_amount(value: Raw) -> bool:
    """Whether a cell holds an amount, typed as a number or as text; a year is none."""
    if value.__class__ is float or (isinstance(value, float | int) and value.__class__ is not bool):
        return not is_year(value)
    return isinstance(value, str) and _is_number_text(value)


def is_number(value: Raw) -> bool:
    """A number, even one that may be a year: below a heading it counts."""
    if isinstance(value, str):
        return _is_number_text(value)
    return isinstance(value, float | int) and not isinstance(value, bool)


@lru_cache(maxsize=20_000)
def _is_number_text(text: str) -> bool:
    amount = text_amount(text)
    if amount is None or (amount.value is None and not amount.doubt):
        return False
    bare = text.strip()
    if amount.value is not None and FIRST_YEAR <= amount.value <= LAST_YEAR:
        return _PARTED.fullmatch(bare) is not None  # 2.026 and 2,026 are no years
    if bare.isdecimal():
        return True
    found = said(text)
    return not (found.months or found.dated or found.years or found.is_total)


def has_amounts(block: Block, row: Cells) -> bool:
    """Whether a column of values holds an amount."""
    return any(c < len(row) and is_amount(row[c]) for c in block.values)


def tell_roles(block: Block) -> None:
    """Find out what each column is for: its heading says it, or else its cells."""
    for c, column in enumerate(block.columns):
        heads, kinds = block.heads.get(c, ()), set(map(type, column)) - {NoneType}
        held = _told_of(column, kinds)
        if held.numbers and held.words:  # a signature below the last amount says nothing of it
            end = _last_number(block.columns, len(block.body))
            held = held._replace(words=_words(column[:end]))
        if kinds <= {float}:
            block.floats.add(c)
        if (
            not held.numbers
            and _are_sides(block, held, column)
            and not _heads_sections(block, column)
        ):
            block.sides.append(c)
        if not kinds and _only_groups(block, heads):
            continue  # an empty column below the heading of a group
        role = _role(heads, held, column)
        if c in block.sides and (
            role != "catatan"
            or "" not in held.sides
            or not held.sides.issuperset(SIDES)
            or _heads_sides(block, column)
        ):
            role = "uraian"
        if role:
            block.roles[c] = role


def _are_sides(block: Block, held: _Told, column: Cells) -> bool:
    """Whether the cells of a column say the sides: both, or in words one of them, the same in all
    rows up to the last number; a T alone may stand for anything."""
    if held.sides.issuperset(SIDES):
        return True
    if held.sides.isdisjoint(SIDES):
        return False
    end = _last_number(block.columns, len(block.body))
    words = [v.strip() for v in column[:end] if isinstance(v, str) and v.strip()]
    told = [side_word(word) for word in words if len(word) > 1]
    if "lain" in told:  # Target and Pencapaian, Rencana and Realisasi, perhaps with a row more
        return not set(told).isdisjoint(SIDES) and 4 * sum(map(bool, told)) >= 3 * len(words)
    return len(set(told) & set(SIDES)) == 1 and len(told) == len(words) and all(told)


def _last_number(columns: Sequence[Cells], rows: int) -> int:
    """How many of the first rows there are up to the last one with a number."""
    while rows and not any(is_number(column[rows - 1]) for column in columns):
        rows -= 1
    return rows


def _words(cells: Cells) -> int:
    return sum(isinstance(value, str) and text_amount(value) is None for value in cells)


def _heads_sections(block: Block, column: Cells) -> bool:
    """Whether the sides of a column stand in rows of their own, over those they are for."""
    rows = [at for at, value in enumerate(column)
            if isinstance(value, str) and side_word(value) in SIDES]  # fmt: skip
    return not any(is_number(other[at]) for other in block.columns for at in rows)


def _heads_sides(block: Block, column: Cells) -> bool:
    """Whether most words of a column of sides, up to the last number, are those sides, and all
    others that have a row of their own name a metric or segment: sections, no notes."""
    end = _last_number(block.columns, len(block.body))
    words = [(at, v) for at, v in enumerate(column[:end]) if isinstance(v, str) and v.strip()]
    others = [(at, v) for at, v in words if not side_word(v)]
    alone = [v for at, v in others if not any(is_number(some[at]) for some in block.columns)]
    if not alone or 4 * (len(others) - len(alone)) > len(words):
        return False
    told = [said(v) for v in alone]
    return all((one.counts or one.segments) and not one.rest for one in told)


class _Told(NamedTuple):
    """What the cells of a column are; ``sides``: those its cells say, "" for any other cell."""

    numbers: int
    words: int
    sides: frozenset[str]


def _told_of(column: Cells, kinds: set[type]) -> _Told:
    if kinds <= {float}:
        return _Told(len(column) - column.count(None), 0, _OTHER)
    is_form = kinds == {str} and len(column) <= FORM_ROWS
    return (_told_by_texts if is_form else _told_by_cells)(column)


def _told_by_cells(column: Cells) -> _Told:
    held = Counter(value for value in column if value is not None)
    texts = {text: count for text, count in held.items() if isinstance(text, str)}
    words = sum(count for text, count in texts.items() if text_amount(text) is None)
    sides = frozenset(side_word(text) for text in texts if text.strip())
    return _Told(sum(map(is_number, column)), words,
                 sides if len(texts) == len(held) else sides | _OTHER)  # fmt: skip


_told_by_texts = lru_cache(maxsize=1000)(_told_by_cells)  # the same in the sheets of an office


def _only_groups(block: Block, own: tuple[str, ...]) -> bool:
    """Whether a column is headed by a group alone whose other columns have their own heading."""
    return any(len(heads) > len(own) and heads[: len(own)] == own for heads in block.heads.values())


def _role(heads: tuple[str, ...], held: _Told, column: Cells) -> str:
    (label, is_certain, is_value), (numbers, words, _) = _headed(bare_heads(heads)), held
    if label in ("catatan", "nomor"):
        return label
    if len(heads) == 1 and not words and heads[0].upper().strip(" .:") in OF_PERSONS:
        return "nomor"  # a staff number
    if label == _YEARS and all(map(is_year, _filled(column))):
        return "waktu" if _filled(column) else ""
    label = "" if label == _YEARS else label
    if label and not (is_value and numbers > words):
        return label if label != "waktu" or words or are_months(_filled(column)) else VALUE
    if numbers and numbers >= words:
        return "nomor" if not heads and is_counting(_filled(column)) else VALUE
    if words:
        return VALUE if is_certain and not _names_things(column) else "uraian"
    return VALUE if is_value or _filled(column) else ""


def _names_things(column: Cells) -> bool:
    """Whether most cells of a column of words name a metric or a segment: Target Kinerja."""
    told = [said(value) for value in column if isinstance(value, str) and value.strip()]
    named = sum(bool(one.counts or one.segments) for one in told)
    return 2 * named > len(told)


@lru_cache(maxsize=5000)
def _headed(heads: tuple[str, ...]) -> tuple[str, bool, bool]:
    """What a heading says a column is for: its label, whether it is of values, or may be."""
    told = said(" ".join(heads))
    label = next((role for role in told.roles if role in LABELS), "")
    if label == "petugas" and (told.counts or told.rest or len(told.roles) > 1):
        label = "uraian"  # a name, but of a kegiatan, a program, ...
    is_bare = not (told.sides or told.counts or told.months)
    label = _YEARS if not label and told.spans == ("tahun",) and is_bare else label
    is_certain = bool(len(told.sides) == 1 or told.months or told.has_percent)
    return label, is_certain, is_certain or bool(told.counts)


def _filled(column: Cells) -> list[Raw]:
    return [value for value in column if value is not None]


def side_by_side(block: Block) -> list[Block]:
    """The tables that stand beside each other: the heading of the first label comes again, or
    another label's behind an empty column or before a heading of values that comes again."""
    labels = [c for c, role in block.roles.items() if role in LABELS and c in block.heads]
    if not labels:
        return [block]
    name = block.heads[labels[0]][-1].casefold()
    starts = [c for c in labels
              if block.heads[c][-1].casefold() == name or _begins_anew(block, c)]  # fmt: skip
    values = block.values
    starts = [
        c for k, c in enumerate(starts) if k == 0 or any(starts[k - 1] < v < c for v in values)
    ]
    if len(starts) < 2 or not any(v > starts[-1] for v in values):
        return [block]
    edges = [0, *starts[1:], 1 << 20]
    return [_columns_of(block, a, b) for a, b in pairwise(edges)]


def _begins_anew(block: Block, c: int) -> bool:
    """Whether the column of labels of another table than the one at its left."""
    if block.roles[c] not in LISTS:
        return False
    is_named = bool(LISTS & set(said(block.heads[c][-1]).roles))
    left = {block.heads[v][-1:] for v in block.values if v < c and v in block.heads}
    right = {block.heads[v][-1:] for v in block.values if v > c and v in block.heads}
    is_apart = c - 1 not in block.roles and c - 1 not in block.heads
    are_same = len(left & right) > 1
    return bool(right and left) and (is_apart or are_same if is_named else is_apart and are_same)


def _columns_of(block: Block, first: int, behind: int) -> Block:
    def inside(held: Mapping[int, T]) -> dict[int, T]:
        return {c: value for c, value in held.items() if first <= c < behind}

    return Block(block.titles, inside(block.heads), block.body, block.columns, inside(block.roles),
                 [c for c in block.sides if first <= c < behind], block.floats,
                 first, behind)  # fmt: skip
