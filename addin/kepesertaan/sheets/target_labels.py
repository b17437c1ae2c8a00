"""The labels of a target table's rows: everything about them that does not depend on numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from types import NoneType
from typing import NamedTuple

from kepesertaan.data.written_days import month_word
from kepesertaan.domain.table import Raw

from .target_block import FORM_ROWS, Block, Cells, is_amount
from .target_heads import Texts, dated_month, head_text, is_year
from .target_numbers import text_amount
from .target_words import said

_TOLD = ("nomor", "petugas", "uraian", "waktu", "satuan")
NUMBER = "#"  # a row's number, which says nothing but ends what reaches down to it
_WORD = re.compile(r"[^\W\d_]{3}")


class Form(NamedTuple):
    """The rows of a table but for its numbers. Sheets of one form are understood alike.

    ``body``: row indices; everything else counts from its first row. ``labels``: of each column
    of labels its role, whether it says the sides, and its texts; ``sides``: the texts of columns
    that say the sides. ``empty``: rows without a value; ``bare``: those without an amount;
    ``worded``: those of them with a word among the values; ``notes``: the rows below all amounts.
    """

    body: tuple[int, ...]
    labels: tuple[tuple[str, bool, tuple[str, ...]], ...]
    sides: tuple[tuple[str, ...], ...]
    empty: tuple[int, ...]
    bare: tuple[int, ...]
    worded: tuple[int, ...]
    notes: int


def form_of(block: Block, texts: Texts) -> Form:
    """The form of a table; ``texts``: of merged areas, for each of their cells."""
    values = block.values
    headed = [block.columns[c] for c in values if c in block.heads]
    columns = [block.columns[c] for c in values]
    every = range(len(block.body))
    bare = _without(columns, is_amount, every)
    spoken = _without(columns, _is_word, bare)
    return Form(
        tuple(block.body),
        tuple((role, c in block.sides, _labels(block, c, role, texts))
              for c, role in block.roles.items() if role in _TOLD),
        tuple(_labels(block, c, "uraian", texts) for c in block.sides),
        tuple(_without(headed, _is_value, every)),
        tuple(bare),
        tuple(at for at in bare if at not in spoken),
        len(block.body) - len(block.notes),
    )  # fmt: skip


def _without(
    columns: Iterable[Cells], test: Callable[[Raw], bool], rows: Iterable[int]
) -> list[int]:
    """The rows in which no column passes a test."""
    left = list(rows)
    for column in columns:
        if not left:
            break
        left = [at for at in left if not test(column[at])]
    return left


def _is_value(value: Raw) -> bool:
    """Anything, be it a dash."""
    return value is not None and value != ""


def _is_word(value: Raw) -> bool:
    return isinstance(value, str) and text_amount(value) is None


def _labels(block: Block, c: int, role: str, texts: Texts) -> tuple[str, ...]:
    """The labels of a column, "" for cells that are none; merged ones for each of their rows."""
    column = block.columns[c]
    kinds = set(map(type, column))
    if kinds <= {str, NoneType} and len(column) <= FORM_ROWS:
        found = _of_texts(column, role)
    elif role != "waktu" and kinds <= {float, NoneType}:
        found = ("",) * len(column)
    else:
        found = _of_cells(column, role)
    if not (texts and any((i, c) in texts for i in block.body)):
        return found
    merged = (_tell(texts.get((i, c), ""), role) for i in block.body)
    return tuple(
        own if isinstance(value, str | float) or head_text(value) else text
        for own, text, value in zip(found, merged, column, strict=True)
    )


def _of_cells(column: Cells, role: str) -> tuple[str, ...]:
    return tuple(_label(value, role) for value in column)


_of_texts = lru_cache(maxsize=1000)(_of_cells)  # the same in the sheets of an office


def _label(value: Raw, role: str) -> str:
    if isinstance(value, str) and (value.strip() in ("-", "") or _is_missing(value)):
        return ""
    if isinstance(value, date):
        return head_text(value)
    if isinstance(value, float):
        bare = NUMBER if role == "nomor" else ""
        return _time_word(value) if role == "waktu" else bare
    text = head_text(value)
    return _tell((dated_month(text) or text) if role == "waktu" else text, role)


def _time_word(number: float) -> str:
    if is_year(number):
        return str(int(number))
    return month_word(int(number)).upper() if number in range(1, 13) else ""


def _tell(text: str, role: str) -> str:
    return text if role != "nomor" or not text or _WORD.search(text) else NUMBER


def _is_missing(text: str) -> bool:
    amount = text_amount(text)
    is_none = amount is not None and amount.value is None and not amount.doubt
    return is_none and not said(text).units
