"""From rows of arrears and payments to debts to call about; what is not one leaves with a reason.

Every rupiah of the rows is afterwards in a debt or in an exclusion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from kepesertaan.domain.arrears import ZERO, Debt, Difference, Excluded, Receipt, Row
from kepesertaan.domain.calls import Call
from kepesertaan.domain.period import Month, later, month_name
from kepesertaan.domain.piutang import Payment, settle
from kepesertaan.domain.show import rupiah_exact
from kepesertaan.domain.table import Raw

from . import arrears_false as false
from .arrears_day import Told, day_of, latest_due, told_of_days
from .arrears_differences import differences_of
from .arrears_receipts import Sorted, receipts_by_key, sorted_out
from .calls import paused_until
from .piutang import collectability, due, penalty

_MOST_DAYS = 3
T = TypeVar("T")
Calls = Mapping[str, Sequence[Call]]


@dataclass(slots=True)
class Arrears:
    """All of it: ``owed`` is the sum of the rows that could be read, ``unread`` how many not."""

    debts: list[Debt] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    days: list[Told] = field(default_factory=list)  # of the days the sheets stand at
    rows: int = 0
    owed: Decimal = ZERO
    unread: int = 0

    @property
    def said_of_days(self) -> str:
        """The first sentences on the days of the sheets as one, "" without any."""
        return " ".join(day.words for day in self.days[:_MOST_DAYS])


@dataclass(slots=True)
class _Account:
    """The rows of one NPP; amounts by month: past due, not yet due, after NA."""

    rows: list[Row] = field(default_factory=list)
    owed: dict[Month, Decimal] = field(default_factory=dict)
    waiting: dict[Month, Decimal] = field(default_factory=dict)
    gone: dict[Month, Decimal] = field(default_factory=dict)
    estimated: bool = False
    guessed: bool = False

    def first(self, read: Callable[[Row], T | None]) -> T | None:
        """The first filled value of its rows."""
        return next(filter(None, map(read, self.rows)), None)

    @property
    def key(self) -> str:
        return self.rows[0].key

    @property
    def name(self) -> str:
        return self.first(lambda row: row.name) or ""

    @property
    def phone(self) -> Raw:
        return next((row.phone for row in self.rows if row.phone), None)

    def known_on(self, as_of: date) -> date | None:
        """The earliest day its sheets stand at, None where none tells one before the list's."""
        days = (day_of(row.stands_on, as_of) for row in self.rows if row.stands_on)
        return min((day for day in days if day <= as_of), default=None)

    def left_out(self, amount: Decimal, why: str, what_now: str) -> Excluded:
        places = [f"{row.sheet} baris {row.row}" for row in self.rows[:3]]
        more = "…" if len(self.rows) > 3 else ""
        return Excluded(self.key, self.name, amount, why, what_now, "; ".join(places) + more)


@dataclass(frozen=True, slots=True)
class _Paid:
    """What payments made of an account: months still unpaid with what is left of each."""

    left: dict[Month, Decimal]
    paid: Decimal
    surplus: Decimal
    late: Decimal  # denda of months that were settled after their due date
    last: date | None


def find_arrears(
    rows: Sequence[Row], receipts: Iterable[Receipt], as_of: date, history: Calls
) -> Arrears:
    """Who is to be called on a day. ``history``: earlier calls by NPP.

    Raises ``WrongUse`` for months the data of the law does not know.
    """
    found = Arrears(rows=len(rows), owed=sum((row.owed for row in rows), ZERO))
    found.unread = sum(bool(row.odd) or row.amount is None for row in rows)
    out = found.excluded
    kept = false.only_readable(rows, out)
    for step in (false.without_copies, false.without_shared_va, false.without_gone):
        kept = step(kept, out)
    accounts = _accounts(false.with_months(kept, out, as_of), as_of)
    found.days = told_of_days(rows, any(a.guessed for a in accounts.values()), as_of)
    money = receipts_by_key(receipts, {row.key for row in rows}, as_of, found.notes)
    counted = 0
    for account in accounts.values():
        _exclude_months(account, out)
        found.differences += differences_of(account.rows, account.owed, as_of)
        paid = sorted_out(account.rows, money.get(account.key, []))
        counted += paid.told
        debt = _debt(account, paid, as_of, out)
        if debt and not _is_paused(debt, account, history, as_of, out):
            found.debts.append(debt)
    found.notes += _taken_for(rows)
    if counted:
        why = "sampai tanggal bayar terakhir di lembar piutang, jadi sudah diperhitungkan"
        found.notes.append(f"{counted} baris pembayaran tidak dipakai: {why}.")
    known = {row.key for row in rows}
    out += [_missing(key, calls[-1]) for key, calls in history.items() if key not in known]
    return found


def _taken_for(rows: Sequence[Row]) -> Iterator[str]:
    """What rows were taken for that they do not say themselves."""
    follow, short = (
        sum(told) for told in [[r.follows for r in rows], [r.zeros_lost for r in rows]]
    )
    if follow:
        yield f"{follow} baris tanpa NPP dan nama dihitung milik perusahaan di atasnya."
    if short:
        yield f"{short} NPP kurang dari 8 angka dibaca dengan nol di depannya."


