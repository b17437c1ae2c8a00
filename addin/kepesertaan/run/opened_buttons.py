"""Which run answers which kind of action on an open book; loaded only when it runs."""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib import import_module
from typing import Any

from kepesertaan.actions.registry import Action, Needs

from .opened import Desk
from .plan import Options
from .report import Report

_RUNS: dict[Needs, str] = {
    "peserta": "opened.check_opened",
    "piutang": "opened_list.call_list_opened",
    "temuan": "opened_tick.tick_opened",
    "jurnal": "opened_undo.undo_opened",
    "kunjungan": "opened_visits.visits_opened",
    "riwayat": "opened_undo.history_opened",
    "surat": "opened_letters.letters_opened",
    "target": "opened_targets.rekap_opened",
    "telepon": "opened_results.save_opened",
    "msib": "opened_intern.report_opened",
}


def run_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Run an action on an open book; what it says. Raises ``KepesertaanError``."""
    module, name = _RUNS[action.needs].split(".")
    run: Callable[[Action, Any, Options, Desk], Report]
    run = getattr(import_module(f"{__package__}.{module}"), name)
    gc.disable()  # millions of small values, none of them a cycle: looking for cycles costs a third
    try:
        return run(action, book, options, desk)
    finally:
        gc.enable()
