"""Button Riwayat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

from .registry import action


class Run(Protocol):
    """What is needed of a journal's entry."""

    @property
    def id(self) -> str: ...  # noqa: D102 - as the journal says
    @property
    def time(self) -> str: ...  # noqa: D102
    @property
    def user(self) -> str: ...  # noqa: D102
    @property
    def action(self) -> str: ...  # noqa: D102
    @property
    def undoes(self) -> str | None: ...  # noqa: D102
    @property
    def cells(self) -> Sequence[Any]: ...  # noqa: D102 - each with sheet, header and rule


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


HISTORY_COLUMNS = (
    "Urungkan", "No", "Waktu", "Tombol", "Petugas", "Lembar", "Kolom", "Aturan", "Sel", "Keadaan",
)  # fmt: skip


def history_lines(runs: Sequence[Run], standing: Sequence[Run]) -> list[tuple[str | int, ...]]:
    """A line for each sheet, column and rule of each run, in the order of ``HISTORY_COLUMNS``."""
    up = {run.id for run in standing}
    lines: list[tuple[str | int, ...]] = []
    for n, run in enumerate(runs, 1):
        when, state = run.time[:16].replace("T", " "), _state(run, up).partition(", ")[2]
        parts = Counter((cell.sheet, cell.header, cell.rule) for cell in run.cells)
        lines += [
            ("", str(n), when, run.action, run.user, *part, cells, state or "pengurungan")
            for part, cells in sorted(parts.items())
        ]
    return lines
