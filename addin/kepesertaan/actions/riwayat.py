"""Button Riwayat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

from kepesertaan.domain.show import count, same_value

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
    def undoes(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def whole(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def left(self) -> int: ...  # noqa: D102
    @property
    def cells(self) -> Sequence[Any]: ...  # noqa: D102 - as journal.Cell


@action(
    "riwayat",
    label="Riwayat",
    group="Riwayat",
    needs="riwayat",
    icon="ReviewTrackChangesMenu",
    keytip="R",
    example="kepesertaan riwayat HASIL/PESERTA_bersih.xlsx",
)
def riwayat(
    runs: Sequence[Run], standing: Sequence[Run]
) -> list[tuple[str, str, str, str, str, str]]:
    """Menampilkan apa yang sudah dilakukan pada sebuah buku kerja.

    Setiap baris: nomor, waktu, petugas, tombol, jumlah sel, dan apakah masih berlaku. Melihat
    riwayat tidak mengubah apa pun.
    """
    states = _states(runs, standing)
    return [
        (str(n), shown_time(run), run.user, run.action, _cells(run), state)
        for n, (run, state) in enumerate(zip(runs, states, strict=True), 1)
    ]


def shown_time(run: Run) -> str:
    """Day and minute of a run, as the history shows them."""
    return run.time[:16].replace("T", " ")


def _cells(run: Run) -> str:
    values = sum(cell.kind == "isi" for cell in run.cells)
    colours = len(run.cells) - values
    verbs = ("dikembalikan", "warna dikembalikan") if run.undoes else ("diubah", "ditandai")
    parts = [f"{count(values)} sel {verbs[0]}"] if values else []
    parts += [f"{count(colours)} {verbs[1]}"] if colours else []
    return ", ".join(parts) or "tidak ada yang diubah"


def _states(runs: Sequence[Run], standing: Sequence[Run]) -> list[str]:
    """Whether each run stands, stands in part, was taken back, or takes another one back."""
    up = {run.id for run in standing}
    numbers = {run.id: n for n, run in enumerate(runs, 1)}
    undos = {undone: run for run in runs for undone in run.whole}  # the last one of each
    parts = [run for run in runs if run.undoes and run.id not in undos]
    states = []
    for run in runs:
        if run.id in undos and run.id not in up:
            left = undos[run.id].left
            some = f" sebagian, {count(left)} sel dibiarkan" if left else ""
            state = f"sudah diurungkan{some}"
        elif run.undoes:
            known = ", ".join(str(numbers[undone]) for undone in run.undoes if undone in numbers)
            what = "" if any(cell.kind == "isi" for cell in run.cells) else "tanda "
            state = f"mengurungkan {what}" + (f"nomor {known}" if known else "catatan lama")
        else:
            back = _taken_back(run, parts)
            some = f" kecuali {count(back)} sel yang sudah dikembalikan" if back else ""
            state = f"berlaku{some}" if run.id in up else "sudah diurungkan"
        states.append(state)
    return states


def _taken_back(run: Run, undos: Sequence[Run]) -> int:
    """How many of a run's values its undos in part have taken back."""
    own = [undo for undo in undos if run.id in undo.undoes]
    back = {(c.sheet, c.row, c.col): c for undo in own for c in undo.cells if c.kind == "isi"}
    return sum(
        same_value(u.before, cell.after) and same_value(u.after, cell.before)
        for cell in run.cells
        if cell.kind == "isi" and (u := back.get((cell.sheet, cell.row, cell.col)))
    )


HISTORY_COLUMNS = (
    "Urungkan", "No", "Waktu", "Tombol", "Petugas", "Lembar", "Kolom", "Aturan", "Sel", "Keadaan",
)  # fmt: skip


def history_lines(runs: Sequence[Run], standing: Sequence[Run]) -> list[tuple[str | int, ...]]:
    """A line for each sheet, column and rule of each run, in the order of ``HISTORY_COLUMNS``."""
    lines: list[tuple[str | int, ...]] = []
    for n, (run, state) in enumerate(zip(runs, _states(runs, standing), strict=True), 1):
        when = shown_time(run)
        parts = Counter((cell.sheet, cell.header, cell.rule) for cell in run.cells)
        lines += [
            ("", str(n), when, run.action, run.user, *part, cells, state)
            for part, cells in sorted(parts.items())
        ]
    return lines
