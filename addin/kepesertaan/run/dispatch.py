"""Run an action on files, each in a child process, so that one bad file cannot stop the rest."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from kepesertaan.actions.registry import Action, action_named
from kepesertaan.domain.errors import KepesertaanError, UnreadableInput, WrongUse
from kepesertaan.files.childproc import ChildBug, run_limited
from kepesertaan.files.troubles import explained, reading, unreadable
from kepesertaan.sheets.call_list import SHEET
from kepesertaan.sheets.letter_list import BOOK
from kepesertaan.sheets.visit_report import BOOK as VISITS_BOOK

from .bugs import note_for_it
from .plan import FINDINGS, RESULT, Job, Options, plan_jobs, result_job
from .report import BUG, Report, failed

MEMORY_BYTES = 6 * 1024**3
SECONDS = 3600.0
WRITING = "menulis"  # the step of a run after which files change
Progress = Callable[[str], None]
Run = Callable[[Action, Job, Options, Progress], Report]

# Which function runs an action on one file; loaded only when it runs.
_RUNS = {
    "bersihkan": "check.check",
    "buat-contoh-templat": "starter.make_starter",
    "daftar-telepon": "call_list.call_list",
    "laporan-akhir": "final_report.final_report",
    "laporan-kunjungan": "visits.visit_reports",
    "periksa": "check.check",
    "periksa-laporan": "report_check.check_report",
    "periksa-templat": "template_check.check_template",
    "riwayat": "undo.history",
    "siapkan-isian": "input_form.make_form",
    "simpan-hasil": "save_results.save_results",
    "surat-tagihan": "letters.letters",
    "terapkan": "tick.tick",
    "urungkan": "undo.undo",
}


def run_files(
    action: Action, paths: Sequence[Path], options: Options, progress: Progress
) -> list[Report]:
    """One report a file, in the order of the files. Raises ``KepesertaanError`` for bad paths."""
    if action.needs == "target":  # reads each file in a child of its own
        from .rekap import roll_up

        return [roll_up(action, paths, options, progress)]
    if action.needs == "peserta":
        jobs = plan_jobs(paths, options)
        options = replace(options, resume=len(jobs) > 1 and not options.copy)
    elif action.needs == "piutang":
        from .call_list import list_job

        jobs = [list_job(_single(paths), options)]
    elif action.needs == "surat":
        jobs = [result_job(_single(paths), options, BOOK)]
    elif action.needs == "kunjungan":
        jobs = [result_job(_single_visits(paths), options, VISITS_BOOK)]
    elif action.needs == "laporan":
        from .report_check import report_jobs

        jobs = report_jobs(paths)
    elif action.needs == "templat":
        template = _single_template(paths)
        jobs = [Job(template, template, template)]
    else:
        jobs = [Job(path, path, path) for path in _books(paths, action)]
    return [_run_apart(action, job, options, progress) for job in jobs]


def _single(paths: Sequence[Path]) -> Path:
    if len(paths) > 1 or paths[0].is_dir():
        raise WrongUse(
            "Sebut satu berkas piutang saja; berkas pembayaran dengan --bayar. Piutang yang "
            "terbagi: salin lembarnya ke satu buku, lalu sebut setiap lembar dengan --lembar."
        )
    return paths[0]


def _single_visits(paths: Sequence[Path]) -> Path:
    if len(paths) > 1 or paths[0].is_dir():
        raise WrongUse("Sebut satu berkas kunjungan saja; folder foto dengan --foto.")
    return paths[0]


def _single_template(paths: Sequence[Path]) -> Path:
    if len(paths) > 1 or paths[0].is_dir():
        raise WrongUse("Sebut satu templat Word saja; buku Excel dengan pilihannya sendiri.")
    return paths[0]


def _books(paths: Sequence[Path], action: Action) -> list[Path]:
    """The files themselves; of a folder its findings books, call lists, or results."""
    tail = {"temuan": FINDINGS, "telepon": SHEET}.get(action.needs, RESULT)
    found: list[Path] = []
    for path in paths:
        with reading(path):
            is_folder = path.is_dir()
            named = sorted(path.glob(f"*{tail}*.xls[xm]")) if is_folder else [path]
        found += [book for book in named if not is_folder or book.name[0] not in ".~"]
    if not found:
        raise UnreadableInput(f"Folder itu tidak memuat berkas *{tail}.xlsx; periksa nama folder.")
    return found


def _run_apart(action: Action, job: Job, options: Options, progress: Progress) -> Report:
    def show(step: str) -> None:
        progress(f"{job.source.name}: {step}")

    show("mulai")
    try:
        return run_limited(
            run_job,
            (action.id, job, options),
            memory_bytes=MEMORY_BYTES,
            seconds=SECONDS,
            progress=show,
        )
    except KepesertaanError as error:
        return failed(job.source, error, error.code)
    except ChildBug as bug:
        return failed(job.source, RuntimeError(_bug_sentence(job, options, str(bug))), BUG)


def run_job(action_id: str, job: Job, options: Options, *, progress: Progress) -> Report:
    """One file, in this process. Raises ``KepesertaanError`` for what the user can mend."""
    steps = ["mulai"]

    def show(step: str) -> None:
        steps.append(step)
        progress(step)

    gc.disable()  # millions of small values, none of them a cycle: looking for cycles costs a third
    try:
        action = action_named(action_id)
        return runner_of(action)(action, job, options, show)
    except OSError as error:  # a disk or a share that failed in the middle
        if steps[-1] == WRITING:
            raise explained(error, job.result) from error
        raise unreadable(error, job.source) from error
    finally:
        gc.enable()


def runner_of(action: Action) -> Run:
    """The function that runs an action on one file; its module is loaded now."""
    module, name = _RUNS[action.id].split(".")
    run: Run = getattr(import_module(f"{__package__}.{module}"), name)
    return run


def _bug_sentence(job: Job, options: Options, text: str) -> str:
    safe = "" if options.in_place else " Berkas asal tidak diubah."
    return f"{job.source.name}: terjadi kesalahan di aplikasi ini.{safe} {note_for_it(text)}"
