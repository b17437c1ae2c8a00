"""The heading of a target table: texts of several rows over each column, merged or not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise

from kepesertaan.data.loader import load_toml
from kepesertaan.data.written_days import month_word
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible

from .header import Merge, Rows
from .target_pivot import without_pivot
from .target_words import Said, said, spelled_side

_MOST_MERGED = 4000  # cells of a merged area whose text is looked at
_FORMULA = re.compile(r"(?:[0-9]{1,2}=)?[0-9]{1,2}[-+:/x*][-+:/x*0-9%]*")
NUMBERED = 3  # so many cells of 1, 2, 3, ... make a row of column numbers
_TWELVE, _LEAST_MONTHS = 12, 6  # of a run from 1 on: fewer may be weeks
_DAYS = frozenset(map(str, load_toml("target_words")["number_word"]["days"]))
_NUMBERED_MONTH, _UNCLEAR = "Bulan {} ({})", " (?)"
_NUMBER_OF_MONTH = re.compile(r"Bulan ([0-9]+) \(")
FIRST_YEAR, LAST_YEAR, _MOST_DIGITS = 2010, 2040, 10
Texts = dict[tuple[int, int], str]
Heads = Mapping[int, tuple[str, ...]]
Line = tuple[str, ...]


def head_text(value: Raw) -> str:
    """A heading or title cell as text: dates as their month, years as digits."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, date):
        return f"{value.year}-{value.month:02}"
    if isinstance(value, float | int) and not isinstance(value, bool):
        return str(int(value)) if value == int(value) else ""
    return ""


@lru_cache(maxsize=20_000)
def dated_month(text: str) -> str:
    """The month of a text that is a date and nothing else, as of a date cell; "" for others.

    >>> dated_month("30 Nov 2026"), dated_month("30/11/2026"), dated_month("Surabaya, 30/11/2026")
    ('2026-11', '2026-11', '')
    """
    told = said(text)
    if len(told.dated) != 1 or told != Said(dated=told.dated, years=told.years):
        return ""
    ((year, month),) = told.dated
    return f"{year}-{month:02}"


def ordinal(value: Raw) -> int | None:
    """The number of (1), 1. or 1, below 100; None for anything else."""
    if isinstance(value, float) and value.is_integer() and 0 < value < 100:
        return int(value)
    return _ordinal_text(value) if isinstance(value, str) else None


@lru_cache(maxsize=20_000)
def _ordinal_text(text: str) -> int | None:
    bare = visible(text).strip("() .")
    return int(bare) if bare.isdecimal() and len(bare) <= 2 else None


def column_heads(rows: Rows, heads: Sequence[int], texts: Texts) -> Heads:
    """The texts over each column; a group's reaches over those it is merged or typed for."""
    width = max(len(rows[i]) for i in heads)
    width = max([width, *(c + 1 for r, c in texts if r in heads)])
    lines = without_pivot([_head_line(rows[i], i, width, texts) for i in heads])
    merged = (frozenset(c for c in range(width) if (i, c) in texts) for i in heads)
    return _column_heads(tuple(lines), tuple(merged))


@lru_cache(maxsize=500)
def _column_heads(lines: tuple[Line, ...], merged: tuple[frozenset[int], ...]) -> Heads:
    """The same from the texts of the rows and the columns where they are merged."""
    found = _without_numbering(lines)
    for depth, line in enumerate(found):
        lower = _columns(found[depth + 1 :], line)
        if not _begins_late(line, lower):
            _carry(line, [any(texts) for texts in lower], merged[depth])
    parts = (tuple(dict.fromkeys(filter(None, texts))) for texts in zip(*found, strict=True))
    return {c: texts for c, texts in enumerate(parts) if texts}


def _columns(lines: Sequence[Sequence[str]], like: Sequence[str]) -> Sequence[Sequence[str]]:
    """The texts of lines column by column, as many as another line has."""
    return list(zip(*lines, strict=True)) if lines else [()] * len(like)


def _head_line(row: Sequence[Raw], i: int, width: int, texts: Texts) -> Line:
    own = [dated_month(text) or text for text in map(head_text, row)]
    if {spelled_side(text) for text in own if len(text) < 3} >= {"TARGET", "REALISASI"}:
        own = [spelled_side(text) for text in own]
    own += [""] * (width - len(own))
    return (
        tuple(texts.get((i, c), "") or text for c, text in enumerate(own)) if texts else tuple(own)
    )


def _begins_late(line: Sequence[str], lower: Sequence[Sequence[str]]) -> bool:
    """Whether groups stand over the middle of their columns: one before the first text is headed
    below as those behind it are. Nobody can say which columns such a text is for.
    """
    first = next((c for c, text in enumerate(line) if text and any(lower[c])), 0)
    before = {tuple(texts) for texts in lower[:first] if any(texts)}
    return any(tuple(texts) in before for texts in lower[first:])


def _carry(line: list[str], lower: Sequence[bool], merged: Collection[int]) -> None:
    """Let a group's text reach to the right over columns that are headed below, unless merged."""
    reach = ""
    for c, text in enumerate(line):
        if text:
            reach = text if lower[c] and c not in merged else ""
        elif reach and lower[c]:
            line[c] = reach
        else:
            reach = ""


