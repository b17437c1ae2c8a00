"""Which letter a company gets, and what is looked at before it is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from kepesertaan.data.calls import call_words
from kepesertaan.data.holiday import free_days
from kepesertaan.data.letters import LetterSettings
from kepesertaan.domain.arrears import Debt
from kepesertaan.domain.calendar import add_working_days
from kepesertaan.domain.calls import Call
from kepesertaan.domain.letters import Due, Level, next_letter
from kepesertaan.domain.numbers import Entry
from kepesertaan.domain.period import month_name

from .arrears import Arrears
from .call_score import open_promise

_TOO_MUCH = 10**15  # rupiah; it has no words either
_PAID = ("Lunas", "Tidak ada tunggakan")  # kinds of exclusions that settle a debt


@dataclass(frozen=True, slots=True)
class Planned:
    """A letter to be written. ``last``: the open letter before it; ``until``: the last day for its
    reader; ``look``: what a person looks at before it is sent.
    """

    debt: Debt
    level: Level
    last: Entry | None
    until: date
    look: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotWritten:
    """A debt that gets no letter now, and why: words for its kind, the rest after a colon."""

    debt: Debt
    why: str
    what_now: str

    @property
    def kind(self) -> str:
        """The reason without its particulars."""
        return self.why.split(":")[0]


def is_reopened(entry: Entry, debt: Debt | None) -> bool:
    """Whether a letter that was noted as settled is not: a month of it is still owed."""
    if debt is None or debt.estimated or not entry.marked("lunas"):
        return False
    return not set(map(month_name, debt.months)).isdisjoint(
        entry.claim.facts.get("blth", "").split()
    )


def is_of_another_debt(entry: Entry, debt: Debt | None) -> bool:
    """Whether none of the months of an open letter is owed any more, though the company owes.

    Never where the months hang on a day that the sheet does not tell, or the letter names none.
    """
    if debt is None or debt.guessed or not entry.stands or entry.marked("lunas"):
        return False
    told = set(entry.claim.facts.get("blth", "").split())
    return bool(told) and told.isdisjoint(map(month_name, debt.months))


def without_false_settlements(sent: Sequence[Entry], debt: Debt) -> list[Entry]:
    """A company's letters, those open again that are not settled after all."""
    return [
        replace(e, marks=tuple(m for m in e.marks if m.kind != "lunas"))
        if is_reopened(e, debt) else e
        for e in sent
    ]  # fmt: skip


def by_company(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    """Entries of a register by NPP."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.claim.key].append(entry)
    return found


def judge(
    debt: Debt,
    sent: Sequence[Entry],
    calls: Sequence[Call],
    as_of: date,
    settings: LetterSettings,
    only: str,
) -> Planned | NotWritten:
    """The letter of a debt, or why it gets none. ``only``: the id of the only level wanted."""
    if not debt.is_company:
        return NotWritten(debt, "Peserta perorangan", "Hubungi lewat Daftar Telepon")
    if not debt.name:
        return NotWritten(debt, "Nama perusahaan kosong", "Isi nama di lembar piutang, lalu ulangi")
    if debt.total >= _TOO_MUCH:
        return NotWritten(debt, "Jumlah tidak masuk akal", "Periksa jumlahnya di lembar piutang")
    sent = without_false_settlements(sent, debt)
    others = _of_other_debts(sent, debt, as_of)
    sent = [entry for entry in sent if entry not in others]
    free = holidays_from(as_of, settings)
    turn = next_letter(len(debt.months), as_of, sent, settings.levels, free)
    if turn.level is None:
        return NotWritten(debt, turn.why_not, turn.what_now)
    if only and turn.level.id != only:
        return NotWritten(
            debt, f"Tingkat lain: gilirannya {turn.level.name}", "Jalankan tanpa --tingkat"
        )
    until = add_working_days(as_of, turn.level.answer_days, free)
    before = _before(turn, sent, as_of)
    return Planned(debt, turn.level, before, until, tuple(_look(debt, calls, others)))


def settled_letters(
    found: Arrears, sent: Mapping[str, Sequence[Entry]], as_of: date
) -> list[Entry]:
    """The open letters of companies that owe nothing any more, in the order of the register.

    None of a later day: what was owed on an earlier one says nothing about it.
    """
    owing = {debt.key for debt in found.debts}
    others = {one.key for one in found.excluded if one.kind not in (*_PAID, "Belum jatuh tempo")}
    paid = {one.key for one in found.excluded if one.kind in _PAID} - owing - others
    letters = [entry for key in sorted(paid) for entry in sent.get(key, ())]
    return [e for e in letters if e.stands and not e.marked("lunas") and e.claim.day <= as_of]


@cache
def _free(year: int, joint_leave: bool) -> frozenset[date]:
    years = (year - 1, year, year + 1)
    return frozenset(day for one in years for day in free_days(one, joint_leave=joint_leave))


def holidays_from(day: date, settings: LetterSettings) -> frozenset[date]:
    """The free days around a day."""
    return _free(day.year, settings.joint_leave_is_free)


def _before(turn: Due, sent: Sequence[Entry], as_of: date) -> Entry | None:
    """The letter before: of a letter of today that is made again, the one before that."""
    if turn.last is None or turn.last.claim.day < as_of:
        return turn.last
    earlier = [e for e in sent if e.stands and not e.marked("lunas") and e.claim.day < as_of]
    return max(earlier, key=lambda entry: entry.claim.day, default=None)


def _of_other_debts(sent: Sequence[Entry], debt: Debt, as_of: date) -> list[Entry]:
    """The open letters before a day, where not one of them tells of a month that is still owed."""
    before = [e for e in sent if e.stands and not e.marked("lunas") and e.claim.day < as_of]
    return before if all(is_of_another_debt(entry, debt) for entry in before) else []


def _look(debt: Debt, calls: Sequence[Call], others: Sequence[Entry]) -> Iterator[str]:
    promise = open_promise(calls)
    if promise and promise.promised_on:
        yield f"Janji bayar {promise.promised_on:%d-%m-%Y} belum dinilai"
    if step := _open_step(calls):
        yield f"{step.next_step} menurut telepon {step.day:%d-%m-%Y}"
    if others:
        last = max(others, key=lambda entry: entry.claim.day)
        yield f"Bulan di surat {last.written} tidak lagi tertunggak, jadi dimulai dari awal"
    if debt.guessed:
        yield "Bulan dihitung mundur; tanggal lembar piutang tidak tertulis"
    elif debt.estimated:
        yield "Bulan atau jumlah per bulan perkiraan, tidak tertulis di lembar piutang"
    if debt.ibr:
        yield "Ada dana yang belum diposting (IBR)"
    if debt.paid_before:
        yield "Ada pembayaran sebelum tanggal lembar piutang, tidak dikurangkan: cek posting"


def _open_step(calls: Sequence[Call]) -> Call | None:
    """The last call after which something was to be done, as a dispute or a visit; promises have no days."""
    last = next((call for call in reversed(calls) if call.next_step), None)
    word = call_words().steps.get(last.next_step) if last else None
    return last if word and word.days else None
