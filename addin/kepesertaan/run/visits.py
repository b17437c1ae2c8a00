"""Run Laporan Kunjungan on files: one Word report a visit, and the book that tells of them.

Every row is tried out before anything is written or numbered; bad rows are told, good ones made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kepesertaan.actions.laporan_kunjungan import Draft, VisitPlan
from kepesertaan.actions.registry import Action
from kepesertaan.actions.visit_pages import Filed
from kepesertaan.data.visits import VisitSettings, visit_settings
from kepesertaan.domain.displayed import is_displayed
from kepesertaan.domain.errors import Cancelled, KepesertaanError, UnreadableInput
from kepesertaan.domain.numbers import Claim
from kepesertaan.files.looks import number_formats
from kepesertaan.files.read import read_book
from kepesertaan.files.troubles import reading
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.visit_numbers import as_displayed, doubtful_shares, numbers_in
from kepesertaan.sheets.visits import VisitBook, find_visits, text_of
from kepesertaan.word.errors import ValuesMissing
from kepesertaan.word.naming import field_names
from kepesertaan.word.photos import prepare
from kepesertaan.word.picture import Picture
from kepesertaan.word.template import Rendered, render

from .ledger import open_folder, who
from .plan import Job, Options
from .register import Register, read_register, register_folder, take_number
from .report import Report
from .report_files import Put, Shelf, open_shelf, put_report
from .tables import chosen_sheets
from .visit_forms import Form, template_beside, visit_form
from .visit_photos import look_at_all, office_logo, photo_folder
from .visit_results import write_results
from .visit_rows import marked_rows
from .visit_told import report_of, with_headings

Progress = Callable[[str], None]
_DOT = bytes.fromhex(  # a PNG of one dot, in place of photos while rows are tried out
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6368"
    "000000820081772e9a620000000049454e44ae426082"
)
_NOT_WHOLE = "Isian belum lengkap (--ketat)."
_EDITED = "Laporan lama sudah disunting; ini versi barunya, bandingkan lalu pilih salah satu."
_KEPT = "Laporan sudah Anda sunting dan isiannya tidak berubah; laporan itu dibiarkan."


@dataclass(slots=True)
class Work:
    """A run. ``home``: the book that will tell of it; ``photos``: their folder, if any."""

    plan: VisitPlan
    form: Form
    shelf: Shelf
    settings: VisitSettings
    home: Path
    photos: Path | None
    filed: list[Filed] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)  # files, the reports first
    notes: list[str] = field(default_factory=list)
    logo: Picture | None = None
    has_no_pdf: bool = False  # though one was wanted


def visit_reports(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    """Make the reports of one book. Raises ``KepesertaanError``; nothing has been written then."""
    progress("membaca")
    book = read_visits(job.source, options)
    work = plan_reports(action, book, job.source, job.result, options, progress)
    try_out(work, progress)
    if not options.dry:
        make_reports(work, progress)
        write_results(work, progress)
    return report_of(job.source.name, work, dry=options.dry)


def read_visits(source: Path, options: Options) -> VisitBook:
    """The visits of a workbook. Raises ``UnreadableInput`` or ``SheetNotRecognised``."""
    book = read_book(source, password=options.password)
    chosen_sheets(book, options.sheets)  # says which sheets there are
    sheets = [
        Sheet(
            source.name, one.name, one.rows, one.merged, frozenset(one.hidden_rows), {},
            one.date1904,
        )
        for one in book.sheets
    ]  # fmt: skip
    codes = number_formats(book, numbers_in(sheets), is_displayed)
    return find_visits(source.name, as_displayed(sheets, codes), field_names, options.sheets)


def plan_reports(
    action: Action,
    book: VisitBook,
    source: Path,
    home: Path,
    options: Options,
    progress: Progress,
) -> Work:
    """What is to be made; nothing is written. ``home``: the book that will tell of it."""
    own, settings = options.own, visit_settings()
    form = visit_form(own.get("templat") or template_beside(source))
    folder = photo_folder(own.get("foto") or "", source) if form.has_photos else None
    photos = look_at_all(folder, settings.photos, progress) if folder else []
    shelf = open_shelf(home.parent / form.folder)
    plan: VisitPlan = action.function(
        book, photos, form.described, options.today, shelf.earlier(),
        hanya=tuple(own.get("hanya") or ()), gabung=bool(own.get("gabung")),
        pdf=bool(own.get("pdf")), ketat=bool(own.get("ketat")),
    )  # fmt: skip
    shares = doubtful_shares(book, settings.percent_words)
    notes = [*book.notes, *shares, *_unused_columns(book, form)]
    if own.get("foto") and not form.has_photos:
        notes.insert(0, f"Templat {form.template.name} tidak memuat foto; --foto tidak dipakai.")
    logo = office_logo(source, settings.photos)
    return Work(plan, form, shelf, settings, home, folder, notes=notes, logo=logo)


def _unused_columns(book: VisitBook, form: Form) -> list[str]:
    """Columns that a template takes from a sheet of their own, and so does not print."""
    return [
        f"Kolom {book.fields[table.name]} tidak dicetak: templat ini memerlukan lembar "
        f"{table.sheet}, satu baris satu {table.sheet.lower()}."
        for table in form.described.tables
        if any(text_of(visit.values.get(table.name)) for visit in book.visits)
        and table.name in book.fields
    ]


def try_out(work: Work, progress: Progress) -> None:
    """Fill the template with every row, photos left out: what is wrong with a row shows now.

    Raises ``UnreadableInput`` where the same is wrong with all: the template is.
    """
    total = len(work.plan.drafts)
    for number, draft in enumerate(work.plan.drafts, 1):
        progress(f"mencoba baris {number} dari {total}")
        filed = Filed(draft, "tidak dibuat", number=_told_number(draft), notes=list(draft.notes))
        work.filed.append(filed)
        if draft.bad:
            filed.notes.insert(0, draft.bad)
            continue
        _try(work, filed)
        if draft.bad:
            filed.notes.insert(0, draft.bad)
    reasons = {one.draft.bad for one in work.filed}
    if total > 1 and len(reasons) == 1 and not reasons & {"", _NOT_WHOLE}:
        raise UnreadableInput(reasons.pop())


def _try(work: Work, filed: Filed) -> None:
    draft = filed.draft
    number = _told_number(draft) or "0"
    try:
        made = _filled(work, filed, number, [_dot(draft)] * len(draft.photos))
        filed.notes += made.notes
    except ValuesMissing as lacking:
        filed.missing = [*headings(work, lacking.fields), *filed.missing]
        draft.bad = _NOT_WHOLE
    except KepesertaanError as error:
        draft.bad = with_headings(str(error), work.plan.book.fields)
    else:
        if work.plan.strict and filed.missing:
            draft.bad = _NOT_WHOLE


def _filled(work: Work, filed: Filed, number: str, pictures: Sequence[Picture]) -> Rendered:
    """A report, and what it lacks. Raises ``ValuesMissing`` where it must lack nothing."""
    draft = filed.draft
    rows, filed.missing = marked_rows(work.form.described, draft.values)
    values = {**_values(work, draft, number, pictures), **rows}
    made = render(work.form.template, values, strict=work.plan.strict)
    filed.missing = [*headings(work, made.missing), *filed.missing]
    return made


def make_reports(work: Work, progress: Progress) -> None:
    """Number and write the reports of the rows that were tried out well."""
    good = [one for one in work.filed if not one.draft.bad]
    progress("menulis")
    open_folder(work.home.parent)
    if good:
        open_folder(work.shelf.folder)
    register = _register(work) if work.form.has_number else None
    for number, filed in enumerate(good, 1):
        try:
            progress(f"laporan {number} dari {len(good)}: menulis")
            _make(work, filed, register)
        except Cancelled:
            for left in good[number - 1 :]:
                left.notes.insert(0, "Dibatalkan sebelum laporan ini dibuat.")
            return
        except KepesertaanError as error:
            filed.notes.insert(0, with_headings(str(error), work.plan.book.fields))


def _make(work: Work, filed: Filed, register: Register | None) -> None:
    draft = filed.draft
    filed.number = _told_number(draft)
    if register and not filed.number:
        filed.number = _numbered(work, draft, register)
    made = _filled(work, filed, filed.number, _pictures(work, draft))
    photos = [one.photo for one in draft.photos]
    put = put_report(work.shelf, draft.stem, ".docx", made.data, draft.visit.key, photos)
    _note(work, filed, put)


def _note(work: Work, filed: Filed, put: Put) -> None:
    filed.fate = put.fate
    filed.file = f"{work.shelf.folder.name}/{put.path.name}"
    work.made.append(put.path)
    if put.is_edited:
        filed.notes.insert(0, _KEPT if put.fate == "tidak berubah" else _EDITED)


def _register(work: Work) -> Register:
    register = read_register(
        register_folder(work.home, work.settings.team), work.settings.numbering
    )
    work.notes += register.notes
    return register


def _numbered(work: Work, draft: Draft, register: Register) -> str:
    """The report's number; "" without a day, which the number is of."""
    visit = draft.visit
    if visit.day is None:
        return ""
    claim = Claim(visit.day, visit.key, work.form.folder, who()[0], {"perusahaan": visit.company})
    return take_number(register, claim).written


