"""What a run says: plain counts for programs, at most six short lines for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kepesertaan.domain.show import count

MOST_LINES = 6
BUG = 70  # exit code of our own mistakes
_ORDER = (BUG, 4, 3, 2, 1, 0)


@dataclass(slots=True)
class Report:
    """One file's outcome. ``code`` is its exit code; ``lines`` are for people."""

    berkas: str
    lembar: int = 0
    baris: int = 0
    sel: int = 0
    diubah: int = 0
    ditandai: int = 0
    dilewati: int = 0
    per_aturan: dict[str, dict[str, int]] = field(default_factory=dict)
    keluaran: list[str] = field(default_factory=list)
    catatan: list[str] = field(default_factory=list)
    kode: int = 0
    lines: list[str] = field(default_factory=list)
    tanda: int = 0  # colours taken away
    hitungan: dict[str, int] = field(default_factory=dict)  # what only this kind of run counts

    def as_json(self) -> dict[str, Any]:
        """Everything but the lines, and its own counts where it has any."""
        left_out = ("lines",) if self.hitungan else ("lines", "hitungan")
        return {key: value for key, value in asdict(self).items() if key not in left_out}


def failed(path: Path, error: Exception, code: int) -> Report:
    """The report of a file that could not be worked on."""
    return Report(path.name, kode=code, catatan=[str(error)], lines=[str(error)])


def together(reports: Sequence[Report]) -> dict[str, Any]:
    """One JSON object: the report of a single file, or sums with each file's report inside."""
    if len(reports) == 1:
        return reports[0].as_json()
    numbers = ("lembar", "baris", "sel", "diubah", "ditandai", "dilewati", "tanda")
    sums: dict[str, Any] = {name: sum(getattr(r, name) for r in reports) for name in numbers}
    rules: dict[str, dict[str, int]] = {}
    for report in reports:
        for code, counts in report.per_aturan.items():
            total = rules.setdefault(code, dict.fromkeys(counts, 0))
            for key, number in counts.items():
                total[key] = total.get(key, 0) + number
    return {
        "berkas": [report.berkas for report in reports],
        **sums,
        "per_aturan": dict(sorted(rules.items())),
        "keluaran": [path for report in reports for path in report.keluaran],
        "kode": worst(reports),
        "rincian": [report.as_json() for report in reports],
    }


def worst(reports: Sequence[Report]) -> int:
    """The exit code of a run over several files: the gravest."""
    codes = {report.kode for report in reports}
    return next((code for code in _ORDER if code in codes), 0)


def lines_for_people(reports: Sequence[Report]) -> list[str]:
    """A single file's lines, or a line a file and one for all."""
    if len(reports) == 1:
        return reports[0].lines[:MOST_LINES]
    lines = [_one_line(report) for report in reports]
    bad = sum(report.kode >= 2 for report in reports)
    changed = count(sum(report.diubah for report in reports))
    flagged = count(sum(report.ditandai for report in reports))
    rest = f", {bad} gagal" if bad else ""
    total = f"{len(reports)} berkas{rest}: {changed} sel diubah, {flagged} sel perlu keputusan."
    folders = sorted({str(Path(made).parent) for report in reports for made in report.keluaran})
    return [*lines, total, *(f"Hasil di folder {folder}" for folder in folders)]


def questions_told(counts: dict[str, int]) -> list[str]:
    """Why the list of questions has another length than there are cells to decide, where it has.

    >>> questions_told({"temuan": 32, "ditandai": 28, "keduanya": 2, "kolom": 1})
    ['32 pertanyaan: pada 28 sel itu, 2 sel yang juga diubah, 1 judul kolom.']
    """
    if counts.get("temuan", 0) == counts.get("ditandai", 0):
        return []
    parts = [f"{count(counts['ditandai'])} sel itu"] if counts["ditandai"] else []
    parts += [f"{count(counts['keduanya'])} sel yang juga diubah"] if counts["keduanya"] else []
    parts += [f"{count(counts['kolom'])} judul kolom"] if counts["kolom"] else []
    return [f"{count(counts['temuan'])} pertanyaan: pada {', '.join(parts)}."]


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of as many texts as lines whose columns stand below each other.

    >>> in_columns([("1", "budi", "7 sel"), ("12", "sri", "")])
    ['1   budi  7 sel', '12  sri']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = ((t.ljust(width) for t, width in zip(row, widths, strict=True)) for row in rows)
    return ["  ".join(row).rstrip() for row in padded]


def _one_line(report: Report) -> str:
    if report.kode >= 2:
        text = report.lines[0] if report.lines else "gagal."
        return text if report.berkas in text else f"{report.berkas}: {text}"
    return (
        f"{report.berkas}: {count(report.baris)} baris, {count(report.diubah)} sel diubah, "
        f"{count(report.ditandai)} sel perlu keputusan."
    )
