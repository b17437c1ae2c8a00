"""The call list: its columns, in their order, and which of them an officer fills."""

from __future__ import annotations

import re
from datetime import date

SHEET = "Daftar Telepon"  # and the day, as in "Daftar Telepon 2026-11-22"
EXCLUDED, BAD_NUMBERS, SUMMARY = "Dikeluarkan", "Nomor HP perlu diperbaiki", "Ringkasan"
DIFFERENCES = "Selisih"

NPP, TOTAL, PHONE = "NPP", "Total", "HP"
OUTCOME, HOUR, PROMISED_ON, PROMISED_AMOUNT = "Hasil", "Jam", "Tgl janji", "Nominal janji"
NEXT_DUE = "Jatuh tempo berikut"
NEXT_STEP, NEXT_ON, NOTE = "Tindak lanjut", "Tgl tindak lanjut", "Catatan"

COLUMNS = (
    "No", "Prioritas", "Perusahaan", NPP, "Bulan tertunggak", "Jumlah", "Denda", TOTAL,
    "Kolektibilitas", NEXT_DUE, "Terakhir bayar", "PIC", PHONE, "WA", "Naskah",
    OUTCOME, HOUR, PROMISED_ON, PROMISED_AMOUNT, NEXT_STEP, NEXT_ON, NOTE, "Riwayat singkat",
)  # fmt: skip
HOURS = tuple(f"{hour:02}" for hour in range(7, 19))  # of a call; a person may leave it blank
FILLED = (OUTCOME, PROMISED_ON, PROMISED_AMOUNT, NEXT_STEP, NEXT_ON, NOTE)


def sheet_name(day: date) -> str:
    """The name of the list's sheet.

    >>> sheet_name(date(2026, 11, 22))
    'Daftar Telepon 2026-11-22'
    """
    return f"{SHEET} {day.isoformat()}"


def is_call_list(name: str) -> bool:
    """Whether a sheet of that name is one of a call list's.

    >>> is_call_list("Daftar Telepon 2026-11-22 2"), is_call_list("Daftar Pelanggan")
    (True, False)
    """
    ours = (EXCLUDED, BAD_NUMBERS, DIFFERENCES, SUMMARY)
    return name.startswith(SHEET) or any(re.fullmatch(f"{own}( [0-9]+)?", name) for own in ours)
