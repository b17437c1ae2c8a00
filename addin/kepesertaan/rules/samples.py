"""The samples of a rule: its tests and its table in the guide.

A line is ``input -> expected``. Input: text as it stands, ``(angka) 1``, ``(tanggal) 2020-01-31``
or ``(galat) #N/A``; ``field: input`` where a rule serves several fields; ``a | b`` for a row rule.
Expected: a value (fix), ``=`` (kept), ``?`` with or without a proposal (flag). All lines of a
table or book rule are one table; a line without an arrow is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kepesertaan.domain.table import CellError, Raw

from .registry import Rule


@dataclass(frozen=True, slots=True)
class Sample:
    """One line: the values in, and what the rule must say about them."""

    line: str
    field: str
    values: tuple[Raw, ...]
    kind: Literal["keep", "fix", "flag"]
    expected: Raw


def samples_of(rule: Rule) -> list[Sample]:
    """The samples of a rule, in order."""
    lines = (line.strip() for line in rule.samples.strip().splitlines())
    return [_read(line, rule) for line in lines if line]


def _read(line: str, rule: Rule) -> Sample:
    left, _, right = line.partition("->")
    field = rule.fields[0]
    for name in rule.fields:
        if left.startswith(f"{name}: "):
            field, left = name, left.removeprefix(f"{name}: ")
    values = tuple(_value(part) for part in left.split(" | "))
    right = right.strip() or "="
    if right == "=":
        return Sample(line, field, values, "keep", None)
    if right.startswith("?"):
        return Sample(line, field, values, "flag", _value(right[1:]) if right[1:].strip() else None)
    return Sample(line, field, values, "fix", _value(right))


def _value(text: str) -> Raw:
    text = text.strip()
    kind, _, rest = text.partition(" ")
    if kind == "(angka)":
        return int(rest) if len(rest) > 15 else float(rest)
    if kind == "(tanggal)":
        return date.fromisoformat(rest.strip())
    if kind == "(galat)":
        return CellError(rest.strip())
    return text
