"""Which run answers which kind of action on an open book."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from kepesertaan.actions.registry import Action, Needs

from .opened import Desk, check_opened
from .opened_intern import report_opened
from .opened_letters import letters_opened
from .opened_list import call_list_opened
from .opened_results import save_opened
from .opened_tick import tick_opened
from .opened_undo import history_opened, undo_opened
from .opened_visits import visits_opened
from .plan import Options
from .report import Report

_RUNS: dict[Needs, Callable[[Action, Any, Options, Desk], Report]] = {
    "peserta": check_opened,
    "piutang": call_list_opened,
    "temuan": tick_opened,
    "jurnal": undo_opened,
    "kunjungan": visits_opened,
    "riwayat": history_opened,
    "surat": letters_opened,
    "telepon": save_opened,
    "msib": report_opened,
}


def run_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Run an action on an open book; what it says. Raises ``KepesertaanError``."""
    gc.disable()  # millions of small values, none of them a cycle: looking for cycles costs a third
    try:
        return _RUNS[action.needs](action, book, options, desk)
    finally:
        gc.enable()
