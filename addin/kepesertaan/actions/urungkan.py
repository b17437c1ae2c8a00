"""Button Urungkan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from kepesertaan.domain.outcome import Change, Outcome
from kepesertaan.domain.show import same_value
from kepesertaan.domain.table import Raw, cell_name

from .registry import action

Current = Callable[[str, int, int], Raw]


class Touched(Protocol):
    """What is needed of a journal's cell."""

    kind: str
    sheet: str
    row: int
    col: int
    header: str
    field: str
    before: Raw
    after: Raw
    rule: str


@action(
    "urungkan",
    label="Urungkan",
    group="Riwayat",
    needs="jurnal",
    icon="Undo",
    keytip="U",
    large=True,
    writes=True,
    options={
        "aturan": "Hanya aturan ini, misalnya NIK-01.",
        "kolom": "Hanya kolom ini: judul, huruf, atau nama isian.",
        "baris": "Hanya baris ini, misalnya 5-20.",
        "catatan": "Nomor catatan pada riwayat; tanpa ini yang terakhir.",
    },
)
def urungkan(
    cells: Sequence[Touched],
    current: Current,
    *,
    aturan: tuple[str, ...] = (),
    kolom: tuple[str, ...] = (),
    baris: tuple[str, ...] = (),
    catatan: str = "",
) -> Outcome:
    """Mengembalikan isi sel sebelum perubahan terakhir, seluruhnya atau sebagian.

    Sel yang sudah Anda ubah sesudahnya dibiarkan dan disebutkan. Pengurungan ini sendiri masuk
    riwayat dan dapat diurungkan. Biarkan folder .kepesertaan di samping berkas hasil, dan jangan
    ganti nama berkas itu: di situlah riwayatnya dicari.
    """
    outcome = Outcome()
    for cell in cells:  # already chosen by rule, column and row
        if cell.kind == "isi":
            _invert(cell, current(cell.sheet, cell.row, cell.col), outcome)
    outcome.counts = {
        "diubah": len(outcome.changes),
        "dilewati": len(outcome.notes),
        "lembar": len({cell.sheet for cell in cells}),
    }
    return outcome


def _invert(cell: Touched, now: Raw, outcome: Outcome) -> None:
    if same_value(now, cell.before) and not same_value(cell.before, cell.after):
        return  # taken back already
    if not same_value(now, cell.after):
        where = f"{cell.sheet}!{cell_name(cell.row, cell.col)}"
        outcome.notes.append(f"{where}: sudah berubah sesudahnya, jadi dibiarkan.")
        return
    outcome.changes.append(
        Change(
            cell.sheet,
            cell.row,
            cell.col,
            cell.header,
            cell.field,
            now,
            cell.before,
            cell.rule,
            "Dikembalikan ke isi semula.",
        )
    )
