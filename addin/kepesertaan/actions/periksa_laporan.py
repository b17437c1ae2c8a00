"""Command Periksa Laporan: what should be looked at in a Word report before it is handed in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kepesertaan.data.report_words import report_words
from kepesertaan.domain.page import Page, PageColumn
from kepesertaan.domain.passages import Passage, Remark
from kepesertaan.domain.show import count
from kepesertaan.rules.report_rules import ReportRule, judge_report, report_rules

from .registry import action

_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){9,}")  # never shown, whichever rule quotes it
_SECRET = "(tidak ditulis)"
_MOST_KINDS = 3
_COLUMNS = (
    PageColumn("No", 6, "number"),
    PageColumn("Tempat", 38, "wrap"),
    PageColumn("Aturan", 28, "wrap"),
    PageColumn("Tertulis", 30, "wrap"),
    PageColumn("Yang perlu dilihat", 56, "wrap"),
    PageColumn("Usulan", 24, "wrap"),
)
_RULES = (
    PageColumn("Kode", 10),
    PageColumn("Aturan", 34, "wrap"),
    PageColumn("Yang dicari", 70, "wrap"),
    PageColumn("Jumlah", 10, "number"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One remark with what a comment in Word says."""

    passage: Passage
    remark: Remark
    text: str


@dataclass(slots=True)
class ReportCheck:
    """The remarks as sheets, as comments, and in a few lines."""

    pages: list[Page]
    told: list[Told]
    lines: list[str]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def has_findings(self) -> bool:
        """Whether there is something to look at."""
        return bool(self.told)


@action(
    "periksa-laporan",
    label="Periksa Laporan",
    group="Laporan",
    needs="laporan",
    example='kepesertaan periksa-laporan "HASIL/Laporan MSIB_v1.docx"',
)
def periksa_laporan(passages: Sequence[Passage]) -> ReportCheck:
    """Memeriksa laporan Word sebelum dikumpulkan, tanpa mengubah teksnya.

    Yang dicari: kata lembaga yang salah tulis, isian templat yang tertinggal, periode dan lama
    kegiatan yang bertentangan, angka yang berbeda dari terbilangnya, hari yang tidak cocok dengan
    tanggalnya, nomor bab, gambar, dan tabel yang ganda atau melompat, gambar yang ditunjuk tetapi
    tidak ada, nama yang ditulis dua cara, nomor pribadi di dalam teks, dan kata asing yang belum
    miring. Hasilnya daftar Excel dan salinan Word dengan komentar di tempatnya. Daftar kata ada
    di data/laporan.toml dan boleh ditambah kantor.
    """
    found = list(judge_report(passages))
    told = [
        Told(passages[remark.passage], remark, f"{remark.why} [{rule.code}]")
        for rule, remark in found
    ]
    counts = Counter(rule.code for rule, _ in found)
    pages = [_list(passages, found), _rules(counts)]
    return ReportCheck(pages, told, _said(passages, found), {"temuan": len(found), **counts})


def _list(passages: Sequence[Passage], found: Sequence[tuple[ReportRule, Remark]]) -> Page:
    rows = [
        (
            n, masked(passages[one.passage].place), f"{rule.code} {rule.label}",
            _SECRET if one.is_secret else masked(one.quote), masked(one.why), one.proposal,
        )
        for n, (rule, one) in enumerate(found, 1)
    ]  # fmt: skip
    return Page("Temuan", _COLUMNS, rows, 2, "Tidak ada yang perlu dilihat.")


def _rules(counts: Counter[str]) -> Page:
    rows = [(one.code, one.label, one.text, counts[one.code]) for one in report_rules()]
    words = report_words()
    doubt = "" if words.confirmed else " Belum dipastikan."
    rows.append(("", "Sumber daftar kata", f"{words.source}{doubt}", None))  # type: ignore[arg-type]
    return Page("Aturan", _RULES, rows)


def masked(text: str) -> str:
    """The text without the digits of long numbers.

    >>> masked("NIM 19081010001 di baris 2")
    'NIM … di baris 2'
    """
    return _LONG_NUMBER.sub("\u2026", text)


def _said(passages: Sequence[Passage], found: Sequence[tuple[ReportRule, Remark]]) -> list[str]:
    looked = f"{count(len(passages))} paragraf diperiksa"
    if not found:
        return [f"{looked}; tidak ada yang perlu dilihat. Baca sekali lagi sebelum dikumpulkan."]
    kinds = Counter(rule.label for rule, _ in found).most_common()
    named = ", ".join(f"{number} {label}" for label, number in kinds[:_MOST_KINDS])
    more = ", dan lainnya" if len(kinds) > _MOST_KINDS else ""
    _, first = found[0]
    return [
        f"{looked}, {count(len(found))} hal perlu dilihat: {named}{more}.",
        f"Pertama, {masked(passages[first.passage].place)}: {masked(first.why)}",
        "Teks laporan tidak diubah; putuskan sendiri setiap hal.",
    ]
