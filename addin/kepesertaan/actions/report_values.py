"""The values that text of a final report may name between braces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from kepesertaan.data.campus import COUNTED, known_fields
from kepesertaan.data.written_days import long_date
from kepesertaan.domain.document import Run, Runs
from kepesertaan.domain.internship import Internship
from kepesertaan.domain.logbook import weekdays_of, work_days
from kepesertaan.domain.terbilang import in_words
from kepesertaan.rules.report_text import asked, duration_words, period_words, runs_of


def values_of(work: Internship, holidays: Mapping[date, str]) -> dict[str, Runs]:
    """Every value that text may name, a yellow mark for what is missing."""
    names = sorted(known_fields() - set(COUNTED) - {"tanggal_pengesahan"})
    found: dict[str, Runs] = {}
    for name in names:
        text = work.values.get(name, "")
        found[name] = runs_of(text, {}) if text else (asked(name),)
        if name in ("nim", "nip_dosen", "nip_koordinator") and text:
            found[name] = (Run(text),)  # long numbers that are nobody's NIK
    found["tanggal_pengesahan"] = _signing_day(work)
    if work.first and work.last:
        days = len(work_days(work.first, work.last, holidays, weekdays_of(work.shifts)))
        found["periode"] = (Run(period_words(work.first, work.last)),)
        found["lama"] = (Run(duration_words(work.first, work.last)),)
        found["hari_kerja"] = (Run(f"{days} ({in_words(days)}) hari kerja"),)
    return {**{name: (asked(name),) for name in COUNTED}, **found}


def _signing_day(work: Internship) -> Runs:
    text = work.values.get("tanggal_pengesahan", "")
    match = re.fullmatch(r"(\d{2})-(\d{2})-(\d{4})", text)
    if match:
        return (Run(long_date(date(int(match[3]), int(match[2]), int(match[1])))),)
    return (Run(text),) if text else (asked("tanggal pengesahan"),)


def capitals_of(runs: Runs) -> Runs:
    """The same text in capitals; marks for what is missing stay as they are."""
    return tuple(
        run if run.missing else Run(run.text.upper(), italic=run.italic, bold=run.bold)
        for run in runs
    )
