"""What the words of a target table say of its rows and columns, its numbers left aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kepesertaan.data.metrics import metrics
from kepesertaan.sheets.targets.found import Ask
from kepesertaan.sheets.targets.grid.block import FORM_ROWS, VALUE, Block
from kepesertaan.sheets.targets.grid.headings import Texts
from kepesertaan.sheets.targets.words.said import SIDES, Said, said

from .beside import ask_quarters, ask_whose
from .columns import ColumnHeads, column_parts
from .labels import Form, form_of
from .part import Parts, ask_sides, ask_wrapped
from .percents import PercentColumn, percent_columns
from .pivot_levels import is_pivot, unpivoted
from .rows import row_parts
from .totals import WordedTotals, worded_totals


@dataclass(frozen=True, slots=True, eq=False)
class TableWords:
    """The rows that may hold figures and the columns of values, each by its index, in order.

    ``body``: all rows of the table.
    ``totals``: those of them that are totals by their words; ``percents``: columns of percentages;
    ``labels``: what headings of labels say is counted. ``has_rupiah``: it counts rupiah as well;
    ``has_years``: a row or column names its month's year. ``has_details``:
    one says more than a metric and a segment. ``asks``: of cells of it.
    """

    body: tuple[int, ...]
    rows: Parts
    columns: Parts
    totals: WordedTotals
    percents: Sequence[PercentColumn]
    labels: Sequence[Said]
    has_rupiah: bool
    has_years: bool
    has_details: bool
    asks: tuple[Ask, ...] = ()


def table_words(block: Block, texts: Texts, known: Sequence[str]) -> TableWords:
    """The words of a table; ``texts``: of merged areas, for each of their cells.

    The sheets of an office differ in their numbers alone: one form is understood once.
    """
    heads = tuple((c, block.heads.get(c, ())) for c in block.values)
    labels = tuple(block.heads[c] for c, role in block.roles.items()
                   if role != VALUE and c in block.heads)  # fmt: skip
    understand = _understood if len(block.body) <= FORM_ROWS else _understood.__wrapped__
    form = form_of(block, texts)
    if is_pivot(labels):
        form = unpivoted(form, known)
    return understand(form, heads, labels, tuple(known))


def _sided_by_columns(rows: Parts, columns: Parts) -> Parts:
    """The rows without their side, where it is of the metric's name: Realisasi Penerimaan Iuran
    beside columns of target and realisasi."""
    across = {side for col in columns.values() for side in col.said.sides}
    down = {side for row in rows.values() for side in row.said.sides}
    if len(across) < len(SIDES) or down != {"realisasi"}:
        return rows
    return {
        i: replace(row, said=replace(row.said, sides=())) if row.own.sides and row.own.counts
        else row
        for i, row in rows.items()
    }  # fmt: skip


@lru_cache(maxsize=200)
def _understood(
    form: Form, heads: ColumnHeads, labels: tuple[tuple[str, ...], ...], known: tuple[str, ...]
) -> TableWords:
    rows, columns = ask_sides(row_parts(form, known), column_parts(heads, known))
    rows, columns = ask_wrapped(_sided_by_columns(rows, columns)), ask_wrapped(columns)
    rows, columns = ask_whose(ask_quarters(rows), ask_quarters(columns))
    parts = [part.said for part in (*rows.values(), *columns.values())]
    return TableWords(
        form.body, rows, columns, worded_totals(rows, columns), percent_columns(columns),
        [told for texts in labels if (told := said(" ".join(texts))).counts],
        any(metrics()[key].unit == "rupiah" for told in parts for key in told.counts),
        any(year for told in parts for year, _ in told.months)
        or any(part.said.years for part in rows.values()),
        any(part.is_detail for part in (*rows.values(), *columns.values())),
    )  # fmt: skip
