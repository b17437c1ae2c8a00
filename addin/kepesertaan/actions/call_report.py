"""The pages Simpan Hasil makes: the day in two tables, and what has to be filled in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kepesertaan.data.calls import call_words
from kepesertaan.domain.call_memory import Saved
from kepesertaan.domain.call_report import Rates, calls_on, rates
from kepesertaan.domain.calls import Call
from kepesertaan.domain.outcome import Finding
from kepesertaan.domain.page import Block, Board, Cell, Form, Page, PageColumn
from kepesertaan.domain.show import count, percent_of, rupiah, shown
from kepesertaan.sheets.call_list import (
    NEXT_ON,
    NEXT_STEP,
    NOTE,
    NPP,
    OUTCOME,
    PROMISED_AMOUNT,
    PROMISED_ON,
)

REPORT, TROUBLES = "Laporan Harian", "Perlu Dilengkapi"
_FORMS: dict[str, Form] = {
    "Perusahaan": "wrap", NPP: "text", OUTCOME: "text", NEXT_STEP: "text",
    PROMISED_ON: "date", PROMISED_AMOUNT: "money", NEXT_ON: "date", NOTE: "wrap", "Petugas": "text",
}  # fmt: skip
_WIDTHS = (34, 16, 22, 26, 14, 16, 18, 40, 16)


def daily_report(
    records: Sequence[Saved], history: Mapping[str, Sequence[Call]], day: date, since: date
) -> Board:
    """The rates of a day, and its calls in two tables: reached and not reached.

    ``since``: from which day on ``history`` was read.
    """
    reached = {word.word for word in call_words().outcomes.values() if word.reached}
    today = calls_on(records, day)
    blocks = [
        _rates(rates(today, history, reached), since),
        _table("Terhubung", [r for r in today if r.call.outcome in reached]),
        _table("Tidak terhubung", [r for r in today if r.call.outcome not in reached]),
    ]
    return Board(REPORT, f"Laporan telepon {shown(day)}", blocks, _WIDTHS)


def _rates(found: Rates, since: date) -> Block:
    """The rates, each with what it is a share of."""
    rows: list[list[Cell]] = [
        ["Terhubung", *_share(found.reached, found.called), "perusahaan yang ditelepon"],
        ["Janji bayar", *_share(found.promised, found.reached), "perusahaan yang terhubung"],
        ["Janji ditepati", *_share(found.kept, found.judged), "janji yang sudah dapat dinilai"],
    ]
    note = (
        f"Nominal janji hari itu {rupiah(int(found.amount))}. Janji dinilai dari data pembayaran; "
        f"yang dihitung adalah catatan sejak {shown(since)}."
    )
    heads = ("Angka", "Jumlah", "Bagian", "Dari")
    return Block("Ringkasan", heads, rows, ("text", "text", "text", "text"), note=note)


def troubles_page(problems: Sequence[Finding]) -> Page:
    """The lines that were not recorded, each with its place and reason."""
    columns = (
        PageColumn("Lembar", 28), PageColumn("Sel", 8), PageColumn("Baris", 8, "number"),
        PageColumn("Kolom", 18), PageColumn("Isian", 28, "wrap"),
        PageColumn("Yang perlu diperbaiki", 70, "wrap"),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [p.sheet, p.cell, p.row, p.header, shown(p.value), p.why] for p in problems
    ]
    return Page(TROUBLES, columns, rows)


def _table(title: str, records: Sequence[Saved]) -> Block:
    rows = [_row(record) for record in records]
    note = "" if rows else "Tidak ada."
    heads = tuple(_FORMS)
    return Block(
        f"{title}: {count(len(rows))} panggilan", heads, rows, tuple(_FORMS.values()), note=note
    )


def _row(record: Saved) -> list[Cell]:
    call = record.call
    found: dict[str, Cell] = {
        "Perusahaan": record.company, NPP: call.npp, OUTCOME: call.outcome,
        NEXT_STEP: call.next_step, PROMISED_ON: call.promised_on,
        PROMISED_AMOUNT: call.promised_amount, NEXT_ON: call.next_on, NOTE: call.note,
        "Petugas": call.officer,
    }  # fmt: skip
    return [found[name] for name in _FORMS]


def _share(part: int, whole: int) -> tuple[str, str]:
    return f"{count(part)} dari {count(whole)}", percent_of(part, whole) if whole else "-"
