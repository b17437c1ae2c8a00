"""Button Riwayat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .registry import action


class Run(Protocol):
    """What is needed of a journal's entry."""

    id: str
    time: str
    user: str
    action: str
    undoes: str | None
    cells: Sequence[object]


@action(
    "riwayat",
    label="Riwayat",
    group="Riwayat",
    needs="riwayat",
    icon="ReviewTrackChangesMenu",
    keytip="R",
)
def riwayat(runs: Sequence[Run], standing: Sequence[Run]) -> list[tuple[str, str, str, str, str]]:
    """Menampilkan apa yang sudah dilakukan pada sebuah buku kerja.

    Setiap baris: nomor, waktu, petugas, tombol, jumlah sel, dan apakah masih berlaku. Melihat
    riwayat tidak mengubah apa pun.
    """
    up = {run.id for run in standing}
    return [
        (str(n), run.time[:16].replace("T", " "), run.user, run.action, _state(run, up))
        for n, run in enumerate(runs, 1)
    ]


def _state(run: Run, up: set[str]) -> str:
    cells = f"{len(run.cells)} sel"
    if run.undoes:
        return f"{cells} dikembalikan"
    return f"{cells}, berlaku" if run.id in up else f"{cells}, sudah diurungkan"
