"""An intern's log: weeks, hours by kind of activity, and what in it cannot be right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from .calendar import is_working_day
from .internship import LogEntry, Shift

Kind = Literal["kosong", "luar periode", "libur", "tanpa jam", "jam terbalik", "tumpang tindih",
               "terlalu lama", "tanpa kelompok", "di luar jam kerja"]  # fmt: skip
_DAY = timedelta(days=1)
_WEEKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Oddity:
    """What a person should look at; ``day`` is the day it is about."""

    kind: Kind
    day: date
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the internship, counted from 1, Monday to Sunday. ``minutes`` of work."""

    number: int
    first: date
    last: date
    days: int
    minutes: int
    entries: tuple[LogEntry, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What one kind of activity took."""

    group: str
    entries: int
    days: int
    minutes: int


def minutes_of(entry: LogEntry, shifts: Sequence[Shift]) -> int:
    """The minutes of an entry without the rest that falls into it; 0 where hours are not known."""
    shift = shift_on(entry.day, shifts)
    return sum(_worked(start, end, shift) for start, end in entry.spans)


def _worked(start: int, end: int, shift: Shift | None) -> int:
    if end <= start:
        return 0
    rest = 0
    if shift and shift.rest_start >= 0:
        rest = max(0, min(end, shift.rest_end) - max(start, shift.rest_start))
    return end - start - rest


def shift_on(day: date, shifts: Sequence[Shift]) -> Shift | None:
    """The working time that holds for a day, None for a free one; one of a period goes first."""
    holding = [shift for shift in shifts if shift.holds_on(day)]
    return min(holding, key=lambda shift: shift.first is None, default=None)


def weekdays_of(shifts: Sequence[Shift]) -> frozenset[int]:
    """The days of the week on which the schedule has work, Monday to Friday where it says none."""
    return frozenset().union(*(shift.days for shift in shifts)) or _WEEKDAYS


def work_days(
    first: date, last: date, holidays: Container[date], weekdays: Collection[int] = _WEEKDAYS
) -> list[date]:
    """The days between, both included, on which the office works.

    >>> len(work_days(date(2024, 9, 9), date(2024, 9, 20), {date(2024, 9, 16)}))
    9
    """
    days = (first + k * _DAY for k in range((last - first).days + 1))
    return [day for day in days if day.weekday() in weekdays and _is_open(day, holidays)]


def _is_open(day: date, holidays: Container[date]) -> bool:
    """Whether a day is no holiday; a Saturday counts where the schedule names it."""
    return is_working_day(day, holidays) or (day.weekday() not in _WEEKDAYS and day not in holidays)


def weeks(
    log: Sequence[LogEntry], first: date, work: Collection[str], shifts: Sequence[Shift]
) -> list[Week]:
    """The log by weeks, those without an entry left out. ``work``: kinds of activity that are."""
    start = first - first.weekday() * _DAY
    found: dict[int, list[LogEntry]] = {}
    for entry in sorted(log, key=lambda e: (e.day, e.start)):
        found.setdefault((entry.day - start).days // 7, []).append(entry)
    return [
        _week(number, start, entries, work, shifts) for number, entries in sorted(found.items())
    ]


def _week(
    number: int,
    start: date,
    entries: list[LogEntry],
    work: Collection[str],
    shifts: Sequence[Shift],
) -> Week:
    worked = [e for e in entries if e.group in work]
    monday = start + 7 * number * _DAY
    return Week(
        number + 1, monday, monday + 6 * _DAY, len({e.day for e in worked}),
        sum(minutes_of(e, shifts) for e in worked), tuple(entries),
    )  # fmt: skip


def totals(log: Sequence[LogEntry], groups: Sequence[str], shifts: Sequence[Shift]) -> list[Total]:
    """What each kind of activity took, in the order of ``groups``; those without entry too."""
    found = []
    for group in groups:
        mine = [entry for entry in log if entry.group == group]
        minutes = sum(minutes_of(entry, shifts) for entry in mine)
        found.append(Total(group, len(mine), len({e.day for e in mine}), minutes))
    return found


def oddities(
    log: Sequence[LogEntry],
    first: date,
    last: date,
    holidays: Mapping[date, str],
    shifts: Sequence[Shift],
    longest: int,
    until: date | None = None,
) -> list[Oddity]:
    """Everything to look at, by day. ``until``: gaps are asked for up to that day (today)."""
    end = min(last, until) if until else last
    found = [
        *_gaps(log, first, end, holidays, shifts),
        *(odd for entry in log for odd in _of_entry(entry, first, last, holidays, shifts)),
        *_of_days([entry for entry in log if first <= entry.day <= last], longest),
    ]
    return sorted(found, key=lambda odd: (odd.day, odd.kind, odd.place))


def _gaps(
    log: Sequence[LogEntry],
    first: date,
    last: date,
    holidays: Mapping[date, str],
    shifts: Sequence[Shift],
) -> Iterator[Oddity]:
    noted = {entry.day for entry in log}
    for day in work_days(first, last, holidays, weekdays_of(shifts)):
        if day not in noted:
            yield Oddity("kosong", day, "Logbook", "hari kerja tanpa catatan.")


def _of_entry(
    entry: LogEntry,
    first: date,
    last: date,
    holidays: Mapping[date, str],
    shifts: Sequence[Shift],
) -> Iterator[Oddity]:
    def odd(kind: Kind, text: str) -> Oddity:
        return Oddity(kind, entry.day, entry.place, text)

    if not first <= entry.day <= last:
        yield odd("luar periode", "di luar periode magang; tidak ikut ke laporan.")
        return
    if entry.day in holidays:
        yield odd("libur", f"hari libur ({holidays[entry.day]}).")
    elif shifts and shift_on(entry.day, shifts) is None:
        yield odd("libur", "bukan hari kerja menurut lembar Jadwal.")
    if not entry.group:
        yield odd("tanpa kelompok", "kelompok kegiatan belum diisi atau tidak dikenal.")
    if entry.group != "izin":
        yield from _of_hours(entry, shifts, odd)


def _of_hours(
    entry: LogEntry, shifts: Sequence[Shift], odd: Callable[[Kind, str], Oddity]
) -> Iterator[Oddity]:
    shift = shift_on(entry.day, shifts)
    if entry.start < 0:
        yield odd("tanpa jam", "jam belum diisi.")
    elif entry.end <= entry.start:
        yield odd("jam terbalik", f"jam selesai {clock(entry.end)} tidak sesudah jam mulai "
                  f"{clock(entry.start)}.")  # fmt: skip
    elif shift and shift.start >= 0 and (entry.start < shift.start or entry.end > shift.end):
        yield odd("di luar jam kerja", f"pukul {clock(entry.start)}-{clock(entry.end)}, jam kerja "
                  f"{clock(shift.start)}-{clock(shift.end)}.")  # fmt: skip


def _of_days(log: Sequence[LogEntry], longest: int) -> Iterator[Oddity]:
    by_day: dict[date, list[tuple[int, int, str]]] = {}
    for entry in log:
        spans = [(start, end, entry.place) for start, end in entry.spans if start < end]
        by_day.setdefault(entry.day, []).extend(spans)
    for day, spans in by_day.items():
        spans.sort(key=lambda span: span[:2])
        for (start, end, place), (begin, stop, other) in pairwise(spans):
            if begin < end:
                text = f"{clock(begin)}-{clock(stop)} bertumpuk dengan "
                text += f"{clock(start)}-{clock(end)} ({place})."
                yield Oddity("tumpang tindih", day, other, text)
        whole = sum(end - start for start, end, _ in spans)
        if whole > longest:
            yield Oddity("terlalu lama", day, spans[0][2], f"seluruhnya {hours(whole)} jam.")


def clock(minutes: int) -> str:
    """Minutes from midnight as a time.

    >>> clock(485)
    '08.05'
    """
    return f"{minutes // 60:02}.{minutes % 60:02}"


def hours(minutes: int) -> str:
    """Minutes as hours, with a decimal where they have one.

    >>> hours(480), hours(450)
    ('8', '7,5')
    """
    return f"{minutes / 60:.1f}".removesuffix(".0").replace(".", ",")
