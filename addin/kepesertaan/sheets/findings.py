"""The findings book: lines a person reads, ticks and hands back to be applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.outcome import Change, Finding
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible

SUMMARY, CHANGES, QUESTIONS = "Ringkasan", "Perubahan", "Perlu Keputusan"
SUMMARY_TITLE = "Hasil pemeriksaan data kepesertaan"
HISTORY, HISTORY_TITLE = "Riwayat", "Riwayat pekerjaan"
COLUMNS = (
    "Terapkan", "Tingkat", "Lembar", "Sel", "Baris", "Kolom",
    "Isian Lama", "Isian Baru", "Aturan", "Alasan", "Bukti",
)  # fmt: skip
YES, NO, DONE = "Ya", "Tidak", "Sudah"
_TICKS = {"YA", "Y", "X", "V", "\u2713", "\u2714", "1", "TRUE", "BENAR"}
_LEVELS = ("Salah", "Periksa", "Info")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the findings book, in the order of ``COLUMNS``; ``row`` from 1."""

    tick: str
    level: str
    sheet: str
    cell: str
    row: int
    heading: str
    old: str
    new: str
    rule: str
    why: str
    evidence: str

    @property
    def is_ticked(self) -> bool:
        """Whether the person wants it applied."""
        return is_tick(self.tick)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a findings book comes from; paths are names or relative to the findings book."""

    action: str
    source: str
    result: str
    source_sha256: str
    columns: str = ""  # the user's own column choice, as on the command line
    sheets: str = ""  # the user's own sheets, with | between


def is_tick(text: str) -> bool:
    """Whether a cell of a tick column says yes, in any of the ways people do."""
    return visible(text).upper() in _TICKS


# A line as a plain tuple; dataclasses.astuple copies deeply and is slow at 100,000 lines.
as_row = attrgetter(*(f.name for f in fields(Line)))

_ORIGIN = {
    "Perintah": "action",
    "Berkas asal": "source",
    "Berkas hasil": "result",
    "Sidik jari berkas asal": "source_sha256",
    "Pilihan kolom": "columns",
    "Pilihan lembar": "sheets",
}


def change_line(change: Change, tick: str) -> Line:
    """A certain change as a line."""
    return Line(
        tick, "Pasti", change.sheet, change.cell, change.row, change.header,
        shown(change.before), shown(change.after), change.rule, change.why, change.evidence,
    )  # fmt: skip


def question_line(finding: Finding) -> Line:
    """A question as a line, not ticked."""
    return Line(
        "", finding.level, finding.sheet, finding.cell, finding.row, finding.header,
        shown(finding.value), shown(finding.proposal), finding.rule, finding.why, finding.evidence,
    )  # fmt: skip


def by_urgency(findings: Sequence[Finding]) -> list[Finding]:
    """Questions with the wrong ones first, else in the order of the sheet."""
    return sorted(findings, key=lambda f: _LEVELS.index(f.level) if f.level in _LEVELS else 0)


def origin_rows(origin: Origin) -> list[tuple[str, str]]:
    """The lines of the summary sheet that say where the book comes from."""
    return [(label, getattr(origin, name)) for label, name in _ORIGIN.items()]


def read_origin(rows: Sequence[Sequence[Raw]]) -> Origin:
    """The origin on the summary sheet. Raises ``SheetNotRecognised`` when it is not there."""
    found = {
        _ORIGIN[row[0]]: shown(row[1]) if len(row) > 1 else ""
        for row in rows
        if row and isinstance(row[0], str) and row[0] in _ORIGIN
    }
    if len(found) < len(_ORIGIN):
        raise SheetNotRecognised(
            f"Lembar '{SUMMARY}' tidak lengkap, jadi berkas asalnya tidak diketahui; "
            "buat ulang daftar temuan dengan perintah periksa."
        )
    return Origin(**found)


def read_lines(rows: Sequence[Sequence[Raw]]) -> list[Line]:
    """The lines below the heading row; columns may have been moved, not renamed."""
    for i, row in enumerate(rows[:20]):
        places = {str(value): k for k, value in enumerate(row) if value in COLUMNS}
        if len(places) == len(COLUMNS):
            order = [places[name] for name in COLUMNS]
            return [_line(row, order) for row in rows[i + 1 :] if any(v is not None for v in row)]
    raise SheetNotRecognised(
        f"Judul kolom {COLUMNS[0]} sampai {COLUMNS[-1]} tidak lengkap; "
        "kembalikan judul kolom seperti semula."
    )


def _line(row: Sequence[Raw], order: Sequence[int]) -> Line:
    texts = [shown(row[k]) if k < len(row) else "" for k in order]
    number = int(texts[4]) if texts[4].isdigit() else 0
    tick, level, sheet, cell, _, heading, old, new, rule, why, evidence = texts
    return Line(tick, level, sheet, cell, number, heading, old, new, rule, why, evidence)
