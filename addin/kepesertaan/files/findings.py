"""The findings book: summary, certain changes, questions; made for reading, filtering, ticking."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from kepesertaan.domain.show import count
from kepesertaan.sheets.findings import (
    CHANGES,
    COLUMNS,
    DONE,
    NO,
    QUESTIONS,
    SUMMARY,
    SUMMARY_TITLE,
    YES,
    Line,
    Origin,
    as_row,
    origin_rows,
)

from .bulk import add_rows, row_height
from .newbook import OPTIONS

FIX_COLOUR, FLAG_COLOUR = "C6E0B4", "FFD966"
MOST_LINES = 100_000
_WIDTHS = (10, 10, 16, 8, 8, 22, 26, 26, 16, 60, 46)
_WRAPPED = {9: 62, 10: 48}  # reason and evidence: about so many letters a line
_INK, _LINE, _HEAD = "#1F3864", "#BFBFBF", "#DDEBF7"


@dataclass(frozen=True, slots=True)
class Summary:
    """What the first sheet shows. ``columns``: sheet, letter, heading, cells, filled, changed,
    flagged, share good. ``rules``: code, text, changed, flagged.
    """

    origin: Origin
    day: date
    counts: dict[str, int]
    columns: Sequence[tuple[str, str, str, int, int, int, int, float]]
    rules: Sequence[tuple[str, str, int, int]]
    notes: Sequence[str] = field(default_factory=list)


def write_findings(
    target: Path,
    summary: Summary,
    changes: Sequence[Line],
    questions: Sequence[Line],
    named: Path | None = None,
) -> None:
    """Write the book to ``target``; ``named`` is its later name where that is another.

    Each sheet holds at most ``MOST_LINES`` lines; the rest (``rest_of``) goes to
    ``rest_path(target)``.
    """
    memory = BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, **OPTIONS})
    book.set_properties({"created": datetime(2000, 1, 1), "title": "Daftar temuan"})
    looks = _looks(book)
    pages = [book.add_worksheet(name) for name in (SUMMARY, CHANGES, QUESTIONS)]
    notes = [*summary.notes, *_rest_note(rest_of(changes, questions), named or target)]
    _write_summary(book, pages[0], summary, notes, looks)
    parts = {}
    for n, (page, lines) in enumerate(((pages[1], changes), (pages[2], questions)), 2):
        kept = lines[:MOST_LINES]
        _write_lines(page, kept, looks, choices=[YES, NO] if n == 3 else [YES, NO, DONE])
        if len(kept) > 1:
            parts[f"xl/worksheets/sheet{n}.xml"] = (3, (as_row(line) for line in kept[1:]))
    book.close()
    add_rows(memory, target, parts, _WRAPPED)


def rest_of(changes: Sequence[Line], questions: Sequence[Line]) -> list[Line]:
    """The lines that do not fit in the book: questions first."""
    return [*questions[MOST_LINES:], *changes[MOST_LINES:]]


def rest_path(target: Path) -> Path:
    """Where lines beyond the book's limit stand."""
    return target.with_name(target.stem + "_lanjutan.csv")


