"""A visit as the sheet tells it: one report, its repeated rows, what photos are matched by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from .show import shown
from .table import Raw
from .text import visible


@dataclass(frozen=True, slots=True)
class Visit:
    """One row. ``values``: every column by its field name, known fields also by theirs, raw as the
    file stores them; ``rows``: of other sheets, by the sheet's field name; ``photos``: names the
    row gives; ``troubles``: Indonesian sentences on cells that cannot be read.
    """

    sheet: str
    row: int  # workbook row, from 1
    values: Mapping[str, Raw]
    rows: Mapping[str, Sequence[Mapping[str, Raw]]] = field(default_factory=dict)
    day: date | None = None
    start: time | None = None
    end: time | None = None
    company: str = ""
    npp: str = ""
    number: str = ""  # as the office numbers visits, "K-001"
    photos: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What makes it the same visit when the sheet is read again; one that has a number stays
        so when its hour is corrected.
        """
        hour = self.start.strftime("%H%M") if self.start else ""
        day = self.day.isoformat() if self.day else ""
        who = self.npp or self.who.casefold()
        return "|".join((day, self.number, who) if self.number else (day, who, hour))

    @property
    def who(self) -> str:
        """Whom or what it is about: the company, else the title of the event, else its number."""
        return self.company or visible(shown(self.values.get("judul_kegiatan"))) or self.number

    @property
    def label(self) -> str:
        """How a person knows it: company and day."""
        day = f"{self.day:%d-%m-%Y}" if self.day else "tanpa tanggal"
        return f"{self.who or 'tanpa nama'} ({day})"
