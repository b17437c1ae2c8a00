"""What the log gives a final report: hours by kind of activity, months, weeks, the log itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kepesertaan.data.internship import groups
from kepesertaan.data.written_days import long_date, weekday
from kepesertaan.domain.document import Align, Bars, Grid, Para, Piece, Run, Runs
from kepesertaan.domain.internship import LogEntry
from kepesertaan.domain.logbook import (
    Week,
    clock,
    hours,
    minutes_of,
    totals,
    weekdays_of,
    weeks,
    work_days,
)
from kepesertaan.domain.period import Month, first_day, later, months_between
from kepesertaan.rules.report_text import asked, runs_of

from .report_writing import Writing, text_of

_LOG_HEADS = {
    "minggu": ("Minggu", 2.2), "tanggal": ("Tanggal", 3), "jam": ("Jam", 2),
    "kegiatan": ("Kegiatan", 6), "kelompok": ("Kelompok", 2.8), "hasil": ("Hasil", 4.5),
    "paraf": ("Validasi/Paraf pembimbing", 2.6),
}  # fmt: skip
_NO_LOG = "kegiatan, lembar Logbook"


def group_pieces(writing: Writing) -> list[Piece]:
    """Entries, days and hours of each kind of activity."""
    work = writing.work
    if not writing.need("catatan kegiatan (lembar Logbook)", bool(work.log)):
        return [Para((asked(_NO_LOG),))]
    worked = {key: group for key, group in groups().items() if group.work}
    found = totals(work.counted, list(worked), work.shifts)
    whole = sum(total.minutes for total in found)
    rows: list[tuple[Runs, ...]] = [
        (
            runs_of(worked[total.group].name, {}), (Run(f"{total.entries}"),),
            (Run(f"{total.days}"),), (Run(hours(total.minutes)),),
            (Run(_share(total.minutes, whole)),),
        )
        for total in found
    ]  # fmt: skip
    days = len({entry.day for entry in work.counted if entry.group in worked})
    rows.append((
        (Run("Seluruhnya", bold=True),), (Run(f"{sum(t.entries for t in found)}"),),
        (Run(f"{days}"),), (Run(hours(whole)),), (Run(_share(whole, whole)),),
    ))  # fmt: skip
    heads = ("Kelompok kegiatan", "Kegiatan", "Hari", "Jam", "Bagian")
    return [
        writing.caption("Tabel", "kelompok", "Rekap Kegiatan Menurut Kelompok"),
        Grid(heads, rows, (4, 2, 2, 2, 2), _align(5),
             alt="Jumlah kegiatan, hari, dan jam tiap kelompok"),
    ]  # fmt: skip


def _align(columns: int) -> tuple[Align, ...]:
    """The first column left, the others in the middle."""
    middle: Align = "center"
    return ("left", *(middle for _ in range(columns - 1)))


def _share(part: int, whole: int) -> str:
    """A share in per cent with one decimal.

    >>> _share(124, 800), _share(1, 2), _share(0, 0)
    ('15,5 %', '50,0 %', '-')
    """
    return f"{100 * part / whole:.1f} %".replace(".", ",") if whole else "-"


def month_pieces(writing: Writing) -> list[Piece]:
    """Working days of each month, holidays on weekdays, and days with an entry."""
    work = writing.work
    if not (work.first and work.last):
        writing.need("tanggal mulai dan selesai (lembar Mahasiswa)", False)
        return [Para((asked("tanggal mulai dan selesai, lembar Mahasiswa"),))]
    noted = {entry.day for entry in work.log if entry.group != "izin"}
    rows: list[tuple[Runs, ...]] = []
    sums = [0, 0, 0]
    weekdays = weekdays_of(work.shifts)
    for first, last in _months(work.first, work.last):
        open_days = work_days(first, last, writing.holidays, weekdays)
        free = [d for d in writing.holidays if first <= d <= last and d.weekday() in weekdays]
        counts = (len(open_days), len(free), sum(first <= day <= last for day in noted))
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
        name = long_date(first).split(" ", 1)[1]
        rows.append(((Run(name),), *((Run(f"{n}"),) for n in counts)))
    rows.append(((Run("Seluruhnya", bold=True),), *((Run(f"{n}"),) for n in sums)))
    heads = ("Bulan", "Hari kerja", "Hari libur dan cuti bersama", "Hari tercatat")
    return [
        writing.caption("Tabel", "hari", "Hari Kerja Menurut Kalender Indonesia"),
        Grid(heads, rows, (4, 2.4, 3.6, 2.4), ("left", "center", "center", "center"),
             alt="Hari kerja, hari libur, dan hari tercatat tiap bulan"),
    ]  # fmt: skip


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    start: Month = (first.year, first.month)
    for k in range(months_between(start, (last.year, last.month)) + 1):
        month = first_day(later(start, k))
        end = first_day(later(start, k + 1)) - timedelta(days=1)
        yield max(first, month), min(last, end)


def week_pieces(writing: Writing) -> list[Piece]:
    """Days and hours of each week, and a chart of the hours."""
    work = writing.work
    if not (work.counted and work.first):
        return []
    worked = [key for key, group in groups().items() if group.work]
    found = weeks(work.counted, work.first, worked, work.shifts)
    rows = [_week_row(week, worked, writing) for week in found]
    names = [groups()[key].name for key in worked]
    heads = ("Minggu", "Tanggal", "Hari", *(f"{name} (jam)" for name in names), "Jumlah jam")
    shares = (1.9, 3.8, 1.3, *(max(1.8, 0.4 + 0.18 * _longest_word(name)) for name in names), 1.7)
    values = tuple(week.minutes / 60 for week in found)
    alt = "Grafik batang jam kegiatan tiap minggu, " + ", ".join(
        f"minggu {week.number}: {hours(week.minutes)} jam" for week in found
    )
    return [
        writing.caption("Tabel", "mingguan", "Ringkasan Kegiatan Mingguan"),
        Grid(heads, rows, shares, ("center", *_align(len(heads) - 1)), small=True,
             alt="Hari dan jam kegiatan tiap minggu"),
        Bars(tuple(f"{week.number}" for week in found), (("Jam", values),), "Jam seminggu", alt),
        writing.caption("Gambar", "mingguan", "Jam Kegiatan Tiap Minggu"),
    ]  # fmt: skip


def _days_of(week: Week, writing: Writing) -> str:
    """Monday to Friday of a week, as far as they belong to the internship."""
    first, last = writing.work.first or week.first, writing.work.last or week.last
    friday = week.first + timedelta(days=4)
    start, end = max(week.first, first), min(friday, last)
    return _span(start, end) if start <= end else _span(week.first, friday)


def _longest_word(text: str) -> int:
    return max(map(len, text.strip("*").split()))


def _week_row(week: Week, worked: list[str], writing: Writing) -> tuple[Runs, ...]:
    shifts = writing.work.shifts
    by_group = [
        sum(minutes_of(entry, shifts) for entry in week.entries if entry.group == key)
        for key in worked
    ]
    return (
        (Run(f"{week.number}"),), (Run(_days_of(week, writing)),),
        (Run(f"{week.days}"),), *((Run(hours(n) if n else "-"),) for n in by_group),
        (Run(hours(week.minutes)),),
    )  # fmt: skip


def _span(first: date, last: date) -> str:
    """Two days in few letters.

    >>> _span(date(2024, 10, 28), date(2024, 11, 1)), _span(date(2024, 10, 7), date(2024, 10, 11))
    ('28 Okt-1 Nov 2024', '7-11 Okt 2024')
    """
    day, month, year = _short(first)
    end = " ".join(_short(last))
    if first == last:
        return end
    if first.year != last.year:
        return f"{day} {month} {year}-{end}"
    return f"{day}-{end}" if first.month == last.month else f"{day} {month}-{end}"


def _short(day: date) -> tuple[str, str, str]:
    number, month, year = long_date(day).split()
    return number, month[:3], year


def log_pieces(writing: Writing) -> list[Piece]:
    """The activity log, in the columns that the campus asks for."""
    work, campus = writing.work, writing.campus
    if not (work.counted and work.first):
        return [Para((asked(_NO_LOG),))]
    if campus.log_by_week:
        found = weeks(work.counted, work.first, list(groups()), work.shifts)
        rows = [tuple(_of_week(week, name) for name in campus.log_columns) for week in found]
    else:
        entries = sorted(work.counted, key=lambda entry: (entry.day, entry.start))
        rows = [
            tuple(_of_entry(entry, name, work.first) for name in campus.log_columns)
            for entry in entries
        ]
    heads = tuple(_LOG_HEADS[name][0] for name in campus.log_columns)
    shares = tuple(_LOG_HEADS[name][1] for name in campus.log_columns)
    return [Grid(heads, rows, shares, small=True, alt="Catatan kegiatan")]  # fmt: skip


def _of_week(week: Week, column: str) -> Runs:
    entries = week.entries
    texts = {
        "minggu": [f"{week.number}\n{_span(entries[0].day, entries[-1].day)}"],
        "tanggal": [_span(entries[0].day, entries[-1].day)],
        "jam": [f"{hours(week.minutes)} jam"],
        "kegiatan": [f"{weekday(e.day)}: {e.activity}" for e in entries],
        "kelompok": [groups()[e.group].name for e in entries if e.group],
        "hasil": [e.result for e in entries if e.result],
    }.get(column, [])
    return text_of("\n".join(dict.fromkeys(texts)))


def _of_entry(entry: LogEntry, column: str, first: date) -> Runs:
    monday = first - timedelta(days=first.weekday())
    said = {
        "minggu": f"{(entry.day - monday).days // 7 + 1}",
        "tanggal": f"{weekday(entry.day)}, {entry.day:%d-%m-%Y}",
        "jam": ", ".join(f"{clock(start)}-{clock(end)}" for start, end in entry.spans),
        "kegiatan": entry.activity,
        "kelompok": groups()[entry.group].name if entry.group else "",
        "hasil": entry.result,
    }
    return text_of(said.get(column, ""))
