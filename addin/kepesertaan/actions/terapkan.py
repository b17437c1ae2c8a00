"""Button Terapkan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from kepesertaan.domain.outcome import Change, Outcome
from kepesertaan.domain.show import same_value, shown
from kepesertaan.domain.table import Column, Raw, Table, column_index
from kepesertaan.rules.dates import FIELDS as DATES
from kepesertaan.rules.judge import judge_value
from kepesertaan.rules.registry import Context, settled_form
from kepesertaan.rules.words import FIELDS as CODED
from kepesertaan.sheets.findings import Line

from .registry import action

_CELL = re.compile(r"([A-Z]{1,3})(\d+)")
UNSURE_UNTIL_SETTLED = (*DATES, *CODED)
_WHY = "Dicentang pada daftar temuan."


@action(
    "terapkan",
    label="Terapkan",
    group="Data Peserta",
    needs="temuan",
    icon="ReviewAcceptOrRejectChangeDialog",
    keytip="T",
    writes=True,
    example="kepesertaan terapkan HASIL/PESERTA_temuan.xlsx",
)
def terapkan(
    lines: Sequence[Line],
    tables: Sequence[Table],
    context: Context,
    strangers: frozenset[tuple[str, int]] = frozenset(),
) -> Outcome:
    """Menerapkan baris yang dicentang pada daftar temuan.

    Hanya sel yang isinya masih sama dengan Isian Lama yang diubah; Isian Baru boleh Anda ubah
    lebih dahulu. Sel yang sudah berubah atau berumus dilewati dan disebutkan.
    """
    places = _places(tables)
    outcome = Outcome()
    current: dict[tuple[str, int, int], Raw] = {}
    for line in lines:
        if line.is_ticked and (line.sheet, line.row) in strangers:
            outcome.notes.append(f"{line.sheet}!{line.cell}: baris itu kini berisi orang lain.")
        elif line.is_ticked:
            _apply_line(line, places, current, context, outcome)
    outcome.changes = list({(c.sheet, c.row, c.col): c for c in outcome.changes}.values())
    outcome.counts = {
        "dicentang": sum(line.is_ticked for line in lines),
        "diubah": len(outcome.changes),
        "dilewati": len(outcome.notes),
        "baris": sum(len(table.rows) for table in tables),
        "sel": sum(len(table.rows) * len(table.columns) for table in tables),
        "lembar": len({table.sheet for table in tables}),
    }
    return outcome


_Place = tuple[Table, Column, int]


def _places(tables: Sequence[Table]) -> dict[tuple[str, int, int], _Place]:
    """Every cell of the tables by sheet, row and column."""
    return {
        (table.sheet, row, column.index): (table, column, i)
        for table in tables
        for column in table.columns
        if column.field
        for i, row in enumerate(table.rows)
    }


def _apply_line(
    line: Line,
    places: dict[tuple[str, int, int], _Place],
    current: dict[tuple[str, int, int], Raw],
    context: Context,
    outcome: Outcome,
) -> None:
    match = _CELL.fullmatch(line.cell)
    key = (line.sheet, int(match[2]), column_index(match[1])) if match else ("", 0, 0)
    place = places.get(key)
    where = f"{line.sheet}!{line.cell}"
    if place is None:
        outcome.notes.append(f"{where}: sel itu tidak ada di tabel peserta.")
        return
    table, column, i = place
    before = column.values[i]
    new, trouble = _new_value(line, column.field or "", context)
    if (key[1], key[2]) in table.fixed:
        outcome.notes.append(f"{where}: {table.fixed[key[1], key[2]]}.")
    elif not trouble and same_value(current.get(key, before), new):
        return  # applied already
    elif shown(current.get(key, before)) != line.old:
        outcome.notes.append(f"{where}: isi sel sudah berubah sejak daftar temuan dibuat.")
    elif trouble:
        outcome.notes.append(f"{where}: {trouble}")
    else:
        current[key] = new
        outcome.changes.append(
            Change(
                line.sheet,
                key[1],
                key[2],
                column.header,
                column.field or "",
                before,
                new,
                line.rule,
                line.why or _WHY,
                line.evidence,
            )
        )


def _new_value(line: Line, field: str, context: Context) -> tuple[Raw, str]:
    """What the person wants in the cell, in the field's own form; or why that cannot be."""
    text = line.new.strip()
    if not text:
        return None, "Isian Baru kosong, jadi tidak ada yang diterapkan."
    context = Context(context.today, context.date1904, field)
    value: Raw = _shown_date(text) if field.startswith("tgl_") else None
    if value is None:
        value, steps = judge_value(field, text, context)
        wrong = [
            rule for rule, verdict in steps if verdict.kind == "flag" and verdict.level == "Salah"
        ]
        if wrong and line.level != "Pasti":
            return None, f"Isian Baru belum benar. {wrong[0].text}"
        if field in UNSURE_UNTIL_SETTLED and not _is_settled(field, value, context):
            return None, "Isian Baru belum dapat dibaca pasti; tulis misalnya 17-08-1990."
    return value, ""


def _is_settled(field: str, value: Raw, context: Context) -> bool:
    if field in DATES:
        return isinstance(value, date)
    settled = settled_form(field, context)
    return settled is None or settled(value)


def _shown_date(text: str) -> Raw:
    try:
        return datetime.strptime(text, "%d-%m-%Y").date()
    except ValueError:
        return None
