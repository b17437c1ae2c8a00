"""What the words of a target table say of its rows and columns, its numbers left aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .target_block import Block
from .target_columns import ColumnHeads, column_parts
from .target_heads import Texts
from .target_labels import Form, form_of
from .target_parts import Parts, ask_achieved
from .target_percents import PercentColumn, percent_columns
from .target_rows import row_parts
from .target_totals import WordedTotals, worded_totals


@dataclass(frozen=True, slots=True, eq=False)
class TableWords:
    """The rows that may hold figures and the columns of values, each by its index, in order.

    ``totals``: those of them that are totals by their words; ``percents``: columns of percentages.
    """

    rows: Parts
    columns: Parts
    totals: WordedTotals
    percents: Sequence[PercentColumn]


def table_words(block: Block, texts: Texts, known: Sequence[str]) -> TableWords:
    """The words of a table; ``texts``: of merged areas, for each of their cells.

    The sheets of an office differ in their numbers alone: one form is understood once.
    """
    heads = tuple((c, block.heads.get(c, ())) for c in block.values)
    return _understood(form_of(block, texts), heads, tuple(known))


@lru_cache(maxsize=200)
def _understood(form: Form, heads: ColumnHeads, known: tuple[str, ...]) -> TableWords:
    rows, columns = ask_achieved(row_parts(form, known), column_parts(heads, known))
    return TableWords(rows, columns, worded_totals(rows, columns), percent_columns(columns))
