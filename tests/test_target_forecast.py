"""Projections of the year's end by hand: three variants, December, past errors, honest silence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kepesertaan.data.roll_up_settings import settings
from kepesertaan.domain.period import Month
from kepesertaan.domain.target_forecast import (
    Season,
    back_test,
    growth,
    linear,
    project_flow,
    project_stock,
    run_rate,
    seasonal,
)
from kepesertaan.domain.targets import Figure, Reading
from kepesertaan.rules.target_rollup.lines import by_officer, whole
from kepesertaan.rules.target_rollup.outlook import Outlook, outlook, outlook_alone
from kepesertaan.rules.target_rollup.rows import roll_up
from target_sample import figure, metrics, strips

D = Decimal
PLAIN = Season()
DECEMBER = Season(D(2), skip_january=True)


def year(values: list[int], of: int = 2026) -> dict[Month, Decimal]:
    return {(of, m): D(v) for m, v in enumerate(values, 1)}


def test_linear_is_the_average_month_for_the_months_that_are_left() -> None:
    assert linear(year([10, 20, 30, 20, 10, 30]), (2026, 6), 6, PLAIN) == 120
    assert linear(year([10] * 11), (2026, 11), 1, PLAIN) == 10


def test_december_is_worth_two_months_and_weak_january_is_left_out() -> None:
    values = year([2, *[10] * 10])
    assert linear(values, (2026, 11), 1, DECEMBER) == 20
    assert linear(values, (2026, 11), 1, PLAIN) == D(102) / 11
    assert linear(values, (2026, 9), 3, DECEMBER) == 40  # October, November, and December twice
    assert run_rate(values, (2026, 11), 1, DECEMBER) == 20
    assert linear(year([2]), (2026, 1), 11, DECEMBER) is None  # January alone says nothing


def test_the_run_rate_is_that_of_the_last_three_months() -> None:
    assert run_rate(year([1, 1, 1, 10, 20, 30]), (2026, 6), 6, PLAIN) == 120
    assert run_rate({(2026, 4): D(1), (2026, 6): D(1)}, (2026, 6), 6, PLAIN) is None


def test_a_run_rate_over_december_does_not_take_it_for_an_ordinary_month() -> None:
    values = {(2025, 11): D(10), (2025, 12): D(20), (2026, 1): D(10)}
    assert run_rate(values, (2026, 1), 1, Season(D(2))) == 10  # 40 of four months' worth


def test_the_seasonal_variant_follows_last_year() -> None:
    last = year([10] * 11 + [30], 2025)
    both = last | year([12] * 11)
    assert seasonal(both, (2026, 11), 1) == 36  # this year runs a fifth above last year
    assert seasonal(year([12] * 11), (2026, 11), 1) is None
    holed = {month: v for month, v in both.items() if month != (2025, 12)}
    assert seasonal(holed, (2026, 11), 1) is None
    assert seasonal(year([0] * 12, 2025) | year([12] * 11), (2026, 11), 1) is None


def test_a_stock_grows_by_its_average_step() -> None:
    assert growth(year([100, 102, 101, 104, 108, 110]), (2026, 6), 6) == 110 + 2 * 6
    with_december = {(2025, 12): D(94)} | year([100, 102, 101, 104, 108, 106])
    assert growth(with_december, (2026, 6), 1) == 108
    assert growth({(2026, 6): D(5)}, (2026, 6), 1) is None
    assert growth({(2026, 1): D(5), (2026, 3): D(9)}, (2026, 3), 1) is None  # no step is known


@pytest.mark.parametrize("count", [0, 1, 5])
def test_below_six_months_nothing_is_projected(count: int) -> None:
    assert project_flow(year([10] * count), (2026, count), PLAIN) == []
    assert project_stock(year([10] * count), (2026, count)) == []


def test_six_months_are_enough_but_a_hole_is_not() -> None:
    assert [one.value for one in project_flow(year([10] * 6), (2026, 6), PLAIN)] == [120, 120]
    assert project_stock(year([10] * 6), (2026, 6))[0].value == 10
    holed = {m: v for m, v in year([10] * 8).items() if m != (2026, 4)}
    assert project_flow(holed, (2026, 8), PLAIN) == []
    from_february = {m: v for m, v in year([10] * 8).items() if m != (2026, 1)}
    assert project_flow(from_february, (2026, 8), PLAIN) == []  # the year so far is not known


def test_past_errors_by_hand() -> None:
    # after six months of 10 the seventh was 12, then 10, 8, 11: said 10, 72/7, 82/8, 90/9
    tested = back_test(
        lambda a, m, n: linear(a, m, n, PLAIN),
        lambda a, m, n: a[(m[0], m[1] + 1)],
        year([10] * 6 + [12, 10, 8, 11]),
        1,
    )
    said = (D(10), D(72) / 7, D(82) / 8, D(90) / 9)
    came = (D(12), D(10), D(8), D(11))
    assert tested.errors == tuple(c / s - 1 for c, s in zip(came, said, strict=True))
    assert tested.ahead == 1
    assert tested.average
    assert round(tested.average, 4) == D("0.1368")


def test_the_range_is_from_the_lowest_to_the_highest_past_error() -> None:
    values = year([10] * 6 + [12, 10, 8, 11, 10])
    (best, *_) = [p for p in project_flow(values, (2026, 11), PLAIN) if p.variant == "linier"]
    done, more = D(111), D(111) / 11
    low, high = min(best.tested.errors), max(best.tested.errors)
    assert low < 0 < high
    assert (best.value, best.low, best.high) == (done + more, done + more * (1 + low), done + more * (1 + high))  # fmt: skip


def test_a_range_never_leaves_the_projection_out() -> None:
    values = year([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])  # linear is always too low
    (best,) = [p for p in project_flow(values, (2026, 11), PLAIN) if p.variant == "linier"]
    assert min(best.tested.errors) > 0
    assert best.low == best.value
    assert best.high
    assert best.high > best.value


def test_the_variant_that_was_least_wrong_comes_first() -> None:
    rising = year([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110])
    assert [p.variant for p in project_flow(rising, (2026, 11), PLAIN)] == [
        "laju 3 bulan",
        "linier",
    ]


def test_what_could_not_be_tested_that_far_says_so_and_without_tests_there_is_no_range() -> None:
    some = project_flow(year([10, 12, 11, 10, 12, 11, 10, 12, 11]), (2026, 9), PLAIN)
    assert {(p.tested.ahead, p.ahead, len(p.tested.errors)) for p in some} == {(1, 3, 3)}
    none = project_flow(year([10, 12, 11, 10, 12, 11, 10]), (2026, 7), PLAIN)
    assert {(p.low, p.high, p.tested.average) for p in none} == {(None, None, None)}


def test_past_errors_look_as_far_ahead_as_the_projection_where_they_can() -> None:
    values = year([10] * 12, 2025) | year([10] * 9)
    (best, *_) = project_flow(values, (2026, 9), PLAIN)
    assert (best.tested.ahead, best.ahead) == (3, 3)
    assert set(best.tested.errors) == {D(0)}


# --- of a branch


def told(figures: list[Figure], key: str, month: Month) -> Outlook:
    names = tuple(sorted({one.officer for one in figures}))
    reading = Reading(month, strips(figures), metrics(), names)
    rows = roll_up(reading, by_twelfths=True)
    return outlook(whole(rows, reading.metrics[key], month), settings())


def months(
    metric: str, officer: str, values: list[int], of: int = 2026, segment: str = "PU"
) -> list[Figure]:
    return [
        figure(metric, officer, (of, m), segment, "realisasi", v) for m, v in enumerate(values, 1)
    ]


def test_only_those_who_gave_every_month_are_projected_and_counted() -> None:
    made = told(
        months("kunjungan", "Ani", [10] * 7) + months("kunjungan", "Budi", [99] * 5),
        "kunjungan", (2026, 7),
    )  # fmt: skip
    assert (made.officers, made.of) == (1, 2)
    assert made.projections[0].value == 120


def test_iuran_has_the_december_effect_and_other_metrics_do_not() -> None:
    values = [2, *[10] * 10]
    for key, more in (("iuran", 20), ("kunjungan", None)):
        made = told(months(key, "Ani", values), key, (2026, 11))
        (straight,) = [p for p in made.projections if p.variant == "linier"]
        assert straight.value == 102 + (D(more) if more else D(102) / 11)


@pytest.mark.parametrize(
    ("key", "count", "why"),
    [
        ("kunjungan", 5, "data belum cukup: 5 bulan, paling sedikit 6"),
        ("kunjungan", 12, "tahun sudah selesai"),
        ("tk_aktif", 5, "data belum cukup"),
        ("itw", 8, "rasio tidak diproyeksikan"),
    ],
)
def test_why_there_is_no_projection(key: str, count: int, why: str) -> None:
    made = told(months(key, "Ani", [10] * count), key, (2026, count))
    assert (made.projections, made.why_none) == ((), why)


def test_nobody_with_every_month_is_said() -> None:
    made = told(months("kunjungan", "Ani", [10] * 7)[1:], "kunjungan", (2026, 7))
    assert made.why_none == "data belum cukup: tidak ada petugas dengan semua bulan"


def test_last_year_makes_up_for_a_young_year() -> None:
    both = months("kunjungan", "Ani", [10] * 12, 2025) + months("kunjungan", "Ani", [12] * 3)
    made = told(both, "kunjungan", (2026, 3))
    assert {p.variant: int(p.value) for p in made.projections} == {
        "musiman": 144, "linier": 144, "laju 3 bulan": 144,
    }  # fmt: skip


# --- of one officer


def alone(figures: list[Figure], key: str, month: Month) -> Outlook:
    reading = Reading(month, strips(figures), metrics(), ("Ani",))
    rows = roll_up(reading, by_twelfths=True)
    (line,) = by_officer(rows, reading.metrics[key], month)
    return outlook_alone(line, settings())


def test_an_officer_has_a_projection_of_their_own_with_its_range() -> None:
    values = [10] * 6 + [12, 10, 8, 11, 10]
    made = alone(months("kunjungan", "Ani", values), "kunjungan", (2026, 11))
    straight = next(p for p in made.projections if p.variant == "linier")
    assert straight.value == 111 + D(111) / 11
    assert straight.low
    assert straight.high
    assert straight.low < straight.value < straight.high


@pytest.mark.parametrize(
    ("segments", "why"),
    [
        ({"PU": 5}, "data belum cukup: 5 bulan, paling sedikit 6"),
        ({"PU": 7, "BPU": 6}, "data belum cukup: BPU (Jul)"),
        ({"PU": 7, "BPU": 4}, "data belum cukup: BPU (Mei s.d. Jul)"),
        ({"PU": 7, "BPU": 7}, ""),
    ],
)
def test_an_officer_with_few_months_or_a_hole_in_one_segment_has_none(
    segments: dict[str, int], why: str
) -> None:
    figures = [one for segment, count in segments.items()
               for one in months("akuisisi", "Ani", [10] * count, segment=segment)]  # fmt: skip
    made = alone(figures, "akuisisi", (2026, max(segments.values())))
    assert made.why_none == why
    assert bool(made.projections) == (not why)
