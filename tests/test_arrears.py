"""What is owed and who is called: every reason to leave the list, with a near miss beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kepesertaan.data.call_settings import call_settings
from kepesertaan.domain.arrears import ZERO, Receipt, Row
from kepesertaan.domain.calls import Call
from kepesertaan.domain.period import later
from kepesertaan.rules.arrears import Arrears, find_arrears
from kepesertaan.rules.arrears_amounts import read_amount
from kepesertaan.rules.arrears_months import read_months
from kepesertaan.rules.arrears_rows import read_day
from kepesertaan.rules.call_phone import number_of
from kepesertaan.rules.call_score import reasons, short_history, words_of
from kepesertaan.rules.calls import next_day

TODAY = date(2026, 11, 22)
PLAIN = Row(
    "Piutang", 2, "15000001", "", "PT Contoh", "PU", "", ((2026, 10),), None, None, None,
    Decimal(1_000_000), None, None, "", ZERO, False, None, "", "Ibu Sari", "081234567890",
)  # fmt: skip


def row(number: int = 2, **other: Any) -> Row:
    return replace(PLAIN, row=number, **other)


def paid(
    amount: int, day: date = date(2026, 11, 20), key: str = "15000001", reference: str = ""
) -> Receipt:
    return Receipt("Bayar", 2, key, day, Decimal(amount), reference)


def call(**other: Any) -> Call:
    return Call(**{"npp": "15000001", "day": date(2026, 11, 16), "outcome": "Terhubung", **other})


def judged(rows: Sequence[Row], receipts: Sequence[Receipt] = (), **history: list[Call]) -> Arrears:
    calls = {key.lstrip("n"): some for key, some in history.items()}
    return find_arrears(rows, receipts, TODAY, calls)


def adds_up(found: Arrears) -> bool:
    listed = sum((debt.amount for debt in found.debts), ZERO)
    return listed + sum((one.amount for one in found.excluded), ZERO) == found.owed


REASONS: dict[str, tuple[list[Row], list[Receipt], str, int]] = {
    # rows, payments, how the reason begins ("" for none), debts left
    "owes": ([row()], [], "", 1),
    "no npp": ([row(key="")], [], "NPP atau KPJ kosong", 0),
    "odd amount": ([row(amount=None, odd="jumlah '31'")], [], "Angka tidak terbaca pasti", 0),
    "blank amount": ([row(amount=None)], [], "Jumlah tunggakan kosong", 0),
    "nothing owed": ([row(amount=ZERO)], [], "Tidak ada tunggakan", 0),
    "a rupiah owed": ([row(amount=Decimal(1))], [], "", 1),
    "surplus": ([row(amount=Decimal(-1))], [], "Jumlah di bawah nol", 0),
    "jakon": ([row(segment="JAKON")], [], "Jatuh tempo segmen JAKON", 0),
    "twice the same": ([row(), row(3)], [], "Ganda", 1),
    "twice but another division": ([row(), row(3, division="B")], [], "", 1),
    "twice but another person": ([row(person="KPJ 1"), row(3, person="KPJ 2")], [], "", 1),
    "twice but another amount": ([row(), row(3, amount=Decimal(5))], [], "", 1),
    "one va, two npp": ([row(va="88"), row(3, key="15000002", va="88")], [], "VA dipakai bersama", 0),
    "one va, one npp": ([row(va="88"), row(3, months=((2026, 9),), va="88")], [], "", 1),
    "two va": ([row(va="88"), row(3, key="15000002", va="89")], [], "", 2),
    "no va": ([row(), row(3, key="15000002")], [], "", 2),
    "na": ([row(gone=True)], [], "Status NA", 0),
    "month after na": ([row(gone_from=(2026, 10))], [], "BLTH sesudah NA", 0),
    "month before na": ([row(gone=True, gone_from=(2026, 11))], [], "", 1),
    "due yesterday": ([row(months=((2026, 10),))], [], "", 1),
    "not due": ([row(months=((2026, 11),))], [], "Belum jatuh tempo", 0),
    "months unknown": ([row(months=())], [], "Bulan tertunggak tidak dapat ditentukan", 0),
    "months counted": ([row(months=(), count=2)], [], "", 1),
    "paid": ([row()], [paid(1_000_000)], "Lunas", 0),
    "paid but a rupiah": ([row()], [paid(999_999)], "Sebagian sudah dibayar", 1),
    "paid by another": ([row()], [paid(1_000_000, key="15000002")], "", 1),
    "paid tomorrow": ([row()], [paid(1_000_000, date(2026, 11, 23))], "", 1),
    "paid today": ([row()], [paid(1_000_000, TODAY)], "Lunas", 0),
    "counted already": ([row(paid_on=date(2026, 11, 20))], [paid(1_000_000)], "", 1),
    "paid after that": ([row(paid_on=date(2026, 11, 19))], [paid(1_000_000)], "Lunas", 0),
    "one receipt twice": ([row()], [paid(500_000, reference="A"), paid(500_000, reference="A")],
                          "Sebagian sudah dibayar", 1),
    "two receipts": ([row()], [paid(500_000, reference="A"), paid(500_000, reference="B")], "Lunas", 0),
    "ibr covers iuran and denda": ([row(ibr=Decimal(1_020_000))], [], "IBR belum diposting", 0),
    "ibr covers not all": ([row(ibr=Decimal(1_019_999))], [], "", 1),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "receipts", "why", "left"), REASONS.values(), ids=list(REASONS))
def test_what_is_no_arrears_leaves_with_its_reason(
    rows: list[Row], receipts: list[Receipt], why: str, left: int
) -> None:
    found = judged(rows, receipts)
    assert len(found.debts) == left
    told = {one.why for one in found.excluded}
    assert bool(told) == bool(why)
    assert all(text.startswith(why) for text in told)
    assert adds_up(found)


def test_a_month_that_is_due_today_is_not_late_yet() -> None:
    assert not find_arrears([row()], [], date(2026, 11, 16), {}).debts
    assert find_arrears([row()], [], date(2026, 11, 17), {}).debts


def test_a_company_of_five_months_is_reckoned_as_the_law_says() -> None:
    months = [later((2026, 6), k) for k in range(5)]
    found = judged([row(n, months=(month,)) for n, month in enumerate(months, 2)])
    (debt,) = found.debts
    assert debt.months == tuple(months)
    assert (debt.amount, debt.fine) == (Decimal(5_000_000), Decimal(300_000))  # 10+8+6+4+2 %
    assert (debt.kind, debt.rises, debt.next_due) == ("Kurang lancar", "", date(2026, 12, 15))
    assert not debt.estimated


def test_the_oldest_month_is_paid_first_and_its_denda_stays() -> None:
    rows = [row(2, months=((2026, 9),)), row(3, months=((2026, 10),))]
    (debt,) = judged(rows, [paid(1_500_000)]).debts
    assert (debt.months, debt.amount, debt.part_paid) == (
        ((2026, 10),),
        Decimal(500_000),
        Decimal(1_500_000),
    )
    assert debt.fine == Decimal(40_000 + 20_000)  # September 2 months late when paid, October 1


def test_payments_that_are_not_used_are_counted() -> None:
    odd = [paid(5, key="9"), paid(5, date(2026, 12, 1)), paid(-5), paid(5, date(2026, 11, 1))]
    found = judged([row(paid_on=date(2026, 11, 2))], odd)
    assert [note.split(": ")[1][:16] for note in found.notes] == [
        "tidak terbaca.", "sesudah tanggal ", "NPP lain.", "sampai tanggal b",
    ]  # fmt: skip
    assert found.debts[0].part_paid == 0


def test_money_beyond_the_iuran_pays_the_denda() -> None:
    found = judged([row()], [paid(1_020_000)])
    assert "denda" not in found.excluded[0].why
    assert "denda Rp 1.000" in judged([row()], [paid(1_019_000)]).excluded[0].why


def test_bpu_is_due_in_its_own_month_without_denda() -> None:
    bpu = row(key="KPJ 24000000001", segment="BPU", months=((2026, 11),), amount=Decimal(16_800))
    (debt,) = judged([bpu]).debts
    assert (debt.fine, debt.months) == (ZERO, ((2026, 11),))


@pytest.mark.parametrize(
    ("other", "months", "differs"),
    [
        ({"count": 3}, [(2026, 8), (2026, 9), (2026, 10)], set()),
        ({"last_paid": (2026, 7)}, [(2026, 8), (2026, 9), (2026, 10)], set()),
        ({"last_paid": (2026, 7), "count": 3}, [(2026, 8), (2026, 9), (2026, 10)], set()),
        ({"last_paid": (2026, 7), "count": 4}, [(2026, 8), (2026, 9), (2026, 10)], {"Jumlah bulan"}),
        ({"last_paid": (2026, 10)}, [], set()),
    ],
)  # fmt: skip
def test_months_that_are_not_named_are_reckoned_back(
    other: dict[str, Any], months: list[tuple[int, int]], differs: set[str]
) -> None:
    found = judged([row(months=(), **other)])
    assert [list(debt.months) for debt in found.debts] == ([months] if months else [])
    assert all(debt.estimated for debt in found.debts)
    assert {one.what for one in found.differences} == differs
    assert adds_up(found)


FIGURES: dict[str, tuple[list[Row], set[str]]] = {
    "no figures": ([row()], set()),
    "right denda": ([row(fine=Decimal(20_000))], set()),
    "denda a rupiah off": ([row(fine=Decimal(20_001))], set()),
    "wrong denda": ([row(fine=Decimal(20_002))], {"Denda"}),
    "right total": ([row(total=Decimal(1_020_000))], set()),
    "total without denda": ([row(total=Decimal(1_000_000))], set()),
    "wrong total": ([row(total=Decimal(1_100_000))], {"Total"}),
    "right class": ([row(class_said="LANCAR")], set()),
    "wrong class": ([row(class_said="Macet")], {"Kolektibilitas"}),
    "month twice": ([row(), row(3, amount=Decimal(7))], {"BLTH dua kali"}),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "differs"), FIGURES.values(), ids=list(FIGURES))
def test_figures_of_the_sheet_are_held_against_the_computation(
    rows: list[Row], differs: set[str]
) -> None:
    assert {one.what for one in judged(rows).differences} == differs


def test_missing_from_the_new_file_is_not_paid() -> None:
    found = judged([row()], n15000009=[call(npp="15000009")])
    (one,) = found.excluded
    assert one.key == "15000009"
    assert "bukan berarti lunas" in one.why


def test_a_dispute_waits_until_its_day_and_no_longer() -> None:
    dispute = {"outcome": "Terhubung", "next_step": "Sengketa data"}
    waiting = judged([row()], n15000001=[call(day=date(2026, 11, 20), **dispute)])
    assert [one.kind for one in waiting.excluded] == ["Sengketa data sejak"]
    assert adds_up(waiting)
    over = judged([row()], n15000001=[call(day=date(2026, 11, 2), **dispute)])
    assert len(over.debts) == 1


months = st.tuples(st.integers(2025, 2026), st.integers(1, 12))
amounts = st.integers(-5, 3_000_000).map(Decimal)
some_rows = st.builds(
    row,
    number=st.integers(2, 99),
    key=st.sampled_from(["", "15000001", "15000002", "KPJ 1"]),
    segment=st.sampled_from(["PU", "BPU", "JAKON"]),
    months=st.lists(months, max_size=3, unique=True).map(lambda some: tuple(sorted(some))),
    count=st.none() | st.integers(0, 30),
    last_paid=st.none() | months,
    amount=st.none() | amounts,
    ibr=st.sampled_from([ZERO, Decimal(900_000)]),
    gone=st.booleans(),
    gone_from=st.none() | months,
    va=st.sampled_from(["", "88"]),
)
some_receipts = st.builds(
    paid,
    amount=st.integers(1, 4_000_000),
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    key=st.sampled_from(["15000001", "15000002", "KPJ 1"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(some_rows, max_size=8), st.lists(some_receipts, max_size=5))
def test_listed_and_excluded_are_the_input_to_the_rupiah(
    rows: list[Row], receipts: list[Receipt]
) -> None:
    found = judged(rows, receipts)
    assert found.owed == sum((one.amount or ZERO for one in rows), ZERO)
    assert adds_up(found)


@settings(max_examples=100, deadline=None)
@given(st.lists(some_rows, max_size=6), st.lists(some_receipts, max_size=4), some_receipts)
def test_a_payment_never_makes_arrears_grow(
    rows: list[Row], receipts: list[Receipt], more: Receipt
) -> None:
    before = {debt.key: debt.amount + debt.fine for debt in judged(rows, receipts).debts}
    after = {debt.key: debt.amount + debt.fine for debt in judged(rows, [*receipts, more]).debts}
    assert set(after) <= set(before)
    assert all(after[key] <= before[key] for key in after)


# --- reading cells


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2026-10", ((2026, 10),)), ("Okt-26", ((2026, 10),)), (202610.0, ((2026, 10),)),
        (date(2026, 10, 15), ((2026, 10),)), ("Jan 2026, Mar 2026", ((2026, 1), (2026, 3))),
        ("11/2025 s.d. 01/2026", ((2025, 11), (2025, 12), (2026, 1))),
        ("Nov 2025 s/d Jan 2026", ((2025, 11), (2025, 12), (2026, 1))),
        (5.0, 5), ("5", 5), ("5 bulan", 5), (4.5, None), ("sejak dulu", None), (None, None),
        ("Mar 2026 s.d. Jan 2026", None),
    ],
)  # fmt: skip
def test_months_as_people_write_them(value: Any, found: Any) -> None:
    assert read_months(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (1_500_000.0, Decimal(1_500_000)), ("Rp 1.500.000", Decimal(1_500_000)), ("-", None),
        ("", None), (None, None), ("1.500", "1.500"), ("lunas", "lunas"), (True, "TRUE"), (1.0, Decimal(1)),
    ],
)  # fmt: skip
def test_an_amount_is_read_for_certain_or_not_at_all(value: Any, found: Any) -> None:
    assert read_amount(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [(date(2026, 11, 5), date(2026, 11, 5)), ("05/11/2026", date(2026, 11, 5)), ("5 Nov 2026", date(2026, 11, 5)),
     ("kemarin", None), (None, None)],
)  # fmt: skip
def test_a_day_is_read_day_first(value: Any, found: Any) -> None:
    assert read_day(value) == found


# --- numbers, scores, next days


@pytest.mark.parametrize(
    ("value", "number", "trouble"),
    [
        ("081234567890", "081234567890", ""), (81234567890.0, "081234567890", ""),
        ("0812 3456 7890 / 081234567891", "081234567890", "Ada dua nomor"),
        ("031-3299999", "", "Nomor ini telepon rumah atau kantor"), ("0812345", "", "Nomor HP harus"),
        ("O81234567890", "", "Nomor HP harus"), (None, "", "Nomor HP kosong"), ("  ", "", "Nomor HP kosong"),
    ],
)  # fmt: skip
def test_only_a_number_that_is_sure_is_called(value: Any, number: str, trouble: str) -> None:
    found, why = number_of(value)
    assert found == number
    assert why.startswith(trouble)
    assert bool(why) == bool(trouble)


SCORES: dict[str, tuple[list[Call], float, str]] = {
    "never called": ([], 0, ""),
    "broken": ([call(promised_on=date(2026, 11, 10), kept=False)], 30, "janji ingkar 1x"),
    "broken twice": ([call(promised_on=date(2026, 11, 2), kept=False)] * 2, 60, "janji ingkar 2x"),
    "kept": ([call(promised_on=date(2026, 11, 2), kept=True, next_step="Tidak ada")], 0, ""),
    "promise is due": ([call(promised_on=TODAY)], 25, "janji 22-11-2026"),
    "promise to come": ([call(promised_on=date(2026, 11, 23))], -40, "janji 23-11-2026 ditunggu"),
    "not reached": ([call(outcome="Sibuk", day=TODAY)], 5, "1x ditelepon, belum terhubung"),
    "to be called again": ([call(next_on=TODAY)], 15, "tindak lanjut 22-11-2026"),
    "to be called tomorrow": ([call(next_on=date(2026, 11, 23))], 0, ""),
}  # fmt: skip


@pytest.mark.parametrize(("calls", "points", "words"), SCORES.values(), ids=list(SCORES))
def test_what_was_said_before_moves_a_line(calls: list[Call], points: float, words: str) -> None:
    (debt,) = judged([row()]).debts
    plain = reasons(debt, [], TODAY, call_settings().score)
    found = reasons(debt, calls, TODAY, call_settings().score)
    gained = sum(reason.points for reason in found) - sum(reason.points for reason in plain)
    assert gained == pytest.approx(points)
    assert [reason.words for reason in found[len(plain) :]] == ([words] if words else [])


def test_a_line_says_why_in_words() -> None:
    many = [
        row(n, months=(later((2026, 8), n - 2),), amount=Decimal(14_000_000)) for n in (2, 3, 4)
    ]
    (debt,) = judged(many).debts
    calls = [call(promised_on=date(2026, 11, 2), kept=False)] * 2
    words = words_of(reasons(debt, calls, TODAY, call_settings().score))
    assert words == (
        "3 bulan · Rp 43.680.000 · menjadi Kurang lancar sesudah 15-12-2026 · janji ingkar 2x · skor 108"
    )  # fmt: skip


def test_the_history_is_told_shortly_the_latest_first() -> None:
    calls = [
        call(day=date(2026, 10, 1), outcome="Sibuk"),
        call(day=date(2026, 10, 2), outcome="Sibuk"),
        call(day=date(2026, 10, 5), promised_on=date(2026, 10, 9), promised_amount=Decimal(500_000), kept=False),
        call(day=date(2026, 11, 2), next_step="Minta rincian"),
    ]  # fmt: skip
    assert short_history(calls) == (
        "02-11-2026 Terhubung, Minta rincian; 05-10-2026 Terhubung, janji 09-10-2026 Rp 500.000 (ingkar); "
        "02-10-2026 Sibuk; 1 panggilan sebelumnya"
    )


@pytest.mark.parametrize(
    ("outcome", "step", "promised", "day", "found"),
    [
        ("Sibuk", "", None, date(2026, 11, 20), date(2026, 11, 23)),  # over a weekend
        ("Sibuk", "", None, date(2026, 12, 23), date(2026, 12, 28)),  # over Christmas and cuti bersama
        ("Terhubung", "Janji bayar", date(2026, 12, 25), date(2026, 11, 20), date(2026, 12, 28)),
        ("Terhubung", "Janji bayar", date(2026, 12, 1), date(2026, 11, 20), date(2026, 12, 1)),
        ("Terhubung", "Tidak ada", None, date(2026, 11, 20), None),
        ("Sibuk", "Tidak ada", None, date(2026, 11, 20), date(2026, 11, 23)),
        ("Salah nomor", "", None, date(2026, 11, 20), None),
        ("", "", None, date(2026, 11, 20), None),
    ],
)  # fmt: skip
def test_the_next_action_is_on_a_working_day(
    outcome: str, step: str, promised: date | None, day: date, found: date | None
) -> None:
    assert next_day(outcome, step, promised, day) == found
