"""Days and hours of visits as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from kepesertaan.data.loader import month_numbers
from kepesertaan.domain.dates import Reading, Window, readings
from kepesertaan.domain.serials import moment_of
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible

_WINDOW = Window(date(2000, 1, 1), date(2099, 12, 31))
_CLOCK = re.compile(r"(?<![0-9])([01]?[0-9]|2[0-3])[.:]([0-5][0-9])(?:[.:][0-5][0-9])?(?![0-9])")
_DAY_MINUTES = 1440
_SERIALS = range(30_000, 60_001)  # days that Excel counts so: 1982 to 2064


@dataclass(frozen=True, slots=True)
class Days:
    """A cell's day, or why it has none ("" for an empty cell)."""

    day: date | None
    trouble: str = ""


def read_days(cells: Sequence[Raw], date1904: bool = False) -> list[Days]:
    """The day of each cell of a column.

    Text that can be read in two ways is read as the rest of the column is, where that is clear.

    >>> [found.day for found in read_days(["05/11/2026", "24/11/2026"])]
    [datetime.date(2026, 11, 5), datetime.date(2026, 11, 24)]
    >>> read_days(["05/11/2026"])[0].trouble
    "Tanggal '05/11/2026' dapat dibaca dua cara; tulis sebagai tanggal di Excel."
    """
    found = [_readings(cell) for cell in cells]
    orders = {one[0].order for one in found if len(one) == 1}
    order = next(iter(orders)) if len(orders) == 1 else ""
    return [_day(cell, one, order) for cell, one in zip(cells, found, strict=True)]


def serial_days(cells: Sequence[Raw], date1904: bool = False) -> dict[int, date]:
    """The days of the bare numbers of a column, by their place: 46353 is 27 November 2026.

    None where the column holds anything else than such numbers and dates: a number says nothing by
    itself.

    >>> serial_days([46353.0, date(2026, 11, 28), None])
    {0: datetime.date(2026, 11, 27)}
    >>> serial_days([46353.0, "28/11/2026"])
    {}
    """
    filled = [cell for cell in cells if visible(shown(cell))]
    if not all(isinstance(cell, date) or _is_serial(cell) for cell in filled):
        return {}
    found = {
        k: moment_of(cell, date1904)
        for k, cell in enumerate(cells)
        if isinstance(cell, float) and _is_serial(cell)
    }
    return {k: day for k, day in found.items() if isinstance(day, date)}


def _is_serial(cell: Raw) -> bool:
    return isinstance(cell, float) and cell in _SERIALS


def _readings(cell: Raw) -> tuple[Reading, ...]:
    if not isinstance(cell, str) or not visible(cell):
        return ()
    return readings(cell, _WINDOW, month_numbers())


def _day(cell: Raw, found: Sequence[Reading], order: str) -> Days:
    if isinstance(cell, datetime):
        return Days(cell.date())
    if isinstance(cell, date):
        return Days(cell)
    text = visible(shown(cell))
    if not text:
        return Days(None)
    likely = [one for one in found if one.order == order] if len(found) > 1 else found
    if len(likely) == 1:
        return Days(likely[0].day)
    if found:
        return Days(
            None, f"Tanggal '{text}' dapat dibaca dua cara; tulis sebagai tanggal di Excel."
        )
    return Days(None, f"Tanggal '{text}' tidak terbaca; tulis sebagai tanggal di Excel.")


def clock_times(start: Raw, end: Raw) -> tuple[time | None, time | None, list[str]]:
    """The hours of a visit and what is wrong with them. One cell may hold both.

    >>> clock_times("09.00 s.d. 10.30 WIB", None)
    (datetime.time(9, 0), datetime.time(10, 30), [])
    >>> clock_times("10:30", "09:00")[2]
    ['Jam selesai lebih awal dari jam mulai.']
    """
    first, second = _clocks(start), _clocks(end)
    begins = first[0] if first else None
    ends = second[-1] if second else (first[1] if len(first) == 2 else None)
    troubles = [
        f"{what} '{visible(shown(cell))}' tidak terbaca; tulis misalnya 09.00."
        for what, cell, read in (("Jam mulai", start, first), ("Jam selesai", end, second))
        if not read and visible(shown(cell))
    ]
    if begins and ends and ends < begins:
        troubles.append("Jam selesai lebih awal dari jam mulai.")
    return begins, ends, troubles


def _clocks(cell: Raw) -> list[time]:
    if isinstance(cell, datetime):
        return [cell.time().replace(microsecond=0)]
    if isinstance(cell, time):
        return [cell.replace(microsecond=0)]
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * _DAY_MINUTES) % _DAY_MINUTES
        return [time(minutes // 60, minutes % 60)]
    text = visible(cell) if isinstance(cell, str) else ""
    return [time(int(hours), int(minutes)) for hours, minutes in _CLOCK.findall(text)]
