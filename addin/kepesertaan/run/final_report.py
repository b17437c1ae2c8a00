"""Run Laporan MSIB: the next version of a final report beside the intern's workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kepesertaan.actions.laporan_akhir import FinalReport
from kepesertaan.actions.registry import Action
from kepesertaan.actions.report_annexes import photo_names
from kepesertaan.data.holiday import free_days
from kepesertaan.domain.campus import Campus
from kepesertaan.domain.document import Photo
from kepesertaan.domain.errors import UnreadableInput, WrongUse
from kepesertaan.domain.internship import Internship
from kepesertaan.domain.show import count
from kepesertaan.files.pagebook import write_pages
from kepesertaan.files.read import read_book
from kepesertaan.files.save import replace_safely
from kepesertaan.files.troubles import reading
from kepesertaan.sheets.internship import read_internship

from .intern_files import NAME, campus_of, last_version, read_limited, versions_in
from .ledger import open_folder
from .plan import OUT, Job, Options
from .report import Report

NOTES = "catatan"
_ROOM = (130.0, 85.0)  # mm of a photo in an appendix
_PARTS_TOLD = 4
_EMPTIED = (
    "{} tidak lagi memuat tempat isian, mungkin karena disimpan oleh program selain Word. Untuk "
    "mulai dari awal pakai --baru; berkas itu tidak diubah dan teksnya dapat Anda salin."
)
_NO_PDF = "PDF tidak dibuat: LibreOffice atau Word tidak ditemukan di komputer ini."
Progress = Callable[[str], None]


@dataclass(slots=True)
class Made:
    """A report as bytes. ``kept``: sentences on what of an earlier version was left as it is."""

    data: bytes
    pdf: bytes | None
    kept: list[str] = field(default_factory=list)
    edits: int = 0  # how many of those sentences are about what a person did


def final_report(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    """Write the next version of one workbook's report; the workbook is not changed.

    Raises ``KepesertaanError``; nothing has been written then.
    """
    progress("membaca")
    with reading(job.source):
        if job.source.is_dir():
            raise WrongUse("Sebut buku MSIB, bukan folder; misalnya MSIB.xlsx.")
    book = read_book(job.source, password=options.password)
    work = read_internship(job.source.name, book.sheets)
    return report_of(action, work, job.source, options, progress)


def report_of(
    action: Action,
    work: Internship,
    home: Path,
    options: Options,
    progress: Progress,
    most: int = 0,
) -> Report:
    """The report of a workbook that was read; ``home``: where the workbook lies.

    ``most``: so many lines at most are said, those that matter first; 0 for all.

    Raises ``KepesertaanError``; nothing has been written then.
    """
    campus, styles = campus_of(str(options.own.get("profil") or "umum"), home.parent)
    photos, bad = _photos(work, home.parent)
    progress("menyusun")
    report: FinalReport = action.function(work, campus, _holidays(work), photos, options.today)
    folder = options.out or (home.parent if home.parent.name == OUT else home.parent / OUT)
    base = None if options.own.get("baru") else last_version(folder, campus)
    progress("menata halaman")
    made = _made(report, base, options, styles)
    made.kept += _left_behind(folder, base, options)
    written: list[Path] = []
    if not options.dry:
        progress("menulis")
        written = _write(report, made, folder)
    said = _told(report, made, bad, written, home)
    said.lines = _short(report, made, written, most) if most else said.lines
    return said


def _left_behind(folder: Path, base: Path | None, options: Options) -> list[str]:
    """That an earlier report of another profile was not the base of this one."""
    reports = [path for paths in versions_in(folder).values() for path in paths]
    words = sorted(path.name for path in reports if path.suffix.lower() == ".docx")
    if base or options.own.get("baru") or not words:
        return []
    return [
        f"{words[-1]} dibuat dengan profil lain, jadi tidak dilanjutkan; teks yang diketik di sana "
        "tetap di berkas itu."
    ]


def _holidays(work: Internship) -> dict[date, str]:
    """Holidays and joint leave of the years of the internship, by day."""
    if not (work.first and work.last):
        return {}
    years = range(work.first.year, work.last.year + 1)
    return {
        day: holiday.name
        for year in years
        for day, holiday in free_days(year, joint_leave=True).items()
    }


def _photos(work: Internship, home: Path) -> tuple[dict[str, Photo], list[str]]:
    """The pictures the workbook names, turned and fitted, and sentences on those that are not."""
    from kepesertaan.data.visits import Box, visit_settings
    from kepesertaan.word.photos import prepare, too_large

    settings = visit_settings().photos
    found: dict[str, Photo] = {}
    bad = []
    for name in photo_names(work):
        path = home / name.replace("\\", "/")
        if not (path.is_file() and path.resolve().is_relative_to(home.resolve())):
            continue  # the report says that it is missing
        with reading(path):
            if path.stat().st_size > settings.most_megabytes * 1_000_000:
                bad.append(f"{path.name}: {too_large(settings)}")
                continue
            data = path.read_bytes()
        try:
            ready = prepare(data, Box(1, *_ROOM), settings)
        except ValueError as trouble:
            bad.append(f"{path.name}: {trouble}")
            continue
        found[name] = Photo(ready.data, ready.width, ready.height, "")
    return found, bad


def _made(report: FinalReport, base: Path | None, options: Options, styles: bytes | None) -> Made:
    """Fill the earlier version, or a new document, and count its pages."""
    from kepesertaan.word.annexes import with_annexes
    from kepesertaan.word.controls import refill
    from kepesertaan.word.left_lists import with_lists
    from kepesertaan.word.skeleton import skeleton

    campus, contents = report.campus, report.contents
    fresh = skeleton(campus.look, report.sections, report.title, campus.id, styles)
    again = _refreshed(report, options)
    if base is None:
        return _listed(refill(fresh, contents, NAME, again).data, [], campus, options)
    there, name = read_limited(base), base.name
    start = with_lists(with_annexes(there, fresh, name), fresh, name)
    filled = refill(start, contents, name, again)
    if len(filled.absent) == len(contents.blocks):
        raise UnreadableInput(_EMPTIED.format(name))
    kept = [*_kept(filled, report, name), *_typed(start, fresh, name)]
    made = _listed(filled.data, kept, campus, options)
    made.kept.insert(made.edits, f"Dilanjutkan dari {name}.")
    return made


def _typed(start: bytes, fresh: bytes, name: str) -> list[str]:
    from kepesertaan.word.versions import typed_beside

    typed = len(typed_beside(start, fresh, name))
    said = f"{count(typed)} paragraf yang Anda ketik di luar isian dipertahankan."
    return [said] if typed else []


def _listed(data: bytes, kept: list[str], campus: Campus, options: Options) -> Made:
    """The document with its lists and, where asked for, its PDF."""
    from kepesertaan.word.contents import fill_contents
    from kepesertaan.word.left_lists import lists_in, note_left

    lay_out = _layer()
    done = fill_contents(data, lay_out, least=campus.least)
    there = lists_in(done.data, NAME)
    left = [label for label in lists_in(data, NAME) if label not in there]
    made = note_left(done.data, left, NAME)
    wanted = bool(options.own.get("pdf"))
    pdf = lay_out(made) if lay_out and wanted else None
    notes = [_NO_PDF, *done.notes] if wanted and pdf is None else done.notes
    return Made(made, pdf, [*kept, *_checked(made), *notes], len(kept))


def _checked(data: bytes) -> list[str]:
    """How much periksa-laporan would remark, where it would."""
    from kepesertaan.actions.periksa_laporan import periksa_laporan
    from kepesertaan.word.passages import read_passages

    found = len(periksa_laporan(read_passages(data)).told)
    said = f"Pemeriksa: {count(found)} hal di laporan perlu dilihat; jalankan periksa-laporan."
    return [said] if found else []


def _layer() -> Callable[[bytes], bytes] | None:
    """What makes a PDF of a document here, None where nothing does."""
    from kepesertaan.word.pdf import pdf_maker, to_pdf

    if not pdf_maker():
        return None
    return lambda data: to_pdf([data], destinations=True)[0].data


def _refreshed(report: FinalReport, options: Options) -> set[str]:
    """Ids of what is filled again though edited; by id or title. Raises ``WrongUse``."""
    titles = report.contents.titles
    asked = tuple(options.own.get("segarkan") or ())
    if "semua" in asked:
        return {*titles, *report.contents.fields}
    found = set()
    for name in asked:
        wanted = name.strip().lower()
        ids = [id for id, title in titles.items() if wanted in (id, title.lower())]
        if not ids:
            known = ", ".join(titles)
            raise WrongUse(f"--segarkan {name} tidak dikenal; pilih semua atau: {known}.")
        found |= set(ids)
    return found


def _ids_told(ids: list[str]) -> str:
    return ", ".join(id.replace("_", " ").title() for id in ids[:_PARTS_TOLD])


def _kept(filled: Any, report: FinalReport, name: str) -> list[str]:
    said = []
    titles = report.contents.titles
    if filled.kept:
        names = [titles.get(id, id.replace("_", " ")) for id in filled.kept]
        shown = ", ".join(names[:_PARTS_TOLD])
        more = f" dan {len(names) - _PARTS_TOLD} lainnya" if len(names) > _PARTS_TOLD else ""
        said.append(f"Suntingan Anda dipertahankan di {count(len(names))} bagian: {shown}{more}.")
    if filled.outdated:
        names = [titles.get(id, id.replace("_", " ")) for id in filled.outdated]
        said.append(
            f"Isi buku kerja untuk bagian itu sudah berubah: {', '.join(names[:_PARTS_TOLD])}. "
            "Sesuaikan di Word, atau isi ulang dengan --segarkan."
        )
    if filled.left:
        said.append(
            f"Tidak ada lagi di buku kerja, dibiarkan di laporan: {_ids_told(filled.left)}. Hapus "
            "di Word bila tidak diperlukan."
        )
    if filled.absent:
        names = [titles[id] for id in filled.absent]
        said.append(
            f"Tidak ada tempatnya di {name}, jadi tidak diisi: {', '.join(names[:_PARTS_TOLD])}."
        )
    return said


def _write(report: FinalReport, made: Made, folder: Path) -> list[Path]:
    open_folder(folder)
    number = max(versions_in(folder), default=0) + 1
    stem = f"{NAME}_v{number}"
    written = [folder / f"{stem}.docx"]
    replace_safely(written[0], lambda temp: temp.write_bytes(made.data), create_only=True)
    if made.pdf is not None:
        pdf = made.pdf
        written.append(folder / f"{stem}.pdf")
        replace_safely(written[-1], lambda temp: temp.write_bytes(pdf), create_only=True)
    if report.has_findings:
        written.append(folder / f"{stem} {NOTES}.xlsx")
        replace_safely(
            written[-1], lambda temp: write_pages(temp, None, report.pages), create_only=True
        )
    return written


def _short(report: FinalReport, made: Made, written: list[Path], most: int) -> list[str]:
    """The outline, what was kept of the person's, what is missing, and where the report is."""
    files = [f"Hasil: {path}" for path in written[:1]]
    said = [report.lines[0], *made.kept[: made.edits], *report.lines[1:]]
    return [*said[: most - len(files)], *files]


def _told(
    report: FinalReport, made: Made, bad: list[str], written: list[Path], home: Path
) -> Report:
    lines = [*report.lines, *(f"Foto tidak dapat dipakai: {text}" for text in bad), *made.kept]
    files = [f"Hasil: {path}" for path in written]
    if not written:
        files = ["Uji saja: tidak ada berkas yang ditulis."]
    return Report(
        home.name, baris=report.counts["log"], ditandai=report.counts["kurang"],
        keluaran=[path.as_posix() for path in written], catatan=[*lines],
        hitungan=report.counts, kode=int(report.has_findings or bool(bad)),
        lines=[*lines, *files], is_list=True,
    )  # fmt: skip
