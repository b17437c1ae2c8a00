"""Who stands in a row: asked before a row gets what was meant for one person.

A row's person is a list of fingerprints of NIK and name, in turn, each with its column's letter:
``["B=5feceb66ffc8", "D=6b86b273ff34"]``; "" where there is none. A run that changes one of the
two adds the pair from afterwards: after it, both tell the same person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from kepesertaan.domain.outcome import Change, Outcome
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Column, Raw, Table, column_index
from kepesertaan.domain.text import digits_of, visible

Current = Callable[[str, int, int], Raw]  # the value at sheet, row from 1, column from 0
People = Mapping[str, Sequence[str]]  # "sheet!row" -> fingerprints
_TELLING = ("nik", "nama")


def people_of(tables: Sequence[Table], outcome: Outcome) -> dict[str, list[str]]:
    """Who stands in each row that something was said about, before it and after it.

    That tells later whether a row still holds the same person, without holding who that is.
    """
    rows = {(change.sheet, change.row) for change in outcome.changes}
    rows |= {(finding.sheet, finding.row) for finding in outcome.findings}
    new = {(c.sheet, c.row, c.col): c for c in outcome.changes if c.field in _TELLING}
    return {
        f"{table.sheet}!{row}": _before_and_after(table, i, new)
        for table in tables
        for i, row in enumerate(table.rows)
        if (table.sheet, row) in rows
    }


def _before_and_after(
    table: Table, i: int, new: Mapping[tuple[str, int, int], Change]
) -> list[str]:
    before = person_in(table, i)
    after = []
    for field, was in zip(_TELLING, before, strict=True):
        column = table.column(field)
        change = new.get((table.sheet, table.rows[i], column.index)) if column else None
        after.append(_print(field, column, change.after) if change else was)
    return before if after == before else before + after


def person_in(table: Table, i: int) -> list[str]:
    """Who stands in a table's row; tidying NIK and name changes neither."""
    columns = [(field, table.column(field)) for field in _TELLING]
    return [_print(field, c, c.values[i] if c else None) for field, c in columns]


def moved_people(people: People, tables: Sequence[Table]) -> frozenset[tuple[str, int]]:
    """Rows (sheet, row) of tables that hold another person now than ``people_of`` found there."""
    return frozenset(
        (table.sheet, row)
        for table in tables
        for i, row in enumerate(table.rows)
        if (was := people.get(f"{table.sheet}!{row}"))
        and not _is_one_of(was, [text.rpartition("=")[2] for text in person_in(table, i)])
    )


def strangers_in(
    people: People, rows: Collection[tuple[str, int]], current: Current
) -> frozenset[tuple[str, int]]:
    """Those of some rows (sheet, row) in which another person stands now than in ``people``.

    NIK and name are looked for in the columns they stood in.
    """
    return frozenset(
        (sheet, row)
        for sheet, row in rows
        if any(was := people.get(f"{sheet}!{row}", ()))
        and not any(_still_there(was, sheet, row, current))
    )


def _still_there(was: Sequence[str], sheet: str, row: int, current: Current) -> Iterator[bool]:
    for n, text in enumerate(was):
        letters, _, known = text.rpartition("=")
        if letters:
            value = current(sheet, row, column_index(letters))
            yield _hash(_TELLING[n % 2], value) == known


def _is_one_of(was: Sequence[str], now: Sequence[str]) -> bool:
    """Whether NIK or name is one of those known; nothing to compare counts as the same."""
    known = [{text.rpartition("=")[2] for text in was[n::2]} - {""} for n in range(len(now))]
    return not any(known) or any(a in some for a, some in zip(now, known, strict=True))


def _print(field: str, column: Column | None, value: Raw) -> str:
    known = _hash(field, value)
    return f"{column.letter}={known}" if column and known else ""


def _hash(field: str, value: Raw) -> str:
    text = shown(value)
    text = digits_of(text) if field == "nik" else visible(text.lstrip("'")).upper()
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12] if text else ""