def _accounts(rows: Iterable[tuple[Row, bool]], as_of: date) -> dict[str, _Account]:
    accounts: dict[str, _Account] = defaultdict(_Account)
    for row, is_guessed in rows:
        account = accounts[row.key]
        account.rows.append(row)
        account.guessed |= is_guessed
        account.estimated |= is_guessed or (len(row.months) > 1 and not row.amounts)
        for month, amount in row.parts:
            if row.gone_from and month >= row.gone_from:
                part = account.gone
            else:
                is_due = due(row.segment, month).day < as_of
                part = account.owed if is_due else account.waiting
            part[month] = part.get(month, ZERO) + amount
    return accounts


def _exclude_months(account: _Account, out: list[Excluded]) -> None:
    for months, why, what_now in (
        (account.waiting, "Belum jatuh tempo", "Tunggu jatuh tempo"),
        (account.gone, "BLTH sesudah NA, NA belum dilaporkan", "Laporkan atau proses NA"),
    ):
        if months:
            names = f"{why}: {', '.join(map(month_name, sorted(months)))}"
            out.append(account.left_out(sum(months.values(), ZERO), names, what_now))


def _debt(account: _Account, paid: Sorted, as_of: date, out: list[Excluded]) -> Debt | None:
    """What is left of an account, None where nothing is; what went is added to ``out``."""
    if not account.owed:
        return None
    owed = sum(account.owed.values(), ZERO)
    if paid.before >= owed:
        why = f"Dibayar sampai tanggal lembar, mungkin belum diposting: {rupiah_exact(paid.before)}"
        out.append(account.left_out(owed, why, "Cek posting"))
        return None
    done = _settled(account, paid.new)
    segment = account.rows[0].segment
    months = sorted(done.left)
    fines = tuple(penalty(segment, month, account.owed[month], as_of) for month in months)
    fine = max(ZERO, sum(fines, done.late) - done.surplus)
    left = sum(done.left.values(), ZERO)
    if done.paid:
        out.append(_paid_off(account, done, left, fine))
    if not left:
        return None
    ibr = max(row.ibr for row in account.rows)
    if ibr >= left + fine:
        why = f"IBR belum diposting: {rupiah_exact(ibr)} menutup {rupiah_exact(left + fine)}"
        out.append(account.left_out(left, why, "Cek posting"))
        return None
    debt = _described(account, done, left, fine, ibr, as_of)
    amounts = tuple(done.left[month] for month in months)
    return replace(debt, amounts=amounts, fines=fines, paid_before=paid.before)


def _settled(account: _Account, news: Sequence[Receipt]) -> _Paid:
    if not news:
        return _Paid(account.owed, ZERO, ZERO, ZERO, None)
    payments = [Payment(r.day, r.amount) for r in news if r.day and r.amount]
    months, surplus = settle(account.owed.items(), payments)
    segment = account.rows[0].segment
    late = sum((penalty(segment, m.month, m.owed, m.on) for m in months if m.on), ZERO)
    left = {m.month: m.left for m in months if m.left}
    paid = sum((m.paid for m in months), ZERO)
    return _Paid(left, paid, surplus, late, max(p.day for p in payments))


def _paid_off(account: _Account, done: _Paid, left: Decimal, fine: Decimal) -> Excluded:
    when = f"{done.last:%d-%m-%Y}" if done.last else ""
    if left:
        why = f"Sebagian sudah dibayar, terakhir {when}"
        return account.left_out(done.paid, why, f"Sisa {rupiah_exact(left)} tetap ditagih")
    rest = f"; denda {rupiah_exact(fine)} ditagih bersama iuran berikutnya" if fine else ""
    return account.left_out(
        done.paid, f"Lunas, dibayar terakhir {when}{rest}", "Tidak ditagih lagi"
    )


def _described(
    account: _Account, done: _Paid, left: Decimal, fine: Decimal, ibr: Decimal, as_of: date
) -> Debt:
    row = account.rows[0]
    months = tuple(sorted(done.left))
    kind = collectability(len(months), as_of)[0]
    coming = later(latest_due(row.segment, as_of), 1)
    next_due = due(row.segment, coming).day
    then = collectability(len(months) + 1, next_due + timedelta(days=1))[0]
    last: date | Month | None = done.last or account.first(lambda r: r.paid_on)
    last = last or account.first(lambda r: r.last_paid)
    return Debt(
        account.key, account.name, row.segment, months, left, fine, ibr, account.estimated, kind,
        then if then != kind else "", next_due, last, done.paid,
        account.first(lambda r: r.pic) or "", account.phone,
        address=account.first(lambda r: r.address) or "", guessed=account.guessed,
        known_on=account.known_on(as_of),
    )  # fmt: skip


def _is_paused(
    debt: Debt, account: _Account, history: Calls, as_of: date, out: list[Excluded]
) -> bool:
    calls = history.get(debt.key)
    until = paused_until(calls[-1]) if calls else None
    if not calls or until is None or until <= as_of:
        return False
    why = f"{calls[-1].next_step} sejak {calls[-1].day:%d-%m-%Y}"
    out.append(account.left_out(debt.amount, why, f"Kembali ke daftar {until:%d-%m-%Y}"))
    return True


def _missing(key: str, last: Call) -> Excluded:
    why = f"Ditelepon {last.day:%d-%m-%Y}, tidak ada di berkas baru; bukan berarti lunas"
    return Excluded(key, "", ZERO, why, "Cek pembayaran atau mintakan data terbaru")
