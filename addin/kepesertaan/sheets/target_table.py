"""What the words of a target table say of its rows and columns, its numbers left aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kepesertaan.data.metrics import metrics

from .target_block import FORM_ROWS, VALUE, Block
from .target_columns import ColumnHeads, column_parts
from .target_heads import Texts, month_word
from .target_labels import Form, form_of
from .target_parts import Parts, ask_sides, ask_wrapped
from .target_percents import PercentColumn, percent_columns
from .target_rows import row_parts
from .target_totals import WordedTotals, worded_totals
from .target_words import SIDES, Said, said

_CALLED = {"proyeksi": "proyeksi", "rata": "rata-rata"}
_NO_FIGURES = set(_CALLED)


@dataclass(frozen=True, slots=True, eq=False)
class TableWords:
    """The rows that may hold figures and the columns of values, each by its index, in order.

    ``body``: all rows of the table.
    ``totals``: those of them that are totals by their words; ``percents``: columns of percentages;
    ``labels``: what headings of labels say is counted. ``has_rupiah``: it counts rupiah as well;
    ``has_years``: a row or column names its month's year.
    """

    body: tuple[int, ...]
    rows: Parts
    columns: Parts
    totals: WordedTotals
    percents: Sequence[PercentColumn]
    labels: Sequence[Said]
    has_rupiah: bool
    has_years: bool


def table_words(block: Block, texts: Texts, known: Sequence[str]) -> TableWords:
    """The words of a table; ``texts``: of merged areas, for each of their cells.

    The sheets of an office differ in their numbers alone: one form is understood once.
    """
    heads = tuple((c, block.heads.get(c, ())) for c in block.values)
    labels = tuple(block.heads[c] for c, role in block.roles.items()
                   if role != VALUE and c in block.heads)  # fmt: skip
    understand = _understood if len(block.body) <= FORM_ROWS else _understood.__wrapped__
    return understand(form_of(block, texts), heads, labels, tuple(known))


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
    parts = [part.said for part in (*rows.values(), *columns.values())]
    return TableWords(
        form.body, rows, columns, worded_totals(rows, columns), percent_columns(columns),
        [told for texts in labels if (told := said(" ".join(texts))).counts],
        any(metrics()[key].unit == "rupiah" for told in parts for key in told.counts),
        any(year for told in parts for year, _ in told.months)
        or any(part.said.years for part in rows.values()),
    )  # fmt: skip


def asked_title(words: TableWords, titles: Sequence[Sequence[str]]) -> TableWords:
    """The words of a table are unclear where its title begins with what no figure is, PROYEKSI or
    RATA-RATA, and no column of it is that."""
    begun = (said(cell) for cells in titles for cell in cells if _NO_FIGURES & _begins(cell))
    found = {role for told in begun if not told.sides for role in told.roles} & _NO_FIGURES
    if not found or any(found & set(col.said.roles) for col in words.columns.values()):
        return words
    doubt = f"judulnya menyebut {_CALLED[min(found)]}: benarkah ini target dan realisasi?"
    rows = {i: replace(part, doubt=part.doubt or doubt, is_plain=False)
            for i, part in words.rows.items()}  # fmt: skip
    return replace(words, rows=rows)


def _begins(title: str) -> set[str]:
    """The roles of the first two words of a title."""
    return set(said(" ".join(title.replace("-", " ").split()[:2])).roles)


def asked_month(words: TableWords, month: int) -> TableWords:
    """The words of a table whose realisation is of one month alone, and not of that of its title or
    sheet, are unclear: a copy whose heading is still the old one."""
    done = [part for part in words.columns.values()
            if not (part.why or part.is_total) and part.said.sides != ("target",)]  # fmt: skip
    named = {number for part in done for _, number in part.said.months}
    if not month or len(named) != 1 or month in named or not all(p.said.months for p in done):
        return words
    told, title = (month_word(number).title() for number in (*named, month))
    doubt = f"judul kolomnya {told} tetapi judul atau nama lembarnya {title}"
    columns = {
        c: replace(part, doubt=part.doubt or doubt, is_plain=False) if part.said.months else part
        for c, part in words.columns.items()
    }
    return replace(words, columns=columns)


def asked_segment(words: TableWords, titles: Sequence[Said], name: Said) -> TableWords:
    """The words of a table whose rows name no segment are unclear where title and sheet's name
    give two: a copy whose title is still the old one."""
    title = next((told.segments for told in titles if told.segments), ())
    both = len(title) == len(name.segments) == 1 and title != name.segments
    if not both or any(col.said.segments for col in words.columns.values()):
        return words
    doubt = f"judul menyebut segmen {title[0]} tetapi nama lembar {name.segments[0]}"
    rows = {
        i: part if part.said.segments else replace(part, doubt=part.doubt or doubt, is_plain=False)
        for i, part in words.rows.items()
    }
    return replace(words, rows=rows)