def _without_numbering(lines: Sequence[Line]) -> list[list[str]]:
    """The lines without rows of column numbers; numbers below BULAN, or that part a group as months
    do, are months."""
    found = [list(line) for line in lines]
    for depth, line in enumerate(found):
        upper = found[:depth]
        own = [(c, t) for c, t in enumerate(line) if t and not any(u[c] == t for u in upper)]
        numbers = {c: number for c, text in own if (number := ordinal(text))}
        if len(numbers) < NUMBERED:
            continue
        reach = [_reaching(u) for u in upper]
        above = {c: tuple(u[c] for u in reach) for c in numbers}
        are_all = len(numbers) == len(own)
        if are_all and all("waktu" in said(" ".join(u[c] for u in upper)).roles for c in numbers):
            told = {c: month_word(n).upper() if n <= _TWELVE else "" for c, n in numbers.items()}
        else:
            told = _parted(numbers, above, are_all=are_all)
        for c, text in told.items():
            line[c] = text
    return found


def _parted(
    numbers: Mapping[int, int], above: Mapping[int, Line], *, are_all: bool
) -> dict[int, str]:
    """What numbers in a heading are, by column: months or unclear where they part a group, else
    numbers of columns, which say nothing. ``above``: the texts over each."""
    runs = runs_of([number for number, _ in groupby(numbers.values())])  # merged ones once
    is_alone = are_all and not any(map(any, above.values()))
    if is_alone or len(set(above.values())) > max(len(runs), 1):
        return dict.fromkeys(numbers, "") if are_all else {}
    words = {word for line in above.values() for text in line for word in text.upper().split()}
    if runs and may_be_months(runs[0]) and not words & _DAYS:
        return {c: _NUMBERED_MONTH.format(n, month_word(n)) for c, n in numbers.items()}
    return {c: f"{n}{_UNCLEAR}" for c, n in numbers.items()}


def numbered_month(texts: Line) -> int:
    """The month a heading of a column gives by its number, 0 where it gives none so.

    >>> numbered_month(("Realisasi", "Bulan 11 (November)")), numbered_month(("November",))
    (11, 0)
    """
    numbers = [int(found[1]) for text in texts if (found := _NUMBER_OF_MONTH.match(text))]
    return numbers[-1] if numbers else 0


def has_unclear_number(texts: Line) -> bool:
    """Whether a heading of a column gives a number that may be a month, a week or a day."""
    return any(text.endswith(_UNCLEAR) for text in texts)


def runs_of(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """The first and last of the runs of numbers, where they are the same run again and again.

    >>> runs_of([1, 2, 3, 1, 2, 3]), runs_of([9, 10, 11]), runs_of([1, 3, 2])
    ([(1, 3), (1, 3)], [(9, 11)], [])
    """
    starts = [k for k, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1]
    edges = [0, *starts, len(numbers)]
    runs = [(numbers[a], numbers[b - 1]) for a, b in pairwise(edges)]
    return runs if len(set(runs)) == 1 else []


def may_be_months(run: tuple[int, int]) -> bool:
    """Whether a run of numbers can be months alone: 1 to 5 may be weeks.

    >>> may_be_months((1, 12)), may_be_months((9, 11)), may_be_months((1, 5))
    (True, True, False)
    """
    first, last = run
    return last <= _TWELVE and last > first and (first > 1 or last >= _LEAST_MONTHS)


def _reaching(line: Sequence[str]) -> list[str]:
    """A line whose texts reach over the empty cells at their right."""
    found, before = list[str](), ""
    for text in line:
        before = text or before
        found.append(before)
    return found


def merged_texts(merges: Sequence[Merge], rows: Rows) -> Texts:
    """The corner's text for every cell of the merged areas, but of the largest."""
    texts: Texts = {}
    for top, left, bottom, right in merges:
        area = (bottom - top + 1) * (right - left + 1)
        if top - 1 >= len(rows) or area > _MOST_MERGED or left >= len(rows[top - 1]):
            continue
        text = head_text(rows[top - 1][left])
        for r in range(top - 1, bottom):
            for c in range(left, right + 1):
                texts[r, c] = text
    return texts


def is_counting(cells: Sequence[Raw]) -> bool:
    """Whether the filled cells of a column are 1, 2, 3, ..."""
    numbers = [ordinal(value) for value in cells]
    return bool(numbers) and None not in numbers and numbers == list(range(1, len(numbers) + 1))


def are_months(cells: Sequence[Raw]) -> bool:
    """Whether the filled cells of a column are months: dates, their names, or 1 to 12."""
    return all(isinstance(v, date) or (ordinal(v) or 13) <= 12 or _is_month(v) for v in cells)


def _is_month(value: Raw) -> bool:
    return isinstance(value, str) and (bool(said(value).months) or bool(dated_month(value)))


def is_year(value: Raw) -> bool:
    """Whether a number, or the digits of a text, may be a year."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return FIRST_YEAR <= value <= LAST_YEAR and value == int(value)
    bare = value.strip() if isinstance(value, str) else ""
    return bare.isdecimal() and len(bare) < _MOST_DIGITS and is_year(int(bare))


def is_numbering(row: Sequence[Raw]) -> bool:
    """Whether a row holds 1, 2, 3, ... or (1), (2), (3), ... alone, or 5=4:3 in its place."""
    count = 0
    for value in row:
        if value is None or value == "":
            continue
        count += 1
        if (
            value != count
            and ordinal(value) != count
            and not (
                count >= NUMBERED
                and isinstance(value, str)
                and _FORMULA.fullmatch(re.sub("[() ]", "", value))
            )
        ):
            return False
    return count >= NUMBERED
