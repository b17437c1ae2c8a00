"""Due dates, months of delay, denda, classes and settlement by the law in force."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kepesertaan.data import holiday
from kepesertaan.data.law import in_force
from kepesertaan.domain import piutang
from kepesertaan.domain.calendar import add_working_days, is_working_day, working_day_from
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.period import Month, later, months_between
from kepesertaan.domain.piutang import Payment, settle
from kepesertaan.rules.piutang import collectability, due, months_late, penalty, penalty_grounds

TODAY = date(2026, 11, 22)

# the 15th, its weekday, next working day, the same if cuti bersama counted
SHIFTED = """
2022-01-15,Sat,2022-01-17,same
2022-04-15,Fri,2022-04-18,same
2022-05-15,Sun,2022-05-17,same
2022-10-15,Sat,2022-10-17,same
2023-01-15,Sun,2023-01-16,same
2023-04-15,Sat,2023-04-17,same
2023-07-15,Sat,2023-07-17,same
2023-10-15,Sun,2023-10-16,same
2024-04-15,Mon,2024-04-15,2024-04-16
2024-06-15,Sat,2024-06-18,2024-06-19
2024-09-15,Sun,2024-09-17,same
2024-12-15,Sun,2024-12-16,same
2025-02-15,Sat,2025-02-17,same
2025-03-15,Sat,2025-03-17,same
2025-06-15,Sun,2025-06-16,same
2025-11-15,Sat,2025-11-17,same
2026-02-15,Sun,2026-02-16,2026-02-18
2026-03-15,Sun,2026-03-16,same
2026-05-15,Fri,2026-05-15,2026-05-18
2026-08-15,Sat,2026-08-18,same
2026-11-15,Sun,2026-11-16,same
2027-03-15,Mon,2027-03-15,2027-03-16
2027-05-15,Sat,2027-05-18,2027-05-21
2027-08-15,Sun,2027-08-16,same
"""
MOVED = {row[0]: row[1:] for row in (line.split(",") for line in SHIFTED.split())}
FIFTEENTHS = [date(year, month, 15) for year in range(2022, 2028) for month in range(1, 13)]


@pytest.mark.parametrize("day", FIFTEENTHS, ids=str)
def test_a_15th_moves_to_the_next_working_day(day: date) -> None:
    weekday, national, joint = MOVED.get(str(day), (f"{day:%a}", str(day), "same"))
    month = (day.year, day.month)
    assert f"{day:%a}" == weekday
    assert str(due("PU", later(month, -1)).day) == national  # PU: the month after
    assert str(due("BPU", month).day) == national  # BPU: the month itself
    both = {
        d: h
        for year in (day.year, day.year + 1)
        for d, h in holiday.free_days(year, joint_leave=True).items()
    }
    wanted = national if joint == "same" else joint
    assert str(working_day_from(day, both)) == wanted


@pytest.mark.parametrize(
    ("segment", "blth", "day"),
    [
        ("PU", (2020, 7), "2020-08-18"),  # the 15th a Saturday, the 17th a holiday
        ("PU", (2020, 8), "2020-09-30"),
        ("PU", (2020, 9), "2020-10-30"),  # cuti bersama does not move it
        ("PU", (2020, 10), "2020-11-30"),
        ("PU", (2020, 11), "2020-12-30"),
        ("PU", (2020, 12), "2021-01-29"),  # the 30th a Saturday: backwards
        ("PU", (2021, 1), "2021-02-26"),  # no 30th; the 28th a Sunday
        ("PU", (2021, 2), "2021-03-15"),
        ("BPU", (2020, 7), "2020-07-15"),
        ("BPU", (2020, 8), "2020-09-30"),
        ("BPU", (2021, 2), "2021-02-15"),
    ],
)
def test_the_months_of_2020_and_2021_have_their_own_due_dates(
    segment: str, blth: Month, day: str
) -> None:
    assert str(due(segment, blth).day) == day


def test_a_due_date_says_what_moved_it_and_what_is_unsure() -> None:
    moved = due("PU", (2026, 7))
    assert len(moved.moved_by) == 1
    assert not [ground for ground in moved.grounds if ground.unsure]
    assert not due("PU", (2026, 8)).moved_by
    unsure = {blth: [g.where for g in due("PU", blth).grounds if g.unsure] for blth in BLTHS}
    assert unsure[2026, 1] == ["law.toml [due]"]  # cuti bersama on the 16th would move it further
    assert unsure[2026, 10] == []
    assert unsure[2021, 1] == ["due_dates.csv baris 6 (sejak 2021-01-01)"]
    assert "Libur 17-05-2027" in unsure[2027, 4]  # an estimate
    assert unsure[2026, 12] == []


BLTHS = [(2021, 1), (2026, 1), (2026, 10), (2026, 12), (2027, 4)]


def test_a_segment_or_month_without_a_rule_is_refused() -> None:
    for segment, blth in (("JAKON", (2026, 1)), ("PU", (2015, 6)), ("PMI", (2026, 1))):
        with pytest.raises(WrongUse):
            due(segment, blth)


@pytest.mark.parametrize(
    ("blth", "due_on", "months", "percent"),
    [
        ((2026, 6), "2026-07-15", 5, 10),
        ((2026, 7), "2026-08-18", 4, 8),
        ((2026, 8), "2026-09-15", 3, 6),
        ((2026, 9), "2026-10-15", 2, 4),
        ((2026, 10), "2026-11-16", 1, 2),
        ((2026, 11), "2026-12-15", 0, 0),
    ],
)
def test_the_worked_example_of_arrears(blth: Month, due_on: str, months: int, percent: int) -> None:
    assert str(due("PU", blth).day) == due_on
    assert months_late("PU", blth, TODAY) == months
    assert penalty("PU", blth, Decimal(1_000_000), TODAY) == percent * 10_000
    assert penalty("BPU", blth, Decimal(1_000_000), TODAY) == 0


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ("2026-08-15", 0),
        ("2026-08-18", 0),  # the day itself, moved over a weekend and a holiday
        ("2026-08-19", 1),
        ("2026-09-15", 1),
        ("2026-09-16", 2),
        ("2026-10-15", 2),
        ("2026-10-16", 3),
        ("2026-11-15", 3),
        ("2026-11-16", 3),  # due dates later on move as well
        ("2026-11-17", 4),
    ],
)
def test_a_day_late_is_a_month(day: str, months: int) -> None:
    assert months_late("PU", (2026, 7), date.fromisoformat(day)) == months


@pytest.mark.parametrize(
    ("day", "months"),
    [("2026-08-18", 0), ("2026-08-19", 1), ("2026-08-31", 1), ("2026-09-01", 2), ("2027-01-31", 6)],
)
def test_months_of_delay_can_begin_with_the_calendar_month(day: str, months: int) -> None:
    found = piutang.months_late(
        (2026, 7), date.fromisoformat(day), lambda blth: due("PU", blth).day, "calendar_month"
    )
    assert found == months


@pytest.mark.parametrize(
    ("blth", "percent"),
    [((2020, 7), "2"), ((2020, 8), "0.5"), ((2021, 1), "0.5"), ((2021, 2), "2")],
)
def test_the_penalty_of_2020_and_2021(blth: Month, percent: str) -> None:
    day = due("PU", blth).day
    owed = Decimal(1_000_000)
    assert penalty("PU", blth, owed, day) == 0
    assert penalty("PU", blth, owed, day + timedelta(days=1)) == 10_000 * Decimal(percent)
    later_on = due("PU", later(blth, 1)).day + timedelta(days=1)
    assert penalty("PU", blth, owed, later_on) == 20_000 * Decimal(percent)


def test_a_penalty_names_what_is_unconfirmed_of_it() -> None:
    assert [g.where for g in penalty_grounds("PU", (2026, 6)) if g.unsure] == ["law.toml [penalty]"]


MONTHS = st.integers(0, 120).map(lambda count: later((2018, 1), count))


@settings(deadline=None)
@given(blth=MONTHS, days=st.integers(-100, 2000))
def test_delay_never_shrinks_and_grows_by_one_at_a_time(blth: Month, days: int) -> None:
    day = due("PU", blth).day + timedelta(days=days)
    before, after = (months_late("PU", blth, day + timedelta(days=n)) for n in (0, 1))
    assert before <= after <= before + 1
    assert (before == 0) == (days <= 0)


# --- classes


def test_every_number_of_months_falls_in_exactly_one_class() -> None:
    rows = in_force("kolektibilitas", TODAY)
    for months in range(241):
        fitting = [
            row.values["class"]
            for row in rows
            if row.number("from_months") <= months
            and (not row.values["to_months"] or months <= row.number("to_months"))
        ]
        assert fitting == [collectability(months, TODAY)[0]]


@pytest.mark.parametrize(
    ("months", "name"),
    [
        (0, "Tidak menunggak"),
        (1, "Lancar"),
        (3, "Lancar"),
        (4, "Kurang lancar"),
        (6, "Kurang lancar"),
        (7, "Diragukan"),
        (9, "Diragukan"),
        (10, "Macet"),
        (240, "Macet"),
    ],
)
def test_the_proposed_classes_are_called_unconfirmed(months: int, name: str) -> None:
    found, ground = collectability(months, TODAY)
    assert found == name
    assert ground.unsure == "isi belum dikonfirmasi"
    assert ground.where.startswith("kolektibilitas.csv baris ")


def test_classes_before_the_first_are_refused() -> None:
    with pytest.raises(WrongUse, match=r"kolektibilitas\.csv"):
        collectability(1, date(2015, 6, 30))


# --- payments

OWED = [((2026, 7), Decimal(100)), ((2026, 8), Decimal(100)), ((2026, 9), Decimal(50))]


@pytest.mark.parametrize(
    ("paid", "left", "settled_on", "over"),
    [
        ([], [100, 100, 50], [None, None, None], 0),
        ([(1, 100)], [0, 100, 50], [1, None, None], 0),
        ([(1, 99)], [1, 100, 50], [None, None, None], 0),
        ([(5, 1), (1, 99)], [0, 100, 50], [5, None, None], 0),  # the last instalment settles
        ([(1, 150), (2, 60)], [0, 0, 40], [1, 2, None], 0),
        ([(1, 250)], [0, 0, 0], [1, 1, 1], 0),
        ([(1, 100), (2, 100), (3, 80), (4, 7)], [0, 0, 0], [1, 2, 3], 37),
    ],
)
def test_money_settles_the_oldest_month_first(
    paid: list[tuple[int, int]], left: list[int], settled_on: list[int | None], over: int
) -> None:
    payments = [Payment(date(2026, 11, day), Decimal(amount)) for day, amount in paid]
    found, surplus = settle(reversed(OWED), payments)
    assert [row.month for row in found] == [month for month, _ in OWED]
    assert [row.left for row in found] == left
    assert [row.on and row.on.day for row in found] == settled_on
    assert surplus == over


@pytest.mark.parametrize(
    ("owed", "paid"),
    [
        ([((2026, 7), Decimal(-1))], []),
        ([((2026, 7), Decimal(1))] * 2, []),
        ([], [Payment(TODAY, Decimal(-1))]),
    ],
)
def test_odd_amounts_are_refused(owed: list[tuple[Month, Decimal]], paid: list[Payment]) -> None:
    with pytest.raises(ValueError, match=r"below 0|twice"):
        settle(owed, paid)


RUPIAH = st.integers(0, 10**9).map(Decimal)
PAID = st.builds(Payment, st.dates(date(2025, 1, 1), date(2026, 11, 22)), RUPIAH)
ARREARS = st.dictionaries(st.integers(0, 24).map(lambda n: later((2024, 11), n)), RUPIAH)


@settings(deadline=None)
@given(owed=ARREARS, payments=st.lists(PAID, max_size=8), one=PAID)
def test_a_payment_never_makes_arrears_grow(
    owed: dict[Month, Decimal], payments: list[Payment], one: Payment
) -> None:
    before, over_before = settle(owed.items(), payments)
    after, over_after = settle(owed.items(), [*payments, one])
    assert all(y.left <= x.left for x, y in zip(before, after, strict=True))
    assert over_after >= over_before
    total = sum(owed.values()) + over_after
    assert total == sum(x.left for x in after) + sum(p.amount for p in payments) + one.amount
    assert sum(map(denda, after)) <= sum(map(denda, before))
    months = [x.month for x in after]
    assert months == sorted(owed)
    unsettled = [x.left > 0 for x in after if x.owed]
    assert unsettled == sorted(unsettled)  # no month is paid while an older one is not


def denda(row: piutang.Settled) -> Decimal:
    return penalty("PU", row.month, row.owed, row.on or TODAY)


# --- working days


def test_holidays_of_a_year_with_and_without_joint_leave() -> None:
    counts = {2022: (16, 4), 2023: (16, 11), 2024: (19, 10), 2025: (17, 11), 2026: (17, 8)}
    for year, (national, joint) in (counts | {2027: (18, 8)}).items():
        assert len(holiday.free_days(year, joint_leave=False)) == national
        assert len(holiday.free_days(year, joint_leave=True)) == national + joint


def test_the_joint_leave_of_2026() -> None:
    national, both = (holiday.free_days(2026, joint_leave=joint) for joint in (False, True))
    joint = sorted(f"{day:%d-%m}" for day in both.keys() - national.keys())
    assert joint == sorted(["16-02", "18-03", "20-03", "23-03", "24-03", "15-05", "28-05", "24-12"])


def test_estimated_days_are_known_as_such() -> None:
    sure = {year: all(h.sure for h in holiday.free_days(year, joint_leave=True).values())
            for year in (2026, 2027, 2028)}  # fmt: skip
    assert sure == {2026: True, 2027: False, 2028: False}


@pytest.mark.parametrize(
    ("count", "day"), [(1, "2026-12-23"), (2, "2026-12-24"), (3, "2026-12-28"), (7, "2027-01-04")]
)
def test_working_days_are_counted_over_weekends_and_holidays(count: int, day: str) -> None:
    free = {
        d: h for year in (2026, 2027) for d, h in holiday.free_days(year, joint_leave=False).items()
    }
    assert str(add_working_days(date(2026, 12, 22), count, free)) == day
    assert is_working_day(date.fromisoformat(day), free)


def test_a_count_of_working_days_is_at_least_one() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        add_working_days(TODAY, 0, ())


def test_a_calendar_without_working_days_is_refused() -> None:
    class Always:
        def __contains__(self, day: object) -> bool:
            return True

    with pytest.raises(ValueError, match="no working day"):
        working_day_from(TODAY, Always())


@settings(deadline=None)
@given(month=MONTHS, count=st.integers(-300, 300))
def test_months_are_counted_both_ways(month: Month, count: int) -> None:
    assert months_between(month, later(month, count)) == count
    assert later(later(month, count), -count) == month
