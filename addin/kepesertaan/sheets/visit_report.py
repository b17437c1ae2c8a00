"""The book that tells what came of visit reports: names of sheets and of what lies beside."""

from __future__ import annotations

BOOK = "Hasil Laporan Kunjungan"  # and the day, as in "Hasil Laporan Kunjungan 2026-11-28"
TOGETHER = "Gabungan Laporan Kunjungan"  # and the day: one document of all of them
REPORTS, PHOTOS, SUMMARY = "Hasil Laporan", "Hasil Foto", "Ringkasan Laporan"
OURS = (REPORTS, PHOTOS, SUMMARY)
