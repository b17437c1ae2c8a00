"""What the filters and totals of a pivot table make unclear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kepesertaan.data.loader import load_toml
from kepesertaan.sheets.targets.grid.block import VALUE, Block
from kepesertaan.sheets.targets.table.part import doubted
from kepesertaan.sheets.targets.table.pivot_levels import is_pivot
from kepesertaan.sheets.targets.table.totals import find_totals
from kepesertaan.sheets.targets.table.words import TableWords
from kepesertaan.sheets.targets.words.said import said

_WORDS = load_toml("target_words")["pivot"]
_ALL, _SEVERAL = frozenset(map(str, _WORDS["all"])), frozenset(map(str, _WORDS["several"]))
_OFF = "jumlah di tabel pivot bukan jumlah barisnya: perbarui pivotnya (Refresh), lalu simpan"
_FILTERED = "filter pivot '{}' memuat lebih dari satu: pilih satu saja"


def asked_pivot(words: TableWords, block: Block) -> TableWords:
    """The words of a pivot table are unclear where its totals are not those of its rows, or a
    filter of it takes several together."""
    label = (
        block.heads[c] for c, role in block.roles.items() if role != VALUE and c in block.heads
    )
    doubt = next(_filters(words, block), "")
    if not doubt and is_pivot(list(label)):
        is_off = find_totals(words.totals, words.rows, words.columns, block).wrong
        doubt = _OFF if is_off else ""
    if not doubt:
        return words
    return replace(words, rows=doubted(words.rows, words.rows, doubt))


def _filters(words: TableWords, block: Block) -> Iterator[str]:
    """What is asked of each filter that takes together what figures are told apart by."""
    parts = (*words.rows.values(), *words.columns.values())
    has_segments = any(part.said.segments for part in parts)
    for cells in block.titles:
        chosen = cells[-1].upper()
        if len(cells) < 2 or chosen not in _ALL | _SEVERAL:
            continue
        told = said(cells[0])
        if "SEGMEN" in cells[0].upper():
            if chosen in _SEVERAL and not has_segments:
                yield _FILTERED.format(cells[0])
        elif told.roles or told.spans or told.sides or told.counts or told.years:
            yield _FILTERED.format(cells[0])
