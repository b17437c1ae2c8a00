"""Button Laporan MSIB: the final report of an internship from the intern's workbook."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from kepesertaan.data.internship import groups, longest_day
from kepesertaan.domain.campus import Campus
from kepesertaan.domain.document import Contents, Photo, Section, plain
from kepesertaan.domain.internship import Internship, Problem
from kepesertaan.domain.logbook import Oddity, hours, oddities, totals, weekdays_of, work_days
from kepesertaan.domain.page import Page
from kepesertaan.domain.show import count
from kepesertaan.rules.report_text import personal_numbers

from .registry import action
from .report_pages import missing_lines, note_pages, outline_line
from .report_whole import abstract_words, write_whole

_CITED = re.compile(r"\[(\d{1,3}(?:\s*[,;\u2013-]\s*\d{1,3})*)\]")  # [1], [2, 3], [4-6]


@dataclass(slots=True)
class FinalReport:
    """The report to be made. ``pages``: sheets of what to look at; ``has_findings``: there is."""

    title: str
    sections: tuple[Section, ...]
    contents: Contents
    campus: Campus
    pages: list[Page]
    lines: list[str]
    counts: dict[str, int] = field(default_factory=dict)
    has_findings: bool = False


@action(
    "laporan-akhir",
    label="Laporan MSIB",
    group="Laporan",
    needs="msib",
    icon="FileSaveAsWordDocx",
    keytip="M",
    options={
        "profil": "Aturan kampus: umum, teknik, atau berkas .toml; tanpa ini umum.",
        "pdf": "Buat juga PDF.",
        "baru": "Mulai dari awal, bukan dari versi terakhir di folder hasil.",
        "segarkan": "Isi ulang bagian yang sudah disunting (boleh diulang), atau semua.",
    },
    example="kepesertaan laporan-akhir MSIB.xlsx --profil umum --keluar HASIL/ --pdf",
)
def laporan_akhir(
    work: Internship,
    campus: Campus,
    holidays: Mapping[date, str],
    photos: Mapping[str, Photo],
    as_of: date,
    *,
    pdf: bool = False,
    baru: bool = False,
    segarkan: tuple[str, ...] = (),
) -> FinalReport:
    """Menyusun laporan akhir MSIB dalam Word dari buku kerja mahasiswa.

    Lebih dahulu disebutkan kelengkapan tiap bab dan apa yang belum ada; yang belum ada ditandai
    kuning [ISI: …] di laporan, tidak pernah dikarang. Sampul, lembar pengesahan, abstrak, kata
    pengantar, daftar isi, Bab I-IV, referensi, dan lampiran mengikuti profil kampus (berkas .toml
    di folder templates yang boleh disalin dan diubah). Bagan organisasi dan grafik nilai dapat
    disunting di Word. Hari kerja dihitung menurut kalender Indonesia; hari tanpa catatan, tanggal
    di luar periode atau di hari libur, dan jam yang bertumpuk disebutkan. Hasilnya versi baru
    (Laporan MSIB_v1.docx, _v2, …); teks yang Anda ketik di Word di versi terakhir dipertahankan,
    dan bagian yang Anda sunting disebutkan. Nomor seperti NIK atau KPJ tidak ikut ke laporan.
    """
    del pdf, baru, segarkan  # for the runner
    whole = write_whole(work, campus, holidays, photos)
    needs = whole.writing.needs
    odd = _oddities(work, holidays, as_of)
    problems = [
        *work.problems,
        *_personal(work),
        *_long_abstract(work, campus),
        *_unused(work, whole.writing.used),
        *_uncited(work),
    ]
    missing = missing_lines(needs)
    lines = [f"Kerangka: {outline_line(needs)}", *missing, *_log_lines(work, holidays, odd)]
    if problems:
        lines.append(f"{count(len(problems))} isian perlu dilihat: {_few(problems)}")
    if not campus.confirmed:
        lines.append(
            f"Profil kampus {campus.name} belum dipastikan; cocokkan dengan pedoman kampus."
        )
    counts = {"kurang": sum(not n.is_there for found in needs.values() for n in found),
              "log": len(work.log), "hal_log": len(odd), "isian": len(problems)}  # fmt: skip
    return FinalReport(
        plain(whole.contents.fields["judul"]), whole.sections, whole.contents, campus,
        note_pages(needs, odd, problems), lines, counts, bool(missing or odd or problems),
    )  # fmt: skip


def _oddities(work: Internship, holidays: Mapping[date, str], as_of: date) -> list[Oddity]:
    if not (work.first and work.last):
        return []
    return oddities(work.log, work.first, work.last, holidays, work.shifts, longest_day(), as_of)


def _log_lines(work: Internship, holidays: Mapping[date, str], odd: list[Oddity]) -> list[str]:
    if not (work.first and work.last and work.log):
        return []
    worked = [key for key, group in groups().items() if group.work]
    found = totals(work.counted, worked, work.shifts)
    days = len({entry.day for entry in work.counted if entry.group in worked})
    due = work_days(work.first, work.last, holidays, weekdays_of(work.shifts))
    line = (
        f"{count(len(due))} hari kerja menurut kalender, "
        f"{count(days)} hari tercatat, {hours(sum(t.minutes for t in found))} jam."
    )
    gaps = [o for o in odd if o.kind == "kosong"]
    others = [o for o in odd if o.kind != "kosong"]
    lines = [line]
    if gaps:
        shown = ", ".join(f"{gap.day:%d-%m-%Y}" for gap in gaps[:3])
        more = f" dan {len(gaps) - 3} lainnya" if len(gaps) > 3 else ""
        lines.append(f"{count(len(gaps))} hari kerja tanpa catatan: {shown}{more}.")
    if others:
        first = others[0]
        lines.append(
            f"{count(len(others))} hal di Logbook perlu dilihat, misalnya {first.place} "
            f"({first.day:%d-%m-%Y}): {first.text}"
        )
    return lines


def _personal(work: Internship) -> list[Problem]:
    """Places with numbers like a NIK or KPJ; the numbers themselves are never told."""
    texts = [(f"Narasi, kunci {key}", text) for key, parts in work.prose.items() for text in parts]
    texts += [(entry.place, f"{entry.activity}\n{entry.result}") for entry in work.log]
    texts += [("Referensi", text) for text in work.references]
    texts += [("Lingkup", duty) for _, duty in work.scope]
    texts += [("Deskripsi", text) for _, text in work.descriptions]
    texts += [("Struktur", f"{unit.title}\n{unit.name}") for unit in work.units]
    texts += [("Struktur", text) for text in work.duties_of_units.values()]
    texts += [("Event", f"{e.name}\n{e.text}\n{e.caption}") for e in work.events]
    texts += [("Proyek", f"{s.text}\n{s.result}") for s in work.stages]
    what = "memuat nomor seperti NIK atau KPJ; di laporan disembunyikan. Hapus dari buku kerja."
    own = work.values.get("nim", "")
    return [Problem(place, what) for place, text in texts if personal_numbers(text, own)]


def _uncited(work: Internship) -> list[Problem]:
    """Sources that text cites by a number Referensi does not have."""
    texts = [text for parts in work.prose.values() for text in parts]
    texts += [text for _, text in work.descriptions]
    groups_cited = [match[1] for text in texts for match in _CITED.finditer(text)]
    cited = {int(number) for group in groups_cited for number in re.findall(r"\d+", group)}
    return [
        Problem("Narasi", f"sumber [{number}] dirujuk, tetapi tidak ada di lembar Referensi.")
        for number in sorted(cited)
        if work.references and not 0 < number <= len(work.references)
    ]


def _unused(work: Internship, used: Collection[str]) -> list[Problem]:
    """Text of Narasi under keys that no part of the report asks for."""
    found = []
    for key in work.prose:
        if key not in used:
            near = difflib.get_close_matches(key, sorted(used), 1)
            meant = f"; maksudnya '{near[0]}'?" if near else "."
            text = "tidak ada di kerangka laporan, jadi teksnya tidak dipakai" + meant
            found.append(Problem(f"Narasi, kunci {key}", text))
    return found


def _long_abstract(work: Internship, campus: Campus) -> list[Problem]:
    words = abstract_words(work)
    if words <= campus.abstract_words:
        return []
    text = f"abstrak {words} kata, paling banyak {campus.abstract_words} menurut profil kampus."
    return [Problem("Narasi, kunci abstrak", text)]


def _few(problems: list[Problem]) -> str:
    shown = "; ".join(f"{problem.place}: {problem.text.rstrip('.')}" for problem in problems[:2])
    return shown + (f"; dan {len(problems) - 2} lainnya." if len(problems) > 2 else ".")
