"""What an intern's workbook says, as plain data; each thing knows its place in the workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .document import Unit


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the workbook that a person must look at. ``place``: sheet, row, column."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of the log. Minutes are counted from midnight, -1 where the log says none."""

    place: str
    day: date
    start: int
    end: int
    activity: str
    group: str  # a key of [groups] in data/msib.toml, "" unknown
    result: str = ""
    evidence: str = ""
    parts: tuple[tuple[int, int], ...] = ()  # where the log names several times of the day

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Begins and ends of its times, none where the log says none."""
        return self.parts or (((self.start, self.end),) if self.start >= 0 else ())


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the microcredential; a test that was not taken is None."""

    name: str
    topic: str
    pre: float | None
    post: float | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something outside the daily work, with a photo where there is one."""

    name: str
    day: date | None
    where: str
    text: str
    photo: str
    caption: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the project."""

    name: str
    first: date | None
    last: date | None
    text: str
    result: str


@dataclass(frozen=True, slots=True)
class Shift:
    """Working time as Jadwal says it. ``days``: 0 is Monday; minutes from midnight, -1 unknown;
    ``first`` and ``last``: the days of its period where that is one of its own.
    """

    period: str
    days_text: str
    hours_text: str
    days: frozenset[int]
    start: int
    end: int
    rest_start: int = -1
    rest_end: int = -1
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is about a day."""
        is_within = self.first is None or self.last is None or self.first <= day <= self.last
        return is_within and day.weekday() in self.days


@dataclass(frozen=True, slots=True)
class Annex:
    """A line of Lampiran. ``shows``: "log", "foto", "teks" or "berkas"."""

    letter: str
    title: str
    shows: str
    file: str
    caption: str


@dataclass(frozen=True, slots=True)
class Internship:
    """The whole workbook. ``values``: of the sheets Mahasiswa and Mitra, "" where empty;
    ``prose``: paragraphs by key of Narasi, with ``*...*`` for italic letters.
    """

    values: dict[str, str]
    first: date | None
    last: date | None
    units: tuple[Unit, ...] = ()
    duties_of_units: dict[str, str] = field(default_factory=dict)
    scope: tuple[tuple[str, str], ...] = ()
    descriptions: tuple[tuple[str, str], ...] = ()
    modules: tuple[Module, ...] = ()
    log: tuple[LogEntry, ...] = ()
    events: tuple[Event, ...] = ()
    stages: tuple[Stage, ...] = ()
    shifts: tuple[Shift, ...] = ()
    prose: dict[str, tuple[str, ...]] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def counted(self) -> tuple[LogEntry, ...]:
        """The log of the days of the internship; all of it where these are not known."""
        first, last = self.first, self.last
        if not (first and last):
            return self.log
        return tuple(entry for entry in self.log if first <= entry.day <= last)