def write_rest(target: Path, lines: Sequence[Line]) -> None:
    """Lines as a CSV that Excel reads as text; what could be a formula gets an apostrophe."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        writer.writerows([_inert(value) for value in as_row(line)] for line in lines)


def _inert(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value[:1] in "'=+-@\t\r" and value else value


def _rest_note(rest: Sequence[Line], target: Path) -> list[str]:
    if not rest:
        return []
    return [f"{count(len(rest))} baris lainnya ada di {rest_path(target).name}."]


def _looks(book: xlsxwriter.Workbook) -> dict[str, Any]:
    cell = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    return {
        "title": book.add_format({**cell, "bold": True, "font_size": 16, "font_color": _INK}),
        "head": book.add_format(
            {**cell, "bold": True, "bg_color": _HEAD, "bottom": 1, "border_color": _LINE}
        ),
        "label": book.add_format({**cell, "font_color": "#595959"}),
        "text": book.add_format({**cell, "num_format": "@"}),
        "wrap": book.add_format({**cell, "num_format": "@", "text_wrap": True}),
        "number": book.add_format({**cell, "num_format": "#,##0", "align": "right"}),
        "row": book.add_format({**cell, "num_format": "0", "align": "center"}),
        "share": book.add_format({**cell, "num_format": "0.0%", "align": "right"}),
        "bold": book.add_format({**cell, "bold": True}),
        "fix": book.add_format({**cell, "bg_color": "#" + FIX_COLOUR}),
        "flag": book.add_format({**cell, "bg_color": "#" + FLAG_COLOUR}),
        "wrong": book.add_format({"font_color": "#9C0006", "bold": True}),
        "ask": book.add_format({"font_color": "#7F6000", "bold": True}),
    }


def _write_lines(
    page: Any, lines: Sequence[Line], looks: dict[str, Any], choices: list[str]
) -> None:
    """Heading, first line and what holds for the whole sheet; the other lines are added later."""
    for k, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        page.set_column(k, k, width)
        page.write_string(0, k, name, looks["head"])
    styles = [looks["row"] if k == 4 else looks["wrap" if k > 8 else "text"] for k in range(11)]
    for k, value in enumerate(as_row(lines[0]) if lines else ()):
        if isinstance(value, int):
            page.write_number(1, k, value, styles[k])
        elif value:
            page.write_string(1, k, value, styles[k])
        else:
            page.write_blank(1, k, None, styles[k])
    if lines:
        page.set_row(1, row_height(as_row(lines[0]), _WRAPPED))
    else:
        page.write_string(1, 0, "Tidak ada.", looks["label"])
    last = max(len(lines), 1)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(COLUMNS) - 1)
    if lines:
        page.data_validation(1, 0, last, 0, {"validate": "list", "source": choices})
        for word, look in (("Salah", "wrong"), ("Periksa", "ask")):
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": looks[look]}
            page.conditional_format(1, 1, last, 1, rule)
    _print_setup(page)
    page.repeat_rows(0)


def _print_setup(page: Any) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&F&RHalaman &P dari &N")


def _write_summary(
    book: xlsxwriter.Workbook,
    page: Any,
    summary: Summary,
    notes: Sequence[str],
    looks: dict[str, Any],
) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 32)
    page.set_column(1, 1, 44)
    page.set_column(2, 2, 16)
    page.set_column(3, 7, 11)
    page.write_string(0, 0, SUMMARY_TITLE, looks["title"])
    pairs = [*origin_rows(summary.origin), ("Tanggal", f"{summary.day:%d-%m-%Y}")]
    row = _write_pairs(page, 2, pairs, looks)
    row = _write_counts(page, row + 1, summary.counts, looks)
    row = _write_legend(page, row + 1, looks)
    for note in notes:
        page.write_string(row, 0, note, looks["label"])
        row += 1
    row = _write_columns(page, row + 1, summary.columns, looks)
    _write_rules(book, page, row + 1, summary.rules, looks)
    _print_setup(page)


def _write_pairs(
    page: Any, row: int, pairs: Sequence[tuple[str, str]], looks: dict[str, Any]
) -> int:
    for label, value in pairs:
        page.write_string(row, 0, label, looks["label"])
        page.write_string(row, 1, value, looks["text"])
        row += 1
    return row


def _write_counts(page: Any, row: int, counts: dict[str, int], looks: dict[str, Any]) -> int:
    page.write_string(row, 0, "Jumlah", looks["bold"])
    labels = {
        "lembar": "Lembar peserta",
        "baris": "Baris peserta (masuk = keluar)",
        "tersembunyi": "di antaranya tersembunyi",
        "sel": "Sel dibaca",
        "diubah": "  Sel diubah (pasti)",
        "ditandai": "  Sel perlu keputusan",
        "utuh": "  Sel utuh",
        "temuan": "Pertanyaan di Perlu Keputusan",
        "keduanya": "  di antaranya sel yang juga diubah",
        "kolom": "  dan judul kolom",
    }
    for key, label in labels.items():
        row += 1
        page.write_string(row, 0, label, looks["label"])
        page.write_number(row, 1, counts.get(key, 0), looks["number"])
    row += 1
    adds = counts.get("diubah", 0) + counts.get("ditandai", 0) + counts.get("utuh", 0)
    proof = f"Sel diubah + perlu keputusan + utuh = {count(adds)} sel dibaca"
    page.write_string(row, 0, proof, looks["label"])
    return row + 1


def _write_legend(page: Any, row: int, looks: dict[str, Any]) -> int:
    page.write_string(row, 0, "Warna di berkas hasil", looks["bold"])
    page.write_string(row + 1, 0, "\u2713 sel diubah", looks["fix"])
    page.write_string(row + 2, 0, "! perlu keputusan", looks["flag"])
    return row + 4


def _write_columns(
    page: Any, row: int, columns: Sequence[tuple[Any, ...]], looks: dict[str, Any]
) -> int:
    page.write_string(row, 0, "Mutu setiap kolom", looks["bold"])
    row += 1
    heads = ("Lembar", "Kolom", "Baik", "Huruf", "Sel", "Terisi", "Diubah", "Ditandai")
    for k, head in enumerate(heads):
        page.write_string(row, k, head, looks["head"])
    first = row + 1
    for sheet, letter, header, *numbers, good in columns:
        row += 1
        page.write_string(row, 0, sheet, looks["text"])
        page.write_string(row, 1, header, looks["text"])
        page.write_number(row, 2, good, looks["share"])
        page.write_string(row, 3, letter, looks["text"])
        for k, number in enumerate(numbers, 4):
            page.write_number(row, k, number, looks["number"])
    if row >= first:
        bar = {"type": "data_bar", "bar_color": "#A9D08E", "min_type": "num",
               "min_value": 0, "max_type": "num", "max_value": 1}  # fmt: skip
        page.conditional_format(first, 2, row, 2, bar)
    return row + 1


def _write_rules(
    book: xlsxwriter.Workbook,
    page: Any,
    row: int,
    rules: Sequence[tuple[str, str, int, int]],
    looks: dict[str, Any],
) -> None:
    page.write_string(row, 0, "Temuan setiap aturan", looks["bold"])
    row += 1
    for k, head in enumerate(("Aturan", "Bunyi aturan", "", "Diubah", "Ditandai")):
        page.write_string(row, k, head, looks["head"])
    first = row + 1
    for code, text, changed, flagged in rules:
        row += 1
        page.write_string(row, 0, code, looks["text"])
        page.merge_range(row, 1, row, 2, text, looks["wrap"])
        page.set_row(row, 15 * max(1, -(-len(text) // 68)))
        page.write_number(row, 3, changed, looks["number"])
        page.write_number(row, 4, flagged, looks["number"])
    if row >= first:
        _add_chart(book, page, first, row)


def _add_chart(book: xlsxwriter.Workbook, page: Any, first: int, last: int) -> None:
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for col, name, colour in ((3, "Diubah", FIX_COLOUR), (4, "Ditandai", FLAG_COLOUR)):
        chart.add_series(
            {
                "name": name,
                "categories": [SUMMARY, first, 0, last, 0],
                "values": [SUMMARY, first, col, last, col],
                "fill": {"color": "#" + colour},
                "border": {"color": "#7F7F7F"},
                "gap": 40,
            }
        )
    chart.set_title({"name": "Temuan setiap aturan (sel)", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 10}})
    chart.set_x_axis({"num_format": "#,##0", "num_font": {"size": 10}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 500, "height": min(480, 120 + 22 * (last - first + 1))})
    page.insert_chart(1, 3, chart, {"description": "Jumlah sel diubah dan ditandai setiap aturan"})
