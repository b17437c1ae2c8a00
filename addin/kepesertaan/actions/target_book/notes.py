"""What the summary says of its own rules."""

from __future__ import annotations

from collections.abc import Sequence

from kepesertaan.data.roll_up_settings import Bands, Settings
from kepesertaan.domain.targets import Metric


def notes_on(bands: Bands, settings: Settings, metrics: Sequence[Metric]) -> list[str]:
    """How it was computed, and what nobody has confirmed."""
    notes = [
        "Stok (TK aktif, piutang) memakai keadaan bulan terakhir; arus (iuran, akuisisi) dijumlah "
        "sejak Januari; rasio dihitung ulang dari pembilang dan penyebut.",
        "Rupiah penuh: satuan di lembar asal (ribuan, jutaan, miliaran) sudah dikalikan.",
        "Yang belum ada tidak dihitung nol. Capaian membandingkan realisasi dengan target petugas "
        "dan bulan yang sama.",
        "Persen dibulatkan ke satu desimal, tetapi tidak pernah melewati batas warna yang belum "
        "tercapai: 99,95 % ditulis 99,9 %, bukan 100 %.",
        "Sisa sampai Desember, perlu per bulan, dan per minggu hanya dari petugas yang lengkap; "
        "satu minggu lima hari kerja menurut kalender Indonesia dengan cuti bersama.",
    ]  # fmt: skip
    if not bands.confirmed:
        notes.append(f"Belum dipastikan: warna ({bands.source}). Ubah di rag.toml.")
    notes += [f"Belum dipastikan: {text}." for text in settings.unconfirmed]
    names = [metric.label for metric in metrics if not metric.confirmed]
    if names:
        notes.append(f"Belum dipastikan: jenis atau satuan {', '.join(names)}.")
    return notes
