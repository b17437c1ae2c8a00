"""From files as read to one reading of the month, with what earlier roll-ups remember."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kepesertaan.data.target_words import target_settings
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.period import Month
from kepesertaan.domain.target_memory import Remembered, before

from .plan import Options
from .target_child import Known
from .target_files import latest_month
from .target_store import read_memory

if TYPE_CHECKING:  # loaded while the children read
    from kepesertaan.domain.targets import Reading
    from kepesertaan.rules.target_gathering.sources import FileReading


@dataclass(frozen=True, slots=True)
class Past:
    """What is known before anything is read. ``officers``: who is expected, where anybody says."""

    folder: Path
    records: Sequence[Remembered]
    notes: Sequence[str]
    officers: tuple[str, ...] = field(default_factory=tuple)


def asked_month(options: Options) -> Month | None:
    """The month the user named. Raises ``WrongUse`` for what is no month.

    >>> from datetime import date
    >>> asked_month(Options(date(2026, 12, 1), own={"bulan": "Nov 2026"}))
    (2026, 11)
    """
    text = str(options.own.get("bulan") or "")
    if not text:
        return None
    from kepesertaan.sheets.targets.words.said import said

    months = said(text).months
    if len(months) != 1 or not months[0][0]:
        raise WrongUse(f"--bulan {text} bukan bulan; tulis misalnya 2026-11.")
    return months[0]


def past_of(folder: Path, options: Options) -> Past:
    """What earlier roll-ups remember in a folder, and who is expected to send a sheet: those the
    user names, else those of the settings, else (nobody here) who sent one in earlier months."""
    records, notes = read_memory(folder)
    return Past(folder, records, notes, _named(options) or target_settings().officers)


def _named(options: Options) -> tuple[str, ...]:
    """Who the user says must send. Raises ``WrongUse`` for several people under one name."""
    given = options.own.get("petugas") or ()
    if not given:
        return ()
    from kepesertaan.sheets.targets.people.same_person import names_in, names_several

    names = tuple(dict.fromkeys(name for text in given for name in names_in(text)))
    several = next((name for name in names if names_several(name.upper())), "")
    if several:
        raise WrongUse(
            f"--petugas '{several}' menyebut lebih dari satu orang; pisahkan nama dengan titik "
            "koma, atau ulangi --petugas untuk setiap nama."
        )
    return names


def known_of(past: Past, options: Options) -> Known:
    """What the readers of files are told before."""
    month = asked_month(options)
    year = month[0] if month else options.today.year
    names = (*past.officers, *(name for record in past.records for name in record.officers))
    return Known(tuple(dict.fromkeys(names)), year, options.password)


def gathered(files: Sequence[FileReading], past: Past, options: Options) -> Reading:
    """The reading of the month asked for, or of the last one that has realisations."""
    from kepesertaan.rules.target_gathering.gather import gather

    month = asked_month(options) or latest_month(files, options.today)
    today = (options.today.year, options.today.month)
    return gather(files, before(past.records, month), month, past.officers, today)
