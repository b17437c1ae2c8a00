"""Button Bantuan."""

from __future__ import annotations

from pathlib import Path

from .registry import action


@action(
    "bantuan",
    label="Bantuan",
    group="Bantuan",
    needs="panduan",
    icon="Help",
    keytip="H",
    example="kepesertaan bantuan",
)
def bantuan(page: Path) -> list[str]:
    """Membuka panduan: setiap tombol, setiap aturan, dan contohnya.

    Panduan disimpan di komputer ini dan dibuka tanpa jaringan.
    """
    return [f"Panduan: {page}"]
