"""The book that tells what came of visit reports, as plain specifications of sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kepesertaan.domain.page import Block, Board, Cell, Link, Page, PageColumn
from kepesertaan.domain.photos import Placed, State
from kepesertaan.domain.show import count
from kepesertaan.sheets import visit_report as names

from .laporan_kunjungan import Draft, VisitPlan

Fate = Literal["dibuat", "diperbarui", "tidak berubah", "versi baru", "tidak dibuat"]


@dataclass(slots=True)
class Filed:
    """What came of a draft. ``file``: its address from the book, "" without one; ``missing``: the
    headings of fields without a value; ``notes``: what a person looks at, reasons first.
    """

    draft: Draft
    fate: Fate
    file: str = ""
    number: str = ""
    missing: Sequence[str] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def is_made(self) -> bool:
        """Whether there is a report."""
        return self.fate != "tidak dibuat"


def pages(plan: VisitPlan, filed: Sequence[Filed]) -> list[Page]:
    """A line a visit, and a line a photo."""
    return [_reports_page(filed), _photos_page(plan, filed)]


def _reports_page(filed: Sequence[Filed]) -> Page:
    columns = (
        PageColumn("No", 6, "number"), PageColumn("Baris", 8, "number"),
        PageColumn("Tanggal", 13, "date"), PageColumn("Perusahaan", 30, "wrap"),
        PageColumn("Nomor Laporan", 18), PageColumn("Keadaan", 15),
        PageColumn("Laporan", 15, "link"), PageColumn("Belum terisi", 34, "wrap"),
        PageColumn("Foto", 8, "number"), PageColumn("Perlu dilihat", 46, "wrap"),
    )  # fmt: skip
    rows = [_report_row(number, one) for number, one in enumerate(filed, 1)]
    return Page(names.REPORTS, columns, rows, 4)


def _report_row(number: int, one: Filed) -> tuple[Cell, ...]:
    visit = one.draft.visit
    link = Link(f"external:{one.file}", "Buka laporan") if one.file else ""
    return (
        number, visit.row, visit.day, visit.who, one.number, one.fate, link, ", ".join(one.missing),
        len(one.draft.photos) if one.is_made else 0, "\n".join(one.notes),
    )  # fmt: skip


def _photos_page(plan: VisitPlan, filed: Sequence[Filed]) -> Page:
    used = {one.photo.name for draft in filed if draft.is_made for one in draft.draft.photos}
    columns = (
        PageColumn("Foto", 38, "wrap"), PageColumn("Keadaan", 14), PageColumn("Dipasang", 11),
        PageColumn("Baris", 8, "number"), PageColumn("Kunjungan", 34, "wrap"),
        PageColumn("Waktu foto", 18), PageColumn("Alasan", 66, "wrap"),
    )  # fmt: skip
    order = {"periksa": 0, "tidak cocok": 1, "tidak terbaca": 2, "cocok": 3}
    placed = sorted(plan.placed, key=lambda one: (order[one.state], one.visit or 0, one.photo.name))
    rows = [_photo_row(plan, one, one.photo.name in used) for one in placed]
    return Page(names.PHOTOS, columns, rows, 1, "Tidak ada foto.")


def _photo_row(plan: VisitPlan, one: Placed, is_used: bool) -> tuple[Cell, ...]:
    visit = plan.book.visits[one.visit] if one.visit is not None else None
    photo = one.photo
    when = f"{photo.taken:%d-%m-%Y %H.%M}" if photo.taken else ""
    if not when and photo.day:
        when = f"{photo.day:%d-%m-%Y}"
    return (
        photo.name, one.state, "ya" if is_used else "tidak", visit.row if visit else None,
        visit.label if visit else "", when, _sentence(one.reason, one.is_used and not is_used),
    )  # fmt: skip


def _sentence(reason: str, is_left: bool) -> str:
    """The reason; and why a photo that fits is not in a report after all."""
    left = "; laporannya tidak dibuat kali ini" if is_left else ""
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}{left}."


def board(plan: VisitPlan, filed: Sequence[Filed], template: str, notes: Sequence[str]) -> Board:
    """Counts that add up, and what the reports were made from."""
    fates = Counter(one.fate for one in filed)
    states = Counter(one.state for one in plan.placed)
    used = sum(len(one.draft.photos) for one in filed if one.is_made)
    made: list[tuple[Cell, ...]] = [(fate, fates[fate]) for fate in _FATES if fates[fate]]
    photos = [(state, states[state]) for state in _STATES if states[state]]
    return Board(
        names.SUMMARY,
        f"{names.BOOK} {plan.as_of:%d-%m-%Y}",
        [
            Block("Laporan", ("Keadaan", "Jumlah"), [*made, ("Kunjungan yang diminta", len(filed))],
                  ("text", "number")),
            Block("Foto", ("Keadaan", "Jumlah"), [*photos, ("Semua foto", len(plan.placed))],
                  ("text", "number"), note=f"{count(used)} foto terpasang di laporan di atas."),
            Block("Dibuat dari", ("", ""), list(_sources(plan, template)), ("text", "wrap")),
            Block("Catatan", ("",), [(note,) for note in notes or ["Tidak ada."]], ("wrap",)),
        ],
        (60, 44, 22, 22, 12),
    )  # fmt: skip


_FATES: tuple[Fate, ...] = ("dibuat", "diperbarui", "versi baru", "tidak berubah", "tidak dibuat")
_STATES: tuple[State, ...] = ("cocok", "periksa", "tidak cocok", "tidak terbaca")


def _sources(plan: VisitPlan, template: str) -> Iterator[tuple[Cell, ...]]:
    yield ("Lembar", plan.book.sheet)
    yield ("Kunjungan di lembar itu", len(plan.book.visits))
    yield ("Templat", template)
    if plan.form.title:
        yield ("Judul templat", plan.form.title)
