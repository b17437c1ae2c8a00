"""Targets rolled up over months and people: every formula by hand, missing never zero."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kepesertaan.actions.target_book.said import percent as said_percent
from kepesertaan.data.loader import load_toml
from kepesertaan.data.roll_up_settings import bands, read_bands, read_settings, settings
from kepesertaan.domain.calendar import working_days
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.period import Month
from kepesertaan.domain.target_sums import achievement, needed, remaining
from kepesertaan.domain.targets import Figure, Reading
from kepesertaan.rules.target_rollup.bands import as_written, band_of
from kepesertaan.rules.target_rollup.checks import contradictions
from kepesertaan.rules.target_rollup.lines import Line, by_officer, by_segment, remark, whole
from kepesertaan.rules.target_rollup.outlook import time_left
from kepesertaan.rules.target_rollup.percents import in_percent
from kepesertaan.rules.target_rollup.ratios import ratio_lines, same_target, whole_share
from kepesertaan.rules.target_rollup.rows import Row, roll_up
from target_sample import figure, metrics, strips

MARCH = (2026, 3)
D = Decimal
Given = tuple[str, str, int, int]  # side, span, month, value


def reading(*figures: Figure, month: Month = MARCH) -> Reading:
    names = tuple(sorted({one.officer for one in figures}))
    return Reading(month, strips(figures), metrics(), names)


def figures(metric: str, *given: Given, officer: str = "Ani", segment: str = "PU") -> list[Figure]:
    return [
        figure(metric, officer, (2026, month), segment, side, value, span)
        for side, span, month, value in given
    ]


def row(metric: str, *given: Given, month: Month = MARCH, by_twelfths: bool = True) -> Row:
    (made,) = roll_up(reading(*figures(metric, *given), month=month), by_twelfths=by_twelfths)
    return made


def value(amount: Any) -> int | None:
    return None if amount is None else int(amount.value)


@pytest.mark.parametrize(
    ("realised", "target", "share", "left"),
    [
        (D(84), D(100), D("0.84"), D(16)),
        (D(120), D(100), D("1.2"), D(0)),
        (D(0), D(100), D(0), D(100)),
        (D(5), D(0), None, D(0)),
        (None, D(100), None, None),
        (D(5), None, None, None),
    ],
)
def test_achievement_and_what_is_left(
    realised: Decimal | None, target: Decimal | None, share: Decimal | None, left: Decimal | None
) -> None:
    assert achievement(realised, target) == share
    assert remaining(realised, target) == left


def test_of_a_debt_what_is_left_is_above_its_limit() -> None:
    assert remaining(D(130), D(100), less_is_better=True) == 30
    assert remaining(D(70), D(100), less_is_better=True) == 0


def test_what_is_needed_per_month_and_per_week() -> None:
    time = time_left((2026, 11))
    # December 2026: 23 weekdays, less 24 (joint leave) and 25
    assert (time.months, time.days, time.weeks) == (1, 21, D("4.2"))
    assert needed(D(84), time.weeks) == 20
    assert needed(D(84), time.months) == 84
    over = time_left((2026, 12))
    assert (over.months, over.days) == (0, 0)
    assert needed(D(84), over.months) is None
    assert needed(None, 3) is None
    assert working_days(date(2026, 11, 28), date(2026, 11, 29), ()) == 0  # a weekend
    assert working_days(date(2026, 12, 2), date(2026, 12, 1), ()) == 0


FLOW_CASES: list[tuple[str, list[Given], tuple[int | None, int | None, list[int]]]] = [
    ("months", [("realisasi", "bulan", m, 10 * m) for m in (1, 2, 3)], (60, None, [])),
    ("up to", [("realisasi", "sd", 3, 65)], (65, None, [])),
    ("up to wins over months", [("realisasi", "sd", 3, 65), *[("realisasi", "bulan", m, 10) for m in (1, 2, 3)]], (65, None, [])),
    ("up to and a month", [("realisasi", "sd", 2, 50), ("realisasi", "bulan", 3, 7)], (57, None, [])),
    ("a month is missing", [("realisasi", "bulan", 1, 10), ("realisasi", "bulan", 3, 30)], (40, None, [2])),
    ("the last is missing", [("realisasi", "bulan", 1, 10), ("realisasi", "bulan", 2, 20)], (30, None, [3])),
    ("a zero is there", [("realisasi", "bulan", m, 0) for m in (1, 2, 3)], (0, None, [])),
    ("nothing", [("target", "bulan", 3, 9)], (None, None, [1, 2, 3])),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "want"), [case[1:] for case in FLOW_CASES], ids=[c[0] for c in FLOW_CASES]
)
def test_a_flow_up_to_the_month(
    given: list[Given], want: tuple[int | None, int | None, list[int]]
) -> None:
    made = row("iuran", *given)
    assert (value(made.done), value(made.target), [m for _, m in made.missing]) == want


TARGET_CASES: list[tuple[str, list[Given], tuple[int | None, int | None]]] = [
    ("months", [("target", "bulan", m, 100) for m in (1, 2, 3)], (300, None)),
    ("up to", [("target", "sd", 3, 290)], (290, None)),
    ("up to February and March", [("target", "sd", 2, 190), ("target", "bulan", 3, 90)], (280, None)),
    ("up to January alone", [("target", "sd", 1, 90), ("target", "bulan", 3, 90)], (None, None)),
    ("the year by twelfths", [("target", "tahun", 1, 1200)], (300, 1200)),
    ("months before the year", [("target", "tahun", 1, 1200), *[("target", "bulan", m, 90) for m in (1, 2, 3)]], (270, 1200)),
    ("the newest year's target", [("target", "tahun", 1, 1200), ("target", "tahun", 2, 2400)], (600, 2400)),
    ("not a later one", [("target", "tahun", 4, 2400)], (None, None)),
    ("that of a sheet of the whole year", [("target", "tahun", 12, 1200)], (300, 1200)),
    ("a month's sheet before that", [("target", "tahun", 2, 2400), ("target", "tahun", 12, 1200)], (600, 2400)),
    ("a month is missing", [("target", "bulan", 1, 100), ("target", "bulan", 3, 100)], (None, None)),
    ("all twelve", [("target", "bulan", m, 100) for m in range(1, 13)], (300, 1200)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "want"), [case[1:] for case in TARGET_CASES], ids=[c[0] for c in TARGET_CASES]
)
def test_the_target_of_a_flow(given: list[Given], want: tuple[int | None, int | None]) -> None:
    made = row("iuran", *given)
    assert (value(made.target), value(made.year_target)) == want


def test_a_year_is_not_spread_where_the_office_does_not_want_it() -> None:
    assert row("iuran", ("target", "tahun", 1, 1200), by_twelfths=False).target is None


@pytest.mark.parametrize(
    ("given", "done", "target"),
    [
        ([("realisasi", "bulan", 1, 5), ("realisasi", "bulan", 3, 7)], 7, None),
        ([("realisasi", "bulan", 2, 5)], None, None),  # February's is not March's
        ([("realisasi", "sd", 3, 8), ("target", "bulan", 3, 9)], 8, 9),
        ([("realisasi", "bulan", 3, 8), ("target", "tahun", 3, 12)], 8, 12),  # not twelfths
        ([("realisasi", "bulan", 3, 8), ("target", "bulan", 2, 9)], 8, None),
    ],
)
def test_a_stock_at_the_month(given: list[Given], done: int | None, target: int | None) -> None:
    made = row("tk_aktif", *given)
    assert (value(made.done), value(made.target)) == (done, target)
    assert made.missing == (() if done is not None else (MARCH,))


def test_a_stock_compared_with_the_years_end_says_so() -> None:
    for target, said in (("tahun", "dibanding target akhir tahun"), ("bulan", "")):
        made = row("tk_aktif", ("realisasi", "bulan", 3, 8), ("target", target, 3, 12))
        assert remark(Line(made.metric, "Ani", (made,), MARCH)) == said


def test_months_out_of_what_counts_from_january() -> None:
    made = row("iuran", *[("realisasi", "sd", m, v) for m, v in ((1, 10), (2, 25), (3, 45))])
    assert {m[1]: int(a.value) for m, a in made.realised.items()} == {1: 10, 2: 15, 3: 20}
    gap = row("iuran", ("realisasi", "sd", 1, 10), ("realisasi", "sd", 3, 45))
    assert {m[1] for m in gap.realised} == {1}  # two months in one are no month


def test_the_target_compared_is_that_of_the_months_that_are_there() -> None:
    done: list[Given] = [("realisasi", "bulan", 1, 10), ("realisasi", "bulan", 3, 30)]
    months: list[Given] = [("target", "bulan", m, 100 + m) for m in (1, 2, 3)]
    made = row("iuran", *done, *months)
    assert (value(made.target), value(made.compared)) == (306, 204)
    made = row("iuran", *done, ("target", "tahun", 3, 1200))
    assert (value(made.target), value(made.compared)) == (300, 200)
    made = row("iuran", *done, ("target", "sd", 3, 300))
    assert (value(made.target), made.compared) == (300, None)  # cannot be split: not compared


def test_every_amount_knows_its_figures() -> None:
    made = row("iuran", ("realisasi", "sd", 2, 50), ("realisasi", "bulan", 3, 7), ("target", "tahun", 1, 1200))  # fmt: skip
    assert made.done
    assert made.target
    assert [(t.figure.span, t.times, t.over) for t in made.done.terms] == [("sd", 1, 1), ("bulan", 1, 1)]  # fmt: skip
    assert [(t.figure.span, t.times, t.over) for t in made.target.terms] == [("tahun", 3, 12)]


def test_what_is_held_back_is_missing() -> None:
    held = figure("iuran", "Ani", MARCH, "PU", "realisasi", None)
    held = held._replace(why_missing="belum jelas")
    (made,) = roll_up(reading(held), by_twelfths=True)
    assert made.done is None
    assert [m for _, m in made.missing] == [1, 2, 3]


@pytest.mark.parametrize(
    ("month", "amount", "asked"),
    [
        (3, 9, "tanpa segmen 9, jumlah segmennya 4"),
        (3, 4, ""),
        (2, 4, "bulan Feb hanya tanpa segmen, bulan lain per segmen"),
    ],
)
def test_figures_with_and_without_segment_are_not_added_up(
    month: int, amount: int, asked: str
) -> None:
    both = [
        *figures("kunjungan", ("realisasi", "bulan", 3, 4), segment="PU"),
        *figures("kunjungan", ("realisasi", "bulan", month, amount), segment=""),
        *figures("kunjungan", ("realisasi", "bulan", 3, 5), segment="", officer="Budi"),
    ]
    made = reading(*both)
    rows = roll_up(made, by_twelfths=True)
    assert [(one.officer, one.segment, value(one.done)) for one in rows] == [
        ("Ani", "PU", 4),
        ("Budi", "", 5),
    ]
    told = contradictions(made, rows)
    assert [(one.level, asked in one.text) for one in told] == [("tanya", True)] * bool(asked)
    assert all("Kunjungan realisasi milik Ani" in one.text for one in told)


@pytest.mark.parametrize(
    ("done", "target", "asked"),
    [(999, 100, 0), (1000, 100, 1), (2, 1000, 0), (1, 1000, 1), (0, 1000, 0), (5, 0, 0)],
)
def test_figures_of_other_units_are_told(done: int, target: int, asked: int) -> None:
    made = reading(*figures("akuisisi", ("realisasi", "sd", 3, done), ("target", "sd", 3, target)))
    found = contradictions(made, roll_up(made, by_twelfths=True))
    assert len(found) == asked
    assert all("Periksa satuannya" in one.text for one in found)


def test_months_that_do_not_add_up_are_told_once_and_the_sum_of_the_sheet_is_used() -> None:
    given: list[Given] = [("realisasi", "bulan", m, 10) for m in (1, 2, 3)]
    for up_to, count in ((31, 1), (30, 0)):
        made = reading(*figures("akuisisi", *given, ("realisasi", "sd", 3, up_to)))
        rows = roll_up(made, by_twelfths=True)
        found = contradictions(made, rows)
        assert (value(rows[0].done), len(found)) == (up_to, count)
    assert "angka s.d. Mar 31, jumlah bulannya 30" in contradictions(
        reading(*figures("akuisisi", *given, ("realisasi", "sd", 3, 31))),
        roll_up(reading(*figures("akuisisi", *given, ("realisasi", "sd", 3, 31))), by_twelfths=True),
    )[0].text  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([("sd", 2, 50), ("sd", 3, 40)], "s.d. Mar 40 kurang dari s.d. Feb 50"),
        ([("sd", 2, 40), ("sd", 3, 40)], ""),
        ([("sd", 2, 25), *[("bulan", m, 10) for m in (1, 2, 3)]],
         "angka s.d. Feb 25, jumlah bulannya 20. Yang dipakai jumlah bulan"),
        ([("sd", 2, 20), *[("bulan", m, 10) for m in (1, 2, 3)]], ""),
        ([("sd", 2, 25), ("bulan", 3, 10)], ""),
    ],
)  # fmt: skip
def test_what_counts_from_january_is_held_against_its_months(
    given: list[tuple[str, int, int]], said: str
) -> None:
    for metric in ("akuisisi", "tk_aktif"):
        made = reading(*figures(metric, *(("realisasi", *one) for one in given)))
        found = contradictions(made, roll_up(made, by_twelfths=True))
        assert [said in one.text for one in found] == [True] * bool(said and metric == "akuisisi")


@pytest.mark.parametrize(("most", "asked"), [(999_999, 1), (1_000_000, 0)])
def test_rupiah_too_small_to_be_whole_are_told(most: int, asked: int) -> None:
    made = reading(
        *figures("iuran", ("realisasi", "sd", 3, 5000), ("target", "sd", 3, 6000), segment="PMI"),
        *figures("iuran", ("realisasi", "sd", 3, most), ("target", "sd", 3, most)),
        *figures("kunjungan", ("realisasi", "sd", 3, 4)),
    )
    found = contradictions(made, roll_up(made, by_twelfths=True))
    assert [one.level for one in found] == ["periksa"] * asked
    assert all("paling banyak Rp999.999: kecil" in one.text for one in found)


def branch() -> list[Row]:
    """Ani is whole, Budi lacks March, Cici has no target."""
    made = reading(
        *figures("iuran", *[("realisasi", "bulan", m, 90) for m in (1, 2, 3)], ("target", "tahun", 3, 1200)),
        *figures("iuran", *[("realisasi", "bulan", m, 50) for m in (1, 2)], ("target", "tahun", 2, 1200), officer="Budi"),
        *figures("iuran", ("realisasi", "bulan", 1, 5), ("realisasi", "bulan", 2, 5), ("realisasi", "bulan", 3, 5), officer="Cici", segment="BPU"),
    )  # fmt: skip
    return roll_up(made, by_twelfths=True)


def test_a_whole_compares_like_with_like_and_says_what_it_lacks() -> None:
    rows = branch()
    line = whole(rows, rows[0].metric, MARCH)
    assert line.done == 270 + 100 + 15
    assert line.compared == 300 + 200  # Budi's March is not asked of him
    assert line.achieved == D(370) / 500
    assert line.gap == 370 - 500
    assert line.left == 1200 - 270  # of Ani alone: only hers is whole
    assert line.now == 90 + 5
    assert remark(line) == (
        "belum lengkap: 1 petugas (Budi); capaian tanpa Cici (tidak ada target); "
        "target setahun: 2 dari 3 petugas; sisanya: 1 dari 3 petugas"
    )
    budi = by_officer(rows, rows[0].metric, MARCH)[1]
    assert remark(budi) == "belum lengkap: PU (Mar)"
    assert (budi.achieved, budi.left) == (D("0.5"), None)


def test_officers_and_segments_add_up_to_the_same() -> None:
    rows = branch()
    metric = rows[0].metric
    for lines in (by_officer(rows, metric, MARCH), by_segment(rows, metric, MARCH)):
        assert sum((one.done for one in lines if one.done), D(0)) == whole(rows, metric, MARCH).done
    assert [one.label for one in by_segment(rows, metric, MARCH)] == ["PU", "BPU"]


def test_the_same_month_of_last_year_by_those_who_have_both() -> None:
    made = reading(
        *figures("iuran", ("realisasi", "bulan", 3, 120)),
        *figures("iuran", ("realisasi", "bulan", 3, 50), officer="Budi"),
        figure("iuran", "Ani", (2025, 3), "PU", "realisasi", 100),
        figure("iuran", "Cici", (2025, 3), "PU", "realisasi", 900),
    )
    rows = roll_up(made, by_twelfths=True)
    line = whole(rows, rows[0].metric, MARCH)
    assert (line.now, line.year_ago, line.growth) == (170, 100, D("0.2"))


def test_a_target_of_zero_has_no_achievement_and_no_colour() -> None:
    none: list[Given] = [("target", "bulan", m, 0) for m in (1, 2, 3)]
    made = row("kunjungan", *[("realisasi", "bulan", m, 4) for m in (1, 2, 3)], *none)
    line = Line(made.metric, "Ani", (made,), MARCH)
    assert (line.compared, line.gap, line.achieved) == (0, 12, None)
    assert band_of(line.achieved, made.metric, bands().bands) is None


@pytest.mark.parametrize(
    ("percent", "word", "written", "less", "less_written"),
    [
        ("100", "Hijau", "100 %", "Hijau", "100 %"),
        ("99.999", "Kuning", "99,9 %", "Hijau", "100 %"),  # near misses have not reached it
        ("99.95", "Kuning", "99,9 %", "Hijau", "100 %"),
        ("99.94", "Kuning", "99,9 %", "Hijau", "99,9 %"),
        ("90", "Kuning", "90 %", "Hijau", "90 %"),
        ("89.96", "Merah", "89,9 %", "Hijau", "90 %"),
        ("89.94", "Merah", "89,9 %", "Hijau", "89,9 %"),
        ("100.0001", "Hijau", "100 %", "Kuning", "100,1 %"),
        ("100.04", "Hijau", "100 %", "Kuning", "100,1 %"),
        ("100.05", "Hijau", "100,1 %", "Kuning", "100,1 %"),
        ("97.25", "Kuning", "97,3 %", "Hijau", "97,3 %"),  # halves up, also after an even digit
        ("110", "Hijau", "110 %", "Kuning", "110 %"),
        ("110.04", "Hijau", "110 %", "Merah", "110,1 %"),
        ("-20", "Merah", "-20 %", "Hijau", "-20 %"),
    ],
)
def test_a_colour_and_its_percentage_never_claim_what_was_not_reached(
    percent: str, word: str, written: str, less: str, less_written: str
) -> None:
    share, ours = D(percent) / 100, bands().bands
    more_metric, less_metric = metrics()["iuran"], metrics()["piutang"]
    told = [(band_of(share, one, ours), said_percent(as_written(share, one, ours)))
            for one in (more_metric, less_metric)]  # fmt: skip
    assert [(band.word if band else "", text) for band, text in told] == [
        (word, written), (less, less_written),
    ]  # fmt: skip


BAND = {"word": "A", "sign": "+", "colour": "FFFFFF", "at_least": 100, "at_most": 100}
REST = {"word": "B", "sign": "-", "colour": "FFFFFF"}


@pytest.mark.parametrize(
    "found",
    [
        [],
        [BAND],  # nothing takes the rest: a gap
        [BAND, {**BAND, "word": "C"}, REST],  # no step between them
        [BAND, {**BAND, "word": "C", "at_least": 120}, REST],
        [BAND, {**REST, "word": "C"}, REST],  # a bound is missing
        [BAND, {**REST, "word": "A"}],
        [{**BAND, "colour": "red"}, REST],
        [{"word": "A"}, REST],
    ],
)
def test_bands_with_a_gap_are_refused(found: list[dict[str, Any]]) -> None:
    with pytest.raises(UnreadableInput, match=r"rag\.toml"):
        read_bands({"band": found, "source": "x", "confirmed": True})


def test_our_settings_can_be_read_and_say_what_is_unconfirmed() -> None:
    assert [band.word for band in bands().bands] == ["Hijau", "Kuning", "Merah"]
    assert not bands().confirmed
    assert len(settings().unconfirmed) == 3
    assert set(settings().first) <= set(metrics())
    with pytest.raises(UnreadableInput, match=r"projection\.toml"):
        read_settings({name: part for name, part in load_toml("projection").items() if name != "target"})  # fmt: skip


@pytest.mark.parametrize(
    ("written", "percent"), [("0.75", 75), ("1.5", 150), ("1.51", "1.51"), ("75", 75), ("0", 0)]
)
def test_a_cell_in_per_cent_is_read_as_such_and_told_once(written: str, percent: Any) -> None:
    given = [f._replace(value=D(written)) for f in figures("itw", ("realisasi", "bulan", 3, 1), ("target", "bulan", 3, 1))]  # fmt: skip
    made, told = in_percent(reading(*given, *figures("iuran", ("realisasi", "bulan", 3, 1))))
    assert [f.value for f in made.figures] == [D(percent), D(percent), 1]
    assert len(told) == (D(written) != D(percent))
    assert all(f.value == f.scale * (1 if f.metric == "iuran" else D(written)) for f in made.figures)  # fmt: skip


def test_a_ratio_is_made_anew_and_percentages_alone_are_not_rolled_up() -> None:
    made = reading(
        *figures("bu_tepat_waktu", ("realisasi", "bulan", 3, 90)),
        *figures("bu_aktif", ("realisasi", "bulan", 3, 100)),
        *figures("itw", ("target", "bulan", 3, 75), ("realisasi", "bulan", 3, 90)),
        *figures("bu_tepat_waktu", ("realisasi", "bulan", 3, 5), officer="Budi"),
        *figures("bu_aktif", ("realisasi", "bulan", 3, 100), officer="Budi"),
        *figures("itw", ("realisasi", "bulan", 3, 60), officer="Cici"),
        *figures("bu_aktif", ("realisasi", "bulan", 3, 100), officer="Dedi"),
    )
    rows = roll_up(made, by_twelfths=True)
    lines = ratio_lines(rows, [made.metrics["itw"]], MARCH)
    assert [(one.officer, one.share) for one in lines] == [("Ani", 90), ("Budi", 5), ("Cici", None)]
    assert whole_share(lines) == D("47.5")  # 95 / 200
    target = same_target(lines)
    assert value(target) == 75
    assert whole_share(lines[2:]) is None


@pytest.mark.parametrize(("sent", "asked"), [("95.0", 0), ("95.1", 0), ("95.2", 1), ("94.8", 1)])
def test_a_typed_ratio_that_is_not_its_parts_is_told(sent: str, asked: int) -> None:
    (typed,) = figures("itw", ("realisasi", "bulan", 3, 1))
    made = reading(
        *figures("bu_tepat_waktu", ("realisasi", "bulan", 3, 95)),
        *figures("bu_aktif", ("realisasi", "bulan", 3, 100)),
        typed._replace(value=D(sent)),
    )
    rows = roll_up(made, by_twelfths=True)
    found = contradictions(made, rows, ratio_lines(rows, [made.metrics["itw"]], MARCH))
    assert len(found) == asked
    assert all("hitungannya 95 %" in one.text and one.level == "periksa" for one in found)