def _told_number(draft: Draft) -> str:
    return text_of(draft.values.get("nomor_laporan"))


def _pictures(work: Work, draft: Draft) -> list[Picture]:
    box = work.settings.photos.box_for(len(draft.photos))
    found = []
    for placed, caption in zip(draft.photos, draft.captions, strict=True):
        assert work.photos is not None  # photos come from it
        path = work.photos / placed.photo.name
        with reading(path):
            data = path.read_bytes()
        try:
            made = prepare(data, box, work.settings.photos)
        except ValueError as unfit:  # it was changed since it was looked at
            raise UnreadableInput(f"Foto {placed.photo.name}: {unfit}") from unfit
        found.append(Picture(made.data, made.width, made.height, caption))
    return found


def _dot(draft: Draft) -> Picture:
    return Picture(_DOT, 10, 10, draft.visit.label)


def _values(work: Work, draft: Draft, number: str, pictures: Sequence[Picture]) -> dict[str, Any]:
    """A template's values: the draft's, its number, and its photos one by one and in pairs."""
    photos = [
        {"gambar": picture, "nomor": k, "keterangan": caption}
        for k, (picture, caption) in enumerate(zip(pictures, draft.captions, strict=True), 1)
    ]
    pairs = [photos[k : k + 2] for k in range(0, len(photos), 2)]
    return {
        **draft.values, "nomor_laporan": number or None, "logo_kantor": work.logo or "",
        "foto": photos, "foto_baris": pairs,
    }  # fmt: skip


def headings(work: Work, names: Sequence[str]) -> list[str]:
    """Field names as the sheet or the template's description calls them."""
    found = []
    for name in names:
        described = work.form.described.field(name)
        found.append(work.plan.book.fields.get(name) or (described.label if described else name))
    return list(dict.fromkeys(found))
