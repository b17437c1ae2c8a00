"""Button Urungkan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from kepesertaan.domain.outcome import Change, Outcome
from kepesertaan.domain.show import same_value
from kepesertaan.domain.table import Raw, cell_name

from .registry import action

Current = Callable[[str, int, int], Raw]


class Touched(Protocol):
    """What is needed of a journal's cell."""

    @property
    def kind(self) -> str: ...  # noqa: D102 - as the journal says
    @property
    def sheet(self) -> str: ...  # noqa: D102
    @property
    def row(self) -> int: ...  # noqa: D102
    @property
    def col(self) -> int: ...  # noqa: D102
    @property
    def header(self) -> str: ...  # noqa: D102
    @property
    def field(self) -> str: ...  # noqa: D102
    @property
    def before(self) -> Raw: ...  # noqa: D102
    @property
    def after(self) -> Raw: ...  # noqa: D102
    @property
    def rule(self) -> str: ...  # noqa: D102
    @property
    def fill(self) -> str: ...  # noqa: D102
    @property
    def mark(self) -> str | None: ...  # noqa: D102


Place = tuple[str, int, int]
Marked = TypeVar("Marked", bound=Touched)


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
        "tanda": "Hanya warna tandanya; isi yang sudah diperbaiki tetap.",
    },
    example="kepesertaan urungkan HASIL/PESERTA_bersih.xlsx --aturan NIK-01",
)
def urungkan(
    cells: Sequence[Touched],
    current: Current,
    *,
    aturan: tuple[str, ...] = (),
    kolom: tuple[str, ...] = (),
    baris: tuple[str, ...] = (),
    catatan: str = "",
    tanda: bool = False,
) -> Outcome:
    """Mengembalikan isi sel sebelum perubahan terakhir, seluruhnya atau sebagian.

    Sel yang isinya atau warnanya sudah Anda ubah sesudahnya dibiarkan dan disebutkan. Pengurungan
    ini sendiri masuk riwayat dan dapat diurungkan. Biarkan folder .kepesertaan di samping berkas
    hasil, dan jangan ganti nama berkas itu: di situlah riwayatnya dicari.
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


def marks_to_remove(
    cells: Sequence[Marked], fills: Mapping[Place, str]
) -> tuple[list[tuple[Marked, str]], int]:
    """The cells that still bear our mark, with the fill from before it; how many do not any more.

    ``cells`` of the standing runs, the newest run first; ``fills`` as the cells look now.
    """
    newest: dict[Place, tuple[Marked, str]] = {}
    for cell in cells:
        place = (cell.sheet, cell.row, cell.col)
        if place not in newest:
            newest[place] = (cell, cell.fill)
        elif newest[place][1] == cell.mark:  # nobody gave it another colour between the runs
            newest[place] = (newest[place][0], cell.fill)
    marked: list[tuple[Marked, str]] = []
    recoloured = 0
    for place, (cell, fill) in sorted(newest.items()):
        now = fills.get(place, fill)
        if now == cell.mark and now != fill:
            marked.append((cell, fill))
        else:
            recoloured += now not in (cell.mark, fill)
    return marked, recoloured
