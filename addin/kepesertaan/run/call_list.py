"""Run Daftar Telepon on files: reads books, writes one new book, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kepesertaan.actions.daftar_telepon import CallList
from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import CannotWrite, SheetNotRecognised, WrongUse
from kepesertaan.domain.table import Table
from kepesertaan.files.book import BookData, SheetData
from kepesertaan.files.pagebook import write_pages
from kepesertaan.files.read import read_book
from kepesertaan.files.save import replace_safely
from kepesertaan.sheets.arrears import Kind, find_arrears
from kepesertaan.sheets.call_list import sheet_name
from kepesertaan.sheets.participant import Sheet

from .call_history import history_for
from .ledger import open_folder
from .plan import Job, Options, tailed
from .report import Report
from .tables import chosen_sheets

Progress = Callable[[str], None]
NOTHING = (
    "tidak ada tabel piutang. Pastikan ada baris judul seperti NPP, Nama Perusahaan, BLTH atau "
    "Jumlah Bulan, dan Piutang; atau tunjuk kolomnya dengan --kolom npp=B. Bila setiap bulan satu "
    "kolom, judulnya bulan dan tahun (Agustus 2026), dengan kata Piutang di atasnya."
)


def list_job(source: Path, options: Options) -> Job:
    """Where the list goes. Raises ``CannotWrite`` where one of that day stands already."""
    folder = options.out or source.parent / "HASIL"
    target = folder / f"{sheet_name(options.today)}.xlsx"
    tails = ("", "_salinan", *(f"_salinan{n}" for n in range(2, 1000))) if options.copy else ("",)
    free = (made for tail in tails if not (made := tailed(target, tail)).exists())
    target = next(free, target)
    return Job(source, target, target)


def call_list(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    """Make the list of one arrears book, with the payments of another where there is one.

    Raises ``KepesertaanError``; nothing has been written then.
    """
    if job.result.exists() and not options.dry:
        raise CannotWrite(
            f"{job.result.name} sudah ada dan mungkin sudah diisi. Pakai --salinan, atau pindahkan "
            "berkas itu dahulu."
        )
    progress("membaca")
    arrears, payments = read_debts(job.source, options)
    progress("menghitung")
    history = history_for(job.result, payments, options.today, dry=options.dry)
    made: CallList = action.function(arrears, payments, options.today, history.calls)
    written = []
    if not options.dry:
        progress("menulis")
        open_folder(job.result.parent)
        replace_safely(
            job.result,
            lambda temp: write_pages(temp, made.board, made.pages),
            create_only=True,
        )
        written = [job.result]
    return _report(job, made, written, history.notes)


def read_debts(source: Path, options: Options) -> tuple[list[Table], list[Table]]:
    """The arrears tables of a book, and the payments of the same book and that of ``--bayar``.

    Raises ``SheetNotRecognised`` or ``WrongUse``.
    """
    tables = _tables(source, options, options.columns)
    arrears = _single(source, tables, options.sheets)
    payments = [table for kind, table in tables if kind == "pembayaran"]
    return arrears, [*payments, *_payments(options)]


def _tables(path: Path, options: Options, columns: Mapping[str, str]) -> list[tuple[Kind, Table]]:
    """Every arrears and payments table of a book, but arrears only of the sheets asked for."""
    book = read_book(path, password=options.password)
    wanted = {sheet.name for sheet in chosen_sheets(book, options.sheets)}
    found = [arrears for s in book.sheets if (arrears := find_arrears(_sheet(book, s), columns))]
    return [(kind, table) for kind, table in found if kind != "piutang" or table.sheet in wanted]


def _sheet(book: BookData, sheet: SheetData) -> Sheet:
    return Sheet(
        book.path.name, sheet.name, sheet.rows, sheet.merged, frozenset(sheet.hidden_rows), {},
        sheet.date1904,
    )  # fmt: skip


def _single(path: Path, tables: Sequence[tuple[Kind, Table]], asked: Sequence[str]) -> list[Table]:
    """The arrears tables; several only when they were asked for, or old debts would come back."""
    arrears = [table for kind, table in tables if kind == "piutang"]
    if not arrears:
        raise SheetNotRecognised(f"{path.name}: {NOTHING}")
    if len(arrears) > 1 and not asked:
        names = ", ".join(f"'{table.sheet}'" for table in arrears)
        raise SheetNotRecognised(
            f"{path.name}: ada {len(arrears)} lembar piutang ({names}). Sebut yang dipakai dengan "
            "--lembar, boleh diulang."
        )
    return arrears


def _payments(options: Options) -> list[Table]:
    """The tables of the payments book. Raises ``SheetNotRecognised`` where it has none."""
    if options.payments is None:
        return []
    if not options.payments.is_file():
        raise WrongUse(f"--bayar {options.payments.name}: berkas itu tidak ada; periksa namanya.")
    plain = Options(options.today, password=options.password)
    found = [t for kind, t in _tables(options.payments, plain, {}) if kind == "pembayaran"]
    if not found:
        raise SheetNotRecognised(
            f"{options.payments.name}: tidak ada tabel pembayaran. Pastikan ada baris judul "
            "seperti NPP, Tgl Bayar, dan Nominal."
        )
    return found


def _report(job: Job, made: CallList, written: list[Path], notes: list[str]) -> Report:
    lines = [*notes[:1], *made.lines, *(f"Hasil: {path}" for path in written)]
    if not written:
        lines.append("Uji saja: tidak ada berkas yang ditulis.")
    return Report(
        job.source.name, baris=made.counts["baris"], ditandai=made.counts["selisih"],
        keluaran=[path.as_posix() for path in written], catatan=[*made.lines, *notes],
        per_aturan={"daftar-telepon": made.counts},
        kode=int(made.has_findings or bool(notes)), lines=lines,
    )  # fmt: skip
