"""The sheets of the book of letters but its summary, as plain specifications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kepesertaan.domain.arrears import Debt
from kepesertaan.domain.numbers import Entry
from kepesertaan.domain.page import Cell, Link, Page, PageColumn
from kepesertaan.rules.call_text import month_words
from kepesertaan.rules.letter_text import month_lines
from kepesertaan.rules.letters import Planned, is_of_another_debt, is_reopened
from kepesertaan.sheets import letter_list as names

from .call_pages import differences_page
from .surat_tagihan import LetterPlan

_REOPENED = "pernah dicatat lunas, tetapi bulannya masih tertunggak"
_OTHER_DEBT = "bulannya tidak ada lagi di lembar piutang"


@dataclass(frozen=True, slots=True)
class Written:
    """A letter with its number. ``file``: its address from the book; ``look``: what a person looks
    at before it is sent.
    """

    planned: Planned
    entry: Entry
    file: str
    look: tuple[str, ...] = ()

    @property
    def sums(self) -> tuple[int, int]:
        """Contributions and denda, whole rupiah, as the letter says."""
        lines = month_lines(self.planned.debt)
        return sum(line.amount for line in lines), sum(line.fine for line in lines)


def pages(plan: LetterPlan, written: Sequence[Written], register: Sequence[Entry]) -> list[Page]:
    """The letters, what got none, every number of the register, and figures that differ."""
    made = [_letters_page(plan, written), _rest_page(plan), _register_page(plan, register)]
    return [*made, *([differences_page(plan.found)] if plan.found.differences else [])]


def _letters_page(plan: LetterPlan, written: Sequence[Written]) -> Page:
    columns = (
        PageColumn("No", 6, "number"), PageColumn("Nomor surat", 20), PageColumn("Tingkat", 21),
        PageColumn("Perusahaan", 30, "wrap"), PageColumn("NPP", 14),
        PageColumn("Bulan tertunggak", 26, "wrap"), PageColumn("Iuran", 16, "money"),
        PageColumn("Denda", 14, "money"), PageColumn("Total surat", 16, "money"),
        PageColumn("Batas", 13, "date"), PageColumn("Jatuh tempo berikut", 13, "date"),
        PageColumn("Surat", 13, "link"), PageColumn("Surat sebelumnya", 34, "wrap"),
        PageColumn("Periksa sebelum dikirim", 46, "wrap"),
    )  # fmt: skip
    rows = [_letter_row(number, one) for number, one in enumerate(written, 1)]
    empty = "Tidak ada surat yang perlu ditulis."
    return Page(names.sheet_name(plan.as_of), columns, rows, 4, empty)


def _letter_row(number: int, one: Written) -> tuple[Cell, ...]:
    debt, last = one.planned.debt, one.planned.last
    owed, fine = one.sums
    before = f"{last.claim.title} {last.written}, {last.claim.day:%d-%m-%Y}" if last else ""
    return (
        number, one.entry.written, one.planned.level.name, debt.name, debt.key,
        month_words(debt.months), owed, fine, owed + fine, one.planned.until, debt.next_due,
        Link(f"external:{one.file}", "Buka surat"), before, "; ".join(one.look),
    )  # fmt: skip


def _rest_page(plan: LetterPlan) -> Page:
    columns = (
        PageColumn("No", 6, "number"), PageColumn("Perusahaan", 32, "wrap"),
        PageColumn("NPP", 17), PageColumn("Iuran", 16, "money"),
        PageColumn("Alasan", 54, "wrap"), PageColumn("Tindakan", 36, "wrap"),
        PageColumn("Asal", 30, "wrap"),
    )  # fmt: skip
    waiting = [
        (w.debt.name, w.debt.key, w.debt.amount, w.why, w.what_now, "") for w in plan.waiting
    ]
    excluded = [
        (one.name, one.key, one.amount, one.why, one.what_now, one.place)
        for one in plan.found.excluded
    ]
    rows = [(number, *row) for number, row in enumerate([*waiting, *excluded], 1)]
    return Page(names.NOT_WRITTEN, columns, rows, 2)


def _register_page(plan: LetterPlan, register: Sequence[Entry]) -> Page:
    columns = (
        PageColumn("Nomor surat", 20), PageColumn("Tanggal", 13, "date"), PageColumn("Tingkat", 21),
        PageColumn("Perusahaan", 32, "wrap"), PageColumn("NPP", 14),
        PageColumn("Total surat", 16, "money"), PageColumn("Petugas", 18),
        PageColumn("Keadaan", 12), PageColumn("Tgl keadaan", 13, "date"),
        PageColumn("Keterangan", 40, "wrap"),
    )  # fmt: skip
    debts = {debt.key: debt for debt in plan.found.debts}
    rows = [_register_row(entry, debts.get(entry.claim.key)) for entry in register]
    return Page(names.REGISTER, columns, rows, 1, "Belum ada nomor.")


def _register_row(entry: Entry, debt: Debt | None) -> tuple[Cell, ...]:
    claim, reopened = entry.claim, is_reopened(entry, debt)
    mark = entry.marked("batal") or (None if reopened else entry.marked("lunas"))
    total = claim.facts.get("total", "")
    told = _REOPENED * reopened or _OTHER_DEBT * is_of_another_debt(entry, debt)
    return (
        entry.written, claim.day, claim.title, claim.facts.get("perusahaan", ""), claim.key,
        Decimal(total) if total else None, claim.officer, mark.kind if mark else "terbuka",
        mark.day if mark else None, mark.why if mark else told,
    )  # fmt: skip
