"""The sheets of the call list but its summary, as plain specifications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kepesertaan.data.calls import Word, call_words
from kepesertaan.domain.arrears import Debt
from kepesertaan.domain.page import Cell, Link, Page, PageColumn
from kepesertaan.domain.period import Month, month_name
from kepesertaan.domain.show import shown
from kepesertaan.rules.arrears import Arrears
from kepesertaan.rules.call_text import month_words
from kepesertaan.sheets import call_list as names

_ZERO = Decimal(0)
_HOUR_HINT = "Jam menelepon, boleh kosong. Dari sini terlihat kapan telepon diangkat."


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list. ``is_good``: its number is one, and no call said otherwise; ``trouble``:
    what is wrong with its number or draft, "" for nothing.
    """

    debt: Debt
    words: str
    number: str
    is_good: bool
    trouble: str
    link: str
    script: str
    history: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A company whose telephone number is to be mended."""

    debt: Debt
    why: str


def pages(found: Arrears, lines: Sequence[Line], bad: Sequence[Bad], as_of: date) -> list[Page]:
    """The list, what is not on it, numbers to be mended, and figures that differ."""
    return [
        _list_page(lines, as_of),
        _excluded_page(found),
        _bad_page(bad),
        differences_page(found),
    ]


def _list_page(lines: Sequence[Line], as_of: date) -> Page:
    rows = [_list_row(n, line) for n, line in enumerate(lines, 1)]
    empty = "Tidak ada yang perlu ditelepon."
    return Page(names.sheet_name(as_of), _list_columns(as_of), rows, 3, empty)


def _list_columns(as_of: date) -> tuple[PageColumn, ...]:
    words = call_words()
    shapes = {
        "No": PageColumn("", 5, "number"),
        "Prioritas": PageColumn("", 42, "wrap"),
        "Perusahaan": PageColumn("", 28, "wrap"),
        names.NPP: PageColumn("", 13),
        "Bulan tertunggak": PageColumn("", 24, "wrap"),
        "Jumlah": PageColumn("", 14, "money"),
        "Denda": PageColumn("", 13, "money"),
        names.TOTAL: PageColumn("", 14, "money"),
        "Kolektibilitas": PageColumn("", 14),
        names.NEXT_DUE: PageColumn("", 13, "date"),
        "Terakhir bayar": PageColumn("", 14),
        "PIC": PageColumn("", 18, "wrap"),
        names.PHONE: PageColumn("", 15),
        "WA": PageColumn("", 10, "link"),
        "Naskah": PageColumn("", 85, "wrap"),
        names.OUTCOME: PageColumn("", 23, choices=tuple(words.outcomes), is_input=True),
        names.HOUR: PageColumn("", 8, choices=names.HOURS, hint=_HOUR_HINT, is_input=True),
        names.PROMISED_ON: PageColumn(
            "", 13, "date", least=as_of, hint="Wajib bila tindak lanjutnya janji.", is_input=True
        ),
        names.PROMISED_AMOUNT: PageColumn("", 15, "money", least=_ZERO, is_input=True),
        names.NEXT_STEP: PageColumn("", 18, choices=tuple(words.steps), is_input=True),
        names.NEXT_ON: PageColumn("", 16, "date", least=as_of, hint=_next_hint(), is_input=True),
        names.NOTE: PageColumn("", 30, "wrap", is_input=True),
        "Riwayat singkat": PageColumn("", 40, "wrap"),
    }
    return tuple(_named(name, shapes[name]) for name in names.COLUMNS)


def _named(name: str, shape: PageColumn) -> PageColumn:
    return PageColumn(
        name, shape.width, shape.form, shape.choices, shape.least, shape.hint, shape.is_input
    )


def _next_hint() -> str:
    days: dict[int, list[str]] = {}
    for word in call_words().outcomes.values():
        if word.days:
            days.setdefault(word.days, []).append(word.word)
    told = "; ".join(f"{n} hari kerja: {', '.join(words)}" for n, words in days.items())
    return f"Kosong berarti tanggal bawaan. {told}."[:255]


def _list_row(number: int, line: Line) -> tuple[Cell, ...]:
    debt = line.debt
    link = Link(line.link, "Buka WA") if line.link else None
    return (
        number, line.words, debt.name, debt.key, month_words(debt.months), debt.amount, debt.fine,
        debt.total, debt.kind, debt.next_due, _last_paid(debt.last_paid), debt.pic, line.number,
        link, line.script, None, None, None, None, None, None, None, line.history,
    )  # fmt: skip


def _last_paid(last: date | Month | None) -> str:
    if isinstance(last, date):
        return f"{last:%d-%m-%Y}"
    return f"BLTH {month_name(last)}" if last else ""


def _excluded_page(found: Arrears) -> Page:
    columns = (
        PageColumn("No", 6, "number"), PageColumn("Perusahaan", 32, "wrap"),
        PageColumn(names.NPP, 16), PageColumn("Jumlah", 16, "money"),
        PageColumn("Alasan", 52, "wrap"), PageColumn("Tindakan", 36, "wrap"),
        PageColumn("Asal", 30, "wrap"),
    )  # fmt: skip
    rows = [
        (n, one.name, one.key, one.amount, one.why, one.what_now, one.place)
        for n, one in enumerate(found.excluded, 1)
    ]
    return Page(names.EXCLUDED, columns, rows, 2)


def _bad_page(bad: Sequence[Bad]) -> Page:
    columns = (
        PageColumn("No", 6, "number"), PageColumn("Perusahaan", 32, "wrap"),
        PageColumn(names.NPP, 16), PageColumn("PIC", 20, "wrap"),
        PageColumn("HP di lembar piutang", 24), PageColumn("Alasan", 56, "wrap"),
        PageColumn("HP baru", 18, is_input=True), PageColumn("Catatan", 28, "wrap", is_input=True),
    )  # fmt: skip
    rows = [
        (n, one.debt.name, one.debt.key, one.debt.pic, shown(one.debt.phone), one.why, None, None)
        for n, one in enumerate(bad, 1)
    ]
    return Page(names.BAD_NUMBERS, columns, rows, 2)


def differences_page(found: Arrears) -> Page:
    """Figures of the arrears sheet that our computation does not confirm."""
    columns = (
        PageColumn("No", 6, "number"), PageColumn("Perusahaan", 32, "wrap"),
        PageColumn(names.NPP, 16), PageColumn("Yang dibandingkan", 18),
        PageColumn("Di lembar piutang", 22), PageColumn("Hitungan", 22),
        PageColumn("Keterangan", 28, "wrap"), PageColumn("Asal", 26),
    )  # fmt: skip
    rows = [
        (n, one.name, one.key, one.what, one.said, one.found, one.note, one.place)
        for n, one in enumerate(found.differences, 1)
    ]
    return Page(names.DIFFERENCES, columns, rows, 2)


def follow_up_rows() -> list[tuple[Cell, ...]]:
    """The default next action of each word, for the summary."""
    words = call_words()
    rows = [(names.OUTCOME, word) for word in words.outcomes.values()]
    rows += [(names.NEXT_STEP, word) for word in words.steps.values()]
    return [(kind, word.word, _default(word)) for kind, word in rows]


def _default(word: Word) -> str:
    if word.promise:
        return "pada tanggal janji"
    if word.bad_number:
        return "perbaiki nomornya"
    return f"{word.days} hari kerja" if word.days else "tidak ada"
