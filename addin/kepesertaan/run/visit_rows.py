"""Repeated rows of a report: what must be there and is not is marked yellow, as fields are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from kepesertaan.domain.described import Described, DescribedField
from kepesertaan.sheets.visits import text_of
from kepesertaan.word.picture import Xml

_MARK = (
    '</w:t></w:r><w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t>[ISI: {}]</w:t></w:r>'
    '<w:r><w:t xml:space="preserve">'
)
Rows = list[dict[str, Any]]


def marked_rows(
    described: Described, values: Mapping[str, Any]
) -> tuple[dict[str, Rows], list[str]]:
    """The rows of each described table, and "Kolom (Lembar)" of what they lack."""
    tables: dict[str, Rows] = {}
    lacking: dict[str, None] = {}
    for table in described.tables:
        needed = [one for one in table.fields if one.required]
        rows = values.get(table.name) or []
        tables[table.name] = [_marked(row, needed) for row in rows]
        for one in _lacking(rows, needed):
            lacking[f"{one.label} ({table.sheet})"] = None
    return tables, list(lacking)


def _marked(row: Mapping[str, Any], needed: Sequence[DescribedField]) -> dict[str, Any]:
    marks = {
        one.name: Xml(_MARK.format(escape(one.name)))
        for one in needed
        if not text_of(row.get(one.name))
    }
    return {**row, **marks}


def _lacking(
    rows: Sequence[Mapping[str, Any]], needed: Sequence[DescribedField]
) -> list[DescribedField]:
    return [one for one in needed if any(not text_of(row.get(one.name)) for row in rows)]
