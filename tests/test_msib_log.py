"""The log of an internship: what cannot be right, weeks, hours, and how long a period is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kepesertaan.domain.internship import LogEntry, Shift
from kepesertaan.domain.logbook import minutes_of, oddities, totals, weeks, work_days
from kepesertaan.rules.report_text import duration_words

FIRST, LAST = date(2024, 12, 23), date(2025, 1, 3)
HOLIDAYS = {
    date(2024, 12, 25): "Natal",
    date(2024, 12, 26): "Cuti bersama",
    date(2025, 1, 1): "Tahun baru",
}
OFFICE = Shift("", "Senin-Jumat", "08.00-17.00", frozenset(range(5)), 480, 1020, 720, 780)
WORK = [date(2024, 12, 23), date(2024, 12, 24), date(2024, 12, 27), date(2024, 12, 30),
        date(2024, 12, 31), date(2025, 1, 2), date(2025, 1, 3)]  # fmt: skip


def entry(day: date, start: int = 480, end: int = 1020, group: str = "kerja") -> LogEntry:
    return LogEntry(f"Logbook {day:%d-%m} {start}", day, start, end, "menata berkas", group)


FULL = [entry(day) for day in WORK]


def odd(log: list[LogEntry], until: date | None = None) -> list[tuple[str, date]]:
    found = oddities(log, FIRST, LAST, HOLIDAYS, (OFFICE,), 720, until)
    return [(one.kind, one.day) for one in found]


def test_a_full_log_has_nothing_to_look_at() -> None:
    assert work_days(FIRST, LAST, HOLIDAYS) == WORK
    assert odd(FULL) == []


@pytest.mark.parametrize(
    ("more", "kind", "day"),
    [
        (entry(date(2024, 12, 25)), "libur", date(2024, 12, 25)),
        (entry(date(2024, 12, 26)), "libur", date(2024, 12, 26)),
        (entry(date(2024, 12, 28)), "libur", date(2024, 12, 28)),  # a Saturday
        (entry(date(2024, 12, 22)), "luar periode", date(2024, 12, 22)),
        (entry(date(2025, 1, 4)), "luar periode", date(2025, 1, 4)),
    ],
)
def test_days_that_cannot_be_worked(more: LogEntry, kind: str, day: date) -> None:
    assert odd([*FULL, more]) == [(kind, day)]


def test_of_a_day_outside_only_that_is_told() -> None:
    early = entry(FIRST - timedelta(days=14), 1020, 480)
    assert [kind for kind, _ in odd([early, early, *FULL])] == ["luar periode", "luar periode"]


def test_a_working_day_without_entry_is_asked_for_until_today() -> None:
    log = [one for one in FULL if one.day not in (WORK[1], WORK[5])]
    assert odd(log) == [("kosong", WORK[1]), ("kosong", WORK[5])]
    assert odd(log, until=date(2024, 12, 31)) == [("kosong", WORK[1])]
    leave = entry(WORK[1], -1, -1, "izin")  # a day of leave is noted, and needs no hours
    assert odd([leave, *log], until=date(2024, 12, 31)) == []


@pytest.mark.parametrize(
    ("entries", "kinds"),
    [
        ([entry(WORK[0], 480, 720), entry(WORK[0], 780, 1020)], []),
        ([entry(WORK[0], 480, 780), entry(WORK[0], 780, 1020)], []),  # one ends as the next begins
        ([entry(WORK[0], 480, 781), entry(WORK[0], 780, 1020)], ["tumpang tindih"]),
        ([entry(WORK[0], 480, 1020), entry(WORK[0], 600, 660)], ["tumpang tindih"]),
        ([entry(WORK[0], 1020, 480)], ["jam terbalik"]),
        ([entry(WORK[0], 480, 480)], ["jam terbalik"]),
        ([entry(WORK[0], -1, -1)], ["tanpa jam"]),
        ([entry(WORK[0], 479, 1020)], ["di luar jam kerja"]),
        ([entry(WORK[0], 480, 1021)], ["di luar jam kerja"]),
        ([entry(WORK[0], 300, 1021)], ["di luar jam kerja", "terlalu lama"]),
        ([entry(WORK[0], 300, 1020)], ["di luar jam kerja"]),  # twelve hours are still believed
        ([entry(WORK[0], group="")], ["tanpa kelompok"]),
    ],
)
def test_hours_that_cannot_be(entries: list[LogEntry], kinds: list[str]) -> None:
    assert [kind for kind, _ in odd([*entries, *FULL[1:]])] == kinds


def test_the_rest_at_noon_is_not_work() -> None:
    assert minutes_of(entry(WORK[0]), (OFFICE,)) == 480
    assert minutes_of(entry(WORK[0], 480, 720), (OFFICE,)) == 240
    assert minutes_of(entry(WORK[0], 750, 840), (OFFICE,)) == 60
    assert minutes_of(entry(WORK[0]), ()) == 540  # without a schedule nothing is known of a rest
    assert minutes_of(entry(WORK[0], 1020, 480), (OFFICE,)) == 0


def test_hours_of_a_period_go_before_the_usual_ones() -> None:
    short = Shift("", "Senin-Jumat", "08.00-15.00", frozenset(range(5)), 480, 900, 690, 720,
                  date(2024, 12, 30), date(2024, 12, 31))  # fmt: skip
    both = (OFFICE, short)
    assert [minutes_of(entry(day), both) for day in WORK[2:6]] == [480, 510, 510, 480]
    log = [entry(day, 480, 900) for day in WORK]
    assert oddities(log, FIRST, LAST, HOLIDAYS, both, 720) == []
    late = [(o.kind, o.day) for o in oddities(FULL, FIRST, LAST, HOLIDAYS, both, 720)]
    assert late == [("di luar jam kerja", WORK[3]), ("di luar jam kerja", WORK[4])]


def test_weeks_are_counted_from_the_first_and_hold_all_entries() -> None:
    log = [*FULL, entry(WORK[1], 1020, 1080, "izin")]
    one, two = weeks(log, FIRST, ["kerja"], (OFFICE,))
    assert (one.number, one.days, one.minutes, len(one.entries)) == (1, 3, 1440, 4)
    assert (two.number, two.days, two.minutes, len(two.entries)) == (2, 4, 1920, 4)
    assert (two.first, two.last) == (date(2024, 12, 30), date(2025, 1, 5))
    late = weeks([entry(date(2025, 1, 13))], FIRST, ["kerja"], (OFFICE,))
    assert [week.number for week in late] == [4]


def test_totals_add_up_by_kind() -> None:
    log = [entry(WORK[0], 480, 720), entry(WORK[0], 780, 1020, "proyek"), entry(WORK[1])]
    found = {
        t.group: (t.entries, t.days, t.minutes)
        for t in totals(log, ["kerja", "proyek", "x"], (OFFICE,))
    }
    assert found == {"kerja": (2, 2, 720), "proyek": (1, 1, 240), "x": (0, 0, 0)}


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2024, 10, 1), date(2025, 2, 28), "5 (lima) bulan"),
        (date(2024, 10, 1), date(2025, 2, 27), "4 (empat) bulan 27 (dua puluh tujuh) hari"),
        (date(2024, 10, 1), date(2025, 3, 1), "5 (lima) bulan 1 (satu) hari"),
        (date(2022, 8, 19), date(2023, 1, 18), "5 (lima) bulan"),
        (date(2024, 12, 2), date(2024, 12, 2), "1 (satu) hari"),
        (date(2024, 1, 31), date(2024, 2, 29), "1 (satu) bulan"),
    ],
)
def test_how_long_a_period_is(first: date, last: date, words: str) -> None:
    assert duration_words(first, last) == words
