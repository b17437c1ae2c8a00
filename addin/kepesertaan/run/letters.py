"""Run Surat Tagihan on files: numbers from the register, a Word file a letter, the book of them.

Everything that can go wrong without a number is found before the first number is taken.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kepesertaan.actions.letter_board import board
from kepesertaan.actions.letter_pages import Written, pages
from kepesertaan.actions.registry import Action
from kepesertaan.actions.surat_tagihan import LetterPlan
from kepesertaan.data.letters import LetterSettings, letter_settings
from kepesertaan.data.office import office
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.domain.numbers import Claim, Entry, Mark
from kepesertaan.domain.period import month_name
from kepesertaan.domain.show import count
from kepesertaan.domain.table import Table
from kepesertaan.files.filename import keep_new, safe_name
from kepesertaan.files.pagebook import write_pages
from kepesertaan.files.troubles import plain
from kepesertaan.files.windows import reachable
from kepesertaan.rules.arrears import Arrears
from kepesertaan.rules.letter_text import letter_total, letter_values
from kepesertaan.rules.letters import Planned
from kepesertaan.sheets.letter_list import FOLDER, TOGETHER

from .call_history import history_for
from .call_list import read_debts
from .ledger import open_folder, who
from .letter_forms import filled, letter_forms
from .letter_pdfs import letter_pdfs, refuse_no_pdf
from .plan import Job, Options
from .register import Register, put_mark, read_register, register_folder, take_number
from .report import Report
from .scratch import scratch_folder
from .void_letter import void

if TYPE_CHECKING:
    from kepesertaan.word.template import Template

Progress = Callable[[str], None]
Tables = tuple[Sequence[Table], Sequence[Table]]
_ALONE = (
    "Register nomor hanya di folder hasil ini. Agar nomor tidak ganda antarpetugas, isi folder "
    "bersama di letters.toml."
)
_MOST_DAYS = 3
_EDITED = "Surat lama sudah ada dan berbeda; ini versi barunya, pilih salah satu"
_OLD_PDF = "PDF lama dengan nama ini masih ada; hapus, lalu buat lagi dengan --pdf"


@dataclass(slots=True)
class Made:
    """What came of a run. ``files``: those that were made or stood already."""

    plan: LetterPlan
    written: list[Written]
    register: Register
    files: list[Path]
    notes: list[str]
    new: int = 0  # letters that had no file before


def letters(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    """Write the letters of one arrears book, or make a number void.

    Raises ``KepesertaanError``; no number has been taken then, unless a disk failed on the way.
    """
    if options.own.get("batal") or options.own.get("alasan"):
        return void(job, options)
    progress("membaca")
    tables = read_debts(job.source, options)
    made = plan_letters(action, job.result, job.result, tables, options)
    if options.dry:
        return report_of(job, made, dry=True)
    write_letters(job.result, made, tables, options, progress)
    return report_of(job, made)


def plan_letters(action: Action, book: Path, home: Path, tables: Tables, options: Options) -> Made:
    """Who gets which letter; nothing is written. ``book``: the one that will tell of them;
    ``home``: what the calls lie beside.
    """
    settings = letter_settings()
    register = read_register(register_folder(book, settings.team), settings.numbering)
    history = history_for(home, tables[1], options.today, dry=True)
    plan: LetterPlan = action.function(
        *tables, options.today, history.calls, register.entries,
        tingkat=options.own.get("tingkat") or "", gabung=bool(options.own.get("gabung")),
        pdf=bool(options.own.get("pdf")),
    )  # fmt: skip
    notes = [*history.notes, *register.notes]
    if not settings.team:
        notes.append(_ALONE)
    return Made(plan, [], register, [], notes)


def write_letters(
    book: Path, made: Made, tables: Tables, options: Options, progress: Progress
) -> None:
    """Take the numbers, write the letters and their book. Raises ``KepesertaanError``."""
    settings = letter_settings()
    forms = letter_forms(settings, options.own.get("templat"))
    _try_out(made.plan, forms, settings)
    if made.plan.as_pdf:
        refuse_no_pdf()
    progress("menulis")
    open_folder(book.parent)
    _settle(made, options)
    folder = book.parent / f"{FOLDER} {options.today.isoformat()}"
    documents: list[bytes] = []
    for planned in made.plan.letters:
        entry = take_number(made.register, _claim(planned, options))
        data = filled(forms[planned.level.id], letter_values(planned, entry, settings, office()))
        documents.append(data)
        made.written.append(_kept(made, planned, entry, folder, data))
    letters = list(made.files)
    _write_book(made, book, tables, settings)
    with _after_letters():
        _write_together(made, book, letters, documents, progress)


def _try_out(plan: LetterPlan, forms: dict[str, Template], settings: LetterSettings) -> None:
    """Fill each template once with a number that is none: what is wrong with it shows now."""
    for planned in {one.level.id: one for one in plan.letters}.values():
        entry = Entry(0, "0", Claim(plan.as_of, planned.debt.key, planned.level.id))
        filled(forms[planned.level.id], letter_values(planned, entry, settings, office()))


def _claim(planned: Planned, options: Options) -> Claim:
    debt = planned.debt
    facts = {
        "nama": planned.level.name,
        "perusahaan": debt.name, "blth": " ".join(map(month_name, debt.months)),
        "iuran": str(debt.amount), "denda": str(debt.fine), "total": str(letter_total(debt)),
    }  # fmt: skip
    return Claim(options.today, debt.key, planned.level.id, who()[0], facts)


def _settle(made: Made, options: Options) -> None:
    """Note on the open letters of companies that owe nothing any more that they are settled."""
    for entry in made.plan.settled:
        why = "lunas menurut lembar piutang atau pembayaran"
        put_mark(made.register, entry, Mark("lunas", options.today, why, who()[0]))


def _kept(made: Made, planned: Planned, entry: Entry, folder: Path, data: bytes) -> Written:
    level = safe_name(planned.level.name)
    company = entry.claim.facts.get("perusahaan") or planned.debt.name  # one name a number
    name = f"{entry.number:03} {level} {safe_name(company)}.docx"
    path, is_new = keep_new(folder / name, data)
    made.files.append(path)
    made.new += is_new
    look = (*planned.look, *_differs(made.plan, planned))
    if path.name != name:
        look = (*look, _EDITED)
    if is_new and reachable(path.with_suffix(".pdf")).exists():
        look = (*look, _OLD_PDF)
    return Written(planned, entry, f"{folder.name}/{path.name}", look)


def _differs(plan: LetterPlan, planned: Planned) -> Iterator[str]:
    if any(one.key == planned.debt.key for one in plan.found.differences):
        yield "Angka berbeda dari lembar piutang: lembar Selisih"


@contextlib.contextmanager
def _after_letters() -> Iterator[None]:
    """Say of whatever goes wrong with what is made of the letters that they are there already."""
    try:
        yield
    except KepesertaanError as error:
        raise type(error)(f"{error} Surat dan Daftar Surat sudah dibuat.") from error


def _write_together(
    made: Made, book: Path, letters: list[Path], documents: list[bytes], progress: Progress
) -> None:
    """All letters as one document, and what is wanted as PDF."""
    whole = None
    if made.plan.together and documents:
        from kepesertaan.word.merge import merge

        name = f"{TOGETHER} {made.plan.as_of.isoformat()}.docx"
        whole, _ = keep_new(book.parent / name, merge(documents))
        made.files.append(whole)
    if made.plan.as_pdf and documents:
        progress("membuat PDF")
        made.files += letter_pdfs(letters, documents, whole)


def _write_book(made: Made, book: Path, tables: Tables, settings: LetterSettings) -> None:
    register = made.register
    summary = board(
        made.plan, made.written, tables, settings, office(), plain(register.folder), made.notes
    )
    sheets = pages(made.plan, made.written, register.entries)
    with scratch_folder(book) as folder:
        write_pages(folder / book.name, summary, sheets)
        data = (folder / book.name).read_bytes()
    path, _ = keep_new(book, data)
    made.files.insert(0, path)


def report_of(job: Job, made: Made, *, dry: bool = False) -> Report:
    """What is said of it: how many letters, how many none, what to look at, where."""
    plan, found = made.plan, made.plan.found
    letters, rest = len(plan.letters), len(plan.waiting) + len(found.excluded)
    look = sum(bool(one.look) for one in made.written or plan.letters)
    verb = "akan ditulis" if dry else f"ditulis ({count(made.new)} baru)"
    lines = [*made.register.notes[:1], f"{count(letters)} surat {verb} per {plan.as_of:%d-%m-%Y}."]
    lines += [" ".join(day.words for day in found.days[:_MOST_DAYS])] if found.days else []
    told = f"; {count(look)} surat perlu diperiksa sebelum dikirim: kolom terakhir" if look else ""
    lines.append(f"{count(rest)} baris tidak ditulis, alasannya di lembar Tidak Ditulis{told}.")
    if plan.settled:
        lines.append(f"{count(len(plan.settled))} surat dicatat lunas.")
    if dry:
        lines.append("Uji saja: tidak ada nomor yang dipakai dan tidak ada berkas yang ditulis.")
    else:
        lines.append(f"Hasil: {plain(made.files[0])}")
        lines.append("Periksa, tanda tangani, lalu kirim sendiri. Data asli tidak diubah.")
    counts = {
        "baris": found.rows, "surat": letters, "baru": made.new, "tidak_ditulis": rest,
        "lunas": len(plan.settled),
    }  # fmt: skip
    return Report(
        job.source.name, baris=found.rows, ditandai=look,
        keluaran=[path.as_posix() for path in made.files], catatan=[*lines, *made.notes],
        kode=int(bool(look or found.unread or made.register.notes or _is_odd(found))),
        lines=lines, hitungan=counts,
    )  # fmt: skip


def _is_odd(found: Arrears) -> bool:
    return any(day.is_odd for day in found.days)
