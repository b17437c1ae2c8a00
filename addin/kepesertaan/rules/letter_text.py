"""What a letter to a company in arrears says: the values of its template, amounts to the rupiah."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kepesertaan.data.letters import Law, LetterSettings
from kepesertaan.data.office import Office
from kepesertaan.data.written_days import long_date
from kepesertaan.domain.arrears import ZERO, Debt
from kepesertaan.domain.numbers import Entry
from kepesertaan.domain.show import count, percent
from kepesertaan.domain.terbilang import rupiah_in_words

from .call_text import month_words
from .letters import Planned
from .piutang import due, penalty_percent

_PERCENT = re.compile(r"\{\{\s*persen\s*\}\}")


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A line of a letter's table, whole rupiah. ``until``: when it was due, None of other lines."""

    name: str
    until: date | None
    amount: int
    fine: int

    @property
    def total(self) -> int:
        """Contribution and denda."""
        return self.amount + self.fine


def month_lines(debt: Debt) -> list[MonthLine]:
    """A line a month, and one each for other denda and for money not yet posted.

    Whole rupiah that add up to the debt's own sums rounded, whatever cents the months have.
    """
    rest = debt.fine - sum(debt.fines, ZERO)
    amounts, fines = _whole(debt.amounts), _whole((*debt.fines, rest))
    lines = [
        MonthLine(month_words((month,)), due(debt.segment, month).day, amount, fine)
        for month, amount, fine in zip(debt.months, amounts, fines, strict=False)
    ]
    if rest:
        late = "Denda bulan yang dibayar terlambat"
        lines.append(MonthLine(late if rest > 0 else "Kelebihan pembayaran", None, 0, fines[-1]))
    if debt.ibr:
        received = _whole((debt.ibr,))[0]
        lines.append(MonthLine("Dana diterima, belum dibukukan", None, -received, 0))
    return lines


def letter_total(debt: Debt) -> int:
    """What a letter asks for, whole rupiah."""
    return sum(line.total for line in month_lines(debt))


def letter_values(
    planned: Planned, entry: Entry, settings: LetterSettings, office: Office
) -> dict[str, Any]:
    """Everything a template may use, by name: texts, and rows of texts. No NIK, KPJ or wage."""
    debt, lines = planned.debt, month_lines(planned.debt)
    owed = sum(line.amount for line in lines)
    fine = sum(line.fine for line in lines)
    last = planned.last
    return {
        "nama_kantor": office.name,
        "alamat_kantor": office.address,
        "telepon_kantor": office.phone,
        "surel_kantor": office.email,
        "logo_kantor": "",
        "kota": office.city,
        "nomor": entry.written,
        "tanggal": long_date(entry.claim.day),
        "tanggal_catatan": long_date(debt.known_on or entry.claim.day),
        "tingkat": planned.level.name,
        "perihal": settings.forms[planned.level.id].subject,
        "perusahaan": debt.name,
        "npp": debt.key,
        "alamat": debt.address,
        "bulan": month_words(debt.months),
        "jumlah_bulan": str(len(debt.months)),
        "rincian": list(_rows(lines)),
        "jumlah_iuran": rupiah(owed),
        "jumlah_denda": rupiah(fine),
        "total": rupiah(owed + fine),
        "terbilang": rupiah_in_words(owed + fine),
        "dibayar": rupiah(int(debt.part_paid)) if debt.part_paid >= 1 else "",
        "denda": bool(fine),
        "perkiraan": debt.estimated,
        "batas": long_date(planned.until),
        "jatuh_tempo_berikut": long_date(debt.next_due),
        "nomor_lalu": last.written if last else "",
        "surat_lalu": last.claim.title if last else "",
        "tanggal_lalu": long_date(last.claim.day) if last else "",
        "dasar": law_sentences(planned, settings),
        "penanda_tangan": settings.signatory,
        "jabatan": settings.position,
    }


def law_of(planned: Planned, settings: LetterSettings) -> list[Law]:
    """The sentences on the law that the office wants in letters of a level."""
    return [settings.law[one] for one in settings.forms[planned.level.id].law]


def law_sentences(planned: Planned, settings: LetterSettings) -> list[str]:
    """Those of them that somebody has confirmed and that hold for every month of the debt."""
    filled = (_filled(law.text, planned.debt) for law in law_of(planned, settings) if law.confirmed)
    return [text for text in filled if text]


def rupiah(amount: int) -> str:
    """Whole rupiah as letters write them, what is taken off in brackets.

    >>> rupiah(1275000), rupiah(-5000), rupiah(0)
    ('Rp 1.275.000', '(Rp 5.000)', 'Rp 0')
    """
    return f"Rp {count(amount)}" if amount >= 0 else f"(Rp {count(-amount)})"


def _rows(lines: Sequence[MonthLine]) -> Iterator[dict[str, str]]:
    for number, line in enumerate(lines, 1):
        yield {
            "no": str(number), "bulan": line.name,
            "jatuh_tempo": f"{line.until:%d-%m-%Y}" if line.until else "",
            "iuran": rupiah(line.amount), "denda": rupiah(line.fine), "jumlah": rupiah(line.total),
        }  # fmt: skip


def _filled(text: str, debt: Debt) -> str:
    """A sentence with the percentage of its months; "" where there is none, or not one alone."""
    if not _PERCENT.search(text):
        return text
    rates = {penalty_percent(debt.segment, month) for month in debt.months}
    if len(rates) > 1 or not any(rates):
        return ""
    return _PERCENT.sub(percent(rates.pop()), text)


def _whole(amounts: Sequence[Decimal]) -> list[int]:
    """Whole rupiah of parts, such that their sum is the whole rupiah of the sum.

    >>> _whole((Decimal("0.5"), Decimal("0.5"), Decimal("0.5")))
    [1, 0, 1]
    """
    done, exact, found = 0, ZERO, []
    for amount in amounts:
        exact += amount
        until = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        found.append(until - done)
        done = until
    return found
