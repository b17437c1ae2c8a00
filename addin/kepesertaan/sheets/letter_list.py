"""The book of letters: the names of its sheets."""

from __future__ import annotations

from datetime import date

BOOK = "Daftar Surat"  # and the day, as in "Daftar Surat 2026-11-23"
TOGETHER = "Semua Surat"  # and the day: one document of all of them
FOLDER = "Surat"  # and the day: where the letters lie
NOT_WRITTEN, REGISTER, DIFFERENCES, SUMMARY = "Tidak Ditulis", "Register", "Selisih", "Ringkasan"


def sheet_name(day: date) -> str:
    """The name of the sheet of a day's letters, and of its book.

    >>> sheet_name(date(2026, 11, 23))
    'Daftar Surat 2026-11-23'
    """
    return f"{BOOK} {day.isoformat()}"
