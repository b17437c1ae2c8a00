"""The rows of a compact pivot table: officers and segments below each other in one column.

Its indents are formats alone. What each row says tells its level: people, segments, metrics, months
each stand on one. Where a row fits nowhere nothing is changed, and it is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .target_given import PARTS, are_names, is_name, may_name
from .target_labels import Form
from .target_pivot import BLANK, ROWS
from .target_words import said

_PERSON, _TOTAL = "petugas", "jumlah"


def is_pivot(labels: Sequence[tuple[str, ...]]) -> bool:
    """Whether the headings of a table's columns of labels are a pivot's."""
    return any(text.upper() in ROWS for texts in labels for text in texts)


class _Row(NamedTuple):
    """The text of a label, and its kind, "" for a row without one."""

    text: str
    kind: str


def unpivoted(form: Form, known: Sequence[str]) -> Form:
    """The form with a column for officers and one for the rest; rows above others are their totals.

    The form itself where its rows are no levels. ``known``: officers by name.
    """
    filled = [labels for labels in form.labels if any(labels[2])]
    rows = list(_kinds(filled[0][2], known)) if len(filled) == 1 else []
    levels = list(dict.fromkeys(row.kind for row in rows if row.kind not in ("", _TOTAL)))
    if not rows or not _are_levels(rows, levels):
        return form
    people, others, upper = list[str](), list[str](), set[int]()
    above: dict[str, str] = {}
    for at, row in enumerate(rows):
        depth = levels.index(row.kind) if row.kind in levels else -1
        above = {kind: above[kind] for kind in levels[: max(depth, 0)] if kind in above}
        if depth >= 0:
            above[row.kind] = row.text
        is_leaf = depth == len(levels) - 1
        people.append(above.get(_PERSON, "") if is_leaf else "")
        rest = " ".join(text for kind, text in above.items() if kind != _PERSON)
        is_upper = 0 <= depth < len(levels) - 2
        upper |= {at} if is_upper else set()
        total = row.text if depth < 0 else f"Total {row.text}"
        others.append(rest if is_leaf else "" if is_upper else total)
    labels = (("petugas", False, tuple(people)), ("uraian", False, tuple(others)))
    return form._replace(labels=labels, empty=tuple(sorted({*form.empty, *upper})))


def _kinds(texts: Sequence[str], known: Sequence[str]) -> Iterator[_Row]:
    """What each row is; nothing at all where one is unclear."""
    rows = [_Row(text, _kind(text)) for text in texts]
    names = [row.text for row in rows if row.kind == _PERSON and row.text.upper() not in BLANK]
    are_people = are_names(names, known, share=PARTS) or all(is_name(n, known) for n in names)
    if are_people and not any(row.text and not row.kind for row in rows):
        yield from rows


def _kind(text: str) -> str:
    told = said(text)
    if not text or told.is_total:
        return _TOTAL if text else ""
    if may_name(text) or text.upper() in BLANK:
        return _PERSON
    named = {"ukuran": told.counts, "segmen": told.segments, "sisi": told.sides,
             "bulan": told.months}  # fmt: skip
    return "" if told.rest else " ".join(name for name, some in named.items() if some)


def _are_levels(rows: Sequence[_Row], levels: Sequence[str]) -> bool:
    """Whether levels say different things, and every row above the last has one of the next level
    below it."""
    told = [word for kind in levels for word in kind.split()]
    if len(set(told)) < len(told):
        return False
    order = [row.kind for row in rows if row.kind]
    depth = {kind: at for at, kind in enumerate(levels)}
    for kind, after in zip(order, [*order[1:], _TOTAL], strict=True):
        if kind in depth and depth[kind] < len(levels) - 1 and depth.get(after) != depth[kind] + 1:
            return False
    return _PERSON in levels or len(levels) > 1
