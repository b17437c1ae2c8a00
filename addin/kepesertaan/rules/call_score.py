"""Whom to call first, and why: points by the office's weights, each with its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kepesertaan.data.call_settings import Score
from kepesertaan.data.calls import call_words
from kepesertaan.domain.arrears import Debt
from kepesertaan.domain.calls import Call
from kepesertaan.domain.show import rupiah

from .calls import next_day

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score. ``words``: what the officer reads."""

    points: float
    words: str


def reasons(debt: Debt, calls: Sequence[Call], as_of: date, score: Score) -> list[Reason]:
    """What makes a debt's score, in the order in which it is read. ``calls``: oldest first."""
    about = _calls_reasons(calls, as_of, score) if calls else ()
    return [*_debt_reasons(debt, score), *about]


def words_of(found: Sequence[Reason]) -> str:
    """The reasons and their sum as one line."""
    points = sum(reason.points for reason in found)
    return " · ".join([*(reason.words for reason in found), f"skor {points:.0f}"])


def open_promise(calls: Sequence[Call]) -> Call | None:
    """The last promise, where nobody knows yet whether it was kept."""
    promised = [call for call in calls if call.promised_on]
    return promised[-1] if promised and promised[-1].kept is None else None


def short_history(calls: Sequence[Call], most: int = 3) -> str:
    """The last calls in a few words, the latest first."""
    told = [_call_words(call) for call in list(calls)[-most:][::-1]]
    more = len(calls) - len(told)
    return "; ".join([*told, *([f"{more} panggilan sebelumnya"] if more > 0 else [])])


def _debt_reasons(debt: Debt, score: Score) -> Iterator[Reason]:
    count = len(debt.months)
    guess = " (perkiraan)" if debt.guessed else ""
    yield Reason(score.month * min(count, score.most_months), f"{count} bulan{guess}")
    total = debt.total.quantize(Decimal(1), ROUND_HALF_UP)
    millions = min(max(float(total) / _MILLION, 0), score.most_millions)
    yield Reason(score.million * millions, rupiah(int(total)))
    if debt.rises:
        words = f"menjadi {debt.rises} sesudah {debt.next_due:%d-%m-%Y}"
        yield Reason(score.class_rises, words)
    if debt.segment == "BPU" and count >= score.bpu_lapse_months:
        yield Reason(score.bpu_lapses, f"BPU {count} bulan, perlindungan akan berakhir")
    if debt.ibr:
        yield Reason(0, f"IBR {rupiah(int(debt.ibr))} belum diposting, sudah dikurangkan")
    if debt.paid_before:
        yield Reason(
            0, f"dibayar {rupiah(int(debt.paid_before))} sebelum tanggal lembar, cek posting"
        )
    if debt.part_paid:
        yield Reason(0, f"sudah dibayar {rupiah(int(debt.part_paid))}")


def _calls_reasons(calls: Sequence[Call], as_of: date, score: Score) -> Iterator[Reason]:
    broken = sum(call.kept is False for call in calls)
    if broken:
        yield Reason(
            score.broken_promise * min(broken, score.most_broken), f"janji ingkar {broken}x"
        )
    promise = open_promise(calls)
    if promise and promise.promised_on:
        is_due = promise.promised_on <= as_of
        words = f"janji {promise.promised_on:%d-%m-%Y}" + ("" if is_due else " ditunggu")
        yield Reason(score.promise_due if is_due else score.waiting, words)
    elif not calls[-1].promised_on:  # of a promise that was judged the judgement counts
        last = calls[-1]
        again = last.next_on or next_day(last.outcome, last.next_step, last.promised_on, last.day)
        if again and again <= as_of:
            yield Reason(score.follow_up_due, f"tindak lanjut {again:%d-%m-%Y}")
    if not was_reached(calls):
        yield Reason(score.never_reached, f"{len(calls)}x ditelepon, belum terhubung")


def was_reached(calls: Sequence[Call]) -> bool:
    """Whether somebody was spoken to in any of the calls."""
    outcomes = call_words().outcomes
    return any(call.outcome in outcomes and outcomes[call.outcome].reached for call in calls)


def _call_words(call: Call) -> str:
    text = f"{call.day:%d-%m-%Y} {call.outcome}"
    if call.promised_on:
        amount = f" {rupiah(int(call.promised_amount))}" if call.promised_amount else ""
        state = {True: " (ditepati)", False: " (ingkar)", None: ""}[call.kept]
        return f"{text}, janji {call.promised_on:%d-%m-%Y}{amount}{state}"
    return f"{text}, {call.next_step}" if call.next_step else text
