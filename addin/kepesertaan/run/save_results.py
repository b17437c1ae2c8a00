"""Run Simpan Hasil on one filled call list: record what is new, list what cannot be recorded."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kepesertaan.actions.registry import Action
from kepesertaan.actions.simpan_hasil import Noted, Noting
from kepesertaan.data.call_memory import memory_settings
from kepesertaan.domain.call_memory import Remembered
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.domain.show import count, percent_of, rupiah, shown
from kepesertaan.domain.table import Table
from kepesertaan.files.pagebook import write_pages
from kepesertaan.files.read import read_book
from kepesertaan.files.save import replace_safely
from kepesertaan.files.troubles import plain
from kepesertaan.sheets.filled_list import find_lists

from .call_store import calls_folder, prune, read_memory, save_calls, sweep
from .ledger import open_folder, who
from .plan import OUT, Job, Options, tailed
from .report import Report

RESULTS = "Hasil Telepon"  # and the day: the name of the book that is made
_MOST_BOOKS = 1000
_LOOKED_BACK = timedelta(days=92)  # before the list: promises from earlier lists are reported too
Lists = Sequence[tuple[date, Table]]


@dataclass(frozen=True, slots=True)
class Saving:
    """What was recorded; Indonesian sentences on files of the memory that were passed over, and
    others.
    """

    noted: Noted
    passed_over: list[str]
    notes: list[str]


def save_results(
    action: Action, job: Job, options: Options, progress: Callable[[str], None]
) -> Report:
    """Record the calls noted in a list; the list itself is not changed.

    Raises ``KepesertaanError``; nothing has been recorded then.
    """
    progress("membaca")
    path = job.source
    book = read_book(path, password=options.password)
    lists = find_lists(path.name, book.sheets)
    beside = path.parent if path.parent.name == OUT else path.parent / OUT
    folder = options.out or beside
    if not options.dry:
        open_folder(folder)
    saving = record(action, path, lists, options, progress)
    made = []
    if saving.noted.sheets and not options.dry:
        with after_recording():
            made.append(_write_beside(folder, options.today, saving.noted))
    return report_of(path.name, lists, saving, made, dry=options.dry)


@contextlib.contextmanager
def after_recording() -> Iterator[None]:
    """Say of whatever goes wrong with the pages that the calls are recorded already."""
    try:
        yield
    except KepesertaanError as error:
        raise type(error)(f"{error} Hasil telepon sudah dicatat.") from error


def _write_beside(folder: Path, day: date, noted: Noted) -> Path:
    """A new book of the sheets under the first free name: nobody's earlier one is replaced."""
    target = folder / f"{RESULTS} {day.isoformat()}.xlsx"
    names = (target, *(tailed(target, f" ({number})") for number in range(2, _MOST_BOOKS)))
    target = next((path for path in names if not path.exists()), target)
    replace_safely(
        target, lambda temp: write_pages(temp, noted.report, noted.pages), create_only=True
    )
    return target


def record(
    action: Action, home: Path, lists: Lists, options: Options, progress: Callable[[str], None]
) -> Saving:
    """Save what is new in the lists of the book ``home``.

    Raises ``KepesertaanError``; nothing has been recorded then.
    """
    settings = memory_settings()
    folder = calls_folder(home, settings)
    since = min(listed for listed, _table in lists) - _LOOKED_BACK
    memory = read_memory(folder, since)
    now = datetime.now().astimezone()
    at = now.astimezone(UTC).isoformat()  # one clock for offices in several time zones
    noting = Noting(who()[0], at, options.today)
    remembered = Remembered(memory.records, memory.verdicts, since)
    progress("memeriksa")
    noted: Noted = action.function(lists, remembered, noting, laporan=options.report)
    notes = [] if settings.folder or memory.records or not noted.new else [_first(folder)]
    if not options.dry:
        progress("menulis")
        gone = prune(folder, settings.keep_days, now)
        save_calls(folder, noted.new, now)
        sweep(folder, now)
        notes += _pruned(gone, settings.keep_days)
    return Saving(noted, memory.notes, notes)


def report_of(
    name: str, lists: Lists, saving: Saving, made: Sequence[Path], *, dry: bool = False
) -> Report:
    """What is said of it: for people in short, every line that was not recorded in the notes."""
    noted = saving.noted
    told = [f"{p.sheet}!{p.cell} ({p.header}): {p.why}." for p in noted.problems]
    return Report(
        name,
        lembar=len(lists),
        baris=noted.counts["baris"],
        ditandai=noted.counts["dilengkapi"],
        keluaran=[path.as_posix() for path in made],
        catatan=[*told, *saving.passed_over, *saving.notes],
        kode=1 if noted.problems or saving.passed_over else 0,
        lines=lines_of(name, saving, made, dry=dry),
        hitungan=noted.counts,
    )


def lines_of(name: str, saving: Saving, made: Sequence[Path], *, dry: bool) -> list[str]:
    """At most six short lines."""
    noted, counts = saving.noted, saving.noted.counts
    verb = "dapat dicatat" if dry else "dicatat"
    new = counts["dicatat"]
    parts = [f"{name}: {count(new)} panggilan {verb}"]
    if new:
        share = percent_of(counts["terhubung"], new)
        parts.append(
            f": {count(counts['terhubung'])} terhubung ({share}), {count(counts['janji'])} janji "
            f"bayar {rupiah(counts['nominal_janji'])}"
        )
    lines = ["".join(parts) + "."]
    lines.append(
        f"{count(counts['sudah'])} sudah tercatat sebelumnya, {count(counts['kosong'])} belum "
        f"ditelepon, {count(counts['dilengkapi'])} perlu diperbaiki (belum dicatat)."
    )
    if noted.problems:
        first = noted.problems[0]
        lines.append(f"Perbaiki dahulu {first.sheet}!{first.cell}: {first.why}.")
    if counts["jatuh_tempo"] and noted.next_day:
        due = f"{count(counts['jatuh_tempo'])} janji jatuh tempo"
        lines.append(f"Sampai {shown(noted.next_day)} ada {due}.")
    lines += [f"Lihat {path}" for path in made]
    return [*lines, *[*saving.passed_over, *saving.notes][:1]]


def _first(folder: Path) -> str:
    """Where the office's memory begins, so that next month finds it."""
    return (
        f"Catatan pertama di {plain(folder)}. Agar terbaca bulan depan, buat daftar berikutnya di "
        "folder yang sama, atau minta petugas TI mengisi folder bersama (call_memory.toml)."
    )


def _pruned(gone: int, days: int) -> list[str]:
    if not gone:
        return []
    return [f"{count(gone)} catatan telepon yang lebih tua dari {count(days)} hari dihapus."]
