"""Rows below a row that is left out, as % Capaian, whose blank label may or may not be of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .labels import NUMBER, Form
from .part import Part, Parts

Labels = Sequence[str]


def ask_below_left_out(rows: Parts, own: Sequence[Part], form: Form) -> Parts:
    """A row of Selisih or % Capaian that says no more stands between the rows of a group: those
    behind it, blank at its left, may be of the group again. Asked where no label of figures in that
    column is alone in its row. ``own``: the rows by their own words."""
    columns = [["" if text == NUMBER else text for text in texts] for *_, texts in form.labels]
    lines: list[Labels] = list(zip(*columns, strict=True))
    found = dict(rows)
    for c in range(len(columns) - 1):
        for at, text in _below(c, lines, own):
            i = form.body[at]
            if i in found and found[i].why:
                doubt = f"di bawah '{text}' tanpa kata di kolom kirinya: masih {text}? Tulis lagi"
                found[i] = replace(found[i], why="", is_percent=False).doubted(doubt)
    return found


def _below(c: int, lines: Sequence[Labels], own: Sequence[Part]) -> list[tuple[int, str]]:
    """The rows a text of a column left out reaches down to, and that text."""
    usual = [line for at, line in enumerate(lines)
             if line[c] and not (own[at].why or own[at].is_total)]  # fmt: skip
    if not usual or not all(any(line[c + 1 :]) for line in usual):
        return []
    found, reach = list[tuple[int, str]](), ""
    for at, line in enumerate(lines):
        if any(line[: c + 1]):
            is_alone = bool(line[c]) and not any(line[c + 1 :])
            reach = line[c] if is_alone and own[at].why else ""
        elif reach and any(line[c + 1 :]):
            found.append((at, reach))
    return found
